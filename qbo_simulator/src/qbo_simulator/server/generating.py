"""Fill books with many customers, products and invoices, the same for the same seed."""

import random
from datetime import timedelta
from decimal import Decimal

from ..books import Company

MOST = 5000
KINDS = ("customers", "items", "invoices")


def generate(company: Company, wanted: dict[str, int], seed: int = 1) -> dict[str, int]:
    """Create customers, items and invoices through the rules of the books.

    Invoices have one to three lines of any product and any customer, dated within the
    last year.

    :param wanted: how many of each of :data:`KINDS`
    :return: how many there are now
    :raise ValueError: for more than :data:`MOST` at once, or what is no number
    """
    for kind, number in wanted.items():
        if kind not in KINDS:
            raise ValueError(f"{kind!r} cannot be made; this makes {', '.join(KINDS)}.")
        if type(number) is not int or not 0 <= number <= MOST:
            raise ValueError(f"{kind} must be a number up to {MOST}; ask repeatedly.")
    with company.request():
        _people(company, wanted.get("customers", 0))
        _products(company, wanted.get("items", 0))
        _invoices(company, wanted.get("invoices", 0), seed)
    return {kind: len(company.store.rows(kind[:-1].title())) for kind in KINDS}


def _people(company: Company, number: int) -> None:
    first = len(company.store.rows("Customer")) + 1
    for place in range(first, first + number):
        company.create(
            "Customer",
            {
                "DisplayName": f"Customer {place:06}",
                "PrimaryEmailAddr": {"Address": f"customer{place}@example.com"},
                "BillAddr": {"Line1": f"{place} Main St.", "City": "Austin"},
            },
        )


def _products(company: Company, number: int) -> None:
    wanted = "AccountSubType = 'SalesOfProductIncome'"
    income = company.query(f"select * from Account where {wanted}")
    account = {"value": income["Account"][0]["Id"]}
    first = len(company.store.rows("Item")) + 1
    for place in range(first, first + number):
        company.create(
            "Item",
            {
                "Name": f"Product {place:06}",
                "Sku": f"P-{place:06}",
                "Type": "Service",
                "UnitPrice": Decimal(place % 90 + 10),
                "IncomeAccountRef": account,
            },
        )


def _invoices(company: Company, number: int, seed: int) -> None:
    if not number:
        return
    made = len(company.store.rows("Invoice"))
    draw = random.Random(f"{seed} {made}")
    customers = [
        row.id for row in company.store.rows("Customer").values() if row.keys[0]
    ]
    items = [
        row.id
        for row in company.store.rows("Item").values()
        if row.keys[0] and row.doc().get("Type") != "Category"
    ]
    if not customers or not items:
        raise ValueError("Invoices need a customer and a product: make those first.")
    for _place in range(number):
        lines = [_line(draw, items) for _line_number in range(draw.randint(1, 3))]
        day = company.today - timedelta(days=draw.randrange(365))
        company.create(
            "Invoice",
            {
                "CustomerRef": {"value": draw.choice(customers)},
                "TxnDate": day.isoformat(),
                "Line": lines,
                **_taxation(company),
            },
        )


def _line(draw: random.Random, items: list[str]) -> dict:
    quantity, price = draw.randint(1, 9), Decimal(draw.randint(500, 50000)) / 100
    return {
        "Amount": quantity * price,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {
            "ItemRef": {"value": draw.choice(items)},
            "Qty": quantity,
            "UnitPrice": price,
        },
    }


def _taxation(company: Company) -> dict:
    return {} if company.country == "US" else {"GlobalTaxCalculation": "NotApplicable"}
