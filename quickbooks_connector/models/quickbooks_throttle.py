import time

from odoo import SUPERUSER_ID, api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from ..api import Limits, QboThrottledError, QboUnavailableError, reserve

#: Longest sleep, in seconds; who would have to wait longer comes back later.
LONGEST_SLEEP = 10.0

#: Times that a reservation is tried again when other workers were faster.
TRIES = 200


class QuickbooksThrottle(models.Model):
    """When the requests to one QuickBooks company started, and will start.

    All workers who share a company reserve their turns here, so that together they
    keep QuickBooks' limits.
    """

    _name = "quickbooks.throttle"
    _description = "QuickBooks Request Times"
    _rec_name = "realm_id"

    realm_id = fields.Char("Company ID", required=True)
    history = fields.Json(
        help="Start times, by the database's clock, and whether each is a batch."
    )
    blocked_until = fields.Float(
        help="QuickBooks refused a request: none starts before, by the same clock."
    )

    _realm_uniq = models.Constraint("UNIQUE(realm_id)", "This company has its row.")

    @api.model
    def _lock(self, realm_id):
        """Return the locked row of ``realm_id`` and the database's time, in seconds.

        Waits for other workers. Who waited has an outdated view of the row, which
        PostgreSQL reports as a serialization failure: try again.
        """
        select = SQL(
            "SELECT id FROM quickbooks_throttle WHERE realm_id = %s FOR NO KEY UPDATE",
            realm_id,
        )
        self.env.cr.execute(select, log_exceptions=False)
        found = self.env.cr.fetchone()
        if not found:
            insert = SQL(
                "INSERT INTO quickbooks_throttle (realm_id, blocked_until)"
                " VALUES (%s, 0) ON CONFLICT DO NOTHING RETURNING id",
                realm_id,
            )
            self.env.cr.execute(insert, log_exceptions=False)
            found = self.env.cr.fetchone()
        self.env.cr.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
        return self.browse(found), self.env.cr.fetchone()[0]


class DatabaseLimiter:
    """The limiter of the transport, shared by all workers through the database.

    It uses cursors of its own only, and none while it sleeps: the engine may not touch
    its own transaction while it waits for QuickBooks.

    :param registry: of the database
    :param realm_id: the QuickBooks company
    """

    def __init__(self, registry, realm_id, limits=None, sleep=time.sleep):
        self._registry = registry
        self._realm_id = realm_id
        self._limits = limits or Limits()
        self._sleep = sleep

    def acquire(self, is_batch):
        """Return when the next request may start.

        :raise QboThrottledError: that would take longer than :data:`LONGEST_SLEEP`
        """
        start, wait = self._transact(self._reserve, is_batch)
        while wait > 0:
            self._sleep(wait)
            start, wait = self._transact(self._look_again, start, is_batch)

    def note(self, exchange):
        """Count an ``api.Exchange`` in the meter of the company."""
        self._transact(self._count, exchange)

    def penalise(self, seconds):
        """Let no worker start a request for so long."""
        self._transact(self._block, seconds)

    def _reserve(self, row, now, is_batch):
        earliest = max(now, row.blocked_until or 0.0)
        start, history = reserve(row.history or (), earliest, self._limits, is_batch)
        wait = start - now
        if wait > LONGEST_SLEEP:
            raise QboThrottledError(
                "The turn of this request is too far away", retry_after=wait
            )
        row.history = [[slot.start, slot.is_batch] for slot in history]
        return start, wait

    def _look_again(self, row, now, start, is_batch):
        """Queue again behind a penalty that was given while this request slept."""
        if (row.blocked_until or 0.0) > start:
            return self._reserve(row, now, is_batch)
        return start, start - now

    def _block(self, row, now, seconds):
        row.blocked_until = max(row.blocked_until or 0.0, now + seconds)

    def _count(self, row, _now, exchange):
        row.env["quickbooks.usage"]._count(row.realm_id, exchange)

    def _transact(self, work, *args):
        """Do ``work`` on the locked row in a transaction of its own."""
        for _attempt in range(TRIES):
            try:
                with self._registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    row, now = env["quickbooks.throttle"]._lock(self._realm_id)
                    if row:
                        return work(row, now, *args)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                continue
        raise QboUnavailableError("Too many workers ask for a turn at once")
