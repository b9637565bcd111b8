"""Lines of journal entries and deposits: payments settle them, deposits hold them."""

from decimal import Decimal

import pytest

from .conftest import REALM, again, entry_line, pay, refused, sale, touch

RECEIVABLE, PAYABLE, FUNDS, BANK = "84", "33", "4", "35"
VENDOR = "31"


def named(side, amount, customer="1", kind="Customer"):
    """Return a line on receivables, or for a vendor on payables."""
    account = RECEIVABLE if kind == "Customer" else PAYABLE
    entity = {"Type": kind, "EntityRef": {"value": customer}}
    return entry_line(side, amount, account, Entity=entity)


def journal(company, *lines, **header):
    """Create an entry of lines; what lacks to balance goes to equity."""
    total = sum(
        one["Amount"]
        * (1 if one["JournalEntryLineDetail"]["PostingType"] == "Debit" else -1)
        for one in lines
    )
    if total:
        lines += (entry_line("Credit" if total > 0 else "Debit", abs(total), "34"),)
    return company.create("JournalEntry", {"Line": list(lines), **header})


def link(document, amount, kind="JournalEntry", line=None):
    """Return a payment's line."""
    one = {"TxnId": document["Id"], "TxnType": kind}
    if line is not None:
        one["TxnLineId"] = line
    return {"Amount": amount, "LinkedTxn": [one]}


def receive(company, total, *lines, customer="1"):
    body = {"CustomerRef": {"value": customer}, "TotalAmt": total, "Line": list(lines)}
    return company.create("Payment", body)


def spend(company, total, *lines, vendor=VENDOR):
    body = {
        "VendorRef": {"value": vendor},
        "PayType": "Check",
        "CheckPayment": {"BankAccountRef": {"value": BANK}},
        "TotalAmt": total,
        "Line": list(lines),
    }
    return company.create("BillPayment", body)


def balanced(company):
    trial = company.trial_balance()
    return trial["debit"] == trial["credit"]


def test_a_payment_settles_a_line_on_receivables(us):
    entry = journal(us, named("Debit", 100))
    payment = receive(us, 60, link(entry, 60))
    assert payment["UnappliedAmt"] == 0
    assert payment["Line"][0]["LinkedTxn"] == [
        {"TxnId": entry["Id"], "TxnType": "JournalEntry", "TxnLineId": "0"}
    ]
    assert us.read("Customer", "1")["Balance"] == 40
    assert again(us, "JournalEntry", entry) == entry
    with refused(6000) as seen:
        receive(us, 41, link(entry, 41))
    assert "open balance of JournalEntry" in seen.error["Detail"]
    receive(us, 40, link(entry, 40, line="0"))
    assert us.read("Account", RECEIVABLE)["CurrentBalance"] == 0
    assert balanced(us)


def test_a_line_of_another_customer_cannot_be_settled(us):
    entry = journal(us, named("Debit", 100, "2"))
    for line in (None, "0", "1", "7"):
        with refused(620):
            receive(us, 100, link(entry, 100, line=line))
    with refused(610):
        receive(us, 100, link({"Id": "999999"}, 100))


def test_a_credit_on_receivables_pays_an_invoice(us):
    entry = journal(us, named("Credit", 80))
    invoice = sale(us, 100)
    payment = receive(us, 0, link(invoice, 80, "Invoice"), link(entry, 80))
    assert payment["UnappliedAmt"] == 0
    assert again(us, "Invoice", invoice)["Balance"] == 20
    with refused(6000):
        receive(us, 0, link(invoice, 1, "Invoice"), link(entry, 1))
    us.delete("Payment", touch(payment))
    assert again(us, "Invoice", invoice)["Balance"] == 100
    receive(us, 20, link(invoice, 100, "Invoice"), link(entry, 80))


def test_an_entry_moves_what_one_customer_owes_to_another(us):
    entry = journal(us, named("Credit", 50, "1"), named("Debit", 50, "2"))
    invoice = sale(us, 50)
    receive(us, 0, link(invoice, 50, "Invoice"), link(entry, 50))
    taken = receive(us, 50, link(entry, 50), customer="2")
    assert taken["Line"][0]["LinkedTxn"][0]["TxnLineId"] == "1"
    for customer in "12":
        assert us.read("Customer", customer)["Balance"] == 0


def test_a_link_without_a_line_means_the_first_with_enough_left(us):
    entry = journal(us, named("Debit", 10), named("Debit", 30))
    payment = receive(us, 40, link(entry, 30), link(entry, 10))
    lines = [one["LinkedTxn"][0]["TxnLineId"] for one in payment["Line"]]
    assert lines == ["1", "0"]
    us.update("Payment", touch(payment, Line=[link(entry, 30)], PrivateNote="x"))
    with refused(6000):
        receive(us, 20, link(entry, 20))
    receive(us, 10, link(entry, 10))


@pytest.mark.parametrize("undo", ["void", "delete"])
def test_undoing_a_payment_opens_the_line_again(us, undo):
    entry = journal(us, named("Debit", 100))
    payment = receive(us, 100, link(entry, 100))
    getattr(us, undo)("Payment", touch(payment))
    assert us.read("Customer", "1")["Balance"] == 100
    receive(us, 100, link(entry, 100))
    assert balanced(us)


def test_deleting_an_entry_leaves_its_payment_unapplied(us):
    entry = journal(us, named("Debit", 100))
    invoice = sale(us, 30)
    payment = receive(us, 130, link(entry, 100), link(invoice, 30, "Invoice"))
    us.delete("JournalEntry", touch(entry))
    left = again(us, "Payment", payment)
    assert left["UnappliedAmt"] == 100
    assert [one["LinkedTxn"][0]["TxnType"] for one in left["Line"]] == ["Invoice"]
    assert us.read("Customer", "1")["Balance"] == -100


def test_deleting_a_credit_entry_opens_the_invoice_that_it_paid(us):
    entry = journal(us, named("Credit", 80))
    invoice = sale(us, 80)
    receive(us, 0, link(invoice, 80, "Invoice"), link(entry, 80))
    us.delete("JournalEntry", touch(entry))
    assert again(us, "Invoice", invoice)["Balance"] == 80


def test_a_smaller_line_keeps_of_its_payments_what_it_can(us):
    entry = journal(us, named("Debit", 100))
    payment = receive(us, 100, link(entry, 100))
    lines = entry["Line"]
    for line in lines:
        line["Amount"] = 70
    entry = us.update("JournalEntry", touch(entry, Line=lines))
    assert again(us, "Payment", payment)["UnappliedAmt"] == 30
    for line, side in zip(lines, ("Credit", "Debit"), strict=True):
        line["JournalEntryLineDetail"]["PostingType"] = side
    us.update("JournalEntry", touch(entry, Line=lines))
    left = again(us, "Payment", payment)
    assert left["UnappliedAmt"] == 100 and "Line" not in left


def test_a_bill_payment_settles_a_line_on_payables(us):
    entry = journal(us, named("Credit", 100, VENDOR, "Vendor"))
    assert us.read("Vendor", VENDOR)["Balance"] == 100
    payment = spend(us, 100, link(entry, 100))
    assert us.read("Vendor", VENDOR)["Balance"] == 0
    with refused(6000):
        spend(us, 1, link(entry, 1))
    with refused(620):
        spend(us, 1, link(entry, 1), vendor="32")
    us.void("BillPayment", touch(payment))
    assert us.read("Vendor", VENDOR)["Balance"] == 100
    spend(us, 100, link(entry, 100, line="0"))
    assert balanced(us)


def test_a_debit_on_payables_pays_another_line(us):
    owed = journal(us, named("Credit", 100, VENDOR, "Vendor"))
    credit = journal(us, named("Debit", 30, VENDOR, "Vendor"))
    spend(us, 70, link(owed, 100), link(credit, 30))
    assert us.read("Vendor", VENDOR)["Balance"] == 0
    with refused(6000):
        spend(us, 0, link(owed, 1), link(credit, 1))


def test_a_bill_payment_takes_what_a_vendor_gave_back_to_the_bank(us):
    detail = {
        "AccountRef": {"value": PAYABLE},
        "Entity": {"value": VENDOR, "type": "VENDOR"},
    }
    line = {
        "Amount": 40,
        "DetailType": "DepositLineDetail",
        "DepositLineDetail": detail,
    }
    refund = us.create(
        "Deposit", {"DepositToAccountRef": {"value": BANK}, "Line": [line]}
    )
    credit = journal(us, named("Debit", 40, VENDOR, "Vendor"))
    payment = spend(us, 0, link(refund, 40, "Deposit"), link(credit, 40))
    assert payment["Line"][0]["LinkedTxn"][0]["TxnLineId"] == "1"
    us.delete("Deposit", touch(refund))
    left = us.read("BillPayment", payment["Id"])["Line"]
    assert [one["LinkedTxn"][0]["TxnType"] for one in left] == ["JournalEntry"]
    assert us.read("Vendor", VENDOR)["Balance"] == -40 and balanced(us)


def test_the_sides_do_not_mix(us):
    owed = journal(us, named("Credit", 100, VENDOR, "Vendor"))
    due = journal(us, named("Debit", 100))
    with refused(620):
        receive(us, 100, link(owed, 100))
    with refused(620):
        spend(us, 100, link(due, 100))
    both = journal(us, named("Debit", 5), named("Credit", 5, VENDOR, "Vendor"))
    receive(us, 5, link(both, 5))
    spend(us, 5, link(both, 5))


# === deposits ===


def deposit(company, *lines):
    body = {"DepositToAccountRef": {"value": BANK}, "Line": list(lines)}
    return company.create("Deposit", body)


def test_a_deposit_holds_an_entry_that_put_money_aside(us):
    entry = journal(us, entry_line("Debit", 90, FUNDS))
    made = deposit(us, link(entry, 1))
    assert made["TotalAmt"] == 90
    assert made["Line"][0]["LinkedTxn"][0]["TxnLineId"] == "0"
    assert us.read("Account", FUNDS)["CurrentBalance"] == 0
    frozen = again(us, "JournalEntry", entry)
    assert frozen["LinkedTxn"] == [{"TxnId": made["Id"], "TxnType": "Deposit"}]
    for change in (us.update, us.delete):
        with refused(6540):
            change("JournalEntry", touch(entry, PrivateNote="x"))
    with refused(620):
        deposit(us, link(entry, 1))
    us.delete("Deposit", touch(made))
    assert again(us, "JournalEntry", entry) == entry
    us.delete("JournalEntry", touch(entry))
    assert balanced(us)


def test_each_line_of_an_entry_is_deposited_once(us):
    entry = journal(us, entry_line("Debit", 90, FUNDS), entry_line("Credit", 20, FUNDS))
    with refused(620):
        deposit(us, *[link(entry, 1)] * 3)
    first = deposit(us, link(entry, 1, line="0"))
    payment = pay(us, 50)
    second = deposit(us, link(entry, 1), link(payment, 1, "Payment"))
    assert (first["TotalAmt"], second["TotalAmt"]) == (90, 30)
    linked = again(us, "JournalEntry", entry)["LinkedTxn"]
    assert {one["TxnId"] for one in linked} == {first["Id"], second["Id"]}
    us.delete("Deposit", touch(first))
    linked = again(us, "JournalEntry", entry)["LinkedTxn"]
    assert [one["TxnId"] for one in linked] == [second["Id"]]


def test_a_deposit_takes_no_payment_twice(us):
    payment = pay(us, 50)
    with refused(620):
        deposit(us, *[link(payment, 50, "Payment")] * 2)


def test_an_entry_without_money_put_aside_cannot_be_deposited(us):
    with refused(620):
        deposit(us, link(journal(us, named("Debit", 5)), 5))


# === currencies ===


def test_a_foreign_line_leaves_the_ledger_at_its_own_rate(books):
    world = books.add_company(REALM, "us", multicurrency=True)
    euro = {"CurrencyRef": {"value": "EUR"}}
    customer = world.create("Customer", {"DisplayName": "Rue Verte", **euro})
    ask = "select * from Account where Name = 'Accounts Receivable (A/R) - EUR'"
    sale(world, 1, customer=customer["Id"])
    account = world.query(ask)["Account"][0]
    before = account["CurrentBalance"]
    line = named("Debit", Decimal("33.33"), customer["Id"])
    line["JournalEntryLineDetail"]["AccountRef"] = {"value": account["Id"]}
    entry = journal(world, line, ExchangeRate="1.1", **euro)
    for part, rate in (("11.11", "1.2"), ("22.22", "1.05")):
        body = {
            "CustomerRef": {"value": customer["Id"]},
            "TotalAmt": part,
            "Line": [link(entry, part)],
            "ExchangeRate": rate,
        }
        world.create("Payment", body)
    assert world.read("Account", account["Id"])["CurrentBalance"] == before
    row = world.read("JournalEntry", entry["Id"])
    world.update("JournalEntry", touch(row, ExchangeRate="1.3"))
    assert world.read("Account", account["Id"])["CurrentBalance"] == before
    assert balanced(world)
