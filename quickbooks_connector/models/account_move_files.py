from odoo import models
from odoo.fields import Domain

from ..sync.mark import mark


class AccountMove(models.Model):
    """What is said on a document about the files that hang on it."""

    _inherit = "account.move"

    def _quickbooks_files(self):
        """Return the bindings of what hangs on these in QuickBooks, sudoed."""
        files_sudo = self.env["ir.attachment"].sudo()
        mine = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        hanging = Domain("res_model", "=", files_sudo._name) & Domain(
            "res_id", "in", files_sudo.search(mine).ids
        )
        return (
            self.env["quickbooks.binding"]
            .sudo()
            .search(
                (mine | hanging)
                & Domain("entity", "in", self.env["quickbooks.entity"]._hanging_kinds())
                & Domain("company_id", "in", self.env.companies.ids)
            )
        )

    def _get_alerts(self):
        # EXTENDS account
        alerts = super()._get_alerts()
        if self.env.user.has_group("quickbooks_connector.quickbooks_group_user"):
            alert = self._get_quickbooks_files_alert()
            if alert:
                alerts["quickbooks_files"] = alert
        return alerts

    def _get_quickbooks_files_alert(self):
        """Return the bar that names the files that QuickBooks has not got, if any."""
        self.ensure_one()
        if not self.id or not self._quickbooks_is_shown():
            return None
        # What waits for its document is told by the document.
        held = self._quickbooks_files().filtered(
            lambda binding: binding.state == "failed" and binding.cause != "needs"
        )
        if not held:
            return None
        return {
            "level": "warning",
            "message": " ".join(held.mapped("message")),
            "action_text": self.env._("Retry"),
            "action_call": (self._name, "action_quickbooks_sync_files", self.ids),
        }

    def action_quickbooks_sync_files(self):
        """Send the files of these again that could not be attached."""
        bindings = self.env["quickbooks.binding"]
        self.env["quickbooks.connection"]._check_user()
        self.check_access("write")
        held_sudo = self._quickbooks_files().filtered(
            lambda binding: binding.state == "failed"
        )
        for model, rows in held_sudo.grouped("res_model").items():
            mark(self.env[model].browse(rows.mapped("res_id")))
        return bindings._tell_action(
            self.env._("On their way to QuickBooks: %s", len(held_sudo))
        )
