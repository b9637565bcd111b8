"""M8: what a dry run lists is what then happens, item by item, whatever the company."""

from decimal import Decimal

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.tests import tagged

from .test_dry_run import PlanCase

NAMES = ("Acme", "ACME", "Acme (Customer)", "Blue Heron Bakery", "Delta: North")
EMAILS = (None, "books@acme.example", "info@delta.example")
CODES = (None, "DESK", "LAMP")
PRODUCTS = ("Desk", "desk", "Lamp")
#: The books are closed up to this day.
CLOSED = "2026-10-31"
DATES = (CLOSED, "2026-11-02")

parties = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(EMAILS)), max_size=4
)
items = st.lists(
    st.tuples(st.sampled_from(PRODUCTS), st.sampled_from(CODES)), min_size=1, max_size=3
)
lines = st.lists(
    st.tuples(
        st.integers(0, 9),  # product
        st.sampled_from(("1", "3", "0.7")),  # quantity
        st.sampled_from(("10", "33.33", "0.05")),  # price
        st.sampled_from(("0", "7.5", "100")),  # discount
        st.sampled_from(("none", "taxed", "unmatched")),
    ),
    min_size=1,
    max_size=3,
)
invoices = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from(DATES), lines), min_size=1, max_size=5
)
companies = st.fixed_dictionaries(
    {
        "customers_there": st.lists(st.sampled_from(NAMES), max_size=3, unique=True),
        "emails_there": st.lists(st.sampled_from(EMAILS), min_size=3, max_size=3),
        "vendors_there": st.lists(
            st.sampled_from(("Acme (Vendor)", "Delta- North")), max_size=1
        ),
        "items_there": items,
        "contacts": st.lists(
            st.tuples(
                st.sampled_from(NAMES), st.sampled_from(EMAILS), st.integers(0, 2)
            ),
            min_size=1,
            max_size=5,
        ),
        "products": items,
        "invoices": invoices,
        "number_taken": st.booleans(),
    }
)


@tagged("post_install", "-at_install")
class TestDryRunEquals(PlanCase):
    qbo_options = {"closing_date": CLOSED}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unmatched = cls.tax_sale_a.copy({"name": "Nobody's tax", "amount": 3.0})

    # === A COMPANY === #

    def make_there(self, company):
        """Give QuickBooks what it has before."""
        used = set()
        for name, email in zip(
            company["customers_there"], company["emails_there"], strict=False
        ):
            name = name.replace(":", "-")
            if name.casefold() not in used:
                used.add(name.casefold())
                mail = {"PrimaryEmailAddr": {"Address": email}} if email else {}
                if name != "Blue Heron Bakery":  # It is in the seed.
                    self.qbo.create("Customer", {"DisplayName": name} | mail)
        for name in company["vendors_there"]:
            if name.casefold() not in used:
                self.qbo.create("Vendor", {"DisplayName": name})
        account = {"value": self.connection.income_account_id.qbo_id}
        there = {item["Name"].casefold() for item in self.qbo.all("Item")}
        for name, code in company["items_there"][1:]:
            if name.casefold() not in there:
                there.add(name.casefold())
                values = {"Name": name, "Type": "Service", "IncomeAccountRef": account}
                self.qbo.create("Item", values | ({"Sku": code} if code else {}))

    def make_here(self, company):
        """Give Odoo contacts, products and posted invoices; return the invoices."""
        partners = self.env["res.partner"]
        for name, email, place in company["contacts"]:
            parents = partners.filtered(lambda partner: not partner.parent_id)
            parent = parents[:1] if place == 2 else parents.browse()
            partners += partners.create(
                {
                    "name": name,
                    "email": email,
                    "is_company": not parent,
                    "parent_id": parent.id,
                }
            )
        products = self.env["product.product"].create(
            [
                {
                    "name": name,
                    "default_code": code,
                    "type": "service",
                    "supplier_taxes_id": False,
                }
                for name, code in company["products"]
            ]
        )
        moves = self.env["account.move"]
        for customer, date, said in company["invoices"]:
            partner = partners[customer % len(partners)]
            moves += self.create_invoice(
                partner=partner,
                invoice_date=date,
                invoice_line_ids=[self.line(products, *values) for values in said],
            )
        return moves

    def line(self, products, product, quantity, price, discount, tax):
        """Return the command for a line of an invoice."""
        taxes = {"taxed": self.tax_sale_a, "unmatched": self.unmatched}.get(tax)
        return Command.create(
            {
                "product_id": products[product % len(products)].id,
                "quantity": float(quantity),
                "price_unit": float(price),
                "discount": float(discount),
                "tax_ids": [Command.set(taxes.ids if taxes else [])],
            }
        )

    # === THE PROPERTY === #

    @settings(
        max_examples=10,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        # An example takes seconds: making a failing one smaller would take minutes.
        phases=(Phase.explicit, Phase.generate),
    )
    @given(company=companies, whole=st.booleans())
    def test_what_is_listed_is_what_happens(self, company, whole):
        self.qbo.restore(self.qbo_state)
        savepoint = self.env.cr.savepoint()
        try:
            self.make_there(company)
            moves = self.make_here(company)
            if company["number_taken"]:
                self.take_number(moves[0].name)
            self.check(moves, whole)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            self.env.registry.clear_cache()

    def take_number(self, number):
        """Have an invoice with ``number`` in QuickBooks already."""
        customer, item = self.qbo.all("Customer")[0], self.qbo.all("Item")[0]
        detail = {"ItemRef": {"value": item["Id"]}}
        self.qbo.create(
            "Invoice",
            {
                "DocNumber": number,
                "TxnDate": "2026-11-02",
                "CustomerRef": {"value": customer["Id"]},
                "Line": [
                    {
                        "DetailType": "SalesItemLineDetail",
                        "Amount": Decimal(1),
                        "SalesItemLineDetail": detail,
                    }
                ],
            },
        )

    def check(self, moves, whole):
        """Compare the list with what happens: approved, or everything let go."""
        before = self.state_there()
        plan = self.make_plan()
        self.assertEqual(self.state_there(), before)
        self.assertFalse(self.binding_model().search([]))
        told = {(line.res_model, line.res_id): line for line in plan.line_ids}
        for line in plan.line_ids:
            note(
                f"{line.operation} {line.entity} {line.record_name} "
                f"{line.qbo_name} {line.message}"
            )
        for move in moves:
            self.assertIn((move._name, move.id), told)
        if whole:
            # Refused ones too: the reasons have to be the same.
            self.connection.sudo().is_live = True
            entity = self.env["quickbooks.entity.invoice"]
            self.binding_model()._insert_due(
                [(self.connection.id, entity, move) for move in moves]
            )
        else:
            if plan.get_summary()["approvable"]:
                plan.action_approve()
            self.connection._go_live()
        self.run_push()
        self.assertFalse(self.binding_model().search([("is_due", "=", True)]))
        bindings = self.binding_model().search([("entity", "!=", False)])
        for binding in bindings:
            self.assertIn((binding.res_model, binding.res_id), told)
        after = self.state_there()
        for key, line in told.items():
            binding = bindings.filtered(
                lambda b, key=key: (b.res_model, b.res_id) == key
            )
            self.check_line(line, binding, whole, before, after)
        made = [line for line in plan.line_ids if line.operation == "create"]
        self.assertEqual(len(after) - len(before), len(made))

    def state_there(self):
        """Return ``{(entity, id): object}`` of what QuickBooks has."""
        return {
            (entity, obj["Id"]): obj
            for entity in ("Customer", "Vendor", "Item", "Invoice")
            for obj in self.qbo.all(entity)
        }

    def check_line(self, line, binding, whole, before, after):
        """Check that ``line`` came true."""
        key = (line.entity, binding.qbo_id)
        say = (
            f"{line.operation} {line.entity} {line.record_name}: "
            f"{binding.state} {binding.message}"
        )
        if line.operation == "create":
            self.assertEqual(binding.state, "synced", say)
            self.assertNotIn(key, before, say)
            obj = after[key]
            if line.entity == "Invoice":
                self.assertAlmostEqual(float(obj["TotalAmt"]), line.qbo_total, 2, say)
            else:
                name = obj.get("DisplayName") or obj.get("Name")
                self.assertEqual(name.casefold(), line.taken_name, say)
        elif line.operation == "link":
            self.assertEqual(binding.qbo_id, line.qbo_id, say)
            self.assertEqual(before[key]["SyncToken"], after[key]["SyncToken"], say)
        elif whole:
            self.assertEqual(line.operation, "refuse", say)
            self.assertEqual(
                (binding.state, binding.cause), ("failed", line.cause), say
            )
        else:
            self.assertEqual(line.operation, "refuse", say)
            self.assertFalse(binding.qbo_id, say)
            self.assertIn(binding.state, (False, "skipped"), say)
