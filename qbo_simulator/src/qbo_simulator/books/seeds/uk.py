"""A UK company registered for VAT."""

from .us import items

AGENCIES = {"1": "HM Revenue & Customs (HMRC)"}
RATES = (
    ("1", "20.0% S (Sales)", "20", "1"),
    ("2", "20.0% S (Purchases)", "20", "1"),
    ("3", "5.0% R (Sales)", "5", "1"),
    ("4", "5.0% R (Purchases)", "5", "1"),
    ("5", "0.0% Z (Sales)", "0", "1"),
    ("6", "0.0% Z (Purchases)", "0", "1"),
    ("7", "Exempt (Sales)", "0", "1"),
    ("8", "Exempt (Purchases)", "0", "1"),
)
CODES = (
    ("2", "20.0% S", "20% standard rate", ("1",), ("2",)),
    ("3", "5.0% R", "5% reduced rate", ("3",), ("4",)),
    ("4", "0.0% Z", "Zero rate", ("5",), ("6",)),
    ("5", "Exempt", "Exempt from VAT", ("7",), ("8",)),
    ("6", "No VAT", "Outside the scope of VAT", (), ()),
)
CUSTOMERS = (
    ("1", "Ashdown Tea Rooms", "14 Mill Lane", "Bristol", "BS1 4DJ"),
    ("2", "Bramble & Finch Books", "3 Castle Street", "York", "YO1 9RN"),
    ("3", "Cobblestone Catering", "88 Quay Road", "Leeds", "LS1 4AP"),
    ("4", "Dovetail Interiors", "27 Market Place", "Bath", "BA1 1RG"),
)
VENDORS = (
    ("30", "Elmwood Timber Merchants"),
    ("31", "Fernhill Logistics"),
    ("32", "Gorse Lane Stationery"),
)
ITEMS = (
    ("1", "Services", "Service", "1", None, None, True),
    ("2", "Hours", "Service", "1", 60, None, True),
    ("3", "Delivery", "Service", "83", 20, None, True),
    ("4", "Oak Desk", "Inventory", "79", 380, 210, True),
    ("5", "Task Chair", "Inventory", "79", "109.50", 58, True),
    ("6", "Reference Book", "NonInventory", "79", 25, None, False),
)


def plant(planter, options: dict) -> None:
    """Plant Severn Bridge Trading Ltd."""
    planter.settings(
        "GB",
        "GBP",
        {"Line1": "5 Harbourside", "City": "Bristol", "PostalCode": "BS1 5UH"},
        options,
        name="Severn Bridge Trading Ltd",
        phone="020 7946 0142",
        email="books@severnbridge.example",
        zone="Europe/London",
        tax={"UsingSalesTax": True},
    )
    planter.lists()
    planter.tax(AGENCIES, RATES, CODES)
    for id_, name, line, city, code in CUSTOMERS:
        address = {"Line1": line, "City": city, "PostalCode": code}
        planter.make(
            "Customer",
            id_,
            DisplayName=name,
            CompanyName=name,
            BillAddr=address,
            ShipAddr=address,
        )
    for id_, name in VENDORS:
        planter.make("Vendor", id_, DisplayName=name, CompanyName=name)
    items(planter, ITEMS)
    planter.make("Department", None, Name="Bristol")
    planter.make("Class", None, Name="Retail")
    planter.forget_history()
