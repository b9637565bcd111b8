"""S1-S7, S9, S10: whatever people do on both sides, both ledgers tell the same.

Random sequences of what users do, with the push and the pull running in between.
``QBC_EXAMPLES`` is the number of sequences.
"""

import os
import random
from decimal import Decimal

from qbo_simulator.client import SimulatorError

from odoo.exceptions import UserError
from odoo.tests import tagged

from .incoming_common import ImportCase
from .ledgers import LedgerMixin

EXAMPLES = int(os.environ.get("QBC_EXAMPLES", "6"))
STEPS = 7
#: Actions by which money comes.
PAYING = ("_pay_here", "_pay_there", "_match_bank_here")


@tagged("post_install", "-at_install")
class TestLifeCycleOfSales(LedgerMixin, ImportCase):
    """Each action is one that a person could do, in either of the two systems."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.name, cls.partner_b.name = "Willow Market", "Yarrow Supplies"
        cls.thing, cls.other = cls.env["product.product"].create(
            [{"name": "Walnut tray"}, {"name": "Linen napkin"}]
        )
        # Who works on which side of one document is decided by who comes first here:
        # clashes have tests of their own.
        cls.connection.sale_policy = "quickbooks"
        cls.connection.sudo().undo_payments = True

    def test_random_sequences_end_with_equal_ledgers(self):
        start = self.qbo.snapshot()
        for example in range(EXAMPLES):
            with self.subTest(example=example):
                self.qbo.restore(start)
                with self.env.cr.savepoint() as savepoint:
                    self._live(random.Random(example))
                    savepoint.rollback()
                self.env.invalidate_all()

    # === A SEQUENCE === #

    def _live(self, chance):
        self.chance = chance
        self.told = []
        self.note_opening()
        self.moves = self.env["account.move"]
        for action in (self._create_here, self._create_there):
            action()
        self._both()
        for _step in range(STEPS):
            self._act()
            if chance.random() < 0.7:
                chance.choice((self.run_push, self.run_pull, self._both))()
        self._settle()
        held = self.inbox()
        self.assertFalse(held, [*self.told, *held.mapped("message")])
        drafts = self.moves.exists().filtered(lambda move: move.state == "draft")
        try:
            self.assertLedgersAgree(held=drafts)
        except AssertionError as error:
            raise AssertionError(f"{self.told}\n{error}") from error

    def _act(self):
        """Do something that can be done now."""
        for action in self.chance.sample(self._actions(), len(self._actions())):
            if action.__name__ in PAYING:
                # Nobody pays on both sides what is owed once: people look first.
                self._both()
            try:
                with self.env.cr.savepoint():
                    action()
            except (UserError, SimulatorError):
                continue
            self.told.append(action.__name__)
            return

    def _both(self):
        self.run_push()
        self.run_pull()

    def _settle(self):
        """Let both ways run until nothing happens any more."""
        for move in self.moves.exists().filtered(lambda move: move.state == "draft"):
            move.action_post()
        for _round in range(4):
            self.let_time_pass()
            self.inbox().write({"next_try": False, "state": "pending"})
            self._both()

    def _actions(self):
        return (
            self._create_here,
            self._create_there,
            self._edit_here,
            self._edit_there,
            self._memo_here,
            self._memo_there,
            self._cancel_here,
            self._reset_here,
            self._post_here,
            self._credit_here,
            self._credit_there,
            self._void_there,
            self._delete_there,
            self._pay_here,
            self._pay_there,
            self._match_bank_here,
            self._sell_over_the_counter_there,
        )

    # === WHAT PEOPLE DO IN ODOO === #

    def _lines_here(self):
        return [
            (
                self.chance.choice((self.thing, self.other)),
                self.chance.randint(1, 5),
                self.chance.randint(1, 30_000) / 100,
                self.chance.random() < 0.5,
            )
            for _line in range(self.chance.randint(1, 3))
        ]

    def _create_here(self):
        partner = self.chance.choice((self.partner_a, self.partner_b))
        post = self.chance.random() < 0.8
        self.moves |= self.create_invoice(partner, self._lines_here(), post)

    def _one(self, *states):
        """Return one of the documents that are known here, in one of ``states``."""
        linked = self.binding_model().search(
            [("entity", "in", ("Invoice", "CreditMemo"))]
        )
        moves = self.moves | self.moves.browse(linked.mapped("res_id"))
        found = moves.exists().filtered(lambda move: move.state in states)
        if not found:
            raise UserError("nobody has one")
        self.moves |= found
        return found.browse(self.chance.choice(found.ids))

    def _edit_here(self):
        move = self._one("posted", "draft")
        if move.state == "posted":
            move.button_draft()
        line = move.invoice_line_ids.filtered(lambda one: one.display_type == "product")
        line[:1].quantity = self.chance.randint(1, 9)
        move.action_post()

    def _memo_here(self):
        self._one("posted").narration = f"<p>{self.chance.randint(1, 99)}</p>"

    def _cancel_here(self):
        move = self._one("posted")
        move.button_draft()
        move.button_cancel()

    def _reset_here(self):
        self._one("cancel", "posted").button_draft()

    def _post_here(self):
        self._one("draft").action_post()

    def _credit_here(self):
        move = self._one("posted")
        if move.move_type != "out_invoice":
            raise UserError("it is a credit note")
        credit = move._reverse_moves([{"invoice_date": move.invoice_date}])
        self.moves |= credit
        credit.action_post()

    def _open_here(self):
        """Return an invoice that waits for money, and how much of it comes."""
        move = self._one("posted")
        if move.move_type != "out_invoice" or not move.amount_residual:
            raise UserError("nobody owes anything")
        amount = move.amount_residual
        return move, amount if self.chance.random() < 0.6 else round(amount / 3, 2)

    def _pay_here(self):
        move, amount = self._open_here()
        wizard = self.env["account.payment.register"].with_context(
            active_model=move._name, active_ids=move.ids
        )
        wizard = wizard.create({"payment_date": "2026-11-12", "amount": amount})
        wizard._create_payments()

    def _match_bank_here(self):
        move, amount = self._open_here()
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "date": "2026-11-12",
                "payment_ref": "Transfer",
                "amount": amount,
                "partner_id": move.commercial_partner_id.id,
            }
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        waiting = move.line_ids.filtered(
            lambda own: own.account_type == "asset_receivable" and not own.reconciled
        )
        suspense.account_id = waiting.account_id[:1]
        (suspense + waiting).reconcile()

    # === WHAT PEOPLE DO IN QUICKBOOKS === #

    def _lines_there(self):
        lines = []
        for _line in range(self.chance.randint(1, 3)):
            amount = Decimal(self.chance.randint(1, 30_000)) / 100
            kind = self.taxed if self.chance.random() < 0.5 else self.sold
            lines.append(kind(amount, self.item("Hours")))
        return lines

    def _create_there(self):
        self.make("Invoice", self._lines_there())

    def _credit_there(self):
        self.make("CreditMemo", self._lines_there())

    def _sell_over_the_counter_there(self):
        self.make("SalesReceipt", self._lines_there())

    def _pay_there(self):
        obj = self._theirs()
        if not obj["Balance"]:
            raise UserError("it is paid")
        linked = {"TxnType": "Invoice", "TxnId": obj["Id"]}
        self.qbo.create(
            "Payment",
            {
                "CustomerRef": {"value": obj["CustomerRef"]["value"]},
                "TotalAmt": obj["Balance"],
                "Line": [{"Amount": obj["Balance"], "LinkedTxn": [linked]}],
            },
        )

    def _theirs(self, entity="Invoice"):
        found = [
            obj
            for obj in self.qbo.all(entity)
            if obj["Id"] not in self.opening_ids[entity]
        ]
        if not found:
            raise UserError("nobody has one")
        return self.chance.choice(found)

    def _edit_there(self):
        obj = self._theirs(self.chance.choice(("Invoice", "CreditMemo")))
        entity = "CreditMemo" if "RemainingCredit" in obj else "Invoice"
        self.change(obj, entity, Line=self._lines_there(), TxnTaxDetail={})

    def _memo_there(self):
        obj = self._theirs()
        memo = {"value": f"There {self.chance.randint(1, 99)}"}
        self.change(obj, CustomerMemo=memo)

    def _void_there(self):
        entity = self.chance.choice(("Invoice", "CreditMemo", "SalesReceipt"))
        self.qbo.void(entity, self._theirs(entity)["Id"])

    def _delete_there(self):
        entity = self.chance.choice(("Invoice", "CreditMemo", "SalesReceipt"))
        self.qbo.delete(entity, self._theirs(entity)["Id"])
