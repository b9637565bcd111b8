"""A US company on the Plus plan with automated sales tax in Texas and California."""

AGENCIES = {
    "1": "Texas Comptroller of Public Accounts",
    "2": "California Department of Tax and Fee Administration",
}
RATES = (
    ("3", "California, State", "7.25", "2"),
    ("4", "California, San Francisco District", "1.375", "2"),
    ("5", "California, Los Angeles District", "2.25", "2"),
    ("6", "Texas, State", "6.25", "1"),
    ("7", "Texas, Austin City", "1", "1"),
    ("8", "Texas, Austin Metropolitan Transit", "1", "1"),
    ("9", "Texas, Dallas City", "1", "1"),
    ("10", "Texas, Dallas Transit", "1", "1"),
)
CODES = (
    ("3", "California", "California", ("3",), ()),
    ("4", "California, San Francisco", "San Francisco", ("3", "4"), ()),
    ("5", "California, Los Angeles", "Los Angeles", ("3", "5"), ()),
    ("6", "Texas", "Texas", ("6",), ()),
    ("7", "Texas, Austin", "Austin", ("6", "7", "8"), ()),
    ("8", "Texas, Dallas", "Dallas", ("6", "9", "10"), ()),
)
JURISDICTIONS = [
    {"state": "CA", "code": "3"},
    {"state": "CA", "zip": "941", "code": "4"},
    {"state": "CA", "zip": "900", "code": "5"},
    {"state": "TX", "code": "6"},
    {"state": "TX", "zip": "787", "code": "7"},
    {"state": "TX", "zip": "752", "code": "8"},
]
# Outside automated sales tax there is one group, as in Intuit's sample company.
LEGACY_RATES = (("3", "California", "8", "2"),)
LEGACY_CODES = (("2", "California", "California", ("3",), ()),)


SEGMENTS = (
    ("Class", "Retail"),
    ("Class", "Wholesale"),
    ("Department", "Austin Store"),
    ("Department", "Online"),
)


def address_of(line, city, state, zip_code):
    return {
        "Line1": line,
        "City": city,
        "CountrySubDivisionCode": state,
        "PostalCode": zip_code,
    }


CUSTOMERS = (
    ("1", "Amber Lantern Cafe", address_of("12 Mesquite St.", "Austin", "TX", "78701")),
    (
        "2",
        "Blue Heron Bakery",
        address_of("500 Pier Rd.", "San Francisco", "CA", "94107"),
    ),
    ("3", "Copper Kettle Catering", address_of("77 Elm Ave.", "Dallas", "TX", "75201")),
    ("4", "Driftwood Hotel", address_of("9 Ocean Dr.", "Los Angeles", "CA", "90012")),
    (
        "5",
        "Evergreen Dental Group",
        address_of("31 Oak St.", "Portland", "OR", "97201"),
    ),
    ("6", "Foxglove Florists", address_of("8 Garden Ln.", "Houston", "TX", "77002")),
)
VENDORS = (
    ("30", "Granite Peak Lumber", "1"),
    ("31", "Harbor Freight Forwarders", "3"),
    ("32", "Ironwood Hardware Supply", "3"),
    ("33", "Juniper Office Rentals", "1"),
)
ITEMS = (
    ("1", "Services", "Service", "1", None, None, False),
    ("2", "Hours", "Service", "1", 75, None, False),
    ("3", "Delivery", "Service", "83", 25, None, False),
    ("4", "Assembly", "Service", "1", 60, None, False),
    ("5", "Oak Desk", "Inventory", "79", 450, 260, True),
    ("6", "Task Chair", "Inventory", "79", "129.50", "71.25", True),
    ("7", "Desk Lamp", "Inventory", "79", "39.90", 18, True),
    ("8", "Gift Card", "NonInventory", "79", 50, None, False),
)


def plant(planter, options: dict) -> None:
    """Plant Red River Trading LLC; `ast=False` gives a company of before 2017."""
    automated = options.get("ast", True)
    tax = {"UsingSalesTax": True}
    if automated:
        tax["PartnerTaxEnabled"] = True
    else:
        tax["TaxGroupCodeRef"] = {"value": "2"}
    planter.settings(
        "US",
        "USD",
        address_of("1200 Red River St.", "Austin", "TX", "78701"),
        options,
        name="Red River Trading LLC",
        phone="(512) 555-0142",
        email="books@redriver.example",
        zone="America/Chicago",
        tax=tax,
    )
    planter.lists()
    planter.pseudo_codes()
    if automated:
        planter.tax(AGENCIES, RATES, CODES)
        planter.patch_prefs(_jurisdictions=JURISDICTIONS)
    else:
        planter.tax(AGENCIES, LEGACY_RATES, LEGACY_CODES)
    _names(planter)
    items(planter, ITEMS)
    for entity, name in SEGMENTS:
        planter.make(entity, None, Name=name)
    planter.forget_history()


def _names(planter):
    for id_, name, address in CUSTOMERS:
        planter.make(
            "Customer",
            id_,
            DisplayName=name,
            CompanyName=name,
            BillAddr=address,
            ShipAddr=address,
            PrimaryEmailAddr={"Address": f"office@{_host(name)}.example"},
            PrimaryPhone={"FreeFormNumber": f"(512) 555-01{int(id_):02d}"},
        )
    planter.make(
        "Customer",
        "7",
        DisplayName="Driftwood Hotel Spa",
        ParentRef={"value": "4"},
        Job=True,
    )
    for id_, name, term in VENDORS:
        planter.make(
            "Vendor",
            id_,
            DisplayName=name,
            CompanyName=name,
            TermRef={"value": term},
            BillAddr=address_of(f"{id_} Mill Rd.", "Waco", "TX", "76701"),
            PrimaryEmailAddr={"Address": f"sales@{_host(name)}.example"},
        )


def items(planter, rows) -> None:
    """Create products and services from rows like `ITEMS`."""
    for id_, name, kind, income, price, cost, taxable in rows:
        body = {
            "Name": name,
            "Description": name,
            "Type": kind,
            "IncomeAccountRef": {"value": income},
            "Taxable": taxable,
        }
        if price is not None:
            body["UnitPrice"] = price
        if kind == "Inventory":
            body.update(
                PurchaseCost=cost,
                ExpenseAccountRef={"value": "80"},
                AssetAccountRef={"value": "81"},
                TrackQtyOnHand=True,
                QtyOnHand=100,
                InvStartDate="2020-01-01",
            )
        planter.make("Item", id_, **body)


def _host(name):
    return name.lower().replace(" ", "")
