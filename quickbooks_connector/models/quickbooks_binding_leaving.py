from odoo import models


class QuickbooksBinding(models.Model):
    """How the counterparts of records go."""

    _inherit = "quickbooks.binding"

    def _forget_counterpart(self):
        """Note that QuickBooks has nothing of these records any more.

        They may be sent again, as something new.
        """
        for binding in self:
            record = binding._get_record()
            entity = binding._get_entity()
            binding.write(
                {
                    "qbo_id": False,
                    "sync_token": False,
                    "doc_number": False,
                    "synced_payload": False,
                    "qbo_lines": False,
                    "state": "not_synced",
                    "is_due": False,
                    "step": "expand",
                    "attempts": 0,
                    "next_try": False,
                    "cause": False,
                    "cause_args": False,
                    "rank": entity._get_rank(record) if record else entity._rank,
                }
            )
            if record:
                entity._forget(record)
