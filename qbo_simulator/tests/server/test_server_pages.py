"""The pages for people and the links that lead to them."""

import pytest
import requests


def get(qbo, path, **options):
    return requests.get(qbo.base_url + path, timeout=30, **options)


@pytest.fixture
def invoice(qbo):
    customer = qbo.create("Customer", {"DisplayName": "Deco <Addict> & Co"})
    item = qbo.query("select * from Item where Type = 'Service'")["Item"][0]
    line = {
        "Amount": 1250.5,
        "Description": "Desk combination",
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {
            "ItemRef": {"value": item["Id"]},
            "Qty": 5,
            "UnitPrice": 250.1,
        },
    }
    body = {"CustomerRef": {"value": customer["Id"]}, "Line": [line]}
    return qbo.create("Invoice", body)


def page_of(qbo, invoice, more=""):
    return f"/books/{qbo.realm_id}/invoices/{invoice['Id']}{more}"


def test_the_first_page_lists_companies_and_addresses(qbo):
    qbo.add_company("uk")
    page = get(qbo, "/").text
    for company in qbo.companies:
        assert company["name"] in page
        assert f"/books/{company['realm_id']}/" in page
    assert qbo.discovery_url in page
    assert qbo.app.client_secret not in page


def test_every_list_opens(qbo, invoice):
    overview = get(qbo, f"/books/{qbo.realm_id}/")
    assert overview.status_code == 200
    for slug in ("customers", "invoices", "payments", "credit-memos", "items"):
        assert f"/books/{qbo.realm_id}/{slug}" in overview.text
        assert get(qbo, f"/books/{qbo.realm_id}/{slug}").status_code == 200
    for slug in ("vendors", "accounts"):
        assert get(qbo, f"/books/{qbo.realm_id}/{slug}").status_code == 200


def test_customers_are_shown_with_their_balance_and_documents(qbo, invoice):
    customers = get(qbo, f"/books/{qbo.realm_id}/customers").text
    assert "Deco &lt;Addict&gt; &amp; Co" in customers
    assert "1,250.50" in customers
    id_ = invoice["CustomerRef"]["value"]
    page = get(qbo, f"/books/{qbo.realm_id}/customers/{id_}").text
    assert page_of(qbo, invoice) in page


def test_a_document_page_shows_lines_and_figures(qbo, invoice):
    page = get(qbo, page_of(qbo, invoice)).text
    assert f"Invoice {invoice['DocNumber']}" in page
    for text in ("Desk combination", "250.1", "1,250.50", "Balance due", "Open"):
        assert text in page
    assert "Receive payment" in page


def test_receiving_a_payment_pays_the_invoice(qbo, invoice):
    address = page_of(qbo, invoice, "/receive-payment")
    form = get(qbo, address).text
    assert 'value="1250.50"' in form
    method = qbo.query("select * from PaymentMethod")["PaymentMethod"][0]
    values = {
        "date": "2026-11-20",
        "amount": "1000",
        "method": method["Id"],
        "reference": "CHK 12",
    }
    answer = requests.post(qbo.base_url + address, data=values, timeout=30)
    assert answer.history[0].status_code == 303
    assert "The payment is saved." in answer.text
    assert "Partly paid" in answer.text
    assert "CHK 12" in answer.text
    (payment,) = qbo.all("Payment")
    assert payment["TotalAmt"] == 1000
    assert payment["TxnDate"] == "2026-11-20"
    assert payment["PaymentMethodRef"]["value"] == method["Id"]
    paid = qbo.read("Invoice", invoice["Id"])
    assert str(paid["Balance"]) == "250.50"


def test_a_paid_invoice_offers_no_payment(qbo, invoice):
    address = qbo.base_url + page_of(qbo, invoice, "/receive-payment")
    values = {"date": "2026-11-20", "amount": "1250.50"}
    page = requests.post(address, data=values, timeout=30).text
    assert "Paid" in page
    assert "receive-payment" not in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"amount": "abc"}, "amount as 120.50"),
        ({"amount": "0"}, "more than zero"),
        ({"amount": "-5"}, "more than zero"),
        ({"amount": "NaN"}, "more than zero"),
        ({"date": "soon"}, "YYYY-MM-DD"),
        ({"deposit": "999999"}, ""),
    ],
)
def test_a_wrong_payment_is_refused_with_a_reason(qbo, invoice, values, words):
    address = qbo.base_url + page_of(qbo, invoice, "/receive-payment")
    form = {"date": "2026-11-20", "amount": "10", **values}
    answer = requests.post(address, data=form, timeout=30)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert words in answer.text
    assert qbo.all("Payment") == []


@pytest.mark.parametrize(
    "path", ["", "/elephants", "/invoices/999999", "/customers/x'y", "/items/9e9"]
)
def test_what_does_not_exist_gets_a_page_that_says_so(qbo, path):
    answer = get(qbo, f"/books/{qbo.realm_id}{path}" if path else "/books/12/")
    assert answer.status_code == 404
    assert "Not found" in answer.text


def test_long_lists_have_pages(qbo):
    for number in range(55):
        qbo.create("Customer", {"DisplayName": f"Customer {number:03}"})
    first = get(qbo, f"/books/{qbo.realm_id}/customers").text
    assert 'rel="next"' in first and 'rel="prev"' not in first
    second = get(qbo, f"/books/{qbo.realm_id}/customers?page=2").text
    assert 'rel="prev"' in second
    assert "Customer 054" in first + second


# === DEEP LINKS === #


def location(qbo, path, session=None):
    client = session or requests
    answer = client.get(qbo.base_url + path, allow_redirects=False, timeout=30)
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_links_of_the_web_application_lead_to_the_document(qbo, invoice):
    target = page_of(qbo, invoice)
    assert location(qbo, f"/app/invoice?txnId={invoice['Id']}") == target
    for key in ("companyId", "deeplinkcompanyid"):
        path = f"/app/invoice?txnId={invoice['Id']}&{key}={qbo.realm_id}"
        assert location(qbo, path) == target
    assert get(qbo, f"/app/invoice?txnId={invoice['Id']}").status_code == 200


@pytest.mark.parametrize(
    ("link", "slug"),
    [
        ("customerdetail?nameId=7", "customers/7"),
        ("vendordetail?nameId=7", "vendors/7"),
        ("recvpayment?txnId=7", "payments/7"),
        ("creditmemo?txnId=7", "credit-memos/7"),
        ("bill?txnId=7", "bills/7"),
        ("purchaseorder?txnId=7", "purchase-orders/7"),
        ("salesreceipt?txnId=7", "sales-receipts/7"),
        ("items", "items"),
        ("customers", "customers"),
        ("homepage", ""),
    ],
)
def test_each_kind_of_link_has_its_page(qbo, link, slug):
    assert location(qbo, f"/app/{link}") == f"/books/{qbo.realm_id}/{slug}"


def test_a_link_without_company_finds_the_one_that_has_the_document(qbo, invoice):
    other = qbo.add_company("us", "9130357000000077")
    customer = qbo.create("Customer", {"DisplayName": "X"}, realm_id=other)
    for _number in range(40):
        customer = qbo.create(
            "Customer", {"DisplayName": f"X{_number}"}, realm_id=other
        )
    path = f"/app/customerdetail?nameId={customer['Id']}"
    assert location(qbo, path) == f"/books/{other}/customers/{customer['Id']}"


def test_switching_the_company_holds_for_the_links_that_follow(qbo):
    other = qbo.add_company("uk")
    session = requests.Session()
    path = f"/app/switchCompany?companyId={other}&navigationURL=app/invoice?txnId=5"
    assert location(qbo, path, session) == "/app/invoice?txnId=5"
    target = f"/books/{other}/invoices/5"
    assert location(qbo, "/app/invoice?txnId=5", session) == target


def test_switching_leads_nowhere_outside(qbo):
    path = f"/app/switchCompany?companyId={qbo.realm_id}&destination="
    for target in ("//evil.example/app/", "https://evil.example/", "/_sim/"):
        assert location(qbo, path + target) == f"/books/{qbo.realm_id}/"
    assert get(qbo, "/app/switchCompany?companyId=1").status_code == 404


def test_the_trial_balance_balances(qbo, invoice):
    page = get(qbo, f"/books/{qbo.realm_id}/trial-balance").text
    figures = qbo.figures()["trial_balance"]
    assert figures["debit"] == figures["credit"] > 0
    assert page.count(f"{figures['debit']:,.2f}") >= 2
    assert "Accounts Receivable" in page


def test_reports_have_their_pages(qbo, books):
    here = f"{qbo.base_url}/books/{qbo.realm_id}"
    dates = {"start_date": "2026-01-01", "end_date": "2026-12-31"}
    expected = {
        "cash-flow": ("Cash at end of period", "3.00"),
        "general-ledger": ("Total for Checking", "Bill Payment (Check)"),
        "receivables": ("91 or more days past due", "\N{MINUS SIGN}5.00"),
        "payables": ("Wood", "30.00"),
    }
    for slug, words in expected.items():
        answer = requests.get(f"{here}/{slug}", params=dates, timeout=30)
        assert answer.status_code == 200
        assert f'href="/books/{qbo.realm_id}/{slug}" aria-current' in answer.text
        for word in words:
            assert word in answer.text, (slug, word)
    bad = requests.get(f"{here}/general-ledger?start_date=soon", timeout=30)
    assert bad.status_code == 400
    assert "YYYY-MM-DD" in bad.text
