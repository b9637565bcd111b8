"""Which taxes of Odoo the tax codes of a document of QuickBooks stand for.

QuickBooks' figures hold: Odoo's taxes say of what kind a tax is, and the amounts on
the tax lines are then set to what QuickBooks says, so that both totals are equal to
the cent however each of the two rounds.
"""

from collections import defaultdict
from decimal import Decimal

from . import answers, lookup, read_lines
from .cause import EntityError
from .sales_tax import TAXABLE, is_included, rate_for, rates_of


class ReadTaxes:
    """The taxes of one document.

    :param obj: the document as QuickBooks answers it
    :param str side: ``"sale"`` or ``"purchase"``
    """

    def __init__(self, obj, side, connection):
        self.obj = obj
        self.side = side
        self.connection = connection
        self.env = connection.env
        self.is_us = lookup.is_us(connection)
        self.total = read_lines.total_tax(obj)
        self.tax_lines = read_lines.tax_lines(obj)

    # === WHICH TAXES === #

    def taxes_of(self, line, product=None):
        """Return the taxes of Odoo for a :class:`~.read_lines.ReadLine`.

        :param product: of the line, whose own tax goes first where several fit
        :raise EntityError: nothing in Odoo stands for the code
        """
        none = self.env["account.tax"]
        code = line.tax_code
        if not code or self.obj.get("GlobalTaxCalculation") == "NotApplicable":
            return none
        if self.is_us and (self.side == "purchase" or code != TAXABLE):
            return none
        if self.is_us and not self.total:
            # A taxable line of a document without tax: its customer is exempt.
            return none
        found = self._standing_for(code)
        if not found:
            raise EntityError("tax_unknown", tax=self._name(code))
        return self._choose(found, product)

    def _standing_for(self, code):
        key = ("taxes", self.side, code)
        return answers.kept(self.connection, key, lambda: self._ask_standing(code))

    def _ask_standing(self, code):
        ids = lookup.standing_for(self.connection, "TaxCode", code)
        return (
            self.env["account.tax"]
            .browse(ids)
            .exists()
            .filtered(lambda tax: tax.active and tax.type_tax_use == self.side)
            .sorted(lambda tax: (is_included(tax), tax.sequence, tax.id))
        )

    def _choose(self, found, product):
        """Return the one of several taxes that says best what QuickBooks says."""
        if self.is_us:
            percent = sum((rate for _id, rate, _amount in self.tax_lines), Decimal(0))
            found = found.filtered(lambda tax: _percentage(tax) == percent) or found
        company = self.connection.company_id
        for preferred in (
            self._own_taxes(product),
            company.account_sale_tax_id
            if self.side == "sale"
            else company.account_purchase_tax_id,
        ):
            if own := found & preferred:
                return own[:1]
        return found[:1]

    def _own_taxes(self, product):
        if not product:
            return self.env["account.tax"]
        return product.taxes_id if self.side == "sale" else product.supplier_taxes_id

    def _name(self, code):
        entry = self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", "TaxCode"),
                ("qbo_id", "=", code),
            ],
            limit=1,
        )
        return entry.name or code

    # === HOW MUCH === #

    def changes(self, move):
        """Return ``{tax line: amount}`` where the draft ``move`` has another amount."""
        lines = move.line_ids.filtered("tax_repartition_line_id")
        if not lines or (self.is_us and self.side == "purchase"):
            # QuickBooks knows no tax on purchases there: it is in the lines.
            return {}
        booked = {line: _booked(line) for line in lines}
        wanted = self._by_rate(booked) or self._over_all(booked, self.total)
        return {
            line: amount for line, amount in wanted.items() if amount != booked[line]
        }

    def _by_rate(self, booked):
        """Return ``{tax line: amount}`` rate by rate; nothing where none can tell."""
        if self.is_us or not self.tax_lines:
            return None
        amounts = defaultdict(Decimal)
        for rate, _percent, amount in self.tax_lines:
            amounts[rate] += amount
        groups = defaultdict(dict)
        for line, amount in booked.items():
            groups[self._rate_of(line)][line] = amount
        if not groups.keys() <= amounts.keys():
            return None
        if any(amount for rate, amount in amounts.items() if rate not in groups):
            return None
        wanted = {}
        for rate, group in groups.items():
            wanted |= self._over_all(group, amounts[rate])
        return wanted

    def _rate_of(self, line):
        """Return the id of the one rate that the tax of a tax line stands for."""
        tax = line.group_tax_id or line.tax_line_id
        entry = lookup.matched(self.connection, "TaxCode", tax).get(tax.id)
        rate = rate_for(line.tax_line_id, rates_of(entry, self.side)) if entry else None
        return rate and rate[0]

    @staticmethod
    def _over_all(booked, amount):
        """Return ``amount`` shared out as the tax lines are."""
        lines = list(booked)
        rounding = Decimal(str(lines[0].currency_id.rounding))
        parts = read_lines.share(amount, list(booked.values()), rounding)
        return dict(zip(lines, parts, strict=True))


def settle(pairs):
    """Set the tax lines of draft moves to what QuickBooks says.

    :param list pairs: ``(move, ReadTaxes)``
    """
    changes = {
        line: amount
        for move, taxes in pairs
        for line, amount in taxes.changes(move).items()
    }
    if not changes:
        return
    moves = pairs[0][0].union(*(line.move_id for line in changes))
    # What was said of it before holds no more.
    moves.line_ids.filtered("extra_tax_data").extra_tax_data = False
    container = {"records": moves}
    # What follows from the amounts is computed once for all, as when Odoo creates them.
    with moves._check_balanced(container), moves._sync_dynamic_lines(container):
        for line, amount in changes.items():
            line.amount_currency = float(line.move_id.direction_sign * amount)


def _percentage(tax):
    """Return the percentages of ``tax``, one or several, together."""
    parts = tax.flatten_taxes_hierarchy()
    return sum((Decimal(f"{part.amount:.6f}") for part in parts), Decimal(0))


def _booked(line):
    """Return what is booked on a tax line as its document says it."""
    sign = line.move_id.direction_sign
    digits = line.currency_id.decimal_places
    return Decimal(f"{sign * line.amount_currency:.{digits}f}")
