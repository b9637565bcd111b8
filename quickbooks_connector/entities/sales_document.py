from dataclasses import replace

from odoo import models
from odoo.tools import html2plaintext

from . import convert, lookup, sales_lines
from .cause import EntityError
from .need import Need
from .sales_tax import EXEMPT, SalesTaxes, is_included
from .tracking import Tracking


class QuickbooksEntitySalesDocument(models.AbstractModel):
    """What the documents of the sales side have in common: a customer, discounts."""

    _name = "quickbooks.entity.sales.document"
    _inherit = "quickbooks.entity.document"
    _description = "QuickBooks Sales Document"

    _area = "sales"
    _party_entity = "Customer"
    _direction_field = "invoice_direction"
    _policy_field = "sale_policy"

    # === EXPORT === #

    def _export_needs(self, record, connection):
        needs = super()._export_needs(record, connection)
        own = self._discount_product(record, connection)
        own |= self._balance_product(connection)
        known = {need.record for need in needs}
        return needs + [
            Need("Item", product) for product in own if product not in known
        ]

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
        billed = self._billed(record)
        values["BillAddr"] = convert.address(billed, person, company.name)
        shipping = record.partner_shipping_id or record.partner_id
        values["ShipAddr"] = convert.address(shipping)
        email = convert.to_qbo("emails", billed, "email")
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
        taxes = self._taxes(record, move_lines, connection)
        tracking = self._tracking(move_lines, connection)
        lines = {
            line: replace(
                self._sales_line(line, taxes, connection),
                class_ref=tracking.class_of(line),
            )
            for line in move_lines
        }
        way = self._discount_way(list(lines.values()), connection)
        values["Line"] = self._said_lines(record, lines, way, connection)
        if way == "document":
            discount = sales_lines.discount_total(lines.values())
            account = lookup.discount_ref(connection)
            values["Line"].append(sales_lines.discount_line(discount, account))
            values["ApplyTaxAfterDiscount"] = True
        decimal = self._in_currency(record)
        values |= taxes.values(move_lines, decimal)
        values |= tracking.values(move_lines)

    def _taxes(self, record, lines, connection):
        """Return the tax codes and figures of the document."""
        return SalesTaxes(record, lines, connection)

    def _tracking(self, lines, connection):
        """Return the classes and locations of the document."""
        return Tracking(lines, connection)

    def _quantity(self, line):
        """Return the quantity of ``line``, in its unit."""
        return line.quantity

    def _buyer(self, line):
        """Return the partner that ``line`` is sold to."""
        return line.partner_id

    def _billed(self, record):
        """Return the partner whose address the document is made out to."""
        return record.partner_id

    def _sales_line(self, line, taxes, connection):
        """Return a line of the document as figures."""
        currency = line.currency_id
        amount = self._decimal(taxes.base_of(line), currency)
        included = is_included(line.tax_ids)
        product = self._product(line, connection)
        if not product:
            raise EntityError("account_unmatched", use=self.env._("product"))
        quantity, price = self._said_in_unit(
            self._quantity(line),
            None if included else line.price_unit,
            line.product_uom_id,
            product,
            connection,
        )
        return sales_lines.SalesLine(
            amount=amount,
            gross=self._gross(line, amount, included),
            quantity=quantity,
            price=price,
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
                quantity=self._quantity(line),
                product=line.product_id,
                partner=self._buyer(line),
            )
            return self._decimal(computed["total_excluded"], currency)
        return self._decimal(
            currency.round(line.price_unit * self._quantity(line)), currency
        )

    def _said_lines(self, record, lines, way, connection):
        """Return lines, sections and notes as QuickBooks takes them.

        :param dict lines: ``{move line: figures}``
        :param str way: how discounts are said, see :meth:`_discount_way`
        """
        rounding = self._decimal(record.currency_id.rounding, record.currency_id)
        said = []
        for line in self._all_lines(record):
            if line in lines:
                figures = lines[line]
                said.append(sales_lines.item_line(figures, way != "net", rounding))
                if way == "line" and figures.discount:
                    item = self._discount_item(record, connection)
                    text = self._in_words_of(record).env._("Discount")
                    said.append(
                        sales_lines.amount_line(-figures.discount, text, item, figures)
                    )
            elif line.name:
                said.append(sales_lines.note_line(convert.cut(line.name, 4000)))
        return said

    def _in_words_of(self, record):
        """Return this entity in the language of the customer of ``record``."""
        lang = record.partner_id.lang
        return self.with_context(lang=lang) if lang else self

    # === DISCOUNTS === #

    def _discount_way(self, lines, connection):
        """Return how discounts are said: ``document``, ``line`` or ``net``.

        QuickBooks spreads the discount of a document over all lines. Where they are
        taxed differently, and outside the US where the tax of each code follows from
        its lines, that would move tax: then lines carry net prices.
        """
        if connection.discount_way != "document":
            return connection.discount_way
        once = (
            lookup.is_us(connection)
            and lookup.preference(connection, "SalesFormsPrefs.AllowDiscount")
            and sales_lines.can_discount_once(lines)
        )
        return "document" if once else "net"

    def _discount_product(self, record, connection):
        """Return the product of the lines that say discounts, where lines do."""
        discounted = self._lines(record).filtered("discount")
        if connection.discount_way != "line" or not discounted:
            return self.env["product.product"]
        return connection.discount_item_id or connection.fallback_item_id

    def _discount_item(self, record, connection):
        product = self._discount_product(record, connection)
        if not product:
            use = self.env._("product for discounts")
            raise EntityError("account_unmatched", use=use)
        return self._ref("Item", product, connection)

    # === NUMBERS, TAX, DIFFERENCES === #

    def _gives_numbers(self, connection):
        return connection.number_way == "quickbooks"

    def _computes_tax(self, connection):
        taxed = lookup.preference(connection, "TaxPrefs.UsingSalesTax", True)
        computes = connection.us_tax_way == "quickbooks"
        return bool(computes and taxed and lookup.is_us(connection))

    def _balance_product(self, connection):
        """Return the product of the line that balances, where one may."""
        if connection.difference_way != "balance":
            return self.env["product.product"]
        return connection.rounding_item_id or connection.fallback_item_id

    def _add_balance(self, values, amount, record, connection):
        product = self._balance_product(connection)
        if not product:
            raise EntityError("balance_item")
        text = self._in_words_of(record).env._("Rounding")
        first = next(line for line in values["Line"] if "SalesItemLineDetail" in line)
        code = first["SalesItemLineDetail"].get("TaxCodeRef")
        if code and lookup.is_us(connection):
            code = {"value": EXEMPT}
        item = self._ref("Item", product, connection)
        line = sales_lines.amount_line(amount, text, item, tax_code=code)
        last = values["Line"][-1]["DetailType"] == "DiscountLineDetail"
        values["Line"].insert(len(values["Line"]) - last, line)
