from odoo import api, models

from ..sync import words
from ..sync.mark import mark


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "quickbooks.synced.mixin"]

    @api.depends("state", "move_type", "invoice_date", "is_move_sent")
    def _compute_qbo(self):
        super()._compute_qbo()
        connections_sudo = self.env["quickbooks.connection"].sudo()
        live = connections_sudo._live_by_company()
        connection_sudo = connections_sudo.browse(live.get(self.env.company.id))
        waiting = self.filtered(
            lambda move: (
                move.qbo_state in ("not_synced", "pending") and not move.qbo_message
            )
        )
        for move in waiting if connection_sudo else ():
            move.qbo_message = move._word_why_not_sent(connection_sudo)

    def _word_why_not_sent(self, connection_sudo):
        """Return why QuickBooks does not get this by itself, nothing when it does."""
        for entity in self.env["quickbooks.entity"]._all():
            if entity._odoo_model == self._name:
                why = entity._why_not_sent(self, connection_sudo)
                if why:
                    return words.sentence(self.env, why.cause, why.cause_args)
        return False

    def _quickbooks_mark_targets(self):
        # Entries have no counterpart; most moves of a busy database are entries.
        return self.filtered(lambda move: move.move_type != "entry")

    def _get_alerts(self):
        # EXTENDS account
        alerts = super()._get_alerts()
        if self.env.user.has_group("quickbooks_connector.quickbooks_group_user"):
            alert = self._get_quickbooks_alert()
            if alert:
                alerts["quickbooks"] = alert
        return alerts

    def _get_quickbooks_alert(self):
        """Return the bar that says why QuickBooks does not have this as it is here."""
        self.ensure_one()
        if self.qbo_state == "conflict":
            return {"level": "warning", "message": self.qbo_message}
        if self.qbo_state != "failed":
            return None
        return {
            "level": "danger",
            "message": self.qbo_message,
            "action_text": self.env._("Retry"),
            "action_call": (self._name, "action_quickbooks_sync", self.ids),
        }

    def action_quickbooks_log(self):
        """Open what was exchanged with QuickBooks about this document."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("QuickBooks log of %s", self.display_name),
            "res_model": "quickbooks.sync.log",
            "view_mode": "list,form",
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
        }


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._quickbooks_mark_documents()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self._quickbooks_mark_documents(vals)
        return result

    def unlink(self):
        self._quickbooks_mark_documents()
        return super().unlink()

    def _quickbooks_mark_documents(self, fnames=None):
        """Note that the posted documents of these lines changed.

        A draft is of no interest: it is noted itself when it is posted.

        :param fnames: names of what was written; ``None``: lines came or go
        """
        if self.env.context.get("quickbooks_no_mark"):
            return
        if not self.env["quickbooks.connection"]._live_by_company():
            return
        tracked = self.env["quickbooks.entity"]._get_tracked(self._name)
        if fnames is not None and tracked.isdisjoint(fnames):
            return
        posted = self.move_id.filtered(lambda move: move.state == "posted")
        targets = posted._quickbooks_mark_targets()
        if targets:
            mark(targets)
