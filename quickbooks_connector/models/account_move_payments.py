from odoo import models

from ..sync import words


class AccountMove(models.Model):
    """What a document says of its payments that QuickBooks refuses.

    Its bar says so, not its tick: lists of documents would read all their payments.
    """

    _inherit = "account.move"

    def _get_unsaid(self):
        """Return ``[(document, entry)]`` of what settles these without a payment.

        QuickBooks is told of payments and credits only.
        """
        unsaid = []
        for move in self:
            partly = move.amount_residual != move.amount_total
            if move.qbo_state != "synced" or not partly or not move.is_invoice():
                continue
            lines_sudo = move.sudo().line_ids
            others_sudo = lines_sudo.reconciled_lines_excluding_exchange_diff_ids
            entries_sudo = others_sudo.move_id.filtered(
                lambda other: other.move_type == "entry" and not other.origin_payment_id
            )
            # A payment without an entry has told of what the bank line settles now.
            if entries_sudo and not move.sudo().matched_payment_ids:
                unsaid.append((move, entries_sudo[0]))
        return unsaid

    def _get_held_payments(self):
        """Return ``{document: link of a payment}`` where only payments are held."""
        there = self.filtered(lambda move: move.qbo_state == "synced")
        payments = there.sudo().reconciled_payment_ids
        if not payments:
            return {}
        held_sudo = (
            self.env["quickbooks.binding"]
            .sudo()
            .search(
                [
                    ("res_model", "=", payments._name),
                    ("res_id", "in", payments.ids),
                    ("company_id", "=", self.env.company.id),
                    ("state", "in", ("failed", "conflict")),
                ]
            )
        )
        by_payment = {binding.res_id: binding for binding in held_sudo}
        found = {}
        for move in there if held_sudo else ():
            for payment in move.sudo().reconciled_payment_ids:
                if payment.id in by_payment:
                    found[move] = by_payment[payment.id]
        return found

    def _get_quickbooks_alert(self):
        alert = super()._get_quickbooks_alert()
        if alert:
            return alert
        binding = self._get_held_payments().get(self)
        if not binding:
            return self._get_unsaid_alert()
        args = {"record": self.display_name, "reason": binding.message}
        return {
            "level": "warning",
            "message": words.sentence(
                self.env, "payments_not_updated", args, advice=False
            ),
            "action_text": self.env._("Show payment"),
            "action": binding._get_record().sudo(False)._get_records_action(),
        }

    def _get_unsaid_alert(self):
        for move, entry in self._get_unsaid():
            args = {"record": move.display_name, "entry": entry.display_name}
            message = words.sentence(self.env, "settled_by_entry", args)
            return {"level": "warning", "message": message}
        return None
