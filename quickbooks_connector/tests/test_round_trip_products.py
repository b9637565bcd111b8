"""I1, I2, I5: any product and any item survive the way to the other side and back."""

from hypothesis import strategies as st

from odoo.tests import tagged

from .test_round_trip import PRICES, TEXTS, WORDS, RoundTripCase, generated, some

#: Names of a category and those it is in; QuickBooks has four levels of them.
LINES_OF_CATEGORIES = st.lists(TEXTS, max_size=6)
KINDS = st.none() | st.sampled_from(["Service", "NonInventory", "Inventory"])

PRODUCTS = st.fixed_dictionaries(
    {
        "name": TEXTS,
        "type": st.sampled_from(["consu", "service"]),
        "list_price": PRICES,
        "default_code": st.none() | WORDS,
        "qbo_item_type": KINDS,
        "categories": LINES_OF_CATEGORIES,
        "archived": st.booleans(),
    }
)
ITEMS = some(
    Name=TEXTS,
    Type=st.sampled_from(["Service", "NonInventory", "Inventory"]),
    UnitPrice=PRICES,
    Sku=st.none() | WORDS,
    categories=st.lists(TEXTS, max_size=4),
)


@tagged("post_install", "-at_install")
class TestRoundTripProducts(RoundTripCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.inventory_owner = "quickbooks"
        accounts = {
            (obj["AccountType"], obj["AccountSubType"]): {"value": obj["Id"]}
            for obj in reversed(cls.qbo.all("Account"))
        }
        cls.sold = accounts["Income", "SalesOfProductIncome"]
        cls.stock = {
            "AssetAccountRef": accounts["Other Current Asset", "Inventory"],
            "ExpenseAccountRef": accounts[
                "Cost of Goods Sold", "SuppliesMaterialsCogs"
            ],
        }

    def setUp(self):
        super().setUp()
        self.connection.inventory_owner = "quickbooks"

    def _link(self, record, obj):
        """Let both sides agree on what they have of each other."""
        entity = self.worker.env["quickbooks.entity"]._get("Item", record._name)
        record = record.with_env(self.worker.env)
        links = self.env["quickbooks.binding"].with_env(self.worker.env)
        return links._link_many(entity, {obj["Id"]: record}, [obj], self.worker)

    # === ODOO -> QUICKBOOKS -> ODOO === #

    def _categories(self, texts):
        """Return categories below each other, those with a level there linked."""
        categories = self.env["product.category"]
        for level, text in enumerate(texts):
            name = self._named(text, 100)
            categories += categories.create(
                {"name": name, "parent_id": categories[-1:].id}
            )
            if level < 4:
                entity = self.worker.env["quickbooks.entity.item.category"]
                record = categories[-1:].with_env(self.worker.env)
                values = entity._export_values(record, self.worker)
                self._link(record, self._save("Item", values))
        return categories

    @generated(PRODUCTS, 40)
    def test_a_product_of_odoo_keeps_its_category_and_kind(self, values):
        values = dict(values, name=self._named(values["name"], 100))
        values["list_price"] = float(values["list_price"])
        line = self._categories(values.pop("categories"))
        archived = values.pop("archived")
        product = self.env["product.product"].create(
            values | {"categ_id": line[-1:].id}
        )
        product.active = not archived
        obj = self._save(
            "Item",
            self.entity("Item")._export_values(
                product.with_env(self.worker.env), self.worker
            ),
        )
        kinds = {"service": "Service", "consu": "NonInventory"}
        wanted = values["qbo_item_type"] or kinds[values["type"]]
        self.assertEqual(obj["Type"], wanted)
        parent = line[:4][-1:]
        ref = (obj.get("ParentRef") or {}).get("value")
        self.assertEqual(ref or False, parent.qbo_binding_ids.qbo_id)
        self.assertEqual(obj.get("QtyOnHand", 0), 0)
        self._link(product, obj)
        before = product.read(["name", "type", "categ_id", "lst_price", "active"])
        edited = self._save("Item", {"PurchaseDesc": "Oiled"}, obj["Id"])
        record = product.with_env(self.worker.env)
        binding = record._quickbooks_binding("Item", self.worker)
        self.entity("Item")._import_object(edited, binding, self.worker)
        product.invalidate_recordset()
        after = product.read(["name", "type", "categ_id", "lst_price", "active"])
        self.assertEqual(after, before, "an edit there undoes nothing here")
        self.assertEqual(product.qbo_item_type, values["qbo_item_type"] or False)

    # === QUICKBOOKS -> ODOO -> QUICKBOOKS === #

    def _categories_there(self, names):
        """Create categories below each other in QuickBooks and take them over."""
        above = None
        for text in names:
            values = {"Name": self._named(text, 100), "Type": "Category"}
            if above:
                values |= {"SubItem": True, "ParentRef": {"value": above["Id"]}}
            above = self._save("Item", values)
            category = self.entity("Item")._import_many([above], self.worker)
            self._link(category[above["Id"]], above)
        return above

    @generated(ITEMS, 40)
    def test_an_item_of_quickbooks_keeps_its_category_kind_and_quantity(self, values):
        values = values | {"Name": self._named(values["Name"], 100)}
        above = self._categories_there(values.pop("categories"))
        if above:
            values |= {"SubItem": True, "ParentRef": {"value": above["Id"]}}
        values["IncomeAccountRef"] = self.sold
        if values["Type"] == "Inventory":
            values |= self.stock | {"TrackQtyOnHand": True, "QtyOnHand": 7}
            values["InvStartDate"] = "2026-01-05"
        before, after = self._comes_and_goes_back(
            "Item", values, {"description_sale": "Edited in Odoo"}
        )
        self.assertOnlyChanged(before, after, "Description")
