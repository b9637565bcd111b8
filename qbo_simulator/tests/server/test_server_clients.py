"""Other people's clients, unmodified: intuit-oauth and python-quickbooks."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from intuitlib.client import AuthClient
from intuitlib.enums import Scopes
from intuitlib.exceptions import AuthClientError
from quickbooks import QuickBooks, exceptions
from quickbooks.batch import batch_create
from quickbooks.cdc import change_data_capture
from quickbooks.objects import Customer, Invoice, Item, Payment, PaymentLine
from quickbooks.objects.detailline import SalesItemLine, SalesItemLineDetail

CALLBACK = "http://localhost/callback"


@pytest.fixture
def auth(qbo, monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    client = AuthClient(
        qbo.app.client_id, qbo.app.client_secret, CALLBACK, qbo.discovery_url
    )
    address = client.get_authorization_url([Scopes.ACCOUNTING, Scopes.OPENID], "s")
    values = parse_qs(urlsplit(qbo.follow_consent(address)).query)
    client.get_bearer_token(values["code"][0], realm_id=values["realmId"][0])
    return client


@pytest.fixture
def client(qbo, auth):
    qbo.set_throttle(enabled=False)
    quickbooks = QuickBooks(
        auth_client=auth,
        refresh_token=auth.refresh_token,
        company_id=auth.realm_id,
        minorversion=75,
        use_decimal=True,
    )
    quickbooks.api_url_v3 = quickbooks.sandbox_api_url_v3 = qbo.api_base_url + "/v3"
    return quickbooks


def make_customer(client, name="Gemini Furniture"):
    customer = Customer()
    customer.DisplayName = name
    return customer.save(qb=client)


def make_invoice(client, customer, amount=25):
    line = SalesItemLine()
    line.Amount = amount
    line.SalesItemLineDetail = SalesItemLineDetail()
    line.SalesItemLineDetail.ItemRef = Item.all(max_results=1, qb=client)[0].to_ref()
    line.SalesItemLineDetail.Qty = 1
    line.SalesItemLineDetail.UnitPrice = amount
    invoice = Invoice()
    invoice.CustomerRef = customer.to_ref()
    invoice.Line.append(line)
    # The model's defaults are empty texts, which QuickBooks does not take as dates.
    invoice.TxnDate = invoice.DueDate = None
    return invoice.save(qb=client)


def test_connecting_validates_the_identity_token(qbo, auth):
    assert auth.realm_id == qbo.realm_id
    assert auth.id_token
    assert auth.x_refresh_token_expires_in == 8726400


def test_refreshing_and_revoking(qbo, auth):
    before = auth.access_token
    auth.refresh()
    assert auth.access_token != before
    assert auth.revoke() is True
    with pytest.raises(AuthClientError) as caught:
        auth.refresh()
    assert caught.value.status_code == 400
    assert b"invalid_grant" in caught.value.content
    assert caught.value.intuit_tid


def test_user_info_is_refused_without_openid(qbo, auth):
    assert auth.get_user_info().status_code == 200


def test_a_customer_is_created_read_updated_and_found(client):
    customer = make_customer(client)
    assert int(customer.Id) > 0
    found = Customer.get(customer.Id, qb=client)
    assert found.DisplayName == "Gemini Furniture"
    found.CompanyName = "Gemini"
    found.save(qb=client)
    (row,) = Customer.filter(DisplayName="Gemini Furniture", qb=client)
    assert row.CompanyName == "Gemini"
    assert Customer.count("DisplayName LIKE 'Gemini%'", qb=client) == 1


def test_an_invoice_is_created_paid_and_voided(client, qbo):
    customer = make_customer(client)
    invoice = make_invoice(client, customer)
    assert invoice.TotalAmt == 25
    line = PaymentLine()
    line.Amount = 25
    line.LinkedTxn.append(invoice.to_linked_txn())
    payment = Payment()
    payment.TotalAmt = 25
    payment.CustomerRef = customer.to_ref()
    payment.Line.append(line)
    saved = payment.save(qb=client)
    assert qbo.read("Invoice", invoice.Id)["Balance"] == 0
    Payment.get(saved.Id, qb=client).void(qb=client)
    assert qbo.read("Invoice", invoice.Id)["Balance"] == 25
    Invoice.get(invoice.Id, qb=client).void(qb=client)
    assert qbo.read("Invoice", invoice.Id)["TotalAmt"] == 0


def test_an_invoice_is_deleted(client):
    invoice = make_invoice(client, make_customer(client))
    Invoice.get(invoice.Id, qb=client).delete(qb=client)
    with pytest.raises(exceptions.ObjectNotFoundException):
        Invoice.get(invoice.Id, qb=client)


def test_a_batch_reports_successes_and_faults(client):
    make_customer(client, "Taken")
    customers = []
    for name in ("One", "Taken", "Two"):
        customer = Customer()
        customer.DisplayName = name
        customers.append(customer)
    result = batch_create(customers, qb=client)
    assert [item.DisplayName for item in result.successes] == ["One", "Two"]
    (fault,) = result.faults
    assert fault.original_object.DisplayName == "Taken"
    assert fault.Error[0].code == "6240"


def test_change_data_gives_objects_and_deletions(client, qbo):
    kept = make_invoice(client, make_customer(client))
    gone = make_invoice(client, make_customer(client, "Other"))
    qbo.delete("Invoice", gone.Id)
    since = (qbo.clock.now() - timedelta(days=29)).isoformat()
    changes = change_data_capture([Invoice, Customer], since, qb=client)
    rows = {row.Id: row for row in changes.Invoice._object_list}
    assert rows[kept.Id].TotalAmt == 25
    assert rows[gone.Id].status == "Deleted"
    assert changes.Customer._object_list


def test_refusals_reach_the_library_as_its_exceptions(client, qbo):
    make_customer(client)
    with pytest.raises(exceptions.QuickbooksException) as caught:
        make_customer(client)
    assert caught.value.error_code == 6240
    with pytest.raises(exceptions.ValidationException) as caught:
        client.query("select * from Elephant")
    assert caught.value.error_code == 4001
    qbo.expire_access_tokens()
    with pytest.raises(exceptions.AuthorizationException):
        Customer.all(qb=client)
