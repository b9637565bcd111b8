"""Y4: money given back closes the same open items on both sides."""

from odoo.tests import tagged

from .credits_common import CreditsCase
from .entries_there import make_entry, name, receivable_id


class RefundsCase(CreditsCase):
    def pay(self, amount, payment_type="inbound", partner_type="customer", **vals):
        """Return a posted payment that settles nothing yet."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": payment_type,
                "partner_type": partner_type,
                "partner_id": self.partner_a.id,
                "amount": amount,
                "date": "2026-11-05",
                "journal_id": self.bank.id,
                **vals,
            }
        )
        payment.action_post()
        return payment

    def pay_back(self, amount, **vals):
        """Return a posted refund to a customer, that settles nothing yet."""
        return self.pay(amount, payment_type="outbound", **vals)

    def settle(self, *records):
        """Reconcile documents and payments, as a person does."""
        moves = [r.move_id if r._name == "account.payment" else r for r in records]
        lines = self.open_lines(moves[0].union(*moves))
        lines.filtered(lambda line: not line.reconciled).reconcile()

    def entry_of(self, refund):
        """Return the journal entry in QuickBooks of a refund."""
        row = self.assertBinding(refund, "JournalEntry", state="synced")
        return self.qbo.read("JournalEntry", row.qbo_id)

    def refund_there(self, amount, partner=None, **values):
        """Enter a refund in QuickBooks, as a person does; return the entry."""
        partner = partner or self.partner_a
        customer = self.binding(partner, "Customer").qbo_id
        owed = name(receivable_id(self.connection), "Customer", customer)
        bank = name(self.checking.qbo_id)
        return self.qbo.create("JournalEntry", make_entry(amount, owed, bank, **values))

    def settle_there(self, total, **parts):
        """Apply documents in QuickBooks; return the payment."""
        customer = self.binding(self.partner_a, "Customer").qbo_id
        lines = [
            {"Amount": amount, "LinkedTxn": [{"TxnType": kind, "TxnId": id_}]}
            for kind, (id_, amount) in parts.items()
        ]
        body = {"CustomerRef": {"value": customer}, "TotalAmt": total, "Line": lines}
        return self.qbo.create("Payment", body)


@tagged("post_install", "-at_install")
class TestRefundsOut(RefundsCase):
    """Money given back in Odoo."""

    def test_a_paid_invoice_is_given_back(self):
        invoice = self.create_untaxed(100)
        self.settle(invoice, self.pay(100))
        credit = self.create_credit_note(100)
        refund = self.pay_back(100)
        self.settle(credit, refund)
        self.run_push()
        entry = self.entry_of(refund)
        self.assertEqual(
            self.applied_there(),
            [self.links((credit, 100)) | {("JournalEntry", entry["Id"]): 100}],
        )
        self.assertEqual(entry["DocNumber"], f"ODOO-{refund.id}")
        self.assertLedgersAgree()

    def test_a_part_of_a_credit_is_given_back_and_the_rest_applied(self):
        invoice, credit = self.create_untaxed(30), self.create_credit_note(100)
        refund = self.pay_back(60)
        self.settle(credit, refund)
        self.apply(credit, invoice)
        self.run_push()
        entry = self.entry_of(refund)
        self.assertEqual(
            self.applied_there(),
            [
                self.links((invoice, 30), (credit, 90))
                | {("JournalEntry", entry["Id"]): 60}
            ],
        )
        self.assertLedgersAgree()

    def test_an_over_payment_is_given_back(self):
        invoice, payment = self.create_untaxed(100), self.pay(150)
        self.settle(invoice, payment)
        refund = self.pay_back(50)
        self.settle(payment, refund)
        self.run_push()
        entry = self.entry_of(refund)
        row = self.assertBinding(payment, "Payment", state="synced")
        said = self.qbo.read("Payment", row.qbo_id)
        self.assertEqual(
            {
                (line["LinkedTxn"][0]["TxnType"], line["LinkedTxn"][0]["TxnId"])
                for line in said["Line"]
            },
            {("Invoice", self.id_of(invoice)), ("JournalEntry", entry["Id"])},
        )
        self.assertFalse(said["UnappliedAmt"])
        self.assertLedgersAgree()

    def test_without_an_entry_the_refund_settles_the_credit_too(self):
        # As it is with Odoo's own accounting app.
        moves = type(self.env["account.move"])
        self.patch(moves, "_get_invoice_in_payment_state", lambda self: "in_payment")
        methods = self.bank.outbound_payment_method_line_ids
        methods.payment_account_id = False
        credit = self.create_credit_note(100)
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=credit.ids)
            .create({"journal_id": self.bank.id})
        )
        refund = wizard._create_payments()
        self.assertFalse(refund.move_id)
        self.run_push()
        entry = self.entry_of(refund)
        self.assertEqual(
            self.applied_there(),
            [self.links((credit, 100)) | {("JournalEntry", entry["Id"]): 100}],
        )
        there = self.qbo.read("CreditMemo", self.id_of(credit))
        self.assertFalse(there["Balance"])

    def test_a_refund_of_nothing_yet_is_open_on_both_sides(self):
        refund = self.pay_back(25)
        self.run_push()
        self.entry_of(refund)
        self.assertLedgersAgree()

    def test_what_is_taken_off_the_credit_here_is_open_there(self):
        credit, refund = self.create_credit_note(100), self.pay_back(100)
        self.settle(credit, refund)
        self.run_push()
        self.unapply(credit, refund.move_id)
        self.run_push()
        self.assertEqual(self.applied_there(), [])
        self.assertTrue(self.entry_of(refund))
        self.assertLedgersAgree()

    def test_without_an_account_it_waits_and_says_so(self):
        self.env["quickbooks.mapping"].search(
            [("kind", "=", "PaidFrom"), ("res_id", "=", self.bank.id)]
        ).reference_id = False
        refund = self.pay_back(25)
        self.run_push()
        row = self.assertBinding(
            refund, "JournalEntry", state="failed", cause="refund_money_unmatched"
        )
        self.assertIn(self.bank.display_name, row.message)


@tagged("post_install", "-at_install")
class TestRefundsIn(RefundsCase):
    """Money given back in QuickBooks."""

    def _sent_credit(self):
        credit = self.create_credit_note(80)
        self.run_push()
        return credit

    def _refund(self):
        return self.env["account.payment"].search(
            [("payment_type", "=", "outbound"), ("qbo_is_theirs", "=", True)]
        )

    def test_a_credit_given_back_there_is_given_back_here(self):
        credit = self._sent_credit()
        entry = self.refund_there(80)
        self.settle_there(
            0, CreditMemo=(self.id_of(credit), 80), JournalEntry=(entry["Id"], 80)
        )
        self.run_pull()
        self.assertRecordValues(
            self._refund(),
            [
                {
                    "amount": 80,
                    "partner_id": self.partner_a.id,
                    "journal_id": self.bank.id,
                }
            ],
        )
        self.assertEqual(credit.amount_residual, 0)
        self.run_push()
        self.assertLedgersAgree()

    def test_an_over_payment_given_back_there_is_given_back_here(self):
        invoice = self.create_untaxed(100)
        self.run_push()
        entry = self.refund_there(50)
        self.settle_there(
            150, Invoice=(self.id_of(invoice), 100), JournalEntry=(entry["Id"], 50)
        )
        self.run_pull()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertTrue(self._refund().is_reconciled)
        self.run_push()
        self.assertLedgersAgree()

    def test_a_refund_deleted_there_is_undone_here(self):
        credit = self._sent_credit()
        entry = self.refund_there(80)
        self.settle_there(
            0, CreditMemo=(self.id_of(credit), 80), JournalEntry=(entry["Id"], 80)
        )
        self.run_pull()
        refund = self._refund()
        self.qbo.delete("JournalEntry", entry["Id"])
        self.run_pull()
        self.run_push()
        self.assertEqual(refund.state, "canceled")
        self.assertEqual(credit.amount_residual, 80)
        self.assertLedgersAgree()

    def test_other_entries_are_left_alone(self):
        self._sent_credit()
        entry = self.refund_there(80)
        for line in entry["Line"]:
            del line["Id"]
        turned = [dict(line) for line in entry["Line"]]
        detail = turned[1]["JournalEntryLineDetail"]
        income = self.connection.sudo().income_account_id.qbo_id
        turned[1]["JournalEntryLineDetail"] = detail | {"AccountRef": {"value": income}}
        self.qbo.delete("JournalEntry", entry["Id"])
        self.qbo.create("JournalEntry", {"Line": turned})
        self.run_pull()
        self.assertFalse(self._refund())


@tagged("post_install", "-at_install")
class TestVendorRefunds(RefundsCase):
    """Money that vendors give back."""

    def paid_back(self, amount):
        """Return a refund from a vendor, that settles nothing yet."""
        return self.pay(amount, partner_type="supplier")

    def test_a_vendor_credit_is_given_back(self):
        credit = self.create_credit_note(80, move_type="in_refund")
        refund = self.paid_back(80)
        self.settle(credit, refund)
        self.run_push()
        entry = self.entry_of(refund)
        self.assertEqual(
            self.applied_there("BillPayment"),
            [self.links((credit, 80)) | {("JournalEntry", entry["Id"]): 80}],
        )
        self.assertLedgersAgree()

    def test_an_over_payment_of_a_bill_is_given_back(self):
        bill = self.create_untaxed(100, move_type="in_invoice")
        payment = self.pay(150, payment_type="outbound", partner_type="supplier")
        self.settle(bill, payment)
        refund = self.paid_back(50)
        self.settle(payment, refund)
        self.run_push()
        self.entry_of(refund)
        self.assertBinding(payment, "BillPayment", state="synced")
        self.assertLedgersAgree()
