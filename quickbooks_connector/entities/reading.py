"""A document of QuickBooks on its way to Odoo: what it says, in terms of Odoo."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from odoo import Command

from . import convert, lookup, read_lines
from .cause import EntityError
from .linked import Linked
from .read_taxes import ReadTaxes
from .sales_tax import is_included


class Reading:
    """One document of QuickBooks, with the records that its parts stand for.

    :param obj: the document as QuickBooks answers it
    :param entity: its entity model
    :param linked: a :class:`~.linked.Linked` that knows what it names, when many
        documents are taken over
    """

    def __init__(self, obj, entity, connection, linked=None):
        self.obj = obj
        self.entity = entity
        self.connection = connection
        self.env = connection.env
        self.company = connection.company_id
        self.lines = read_lines.read(obj)
        self.discount = read_lines.discount_of(obj)
        self.taxes = ReadTaxes(obj, entity._side, connection)
        self.linked = linked or Linked(connection, refs_of(obj, entity))
        #: The move that is linked to it already.
        self.record = None
        #: The purchase orders that it bills, once they are looked for.
        self.orders = None
        #: The lines of purchase orders that its lines are of, by the ids of these.
        self.order_lines = {}

    def require(self):
        """Make sure that all contacts and products of the document are there.

        :raise EntityError: cause ``waits_there``
        """
        self.linked.require(refs_of(self.obj, self.entity), _names_of(self.obj))

    # === PARTS === #

    @property
    def party(self):
        """The partner, or ``None``."""
        name = self.entity._party_entity
        return self.linked.record(name, convert.get(self.obj, f"{name}Ref.value"))

    @cached_property
    def currency(self):
        """The currency.

        :raise EntityError: Odoo does not use it
        """
        found = lookup.currency_of(self.obj, self.company)
        if not found:
            code = convert.get(self.obj, "CurrencyRef.value")
            raise EntityError("currency_unknown", currency=code)
        return found[:1]

    @property
    def rounding(self):
        return Decimal(str(self.currency.rounding))

    @cached_property
    def rate(self):
        """How many units of the document's currency make one of the company's."""
        rate = read_lines.number(self.obj.get("ExchangeRate"))
        return float(1 / rate) if rate else 1.0

    @property
    def total(self):
        return read_lines.number(self.obj.get("TotalAmt"))

    def product(self, line):
        """Return the product of a line, an empty record without any."""
        found = self.linked.record("Item", line.item)
        if not found or found._name != "product.product":
            return self.env["product.product"]
        return found

    def account_id(self, ref):
        """Return the id of the account that ``ref`` of QuickBooks stands for.

        :raise EntityError: nothing in Odoo stands for it
        """
        ids = lookup.standing_for(self.connection, "Account", (ref or {}).get("value"))
        accounts = self.env["account.account"].browse(ids).exists().filtered("active")
        if not accounts:
            raise EntityError("account_unknown", account=(ref or {}).get("name") or "?")
        return accounts.sorted("code")[:1].id

    # === FIGURES === #

    @cached_property
    def _quantity_digits(self):
        return self.env["decimal.precision"].precision_get("Product Unit")

    @cached_property
    def is_exact(self):
        """Whether Odoo rounds the tax of a whole document, not that of each line."""
        return self.company.tax_calculation_rounding_method == "round_globally"

    def figures(self, line, taxes):
        """Return ``{"quantity": …, "price_unit": …}`` of a line with an amount.

        :param taxes: those of the line; some hold their price
        """
        if taxes and is_included(taxes):
            gross = self._gross(line, taxes)
            line = read_lines.ReadLine(
                line.kind, amount=gross, quantity=line.quantity, price=None
            )
        quantity, price = read_lines.quantity_and_price(
            line, self._quantity_digits, self.rounding, self.is_exact
        )
        return {"quantity": float(quantity), "price_unit": float(price)}

    def _gross(self, line, taxes):
        """Return the amount of a line with the taxes that its price holds."""
        if line.gross is not None:
            return line.gross
        computed = taxes.compute_all(
            float(line.amount), currency=self.currency, handle_price_include=False
        )
        return Decimal(str(computed["total_included"]))

    @cached_property
    def line_discount(self):
        """The percentage that says the document's discount on each line, or nothing.

        Only where all the lines so discounted come to the very same amount.
        """
        discount = self.discount
        if not discount or discount.percent is None or self._taxes_whole():
            return None
        digits = self.env["decimal.precision"].precision_get("Discount")
        if discount.percent != round(discount.percent, digits):
            return None
        left = 1 - discount.percent / 100
        priced = [line for line in self.lines if line.kind != "note"]
        if any(line.is_shipping for line in priced):
            return None
        nets = [line.amount * left for line in priced]
        if not self.is_exact:
            nets = [net.quantize(self.rounding, ROUND_HALF_UP) for net in nets]
        whole = sum(line.amount for line in priced) - discount.amount
        total = sum(nets, Decimal(0)).quantize(self.rounding, ROUND_HALF_UP)
        return discount.percent if total == whole else None

    def _taxes_whole(self):
        """Tell whether tax is due on the price before the discount; a US idea."""
        return (
            self.taxes.is_us
            and bool(self.taxes.total)
            and not self.obj.get("ApplyTaxAfterDiscount")
        )

    def discount_shares(self):
        """Return ``[(taxes, amount)]`` of what is taken off, as QuickBooks spreads it.

        It goes by the share that the lines of each tax have in the document.
        """
        if not self.discount or self.line_discount is not None:
            return []
        groups = {}
        for line in self.lines:
            if line.kind != "note" and not line.is_shipping:
                taxes = self.taxes.taxes_of(line, self.product(line))
                if self._taxes_whole():
                    taxes = taxes.browse()
                groups[taxes] = groups.get(taxes, Decimal(0)) + line.amount
        parts = read_lines.share(
            self.discount.amount, list(groups.values()), self.rounding
        )
        return [
            (taxes, amount)
            for taxes, amount in zip(groups, parts, strict=True)
            if amount
        ]

    # === CLASS, LOCATION === #

    @cached_property
    def _plans(self):
        return {
            kind: plan
            for kind in ("Class", "Department")
            if (plan := self.connection._get_plan(kind))
        }

    def distribution(self, line, before=None):
        """Return the analytic distribution of a line; ``None`` says nothing of it.

        :param line: a line of the document, or its discount
        :param dict before: the one it had: accounts of other plans stay
        """
        if not self._plans:
            return None
        refs = {
            "Class": line.class_ref or self.obj.get("ClassRef"),
            "Department": self.obj.get("DepartmentRef"),
        }
        accounts = [
            account
            for kind in self._plans
            if (account := self._analytic_account(kind, refs[kind]))
        ]
        return self._combine(accounts, before or {})

    def _analytic_account(self, kind, ref):
        ids = lookup.standing_for(self.connection, kind, (ref or {}).get("value"))
        return self.env["account.analytic.account"].browse(sorted(ids)).exists()[:1]

    def _combine(self, accounts, before):
        """Return ``before`` with ``accounts`` in place of those of their plans."""
        analytic = self.env["account.analytic.account"]
        ours = list(self._plans.values())
        kept = {}
        for key, percentage in before.items():
            others = [
                account.id
                for account in analytic.browse(map(int, key.split(","))).exists()
                if account.root_plan_id not in ours
            ]
            if others:
                kept[tuple(others)] = kept.get(tuple(others), 0) + percentage
        ids = [account.id for account in accounts]
        if not ids:
            return {_key(other): share for other, share in kept.items()} or False
        rest = 100 - sum(kept.values())
        combined = {_key((*other, *ids)): share for other, share in kept.items()}
        if rest > 0.005 or not combined:
            combined[_key(ids)] = rest if combined else 100
        return combined


def _key(ids):
    return ",".join(str(id_) for id_ in sorted(ids))


def refs_of(obj, entity):
    """Return ``{(QuickBooks entity, id)}`` of what a document is about."""
    party = convert.get(obj, f"{entity._party_entity}Ref.value")
    refs = {(entity._party_entity, party)} if party else set()
    return refs | {
        ("Item", line.item)
        for line in read_lines.read(obj)
        if line.item and line.item.isdigit()
    }


def _names_of(obj):
    """Return what QuickBooks calls what a document names, by kind and id."""
    names = {
        (key.removesuffix("Ref"), ref.get("value")): ref.get("name")
        for key, ref in obj.items()
        if key in ("CustomerRef", "VendorRef")
    }
    for line in read_lines.read(obj):
        ref = (line.detail or {}).get("ItemRef") or {}
        names["Item", ref.get("value")] = ref.get("name")
    return names


def tax_command(taxes):
    """Return the value of a field that holds ``taxes`` and no others."""
    return [Command.set(taxes.ids)]
