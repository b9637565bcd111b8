"""A company that is connected anew, as after the add-on was removed and came back.

All links are gone; both ledgers are as they were. Nothing may become two.
"""

from odoo.tests import tagged

from .ledgers import LedgerMixin
from .test_dry_run import PlanCase

KINDS = ("Customer", "Item", "Invoice", "Payment")


@tagged("post_install", "-at_install")
class TestConnectedAnew(LedgerMixin, PlanCase):
    def setUp(self):
        super().setUp()
        self.note_opening()
        self.connection.sudo().is_live = True
        self.bank = self.company_data["default_journal_bank"]
        self.invoices = self.env["account.move"].union(
            *(self.create_invoice() for _number in range(3))
        )
        self.payment = self._pay(self.invoices[0])
        self.run_push()
        self.run_pull()
        self.assertEqual(set(self.invoices.mapped("qbo_state")), {"synced"})
        self.before = self._there()
        self._lose_links()

    def _pay(self, invoice):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard = wizard.create({"journal_id": self.bank.id})
        wizard.action_create_payments()
        return invoice.matched_payment_ids

    def _there(self):
        return {kind: len(self.qbo.all(kind)) for kind in KINDS}

    def _lose_links(self):
        """Remove all that the add-on knows, and connect again."""
        cls = type(self)
        self.binding_model().search([]).unlink()
        self.env["quickbooks.inbound"].sudo().search([]).unlink()
        self.connection.sudo().unlink()
        self.connection = self._create_connection(self.env.company, self.qbo)
        with cls._own_cursors():
            cls._sign_in(self.connection)
            cls._set_up(self.connection)

    def _live_again(self, approve):
        plan = self.make_plan()
        if approve:
            plan.action_approve()
        self.go_live()
        self.run_pull()
        self.run_push()
        return plan

    def test_what_is_left_out_is_there_once(self):
        self._live_again(approve=False)
        self.assertEqual(self._there(), self.before)
        later = self.create_invoice()
        self.run_push()
        self.assertBinding(later, state="synced")
        self.assertEqual(self._there(), self.before | {"Invoice": 4})

    def test_what_is_sent_again_is_found_and_linked(self):
        self._live_again(approve=True)
        self.assertEqual(self._there(), self.before)
        for invoice in self.invoices:
            self.assertBinding(invoice, state="synced")
        self.assertLedgersAgree()

    def _touch_payment(self, **vals):
        """Let somebody edit the payment in QuickBooks."""
        [theirs] = self.qbo.all("Payment")[-1:]
        edit = {"Id": theirs["Id"], "PrivateNote": "Seen", "sparse": True}
        self.qbo.update("Payment", edit | vals)

    def test_a_payment_of_before_is_known_by_its_reference(self):
        self._live_again(approve=True)
        self._touch_payment()
        self.run_pull()
        self.run_push()
        self.assertEqual(self.env["account.payment"].search([]), self.payment)
        self.assertBinding(self.payment, state="synced")
        self.assertFalse(self.env["quickbooks.inbound"].sudo().search([]))
        self.assertLedgersAgree()
        self.assertEqual(self._there(), self.before)

    def test_a_reference_alone_makes_no_payment_the_same(self):
        self._touch_payment(TxnDate="2026-11-09")
        self._live_again(approve=True)
        self.assertEqual(self.env["account.payment"].search([]), self.payment)
        self.assertFalse(self.binding(self.payment).qbo_id)
        self.assertEqual(self._there(), self.before)

    # === WITH ANOTHER NUMBER THERE === #

    def _lose_links_again(self):
        self.before = self._there()
        self._lose_links()
        self._let_time_pass()

    def _let_time_pass(self):
        """Let all documents be older than the connection, as in another transaction."""
        self.env.flush_all()
        self.cr.execute(
            "UPDATE account_move SET create_date = create_date - interval '1 day'"
        )
        self.env.invalidate_all()

    def test_an_invoice_made_there_is_known_by_its_number_there(self):
        self._live_again(approve=True)
        [theirs] = self.qbo.all("Invoice")[-1:]
        kept = {key: theirs[key] for key in ("CustomerRef", "TxnDate", "TxnTaxDetail")}
        kept["Line"] = [line for line in theirs["Line"] if "Id" in line]
        made = self.qbo.create("Invoice", kept | {"DocNumber": "1099"})
        self.run_pull()
        mine = self.env["account.move"].search([("payment_reference", "=", "1099")])
        self.assertBinding(mine, qbo_id=made["Id"])
        self._lose_links_again()
        plan = self.make_plan()
        self.assertLine(plan, mine, operation="link", qbo_id=made["Id"])
        plan.action_approve()
        self.go_live()
        self.assertBinding(mine, qbo_id=made["Id"], state="synced", is_born_there=True)
        self.assertEqual(self._there(), self.before)
        self.assertQboHas("Invoice", DocNumber="1099")

    def test_an_invoice_that_quickbooks_numbered_is_known_by_its_memo(self):
        self.connection.sudo().number_way = "quickbooks"
        self._let_time_pass()
        self._live_again(approve=True)
        self.assertEqual(self._there(), self.before)
        alike = self.create_invoice()
        self.run_push()
        linked = self.assertBinding(alike, state="synced").qbo_id
        self._lose_links_again()
        self.connection.sudo().number_way = "quickbooks"
        self._live_again(approve=True)
        self.assertBinding(alike, qbo_id=linked, state="synced")
        self.assertEqual(self._there(), self.before)

    def test_an_alike_invoice_of_another_number_is_another_one(self):
        gone = self.invoices[2]
        self.cr.execute(
            "UPDATE account_move SET name = 'OTHER/1', payment_reference = 'OTHER/1'"
            " WHERE id = %s",
            [gone.id],
        )
        self._let_time_pass()
        self._live_again(approve=True)
        self.assertEqual(
            self._there(), self.before | {"Invoice": self.before["Invoice"] + 1}
        )
