"""A1, C3: files on their way, and the addresses they are fetched from."""

import logging
import re
from unittest import TestCase

from ..api import (
    Endpoints,
    QboNotFoundError,
    QboRequestError,
    QboSystemFaultError,
    QboUncertainError,
    QboValidationError,
    const,
)
from .api_stub import reply, reset
from .test_api_client import ClientCase

PLAN = b"Mind the step.\r\n\r\n--no boundary\n\x00\xff"
BODY = {
    "FileName": 'Grundriß "2".pdf',
    "ContentType": "application/pdf",
    "AttachableRef": [{"EntityRef": {"type": "Invoice", "value": "95"}}],
}


def attached(**values):
    return reply({"AttachableResponse": [{"Attachable": {"Id": "5", **values}}]})


class TestUpload(ClientCase):
    def test_a_file_goes_out_as_it_is(self):
        self.stub.play(attached(Size=len(PLAN)))
        self.assertEqual(self.client.upload(BODY, PLAN, "r-1")["Id"], "5")
        self.assertEqual(self.last.path, "/v3/company/123/upload")
        self.assertEqual(self.last.params["requestid"], "r-1")
        kind = self.last.headers["content-type"]
        boundary = re.fullmatch(r"multipart/form-data; boundary=(\w+)", kind)[1]
        parts = self.last.body.split(b"--" + boundary.encode())
        self.assertEqual(len(parts), 4)
        self.assertIn(b'name="file_metadata_01"', parts[1])
        self.assertIn(b'"AttachableRef":[{"EntityRef"', parts[1])
        self.assertIn(b'name="file_content_01"', parts[2])
        self.assertIn(b"Content-Type: application/pdf", parts[2])
        self.assertTrue(parts[2].endswith(b"\r\n\r\n" + PLAN + b"\r\n"))
        self.assertTold("Attachable", "upload")

    def test_a_refusal_that_comes_with_status_200_is_one(self):
        error = {"Message": "An error", "code": "6000", "Detail": "no such invoice"}
        fault = {"Fault": {"Error": [error], "type": "ValidationFault"}}
        self.stub.play(reply({"AttachableResponse": [fault]}))
        with self.assertRaises(QboValidationError) as caught:
            self.client.upload(BODY, PLAN, "r-1")
        self.assertEqual(caught.exception.detail, "no such invoice")

    def test_an_answer_that_cannot_be_read_leaves_its_fate_open(self):
        for answer in ({"AttachableResponse": []}, {"AttachableResponse": [{}]}, {}):
            self.stub.play(reply(answer | {"time": "x"}))
            with self.subTest(answer), self.assertRaises(QboUncertainError):
                self.client.upload(BODY, PLAN, "r-1")

    def test_a_cut_line_leaves_its_fate_open(self):
        self.stub.play(reset)
        with self.assertRaises(QboUncertainError):
            self.client.upload(BODY, PLAN, "r-1")

    def test_a_file_has_a_name_and_a_type(self):
        for key in ("FileName", "ContentType"):
            with self.subTest(key), self.assertRaises(ValueError):
                self.client.upload(BODY | {key: ""}, PLAN, "r-1")
        self.assertEqual(self.stub.received, [])

    def test_contents_are_not_written_to_the_log(self):
        self.stub.play(attached())
        name = "odoo.addons.quickbooks_connector.api.transport"
        with self.assertLogs(name, logging.DEBUG) as logs:
            self.client.upload(BODY, PLAN, "r-1")
        self.assertNotIn("Mind the step", "".join(logs.output))


class TestDownload(ClientCase):
    def _found(self, url):
        return reply({"Attachable": {"Id": "5", "TempDownloadUri": url}})

    def test_a_file_is_fetched_without_our_token(self):
        self.stub.play(self._found(f"{self.stub.url}/files/5?sign=x"), reply(PLAN))
        self.assertEqual(self.client.download("5"), PLAN)
        read, fetched = self.stub.received
        self.assertEqual(read.path, "/v3/company/123/attachable/5")
        self.assertIn("authorization", read.headers)
        self.assertEqual(fetched.path, "/files/5")
        self.assertNotIn("authorization", fetched.headers)

    def test_strange_addresses_are_not_asked(self):
        for url in ("http://169.254.169.254/latest", "file:///etc/passwd", "x"):
            self.stub.play(self._found(url))
            with self.subTest(url), self.assertRaises(QboRequestError):
                self.client.download("5")
            self.assertEqual(self.last.path, "/v3/company/123/attachable/5")

    def test_redirects_are_not_followed(self):
        self.stub.play(
            self._found(f"{self.stub.url}/files/5"),
            reply("", 302, Location="http://127.0.0.1:9/"),
        )
        with self.assertRaises(QboSystemFaultError):
            self.client.download("5")

    def test_an_expired_address_and_a_cut_line_may_work_later(self):
        for answer in (reply("<Error/>", 403), reset):
            self.stub.play(self._found(f"{self.stub.url}/files/5"), answer)
            with self.subTest(answer), self.assertRaises(QboSystemFaultError) as found:
                self.client.download("5")
            self.assertEqual(found.exception.scope, "record")
            self.assertTrue(found.exception.retryable)

    def test_a_file_that_does_not_end_is_left_alone(self):
        self.stub.play(self._found(f"{self.stub.url}/files/5"), reply(PLAN * 9))
        with self.assertRaises(QboRequestError):
            self.client.download("5", limit=100)

    def test_a_note_has_no_file(self):
        self.stub.play(reply({"Attachable": {"Id": "5", "Note": "Call them"}}))
        with self.assertRaises(QboNotFoundError):
            self.client.download("5")


class TestAddresses(TestCase):
    def test_files_are_fetched_from_intuit_alone(self):
        endpoints = Endpoints("production")
        for url in (
            "https://quickbooks.api.intuit.com/files/1",
            "https://intuit-qbo-prod-29.s3.amazonaws.com/123/a.pdf?X-Amz-Expires=900",
            "https://intuit-qbo-prod-29.s3.us-west-2.amazonaws.com/123/a.pdf",
        ):
            self.assertTrue(endpoints.keeps_files_at(url), url)
        for url in (
            "http://quickbooks.api.intuit.com/files/1",
            "https://intuit.com.example.com/a",
            "https://example.com/intuit.com",
            "https://bucket.s3.amazonaws.com/a",
            "https://quickbooks.api.intuit.com:8443/a",
            "https://someone@quickbooks.api.intuit.com/a",
            "https://quickbooks.api.intuit.com:port/a",
            "https://127.0.0.1/a",
            "",
        ):
            self.assertFalse(endpoints.keeps_files_at(url), url)

    def test_a_stand_in_gives_files_from_its_own_address_only(self):
        endpoints = Endpoints("custom", "http://127.0.0.1:5/d", "http://127.0.0.1:5")
        self.assertTrue(endpoints.keeps_files_at("http://127.0.0.1:5/_files/1"))
        for url in (
            "http://127.0.0.1:6/_files/1",
            "https://127.0.0.1:5/_files/1",
            "http://localhost:5/_files/1",
        ):
            self.assertFalse(endpoints.keeps_files_at(url), url)

    def test_quickbooks_limits_are_what_it_says(self):
        self.assertEqual(const.FILE_MAX_BYTES, 100_000_000)
        self.assertLessEqual({"pdf", "xlsx", "jpg"}, const.FILE_TYPES)
