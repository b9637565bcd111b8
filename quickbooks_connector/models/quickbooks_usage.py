from odoo import api, fields, models
from odoo.tools import SQL

#: Days that are kept: what this month and the last have used.
KEPT_DAYS = 70


class QuickbooksUsage(models.Model):
    """What was asked of one QuickBooks company on one day.

    Intuit counts reads against a monthly budget of the app (Partner Program, 2025-07:
    500,000 in its free tier, then refused until the next month); writes are free.
    """

    _name = "quickbooks.usage"
    _description = "QuickBooks Usage"
    _order = "day"
    _rec_name = "realm_id"

    realm_id = fields.Char("Company ID", required=True)
    day = fields.Date(required=True)
    requests = fields.Integer(default=0)
    batches = fields.Integer(default=0, help="Requests of up to 30 operations each.")
    reads = fields.Integer(default=0, help="Metered reads, as Intuit counts them.")
    throttled = fields.Integer(default=0, help="Requests refused as too many.")

    _day_uniq = models.Constraint(
        "UNIQUE(realm_id, day)", "This company has a row for this day."
    )

    @api.model
    def _count(self, realm_id, exchange):
        """Count one exchange; the caller keeps other workers out.

        Intuit counts calls: what asks for the changes of twenty kinds is one. Whether a
        batch of queries counts as one read or as many is not documented: the larger
        number is safe.

        :param exchange: an ``api.Exchange``
        """
        reads = exchange.metered and exchange.count
        batch = exchange.operation == "batch"
        throttled = exchange.error_kind == "throttled"
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO quickbooks_usage AS usage (
                    realm_id, day, requests, batches, reads, throttled)
                VALUES (%s, now() AT TIME ZONE 'UTC', 1, %s, %s, %s)
                ON CONFLICT (realm_id, day) DO UPDATE
                   SET requests = usage.requests + 1,
                       batches = usage.batches + EXCLUDED.batches,
                       reads = usage.reads + EXCLUDED.reads,
                       throttled = usage.throttled + EXCLUDED.throttled
                """,
                realm_id,
                int(batch),
                int(reads),
                int(throttled),
            )
        )

    @api.model
    def _of_month(self, realm_id):
        """Return ``{"requests", "batches", "reads", "throttled"}`` of this month."""
        names = ["requests", "batches", "reads", "throttled"]
        start = fields.Date.today().replace(day=1)
        [totals] = self._read_group(
            [("realm_id", "=", realm_id), ("day", ">=", start)],
            aggregates=[f"{name}:sum" for name in names],
        )
        return dict(zip(names, (total or 0 for total in totals), strict=True))

    @api.autovacuum
    def _gc_old(self):
        limit = fields.Date.subtract(fields.Date.today(), days=KEPT_DAYS)
        self.search([("day", "<", limit)]).unlink()
