# Odoo wants a model before those that inherit it.
# isort: off
from . import base, registry, facets, leaving, changes, hanging, mapped
from . import party, party_currency, party_tax_id, party_match, customer, vendor
from . import item_category, item, item_kind, item_match
from . import keys
from . import document, document_moment, document_import, document_follow
from . import sales_document, sales_moment, invoice
from . import payment
from . import attachable, attachable_import, attachable_pdf
