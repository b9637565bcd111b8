"""Classes and locations of QuickBooks are analytic accounts, and documents say them."""

from odoo.tests import tagged

from .common import QuickbooksCase


class TrackingCase(QuickbooksCase):
    def _read(self):
        with self._own_cursors():
            self.connection.sudo()._read_lists()
        self.env.invalidate_all()

    def _account(self, name, kind="Class", **found):
        fname = {"Class": "class_plan_id", "Department": "department_plan_id"}[kind]
        domain = [
            ("plan_id", "=", self.connection[fname].id),
            ("company_id", "=", self.env.company.id),
            ("name", "=", name),
        ]
        accounts = self.env["account.analytic.account"].with_context(active_test=False)
        return accounts.search(domain)

    def _row(self, account):
        return self.env["quickbooks.mapping"].search(
            [("res_model", "=", account._name), ("res_id", "=", account.id)]
        )

    def _prefer(self, **preferences):
        theirs = self.qbo.read("Preferences", "1")
        theirs["AccountingInfoPrefs"].update(preferences)
        self.qbo.update("Preferences", theirs)


@tagged("post_install", "-at_install")
class TestTrackingLists(TrackingCase):
    def test_each_class_and_location_is_an_analytic_account_of_its_plan(self):
        for name, kind in (
            ("Retail", "Class"),
            ("Wholesale", "Class"),
            ("Online", "Department"),
        ):
            account = self._account(name, kind)
            self.assertEqual(len(account), 1, name)
            row = self._row(account)
            self.assertEqual((row.kind, row.state), (kind, "done"))
            self.assertEqual(row.reference_id.name, name)
            self.assertEqual(row.reason, "Created in Odoo for it.")

    def test_reading_again_creates_and_writes_nothing(self):
        accounts = self.env["account.analytic.account"]
        before = accounts.search_count([])
        rows = self._row(self._account("Retail"))
        written = rows.write_date
        self._read()
        self.assertEqual(accounts.search_count([]), before)
        self.assertEqual(rows.write_date, written)

    def test_renamed_and_made_inactive_there_follows_here_with_the_next_poll(self):
        account = self._account("Retail")
        theirs = next(o for o in self.qbo.all("Class") if o["Name"] == "Retail")
        theirs = self.qbo.update("Class", dict(theirs, Name="Shops"))
        self.run_pull()
        self.assertEqual(account.name, "Shops")
        self.qbo.update("Class", dict(theirs, Active=False))
        self.run_pull()
        self.assertFalse(account.active)
        theirs = self.qbo.read("Class", theirs["Id"])
        self.qbo.update("Class", dict(theirs, Active=True))
        self.run_pull()
        self.assertTrue(account.active)
        self.assertEqual(self._row(account).state, "done")

    def test_a_name_given_here_stays(self):
        account = self._account("Retail")
        account.name = "Our shops"
        theirs = next(o for o in self.qbo.all("Class") if o["Name"] == "Retail")
        self.qbo.update("Class", dict(theirs, Name="Shops"))
        self.run_pull()
        self.assertEqual(account.name, "Our shops")

    def test_a_class_below_another_shows_its_parent_and_follows_its_name(self):
        retail = next(o for o in self.qbo.all("Class") if o["Name"] == "Retail")
        self.qbo.create(
            "Class",
            {"Name": "North", "SubClass": True, "ParentRef": {"value": retail["Id"]}},
        )
        self.run_pull()
        account = self._account("Retail: North")
        self.assertTrue(account)
        self.qbo.update("Class", dict(retail, Name="Shops"))
        self.run_pull()
        self.assertEqual(account.name, "Shops: North")

    def test_an_account_of_the_same_name_is_matched_and_not_doubled(self):
        ours = self.env["account.analytic.account"].create(
            {"name": "exports", "plan_id": self.connection.class_plan_id.id}
        )
        self.qbo.create("Class", {"Name": "Exports"})
        self.run_pull()
        self.assertEqual(self._row(ours).state, "done")
        self.assertEqual(self._row(ours).reference_id.name, "Exports")
        self.assertFalse(self._account("Exports"))

    def test_an_account_that_is_no_class_waits_for_a_choice(self):
        ours = self.env["account.analytic.account"].create(
            {"name": "Elsewhere", "plan_id": self.connection.class_plan_id.id}
        )
        self.env["quickbooks.mapping"].action_open()
        self.assertEqual(self._row(ours).state, "open")

    def test_nothing_is_followed_while_quickbooks_does_not_track_it(self):
        self._prefer(ClassTrackingPerTxnLine=False, TrackDepartments=False)
        self.qbo.create("Class", {"Name": "Exports"})
        self._read()
        self.assertFalse(self._account("Exports"))
        self.assertFalse(self.connection._get_plan("Department"))


@tagged("post_install", "-at_install")
class TestTrackingDocuments(TrackingCase):
    def _send(self, *distributions, state="synced"):
        """Send an invoice with a line of 100 for each distribution."""
        invoice = self.create_invoice(
            lines=[(self.product_a, 1, 100.0, True)] * len(distributions), post=False
        )
        for line, shares in zip(invoice.invoice_line_ids, distributions, strict=True):
            line.analytic_distribution = {
                str(account.id): share for account, share in shares.items()
            }
        invoice.action_post()
        self.run_push()
        self.assertBinding(invoice, state=state)
        return invoice

    def _class_names(self, invoice):
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        return [
            line["SalesItemLineDetail"].get("ClassRef", {}).get("name")
            for line in theirs["Line"]
            if line["DetailType"] == "SalesItemLineDetail"
        ]

    def setUp(self):
        super().setUp()
        self.retail, self.wholesale = map(self._account, ("Retail", "Wholesale"))
        self.online = self._account("Online", "Department")
        self.store = self._account("Austin Store", "Department")

    def test_a_line_says_its_class_and_the_document_its_location(self):
        invoice = self._send(
            {self.retail: 100, self.online: 100},
            {self.wholesale: 100, self.online: 100},
        )
        self.assertEqual(self._class_names(invoice), ["Retail", "Wholesale"])
        self.assertQboHas(
            "Invoice", DocNumber=invoice.name, DepartmentRef__name="Online"
        )

    def test_the_largest_share_is_said(self):
        invoice = self._send({self.retail: 40, self.wholesale: 60, self.store: 100}, {})
        self.assertEqual(self._class_names(invoice), ["Wholesale", None])

    def test_equal_shares_are_held_with_what_to_do(self):
        invoice = self._send({self.retail: 50, self.wholesale: 50}, state="failed")
        message = self.binding(invoice, "Invoice").message
        self.assertIn("Retail, Wholesale in equal parts", message)
        invoice.invoice_line_ids.analytic_distribution = {str(self.retail.id): 100}
        self.run_push()
        self.assertEqual(self._class_names(invoice), ["Retail"])

    def test_another_class_chosen_later_is_sent(self):
        invoice = self._send({self.retail: 100})
        invoice.invoice_line_ids.analytic_distribution = {str(self.wholesale.id): 100}
        self.run_push()
        self.assertEqual(self._class_names(invoice), ["Wholesale"])

    def test_an_account_that_is_no_class_holds_the_document_until_it_is_left_out(self):
        ours = self.retail.copy({"name": "Elsewhere"})
        invoice = self._send({ours: 100}, state="failed")
        self.assertIn("Elsewhere", self.binding(invoice, "Invoice").message)
        self.env["quickbooks.mapping"].action_open()
        self._row(ours).action_leave_out()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertEqual(self._class_names(invoice), [None])

    def test_one_class_for_the_document_where_quickbooks_takes_only_that(self):
        self._prefer(ClassTrackingPerTxnLine=False, ClassTrackingPerTxn=True)
        self._read()
        invoice = self._send(
            {self.retail: 100}, {self.wholesale: 100}, {self.retail: 5}
        )
        self.assertQboHas("Invoice", DocNumber=invoice.name, ClassRef__name="Retail")
        self.assertEqual(self._class_names(invoice), [None] * 3)
