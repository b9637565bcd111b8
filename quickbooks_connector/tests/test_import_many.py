"""P7, I5, M10: objects of QuickBooks become records, many at a time."""

from decimal import Decimal as D

from odoo.tests import tagged

from ..entities.cause import EntityError
from .entity_common import EntityCase


def customer(id_, name, **values):
    """Return a customer or vendor as QuickBooks answers it."""
    return {"Id": str(id_), "SyncToken": "0", "DisplayName": name} | values


def below(parent, **values):
    """Return what a sub-customer says beside its name."""
    return {"Job": True, "ParentRef": {"value": str(parent)}, "Level": 1} | values


def item(id_, name, **values):
    """Return an item as QuickBooks answers it."""
    common = {"Type": "Service", "IncomeAccountRef": {"value": "79", "name": "Sales"}}
    return {"Id": str(id_), "SyncToken": "0", "Name": name} | common | values


@tagged("post_install", "-at_install")
class TestImportMany(EntityCase):
    def _import(self, entity, *objects):
        return self.entity(entity)._import_many(list(objects), self.connection)

    def _link(self, entity, records, *objects):
        links = self.env["quickbooks.binding"].sudo()
        return links._link_many(
            self.entity(entity), records, list(objects), self.connection
        )

    # === CONTACTS === #

    def test_a_customer_arrives_in_full(self):
        found = self._import(
            "Customer",
            customer(
                5,
                "Lakeside Outfitters",
                CompanyName="Lakeside Outfitters",
                PrimaryEmailAddr={"Address": "Books@Lakeside.example.com"},
                PrimaryPhone={"FreeFormNumber": "+1 512 555 0110"},
                WebAddr={"URI": "lakeside.example.com"},
                Notes="Pays <early>\nand & often",
                BillAddr={
                    "Id": "9",
                    "Line1": "12 Harbour Road",
                    "Line2": "Floor 2",
                    "Line3": "Door 7",
                    "City": "Austin",
                    "CountrySubDivisionCode": "TX",
                    "PostalCode": "78701",
                    "Country": "USA",
                },
                ShipAddr={"Id": "10", "Line1": "4 Quay", "City": "Galveston"},
            ),
        )
        partner = found["5"]
        self.assertRecordValues(
            partner,
            [
                {
                    "name": "Lakeside Outfitters",
                    "is_company": True,
                    "company_name": False,
                    "email": "Books@Lakeside.example.com",
                    "phone": "+1 512 555 0110",
                    "website": "http://lakeside.example.com",
                    "street": "12 Harbour Road",
                    "street2": "Floor 2, Door 7",
                    "city": "Austin",
                    "zip": "78701",
                    "state_id": self.env.ref("base.state_us_44").id,
                    "country_id": self.env.ref("base.us").id,
                    "customer_rank": 1,
                    "supplier_rank": 0,
                    "active": True,
                }
            ],
        )
        self.assertEqual(
            partner.comment, "<p>Pays &lt;early&gt;<br>and &amp; often</p>"
        )
        self.assertRecordValues(
            partner.child_ids,
            [{"type": "delivery", "street": "4 Quay", "city": "Galveston"}],
        )

    def test_a_person_is_no_company_and_keeps_the_name_of_one(self):
        found = self._import(
            "Customer",
            customer(5, "Ida Moreno", GivenName="Ida", CompanyName="Quayside"),
            customer(6, "Joe Bloggs"),
        )
        self.assertFalse(found["5"].is_company)
        self.assertEqual(found["5"].company_name, "Quayside")
        self.assertFalse(found["6"].is_company)

    def test_sub_customers_become_contacts_in_whatever_order_they_come(self):
        found = self._import(
            "Customer",
            customer(7, "Dock", **below(6)),
            customer(6, "Harbour", **below(5, CompanyName="Acme")),
            customer(5, "Acme", CompanyName="Acme"),
        )
        self.assertEqual(found["6"].parent_id, found["5"])
        self.assertEqual(found["7"].parent_id, found["6"])
        self.assertFalse(found["6"].is_company)

    def test_a_sub_customer_of_an_earlier_import_finds_its_parent(self):
        acme = customer(5, "Acme", CompanyName="Acme")
        parent = self._import("Customer", acme)
        self._link("Customer", parent, acme)
        child = self._import("Customer", customer(6, "Harbour", **below(5)))["6"]
        self.assertEqual(child.parent_id, parent["5"])

    def test_an_address_of_its_own_does_not_become_that_of_the_company(self):
        found = self._import(
            "Customer",
            customer(5, "Acme", CompanyName="Acme", BillAddr={"Line1": "1 Main St"}),
            customer(6, "Harbour", **below(5, BillAddr={"Line1": "4 Quay"})),
            customer(7, "Office", **below(5)),
        )
        self.assertEqual(found["5"].street, "1 Main St")
        self.assertEqual(found["6"].street, "4 Quay")
        self.assertEqual(found["7"].street, "1 Main St")

    def test_a_vendor_arrives_as_vendor(self):
        self.match("Term", self.pay_terms_b, self.reference("Term", "3", "Net 30"))
        found = self._import(
            "Vendor",
            customer(
                8,
                "Granite Stationers",
                CompanyName="Granite Stationers",
                AcctNum="GS-7",
                TermRef={"value": "3"},
                TaxIdentifier="XXXXXX4410",
            ),
        )
        self.assertRecordValues(
            found["8"],
            [
                {
                    "supplier_rank": 1,
                    "customer_rank": 0,
                    "ref": "GS-7",
                    "vat": False,
                    "property_supplier_payment_term_id": self.pay_terms_b.id,
                }
            ],
        )

    def test_an_inactive_one_arrives_archived_and_under_its_own_name(self):
        found = self._import("Customer", customer(5, "Acme (deleted)", Active=False))
        self.assertEqual(found["5"].name, "Acme")
        self.assertFalse(found["5"].active)

    # === PRODUCTS === #

    def test_an_item_arrives_in_full(self):
        account = self.company_data["default_account_revenue"].copy()
        self.match("Account", account, self.reference("Account", "91", "Desks"))
        found = self._import(
            "Item",
            item(3, "Furniture", Type="Category"),
            item(
                4,
                "Oak desk",
                Type="NonInventory",
                Sku="DESK-1",
                Description="Solid oak\nOiled",
                UnitPrice=D("240.5"),
                PurchaseDesc="Ask for the oiled one",
                PurchaseCost=D("131.25"),
                Taxable=True,
                SubItem=True,
                ParentRef={"value": "3"},
                IncomeAccountRef={"value": "91"},
                ExpenseAccountRef={"value": "80"},
            ),
        )
        self.assertEqual(found["3"]._name, "product.category")
        self.assertRecordValues(
            found["4"],
            [
                {
                    "name": "Oak desk",
                    "type": "consu",
                    "default_code": "DESK-1",
                    "description_sale": "Solid oak\nOiled",
                    "lst_price": 240.5,
                    "description_purchase": "Ask for the oiled one",
                    "standard_price": 131.25,
                    "categ_id": found["3"].id,
                    "property_account_income_id": account.id,
                    "sale_ok": True,
                    "purchase_ok": True,
                }
            ],
        )

    def _taxes(self, product):
        return product.taxes_id._filter_taxes_by_company(self.env.company)

    def test_a_taxable_item_has_the_tax_of_the_company(self):
        product = self._import("Item", item(4, "Hours", Taxable=True))["4"]
        self.assertEqual(self._taxes(product), self.env.company.account_sale_tax_id)

    def test_a_service_that_is_only_sold_is_not_bought(self):
        product = self._import("Item", item(4, "Hours"))["4"]
        self.assertEqual(product.type, "service")
        self.assertFalse(product.purchase_ok)
        self.assertFalse(self._taxes(product))

    def test_a_bundle_is_left_out_with_its_reason(self):
        found = self._import("Item", item(4, "Set", Type="Group"), item(5, "Hours"))
        self.assertIsInstance(found["4"], EntityError)
        self.assertEqual(found["4"].cause, "bundle")
        self.assertEqual(found["5"].name, "Hours")

    def test_an_inactive_item_arrives_archived_with_its_template(self):
        product = self._import("Item", item(4, "Hours (deleted)", Active=False))["4"]
        self.assertFalse(product.active)
        self.assertFalse(product.product_tmpl_id.active)
        self.assertEqual(product.name, "Hours")

    # === LINKS AND COST === #

    def test_what_was_taken_over_is_synced_and_not_due(self):
        acme = customer(5, "Acme (Vendor)", CompanyName="Acme")
        records = self._import("Vendor", acme)
        binding = self._link("Vendor", records, acme)
        self.assertEqual(records["5"].name, "Acme")
        self.assertRecordValues(
            binding,
            [
                {
                    "state": "synced",
                    "is_due": False,
                    "qbo_id": "5",
                    "qbo_name": "Acme (Vendor)",
                    "res_id": records["5"].id,
                }
            ],
        )

    def _cost(self, entity, objects):
        """Return the number of statements that taking ``objects`` over takes."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        records = self._import(entity, *objects)
        self._link(entity, records, *objects)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_many_take_hardly_more_statements_than_few(self):
        def customers(start, count):
            for n in range(start, start + count):
                yield customer(
                    n,
                    f"Company {n}",
                    CompanyName=f"Company {n}",
                    BillAddr={"Line1": f"{n} Main St", "Country": "US"},
                    ShipAddr={"Line1": f"{n} Quay"},
                )
                yield customer(100000 + n, f"Person {n}", **below(n))

        def items(start, count):
            yield item(start + 5000, f"Category {start}", Type="Category")
            for n in range(start, start + count):
                yield item(
                    n,
                    f"Item {n}",
                    Sku=f"S{n}",
                    UnitPrice=n,
                    ParentRef={"value": str(start + 5000)},
                    SubItem=True,
                    ExpenseAccountRef={"value": "80"},
                )

        for entity, make in (("Customer", customers), ("Item", items)):
            with self.subTest(entity=entity):
                self._cost(entity, list(make(1, 2)))
                few = self._cost(entity, list(make(1000, 10)))
                many = self._cost(entity, list(make(2000, 100)))
                self.assertLess(many, few * 1.5 + 20, f"{few} for 10, {many} for 100")
