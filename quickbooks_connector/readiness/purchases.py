from odoo import api, models
from odoo.fields import Domain

from ..entities import lookup
from ..entities.purchase_document import without_item
from . import finding
from .finding import BLOCK, Finding
from .scope import listed
from .words.purchases import PURCHASES


class QuickbooksReadiness(models.AbstractModel):
    """Bills and vendor credits: the accounts that they name."""

    _inherit = "quickbooks.readiness"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + [
            "_check_accounts_of_bills",
            "_check_tax_on_purchases",
        ]

    @api.model
    def _get_words(self):
        return super()._get_words() | PURCHASES

    def _check_accounts_of_bills(self, scope):
        """Look for accounts on lines of bills that QuickBooks does not know."""
        lines = scope.amount_lines & without_item()
        missing, count = self._unknown_accounts(scope, lines)
        if not missing:
            return Finding("bill_accounts")
        return Finding(
            "bill_accounts",
            BLOCK,
            count,
            {"names": listed(missing.mapped("display_name"))},
            finding.call("action_open_matching"),
        )

    def _check_tax_on_purchases(self, scope):
        """Look for tax on bills in the US that has no account in QuickBooks."""
        if not scope.is_us or scope.connection.purchase_tax_account_id:
            return []
        lines = Domain("tax_repartition_line_id", "!=", False)
        missing, count = self._unknown_accounts(scope, lines)
        if not missing:
            return []
        args = {"names": listed(missing.mapped("display_name"))}
        return Finding("bill_tax", BLOCK, count, args, finding.connection())

    def _unknown_accounts(self, scope, lines):
        """Return the accounts of ``lines`` of bills without a match, and the bills."""
        domain = Domain("move_id", "any", scope.document_domain & scope.of_purchases)
        groups = scope.env["account.move.line"]._read_group(
            domain & lines, ["account_id"]
        )
        accounts = scope.env["account.account"].union(*(group for (group,) in groups))
        known = lookup.matched(scope.connection, "Account", accounts)
        missing = accounts.filtered(lambda account: account.id not in known)
        if not missing:
            return missing, 0
        lines &= Domain("account_id", "in", missing.ids)
        return missing, scope.count(
            scope.of_purchases, Domain("line_ids", "any", lines)
        )
