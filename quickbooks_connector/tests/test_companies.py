"""Several Odoo companies, each with its own QuickBooks company: nothing crosses."""

import base64
import hashlib
import hmac
import json

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestCompanies(QuickbooksCase):
    @classmethod
    def _connect(cls):
        super()._connect()
        cls.realm = cls.qbo.realm_id
        cls.other_realm = cls.qbo.add_company("us")
        cls.other_data = cls.setup_other_company()
        cls.other_company = cls.other_data["company"]
        cls.env.user.company_ids += cls.other_company
        connections = cls.env["quickbooks.connection"].with_company(cls.other_company)
        cls.other = cls._create_connection(cls.other_company, cls.qbo)
        cls.other = connections.browse(cls.other.id)
        with cls._own_cursors():
            cls._sign_in(cls.other, cls.other_realm)
            cls.other.sudo()._read_lists()
            cls.env["quickbooks.mapping"].search(
                [("connection_id", "=", cls.other.id)]
            ).action_accept()
            income = cls.env["quickbooks.reference"].search(
                [
                    ("connection_id", "=", cls.other.id),
                    ("account_subtype", "=", "SalesOfProductIncome"),
                ],
                limit=1,
            )
            bank = cls.other_data["default_journal_bank"]
            cls.other.write(
                {"income_account_id": income.id, "payment_journal_id": bank.id}
            )
            cls.other.action_go_live()

    def _invoice_of_other(self):
        tax = self.other_data["default_tax_sale"]
        move = (
            self.env["account.move"]
            .with_company(self.other_company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.partner_a.id,
                    "invoice_date": "2026-11-03",
                    "journal_id": self.other_data["default_journal_sale"].id,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": self.product_a.id,
                                "price_unit": 77.0,
                                "tax_ids": [Command.set(tax.ids)],
                            }
                        )
                    ],
                }
            )
        )
        move.action_post()
        return move

    def test_each_document_goes_to_the_books_of_its_own_company(self):
        mine, theirs = self.create_invoice(), self._invoice_of_other()
        self.run_push()
        self.run_push(self.other)
        self.assertEqual(self.binding(mine).connection_id, self.connection)
        self.assertEqual(self.binding(theirs).connection_id.id, self.other.id)
        for realm, invoice in ((self.realm, mine), (self.other_realm, theirs)):
            totals = {
                float(obj["TotalAmt"])
                for obj in self.qbo.all("Invoice", realm_id=realm)
                if obj.get("DocNumber") == invoice.name
            }
            self.assertEqual(totals, {invoice.amount_total})

    def test_a_shared_contact_has_a_counterpart_in_each_and_an_edit_reaches_both(self):
        self.partner_a.write({"name": "Copper Basin Inn", "company_id": False})
        self.create_invoice()
        self._invoice_of_other()
        self.run_push()
        self.run_push(self.other)
        self.assertEqual(len(self.binding(self.partner_a, "Customer")), 2)
        self.partner_a.phone = "+1 555 0177"
        self.run_push()
        self.run_push(self.other)
        for realm in (self.realm, self.other_realm):
            [customer] = self.qbo.all(
                "Customer", "DisplayName = 'Copper Basin Inn'", realm_id=realm
            )
            phone = customer["PrimaryPhone"]["FreeFormNumber"]
            self.assertEqual(phone, "+1 555 0177")

    def test_a_user_of_one_company_sees_and_triggers_nothing_of_the_other(self):
        theirs = self._invoice_of_other()
        self.run_push(self.other)
        clerk = new_test_user(
            self.env,
            "clerk_of_one",
            groups="account.group_account_manager,"
            "quickbooks_connector.quickbooks_group_manager",
            company_id=self.env.company.id,
            company_ids=[Command.set(self.env.company.ids)],
        )
        for model in ("binding", "connection", "mapping", "reference", "sync.log"):
            rows = self.env[f"quickbooks.{model}"].with_user(clerk).search([])
            self.assertLessEqual(rows.sudo().company_id, self.env.company, model)
        with self.assertRaises(AccessError):
            theirs.with_user(clerk).action_quickbooks_sync()

    def test_one_company_that_is_not_answered_does_not_stop_the_other(self):
        mine, theirs = self.create_invoice(), self._invoice_of_other()
        self.qbo.fail_next(None, status=503, realm=self.realm, path="batch$")
        self.run_push()
        self.run_push(self.other)
        self.assertBinding(mine, state="pending")
        self.assertBinding(theirs, state="synced")

    def _take(self, body, verifier):
        """Take a notice in as the webhook does; tell whether it was let in."""
        raw = json.dumps(body).encode()
        digest = hmac.new(verifier.encode(), raw, hashlib.sha256).digest()
        signature = base64.b64encode(digest).decode()
        return self.env["quickbooks.connection"]._take_notices(raw, signature)

    def _event(self, realm, number, verb="updated"):
        return {
            "specversion": "1.0",
            "id": f"{realm}-{number}",
            "type": f"qbo.customer.{verb}.v1",
            "time": "2026-11-10T21:31:25.179851517Z",
            "intuitentityid": str(number),
            "intuitaccountid": realm,
        }

    def _noted(self, connection):
        connection._sort_notices()
        inbox = self.env["quickbooks.inbound"].sudo()
        rows = inbox.search([("connection_id", "=", connection.id)])
        return sorted(rows.mapped("qbo_id"))

    def test_one_notice_may_tell_of_several_companies(self):
        for connection in (self.connection, self.other):
            connection.webhook_token = "verifier of one app"
        events = [self._event(self.realm, 7), self._event(self.other_realm, 8)]
        self.assertTrue(self._take(events, "verifier of one app"))
        self.assertEqual(self._noted(self.connection), ["7"])
        self.assertEqual(self._noted(self.other), ["8"])

    def test_the_verifier_of_one_app_lets_in_nothing_about_the_company_of_another(self):
        self.connection.webhook_token = "verifier of ours"
        self.other.webhook_token = "verifier of theirs"
        events = [self._event(self.realm, 7), self._event(self.other_realm, 8)]
        self.assertTrue(self._take(events, "verifier of theirs"))
        self.assertFalse(self._noted(self.connection))
        self.assertEqual(self._noted(self.other), ["8"])

    def test_notices_that_come_late_or_speak_of_other_verbs_do_no_harm(self):
        self.connection.webhook_token = "verifier of ours"
        known = self.qbo.create("Customer", {"DisplayName": "Latecomer Looms"})
        events = [
            self._event(self.realm, known["Id"], verb)
            for verb in ("emailed", "voided", "created", "exploded", "updated")
        ]
        self.assertTrue(self._take(events, "verifier of ours"))
        self.assertEqual(self._noted(self.connection), [known["Id"]])
        self.run_pull()
        found = self.env["res.partner"].search([("name", "=", "Latecomer Looms")])
        self.assertEqual(len(found), 1)
        self.assertTrue(self._take(events[2:3], "verifier of ours"))
        self.run_pull()
        self.assertFalse(self._noted(self.connection))
