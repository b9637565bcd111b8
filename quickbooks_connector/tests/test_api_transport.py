import logging
import os
import socket
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from unittest import TestCase
from unittest.mock import patch

import requests

from ..api import (
    About,
    QboAuthError,
    QboConfigError,
    QboError,
    QboThrottledError,
    QboUnavailableError,
    QboUncertainError,
    loads_exact,
)
from ..api.network import network_error
from .api_stub import NoLimit, Stub, hang, make_transport, raw, reply, reset

LOGGER = "odoo.addons.quickbooks_connector.api.transport"
WRITE = About("Invoice", "create")
READ = About("Invoice", "read", reading=True, metered=True)
REFUSED = reply(
    {
        "fault": {
            "error": [
                {
                    "message": "message=AuthenticationFailed; errorCode=003200",
                    "detail": "Token expired: AB01234567",
                    "code": "3200",
                }
            ],
            "type": "AUTHENTICATION",
        }
    },
    401,
    intuit_tid="1-refused",
)


class TransportCase(TestCase):
    def setUp(self):
        super().setUp()
        self.stub = Stub()
        self.addCleanup(self.stub.stop)
        self.limiter = NoLimit()
        self.exchanges = []
        self.forced = []
        self.transport = self.connect()

    def connect(self, **more):
        transport = make_transport(
            self.stub.url,
            self.access_token,
            self.limiter,
            on_exchange=self.exchanges.append,
            **more,
        )
        self.addCleanup(transport.close)
        return transport

    def access_token(self, force):
        self.forced.append(force)
        return f"token-{self.forced.count(True)}"

    def post(self, transport=None, body='{"a":1}', request_id="r-1", **more):
        return (transport or self.transport).call(
            "POST", "invoice", WRITE, body=body, request_id=request_id, **more
        )

    def get(self, transport=None):
        return (transport or self.transport).call("GET", "invoice/7", READ)


class TestRequest(TransportCase):
    def test_a_write_carries_all_that_quickbooks_needs(self):
        self.post(params={"include": "allowduplicatedocnum"})
        (request,) = self.stub.received
        self.assertEqual(
            (request.method, request.path), ("POST", "/v3/company/123/invoice")
        )
        self.assertEqual(
            request.params,
            {
                "minorversion": "75",
                "requestid": "r-1",
                "include": "allowduplicatedocnum",
            },
        )
        self.assertEqual(request.headers["authorization"], "Bearer token-0")
        self.assertEqual(request.headers["accept"], "application/json")
        self.assertEqual(request.headers["content-type"], "application/json")
        self.assertEqual(request.body, b'{"a":1}')

    def test_text_goes_out_as_utf8(self):
        self.post(body="SELECT '漢字 é'")
        self.assertEqual(self.stub.received[0].body.decode(), "SELECT '漢字 é'")

    def test_a_read_has_no_requestid_and_no_body(self):
        self.get()
        (request,) = self.stub.received
        self.assertEqual(request.params, {"minorversion": "75"})
        self.assertEqual((request.method, request.body), ("GET", b""))

    def test_parameters_of_the_caller_are_left_alone(self):
        params = {"operation": "void"}
        self.post(params=params)
        self.assertEqual(params, {"operation": "void"})

    def test_numbers_arrive_exact_and_text_as_utf8(self):
        body = '{"Invoice": {"TotalAmt": 337.50, "Qty": 2, "Name": "Zoë"}}'
        self.stub.play(reply(body.encode()))
        answer = self.get()
        self.assertEqual(answer, loads_exact(body))
        self.assertIsInstance(answer["Invoice"]["TotalAmt"], Decimal)
        self.assertEqual(str(answer["Invoice"]["TotalAmt"]), "337.50")

    def test_a_realm_that_is_no_number_is_refused(self):
        for realm in ("", "12/34", "../1"):
            with self.subTest(realm=realm), self.assertRaises(ValueError):
                type(self.transport)(self.transport.endpoints, realm, str, NoLimit())

    def test_the_verbs_of_the_library_take_the_same_way(self):
        self.stub.play(reply({"Invoice": {"Id": "7"}}))
        self.get()
        self.stub.received.clear()
        self.exchanges.clear()
        self.transport.create_object("Invoice", "{}", request_id="r-2")
        self.transport.query("SELECT * FROM Invoice")
        self.assertEqual(self.stub.received[0].params["requestid"], "r-2")
        self.assertEqual(
            [(e.entity, e.operation) for e in self.exchanges],
            [("invoice", "post"), ("query", "post")],
        )


class TestRefusedToken(TransportCase):
    def test_it_is_renewed_and_the_same_request_repeated_once(self):
        self.stub.play(REFUSED, reply({"Invoice": {"Id": "7"}}))
        self.assertEqual(self.post(), {"Invoice": {"Id": "7"}})
        first, second = self.stub.received
        self.assertEqual(self.forced, [False, True])
        self.assertEqual(first.headers["authorization"], "Bearer token-0")
        self.assertEqual(second.headers["authorization"], "Bearer token-1")
        self.assertEqual((first.params, first.body), (second.params, second.body))
        self.assertEqual(second.params["requestid"], "r-1")
        self.assertEqual(
            [(e.status, e.error_kind) for e in self.exchanges],
            [(401, "auth"), (200, "")],
        )
        self.assertEqual(self.limiter.acquired, [False, False])

    def test_a_fresh_token_refused_as_well_needs_a_new_consent(self):
        self.stub.play(REFUSED)
        with self.assertRaises(QboAuthError) as caught:
            self.post()
        self.assertTrue(caught.exception.reauthorise)
        self.assertEqual(caught.exception.tid, "1-refused")
        self.assertEqual(len(self.stub.received), 2)

    def test_without_a_token_nothing_is_sent(self):
        def dead(force):
            raise QboAuthError("ended", reauthorise=True)

        transport = make_transport(self.stub.url, dead, self.limiter)
        with self.assertRaises(QboAuthError):
            self.post(transport)
        self.assertEqual(self.stub.received, [])
        self.assertEqual(self.limiter.acquired, [])

    def test_an_error_of_the_renewal_comes_through(self):
        def token(force):
            if force:
                raise QboUnavailableError("Intuit is down")
            return "old"

        self.stub.play(REFUSED)
        transport = make_transport(self.stub.url, token, self.limiter)
        with self.assertRaises(QboUnavailableError):
            self.post(transport)
        self.assertEqual(len(self.stub.received), 1)


class TestPacing(TransportCase):
    def test_every_request_asks_the_limiter(self):
        self.get()
        batch = About("", "batch", 30, is_batch=True)
        self.transport.call("POST", "batch", batch, body="{}", request_id="b")
        self.assertEqual(self.limiter.acquired, [False, True])

    def test_a_throttling_is_raised_at_once_and_told_to_the_limiter(self):
        xml = (
            '<IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><Fault '
            'type="SERVICE"><Error code="003001"><Message>message=ThrottleExceeded; '
            "errorCode=003001; statusCode=429</Message></Error></Fault>"
            "</IntuitResponse>"
        )
        for headers, seconds in (({"Retry-After": "17"}, 17), ({}, 60)):
            with self.subTest(headers=headers):
                self.stub.play(reply(xml, 429, **headers))
                with self.assertRaises(QboThrottledError) as caught:
                    self.post()
                self.assertEqual(caught.exception.retry_after, seconds)
                self.assertEqual(self.limiter.penalties.pop(), seconds)
        self.assertEqual(len(self.stub.received), 2)

    def test_other_errors_are_no_reason_for_a_penalty(self):
        self.stub.play(reply("", 503))
        with self.assertRaises(QboUnavailableError):
            self.post()
        self.assertEqual(self.limiter.penalties, [])


class TestBrokenLine(TransportCase):
    def assertFate(self, write_error, transport=None):
        """Check what a write becomes; a read is never uncertain."""
        with self.assertRaises(QboError) as caught:
            self.post(transport)
        self.assertIs(type(caught.exception), write_error, caught.exception)
        with self.assertRaises(QboUnavailableError):
            self.get(transport)
        self.assertEqual(
            [exchange.error_kind for exchange in self.exchanges],
            [write_error.kind, "unavailable"],
        )

    def test_no_answer_in_time_is_uncertain(self):
        self.stub.play(hang(30))
        started = time.monotonic()
        self.assertFate(QboUncertainError, self.connect(timeout=(2, 0.2)))
        self.assertLess(time.monotonic() - started, 10)

    def test_a_line_cut_after_sending_is_uncertain(self):
        self.stub.play(reset)
        self.assertFate(QboUncertainError)

    def test_a_line_closed_without_an_answer_is_uncertain(self):
        self.stub.play(raw(b""))
        self.assertFate(QboUncertainError)

    def test_a_cut_body_is_uncertain(self):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        for answer in (
            head + b'Content-Length: 99\r\n\r\n{"Invoice": {"Id": "7"',
            head + b'Transfer-Encoding: chunked\r\n\r\n16\r\n{"Invoice": {"Id"',
            head + b'Connection: close\r\n\r\n{"Invoice": {"Id": "7"',
        ):
            with self.subTest(answer=answer):
                self.exchanges.clear()
                self.stub.play(raw(answer))
                self.assertFate(QboUncertainError)

    def test_a_page_of_a_proxy_instead_of_an_answer_is_uncertain(self):
        self.stub.play(
            reply("<html>Please log in</html>", **{"Content-Type": "text/html"})
        )
        self.assertFate(QboUncertainError)

    def test_an_answer_that_python_quickbooks_cannot_read_is_uncertain(self):
        for body in (b'\xef\xbb\xbf{"Invoice": {}}', b'{"a": "\xff"}'):
            with self.subTest(body=body):
                self.exchanges.clear()
                self.stub.play(reply(body))
                self.assertFate(QboUncertainError)

    def test_a_refused_connection_never_sent_anything(self):
        self.stub.stop()
        self.assertFate(QboUnavailableError)

    def test_a_server_error_is_unavailable(self):
        for status in (500, 502, 503, 504):
            with self.subTest(status=status):
                self.exchanges.clear()
                self.stub.play(reply("oops", status))
                self.assertFate(QboUnavailableError)

    def test_an_address_that_nobody_can_have_is_a_matter_of_setup(self):
        with (
            make_transport("https://*.example.com", limiter=NoLimit()) as transport,
            self.assertRaises(QboConfigError),
        ):
            self.get(transport)

    def test_redirects_are_not_followed(self):
        self.stub.play(reply("", 302, Location=f"{self.stub.url}/elsewhere"))
        with self.assertRaises(QboConfigError):
            self.post()
        self.assertEqual(len(self.stub.received), 1)


class TestNeverSent(TestCase):
    """What loopback can't force: names, and machines that don't answer."""

    def failed_post(self, target, error):
        with patch(target, side_effect=error), requests.Session() as session:
            session.trust_env = False
            try:
                session.post("http://qbo.invalid/", timeout=1)
            except requests.RequestException as failure:
                return network_error(failure)

    def test_an_unknown_name_is_unavailable(self):
        error = self.failed_post("socket.getaddrinfo", socket.gaierror(-2, "unknown"))
        self.assertIs(type(error), QboUnavailableError)

    def test_a_connect_timeout_is_unavailable(self):
        target = "urllib3.util.connection.create_connection"
        error = self.failed_post(target, TimeoutError("timed out"))
        self.assertIs(type(error), QboUnavailableError)

    def test_an_unusable_address_is_a_matter_of_setup(self):
        for failure in (
            requests.exceptions.InvalidURL("x"),
            requests.exceptions.MissingSchema("x"),
            requests.exceptions.InvalidHeader("x"),
        ):
            self.assertIs(type(network_error(failure)), QboConfigError)

    def test_what_is_unknown_is_uncertain(self):
        for failure in (
            requests.RequestException("?"),
            requests.ConnectionError("?"),
            requests.exceptions.SSLError("EOF occurred"),
        ):
            self.assertIs(type(network_error(failure)), QboUncertainError)
            error = network_error(failure, reading=True)
            self.assertIs(type(error), QboUnavailableError)

    def test_a_proxy_that_is_away_or_refuses_is_unavailable(self):
        proxy = Stub()
        self.addCleanup(proxy.stop)
        for url in ("http://127.0.0.1:9", proxy.url):
            with self.subTest(url=url), requests.Session() as session:
                session.trust_env = False
                with self.assertRaises(requests.RequestException) as caught:
                    session.post(
                        "https://qbo.invalid/", proxies={"https": url}, timeout=2
                    )
                error = network_error(caught.exception)
                self.assertIs(type(error), QboUnavailableError)
                self.assertNotIn("qbo.invalid", str(error))


class TestSurroundings(TransportCase):
    def test_netrc_does_not_replace_the_token(self):
        with tempfile.TemporaryDirectory() as folder:
            netrc = Path(folder, "netrc")
            netrc.write_text("machine 127.0.0.1 login evil password evil\n")
            self.transport.session.trust_env = True
            with patch.dict(os.environ, NETRC=str(netrc)):
                self.get()
        self.assertEqual(
            self.stub.received[0].headers["authorization"], "Bearer token-0"
        )

    def test_a_stand_in_on_this_machine_is_not_looked_for_behind_a_proxy(self):
        proxies = {name: "http://127.0.0.1:9" for name in ("HTTP_PROXY", "http_proxy")}
        with patch.dict(os.environ, proxies | {"NO_PROXY": "", "no_proxy": ""}):
            self.assertEqual(self.get(self.connect()), {})

    def test_intuit_is_reached_through_the_proxy_of_the_environment(self):
        with self.connect() as transport:
            self.assertFalse(transport.session.trust_env)
        endpoints = type(transport.endpoints)("production")
        with type(transport)(endpoints, "1", str, NoLimit()) as transport:
            self.assertTrue(transport.session.trust_env)


class TestAccount(TransportCase):
    def test_every_request_is_told_about(self):
        self.stub.play(reply({"Invoice": {"Id": "7"}}, intuit_tid="1-abc"))
        self.get()
        self.post()
        read, write = self.exchanges
        self.assertEqual(
            (read.method, read.path, read.entity, read.operation, read.count),
            ("GET", "/v3/company/123/invoice/7", "Invoice", "read", 1),
        )
        self.assertEqual((read.status, read.tid, read.error_kind), (200, "1-abc", ""))
        self.assertEqual((read.metered, write.metered), (True, False))
        self.assertGreaterEqual(read.duration_ms, 0)
        self.assertEqual(self.transport.last_tid, "1-abc")

    def test_a_read_that_failed_is_not_metered(self):
        self.stub.play(reply("", 500))
        with self.assertRaises(QboError):
            self.get()
        self.assertFalse(self.exchanges[0].metered)

    def test_a_failing_listener_costs_nobody_the_answer(self):
        def listener(exchange):
            raise RuntimeError("database gone")

        transport = make_transport(self.stub.url, on_exchange=listener)
        self.stub.play(reply({"Invoice": {"Id": "7"}}))
        with self.assertLogs(LOGGER, "ERROR") as logs:
            self.assertEqual(self.post(transport), {"Invoice": {"Id": "7"}})
        self.assertIn("database gone", logs.output[0])

    def test_one_line_is_logged_without_secrets(self):
        self.stub.play(reply({"Invoice": {}}, intuit_tid="1-abc"))
        # A number: Odoo gives the name INFO to another level.
        with self.assertLogs(LOGGER, logging.INFO) as logs:
            self.post(body='{"BillEmail": {"Address": "amy@example.com"}}')
        self.assertEqual(len(logs.output), 1)
        self.assertRegex(
            logs.output[0], r"POST create Invoice x1: 200 ok, \d+ ms, tid 1-abc$"
        )

    def test_payloads_are_logged_masked_when_debugging(self):
        self.stub.play(reply({"Customer": {"BillAddr": {"Line1": "4581 Finch St"}}}))
        with self.assertLogs(LOGGER, logging.DEBUG) as logs:
            self.post(body='{"BillEmail": {"Address": "amy@example.com"}, "N": 1}')
        text = "\n".join(logs.output)
        self.assertIn('"N": 1', text)
        self.assertNotIn("Finch", text)
        self.assertNotIn("amy@", text)
        self.assertNotIn("token-0", text)
