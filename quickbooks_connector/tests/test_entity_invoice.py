"""S1, S3, S4: which invoices go, when, with what; and what marks them."""

from odoo import Command
from odoo.tests import tagged

from ..entities.need import Need
from ..sync.mark import _KEY
from .entity_common import EntityCase


@tagged("post_install", "-at_install")
class TestInvoiceEntity(EntityCase):
    def _eligible(self, moves):
        return self.entity("Invoice")._filter_eligible(moves, self.connection)

    def test_posted_customer_invoices_since_the_start_date_go(self):
        draft = self.invoice({}, post=False)
        before = self.invoice({}, invoice_date="2025-12-31")
        first = self.invoice({}, invoice_date="2026-01-01")
        bill = self._create_invoice_one_line(
            10, move_type="in_invoice", invoice_date="2026-11-02", post=True
        )
        credit = self._create_invoice_one_line(
            10, move_type="out_refund", invoice_date="2026-11-02", post=True
        )
        moves = draft + before + first + bill + credit
        self.assertEqual(self._eligible(moves), first)

    def test_a_company_without_connection_sends_nothing(self):
        move = self.invoice({})
        self.assertTrue(self._eligible(move))
        self.connection.is_live = False
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertFalse(move.sudo().qbo_binding_ids)

    def test_needs_are_the_customer_and_each_product_once(self):
        move = self.invoice(
            {},
            {"name": "again"},
            {"product_id": self.product_b.id},
            {"display_type": "line_note", "name": "note"},
        )
        needs = self.entity("Invoice")._export_needs(move, self.connection)
        self.assertEqual(needs[0], Need("Customer", self.partner_a))
        self.assertCountEqual(
            needs[1:], [Need("Item", self.product_a), Need("Item", self.product_b)]
        )

    def test_a_line_without_product_needs_the_one_of_the_settings(self):
        move = self.invoice({"product_id": False, "name": "Advice"})
        needs = self.entity("Invoice")._export_needs
        self.assertEqual(len(needs(move, self.connection)), 1)
        self.connection.fallback_item_id = self.product_b
        self.assertIn(Need("Item", self.product_b), needs(move, self.connection))

    def test_what_is_needed_and_not_there_is_waited_for(self):
        waiting = self.bind("Customer", self.partner_a)
        move = self.invoice({})
        error = self.assertCause("waits_for", self.values, "Invoice", move)
        self.assertEqual(error.cause_args["binding"], waiting.id)

    # === LIFE === #

    def _operation(self, move, binding):
        return self.entity("Invoice")._export_operation(move, binding)

    def test_a_posted_invoice_is_created_once_and_then_updated(self):
        move = self.invoice({})
        binding = self.bind("Invoice", move)
        self.assertEqual(self._operation(move, binding), "create")
        binding.qbo_id = "145"
        self.assertEqual(self._operation(move, binding), "update")

    def test_a_cancelled_invoice_is_voided_once(self):
        move = self.invoice({})
        binding = self.bind("Invoice", move, "145", synced_payload='{"Line":[]}')
        move.button_draft()
        move.button_cancel()
        self.assertEqual(self._operation(move, binding), "void")
        binding.synced_payload = False
        self.assertIsNone(self._operation(move, binding))

    def test_an_invoice_cancelled_before_it_went_never_goes(self):
        move = self.invoice({})
        binding = self.bind("Invoice", move)
        move.button_draft()
        move.button_cancel()
        self.assertIsNone(self._operation(move, binding))

    def test_a_draft_is_left_as_it_is_until_it_is_posted_again(self):
        move = self.invoice({})
        ready = self.entity("Invoice")._export_ready
        self.assertTrue(ready(move, self.connection))
        move.button_draft()
        self.assertFalse(ready(move, self.connection))
        move.action_post()
        self.assertTrue(ready(move, self.connection))

    def test_the_salesperson_hears_of_a_problem(self):
        move = self.invoice({})
        self.assertEqual(
            self.entity("Invoice")._responsible(move), move.invoice_user_id
        )

    # === MARKING === #

    def _marked(self, change, *args, **kwargs):
        """Return the names of models, and ids, that ``change`` notes."""
        self.env.cr.precommit.data.pop(_KEY, None)
        change(*args, **kwargs)
        return {
            model: ids
            for model, ids in self.env.cr.precommit.data.get(_KEY, {}).items()
            if ids
        }

    def test_posting_marks_the_invoice(self):
        move = self.invoice({}, post=False)
        self.assertIn(move.id, self._marked(move.action_post)["account.move"])

    def test_a_reworded_line_of_a_posted_invoice_marks_the_invoice(self):
        move = self.invoice({})
        marked = self._marked(move.invoice_line_ids.write, {"name": "Oak desk, oiled"})
        self.assertEqual(marked, {"account.move": {move.id}})

    def test_a_line_of_a_draft_marks_nothing_by_itself(self):
        move = self.invoice({}, post=False)
        line = move.invoice_line_ids
        self.assertFalse(self._marked(line.write, {"name": "Oak desk, oiled"}))

    def test_a_field_that_quickbooks_never_sees_marks_nothing(self):
        move = self.invoice({})
        self.assertFalse(self._marked(move.write, {"payment_reference": "INV 17"}))

    def test_reset_to_draft_and_cancel_mark_the_invoice(self):
        move = self.invoice({})
        self.assertIn(move.id, self._marked(move.button_draft)["account.move"])
        self.assertIn(move.id, self._marked(move.button_cancel)["account.move"])

    def test_a_removed_line_of_an_edited_invoice_marks_the_invoice(self):
        move = self.invoice({}, {"name": "second"})
        move.button_draft()
        line = move.invoice_line_ids[1]
        marked = self._marked(
            move.write, {"invoice_line_ids": [Command.delete(line.id)]}
        )
        self.assertEqual(marked, {"account.move": {move.id}})

    def test_journal_entries_are_never_marked(self):
        move = self.invoice({})
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        marked = self._marked(register.create({}).action_create_payments)
        self.assertIn("account.payment", marked, "the payment itself goes")
        entries = self.env["account.move"].browse(marked.get("account.move", ()))
        self.assertNotIn("entry", entries.mapped("move_type"))

    def test_nothing_is_marked_while_the_worker_writes(self):
        move = self.invoice({}).with_context(quickbooks_no_mark=True)
        self.assertFalse(self._marked(move.write, {"narration": "from QuickBooks"}))
        self.assertFalse(
            self._marked(move.invoice_line_ids.write, {"name": "from QuickBooks"})
        )
