"""Documents of QuickBooks that are dated where Odoo's books are locked."""

from datetime import timedelta

from odoo import fields, models
from odoo.tools import format_date

from . import notes
from .cause import EntityError


class QuickbooksEntityDocument(models.AbstractModel):
    _inherit = "quickbooks.entity.document"

    def _date_openly(self, move, connection):
        """Book a new ``move`` on the next open day, where people want that.

        The date of the document stays; what was in Odoo's books keeps its day, too.

        :return: whether ``move`` is in open books now
        """
        if move.posted_before or not self._dates_openly(connection):
            return False
        locked = self._get_locked(move)
        if locked:
            move.date = locked[-1][0] + timedelta(days=1)
            body = self.env._(
                "It is dated %(date)s, where Odoo's books are locked. So it is "
                "booked on %(day)s.",
                date=format_date(self.env, move.invoice_date),
                day=format_date(self.env, move.date),
            )
            notes.tell(move, body, connection)
        return True

    def _dates_openly(self, connection):
        """Tell whether what is dated in locked books is booked on an open day."""
        redated = self.env.context.get("quickbooks_redated")
        return redated or connection.sudo().closed_way == "next"

    def _check_lock_dates(self, move):
        """Raise where Odoo's books are locked: nothing is dated otherwise in silence.

        :raise EntityError: they are
        """
        locked = self._get_locked(move)
        if locked:
            day = locked[-1][0] + timedelta(days=1)
            raise EntityError(
                "lock_date",
                date=format_date(self.env, move.date),
                open_day=format_date(self.env, day),
            )

    @staticmethod
    def _get_locked(move):
        """Return the lock dates at or after the day of ``move``, the last one last."""
        return move._get_violated_lock_dates(move.date, move._affect_tax_report())

    def _locked_out(self, readings, connection):
        """Return those of ``readings`` that may be dated in locked books, as a set."""
        if not self._arrives_posted(connection) or self._dates_openly(connection):
            return set()
        sold = self._side == "sale"
        days = {reading.obj["TxnDate"] for reading in readings}
        locked = {
            day
            for day in days
            if connection.company_id._get_lock_date_violations(
                fields.Date.to_date(day), sale=sold, purchase=not sold
            )
        }
        return {reading for reading in readings if reading.obj["TxnDate"] in locked}
