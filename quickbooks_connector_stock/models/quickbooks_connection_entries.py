from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class QuickbooksConnection(models.Model):
    """Whether, and when, the value of a stock that Odoo counts goes to QuickBooks."""

    _inherit = "quickbooks.connection"

    stock_entries = fields.Boolean(
        "Send the Value of the Stock",
        help="On: what Odoo books of the stock (cost of sales, scraps, counts, "
        "productions, landed costs, closings) is one journal entry in QuickBooks for "
        "each day and pair of accounts. Off: QuickBooks knows no cost of what is sold.",
    )
    stock_entries_through = fields.Date(
        "Stock Sent Through",
        copy=False,
        readonly=True,
        help="The last day whose stock values have been summed up.",
    )
    stock_entries_wanted = fields.Boolean(
        copy=False, help="Somebody wants the present day too, without waiting."
    )

    def write(self, vals):
        turned_on = vals.get("stock_entries") and self.filtered(
            lambda connection: not connection.stock_entries
        )
        result = super().write(vals)
        if turned_on:
            turned_on.stock_entries_through = False
        if turned_on or vals.get("stock_entries_wanted"):
            self._wake_work()
        return result

    def _wake_work(self):
        for connection in self.sudo().filtered("work_cron_id"):
            connection.work_cron_id._trigger()

    def _sends_stock_entries(self):
        """Tell whether QuickBooks gets the values of the stock from here."""
        self.ensure_one()
        return self.stock_entries and self.inventory_owner == "odoo"

    def _cron_work(self):
        """EXTENDS: sum up the stock of the days that are over, once a day."""
        super()._cron_work()
        self._for_worker()._sum_stock()

    def _sum_stock(self):
        """Bring the rows of the stock's value up to date, where it is time to.

        A day is taken once it is over, so that it is one entry which seldom changes;
        the present one is taken when somebody asks for it.
        """
        self.ensure_one()
        if not self.is_live or not self._sends_stock_entries():
            return
        today = fields.Date.context_today(self.with_context(tz=self.user_id.tz))
        through = today if self.stock_entries_wanted else today - timedelta(days=1)
        done = self.stock_entries_through
        if done and done >= through and not self.stock_entries_wanted:
            return
        self.env["quickbooks.stock.entry"]._bring_up_to_date(self, through)
        self.write(
            {
                "stock_entries_through": today - timedelta(days=1),
                "stock_entries_wanted": False,
            }
        )

    def action_sum_stock(self):
        """Sum up the stock of all days, the present one included, in the background.

        :raise UserError: the settings do not send it
        """
        self._check_manager()
        if not self or not all(one._sends_stock_entries() for one in self):
            raise UserError(
                self.env._(
                    "Turn on in the settings that the value of the stock is sent."
                )
            )
        self.sudo().stock_entries_wanted = True
        return self._notify(
            self.env._("The value of the stock is being summed up, today's included.")
        )
