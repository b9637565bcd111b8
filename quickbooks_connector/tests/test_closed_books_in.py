"""S19: what is dated in QuickBooks on a day on which Odoo's books are locked."""

from datetime import date

from odoo.tests import tagged

from .incoming_common import ImportCase

LOCKED, OPEN_DAY = date(2026, 11, 15), date(2026, 11, 16)


@tagged("post_install", "-at_install")
class TestClosedBooksIn(ImportCase):
    def setUp(self):
        super().setUp()
        self.company_data["company"].sudo().fiscalyear_lock_date = LOCKED

    def assertBookedLater(self, move):
        """Check that ``move`` keeps its date and is booked once the books are open."""
        self.assertEqual(move.state, "posted")
        self.assertEqual(move.invoice_date, date(2026, 11, 10))
        self.assertEqual(move.date, OPEN_DAY)
        self.assertIn("locked", "".join(move.message_ids.mapped("body")))

    def test_by_setting_it_is_booked_on_the_next_open_day(self):
        self.connection.closed_way = "next"
        theirs, move = self.taken(lines=[self.taxed(100)])
        self.assertBookedLater(move)
        self.assertTotals(move, theirs)
        self.assertNothingIsSent()

    def test_a_change_of_the_setting_takes_over_what_is_held(self):
        theirs = self.make()
        self.run_pull()
        self.assertEqual(self.inbox().cause, "lock_date")
        self.connection.closed_way = "next"
        self.assertBookedLater(self.take(theirs))

    def test_one_held_document_is_booked_by_a_person(self):
        theirs, other = self.make(), self.make()
        self.run_pull()
        row = self.inbox().filtered(lambda row: row.qbo_id == theirs["Id"])
        row.action_next_open_day()
        self.run_pull()
        self.assertBookedLater(self.move_of(theirs))
        self.assertEqual(self.inbox().mapped("qbo_id"), [other["Id"]])

    def test_it_is_booked_from_the_to_do_list(self):
        theirs = self.make()
        self.run_pull()
        self.connection._refresh_problems()
        problem = self.env["quickbooks.problem"].search([("cause", "=", "lock_date")])
        problem.action_mend()
        self.assertBookedLater(self.take(theirs))

    def test_the_money_of_a_receipt_is_booked_with_it(self):
        self.connection.closed_way = "next"
        _theirs, move = self.taken("SalesReceipt", [self.sold(100)])
        self.assertBookedLater(move)
        self.assertEqual(move._quickbooks_money().date, OPEN_DAY)
        self.assertIn(move.payment_state, ("paid", "in_payment"))

    def test_a_bill_is_booked_on_the_next_open_day_too(self):
        self.connection.closed_way = "next"
        line = {
            "Amount": 80,
            "DetailType": "ItemBasedExpenseLineDetail",
            "ItemBasedExpenseLineDetail": {"ItemRef": self.item(), "Qty": 1},
        }
        _theirs, move = self.taken("Bill", [line])
        self.assertBookedLater(move)

    def test_what_was_in_the_books_keeps_its_day_and_is_held(self):
        self.company_data["company"].sudo().fiscalyear_lock_date = False
        theirs, move = self.taken()
        self.company_data["company"].sudo().fiscalyear_lock_date = LOCKED
        self.connection.closed_way = "next"
        self.change(theirs, Line=[self.sold(70)])
        self.run_pull()
        self.assertEqual(self.inbox().cause, "lock_date")
        self.assertEqual((move.date, move.amount_total), (date(2026, 11, 10), 240))
