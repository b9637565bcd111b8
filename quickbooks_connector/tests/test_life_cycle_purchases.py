"""B1-B6: whatever buyers and accountants do, in the end both ledgers tell the same.

Random sequences of what people do on both sides, with the push and the pull running in
between. ``QBC_EXAMPLES`` is the number of sequences.
"""

import os
import random
from collections import Counter

from qbo_simulator.client import SimulatorError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .ledgers import LedgerMixin
from .purchase_common import PurchaseCase

EXAMPLES = int(os.environ.get("QBC_EXAMPLES") or 4)
STEPS = 9


@tagged("post_install", "-at_install")
class TestLifeCycleOfPurchases(LedgerMixin, PurchaseCase):
    """Each action is one that a person could do; what is refused was not done."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Who is right where both changed the same has tests of its own.
        cls.connection.purchase_policy = "quickbooks"

    def test_random_sequences_end_with_equal_ledgers(self):
        start = self.qbo.snapshot()
        for example in range(EXAMPLES):
            with self.subTest(example=example):
                self.qbo.restore(start)
                with self.env.cr.savepoint() as savepoint:
                    self.live(random.Random(example))
                    savepoint.rollback()
                self.env.invalidate_all()

    # === A SEQUENCE === #

    def live(self, chance):
        self.chance, self.told = chance, []
        self.orders = self.env["purchase.order"]
        self.note_opening()
        self.connection.write(
            {
                "purchase_sent": chance.choice(("order", "bill", "both")),
                "purchase_moment": chance.choice(("invoiced", "confirmed")),
                "purchase_cancelled": chance.choice(("close", "delete")),
            }
        )
        for _step in range(STEPS):
            self.act(chance.choice(self.actions()))
            if chance.random() < 0.7:
                chance.choice((self.run_push, self.run_pull, self.both))()
        self.settle()
        try:
            self.check()
        except AssertionError as error:
            settings = self.connection.purchase_sent, self.connection.purchase_moment
            raise AssertionError(f"{settings} {self.told}\n{error}") from error

    def act(self, action):
        self.told.append(action.__name__)
        try:
            with self.env.cr.savepoint():
                action()
        except (UserError, SimulatorError) as refused:
            self.told.append(f"refused: {refused}")

    def both(self):
        self.run_push()
        self.run_pull()

    def settle(self):
        """Let both ways run until nothing happens any more."""
        for _round in range(4):
            self.let_time_pass()
            self.env["quickbooks.inbound"].sudo().search([]).write({"next_try": False})
            self.both()

    def check(self):
        """Compare both sides; what waits for a person has to say so."""
        notices = self.env["quickbooks.inbound"].sudo().search([])
        self.assertFalse(
            notices.filtered(lambda row: row.cause != "bill_alike").mapped("message")
        )
        asked = {row.cause_args["move"] for row in notices}
        moves = self.known_moves()
        held = moves.filtered(
            lambda move: (
                move.state == "draft"
                or move.id in asked
                or not self.link(move).qbo_id
                or self.link(move).state == "failed"
            )
        )
        for move in held.filtered(lambda move: move.state == "posted"):
            self.assertTrue(
                move.qbo_message or move.id in asked, f"{move.name} does not say why"
            )
        if not notices:
            self.assertLedgersAgree(held=held)
            self.assertEqual(self.billed_here(), self.billed_there())
        for order in self.orders.filtered(lambda one: self.binding(one).qbo_id):
            there = self.theirs(order)
            self.assertEqual(order.qbo_order_status, there["POStatus"].lower())
            if order.state == "purchase":
                self.assertEqual(float(there["TotalAmt"]), order.amount_total)

    def known_moves(self):
        return self.env["account.move"].search(
            [
                ("move_type", "in", ("in_invoice", "in_refund")),
                ("company_id", "=", self.env.company.id),
                ("state", "!=", "cancel"),
            ]
        )

    def link(self, move):
        """Return the link of a document itself, not of what it is applied to."""
        kinds = {"in_invoice": "Bill", "in_refund": "VendorCredit"}
        return self.binding(move, kinds[move.move_type])

    def billed_here(self):
        """Return how much of each line of an order the shared bills are for."""
        counts = Counter()
        for move in self.known_moves().filtered(lambda one: one.state == "posted"):
            if move.move_type == "in_invoice" and self.link(move).qbo_id:
                for line in move.invoice_line_ids.filtered("purchase_line_id"):
                    order = line.purchase_line_id.order_id
                    binding = self.binding(order)
                    place = (binding.qbo_lines or {}).get(str(line.purchase_line_id.id))
                    if place:
                        counts[binding.qbo_id, place] += line.quantity
        return +counts

    def billed_there(self):
        """Return the same as QuickBooks' bills say it."""
        counts = Counter()
        for bill in self.qbo.all("Bill"):
            for line in bill["Line"]:
                for link in line.get("LinkedTxn", ()):
                    detail = line["ItemBasedExpenseLineDetail"]
                    key = link["TxnId"], link["TxnLineId"]
                    counts[key] += float(detail["Qty"])
        return +counts

    # === WHAT PEOPLE DO IN ODOO === #

    def actions(self):
        return (
            self.order_here,
            self.order_here,
            self.more_here,
            self.cancel_order_here,
            self.bill_here,
            self.bill_here,
            self.other_bill_here,
            self.edit_bill_here,
            self.cancel_bill_here,
            self.credit_here,
            self.bill_of_order_there,
            self.bill_of_order_there,
            self.edit_bill_there,
            self.memo_there,
            self.delete_bill_there,
            self.credit_there,
        )

    def order_here(self):
        lines = [
            (product, self.chance.randint(1, 9), self.chance.randint(1, 20_000) / 100)
            for product in (self.desk, self.chair)
        ]
        self.orders |= self.order(*lines[: self.chance.randint(1, 2)])

    def one(self, records):
        if not records:
            raise UserError("nobody has one")
        return records.browse(self.chance.choice(records.ids))

    def open_order(self):
        return self.one(self.orders.filtered(lambda one: one.state == "purchase"))

    def more_here(self):
        self.open_order().order_line[0].product_qty += self.chance.randint(1, 3)

    def cancel_order_here(self):
        self.open_order().button_cancel()

    def bill_here(self):
        ref = self.chance.choice((False, self.number()))
        self.bill(self.open_order(), ref, post=self.chance.random() < 0.8)

    def number(self):
        return f"B-{self.chance.randint(1, 10_000)}"

    def other_bill_here(self):
        move = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "invoice_date": "2026-11-06",
                "ref": self.number(),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.chair.id,
                            "quantity": self.chance.randint(1, 5),
                            "price_unit": self.chance.randint(1, 9_000) / 100,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        move.action_post()

    def posted(self, kind="in_invoice"):
        return self.one(
            self.known_moves().filtered(
                lambda move: move.state == "posted" and move.move_type == kind
            )
        )

    def edit_bill_here(self):
        move = self.posted()
        move.button_draft()
        move.invoice_line_ids[:1].price_unit = self.chance.randint(1, 9_000) / 100
        move.action_post()

    def cancel_bill_here(self):
        move = self.posted(self.chance.choice(("in_invoice", "in_refund")))
        move.button_draft()
        move.button_cancel()

    def credit_here(self):
        credit = self.posted()._reverse_moves([{"invoice_date": "2026-11-08"}])
        credit.ref = self.number()
        credit.action_post()

    # === WHAT PEOPLE DO IN QUICKBOOKS === #

    def bill_of_order_there(self):
        there = self.pick_there("PurchaseOrder")
        if there["POStatus"] == "Closed":
            raise UserError("nothing is left to bill")
        self.bill_there(
            there,
            [
                self.chance.randint(1, int(line["ItemBasedExpenseLineDetail"]["Qty"]))
                for line in there["Line"]
            ],
            DocNumber=self.number(),
        )

    def pick_there(self, entity):
        opening = self.opening_ids.get(entity, ())
        found = [obj for obj in self.qbo.all(entity) if obj["Id"] not in opening]
        if not found:
            raise UserError("nobody has one")
        return self.chance.choice(found)

    def edit_bill_there(self):
        there = self.pick_there("Bill")
        lines = [
            {key: part for key, part in line.items() if key != "LineNum"}
            for line in there["Line"]
        ]
        detail = lines[0]["ItemBasedExpenseLineDetail"]
        detail["UnitPrice"] = self.chance.randint(1, 90)
        lines[0]["Amount"] = detail["Qty"] * detail["UnitPrice"]
        self.change_there(there, Line=lines)

    def memo_there(self):
        self.change_there(self.pick_there("Bill"), PrivateNote=self.number())

    def change_there(self, there, **values):
        key = {name: there[name] for name in ("Id", "SyncToken", "VendorRef")}
        self.qbo.update("Bill", {**key, "sparse": True, **values})

    def delete_bill_there(self):
        there = self.pick_there("Bill")
        self.qbo.delete("Bill", {"Id": there["Id"], "SyncToken": there["SyncToken"]})

    def credit_there(self):
        bill = self.pick_there("Bill")
        lines = [
            {key: line[key] for key in ("DetailType", "Amount", line["DetailType"])}
            for line in bill["Line"]
        ]
        self.qbo.create(
            "VendorCredit",
            {
                "VendorRef": bill["VendorRef"],
                "TxnDate": "2026-11-10",
                "DocNumber": self.number(),
                "Line": lines,
            },
        )
