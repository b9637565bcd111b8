from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..const import ASLEEP, LISTS_PERIOD
from ..entities import answers, notes
from ..sync import policy
from ..sync.lists import Lists
from ..sync.pull import Pull
from ..sync.push import Push

#: What stands in a connection that waits for nothing.
NO_WAIT = {
    "attempts": 0,
    "wait_until": False,
    "wait_cause": False,
    "silent_since": False,
}
_NO = timedelta()


class QuickbooksConnection(models.Model):
    """When a connection works: its crons, what makes them wait, what wakes them."""

    _inherit = "quickbooks.connection"

    def _create_crons(self):
        """Give each connection crons of its own, run as OdooBot.

        Long work has one to itself, so that no document waits behind it.
        """
        crons_sudo = self.env["ir.cron"].sudo()
        for connection in self.sudo():
            minutes = connection.poll_minutes
            vals_list = [
                connection._prepare_cron_vals("send", "_cron_push", ASLEEP),
                connection._prepare_cron_vals("read", "_cron_pull", minutes),
                connection._prepare_cron_vals("long work", "_cron_work", ASLEEP),
            ]
            push, pull, work = crons_sudo.create(vals_list)
            connection.push_cron_id = push
            connection.pull_cron_id = pull
            connection.work_cron_id = work

    def _get_crons(self):
        return self.push_cron_id + self.pull_cron_id + self.work_cron_id

    def _prepare_cron_vals(self, verb, method, minutes):
        self.ensure_one()
        return {
            "name": f"QuickBooks: {verb} ({self.company_id.name})",
            "model_id": self.env["ir.model"]._get_id(self._name),
            "state": "code",
            "code": f"model.browse({self.id}).{method}()",
            "user_id": self.env.ref("base.user_root").id,
            "interval_number": minutes,
            "interval_type": "minutes",
            "active": True,
        }

    # === CRONS === #

    def _cron_push(self):
        """Send what is due; see ``sync/push.py``."""
        connection = self._for_worker()
        if connection.is_live and connection._may_exchange():
            Push(connection).run()
        else:
            connection._book_push()

    def _cron_pull(self):
        """Read and apply what changed; see ``sync/pull.py``."""
        connection = self._for_worker()
        if connection._may_exchange():
            Pull(connection).run()

    def _cron_work(self):
        """Go on with long work; see ``quickbooks.run``."""
        connection = self._for_worker()
        connection.env["quickbooks.run"]._work(connection)

    def _for_worker(self):
        """Return this connection as its crons see it: OdooBot in the right company."""
        self.ensure_one()
        return (
            self.sudo()
            .with_company(self.company_id)
            .with_context(
                quickbooks_no_mark=True, lang=self.user_id.lang or self.env.lang
            )
        )

    def _remembering(self):
        """Return this connection for a step of the work, in which lists are asked once.

        What they answered is forgotten with the next step.
        """
        return answers.remembering(self)

    def _noting(self):
        """Return this connection for work on many records, and what it tells of them.

        The lines of the chatter are written when that is published.
        """
        kept = notes.Notes()
        return notes.gathering(self, kept), kept

    # === WHEN IT WORKS === #

    @api.model
    @tools.ormcache()
    def _live_ids(self):
        """Return ``((company id, connection id), …)`` whose changes are noted.

        A connection that is paused, disconnected or waits for a sign-in notes them
        too: work waits, nothing is lost.
        """
        live = [("is_live", "=", True)]
        connections = self.sudo().search_fetch(live, ["company_id"])
        return tuple((c.company_id.id, c.id) for c in connections)

    @api.model
    def _live_by_company(self):
        """Return ``{company id: connection id}`` of the connections that note changes.

        Costs nothing where it is asked at every save: the answer is cached.
        """
        return dict(self._live_ids())

    @api.model
    @tools.ormcache()
    def _is_any(self):
        """Tell whether there is a connection in whatever state, so maybe with links."""
        connections_sudo = self.sudo().with_context(active_test=False)
        return bool(connections_sudo.search_count([], limit=1))

    def _may_exchange(self):
        """Tell whether QuickBooks may be asked now."""
        self.ensure_one()
        waits = self.wait_until and self.wait_until > fields.Datetime.now()
        return self.state == "connected" and not waits

    def _poll_due(self):
        """Tell whether it is time to ask QuickBooks for all that changed.

        A webhook wakes the pull too, and needs no such question. Half a minute is
        given away, so that a cron that comes a moment early does not miss its turn.
        """
        self.ensure_one()
        wait = timedelta(minutes=self._get_poll_minutes(), seconds=-30)
        return not self.polled_at or self.polled_at + wait <= fields.Datetime.now()

    def _hold(self, decision):
        """Make the whole connection wait, as ``decision`` says.

        :param decision: a ``sync.policy.Decision`` about the connection
        """
        self.ensure_one()
        if decision.reauthorise:
            self._require_sign_in(decision.cause, decision.args)
            return
        delay = decision.delay or timedelta(minutes=1)
        now = fields.Datetime.now()
        self.write(
            {
                "wait_until": now + delay,
                "wait_cause": decision.cause,
                "attempts": self.attempts + bool(decision.counted),
                "silent_since": decision.cause in policy.SILENT
                and (self.silent_since or now),
            }
        )

    def _hold_for(self, decisions):
        """Make the connection wait if any of ``decisions`` about it says so.

        Once, however many rows of a call they are for: the wait grows with the calls
        that failed.
        """
        found = [one for one in decisions if one and one.connection]
        if found:
            self._hold(max(found, key=lambda one: (one.reauthorise, one.delay or _NO)))

    def _answered(self):
        """Forget earlier silence: QuickBooks has just answered."""
        if self.attempts or self.wait_until:
            self.write(NO_WAIT)

    # === WAKING THE CRONS === #

    def _wake_push(self):
        """Let the push of these connections run after the commit.

        Somebody waits for it: one statement does what ``_trigger`` does by three. None
        is spared where one was woken already, who may have looked before this commit.
        """
        self.flush_model(["state", "is_live", "push_cron_id"])
        crons = self.env["ir.cron"]
        crons.flush_model(["active"])
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO ir_cron_trigger (
                    cron_id, call_at, create_uid, create_date, write_uid, write_date)
                SELECT cron.id, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM quickbooks_connection AS connection
                  JOIN ir_cron AS cron ON cron.id = connection.push_cron_id
                 WHERE connection.id = ANY(%(ids)s) AND cron.active
                   AND connection.state = 'connected' AND connection.is_live
                """,
                now=fields.Datetime.now(),
                uid=self.env.uid,
                ids=self.ids,
            )
        )
        if self.env.cr.rowcount:
            self.env.cr.postcommit.add(crons._notifydb)

    def _wake(self, at=None):
        """Let all crons run, now or ``at`` a time."""
        for connection in self.sudo():
            for cron in connection._get_crons():
                cron._trigger(at=at)

    def _collect(self):
        """Note what is to be sent that no edit of a record says; a step of the push.

        For add-ons whose records are put together, like the movements of a day.

        :return: how many records were looked at; 0 once there are no more
        """
        return 0

    def _book_push(self):
        """Come back for what waits for its next try."""
        self.ensure_one()
        if self.state != "connected" or not self.is_live:
            return
        waiting = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", self.id),
                ("next_try", "!=", False),
                "|",
                ("is_due", "=", True),
                ("request_id", "!=", False),
            ],
            order="next_try",
            limit=1,
        )
        times = [at for at in (waiting.next_try, self.wait_until) if at]
        if times:
            self.push_cron_id._trigger(at=max(times))

    def _replay(self, causes):
        """Send again what was held for one of ``causes``, now that it is mended.

        :param causes: codes of ``sync/words/``
        """
        self.ensure_one()
        held = (
            self.env["quickbooks.binding"]
            .sudo()
            .search([("connection_id", "=", self.id), ("cause", "in", list(causes))])
        )
        held.write(
            {
                "state": "pending",
                "step": "expand",
                "is_due": True,
                "attempts": 0,
                "next_try": False,
            }
        )
        inbound = (
            self.env["quickbooks.inbound"]
            .sudo()
            .search([("connection_id", "=", self.id), ("cause", "in", list(causes))])
        )
        inbound.write({"state": "pending", "attempts": 0, "next_try": False})
        self._wake()

    # === LISTS === #

    def _lists_due(self):
        """Tell whether the lists that QuickBooks does not announce are to be read."""
        limit = fields.Datetime.now() - LISTS_PERIOD
        unread = not (self.lists_read_at and self.lists_cursor)
        return unread or self.lists_read_at < limit

    def _read_lists(self):
        """Mirror the company, its preferences and its lists, at once."""
        self.ensure_one()
        for _place in Lists(self).steps(everything=True):
            continue

    def action_read_lists(self):
        """Read the lists anew, in the background; see ``quickbooks.run``."""
        self._check_manager()
        for connection in self:
            self.env["quickbooks.run"]._start(connection, "lists")
        return self._notify(self.env._("The lists of QuickBooks are being read."))
