"""Every entity class of python-quickbooks, through what the entity allows.

Each class is used as its users use it: built from plain values, saved, fetched, listed,
counted, changed and deleted or made inactive; the library itself is unmodified.
"""

import copy
from decimal import Decimal

import pytest
import requests
from intuitlib.client import AuthClient
from quickbooks import QuickBooks, exceptions, objects
from quickbooks.objects import creditcardpayment_entity, customertype, taxservice
from quickbooks.objects.base import Ref
from quickbooks.objects.companycurrency import CompanyCurrency
from quickbooks.objects.exchangerate import ExchangeRate
from quickbooks.objects.recurringtransaction import (
    RecurringBill,
    RecurringTransaction,
)

SERVICE = {"value": "1"}
CUSTOMER = {"value": "1"}
VENDOR = {"value": "30"}
CHECKING, SAVINGS, CARD = {"value": "35"}, {"value": "36"}, {"value": "41"}


def sales_line(amount=25):
    return {
        "Amount": amount,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": SERVICE, "Qty": 1, "UnitPrice": amount},
    }


def expense_line(amount=40):
    return {
        "Amount": amount,
        "DetailType": "AccountBasedExpenseLineDetail",
        "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "7"}},
    }


def journal_line(side, account):
    return {
        "Amount": 12.5,
        "DetailType": "JournalEntryLineDetail",
        "JournalEntryLineDetail": {"PostingType": side, "AccountRef": account},
    }


SOLD = {"CustomerRef": CUSTOMER, "Line": [sales_line()]}
BOUGHT = {"VendorRef": VENDOR, "Line": [expense_line()]}
ORDERED = {
    "VendorRef": VENDOR,
    "Line": [
        {
            "Amount": 520,
            "DetailType": "ItemBasedExpenseLineDetail",
            "ItemBasedExpenseLineDetail": {
                "ItemRef": {"value": "5"},
                "Qty": 2,
                "UnitPrice": 260,
            },
        }
    ],
}
DEPOSITED = {
    "Amount": 75,
    "DetailType": "DepositLineDetail",
    "DepositLineDetail": {"AccountRef": {"value": "25"}},
}
NOTE = ("PrivateNote", "changed")
# Class name: values to create it from, and one property to change.
TRANSACTIONS = {
    "Bill": (BOUGHT, NOTE),
    "BillPayment": (
        {
            "VendorRef": VENDOR,
            "TotalAmt": 10,
            "PayType": "Check",
            "CheckPayment": {"BankAccountRef": CHECKING},
            "Line": [],
        },
        NOTE,
    ),
    "CreditMemo": (SOLD, NOTE),
    "Deposit": ({"DepositToAccountRef": CHECKING, "Line": [DEPOSITED]}, NOTE),
    "Estimate": (SOLD, ("TxnStatus", "Accepted")),
    "Invoice": (SOLD, NOTE),
    "JournalEntry": (
        {"Line": [journal_line("Debit", SAVINGS), journal_line("Credit", CHECKING)]},
        NOTE,
    ),
    "Payment": ({"CustomerRef": CUSTOMER, "TotalAmt": 50}, NOTE),
    "Purchase": (
        {"PaymentType": "Cash", "AccountRef": CHECKING, "Line": [expense_line()]},
        NOTE,
    ),
    "PurchaseOrder": (ORDERED, NOTE),
    "RefundReceipt": ({**SOLD, "DepositToAccountRef": CHECKING}, NOTE),
    "SalesReceipt": (SOLD, NOTE),
    "Transfer": (
        {"FromAccountRef": CHECKING, "ToAccountRef": SAVINGS, "Amount": 100},
        NOTE,
    ),
    "VendorCredit": (BOUGHT, NOTE),
    "TimeActivity": (
        {"NameOf": "Vendor", "VendorRef": VENDOR, "Hours": 2, "Minutes": 30},
        ("Description", "changed"),
    ),
}
LISTS = {
    "Account": (
        {"Name": "Clearing", "AccountType": "Other Current Asset"},
        ("Description", "changed"),
    ),
    "Class": ({"Name": "Online shop"}, ("Name", "Web shop")),
    "Customer": ({"DisplayName": "Azure Interior"}, ("CompanyName", "Azure")),
    "Department": ({"Name": "Berlin"}, ("Name", "Hamburg")),
    "Employee": (
        {"GivenName": "Emily", "FamilyName": "Platt"},
        ("FamilyName", "Changed"),
    ),
    "Item": (
        {"Name": "Setup", "Type": "Service", "IncomeAccountRef": {"value": "1"}},
        ("Description", "changed"),
    ),
    "PaymentMethod": ({"Name": "Bank transfer"}, ("Name", "Wire")),
    "Term": ({"Name": "Net 45", "DueDays": 45}, ("DueDays", 46)),
    "Vendor": ({"DisplayName": "Wood Corner"}, ("CompanyName", "Wood")),
}
READ_ONLY = ("CompanyInfo", "TaxAgency", "TaxCode", "TaxRate")


@pytest.fixture
def client(qbo, monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    qbo.set_throttle(enabled=False)
    return connect(qbo)


def connect(qbo):
    tokens = qbo.issue_tokens()
    auth = AuthClient(
        qbo.app.client_id,
        qbo.app.client_secret,
        "http://localhost/callback",
        qbo.discovery_url,
        access_token=tokens["access_token"],
    )
    quickbooks = QuickBooks(
        auth_client=auth,
        refresh_token=tokens["refresh_token"],
        company_id=qbo.realm_id,
        minorversion=75,
        use_decimal=True,
    )
    quickbooks.api_url_v3 = quickbooks.sandbox_api_url_v3 = qbo.api_base_url + "/v3"
    return quickbooks


def build(name, values):
    """Return an object of the library; `from_json` leaves out its odd defaults."""
    kind = getattr(objects, name)
    return kind.from_json(copy.deepcopy(values))


def clean(thing):
    """Drop the defaults that QuickBooks would not take as values."""
    for key, value in list(vars(thing).items()):
        # Extension blocks (PurchaseEx) are refused when they come back, as documented.
        if (
            value == ""
            or key.endswith("Ex")
            or (key in ("TxnDate", "DueDate") and not value)
        ):
            setattr(thing, key, None)
    return thing


def kept(name, values, client):
    """Save an object and return it as it can be fetched."""
    saved = clean(build(name, values)).save(qb=client)
    assert int(saved.Id) > 0
    return getattr(objects, name).get(saved.Id, qb=client)


def changed(thing, name, change, client):
    key, value = change
    setattr(thing, key, value)
    again = clean(thing).save(qb=client)
    assert getattr(again, key) == value
    assert int(again.SyncToken) == int(thing.SyncToken) + 1
    return getattr(objects, name).get(thing.Id, qb=client)


@pytest.mark.parametrize("name", sorted(TRANSACTIONS))
def test_a_transaction_is_created_read_listed_changed_and_deleted(name, client):
    values, change = TRANSACTIONS[name]
    kind = getattr(objects, name)
    before = kind.count(qb=client)
    thing = kept(name, values, client)
    assert kind.count(qb=client) == before + 1
    assert thing.Id in [one.Id for one in kind.all(qb=client)]
    (found,) = kind.choose([thing.Id], qb=client)
    assert found.SyncToken == thing.SyncToken
    thing = changed(thing, name, change, client)
    answer = thing.delete(qb=client)
    assert answer[name]["status"] == "Deleted"
    with pytest.raises(exceptions.ObjectNotFoundException):
        kind.get(thing.Id, qb=client)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_record_is_created_read_listed_changed_and_made_inactive(name, client):
    values, change = LISTS[name]
    kind = getattr(objects, name)
    thing = kept(name, values, client)
    assert thing.Active is True
    assert thing.Id in [one.Id for one in kind.all(max_results=1000, qb=client)]
    thing = changed(thing, name, change, client)
    thing.Active = False
    clean(thing).save(qb=client)
    active = [one.Id for one in kind.all(max_results=1000, qb=client)]
    assert thing.Id not in active
    gone = kind.where("Active = false", qb=client)
    assert thing.Id in [one.Id for one in gone]


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_is_read_only_is_listed_and_read(name, client):
    kind = getattr(objects, name)
    rows = kind.all(qb=client)
    assert rows
    number = client.company_id if name == "CompanyInfo" else rows[-1].Id
    assert kind.get(number, qb=client).Id == rows[-1].Id


def test_company_info_and_preferences_are_updated(client):
    (info,) = objects.CompanyInfo.all(qb=client)
    answer = client.update_object(
        "CompanyInfo",
        f'{{"Id": "1", "SyncToken": "{info.SyncToken}", "sparse": true, '
        '"LegalName": "Changed Ltd"}',
    )
    assert answer["CompanyInfo"]["LegalName"] == "Changed Ltd"
    preferences = objects.Preferences.get(qb=client)
    assert preferences.CurrencyPrefs.HomeCurrency.value == "USD"


def test_customer_types_are_listed_and_read(qbo, client):
    qbo.load("CustomerType", {"Id": "3", "Name": "Wholesale", "Active": True})
    (row,) = customertype.CustomerType.all(qb=client)
    assert customertype.CustomerType.get(row.Id, qb=client).Name == "Wholesale"


def test_a_tax_agency_and_a_tax_code_are_created(client):
    agency = objects.TaxAgency()
    agency.DisplayName = "City of X"
    agency = agency.save(qb=client)
    rate = taxservice.TaxRateDetails()
    rate.TaxRateName, rate.RateValue = "City 3", 3
    rate.TaxAgencyId, rate.TaxApplicableOn = agency.Id, "Sales"
    service = taxservice.TaxService()
    service.TaxCode = "City"
    service.TaxRateDetails = [rate]
    saved = service.save(qb=client)
    code = objects.TaxCode.get(saved.TaxCodeId, qb=client)
    assert code.Name == "City"
    (row,) = objects.TaxRate.where("Name = 'City 3'", qb=client)
    assert row.RateValue == 3


def test_currencies_and_rates_are_kept(qbo, client):
    qbo.reset(multicurrency=True, settings={"throttle": {"enabled": False}})
    client = connect(qbo)
    euro = CompanyCurrency()
    euro.Code = "EUR"
    euro = euro.save(qb=client)
    assert euro.Name == "Euro"
    rate = ExchangeRate()
    rate.SourceCurrencyCode, rate.AsOfDate = "EUR", "2026-11-20"
    rate.Rate = Decimal("1.08")
    assert rate.save(qb=client).Rate == Decimal("1.08")
    rows = ExchangeRate.where("SourceCurrencyCode = 'EUR'", qb=client)
    assert {row.TargetCurrencyCode for row in rows} == {"USD"}


def test_a_note_and_a_file_hang_on_an_invoice(qbo, client):
    invoice = kept("Invoice", SOLD, client)
    note = objects.Attachable()
    note.Note = "Call before delivery"
    note.AttachableRef = [objects.AttachableRef()]
    note.AttachableRef[0].EntityRef = invoice.to_ref()
    note = note.save(qb=client)
    file = objects.Attachable()
    file.FileName, file.ContentType = "plan.txt", "text/plain"
    file._FileBytes = b"Mind the step.\r\n\n--not a boundary\n"
    file.AttachableRef = copy.copy(note.AttachableRef)
    saved = file.save(qb=client)
    assert saved.Size == len(file._FileBytes)
    (found,) = objects.Attachable.where("FileName = 'plan.txt'", qb=client)
    assert found.AttachableRef[0].EntityRef.value == invoice.Id
    content = requests.get(found.TempDownloadUri, timeout=10)
    assert content.content == file._FileBytes
    assert content.headers["Content-Type"].startswith("text/plain")
    found.delete(qb=client)
    assert not objects.Attachable.where("FileName = 'plan.txt'", qb=client)


@pytest.mark.parametrize("name", ["Invoice", "Estimate", "SalesReceipt"])
def test_a_document_is_printed(name, client):
    thing = kept(name, TRANSACTIONS[name][0], client)
    assert thing.download_pdf(qb=client).startswith(b"%PDF-1.")


@pytest.mark.parametrize("name", ["Invoice", "Estimate", "PurchaseOrder"])
def test_a_document_is_sent(name, client):
    thing = kept(name, TRANSACTIONS[name][0], client)
    thing.send(qb=client, send_to="someone@example.com")
    assert getattr(objects, name).get(thing.Id, qb=client).EmailStatus == "EmailSent"


@pytest.mark.parametrize("name", ["Invoice", "Payment", "SalesReceipt", "BillPayment"])
def test_a_document_is_voided(name, client):
    thing = kept(name, TRANSACTIONS[name][0], client)
    thing.void(qb=client)
    again = getattr(objects, name).get(thing.Id, qb=client)
    assert again.TotalAmt == 0
    assert again.PrivateNote == "Voided"


@pytest.mark.parametrize("name", ["BalanceSheet", "ProfitAndLoss", "TrialBalance"])
def test_a_report_is_drawn(name, client):
    kept("Invoice", SOLD, client)
    report = client.get_report(name)
    assert report["Header"]["ReportName"] == name
    assert report["Rows"]["Row"]


def test_budgets_are_listed_read_and_deleted(qbo, client):
    detail = {"BudgetDate": "2026-02-01", "Amount": 9, "AccountRef": {"value": "7"}}
    body = {
        "Name": "Plan",
        "StartDate": "2026-01-01",
        "EndDate": "2026-12-31",
        "BudgetType": "ProfitAndLoss",
        "BudgetDetail": [detail],
    }
    qbo.create("Budget", body)
    (row,) = objects.Budget.all(qb=client)
    budget = objects.Budget.get(row.Id, qb=client)
    assert (budget.Name, budget.BudgetDetail[0].Amount) == ("Plan", 9)


def test_a_card_is_paid_down(client):
    payment = creditcardpayment_entity.CreditCardPayment()
    payment.Amount, payment.PrivateNote = Decimal("12.50"), "March"
    payment.BankAccountRef = Ref.from_json(CHECKING)
    payment.CreditCardAccountRef = Ref.from_json(CARD)
    saved = payment.save(qb=client)
    kind = creditcardpayment_entity.CreditCardPayment
    assert [one.Id for one in kind.all(qb=client)] == [saved.Id]
    assert kind.count(qb=client) == 1
    thing = kind.get(saved.Id, qb=client)
    assert (thing.Amount, thing.PrivateNote) == (Decimal("12.5"), "March")
    thing.PrivateNote = "April"
    thing = thing.save(qb=client)
    assert (thing.PrivateNote, thing.SyncToken) == ("April", "1")
    answer = thing.delete(qb=client)
    assert answer["CreditCardPaymentTxn"]["status"] == "Deleted"


def test_a_template_is_saved_read_listed_changed_and_deleted(client):
    recurring = RecurringTransaction()
    values = {
        **copy.deepcopy(BOUGHT),
        "RecurringInfo": {
            "Name": "Rent",
            "RecurType": "Automated",
            "ScheduleInfo": {"IntervalType": "Monthly", "DayOfMonth": 1},
        },
    }
    recurring.Bill = clean(RecurringBill.from_json(values))
    saved = recurring.save(qb=client)
    (row,) = RecurringTransaction.all(qb=client)
    thing = RecurringTransaction.get(row.Bill.Id, qb=client)
    assert thing.Bill.RecurringInfo.Name == saved.Bill.RecurringInfo.Name == "Rent"
    thing.Bill.PrivateNote = "changed"
    clean(thing.Bill)
    again = thing.save(qb=client)
    assert (again.Bill.PrivateNote, again.Bill.SyncToken) == ("changed", "1")
    again.delete(qb=client)
    assert not RecurringTransaction.all(qb=client)
    assert not objects.Bill.all(qb=client)
