"""What a worker does inside Odoo for the measurement of people's own work."""

import cProfile
from contextlib import contextmanager

from odoo import Command

from .clocks import MOST_COUNTED, Clock


class AtDesk:
    """Things that a person does, up to the moment before the commit, and takes back.

    Taken back, every turn meets the same database; the commit itself, which is the
    same with and without the add-on but for a few rows, is left out.

    Part of :class:`benchmarks.inside.Inside`, which prepares and settles.
    """

    def furnish(self, posted: int, orders: int) -> None:
        """Post drafts for good, one for each customer, and enter orders beside them.

        :param posted: how many of the drafts; so many customers there should be
        """
        self.posted = self.drafts[:posted]
        self.posted.action_post()
        self.cr.commit()
        self.drafts -= self.posted
        product = self.posted.invoice_line_ids.product_id[:1]
        self.orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": invoice.partner_id.id,
                    "order_line": [
                        Command.create(
                            {"product_id": product.id, "product_uom_qty": 1 + n % 5}
                        )
                        for n in range(2)
                    ],
                }
                for invoice in self.posted[:orders]
            ]
        )
        self.cr.commit()

    def invoice_order(self) -> None:
        """Confirm the next order, invoice it and post the invoice, for good."""
        order, self.orders = self.orders[:1], self.orders[1:]
        order.action_confirm()
        order._create_invoices().action_post()
        self.cr.commit()

    def post_next(self) -> None:
        """Post the next draft, for good."""
        draft, self.drafts = self.drafts[:1], self.drafts[1:]
        draft.action_post()
        self.cr.commit()

    def act(self, action: str, count: int, repeat: int = 1) -> dict:
        """Do something to ``count`` records at once, and take it back.

        :param repeat: how often; short work is measured as a sum
        :return: seconds, own and PostgreSQL's work, SQL statements, as sums
        """
        clock = Clock(self.cr)
        total = dict.fromkeys(clock.read(), 0)
        for _number in range(repeat):
            with self._ready(action, count) as work:
                began = clock.read()
                work()
                self._finish()
                for name, value in clock.since(began).items():
                    total[name] += value
        return total

    def count_calls(self, action: str, count: int, keep: str = "") -> dict:
        """Count the Python calls of the same work: no other program disturbs them.

        :param keep: a file for the profile, to be read by ``pstats``
        """
        profile = cProfile.Profile()
        with self._ready(action, count) as work:
            profile.enable()
            work()
            self._finish()
            profile.disable()
        if keep:
            profile.dump_stats(keep)
        return {"calls": sum(entry.callcount for entry in profile.getstats())}

    @contextmanager
    def _ready(self, action, count):
        """Give the work, with all read that a browser has read before the click."""
        work = getattr(self, f"_{action}")(count)
        self._settle()
        yield work
        self._forget()

    def _finish(self) -> None:
        self.env.flush_all()
        self.cr.precommit.run()

    # === WHAT IS DONE === #

    def _post(self, count):
        moves = self.drafts[:count]
        moves.mapped("line_ids.product_id.name")
        return moves.action_post

    def _confirm(self, count):
        orders = self.orders[:count]
        orders.mapped("order_line.product_id.name")
        return orders.action_confirm

    def _edit(self, count):
        partners = self.posted.partner_id[:count]
        partners.mapped("phone")
        return lambda: partners.write({"phone": "555-0142"})

    def _pay(self, count):
        invoices = self.posted[:count]
        invoices.mapped("line_ids.name")
        ids = {"active_model": "account.move", "active_ids": invoices.ids}
        register = self.env["account.payment.register"].with_context(**ids)

        def pay():
            register.create({"group_payment": False}).action_create_payments()

        return pay

    def _open(self, count):
        return self._open_list([("state", "=", "posted")], count)

    def _open_drafts(self, count):
        return self._open_list([("state", "=", "draft")], count)

    def _open_list(self, domain, count):
        """Open the list of invoices, as the web client asks for it."""
        moves = self.env["account.move"]
        action = self.env.ref("account.action_move_out_invoice")
        views = moves.get_views([(action.view_id.id, "list")])
        fields = views["models"]["account.move"]["fields"]
        wanted = {
            node.get("name"): _specified(fields[node.get("name")])
            for node in _columns(views["views"]["list"]["arch"])
        }
        domain = [("move_type", "=", "out_invoice"), *domain]
        # A new request has read nothing yet.
        self.env.invalidate_all()
        return lambda: moves.web_search_read(
            domain, wanted, limit=count, count_limit=MOST_COUNTED
        )


def _columns(arch: str) -> list:
    """Return the fields of a list, without those of lists inside it."""
    from lxml import etree

    return etree.fromstring(arch).xpath("/list//field[not(ancestor::field)]")


def _specified(field: dict) -> dict:
    many2one = field["type"] == "many2one"
    return {"fields": {"display_name": {}}} if many2one else {}
