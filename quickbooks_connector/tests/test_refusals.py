"""Whatever is refused ends in a state and words, and holds up no neighbour."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestRefusals(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chair = cls._create_product(name="Garden chair", lst_price=50.0)
        cls.partner_a.name = "Meadow Hotel"
        cls.partner_b.name = "Ridge Hostel"

    def _invoices(self, count=3):
        partners = self.partner_a, self.partner_b
        return self.env["account.move"].concat(
            *(
                self.create_invoice(partners[i % 2], [(self.chair, 1 + i, 50.0, True)])
                for i in range(count)
            )
        )

    def _assert_all_there_once(self, invoices):
        for invoice in invoices:
            self.assertBinding(invoice, state="synced", cause=False, attempts=0)
            self.assertQboHas("Invoice", DocNumber=invoice.name)

    def _activities(self, record):
        kind = self.env.ref("quickbooks_connector.mail_activity_type_sync")
        told = self.problem_of(record).activity_ids
        return told.filtered(lambda a: a.activity_type_id == kind)

    # === NOT CONNECTED === #

    def test_without_a_live_connection_posting_goes_on_and_nothing_is_noted(self):
        self.connection.sudo().is_live = False
        invoice = self.create_invoice()
        self.run_push()
        self.assertEqual(invoice.state, "posted")
        self.assertFalse(self.binding(invoice))
        self.assertEqual(invoice.qbo_state, "not_synced")
        self.assertFalse(self.qbo.count())

    def test_while_disconnected_changes_wait_and_go_out_after_the_next_sign_in(self):
        with self._own_cursors():
            self.connection.action_disconnect()
        invoice = self.create_invoice(self.partner_a, [(self.chair, 1, 50.0, True)])
        self.run_push()
        self.assertBinding(invoice, state="pending")
        self.assertFalse(self.qbo.all("Invoice", f"DocNumber = '{invoice.name}'"))
        with self._own_cursors():
            self._sign_in(self.connection)
        self.run_push()
        self._assert_all_there_once(invoice)

    # === ONE RECORD === #

    def test_an_unmatched_tax_holds_its_documents_until_it_is_matched(self):
        mapping = self.env["quickbooks.mapping"].search(
            [("res_model", "=", "account.tax"), ("res_id", "=", self.tax_sale_a.id)]
        )
        mapping.state = "proposed"
        taxed = self.create_invoice(self.partner_a, [(self.chair, 1, 50.0, True)])
        free = self.create_invoice(self.partner_b, [(self.chair, 1, 50.0, False)])
        self.run_push()
        held = self.assertBinding(taxed, state="failed", cause="tax_unmatched")
        self.assertIn(self.tax_sale_a.name, held.message)
        self.assertIn("Nothing was sent", held.message)
        self._assert_all_there_once(free)
        mapping.action_accept()
        self.run_push()
        self._assert_all_there_once(taxed)

    def test_a_validation_fault_fails_its_record_alone_and_tells_who_is_responsible(
        self,
    ):
        invoices = self._invoices()
        refused = invoices[1]
        self.qbo.fail_next(
            kind="fault", entity="Invoice", index=1, code="2050", detail="Too long."
        )
        self.run_push()
        self._assert_all_there_once(invoices - refused)
        held = self.assertBinding(refused, state="failed", cause="text_too_long")
        self.assertIn("Too long.", held.message)
        self.assertFalse(held.is_due)
        self.assertEqual(refused.qbo_state, "failed")
        self.assertEqual(len(self._activities(refused)), 1)
        notes = refused.message_ids.filtered(lambda m: "Too long." in m.body)
        self.assertEqual(len(notes), 1)
        self.qbo.clear_journal()
        self.run_push()
        self.assertFalse(self.qbo.count(), "what only an edit can mend is not repeated")
        refused.ref = "Mended"
        self.run_push()
        self._assert_all_there_once(refused)
        self.assertFalse(self._activities(refused))

    def test_a_fault_in_a_contact_holds_its_documents_and_no_others(self):
        mine = self.create_invoice(self.partner_a, [(self.chair, 1, 50.0, True)])
        other = self.create_invoice(self.partner_b, [(self.chair, 2, 50.0, True)])
        self.qbo.fail_next(
            kind="fault", entity="Customer", index=0, code="2210", detail="Bad e-mail."
        )
        self.run_push()
        first = (
            self.partner_a if self.binding(self.partner_a).state == "failed" else None
        )
        self.assertTrue(first, "the first customer of the batch is refused")
        self.assertBinding(mine, state="failed", cause="needs")
        self._assert_all_there_once(other)
        self.partner_a.email = "desk@meadow-hotel.example.com"
        self.run_push()
        self._assert_all_there_once(mine)

    @mute_logger("odoo.addons.quickbooks_connector.sync.preparation")
    def test_a_fault_of_ours_in_one_record_stops_no_other(self):
        invoices = self._invoices(2)
        entity = type(self.env["quickbooks.entity.invoice"])
        original = entity._add_memo

        def broken(self, values, record, connection):
            if record == invoices[0]:
                raise KeyError("x_missing")
            return original(self, values, record, connection)

        self.patch(entity, "_add_memo", broken)
        self.run_push()
        self.assertBinding(invoices[0], state="failed", cause="internal")
        self._assert_all_there_once(invoices[1])

    @mute_logger("odoo.addons.quickbooks_connector.sync.store")
    def test_a_fault_of_ours_after_the_answer_loses_no_id_and_doubles_nothing(self):
        entity = type(self.env["quickbooks.entity.invoice"])

        def broken(*_args):
            raise KeyError("x_missing")

        self.patch(entity, "_check_answer", broken)
        invoices = self._invoices(2)
        self.run_push()
        for invoice in invoices:
            held = self.assertBinding(invoice, state="failed", cause="internal")
            self.assertTrue(held.qbo_id)
        invoices.action_quickbooks_sync()
        self.run_push()
        for invoice in invoices:
            self.assertQboHas("Invoice", DocNumber=invoice.name)

    @mute_logger("odoo.addons.quickbooks_connector.sync.preparation")
    def test_a_fault_of_ours_before_the_call_stops_no_other(self):
        invoices = self._invoices(2)
        entity = type(self.env["quickbooks.entity.invoice"])
        original = entity._export_needs

        def broken(self, record, connection):
            if record == invoices[0]:
                raise KeyError("x_missing")
            return original(self, record, connection)

        self.patch(entity, "_export_needs", broken)
        self.run_push()
        self.assertBinding(invoices[0], state="failed", cause="internal")
        self._assert_all_there_once(invoices[1])

    # === THE WHOLE CONNECTION === #

    def test_a_throttled_connection_waits_and_counts_no_try(self):
        invoices = self._invoices()
        self.qbo.fail_next(status=429, path="batch$", headers={"Retry-After": "30"})
        before = fields.Datetime.now()
        self.run_push()
        self.assertFalse(self.qbo.all("Customer", "DisplayName = 'Meadow Hotel'"))
        for invoice in invoices:
            self.assertBinding(invoice, state="pending", attempts=0)
        waits = self.connection.wait_until - before
        self.assertGreaterEqual(waits, timedelta(seconds=29))
        self.assertLessEqual(waits, timedelta(seconds=60))
        self.assertEqual(self.connection.state, "connected")
        self.qbo.clear_journal()
        self.run_push()
        self.assertFalse(self.qbo.count(), "nothing is asked before the wait is over")
        self.env["quickbooks.throttle"].sudo().search([]).blocked_until = 0
        self.let_time_pass()
        self.run_push()
        self._assert_all_there_once(invoices)

    def test_an_outage_leaves_everything_waiting_and_tells_nobody(self):
        invoices = self._invoices()
        self.qbo.fail_next(status=503, path="batch$")
        self.run_push()
        for invoice in invoices:
            self.assertBinding(invoice, state="pending")
            self.assertFalse(self._activities(invoice))
        self.assertEqual(self.connection.wait_cause, "unavailable")
        self.let_time_pass()
        self.run_push()
        self._assert_all_there_once(invoices)
        self.assertFalse(self.connection.wait_cause)

    def test_an_hour_of_silence_is_told_once_until_quickbooks_answers(self):
        invoices = self._invoices(1)
        self.qbo.fail_next(count=None, status=503)
        for silence in (timedelta(), timedelta(minutes=59), timedelta(hours=2)):
            self.assertFalse(self.connection.activity_ids)
            if silence:
                since = fields.Datetime.now() - silence
                self.connection.sudo().silent_since = since
            self.let_time_pass()
            self.run_push()
        self.let_time_pass()
        self.run_push()
        self.assertEqual(len(self.connection.activity_ids), 1)
        self.assertIn("has not answered since", self.connection.activity_ids.note)
        self.qbo.clear_faults()
        self.connection.action_sync_now()
        self.let_time_pass()
        self.run_push()
        self._assert_all_there_once(invoices)
        self.assertFalse(self.connection.activity_ids)
        self.assertFalse(self.connection.silent_since)

    def test_an_answer_that_is_lost_after_the_work_was_done_doubles_nothing(self):
        invoices = self._invoices()
        self.qbo.fail_next(kind="cut", when="after", entity="Invoice")
        self.run_push()
        for invoice in invoices:
            binding = self.assertBinding(invoice, state="pending", cause="uncertain")
            self.assertTrue(binding.request_id)
        sent = self.qbo.count("Invoice.create")
        invoices[0].ref = "Edited while nobody knew"
        self.run_push()
        self.assertEqual(self.qbo.count("Invoice.create"), sent, "it waits its time")
        self.let_time_pass()
        self.run_push()
        self._assert_all_there_once(invoices)
        theirs = self.assertQboHas("Invoice", DocNumber=invoices[0].name)
        self.assertIn("Edited while nobody knew", str(theirs))

    def test_an_outage_in_the_middle_of_the_documents_doubles_nothing(self):
        invoices = self._invoices()
        self.qbo.fail_next(status=500, when="after", entity="Invoice")
        self.run_push()
        self.let_time_pass()
        self.run_push()
        self._assert_all_there_once(invoices)

    # === SIGN-IN === #

    def test_an_expired_access_token_is_renewed_on_the_way(self):
        invoices = self._invoices()
        self.qbo.expire_access_tokens()
        self.run_push()
        self._assert_all_there_once(invoices)
        self.assertEqual(self.connection.state, "connected")

    @mute_logger("odoo.addons.quickbooks_connector.models.quickbooks_credential")
    def test_a_fresh_token_that_is_refused_for_a_while_asks_nobody_to_sign_in(self):
        invoice = self.create_invoice()
        # The token, and the one that was got for it.
        self.qbo.fail_next(count=2, kind="status", status=401)
        self.run_push()
        self.assertEqual(self.connection.state, "connected")
        self.assertTrue(self.connection.sudo().wait_until)
        self.let_time_pass()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertQboHas("Invoice", DocNumber=invoice.name)

    def test_fresh_tokens_that_are_refused_again_and_again_ask_for_a_sign_in(self):
        self.create_invoice()
        self.qbo.fail_next(count=None, kind="status", status=401)
        turns = 0
        while self.connection.state == "connected" and turns < 10:
            self.run_push()
            self.let_time_pass()
            turns += 1
        self.assertEqual(self.connection.state, "reauthorise")
        self.assertGreater(turns, 2)

    def test_a_dead_refresh_token_asks_for_a_sign_in_once_and_loses_nothing(self):
        invoices = self._invoices()
        self.qbo.kill_refresh_token()
        self.qbo.expire_access_tokens()
        self.run_push()
        self.run_push()
        self.assertEqual(self.connection.state, "reauthorise")
        kind = self.env.ref("quickbooks_connector.mail_activity_type_sign_in")
        told = self.connection.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )
        self.assertEqual(len(told), 1)
        late = self.create_invoice(self.partner_a, [(self.chair, 9, 50.0, True)])
        self.commit()
        for invoice in invoices + late:
            self.assertBinding(invoice, state="pending")
        with self._own_cursors():
            self._sign_in(self.connection)
        self.run_push()
        self._assert_all_there_once(invoices + late)
        self.assertFalse(self.connection.activity_ids)
