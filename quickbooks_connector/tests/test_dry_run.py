"""M8: what going live would do is told before, and writes nothing on either side."""

from contextlib import suppress
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..sync.rehearsal import Rehearsal
from .common import QuickbooksCase

_MODELS = "odoo.addons.quickbooks_connector.sync.rehearsal"


class PlanCase(QuickbooksCase):
    """A company that is set up and not live yet."""

    @classmethod
    def _set_up(cls, connection):
        super()._set_up(connection)
        connection.sudo().is_live = False

    def make_plan(self, connection=None):
        """Make a dry run to its end; return the plan."""
        connection = connection or self.connection
        connection.action_dry_run()
        self.run_work(connection)
        self.assertEqual(
            connection.plan_id.state, "ready", connection.plan_id.run_id.message
        )
        return connection.plan_id

    def line_of(self, plan, record, entity=None):
        """Return the line of ``record``."""
        return plan.line_ids.filtered(
            lambda line: (
                (line.res_model, line.res_id) == (record._name, record.id)
                and entity in (None, line.entity)
            )
        )

    def go_live(self):
        """Go live whatever the readiness check says, and let the push run."""
        self.connection._go_live()
        self.run_push()

    def assertLine(self, plan, record, **expected):
        """Check what the line of ``record`` says; return it."""
        line = self.line_of(plan, record)
        self.assertEqual(len(line), 1, f"lines of {record}")
        for fname, value in expected.items():
            self.assertEqual(line[fname], value, f"{fname} of {record}: {line.message}")
        return line

    def assertNothingWritten(self):
        """Check that QuickBooks was only read, and that Odoo linked nothing."""
        objects = self.qbo.counts()["objects"]
        self.assertFalse([name for name in objects if not name.endswith("query")])
        self.assertFalse(self.binding_model().search([]))
        self.assertFalse(self.env["quickbooks.sync.log"].search([]))


@tagged("post_install", "-at_install")
class TestDryRun(PlanCase):
    def test_a_dry_run_lists_what_would_be_created_with_both_totals(self):
        invoice = self.create_invoice()
        plan = self.make_plan()
        self.assertLine(
            plan,
            invoice,
            operation="create",
            total=invoice.amount_total,
            qbo_total=invoice.amount_total,
            difference=0,
            message="",
        )
        self.assertEqual(
            {(line.entity, line.operation) for line in plan.line_ids},
            {("Customer", "create"), ("Item", "create"), ("Invoice", "create")},
        )
        self.assertEqual(
            plan.get_summary()["total"],
            self.env.company.currency_id.format(invoice.amount_total),
        )

    def test_a_dry_run_writes_nothing_on_either_side(self):
        invoice = self.create_invoice()
        before = (invoice.message_ids, invoice.write_date, invoice.activity_ids)
        self.make_plan()
        self.assertNothingWritten()
        invoice.invalidate_recordset()
        after = (invoice.message_ids, invoice.write_date, invoice.activity_ids)
        self.assertEqual(before, after)

    def test_what_quickbooks_has_is_linked_and_what_is_linked_is_not_listed(self):
        self.qbo.create("Customer", {"DisplayName": self.partner_a.name})
        self.binding_model().create(
            {
                "connection_id": self.connection.id,
                "res_model": self.product_a._name,
                "res_id": self.product_a.id,
                "entity": "Item",
                "qbo_id": self.qbo.all("Item")[0]["Id"],
                "state": "synced",
                "is_due": False,
            }
        )
        self.create_invoice()
        plan = self.make_plan()
        theirs = self.assertQboHas("Customer", DisplayName=self.partner_a.name)
        self.assertLine(plan, self.partner_a, operation="link", qbo_id=theirs["Id"])
        self.assertFalse(self.line_of(plan, self.product_a))

    def test_two_of_one_name_are_shown_as_they_will_be_called(self):
        partners = self.env["res.partner"].create(
            [{"name": "Granite Works", "is_company": True} for _number in range(2)]
        )
        for partner in partners:
            self.create_invoice(partner=partner)
        plan = self.make_plan()
        self.assertLine(plan, partners[0], operation="create", qbo_name=False)
        self.assertLine(plan, partners[1], qbo_name="Granite Works (Customer)")

    def test_documents_before_the_start_date_and_drafts_are_not_listed(self):
        self.connection.start_date = "2026-11-01"
        self.create_invoice(invoice_date="2026-10-31")
        self.create_invoice(post=False)
        plan = self.make_plan()
        self.assertFalse(plan.line_ids)
        with self.assertRaises(UserError):
            plan.action_approve()

    def test_what_waits_for_its_moment_is_listed_as_later(self):
        self.connection.send_moment = "sent"
        waiting, sent = self.create_invoice(), self.create_invoice()
        sent.is_move_sent = True
        plan = self.make_plan()
        self.assertLine(plan, waiting, operation="later", cause="not_sent_yet")
        self.assertLine(plan, sent, operation="create")
        plan.action_approve()
        self.go_live()
        self.assertFalse(self.binding(waiting))
        waiting.is_move_sent = True
        self.run_push()
        self.assertBinding(waiting, state="synced")

    def test_the_list_is_a_spreadsheet_too(self):
        self.create_invoice()
        plan = self.make_plan()
        rows = list(plan._export_rows())
        self.assertEqual(len(rows), 1 + len(plan.line_ids))
        self.assertIn("/web/content/", plan.action_export()["url"])


@tagged("post_install", "-at_install")
class TestRefusedInADryRun(PlanCase):
    qbo_options = {"closing_date": "2026-10-31"}

    def test_closed_books_are_told(self):
        invoice = self.create_invoice(invoice_date="2026-10-30")
        line = self.assertLine(
            self.make_plan(), invoice, operation="refuse", cause="closed_books"
        )
        self.assertIn(invoice.name, line.message)

    def test_a_number_that_quickbooks_has_is_told(self):
        invoice = self.create_invoice()
        detail = {"ItemRef": {"value": self.qbo.all("Item")[0]["Id"]}}
        self.qbo.create(
            "Invoice",
            {
                "DocNumber": invoice.name,
                "TxnDate": "2026-11-02",
                "CustomerRef": {"value": self.qbo.all("Customer")[0]["Id"]},
                "Line": [
                    {
                        "DetailType": "SalesItemLineDetail",
                        "Amount": 1,
                        "SalesItemLineDetail": detail,
                    }
                ],
            },
        )
        line = self.assertLine(self.make_plan(), invoice, cause="number_taken")
        self.assertIn(invoice.name, line.message)

    def test_a_tax_without_a_code_is_told_and_mended_by_checking_again(self):
        tax = self.tax_sale_a.copy({"name": "Harbour levy", "amount": 2.0})
        invoice = self.create_invoice(post=False)
        invoice.invoice_line_ids.tax_ids = tax
        invoice.action_post()
        plan = self.make_plan()
        line = self.assertLine(plan, invoice, operation="refuse", cause="tax_unmatched")
        self.assertIn("Harbour levy", line.message)
        self.assertEqual(line.total, invoice.amount_total)
        with self.assertRaises(UserError):
            line.action_approve()
        self.connection.sudo()._check_readiness()
        self.env["quickbooks.mapping"].search(
            [("res_model", "=", tax._name), ("res_id", "=", tax.id)]
        ).action_accept()
        plan.action_recompute()
        self.run_work()
        again = self.connection.plan_id
        self.assertNotEqual(again, plan)
        self.assertEqual(plan.state, "discarded")
        self.assertLine(again, invoice, operation="create")

    def test_a_contact_that_is_not_clear_refuses_what_needs_it(self):
        for name in ("Alpha", "Beta"):
            self.qbo.create(
                "Customer",
                {
                    "DisplayName": name,
                    "PrimaryEmailAddr": {"Address": "two@alike.example"},
                },
            )
        self.partner_a.email = "two@alike.example"
        invoice = self.create_invoice()
        plan = self.make_plan()
        line = self.assertLine(plan, self.partner_a, cause="ambiguous")
        self.assertIn("Alpha, Beta", line.message)
        self.assertLine(plan, invoice, operation="refuse", cause="needs_choice")
        target = line.action_mend()
        self.assertEqual(target["res_model"], "quickbooks.pairing")

    def test_ask_before_creating_is_told(self):
        self.connection.ask_before_create = True
        invoice = self.create_invoice()
        plan = self.make_plan()
        self.assertLine(plan, self.partner_a, operation="refuse", cause="ask_create")
        self.assertLine(plan, invoice, cause="needs_choice")
        self.assertNothingWritten()

    def test_a_fault_of_ours_refuses_its_document_alone(self):
        broken, sound = self.create_invoice(), self.create_invoice()
        entity = self.env.registry["quickbooks.entity.invoice"]
        add_memo = entity._add_memo

        def fail(entity, values, record, connection):
            if record == broken:
                raise ValueError(record.name)
            add_memo(entity, values, record, connection)

        logger = "odoo.addons.quickbooks_connector.sync.preparation"
        with patch.object(entity, "_add_memo", fail), self.assertLogs(logger):
            plan = self.make_plan()
        self.assertLine(plan, broken, operation="refuse", cause="internal")
        self.assertLine(plan, sound, operation="create")


@tagged("post_install", "-at_install")
class TestDryRunGoesOn(PlanCase):
    """Killed, stopped, cut off: it goes on where it was."""

    def test_killed_between_any_two_steps_it_comes_to_the_same_list(self):
        self.create_invoice()
        self.create_invoice(partner=self.partner_b)
        told = {
            (line.res_model, line.res_id, line.operation)
            for line in self.make_plan().line_ids
        }
        self.connection.action_dry_run()
        plan = self.connection.plan_id
        step = Rehearsal.step
        kills = [True, False] * 20

        def die_first(rehearsal):
            going_on = step(rehearsal)
            if kills.pop(0):
                raise KeyboardInterrupt
            return going_on

        while plan.state == "computing":
            with patch.object(Rehearsal, "step", die_first):
                with suppress(KeyboardInterrupt):
                    self.run_work()
            self.env.invalidate_all()
        again = {
            (line.res_model, line.res_id, line.operation) for line in plan.line_ids
        }
        self.assertEqual(again, told)
        self.assertLess(len(kills), 38, "it was killed, and more than once")

    def test_a_connection_lost_in_the_middle_is_waited_for(self):
        invoice = self.create_invoice()
        self.connection.action_dry_run()
        self.qbo.fail_next(20, status=503)
        self.run_work()
        plan = self.connection.plan_id
        self.assertEqual(plan.state, "computing")
        self.assertTrue(plan.get_summary()["message"])
        self.assertNothingWritten()
        self.qbo.clear_faults()
        self.let_time_pass()
        self.run_work()
        self.assertEqual(plan.state, "ready")
        self.assertLine(plan, invoice, operation="create")

    def test_asking_twice_goes_on_with_the_same_list(self):
        self.connection.action_dry_run()
        plan = self.connection.plan_id
        self.connection.action_dry_run()
        self.assertEqual(self.connection.plan_id, plan)

    def test_a_list_thrown_away_while_it_is_made_stays_away(self):
        self.create_invoice()
        self.connection.action_dry_run()
        plan = self.connection.plan_id
        plan.action_discard()
        self.run_work()
        self.assertEqual(plan.state, "discarded")
        self.assertEqual(self.make_plan().state, "ready")

    def test_contacts_of_several_chunks_get_names_of_their_own(self):
        partners = self.env["res.partner"].create(
            [{"name": "Granite Works", "is_company": True} for _number in range(3)]
        )
        for partner in partners:
            self.create_invoice(partner=partner)
        with patch(f"{_MODELS}.MATCH_CHUNK", 1), patch(f"{_MODELS}.REHEARSE_CHUNK", 1):
            plan = self.make_plan()
        names = {self.line_of(plan, partner).taken_name for partner in partners}
        self.assertEqual(
            names,
            {
                "granite works",
                "granite works (customer)",
                "granite works (customer 2)",
            },
        )
        plan.action_approve()
        self.go_live()
        there = {obj["DisplayName"].casefold() for obj in self.qbo.all("Customer")}
        self.assertLessEqual(names, there)


@tagged("post_install", "-at_install")
class TestDryRunRights(PlanCase):
    def test_users_see_the_list_and_administrators_approve_it(self):
        self.create_invoice()
        plan = self.make_plan()
        user = new_test_user(
            self.env, "qb.user", "quickbooks_connector.quickbooks_group_user"
        )
        seen = plan.with_user(user)
        # The invoice, its customer, its product and that one's category.
        self.assertEqual(seen.get_summary()["counts"]["create"], 4)
        self.assertFalse(seen.get_summary()["can_approve"])
        for action in ("action_approve", "action_discard", "action_recompute"):
            with self.assertRaises(AccessError, msg=action):
                getattr(seen, action)()
        with self.assertRaises(AccessError):
            seen.line_ids.action_approve()
        with self.assertRaises(AccessError):
            seen.line_ids.write({"is_approved": True})

    def test_a_list_is_of_its_own_company(self):
        self.create_invoice()
        plan = self.make_plan()
        other = self._create_company(name="Elsewhere Ltd")
        stranger = new_test_user(
            self.env,
            "qb.stranger",
            "quickbooks_connector.quickbooks_group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        with self.assertRaises(AccessError):
            plan.with_user(stranger).get_summary()
        with self.assertRaises(AccessError):
            plan.with_user(stranger).action_approve()
        self.assertFalse(
            self.env["quickbooks.plan.line"].with_user(stranger).search([])
        )

    def test_documents_of_another_company_are_not_listed(self):
        mine = self.create_invoice()
        other = self.setup_other_company(name="Elsewhere Ltd")["company"]
        theirs = (
            self.env["account.move"]
            .with_company(other)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.partner_a.id,
                    "invoice_date": "2026-11-02",
                    "invoice_line_ids": [
                        (0, 0, {"name": "x", "price_unit": 5.0, "tax_ids": False})
                    ],
                }
            )
        )
        theirs.action_post()
        plan = self.make_plan()
        self.assertTrue(self.line_of(plan, mine))
        self.assertFalse(self.line_of(plan, theirs))
