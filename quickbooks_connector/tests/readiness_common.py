"""A company about to go live whose QuickBooks is only described."""

from odoo import fields

from .entity_common import EntityCase


class ReadinessCase(EntityCase):
    """Everything that documents need is matched; nothing is posted yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.write({"is_live": False, "lists_read_at": fields.Datetime.now()})
        cls.connection.income_account_id.classification = "Revenue"
        cls.connection.expense_account_id.classification = "Expense"
        cls.env.user.group_ids += cls.env.ref("account.group_account_user")
        # As the administrator who sets up.
        cls.administered = cls.connection.with_env(cls.env)

    def check(self, code):
        """Check again; return the row of ``code``, maybe none."""
        self.connection._check_readiness()
        self.env.invalidate_all()
        rows = self.administered.finding_ids
        for row in rows:
            said = f"{row.title} {row.found} {row.advice} {row.button}"
            self.assertNotIn("%(", said)
            # A name that a sentence lacks reads as an ellipsis.
            self.assertNotIn("…", said.replace(" …", ""), row.code)
        return rows.filtered(lambda row: row.code == code)

    def assertFound(self, code, severity, count=None):
        """Check that ``code`` is found; return its row."""
        row = self.check(code)
        self.assertTrue(row, f"{code}: {self.administered.finding_ids.mapped('code')}")
        self.assertEqual(row.severity, severity, row.found)
        if count is not None:
            self.assertEqual(row.count, count, row.found)
        return row

    def assertNotFound(self, *codes):
        found = self.check(codes[0])
        found |= self.administered.finding_ids.filtered(lambda r: r.code in codes)
        self.assertFalse(found.mapped("found"))

    def shown(self, row):
        """Return the records that the button of ``row`` opens, and their names."""
        action = row.action_mend()
        return self.env[action["res_model"]].search(action["domain"])

    def prefer(self, **groups):
        """Let QuickBooks' preferences say ``groups`` from now on."""
        prefs = {
            name: dict(value) for name, value in self.connection.preferences.items()
        }
        for name, values in groups.items():
            prefs[name] = prefs.get(name, {}) | values
        self.connection.preferences = prefs

    def row_of(self, kind, record):
        return self.env["quickbooks.mapping"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", kind),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
            ]
        )
