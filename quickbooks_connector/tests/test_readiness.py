"""The readiness check: what it asks, what people do with the answers."""

from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import QuickbooksCase

USER = "quickbooks_connector.quickbooks_group_user"


class ReadinessCase(QuickbooksCase):
    """A company about to go live."""

    @classmethod
    def _set_up(cls, connection):
        super()._set_up(connection)
        connection.sudo().is_live = False

    def check(self, code):
        """Check again; return the row of ``code``."""
        self.connection.action_check_again()
        return self.row(code)

    def row(self, code):
        return self.connection.finding_ids.filtered(lambda row: row.code == code)

    def assertFound(self, code, severity, count=None):
        row = self.check(code)
        told = self.connection.finding_ids.mapped("code")
        self.assertTrue(row, f"{code} is not among {told}")
        self.assertEqual(row.severity, severity, row.found)
        if count is not None:
            self.assertEqual(row.count, count, row.found)
        self.assertNotIn("…", row.found.replace(" …", ""), "a name is missing")
        return row

    def preferences(self, **groups):
        """Let QuickBooks' preferences say ``groups`` from now on."""
        connection_sudo = self.connection.sudo()
        there = {
            name: dict(v)
            for name, v in connection_sudo.preferences.items()
            if isinstance(v, dict)
        }
        for name, values in groups.items():
            there[name] = there.get(name, {}) | values
        connection_sudo.preferences = there


@tagged("post_install", "-at_install")
class TestReadiness(ReadinessCase):
    def test_a_company_that_is_ready_is_told_so(self):
        self.connection.action_check_readiness()
        self.assertFalse(self.connection.block_ids.mapped("found"))
        self.assertTrue(self.connection.fine_count)
        self.assertIn("0 block", self.connection.readiness_summary)

    def test_the_screen_opens(self):
        action = self.connection.action_check_readiness()
        form = Form(self.connection, view=action["views"][0][0])
        self.assertIn("0 block", form.readiness_summary)

    def test_only_administrators_check_and_accept(self):
        self.connection.action_check_again()
        user = new_test_user(
            self.env,
            "readiness.user",
            f"base.group_user,{USER}",
            company_id=self.env.company.id,
            company_ids=self.env.company.ids,
        )
        rows = self.connection.with_user(user).finding_ids
        self.assertTrue(rows, "a user reads them")
        with self.assertRaises(AccessError):
            self.connection.with_user(user).action_check_again()
        with self.assertRaises(AccessError):
            rows.action_accept()
        with self.assertRaises(AccessError):
            rows.write({"severity": "fine"})
