"""M10: what only QuickBooks has is taken over, in the background, once and whole."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .killing import killed_while_linking
from .pairing_common import PairingCase

_APPLY = "odoo.addons.quickbooks_connector.models.quickbooks_pairing_apply"


@tagged("post_install", "-at_install")
class TestFirstImport(PairingCase):
    def take_over(self, *entities):
        """Take over all of some kinds; return the run that created them."""
        self.connection.action_import_from_quickbooks(list(entities))
        self.finish("read_counterparts")
        return self.finish("apply_pairings")

    def linked(self, entity):
        return self.binding_model().search(
            [("entity", "=", entity), ("qbo_id", "!=", False)]
        )

    def assertWhole(self, entity="Customer"):
        """Check that each active object is one record of Odoo's, and none twice."""
        there = {row["Id"] for row in self.qbo.all(entity, "Active = true")}
        linked = self.linked(entity)
        self.assertEqual(set(linked.mapped("qbo_id")), there)
        self.assertEqual(len(set(linked.mapped("res_id"))), len(there))
        names = self.env["res.partner"].browse(linked.mapped("res_id")).mapped("name")
        self.assertEqual(len(set(names)), len(there))

    def test_everything_of_a_kind_is_taken_over_with_its_fields(self):
        self.customer("Deco Addict", "deco@example.com")
        run = self.take_over("Customer")
        self.assertWhole()
        binding = self.linked("Customer").filtered(
            lambda row: row._get_record().name == "Deco Addict"
        )
        self.assertEqual(binding._get_record().email, "deco@example.com")
        self.assertEqual(binding.state, "synced")
        self.assertFalse(self.linked("Item"), "not asked for")
        self.assertIn("Not done: 0", run.outcome)
        self.assertTrue(run.result_id)

    def test_products_come_too_and_categories_are_none(self):
        self.qbo.create("Item", {"Name": "Garden", "Type": "Category"})
        self.take_over("Item")
        items = self.qbo.all("Item", "Active = true")
        wanted = {item["Id"] for item in items if item["Type"] != "Category"}
        self.assertEqual(set(self.linked("Item").mapped("qbo_id")), wanted)

    def test_what_is_taken_over_is_neither_sent_back_nor_taken_again(self):
        self.take_over("Customer")
        self.qbo.clear_journal()
        self.run_push()
        self.run_pull()
        self.assertFalse(self.qbo.count("Customer.create"))
        self.assertFalse(self.qbo.count("Customer.update"))
        before = len(self.env["res.partner"].search([]))
        self.take_over("Customer")
        self.assertEqual(len(self.env["res.partner"].search([])), before)

    def test_nothing_to_take_over_is_no_error(self):
        self.take_over("Customer")
        run = self.take_over("Customer")
        self.assertEqual((run.state, run.total_count), ("done", 0))

    def test_what_is_alike_waits_for_a_person_and_is_not_doubled(self):
        self.customer("Deco Addict", "deco@example.com")
        contact = self.contact("Deco Addict", email="deco@example.com")
        self.take_over("Customer")
        self.assertEqual(self.row(contact).state, "open")
        same = self.env["res.partner"].search([("name", "=", "Deco Addict")])
        self.assertEqual(same, contact)

    def test_people_come_below_their_company(self):
        company = self.customer("Deco Addict")
        self.customer("Anna", ParentRef={"value": company["Id"]}, Job=True)
        self.take_over("Customer")
        anna = self.env["res.partner"].search([("name", "=", "Anna")])
        self.assertEqual(anna.parent_id.name, "Deco Addict")

    def test_one_that_odoo_refuses_does_not_stop_the_others(self):
        self.customer("Bad Apple")
        partners = self.env.registry["res.partner"]
        create = partners.create

        def refuse(model, vals_list):
            if any(vals.get("name") == "Bad Apple" for vals in vals_list):
                raise UserError("No apples.")
            return create(model, vals_list)

        with patch.object(partners, "create", refuse):
            run = self.take_over("Customer")
        failed = self.rows(("state", "=", "failed"))
        self.assertEqual(failed.mapped("name"), ["Bad Apple"])
        self.assertIn("No apples.", failed.message)
        self.assertIn("Not done: 1", run.outcome)
        self.assertEqual(
            len(self.linked("Customer")), len(self.qbo.all("Customer")) - 1
        )

    def test_killed_between_records_and_links_nothing_is_there_twice(self):
        self.qbo.generate(customers=60)
        chunk = patch(f"{_APPLY}.CHUNK", 25)
        self.connection.action_import_from_quickbooks(["Customer"])
        with chunk, killed_while_linking(self.env):
            self.run_work()
        self.assertEqual(len(self.linked("Customer")), 25)
        with chunk:
            run = self.finish("apply_pairings")
        self.assertWhole()
        self.assertEqual(run.done_count, run.total_count)

    def test_an_error_inside_is_told_and_leaves_no_half(self):
        self.customer("Bad Apple")
        bindings = self.env.registry["quickbooks.binding"]
        link = bindings._link_many

        def fail(model, entity, records, *args):
            if any(record.name == "Bad Apple" for record in records.values()):
                raise ValueError("broken")
            return link(model, entity, records, *args)

        with patch.object(bindings, "_link_many", fail), mute_logger(_APPLY):
            self.take_over("Customer")
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Bad Apple")]))
        self.assertIn("internal error", self.row(name="Bad Apple").message)

    def test_what_the_pull_took_over_meanwhile_is_not_doubled(self):
        self.customer("Deco Addict")
        self.read_all()
        row = self.row(name="Deco Addict")
        self.assertEqual(row.decision, "create_odoo")
        self.run_pull()
        binding = self.linked("Customer").filtered(
            lambda one: one.qbo_id == row.counterpart_id.qbo_id
        )
        self.assertTrue(binding, "the pull takes new customers over")
        self.apply(row)
        self.assertEqual((row.state, row.res_id), ("applied", binding.res_id))
        self.assertWhole()

    def test_an_object_that_became_a_listed_contact_meanwhile_is_done(self):
        self.customer("Deco Addict")
        contact = self.contact("Ready Mat")
        self.read_all()
        row = self.row(name="Deco Addict")
        self.row(contact).counterpart_id = row.counterpart_id
        self.apply(self.row(contact))
        self.env["quickbooks.pairing"].sudo()._write_only_there(
            self.connection.sudo(),
            self.env["quickbooks.entity"]._get("Customer"),
            [(self.row(contact).counterpart_id.id, "Deco Addict", 0)],
        )
        self.apply(self.row(name="Deco Addict"))
        self.assertEqual(self.row(name="Deco Addict").state, "applied")
        self.assertEqual(self.row(contact).state, "applied")

    def test_the_statements_for_each_further_record_are_few(self):
        self.qbo.generate(customers=230)
        self.read_all()
        rows = self.rows(("confidence", "=", "only_there"), ("entity", "=", "Customer"))
        connection = self.connection.sudo()._for_worker()

        def statements(some):
            before = self.env.cr.sql_log_count
            some.with_env(connection.env)._apply_create_odoo(connection)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        statements(rows[:1])
        few, many = statements(rows[1:21]), statements(rows[21:221])
        self.assertLess(many - few, 20)
