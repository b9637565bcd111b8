"""The query language, with QuickBooks' limits and error texts."""

from datetime import datetime, timezone

import pytest

from .conftest import NOON, pay, refused, sale, touch


def ids(company, statement):
    answer = company.query(statement)
    rows = next((value for value in answer.values() if isinstance(value, list)), [])
    return [one["Id"] for one in rows]


def names(company, statement, field="DisplayName"):
    answer = company.query(statement)
    rows = next((value for value in answer.values() if isinstance(value, list)), [])
    return [one[field] for one in rows]


# === answers ===


def test_an_answer_has_rows_then_position_then_count(us):
    answer = us.query("select * from Customer maxresults 2")
    assert list(answer) == ["Customer", "startPosition", "maxResults"]
    assert (answer["startPosition"], answer["maxResults"]) == (1, 2)


def test_invoices_also_carry_a_total_count_of_the_page(us):
    for _ in range(3):
        sale(us, 10)
    answer = us.query("select * from Invoice maxresults 2")
    assert list(answer)[1:] == ["startPosition", "maxResults", "totalCount"]
    assert answer["totalCount"] == 2


def test_no_match_is_an_empty_answer(us):
    assert us.query("select * from Customer where DisplayName = 'Nobody'") == {}


def test_a_count_stands_alone(us):
    assert us.query("SELECT COUNT(*) FROM Customer") == {"totalCount": 7}


def test_preferences_have_no_start_position(us):
    assert list(us.query("select * from Preferences")) == ["Preferences", "maxResults"]


def test_a_hundred_rows_come_unless_more_are_asked_for(us):
    for number in range(120):
        us.create("Customer", {"DisplayName": f"C{number:03}"})
    assert len(ids(us, "select * from Customer")) == 100
    assert len(ids(us, "select * from Customer maxresults 1000")) == 127
    assert len(ids(us, "select * from Customer startposition 121")) == 7


def test_keywords_and_names_ignore_case(us):
    assert ids(us, "SELECT * FROM customer WHERE displayname = 'DRIFTWOOD hotel'") == [
        "4"
    ]


def test_chosen_columns_come_sparse(us):
    answer = us.query("select DisplayName from Customer where Id = '1'")
    assert answer["Customer"] == [
        {"sparse": True, "Id": "1", "DisplayName": "Amber Lantern Cafe"}
    ]
    whole = us.query("select *, Sku from Item where Id = '5'")["Item"][0]
    assert whole["Name"] == "Oak Desk" and whole["sparse"] is False


# === order ===


def test_customers_come_by_name_ignoring_case_below_their_parents(us):
    us.create("Customer", {"DisplayName": "benjamin"})
    found = names(us, "select * from Customer", "FullyQualifiedName")
    assert found == sorted(found, key=str.casefold)
    assert found.index("Driftwood Hotel:Driftwood Hotel Spa") == (
        found.index("Driftwood Hotel") + 1
    )


def test_vendors_come_by_name_capitals_first(us):
    for name in ("PG&E", "Pam", "apple"):
        us.create("Vendor", {"DisplayName": name})
    found = names(us, "select * from Vendor")
    assert found == sorted(found)


def test_transactions_come_newest_change_first(us, clock):
    first = sale(us, 10)
    clock.advance(5)
    second = sale(us, 10)
    clock.advance(5)
    us.update("Invoice", touch(first, PrivateNote="x"))
    assert ids(us, "select * from Invoice") == [first["Id"], second["Id"]]


@pytest.mark.parametrize("words", ["orderby", "order by"])
def test_order_may_be_chosen(us, words):
    assert ids(us, f"select * from Item where Type = 'Inventory' {words} Id desc") == [
        "7",
        "6",
        "5",
    ]
    assert names(
        us, f"select * from Item where Type='Inventory' {words} UnitPrice", "Name"
    ) == ["Desk Lamp", "Task Chair", "Oak Desk"]


# === conditions ===


def test_inactive_records_hide_unless_asked_for(us):
    us.update("Customer", touch(us.read("Customer", "6"), Active=False))
    assert "6" not in ids(us, "select * from Customer")
    assert "6" in ids(us, "select * from Customer where Active in (true, false)")
    assert ids(us, "select * from Customer where Active = false") == ["6"]
    assert ids(us, "select * from Customer where Id = '6'") == []
    assert us.read("Customer", "6")["Active"] is False


def test_ids_may_be_listed_and_windowed(us):
    where = "where Id in ('5', '6', '2', '99')"
    assert ids(us, f"select * from Customer {where} maxresults 2") == ["2", "5"]
    assert ids(us, f"select * from Customer {where} startposition 3") == ["6"]


def test_quotes_are_escaped_with_a_backslash(us):
    created = us.create("Customer", {"DisplayName": "Amy's \\ Sanctuary"})
    where = r"where DisplayName = 'Amy\'s \\ Sanctuary'"
    assert ids(us, f"select * from Customer {where}") == [created["Id"]]


def test_like_knows_the_percent_sign_only(us):
    assert names(us, "select * from Customer where DisplayName like 'd%hotel'") == [
        "Driftwood Hotel"
    ]
    assert ids(us, "select * from Customer where DisplayName like 'Drift_ood%'") == []


def test_amounts_and_dates_compare_as_such(us):
    small = sale(us, 9, TxnDate="2026-01-02")
    big = sale(us, 100, TxnDate="2026-02-02")
    assert ids(us, "select * from Invoice where TotalAmt > '10.00'") == [big["Id"]]
    assert ids(us, "select * from Invoice where TotalAmt <= 9") == [small["Id"]]
    between = "where TxnDate >= '2026-01-01' and TxnDate < '2026-02-01'"
    assert ids(us, f"select * from Invoice {between}") == [small["Id"]]


def test_references_and_addresses_can_be_compared(us):
    invoice = sale(us, 9, customer="2")
    assert ids(us, "select * from Invoice where CustomerRef = '2'") == [invoice["Id"]]
    mail = "office@driftwoodhotel.example"
    assert ids(us, f"select * from Customer where PrimaryEmailAddr = '{mail}'") == ["4"]
    dotted = f"PrimaryEmailAddr.Address = '{mail}'"
    assert ids(us, f"select * from Customer where {dotted}") == ["4"]


def test_a_balance_is_the_current_one(us):
    sale(us, 9, customer="2")
    assert ids(us, "select * from Customer where Balance > '0'") == ["2"]


def test_document_numbers_are_found_in_any_case(us):
    invoice = sale(us, 9, DocNumber="Inv-7")
    assert ids(us, "select * from Invoice where DocNumber = 'INV-7'") == [invoice["Id"]]
    plain = sale(us, 9)
    assert ids(us, "select * from Invoice where DocNumber = '1001'") == [plain["Id"]]
    assert ids(us, "select * from Invoice where DocNumber in ('1001')") == [plain["Id"]]


@pytest.mark.parametrize(
    "moment",
    [
        "2026-03-10T12:00:00-07:00",
        "2026-03-10T19:00:00Z",
        "2026-03-10T19:00:00.000Z",
        "2026-03-10T12:00:00-0700",
        "2026-03-10T12:00:00",
    ],
)
def test_times_compare_with_and_without_offset(us, clock, moment):
    clock.set(NOON)
    invoice = sale(us, 9)
    stamp = "MetaData.LastUpdatedTime"
    assert ids(us, f"select * from Invoice where {stamp} >= '{moment}'") == [
        invoice["Id"]
    ]
    assert (
        ids(us, f"select * from Invoice where Metadata.lastupdatedtime > '{moment}'")
        == []
    )


def test_today_may_be_called_current_date(us):
    today = sale(us, 9)
    sale(us, 9, TxnDate="2026-01-01")
    assert ids(us, "select * from Invoice where TxnDate = CURRENT_DATE") == [
        today["Id"]
    ]


def test_payments_are_found_by_reference_number(us):
    payment = pay(us, 5, PaymentRefNum="CHK 7")
    assert ids(us, "select * from Payment where PaymentRefNum = 'CHK 7'") == [
        payment["Id"]
    ]


# === refusals: the details are those of recorded answers ===


@pytest.mark.parametrize(
    ("statement", "detail"),
    [
        (
            "SELECT * FROM Custmoer",
            "QueryValidationError: invalid context declaration: Custmoer",
        ),
        (
            "select * from Customer where PrimayEmailAddr = 'test@example.com' "
            "STARTPOSITION 1 MAXRESULTS 20",
            "QueryValidationError: Property PrimayEmailAddr not found for Entity "
            "Customer",
        ),
        (
            "Select * from Customer Where PrimaryEmailAddr.EmailAddress>"
            "'test@example.com' Order By Metadata.LastUpdatedTime STARTPOSITION 1",
            "QueryValidationError: Property PrimaryEmailAddr.EmailAddress not found "
            "for Entity Customer",
        ),
        (
            "select * from Invoice startposition 0",
            "QueryValidationError: value 0 is too small. Min allowed value is 1",
        ),
        (
            "select * from Invoice where PrivateNote = 'x'",
            "QueryValidationError: property 'PrivateNote' is not queryable",
        ),
    ],
)
def test_invalid_queries_say_why(us, statement, detail):
    with refused(4001) as seen:
        us.query(statement)
    assert seen.error == {"Message": "Invalid query", "Detail": detail, "code": "4001"}


@pytest.mark.parametrize(
    ("statement", "detail"),
    [
        (
            "Select * from Customer Where PrimaryEmailAddr.EmailAddress>"
            "test@example.com STARTPOSITION 1 MAXRESULTS 20",
            'Encountered " ">" "> "" at line 1, column 59.\nWas expecting one of:\n'
            '    <EOF> \n    "." ...\n    <AND> ...\n    "between" ...\n'
            '    "contains" ...\n    "=" ...\n    "in" ...\n    "iterator" ...\n'
            '    "like" ...\n    "maxresults" ...\n    "!=" ...\n    <NOT> ...\n'
            '    <OR> ...\n    "order" ...\n    "orderby" ...\n'
            '    "startposition" ...\n    "=" ...\n    "!=" ...\n    "=" ...\n'
            '    "!=" ...\n    "=" ...\n    "!=" ...\n    "." ...\n    ',
        ),
        (
            'SELECT * FROM Customer WHERE DisplayName = "Amy\\\'s Bird Sanctuary"',
            "Invalid content. Lexical error at line 1, column 44.  "
            'Encountered: "\\"" (34), after : ""',
        ),
        (
            "SELECT * FROM Customer WHERE DisplayName = Amy's Bird Sanctuary'Amys "
            "Bird Sanctuary's Bird Sanctuary",
            'Encountered " <IDENTIFIER> "Amy "" at line 1, column 44.\n'
            'Was expecting one of:\n    "false" ...\n    "true" ...\n    ',
        ),
        (
            r"SELECT * FROM Customer WHERE DisplayName = \'Amy\'s Bird Sanctuary\'",
            "Invalid content. Lexical error at line 1, column 44.  "
            'Encountered: "\\\\" (92), after : ""',
        ),
        (
            r"SELECT * FROM Customer WHERE DisplayName = 'Amy\\'s Bird Sanctuary'",
            'Encountered " <IDENTIFIER> "s "" at line 1, column 51.\n'
            'Was expecting one of:\n    <EOF> \n    <AND> ...\n    "iterator" ...\n'
            '    "maxresults" ...\n    <OR> ...\n    "order" ...\n    "orderby" ...\n'
            '    "startposition" ...\n    ',
        ),
        (
            "SELECT * FROM Customer WHERE DisplayName = 'Amy's Bird Sanctuary'",
            'Encountered " <IDENTIFIER> "s "" at line 1, column 49.\n'
            'Was expecting one of:\n    <EOF> \n    <AND> ...\n    "iterator" ...\n'
            '    "maxresults" ...\n    <OR> ...\n    "order" ...\n    "orderby" ...\n'
            '    "startposition" ...\n    ',
        ),
        (
            "SELECT & FROM Customer",
            "Invalid content. Lexical error at line 1, column 9.  "
            'Encountered: " " (32), after : "&"',
        ),
        (
            "SELECT * FROM EmployeeSELECT * FROM Employee WHERE Active IN ( true, "
            "false ) MAXRESULTS 1000 STARTPOSITION 1",
            'Encountered " "*" "* "" at line 1, column 30.\nWas expecting one of:\n'
            '    <EOF> \n    "," ...\n    "as" ...\n    "iterator" ...\n'
            '    "maxresults" ...\n    "order" ...\n    "orderby" ...\n'
            '    "startposition" ...\n    "where" ...\n    <IDENTIFIER> ...\n    ',
        ),
    ],
)
def test_malformed_queries_are_refused_word_for_word_as_recorded(us, statement, detail):
    with refused(4000) as seen:
        us.query(statement)
    assert seen.error == {
        "Message": "Error parsing query",
        "Detail": f"QueryParserError: {detail}",
        "code": "4000",
    }


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "   ",
        "drop table Customer",
        "select",
        "select * from",
        "select * from Customer where",
        "select * from Customer where DisplayName",
        "select * from Customer where DisplayName = 'x' or Id = '1'",
        "select * from Customer where DisplayName != 'x'",
        "select * from Customer where not Active = true",
        "select * from Customer where Id in ()",
        "select * from Customer maxresults many",
        "select * from Customer where DisplayName = 'open",
        "select * from Customer order DisplayName",
        "select * from Customer group by DisplayName",
        "select sum(Balance) from Customer",
    ],
)
def test_what_the_language_lacks_is_a_parse_error(us, statement):
    with refused(4000):
        us.query(statement)


@pytest.mark.parametrize(
    "where",
    [
        "TxnDate > 'soon'",
        "TotalAmt > 'much'",
        "MetaData.LastUpdatedTime > 'soon'",
        "Nothing.At.All = '1'",
        "Line.Amount = '1'",
    ],
)
def test_values_and_properties_must_make_sense(us, where):
    with refused(4001):
        us.query(f"select * from Invoice where {where}")


def test_an_empty_id_is_refused_as_recorded(us):
    with refused(2030) as seen:
        us.query("select * from Customer where Id = ''")
    assert seen.error["Detail"] == "Id should be a valid number. Supplied value:"


def test_more_than_a_thousand_rows_cannot_be_asked_for(us):
    with refused(4001):
        us.query("select * from Customer maxresults 1001")


# === change data capture ===


def test_changes_come_per_entity_oldest_first(us, clock):
    clock.advance(60)
    since = clock.now()
    first, second = sale(us, 1), sale(us, 2)
    clock.advance(1)
    us.update("Invoice", touch(first, PrivateNote="x"))
    answer = us.cdc(["Invoice", "estimate", "Customer"], since)
    assert [one["Id"] for one in answer[0]["Invoice"]] == [second["Id"], first["Id"]]
    assert list(answer[0])[1:] == ["startPosition", "maxResults", "totalCount"]
    assert answer[1] == {}
    # The customer's balance moved, so it shows up although its token did not.
    assert [one["Id"] for one in answer[2]["Customer"]] == ["1"]


def test_deleted_documents_come_last_and_bare(us, clock):
    clock.advance(60)
    since = clock.now()
    gone, kept = sale(us, 1), sale(us, 2)
    us.delete("Invoice", {"Id": gone["Id"], "SyncToken": "0"})
    answer = us.cdc(["Invoice"], since)[0]
    assert [one["Id"] for one in answer["Invoice"]] == [kept["Id"], gone["Id"]]
    deleted = answer["Invoice"][1]
    assert list(deleted) == ["domain", "status", "Id", "MetaData"]
    assert deleted["status"] == "Deleted"
    assert list(deleted["MetaData"]) == ["LastUpdatedTime"]
    us.delete("Invoice", {"Id": kept["Id"], "SyncToken": "0"})
    only = us.cdc(["Invoice"], since)[0]
    assert list(only) == ["Invoice", "maxResults", "totalCount"]


def test_at_most_a_thousand_objects_come_over_all_entities(us, clock):
    clock.advance(60)
    since = clock.now()
    for number in range(600):
        us.create("Customer", {"DisplayName": f"C{number}"})
    for _ in range(600):
        sale(us, 1)
    answer = us.cdc(["Invoice", "Customer"], since)
    assert answer[0]["maxResults"] == 600
    assert answer[1]["maxResults"] == 400


def test_capture_looks_back_thirty_days(us):
    with refused(6000):
        us.cdc(["Invoice"], datetime(2026, 1, 1, tzinfo=timezone.utc))


def test_capture_needs_entities_it_knows(us, clock):
    with refused(10000) as seen:
        us.cdc([], clock.now())
    assert seen.error["Detail"].endswith("entities is required")
    with refused(10000) as seen:
        us.cdc(["estimates"], clock.now())
    assert seen.error["Detail"] == (
        "System Failure Error: java.lang.IllegalArgumentException: Invalid entity "
        "supplied : entity=estimates"
    )
    with refused(10000):
        us.cdc(["TaxCode"], clock.now())
