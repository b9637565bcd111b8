"""U1, S18: what people see of the sync on records, and who sees it."""

from ast import literal_eval
from urllib.parse import unquote

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .entity_common import EntityCase

FORMS = (
    "account.move",
    "account.payment",
    "res.partner",
    "product.product",
    "product.template",
    "sale.order",
    "purchase.order",
)


@tagged("post_install", "-at_install")
class TestEntityViews(EntityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = (
            "account.group_account_manager,sales_team.group_sale_manager,"
            "purchase.group_purchase_manager"
        )
        cls.clerk = new_test_user(
            cls.env,
            "clerk",
            f"{groups},quickbooks_connector.quickbooks_group_user",
            company_id=cls.env.company.id,
        )
        cls.stranger = new_test_user(
            cls.env, "stranger", groups, company_id=cls.env.company.id
        )

    def _ticks(self, model, view_type, user):
        """Return how many ticks the view of ``model`` has for ``user``."""
        view = self.env[model].with_user(user).get_view(view_type=view_type)
        arch = etree.fromstring(view["arch"])
        return len(arch.xpath("//field[@name='qbo_state']"))

    def test_forms_lists_and_cards_show_one_tick_to_our_users_only(self):
        for model in FORMS:
            for view_type in ("form", "list", "kanban"):
                with self.subTest(model=model, view_type=view_type):
                    self.assertEqual(self._ticks(model, view_type, self.clerk), 1)
                    self.assertEqual(self._ticks(model, view_type, self.stranger), 0)

    def test_searches_offer_each_state_to_our_users_only(self):
        for model in FORMS:
            # Documents may be born there.
            own = 8 + (model == "account.move")
            for user, expected in ((self.clerk, own), (self.stranger, 0)):
                view = self.env[model].with_user(user).get_view(view_type="search")
                arch = etree.fromstring(view["arch"])
                found = arch.xpath("//filter[starts-with(@name, 'quickbooks_')]")
                self.assertEqual(len(found), expected, model)
                for node in found:
                    # Each filter is one that the web client can run.
                    domain = literal_eval(node.get("domain") or "[]")
                    self.env[model].with_user(user).search(domain, limit=1)

    def test_lists_are_grouped_by_what_their_ticks_show(self):
        move, other = self.invoice({}), self.invoice({})
        self.bind("Invoice", move, "145")
        self.bind("Customer", self.partner_a, "7", state="synced")
        self.bind("Vendor", self.partner_a).state = "failed"
        self.bind("Item", self.product_a, "25")
        order = self.env["sale.order"].create({"partner_id": self.partner_a.id})
        for records, expected in (
            (move + other, {"synced": 1, "not_synced": 1}),
            (self.partner_a, {"failed": 1}),
            (self.product_a + self.product_b, {"synced": 1, "not_synced": 1}),
            (self.product_a.product_tmpl_id, {"synced": 1}),
            (order, {"not_synced": 1}),
            (self.env["purchase.order"], {}),
            (self.env["account.payment"], {}),
        ):
            model = records.with_user(self.clerk)
            self.assertTrue(model.fields_get(["qbo_state"])["qbo_state"]["groupable"])
            groups = model.formatted_read_group(
                [("id", "in", records.ids)], ["qbo_state"], ["__count"]
            )
            found = {group["qbo_state"]: group["__count"] for group in groups}
            self.assertEqual(found, expected, records)
            for state in ("synced", "failed", "not_synced"):
                mine = [("id", "in", records.ids), ("qbo_state", "=", state)]
                count = expected.get(state, 0)
                self.assertEqual(model.search_count(mine), count, (records, state))
                mine[1] = ("qbo_state", "!=", state)
                rest = len(records) - count
                self.assertEqual(model.search_count(mine), rest, (records, state))
            for record in records:
                self.assertIn(record.with_user(self.clerk).qbo_state, expected)
        with self.assertRaises(AccessError):
            move.with_user(self.stranger).formatted_read_group([], ["qbo_state"])

    def test_the_menu_of_actions_syncs_and_leaves_out(self):
        for model in FORMS:
            actions = self.env["ir.actions.actions"]
            # Documents and payments can be deleted there, too.
            deleted = ("account.", "sale.", "purchase.")
            own = 4 + model.startswith(deleted)
            for user, expected in ((self.clerk, own), (self.stranger, 0)):
                bound = actions.with_user(user).get_bindings(model).get("action", ())
                found = [a for a in bound if "QuickBooks" in a["name"]]
                self.assertEqual(len(found), expected, model)

    # === STATES === #

    def test_an_invoice_shows_state_number_and_link(self):
        move = self.invoice({}).with_user(self.clerk)
        self.assertEqual(move.qbo_state, "not_synced")
        self.assertFalse(move.qbo_url)
        binding = self.bind("Invoice", move, "145", doc_number="1045")
        self.assertEqual(move.qbo_state, "synced")
        self.assertEqual(move.qbo_doc_number, "1045")
        self.assertIn("invoice?txnId=145", unquote(move.qbo_url))
        binding.state = "modified"
        self.assertEqual(move.qbo_state, "modified")

    def test_a_list_reads_what_each_record_says_and_only_for_whom_it_is(self):
        sent, failed, elsewhere = (self.invoice({}) for _n in range(3))
        self.bind("Invoice", sent, "145", doc_number="1045")
        self.bind("Invoice", failed).state = "failed"
        other = self.setup_other_company()["company"]
        theirs = self.connection.sudo().create({"company_id": other.id})
        self.bind("Invoice", elsewhere, "9")
        link = elsewhere.sudo().qbo_binding_ids
        link.write({"connection_id": theirs.id, "company_id": other.id})
        moves = sent + failed + elsewhere
        names = ["qbo_state", "qbo_doc_number"]
        rows = moves.with_user(self.clerk).read(names)
        self.assertEqual(
            [(row["qbo_state"], row["qbo_doc_number"]) for row in rows],
            [("synced", "1045"), ("failed", False), ("not_synced", False)],
        )
        for row, move in zip(rows, moves.with_user(self.clerk), strict=True):
            self.assertEqual(
                row, {"id": move.id} | {name: move[name] for name in names}
            )
        draft = moves.new(origin=sent)
        self.assertEqual(draft.read(["qbo_state"])[0]["qbo_state"], "synced")
        self.assertEqual(moves.new().qbo_state, "not_synced")
        with self.assertRaises(AccessError):
            moves.with_user(self.stranger).read(["qbo_state"])
        foreign = self.clerk.copy(
            {"login": "foreign", "company_id": other.id, "company_ids": other.ids}
        )
        with self.assertRaises(AccessError):
            moves.with_user(foreign).read(["qbo_state"])

    def test_states_are_found(self):
        synced, failed, unknown = (self.invoice({}) for _n in range(3))
        self.bind("Invoice", synced, "145")
        self.bind("Invoice", failed).state = "failed"
        self.env.flush_all()
        moves = synced + failed + unknown
        for states, expected in (
            (["synced"], synced),
            (["failed", "pending"], failed),
            (["not_synced"], unknown),
            (["not_synced", "failed"], failed + unknown),
        ):
            for operator, wanted in (("in", expected), ("not in", moves - expected)):
                found = self.env["account.move"].search(
                    [("qbo_state", operator, states), ("id", "in", moves.ids)],
                    order="id",
                )
                self.assertEqual(found, wanted, (operator, states))

    def _order(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [
                    (0, 0, {"product_id": self.product_a.id, "product_uom_qty": 2})
                ],
            }
        )
        order.action_confirm()
        order.order_line.qty_delivered = 2
        return order

    def test_an_order_shows_what_became_of_its_invoices(self):
        order, other = self._order(), self._order()
        self.assertEqual(order.qbo_state, "not_synced")
        invoice = order._create_invoices()
        invoice.invoice_date = "2026-11-02"
        invoice.action_post()
        binding = self.bind("Invoice", invoice, "145", doc_number="1045")
        self.assertEqual(order.with_user(self.clerk).qbo_state, "synced")
        self.assertEqual(order.qbo_doc_number, "1045")
        self.assertIn("invoice?txnId=145", unquote(order.qbo_url))
        orders = self.env["sale.order"]
        both = [("id", "in", (order + other).ids)]
        self.assertEqual(orders.search([("qbo_state", "=", "synced"), *both]), order)
        self.assertEqual(orders.search([("qbo_state", "!=", "synced"), *both]), other)
        found = orders.search([("qbo_state", "=", "not_synced"), *both])
        self.assertEqual(found, other)
        self.assertEqual(orders.search([("qbo_doc_number", "=", "1045")]), order)
        binding.state = "failed"
        self.assertEqual(order.qbo_state, "failed")
        self.env.flush_all()
        self.assertFalse(orders.search([("qbo_state", "=", "synced"), *both]))

    def test_trouble_of_one_invoice_stands_for_the_order(self):
        order = self._order()
        first = order._create_invoices()
        order.order_line.product_uom_qty = order.order_line.qty_delivered = 5
        second = order._create_invoices()
        self.bind("Invoice", first, "145", doc_number="1045")
        self.bind("Invoice", second, "146", doc_number="1046").state = "modified"
        self.assertEqual(order.qbo_state, "modified")
        self.assertEqual(order.qbo_doc_number, "1045, 1046")
        (row,) = order.read(["qbo_state", "qbo_doc_number"])
        self.assertEqual(row["qbo_doc_number"], "1045, 1046")
        self.assertEqual(row["qbo_state"], "modified")

    def test_a_template_shows_its_variants(self):
        template = self.product_a.product_tmpl_id
        self.assertEqual(template.qbo_state, "not_synced")
        self.bind("Item", self.product_a, "25")
        self.assertEqual(template.with_user(self.clerk).qbo_state, "synced")
        self.assertEqual(template.read(["qbo_state"])[0]["qbo_state"], "synced")
        self.product_a.active = False
        self.assertEqual(template.read(["qbo_state"])[0]["qbo_state"], "not_synced")
        self.product_a.active = True
        templates = self.env["product.template"]
        self.assertIn(template, templates.search([("qbo_state", "=", "synced")]))

    def test_the_exchanges_of_a_document_are_one_click_away(self):
        move = self.invoice({})
        lines = self.env["quickbooks.sync.log"].sudo()
        common = {
            "connection_id": self.connection.id,
            "direction": "out",
            "result": "done",
        }
        ours, _other = lines.create(
            [
                common | {"res_model": move._name, "res_id": move.id},
                common | {"res_model": move._name, "res_id": move.id + 1},
            ]
        )
        action = move.with_user(self.clerk).action_quickbooks_log()
        log = self.env[action["res_model"]].with_user(self.clerk)
        self.assertEqual(log.search(action["domain"]), ours)

    # === THE BAR === #

    def test_a_bar_says_why_and_offers_a_retry(self):
        move = self.invoice({}).with_user(self.clerk)
        self.assertNotIn("quickbooks", move._get_alerts())
        binding = self.bind("Invoice", move, "145")
        self.assertNotIn("quickbooks", move._get_alerts())
        binding.write(
            {
                "state": "failed",
                "cause": "closed_books",
                "cause_args": {"record": move.name},
            }
        )
        alert = move._get_alerts()["quickbooks"]
        self.assertEqual(alert["level"], "danger")
        self.assertIn("The books in QuickBooks are closed", alert["message"])
        model, method, ids = alert["action_call"]
        self.env[model].browse(ids).with_user(self.clerk)
        self.assertTrue(callable(getattr(self.env[model], method)))
        self.assertNotIn("quickbooks", move.with_user(self.stranger)._get_alerts())

    def test_a_conflict_is_said_without_a_retry_that_would_do_nothing(self):
        move = self.invoice({}).with_user(self.clerk)
        self.bind("Invoice", move, "145").write(
            {
                "state": "conflict",
                "cause": "changed_both",
                "cause_args": {"record": "x"},
            }
        )
        alert = move._get_alerts()["quickbooks"]
        self.assertEqual(alert["level"], "warning")
        self.assertNotIn("action_call", alert)
