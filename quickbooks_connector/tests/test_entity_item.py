"""I3, I4, I6: which existing item a product is; and what marks a product."""

from odoo.tests import tagged

from ..sync.mark import _KEY, _meant
from .entity_common import EntityCase


def obj(id_, name, sku=None, **values):
    """Return an item as QuickBooks answers it."""
    values |= {"Id": id_, "Name": name, "SyncToken": "0"}
    if sku:
        values["Sku"] = sku
    return values


@tagged("post_install", "-at_install")
class TestItemMatching(EntityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = cls._product("Oak desk", "DESK-1")

    @classmethod
    def _product(cls, name, code=False):
        return cls.env["product.product"].create({"name": name, "default_code": code})

    def _match(self, records, sku=(), name=()):
        for record in records:
            if not record._quickbooks_binding("Item", self.connection):
                self.bind("Item", record)
        rows = {"Sku": list(sku), "Name": list(name)}
        return self.entity("Item")._match(records, rows, self.connection)

    def test_the_same_code_is_used_whatever_the_name(self):
        theirs = obj("5", "Desk, oak", "desk-1")
        self.assertEqual(self._match(self.desk, sku=[theirs]), {self.desk: theirs})

    def test_the_same_name_is_used_when_there_is_no_other_code(self):
        theirs = obj("5", "OAK DESK")
        self.assertEqual(self._match(self.desk, name=[theirs]), {self.desk: theirs})

    def test_one_name_with_two_codes_is_two_products(self):
        theirs = obj("5", "Oak desk", "OLD-9")
        found = self._match(self.desk, name=[theirs])
        self.assertEqual(found, {self.desk: "Oak desk [DESK-1]"})

    def test_the_code_counts_more_than_the_name(self):
        by_code, by_name = obj("5", "Desk, oak", "DESK-1"), obj("6", "Oak desk")
        found = self._match(self.desk, sku=[by_code], name=[by_name])
        self.assertEqual(found, {self.desk: by_code})

    def test_several_with_the_code_are_asked_about(self):
        several = [obj("5", "Desk L", "DESK-1"), obj("6", "Desk R", "DESK-1")]
        choice = self._match(self.desk, sku=several)[self.desk]
        self.assertEqual(choice.cause, "ambiguous")
        self.assertEqual(choice.cause_args, {"names": "Desk L, Desk R"})

    def test_the_one_of_several_that_has_the_name_too_is_used(self):
        several = [obj("5", "Desk L", "DESK-1"), obj("6", "oak desk", "DESK-1")]
        self.assertEqual(self._match(self.desk, sku=several), {self.desk: several[1]})

    def test_a_category_is_no_item_but_takes_the_name(self):
        theirs = obj("5", "Oak desk", Type="Category")
        found = self._match(self.desk, name=[theirs])
        self.assertEqual(found, {self.desk: "Oak desk [DESK-1]"})

    def test_one_that_is_linked_already_is_not_used_again(self):
        self.bind("Item", self.product_a, "5")
        theirs = obj("5", "Oak desk", "DESK-1")
        found = self._match(self.desk, sku=[theirs])
        self.assertEqual(found, {self.desk: "Oak desk [DESK-1]"})

    def test_namesakes_of_one_run_get_different_names(self):
        twins = self._product("Shelf") + self._product("Shelf")
        twins += self._product("shelf", "S")
        found = self._match(twins)
        self.assertEqual(found, {twins[1]: "Shelf (2)", twins[2]: "shelf [S]"})

    def test_two_products_never_share_an_item(self):
        twins = self._product("Shelf") + self._product("Shelf")
        theirs = obj("5", "Shelf")
        found = self._match(twins, name=[theirs])
        self.assertEqual(found, {twins[0]: theirs, twins[1]: "Shelf (2)"})

    def test_after_all_names_a_person_is_asked(self):
        product = self._product("Shelf")
        taken = [obj("1", "Shelf", Type="Category")]
        taken += [obj(str(n), f"Shelf ({n})") for n in range(2, 5)]
        choice = self._match(product, name=taken)[product]
        self.assertEqual(choice.cause, "item_name_taken")

    def test_a_chunk_asks_few_questions(self):
        products = self.env["product.product"].create(
            [{"name": f"Part {n}", "default_code": f"P-{n}"} for n in range(100)]
        )
        for product in products:
            self.bind("Item", product)
        statements = self.entity("Item")._match_statements(products, self.connection)
        self.assertEqual([key for key, _text in statements], ["Sku", "Name"])

    # === MARKING === #

    def _marked(self, change, *args):
        self.env.cr.precommit.data.pop(_KEY, None)
        change(*args)
        noted = self.env.cr.precommit.data.get(_KEY, {})
        return {model: ids for model, ids in _meant(self.env, noted).items() if ids}

    def test_edits_of_variant_and_template_mark_the_variant(self):
        for change, vals in (
            (self.desk.write, {"standard_price": 5}),
            (self.desk.write, {"lst_price": 6}),
            (self.desk.write, {"name": "Desk"}),
            (self.desk.product_tmpl_id.write, {"list_price": 7}),
            (self.desk.product_tmpl_id.write, {"description_sale": "Oiled"}),
            (self.desk.product_tmpl_id.write, {"default_code": "D"}),
        ):
            marked = self._marked(change, vals)
            self.assertIn(self.desk.id, marked.get("product.product", ()), vals)
            self.assertNotIn("product.template", marked)

    def test_what_quickbooks_never_sees_marks_nothing(self):
        self.assertFalse(self._marked(self.desk.write, {"barcode": "4006381333931"}))

    def test_a_product_is_not_sent_before_a_document_needs_it(self):
        entity = self.entity("Item")
        self.assertFalse(entity._filter_eligible(self.desk, self.connection))
