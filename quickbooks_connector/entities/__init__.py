# Odoo wants a model before those that inherit it.
# isort: off
from . import base
from . import party, customer
from . import item
from . import sales_document, invoice
from . import payment
