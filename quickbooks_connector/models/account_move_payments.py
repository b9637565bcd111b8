from odoo import models

from ..sync import words


class AccountMove(models.Model):
    """What a document says of its payments that QuickBooks refuses.

    Its bar says so, not its tick: lists of documents would read all their payments.
    """

    _inherit = "account.move"

    def _get_unsaid(self):
        """Return ``[(document, entry)]`` of what settles these without a payment.

        QuickBooks is told of payments and credits, and of entries of one contact.
        """
        unsaid = []
        for move in self:
            partly = move.amount_residual != move.amount_total
            if move.qbo_state != "synced" or not partly or not move.is_invoice():
                continue
            lines_sudo = move.sudo().line_ids
            others_sudo = lines_sudo.reconciled_lines_excluding_exchange_diff_ids
            entries_sudo = others_sudo.move_id._get_settling_entries().filtered(
                lambda other: all(
                    binding.state == "skipped" for binding in other.qbo_binding_ids
                )
            )
            # A payment without an entry has told of what the bank line settles now.
            if entries_sudo and not move.sudo().matched_payment_ids:
                unsaid.append((move, entries_sudo[0]))
        return unsaid

    def _get_held_payments(self):
        """Return ``{document: link of a payment}`` where only payments are held.

        Entries that settle documents are meant too.
        """
        there = self.filtered(lambda move: move.qbo_state == "synced")
        settling = {move: move._get_settling_sudo() for move in there}
        found = {}
        for move, records_sudo in settling.items():
            for record_sudo in records_sudo:
                held_sudo = record_sudo.qbo_binding_ids.filtered(
                    lambda binding: (
                        binding.company_id == self.env.company
                        and binding.state in ("failed", "conflict")
                    )
                )
                if held_sudo:
                    found[move] = held_sudo[0]
        return found

    def _get_settling_sudo(self):
        """Return the payments, then the entries, that settle this document; sudoed."""
        self.ensure_one()
        move_sudo = self.sudo()
        others_sudo = move_sudo.line_ids.reconciled_lines_excluding_exchange_diff_ids
        entries_sudo = others_sudo.move_id._get_settling_entries()
        return [*move_sudo.reconciled_payment_ids, *entries_sudo]

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
