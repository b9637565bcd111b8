from odoo import models


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = ["account.payment", "quickbooks.synced.mixin"]

    def _quickbooks_mark_targets(self):
        # Payments only come from QuickBooks so far.
        return self.browse()

    def _synchronize_to_moves(self, changed_fields):
        """Merge the parts of a draft entry before Odoo rewrites it.

        A payment taken over from QuickBooks has one line per document it pays; Odoo
        rewrites entries of one line only, and an edited amount fits no split anyway.
        """
        trigger = self._get_trigger_fields_to_synchronize()
        if not changed_fields.isdisjoint(trigger):
            for payment in self.filtered(lambda p: p.move_id.state == "draft"):
                _liquidity, counterparts, _other = payment._seek_for_lines()
                payment._merge_counterparts(counterparts)
        return super()._synchronize_to_moves(changed_fields)

    def _merge_counterparts(self, lines):
        """Make one line of the receivable or payable ``lines`` of a draft entry."""
        if len(lines) < 2:
            return
        self.move_id.with_context(skip_invoice_sync=True).write(
            {
                "line_ids": [
                    *((2, line.id) for line in lines[1:]),
                    (
                        1,
                        lines[0].id,
                        {
                            "amount_currency": sum(lines.mapped("amount_currency")),
                            "balance": sum(lines.mapped("balance")),
                        },
                    ),
                ]
            }
        )
