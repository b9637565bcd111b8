"""What a worker does inside Odoo for the measurement of documents on their way in."""

import cProfile
import io
import pstats
import re
import time
from pathlib import Path

from odoo import fields, sql_db

#: Documents that are created by Odoo's own means in one go, beside ours.
BARE = 500
#: A run that needs more turns of its cron than this goes round in circles.
TURNS = 2000


class Pulled:
    """Many documents that were made, or changed, in QuickBooks.

    Part of :class:`benchmarks.inside.Inside`, which connects.
    """

    def begin_books(self, start: str, percent: float) -> None:
        """Let documents since ``start`` be taken over, and posted.

        :param percent: of the tax on sales in QuickBooks
        """
        connection = self._connection()
        connection.write({"start_date": start, "arrival": "posted"})
        connection.company_id.account_sale_tax_id.amount = percent
        self.cr.commit()

    def pull_documents(self, profile: str = "") -> dict:
        """Let the cron take over what changed, turn by turn until nothing is due.

        :param profile: a file for the entries of a profile, if wanted
        :return: seconds, seconds of this process' own work, SQL statements, turns;
            megabytes that the memory grew by after the first turn, and at most
        """
        connection = self._connection()
        connection.polled_at = False
        self.cr.commit()
        cron = connection.pull_cron_id.with_user(self.env.ref("base.user_root"))
        self._settle()
        statements, resident = sql_db.sql_counter, [_resident()]
        profiler = cProfile.Profile() if profile else None
        cpu, began = time.process_time(), time.perf_counter()
        if profiler:
            profiler.enable()
        while len(resident) == 1 or self._is_due("pull"):
            if len(resident) > TURNS:
                raise RuntimeError(f"still due after {TURNS} turns of the cron")
            cron.method_direct_trigger()
            self.cr.commit()
            self.env.invalidate_all()
            resident.append(_resident())
        if profiler:
            profiler.disable()
            _write_profile(profiler, profile)
        return {
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - cpu,
            "statements": sql_db.sql_counter - statements,
            "turns": len(resident) - 1,
            "memory_first": resident[1] - resident[0],
            "memory": max(resident) - resident[0],
        }

    def create_documents(self, quiet: bool, count: int = BARE) -> dict:
        """Create and post documents like those that came, and take that back.

        Without links and anything else of ours, by one ``create`` and one
        ``action_post``.

        :param quiet: without the line in the chatter that Odoo writes of each
        :return: how many there were, and seconds of both clocks
        """
        connection = self._connection()._for_worker()
        vals_list = self._vals_of_documents(connection, count)
        moves = connection.env["account.move"].with_context(
            tracking_disable=quiet, quickbooks_no_mark=True
        )
        self._settle()
        statements = sql_db.sql_counter
        cpu, began = time.process_time(), time.perf_counter()
        moves.create(vals_list).action_post()
        connection.env.flush_all()
        took = {
            "count": len(vals_list),
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - cpu,
            "statements": sql_db.sql_counter - statements,
        }
        self._forget()
        return took

    def _vals_of_documents(self, connection, count: int) -> list[dict]:
        """Return the values of new documents like the last ones that came."""
        moves = connection.env["account.move"].search(
            [("move_type", "=", "out_invoice"), ("state", "=", "posted")],
            order="id desc",
            limit=count,
        )
        names = ("product_id", "quantity", "price_unit", "name", "tax_ids")
        return [
            {
                "move_type": move.move_type,
                "partner_id": move.partner_id.id,
                "invoice_date": move.invoice_date,
                "invoice_date_due": move.invoice_date_due,
                "payment_reference": move.payment_reference,
                "invoice_line_ids": [
                    fields.Command.create(
                        line._convert_to_write({name: line[name] for name in names})
                    )
                    for line in move.invoice_line_ids
                ],
            }
            for move in moves
        ]

    def documents(self) -> dict:
        """Return how many invoices came, how many are posted, and their total."""
        self.env.invalidate_all()
        links = self.env["quickbooks.binding"].sudo()
        links = links.search([("entity", "=", "Invoice"), ("qbo_id", "!=", False)])
        moves = self.env["account.move"].browse(links.mapped("res_id")).exists()
        inbox = self.env["quickbooks.inbound"].sudo().search([], limit=3)
        return {
            "linked": len(links),
            "posted": len(moves.filtered(lambda move: move.state == "posted")),
            "total": f"{sum(moves.mapped('amount_total')):.2f}",
            "held": inbox.mapped("message"),
        }

    def _connection(self):
        return self.env["quickbooks.connection"].search([]).sudo()


def _resident() -> int:
    """Return the resident memory of this process in megabytes."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024


def _write_profile(profiler: cProfile.Profile, path: str) -> None:
    text = io.StringIO()
    profiler.dump_stats(path + ".stats")
    stats = pstats.Stats(profiler, stream=text)
    stats.sort_stats("cumulative").print_stats(160)
    stats.sort_stats("tottime").print_stats(40)
    Path(path).write_text(text.getvalue())
