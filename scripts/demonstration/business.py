"""The small business of the demonstration; all of it is made up."""

from dataclasses import dataclass
from decimal import Decimal

from .web_client import WebClient

CLERK = "clerk"
CLERK_GROUPS = (
    "base.group_user",
    "sales_team.group_sale_salesman",
    "account.group_account_invoice",
    "quickbooks_connector.quickbooks_group_user",
)
COMPANY = {
    "name": "Red River Trading LLC",
    "street": "1200 Red River St.",
    "city": "Austin",
    "zip": "78701",
    "phone": "(512) 555-0142",
    "email": "office@redriver.example",
}
CUSTOMER = "Bluebonnet Coworking"
CONTACT = "Front Desk"
DESK = "Walnut Standing Desk"
ASSEMBLY = "Assembly"
CARRIER = "Local Delivery"
GOODS = {"type": "consu", "default_code": "WSD-140"}
TAX = Decimal("8.25")


@dataclass(frozen=True)
class Line:
    """A line of the quotation; amounts in US dollars."""

    product: str
    quantity: int
    price: Decimal
    discount: int
    amount: Decimal  # after the discount, before tax
    taxed: bool


# Worked out by hand. Taxed are the desks and their delivery: 1,752.30 + 35.00.
LINES = (
    Line(DESK, 3, Decimal("649.00"), 10, Decimal("1752.30"), True),
    Line(ASSEMBLY, 4, Decimal("60.00"), 0, Decimal("240.00"), False),
    Line(CARRIER, 1, Decimal("35.00"), 0, Decimal("35.00"), True),
)
UNTAXED = Decimal("2027.30")
TAXES = Decimal("147.45")
TOTAL = Decimal("2174.75")


@dataclass(frozen=True)
class Business:
    """Record ids of what the story is told with."""

    customer: int
    contact: int
    products: dict[str, int]
    tax: int
    carrier: int
    bank: int


def found_it(admin: WebClient) -> Business:
    """Enter the business into an empty Odoo, as an administrator does."""
    us, texas = admin.ref("base.us"), admin.ref("base.state_us_44")
    place = {"state_id": texas, "country_id": us}
    company = admin.find("res.company", [], "id")[0]["id"]
    admin.write("res.company", company, COMPANY | place)
    # Discounts on lines are off in a new database.
    discounts = admin.create(
        "res.config.settings", {"group_discount_per_so_line": True}
    )
    admin.call("res.config.settings", "execute", [discounts])
    _employ_clerk(admin)
    group = {"name": "Sales tax 8.25%", "country_id": us}
    tax = admin.create(
        "account.tax",
        {
            "tax_group_id": admin.create("account.tax.group", group),
            "name": "8.25% Austin",
            "amount": str(TAX),
            "type_tax_use": "sale",
            "country_id": us,
        },
    )
    customer = admin.create(
        "res.partner",
        {
            "name": CUSTOMER,
            "is_company": True,
            "email": "billing@bluebonnet.example",
            "phone": "(512) 555-0177",
            "street": "88 Guadalupe St.",
            "city": "Austin",
            "zip": "78701",
        }
        | place,
    )
    contact = admin.create(
        "res.partner",
        {
            "name": CONTACT,
            "parent_id": customer,
            "email": "desk@bluebonnet.example",
        },
    )
    products = {
        DESK: _product(admin, DESK, "649.00", tax, **GOODS),
        ASSEMBLY: _product(admin, ASSEMBLY, "60.00", None),
        CARRIER: _product(admin, CARRIER, "35.00", tax, sale_ok=False),
    }
    carrier = admin.create(
        "delivery.carrier",
        {
            "name": CARRIER,
            "delivery_type": "fixed",
            "product_id": products[CARRIER],
            "fixed_price": "35.00",
        },
    )
    bank = admin.find("account.journal", [("type", "=", "bank")], "id")[0]["id"]
    return Business(customer, contact, products, tax, carrier, bank)


def _employ_clerk(admin: WebClient) -> None:
    """Give somebody the rights to sell and to invoice, and none to administer."""
    admin.create(
        "res.users",
        {
            "name": "Sales Clerk",
            "login": CLERK,
            "password": CLERK,
            "group_ids": [(6, 0, [admin.ref(name) for name in CLERK_GROUPS])],
        },
    )


def _product(admin: WebClient, name: str, price: str, tax: int | None, **vals) -> int:
    taxes = [(6, 0, [tax] if tax else [])]
    return admin.create(
        "product.product",
        {
            "name": name,
            "list_price": price,
            "taxes_id": taxes,
            "invoice_policy": "order",
            "purchase_ok": False,
            "type": "service",
        }
        | vals,
    )
