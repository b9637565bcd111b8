"""The flow everything else stands on: a name, an item, an invoice, its payment."""

from decimal import Decimal

from qbo_simulator.books import dumps

from .conftest import again, line, pay, sale


def test_a_minimal_invoice_is_completed_like_the_recorded_one(us):
    body = {
        "Line": [
            {
                "Amount": 100.0,
                "DetailType": "SalesItemLineDetail",
                "SalesItemLineDetail": {"ItemRef": {"value": "1"}},
            }
        ],
        "CustomerRef": {"value": "1"},
    }
    invoice = us.create("Invoice", body)
    address = us.read("Customer", "1")["BillAddr"]
    assert list(invoice) == [
        "AllowIPNPayment",
        "AllowOnlinePayment",
        "AllowOnlineCreditCardPayment",
        "AllowOnlineACHPayment",
        "domain",
        "sparse",
        "Id",
        "SyncToken",
        "MetaData",
        "CustomField",
        "DocNumber",
        "TxnDate",
        "CurrencyRef",
        "LinkedTxn",
        "Line",
        "TxnTaxDetail",
        "CustomerRef",
        "BillAddr",
        "ShipAddr",
        "DueDate",
        "TotalAmt",
        "ApplyTaxAfterDiscount",
        "PrintStatus",
        "EmailStatus",
        "Balance",
    ]
    assert invoice["BillAddr"] == address
    assert (invoice["TxnDate"], invoice["DueDate"]) == ("2026-03-10", "2026-04-09")
    assert invoice["MetaData"]["CreateTime"] == "2026-03-10T12:00:00-07:00"
    assert dumps(invoice["Line"]) == (
        b'[{"Id":"1","LineNum":1,"Amount":100.00,"DetailType":"SalesItemLineDetail",'
        b'"SalesItemLineDetail":{"ItemRef":{"value":"1","name":"Services"},'
        b'"TaxCodeRef":{"value":"NON"}}},{"Amount":100.00,"DetailType":'
        b'"SubTotalLineDetail","SubTotalLineDetail":{}}]'
    )
    assert dumps(invoice["TxnTaxDetail"]) == b'{"TotalTax":0}'
    assert us.read("Invoice", invoice["Id"]) == invoice


def test_a_payment_lowers_the_balances_of_invoice_and_customer(us):
    invoice = sale(us, line(200, Qty=2, UnitPrice=100), 50)
    assert us.read("Customer", "1")["Balance"] == 250
    payment = pay(us, 100, (invoice, 100))
    invoice = again(us, "Invoice", invoice)
    assert invoice["Balance"] == 150
    assert invoice["SyncToken"] == "1"
    assert invoice["LinkedTxn"] == [{"TxnId": payment["Id"], "TxnType": "Payment"}]
    customer = us.read("Customer", "1")
    assert (customer["Balance"], customer["SyncToken"]) == (150, "0")
    assert payment["DepositToAccountRef"] == {"value": "4"}


def test_automated_tax_follows_the_address_the_goods_go_to(us):
    austin = sale(us, line(100, tax="TAX"))
    assert austin["TxnTaxDetail"]["TotalTax"] == Decimal("8.25")
    assert len(austin["TxnTaxDetail"]["TaxLine"]) == 3
    portland = sale(us, line(100, tax="TAX"), customer="5")
    assert portland["TxnTaxDetail"] == {"TotalTax": 0}
    shipped = sale(
        us,
        line(100, tax="TAX"),
        ShipAddr={"CountrySubDivisionCode": "California", "PostalCode": "95014"},
    )
    assert shipped["TotalAmt"] == Decimal("107.25")
