"""Documents that are voided or deleted in QuickBooks are cancelled here."""

from odoo import Command, models


class QuickbooksEntityDocument(models.AbstractModel):
    """Nothing is deleted in Odoo: who sends a cancelled document again makes it active
    there, or a new one where QuickBooks has none any more.
    """

    _inherit = "quickbooks.entity.document"

    def _follow_void(self, record, binding, mine):
        """Cancel ``record``, which was voided in QuickBooks.

        :raise EntityError: it was edited here since, or Odoo does not let it be done
        """
        if record.state != "cancel" and not self._kept_here({"state"} if mine else {}):
            self._cancel(record, self.env._("It was voided in QuickBooks."))
        # What QuickBooks holds after a void is nothing that was said.
        binding.synced_payload = False
        return record

    def _import_deleted(self, binding, connection):
        record = binding._get_record()
        if self._get_direction(connection) == "out":
            return super()._import_deleted(binding, connection)
        if record and record.state != "cancel":
            side = self._side_of("state")
            if not side and self._changed_here(record, binding, connection):
                return super()._import_deleted(binding, connection)
            if side == "odoo":
                binding._forget_counterpart()
                return binding.write({"state": "pending", "is_due": True})
            self._cancel(record, self.env._("It was deleted in QuickBooks."))
        binding.write(
            {
                "qbo_id": False,
                "sync_token": False,
                "synced_payload": False,
                "synced_object": False,
                "is_born_there": False,
                "state": "not_synced",
                "is_due": False,
                "cause": "cancelled_with",
                "cause_args": {"record": record.display_name or ""},
            }
        )

    def _cancel(self, record, why):
        """Cancel ``record``; what was paid of it is open again."""
        record = record.with_context(quickbooks_no_mark=True)
        self._open(record)
        # Payments that wait for the bank are named, not reconciled.
        record.matched_payment_ids.write({"invoice_ids": [Command.unlink(record.id)]})
        record.button_cancel()
        record._message_log(body=why)
