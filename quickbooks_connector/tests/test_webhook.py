"""QuickBooks says that something changed: checked, noted, read, applied."""

import base64
import hashlib
import hmac
import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.quickbooks_notice import REFUSALS, REFUSED
from .common import QuickbooksCase

VERIFIER = "a-verifier-of-tests"


@tagged("post_install", "-at_install")
class TestWebhook(QuickbooksCase, HttpCase):
    @classmethod
    def _connect(cls):
        super()._connect()
        cls.connection.webhook_token = VERIFIER
        cls.qbo.settings(webhooks={"verifier_token": VERIFIER})

    def setUp(self):
        super().setUp()
        REFUSALS.forget()

    def _post(self, body, signature=None, **headers):
        if signature:
            headers["intuit-signature"] = signature
        headers.setdefault("Content-Type", "application/json")
        self.env.flush_all()
        return self.url_open("/quickbooks/webhook", data=body, headers=headers)

    def _notice(self, kind="cloudevents", **options):
        """Return body and signature of what QuickBooks would send now."""
        preview = self.qbo.webhook_preview(kind, **options)
        headers = {key.lower(): value for key, value in preview["headers"].items()}
        return preview["body"].encode(), headers["intuit-signature"]

    @staticmethod
    def _sign(body):
        digest = hmac.new(VERIFIER.encode(), body, hashlib.sha256).digest()
        return base64.b64encode(digest).decode()

    def _told(self):
        """Return what was kept of the notices: ``{(entity, QuickBooks id)}``."""
        self.env.invalidate_all()
        notices = self.env["quickbooks.notice"].sudo().search([])
        changes = [change for notice in notices for change in notice.changes]
        return {tuple(change[:2]) for change in changes if change[2] != REFUSED}

    def _paid_invoice(self):
        invoice = self.create_invoice()
        self.run_push()
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.qbo.webhook_preview(consume=True)
        self.qbo.create(
            "Payment",
            {
                "CustomerRef": theirs["CustomerRef"],
                "TotalAmt": theirs["TotalAmt"],
                "Line": [
                    {
                        "Amount": theirs["TotalAmt"],
                        "LinkedTxn": [{"TxnId": theirs["Id"], "TxnType": "Invoice"}],
                    }
                ],
            },
        )
        return invoice

    def _pull_without_polling(self):
        self._run(self.connection.sudo().pull_cron_id)

    def _assert_a_notice_pays_the_invoice(self, kind):
        self.run_pull()
        invoice = self._paid_invoice()
        self.qbo.clear_journal()
        answer = self._post(*self._notice(kind))
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Payment", {entity for entity, _id in self._told()})
        self.assertFalse(self.qbo.count(), "nothing is asked while QuickBooks waits")
        self._pull_without_polling()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertFalse(self.qbo.count("cdc"), "a notice needs no poll")

    def test_a_notice_in_the_new_format_brings_the_payment(self):
        self._assert_a_notice_pays_the_invoice("cloudevents")

    def test_a_notice_in_the_old_format_brings_the_payment(self):
        self._assert_a_notice_pays_the_invoice("legacy")

    def _assert_a_notice_of_a_merge_is_followed(self, kind):
        self.create_invoice()
        self.run_push()
        self.run_pull()
        lost = self.binding(self.partner_a, "Customer").qbo_id
        kept = self.qbo.create("Customer", {"DisplayName": "Harbour Group"})["Id"]
        self.qbo.webhook_preview(consume=True)
        self.qbo.merge("Customer", lost, kept)
        self.qbo.clear_journal()
        self.assertEqual(self._post(*self._notice(kind)).status_code, 200)
        self._pull_without_polling()
        self.assertBinding(self.partner_a, "Customer", state="synced", qbo_id=kept)
        self.assertFalse(self.qbo.count("cdc"), "a notice needs no poll")

    def test_a_merge_in_the_new_format_is_followed(self):
        self._assert_a_notice_of_a_merge_is_followed("cloudevents")

    def test_a_merge_in_the_old_format_is_followed(self):
        self._assert_a_notice_of_a_merge_is_followed("legacy")

    def test_a_notice_that_comes_twice_or_again_later_changes_nothing(self):
        invoice = self._paid_invoice()
        body, signature = self._notice(duplicate=True)
        for _time in range(2):
            self.assertEqual(self._post(body, signature).status_code, 200)
            self._pull_without_polling()
        self.assertEqual(len(invoice._get_reconciled_payments()), 1)

    def test_without_a_right_signature_nothing_is_stored(self):
        self._paid_invoice()
        body, signature = self._notice()
        wrong = signature[:-4] + "AAA="
        for posted, signed in (
            (body, None),
            (body, wrong),
            (body + b" ", signature),
        ):
            self.assertEqual(self._post(posted, signed).status_code, 401)
        self.assertFalse(self._told())

    def test_without_a_verifier_everything_is_refused(self):
        self._paid_invoice()
        body, signature = self._notice()
        self.env["quickbooks.credential"].sudo().search([]).webhook_token = False
        self.assertEqual(self._post(body, signature).status_code, 401)

    def test_a_body_that_is_too_large_is_refused(self):
        answer = self._post(b"x" * (1024 * 1024 + 1), "signature")
        self.assertEqual(answer.status_code, 413)

    @mute_logger(
        "odoo.addons.quickbooks_connector.models.quickbooks_connection_notices"
    )
    def test_a_signed_body_that_can_not_be_read_is_answered_and_stores_nothing(self):
        for body in (
            b"no json",
            b"[" * 100_000,
            b"\xff\xfe",
            b"9" * 5000,
            b"null",
        ):
            with self.subTest(body[:10]):
                answer = self._post(body, self._sign(body))
                self.assertEqual(answer.status_code, 200)
                self.assertFalse(self._told())

    @mute_logger("odoo.addons.quickbooks_connector.api.webhook")
    def test_signed_entries_with_impossible_ids_are_passed_over(self):
        changes = [
            {"name": "Customer", "id": qbo_id, "operation": "Update"}
            for qbo_id in (
                "a\x00b",
                "\ud800",
                "1' OR Id = '2",
                "7" * 5000,
                5,
                ["6"],
                {},
            )
        ]
        changes.append({"name": "Customer", "id": "41", "operation": "Update"})
        told = {"realmId": self.qbo.realm_id, "dataChangeEvent": {"entities": changes}}
        body = json.dumps({"eventNotifications": [told]}).encode()
        self.assertEqual(self._post(body, self._sign(body)).status_code, 200)
        self.assertEqual(self._told(), {("Customer", "41")})

    def test_no_header_leads_to_an_error_of_the_server(self):
        body = b'{"eventNotifications": []}'
        for signature in ("é", "=" * 4000, "null", self._sign(body)[:-1], "\x7f"):
            answer = self._post(body, signature.encode())
            self.assertEqual(answer.status_code, 401, signature)
        for kind in (
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=",
            "application/json; charset=nonsense",
        ):
            answer = self._post(body, self._sign(body), **{"Content-Type": kind})
            self.assertLess(answer.status_code, 500, kind)
        self.assertFalse(self._told())

    def test_notices_of_another_company_and_of_unknown_kinds_are_passed_over(self):
        self.qbo.webhook_preview(consume=True)
        other = self.qbo.add_company("us")
        self.qbo.create("Customer", {"DisplayName": "Elsewhere"}, realm_id=other)
        self.qbo.create("Employee", {"GivenName": "Not", "FamilyName": "Followed"})
        answer = self._post(*self._notice())
        self.assertEqual(answer.status_code, 200)
        self.assertFalse(self._told())

    def test_a_notice_of_a_list_brings_its_entry_with_the_next_pull(self):
        self.run_pull()
        self.qbo.webhook_preview(consume=True)
        self.qbo.create("Class", {"Name": "Harbour"})
        self.assertEqual(self._post(*self._notice()).status_code, 200)
        self._pull_without_polling()
        found = self.env["quickbooks.reference"].search([("name", "=", "Harbour")])
        self.assertTrue(found)

    def test_what_no_pull_has_sorted_in_a_week_is_forgotten_and_found_by_the_poll(self):
        self.run_pull()
        self.qbo.webhook_preview(consume=True)
        self.qbo.create("Customer", {"DisplayName": "Patient Printers"})
        self.assertEqual(self._post(*self._notice()).status_code, 200)
        notices = self.env["quickbooks.notice"].sudo()
        notices._gc_old()
        self.assertTrue(self._told(), "young ones stay")
        self.env.cr.execute(
            "UPDATE quickbooks_notice SET create_date = create_date - interval '8 days'"
        )
        notices.invalidate_model()
        notices._gc_old()
        self.assertFalse(self._told())
        self.run_pull()
        found = self.env["res.partner"].search([("name", "=", "Patient Printers")])
        self.assertEqual(len(found), 1)

    def test_many_notices_wake_one_pull(self):
        triggers = [("cron_id", "=", self.connection.sudo().pull_cron_id.id)]
        before = self.env["ir.cron.trigger"].search_count(triggers)
        for number in range(3):
            self.qbo.create("Customer", {"DisplayName": f"Burst {number}"})
            self.assertEqual(self._post(*self._notice()).status_code, 200)
        self.assertEqual(len(self._told()), 3)
        self.assertEqual(self.env["ir.cron.trigger"].search_count(triggers), before + 1)
        self._pull_without_polling()
        self.assertFalse(self._told())
        self.qbo.create("Customer", {"DisplayName": "After the pull"})
        self.assertEqual(self._post(*self._notice()).status_code, 200)
        self.assertEqual(self.env["ir.cron.trigger"].search_count(triggers), before + 2)

    def test_who_posts_nonsense_leaves_no_trace(self):
        for body in (b"nonsense", b"{}", b"[" * 99):
            self.assertEqual(self._post(body, "wrong").status_code, 401)
        self.assertFalse(self.env["quickbooks.notice"].sudo().search_count([]))

    def test_refused_notices_are_told_once_and_the_first_good_one_closes_it(self):
        notices = self.env["quickbooks.notice"].sudo()
        kind = self.env.ref("quickbooks_connector.mail_activity_type_notices")
        self.qbo.create("Customer", {"DisplayName": "Burst"})
        body, signature = self._notice()
        for _number in range(20):
            self.assertEqual(self._post(body, "wrong").status_code, 401)
        self.assertFalse(REFUSALS.is_due(self.env.cr.dbname, ""), "logged once")
        self.assertEqual(notices.search_count([]), 1)
        self._pull_without_polling()
        activity = self.connection.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )
        self.assertEqual(activity.user_id, self.connection._get_administrator())
        self.assertIn("verifier", activity.note)
        REFUSALS.forget()
        self._post(body, "wrong")
        self._pull_without_polling()
        self.assertEqual(self.connection.activity_ids, activity, "nobody is told twice")
        self.assertEqual(self._post(body, signature).status_code, 200)
        self._pull_without_polling()
        self.assertFalse(self.connection.activity_ids)

    def test_nobody_reads_the_verifier(self):
        self.assertFalse(self.connection.webhook_token)
        self.assertTrue(self.connection.has_webhook_token)
        self.env.cr.execute("SELECT webhook_token FROM quickbooks_credential")
        stored = str(self.env.cr.fetchall())
        self.assertNotIn(VERIFIER, stored)
