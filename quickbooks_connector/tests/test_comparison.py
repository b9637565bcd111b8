"""X1: both ledgers side by side, and every difference with its cause."""

from unittest.mock import patch

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

    def test_a_comparison_that_is_interrupted_goes_on_where_it_was(self):
        self.sell(100, 250)
        self.run_push()
        comparison = self.env["quickbooks.comparison"]._start(
            self.connection, "2026-11-01", "2026-11-30"
        )
        run = comparison.run_id
        self._step(run)
        self._step(run)
        run.action_stop()
        self.run_work()
        self.assertEqual(run.state, "stopped")
        self.assertEqual(comparison.get_summary()["run_state"], "stopped")
        self.qbo.clear_journal()
        comparison.action_resume()
        self.run_work()
        self.assertAgrees(comparison)
        self.assertFalse(self.qbo.journal(), "it was read a second time")

    def test_another_period_takes_the_place_of_one_under_way(self):
        self.sell(100)
        self.run_push()
        comparisons = self.env["quickbooks.comparison"]
        first = comparisons._start(self.connection, "2026-10-01", "2026-10-31")
        self._step(first.run_id)
        comparison = self.compare()
        self.assertFalse(first.exists())
        self.assertEqual(comparison.document_count, 1)
        self.assertAgrees(comparison)

    def test_a_comparison_of_little_costs_two_calls_and_one_for_what_differs(self):
        invoice = self.sell(100)
        self.run_push()
        self.qbo.clear_journal()
        self.compare()
        self.assertEqual(len(self.qbo.journal()), 2)
        self.pay_there(invoice, 40)
        self.qbo.clear_journal()
        self.compare()
        self.assertEqual(len(self.qbo.journal()), 3)

    def _step(self, run):
        """Let the worker do one step of the run."""

        def work(_runs, connection):
            run.with_env(connection.env)._step()

        with patch.object(type(run), "_work", work):
            self.run_work()
