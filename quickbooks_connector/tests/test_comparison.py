"""X1: both ledgers side by side, and every difference with its cause."""

from odoo.tests import tagged

from .comparison_common import ComparisonCase


@tagged("post_install", "-at_install")
class TestComparison(ComparisonCase):
    def test_what_was_exchanged_agrees_in_every_part(self):
        invoice = self.sell(100)
        bill = self.buy(70)
        self.run_push()
        self.pay(invoice)
        self.pay(bill)
        self.run_push()
        comparison = self.compare()
        self.assertAgrees(comparison)
        documents = self.lines(comparison, "document", is_different=False)
        self.assertEqual(len(documents), 4)
        self.assertEqual(comparison.document_count, 4)

    def test_a_payment_that_odoo_has_not_heard_of_is_explained_everywhere(self):
        invoice = self.sell(100)
        self.run_push()
        self.pay_there(invoice, 40)
        comparison = self.compare()
        payment = self.lines(comparison, "document", entity="Payment")
        self.assertEqual(payment.cause, "ledger_only_there")
        document = self.lines(comparison, "document", entity="Invoice")
        self.assertEqual((document.balance, document.qbo_balance), (100, 60))
        self.assertEqual(document.cause, "ledger_applied")
        owed = self.assertDiffers(comparison, "receivable", 100, 60, "ledger_documents")
        self.assertIn(payment.name, owed.message)
        self.assertDiffers(comparison, "cash", 0, 40, "ledger_documents")
        self.run_pull()
        self.assertAgrees(self.compare())
