"""What a worker does inside Odoo for the measurement of size."""

from contextlib import contextmanager

from odoo.tools import SQL

from .clocks import MOST_COUNTED, Clock
from .plans import read_plan

#: Rows that are due, held and old, however many there are beside them.
DUE, HELD, OLD = 60, 20, 1000

#: What a link of a document that was sent long ago holds, in bytes.
PAYLOAD = 600

#: Ids from here on belong to no record: nobody opens these.
NOWHERE = 10**8


class Grown:
    """Many links and lines of the log, and what is asked of them every day.

    Part of :class:`benchmarks.inside.Inside`, which connects.
    """

    def grow(self, bindings: int, lines: int) -> None:
        """Add links of documents that were sent, and lines of the log.

        :param bindings: how many there shall be
        :param lines: how many there shall be, spread over the days that are kept
        """
        connection = self.env["quickbooks.connection"].search([])
        values = {
            "connection": connection.id,
            "company": connection.company_id.id,
            "payload": "x" * PAYLOAD,
            "nowhere": NOWHERE,
        }
        self.cr.execute(
            SQL(
                """
                INSERT INTO quickbooks_binding (
                    connection_id, company_id, res_model, res_id, entity, facet, rank,
                    qbo_id, sync_token, state, step, is_due, change_seq, claimed_seq,
                    attempts, synced_payload, last_synced_at, create_uid, create_date)
                SELECT %(connection)s, %(company)s,
                       (ARRAY['account.move', 'account.payment', 'res.partner',
                              'product.product'])[n %% 4 + 1],
                       %(nowhere)s + n,
                       (ARRAY['Invoice', 'Payment', 'Customer', 'Item'])[n %% 4 + 1],
                       '', 40, (%(nowhere)s + n)::text, '0', 'synced', 'send', FALSE,
                       1, 1, 0, %(payload)s, now() - n * interval '1 second', 1,
                       now() - (%(count)s - n) * interval '30 seconds'
                  FROM generate_series(
                       (SELECT count(*) FROM quickbooks_binding) + 1, %(count)s) AS n
                """,
                count=bindings,
                **values,
            )
        )
        self.cr.execute(
            SQL(
                """
                INSERT INTO quickbooks_sync_log (
                    connection_id, company_id, date, direction, entity, operation,
                    res_model, res_id, record_name, qbo_id, result, summary,
                    duration_ms, create_uid, create_date)
                SELECT %(connection)s, %(company)s,
                       now() - (n %% 7500) * interval '17 minutes', 'out', 'Invoice',
                       'update', 'account.move', %(nowhere)s + n,
                       'INV/' || n, (%(nowhere)s + n)::text, 'done',
                       'INV/' || n || ' is in QuickBooks as it is here.', 200, 1, now()
                  FROM generate_series(
                       (SELECT count(*) FROM quickbooks_sync_log) + 1, %(count)s) AS n
                """,
                count=lines,
                **values,
            )
        )
        self.cr.commit()

    def stir(self) -> None:
        """Let some links be due, some be held, and some lines of the log be old."""
        self.cr.execute(
            SQL(
                """
                UPDATE quickbooks_binding SET state = 'pending', is_due = TRUE
                 WHERE id IN (SELECT id FROM quickbooks_binding
                               WHERE res_model = 'account.move' ORDER BY id LIMIT %s)
                """,
                DUE,
            )
        )
        self.cr.execute(
            SQL(
                """
                UPDATE quickbooks_binding SET state = 'failed', cause = 'invalid'
                 WHERE id IN (SELECT id FROM quickbooks_binding
                               WHERE res_model = 'account.move' AND NOT is_due
                               ORDER BY id LIMIT %s)
                """,
                HELD,
            )
        )
        self.cr.execute(
            SQL(
                """
                UPDATE quickbooks_sync_log SET date = now() - interval '1 year'
                 WHERE id IN (SELECT id FROM quickbooks_sync_log ORDER BY id LIMIT %s)
                """,
                OLD,
            )
        )
        self.cr.commit()

    def ask_size(self, question: str, repeat: int) -> dict:
        """Ask one of the everyday questions, each time as a new transaction does.

        :return: seconds of each time, SQL statements, and how PostgreSQL finds the rows
        """
        clock, took, statements = Clock(self.cr), [], 0
        work = getattr(self, f"_ask_{question}")
        for _number in range(repeat):
            self._forget()
            self._settle()
            began = clock.read()
            work()
            self.env.flush_all()
            since = clock.since(began)
            took.append(since["seconds"])
            statements = since["statements"]
        self._forget()
        with self._noting() as texts:
            work()
        self._forget()
        return {
            "seconds": took,
            "statements": statements,
            "plans": [read_plan(self.cr, text) for text in texts],
        }

    @contextmanager
    def _noting(self):
        """Give a list of the statements that are run meanwhile."""
        texts, execute = [], self.cr.execute

        def noting(*args, **kwargs):
            result = execute(*args, **kwargs)
            texts.append(self.cr._obj.query.decode())
            return result

        self.cr.execute = noting
        try:
            yield texts
        finally:
            del self.cr.execute

    # === EVERYDAY QUESTIONS === #

    def _worker(self):
        return self.env["quickbooks.connection"].search([]).sudo()._for_worker()

    def _ask_claim(self):
        """What one step of the push asks: what is due, how much, what comes later."""
        from odoo.addons.quickbooks_connector.sync.push import Push

        push = Push(self._worker())
        push._due("send", 30)
        push._count_due()
        push.connection._book_push()

    def _ask_wake(self):
        """Who waits for what QuickBooks has just accepted."""
        bindings = self._worker().env["quickbooks.binding"]
        bindings._search_waiting_for(bindings.search([("is_due", "=", True)], limit=30))

    def _ask_known(self):
        """Which of the objects of a poll Odoo knows, and in which version."""
        from odoo.addons.quickbooks_connector.sync.poll import Poll
        from odoo.addons.quickbooks_connector.sync.pull import Pull

        poll = Poll(Pull(self._worker()), None)
        poll._known_tokens("Invoice", [str(NOWHERE + n) for n in range(1000)])

    def _ask_ticks(self):
        """The ticks of one page of invoices."""
        moves = self.env["account.move"].search([], limit=80)
        moves.mapped("qbo_message")

    def _ask_failed(self):
        """The records that the filter "Failed" shows."""
        self.env["account.move"].search([("qbo_state", "=", "failed")], limit=80)

    def _ask_overview(self):
        self.env["quickbooks.connection"].get_overview()

    def _ask_log(self):
        """The first page of the log."""
        lines = self.env["quickbooks.sync.log"]
        self._read_page(lines, [])

    def _ask_log_of_record(self):
        """The log of one record."""
        lines = self.env["quickbooks.sync.log"]
        of_record = [("res_model", "=", "account.move"), ("res_id", "=", NOWHERE + 5)]
        self._read_page(lines, of_record)

    @staticmethod
    def _read_page(lines, domain):
        wanted = {"summary": {}, "kind": {}}
        lines.web_search_read(domain, wanted, limit=80, count_limit=MOST_COUNTED)

    def _ask_problems(self):
        connection = self._worker()
        connection.env["quickbooks.problem"]._refresh(connection)

    def _ask_clean_up(self):
        """Forget the lines of the log that are too old."""
        self.env["quickbooks.sync.log"].sudo()._gc_old_lines()
