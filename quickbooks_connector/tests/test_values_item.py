"""I1-I3, I6: what a product is as item, compared whole."""

from decimal import Decimal as D

from odoo import Command
from odoo.tests import tagged

from ..api import dumps_payload
from .entity_common import EntityCase


@tagged("post_install", "-at_install")
class TestItemValues(EntityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.desk = cls.env["product.product"].create(
            {
                "name": "Oak desk",
                "type": "consu",
                "default_code": "DESK-1",
                "list_price": 240,
                "standard_price": 131.5,
                "description_sale": "Solid oak",
                "description_purchase": "Ask for the oiled one",
                "taxes_id": [Command.set(cls.tax_sale_a.ids)],
            }
        )

    def test_a_product_is_said_in_full(self):
        self.assertEqual(
            self.values("Item", self.desk),
            {
                "Name": "Oak desk",
                "Type": "NonInventory",
                "Sku": "DESK-1",
                "Description": "Solid oak",
                "UnitPrice": D("240.00"),
                "PurchaseDesc": "Ask for the oiled one",
                "PurchaseCost": D("131.50"),
                "Taxable": True,
                "IncomeAccountRef": {"value": "79"},
                "ExpenseAccountRef": {"value": "80"},
            },
        )

    def test_a_service_that_is_only_sold(self):
        service = self.env["product.product"].create(
            {
                "name": "Assembly",
                "type": "service",
                "list_price": 80,
                "purchase_ok": False,
                "taxes_id": [Command.clear()],
            }
        )
        self.assertEqual(
            self.values("Item", service),
            {
                "Name": "Assembly",
                "Type": "Service",
                "UnitPrice": D("80.00"),
                "Taxable": False,
                "IncomeAccountRef": {"value": "79"},
            },
        )

    # === ACCOUNTS === #

    def _account(self, name, code):
        return self.env["account.account"].create(
            {"name": name, "code": code, "account_type": "income"}
        )

    def test_accounts_come_from_product_then_category_then_the_settings(self):
        own, common = self._account("Desks", "400901"), self._account("Wood", "400902")
        self.match("Account", own, self.reference("Account", "91", "Desks"))
        self.match("Account", common, self.reference("Account", "92", "Wood"))
        for expected, change in (
            ("79", {}),
            ("92", {"categ_id": self._category(common).id}),
            ("91", {"property_account_income_id": own.id}),
        ):
            self.desk.write(change)
            values = self.values("Item", self.desk)
            self.assertEqual(values["IncomeAccountRef"], {"value": expected})

    def _category(self, account):
        category = self.env["product.category"].create(
            {"name": "Wood", "property_account_income_categ_id": account.id}
        )
        self.bind("Item", category, "3")
        return category

    def test_without_any_account_for_sales_the_product_is_held(self):
        self.connection.income_account_id = False
        self.assertCause(
            "account_unmatched", self.values, "Item", self.desk, use="income account"
        )

    def test_without_an_account_for_expenses_only_the_selling_side_goes(self):
        self.connection.expense_account_id = False
        values = self.values("Item", self.desk)
        for key in ("ExpenseAccountRef", "PurchaseCost", "PurchaseDesc"):
            self.assertNotIn(key, values)

    # === NAMES === #

    def _variants(self):
        attribute = self.env["product.attribute"].create(
            {
                "name": "Colour",
                "value_ids": [
                    Command.create({"name": "Black"}),
                    Command.create({"name": "White: matt"}),
                ],
            }
        )
        template = self.env["product.template"].create(
            {
                "name": "Stool",
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": attribute.id,
                            "value_ids": [Command.set(attribute.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        return template.product_variant_ids

    def test_each_variant_has_a_name_of_its_own(self):
        self.assertEqual(
            [self.values("Item", variant)["Name"] for variant in self._variants()],
            ["Stool (Black)", "Stool (White matt)"],
        )

    def test_a_long_name_is_fitted_at_a_word(self):
        self.desk.name = "Desk " * 30
        name = self.values("Item", self.desk)["Name"]
        self.assertEqual(name, ("Desk " * 20).strip())

    def test_the_code_is_no_part_of_the_name(self):
        self.assertNotIn("DESK-1", self.values("Item", self.desk)["Name"])

    def test_a_chosen_name_is_kept_until_the_product_is_renamed(self):
        self.bind("Item", self.desk, "25", qbo_name="Oak desk [DESK-1]")
        self.desk.list_price = 250
        self.assertEqual(self.values("Item", self.desk)["Name"], "Oak desk [DESK-1]")
        self.desk.name = "Oak table"
        self.assertEqual(self.values("Item", self.desk)["Name"], "Oak table")

    def test_the_type_is_said_again_once_it_is_agreed_on(self):
        first = self.values("Item", self.desk)
        self.bind("Item", self.desk, "25")
        self.assertNotIn("Type", self.values("Item", self.desk))
        self.bind("Item", self.desk, "25", synced_payload=dumps_payload(first))
        self.assertEqual(self.values("Item", self.desk), first)

    def test_a_price_keeps_its_decimals(self):
        self.desk.list_price = 0.01257
        self.assertEqual(self.values("Item", self.desk)["UnitPrice"], D("0.01257"))

    def test_outside_the_us_nothing_is_taxable_by_itself(self):
        self.connection.qbo_country = "GB"
        self.assertNotIn("Taxable", self.values("Item", self.desk))

    def test_a_price_is_said_in_the_currency_of_the_books(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].sudo().create(
            {
                "currency_id": euro.id,
                "company_id": self.env.company.id,
                "name": "2020-01-01",
                "rate": 0.5,
            }
        )
        # What companies share has the currency of the first one.
        self.env.ref("base.main_company").sudo().currency_id = euro
        self.desk.invalidate_recordset(["currency_id"])
        self.assertEqual(self.desk.currency_id, euro)
        self.assertEqual(self.values("Item", self.desk)["UnitPrice"], D("480"))
        record = self.desk.with_env(self.connection.env)
        vals = {"lst_price": 500.0}
        self.entity("Item")._update_record(record, vals, self.connection)
        self.assertEqual(self.desk.lst_price, 250)
        self.assertEqual(self.values("Item", self.desk)["UnitPrice"], D("500"))
