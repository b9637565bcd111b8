from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..sync import words
from ..sync.mark import mark

#: Causes that say that QuickBooks has locked what is to be deleted there.
_LOCKED = (
    "deposited",
    "bank_matched",
    "locked",
    "settled_there",
    "paid_through_quickbooks",
)


class QuickbooksSyncedMixin(models.AbstractModel):
    """Records that are taken out of QuickBooks, and stay in Odoo."""

    _inherit = "quickbooks.synced.mixin"

    def action_quickbooks_unsync(self):
        """Ask before QuickBooks deletes these, and say what vanishes there."""
        self.env["quickbooks.connection"]._check_user()
        self.check_access("write")
        links_sudo = self.env["quickbooks.binding"]._of_records(self)
        links_sudo = links_sudo.filtered(lambda link: not link._is_hanging())
        return self.env["quickbooks.unsync"]._ask(links_sudo)


class QuickbooksBinding(models.Model):
    """Whether, and how, what was sent is taken back."""

    _inherit = "quickbooks.binding"

    def _word_undo_obstacle(self):
        """Return why QuickBooks can't delete what it has of this record, or nothing."""
        self.ensure_one()
        cause, args = self._get_undo_obstacle()
        if not cause:
            return ""
        return words.sentence(self.env, cause, args)

    def _get_undo_obstacle(self):
        """Return the cause and its names; nothing when it can be deleted there."""
        if not self.qbo_id or self.is_withdrawn:
            return "not_there", {}
        entity, record = self._get_entity(), self._get_record()
        if entity._has_active:
            return "stays_there", {}
        theirs = "qbo_is_theirs" in record._fields and record.qbo_is_theirs
        if self.is_born_there or theirs:
            return "born_there", {}
        closing = self.connection_id.pref_closing_date
        date = entity._date(record) if hasattr(entity, "_date") else None
        if closing and date and date <= closing:
            return "closed_there", {"closing": format_date(self.env, closing)}
        if self.cause in _LOCKED:
            return self.cause, self.cause_args
        return None, {}

    def _undo(self):
        """Let QuickBooks delete what it has of these records, which stay in Odoo.

        What was applied to them says less first, so that QuickBooks lets them go.
        """
        self._withdraw()
        moves = self.env["account.move"]
        for record in self._get_records().values():
            if record._name == moves._name:
                moves |= record
            elif record._name == "account.payment":
                moves |= record.move_id
        lines = moves.line_ids
        partials = lines.matched_debit_ids | lines.matched_credit_ids
        for records in partials._quickbooks_settling():
            mark(records)


class QuickbooksRun(models.Model):
    """Undoing what an approved dry run has sent."""

    _inherit = "quickbooks.run"

    def action_undo(self):
        """Ask before QuickBooks deletes what this run has created there.

        :raise UserError: it has sent nothing
        """
        self.ensure_one()
        self.env["quickbooks.connection"]._check_manager()
        self.check_access("read")
        lines_sudo = self.sudo()._get_sent_lines()
        if not lines_sudo:
            raise UserError(
                self.env._(
                    "This run has sent nothing to QuickBooks, so there is nothing to "
                    "undo."
                )
            )
        links_sudo = self.env["quickbooks.binding"].sudo()
        created_sudo = links_sudo.browse()
        for line in lines_sudo:
            link_sudo = links_sudo.search(line._domain_link(), limit=1)
            links_sudo |= link_sudo
            if line.operation in ("create", "later"):
                created_sudo |= link_sudo
        return self.env["quickbooks.unsync"]._ask(links_sudo, created_sudo)

    def _get_sent_lines(self):
        """Return the lines of the dry run that were sent when QuickBooks went live."""
        if self.kind != "dry_run":
            return self.env["quickbooks.plan.line"]
        return self._get_plan()._search_lines([("released_at", "!=", False)])


class QuickbooksPlanLine(models.Model):
    _inherit = "quickbooks.plan.line"

    def _domain_link(self):
        """Return the domain of the link of this line's record."""
        names = ("res_model", "res_id", "entity", "facet")
        return [("connection_id", "=", self.connection_id.id)] + [
            (name, "=", self[name]) for name in names
        ]
