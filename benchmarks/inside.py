"""What a worker does inside Odoo."""

import gc

from qbo_simulator.testing import Simulator

from odoo import Command

from scripts.connecting import app_values, sign_in

from .at_desk import AtDesk
from .comparing import Comparing
from .grown import Grown
from .idling import Idling
from .importing import Importing
from .moving import Moving
from .pulled import Pulled

#: Documents that are entered or posted between two commits.
CHUNK = 500


class Inside(AtDesk, Comparing, Grown, Idling, Importing, Moving, Pulled):
    """A small US company with as many customers, products and invoices as wanted."""

    def __init__(self, env):
        # Not as superuser, who skips the access checks that people pay for.
        self.env = env(user=env.ref("base.user_admin"))
        self.cr = env.cr
        self.drafts = self.posted = self.env["account.move"]
        self.orders = self.env["sale.order"]

    # === SET-UP === #

    def connect_companies(self, simulator: str, realms: list[str]) -> None:
        """Connect a company of its own to each of several QuickBooks companies."""
        company = self.env.company
        for number, realm in enumerate(realms):
            if number:
                first, company = company, company.create({"name": f"Branch {number}"})
                # Created with it, Odoo would look for more add-ons of the country.
                company.country_id = first.country_id
                company.currency_id = first.currency_id
                self.env["account.chart.template"].try_loading(
                    "generic_coa", company=company, install_demo=False
                )
                self.env.user.company_ids += company
            self._work_in(company)
            self.connect(simulator, realm=realm)

    def _work_in(self, company) -> None:
        self.env = self.env(context={"allowed_company_ids": company.ids})

    def connect(self, simulator: str, live: bool = True, realm: str = "") -> None:
        """Connect the company to the simulator at an address, match taxes, go live.

        :param live: or leave that out
        :param realm: the QuickBooks company, the first one if none is named
        """
        qbo = Simulator(simulator)
        connection = self._create_connection(qbo)
        sign_in(connection, qbo, realm or None)
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
            .create(app_values(qbo) | {"user_id": self.env.uid})
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
        vals_list = [
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
        self.drafts = self.env["account.move"]
        for start in range(0, invoices, CHUNK):
            self.drafts += self.drafts.create(vals_list[start : start + CHUNK])
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

    # === DONE === #

    def post_for_good(self) -> None:
        """Post all drafts and commit."""
        for start in range(0, len(self.drafts), CHUNK):
            self.drafts[start : start + CHUNK].action_post()
            self.cr.commit()

    def spread(self, invoices: int) -> None:
        """Let every connected company post invoices of its own."""
        for connection in self.env["quickbooks.connection"].sudo().search([]):
            self._work_in(connection.company_id)
            self.prepare(invoices, max(invoices // 5, 1), 10, connection.realm_id)
            self.post_for_good()

    def outcome(self) -> dict:
        """Return how many posted invoices QuickBooks has, and the sum of all totals."""
        self.env.invalidate_all()
        moves = self.env["account.move"].search(
            [("move_type", "=", "out_invoice"), ("state", "=", "posted")]
        )
        synced = moves.filtered(lambda move: move.qbo_state == "synced")
        held = (moves - synced)[:3].mapped("qbo_message")
        total = sum(moves.mapped("amount_total"))
        return {
            "synced": len(synced),
            "held": sorted({message or "" for message in held}),
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
