from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import Form

from .. import crypto
from ..const import LOG_DAYS
from ..models import quickbooks_oauth_state
from ..sync.policy import Decision
from .sign_in_common import MANAGER, USER, SignInCase, parameters


class TestSignInState(SignInCase):
    def test_a_state_is_unpredictable_and_kept_as_a_hash_only(self):
        states = {parameters(self.consent())["state"] for _turn in range(3)}
        self.assertEqual(len(states), 3)
        self.assertTrue(all(len(state) >= 43 for state in states))
        self.env.cr.execute("SELECT digest FROM quickbooks_oauth_state")
        kept = {digest for (digest,) in self.env.cr.fetchall()}
        self.assertFalse(states & kept)

    def test_a_state_is_good_for_a_quarter_of_an_hour(self):
        states = self.env["quickbooks.oauth.state"]
        for minutes, good in ((14.9, True), (15.1, False)):
            value = states._issue(self.connection, self.manager, "/odoo")
            later = fields.Datetime.now() + timedelta(minutes=minutes)
            self.env.flush_all()
            with patch.object(
                quickbooks_oauth_state.fields.Datetime, "now", lambda later=later: later
            ):
                found, _path = states._consume(value, self.manager)
            self.assertEqual(bool(found), good, f"after {minutes} minutes")

    def test_states_that_nobody_came_back_with_are_forgotten(self):
        states = self.env["quickbooks.oauth.state"]
        states._issue(self.connection, self.manager, "/odoo")
        states.search([]).expires_at = fields.Datetime.now() - timedelta(seconds=1)
        value = states._issue(self.connection, self.manager, "/odoo")
        states._gc_expired()
        self.assertEqual(len(states.search([])), 1)
        self.assertTrue(states._consume(value, self.manager)[0])

    def test_connecting_needs_the_keys_of_an_app(self):
        self.connection.client_id = False
        with self.assertRaisesRegex(UserError, "client ID and the client secret"):
            self.connection.action_connect()

    def test_an_address_that_intuit_would_refuse_is_refused_before(self):
        self.env["ir.config_parameter"].set_param(
            "web.base.url", "http://odoo.example.com"
        )
        with self.assertRaisesRegex(UserError, "encrypted addresses only"):
            self.connection.action_connect()

    def test_an_unreachable_intuit_is_told_in_a_sentence(self):
        self.connection.discovery_url = "http://127.0.0.1:9/discovery"
        self.connection.client_secret = "another"
        with self.assertRaisesRegex(UserError, "did not answer"):
            self.connection.action_connect()

    def test_a_missing_key_is_told_before_anybody_signs_in(self):
        with patch.dict("os.environ", {crypto.KEY_VARIABLE: "nonsense"}):
            with self.assertRaisesRegex(UserError, "key that protects the sign-in"):
                self.connection.action_connect()

    def test_a_sign_in_that_crosses_a_commit_is_stored_all_the_same(self):
        crossed = [psycopg2.errors.SerializationFailure("crossed"), None]
        cls = type(self.env["quickbooks.connection"])
        original = cls._write_sign_in

        def write(connection, *args):
            error = crossed.pop(0)
            if error:
                raise error
            return original(connection, *args)

        with patch.object(cls, "_write_sign_in", write):
            self.assertEqual(self.sign_in()[0], "")
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(self.qbo.count("exchange"), 1)


class TestSigningOut(SignInCase):
    def setUp(self):
        super().setUp()
        self.sign_in()
        self.qbo.clear_journal()

    def test_disconnecting_revokes_and_forgets_but_keeps_the_company(self):
        token = self.credential()._read_secret("access_token")
        answer = self.connection.action_disconnect()
        self.assertEqual(answer["params"]["type"], "info")
        self.assertEqual(self.qbo.count("revoke"), 1)
        self.assertEqual(
            self.qbo.api("GET", "companyinfo/1", token=token).status_code, 401
        )
        credential = self.credential()
        self.assertFalse(credential.access_token)
        self.assertFalse(credential.refresh_token)
        self.assertRecordValues(
            self.connection, [{"state": "draft", "realm_id": self.realm}]
        )
        self.assertFalse(self.connection.sudo()._may_exchange())
        # One click is enough to come back.
        self.assertEqual(self.sign_in()[0], "")
        self.assertEqual(self.connection.state, "connected")

    def test_an_unreachable_intuit_keeps_nobody_connected(self):
        self.qbo.fail_next(kind="status", operation="revoke", status=503)
        with self.assertLogs("odoo.addons.quickbooks_connector", "WARNING"):
            answer = self.connection.action_disconnect()
        self.assertEqual(answer["params"]["type"], "warning")
        self.assertIn("Intuit could not be told", answer["params"]["message"])
        self.assertEqual(self.connection.state, "draft")
        self.assertFalse(self.credential().refresh_token)

    def test_a_missing_key_keeps_nobody_connected(self):
        with patch.dict("os.environ", {crypto.KEY_VARIABLE: "nonsense"}):
            with self.assertLogs("odoo.addons.quickbooks_connector", "WARNING"):
                self.connection.action_disconnect()
        self.assertEqual(self.connection.state, "draft")

    def test_a_missing_key_makes_the_work_wait_and_says_so(self):
        with patch.dict("os.environ", {crypto.KEY_VARIABLE: "nonsense"}):
            answer = self.connection.action_test()["params"]
        self.assertEqual(answer["type"], "danger")
        self.assertIn("key that protects the sign-in", answer["message"])
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(self.connection.action_test()["params"]["type"], "success")

    def test_a_pause_tells_who_and_ends_with_a_click(self):
        self.connection.action_pause()
        self.assertRecordValues(
            self.connection, [{"state": "paused", "paused_by_id": self.manager.id}]
        )
        self.assertFalse(self.connection.sudo()._may_exchange())
        self.connection.action_resume()
        self.assertEqual(self.connection.state, "connected")
        self.assertTrue(self.connection.sudo()._may_exchange())

    def test_only_administrators_connect_pause_test_and_disconnect(self):
        user = self._create_user("qb.user", f"base.group_user,{USER}")
        connection = self.connection.with_user(user)
        for action in (
            "action_connect",
            "action_disconnect",
            "action_pause",
            "action_resume",
            "action_test",
            "action_keep_off",
            "action_go_live",
        ):
            with self.assertRaises(AccessError, msg=action):
                getattr(connection, action)()
        self.assertEqual(connection.state, "connected")

    def test_administrators_of_another_company_reach_nothing(self):
        elsewhere = self._create_company("Elsewhere Ltd", "USD")
        groups = f"base.group_user,{MANAGER}"
        stranger = self._create_user("qb.stranger", groups, elsewhere)
        connection = self.connection.with_user(stranger)
        for action in ("action_connect", "action_disconnect", "action_test"):
            with self.assertRaises(AccessError, msg=action):
                getattr(connection, action)()
        self.assertFalse(connection.search([]))

    def test_a_problem_that_needs_an_administrator_is_told_once_and_settled(self):
        decision = Decision(None, "forbidden", {"detail": "No."}, connection=True)
        for _turn in range(2):
            self.connection.sudo()._hold(decision)
        self.assertEqual(len(self.activities()), 1)
        self.assertIn("QuickBooks says: No.", self.activities().note)
        self.assertEqual(self.connection.state, "connected")
        self.connection.action_test()
        self.assertFalse(self.activities())
        self.assertFalse(self.connection.wait_cause)

    def test_an_archived_administrator_is_replaced_by_another_one(self):
        groups = f"base.group_user,{MANAGER}"
        other = self._create_user("qb.other", groups)
        self.manager.sudo().active = False
        self.connection.sudo()._require_sign_in()
        self.assertEqual(self.activities().user_id, other)


class TestCopiedDatabase(SignInCase):
    def setUp(self):
        super().setUp()
        self.sign_in()
        self.connection.sudo().is_live = True
        self.qbo.clear_journal()

    def _copy(self):
        """Do what Odoo does to a copied database."""
        self.env["ir.config_parameter"].set_param("database.uuid", "of-the-copy")
        self.env.flush_all()
        self.env.invalidate_all()

    def test_a_copy_is_silent_and_says_so(self):
        self.assertFalse(self.connection.is_copy)
        self._copy()
        self.assertTrue(self.connection.is_copy)
        self.assertIn("copy", self.connection.status)
        self.assertFalse(self.connection.sudo()._may_exchange())
        self.connection.sudo()._cron_push()
        self.connection.sudo()._cron_pull()
        self.assertEqual(self.connection.action_test()["params"]["type"], "danger")
        self.assertEqual(self.qbo.count(), 0)

    def test_a_copy_that_is_kept_off_leaves_the_original_alone(self):
        self._copy()
        self.connection.action_keep_off()
        self.assertRecordValues(
            self.connection,
            [{"state": "draft", "is_copy": False, "is_live": False}],
        )
        self.assertFalse(self.credential().refresh_token)
        self.assertEqual(self.qbo.count("revoke"), 0)

    def test_disconnecting_a_copy_does_not_revoke_the_originals_sign_in(self):
        self._copy()
        self.connection.action_disconnect()
        self.assertEqual(self.qbo.count("revoke"), 0)

    def test_a_copy_takes_over_with_a_sign_in_of_its_own(self):
        self._copy()
        self.assertEqual(self.sign_in()[0], "")
        self.assertFalse(self.connection.is_copy)
        self.assertTrue(self.connection.sudo()._may_exchange())

    # === COPIES THAT ODOO DID NOT MAKE === #

    def _place(self, server="", database=""):
        """Let another place be the one that signed in; return what is stored then."""
        uuid, _blank, place = self.connection.sudo().database_uuid.partition(" ")
        own_server, _slash, own_database = place.partition("/")
        stored = f"{uuid} {server or own_server}/{database or own_database}"
        self.connection.sudo().database_uuid = stored
        self.env.flush_all()
        self.env.invalidate_all()
        return stored

    def _other_database(self):
        """Return the number of another database of this server."""
        self.env.cr.execute(
            "SELECT oid FROM pg_database WHERE datname <> current_database() LIMIT 1"
        )
        return self.env.cr.fetchone()[0]

    def test_a_copy_beside_its_original_is_silent(self):
        self.assertRegex(self.connection.sudo().database_uuid, r" \d+/\d+\Z")
        self._place(database=self._other_database())
        self.assertTrue(self.connection.is_copy)
        self.assertFalse(self.connection.sudo()._may_exchange())
        self.assertEqual(self.connection.action_test()["params"]["type"], "danger")
        self.assertEqual(self.qbo.count(), 0)
        self.assertEqual(self.sign_in()[0], "")
        self.assertFalse(self.connection.is_copy)

    def test_a_copy_stays_one_when_its_original_is_deleted(self):
        self._place(database=self._other_database())
        self.connection.sudo()._cron_warn_sign_in_end()
        self.assertNotIn("/", self.connection.sudo().database_uuid)
        self.assertTrue(self.connection.is_copy)

    def test_a_database_that_was_restored_or_moved_goes_on_and_says_where(self):
        here = self.connection.sudo().database_uuid
        gone = 2**32 - 1
        for stored in (
            self._place(database=gone),
            self._place(server="1", database=self._other_database()),
            here.partition(" ")[0],
        ):
            with self.subTest(stored):
                self.connection.sudo().database_uuid = stored
                self.assertFalse(self.connection.is_copy)
                self.connection.sudo()._cron_warn_sign_in_end()
                self.assertEqual(self.connection.sudo().database_uuid, here)

    def test_a_server_that_hides_its_identity_makes_no_copies(self):
        self._place(database=self._other_database())
        cls = type(self.connection)
        with patch.object(cls, "_get_database_place", lambda _self: ""):
            self.assertFalse(self.connection.is_copy)

    def test_only_a_copy_can_be_kept_off(self):
        with self.assertRaises(UserError):
            self.connection.action_keep_off()

    def test_a_neutralized_database_has_no_sign_in_and_says_that_it_is_a_copy(self):
        self.env.flush_all()
        with self.env.cr.savepoint():
            for query in get_neutralization_queries(["quickbooks_connector"]):
                self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertRecordValues(
            self.connection,
            [{"state": "draft", "is_copy": True, "is_live": False}],
        )
        credential = self.credential()
        for fname in ("client_secret", "access_token", "refresh_token"):
            self.assertFalse(credential[fname], fname)
        self.assertFalse(self.connection.sudo()._may_exchange())
        self.connection.action_keep_off()
        self.assertFalse(self.connection.is_copy)


class TestConnectionForm(SignInCase):
    def test_preferences_are_read_and_shown(self):
        self.qbo.reset(closing_date="2026-08-31")
        self.sign_in()
        theirs = self.connection.preferences
        self.assertEqual(str(self.connection.pref_closing_date), "2026-08-31")
        self.assertEqual(
            self.connection.pref_custom_numbers,
            theirs["SalesFormsPrefs"]["CustomTxnNumbers"],
        )
        self.assertEqual(
            self.connection.pref_multicurrency,
            theirs["CurrencyPrefs"]["MultiCurrencyEnabled"],
        )
        self.assertIn(self.connection.pref_tax, ("off", "automated", "codes"))
        self.assertIn(f"ID {self.qbo.realm_id}", self.connection.summary)
        self.assertIn("United States", self.connection.summary)

    def test_the_tax_regime_follows_the_preferences(self):
        connection_sudo = self.connection.sudo()
        for prefs, regime in (
            ({"UsingSalesTax": False}, "off"),
            ({"UsingSalesTax": True}, "codes"),
            ({"UsingSalesTax": True, "PartnerTaxEnabled": False}, "codes"),
            ({"UsingSalesTax": True, "PartnerTaxEnabled": True}, "automated"),
        ):
            connection_sudo.preferences = {"TaxPrefs": prefs}
            self.assertEqual(self.connection.pref_tax, regime, prefs)

    def test_the_form_opens_for_administrators_and_users(self):
        self.sign_in()
        user = self._create_user("qb.user", f"base.group_user,{USER}")
        view = "quickbooks_connector.quickbooks_connection_view_form"
        Form(self.connection, view)
        form = Form(self.connection.with_user(user), view)
        self.assertEqual(form.name, self.connection.qbo_company_name)

    def test_the_menu_opens_the_connection_of_the_company_and_makes_it_once(self):
        action = self.connection.with_company(self.company).action_open_mine()
        self.assertEqual(action["res_id"], self.connection.id)
        company = self._create_company("Third Ltd", "USD")
        self.manager.sudo().company_ids += company
        there = self.connection.with_company(company)
        first = there.action_open_mine()["res_id"]
        self.assertNotEqual(first, self.connection.id)
        self.assertEqual(there.action_open_mine()["res_id"], first)

    def test_links_name_the_company_so_that_no_other_companys_document_opens(self):
        self.sign_in()
        connection_sudo = self.connection.sudo()
        connection_sudo.web_base_url = "http://127.0.0.1:8099/app/"
        self.assertEqual(
            self.connection._get_web_url("invoice?txnId=145"),
            f"http://127.0.0.1:8099/app/invoice?txnId=145&companyId={self.realm}",
        )
        self.assertEqual(
            self.connection._get_web_url("homepage"),
            f"http://127.0.0.1:8099/app/homepage?companyId={self.realm}",
        )
        connection_sudo.action_disconnect()
        for environment, host in (
            ("production", "https://app.qbo.intuit.com"),
            ("sandbox", "https://app.sandbox.qbo.intuit.com"),
        ):
            connection_sudo.environment = environment
            self.assertEqual(
                self.connection._get_web_url("invoice?txnId=145"),
                f"{host}/app/login?pagereq=invoice%3FtxnId%3D145"
                f"&deeplinkcompanyid={self.realm}",
            )

    def test_a_company_stays_with_its_quickbooks_company(self):
        self.sign_in()
        other = self._create_company("Other Ltd", "USD")
        connection_sudo = self.connection.sudo()
        with self.assertRaisesRegex(UserError, "for good"):
            connection_sudo.realm_id = "123"
        with self.assertRaisesRegex(UserError, "for good"):
            connection_sudo.company_id = other
        connection_sudo.action_disconnect()
        with self.assertRaisesRegex(UserError, "for good"):
            connection_sudo.realm_id = False

    def test_old_lines_of_the_log_are_forgotten(self):
        now = fields.Datetime.now()
        lines = self.env["quickbooks.sync.log"].create(
            [
                {
                    "connection_id": self.connection.id,
                    "direction": "out",
                    "result": "done",
                    "date": now - timedelta(days=days),
                }
                for days in (1, LOG_DAYS - 1, LOG_DAYS + 1)
            ]
        )
        lines._gc_old_lines()
        self.assertEqual(lines.exists(), lines[:2])
