from dataclasses import replace
from decimal import Decimal

from odoo import models
from odoo.tools import format_amount, html2plaintext

from ..api import query
from . import convert, lookup, names, sales_lines
from .cause import EntityError
from .sales_tax import SalesTaxes, is_included
from .tracking import Tracking

#: Kinds of lines that have an amount of their own.
AMOUNTS = ("product", "rounding")
_TEXTS = ("line_section", "line_subsection", "line_note")


class QuickbooksEntitySalesDocument(models.AbstractModel):
    """What all documents of the sales side have in common: a customer, lines, taxes.

    ``_export_values`` is a table of contents; each step adds one part and may be
    extended alone::

        class QuickbooksEntityInvoice(models.AbstractModel):
            _inherit = "quickbooks.entity.invoice"

            def _add_memo(self, values, record, connection):
                super()._add_memo(values, record, connection)
                values["PrivateNote"] = record.x_project
    """

    _name = "quickbooks.entity.sales.document"
    _inherit = "quickbooks.entity"
    _description = "QuickBooks Sales Document"

    _odoo_model = "account.move"
    _rank = 40
    _duplicate_cause = "number_taken"
    _watched = {
        "account.move": (
            "state",
            "name",
            "partner_id",
            "partner_shipping_id",
            "invoice_date",
            "invoice_date_due",
            "invoice_payment_term_id",
            "currency_id",
            "ref",
            "narration",
            "invoice_line_ids",
            "line_ids",
            "is_move_sent",
        ),
        "account.move.line": (
            "name",
            "product_id",
            "quantity",
            "price_unit",
            "discount",
            "tax_ids",
            "analytic_distribution",
            "sequence",
            "display_type",
        ),
    }
    #: Kinds of journal entry that become this document.
    _move_types = ()

    # === WHICH DOCUMENT === #

    def _export_ready(self, record, connection):
        # A draft is being worked on; QuickBooks keeps what it has until it is posted.
        return record.state != "draft"

    def _responsible(self, record):
        user = record.invoice_user_id
        if user.active and user._is_internal():
            return user
        return super()._responsible(record)

    def _export_needs(self, record, connection):
        customer = self._customer(record)
        items = {self._product(line, connection) for line in self._lines(record)}
        items.discard(self.env["product.product"])
        return [("Customer", customer)] + [("Item", item) for item in items]

    def _customer(self, record):
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

    def _lines(self, record):
        """Return the lines with an amount, in the document's order."""
        return self._all_lines(record).filtered(
            lambda line: line.display_type in AMOUNTS
        )

    def _all_lines(self, record):
        """Return lines, sections and notes in the document's order.

        A rounding that went into a tax is part of the tax.
        """
        return record.line_ids.filtered(
            lambda line: (
                line.display_type in AMOUNTS + _TEXTS
                and not line.tax_repartition_line_id
            )
        ).sorted(lambda line: (line.display_type == "rounding", line.sequence, line.id))

    def _product(self, line, connection):
        """Return the product that stands for ``line``, maybe none."""
        product = line.product_id
        if not product and line.display_type == "rounding":
            product = connection.rounding_item_id
        return product or connection.fallback_item_id

    # === EXPORT === #

    def _export_constraints(self, record, connection):
        super()._export_constraints(record, connection)
        if record.currency_id.compare_amounts(record.amount_total, 0) < 0:
            raise EntityError("negative")
        if lookup.is_closed(connection, record.invoice_date):
            raise EntityError("closed_books")
        if not lookup.has_multicurrency(connection):
            if record.currency_id != record.company_id.currency_id:
                raise EntityError("currency_off", currency=record.currency_id.name)

    def _export_values(self, record, connection):
        values = super()._export_values(record, connection)
        self._add_header(values, record, connection)
        self._add_customer(values, record, connection)
        self._add_currency(values, record, connection)
        self._add_memo(values, record, connection)
        self._add_lines(values, record, connection)
        self._check_total(values, record)
        return values

    def _add_header(self, values, record, connection):
        values["DocNumber"] = names.fit_number(record.name)
        values["TxnDate"] = record.invoice_date.isoformat()

    def _add_customer(self, values, record, connection):
        customer = self._customer(record)
        values["CustomerRef"] = self._ref("Customer", customer, connection)
        company = customer.commercial_partner_id
        person = customer.name if customer != company else None
        values["BillAddr"] = convert.address(record.partner_id, person, company.name)
        shipping = record.partner_shipping_id or record.partner_id
        values["ShipAddr"] = convert.address(shipping)
        email = convert.to_qbo("emails", record.partner_id, "email")
        if email or company.email:
            email = email or convert.to_qbo("emails", company, "email")
            values["BillEmail"] = {"Address": email[:100]}

    def _add_currency(self, values, record, connection):
        if not lookup.has_multicurrency(connection):
            return
        values["CurrencyRef"] = {"value": record.currency_id.name}
        if record.currency_id != record.company_id.currency_id:
            # Odoo counts foreign units for one of its own, QuickBooks the reverse.
            rate = Decimal(1) / Decimal(repr(record.invoice_currency_rate))
            values["ExchangeRate"] = round(rate, 8)

    def _add_memo(self, values, record, connection):
        memo = html2plaintext(record.narration or "").strip()
        if memo:
            values["CustomerMemo"] = {"value": convert.cut(memo, 1000)}
        parts = [record.ref, record.invoice_origin]
        if values["DocNumber"] != record.name:
            parts.insert(0, record.name)
        # A sale's reference often is its origin too: each is said once.
        note = " · ".join(dict.fromkeys(part for part in parts if part))
        if note:
            values["PrivateNote"] = convert.cut(note, 4000)

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

    def _in_currency(self, record):
        """Return the function that makes a Decimal of an amount of ``record``."""
        return lambda amount: self._decimal(amount, record.currency_id)

    def _sales_line(self, line, taxes, connection):
        """Return a move line as figures.

        The amount is the booked one: with tax rounded over the whole document it may
        differ by a cent from what the line shows, and only the booked ones add up.
        """
        decimal = self._in_currency(line.move_id)
        amount = decimal(-line.amount_currency)
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

    # === NUMBERS === #

    def _refusal_statements(self, records, connection):
        numbers = sorted({names.fit_number(record.name) for record in records})
        return [
            ("number", query.select(self._qbo_entity, condition))
            for condition in query.where_in("DocNumber", numbers)
        ]

    def _refusals(self, records, rows, connection):
        taken = {obj["DocNumber"]: obj["Id"] for obj in rows.get("number", ())}
        refused = {}
        for record in records:
            number = names.fit_number(record.name)
            binding = record._quickbooks_binding(self._qbo_entity, connection)
            if number in taken and taken[number] != binding.qbo_id:
                refused[record] = EntityError("number_taken", number=number)
        return refused

    # === THE MONEY GUARANTEE === #

    def _check_total(self, values, record):
        """Hold what QuickBooks would total otherwise than Odoo."""
        there = sales_lines.total(values)
        here = self._decimal(record.amount_total, record.currency_id)
        if there != here:
            raise EntityError("total_before", **self._both(record, here, there))

    def _check_answer(self, record, obj, connection):
        decimal = self._in_currency(record)
        pairs = [
            (decimal(record.amount_total), obj.get("TotalAmt")),
            (
                decimal(record.amount_tax),
                convert.get(obj, "TxnTaxDetail.TotalTax", Decimal(0)),
            ),
        ]
        if not obj.get("LinkedTxn"):
            pairs.append((decimal(record.amount_total), obj.get("Balance")))
        for here, there in pairs:
            if there is not None and Decimal(str(there)) != here:
                return EntityError("total_differs", **self._both(record, here, there))
        return None

    def _summarise(self, record, values=None):
        told = {
            "partner_name": record.partner_id.display_name,
            "date": record.invoice_date,
            "currency_id": record.currency_id.id,
            "total": record.amount_total,
            "amount": abs(record.amount_total_signed),
        }
        if values:
            told["qbo_total"] = float(sales_lines.total(values))
        return super()._summarise(record, values) | told

    def _both(self, record, here, there):
        """Return both figures in words."""
        return {
            "here": format_amount(self.env, float(here), record.currency_id),
            "there": format_amount(self.env, float(there), record.currency_id),
        }

    def _describe(self, obj, connection):
        currency = lookup.currency_of(obj, connection.company_id)
        amounts = {
            "total": obj.get("TotalAmt") or 0,
            "tax": convert.get(obj, "TxnTaxDetail.TotalTax") or 0,
            "balance": obj.get("Balance") or 0,
        }
        return self.env._(
            "Total %(total)s, tax %(tax)s, balance %(balance)s.",
            **{
                name: format_amount(self.env, float(amount), currency)
                for name, amount in amounts.items()
            },
        )
