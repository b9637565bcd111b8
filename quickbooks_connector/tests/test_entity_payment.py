"""Y2: payments received in QuickBooks become Odoo's, over the same invoices."""

from decimal import Decimal as D

from odoo.tests import tagged

from ..entities.cause import EntityError
from .entity_common import EntityCase


@tagged("post_install", "-at_install")
class TestPaymentImport(EntityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.company_data["default_journal_bank"]
        # A bank of a fresh company: no account for receipts under way.
        cls.inbound_payment_method_line.payment_account_id = False

    def _invoice(self, qbo_id, amount=100, **vals):
        move = self.invoice({"price_unit": amount}, **vals)
        self.bind("Invoice", move, qbo_id)
        return move

    def _obj(self, total, parts, **values):
        """Return a payment of ``total`` over ``{invoice id: amount}``."""
        return {
            "Id": "900",
            "SyncToken": "0",
            "CustomerRef": {"value": "58"},
            "TotalAmt": D(total),
            "TxnDate": "2026-11-10",
            "Line": [
                {
                    "Amount": D(amount),
                    "LinkedTxn": [{"TxnId": invoice, "TxnType": "Invoice"}],
                }
                for invoice, amount in parts.items()
            ],
        } | values

    def _import(self, obj, binding=None):
        payments = self.entity("Payment")
        binding = binding or self.env["quickbooks.binding"]
        return payments._import_object(obj, binding, self.connection)

    def assertHeld(self, cause, obj, binding=None, **names):
        with self.assertRaises(EntityError) as caught, self.env.cr.savepoint():
            self._import(obj, binding)
        self.assertEqual(caught.exception.cause, cause)
        for name, value in names.items():
            self.assertEqual(caught.exception.cause_args[name], value)

    # === ONE INVOICE === #

    def test_a_full_payment_turns_the_invoice_paid(self):
        move = self._invoice("145")
        payment = self._import(self._obj("100", {"145": "100"}, PaymentRefNum="CHK 7"))
        self.assertRecordValues(
            payment,
            [
                {
                    "amount": 100,
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "partner_id": self.partner_a.id,
                    "journal_id": self.bank.id,
                    "date": move.invoice_date.replace(day=10),
                    "memo": "CHK 7",
                    "state": "paid",
                    "is_reconciled": True,
                }
            ],
        )
        self.assertEqual(move.payment_state, "paid")
        self.assertEqual(move.amount_residual, 0)
        self.assertEqual(move.matched_payment_ids, payment)
        self.assertEqual(move.reconciled_payment_ids, payment)
        money = payment.move_id.line_ids.filtered(lambda line: line.debit)
        self.assertEqual(money.account_id, self.bank.default_account_id)

    def test_a_payment_without_reference_is_called_by_its_number(self):
        self._invoice("145")
        payment = self._import(self._obj("100", {"145": "100"}))
        self.assertEqual(payment.memo, "QuickBooks payment 900")

    def test_an_account_for_receipts_under_way_is_used_when_there_is_one(self):
        account = self.env["account.chart.template"].ref(
            "account_journal_payment_debit_account_id"
        )
        self.inbound_payment_method_line.payment_account_id = account
        move = self._invoice("145")
        payment = self._import(self._obj("100", {"145": "100"}))
        money = payment.move_id.line_ids.filtered(lambda line: line.debit)
        self.assertEqual(money.account_id, account)
        self.assertEqual(move.payment_state, "paid")

    def test_a_part_leaves_the_rest_open(self):
        move = self._invoice("145")
        self._import(self._obj("30.10", {"145": "30.10"}))
        self.assertEqual(move.payment_state, "partial")
        self.assertEqual(move.amount_residual, 69.90)

    def test_two_parts_of_two_payments_make_it_paid(self):
        move = self._invoice("145")
        self._import(self._obj("30.10", {"145": "30.10"}))
        self._import(self._obj("69.90", {"145": "69.90"}, Id="901"))
        self.assertEqual(move.payment_state, "paid")

    def test_the_rest_of_a_payment_stays_open_for_later(self):
        move = self._invoice("145")
        other = self.invoice({"price_unit": 20})
        payment = self._import(self._obj("120", {"145": "50"}))
        self.assertEqual(move.amount_residual, 50)
        self.assertEqual(other.amount_residual, 20)
        rest = payment.move_id.line_ids.filtered(lambda line: not line.reconciled)
        rest = rest.filtered(lambda line: line.credit)
        self.assertEqual(sum(rest.mapped("amount_residual")), -70)

    # === SEVERAL INVOICES === #

    def test_each_invoice_gets_the_amount_it_has_in_quickbooks(self):
        first, second = self._invoice("145", 80), self._invoice("146", 70)
        payment = self._import(self._obj("100", {"145": "45.45", "146": "54.55"}))
        self.assertEqual(first.amount_residual, 34.55)
        self.assertEqual(second.amount_residual, 15.45)
        self.assertTrue(payment.is_reconciled)
        self.assertEqual(payment.amount, 100)

    def test_invoices_of_several_due_dates_are_paid_from_the_first_on(self):
        move = self._invoice("145", 100, invoice_payment_term_id=self.pay_terms_b.id)
        self._import(self._obj("40", {"145": "40"}))
        due = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
        self.assertEqual(due.sorted("date_maturity").mapped("amount_residual"), [0, 60])

    def test_invoices_with_their_own_receivable_accounts_are_all_paid(self):
        first = self._invoice("145", 80)
        second = self._invoice("146", 70, partner_id=self.partner_b.id)
        self.assertNotEqual(
            first.line_ids.account_id & second.line_ids.account_id,
            self.partner_b.property_account_receivable_id,
        )
        self._import(self._obj("150", {"145": "80", "146": "70"}))
        self.assertEqual((first + second).mapped("payment_state"), ["paid", "paid"])

    def test_what_pays_an_invoice_that_odoo_does_not_have_stays_open(self):
        move = self._invoice("145", 80)
        payment = self._import(self._obj("100", {"145": "80", "777": "20"}))
        self.assertEqual(move.payment_state, "paid")
        self.assertEqual(payment.amount, 100)
        open_lines = payment.move_id.line_ids.filtered(
            lambda line: line.credit and not line.reconciled
        )
        self.assertEqual(open_lines.mapped("amount_residual"), [-20])

    # === LEFT ALONE, HELD === #

    def test_a_payment_of_nothing_of_ours_is_left_alone(self):
        for obj in (self._obj("20", {"777": "20"}), self._obj("20", {})):
            self.assertFalse(self._import(obj))
        self.assertFalse(self._import({"Id": "9", "TotalAmt": D(5)}))

    def test_without_a_journal_it_waits(self):
        self._invoice("145")
        self.connection.payment_journal_id = False
        self.assertHeld("deposit_unmatched", self._obj("100", {"145": "100"}))

    def test_a_locked_date_is_not_moved(self):
        self._invoice("145")
        self.env.company.fiscalyear_lock_date = "2026-11-30"
        obj = self._obj("100", {"145": "100"})
        self.assertHeld("lock_date", obj, date="2026-11-10")

    def test_more_than_is_open_is_never_applied_elsewhere(self):
        move = self._invoice("145")
        self._import(self._obj("60", {"145": "60"}))
        obj = self._obj("100", {"145": "100"}, Id="901")
        self.assertHeld("paid_twice", obj, invoice=move.display_name)
        self.assertEqual(move.amount_residual, 40)

    def test_an_invoice_reset_to_draft_is_not_paid(self):
        move = self._invoice("145")
        move.button_draft()
        self.assertHeld("invoice_not_open", self._obj("100", {"145": "100"}))

    def test_a_credit_used_in_a_payment_is_said(self):
        self._invoice("145")
        obj = self._obj("60", {"145": "100"})
        obj["Line"].append(
            {"Amount": D(40), "LinkedTxn": [{"TxnId": "200", "TxnType": "CreditMemo"}]}
        )
        self.assertHeld("credit_in_payment", obj)

    # === AGAIN === #

    def _bound(self, obj):
        payment = self._import(obj)
        binding = self.bind("Payment", payment, obj["Id"])
        binding._take_over(obj)
        return payment, binding.with_env(self.connection.env)

    def test_the_same_payment_again_changes_nothing(self):
        self._invoice("145", 80), self._invoice("146", 70)
        obj = self._obj("120", {"145": "45.45", "146": "54.55"})
        payment, binding = self._bound(obj)
        before = self.env["account.payment"].search_count([])
        self.assertEqual(self._import(obj | {"PrivateNote": "x"}, binding), payment)
        self.assertEqual(self.env["account.payment"].search_count([]), before)

    def _changed(self, obj, binding, **values):
        """Let ``obj`` be changed in QuickBooks, and taken over."""
        payment = self._import(obj | values, binding)
        binding._take_over(obj | values)
        return payment

    def test_a_change_of_what_it_pays_is_followed(self):
        first, second = self._invoice("145", 80), self._invoice("146", 70)
        obj = self._obj("100", {"145": "50", "146": "50"})
        payment, binding = self._bound(obj)
        entry = payment.move_id.line_ids
        for parts, left in (
            ({"145": "51", "146": "49"}, [29, 21]),
            ({"145": "20"}, [60, 70]),
            ({}, [80, 70]),
            ({"146": "70", "145": "10"}, [70, 0]),
        ):
            lines = self._obj("100", parts)["Line"]
            self.assertEqual(self._changed(obj, binding, Line=lines), payment)
            self.assertEqual((first + second).mapped("amount_residual"), left)
            self.assertEqual(payment.move_id.line_ids, entry, "the entry stays")

    def test_a_change_of_the_amount_is_followed(self):
        first, second = self._invoice("145", 80), self._invoice("146", 70)
        obj = self._obj("100", {"145": "50", "146": "50"})
        payment, binding = self._bound(obj)
        lines = self._obj("90", {"145": "80", "146": "10"})["Line"]
        day = "2026-11-12"
        self._changed(obj, binding, TotalAmt=D(90), Line=lines, TxnDate=day)
        self.assertEqual((payment.amount, str(payment.date)), (90, day))
        self.assertEqual(str(payment.move_id.date), day)
        self.assertEqual(payment.move_id.amount_total, 90)
        self.assertEqual((first + second).mapped("amount_residual"), [0, 60])

    def test_a_void_opens_the_invoices_again(self):
        move = self._invoice("145", 80)
        obj = self._obj("80", {"145": "80"})
        payment, binding = self._bound(obj)
        void = {"TotalAmt": D(0), "Line": [], "PrivateNote": "Voided"}
        self._changed(obj, binding, **void)
        self.assertEqual(payment.state, "canceled")
        self.assertEqual(move.amount_residual, 80)
        self._changed(obj, binding, **void)
        self.assertEqual(payment.state, "canceled")

    def test_a_deletion_opens_the_invoices_again(self):
        move = self._invoice("145", 80)
        payment, binding = self._bound(self._obj("80", {"145": "80"}))
        self.entity("Payment")._import_deleted(binding, self.connection)
        self.assertEqual(payment.state, "canceled")
        self.assertEqual(move.amount_residual, 80)
        self.assertRecordValues(
            binding,
            [{"qbo_id": False, "state": "not_synced", "cause": "undone_there"}],
        )

    def test_a_payment_cancelled_here_is_not_changed_by_its_own_echo(self):
        self._invoice("145", 80)
        obj = self._obj("80", {"145": "80"})
        payment, binding = self._bound(obj)
        payment.action_cancel()
        self._changed(obj, binding, PrivateNote="x")
        self.assertEqual(payment.state, "canceled")

    def test_a_locked_entry_is_not_rewritten_but_may_be_applied_otherwise(self):
        first, second = self._invoice("145", 80), self._invoice("146", 70)
        obj = self._obj("60", {"145": "60"})
        _payment, binding = self._bound(obj)
        self.env.company.fiscalyear_lock_date = "2026-11-30"
        self.assertHeld("lock_date", obj | {"TotalAmt": D(61)}, binding)
        void = {"TotalAmt": D(0), "Line": [], "PrivateNote": "Voided"}
        self.assertHeld("lock_date", obj | void, binding)
        self.env.company.fiscalyear_lock_date = "2026-11-09"
        lines = self._obj("60", {"146": "60"})["Line"]
        self._changed(obj, binding, Line=lines)
        self.assertEqual((first + second).mapped("amount_residual"), [80, 10])

    def test_a_split_payment_can_be_edited_in_odoo(self):
        first, second = self._invoice("145", 80), self._invoice("146", 70)
        payment = self._import(self._obj("100", {"145": "45.45", "146": "54.55"}))
        payment.action_draft()
        payment.amount = 90
        payment.action_post()
        self.assertEqual(payment.move_id.amount_total, 90)
        self.assertEqual(len(payment.move_id.line_ids), 2)
        self.assertEqual((first + second).mapped("amount_residual"), [80, 70])

    # === CURRENCY === #

    def test_another_currency_is_booked_at_quickbooks_rate(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.8)])
        self.connection.preferences = {"CurrencyPrefs": {"MultiCurrencyEnabled": True}}
        move = self._invoice("145", 100, currency_id=euro.id)
        self.assertEqual(move.amount_total_signed, 125)
        payment = self._import(
            self._obj(
                "100",
                {"145": "100"},
                CurrencyRef={"value": "EUR"},
                ExchangeRate=D("1.30"),
            )
        )
        self.assertEqual(payment.currency_id, euro)
        self.assertEqual(move.payment_state, "paid")
        money = payment.move_id.line_ids.filtered(lambda line: line.debit)
        self.assertEqual((money.amount_currency, money.debit), (100, 130))

    def test_a_payment_in_another_currency_than_its_invoice_is_held(self):
        self.setup_other_currency("EUR", rates=[("2026-01-01", 0.8)])
        self._invoice("145")
        obj = self._obj("100", {"145": "100"}, CurrencyRef={"value": "EUR"})
        self.assertHeld("invoice_not_open", obj)

    # === WHERE IT GOES === #

    def test_the_journal_is_the_one_whose_deposit_account_quickbooks_chose(self):
        cash = self.company_data["default_journal_cash"]
        till = self.reference("Account", "41", "Till", account_type="Bank")
        self.match("Deposit", cash, till)
        self._invoice("145")
        obj = self._obj("100", {"145": "100"}, DepositToAccountRef={"value": "41"})
        self.assertEqual(self._import(obj).journal_id, cash)

    def test_journals_that_share_a_deposit_account_leave_it_to_the_settings(self):
        cash = self.company_data["default_journal_cash"]
        funds = self.reference("Account", "4", "Undeposited Funds")
        self.match("Deposit", cash, funds)
        self.match("Deposit", self.bank, funds)
        self._invoice("145")
        obj = self._obj("100", {"145": "100"}, DepositToAccountRef={"value": "4"})
        self.assertEqual(self._import(obj).journal_id, self.bank)

    def test_a_proposed_deposit_account_does_not_count(self):
        cash = self.company_data["default_journal_cash"]
        till = self.reference("Account", "41", "Till", account_type="Bank")
        self.match("Deposit", cash, till, state="proposed")
        self._invoice("145")
        obj = self._obj("100", {"145": "100"}, DepositToAccountRef={"value": "41"})
        self.assertEqual(self._import(obj).journal_id, self.bank)

    def test_the_payment_method_is_the_one_quickbooks_names(self):
        checks = self.inbound_payment_method_line.copy({"name": "Checks"})
        method = self.reference("PaymentMethod", "2", "Check")
        self.match("PaymentMethod", checks, method)
        self._invoice("145")
        obj = self._obj("100", {"145": "100"}, PaymentMethodRef={"value": "2"})
        self.assertEqual(self._import(obj).payment_method_line_id, checks)
