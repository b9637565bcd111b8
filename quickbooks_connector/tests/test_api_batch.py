import json
from decimal import Decimal
from unittest import TestCase

from ..api import BatchItem
from ..api.batch import dump_batch, read_batch


def make_items(number):
    return [
        BatchItem(str(bid), "create", "Term", {"Name": f"Net {bid}"})
        for bid in range(number)
    ]


class TestBatchRequest(TestCase):
    def test_operations_have_the_documented_shape(self):
        items = [
            BatchItem("a", "create", "Invoice", {"TotalAmt": Decimal("1.50")}),
            BatchItem("b", "delete", "Bill", {"Id": "9", "SyncToken": "3"}),
            BatchItem("c", "query", "Item", statement="SELECT * FROM Item"),
            BatchItem(
                "d",
                "update",
                "Invoice",
                {"Id": "1"},
                params={"include": "allowduplicatedocnum"},
            ),
        ]
        self.assertEqual(
            json.loads(dump_batch(items)),
            {
                "BatchItemRequest": [
                    {"bId": "a", "operation": "create", "Invoice": {"TotalAmt": 1.5}},
                    {
                        "bId": "b",
                        "operation": "delete",
                        "Bill": {"Id": "9", "SyncToken": "3"},
                    },
                    {"bId": "c", "Query": "SELECT * FROM Item"},
                    {
                        "bId": "d",
                        "operation": "update",
                        "Invoice": {"Id": "1"},
                        "optionsData": "include=allowduplicatedocnum",
                    },
                ]
            },
        )
        self.assertIn('"TotalAmt":1.50', dump_batch(items))

    def test_a_stored_body_goes_out_character_by_character(self):
        stored = '{ "b":1.500,"a" : "\\u00e9" }'
        text = dump_batch([BatchItem("1", "create", "Invoice", stored)])
        self.assertIn(f'"Invoice":{stored}', text)

    def test_values_and_their_stored_text_make_the_same_request(self):
        body = {"Line": [{"Amount": Decimal("10.00")}], "DocNumber": "A1"}
        stored = '{"DocNumber":"A1","Line":[{"Amount":10.00}]}'
        self.assertEqual(
            dump_batch([BatchItem("1", "create", "Invoice", body)]),
            dump_batch([BatchItem("1", "create", "Invoice", stored)]),
        )

    def test_more_than_thirty_none_or_double_ids_are_refused(self):
        self.assertTrue(dump_batch(make_items(30)))
        for items in (make_items(31), [], make_items(2) + make_items(1)):
            with self.subTest(count=len(items)), self.assertRaises(ValueError):
                dump_batch(items)

    def test_a_malformed_item_is_refused_when_made(self):
        for args in (
            ("", "create", "Term", {}),
            ("12345678901", "create", "Term", {}),
            ("1", "void", "Invoice", {}),
            ("1", "create", "Term", None),
            ("1", "query", "Term", {}),
            ("1", "query", "Term", None, None),
            ("1", "create", "Term", {}, "SELECT * FROM Term"),
        ):
            with self.subTest(args=args), self.assertRaises(ValueError):
                BatchItem(*args)

    def test_a_stored_body_that_is_not_an_object_is_refused(self):
        with self.assertRaises(ValueError):
            dump_batch([BatchItem("1", "create", "Term", "[1]")])


class TestBatchAnswer(TestCase):
    def test_results_follow_the_items_whatever_the_order_of_the_answer(self):
        items = make_items(3)
        answer = {
            "BatchItemResponse": [
                {"Term": {"Id": "12"}, "bId": "2"},
                {
                    "Fault": {
                        "Error": [{"Message": "Duplicate", "code": "6240"}],
                        "type": "ValidationFault",
                    },
                    "bId": "0",
                },
                {"Term": {"Id": "11"}, "bId": "1"},
            ]
        }
        results = read_batch(items, answer, tid="1-abc")
        self.assertEqual([result.bid for result in results], ["0", "1", "2"])
        self.assertEqual(results[0].error.kind, "duplicate")
        self.assertEqual(results[0].error.tid, "1-abc")
        self.assertEqual([results[1].obj, results[2].obj], [{"Id": "11"}, {"Id": "12"}])
        self.assertIsNone(results[1].error)

    def test_an_item_without_a_readable_answer_is_uncertain(self):
        items = make_items(5)
        answer = {
            "BatchItemResponse": [
                None,
                "x",
                {"bId": "1"},
                {"bId": "2", "Customer": {"Id": "1"}},
                {"bId": "3", "Term": None},
                {"bId": "4", "Term": {"Id": "5"}},
            ]
        }
        kinds = [r.error and r.error.kind for r in read_batch(items, answer)]
        self.assertEqual(kinds, ["uncertain"] * 4 + [None])
        for empty in ({}, {"BatchItemResponse": None}):
            results = read_batch(items, empty)
            self.assertEqual({r.error.kind for r in results}, {"uncertain"})

    def test_a_query_gives_rows_and_no_match_gives_none(self):
        items = [
            BatchItem(bid, "query", "Customer", statement="SELECT * FROM Customer")
            for bid in ("full", "empty", "broken")
        ]
        answer = {
            "BatchItemResponse": [
                {
                    "bId": "full",
                    "QueryResponse": {"Customer": [{"Id": "1"}], "maxResults": 1},
                },
                {"bId": "empty", "QueryResponse": {}},
                {"bId": "broken"},
            ]
        }
        full, empty, broken = read_batch(items, answer)
        self.assertEqual((full.rows, empty.rows), ([{"Id": "1"}], []))
        self.assertIsNone(broken.rows)
        self.assertEqual(broken.error.kind, "uncertain")

    def test_an_answer_to_nobody_is_noticed(self):
        answer = {
            "BatchItemResponse": [
                {"bId": "0", "Term": {"Id": "1"}},
                {"bId": "99", "Term": {"Id": "2"}},
            ]
        }
        with self.assertLogs("odoo.addons.quickbooks_connector", "WARNING"):
            (result,) = read_batch(make_items(1), answer)
        self.assertEqual(result.obj, {"Id": "1"})

    def test_a_deletion_gives_its_stub(self):
        item = BatchItem("1", "delete", "Invoice", {"Id": "9", "SyncToken": "0"})
        stub = {"status": "Deleted", "domain": "QBO", "Id": "9"}
        answer = {"BatchItemResponse": [{"Invoice": stub, "bId": "1"}]}
        self.assertEqual(read_batch([item], answer)[0].obj, stub)
