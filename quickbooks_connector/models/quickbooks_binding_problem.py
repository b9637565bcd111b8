from odoo import fields, models


class QuickbooksBinding(models.Model):
    """What the To do list asks of links, and does with them."""

    _inherit = "quickbooks.binding"

    edited_at = fields.Datetime(
        help="Of the first edit since both sides agreed; empty: none yet."
    )

    def action_open_record(self):
        """Open the record of this link."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def _retry(self):
        """Send these with the next run, whatever held them; conflicts are decided.

        A request that is under way is answered first.
        """
        rows = self.filtered(
            lambda row: row.state in ("failed", "skipped") and not row.request_id
        )
        for there, links in rows.grouped(lambda row: bool(row.qbo_id)).items():
            links.write(
                {
                    "state": "modified" if there else "pending",
                    "step": "expand",
                    "is_due": True,
                    "attempts": 0,
                    "next_try": False,
                }
            )

    def _get_skippable(self):
        """Return those that can be left out without keeping others back.

        A contact or product is left out only where no document is held with it: all
        its later documents would wait for it.
        """
        documents = self.filtered(
            lambda row: (
                (entity := row._get_entity()) is not None
                and entity._area not in ("contacts", "products")
            )
        )
        return documents or self
