"""Many contacts and products at once: constant statements, full batches."""

from unittest.mock import patch

from odoo.tests import new_test_user, tagged

from ..api.const import BATCH_MAX_ITEMS
from ..const import APPLY_CHUNK
from ..sync.pull import Pull
from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestManyOut(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # More than Odoo reads at once.
        cls.products = cls.env["product.template"].create(
            [{"name": f"Part {n}", "list_price": 1} for n in range(1050)]
        )
        cls.env["quickbooks.binding"].sudo()._insert_of(
            cls.connection.sudo(),
            cls.env["quickbooks.entity.item"],
            [("product_tmpl_id", "in", cls.products.ids)],
        )

    def _added(self, products, price):
        """Return how many statements we add to repricing ``products`` in one write."""
        counts = []
        for noted in (False, True):
            self.commit()
            self.env.invalidate_all()
            records = products.with_context(quickbooks_no_mark=not noted)
            before = self.cr.sql_log_count
            records.write({"list_price": price + noted})
            self.commit()
            counts.append(self.cr.sql_log_count - before)
        return counts[1] - counts[0]

    def test_repricing_many_products_is_noted_in_as_many_statements_as_one(self):
        variants = self.products.product_variant_ids
        self._added(self.products[0], 2)
        one = self._added(self.products[0], 4)
        self.assertEqual(self._added(self.products, 6), one)
        # By their variants, Odoo writes each template by itself.
        self.assertLessEqual(self._added(variants[:50], 8), one)
        due = self.binding_model().search_count(
            [("is_due", "=", True), ("entity", "=", "Item")]
        )
        self.assertEqual(due, len(self.products))

    def test_they_are_sent_in_full_batches_and_few_statements(self):
        wanted = self.products[: 4 * BATCH_MAX_ITEMS]
        rows = self.binding_model().search([("entity", "=", "Item")])
        sent = rows.filtered(lambda r: r.res_id in wanted.product_variant_ids.ids)
        (rows - sent).unlink()
        sent.is_new = True
        self.run_push()
        self.assertEqual(self.qbo.count("Item.create"), len(wanted))
        self.qbo.clear_journal()
        wanted.write({"list_price": 12.5})
        before = self.cr.sql_log_count
        self.run_push()
        spent = self.cr.sql_log_count - before
        calls = self.qbo.counts()
        self.assertEqual(calls["operations"], {"batch": 4})
        self.assertEqual(self.qbo.count("Item.update"), len(wanted))
        self.assertLess(spent, 4 * len(wanted), "statements, waits left out")
        self.assertQboHas("Item", len(wanted), UnitPrice=12.5)


@tagged("post_install", "-at_install")
class TestManyIn(QuickbooksCase):
    def setUp(self):
        super().setUp()
        self.customers = [
            self.qbo.create("Customer", {"DisplayName": f"Orchard {number}"})
            for number in range(APPLY_CHUNK)
        ]
        self.run_pull()

    def _change(self, count, **values):
        for customer in self.customers[:count]:
            edit = {"Id": customer["Id"], "sparse": True}
            self.qbo.update("Customer", edit | values)

    def _linked(self, customer):
        row = self.binding_model().search(
            [("entity", "=", "Customer"), ("qbo_id", "=", customer["Id"])]
        )
        return row._get_record()

    def _held(self):
        return self.env["quickbooks.inbound"].sudo().search([])

    def test_many_changes_are_applied_in_hardly_more_statements_than_few(self):
        costs = []
        for count, phone in ((1, "1"), (5, "2"), (APPLY_CHUNK, "3")):
            self._change(count, PrimaryPhone={"FreeFormNumber": phone})
            before = self.cr.sql_log_count
            self.run_pull()
            costs.append(self.cr.sql_log_count - before)
            self.assertFalse(self._held())
            self.assertEqual(self._linked(self.customers[count - 1]).phone, phone)
        _one, few, many = costs
        # Odoo itself writes a line of the chatter for each, in two statements.
        spent = (many - few) / (APPLY_CHUNK - 5)
        self.assertLess(spent, 4, costs)

    def test_one_that_is_refused_holds_up_none_of_those_beside_it(self):
        partner = self._linked(self.customers[7])
        # Somebody signs in with it: it is not archived behind their back.
        new_test_user(self.env, "orchard", "base.group_portal", partner_id=partner.id)
        self._change(20, PrimaryPhone={"FreeFormNumber": "555-0177"})
        edit = {"Id": self.customers[7]["Id"], "sparse": True, "Active": False}
        self.qbo.update("Customer", edit)
        tried = []
        original = Pull.apply_together

        def counted(pull, rows):
            tried.append(len(rows))
            return original(pull, rows)

        with patch.object(Pull, "apply_together", counted):
            self.run_pull()
        self.assertEqual(self._held().mapped("qbo_id"), [self.customers[7]["Id"]])
        self.assertTrue(partner.active)
        for customer in self.customers[:7] + self.customers[8:20]:
            self.assertEqual(self._linked(customer).phone, "555-0177")
        self.assertEqual(tried[0], 20)
        self.assertLess(sum(tried), 60, "halves, not each by itself")

    def test_a_matched_term_is_looked_up_once_for_all(self):
        self._change(10, Notes="Pays early")
        asked = []
        mappings = type(self.env["quickbooks.mapping"])
        original = mappings._search

        def counted(model, *args, **kwargs):
            asked.append(args)
            return original(model, *args, **kwargs)

        with patch.object(mappings, "_search", counted):
            self.run_pull()
        self.assertLessEqual(len(asked), 3)
