"""What all seeds share: settings, lists that every company has, and id control."""

from ..model import ENTITIES
from .preferences import preferences

# Addresses of the company carry three letters, CompanyInfo.Country two.
ALPHA_3 = {"US": "USA", "CA": "CAN", "GB": "GBR"}
PLAN = {
    "NeoEnabled": "true",
    "IndustryType": "Wholesale of furniture and home goods",
    "IndustryCode": "423210",
    "SubscriptionStatus": "PAID",
    "OfferingSku": "QuickBooks Online Plus",
    "PayrollFeature": "false",
    "AccountantFeature": "false",
}
LONG_ID = 5_000_000_000_000_000_001
FIRST_IDS = {"txn": 145, "class": LONG_ID, "attachable": LONG_ID, "address": 94}
# (id, name, account type, subtype): the ids are those of Intuit's sample company.
CHART = (
    ("1", "Services", "Income", "ServiceFeeIncome"),
    ("4", "Undeposited Funds", "Other Current Asset", "UndepositedFunds"),
    ("7", "Advertising", "Expense", "AdvertisingPromotional"),
    ("8", "Bank Charges", "Expense", "BankCharges"),
    ("11", "Insurance", "Expense", "Insurance"),
    ("13", "Meals and Entertainment", "Expense", "EntertainmentMeals"),
    ("15", "Office Expenses", "Expense", "OfficeGeneralAdministrativeExpenses"),
    ("17", "Rent or Lease", "Expense", "RentOrLeaseOfBuildings"),
    ("19", "Shipping and Delivery", "Expense", "ShippingFreightDelivery"),
    ("20", "Supplies", "Expense", "SuppliesMaterials"),
    ("22", "Travel", "Expense", "Travel"),
    ("24", "Utilities", "Expense", "Utilities"),
    ("25", "Interest Earned", "Other Income", "InterestEarned"),
    ("28", "Retained Earnings", "Equity", "RetainedEarnings"),
    ("30", "Uncategorized Income", "Income", "ServiceFeeIncome"),
    ("31", "Uncategorized Expense", "Expense", "OtherMiscellaneousServiceCost"),
    ("32", "Uncategorized Asset", "Other Current Asset", "OtherCurrentAssets"),
    ("33", "Accounts Payable (A/P)", "Accounts Payable", "AccountsPayable"),
    ("34", "Opening Balance Equity", "Equity", "OpeningBalanceEquity"),
    ("35", "Checking", "Bank", "Checking"),
    ("36", "Savings", "Bank", "Savings"),
    ("41", "Company Credit Card", "Credit Card", "CreditCard"),
    ("44", "Notes Payable", "Long Term Liability", "OtherLongTermLiabilities"),
    ("79", "Sales of Product Income", "Income", "SalesOfProductIncome"),
    ("80", "Cost of Goods Sold", "Cost of Goods Sold", "SuppliesMaterialsCogs"),
    ("81", "Inventory Asset", "Other Current Asset", "Inventory"),
    ("83", "Shipping Income", "Income", "SalesOfProductIncome"),
    ("84", "Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable"),
    ("86", "Discounts given", "Income", "DiscountsRefundsGiven"),
    ("91", "Inventory Shrinkage", "Cost of Goods Sold", "SuppliesMaterialsCogs"),
)
TERMS = (
    ("1", "Due on receipt", 0),
    ("2", "Net 15", 15),
    ("3", "Net 30", 30),
    ("4", "Net 60", 60),
)
METHODS = (
    ("1", "Cash", "NON_CREDIT_CARD"),
    ("2", "Check", "NON_CREDIT_CARD"),
    ("3", "Visa", "CREDIT_CARD"),
    ("4", "MasterCard", "CREDIT_CARD"),
    ("5", "Discover", "CREDIT_CARD"),
    ("6", "American Express", "CREDIT_CARD"),
)
FOREIGN_RATES = {
    "USD": {
        "EUR": "1.08",
        "GBP": "1.27",
        "CAD": "0.73",
        "AUD": "0.66",
        "JPY": "0.0067",
    },
    "CAD": {"USD": "1.37", "EUR": "1.48", "GBP": "1.74"},
    "GBP": {"USD": "0.79", "EUR": "0.85", "CAD": "0.575"},
}


class Planter:
    """Create records with ids of one's choice."""

    def __init__(self, company):
        self.co = company
        self.store = company.store

    def make(self, entity: str, id_: str | None, **body) -> dict:
        """Create a record through the rules of its entity."""
        counter = ENTITIES[entity].counter
        last = self.store.counters.get(counter, 0)
        if id_:
            self.store.counters[counter] = int(id_) - 1
        answer = self.co.rules(entity).create(body, {})
        self.store.counters[counter] = max(last, int(answer["Id"]))
        return answer

    def settings(self, country, currency, address, options, **facts) -> None:
        """Store CompanyInfo and Preferences; both must exist before anything else.

        `facts`: name, phone, email, zone (time zone) and tax (switches of TaxPrefs).
        """
        info = company_info(country, address, options, facts)
        self.co.rules("CompanyInfo").insert("1", info)
        prefs = preferences(currency, facts["tax"], options)
        self.co.rules("Preferences").insert("1", prefs)
        if options.get("multicurrency"):
            for code, rate in FOREIGN_RATES[currency].items():
                body = {
                    "SourceCurrencyCode": code,
                    "AsOfDate": "2020-01-01",
                    "Rate": rate,
                }
                self.co.rules("ExchangeRate").create(body, {})
        for counter, first in FIRST_IDS.items():
            self.store.counters[counter] = first - 1

    def lists(self) -> None:
        """Create chart of accounts, terms and payment methods."""
        for id_, name, kind, subtype in CHART:
            self.make(
                "Account", id_, Name=name, AccountType=kind, AccountSubType=subtype
            )
        for id_, name, days in TERMS:
            self.make("Term", id_, Name=name, DueDays=days)
        for id_, name, kind in METHODS:
            self.make("PaymentMethod", id_, Name=name, Type=kind)

    def tax(self, agencies: dict, rates: tuple, codes: tuple) -> None:
        """Create agencies, rates `(id, name, percent, agency)` and codes.

        A code is `(id, name, description, sales rate ids, purchase rate ids)`.
        """
        service = self.co.tax_service
        for id_, name in agencies.items():
            self.make("TaxAgency", id_, DisplayName=name)
        for id_, name, percent, agency in rates:
            self.store.counters["taxrate"] = int(id_) - 1
            service.add_rate(name, percent, agency)
        for id_, name, description, sales, purchase in codes:
            self.store.counters["taxcode"] = int(id_) - 1
            service.add_code(
                name, _details(sales), _details(purchase), description, bool(sales)
            )

    def pseudo_codes(self) -> None:
        """Store the US codes TAX and NON."""
        for name in ("TAX", "NON"):
            doc = {
                "Name": name,
                "Description": name,
                "Taxable": name == "TAX",
                "TaxGroup": False,
            }
            self.co.rules("TaxCode").insert(name, doc)

    def patch_prefs(self, **values) -> None:
        """Change hidden or fixed preferences, as people do on QuickBooks' own pages."""
        row = self.store.row("Preferences", "1")
        doc = {**row.doc(), **values}
        text = self.co.rules("Preferences").text_of(doc)
        self.store.put("Preferences", row.but(text=text))

    def close_books(self, day: str) -> None:
        """Close the books up to a day, as an accountant does."""
        prefs = self.store.row("Preferences", "1").doc()["AccountingInfoPrefs"]
        self.patch_prefs(AccountingInfoPrefs={**prefs, "BookCloseDate": day})

    def forget_history(self) -> None:
        """Drop the notifications of planting: the data was always there."""
        self.store.changes.clear()


def company_info(country, address, options, facts) -> dict:
    """Return the CompanyInfo of a new company."""
    address = {"Id": "1", **address, "Country": ALPHA_3[country]}
    name = options.get("name") or facts["name"]
    return {
        "CompanyName": name,
        "LegalName": name,
        "CompanyAddr": address,
        "CustomerCommunicationAddr": address,
        "LegalAddr": address,
        "PrimaryPhone": {"FreeFormNumber": facts["phone"]},
        "CompanyStartDate": options.get("company_start_date", "2020-01-01"),
        "FiscalYearStartMonth": "January",
        "Country": country,
        "Email": {"Address": facts["email"]},
        "WebAddr": {},
        "SupportedLanguages": "en",
        "DefaultTimeZone": facts["zone"],
        "NameValue": [{"Name": k, "Value": v} for k, v in PLAN.items()],
    }


def _details(rates):
    return [
        {
            "TaxRateRef": {"value": id_},
            "TaxTypeApplicable": "TaxOnAmount",
            "TaxOrder": 0,
        }
        for id_ in rates
    ]


def empty(planter: Planter, options: dict) -> None:
    """Plant a US company with system lists only, outside automated sales tax."""
    planter.settings(
        "US",
        "USD",
        {
            "Line1": "1 Empty Lot",
            "City": "Austin",
            "CountrySubDivisionCode": "TX",
            "PostalCode": "78701",
        },
        options,
        name="Empty Company",
        phone="(512) 555-0100",
        email="office@empty.example",
        zone="America/Chicago",
        tax={"UsingSalesTax": False},
    )
    planter.lists()
    planter.pseudo_codes()
    planter.make(
        "Item", "1", Name="Services", Type="Service", IncomeAccountRef={"value": "1"}
    )
    planter.forget_history()
