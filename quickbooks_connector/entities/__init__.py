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
from . import base, facets, leaving, mapped
from . import party, party_currency, party_tax_id, party_match, customer, vendor
from . import item, item_match
from . import keys
from . import document
from . import document_moment
from . import document_import
from . import document_follow
from . import sales_document
from . import sales_moment
from . import invoice
from . import credit_memo, sales_receipt, refund_receipt
from . import payment_base
from . import payment_sides
from . import payment_money
from . import payment_moment
from . import payment_import
from . import receipt_import
from . import payment
from . import bill_payment
from . import refund_links
from . import refund
from . import refund_import
from . import refund_entry
from . import credit_application
from . import credit_application_import
from . import attachable
from . import attachable_import
from . import attachable_pdf
from . import purchase_order
from . import purchase_order_back
from . import purchase_document
from . import bill
from . import vendor_credit
from . import purchase_import
from . import bill_orders
from . import bill_same
