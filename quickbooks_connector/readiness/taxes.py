from odoo import api, models
from odoo.fields import Domain

from ..entities.sales_tax import rate_for, rates_of
from . import finding
from .finding import BLOCK, LOOK, Finding
from .scope import listed
from .words.taxes import TAXES

#: What QuickBooks says of its taxes, by the key of ``pref_tax``.
REGIMES = {
    "automated": "tax_automated",
    "codes": "tax_codes",
    "off": "tax_off",
    False: "tax_unknown",
}


class QuickbooksReadiness(models.AbstractModel):
    """Taxes: what QuickBooks can say of those of Odoo."""

    _inherit = "quickbooks.readiness"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + [
            "_check_tax_regime",
            "_check_tax_rates",
            "_check_shared_codes",
            "_check_included_taxes",
            "_check_lines_without_tax",
        ]

    @api.model
    def _get_words(self):
        return super()._get_words() | TAXES

    def _check_tax_regime(self, scope):
        regime = scope.connection.pref_tax
        if regime == "off":
            condition = Domain("amount_tax", "!=", 0)
            if scope.is_us:
                # Tax on purchases is none to QuickBooks there.
                condition &= scope.of_sales
            count = scope.count(condition)
            if count:
                target = scope.documents(condition)
                return Finding("tax_off", BLOCK, count, target=target)
        return Finding(REGIMES[regime])

    def _check_tax_rates(self, scope):
        """Look for taxes whose code has no rate like theirs.

        In the US a document carries its tax as one figure, whatever it is made of.
        """
        if scope.is_us:
            return Finding("tax_figure")
        rows = scope.matches("TaxCode", scope.taxes)
        wrong = scope.taxes.filtered(
            lambda tax: tax.id in rows and _is_unlike(tax, rows[tax.id])
        )
        if not wrong:
            return Finding("tax_rates")
        matched = scope.mappings.union(*(rows[tax.id] for tax in wrong))
        return Finding(
            "tax_rates",
            BLOCK,
            scope.count(Domain("invoice_line_ids.tax_ids", "in", wrong.ids)),
            {"names": listed(wrong.mapped("display_name"))},
            finding.matching(matched),
        )

    def _check_shared_codes(self, scope):
        """Look for taxes of different rates that share one code."""
        if scope.is_us:
            return []
        rows = scope.mappings.search(
            [
                ("connection_id", "=", scope.connection.id),
                ("kind", "=", "TaxCode"),
                ("state", "=", "done"),
            ]
        )
        records = rows._get_records()
        shared = rows.browse()
        for together in rows.grouped("reference_id").values():
            if len({_rates_key(records[row.id]) for row in together}) > 1:
                shared |= together
        if not shared:
            return Finding("tax_shared")
        args = {"names": listed(shared.mapped("record_name"))}
        target = finding.matching(shared)
        return Finding("tax_shared", LOOK, len(shared), args, target)

    def _check_included_taxes(self, scope):
        included = scope.taxes.flatten_taxes_hierarchy().filtered("price_include")
        if not included:
            return Finding("tax_included")
        parents = scope.taxes.filtered(
            lambda tax: tax.flatten_taxes_hierarchy() & included
        )
        condition = Domain("invoice_line_ids.tax_ids", "in", parents.ids)
        return Finding(
            "tax_included",
            LOOK,
            scope.count(condition),
            {"names": listed(included.mapped("display_name"))},
            scope.documents(condition),
        )

    def _check_lines_without_tax(self, scope):
        """Look for documents of which only some lines have a tax."""
        if scope.is_us:
            return []
        condition = Domain.AND(
            Domain("line_ids", "any", scope.amount_lines & Domain("tax_ids", op, False))
            for op in ("=", "!=")
        )
        count = scope.count(condition)
        if not count:
            return Finding("tax_missing")
        return Finding("tax_missing", BLOCK, count, target=scope.documents(condition))


def _is_unlike(tax, row):
    """Tell whether the code that ``tax`` is matched to lacks a rate of it."""
    if row.state != "done":
        return False
    rates = rates_of(row.reference_id, tax.type_tax_use)
    return any(
        (rates or part.amount) and rate_for(part, rates) is None
        for part in tax.flatten_taxes_hierarchy()
    )


def _rates_key(tax):
    """Return what tells taxes of different rates apart."""
    parts = tax.flatten_taxes_hierarchy()
    return tuple(sorted((part.amount_type, part.amount) for part in parts))
