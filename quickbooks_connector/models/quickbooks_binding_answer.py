from odoo import models


class QuickbooksBinding(models.Model):
    """What follows here from a change there, as far as the link is concerned."""

    _inherit = "quickbooks.binding"

    def _say_again(self):
        """Let the push say anew what the record is: it was changed in QuickBooks."""
        self.write(
            {
                "state": "modified",
                "is_due": True,
                "step": "expand",
                "attempts": 0,
                "next_try": False,
                "cause": False,
                "cause_args": False,
            }
        )
        self.connection_id._wake_push()
