"""A Canadian company with GST/HST and provincial sales tax."""

from .us import address_of, items

AGENCIES = {
    "1": "Canada Revenue Agency",
    "2": "Ministry of Finance (BC)",
    "3": "Revenu Québec",
}
RATES = (
    ("1", "GST (Sales)", "5", "1"),
    ("2", "GST (Purchases)", "5", "1"),
    ("3", "HST ON (Sales)", "13", "1"),
    ("4", "HST ON (Purchases)", "13", "1"),
    ("5", "PST BC (Sales)", "7", "2"),
    ("6", "PST BC (Purchases)", "7", "2"),
    ("7", "QST (Sales)", "9.975", "3"),
    ("8", "QST (Purchases)", "9.975", "3"),
    ("9", "Zero-rated (Sales)", "0", "1"),
    ("10", "Zero-rated (Purchases)", "0", "1"),
    ("11", "Exempt (Sales)", "0", "1"),
    ("12", "Exempt (Purchases)", "0", "1"),
)
CODES = (
    ("2", "GST", "GST 5%", ("1",), ("2",)),
    ("3", "HST ON", "HST Ontario 13%", ("3",), ("4",)),
    ("4", "GST/PST BC", "GST 5% and PST British Columbia 7%", ("1", "5"), ("2", "6")),
    ("5", "GST/QST QC", "GST 5% and QST 9.975%", ("1", "7"), ("2", "8")),
    ("6", "Zero-rated", "Zero-rated", ("9",), ("10",)),
    ("7", "Exempt", "Exempt", ("11",), ("12",)),
    ("8", "Out of Scope", "Outside the scope of GST/HST", (), ()),
)
CUSTOMERS = (
    ("1", "Aspen Grove Lodge", "10 Lake Rd.", "Toronto", "ON", "M5V 2T6"),
    ("2", "Birch Bay Bistro", "450 Water St.", "Vancouver", "BC", "V6B 1A1"),
    ("3", "Cedar Hill Clinic", "22 King St.", "Ottawa", "ON", "K1P 1J1"),
    ("4", "Dune du Nord Design", "75 rue du Quai", "Montréal", "QC", "H2Y 1C6"),
)
VENDORS = (
    ("30", "Elk River Millwork"),
    ("31", "Frostline Freight"),
    ("32", "Glacier Paper Supply"),
)
ITEMS = (
    ("1", "Services", "Service", "1", None, None, True),
    ("2", "Hours", "Service", "1", 80, None, True),
    ("3", "Delivery", "Service", "83", 30, None, True),
    ("4", "Maple Desk", "Inventory", "79", 520, 300, True),
    ("5", "Task Chair", "Inventory", "79", "159.50", 84, True),
)


def plant(planter, options: dict) -> None:
    """Plant Maple Harbour Supply Inc."""
    planter.settings(
        "CA",
        "CAD",
        address_of("200 Harbour St.", "Toronto", "ON", "M5J 2N8"),
        options,
        name="Maple Harbour Supply Inc.",
        phone="(416) 555-0142",
        email="books@mapleharbour.example",
        zone="America/Toronto",
        tax={"UsingSalesTax": True},
    )
    planter.lists()
    planter.tax(AGENCIES, RATES, CODES)
    for id_, name, line, city, province, code in CUSTOMERS:
        address = address_of(line, city, province, code)
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
    planter.make("Department", None, Name="Toronto")
    planter.make("Class", None, Name="Retail")
    planter.forget_history()
