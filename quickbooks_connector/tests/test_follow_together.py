"""S3, S9: what QuickBooks changes of many documents is followed together."""

from unittest.mock import patch

from odoo.tests import tagged

from .incoming_common import ImportCase


@tagged("post_install", "-at_install")
class TestFollowTogether(ImportCase):
    def setUp(self):
        super().setUp()
        self.connection.payment_direction = "off"
        self.documents = [
            self.make(lines=[self.taxed(f"{n}.33"), self.sold(n)]) for n in range(1, 6)
        ]
        self.run_pull()
        self.moves = [self.move_of(theirs) for theirs in self.documents]
        self.posted = []
        moves = self.env.registry["account.move"]
        original = moves._post

        def post(model, soft=True):
            self.posted.append(len(model))
            return original(model, soft)

        self.startPatcher(patch.object(moves, "_post", post))

    def _reprice(self, documents):
        """Let somebody sell the first line of each for more; return them."""
        after = []
        for theirs in documents:
            line = dict(theirs["Line"][0], Amount=theirs["Line"][0]["Amount"] + 50)
            rest = theirs["Line"][1:]
            after.append(self.change(theirs, Line=[line, *rest]))
        return after

    def assertFollowed(self, documents):
        for theirs in documents:
            move = self.move_of(theirs)
            self.assertEqual(move.state, "posted")
            self.assertTotals(move, theirs)
            binding = self.assertBinding(move, state="synced", is_due=False)
            self.assertEqual(binding.sync_token, theirs["SyncToken"])
        self.assertEqual([self.move_of(d) for d in self.documents], self.moves)

    def test_edits_of_many_are_posted_by_one_statement_of_odoo_for_all(self):
        names = [move.name for move in self.moves]
        after = self._reprice(self.documents)
        self.run_pull()
        self.assertFalse(self.inbox())
        self.assertEqual(self.posted, [5])
        self.assertFollowed(after)
        self.assertEqual([move.name for move in self.moves], names)
        self.assertNothingIsSent()

    def test_one_that_odoo_does_not_open_is_held_alone(self):
        locked = self.moves[3]
        total = locked.amount_total
        locked.sudo().inalterable_hash = "$4$hash"
        after = self._reprice(self.documents)
        self.run_pull()
        self.assertEqual(self.inbox().mapped("qbo_id"), [after.pop(3)["Id"]])
        self.assertEqual(self.inbox().cause, "not_opened")
        self.assertEqual((locked.state, locked.amount_total), ("posted", total))
        self.assertFollowed(after)

    def test_one_that_somebody_edits_here_too_is_none_of_them(self):
        mine = self.moves[0]
        mine.invoice_line_ids[0].name = "Said here"
        after = self._reprice(self.documents)
        self.run_pull()
        self.assertEqual(self.posted, [4])
        self.assertBinding(mine, state="conflict")
        self.assertEqual(mine.invoice_line_ids[0].name, "Said here")
        self.assertFollowed(after[1:])

    def test_one_that_names_a_product_of_which_odoo_does_not_know_comes_after_it(self):
        item = self.qbo.create(
            "Item",
            {
                "Name": "Linen napkin",
                "Type": "NonInventory",
                "IncomeAccountRef": self.qbo.all("Item")[0]["IncomeAccountRef"],
            },
        )
        first, *rest = self.documents
        after = [self.change(first, Line=[self.sold(70, {"value": item["Id"]})])]
        after += self._reprice(rest)
        self.run_pull()
        self.assertFalse(self.inbox(), self.inbox().mapped("message"))
        self.assertFollowed(after)
        self.assertEqual(self.moves[0].invoice_line_ids.product_id.name, "Linen napkin")

    def test_a_payment_of_two_stays_applied_to_both(self):
        pair = self.moves[0] + self.moves[1]
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=pair.ids
        )
        wizard.create({"group_payment": True})._create_payments()
        paid = [move.amount_total for move in pair]
        after = self._reprice(self.documents)
        self.run_pull()
        self.assertFollowed(after)
        for move, amount in zip(pair, paid, strict=True):
            self.assertAlmostEqual(move.amount_residual, move.amount_total - amount)

    def test_notes_open_none_and_a_void_cancels_its_own(self):
        self.qbo.void("Invoice", self.documents[0]["Id"])
        for theirs in self.documents[1:]:
            self.change(theirs, PrivateNote="Call before delivery")
        self.run_pull()
        self.assertFalse(self.inbox())
        self.assertFalse(self.posted)
        cancelled, *others = self.moves
        self.assertEqual(cancelled.state, "cancel")
        for move in others:
            self.assertEqual((move.state, move.ref), ("posted", "Call before delivery"))

    def test_each_of_many_costs_less_than_one_alone(self):
        one, *many = self.documents
        spent = []
        for documents in ([one], many):
            self._reprice(documents)
            before = self.cr.sql_log_count
            self.run_pull()
            spent.append((self.cr.sql_log_count - before) / len(documents))
            self.assertFalse(self.inbox())
        self.assertLess(spent[1], spent[0] / 2, spent)
