"""A company whose contacts and products are to be matched, and words to test with."""

from .common import QuickbooksCase


class PairingCase(QuickbooksCase):
    """A company whose contacts and products are to be matched."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nothing but what a test enters is to be matched.
        cls.env["res.partner"].search([]).write({"customer_rank": 0})
        products = cls.env["product.product"].search([])
        products.write({"sale_ok": False, "purchase_ok": False})

    def customer(self, name, email=None, **vals):
        """Create a customer in QuickBooks."""
        values = {"DisplayName": name, **vals}
        if email:
            values["PrimaryEmailAddr"] = {"Address": email}
        return self.qbo.create("Customer", values)

    def contact(self, name, **vals):
        """Return a new contact that has been invoiced, as far as Odoo knows."""
        vals = {"customer_rank": 1, "is_company": True} | vals
        partners = self.env["res.partner"].with_context(quickbooks_no_mark=True)
        return partners.create({"name": name, **vals})

    def read_all(self):
        """Read the contacts and products of QuickBooks; return the run."""
        self.connection.action_read_counterparts()
        return self.finish("read_counterparts")

    def apply(self, rows=None):
        """Apply rows, or all; return the run."""
        if rows is None:
            rows = self.rows()
        rows._apply()
        return self.finish("apply_pairings")

    def finish(self, kind):
        self.run_work()
        run = self.env["quickbooks.run"].search([("kind", "=", kind)], limit=1)
        self.assertEqual(run.state, "done", run.message)
        return run

    def rows(self, *domain):
        return self.env["quickbooks.pairing"].search(
            [("connection_id", "=", self.connection.id), *domain]
        )

    def row(self, record=None, name=None):
        """Return the row of a record, or of what only QuickBooks has."""
        if record:
            rows = self.rows(
                ("res_model", "=", record._name), ("res_id", "=", record.id)
            )
        else:
            rows = self.rows(("res_id", "=", False), ("name", "=", name))
        self.assertEqual(len(rows), 1, f"rows of {record or name}")
        return rows

    def counterpart(self, name):
        return self.env["quickbooks.counterpart"].search(
            [("connection_id", "=", self.connection.id), ("name", "=", name)]
        )
