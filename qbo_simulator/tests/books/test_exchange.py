"""Foreign currency: payments at another rate than the documents they settle."""

from decimal import Decimal

import pytest

from .conftest import again, pay, refused, sale, touch

GAIN = "Exchange Gain or Loss"


@pytest.fixture
def world(books):
    return books.add_company("2", "us", multicurrency=True)


@pytest.fixture
def customer(world):
    body = {"DisplayName": "Rue Verte", "CurrencyRef": {"value": "EUR"}}
    return world.create("Customer", body)["Id"]


@pytest.fixture
def vendor(world):
    body = {"DisplayName": "Rue Bleue", "CurrencyRef": {"value": "EUR"}}
    return world.create("Vendor", body)["Id"]


def held(co, name):
    """Return the balance of an account in home currency, debits positive."""
    rows = co.query(f"select * from Account where Name = '{name}'").get("Account", ())
    for row in rows:
        return co.store.row("Account", row["Id"]).live
    return 0


def receivable(co):
    return held(co, "Accounts Receivable (A/R) - EUR")


def payable(co):
    return held(co, "Accounts Payable (A/P) - EUR")


def check(co):
    trial = co.trial_balance()
    assert trial["debit"] == trial["credit"]


def bill(co, vendor, amount, rate):
    one = {
        "Amount": amount,
        "DetailType": "AccountBasedExpenseLineDetail",
        "AccountBasedExpenseLineDetail": {"AccountRef": {"value": "7"}},
    }
    body = {"VendorRef": {"value": vendor}, "Line": [one], "ExchangeRate": rate}
    return co.create("Bill", body)


def pay_bill(co, vendor, total, rate, *targets):
    lines = [
        {"Amount": amount, "LinkedTxn": [{"TxnId": one["Id"], "TxnType": kind}]}
        for kind, one, amount in targets
    ]
    body = {
        "VendorRef": {"value": vendor},
        "TotalAmt": total,
        "PayType": "Check",
        "CheckPayment": {"BankAccountRef": {"value": "35"}},
        "ExchangeRate": rate,
        "Line": lines,
    }
    return co.create("BillPayment", body)


def test_a_payment_at_a_better_rate_is_a_gain(world, customer):
    invoice = sale(world, 100, customer=customer, ExchangeRate="1.10")
    assert receivable(world) == 110
    pay(world, 100, (invoice, 100), customer=customer, ExchangeRate="1.15")
    assert receivable(world) == 0
    assert held(world, GAIN) == -5
    assert held(world, "Undeposited Funds") == 115
    assert world.read("Customer", customer)["Balance"] == 0
    check(world)


def test_home_currency_knows_no_gain(world):
    invoice = sale(world, 100)
    pay(world, 100, (invoice, 100))
    assert held(world, GAIN) == 0
    assert not world.query(f"select * from Account where Name = '{GAIN}'")


def test_what_is_not_applied_stays_at_the_payments_rate(world, customer):
    invoice = sale(world, 100, customer=customer, ExchangeRate="1.10")
    payment = pay(world, 150, (invoice, 100), customer=customer, ExchangeRate="1.20")
    assert receivable(world) == -60
    assert held(world, GAIN) == -10
    second = sale(world, 50, customer=customer, ExchangeRate="1.30")
    lines = [
        {"Amount": amount, "LinkedTxn": [{"TxnId": one["Id"], "TxnType": "Invoice"}]}
        for one, amount in ((invoice, 100), (second, 50))
    ]
    world.update("Payment", touch(payment, Line=lines))
    assert receivable(world) == 0
    assert held(world, GAIN) == -10 + 5
    check(world)


def test_three_part_payments_settle_to_the_cent(world, customer):
    invoice = sale(world, 10, customer=customer, ExchangeRate="1.0333")
    parts = [Decimal("3.33"), Decimal("3.33"), Decimal("3.34")]
    payments = [
        pay(world, part, (invoice, part), customer=customer, ExchangeRate="1.0333")
        for part in parts
    ]
    assert receivable(world) == 0
    world.delete("Payment", touch(payments[0]))
    assert receivable(world) == Decimal("10.33") - Decimal("6.89")
    check(world)
    pay(world, parts[0], (invoice, parts[0]), customer=customer, ExchangeRate="1.0333")
    assert receivable(world) == 0
    check(world)


def test_a_changed_rate_of_the_invoice_moves_the_gain(world, customer):
    invoice = sale(world, 100, customer=customer, ExchangeRate="1.10")
    payment = pay(world, 100, (invoice, 100), customer=customer, ExchangeRate="1.15")
    world.update("Invoice", touch(again(world, "Invoice", invoice), ExchangeRate=1.2))
    assert receivable(world) == 0
    assert held(world, GAIN) == 5
    assert again(world, "Payment", payment)["SyncToken"] == "0"
    check(world)


def test_void_and_deletion_take_the_gain_back(world, customer):
    invoice = sale(world, 100, customer=customer, ExchangeRate="1.10")
    payment = pay(world, 100, (invoice, 100), customer=customer, ExchangeRate="1.15")
    world.void("Payment", touch(payment))
    assert (receivable(world), held(world, GAIN)) == (110, 0)
    payment = pay(world, 100, (invoice, 100), customer=customer, ExchangeRate="1.15")
    world.delete("Invoice", touch(again(world, "Invoice", invoice)))
    assert again(world, "Payment", payment)["UnappliedAmt"] == 100
    assert (receivable(world), held(world, GAIN)) == (-115, 0)
    check(world)


def test_a_credit_at_another_rate_leaves_a_difference(world, customer):
    invoice = sale(world, 100, customer=customer, ExchangeRate="1.10")
    memo = sale(world, 100, entity="CreditMemo", customer=customer, ExchangeRate="1.30")
    pay(world, 0, (invoice, 100), (memo, 100), customer=customer)
    assert receivable(world) == 0
    assert held(world, GAIN) == -20
    assert world.read("Customer", customer)["Balance"] == 0
    check(world)


def test_a_bill_paid_at_a_worse_rate_is_a_loss(world, vendor):
    owed = bill(world, vendor, 100, "1.10")
    assert payable(world) == -110
    payment = pay_bill(world, vendor, 100, "1.15", ("Bill", owed, 100))
    assert payable(world) == 0
    assert held(world, GAIN) == 5
    assert world.read("Vendor", vendor)["Balance"] == 0
    changed = again(world, "Bill", owed)
    body = touch(changed, VendorRef={"value": vendor}, ExchangeRate="1.15")
    world.update("Bill", body)
    assert held(world, GAIN) == 0
    world.delete("BillPayment", touch(payment))
    assert (payable(world), held(world, GAIN)) == (-115, 0)
    check(world)


def test_a_deposit_takes_payments_out_at_their_rate(world, customer):
    payment = pay(world, 100, customer=customer, ExchangeRate="1.15")
    link = {"TxnId": payment["Id"], "TxnType": "Payment", "TxnLineId": "0"}
    body = {
        "DepositToAccountRef": {"value": "35"},
        "CurrencyRef": {"value": "EUR"},
        "ExchangeRate": "1.20",
        "Line": [{"Amount": 100, "LinkedTxn": [link]}],
    }
    with refused(6000):
        world.create("Deposit", {**body, "CurrencyRef": {"value": "USD"}})
    world.create("Deposit", body)
    assert held(world, "Undeposited Funds") == 0
    assert world.read("Account", "35")["CurrentBalance"] == 120
    assert held(world, GAIN) == -5
    check(world)
