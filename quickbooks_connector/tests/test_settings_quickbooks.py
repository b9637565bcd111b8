from odoo.exceptions import UserError
from odoo.tests import Form

from .sign_in_common import MANAGER, USER, SignInCase, parameters


class TestSettings(SignInCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = f"base.group_system,{MANAGER}"
        cls.admin = cls._create_user("qb.admin", groups)
        cls.newcomer = cls._create_company("Newcomer Ltd", "USD")
        cls.admin.company_ids += cls.newcomer

    def _settings(self, company=None, **values):
        company = company or self.company
        settings = self.env["res.config.settings"].with_user(self.admin)
        return settings.with_company(company).create(
            {"company_id": company.id, **values}
        )

    def _connection(self, company=None):
        return self.env["quickbooks.connection"]._for_company(company or self.company)

    def test_a_company_that_does_not_use_quickbooks_gets_no_connection(self):
        self._settings(self.newcomer, quickbooks_environment="production").execute()
        self.assertFalse(self._connection(self.newcomer))

    def test_entering_the_keys_makes_the_connection(self):
        self._settings(
            self.newcomer,
            quickbooks_client_id="the id",
            quickbooks_client_secret="the secret",
            quickbooks_environment="sandbox",
        ).execute()
        connection = self._connection(self.newcomer)
        self.assertRecordValues(
            connection,
            [{"client_id": "the id", "environment": "sandbox", "state": "draft"}],
        )
        secret = self.credential(connection)._read_secret("client_secret")
        self.assertEqual(secret, "the secret")
        self.assertFalse(self._settings(self.newcomer).quickbooks_client_secret)
        self.assertTrue(self._settings(self.newcomer).quickbooks_has_client_secret)

    def test_connecting_saves_what_was_typed_first(self):
        settings = self._settings(
            self.newcomer,
            quickbooks_client_id=self.qbo.app.client_id,
            quickbooks_client_secret=self.qbo.app.client_secret,
        )
        self._connection(self.newcomer).sudo().write(
            {
                "environment": "custom",
                "discovery_url": self.qbo.discovery_url,
                "api_base_url": self.qbo.api_base_url,
                "client_secret": self.qbo.app.client_secret,
            }
        )
        settings.invalidate_recordset()
        action = settings.action_quickbooks_connect()
        self.assertEqual(action["type"], "ir.actions.act_url")
        self.assertTrue(action["url"].startswith(self.qbo.base_url))
        connection = self._connection(self.newcomer)
        self.env.flush_all()
        callback = self.qbo.follow_consent(action["url"])
        outcome, _names, path = connection.with_user(self.admin)._finish_sign_in(
            parameters(callback)
        )
        self.assertEqual((outcome, path), ("", "/odoo/quickbooks-settings"))

    def test_connecting_without_keys_says_what_is_missing(self):
        with self.assertRaisesRegex(UserError, "client ID and the client secret"):
            self._settings(self.newcomer).action_quickbooks_connect()

    def test_saving_the_page_changes_nothing_that_was_not_changed(self):
        self.sign_in()
        before = self._connection().read()
        values = self._settings()._convert_to_write(self._settings().read()[0])
        ours = {k: v for k, v in values.items() if k.startswith("quickbooks_")}
        self._settings(**ours).execute()
        self.env.invalidate_all()
        self.assertEqual(self._connection().read(), before)

    def test_what_syncs_is_set_on_the_companys_connection(self):
        self.sign_in()
        self._settings(
            quickbooks_start_date="2026-10-01", quickbooks_poll_minutes=7
        ).execute()
        connection = self._connection()
        self.assertEqual(str(connection.start_date), "2026-10-01")
        self.assertEqual(connection.poll_minutes, 7)

    def test_what_stands_for_discounts_and_rounding_is_set_there_too(self):
        self.sign_in()
        connection = self._connection()
        account = self.env["quickbooks.reference"].create(
            {
                "connection_id": connection.id,
                "kind": "Account",
                "qbo_id": "86",
                "name": "Discounts given",
                "classification": "Revenue",
            }
        )
        coins = self.env["product.product"].create({"name": "Rounding to coins"})
        self._settings(
            quickbooks_discount_account_id=account.id,
            quickbooks_rounding_item_id=coins.id,
        ).execute()
        self.assertEqual(connection.discount_account_id, account)
        self.assertEqual(connection.rounding_item_id, coins)

    def test_the_buttons_do_what_those_of_the_connection_do(self):
        self.sign_in()
        connection = self._connection()
        self._settings().action_quickbooks_pause()
        self.assertEqual(connection.state, "paused")
        self._settings().action_quickbooks_resume()
        self.assertEqual(connection.state, "connected")
        answer = self._settings().action_quickbooks_test()
        self.assertEqual(answer["params"]["type"], "success")
        action = self._settings().action_quickbooks_open_setup()
        self.assertEqual(action["res_id"], connection.id)
        self.assertEqual(connection.setup_step, "lists", "the first step is done")
        self._settings().action_quickbooks_sync_now()
        action = self._settings().action_quickbooks_open_matching()
        self.assertEqual(action["res_model"], "quickbooks.mapping")
        self._settings().action_quickbooks_disconnect()
        self.assertEqual(connection.state, "draft")

    def test_each_company_has_its_own_settings(self):
        self.sign_in()
        self.assertEqual(self._settings().quickbooks_realm_id, self.realm)
        self.assertFalse(self._settings(self.newcomer).quickbooks_realm_id)

    def test_the_page_opens_with_our_block_for_administrators_only(self):
        Form(self.env["res.config.settings"].with_user(self.admin))
        view = self.env["res.config.settings"].with_user(self.admin).get_view()
        self.assertIn('name="quickbooks_connector"', view["arch"])
        system = self._create_user("qb.system", "base.group_system")
        view = self.env["res.config.settings"].with_user(system).get_view()
        self.assertNotIn("quickbooks_client_secret", view["arch"])
        Form(self.env["res.config.settings"].with_user(system)).save().execute()

    def test_every_screen_opens_for_those_who_may_see_it(self):
        self.sign_in()
        user = self._create_user("qb.user", f"base.group_user,{USER}")
        actions = self.env["ir.actions.act_window"].search(
            [("res_model", "=like", "quickbooks.%")]
        )
        self.assertGreaterEqual(len(actions), 6)
        for action in actions.filtered(lambda a: a.res_model != "quickbooks.sign.in"):
            for person in (self.manager, user):
                model = self.env[action.res_model].with_user(person)
                if person == user and not model.has_access("read"):
                    continue
                views = [(False, mode) for mode in action.view_mode.split(",")]
                model.get_views([*views, (False, "search")])
                model.search([])
