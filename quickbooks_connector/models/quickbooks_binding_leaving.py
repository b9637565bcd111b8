from odoo import fields, models


class QuickbooksBinding(models.Model):
    """How the counterparts of records go."""

    _inherit = "quickbooks.binding"

    is_withdrawn = fields.Boolean(
        help="Somebody has decided that QuickBooks is to delete it, and Odoo to keep "
        "the record."
    )

    def _withdraw(self):
        """Let QuickBooks delete what it has of these records, which stay in Odoo.

        They are left out afterwards, until somebody syncs them by hand.
        """
        for binding in self:
            binding.write(
                {
                    "is_withdrawn": True,
                    "state": "modified",
                    "is_due": True,
                    "step": "expand",
                    "attempts": 0,
                    "next_try": False,
                    "cause": False,
                    "cause_args": False,
                    # An answer under way does not end it.
                    "change_seq": binding.change_seq + 1,
                }
            )
        self.connection_id._wake_push()

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
                    "is_withdrawn": False,
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
