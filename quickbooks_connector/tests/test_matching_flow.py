"""A choice lets go on what waited for it; lists that shrink lose nothing else."""

from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestMatchingFlow(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fees = cls.env["account.account"].create(
            {"name": "Zoological fees", "code": "409999", "account_type": "income"}
        )
        cls.visit = cls.env["product.product"].create(
            {
                "name": "Guided visit",
                "type": "service",
                "property_account_income_id": cls.fees.id,
            }
        )

    def _row(self, record):
        return self.env["quickbooks.mapping"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )

    def _read_lists(self):
        with self._own_cursors():
            self.connection.sudo()._read_lists()
        self.env.invalidate_all()

    def _entry(self, qbo_id):
        references = self.env["quickbooks.reference"].with_context(active_test=False)
        return references.search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", "Account"),
                ("qbo_id", "=", qbo_id),
            ]
        )

    def _hold_invoice(self):
        """Return an invoice that waits for the account of its product."""
        self.connection.income_account_id = False
        self._read_lists()
        invoice = self.create_invoice(lines=[(self.visit, 1, 50.0, False)])
        self.run_push()
        self.assertBinding(self.visit, state="failed", cause="account_unmatched")
        return invoice

    def test_an_account_chosen_in_the_matching_sends_what_waited(self):
        invoice = self._hold_invoice()
        row = self._row(self.fees)
        self.assertEqual((row.state, row.section), ("open", "Account"))
        row.reference_id = self._entry("1")
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertQboHas("Item", Name="Guided visit", IncomeAccountRef__value="1")

    def test_an_account_chosen_on_its_form_sends_what_waited(self):
        invoice = self._hold_invoice()
        self.fees.qbo_reference_id = self._entry("1")
        self.run_push()
        self.assertBinding(invoice, state="synced")

    def test_an_account_that_a_new_document_needs_is_shown_at_once(self):
        fees = self.fees.copy({"name": "Botanical fees"})
        self.visit.property_account_income_id = fees
        self.assertFalse(self._row(fees))
        self.env["quickbooks.mapping"].action_open()
        self.assertEqual(self._row(fees).section, "Account")

    def test_an_account_made_inactive_there_needs_a_choice_here(self):
        self._read_lists()
        row = self._row(self.fees)
        row.reference_id = self._entry("1")
        theirs = self.qbo.read("Account", "1")
        self.qbo.update("Account", dict(theirs, Active=False))
        self._read_lists()
        self.assertEqual((row.state, row.reference_id.id), ("open", False))
        self.assertIn("inactive in QuickBooks now", row.reason)

    def test_a_list_that_is_refused_once_loses_no_match(self):
        self._read_lists()
        self._row(self.fees).reference_id = self._entry("1")
        theirs = self.qbo.read("Account", "1")
        self.qbo.update("Account", dict(theirs, Active=False))
        before = {
            row.id: row.state for row in self.env["quickbooks.mapping"].search([])
        }
        self.qbo.fail_next(
            kind="fault", operation="query", index=0, code="5020", detail="No."
        )
        self._read_lists()
        after = {row.id: row.state for row in self.env["quickbooks.mapping"].search([])}
        self.assertEqual(after, before)
        self.assertTrue(self._entry("1").active)
        self._read_lists()
        self.assertFalse(self._entry("1").active, "read again, it is followed")

    def test_thirty_invoices_ask_for_matches_a_fixed_number_of_times_each(self):
        """Lines of a document share the questions for their taxes and terms."""
        few = self._count_questions(lines=1)
        many = self._count_questions(lines=20)
        self.assertEqual(many, few)

    def _count_questions(self, lines):
        invoice = self.create_invoice(
            lines=[(self.product_a, 1, 10.0 + number, True) for number in range(lines)]
        )
        asked = []
        search = type(self.env["quickbooks.mapping"]).search

        def counted(model, *args, **kwargs):
            asked.append(args)
            return search(model, *args, **kwargs)

        self.run_push()
        self.assertBinding(invoice, state="synced")
        invoice.ref = f"{lines} lines"
        self.patch(type(self.env["quickbooks.mapping"]), "search", counted)
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.patch(type(self.env["quickbooks.mapping"]), "search", search)
        return len(asked)
