from odoo import api, models
from odoo.fields import Domain

from . import finding
from .finding import LOOK, Finding
from .matches import in_state
from .scope import SETTLED, listed
from .words.payments import PAYMENTS


class QuickbooksReadiness(models.AbstractModel):
    """Journals of payments, and the accounts in QuickBooks that their money is in."""

    _inherit = "quickbooks.readiness"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + ["_check_payment_accounts"]

    @api.model
    def _get_words(self):
        return super()._get_words() | PAYMENTS

    def _check_payment_accounts(self, scope):
        """Look for journals of payments for which no account in QuickBooks stands."""
        journals, counts = self._get_payment_journals(scope)
        found = []
        for kind, used in journals.items():
            rows = scope.matches(kind, used)
            missing = in_state(used, rows, "open", "proposed")
            if missing:
                named = [rows[id_] for id_ in missing.ids if id_ in rows]
                target = finding.matching(scope.mappings.union(*named))
                found.append(
                    Finding(
                        "deposit_missing" if kind == "Deposit" else "paid_from_missing",
                        LOOK,
                        sum(counts[kind, journal] for journal in missing),
                        {"names": listed(missing.mapped("display_name"))},
                        target if named else finding.call("action_open_matching"),
                    )
                )
        return found or Finding("payment_accounts")

    def _get_payment_journals(self, scope):
        """Return ``{kind of match: journals}`` of payments that go, and how many do."""
        started = Domain.OR(
            entity._domain_started(scope.connection)
            for entity in self.env["quickbooks.entity"]._all()
            if entity._odoo_model == "account.payment"
            and entity._sends(scope.connection)
        )
        groups = scope.env["account.payment"]._read_group(
            started & Domain("qbo_state", "not in", SETTLED),
            ["payment_type", "journal_id"],
            ["__count"],
        )
        nobody = scope.env["account.journal"]
        journals = {"Deposit": nobody, "PaidFrom": nobody}
        counts = {}
        for payment_type, journal, count in groups:
            kind = "Deposit" if payment_type == "inbound" else "PaidFrom"
            journals[kind] |= journal
            counts[kind, journal] = count
        return journals, counts
