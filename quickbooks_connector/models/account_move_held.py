from datetime import timedelta

from odoo import models
from odoo.tools import format_date

from ..sync.policy import CLOSED


class AccountMove(models.Model):
    """What people can do at once about a document that is held."""

    _inherit = "account.move"

    def _get_quickbooks_alert(self):
        alert = super()._get_quickbooks_alert()
        binding_sudo = self._get_held_binding_sudo()
        if not alert or not binding_sudo:
            return alert
        if binding_sudo.cause == "number_taken":
            alert.pop("action_call", None)
            return alert | {
                "action_text": self.env._("Choose what to do"),
                "action": self._get_action_number_clash(binding_sudo),
            }
        closing = binding_sudo.connection_id.pref_closing_date
        if binding_sudo.cause in CLOSED and closing and not binding_sudo.qbo_id:
            day = format_date(self.env, closing + timedelta(days=1))
            return alert | {
                "action_text": self.env._("Date it %s in QuickBooks", day),
                "action_call": (
                    self._name,
                    "action_quickbooks_next_open_day",
                    self.ids,
                ),
            }
        return alert

    def _get_held_binding_sudo(self):
        """Return the link of this document that waits for a person, sudoed."""
        self.ensure_one()
        return (
            self.sudo()
            ._get_shown_bindings()
            .filtered(lambda binding: binding.state == "failed")[:1]
        )

    def _get_action_number_clash(self, binding_sudo):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The number is taken in QuickBooks"),
            "res_model": "quickbooks.number.clash",
            "view_mode": "form",
            "target": "new",
            "context": {"default_binding_id": binding_sudo.id},
        }

    def action_quickbooks_next_open_day(self):
        """Send these, dated to the next open day of the books in QuickBooks."""
        self.env["quickbooks.connection"]._check_user()
        self.check_access("write")
        for move in self:
            binding_sudo = move._get_held_binding_sudo()
            if binding_sudo.cause in CLOSED:
                binding_sudo.is_redated = True
        return self.action_quickbooks_sync()
