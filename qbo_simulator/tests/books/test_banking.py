"""Journal entries, deposits, transfers, stock adjustments, notes, currencies."""

from decimal import Decimal

import pytest

from .conftest import REALM, again, entry_line, line, pay, refused, sale, touch


def test_a_journal_entry_counts_its_lines_from_zero(us):
    entry = us.create(
        "JournalEntry",
        {"Line": [entry_line("Debit", 10, "15"), entry_line("Credit", 10, "35")]},
    )
    assert [one["Id"] for one in entry["Line"]] == ["0", "1"]
    assert "LineNum" not in entry["Line"][0]
    assert entry["TxnTaxDetail"] == {} and entry["Adjustment"] is False
    assert "DocNumber" not in entry
    assert us.read("Account", "35")["CurrentBalance"] == -10


def test_debits_must_equal_credits(us):
    with refused(2300):
        us.create(
            "JournalEntry",
            {"Line": [entry_line("Debit", 10, "15"), entry_line("Credit", 9, "35")]},
        )


def test_receivables_in_a_journal_entry_need_their_customer(us):
    debit = entry_line("Debit", 10, "84")
    with refused(6000):
        us.create("JournalEntry", {"Line": [debit, entry_line("Credit", 10, "34")]})
    debit["JournalEntryLineDetail"]["Entity"] = {
        "Type": "Customer",
        "EntityRef": {"value": "1"},
    }
    entry = us.create("JournalEntry", {"Line": [debit, entry_line("Credit", 10, "34")]})
    named = entry["Line"][0]["JournalEntryLineDetail"]["Entity"]
    assert named["EntityRef"]["name"] == "Amber Lantern Cafe"
    assert us.read("Customer", "1")["Balance"] == 10


def test_a_journal_entry_gets_a_number_only_when_asked(us):
    lines = [entry_line("Debit", 1, "15"), entry_line("Credit", 1, "35")]
    entry = us.create("JournalEntry", {"Line": lines}, {"include": "allowautodocnum"})
    assert entry["DocNumber"] == "1"


def test_a_deposit_freezes_the_payments_it_contains(us, clock):
    payment = pay(us, 75)
    receipt = sale(us, 25, entity="SalesReceipt")
    clock.advance(60)
    links = [(payment, "Payment"), (receipt, "SalesReceipt")]
    deposit = us.create(
        "Deposit",
        {
            "DepositToAccountRef": {"value": "35"},
            "Line": [
                {
                    "Amount": 1,
                    "LinkedTxn": [
                        {"TxnId": one["Id"], "TxnType": kind, "TxnLineId": "0"}
                    ],
                }
                for one, kind in links
            ],
        },
    )
    assert deposit["TotalAmt"] == 100
    assert us.read("Account", "4")["CurrentBalance"] == 0
    assert us.read("Account", "35")["CurrentBalance"] == 100
    frozen = again(us, "SalesReceipt", receipt)
    assert frozen["LinkedTxn"] == [{"TxnId": deposit["Id"], "TxnType": "Deposit"}]
    assert frozen["MetaData"] == receipt["MetaData"]
    for change in (us.update, us.delete, us.void):
        with refused(6540):
            change("Payment", touch(payment, PrivateNote="x"))
    with refused(620):
        us.create(
            "Deposit",
            {
                "DepositToAccountRef": {"value": "35"},
                "Line": [
                    {"LinkedTxn": [{"TxnId": payment["Id"], "TxnType": "Payment"}]}
                ],
            },
        )
    us.delete("Deposit", {"Id": deposit["Id"], "SyncToken": "0"})
    us.delete("Payment", {"Id": payment["Id"], "SyncToken": "0"})


def test_a_deposit_may_name_an_account_and_give_cash_back(us):
    deposit = us.create(
        "Deposit",
        {
            "DepositToAccountRef": {"value": "35"},
            "Line": [
                {
                    "Amount": 100,
                    "DetailType": "DepositLineDetail",
                    "DepositLineDetail": {
                        "AccountRef": {"value": "34"},
                        "Entity": {"value": "31", "type": "VENDOR"},
                    },
                }
            ],
            "CashBack": {"AccountRef": {"value": "36"}, "Amount": 20},
        },
    )
    assert deposit["TotalAmt"] == 80
    first = deposit["Line"][0]
    assert (first["Id"], first["LineNum"]) == ("1", 1)
    assert first["DepositLineDetail"]["Entity"]["name"] == "Harbor Freight Forwarders"
    assert us.read("Account", "36")["CurrentBalance"] == 20


def test_a_transfer_moves_money_between_accounts(us):
    transfer = us.create(
        "Transfer",
        {
            "FromAccountRef": {"value": "35"},
            "ToAccountRef": {"value": "36"},
            "Amount": 100,
        },
    )
    assert list(transfer)[:4] == ["FromAccountRef", "ToAccountRef", "Amount", "domain"]
    assert us.read("Account", "36")["CurrentBalance"] == 100
    with refused(6430):
        us.create(
            "Transfer",
            {
                "FromAccountRef": {"value": "35"},
                "ToAccountRef": {"value": "15"},
                "Amount": 1,
            },
        )


def test_a_stock_adjustment_moves_quantity_and_value(us):
    detail = {"ItemRef": {"value": "6"}, "QtyDiff": -2}
    adjustment = us.create(
        "InventoryAdjustment",
        {
            "AdjustAccountRef": {"value": "91"},
            "Line": [
                {
                    "DetailType": "ItemAdjustmentLineDetail",
                    "ItemAdjustmentLineDetail": detail,
                }
            ],
        },
    )
    assert adjustment["DocNumber"] == "1"
    assert "DetailType" not in adjustment["Line"][0]
    assert us.read("Item", "6")["QtyOnHand"] == 98
    accounts = {x["account_id"]: x for x in us.trial_balance()["lines"]}
    assert accounts["91"]["debit"] == Decimal("142.50")
    with refused(500):
        us.update("InventoryAdjustment", {**adjustment, "sparse": False})
    us.delete("InventoryAdjustment", {"Id": adjustment["Id"], "SyncToken": "0"})
    assert us.read("Item", "6")["QtyOnHand"] == 100


def test_a_note_hangs_on_a_document(us):
    invoice = sale(us, 10)
    ref = {"EntityRef": {"type": "Invoice", "value": invoice["Id"]}}
    note = us.create("Attachable", {"Note": "Call first", "AttachableRef": [ref]})
    assert len(note["Id"]) == 19
    assert note["AttachableRef"][0]["IncludeOnSend"] is False
    found = us.query(
        "select Id from Attachable where AttachableRef.EntityRef.Type = 'invoice' "
        f"and AttachableRef.EntityRef.value = '{invoice['Id']}'"
    )
    assert [one["Id"] for one in found["Attachable"]] == [note["Id"]]
    with refused(6000) as seen:
        us.create(
            "Attachable",
            {
                "Note": "x",
                "AttachableRef": [{"EntityRef": {"type": "Estimate", "value": "75"}}],
            },
        )
    assert seen.error["Detail"] == (
        "Business Validation Error: The entity Estimate 75 that you are trying to link "
        "does not exist. Estimate 75"
    )
    assert us.delete("Attachable", {"Id": note["Id"]})["status"] == "Deleted"


# === currencies ===


@pytest.fixture
def world(books):
    return books.add_company(REALM, "us", multicurrency=True)


def test_a_foreign_customer_is_invoiced_in_his_currency(world):
    customer = world.create(
        "Customer", {"DisplayName": "Rue Verte SARL", "CurrencyRef": {"value": "EUR"}}
    )
    assert customer["CurrencyRef"] == {"value": "EUR", "name": "Euro"}
    assert (
        world.query("select * from CompanyCurrency")["CompanyCurrency"][0]["Code"]
        == "EUR"
    )
    invoice = sale(world, 100, customer=customer["Id"], ExchangeRate="1.1")
    assert invoice["CurrencyRef"]["value"] == "EUR"
    assert invoice["ExchangeRate"] == Decimal("1.1")
    assert (invoice["HomeTotalAmt"], invoice["HomeBalance"]) == (110, 110)
    assert world.read("Customer", customer["Id"])["Balance"] == 100
    receivable = world.query(
        "select * from Account where Name = 'Accounts Receivable (A/R) - EUR'"
    )["Account"][0]
    assert receivable["CurrencyRef"]["value"] == "EUR"
    assert receivable["CurrentBalance"] == 110
    pay(world, 100, (invoice, 100), customer=customer["Id"], ExchangeRate="1.1")
    paid = again(world, "Invoice", invoice)
    assert (paid["Balance"], paid["HomeBalance"]) == (0, 0)


def test_a_rate_is_found_where_none_is_given(world):
    customer = world.create(
        "Customer", {"DisplayName": "Rue Verte", "CurrencyRef": {"value": "EUR"}}
    )
    assert sale(world, 100, customer=customer["Id"])["HomeTotalAmt"] == 108
    assert sale(world, 100)["ExchangeRate"] == 1


def test_rates_are_kept_by_day(world):
    def put(day, rate):
        body = {"SourceCurrencyCode": "EUR", "AsOfDate": day, "Rate": rate}
        return world.create("ExchangeRate", body)

    made = put("2026-03-01", "1.20")
    assert list(made) == [
        "SourceCurrencyCode",
        "TargetCurrencyCode",
        "Rate",
        "AsOfDate",
        "domain",
        "sparse",
        "MetaData",
    ]
    assert list(made["MetaData"]) == ["LastUpdatedTime"]
    put("2026-03-08", "1.25")
    put("2026-03-08", "1.30")

    def ask(**params):
        params = {"sourcecurrencycode": "EUR", **params}
        return world.read("ExchangeRate", None, params)["Rate"]

    assert ask(asofdate="2026-03-07") == Decimal("1.2")
    assert ask() == Decimal("1.3")
    assert world.query(
        "select * from ExchangeRate where SourceCurrencyCode = 'EUR' and "
        "AsOfDate = '2026-03-08'"
    )["ExchangeRate"][0]["Rate"] == Decimal("1.3")
    with refused(2020):
        world.read("ExchangeRate", None, {})


def test_a_document_is_in_the_currency_of_its_customer(world):
    with refused(6000) as seen:
        sale(world, 10, CurrencyRef={"value": "EUR"})
    assert "same currency as the A/R and A/P accounts" in seen.error["Detail"]


def test_the_currency_of_a_name_stays(world):
    customer = world.read("Customer", "1")
    with refused(6000):
        world.update("Customer", touch(customer, CurrencyRef={"value": "EUR"}))
    with refused(6000):
        world.create("CompanyCurrency", {"Code": "XXX"})


def test_rounding_home_amounts_keeps_the_ledger_balanced(world):
    customer = world.create(
        "Customer", {"DisplayName": "Rue Verte", "CurrencyRef": {"value": "EUR"}}
    )
    sale(
        world,
        *(line("0.01") for _ in range(7)),
        customer=customer["Id"],
        ExchangeRate="1.5",
    )
    trial = world.trial_balance()
    assert trial["debit"] == trial["credit"]


def test_without_the_feature_there_are_no_currencies(us):
    with refused(6000):
        us.create("CompanyCurrency", {"Code": "EUR"})
    with refused(6000):
        sale(us, 10, CurrencyRef={"value": "EUR"})
    assert "ExchangeRate" not in sale(us, 10, ExchangeRate=2)


def test_a_deposit_on_receivables_is_a_customers(us):
    detail = {"AccountRef": {"value": "84"}}
    one = {"Amount": 5, "DetailType": "DepositLineDetail", "DepositLineDetail": detail}
    body = {"DepositToAccountRef": {"value": "35"}, "Line": [one]}
    with refused(6000):
        us.create("Deposit", body)
    detail["Entity"] = {"value": "30", "type": "VENDOR"}
    with refused(6000):
        us.create("Deposit", body)
    detail["Entity"] = {"value": "1", "type": "CUSTOMER"}
    us.create("Deposit", body)
    assert us.read("Customer", "1")["Balance"] == -5
    assert us.read("Account", "84")["CurrentBalance"] == -5


def test_a_refund_makes_a_deposit_smaller(us):
    refund = sale(us, 20, entity="RefundReceipt", DepositToAccountRef={"value": "4"})
    receipt = sale(us, 50, entity="SalesReceipt")
    links = [
        [{"TxnId": one["Id"], "TxnType": kind, "TxnLineId": "0"}]
        for one, kind in ((receipt, "SalesReceipt"), (refund, "RefundReceipt"))
    ]
    lines = [{"LinkedTxn": link} for link in links]
    body = {"DepositToAccountRef": {"value": "35"}, "Line": lines}
    assert us.create("Deposit", body)["TotalAmt"] == 30
    assert us.read("Account", "4")["CurrentBalance"] == 0
    with refused(6540):
        us.delete("RefundReceipt", touch(us.read("RefundReceipt", refund["Id"])))


def test_money_is_not_transferred_to_receivables(us):
    body = {"FromAccountRef": {"value": "35"}, "ToAccountRef": {"value": "84"}}
    with refused(6430):
        us.create("Transfer", {**body, "Amount": 5})


def test_only_accounts_of_assets_and_liabilities_are_foreign(world):
    euro = {"CurrencyRef": {"value": "EUR"}}
    with refused(6000):
        world.create("Account", {"Name": "Sales EU", "AccountType": "Income", **euro})
    bank = world.create("Account", {"Name": "Bank EU", "AccountType": "Bank", **euro})
    assert bank["CurrencyRef"]["value"] == "EUR"
