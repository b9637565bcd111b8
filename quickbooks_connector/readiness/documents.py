from odoo import api, models
from odoo.fields import Domain

from ..entities import names
from . import finding
from .finding import LOOK, Finding
from .scope import SHOWN, become
from .words.documents import DOCUMENTS

#: Characters that QuickBooks gives a document number.
NUMBER_LIMIT = 21


class QuickbooksReadiness(models.AbstractModel):
    """The documents themselves: numbers, discounts, totals, currencies of customers."""

    _inherit = "quickbooks.readiness"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + [
            "_check_numbers",
            "_check_long_numbers",
            "_check_discounts",
            "_check_negative",
            "_check_customer_currencies",
        ]

    @api.model
    def _get_words(self):
        return super()._get_words() | DOCUMENTS

    def _check_numbers(self, scope):
        if scope.connection.pref_custom_numbers:
            return Finding("numbers")
        return Finding("numbers", LOOK, target=finding.quickbooks())

    def _check_long_numbers(self, scope):
        """Show what becomes of numbers that are too long for QuickBooks."""
        condition = Domain("name", "=like", "_" * (NUMBER_LIMIT + 1) + "%")
        count = scope.count(condition)
        if not count:
            return Finding("numbers_long")
        moves = scope.env["account.move"].search(
            scope.document_domain & condition, limit=SHOWN + 1, order="id"
        )
        args = {
            "sent": become((move.name, names.fit_number(move.name)) for move in moves)
        }
        return Finding("numbers_long", LOOK, count, args, scope.documents(condition))

    def _check_discounts(self, scope):
        """Tell how discounts look in QuickBooks when it has none."""
        if not scope.is_us:
            return Finding("discounts_net")
        if scope.connection.pref_discounts:
            return Finding("discounts")
        condition = Domain("invoice_line_ids.discount", ">", 0)
        count = scope.count(condition)
        if not count:
            return Finding("discounts_off")
        return Finding("discounts", LOOK, count, target=scope.documents(condition))

    def _check_negative(self, scope):
        condition = Domain("amount_total", "<", 0)
        count = scope.count(condition)
        if not count:
            return Finding("negative")
        return Finding("negative", LOOK, count, target=scope.documents(condition))

    def _check_customer_currencies(self, scope):
        """Look for customers with documents in two currencies.

        A customer has one currency in QuickBooks, for good.
        """
        if not scope.connection.pref_multicurrency:
            return []
        groups = scope.env["account.move"]._read_group(
            scope.document_domain,
            ["commercial_partner_id"],
            ["currency_id:count_distinct"],
            having=[("currency_id:count_distinct", ">", 1)],
        )
        ids = [partner.id for partner, _currencies in groups]
        if not ids:
            return Finding("customer_currencies")
        target = finding.records("res.partner", [("id", "in", ids)])
        return Finding("customer_currencies", LOOK, len(ids), target=target)
