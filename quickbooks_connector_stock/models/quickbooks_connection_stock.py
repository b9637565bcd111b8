from collections import defaultdict
from datetime import datetime, time

import pytz

from odoo import fields, models

from odoo.addons.quickbooks_connector.sync.mark import flush, mark

#: Movements that are sorted in one step of the push.
SORTED_AT_ONCE = 1000


class QuickbooksConnection(models.Model):
    """How counts, scrap and manufacturing reach what QuickBooks counts."""

    _inherit = "quickbooks.connection"

    inventory_start = fields.Date(
        "Counts Are Sent From",
        default=fields.Date.context_today,
        help="Counts, scrap and manufacturing from this day on are sent to QuickBooks. "
        "What was before is in the quantities that QuickBooks begins with.",
    )
    # On the day from which counts are sent. Empty: somebody chose that day, and it is
    # sent from its beginning.
    inventory_begun_at = fields.Datetime("Counted Since", copy=False, readonly=True)
    adjustment_grouping = fields.Selection(
        [("day", "One a day"), ("operation", "One for each operation")],
        "Stock Adjustments",
        required=True,
        default="day",
        help="How counts, scrap and manufacturing are put together in QuickBooks.",
    )
    adjustment_account_id = fields.Many2one(
        "quickbooks.reference",
        "Account for Stock Adjustments",
        check_company=True,
        domain="[('connection_id', '=', id), ('kind', '=', 'Account'),"
        " ('account_type', 'in', ('Cost of Goods Sold', 'Expense', 'Other Expense',"
        " 'Income', 'Other Income', 'Equity'))]",
        help="Where QuickBooks books the value of what was counted or scrapped, unless "
        "the account of Odoo's location is matched.",
    )

    def write(self, vals):
        if "inventory_start" in vals:
            return super().write({"inventory_begun_at": False} | vals)
        starting = self.filtered(lambda connection: connection._begins(vals))
        result = super().write(vals)
        now = fields.Datetime.now()
        for connection in starting:
            day = connection._get_day(now)
            connection.write({"inventory_start": day, "inventory_begun_at": now})
        return result

    def _begins(self, vals):
        """Tell whether ``vals`` let the sending of counts begin.

        What was counted before is in what QuickBooks begins with: nobody has seen it
        in a dry run.
        """
        counts = vals.get("inventory_owner") == "quickbooks"
        goes_live = vals.get("is_live") and not self.is_live
        return goes_live or (counts and self.inventory_owner != "quickbooks")

    def _choose_stock_accounts(self):
        super()._choose_stock_accounts()
        if not self.adjustment_account_id:
            self.adjustment_account_id = self.env["quickbooks.reference"].search(
                [
                    ("connection_id", "=", self.id),
                    ("kind", "=", "Account"),
                    ("account_type", "=", "Cost of Goods Sold"),
                    ("name", "ilike", "shrinkage"),
                ],
                limit=1,
            )

    # === DAYS === #

    def _get_timezone(self):
        """Return the time zone in which the company's days begin and end."""
        name = self.company_id.partner_id.tz or self.user_id.tz
        return pytz.timezone(name or "UTC")

    def _get_inventory_start(self):
        """Return when the first movement of which QuickBooks is told may be, in UTC."""
        day = max(filter(None, (self.inventory_start, self.start_date)))
        midnight = self._get_timezone().localize(datetime.combine(day, time.min))
        start = midnight.astimezone(pytz.utc).replace(tzinfo=None)
        return max(filter(None, (start, self.inventory_begun_at)))

    def _get_day(self, moment):
        """Return the company's day at ``moment``, a naive time in UTC."""
        return pytz.utc.localize(moment).astimezone(self._get_timezone()).date()

    # === SORTING === #

    def _wake_stock(self):
        """Let the push sort what moved, where QuickBooks counts."""
        self.filtered(lambda c: c.inventory_owner == "quickbooks")._wake_push()

    def _collect(self):
        return super()._collect() or self._collect_movements()

    def _collect_movements(self):
        """Put what no document tells QuickBooks of into adjustments.

        :return: how many movements were looked at
        """
        if self.inventory_owner != "quickbooks":
            return 0
        moves = self.env["stock.move"]._quickbooks_unsorted(self, SORTED_AT_ONCE)
        counted = self._filter_counted(moves.product_id)
        groups = defaultdict(moves.browse)
        for move in moves:
            if move.product_id in counted and not move._quickbooks_is_document():
                groups[self._adjustment_key(move)] += move
        adjustments = self._get_adjustments(groups)
        for key, grouped in groups.items():
            grouped.qbo_adjustment_id = adjustments[key]
        moves.qbo_is_sorted = True
        mark(self.env["quickbooks.stock.adjustment"].union(*adjustments.values()))
        flush(self.env)
        return len(moves)

    def _filter_counted(self, products):
        """Return those of ``products`` whose quantities QuickBooks keeps, or will."""
        items = self.env["quickbooks.entity.item"]
        return products.filtered(lambda product: items._is_counted(product, self))

    def _adjustment_key(self, move):
        """Return day, operation and account of the adjustment that ``move`` is in."""
        outside = move.location_id if move.is_in else move.location_dest_id
        by_day = self.adjustment_grouping == "day"
        operation = False if by_day else move.reference
        return self._get_day(move.date), operation, outside.valuation_account_id

    def _get_adjustments(self, keys):
        """Return ``{key: adjustment}``, making those that are missing."""
        adjustments = self.env["quickbooks.stock.adjustment"]
        there = adjustments.search(
            [
                ("connection_id", "=", self.id),
                ("date", "in", [day for day, _operation, _account in keys]),
            ]
        )
        found = {(one.date, one.operation, one.account_id): one for one in there}
        missing = [key for key in keys if key not in found]
        made = adjustments.create(
            [
                {
                    "connection_id": self.id,
                    "date": day,
                    "operation": operation,
                    "account_id": account.id,
                }
                for day, operation, account in missing
            ]
        )
        return found | dict(zip(missing, made, strict=True))
