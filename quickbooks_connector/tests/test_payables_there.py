"""B4: who buys in Odoo and pays in QuickBooks sees in Odoo what was paid."""

from odoo.tests import tagged

from .ledgers import LedgerMixin
from .purchase_common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPayablesThere(LedgerMixin, PurchaseCase):
    @classmethod
    def _set_up(cls, connection):
        super()._set_up(connection)
        connection.write(
            {
                "purchase_moment": "confirmed",
                "bill_direction": "in",
                "bill_payment_direction": "in",
            }
        )
        bank = cls.company_data["default_journal_bank"]
        rows = cls.env["quickbooks.mapping"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "in", ("PaidFrom", "Deposit")),
                ("res_id", "=", bank.id),
            ]
        )
        rows.reference_id = cls.listed(connection, "35")

    def setUp(self):
        super().setUp()
        self.note_opening()

    def pay_there(self, bill, amount, credits=()):
        """Let the accountant pay ``bill`` in QuickBooks."""
        lines = [(bill["Id"], "Bill", amount)]
        lines += [(credit["Id"], "VendorCredit", part) for credit, part in credits]
        money = amount - sum(part for _credit, part in credits)
        return self.qbo.create(
            "BillPayment",
            {
                "VendorRef": bill["VendorRef"],
                "TxnDate": "2026-11-12",
                "TotalAmt": money,
                "PayType": "Check",
                "CheckPayment": {"BankAccountRef": {"value": "35"}},
                "Line": [
                    {"Amount": part, "LinkedTxn": [{"TxnId": id_, "TxnType": kind}]}
                    for id_, kind, part in lines
                ],
            },
        )

    def test_ordered_here_billed_and_paid_there_is_paid_here(self):
        order = self.order()
        self.run_push()
        there = self.theirs(order)
        made = self.bill_there(there)
        bill = self.arrived(made)
        self.assertEqual(bill.payment_state, "not_paid")
        self.assertLedgersAgree()
        payment = self.pay_there(made, 1000)
        self.run_pull()
        self.assertEqual((bill.payment_state, bill.amount_residual), ("partial", 320))
        self.assertLedgersAgree()
        self.pay_there(made, 320)
        self.run_pull()
        self.assertEqual(bill.payment_state, "paid")
        self.assertLedgersAgree()
        paid = self.qbo.read("BillPayment", payment["Id"])
        self.qbo.delete(
            "BillPayment", {"Id": paid["Id"], "SyncToken": paid["SyncToken"]}
        )
        self.run_pull()
        self.assertEqual(bill.amount_residual, 1000)
        self.assertLedgersAgree()
        # Nothing of all that is sent back.
        self.qbo.clear_journal()
        self.run_push()
        self.assertFalse(self.qbo.count("Bill.create"))
        self.assertFalse(self.qbo.count("Bill.update"))

    def test_the_bill_that_was_made_here_too_is_paid_there(self):
        order = self.order()
        self.run_push()
        mine = self.bill(order, post=False)
        made = self.bill_there(self.theirs(order))
        self.assertEqual(self.arrived(made), mine)
        self.pay_there(made, 1320)
        self.run_pull()
        self.assertEqual(mine.payment_state, "paid")
        self.assertEqual(order.invoice_status, "invoiced")
        self.assertLedgersAgree()

    def test_bills_of_odoo_stay_here_where_payables_are_run_there(self):
        order = self.order()
        bill = self.bill(order, "HCL-9")
        self.run_push()
        self.assertFalse(self.binding(bill))
        self.assertFalse(self.qbo.count("Bill.create"))
