"""S10: what an entry settles in QuickBooks is settled in Odoo by the same entry."""

from odoo.tests import tagged

from .entries_there import make_entry, name, receivable_id
from .test_settled_by_entry import SettledCase


@tagged("post_install", "-at_install")
class TestSettledThere(SettledCase):
    """What an accountant settles in QuickBooks by an entry."""

    def settle_there(self, invoice, amount, account):
        """Give up a debt in QuickBooks; return the entry and the payment."""
        customer = self.binding(self.partner_a, "Customer").qbo_id
        owed = name(receivable_id(self.connection), "Customer", customer)
        body = make_entry(amount, name(account), owed)
        entry = self.qbo.create("JournalEntry", body)
        links = (("Invoice", self.id_of(invoice)), ("JournalEntry", entry["Id"]))
        payment = self.qbo.create(
            "Payment",
            {
                "CustomerRef": {"value": customer},
                "TotalAmt": 0,
                "Line": [
                    {"Amount": amount, "LinkedTxn": [{"TxnType": k, "TxnId": i}]}
                    for k, i in links
                ],
            },
        )
        return entry, payment

    def entry_here(self, entry):
        row = self.binding_model().search(
            [("entity", "=", "JournalEntry"), ("qbo_id", "=", entry["Id"])]
        )
        return self.env["account.move"].browse(row.res_id).exists()

    def test_a_debt_that_is_given_up_there_is_given_up_here(self):
        invoice = self.create_untaxed(100)
        self.run_push()
        entry, _payment = self.settle_there(invoice, 30, self.losses_there.qbo_id)
        self.run_pull()
        here = self.entry_here(entry)
        self.assertEqual(here.line_ids.account_id & self.losses, self.losses)
        self.assertEqual(invoice.amount_residual, 70)
        self.assertLedgersAgree()
        self.qbo.clear_journal()
        self.run_push()
        self.assertFalse(self.qbo.count("batch"), "nothing is echoed back")

    def test_without_an_account_here_it_waits_for_that_of_write_offs(self):
        invoice = self.create_untaxed(100)
        self.run_push()
        accounts = self.qbo.all("Account", "AccountType = 'Expense'")
        known = self.env["quickbooks.mapping"].search([("state", "=", "done")])
        taken = set(known.reference_id.mapped("qbo_id"))
        free = next(obj["Id"] for obj in accounts if obj["Id"] not in taken)
        self.settle_there(invoice, 30, free)
        self.run_pull()
        rows = self.env["quickbooks.inbound"].sudo().search([])
        self.assertIn("credit_in_payment", rows.mapped("cause"))
        self.connection.write_off_account_id = self.losses
        self.run_pull()
        self.assertEqual(invoice.amount_residual, 70)
        self.assertLedgersAgree()

    def test_what_is_undone_there_is_undone_here(self):
        invoice = self.create_untaxed(100)
        self.run_push()
        entry, payment = self.settle_there(invoice, 30, self.losses_there.qbo_id)
        self.run_pull()
        here = self.entry_here(entry)
        self.qbo.delete("Payment", payment)
        self.run_pull()
        self.assertEqual(invoice.amount_residual, 100)
        self.assertEqual(here.state, "posted")
        self.assertLedgersAgree()
        self.qbo.delete("JournalEntry", entry)
        self.run_pull()
        self.assertEqual(here.state, "cancel")
        self.run_push()
        self.assertFalse(self.qbo.all("JournalEntry"))
        self.assertLedgersAgree()
