from decimal import Decimal

from odoo import models

from .. import matching
from ..api import loads_exact
from ..entities import lookup
from .quickbooks_mapping import US_CODES


class QuickbooksMapping(models.Model):
    """Taxes: what is proposed, and what is said of a choice with another rate."""

    _inherit = "quickbooks.mapping"

    def _match_taxcode(self, records, listed, entries, connection):
        taxes = [_tax(tax) for tax in records]
        if lookup.is_us(connection):
            by_id = {entry.qbo_id: matching.TaxEntry(entry.id, "") for entry in listed}
            return matching.propose_us_taxes(taxes, *map(by_id.get, US_CODES))
        rates = _percentages(entries["TaxRate"])
        return matching.propose_taxes(taxes, [_tax_entry(e, rates) for e in listed])

    def write(self, vals):
        result = super().write(vals)
        if vals.get("reference_id") and "reason_code" not in vals:
            wrong = self.filtered(lambda row: row._has_other_rates())
            super(QuickbooksMapping, wrong).write({"reason_code": "chosen_other_rate"})
        return result

    def _has_other_rates(self):
        """Tell whether the chosen code has other rates than the tax.

        It may be meant, for a tax that no document has: it is warned of, and documents
        are held. In the US a code has no rate of its own.
        """
        self.ensure_one()
        if self.kind != "TaxCode" or lookup.is_us(self.connection_id.sudo()):
            return False
        tax = _tax(self._get_records()[self.id])
        entry = self.reference_id.sudo()
        listed = entry.search(
            [("connection_id", "=", entry.connection_id.id), ("kind", "=", "TaxRate")]
        )
        return not matching.same_rates(tax, _tax_entry(entry, _percentages(listed)))


def _percentages(rates):
    """Return ``{id in QuickBooks: percentage}`` of entries of the list of rates."""
    return {rate.qbo_id: Decimal(f"{rate.rate:.6f}") for rate in rates}


def _tax(tax):
    """Return ``tax`` as values; a group has the rates of its taxes."""
    rates = []
    for part in tax.flatten_taxes_hierarchy():
        if part.amount_type != "percent":
            rates = None
            break
        factors = [
            line.factor_percent
            for line in part.invoice_repartition_line_ids
            if line.repartition_type == "tax"
        ]
        for share in (
            sum(f for f in factors if f > 0),
            sum(f for f in factors if f < 0),
        ):
            amount = Decimal(f"{part.amount:.6f}") * Decimal(f"{share:.6f}") / 100
            if amount:
                rates.append(amount)
    return matching.Tax(
        tax.id,
        tax.name,
        "purchase" if tax.type_tax_use == "purchase" else "sale",
        None if rates is None else tuple(rates),
        tax.invoice_label or "",
    )


def _tax_entry(reference, rates):
    """Return a tax code as values; ``rates`` are percentages by id."""
    obj = loads_exact(reference.payload or "{}")
    sides = {
        side: tuple(
            rates[id_] for id_ in reference._get_rate_ids(obj, listed) if id_ in rates
        )
        for side, listed in (("sale", "Sales"), ("purchase", "Purchase"))
    }
    return matching.TaxEntry(
        reference.id,
        reference.name,
        description=obj.get("Description") or "",
        **sides,
    )
