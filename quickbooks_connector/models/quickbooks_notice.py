import threading
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.constants import GC_UNLINK_LIMIT

#: A pull that was woken longer ago than this may not come any more.
WOKEN = timedelta(seconds=30)

#: Bodies that are sorted in one transaction; the largest has some thousand changes.
AT_ONCE = 100

#: Days after which a notice is forgotten that no pull has sorted, for example because
#: the sign-in has ended: what it told of is found from the cursor of the polls on.
KEPT_DAYS = 7

#: Seconds in which a worker notes one refused notice of a company, and no second one.
REFUSED_EVERY = 600

#: Stands for the operation where a notice for the company was refused.
REFUSED = "refused"


class Refusals:
    """What keeps strangers who post nonsense from making us write or log.

    Anybody may post to a webhook. Whatever they post, each worker notes and logs one
    refusal a company and :data:`REFUSED_EVERY`; the others cost no write at all.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._noted = {}

    def is_due(self, *key):
        """Tell whether a refusal of ``key`` is to be noted, and count it as noted."""
        now = time.monotonic()
        with self._lock:
            noted = self._noted.get(key)
            if noted is not None and now - noted < REFUSED_EVERY:
                return False
            self._noted[key] = now
            return True

    def forget(self):
        """Note the next refusal whenever it comes."""
        with self._lock:
            self._noted.clear()


#: Of this worker. Keys are ours alone (database, connection), so it does not grow.
REFUSALS = Refusals()


class QuickbooksNotice(models.Model):
    """What a webhook has told and no pull has sorted yet.

    QuickBooks waits for the answer, so a notice is one row that nothing else touches:
    it can neither wait for a pull that works on the same objects nor fail because of
    one. The pull sorts it into the inbox, so that a change told while its object is
    being applied is read once more.
    """

    _name = "quickbooks.notice"
    _description = "Notice of QuickBooks"
    _order = "id"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    changes = fields.Json(
        required=True,
        help="Entity, QuickBooks id, operation, and after a merge the id that is gone.",
    )

    @api.model
    def _is_pull_woken(self, connection):
        """Tell whether an earlier notice has woken a pull that has not begun yet."""
        since = fields.Datetime.now() - WOKEN
        waiting = [("connection_id", "=", connection.id), ("create_date", ">=", since)]
        return bool(self.search_count(waiting, limit=1))

    @api.model
    def _take_next(self, connection):
        """Return the changes of the next notices of ``connection``, which are deleted.

        :return: list of ``(entity, QuickBooks id, operation, id that is gone or None)``
        """
        notices = self.search([("connection_id", "=", connection.id)], limit=AT_ONCE)
        changes = [tuple(change) for notice in notices for change in notice.changes]
        notices.unlink()
        return changes

    @api.autovacuum
    def _gc_old(self):
        """Forget what no pull has sorted in time."""
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        notices = self.search([("create_date", "<", limit)], limit=GC_UNLINK_LIMIT)
        notices.unlink()
        return len(notices), len(notices) == GC_UNLINK_LIMIT
