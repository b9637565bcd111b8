import logging
from urllib.parse import quote, urlencode, urlsplit

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from ..controllers.oauth import _MaskCallback
from .sign_in_common import SignInMixin, connection_values, parameters


@tagged("post_install", "-at_install")
class TestOauthCallback(SignInMixin, HttpCase):
    """The way back from Intuit, through the web server."""

    def setUp(self):
        super().setUp()
        self.authenticate("qb.manager", "qb.manager")

    def come_back(self, callback):
        """Open the callback as Intuit's redirect does; return its answer."""
        parts = urlsplit(callback)
        return self.url_open(f"{parts.path}?{parts.query}", allow_redirects=False)

    def assertPage(self, answer, outcome):
        """Check that the answer leads to the page of ``outcome``; return it."""
        self.assertEqual(answer.status_code, 302)
        path = urlsplit(answer.headers["Location"]).path
        self.assertTrue(path.startswith("/odoo/quickbooks-sign-in/"), path)
        self.env.invalidate_all()
        page = self.env["quickbooks.sign.in"].browse(int(path.rpartition("/")[2]))
        self.assertEqual(page.outcome, outcome)
        return page.with_user(self.manager)

    def test_consent_leads_back_to_the_company_that_was_chosen(self):
        answer = self.come_back(self.consent())
        self.assertEqual(answer.status_code, 302)
        self.assertEqual(
            urlsplit(answer.headers["Location"]).path,
            f"/odoo/quickbooks-connection/{self.connection.id}",
        )
        self.env.invalidate_all()
        self.assertRecordValues(
            self.connection,
            [
                {
                    "state": "connected",
                    "realm_id": self.realm,
                    "qbo_company_name": self.qbo.companies[0]["name"],
                    "qbo_country": "US",
                    "qbo_currency": "USD",
                    "connected_by_id": self.manager.id,
                    "is_live": False,
                    "is_copy": False,
                }
            ],
        )
        self.assertEqual(self.connection.action_test()["params"]["type"], "success")

    def test_the_answer_is_a_redirect_that_nobody_keeps(self):
        answer = self.come_back(self.consent())
        self.assertEqual(answer.headers["Cache-Control"], "no-cache, no-store")
        self.assertNotIn("code=", answer.headers["Location"])
        self.assertNotIn("state=", answer.headers["Location"])

    def test_who_came_from_the_settings_goes_back_there(self):
        connection = self.connection.with_context(quickbooks_return="settings")
        answer = self.come_back(self.consent(connection))
        self.assertEqual(
            urlsplit(answer.headers["Location"]).path, "/odoo/quickbooks-settings"
        )

    def test_a_state_works_once(self):
        callback = self.consent()
        self.come_back(callback)
        again = parameters(self.consent())
        first = parameters(callback)
        page = self.assertPage(
            self.come_back(callback.replace(first["code"], again["code"])), "expired"
        )
        self.assertEqual(self.qbo.count("exchange"), 1)
        self.assertIn("was used before", page.happened)

    def test_an_unknown_or_missing_state_is_refused(self):
        callback = self.consent()
        state = parameters(callback)["state"]
        for wrong in (
            callback.replace(state, "x" * 43),
            callback.replace("state=", "s="),
        ):
            self.assertPage(self.come_back(wrong), "expired")
        self.assertEqual(self.qbo.count("exchange"), 0)

    def test_another_administrator_can_not_use_a_state(self):
        groups = "base.group_user,quickbooks_connector.quickbooks_group_manager"
        self._create_user("qb.other", groups)
        callback = self.consent()
        self.authenticate("qb.other", "qb.other")
        self.assertPage(self.come_back(callback), "expired")
        # Whoever had it, it is burnt.
        self.authenticate("qb.manager", "qb.manager")
        self.assertPage(self.come_back(callback), "expired")
        self.assertEqual(self.qbo.count("exchange"), 0)

    def test_the_callback_needs_an_administrator_of_quickbooks(self):
        callback = self.consent()
        group = self.env.ref("quickbooks_connector.quickbooks_group_manager")
        self.manager.sudo().group_ids -= group
        page = self.assertPage(self.come_back(callback), "no_rights")
        self.assertIn("QuickBooks / Administrator", page.happened)
        self.assertFalse(page.can_retry)
        self.assertEqual(self.qbo.count("exchange"), 0)

    def test_the_callback_needs_access_to_the_company(self):
        callback = self.consent()
        elsewhere = self._create_company("Elsewhere Ltd", "USD")
        self.manager.sudo().write(
            {"company_ids": [(6, 0, elsewhere.ids)], "company_id": elsewhere.id}
        )
        self.assertPage(self.come_back(callback), "no_rights")
        self.assertEqual(self.qbo.count("exchange"), 0)

    def test_portal_users_find_nothing_and_strangers_are_asked_to_log_in(self):
        new_test_user(self.env, "qb.portal", "base.group_portal", password="qb.portal")
        callback = self.consent()
        self.authenticate("qb.portal", "qb.portal")
        self.assertEqual(self.come_back(callback).status_code, 404)
        self.logout()
        answer = self.come_back(callback)
        self.assertEqual(urlsplit(answer.headers["Location"]).path, "/web/login")

    def test_refusing_at_intuit_ends_on_a_page_that_says_so(self):
        page = self.assertPage(self.come_back(self.consent(accept=False)), "refused")
        self.assertIn("refused at Intuit", page.happened)
        self.assertTrue(page.can_retry)
        back = page.action_back()
        self.assertIn(str(self.connection.id), back["url"])
        self.assertEqual(self.connection.state, "draft")

    def test_only_the_person_concerned_can_read_the_page(self):
        page = self.assertPage(self.come_back(self.consent(accept=False)), "refused")
        other = self._create_user("qb.curious", "base.group_user")
        with self.assertRaises(AccessError):
            page.with_user(other).read(["happened"])

    def test_another_quickbooks_company_is_refused_and_named(self):
        self.come_back(self.consent())
        other = self.qbo.add_company("us", name="Granite Peak Outfitters")
        theirs = next(c for c in self.qbo.companies if c["realm_id"] == other)
        page = self.assertPage(
            self.come_back(self.consent(realm_id=other)), "other_company"
        )
        self.assertIn(theirs["name"], page.happened)
        self.assertIn(self.connection.qbo_company_name, page.happened)
        self.assertEqual(self.connection.realm_id, self.realm)
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(self.qbo.count("revoke"), 1)
        self.assertEqual(self.connection.action_test()["params"]["type"], "success")

    def test_a_company_connected_elsewhere_is_refused_before_a_token_exists(self):
        self.come_back(self.consent())
        second = self._create_company("Second Ltd", "USD")
        self.manager.sudo().company_ids += second
        values = connection_values(second, self.qbo)
        connection = self.env["quickbooks.connection"].create(values)
        callback = self.consent(connection.with_user(self.manager))
        page = self.assertPage(self.come_back(callback), "taken")
        self.assertIn("Second Ltd", page.happened)
        self.assertEqual(self.qbo.count("exchange"), 1)
        self.assertEqual(self.qbo.count("revoke"), 0)
        self.assertFalse(connection.realm_id)
        # The connection that has it is none the worse for it.
        self.assertEqual(self.connection.action_test()["params"]["type"], "success")

    def test_a_company_in_another_currency_is_refused(self):
        company = self._create_company("Euro GmbH", "EUR")
        self.manager.sudo().company_ids += company
        values = connection_values(company, self.qbo)
        connection = self.env["quickbooks.connection"].create(values)
        callback = self.consent(connection.with_user(self.manager))
        page = self.assertPage(self.come_back(callback), "home_currency")
        self.assertIn("EUR", page.happened)
        self.assertIn("USD", page.happened)
        self.assertEqual(self.qbo.count("revoke"), 1)
        self.assertFalse(connection.realm_id)
        self.assertEqual(connection.state, "draft")
        self.assertFalse(self.credential(connection).refresh_token)

    def test_an_error_of_intuit_ends_on_a_page_and_the_next_try_works(self):
        self.qbo.fail_next(kind="status", operation="exchange", status=500)
        with self.assertLogs("odoo.addons.quickbooks_connector", "WARNING"):
            self.assertPage(self.come_back(self.consent()), "unfinished")
        self.assertEqual(self.connection.state, "draft")
        self.come_back(self.consent())
        self.env.invalidate_all()
        self.assertEqual(self.connection.state, "connected")

    def test_whatever_comes_back_ends_on_a_page_with_words(self):
        hostile = ("", "a\x00b", "<script>alert(1)</script>", "%s%(x)s", "é" * 2000)
        self.assertPage(self._come_back_with(realmId="9" * 5000), "unfinished")
        self.assertPage(self._come_back_with(realmId="٣"), "unfinished")
        for text in hostile:
            with self.subTest(text[:20]):
                self.assertPage(self._come_back_with(state=text), "expired")
                self.assertPage(self._come_back_with(realmId=text), "unfinished")
                page = self.assertPage(
                    self._come_back_with(code="", error=text), "unfinished"
                )
                self.assertLess(len(page.happened), 500)
        self.assertEqual(self.qbo.count("exchange"), 0)
        self.assertEqual(self.connection.state, "draft")

    def _come_back_with(self, **replaced):
        """Come back with other parameters than those that Intuit gave."""
        parts = urlsplit(self.consent())
        query = urlencode(parameters(parts.geturl()) | replaced)
        return self.come_back(f"{parts.path}?{query}")

    def test_signing_in_again_keeps_everything(self):
        self.come_back(self.consent())
        connection_sudo = self.connection.sudo()
        binding = self.env["quickbooks.binding"].create(
            {
                "connection_id": self.connection.id,
                "res_model": "res.partner",
                "res_id": self.manager.partner_id.id,
                "entity": "Customer",
                "qbo_id": "77",
            }
        )
        connection_sudo.write({"is_live": True, "cdc_cursor": "2026-10-31 08:00:00"})
        connection_sudo._require_sign_in()
        self.assertEqual(self.connection.state, "reauthorise")
        self.come_back(self.consent())
        self.env.invalidate_all()
        self.assertRecordValues(
            connection_sudo, [{"state": "connected", "is_live": True}]
        )
        self.assertEqual(str(connection_sudo.cdc_cursor), "2026-10-31 08:00:00")
        self.assertEqual(binding.qbo_id, "77")
        self.assertFalse(self.activities())

    def test_codes_and_states_stay_out_of_the_log_of_requests(self):
        logger = logging.getLogger("werkzeug")
        self.assertTrue(any(isinstance(f, _MaskCallback) for f in logger.filters))
        address = "/quickbooks/oauth/callback?code=AB1secret&state=xyzzy&realmId=1"
        for line in (
            f"GET {address} HTTP/1.1",
            f"GET /web/login?redirect={quote(address, safe='')} HTTP/1.1",
            f"GET /web/login?redirect={quote(address)} HTTP/1.1",
        ):
            record = logging.LogRecord(
                "werkzeug", logging.INFO, __file__, 1, '"%s" %s', (line, 302), None
            )
            self.assertTrue(_MaskCallback().filter(record))
            self.assertNotIn("secret", record.getMessage())
            self.assertNotIn("xyzzy", record.getMessage())
            self.assertIn("HTTP/1.1", record.getMessage())
            self.assertIn("302", record.getMessage())
