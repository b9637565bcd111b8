"""What a worker does inside Odoo for the measurement of the ledger comparison."""

import time

from odoo import sql_db

from .clocks import memory, reset_peak


class Comparing:
    """Many documents on both sides, and their comparison, step by step.

    Part of :class:`benchmarks.inside.Inside`, which connects and enters documents.
    """

    def sent(self) -> dict:
        """Return the invoices there: ``{"ids": [[id in Odoo, id in QuickBooks]]}``."""
        wanted = [("entity", "=", "Invoice"), ("qbo_id", "!=", False)]
        links = self.env["quickbooks.binding"].sudo().search(wanted)
        return {"ids": [[link.res_id, link.qbo_id] for link in links]}

    def copy_invoices(self, copies: list) -> None:
        """Copy posted invoices and their links as they stand in the database.

        A thousand are there in a second; entering and posting them takes minutes.

        :param copies: ``[(id of the original, name of the copy, id in QuickBooks)]``
        """
        self.cr.execute(
            """
            CREATE TEMP TABLE copies ON COMMIT DROP AS
            SELECT original, name, qbo_id, nextval('account_move_id_seq')::int AS id
              FROM unnest(%s, %s, %s) AS copy(original, name, qbo_id)
            """,
            [list(column) for column in zip(*copies, strict=True)],
        )
        of_move = "JOIN copies ON copies.original = "
        self._copy("account_move", of_move + "old.id", id="id", name="name")
        self._copy(
            "account_move_line", of_move + "old.move_id", move_id="id", move_name="name"
        )
        self._copy(
            "quickbooks_binding",
            of_move + "old.res_id AND old.res_model = 'account.move'",
            res_id="id",
            qbo_id="qbo_id",
            qbo_doc_number="name",
        )
        self.cr.commit()
        self.env.invalidate_all()

    def _copy(self, table: str, join: str, **changed: str) -> None:
        """Copy rows of a table; ``changed`` columns are taken from the copies."""
        self.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
            [table],
        )
        names = [name for (name,) in self.cr.fetchall()]
        kept = [name for name in names if name != "id" or name in changed]
        taken = [
            f"copies.{changed[name]}" if name in changed else f'old."{name}"'
            for name in kept
        ]
        listed = ", ".join(f'"{name}"' for name in kept)
        self.cr.execute(
            f"INSERT INTO {table} ({listed}) "  # noqa: S608 names of our own
            f"SELECT {', '.join(taken)} FROM {table} AS old {join}"
        )

    def start_comparison(self) -> None:
        """Ask for a comparison of all that there is, as an accountant does."""
        connection = self.env["quickbooks.connection"].search([])
        posted = [("state", "=", "posted")]
        [(first, last)] = self.env["account.move"]._read_group(
            posted, [], ["date:min", "date:max"]
        )
        self.env["quickbooks.comparison"]._start(connection, first, last)
        self.cr.commit()

    def compare(self) -> dict:
        """Do the work of the cron, each step up to its commit, until none is left.

        :return: seconds, seconds of this process' own work, SQL statements, steps, and
            the megabytes that the memory grew by at most
        """
        connection = self.env["quickbooks.connection"].search([]).sudo()._for_worker()
        runs = connection.env["quickbooks.run"]
        waiting = [("connection_id", "=", connection.id), ("state", "=", "waiting")]
        self._settle()
        before, peak, steps = memory("VmRSS"), 0, 0
        statements = sql_db.sql_counter
        cpu, began = time.process_time(), time.perf_counter()
        while run := runs.search(waiting, order="id", limit=1):
            reset_peak()
            run._step()
            self.cr.commit()
            self.env.invalidate_all()
            peak, steps = max(peak, memory("VmHWM")), steps + 1
            if run.state == "failed":
                raise RuntimeError(run.message)
            print(f"step: {run.kind} {run.done_count}", flush=True)
        return {
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - cpu,
            "statements": sql_db.sql_counter - statements,
            "steps": steps,
            "memory": peak - before,
        }

    def compared(self) -> dict:
        """Return what the newest comparison has found."""
        self.env.invalidate_all()
        found = self.env["quickbooks.comparison"].search([], limit=1)
        differs = found.line_ids.filtered("is_different").grouped("part")
        return {
            "state": found.state,
            "documents": found.document_count,
            "unexplained": found.unexplained_count,
            "parts": {part: len(lines) for part, lines in differs.items()},
        }
