import base64
import datetime as dt
import ipaddress
import logging
import os
import ssl
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from unittest import TestCase
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from ..api import (
    DiscoveryCache,
    OAuthClient,
    QboAuthError,
    QboClientError,
    QboConfigError,
    QboError,
    QboThrottledError,
    QboUnavailableError,
    QboUncertainError,
)
from .api_stub import Stub, hang, make_endpoints, raw, reply, reset

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=timezone.utc)
TOKENS = {
    "token_type": "bearer",
    "access_token": "access-1",
    "expires_in": 3600,
    "refresh_token": "refresh-2",
    "x_refresh_token_expires_in": 8726400,
}


def discovery(url, **changes):
    document = {
        "issuer": "https://oauth.platform.intuit.com/op/v1",
        "authorization_endpoint": f"{url}/connect/oauth2",
        "token_endpoint": f"{url}/tokens",
        "revocation_endpoint": f"{url}/revoke",
        "userinfo_endpoint": f"{url}/userinfo",
        "jwks_uri": f"{url}/jwks",
    }
    return reply(document | changes)


class AuthCase(TestCase):
    def setUp(self):
        super().setUp()
        self.stub = Stub()
        self.addCleanup(self.stub.stop)
        self.cache = DiscoveryCache()
        self.oauth = self.connect()

    def connect(self, **more):
        return OAuthClient(
            "client-id",
            "client-secret",
            "https://odoo.example/quickbooks/callback",
            make_endpoints(self.stub.url),
            clock=lambda: NOW,
            discovery=self.cache,
            **more,
        )

    def play(self, *answers):
        """Let the discovery be answered well and what follows as given."""
        self.stub.play(discovery(self.stub.url), *answers)


class TestAuthorize(AuthCase):
    def test_the_consent_address_holds_what_intuit_needs_and_no_secret(self):
        self.play()
        url = self.oauth.authorization_url("state-1")
        self.assertTrue(url.startswith(f"{self.stub.url}/connect/oauth2?"))
        self.assertEqual(
            parse_qs(urlsplit(url).query),
            {
                "client_id": ["client-id"],
                "response_type": ["code"],
                "scope": ["com.intuit.quickbooks.accounting"],
                "redirect_uri": ["https://odoo.example/quickbooks/callback"],
                "state": ["state-1"],
            },
        )

    def test_an_unknown_scope_is_refused(self):
        self.play()
        with self.assertRaises(ValueError):
            self.oauth.authorization_url("s", scopes=("com.intuit.everything",))


class TestTokens(AuthCase):
    def test_a_code_becomes_tokens_with_times_to_end(self):
        self.play(reply(TOKENS))
        tokens = self.oauth.exchange("code-1", "9130")
        self.assertEqual(
            (tokens.access_token, tokens.refresh_token), ("access-1", "refresh-2")
        )
        self.assertEqual(tokens.access_expires_at, NOW + timedelta(hours=1))
        self.assertEqual(tokens.refresh_expires_at, NOW + timedelta(days=101))
        self.assertIsNone(tokens.hard_expires_at)
        request = self.stub.received[1]
        self.assertEqual((request.method, request.path), ("POST", "/tokens"))
        self.assertEqual(
            request.form,
            {
                "grant_type": "authorization_code",
                "code": "code-1",
                "redirect_uri": "https://odoo.example/quickbooks/callback",
            },
        )
        basic = base64.b64encode(b"client-id:client-secret").decode()
        self.assertEqual(request.headers["authorization"], f"Basic {basic}")

    def test_a_refresh_sends_the_token_and_asks_for_the_hard_end(self):
        seconds = 156032154
        self.play(reply(TOKENS | {"x_refresh_token_hard_expires_in": seconds}))
        tokens = self.oauth.refresh("refresh-1")
        request = self.stub.received[1]
        self.assertEqual(
            request.form,
            {"grant_type": "refresh_token", "refresh_token": "refresh-1"},
        )
        self.assertEqual(
            request.headers["x-include-refresh-token-hard-expires-in"], "true"
        )
        self.assertEqual(tokens.hard_expires_at, NOW + timedelta(seconds=seconds))

    def test_tokens_do_not_show_themselves(self):
        self.play(reply(TOKENS))
        tokens = self.oauth.refresh("refresh-1")
        for text in (repr(tokens), str(tokens), repr(self.oauth)):
            for secret in ("access-1", "refresh-2", "client-secret"):
                self.assertNotIn(secret, text)

    def test_nothing_secret_is_logged(self):
        self.play(reply(TOKENS), reply({"error": "invalid_grant"}, 400))
        with self.assertLogs("odoo.addons.quickbooks_connector", logging.DEBUG) as log:
            self.oauth.refresh("refresh-1")
            with self.assertRaises(QboAuthError):
                self.oauth.refresh("refresh-1")
        text = "\n".join(log.output)
        self.assertEqual(len(log.output), 2, text)
        for secret in ("refresh-1", "refresh-2", "access-1", "client-secret"):
            self.assertNotIn(secret, text)

    def test_an_answer_without_its_parts_is_uncertain(self):
        for missing in ("access_token", "refresh_token", "expires_in"):
            answer = {key: TOKENS[key] for key in TOKENS if key != missing}
            with self.subTest(missing=missing):
                self.stub.play(discovery(self.stub.url), reply(answer))
                self.cache.clear()
                with self.assertRaises(QboUncertainError):
                    self.oauth.refresh("refresh-1")
        self.stub.play(reply(TOKENS | {"expires_in": "soon"}))
        with self.assertRaises(QboUncertainError):
            self.oauth.refresh("refresh-1")

    def test_revoking_sends_the_token(self):
        self.play(reply(""))
        self.oauth.revoke("refresh-1")
        request = self.stub.received[1]
        self.assertEqual((request.method, request.path), ("POST", "/revoke"))
        self.assertEqual(request.json, {"token": "refresh-1"})

    def test_revoking_what_is_worthless_already_is_fine(self):
        for answer in (reply("", 400), reply({"error": "invalid_request"}, 400)):
            self.cache.clear()
            self.play(answer)
            self.oauth.revoke("refresh-1")

    def test_revoking_with_wrong_credentials_fails(self):
        self.play(reply({"error": "invalid_client"}, 401))
        with self.assertRaises(QboClientError):
            self.oauth.revoke("refresh-1")


class TestRefusals(AuthCase):
    def refused(self, answer):
        self.cache.clear()
        self.play(answer)
        with self.assertRaises(QboError) as caught:
            self.oauth.refresh("refresh-1")
        return caught.exception

    def test_only_invalid_grant_asks_for_a_new_consent(self):
        described = {
            "error": "invalid_grant",
            "error_description": "Incorrect or invalid refresh token",
        }
        for body in ({"error": "invalid_grant"}, described):
            error = self.refused(reply(body, 400, intuit_tid="1-abc"))
            self.assertIs(type(error), QboAuthError)
            self.assertTrue(error.reauthorise)
            self.assertEqual((error.code, error.tid), ("invalid_grant", "1-abc"))
        for answer in (
            reply({"error": "invalid_request"}, 400),
            reply({"error": "unsupported_grant_type"}, 400),
            reply("<html>bad request</html>", 400),
            reply("[]", 400),
        ):
            error = self.refused(answer)
            self.assertIs(type(error), QboAuthError)
            self.assertFalse(error.reauthorise)

    def test_refused_credentials_are_the_apps_fault(self):
        for answer in (
            reply({"error": "invalid_client"}, 401),
            reply("", 401),
            reply({"error": "unauthorized_client"}, 400),
            reply({"error": "access_denied"}, 403),
        ):
            error = self.refused(answer)
            self.assertIs(type(error), QboClientError)
            self.assertFalse(error.reauthorise)

    def test_a_throttled_or_broken_server_disconnects_nobody(self):
        error = self.refused(reply("", 429, **{"Retry-After": "9"}))
        self.assertIs(type(error), QboThrottledError)
        self.assertEqual(error.retry_after, 9)
        self.assertEqual(self.refused(reply("", 429)).retry_after, 60)
        for status in (500, 502, 503, 504):
            error = self.refused(reply({"error": "invalid_grant"}, status))
            self.assertIs(type(error), QboUnavailableError)

    def test_lost_answers_disconnect_nobody(self):
        self.oauth = self.connect(timeout=(2, 0.2))
        started = time.monotonic()
        cut = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"
        for answer in (hang(30), reset, raw(b""), raw(cut), reply("<html/>")):
            error = self.refused(answer)
            self.assertIs(type(error), QboUncertainError)
        self.assertLess(time.monotonic() - started, 10)

    def test_redirects_do_not_carry_secrets_away(self):
        error = self.refused(reply("", 307, Location=f"{self.stub.url}/elsewhere"))
        self.assertIs(type(error), QboAuthError)
        self.assertFalse(error.reauthorise)
        self.assertNotIn("/elsewhere", [r.path for r in self.stub.received])

    def test_no_connection_is_unavailable(self):
        self.stub.stop()
        with self.assertRaises(QboUnavailableError):
            self.oauth.refresh("refresh-1")

    def test_netrc_does_not_replace_the_credentials(self):
        self.play(reply(TOKENS))
        with tempfile.TemporaryDirectory() as folder:
            netrc = Path(folder, "netrc")
            netrc.write_text("machine 127.0.0.1 login evil password evil\n")
            away = "odoo.addons.quickbooks_connector.api.auth.trusts_environment"
            with patch.dict(os.environ, NETRC=str(netrc)), patch(away) as trusts:
                trusts.return_value = True
                self.oauth.refresh("refresh-1")
        self.assertTrue(trusts.called)
        header = self.stub.received[1].headers["authorization"]
        self.assertNotIn("ZXZpbDpldmls", header)


class TestDiscovery(AuthCase):
    def test_the_document_is_fetched_once_a_day(self):
        clock = [0.0]
        self.cache = DiscoveryCache(ttl=100, clock=lambda: clock[0])
        self.oauth = self.connect()
        self.stub.play(discovery(self.stub.url))
        for moment, fetched in ((0, 1), (99, 1), (101, 2), (102, 2)):
            clock[0] = moment
            self.oauth.authorization_url("s")
            self.assertEqual(len(self.stub.received), fetched)

    def test_two_addresses_have_two_documents(self):
        other = Stub()
        self.addCleanup(other.stop)
        other.play(discovery("https://other.example"))
        self.play()
        client = OAuthClient(
            "i", "s", "r", make_endpoints(other.url), discovery=self.cache
        )
        self.assertIn(self.stub.url, self.oauth.authorization_url("s"))
        self.assertIn("https://other.example/", client.authorization_url("s"))

    def test_what_is_no_discovery_document_is_named_and_not_kept(self):
        table = [
            (reply("<html>hello</html>"), "issuer, authorization_endpoint"),
            (reply("[]"), "token_endpoint"),
            (discovery(self.stub.url, token_endpoint=""), "token_endpoint missing"),
            (reply("", 404), "status 404"),
        ]
        for answer, words in table:
            with self.subTest(words=words):
                self.stub.play(answer)
                with self.assertRaisesRegex(QboConfigError, words):
                    self.oauth.authorization_url("s")
        self.play()
        self.assertTrue(self.oauth.authorization_url("s"))

    def test_secrets_are_not_sent_where_the_line_is_not_encrypted(self):
        for key in ("token_endpoint", "revocation_endpoint", "authorization_endpoint"):
            with self.subTest(key=key):
                changed = discovery(self.stub.url, **{key: "http://evil.example/x"})
                self.stub.play(changed)
                with self.assertRaisesRegex(QboConfigError, "not encrypted"):
                    self.oauth.refresh("refresh-1")
        self.assertEqual({r.method for r in self.stub.received}, {"GET"})

    def test_a_server_that_is_down_is_unavailable(self):
        self.stub.play(reply("", 503))
        with self.assertRaises(QboUnavailableError):
            self.oauth.refresh("refresh-1")
        self.stub.play(reset)
        with self.assertRaises(QboUnavailableError):
            self.oauth.refresh("refresh-1")


class TestCertificate(TestCase):
    def test_a_certificate_nobody_vouches_for_is_a_matter_of_setup(self):
        stub = Stub(reply({}), ssl_context=self.self_signed())
        self.addCleanup(stub.stop)
        endpoints = make_endpoints(stub.url)
        oauth = OAuthClient("i", "s", "r", endpoints, discovery=DiscoveryCache())
        with self.assertRaisesRegex(QboConfigError, "certificate"):
            oauth.refresh("refresh-1")
        self.assertEqual(stub.received, [])

    def self_signed(self):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "stub")])
        today = datetime.now(dt.timezone.utc)
        address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(today - timedelta(days=1))
            .not_valid_after(today + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([address]), critical=False)
            .sign(key, hashes.SHA256())
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "both.pem")
            path.write_bytes(
                certificate.public_bytes(serialization.Encoding.PEM)
                + key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
            context.load_cert_chain(path)
        return context
