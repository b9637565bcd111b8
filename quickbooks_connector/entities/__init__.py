from . import base
from . import party, customer
from . import item
from . import sales_document, invoice
from . import payment
