"""XML in requests: what older clients send is read like the same JSON."""

import xml.etree.ElementTree as ElementTree

import pytest

SPACE = "http://schema.intuit.com/finance/v3"
NS = f"{{{SPACE}}}"
XML = {"Content-Type": "application/xml", "Accept": "application/xml"}
MIXED = {"Content-Type": "text/xml; charset=UTF-8", "Accept": "application/json"}


def post(qbo, token, path, body, headers=XML):
    if isinstance(body, str):
        body = body.encode()
    return qbo.api("POST", path, token=token, data=body, headers=headers)


def customer_xml(content, attributes=""):
    return f'<Customer xmlns="{SPACE}" {attributes}>{content}</Customer>'


def fault_of(answer):
    return ElementTree.fromstring(answer.content).find(f".//{NS}Error")


def test_a_customer_in_xml_is_created_and_answered_in_xml(qbo, token):
    body = '<?xml version="1.0" encoding="utf-8"?>\n' + customer_xml(
        "<!-- who --><DisplayName><![CDATA[Azure & Sons]]></DisplayName>"
        "<PrimaryPhone><FreeFormNumber>555 1234</FreeFormNumber></PrimaryPhone>"
        "<PrimaryEmailAddr><Address>a@example.com</Address></PrimaryEmailAddr>"
        "<Notes/>",
        'domain="QBO" sparse="false"',
    )
    answer = post(qbo, token, "customer", body)
    assert answer.status_code == 200
    found = ElementTree.fromstring(answer.content).find(f"{NS}Customer")
    assert found.find(f"{NS}DisplayName").text == "Azure & Sons"
    made = qbo.read("Customer", found.find(f"{NS}Id").text)
    assert made["PrimaryPhone"] == {"FreeFormNumber": "555 1234"}
    assert made["PrimaryEmailAddr"] == {"Address": "a@example.com"}
    assert "Notes" not in made


def test_lines_references_and_memos_in_xml_are_those_of_json(qbo, token):
    customer = qbo.create("Customer", {"DisplayName": "Azure"})
    item = qbo.query("select * from Item where Type = 'Service'")["Item"][0]
    line = (
        "<q:Line><q:Description>Two</q:Description><q:Amount>20.00</q:Amount>"
        "<q:DetailType>SalesItemLineDetail</q:DetailType><q:SalesItemLineDetail>"
        f'<q:ItemRef name="any">{item["Id"]}</q:ItemRef><q:UnitPrice>10</q:UnitPrice>'
        "<q:Qty> 2 </q:Qty><q:TaxCodeRef>NON</q:TaxCodeRef></q:SalesItemLineDetail>"
        "</q:Line>"
    )
    body = (
        f'<q:Invoice xmlns:q="{SPACE}"><q:TxnDate>2026-10-22T06:45:16.327227'
        f"</q:TxnDate>{line * 2}"
        f'<q:CustomerRef name="x">{customer["Id"]}</q:CustomerRef>'
        "<q:CustomerMemo>Thank you</q:CustomerMemo></q:Invoice>"
    )
    made = post(qbo, token, "invoice", body, MIXED).json()["Invoice"]
    assert [line["Amount"] for line in made["Line"]] == [20, 20, 40]
    assert made["CustomerRef"] == {"value": customer["Id"], "name": "Azure"}
    assert made["CustomerMemo"] == {"value": "Thank you"}
    assert made["TxnDate"] == "2026-10-22"


def test_one_line_alone_is_a_list_too(qbo, token):
    vendor = qbo.create("Vendor", {"DisplayName": "Wood Corner"})
    account = qbo.query("select * from Account where AccountType = 'Expense'")
    body = (
        f'<Bill xmlns="{SPACE}"><Line><Amount>5</Amount><DetailType>'
        "AccountBasedExpenseLineDetail</DetailType><AccountBasedExpenseLineDetail>"
        f"<AccountRef>{account['Account'][0]['Id']}</AccountRef>"
        "</AccountBasedExpenseLineDetail></Line>"
        f"<VendorRef>{vendor['Id']}</VendorRef></Bill>"
    )
    made = post(qbo, token, "bill", body, MIXED).json()["Bill"]
    assert [line["Amount"] for line in made["Line"]] == [5]


def test_sparse_is_an_attribute_and_nil_clears(qbo, token):
    made = qbo.create("Customer", {"DisplayName": "Azure", "Notes": "x", "Title": "Mr"})
    body = customer_xml(
        f"<Id>{made['Id']}</Id><SyncToken>0</SyncToken>"
        '<Title xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>',
        'sparse="true"',
    )
    changed = post(qbo, token, "customer", body, MIXED).json()["Customer"]
    assert (changed["SyncToken"], changed["Notes"]) == ("1", "x")
    assert "Title" not in changed


def test_an_object_is_deleted_by_xml(qbo, token):
    customer = qbo.create("Customer", {"DisplayName": "Azure"})
    payment = qbo.create(
        "Payment", {"CustomerRef": {"value": customer["Id"]}, "TotalAmt": 5}
    )
    body = (
        f'<Payment xmlns="{SPACE}"><Id>{payment["Id"]}</Id>'
        "<SyncToken>0</SyncToken></Payment>"
    )
    answer = post(qbo, token, "payment?operation=delete", body)
    found = ElementTree.fromstring(answer.content).find(f"{NS}Payment")
    assert found.attrib["status"] == "Deleted"


def test_a_batch_in_xml_has_its_words_in_attributes(qbo, token):
    body = (
        f'<IntuitBatchRequest xmlns="{SPACE}">'
        '<BatchItemRequest bId="a" operation="create"><Customer>'
        "<DisplayName>Azure</DisplayName></Customer></BatchItemRequest>"
        '<BatchItemRequest bId="b" operation="create"><Customer>'
        "<DisplayName>Azure</DisplayName></Customer></BatchItemRequest>"
        '<BatchItemRequest bId="c"><Query>select count(*) from Customer</Query>'
        "</BatchItemRequest></IntuitBatchRequest>"
    )
    before = len(qbo.all("Customer"))
    answer = post(qbo, token, "batch", body)
    assert answer.status_code == 200
    items = ElementTree.fromstring(answer.content).findall(f"{NS}BatchItemResponse")
    assert [item.attrib["bId"] for item in items] == ["a", "b", "c"]
    assert items[0].find(f"{NS}Customer/{NS}DisplayName").text == "Azure"
    assert items[1].find(f"{NS}Fault/{NS}Error").attrib["code"] == "6240"
    assert items[2].find(f"{NS}QueryResponse").attrib["totalCount"] == str(before + 1)


def test_unknown_elements_are_refused_like_unknown_properties(qbo, token):
    answer = post(qbo, token, "customer", customer_xml("<Shoe>9</Shoe>"))
    assert answer.status_code == 400
    assert fault_of(answer).attrib["code"] == "2010"
    assert '"Shoe"' in fault_of(answer).find(f"{NS}Detail").text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<Customer",
        b'{"DisplayName": "Azure"}',
        b"<Customer><DisplayName>Azure</DisplayName></Customer>",
        f'<Vendor xmlns="{SPACE}"><DisplayName>A</DisplayName></Vendor>'.encode(),
        b'\xff\xfe<Customer xmlns="http://schema.intuit.com/finance/v3"/>',
        b"<a>" * 5000,
    ],
)
def test_bad_xml_is_refused_with_2010(qbo, token, body):
    before = qbo.all("Customer")
    answer = post(qbo, token, "customer", body)
    assert answer.status_code == 400
    assert fault_of(answer).attrib["code"] == "2010"
    assert qbo.all("Customer") == before


def test_a_document_type_is_refused(qbo, token):
    body = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>' + customer_xml(
        "<DisplayName>&b;</DisplayName>"
    )
    before = qbo.all("Customer")
    answer = post(qbo, token, "customer", body)
    assert (answer.status_code, fault_of(answer).attrib["code"]) == (400, "2010")
    assert qbo.all("Customer") == before


@pytest.mark.parametrize("path", ["customer", "batch", "taxservice/taxcode"])
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"]
)
def test_other_content_types_are_not_consumed(qbo, token, path, kind):
    headers = {"Content-Type": kind, "Accept": "application/json"}
    answer = post(qbo, token, path, b'{"DisplayName": "Azure"}', headers)
    (error,) = answer.json()["Fault"]["Error"]
    assert (answer.status_code, error["code"]) == (400, "500")
    assert error["Detail"] == (
        "Operation Cannot consume content type is not supported."
    )


def test_an_upload_may_describe_its_file_in_xml(qbo, token):
    invoice = qbo.create("Customer", {"DisplayName": "Azure"})
    metadata = (
        f'<Attachable xmlns="{SPACE}"><AttachableRef>'
        f'<EntityRef type="Customer">{invoice["Id"]}</EntityRef></AttachableRef>'
        "<FileName>a.txt</FileName><ContentType>text/plain</ContentType></Attachable>"
    )
    files = {
        "file_metadata_01": ("a.xml", metadata.encode(), "application/xml"),
        "file_content_01": ("a.txt", b"hello", "text/plain"),
    }
    answer = qbo.api("POST", "upload", token=token, files=files)
    (one,) = answer.json()["AttachableResponse"]
    assert one["Attachable"]["FileName"] == "a.txt"
    (link,) = one["Attachable"]["AttachableRef"]
    assert link["EntityRef"] == {"value": invoice["Id"], "type": "Customer"}


def test_both_spellings_of_the_option_void_work_in_a_batch(qbo, token):
    customer = qbo.create("Customer", {"DisplayName": "Azure"})
    items = []
    for bid, option in (("1", "void"), ("2", "include=void")):
        body = {"CustomerRef": {"value": customer["Id"]}, "TotalAmt": 5}
        made = qbo.create("Payment", body)
        one = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
        items.append(
            {"bId": bid, "operation": "update", "optionsData": option, "Payment": one}
        )
    answer = qbo.api("POST", "batch", token=token, json={"BatchItemRequest": items})
    for item in answer.json()["BatchItemResponse"]:
        assert item["Payment"]["TotalAmt"] == 0
        assert item["Payment"]["PrivateNote"] == "Voided"
