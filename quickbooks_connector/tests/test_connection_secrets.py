import os
import stat
import tempfile
from pathlib import Path
from unittest.mock import patch

from cryptography.fernet import Fernet

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, new_test_user, tagged
from odoo.tools import SQL, config

from .. import crypto
from ..api import QboKeyError
from .sign_in_common import MANAGER, USER, SignInCase

SECRETS = ("client_secret", "access_token", "refresh_token")


class TestSecretsAtRest(SignInCase):
    def setUp(self):
        super().setUp()
        self.sign_in()
        credential = self.credential()
        self.plain = {fname: credential._read_secret(fname) for fname in SECRETS}
        self.env.flush_all()

    def test_the_secrets_are_what_was_given(self):
        self.assertEqual(self.plain["client_secret"], self.qbo.app.client_secret)
        self.assertTrue(all(len(value) > 10 for value in self.plain.values()))

    def test_no_column_of_any_table_holds_a_secret(self):
        self.env["res.config.settings"].create(
            {
                "company_id": self.company.id,
                "quickbooks_client_secret": self.plain["client_secret"],
            }
        )
        self.env.flush_all()
        self.assertIn("quickbooks_connection", self._tables_with(self.realm))
        self.assertFalse(self._tables_with(*self.plain.values()))

    def _tables_with(self, *values):
        """Return the tables in which a dump of the database would show ``values``."""
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        looks = [
            SQL(
                "SELECT %s FROM %s dumped WHERE dumped::text LIKE ANY(%s)",
                table,
                SQL.identifier(table),
                [f"%{value}%" for value in values],
            )
            for (table,) in self.env.cr.fetchall()
        ]
        self.env.cr.execute(SQL(" UNION ALL ").join(looks))
        return {table for (table,) in self.env.cr.fetchall()}

    def test_no_line_of_the_log_holds_a_secret_whatever_its_level(self):
        ours = self.assertLogs("odoo.addons.quickbooks_connector", "DEBUG")
        with ours as told, self.assertLogs(level="DEBUG") as others:
            self.connection.sudo()._read_lists()
            self.credential().access_expires_at = "2020-01-01"
            self.env.flush_all()
            self.connection.action_test()
            self.sign_in()
            self.qbo.fail_next(kind="status", operation="refresh", status=400)
            self.credential().access_expires_at = "2020-01-01"
            self.env.flush_all()
            self.connection.action_test()
        credential = self.credential()
        secrets = {*self.plain.values()}
        secrets |= {credential._read_secret(fname) for fname in SECRETS}
        text = "\n".join(told.output + others.output)
        self.assertIn("CompanyInfo", text, "bodies are logged at this level")
        for value in secrets:
            self.assertNotIn(value, text)

    def test_nobody_reads_exports_or_searches_a_secret(self):
        users = {
            "system": "base.group_system",
            "manager": f"base.group_user,{MANAGER}",
            "both": f"base.group_system,{MANAGER}",
            "user": f"base.group_user,{USER}",
            "employee": "base.group_user",
            "portal": "base.group_portal",
        }
        for login, groups in users.items():
            if login != "portal":
                groups += ",base.group_allow_export"
            user = new_test_user(
                self.env, f"qb.{login}.x", groups, company_id=self.company.id
            )
            with self.subTest(login):
                self._assert_no_way(user)

    def _assert_no_way(self, user):
        credentials = self.env["quickbooks.credential"].with_user(user)
        credential = self.credential().with_user(user).sudo(False)
        states = self.env["quickbooks.oauth.state"].with_user(user)
        ways = [
            lambda: credentials.search([]),
            lambda: credentials.search_read([], ["access_token"]),
            lambda: credentials.formatted_read_group([], ["access_token"]),
            lambda: credential.read(["refresh_token"]),
            lambda: credential.export_data(["client_secret"]),
            lambda: credential.write({"access_token": "x"}),
            lambda: credential.web_read({"refresh_token": {}}),
            lambda: states.search_read([], ["digest"]),
        ]
        for fname in SECRETS:
            ways.append(lambda f=fname: credentials.search([(f, "like", "g")]))
        for way in ways:
            # An export without the right to export ends before the fields do.
            with self.assertRaises(UserError):
                way()
        connection = self.connection.with_user(user)
        for path in ("credential_ids", "database_uuid"):
            with self.assertRaises(AccessError):
                connection.read([path])
        with self.assertRaises(AccessError):
            connection.search([("credential_ids.refresh_token", "!=", False)])
        with self.assertRaises(UserError):
            connection.export_data(["credential_ids/refresh_token"])

    def test_the_client_secret_goes_in_and_never_comes_out(self):
        self.connection.client_secret = "  a-new-secret "
        self.assertTrue(self.connection.has_client_secret)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            self.connection.read(["client_secret"])[0]["client_secret"], False
        )
        self.manager.sudo().group_ids += self.env.ref("base.group_allow_export")
        self.assertEqual(
            self.connection.export_data(["client_secret"])["datas"], [[""]]
        )
        self.assertEqual(
            self.credential()._read_secret("client_secret"), "a-new-secret"
        )

    def test_saving_an_empty_secret_keeps_the_stored_one(self):
        self.connection.write({"client_secret": False})
        self.assertEqual(
            self.credential()._read_secret("client_secret"), self.plain["client_secret"]
        )

    def test_administrators_do_not_set_what_only_the_sign_in_sets(self):
        for vals in (
            {"realm_id": "1"},
            {"state": "connected"},
            {"is_live": True},
            {"database_uuid": "x"},
            {"qbo_currency": "EUR"},
            {"push_cron_id": False},
        ):
            with self.assertRaises(AccessError, msg=str(vals)):
                self.connection.write(vals)
        with self.assertRaises(AccessError):
            self.connection.create({"company_id": self.company.id, "realm_id": "1"})

    def test_secrets_are_not_sent_to_other_addresses(self):
        with self.assertRaisesRegex(UserError, "Disconnect from QuickBooks before"):
            self.connection.api_base_url = "https://elsewhere.example.com"
        self.connection.sudo()._require_sign_in()
        self.connection.discovery_url = "https://elsewhere.example.com/discovery"
        credential = self.credential()
        for fname in SECRETS:
            self.assertFalse(credential[fname], fname)
        self.assertFalse(self.connection.has_client_secret)

    def test_new_keys_and_their_secret_are_saved_together(self):
        self.connection.action_disconnect()
        self.connection.write({"client_id": "another", "client_secret": "its secret"})
        self.assertEqual(self.credential()._read_secret("client_secret"), "its secret")

    def test_custom_addresses_need_developer_mode(self):
        self.connection.action_disconnect()
        self.connection.environment = "sandbox"
        with self.assertRaisesRegex(AccessError, "developer mode"):
            self.connection.environment = "custom"
        cls = type(self.env["res.users"])
        with patch.object(cls, "has_group", lambda *_args: True):
            self.connection.environment = "custom"
        self.assertEqual(self.connection.environment, "custom")


@tagged("post_install", "-at_install")
class TestKey(BaseCase):
    """Where the key comes from, and what happens without it."""

    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "data" / crypto.KEY_FILE
        options = patch.dict(config.options, {"data_dir": str(self.folder / "data")})
        options.start()
        self.addCleanup(options.stop)
        variables = patch.dict("os.environ")
        variables.start()
        self.addCleanup(variables.stop)
        os.environ.pop(crypto.KEY_VARIABLE, None)

    def _set_variable(self, value):
        patcher = patch.dict("os.environ", {crypto.KEY_VARIABLE: value})
        patcher.start()
        self.addCleanup(patcher.stop)

    def test_the_first_secret_makes_a_key_file_that_only_the_owner_reads(self):
        self.assertFalse(self.file.exists())
        sealed = crypto.seal("hush")
        self.assertNotIn("hush", sealed)
        self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), 0o600)
        self.assertEqual(list(self.file.parent.iterdir()), [self.file])
        self.assertEqual(crypto.unseal(sealed), "hush")

    def test_reading_a_secret_makes_no_key(self):
        sealed = crypto.seal("hush")
        self.file.unlink()
        with self.assertRaises(QboKeyError):
            crypto.unseal(sealed)
        self.assertFalse(self.file.exists())

    def test_the_configured_keys_go_before_the_file(self):
        crypto.seal("makes the file")
        in_options, in_variable = Fernet.generate_key(), Fernet.generate_key()
        with patch.dict(config.options, {crypto.KEY_OPTION: in_options.decode()}):
            sealed = crypto.seal("hush")
            self.assertEqual(Fernet(in_options).decrypt(sealed.encode()), b"hush")
            self._set_variable(in_variable.decode())
            sealed = crypto.seal("hush")
            self.assertEqual(Fernet(in_variable).decrypt(sealed.encode()), b"hush")

    def test_a_new_key_before_the_old_one_still_reads_old_secrets(self):
        old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
        self._set_variable(old)
        sealed = crypto.seal("hush")
        self._set_variable(f"{new}, {old}")
        self.assertEqual(crypto.unseal(sealed), "hush")
        self.assertEqual(Fernet(new).decrypt(crypto.seal("hush").encode()), b"hush")

    def test_a_wrong_key_is_told_as_such(self):
        sealed = crypto.seal("hush")
        self._set_variable(Fernet.generate_key().decode())
        with self.assertRaisesRegex(QboKeyError, "another key"):
            crypto.unseal(sealed)

    def test_what_is_no_key_is_told_as_such(self):
        for nonsense in ("too short", "€" * 44, "x" * 44):
            self._set_variable(nonsense)
            with self.assertRaises(QboKeyError, msg=nonsense):
                crypto.seal("hush")

    def test_a_data_folder_that_can_not_be_written_is_told_as_such(self):
        self.file.parent.parent.joinpath("data").write_text("a file, not a folder")
        with self.assertRaises(QboKeyError):
            crypto.seal("hush")
