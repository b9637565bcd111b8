"""M5, M10: which contact and product is which, decided by a person, then applied."""

from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .pairing_common import PairingCase


@tagged("post_install", "-at_install")
class TestReading(PairingCase):
    def test_everything_is_read_by_one_count_and_one_call_for_a_thousand(self):
        self.qbo.generate(customers=1200)
        self.customer("Gone & Co", Active=False)
        self.qbo.clear_journal()
        run = self.read_all()
        listed = self.env["quickbooks.counterpart"].with_context(active_test=False)
        names = {row["DisplayName"] for row in self.qbo.all("Customer")}
        found = listed.search([("entity", "=", "Customer")])
        self.assertEqual(set(found.mapped("name")), names)
        self.assertFalse(found.filtered(lambda row: row.name == "Gone & Co").active)
        self.assertEqual(run.total_count, run.done_count)
        entities = len(run._get_matched_entities())
        self.assertEqual(self.qbo.counts()["requests"], 1 + 2 + entities - 1)

    def test_what_is_gone_becomes_inactive_and_what_changed_follows(self):
        keep, lose = self.customer("Keep Ltd"), self.customer("Lose Ltd")
        self.read_all()
        self.qbo.merge("Customer", lose["Id"], keep["Id"])
        self.qbo.update(
            "Customer", {"Id": keep["Id"], "sparse": True, "DisplayName": "Kept Ltd"}
        )
        self.read_all()
        self.assertFalse(self.counterpart("Lose Ltd"))
        self.assertTrue(self.counterpart("Kept Ltd"))

    def test_a_list_that_shrinks_while_it_is_read_loses_nothing(self):
        self.qbo.generate(customers=2100)
        first = self.qbo.all("Customer", "Active = true")[:2]
        run_class = self.env.registry["quickbooks.run"]
        original = run_class._read_counterparts
        merged = []

        def read(run, place):
            original(run, place)
            if not merged and place["read"][0] == "Customer":
                merged.append(True)
                self.qbo.merge("Customer", first[0]["Id"], first[1]["Id"])

        with patch.object(run_class, "_read_counterparts", read):
            self.read_all()
        ids = {row["Id"] for row in self.qbo.all("Customer")}
        listed = self.env["quickbooks.counterpart"].search(
            [("entity", "=", "Customer")]
        )
        self.assertEqual(ids - set(listed.mapped("qbo_id")), set())

    def test_a_reading_that_dies_goes_on_at_its_page(self):
        self.qbo.generate(customers=2100)
        counterparts = self.env.registry["quickbooks.counterpart"]
        original = counterparts._store_objects
        calls = []

        def store(model, *args, **kwargs):
            original(model, *args, **kwargs)
            calls.append(len(args[2]))
            if len(calls) == 2:
                raise ValueError("killed")

        logger = "odoo.addons.quickbooks_connector.models.quickbooks_run"
        with patch.object(counterparts, "_store_objects", store), mute_logger(logger):
            self.connection.action_read_counterparts()
            self.run_work()
        run = self.env["quickbooks.run"].search([], limit=1)
        self.assertEqual((run.state, run.done_count), ("failed", 1000))
        self.qbo.clear_journal()
        run.action_resume()
        run = self.finish("read_counterparts")
        listed = self.env["quickbooks.counterpart"].with_context(active_test=False)
        there = listed.search([("entity", "=", "Customer")])
        self.assertEqual(len(there), len(self.qbo.all("Customer")))
        self.assertEqual(run.done_count, run.total_count)

    def test_a_connection_lost_in_the_middle_goes_on_by_itself(self):
        self.qbo.fail_next(20, status=503)
        self.connection.action_read_counterparts()
        self.run_work()
        run = self.env["quickbooks.run"].search([], limit=1)
        self.assertEqual(run.state, "waiting")
        self.qbo.clear_faults()
        self.let_time_pass()
        self.finish("read_counterparts")

    def test_the_statements_of_a_page_do_not_depend_on_its_rows(self):
        entity = self.env["quickbooks.entity"]._get("Customer")
        counterparts = self.env["quickbooks.counterpart"].sudo()

        def statements(count, first):
            objects = [
                {"Id": str(first + n), "SyncToken": "0", "DisplayName": f"Firm {n}"}
                for n in range(count)
            ]
            before = self.env.cr.sql_log_count
            counterparts._store_objects(self.connection.sudo(), entity, objects)
            return self.env.cr.sql_log_count - before

        statements(1, 1)
        self.assertEqual(statements(1, 10), statements(900, 100))


@tagged("post_install", "-at_install")
class TestProposals(PairingCase):
    def test_the_same_name_is_linked_and_nothing_happens_before_apply(self):
        self.customer("Deco Addict")
        partner = self.contact("Deco Addict")
        self.read_all()
        row = self.row(partner)
        self.assertEqual((row.confidence, row.decision), ("sure", "link"))
        self.assertEqual(row.counterpart_id.name, "Deco Addict")
        self.assertIn("same name", row.reason)
        self.assertFalse(self.binding(partner))

    def test_several_alike_are_listed_and_none_is_guessed(self):
        self.customer("Open Wood East", "info@openwood.example.com")
        self.customer("Open Wood West", "info@openwood.example.com")
        partner = self.contact("Open Wood", email="info@openwood.example.com")
        self.read_all()
        row = self.row(partner)
        self.assertEqual((row.confidence, row.decision), ("unclear", "ask"))
        self.assertFalse(row.counterpart_id)
        self.assertEqual(len(row.candidate_ids), 2)
        self.assertFalse(self.rows(("name", "=like", "Open Wood %")), "not new too")

    def test_nothing_alike_is_to_be_created_in_quickbooks(self):
        partner = self.contact("Ready Mat")
        self.read_all()
        row = self.row(partner)
        self.assertEqual((row.confidence, row.decision), ("nothing", "create_qbo"))

    def test_a_contact_without_documents_is_only_listed_when_something_is_like_it(self):
        self.customer("Known Friend")
        known = self.contact("Known Friend", customer_rank=0)
        self.contact("Unknown Friend", customer_rank=0)
        self.read_all()
        self.assertEqual(self.row(known).decision, "link")
        self.assertFalse(self.rows(("name", "=", "Unknown Friend")))

    def test_people_who_use_odoo_are_not_listed(self):
        user = new_test_user(self.env, "colleague", name="A Colleague")
        user.partner_id.customer_rank = 1
        self.customer("A Colleague")
        self.read_all()
        self.assertFalse(self.rows(("res_id", "=", user.partner_id.id)))

    def test_what_is_linked_is_not_asked_about(self):
        self.customer("Deco Addict")
        partner = self.contact("Deco Addict")
        self.read_all()
        self.apply(self.row(partner))
        self.read_all()
        self.assertEqual(self.row(partner).state, "applied")

    def test_a_decision_by_hand_survives_the_next_reading(self):
        self.customer("Deco Addict")
        partner = self.contact("Deco Addict")
        self.read_all()
        self.row(partner).decision = "create_qbo"
        self.read_all()
        self.assertEqual(self.row(partner).decision, "create_qbo")

    def test_proposals_follow_what_changed_and_rows_without_reason_go(self):
        partner = self.contact("Ready Mat")
        self.read_all()
        self.customer("Ready Mat")
        self.read_all()
        self.assertEqual(self.row(partner).decision, "link")
        partner.active = False
        self.read_all()
        self.assertFalse(self.rows(("res_id", "=", partner.id)))

    def test_products_are_found_by_code(self):
        items = self.qbo.all("Item", "Type = 'Service'")
        item = items[0]
        self.qbo.update("Item", {"Id": item["Id"], "sparse": True, "Sku": "HRS-1"})
        product = self.env["product.product"].create(
            {"name": f"{item['Name']} (old)", "default_code": "HRS-1"}
        )
        self.read_all()
        row = self.row(product)
        self.assertEqual((row.decision, row.reason_code), ("link", "same_reference"))


@tagged("post_install", "-at_install")
class TestDecisions(PairingCase):
    def test_link_uses_both_as_they_are(self):
        theirs = self.customer("Deco Addict", "deco@example.com")
        partner = self.contact("Deco Addict")
        self.read_all()
        self.qbo.clear_journal()
        run = self.apply(self.row(partner))
        self.assertBinding(partner, qbo_id=theirs["Id"], state="synced", is_due=False)
        self.assertEqual(self.row(partner).state, "applied")
        self.run_push()
        self.assertEqual(self.qbo.read("Customer", theirs["Id"])["SyncToken"], "0")
        self.assertTrue(run.result_id)

    def test_leaving_out_sends_nothing_and_asks_nobody_again(self):
        partner = self.contact("Ready Mat")
        self.read_all()
        self.row(partner).action_leave_out()
        self.apply(self.row(partner))
        self.assertBinding(partner, state="skipped")
        self.read_all()
        self.assertEqual(self.row(partner).state, "applied")
        self.run_push()
        self.assertQboHas("Customer", 0, DisplayName="Ready Mat")

    def test_creating_in_quickbooks_sends_the_contact_once_live(self):
        self.connection.sudo().is_live = False
        partner = self.contact("Ready Mat")
        self.read_all()
        self.apply(self.row(partner))
        self.run_push()
        self.assertQboHas("Customer", 0, DisplayName="Ready Mat")
        self.connection.action_go_live()
        self.run_push()
        self.assertQboHas("Customer", DisplayName="Ready Mat")
        self.assertBinding(partner, state="synced")

    def test_a_row_is_only_linked_with_something_to_link_to(self):
        partner = self.contact("Ready Mat")
        self.read_all()
        with self.assertRaises(ValidationError):
            self.row(partner).decision = "link"
        self.row(partner).action_link()
        self.assertEqual(self.row(partner).decision, "create_qbo")

    def test_two_records_never_get_the_same_counterpart(self):
        self.customer("Deco Addict")
        one, two = self.contact("Deco Addict"), self.contact("Ready Mat")
        self.read_all()
        self.row(two).counterpart_id = self.counterpart("Deco Addict")
        self.apply()
        states = {self.row(one).state, self.row(two).state}
        self.assertEqual(states, {"applied", "failed"})
        failed = self.rows(("state", "=", "failed"))
        self.assertIn("is linked to", failed.message)

    def test_a_decision_changed_while_it_is_applied_waits_for_the_next_apply(self):
        self.customer("Deco Addict")
        contact = self.contact("Deco Addict")
        self.read_all()
        row = self.row(contact)
        row._apply()
        self.assertTrue(row.run_id)
        row.action_leave_out()
        self.finish("apply_pairings")
        self.assertEqual((row.state, row.decision), ("open", "skip"))
        self.assertFalse(self.binding(contact))

    def test_what_failed_and_is_linked_since_is_asked_about_no_more(self):
        self.customer("Deco Addict")
        one, two = self.contact("Deco Addict"), self.contact("Ready Mat")
        self.read_all()
        self.row(two).counterpart_id = self.counterpart("Deco Addict")
        self.apply()
        (loser,) = self.rows(("state", "=", "failed"))
        record = one if loser.res_id == one.id else two
        self.assertEqual(self.row(record).state, "failed")
        mended = self.customer(f"{record.name} at last")
        self.read_all()
        loser.counterpart_id = self.counterpart(mended["DisplayName"])
        self.apply(loser)
        self.assertBinding(record, qbo_id=mended["Id"])

    def test_a_record_deleted_meanwhile_fails_alone(self):
        self.customer("Deco Addict")
        one, two = self.contact("Deco Addict"), self.contact("Ready Mat")
        self.read_all()
        row = self.row(one)
        one.unlink()
        self.apply()
        self.assertEqual(row.state, "failed")
        self.assertEqual(self.row(two).state, "applied")

    def test_the_sentence_before_counts_each_decision(self):
        self.customer("Deco Addict")
        self.contact("Deco Addict")
        self.contact("Ready Mat")
        self.read_all()
        action = self.rows(("res_id", "!=", False)).action_apply()
        confirm = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(confirm.summary, "Link: 1\nCreate in QuickBooks: 1")
        confirm.action_apply()
        self.finish("apply_pairings")


@tagged("post_install", "-at_install")
class TestRights(PairingCase):
    def setUp(self):
        super().setUp()
        self.customer("Deco Addict")
        self.deco = self.contact("Deco Addict")
        self.read_all()

    def _user(self, group):
        return new_test_user(
            self.env,
            f"pairing_{group}",
            groups=f"base.group_user,quickbooks_connector.quickbooks_group_{group}",
            company_id=self.env.company.id,
        )

    def test_a_user_reads_and_decides_nothing(self):
        row = self.row(self.deco).with_user(self._user("user"))
        self.assertEqual(row.decision, "link")
        for action in ("action_leave_out", "action_apply"):
            with self.assertRaises(AccessError):
                getattr(row, action)()
        with self.assertRaises(AccessError):
            row.decision = "skip"
        with self.assertRaises(AccessError):
            self.connection.with_user(row.env.user).action_read_counterparts()

    def test_an_administrator_without_accounting_rights_compares_and_decides(self):
        row = self.row(self.deco).with_user(self._user("manager"))
        self.assertEqual(row.theirs_name, "Deco Addict")
        self.assertFalse(row.ours_date)
        row.action_leave_out()
        self.assertEqual(row.decision, "skip")

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        user = self._user("manager")
        user.write({"company_ids": company.ids, "company_id": company.id})
        self.assertFalse(self.env["quickbooks.pairing"].with_user(user).search([]))
        self.assertFalse(self.env["quickbooks.counterpart"].with_user(user).search([]))
        with self.assertRaises(AccessError):
            self.row(self.deco).with_user(user).action_leave_out()
