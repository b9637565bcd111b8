from odoo import models

from . import convert, lookup
from .party import WATCHED
from .sales_tax import has_amount


class QuickbooksEntityCustomer(models.AbstractModel):
    """A partner as customer; a person of a company is a sub-customer billed with it."""

    _name = "quickbooks.entity.customer"
    _inherit = "quickbooks.entity.party"
    _description = "QuickBooks Customer"

    _qbo_entity = "Customer"
    _named_as = ("CustomerRef", "EntityRef", "ParentRef")
    _direction_field = "customer_direction"
    _policy_field = "customer_policy"
    _web_path = "customerdetail?nameId={id}"
    _watched = {
        "res.partner": (
            *WATCHED,
            "property_payment_term_id",
            "property_account_position_id",
        )
    }
    _tax_key = "PrimaryTaxIdentifier"
    _said_once = ("CurrencyRef", "Job", "BillWithParent", "ParentRef")
    _terms = ("SalesTermRef", "property_payment_term_id")
    _rank_field = "customer_rank"

    # === WHICH PARTNER === #

    def _party_of(self, partner, connection):
        customer = self._customer_of(partner)
        company = customer.commercial_partner_id
        if customer == company or connection.people_mode == "own":
            return customer
        # Who is a customer there already has documents that must not move.
        rows = self._rows_of(customer, connection)
        return customer if any(rows.mapped("qbo_id")) else company

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

    def _export_needs(self, record, connection):
        parent = self._parent_need(record, connection)
        return [parent] if parent else []

    def _shared_keys(self):
        return super()._shared_keys() + ["ShipAddr", "Taxable"]

    def _add_parts(self, values, record, connection, binding, before):
        super()._add_parts(values, record, connection, binding, before)
        self._add_taxable(values, record, connection, before)

    def _import_values(self, obj, connection, known=None):
        known = known or self._known([obj], connection)
        vals = super()._import_values(obj, connection, known)
        self._import_taxable(vals, obj, known)
        return vals

    # === ADDRESSES === #

    def _add_addresses(self, values, record, before):
        super()._add_addresses(values, record, before)
        delivery = self._address_partner(record, "delivery")
        if before and "ShipAddr" not in before and delivery.type != "delivery":
            # QuickBooks delivers to the address it bills; it did without a second one.
            return
        values["ShipAddr"] = convert.address(delivery)

    def _import_addresses(self, vals, obj, known):
        super()._import_addresses(vals, obj, known)
        billing, shipping = (
            self._import_address(obj, key, known) for key in ("BillAddr", "ShipAddr")
        )
        differs = any(shipping.values()) and shipping != billing
        vals["child_ids"] = shipping if differs else {}

    def _meaning(self, key, obj, known):
        if key == "ShipAddr":
            # Without one, goods go where the bills go.
            return self._import_address(obj, key if obj.get(key) else "BillAddr", known)
        if key == "Taxable":
            return obj.get(key, True)
        return super()._meaning(key, obj, known)

    # === CURRENCY AND TAX === #

    def _has_tax_number(self, connection):
        # In the US customers have none; who is exempt is said otherwise.
        return not lookup.is_us(connection)

    def _add_once(self, values, record, connection):
        super()._add_once(values, record, connection)
        parent = self._parent_need(record, connection)
        if parent:
            values |= {
                "Job": True,
                "BillWithParent": True,
                "ParentRef": self._ref_of(parent, connection),
            }

    def _get_currency(self, record, connection):
        return record.property_product_pricelist.currency_id or super()._get_currency(
            record, connection
        )

    def _prepare_import_vals(self, obj, connection, known=None):
        known = known or self._known([obj], connection)
        vals = super()._prepare_import_vals(obj, connection, known)
        pricelist_id = known.pricelist_id(obj)
        if pricelist_id:
            vals["specific_property_product_pricelist"] = pricelist_id
        return vals

    def _add_taxable(self, values, record, connection, before):
        """Say whether the customer pays sales tax; a US idea only.

        In Odoo an exempt customer has a fiscal position that takes the tax away.
        """
        if not lookup.is_us(connection) or record != record.commercial_partner_id:
            return
        tax = connection.company_id.account_sale_tax_id
        position = record.property_account_position_id
        if tax and position and not any(map(has_amount, position.map_tax(tax))):
            values["Taxable"] = False
        elif "Taxable" in before:
            values["Taxable"] = True

    def _import_taxable(self, vals, obj, known):
        """Read whether the customer pays sales tax."""
        if not lookup.is_us(known.connection) or obj.get("ParentRef"):
            return
        taxed = self._meaning("Taxable", obj, known)
        if taxed or known.exempt_position_id:
            vals["property_account_position_id"] = (
                False if taxed else known.exempt_position_id
            )

    def _agreed(self, obj, known):
        agreed = super()._agreed(obj, known)
        if not agreed.get("Taxable", True) and not known.exempt_position_id:
            # Odoo has no way to say so, and must not say the contrary.
            del agreed["Taxable"]
        return agreed
