"""S6: credit notes settle the same documents by the same amounts on both sides."""

import time

from odoo.tests import tagged

from ..entities.cause import EntityError
from .credits_common import CreditsCase


@tagged("post_install", "-at_install")
class TestCreditsOut(CreditsCase):
    """What is applied in Odoo is applied in QuickBooks."""

    def test_a_credit_note_settles_the_same_invoice_by_the_same_amount(self):
        invoice, credit = self.create_untaxed(100), self.create_credit_note(40)
        self.apply(credit, invoice)
        self.run_push()
        self.assertEqual(
            self.applied_there(), [self.links((invoice, 40), (credit, 40))]
        )
        self.assertBinding(credit, "Payment", state="synced")
        self.assertLedgersAgree()

    def test_one_payment_says_all_that_a_credit_note_settles(self):
        first, second = self.create_untaxed(30), self.create_untaxed(100)
        credit = self.create_credit_note(50)
        self.apply(credit, first, second)
        self.run_push()
        self.assertEqual(
            self.applied_there(),
            [self.links((first, 30), (second, 20), (credit, 50))],
        )
        self.assertLedgersAgree()

    def test_what_is_applied_later_is_added(self):
        first, second = self.create_untaxed(30), self.create_untaxed(100)
        credit = self.create_credit_note(50)
        self.apply(credit, first)
        self.run_push()
        self.apply(credit, second)
        self.run_push()
        self.assertEqual(
            self.applied_there(),
            [self.links((first, 30), (second, 20), (credit, 50))],
        )
        self.assertLedgersAgree()

    def test_what_is_taken_off_here_is_taken_off_there(self):
        first, second = self.create_untaxed(30), self.create_untaxed(100)
        credit = self.create_credit_note(50)
        self.apply(credit, first, second)
        self.run_push()
        self.unapply(credit, first)
        self.run_push()
        self.assertEqual(self.applied_there(), [self.links((second, 20), (credit, 20))])
        self.assertLedgersAgree()
        self.unapply(credit, second)
        self.run_push()
        self.assertEqual(self.applied_there(), [])
        self.assertBinding(credit, "Payment", state="not_synced", qbo_id=False)
        self.assertLedgersAgree()

    def test_a_credit_moves_from_one_invoice_to_another(self):
        first, second = self.create_untaxed(50), self.create_untaxed(50)
        credit, other = self.create_credit_note(50), self.create_credit_note(50)
        self.apply(credit, first)
        self.apply(other, second)
        self.run_push()
        self.unapply(credit, first)
        self.unapply(other, second)
        self.apply(credit, second)
        self.run_push()
        self.assertEqual(self.applied_there(), [self.links((second, 50), (credit, 50))])
        self.assertLedgersAgree()

    def test_two_credits_change_places(self):
        first, second = self.create_untaxed(50), self.create_untaxed(50)
        credit, other = self.create_credit_note(50), self.create_credit_note(50)
        self.apply(credit, first)
        self.apply(other, second)
        self.run_push()
        self.unapply(credit, first)
        self.unapply(other, second)
        self.apply(credit, second)
        self.apply(other, first)
        self.run_push()
        self.assertCountEqual(
            self.applied_there(),
            [
                self.links((second, 50), (credit, 50)),
                self.links((first, 50), (other, 50)),
            ],
        )
        self.assertLedgersAgree()

    def test_after_it_was_taken_off_a_credit_is_applied_anew(self):
        invoice, credit = self.create_untaxed(100), self.create_credit_note(40)
        self.apply(credit, invoice)
        self.run_push()
        self.unapply(credit, invoice)
        self.run_push()
        self.apply(credit, invoice)
        self.run_push()
        self.assertEqual(
            self.applied_there(), [self.links((invoice, 40), (credit, 40))]
        )
        self.assertBinding(credit, "Payment", state="synced")

    def test_nothing_is_sent_twice(self):
        invoice, credit = self.create_untaxed(100), self.create_credit_note(40)
        self.apply(credit, invoice)
        self.run_push()
        self.run_pull()
        self.qbo.clear_journal()
        credit.ref = "Looked at again"
        self.run_push()
        kinds = [
            item["entity"]
            for entry in self.qbo.journal(operation="batch")
            for item in entry["items"]
        ]
        self.assertNotIn("Payment", kinds)
        self.assertEqual(len(self.applied_there()), 1)

    def test_what_is_left_out_of_quickbooks_is_not_settled_there(self):
        invoice, credit = self.create_untaxed(100), self.create_credit_note(40)
        invoice.action_quickbooks_skip()
        self.apply(credit, invoice)
        self.run_push()
        self.assertEqual(self.applied_there(), [])
        invoice.action_quickbooks_sync()
        self.run_push()
        self.run_push()
        self.assertEqual(
            self.applied_there(), [self.links((invoice, 40), (credit, 40))]
        )
        self.assertLedgersAgree()

    def test_a_cancelled_credit_note_leaves_nothing_behind(self):
        invoice, credit = self.create_untaxed(100), self.create_credit_note(40)
        self.apply(credit, invoice)
        self.run_push()
        credit.button_draft()
        credit.button_cancel()
        self.run_push()
        self.assertEqual(self.applied_there(), [])
        self.assertLedgersAgree()

    def test_a_credit_of_another_currency_is_held_with_its_reason(self):
        invoice, credit = self.create_untaxed(100), self.create_credit_note(40)
        self.run_push()
        other = self.setup_other_currency("EUR")
        foreign = self.create_credit_note(40, currency_id=other.id)
        self.apply(foreign, invoice)
        entity = self.env["quickbooks.entity.payment.credit"]
        self.patch(type(entity), "_is_shared", lambda *args: True)
        with self.assertRaises(EntityError) as caught:
            entity._export_constraints(foreign, self.connection)
        self.assertEqual(caught.exception.cause, "credit_currencies")
        self.assertTrue(credit)


@tagged("post_install", "-at_install")
class TestCreditsIn(CreditsCase):
    """What is applied in QuickBooks is applied in Odoo."""

    def _sent(self, *amounts):
        """Return invoices of ``amounts``, and a credit note of 50, all sent."""
        moves = [self.create_untaxed(amount) for amount in amounts]
        moves.append(self.create_credit_note(50))
        self.run_push()
        return moves

    def test_what_is_applied_there_is_applied_here_by_the_same_amount(self):
        invoice, credit = self._sent(100)
        self.apply_there((credit, 35), (invoice, 35))
        self.run_pull()
        self.assertEqual(invoice.amount_residual, 65)
        self.assertEqual(credit.amount_residual, 15)
        self.run_push()
        self.assertEqual(len(self.applied_there()), 1)
        self.assertLedgersAgree()

    def test_one_payment_over_several_credits_and_invoices(self):
        first, second, credit = self._sent(30, 100)
        other = self.create_credit_note(20)
        self.run_push()
        self.apply_there((credit, 50), (other, 20), (first, 30), (second, 40))
        self.run_pull()
        self.run_push()
        self.assertEqual(first.payment_state, "reversed")
        self.assertEqual(second.amount_residual, 60)
        self.assertEqual((credit + other).mapped("amount_residual"), [0, 0])
        self.assertEqual(len(self.applied_there()), 1)
        self.assertLedgersAgree()

    def test_several_payments_of_one_credit(self):
        first, second, credit = self._sent(30, 100)
        self.apply_there((credit, 30), (first, 30))
        self.apply_there((credit, 20), (second, 20))
        self.run_pull()
        self.assertEqual(credit.amount_residual, 0)
        self.assertEqual(len(self.binding(credit, "Payment")), 2)
        self.run_push()
        self.assertLedgersAgree()

    def test_what_is_taken_off_there_is_taken_off_here(self):
        first, second, credit = self._sent(30, 100)
        payment = self.apply_there((credit, 50), (first, 30), (second, 20))
        self.run_pull()
        lines = payment["Line"]
        lines = [
            line for line in lines if line["LinkedTxn"][0]["TxnId"] != self.id_of(first)
        ]
        for line in lines:
            line["Amount"] = 20
        self.qbo.update("Payment", payment | {"Line": lines, "SyncToken": "0"})
        self.run_pull()
        self.assertEqual(first.amount_residual, 30)
        self.assertEqual(second.amount_residual, 80)
        self.assertEqual(credit.amount_residual, 30)
        self.run_push()
        self.assertLedgersAgree()

    def test_what_is_deleted_or_voided_there_is_undone_here(self):
        for verb in ("delete", "void"):
            invoice, credit = self._sent(100)
            payment = self.apply_there((credit, 50), (invoice, 50))
            self.run_pull()
            self.assertEqual(invoice.amount_residual, 50)
            getattr(self.qbo, verb)("Payment", payment["Id"])
            self.run_pull()
            self.run_push()
            self.assertEqual(invoice.amount_residual, 100, verb)
            self.assertFalse(self.binding(credit, "Payment").filtered("qbo_id"))
            self.assertLedgersAgree()

    def test_what_we_applied_and_is_deleted_there_is_undone_here(self):
        invoice, credit = self.create_untaxed(100), self.create_credit_note(40)
        self.apply(credit, invoice)
        self.run_push()
        binding = self.assertBinding(credit, "Payment", state="synced")
        self.qbo.delete("Payment", binding.qbo_id)
        self.run_pull()
        self.assertEqual(invoice.amount_residual, 100)
        self.run_push()
        self.assertEqual(self.applied_there(), [])
        self.assertLedgersAgree()

    def test_what_quickbooks_applied_and_is_taken_off_here_is_deleted_there(self):
        invoice, credit = self._sent(100)
        self.apply_there((credit, 50), (invoice, 50))
        self.run_pull()
        self.unapply(credit, invoice)
        self.run_push()
        self.assertEqual(self.applied_there(), [])
        self.assertLedgersAgree()

    def test_a_credit_used_for_an_expense_there_is_said(self):
        _invoice, credit = self._sent(100)
        entity = self.connection._for_worker().env["quickbooks.entity"]
        links = (("CreditMemo", self.id_of(credit)), ("Expense", "777"))
        obj = {
            "Id": "900",
            "SyncToken": "0",
            "TotalAmt": 0,
            "Line": [
                {"Amount": 50, "LinkedTxn": [{"TxnType": kind, "TxnId": id_}]}
                for kind, id_ in links
            ],
        }
        own = entity._get("Payment")._for_object(obj, self.connection)
        self.assertEqual(own._odoo_model, "account.move")
        none = self.env["quickbooks.binding"]
        with self.assertRaises(EntityError) as caught:
            own._import_object(obj, none, self.connection)
        self.assertEqual(caught.exception.cause, "credit_used_there")
        self.assertEqual(caught.exception.cause_args["credit"], credit.display_name)
        # Once it is given back here, too, there is nothing left to say.
        refund = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": credit.partner_id.id,
                "amount": 50,
                "journal_id": self.bank.id,
                "qbo_sync": False,
            }
        )
        refund.action_post()
        self.apply(credit, refund.move_id)
        self.assertFalse(own._import_object(obj, none, self.connection))

    def test_an_invoice_of_nobody_here_is_left_alone(self):
        _invoice, credit = self._sent(100)
        body = {
            "CustomerRef": {"value": self.binding(credit.partner_id, "Customer").qbo_id}
        }
        line = {
            "Amount": 20,
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {"ItemRef": {"value": "1"}},
        }
        other = self.qbo.create("Invoice", body | {"Line": [line]})
        self.connection.sudo().invoice_direction = "out"
        self.qbo.create(
            "Payment",
            body
            | {
                "TotalAmt": 0,
                "Line": [
                    {"Amount": 20, "LinkedTxn": [{"TxnType": kind, "TxnId": id_}]}
                    for kind, id_ in (
                        ("Invoice", other["Id"]),
                        ("CreditMemo", self.id_of(credit)),
                    )
                ],
            },
        )
        self.run_pull()
        self.assertEqual(credit.amount_residual, 50)


@tagged("post_install", "-at_install")
class TestCreditsAppliedByThemselves(CreditsCase):
    """QuickBooks applies credits by itself where the preference says so."""

    def setUp(self):
        super().setUp()
        self.qbo.load("Preferences", {"SalesFormsPrefs": {"AutoApplyCredit": True}})
        self.connection.sudo().lists_read_at = False
        self.run_pull()

    def _settle_down(self):
        for _round in range(3):
            self.run_push()
            # The times that are compared are whole seconds.
            time.sleep(1.1)
            self.run_pull()
            self.let_time_pass()

    def test_what_it_applies_as_odoo_did_is_recognised(self):
        invoice, credit = self.create_untaxed(100), self.create_credit_note(40)
        self.apply(credit, invoice)
        self._settle_down()
        self.assertEqual(
            self.applied_there(), [self.links((invoice, 40), (credit, 40))]
        )
        self.assertEqual(invoice.amount_residual, 60)
        self.assertNotIn("failed", self.binding(credit).mapped("state"))
        self.assertLedgersAgree()

    def test_what_it_applies_and_odoo_did_not_is_applied_here(self):
        invoice, _credit = self.create_untaxed(100), self.create_credit_note(40)
        self._settle_down()
        self.assertEqual(invoice.amount_residual, 60)
        self.assertLedgersAgree()

    def test_what_it_applies_elsewhere_is_put_right(self):
        older = self.create_untaxed(100, invoice_date="2026-10-01")
        invoice, credit = self.create_untaxed(100), self.create_credit_note(40)
        self.apply(credit, invoice)
        self._settle_down()
        self.assertEqual(
            self.applied_there(), [self.links((invoice, 40), (credit, 40))]
        )
        self.assertEqual(older.amount_residual, 100)
        self.assertNotIn("failed", self.binding(credit).mapped("state"))
        self.assertLedgersAgree()


@tagged("post_install", "-at_install")
class TestVendorCredits(CreditsCase):
    """B3: vendor credits settle the same bills by the same amounts."""

    def _bill(self, amount):
        return self.create_untaxed(amount, move_type="in_invoice")

    def _credit(self, amount):
        return self.create_credit_note(amount, move_type="in_refund")

    def test_a_vendor_credit_settles_the_same_bills_by_the_same_amounts(self):
        first, second, credit = self._bill(30), self._bill(100), self._credit(50)
        self.apply(credit, first, second)
        self.run_push()
        self.assertEqual(
            self.applied_there("BillPayment"),
            [self.links((first, 30), (second, 20), (credit, 50))],
        )
        self.assertLedgersAgree()
        self.unapply(credit, first)
        self.run_push()
        self.assertEqual(
            self.applied_there("BillPayment"),
            [self.links((second, 20), (credit, 20))],
        )
        self.assertLedgersAgree()

    def test_what_is_applied_there_is_applied_here_and_taken_off_likewise(self):
        bill, credit = self._bill(100), self._credit(50)
        self.run_push()
        payment = self.apply_there((credit, 35), (bill, 35), entity="BillPayment")
        self.run_pull()
        self.assertEqual(bill.amount_residual, 65)
        self.assertEqual(credit.amount_residual, 15)
        self.run_push()
        self.assertLedgersAgree()
        self.qbo.delete("BillPayment", payment["Id"])
        self.run_pull()
        self.assertEqual(bill.amount_residual, 100)
        self.assertEqual(credit.amount_residual, 50)
        self.assertLedgersAgree()
