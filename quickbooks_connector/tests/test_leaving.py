"""What is deleted in Odoo, and what follows in QuickBooks."""

from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestLeaving(QuickbooksCase):
    """Invoices stand for every kind that is deleted along with its record."""

    def setUp(self):
        super().setUp()
        self.move = self.create_invoice()
        self.run_push()

    def _delete(self, move):
        move.button_draft()
        move.with_context(force_delete=True).unlink()

    def test_what_is_deleted_here_is_deleted_there(self):
        binding = self.assertBinding(self.move, state="synced")
        self._delete(self.move)
        self.run_push()
        self.assertQboHas("Invoice", count=0, Id=binding.qbo_id)
        self.assertRecordValues(
            binding,
            [{"state": "skipped", "cause": "deleted_here", "qbo_id": False}],
        )

    def test_what_stays_there_by_its_kind_stays(self):
        entity = self.env["quickbooks.entity.invoice"]
        self.patch(type(entity), "_deletes_along", False)
        binding = self.assertBinding(self.move, state="synced")
        self._delete(self.move)
        self.run_push()
        self.assertQboHas("Invoice", Id=binding.qbo_id)
        self.assertRecordValues(
            binding, [{"state": "skipped", "cause": "deleted_here"}]
        )

    def test_what_was_deleted_there_already_is_no_failure(self):
        binding = self.assertBinding(self.move, state="synced")
        self.qbo.delete("Invoice", binding.qbo_id)
        self._delete(self.move)
        self.run_push()
        self.assertRecordValues(
            binding, [{"state": "skipped", "cause": "deleted_here"}]
        )

    def test_what_was_saved_there_meanwhile_is_deleted_all_the_same(self):
        binding = self.assertBinding(self.move, state="synced")
        note = {"Id": binding.qbo_id, "sparse": True, "PrivateNote": "Seen"}
        self.qbo.update("Invoice", note)
        self._delete(self.move)
        self.run_push()
        self.assertQboHas("Invoice", count=0, Id=binding.qbo_id)

    def test_what_is_deleted_goes_before_what_is_sent(self):
        binding = self.assertBinding(self.move, state="synced")
        other = self.create_invoice()
        self.commit()
        self._delete(self.move)
        self.qbo.clear_journal()
        self.run_push()
        self.assertBinding(other, state="synced")
        writes = [
            item["kind"]
            for entry in self.qbo.journal(operation="batch")
            for item in entry["items"]
            if item["entity"] == "Invoice"
        ]
        self.assertEqual(writes, ["delete", "create"])
        self.assertFalse(binding.qbo_id)

    def test_a_payment_deleted_here_is_deleted_there(self):
        self.connection.sudo().undo_payments = True
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.partner_a.id,
                "amount": 10,
            }
        )
        payment.action_post()
        self.run_push()
        binding = self.assertBinding(payment, "Payment", state="synced")
        payment.action_draft()
        payment.unlink()
        self.run_push()
        self.assertQboHas("Payment", count=0, Id=binding.qbo_id)
        self.assertFalse(binding.qbo_id)
