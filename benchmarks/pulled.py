"""What a worker does inside Odoo for the measurement of documents on their way in."""

import cProfile
import pstats
import time

from odoo import fields, sql_db

from .clocks import memory


class Pulled:
    """Many documents that were made in QuickBooks.

    Part of :class:`benchmarks.inside.Inside`, which connects.
    """

    def begin_books(self, start: str, percent: float) -> None:
        """Let documents since ``start`` be taken over, and posted.

        :param percent: of the tax on sales in QuickBooks
        """
        connection = self._connected()
        connection.write({"start_date": start, "arrival": "posted"})
        connection.company_id.account_sale_tax_id.amount = percent
        self.cr.commit()

    def pull_turn(self, poll: bool, profile: str = "") -> dict:
        """Let the cron of the pull have one turn, as the scheduler does.

        :param poll: it is time to ask QuickBooks
        :param profile: a file that a profile of the turn is added to, if wanted
        :return: what it took, the memory afterwards, and whether more is to be done
        """
        connection = self._connected()
        if poll:
            connection.polled_at = False
            self.cr.commit()
        cron = connection.pull_cron_id.with_user(self.env.ref("base.user_root"))
        before = self._count_documents()
        self._settle()
        statements = sql_db.sql_counter
        profiler = cProfile.Profile()
        cpu, began = time.process_time(), time.perf_counter()
        if profile:
            profiler.enable()
        cron.method_direct_trigger()
        profiler.disable()
        took = {
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - cpu,
            "statements": sql_db.sql_counter - statements,
            "memory": memory("VmRSS"),
        }
        self.cr.commit()
        self.env.invalidate_all()
        if profile:
            pstats.Stats(profiler).dump_stats(profile)
        done = self._count_documents() - before
        return took | {"documents": done, "more": self._is_due("pull")}

    def create_documents(self, count: int, quiet: bool) -> dict:
        """Create and post documents like those that came, and take that back.

        Without links and anything else of ours, by one ``create`` and one
        ``action_post``.

        :param quiet: without the line that Odoo writes into the chatter of each
        """
        last = self._last_documents(count, tracking_disable=quiet)
        vals_list = self._vals_of_documents(last)
        return self._take_back(last, lambda: last.create(vals_list).action_post())

    def edit_documents(self, count: int) -> dict:
        """Sell one more of the first line of the last documents, and take that back.

        By one resetting and one ``action_post`` of them all, and one ``write`` of each.
        """
        last = self._last_documents(count)

        def edit():
            last.button_draft()
            for move in last:
                line = move.invoice_line_ids[0]
                vals = {"quantity": line.quantity + 1}
                move.write({"invoice_line_ids": [fields.Command.update(line.id, vals)]})
            last.action_post()

        return self._take_back(last, edit)

    def _last_documents(self, count: int, **context):
        """Return the last invoices that came, for work of which nobody is told."""
        self._forget()  # what another process has committed since is not seen else
        moves = self._connected()._for_worker().env["account.move"]
        return moves.with_context(quickbooks_no_mark=True, **context).search(
            [("move_type", "=", "out_invoice"), ("state", "=", "posted")],
            order="id desc",
            limit=count,
        )

    def _take_back(self, moves, work) -> dict:
        """Do ``work`` on as many documents as ``moves``; return what it took."""
        self._settle()
        statements = sql_db.sql_counter
        cpu, began = time.process_time(), time.perf_counter()
        work()
        moves.env.flush_all()
        moves.env.cr.precommit.run()
        took = {
            "documents": len(moves),
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - cpu,
            "statements": sql_db.sql_counter - statements,
        }
        self._forget()
        return took

    @staticmethod
    def _vals_of_documents(moves) -> list[dict]:
        """Return the values of new documents like ``moves``."""
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

    def _count_documents(self) -> int:
        links = self.env["quickbooks.binding"].sudo()
        return links.search_count([("entity", "=", "Invoice"), ("qbo_id", "!=", False)])

    def _connected(self):
        return self.env["quickbooks.connection"].search([]).sudo()
