# Odoo wants a model before those that inherit it, and branches of work meet here:
# one line each.
# isort: off
from . import base
from . import registry
from . import eligible
from . import facets
from . import leaving
from . import changes
from . import hanging
from . import mapped
from . import party
from . import party_currency
from . import party_tax_id
from . import party_match
from . import customer
from . import vendor
from . import item_category
from . import item
from . import item_kind
from . import item_match
from . import keys
from . import document
from . import document_moment
from . import document_import
from . import document_follow
from . import sales_document
from . import sales_moment
from . import invoice
from . import credit_memo, sales_receipt, refund_receipt
from . import payment
from . import attachable
from . import attachable_import
from . import attachable_pdf
from . import purchase_order
from . import purchase_order_back
from . import base, leaving, facets, mapped
from . import party, party_currency, party_match, customer, vendor
from . import item, item_match
from . import keys
from . import document, document_moment
from . import sales_document, sales_moment, invoice
from . import payment_base, payment_sides, payment_money, payment_import
from . import payment_moment
from . import payment, bill_payment
