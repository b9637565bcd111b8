"""S10: what is settled in Odoo without a payment is settled in QuickBooks."""

from odoo import Command
from odoo.tests import tagged

from .credits_common import CreditsCase


class SettledCase(CreditsCase):
    """A company that matches its bank, and writes entries, without payments."""

    @classmethod
    def _set_up(cls, connection):
        super()._set_up(connection)
        cls.losses = cls.company_data["default_account_expense"]
        entry = cls.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "Account"),
                ("account_type", "=", "Expense"),
            ],
            limit=1,
        )
        cls.losses_there = entry
        rows = cls.env["quickbooks.mapping"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "Account"),
                ("res_id", "=", cls.losses.id),
            ]
        )
        rows.reference_id = entry

    def match_bank(self, amount, *moves, **vals):
        """Return the entry of a line of the bank, matched with ``moves`` by a person.

        :param float amount: what came in; below zero: what went out
        """
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": "2026-11-05",
                "payment_ref": "Transfer",
                "amount": amount,
                "partner_id": moves[0].commercial_partner_id.id,
                **vals,
            }
        )
        return self.match_bank_again(line.move_id, *moves)

    def match_bank_again(self, entry, *moves):
        """Match the entry of a line of the bank with ``moves``; return it."""
        _liquidity, suspense, _other = entry.statement_line_id._seek_for_lines()
        suspense.account_id = self.open_lines(moves[0]).account_id[:1]
        self.settle(entry, *moves)
        return entry

    def write_entry(self, amount, move, account=None, **vals):
        """Return a posted entry that takes ``amount`` off what ``move`` asks for."""
        owed = self.open_lines(move)
        sign = -1 if owed[0].balance > 0 else 1
        partner = move.commercial_partner_id.id
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": "2026-11-05",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": owed[0].account_id.id,
                            "partner_id": partner,
                            "balance": sign * amount,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": (account or self.losses).id,
                            "balance": -sign * amount,
                        }
                    ),
                ],
                **vals,
            }
        )
        entry.action_post()
        self.settle(entry, move)
        return entry

    def settle(self, *moves):
        """Reconcile what is open of ``moves``, as a person does."""
        lines = self.open_lines(moves[0].union(*moves))
        lines = lines.filtered(lambda line: not line.reconciled)
        for _account, group in lines.grouped("account_id").items():
            if len(group) > 1:
                group.reconcile()

    def assertSettledThere(self, entry, *parts):
        """Check that QuickBooks settles the ``(document, amount)`` by ``entry``."""
        row = self.assertBinding(entry, "JournalEntry", state="synced")
        total = sum(amount for _move, amount in parts)
        wanted = self.links(*parts) | {("JournalEntry", row.qbo_id): total}
        self.assertIn(wanted, [*self.applied_there(), *self.bills_applied_there()])
        self.assertLedgersAgree()

    def bills_applied_there(self):
        return self.applied_there("BillPayment")


@tagged("post_install", "-at_install")
class TestSettledInAnotherCurrency(SettledCase):
    qbo_options = {"multicurrency": True}

    def test_an_entry_is_in_the_currency_of_what_it_settles(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.8)])
        invoice = self.create_untaxed(100, currency_id=euro.id)
        self.run_push()
        # QuickBooks has made an account for what is owed in euros.
        self.run_pull()
        owed = self.open_lines(invoice)
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": "2026-11-05",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": owed.account_id.id,
                            "partner_id": self.partner_a.id,
                            "currency_id": euro.id,
                            "amount_currency": -30,
                            "balance": -37.5,
                        }
                    ),
                    Command.create({"account_id": self.losses.id, "balance": 37.5}),
                ],
            }
        )
        entry.action_post()
        self.settle(entry, invoice)
        self.run_push()
        self.assertSettledThere(entry, (invoice, 30))
        there = self.qbo.read(
            "JournalEntry", self.binding(entry, "JournalEntry").qbo_id
        )
        self.assertEqual(there["CurrencyRef"]["value"], "EUR")
        self.assertEqual(there["ExchangeRate"], 1.25)
        self.assertEqual({line["Amount"] for line in there["Line"]}, {30})


@tagged("post_install", "-at_install")
class TestSettledByEntry(SettledCase):
    """What people match and write in Odoo."""

    def test_a_bank_line_that_pays_an_invoice_pays_it_there(self):
        invoice = self.create_untaxed(100)
        self.run_push()
        entry = self.match_bank(100, invoice)
        self.run_push()
        self.assertSettledThere(entry, (invoice, 100))
        self.assertEqual(invoice.payment_state, "paid")
        self.assertFalse(invoice._get_unsaid())

    def test_what_a_bank_line_brings_beyond_the_invoice_is_the_customers(self):
        invoice = self.create_untaxed(100)
        entry = self.match_bank(150, invoice)
        self.run_push()
        self.assertSettledThere(entry, (invoice, 100))

    def test_one_bank_line_over_several_invoices(self):
        invoices = self.create_untaxed(100) + self.create_untaxed(40)
        entry = self.match_bank(120, *invoices)
        self.run_push()
        paid = [
            (move, int(move.amount_total - move.amount_residual)) for move in invoices
        ]
        self.assertSettledThere(entry, *paid)

    def test_a_debt_that_is_given_up_is_given_up_there(self):
        invoice = self.create_untaxed(100)
        entry = self.write_entry(30, invoice)
        self.run_push()
        self.assertSettledThere(entry, (invoice, 30))
        there = self.qbo.read(
            "JournalEntry", self.binding(entry, "JournalEntry").qbo_id
        )
        accounts = [
            line["JournalEntryLineDetail"]["AccountRef"]["value"]
            for line in there["Line"]
        ]
        self.assertIn(self.losses_there.qbo_id, accounts)

    def test_a_bank_line_that_pays_a_bill(self):
        bill = self.create_credit_note(80, "in_invoice", ref="B-80")
        entry = self.match_bank(-80, bill)
        self.run_push()
        self.assertSettledThere(entry, (bill, 80))

    def test_a_bank_line_that_gives_a_credit_note_back(self):
        credit = self.create_credit_note(60)
        entry = self.match_bank(-60, credit)
        self.run_push()
        self.assertSettledThere(entry, (credit, 60))

    def test_an_entry_sets_an_invoice_off_against_a_bill(self):
        invoice = self.create_untaxed(100)
        bill = self.create_credit_note(70, "in_invoice", ref="B-70")
        payable = self.open_lines(bill).account_id
        entry = self.write_entry(70, invoice, payable)
        self.open_lines(entry).partner_id = self.partner_a
        self.settle(entry, bill)
        self.run_push()
        row = self.assertBinding(entry, "JournalEntry", state="synced")
        own = {("JournalEntry", row.qbo_id): 70}
        self.assertEqual(self.applied_there(), [self.links((invoice, 70)) | own])
        self.assertEqual(self.bills_applied_there(), [self.links((bill, 70)) | own])
        self.assertLedgersAgree()

    def test_what_is_taken_off_here_is_open_there_and_the_entry_stays(self):
        invoice = self.create_untaxed(100)
        entry = self.match_bank(100, invoice)
        self.run_push()
        self.unapply(entry, invoice)
        self.run_push()
        self.assertFalse(self.applied_there())
        self.assertBinding(entry, "JournalEntry", state="synced")
        self.assertLedgersAgree()

    def test_a_bank_line_that_is_matched_with_nothing_any_more_leaves_quickbooks(self):
        invoice = self.create_untaxed(100)
        entry = self.match_bank(100, invoice)
        self.run_push()
        entry.statement_line_id.action_undo_reconciliation()
        self.run_push()
        self.assertFalse(self.binding(entry, "JournalEntry").qbo_id)
        self.assertFalse(self.qbo.all("JournalEntry"))
        self.assertLedgersAgree()
        self.match_bank_again(entry, invoice)
        self.run_push()
        self.assertSettledThere(entry, (invoice, 100))
        self.assertLedgersAgree()

    def test_an_entry_that_is_corrected_keeps_its_counterpart(self):
        invoice = self.create_untaxed(100)
        entry = self.write_entry(30, invoice)
        self.run_push()
        before = self.binding(entry, "JournalEntry").qbo_id
        entry.button_draft()
        owed = self.open_lines(entry)
        other = entry.line_ids - owed
        entry.line_ids = [
            Command.update(owed.id, {"balance": -45}),
            Command.update(other.id, {"balance": 45}),
        ]
        entry.action_post()
        self.settle(entry, invoice)
        self.run_push()
        self.assertEqual(self.binding(entry, "JournalEntry").qbo_id, before)
        self.assertSettledThere(entry, (invoice, 45))

    def test_a_deleted_entry_is_deleted_there(self):
        invoice = self.create_untaxed(100)
        entry = self.write_entry(30, invoice)
        self.run_push()
        entry.button_draft()
        entry.unlink()
        self.run_push()
        self.assertFalse(self.applied_there())
        self.assertFalse(self.qbo.all("JournalEntry"))
        self.assertLedgersAgree()

    def test_what_is_taken_off_there_is_open_here(self):
        invoice = self.create_untaxed(100)
        entry = self.match_bank(100, invoice)
        self.run_push()
        (payment,) = [p for p in self.qbo.all("Payment") if not p["TotalAmt"]]
        self.qbo.delete("Payment", payment)
        self.run_pull()
        self.run_push()
        self.assertEqual(invoice.amount_residual, 100)
        self.assertBinding(entry, "JournalEntry", state="synced")
        self.assertLedgersAgree()

    def test_an_account_without_a_match_holds_it_and_the_invoice_says_so(self):
        invoice = self.create_untaxed(100)
        self.run_push()
        account = self.losses.copy({"name": "Never matched"})
        entry = self.write_entry(30, invoice, account)
        self.run_push()
        row = self.assertBinding(entry, "JournalEntry", state="failed")
        self.assertIn("Never matched", row.message)
        self.assertIn(row.message, invoice._get_quickbooks_alert()["message"])

    def test_an_entry_over_several_customers_is_held_with_what_to_do(self):
        other = self.env["res.partner"].create({"name": "Second Stop"})
        first = self.create_untaxed(100)
        second = self.create_untaxed(50, partner_id=other.id)
        entry = self.write_entry(30, first)
        entry.button_draft()
        entry.line_ids = [
            Command.create(
                {
                    "account_id": self.open_lines(second).account_id.id,
                    "partner_id": other.id,
                    "balance": -50,
                }
            ),
            Command.create({"account_id": self.losses.id, "balance": 50}),
        ]
        entry.action_post()
        self.settle(entry, first)
        self.run_push()
        row = self.assertBinding(entry, "JournalEntry", state="failed")
        self.assertIn("several customers", row.message)

    def test_entries_that_settle_nothing_of_quickbooks_stay_here(self):
        invoice = self.create_untaxed(100)
        invoice.action_quickbooks_skip()
        entry = self.match_bank(100, invoice)
        self.run_push()
        self.assertFalse(entry.qbo_binding_ids)
        self.assertFalse(self.qbo.all("JournalEntry"))
