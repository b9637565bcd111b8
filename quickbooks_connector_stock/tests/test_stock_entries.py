"""Odoo counts: what it books of the stock is one journal entry a day and pair."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .valued_common import ASSET, COST, SHRINKAGE, OdooCounts, ValuedCase


class EntriesCase(OdooCounts, ValuedCase):
    def entries(self, **vals):
        """Return the rows of the stock's value, of a day if one is named."""
        domain = [(name, "=", value) for name, value in vals.items()]
        return self.env["quickbooks.stock.entry"].search(domain, order="date, id")


@tagged("post_install", "-at_install")
class TestStockEntries(EntriesCase):
    def test_what_is_sold_costs_the_same_on_both_sides(self):
        self.buy(10, 12)
        self.sell(4)
        self.exchange()
        self.assertEqual(self.moved_there(COST), 48)
        self.assertEqual(self.moved_there(ASSET), 72)
        self.assertSameBooks()

    def test_each_day_and_pair_of_accounts_is_one_entry(self):
        self.buy(10, 12)
        self.sell(1, date="2026-11-10")
        self.sell(2, date="2026-11-10")
        self.sell(3, date="2026-11-11")
        self.exchange()
        days = self.entries().mapped("date")
        self.assertEqual(
            days, [fields.Date.to_date(f"2026-11-{day}") for day in ("05", 10, 11)]
        )
        self.assertQboHas("JournalEntry", TxnDate="2026-11-10")
        self.assertBinding(self.entries()[1], "JournalEntry", state="synced")
        self.assertSameBooks()

    def test_scraps_and_counts_are_sent_too(self):
        self.buy(10, 12)
        self.scrap(2)
        self.count(5)
        self.exchange()
        self.assertEqual(self.moved_there(SHRINKAGE), 60)
        self.assertSameBooks()

    def test_a_day_that_changes_changes_its_entry(self):
        self.buy(10, 12)
        invoice = self.sell(4).invoice_ids
        self.exchange()
        entry = self.entries(date="2026-11-10")
        there = self.assertBinding(entry, state="synced").qbo_id
        self.sell(1)
        self.exchange()
        self.assertEqual(self.assertBinding(entry).qbo_id, there)
        self.assertSameBooks()
        invoice.button_draft()
        self.exchange()
        self.assertEqual(self.moved_there(COST), 12)

    def test_what_a_day_holds_no_more_is_deleted_there(self):
        self.buy(10, 12)
        invoice = self.sell(4).invoice_ids
        self.exchange()
        self.assertQboHas("JournalEntry", TxnDate="2026-11-10")
        invoice.button_draft()
        self.exchange()
        self.assertFalse(self.entries(date="2026-11-10"))
        self.assertQboHas("JournalEntry", 0, TxnDate="2026-11-10")

    def test_a_day_is_taken_once_it_is_over(self):
        today = fields.Date.context_today(self.env.user)
        self.buy(10, 12, date=today)
        self.run_push()
        self.run_work()
        self.assertFalse(self.entries(date=today))
        self.connection.action_sum_stock()
        self.run_work()
        self.assertTrue(self.entries(date=today))

    def test_nothing_is_summed_up_a_second_time_on_a_day(self):
        self.buy(10, 12)
        self.exchange()
        self.entries().sudo().with_context(quickbooks_no_mark=True).amount = 1
        self.run_work()
        self.assertEqual(self.entries().mapped("amount"), [1])

    def test_what_is_changed_in_quickbooks_is_put_right_again(self):
        self.buy(10, 12)
        self.exchange()
        binding = self.assertBinding(self.entries(), state="synced")
        entry = self.qbo.read("JournalEntry", binding.qbo_id)
        for line in entry["Line"]:
            line["Amount"] = 7
        self.qbo.update("JournalEntry", entry)
        self.run_pull()
        self.run_push()
        self.assertSameBooks()

    def test_what_is_deleted_in_quickbooks_comes_again(self):
        self.buy(10, 12)
        self.exchange()
        binding = self.assertBinding(self.entries(), state="synced")
        self.qbo.delete("JournalEntry", self.qbo.read("JournalEntry", binding.qbo_id))
        self.run_pull()
        self.run_push()
        self.assertSameBooks()

    def test_without_a_match_of_its_account_a_row_is_held_with_the_reason(self):
        self.buy(10, 12)
        self.scrap(2)
        self.env["quickbooks.mapping"].search(
            [("res_model", "=", "account.account"), ("res_id", "=", self.lost.id)]
        ).sudo().unlink()
        self.exchange()
        row = self.entries(counterpart_id=self.lost.id)
        row |= self.entries(account_id=self.lost.id)
        self.assertBinding(row, state="failed", cause="account_unmatched")
        self.assertIn("Lost Goods", row.qbo_message)
        self.match_account(self.lost, SHRINKAGE)
        row.action_quickbooks_sync()
        self.run_push()
        self.assertSameBooks()

    def test_it_goes_where_customers_and_vendors_payments_do_not(self):
        self.connection.sudo().write(
            {"payment_direction": "off", "bill_payment_direction": "off"}
        )
        self.buy(10, 12)
        self.exchange()
        self.assertBinding(self.entries(), state="synced")

    def test_by_default_nothing_is_sent(self):
        self.connection.sudo().stock_entries = False
        self.buy(10, 12)
        self.run_push()
        self.run_work()
        self.assertFalse(self.entries())
        with self.assertRaisesRegex(UserError, "Turn on"):
            self.connection.action_sum_stock()

    def test_where_quickbooks_counts_nothing_is_sent(self):
        self.connection.sudo().inventory_owner = "quickbooks"
        self.assertFalse(self.connection._sends_stock_entries())

    def test_users_see_the_rows_and_write_none(self):
        self.buy(10, 12)
        self.exchange()
        row = self.entries()
        items = self.env["account.move.line"].search(row.action_items()["domain"])
        self.assertEqual(items.product_id, self.shelf)
        with self.assertRaises(AccessError):
            row.amount = 5
