"""I1: categories of products, both ways."""

from odoo.tests import tagged

from .common import QuickbooksCase
from .entity_common import EntityCase
from .test_two_way import TwoWayCase


def chain(env, *names):
    """Return new categories, each below the one before."""
    categories = env["product.category"]
    for name in names:
        categories += categories.create({"name": name, "parent_id": categories[-1:].id})
    return categories


@tagged("post_install", "-at_install")
class TestCategoryValues(EntityCase):
    def setUp(self):
        super().setUp()
        self.desk = self.env["product.product"].create({"name": "Oak desk"})

    def _needed(self, record):
        return [
            needed
            for entity, needed in self.entity("Item")._export_needs(
                record, self.connection
            )
        ]

    def test_a_product_needs_its_category_and_that_its_parents(self):
        wood, desks = chain(self.env, "Wood", "Desks")
        self.desk.categ_id = desks
        self.assertEqual(self._needed(self.desk), [desks])
        category = self.env["quickbooks.entity.item.category"]
        needs = category._export_needs(desks, self.connection)
        self.assertEqual(needs, [("Item", wood)])
        self.assertLess(category._get_rank(wood), category._get_rank(desks))
        item_rank = self.entity("Item")._get_rank(self.desk)
        self.assertLess(category._get_rank(desks), item_rank)

    def test_what_is_deeper_than_four_levels_is_listed_in_the_fourth(self):
        line = chain(self.env, "A", "B", "C", "D", "E", "F")
        self.desk.categ_id = line[5]
        self.assertEqual(self._needed(self.desk), [line[3]])
        self.bind("Item", line[3], "4")
        values = self.values("Item", self.desk)
        self.assertEqual(values["ParentRef"], {"value": "4"})
        self.assertIn("A / B / C / D", line[5].qbo_category_note)
        self.assertFalse(line[3].qbo_category_note)

    def test_a_category_that_is_moved_too_deep_says_so(self):
        line = chain(self.env, "A", "B", "C", "D")
        chairs = chain(self.env, "Chairs")
        self.bind("Item", chairs, "9")
        chairs.parent_id = line[3]
        entity = self.env["quickbooks.entity.item.category"]
        self.assertCause(
            "category_deep", entity._export_constraints, chairs, self.connection
        )

    def test_a_category_is_said_in_full(self):
        wood, desks = chain(self.env, "Wood: all", "Desks")
        entity = self.env["quickbooks.entity.item.category"]
        said = {"Name": "Wood all", "Type": "Category"}
        self.assertEqual(entity._export_values(wood, self.connection), said)
        self.bind("Item", wood, "3")
        said = {"Name": "Desks", "Type": "Category", "SubItem": True}
        said["ParentRef"] = {"value": "3"}
        self.assertEqual(entity._export_values(desks, self.connection), said)

    def test_the_settings_may_leave_categories_of_odoo_out(self):
        wood, theirs = chain(self.env, "Wood") + chain(self.env, "Timber")
        self.bind("Item", theirs, "7")
        for fname in ("send_categories", "has_categories"):
            self.connection[fname] = False
            self.desk.categ_id = wood
            self.assertFalse(self._needed(self.desk))
            self.assertNotIn("ParentRef", self.values("Item", self.desk))
            self.desk.categ_id = theirs
            values = self.values("Item", self.desk)
            self.assertEqual(values["ParentRef"], {"value": "7"})
            self.connection[fname] = True

    def test_a_category_that_is_left_out_keeps_no_product_back(self):
        (wood,) = chain(self.env, "Wood")
        self.bind("Item", wood, state="skipped").state = "skipped"
        self.desk.categ_id = wood
        self.assertFalse(self._needed(self.desk))
        self.assertNotIn("ParentRef", self.values("Item", self.desk))

    def test_while_somebody_is_asked_first_a_product_brings_no_category(self):
        (wood,) = chain(self.env, "Wood")
        self.desk.categ_id = wood
        self.connection.ask_before_create = True
        self.assertFalse(self._needed(self.desk))
        self.bind("Item", self.desk).is_new = True
        self.assertEqual(self._needed(self.desk), [wood])

    def test_old_companies_without_categories_are_known(self):
        for value, has in (("false", False), ("true", True)):
            row = {"Name": "ItemCategoriesFeature", "Value": value}
            info = {"Country": "US", "NameValue": [row]}
            self.connection._take_company(info, self.preferences)
            self.assertEqual(self.connection.has_categories, has)


@tagged("post_install", "-at_install")
class TestCategoriesOut(QuickbooksCase):
    def setUp(self):
        super().setUp()
        self.wood, self.desks = chain(self.env, "Wood", "Desks")
        self.desk = self.env["product.product"].create(
            {"name": "Walnut desk", "categ_id": self.desks.id}
        )

    def _sell(self, *products):
        move = self.create_invoice(
            lines=[(product, 1, 10.0, False) for product in products]
        )
        self.run_push()
        self.assertBinding(move, state="synced")
        return move

    def test_categories_are_there_before_the_product_that_needs_them(self):
        self._sell(self.desk)
        item = self.assertQboHas("Item", Name="Walnut desk")
        self.assertEqual(item["FullyQualifiedName"], "Wood:Desks:Walnut desk")
        self.assertQboHas("Item", Name="Wood", Type="Category")
        self.assertBinding(self.wood, state="synced")
        self.assertBinding(self.desks, state="synced")

    def test_what_is_there_already_is_used(self):
        wood = self.qbo.create("Item", {"Name": "WOOD", "Type": "Category"})
        self._sell(self.desk)
        self.assertQboHas("Item", 0, Name="Wood")
        self.assertBinding(self.wood, qbo_id=wood["Id"])
        item = self.assertQboHas("Item", Name="Walnut desk")
        self.assertEqual(item["FullyQualifiedName"], "WOOD:Desks:Walnut desk")

    def test_one_name_under_two_parents_is_two_categories(self):
        other = chain(self.env, "Metal", "Desks")
        steel = self.env["product.product"].create(
            {"name": "Steel desk", "categ_id": other[1].id}
        )
        self._sell(self.desk, steel)
        self.assertQboHas("Item", FullyQualifiedName="Wood:Desks")
        self.assertQboHas("Item", FullyQualifiedName="Metal:Desks:Steel desk")

    def test_a_product_of_that_name_does_not_hinder_the_category(self):
        self.qbo.create(
            "Item",
            {
                "Name": "Wood",
                "Type": "Service",
                "IncomeAccountRef": {"value": self.connection.income_account_id.qbo_id},
            },
        )
        self._sell(self.desk)
        self.assertBinding(self.wood, state="synced", qbo_name="Wood (2)")
        self.assertQboHas("Item", FullyQualifiedName="Wood (2):Desks:Walnut desk")

    def test_renamed_and_moved_here_it_follows_there(self):
        self._sell(self.desk)
        self.qbo.clear_journal()
        self.desks.write({"name": "Tables", "parent_id": False})
        self.run_push()
        self.assertQboHas("Item", FullyQualifiedName="Tables:Walnut desk")
        self.assertEqual(self.qbo.count("Item.update"), 1)

    def test_a_product_changes_its_category_or_leaves_it(self):
        self._sell(self.desk)
        (metal,) = chain(self.env, "Metal")
        self.desk.categ_id = metal
        self.run_push()
        self.assertQboHas("Item", FullyQualifiedName="Metal:Walnut desk")
        self.desk.categ_id = False
        self.run_push()
        self.assertQboHas("Item", FullyQualifiedName="Walnut desk")
        self.assertBinding(self.desk, state="synced")

    def test_a_new_category_is_not_sent_before_a_product_needs_it(self):
        self.run_push()
        self.assertQboHas("Item", 0, Name="Wood")
        self.assertFalse(self.binding(self.wood))


@tagged("post_install", "-at_install")
class TestCategoriesIn(TwoWayCase):
    def _category(self, name, parent=None):
        values = {"Name": name, "Type": "Category"}
        if parent:
            values |= {"SubItem": True, "ParentRef": {"value": parent["Id"]}}
        return self.qbo.create("Item", values)

    def test_four_levels_arrive_below_each_other(self):
        line = [None]
        for name in ("A", "B", "C", "D"):
            line.append(self._category(name, line[-1]))
        self.poll()
        deepest = self.linked("Item", line[-1])
        self.assertEqual(deepest._name, "product.category")
        self.assertEqual(deepest.complete_name, "A / B / C / D")

    def test_one_that_is_here_already_is_linked(self):
        wood, desks = chain(self.env, "Wood", "Desks")
        there = self._category("Wood")
        below = self._category("Desks", there)
        self.poll()
        self.assertEqual(self.linked("Item", there), wood)
        self.assertEqual(self.linked("Item", below), desks)

    def test_edits_of_both_sides_meet(self):
        wood = self._category("Wood")
        metal = self._category("Metal")
        desks = self._category("Desks", wood)
        self.poll()
        record = self.linked("Item", desks)
        record.name = "Tables"
        self.qbo.update(
            "Item",
            {"Id": desks["Id"], "sparse": True, "ParentRef": {"value": metal["Id"]}},
        )
        self.run_push()
        self.assertEqual(record.complete_name, "Metal / Tables")
        self.assertQboHas("Item", FullyQualifiedName="Metal:Tables")

    def test_one_made_inactive_there_comes_back_when_a_product_needs_it(self):
        wood = self._category("Wood")
        self.poll()
        record = self.linked("Item", wood)
        self.edited("Item", wood, Active=False)
        self.assertEqual(record.name, "Wood")
        desk = self.env["product.product"].create(
            {"name": "Walnut desk", "categ_id": record.id}
        )
        move = self.create_invoice(lines=[(desk, 1, 10.0, False)])
        self.run_push()
        self.assertBinding(move, state="synced")
        self.assertQboHas("Item", FullyQualifiedName="Wood:Walnut desk", Active=True)
