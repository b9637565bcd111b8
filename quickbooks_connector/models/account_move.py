from odoo import api, models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "quickbooks.synced.mixin"]

    @api.depends("state", "move_type", "invoice_date", "is_move_sent")
    def _compute_qbo_message(self):
        super()._compute_qbo_message()
        self._word_what_waits()

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
            return {
                "level": "warning",
                "message": self.qbo_message,
                "action_text": self.env._("Compare both"),
                "action": self.action_quickbooks_compare(),
            }
        if self.qbo_state != "failed":
            return None
        alert = {"level": "danger", "message": self.qbo_message}
        if self.qbo_may_retry:
            alert["action_text"] = self.env._("Retry")
            alert["action_call"] = (self._name, "action_quickbooks_sync", self.ids)
        elif self.qbo_mend_label:
            alert["action_text"] = self.qbo_mend_label
            alert["action_call"] = (self._name, "action_quickbooks_mend", self.ids)
        return alert


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "quickbooks.synced.line.mixin"]

    _quickbooks_document_field = "move_id"

    def _quickbooks_documents(self):
        # A draft is of no interest: it is noted itself when it is posted.
        documents = super()._quickbooks_documents()
        return documents.filtered(lambda move: move.state == "posted")
