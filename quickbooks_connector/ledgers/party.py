from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import format_amount, format_date

from ..api import query
from ..readiness.scope import listed
from . import here
from .figures import DOCUMENTS, ENTRY, PARTIES, PAYABLE, PAYMENTS, RECEIVABLE, effects
from .scope import Scope


class QuickbooksLedgerParty(models.AbstractModel):
    """What customers owe, or vendors are owed, at the end of the period.

    QuickBooks tells what is open today; what is dated after the period is taken off.
    Odoo's figure is the balance of the accounts at that date. A difference is what the
    documents of the period say otherwise, and what was there before it began: so the
    sum is exact.
    """

    _name = "quickbooks.ledger.party"
    _inherit = "quickbooks.ledger.part"
    _description = "QuickBooks Ledger Part: Parties"

    _ledger = ""
    _account_type = ""

    def _get_readings(self, comparison):
        return {PARTIES[self._ledger]: query.any_active()}

    def _compare(self, comparison):
        scope = Scope(comparison)
        names, theirs = self._theirs(scope)
        ours = here.owed(comparison, self._account_type)
        ours = {(f"p{partner}", currency): a for (partner, currency), a in ours.items()}
        documents = comparison._get_document_effects()
        keys = sorted(ours.keys() | theirs.keys())
        partners = self._partners(key for key, _currency in keys)
        for key, currency in keys:
            amount, there = ours.get((key, currency), 0), theirs[key, currency]
            if not (amount or there):
                continue
            partner = partners.get(key)
            vals = {
                "name": partner.display_name if partner else names.get(key) or "…",
                "currency_id": currency,
                "amount": Decimal(amount),
                "qbo_amount": there,
                "size": abs(amount - there),
            }
            if partner:
                vals |= {"res_model": partner._name, "res_id": partner.id}
            elif key.startswith("q"):
                vals |= {"entity": PARTIES[self._ledger], "qbo_id": key[1:]}
            if amount != there:
                known = documents.get((self._ledger, key, currency))
                vals |= self._why(scope, amount - there, known, currency)
            yield vals

    def _theirs(self, scope):
        """Return ``{party: name}`` and ``{(party, currency id): amount}``."""
        names, amounts = {}, defaultdict(Decimal)
        kind = PARTIES[self._ledger]
        for _kind, id_, kept in scope.comparison._iter_objects([kind]):
            key = scope.party(self._ledger, id_)
            names[key] = kept["party_name"]
            currency = scope.currency(kept["currency"])
            amounts[key, currency.id] += Decimal(kept["balance"])
        later = scope.comparison._iter_objects([*DOCUMENTS, *PAYMENTS, ENTRY])
        end = scope.comparison.date_to.isoformat()
        for _kind, _id, kept in later:
            if (kept["date"] or "") <= end:
                continue
            currency = scope.currency(kept["currency"])
            for ledger, party, name, amount in effects(kept):
                if ledger == self._ledger:
                    key = scope.party(ledger, party)
                    names.setdefault(key, name)
                    amounts[key, currency.id] -= amount
        return names, amounts

    def _partners(self, keys):
        ids = {int(key[1:]) for key in keys if key.startswith("p")} - {0}
        partners = self.env["res.partner"].browse(sorted(ids)).exists()
        return {f"p{partner.id}": partner for partner in partners}

    def _why(self, scope, difference, known, currency):
        """Return the cause of a difference.

        :param known: ``(amount, names)`` of the documents that say something else
        """
        explained, names = known or (Decimal(0), [])
        before = difference - explained
        if not before:
            args = {"count": len(names), "names": listed(names)}
            return {"cause": "ledger_documents", "cause_args": args}
        money = self.env["res.currency"].browse(currency)
        args = {
            "amount": format_amount(self.env, float(before), money),
            "date": format_date(self.env, scope.comparison.date_from),
        }
        if not explained:
            return {"cause": "ledger_opening", "cause_args": args}
        args["names"] = listed(names)
        return {"cause": "ledger_opening_too", "cause_args": args}


class QuickbooksLedgerReceivable(models.AbstractModel):
    """What customers owe."""

    _name = "quickbooks.ledger.receivable"
    _inherit = "quickbooks.ledger.party"
    _description = "QuickBooks Ledger Part: Open Receivables"

    _code = RECEIVABLE
    _sequence = 10
    _ledger = RECEIVABLE
    _account_type = "asset_receivable"

    def _get_label(self):
        return self.env._("Open receivables")


class QuickbooksLedgerPayable(models.AbstractModel):
    """What vendors are owed."""

    _name = "quickbooks.ledger.payable"
    _inherit = "quickbooks.ledger.party"
    _description = "QuickBooks Ledger Part: Open Payables"

    _code = PAYABLE
    _sequence = 20
    _ledger = PAYABLE
    _account_type = "liability_payable"

    def _get_label(self):
        return self.env._("Open payables")
