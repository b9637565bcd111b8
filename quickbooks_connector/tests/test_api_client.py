from datetime import datetime, timedelta, timezone
from decimal import Decimal
from unittest import TestCase

from ..api import (
    BatchItem,
    QboClient,
    QboDuplicateError,
    QboError,
    QboNotFoundError,
    QboStaleError,
    QboUnavailableError,
    QboUncertainError,
    query,
)
from .api_stub import NoLimit, Stub, make_transport, reply

FAULT = {
    "Fault": {
        "Error": [{"Message": "Stale", "code": "5010"}],
        "type": "ValidationFault",
    }
}


class ClientCase(TestCase):
    def setUp(self):
        super().setUp()
        self.stub = Stub()
        self.addCleanup(self.stub.stop)
        self.limiter = NoLimit()
        self.exchanges = []
        transport = make_transport(
            self.stub.url, limiter=self.limiter, on_exchange=self.exchanges.append
        )
        self.addCleanup(transport.close)
        self.client = QboClient(transport)

    @property
    def last(self):
        return self.stub.received[-1]

    def assertTold(self, entity, operation, count=1, metered=False):
        told = self.exchanges[-1]
        self.assertEqual(
            (told.entity, told.operation, told.count, told.metered),
            (entity, operation, count, metered),
        )


class TestReading(ClientCase):
    def test_company_and_preferences(self):
        self.stub.play(reply({"CompanyInfo": {"Id": "1", "Country": "US"}}))
        self.assertEqual(self.client.company_info()["Country"], "US")
        self.assertEqual(self.last.path, "/v3/company/123/companyinfo/123")
        self.assertTold("CompanyInfo", "read", metered=True)
        self.stub.play(reply({"Preferences": {"Id": "1"}, "time": "x"}))
        self.assertEqual(self.client.preferences(), {"Id": "1"})
        self.assertEqual(self.last.path, "/v3/company/123/preferences")

    def test_a_closed_client_opens_anew(self):
        self.stub.play(reply({"Preferences": {"Id": "1"}}))
        with self.client as client:
            client.preferences()
        self.assertEqual(client.preferences(), {"Id": "1"})
        self.assertEqual(client.realm_id, "123")

    def test_a_record_is_read_by_id(self):
        self.stub.play(reply({"Invoice": {"Id": "7"}, "time": "x"}))
        self.assertEqual(self.client.read("Invoice", "7"), {"Id": "7"})
        self.assertEqual(self.last.path, "/v3/company/123/invoice/7")
        self.assertTold("Invoice", "read", metered=True)

    def test_a_record_under_another_name_is_found(self):
        self.stub.play(reply({"CreditCardPaymentTxn": {"Id": "7"}, "time": "x"}))
        self.assertEqual(self.client.read("CreditCardPayment", "7"), {"Id": "7"})

    def test_a_stub_without_id_is_a_missing_record(self):
        self.stub.play(reply({"Customer": {"domain": "QBO", "sparse": False}}))
        with self.assertRaises(QboNotFoundError):
            self.client.read("Customer", "999")

    def test_ids_and_entities_cannot_leave_their_path(self):
        for entity, qbo_id in (("Invoice", "7/../8"), ("Invoice", ""), ("a/b", "1")):
            with self.subTest(entity=entity), self.assertRaises(ValueError):
                self.client.read(entity, qbo_id)
        self.assertEqual(self.stub.received, [])

    def test_a_report_is_returned_as_it_is_laid_out(self):
        said = {"Header": {"ReportName": "TrialBalance"}, "Rows": {}}
        self.stub.play(reply(said))
        self.assertEqual(
            self.client.report("TrialBalance", end_date="2026-11-30"), said
        )
        self.assertEqual(self.last.path, "/v3/company/123/reports/TrialBalance")
        self.assertEqual(self.last.params["end_date"], "2026-11-30")
        self.assertTold("TrialBalance", "report", metered=True)
        self.stub.play(reply({"Rows": {}}))
        with self.assertRaises(QboUnavailableError):
            self.client.report("TrialBalance")
        with self.assertRaises(ValueError):
            self.client.report("../invoice/1")

    def test_a_query_travels_in_the_body(self):
        rows = [{"Id": "1", "Balance": Decimal("10.50")}]
        self.stub.play(
            reply(
                '{"QueryResponse":{"startPosition":1,"Customer":[{"Id":"1","Balance":10.50}]}}'
            )
        )
        statement = query.select("Customer", query.equals("DisplayName", "O'Brien"))
        self.assertEqual(self.client.query(statement), rows)
        self.assertEqual(self.last.method, "POST")
        self.assertEqual(self.last.headers["content-type"], "application/text")
        self.assertEqual(self.last.body.decode(), statement)
        self.assertNotIn("requestid", self.last.params)
        self.assertTold("Customer", "query", metered=True)

    def test_no_match_is_an_empty_list(self):
        self.stub.play(reply({"QueryResponse": {}, "time": "x"}))
        self.assertEqual(self.client.query("SELECT * FROM Item"), [])

    def test_an_answer_of_another_kind_is_a_failed_read(self):
        self.stub.play(reply({"time": "x"}))
        for call in (
            lambda: self.client.query("SELECT * FROM Item"),
            lambda: self.client.count("Item"),
            lambda: self.client.read("Item", "1"),
            lambda: self.client.cdc(["Item"], datetime.now(timezone.utc)),
        ):
            with self.assertRaises(QboUnavailableError):
                call()

    def test_pages_follow_until_one_is_not_full(self):
        def page(*ids):
            rows = [{"Id": str(number)} for number in ids]
            return reply({"QueryResponse": {"Item": rows} if rows else {}})

        self.stub.play(page(1, 2), page(3, 4), page(5))
        pages = list(self.client.query_all("Item", page_size=2))
        self.assertEqual([len(rows) for rows in pages], [2, 2, 1])
        self.assertEqual(
            [request.body.decode() for request in self.stub.received],
            [
                f"SELECT * FROM Item ORDERBY Id STARTPOSITION {start} MAXRESULTS 2"
                for start in (1, 3, 5)
            ],
        )
        self.stub.play(page(1, 2), page())
        self.assertEqual(len(list(self.client.query_all("Item", page_size=2))), 1)
        self.stub.play(page())
        self.assertEqual(list(self.client.query_all("Item")), [])

    def test_inactive_records_come_on_demand(self):
        self.stub.play(reply({"QueryResponse": {}}))
        where = query.equals("Type", "Service")
        list(self.client.query_all("Item", where, active_too=True, order_by="Name"))
        self.assertEqual(
            self.last.body.decode(),
            "SELECT * FROM Item WHERE Active IN (true, false) AND Type = 'Service'"
            " ORDERBY Name STARTPOSITION 1 MAXRESULTS 1000",
        )

    def test_counting(self):
        self.stub.play(reply({"QueryResponse": {"totalCount": 57}}))
        self.assertEqual(self.client.count("Item"), 57)
        self.assertEqual(self.last.body, b"SELECT COUNT(*) FROM Item")
        self.assertTold("Item", "count", metered=True)
        for answer in ({}, {"totalCount": None}, {"totalCount": "many"}):
            self.stub.play(reply({"QueryResponse": answer}))
            with self.assertRaises(QboUnavailableError):
                self.client.count("Item")


class TestChanges(ClientCase):
    SINCE = datetime(2026, 11, 20, 8, 0, tzinfo=timezone(timedelta(hours=-8)))

    def test_changes_come_by_entity_with_deletions_and_quickbooks_time(self):
        gone = {
            "status": "Deleted",
            "domain": "QBO",
            "Id": "9",
            "MetaData": {"LastUpdatedTime": "2026-11-20T12:55:50-08:00"},
        }
        self.stub.play(
            reply(
                {
                    "CDCResponse": [
                        {
                            "QueryResponse": [
                                {"Invoice": [{"Id": "7"}], "maxResults": 1},
                                {},
                                {"Invoice": [gone], "totalCount": 1},
                            ]
                        }
                    ],
                    "time": "2026-11-21T05:58:07.300-08:00",
                }
            )
        )
        changes = self.client.cdc(["Invoice", "Payment"], self.SINCE)
        self.assertEqual(changes, {"Invoice": [{"Id": "7"}, gone], "Payment": []})
        self.assertEqual(
            changes.time,
            datetime(2026, 11, 21, 13, 58, 7, 300_000, tzinfo=timezone.utc),
        )
        self.assertFalse(changes.truncated)
        self.assertEqual(self.last.path, "/v3/company/123/cdc")
        self.assertEqual(self.last.params["entities"], "Invoice,Payment")
        self.assertEqual(self.last.params["changedSince"], "2026-11-20T08:00:00-08:00")
        self.assertTold("", "cdc", metered=True)

    def test_an_answer_as_long_as_possible_may_be_cut(self):
        rows = [{"Id": str(number)} for number in range(600)]
        response = [{"Invoice": rows}, {"Payment": rows[:400]}]
        self.stub.play(reply({"CDCResponse": [{"QueryResponse": response}]}))
        self.assertTrue(self.client.cdc(["Invoice", "Payment"], self.SINCE).truncated)

    def test_a_fault_inside_the_answer_is_raised(self):
        self.stub.play(reply({"CDCResponse": [FAULT]}, intuit_tid="1-a"))
        with self.assertRaises(QboStaleError) as caught:
            self.client.cdc(["Invoice"], self.SINCE)
        self.assertEqual(caught.exception.tid, "1-a")

    def test_a_time_without_zone_is_refused(self):
        with self.assertRaisesRegex(ValueError, "time zone"):
            self.client.cdc(["Invoice"], datetime(2026, 11, 20))


class TestWriting(ClientCase):
    BODY = {"Id": "7", "SyncToken": "3"}

    def test_create_and_update_post_the_values(self):
        self.stub.play(reply({"Invoice": {"Id": "7", "TotalAmt": 1}, "time": "x"}))
        body = {"Line": [{"Amount": Decimal("1.50")}]}
        params = {"include": "allowduplicatedocnum"}
        for verb in ("create", "update"):
            with self.subTest(verb=verb):
                record = getattr(self.client, verb)("Invoice", body, "r-1", params)
                self.assertEqual(record["Id"], "7")
                self.assertEqual(self.last.path, "/v3/company/123/invoice")
                self.assertEqual(self.last.body, b'{"Line":[{"Amount":1.50}]}')
                self.assertEqual(
                    self.last.params,
                    {"minorversion": "75", "requestid": "r-1", **params},
                )
                self.assertTold("Invoice", verb)

    def test_a_stored_body_goes_out_as_it_is(self):
        self.stub.play(reply({"Invoice": {"Id": "7"}}))
        self.client.create("Invoice", '{"b": 1.500, "a": 2}', "r-1")
        self.assertEqual(self.last.body, b'{"b": 1.500, "a": 2}')

    def test_delete(self):
        self.stub.play(reply({"Invoice": {"status": "Deleted", "Id": "7"}}))
        record = self.client.delete("Invoice", self.BODY, "r-1")
        self.assertEqual(record["status"], "Deleted")
        self.assertEqual(self.last.params["operation"], "delete")
        self.assertTold("Invoice", "delete")

    def test_every_entity_is_voided_its_own_way(self):
        for entity in ("Payment", "SalesReceipt", "BillPayment"):
            with self.subTest(entity=entity):
                self.stub.play(reply({entity: {"Id": "7"}}))
                for body in (self.BODY, '{"Id": "7", "SyncToken": "3"}'):
                    self.client.void(entity, body, "r-1")
                    self.assertEqual(
                        self.last.path, f"/v3/company/123/{entity.lower()}"
                    )
                    self.assertEqual(self.last.params["operation"], "update")
                    self.assertEqual(self.last.params["include"], "void")
                    self.assertEqual(self.last.json, self.BODY | {"sparse": True})
                    self.assertTold(entity, "void")
        self.stub.play(reply({"Invoice": {"Id": "7"}}))
        self.client.void("Invoice", self.BODY, "r-1")
        self.assertEqual(self.last.params["operation"], "void")
        self.assertNotIn("include", self.last.params)
        self.assertEqual(self.last.json, self.BODY)

    def test_what_only_people_can_void_is_refused(self):
        for entity in ("CreditMemo", "RefundReceipt", "Bill"):
            with self.subTest(entity=entity), self.assertRaises(ValueError):
                self.client.void(entity, self.BODY, "r-1")
        self.assertEqual(self.stub.received, [])

    def test_a_requestid_is_demanded(self):
        for request_id in ("", "x" * 51, "a b", "é"):
            with self.subTest(request_id=request_id), self.assertRaises(ValueError):
                self.client.create("Invoice", {}, request_id)
        with self.assertRaises(ValueError):
            self.client.batch([BatchItem("1", "create", "Term", {})], "x" * 37)
        self.assertEqual(self.stub.received, [])

    def test_a_success_without_the_record_is_uncertain(self):
        self.stub.play(reply({"time": "x"}))
        with self.assertRaises(QboUncertainError):
            self.client.create("Invoice", {}, "r-1")

    def test_a_fault_under_status_200_is_raised(self):
        self.stub.play(reply(FAULT))
        with self.assertRaises(QboStaleError):
            self.client.update("Invoice", self.BODY, "r-1")


class TestBatch(ClientCase):
    def test_a_batch_is_one_request_and_sent_again_it_is_the_same(self):
        items = [
            BatchItem("1", "create", "Customer", {"DisplayName": "A"}),
            BatchItem("2", "query", "Item", statement="SELECT * FROM Item"),
        ]
        duplicate = {
            "Fault": {"Error": [{"Message": "Duplicate", "code": "6240"}]},
            "bId": "1",
        }
        rows = {"QueryResponse": {"Item": [{"Id": "5"}]}, "bId": "2"}
        self.stub.play(
            reply({"BatchItemResponse": [rows, duplicate]}, intuit_tid="1-abc")
        )
        first, second = self.client.batch(items, "batch-1")
        self.assertIsInstance(first.error, QboDuplicateError)
        self.assertEqual(first.error.tid, "1-abc")
        self.assertEqual(second.rows, [{"Id": "5"}])
        self.client.batch(items, "batch-1")
        one, two = self.stub.received
        self.assertEqual((one.path, one.params["requestid"]), (two.path, "batch-1"))
        self.assertEqual((one.body, one.params), (two.body, two.params))
        self.assertEqual(self.limiter.acquired, [True, True])
        self.assertTold("", "batch", count=2, metered=True)

    def test_a_batch_of_writes_is_not_metered_and_uncertain_when_lost(self):
        items = [BatchItem("1", "create", "Term", {"Name": "N"})]
        self.stub.play(reply({"BatchItemResponse": []}))
        (result,) = self.client.batch(items, "b")
        self.assertIsInstance(result.error, QboUncertainError)
        self.assertTold("Term", "batch")
        self.stub.play(reply("<html/>"))
        with self.assertRaises(QboUncertainError):
            self.client.batch(items, "b")

    def test_a_lost_batch_of_queries_is_a_failed_read(self):
        items = [BatchItem("1", "query", "Item", statement="SELECT * FROM Item")]
        self.stub.play(reply("<html/>"))
        with self.assertRaises(QboUnavailableError):
            self.client.batch(items, "b")

    def test_a_refusal_of_the_whole_request_is_raised(self):
        self.stub.play(reply(FAULT, 400))
        with self.assertRaises(QboError) as caught:
            self.client.batch([BatchItem("1", "create", "Term", {})], "b")
        self.assertEqual(caught.exception.http_status, 400)
