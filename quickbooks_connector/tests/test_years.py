"""Years of links and lines of the log slow down nothing that is asked every day."""

from odoo.tests import tagged
from odoo.tools import SQL

from .common import QuickbooksCase

#: So many that PostgreSQL would rather use an index.
MANY = 5000


@tagged("post_install", "-at_install")
class TestYears(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        numbers = SQL("FROM generate_series(1, %s) AS n", MANY)
        connection, company = cls.connection.id, cls.connection.company_id.id
        cls.cr.execute(
            SQL(
                """
                INSERT INTO quickbooks_binding (
                    connection_id, company_id, res_model, res_id, entity, facet, rank,
                    qbo_id, state, step, is_due, files_due, change_seq)
                SELECT %s, %s, 'account.move', 10^8 + n, 'Invoice', '', 40,
                       'years-' || n, 'synced', 'send', FALSE, FALSE, 1 %s
                """,
                connection,
                company,
                numbers,
            )
        )
        cls.cr.execute(
            SQL(
                """
                INSERT INTO quickbooks_sync_log (
                    connection_id, company_id, date, direction, result, res_model,
                    res_id)
                SELECT %s, %s, now() - n * interval '1 hour', 'out', 'done',
                       'account.move', 10^8 + n %s
                """,
                connection,
                company,
                numbers,
            )
        )
        cls.cr.execute("ANALYZE quickbooks_binding")
        cls.cr.execute("ANALYZE quickbooks_sync_log")

    def _plan(self, model, domain, **options):
        query = self.env[model].sudo()._search(domain, **options)
        self.env.cr.execute(SQL("EXPLAIN %s", query.select()))
        return "\n".join(line for (line,) in self.env.cr.fetchall())

    def test_what_is_due_is_found_without_the_links_that_are_not(self):
        due = self.binding_model()._domain_due(self.connection)
        plan = self._plan("quickbooks.binding", due)
        self.assertIn("quickbooks_binding_due_idx", plan)
        plan = self._plan("quickbooks.binding", [*due, ("step", "=", "send")], limit=30)
        self.assertIn("quickbooks_binding_due_idx", plan)

    def test_what_is_under_way_or_comes_later_is_found_without_the_others(self):
        mine = ("connection_id", "=", self.connection.id)
        for extra, index in (
            (self.binding_model()._domain_unanswered(self.connection), "claimed"),
            ([("next_try", "!=", False)], "later"),
            ([("files_due", "=", True)], "files_due"),
            ([("cause", "in", ["needs", "waits_for"])], "cause"),
            ([("state", "in", ["pending", "failed"])], "unsynced"),
        ):
            with self.subTest(index):
                plan = self._plan("quickbooks.binding", [mine, *extra])
                self.assertIn(f"quickbooks_binding_{index}_idx", plan)

    def test_the_log_of_one_record_is_found_without_the_others(self):
        of_record = [("res_model", "=", "account.move"), ("res_id", "=", 10**8 + 7)]
        plan = self._plan("quickbooks.sync.log", of_record)
        self.assertIn("quickbooks_sync_log_record_idx", plan)
