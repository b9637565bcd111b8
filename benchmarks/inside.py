"""What a worker does inside Odoo."""

import cProfile
import gc
import time
from urllib.parse import parse_qs, urlsplit

from qbo_simulator.testing import Simulator

from odoo import Command

from .importing import Importing
from .moving import Moving

#: A push that needs more turns of its cron than this goes round in circles.
TURNS = 100


class Inside(Importing, Moving):
    """A small US company with as many customers, products and invoices as wanted."""

    def __init__(self, env):
        # Not as superuser, who skips the access checks that people pay for.
        self.env = env(user=env.ref("base.user_admin"))
        self.cr = env.cr
        self.drafts = self.env["account.move"]

    # === SET-UP === #

    def connect(self, simulator: str, live: bool = True) -> None:
        """Connect the company to the simulator at an address, match taxes, go live.

        :param live: or leave that out
        """
        qbo = Simulator(simulator)
        connection = self._create_connection(qbo)
        self.cr.commit()
        callback = qbo.follow_consent(connection.action_connect()["url"])
        self.cr.commit()
        query = parse_qs(urlsplit(callback).query)
        outcome, names, _path = connection._finish_sign_in(
            {name: values[0] for name, values in query.items()}
        )
        if outcome:
            raise RuntimeError(f"not connected: {outcome} {names}")
        self._forget()  # the sign-in was stored by a transaction of its own
        connection.sudo()._read_lists()
        self.env["quickbooks.mapping"].search([]).action_accept()
        incomes = [("account_subtype", "=", "SalesOfProductIncome")]
        income = self.env["quickbooks.reference"].search(incomes, limit=1)
        bank = self.env["account.journal"].search([("type", "=", "bank")], limit=1)
        vals = {"income_account_id": income.id, "payment_journal_id": bank.id}
        connection.write(vals)
        if live:
            connection.action_go_live()
        self.cr.commit()

    def _create_connection(self, qbo: Simulator):
        return (
            self.env["quickbooks.connection"]
            .sudo()
            .create(
                {
                    "environment": "custom",
                    "discovery_url": qbo.discovery_url,
                    "api_base_url": qbo.api_base_url,
                    "client_id": qbo.app.client_id,
                    "client_secret": qbo.app.client_secret,
                    "user_id": self.env.uid,
                }
            )
            .sudo(False)
        )

    def prepare(self, invoices: int, customers: int, items: int, name: str) -> None:
        """Enter customers, products and draft invoices of two lines, one taxed."""
        partners = self.env["res.partner"].create(
            [
                {
                    "name": f"{name} customer {n}",
                    "is_company": True,
                    "email": f"{name}{n}@customers.example".lower(),
                    "street": f"{n} Mill Rd.",
                    "city": "Waco",
                    "zip": "76701",
                    # Where QuickBooks computes tax itself it wants to know the state.
                    "state_id": self.env.ref("base.state_us_44").id,
                    "country_id": self.env.ref("base.us").id,
                }
                for n in range(customers)
            ]
        )
        tax = self.env["account.tax"].search(
            [("type_tax_use", "=", "sale"), ("amount", ">", 0)], limit=1
        )
        products = self.env["product.product"].create(
            [
                {
                    "name": f"{name} product {n}",
                    "default_code": f"{name}-{n}".upper(),
                    "list_price": 20 + n,
                    "taxes_id": [Command.set(tax.ids)],
                }
                for n in range(items)
            ]
        )
        self.drafts = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partners[n % customers].id,
                    "invoice_line_ids": [
                        self._line(products[n % items], 1 + n % 5, tax),
                        self._line(products[(n + 1) % items], 2, None),
                    ],
                }
                for n in range(invoices)
            ]
        )
        self.cr.commit()

    def _line(self, product, quantity, tax):
        return Command.create(
            {
                "product_id": product.id,
                "quantity": quantity,
                "price_unit": product.list_price,
                "tax_ids": [Command.set(tax.ids if tax else [])],
            }
        )

    def listen(self, verifier: str) -> None:
        """Let notices that are signed with ``verifier`` in."""
        self.env["quickbooks.connection"].search([]).webhook_token = verifier
        self.cr.commit()

    # === MEASURED === #

    def post(self, count: int) -> dict:
        """Post some of the drafts in one go, up to the commit, and take it back.

        Taken back, every round meets the same database; the commit itself, which is
        the same for both sides but for a few rows, is left out.

        :return: seconds, seconds of this process' own work, SQL statements
        """
        moves = self.drafts[:count]
        # What a user's browser has read before it sends the click.
        moves.mapped("line_ids.product_id.name")
        _settle()
        statements = self.cr.sql_log_count
        cpu, began = time.process_time(), time.perf_counter()
        moves.action_post()
        self.env.flush_all()
        self.cr.precommit.run()
        result = {
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - cpu,
            "statements": self.cr.sql_log_count - statements,
        }
        self._forget()
        return result

    def count_calls(self, count: int) -> dict:
        """Count the Python calls of the same work: no other program disturbs them."""
        moves = self.drafts[:count]
        moves.mapped("line_ids.product_id.name")
        profile = cProfile.Profile()
        profile.enable()
        moves.action_post()
        self.env.flush_all()
        self.cr.precommit.run()
        profile.disable()
        self._forget()
        return {"calls": sum(entry.callcount for entry in profile.getstats())}

    def post_for_good(self) -> None:
        """Post all drafts and commit."""
        self.drafts.action_post()
        self.cr.commit()

    def push(self) -> dict:
        """Let the push cron run as the scheduler does, until nothing is due.

        :return: seconds, seconds of this process' own work, turns of the cron
        """
        connection = self.env["quickbooks.connection"].search([]).sudo()
        cron = connection.push_cron_id.with_user(self.env.ref("base.user_root"))
        _settle()
        cpu, began = time.process_time(), time.perf_counter()
        turns = 0
        while self._due(connection):
            turns += 1
            if turns > TURNS:
                raise RuntimeError(f"still due after {TURNS} turns of the cron")
            cron.method_direct_trigger()
            self.cr.commit()
            self.env.invalidate_all()
        return {
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - cpu,
            "turns": turns,
        }

    def _due(self, connection) -> int:
        bindings = self.env["quickbooks.binding"].sudo()
        return bindings.search_count(bindings._domain_due(connection), limit=1)

    def outcome(self) -> dict:
        """Return how many invoices QuickBooks has, and the sum of Odoo's totals."""
        self.env.invalidate_all()
        synced = self.drafts.filtered(lambda move: move.qbo_state == "synced")
        held = (self.drafts - synced).mapped("qbo_message")
        total = sum(synced.mapped("amount_total"))
        return {
            "synced": len(synced),
            "held": sorted({message or "" for message in held})[:3],
            "total": f"{total:.2f}",
        }

    def _settle(self) -> None:
        _settle()

    def _forget(self) -> None:
        self.cr.rollback()
        self.env.transaction.reset()


def _settle() -> None:
    """Clean up, so that no round pays for the garbage of the one before."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
