"""W4: both sides changed the same record, and nobody's work is overwritten."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_two_way import TwoWayCase


@tagged("post_install", "-at_install")
class ConflictCase(TwoWayCase):
    """A contact and an invoice that both sides have."""

    def conflict(self, record, state="open"):
        """Return the conflict of ``record``."""
        binding = self.binding(record).filtered(lambda b: not b._is_hanging())
        return self.env["quickbooks.conflict"].search(
            [("binding_id", "in", binding.ids), ("state", "=", state)]
        )

    def row(self, conflict, part):
        (found,) = [row for row in conflict.comparison if row["part"] == part]
        return found

    def log(self, record):
        """Return what the log says of how clashes of ``record`` were settled."""
        lines = self.env["quickbooks.sync.log"].search(
            [
                ("operation", "=", "settle"),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
            ]
        )
        return " ".join(lines.mapped("summary"))

    def sync(self):
        """Let both crons run until nothing is on its way."""
        for _round in range(2):
            self.run_pull()
            self.run_push()


@tagged("post_install", "-at_install")
class TestContactConflicts(ConflictCase):
    def setUp(self):
        super().setUp()
        self.obj = self.changed("Customer", DisplayName="Harbour Café")
        self.partner = self.linked("Customer", self.obj)

    def clash(self):
        """Change the phone on both sides, and the e-mail and notes on one each."""
        self.partner.phone = "555-0101"
        self.partner.email = "hello@harbour.example.com"
        self.qbo.update(
            "Customer",
            {
                "Id": self.obj["Id"],
                "sparse": True,
                "PrimaryPhone": {"FreeFormNumber": "555-0199"},
                "Notes": "Opens at six",
            },
        )

    def theirs(self):
        return self.assertQboHas("Customer", DisplayName="Harbour Café")

    def assertMerged(self, phone):
        self.assertEqual(self.partner.phone, phone)
        self.assertIn("Opens at six", self.partner.comment or "")
        theirs = self.theirs()
        self.assertEqual(theirs["PrimaryPhone"]["FreeFormNumber"], phone)
        self.assertEqual(
            theirs["PrimaryEmailAddr"]["Address"], "hello@harbour.example.com"
        )
        self.assertEqual(theirs["Notes"], "Opens at six")
        self.assertBinding(self.partner, state="synced")
        self.assertFalse(self.conflict(self.partner))

    def test_odoo_wins_where_the_settings_say_so_and_the_rest_is_brought_together(self):
        self.connection.customer_policy = "odoo"
        self.clash()
        self.sync()
        self.assertMerged("555-0101")
        self.assertIn("555-0199", self.log(self.partner))

    def test_quickbooks_wins_where_the_settings_say_so(self):
        self.connection.customer_policy = "quickbooks"
        self.clash()
        self.sync()
        self.assertMerged("555-0199")
        self.assertIn("555-0101", self.log(self.partner))

    def test_the_policy_counts_too_when_the_push_comes_first(self):
        self.connection.customer_policy = "quickbooks"
        self.clash()
        self.run_push()
        self.sync()
        self.assertMerged("555-0199")

    def test_asking_changes_nothing_before_somebody_has_chosen(self):
        self.clash()
        self.sync()
        self.assertBinding(self.partner, state="conflict", cause="changed_both")
        self.assertEqual(self.partner.phone, "555-0101")
        self.assertEqual(self.theirs()["PrimaryPhone"]["FreeFormNumber"], "555-0199")
        self.assertFalse(self.env["quickbooks.inbound"].sudo().search([]))
        self.assertEqual(len(self.problem_of(self.partner).activity_ids), 1)
        row = self.row(self.conflict(self.partner), "PrimaryPhone")
        self.assertEqual(
            (row["agreed"], row["here"], row["there"]), ("", "555-0101", "555-0199")
        )
        self.assertTrue(row["is_choice"])
        self.assertFalse(self.row(self.conflict(self.partner), "Notes")["is_choice"])

    def _choose(self, side):
        self.clash()
        self.sync()
        conflict = self.conflict(self.partner)
        conflict.action_settle({"PrimaryPhone": side})
        self.sync()
        self.assertFalse(self.problem_of(self.partner))
        self.assertEqual(conflict.settled_by_id, self.env.user)

    def test_odoo_s_value_that_is_chosen_is_on_both_sides_afterwards(self):
        self._choose("odoo")
        self.assertMerged("555-0101")

    def test_quickbooks_value_that_is_chosen_is_on_both_sides_afterwards(self):
        self._choose("quickbooks")
        self.assertMerged("555-0199")

    def test_everything_of_one_side_is_kept_on_request(self):
        self.clash()
        self.sync()
        self.conflict(self.partner).action_keep_quickbooks()
        self.sync()
        self.assertEqual(self.partner.phone, "555-0199")
        self.assertFalse(self.partner.email)
        self.assertNotIn("PrimaryEmailAddr", self.theirs())
        self.assertBinding(self.partner, state="synced")

    def test_everything_of_odoo_is_kept_on_request(self):
        self.clash()
        self.sync()
        self.conflict(self.partner).action_keep_odoo()
        self.sync()
        self.assertEqual(self.partner.phone, "555-0101")
        self.assertFalse(self.partner.comment)
        self.assertFalse(self.theirs().get("Notes"))
        self.assertBinding(self.partner, state="synced")

    def _bring_back(self, policy):
        self.connection.customer_policy = policy
        self.clash()
        self.sync()
        self.conflict(self.partner, "settled").action_restore("PrimaryPhone")
        self.sync()

    def test_quickbooks_value_that_was_not_kept_can_be_brought_back(self):
        self._bring_back("odoo")
        self.assertMerged("555-0199")

    def test_odoo_s_value_that_was_not_kept_can_be_brought_back(self):
        self._bring_back("quickbooks")
        self.assertMerged("555-0101")

    def test_a_clash_that_ends_by_itself_asks_nobody_any_more(self):
        self.clash()
        self.sync()
        changed = {"PrimaryPhone": {"FreeFormNumber": "555-0101"}}
        self.qbo.update("Customer", {"Id": self.obj["Id"], "sparse": True} | changed)
        self.sync()
        self.assertMerged("555-0101")

    def test_the_question_follows_later_changes(self):
        self.clash()
        self.sync()
        changed = {"PrimaryPhone": {"FreeFormNumber": "555-0177"}}
        self.qbo.update("Customer", {"Id": self.obj["Id"], "sparse": True} | changed)
        self.partner.phone = "555-0102"
        self.sync()
        conflict = self.conflict(self.partner)
        self.assertEqual(len(conflict), 1)
        row = self.row(conflict, "PrimaryPhone")
        self.assertEqual((row["here"], row["there"]), ("555-0102", "555-0177"))

    def test_who_may_not_edit_the_record_decides_nothing(self):
        self.clash()
        self.sync()
        conflict = self.conflict(self.partner)
        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            conflict.with_user(stranger).action_keep_odoo()
        groups = "base.group_user,quickbooks_connector.quickbooks_group_user"
        reader = new_test_user(self.env, "reader", groups=groups)
        with self.assertRaises(AccessError):
            conflict.with_user(reader).action_keep_odoo()
        self.assertEqual(conflict.state, "open")

    def test_what_was_settled_is_forgotten_with_the_log_and_no_open_question(self):
        self.connection.customer_policy = "odoo"
        self.clash()
        self.sync()
        settled = self.conflict(self.partner, "settled")
        conflicts = self.env["quickbooks.conflict"].sudo()
        conflicts._gc_settled()
        self.assertTrue(settled.exists())
        settled.sudo().settled_at = "2020-01-01"
        asked = settled.sudo().copy({"state": "open", "settled_at": False})
        conflicts._gc_settled()
        self.assertFalse(settled.exists())
        self.assertTrue(asked.exists())

    def test_half_a_choice_is_none(self):
        self.clash()
        self.sync()
        conflict = self.conflict(self.partner)
        for choices in ({}, {"PrimaryPhone": "both"}, {"Notes": "odoo"}):
            with self.subTest(choices), self.assertRaises(UserError):
                conflict.action_settle(choices)
        conflict.action_settle({"PrimaryPhone": "odoo"})
        with self.assertRaises(UserError):
            conflict.action_settle({"PrimaryPhone": "odoo"})


@tagged("post_install", "-at_install")
class DocumentConflictCase(ConflictCase):
    """An invoice that both sides have."""

    def setUp(self):
        super().setUp()
        self.invoice = self.create_invoice()
        self.run_push()
        self.obj = self.assertQboHas("Invoice", DocNumber=self.invoice.name)

    def edit_there(self, **values):
        self.qbo.update("Invoice", {"Id": self.obj["Id"], "sparse": True} | values)

    def clash(self):
        """Change the due date on both sides, and the memo in QuickBooks."""
        self.invoice.invoice_date_due = "2027-01-15"
        self.edit_there(DueDate="2027-03-01", CustomerMemo={"value": "Many thanks"})

    def theirs(self):
        return self.assertQboHas("Invoice", DocNumber=self.invoice.name)

    def assertDue(self, due):
        self.assertEqual(self.invoice.invoice_date_due, date.fromisoformat(due))
        self.assertEqual(self.invoice.state, "posted")
        self.assertIn("Many thanks", self.invoice.narration)
        theirs = self.theirs()
        self.assertEqual(theirs["DueDate"], due)
        self.assertEqual(theirs["CustomerMemo"]["value"], "Many thanks")
        self.assertBinding(self.invoice, "Invoice", state="synced")
        self.assertFalse(self.conflict(self.invoice))


@tagged("post_install", "-at_install")
class TestDocumentConflicts(DocumentConflictCase):
    def _follow_policy(self, policy):
        self.connection.sale_policy = policy
        self.clash()
        self.sync()
        self.assertTrue(self.log(self.invoice))

    def test_odoo_wins_where_the_settings_say_so_and_the_rest_is_brought_together(self):
        self._follow_policy("odoo")
        self.assertDue("2027-01-15")

    def test_quickbooks_wins_where_the_settings_say_so(self):
        self._follow_policy("quickbooks")
        self.assertDue("2027-03-01")

    def _choose(self, side):
        self.clash()
        self.sync()
        self.assertBinding(self.invoice, "Invoice", state="conflict")
        alert = self.invoice._get_alerts()["quickbooks"]
        action = alert["action"]
        conflict = self.env[action["res_model"]].browse(action["res_id"])
        row = self.row(conflict, "due")
        self.assertIn("01/15/2027", row["here"])
        self.assertIn("03/01/2027", row["there"])
        conflict.action_settle({"due": side})
        self.sync()

    def test_odoo_s_due_date_that_is_chosen_is_on_both_sides(self):
        self._choose("odoo")
        self.assertDue("2027-01-15")

    def test_quickbooks_due_date_that_is_chosen_is_on_both_sides(self):
        self._choose("quickbooks")
        self.assertDue("2027-03-01")

    def test_the_due_date_that_was_not_kept_can_be_brought_back(self):
        self.connection.sale_policy = "odoo"
        self.clash()
        self.sync()
        self.conflict(self.invoice, "settled").action_restore("due")
        self.sync()
        self.assertDue("2027-03-01")

    def _clash_over_lines(self, policy):
        self.connection.sale_policy = policy
        line = {**self.obj["Line"][0]}
        detail = line["SalesItemLineDetail"] | {"UnitPrice": 130, "Qty": 1}
        line |= {"Amount": 130, "SalesItemLineDetail": detail}
        self.edit_there(Line=[line])
        self.invoice.button_draft()
        self.invoice.invoice_line_ids.price_unit = 120
        self.invoice.action_post()
        self.sync()

    def assertUntaxed(self, total):
        self.assertEqual(self.invoice.amount_untaxed, total)
        self.assertEqual(self.theirs()["Line"][0]["Amount"], total)
        self.assertBinding(self.invoice, "Invoice", state="synced")

    def test_lines_of_odoo_are_taken_whole(self):
        self._clash_over_lines("odoo")
        self.assertUntaxed(120)

    def test_lines_of_quickbooks_are_taken_whole(self):
        self._clash_over_lines("quickbooks")
        self.assertUntaxed(130)

    def test_lines_that_were_not_kept_can_be_brought_back(self):
        self._clash_over_lines("quickbooks")
        self.conflict(self.invoice, "settled").action_restore("lines")
        self.sync()
        self.assertUntaxed(120)

    def test_an_edit_here_and_a_deletion_there_is_asked(self):
        self.invoice.ref = "Order 17"
        self.commit()
        self.qbo.delete("Invoice", self.obj["Id"])
        self.sync()
        self.assertBinding(self.invoice, "Invoice", state="conflict")
        row = self.row(self.conflict(self.invoice), "state")
        self.assertEqual(row["there"], "Deleted")
        self.conflict(self.invoice).action_keep_quickbooks()
        self.assertEqual(self.invoice.state, "cancel")

    def test_a_document_deleted_there_is_sent_again_on_request(self):
        self.invoice.ref = "Order 17"
        self.commit()
        self.qbo.delete("Invoice", self.obj["Id"])
        self.sync()
        self.conflict(self.invoice).action_keep_odoo()
        self.sync()
        self.assertEqual(self.invoice.state, "posted")
        self.assertNotEqual(self.theirs()["Id"], self.obj["Id"])
        self.assertBinding(self.invoice, "Invoice", state="synced")

    def _cancel_here_edit_there(self, side):
        self.invoice.button_cancel()
        self.commit()
        self.edit_there(DueDate="2027-03-01")
        self.sync()
        self.conflict(self.invoice).action_settle({"state": side})
        self.sync()
        self.assertBinding(self.invoice, "Invoice", state="synced")

    def test_a_cancellation_here_voids_what_was_edited_there_if_chosen(self):
        self._cancel_here_edit_there("odoo")
        self.assertEqual(self.invoice.state, "cancel")
        self.assertFalse(self.theirs()["TotalAmt"])

    def test_an_edit_there_ends_a_cancellation_here_if_chosen(self):
        self._cancel_here_edit_there("quickbooks")
        self.assertEqual(self.invoice.state, "posted")
        self.assertEqual(str(self.invoice.invoice_date_due), "2027-03-01")
        self.assertTrue(self.theirs()["TotalAmt"])

    def test_an_edit_here_and_a_void_there_follow_odoo_if_chosen(self):
        self.invoice.invoice_date_due = "2027-01-15"
        self.commit()
        self.qbo.void("Invoice", self.obj["Id"])
        self.sync()
        self.conflict(self.invoice).action_settle({"state": "odoo"})
        self.sync()
        self.assertEqual(self.invoice.state, "posted")
        self.assertTrue(self.theirs()["TotalAmt"])

    def test_an_edit_here_and_a_void_there_follow_quickbooks_if_chosen(self):
        self.invoice.invoice_date_due = "2027-01-15"
        self.commit()
        self.qbo.void("Invoice", self.obj["Id"])
        self.sync()
        self.conflict(self.invoice).action_settle({"state": "quickbooks"})
        self.sync()
        self.assertEqual(self.invoice.state, "cancel")
