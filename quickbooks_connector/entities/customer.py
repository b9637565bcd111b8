from odoo import models

from . import convert, lookup


class QuickbooksEntityCustomer(models.AbstractModel):
    """A partner as customer; a person of a company is a sub-customer billed with it."""

    _name = "quickbooks.entity.customer"
    _inherit = "quickbooks.entity.party"
    _description = "QuickBooks Customer"

    _qbo_entity = "Customer"
    _has_active = True
    _imports = True
    _web_path = "customerdetail?nameId={id}"
    _said_once = ("CurrencyRef", "Job", "BillWithParent", "ParentRef")

    # === WHICH PARTNER === #

    def _customer_of(self, partner):
        """Return the partner that stands for ``partner`` on a document.

        A named person of a company is a customer below the company; an address, or a
        contact without a name, is the company itself.
        """
        company = partner.commercial_partner_id
        named = (partner.name or "").strip()
        if partner == company or (partner.type == "contact" and named):
            return partner
        return company

    def _parent(self, record):
        company = record.commercial_partner_id
        return company if company != record else record.browse()

    # === EXPORT === #

    def _get_label(self):
        return self.env._("customer")

    def _doc_number(self, obj):
        return None

    def _export_needs(self, record, connection):
        parent = self._parent(record)
        return [(self._qbo_entity, parent)] if parent else []

    def _add_addresses(self, values, record):
        super()._add_addresses(values, record)
        delivery = record.browse(record.address_get(["delivery"])["delivery"])
        values["ShipAddr"] = convert.address(delivery)

    def _add_terms(self, values, record, connection):
        terms = record.property_payment_term_id
        ref = lookup.matched_ref(connection, "Term", terms)
        if ref:
            values["SalesTermRef"] = ref

    def _add_once(self, values, record, connection):
        super()._add_once(values, record, connection)
        parent = self._parent(record)
        if parent:
            values |= {
                "Job": True,
                "BillWithParent": True,
                "ParentRef": self._ref(self._qbo_entity, parent, connection),
            }

    def _get_currency(self, record, connection):
        return record.property_product_pricelist.currency_id or super()._get_currency(
            record, connection
        )
