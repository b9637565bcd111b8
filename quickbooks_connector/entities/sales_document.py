from dataclasses import replace
from decimal import Decimal

from odoo import models
from odoo.tools import html2plaintext

from . import convert, lookup, sales_lines
from .cause import EntityError
from .sales_tax import SalesTaxes, is_included
from .tracking import Tracking


class QuickbooksEntitySalesDocument(models.AbstractModel):
    """What the documents of the sales side have in common: a customer, discounts."""

    _name = "quickbooks.entity.sales.document"
    _inherit = "quickbooks.entity.document"
    _description = "QuickBooks Sales Document"

    _party_entity = "Customer"
    _direction_field = "invoice_direction"
    _policy_field = "sale_policy"

    # === EXPORT === #

    def _party(self, record):
        """Return the partner that is the document's customer.

        An order of a person that is billed to an address of the company stays theirs.
        """
        customer_of = self.env["quickbooks.entity.customer"]._customer_of
        customer = customer_of(record.partner_id)
        ordered_by = record.line_ids.sale_line_ids.order_id.partner_id
        if customer != record.partner_id and len(ordered_by) == 1:
            person = customer_of(ordered_by)
            if person.commercial_partner_id == customer:
                return person
        return customer

    def _add_party(self, values, record, connection):
        super()._add_party(values, record, connection)
        customer = self._party(record)
        company = customer.commercial_partner_id
        person = customer.name if customer != company else None
        values["BillAddr"] = convert.address(record.partner_id, person, company.name)
        shipping = record.partner_shipping_id or record.partner_id
        values["ShipAddr"] = convert.address(shipping)
        email = convert.to_qbo("emails", record.partner_id, "email")
        if email or company.email:
            email = email or convert.to_qbo("emails", company, "email")
            values["BillEmail"] = {"Address": email[:100]}

    def _add_memo(self, values, record, connection):
        super()._add_memo(values, record, connection)
        memo = html2plaintext(record.narration or "").strip()
        if memo:
            values["CustomerMemo"] = {"value": convert.cut(memo, 1000)}

    def _add_lines(self, values, record, connection):
        move_lines = self._lines(record)
        taxes = SalesTaxes(record, move_lines, connection)
        tracking = Tracking(move_lines, connection)
        lines = {
            line: replace(
                self._sales_line(line, taxes, connection),
                class_ref=tracking.class_of(line),
            )
            for line in move_lines
        }
        once = self._discounts_once(list(lines.values()), connection)
        rounding = self._decimal(record.currency_id.rounding, record.currency_id)
        values["Line"] = []
        for line in self._all_lines(record):
            if line in lines:
                said = sales_lines.item_line(lines[line], once, rounding)
            elif line.name:
                said = sales_lines.note_line(convert.cut(line.name, 4000))
            else:
                continue
            values["Line"].append(said)
        if once:
            discount = sales_lines.discount_total(lines.values())
            account = lookup.discount_ref(connection)
            values["Line"].append(sales_lines.discount_line(discount, account))
            values["ApplyTaxAfterDiscount"] = True
        decimal = self._in_currency(record)
        values |= taxes.values(move_lines, decimal)
        values |= tracking.values(move_lines)

    def _sales_line(self, line, taxes, connection):
        """Return a move line as figures."""
        amount = self._booked(line)
        included = is_included(line.tax_ids)
        product = self._product(line, connection)
        if not product:
            raise EntityError("account_unmatched", use=self.env._("product"))
        return sales_lines.SalesLine(
            amount=amount,
            gross=self._gross(line, amount, included),
            quantity=Decimal(repr(line.quantity)),
            price=None if included else Decimal(repr(line.price_unit)),
            description=convert.cut(line.name, 4000),
            item=self._ref("Item", product, connection),
            tax_code=taxes.code_of(line),
        )

    def _gross(self, line, amount, included):
        """Return the amount of ``line`` before its discount."""
        if not line.discount:
            return amount
        currency = line.currency_id
        if included:
            computed = line.tax_ids.compute_all(
                line.price_unit,
                currency=currency,
                quantity=line.quantity,
                product=line.product_id,
                partner=line.partner_id,
            )
            return self._decimal(computed["total_excluded"], currency)
        return self._decimal(currency.round(line.price_unit * line.quantity), currency)

    def _discounts_once(self, lines, connection):
        """Tell whether discounts are said by one line for the whole document.

        Outside the US the tax of each code follows from its lines, so that a discount
        of the whole document would move tax between codes: lines carry net prices.
        """
        return (
            lookup.is_us(connection)
            and bool(lookup.preference(connection, "SalesFormsPrefs.AllowDiscount"))
            and sales_lines.can_discount_once(lines)
        )
