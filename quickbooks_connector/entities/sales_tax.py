"""How the taxes of a sales document are said in QuickBooks.

In the US a line is taxable or it is not, and the document carries the tax as one
figure: Odoo's, which QuickBooks then keeps even where it would compute one itself.
Elsewhere each line names a tax code, and the document carries one figure per rate.
"""

from collections import defaultdict
from decimal import Decimal

from ..api import loads_exact
from . import convert, lookup
from .cause import EntityError

#: What a US company calls the lines that are taxed and those that are not.
TAXABLE, EXEMPT = "TAX", "NON"


def has_amount(tax):
    """Tell whether ``tax``, or one of a group's taxes, ever amounts to something."""
    return bool(tax.amount) or any(has_amount(child) for child in tax.children_tax_ids)


def is_included(taxes):
    """Tell whether prices hold one of ``taxes`` already."""
    return any(tax.price_include for tax in taxes.flatten_taxes_hierarchy())


class SalesTaxes:
    """The tax codes of one document's lines, and its tax figures."""

    #: Which of the two lists of rates of a tax code holds for it.
    side = "sale"

    def __init__(self, move, lines, connection):
        self.move = move
        self.env = move.env
        self.is_us = lookup.is_us(connection)
        self.is_computed_there = self.is_us and connection.us_tax_way == "quickbooks"
        self.is_off = not lookup.preference(connection, "TaxPrefs.UsingSalesTax", True)
        self.codes = lookup.matched(connection, "TaxCode", lines.tax_ids)
        self.without_tax = not lines.tax_ids

    def code_of(self, line):
        """Return ``{"value": code}`` for a move line, ``None`` when none is wanted.

        :raise EntityError: a tax of the line has no code yet
        """
        if self.is_us:
            return {"value": self._us_code(line)}
        if self.without_tax:
            return None
        return {"value": self._code(line).qbo_id}

    def _us_code(self, line):
        """Return whether a line is taxable; what amounts to something says so."""
        code = EXEMPT
        for tax in line.tax_ids:
            entry = self.codes.get(tax.id)
            if entry and entry.qbo_id != EXEMPT:
                code = TAXABLE
            elif not entry and has_amount(tax):
                raise EntityError("tax_unmatched", tax=tax.name)
        return code

    def _code(self, line):
        """Return the one entry for all taxes of a line; outside the US each has one."""
        taxes = line.tax_ids
        if not taxes:
            raise EntityError("tax_missing", line=line.name or line.product_id.name)
        entries = {self.codes.get(tax.id) for tax in taxes}
        if len(entries) > 1 or None in entries:
            raise EntityError("tax_unmatched", tax=" + ".join(taxes.mapped("name")))
        return entries.pop()

    # === FIGURES === #

    def values(self, lines, decimal):
        """Return what the document says about its tax.

        :param lines: move lines with an amount
        :param decimal: function that makes a Decimal of one of the move's amounts
        """
        if self.is_off and self.move.amount_tax:
            raise EntityError("tax_off")
        if self.is_computed_there:
            return {}
        total = {"TotalTax": decimal(self.move.amount_tax)}
        if self.is_us:
            return {"TxnTaxDetail": total}
        if self.without_tax:
            return {"GlobalTaxCalculation": "NotApplicable"}
        total["TaxLine"] = [
            _tax_line(*rate) for rate in self._amounts_by_rate(lines, decimal)
        ]
        return {"GlobalTaxCalculation": "TaxExcluded", "TxnTaxDetail": total}

    def _amounts_by_rate(self, lines, decimal):
        """Return ``[(rate id, percent, base, tax)]``.

        QuickBooks keeps one figure per rate over the whole document, Odoo one per
        tax: each tax has to stand for one rate of its code, known by its percentage.
        Anything else QuickBooks would compute in its own way.

        :raise EntityError: a tax stands for no rate, or for two
        """
        bases = defaultdict(Decimal)
        rate_of_tax = {}
        code_of_line = {line: self._code(line) for line in lines}
        # A document has many lines and few codes.
        rates_of_code = {
            code: rates_of(code, self.side) for code in set(code_of_line.values())
        }
        for line, code in code_of_line.items():
            rates = rates_of_code[code]
            for tax in line.tax_ids.flatten_taxes_hierarchy():
                if not rates and not tax.amount:
                    continue  # Outside of tax: there is a code and no rate.
                rate = rate_for(tax, rates)
                if rate is None or rate_of_tax.setdefault(tax, rate) != rate:
                    raise EntityError("tax_rate", tax=tax.name, code=code.name)
                bases[rate] += decimal(self.base_of(line))
        taxes = defaultdict(Decimal)
        for tax, _account, amount in self._tax_amounts():
            taxes[rate_of_tax.get(tax)] += decimal(amount)
        return [(*rate, bases[rate], taxes[rate]) for rate in sorted(bases)]

    def base_of(self, line):
        """Return the booked amount of a line, above zero in most documents."""
        return self.move.direction_sign * line.amount_currency

    def _tax_amounts(self):
        """Return ``[(tax, account, amount)]`` of what is booked as tax."""
        sign = self.move.direction_sign
        return [
            (line.tax_line_id, line.account_id, sign * line.amount_currency)
            for line in self.move.line_ids.filtered("tax_repartition_line_id")
        ]


def rates_of(code, side="sale"):
    """Return ``[(rate id, percentage)]`` of a tax code, as its list entry tells.

    :param str side: ``"sale"`` or ``"purchase"``
    """
    obj = loads_exact(code.payload or "{}")
    listed = "SalesTaxRateList" if side == "sale" else "PurchaseTaxRateList"
    details = (obj.get(listed) or {}).get("TaxRateDetail") or ()
    ids = [detail["TaxRateRef"]["value"] for detail in details]
    rates = code.search(
        [
            ("connection_id", "=", code.connection_id.id),
            ("kind", "=", "TaxRate"),
            ("qbo_id", "in", ids),
        ]
    )
    return [(rate.qbo_id, Decimal(f"{rate.rate:.6f}")) for rate in rates]


def rate_for(tax, rates):
    """Return the one of ``rates`` that ``tax`` stands for, or ``None``."""
    percentage = Decimal(f"{tax.amount:.6f}")
    same = [rate for rate in rates if rate[1] == percentage]
    return same[0] if len(same) == 1 else None


def _tax_line(rate_id, percentage, base, tax):
    return {
        "DetailType": "TaxLineDetail",
        "Amount": tax,
        "TaxLineDetail": {
            "TaxRateRef": {"value": rate_id},
            "PercentBased": True,
            "TaxPercent": convert.trim(percentage),
            "NetAmountTaxable": base,
        },
    }
