from odoo import models


class AccountMove(models.Model):
    """What a bill says when QuickBooks has one that looks like it."""

    _inherit = "account.move"

    def _get_quickbooks_alike(self):
        """Return the notice of a bill in QuickBooks that may be this one, sudoed."""
        self.ensure_one()
        inbound_sudo = self.env["quickbooks.inbound"].sudo()
        if self.move_type != "in_invoice" or not self._quickbooks_is_shown():
            return inbound_sudo
        held_sudo = inbound_sudo.search(
            [("company_id", "=", self.company_id.id), ("cause", "=", "bill_alike")]
        )
        return held_sudo.filtered(
            lambda notice: (
                notice.state == "failed" and notice.cause_args.get("move") == self.id
            )
        )[:1]

    def _get_quickbooks_alert(self):
        alert = super()._get_quickbooks_alert()
        alike_sudo = self._get_quickbooks_alike()
        if alike_sudo:
            alert = {"level": "warning", "message": alike_sudo.message}
        elif not self._get_shown_bindings().filtered(
            lambda binding: binding.cause == "bill_there"
        ):
            return alert
        alert.pop("action_call", None)
        return alert | {
            "action_text": self.env._("Compare"),
            "action": self._open_quickbooks_same(),
        }

    def _open_quickbooks_same(self):
        """Return the action that asks whether two bills are one."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Are these the same bill?"),
            "res_model": "quickbooks.same.bill",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_move_id": self.id},
        }
