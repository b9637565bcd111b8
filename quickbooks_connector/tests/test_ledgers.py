"""X1: the comparison that other tests rely on notices what differs."""

from odoo.tests import tagged

from .common import QuickbooksCase
from .ledgers import LedgerMixin


@tagged("post_install", "-at_install")
class TestLedgers(LedgerMixin, QuickbooksCase):
    def setUp(self):
        super().setUp()
        self.note_opening()
        self.invoice = self.create_invoice()
        self.run_push()

    def _pay_there(self, amount):
        invoice = self.qbo.read("Invoice", self.binding(self.invoice).qbo_id)
        linked = {"TxnId": invoice["Id"], "TxnType": "Invoice"}
        self.qbo.create(
            "Payment",
            {
                "CustomerRef": invoice["CustomerRef"],
                "TotalAmt": amount,
                "Line": [{"Amount": amount, "LinkedTxn": [linked]}],
            },
        )

    def test_a_document_that_was_sent_agrees(self):
        self.assertLedgersAgree()

    def test_a_payment_that_odoo_has_not_heard_of_is_a_difference(self):
        self._pay_there(40)
        differences = self.ledger_differences(self.connection)
        self.assertTrue(any("balance" in text for text in differences), differences)
        self.assertTrue(any("as customer" in text for text in differences))
        self.run_pull()
        self.assertLedgersAgree()

    def test_a_document_of_one_side_only_is_a_difference(self):
        there = self.qbo.read("Invoice", self.binding(self.invoice).qbo_id)
        self.qbo.delete("Invoice", there["Id"])
        differences = self.ledger_differences(self.connection)
        self.assertTrue(any("gone in QuickBooks" in text for text in differences))
        self.qbo.create(
            "Invoice",
            {"CustomerRef": there["CustomerRef"], "Line": there["Line"][:1]},
        )
        differences = self.ledger_differences(self.connection)
        self.assertTrue(any("is not in Odoo" in text for text in differences))

    def test_what_waits_for_a_person_is_named_by_the_test(self):
        self.qbo.delete("Invoice", self.binding(self.invoice).qbo_id)
        differences = self.ledger_differences(self.connection, held=self.invoice)
        self.assertFalse([text for text in differences if "Invoice" in text])
