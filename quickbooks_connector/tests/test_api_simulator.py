"""The API layer over HTTP: what a QuickBooks company does with our words."""

from datetime import timedelta
from decimal import Decimal
from unittest import SkipTest, TestCase
from urllib.parse import parse_qs, urlsplit

from ..api import (
    BatchItem,
    DiscoveryCache,
    Endpoints,
    Limits,
    LocalLimiter,
    OAuthClient,
    QboAuthError,
    QboClient,
    QboClientError,
    QboDuplicateError,
    QboNotFoundError,
    QboRequestError,
    QboStaleError,
    QboThrottledError,
    QboUnavailableError,
    QboUncertainError,
    Transport,
    dumps_payload,
    loads_exact,
    query,
    webhook,
)
from .api_stub import NoLimit

try:
    from qbo_simulator.testing import SimulatorProcess
except ImportError:
    SimulatorProcess = None

REDIRECT = "http://127.0.0.1:8069/quickbooks/oauth/callback"
NAME = "Rosa's Kites"
_process = None


def setUpModule():
    global _process
    if SimulatorProcess is None:
        raise SkipTest("absent: the Python package qbo_simulator is not installed")
    # Detached, because Odoo's test runner ends child processes that it finds.
    _process = SimulatorProcess(detached=True).start()


def tearDownModule():
    _process.stop()


class SimulatorCase(TestCase):
    def setUp(self):
        super().setUp()
        self.qbo = _process.client()
        self.addCleanup(self.qbo.session.close)
        self.qbo.reset()
        self.qbo.set_throttle(enabled=False)
        self.endpoints = Endpoints(
            "custom", self.qbo.discovery_url, self.qbo.api_base_url
        )
        self.tokens = self.qbo.issue_tokens()
        self.refreshed = 0
        self.exchanges = []
        self.limiter = NoLimit()
        self.client = self.connect(self.limiter)

    def connect(self, limiter, **more):
        transport = Transport(
            self.endpoints,
            self.qbo.realm_id,
            self.access_token,
            limiter,
            on_exchange=self.exchanges.append,
            **more,
        )
        self.addCleanup(transport.close)
        return QboClient(transport)

    def access_token(self, force):
        if force:
            self.refreshed += 1
            self.tokens = self.qbo.issue_tokens()
        return self.tokens["access_token"]

    def make_oauth(self, **changes):
        keys = {
            "client_id": self.qbo.app.client_id,
            "client_secret": self.qbo.app.client_secret,
            **changes,
        }
        return OAuthClient(
            **keys,
            redirect_uri=REDIRECT,
            endpoints=self.endpoints,
            discovery=DiscoveryCache(),
        )

    def make_customer(self):
        return self.client.create("Customer", {"DisplayName": NAME}, "customer-1")

    def count(self, entity):
        return len(self.qbo.all(entity))


class TestSignIn(SimulatorCase):
    def sign_in(self):
        oauth = self.make_oauth()
        url = oauth.authorization_url("state-1")
        callback = parse_qs(urlsplit(self.qbo.follow_consent(url)).query)
        self.assertEqual(callback["state"], ["state-1"])
        self.assertEqual(callback["realmId"], [self.qbo.realm_id])
        return oauth, callback["code"][0]

    def test_consent_tokens_use_and_revocation(self):
        oauth, code = self.sign_in()
        tokens = oauth.exchange(code, self.qbo.realm_id)
        life = tokens.refresh_expires_at - tokens.access_expires_at
        self.assertGreater(life, timedelta(days=99))
        self.assertGreater(tokens.hard_expires_at, tokens.refresh_expires_at)
        self.tokens = {"access_token": tokens.access_token}
        self.assertEqual(self.client.company_info()["Country"], "US")
        renewed = oauth.refresh(tokens.refresh_token)
        self.tokens = {"access_token": renewed.access_token}
        self.assertEqual(self.client.company_info()["Country"], "US")
        oauth.revoke(renewed.refresh_token)
        with self.assertRaises(QboAuthError) as caught:
            oauth.refresh(renewed.refresh_token)
        self.assertTrue(caught.exception.reauthorise)
        oauth.revoke(renewed.refresh_token)

    def test_a_code_serves_once(self):
        oauth, code = self.sign_in()
        oauth.exchange(code, self.qbo.realm_id)
        with self.assertRaises(QboAuthError):
            oauth.exchange(code, self.qbo.realm_id)

    def test_wrong_credentials_are_the_apps_fault(self):
        oauth = self.make_oauth(client_secret="wrong")
        with self.assertRaises(QboClientError):
            oauth.refresh(self.tokens["refresh_token"])

    def test_a_broken_token_endpoint_disconnects_nobody(self):
        oauth = self.make_oauth()
        self.qbo.fail_next(operation="refresh", status=503)
        with self.assertRaises(QboUnavailableError):
            oauth.refresh(self.tokens["refresh_token"])
        self.qbo.fail_next(operation="refresh", kind="cut", when="after")
        with self.assertRaises(QboUncertainError):
            oauth.refresh(self.tokens["refresh_token"])
        self.assertTrue(oauth.refresh(self.tokens["refresh_token"]).access_token)

    def test_an_expired_access_token_is_replaced_once_on_the_way(self):
        self.qbo.expire_access_tokens()
        self.assertTrue(self.client.company_info())
        self.assertEqual(self.refreshed, 1)
        self.assertEqual(
            [exchange.error_kind for exchange in self.exchanges], ["auth", ""]
        )

    def test_a_connection_cut_in_quickbooks_needs_a_new_consent(self):
        oauth = self.make_oauth()
        self.qbo.disconnect()
        with self.assertRaises(QboAuthError) as caught:
            oauth.refresh(self.tokens["refresh_token"])
        self.assertTrue(caught.exception.reauthorise)

    def test_a_token_of_another_company_is_refused(self):
        other = self.qbo.add_company(seed="uk")
        self.access_token = lambda force: self.qbo.issue_tokens(other)["access_token"]
        with self.assertRaises(QboAuthError) as caught:
            self.connect(self.limiter).company_info()
        self.assertTrue(caught.exception.reauthorise)


class TestRecords(SimulatorCase):
    def test_a_record_is_created_read_changed_and_made_inactive(self):
        created = self.make_customer()
        self.assertEqual(created["SyncToken"], "0")
        read = self.client.read("Customer", created["Id"])
        self.assertEqual(read["DisplayName"], NAME)
        change = {
            "Id": created["Id"],
            "SyncToken": created["SyncToken"],
            "sparse": True,
            "Active": False,
        }
        changed = self.client.update("Customer", change, "u-1")
        self.assertEqual((changed["SyncToken"], changed["Active"]), ("1", False))

    def test_a_stale_token_a_taken_name_and_a_missing_record_are_told_apart(self):
        created = self.make_customer()
        stale = {"Id": created["Id"], "SyncToken": "7", "sparse": True, "Notes": "x"}
        with self.assertRaises(QboStaleError):
            self.client.update("Customer", stale, "u-1")
        with self.assertRaises(QboDuplicateError) as caught:
            self.client.create(
                "Customer", {"DisplayName": created["DisplayName"]}, "c2"
            )
        self.assertTrue(caught.exception.tid)
        self.assertIn("already", caught.exception.detail)
        with self.assertRaises(QboNotFoundError):
            self.client.read("Customer", "999999")
        with self.assertRaises(QboRequestError):
            self.client.create("Customer", {"DisplayName": "B", "Colour": "red"}, "c3")

    def test_an_invoice_keeps_its_cents_and_is_voided_and_deleted(self):
        customer = self.make_customer()
        (item, *_rest) = self.client.query(
            query.select("Item", query.equals("Type", "Service"))
        )
        line = {
            "Amount": Decimal("33.30"),
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {
                "ItemRef": {"value": item["Id"]},
                "Qty": Decimal("3"),
                "UnitPrice": Decimal("11.10"),
                "TaxCodeRef": {"value": "NON"},
            },
        }
        body = {"CustomerRef": {"value": customer["Id"]}, "Line": [line]}
        invoice = self.client.create("Invoice", body, "i-1")
        self.assertEqual(invoice["TotalAmt"], Decimal("33.30"))
        self.assertIsInstance(invoice["TotalAmt"], Decimal)
        voided = self.client.void(
            "Invoice", {"Id": invoice["Id"], "SyncToken": invoice["SyncToken"]}, "v-1"
        )
        self.assertEqual(voided["TotalAmt"], 0)
        self.assertIsInstance(voided["TotalAmt"], int)
        gone = self.client.delete(
            "Invoice", {"Id": voided["Id"], "SyncToken": voided["SyncToken"]}, "d-1"
        )
        self.assertEqual(gone["status"], "Deleted")
        with self.assertRaises(QboNotFoundError):
            self.client.read("Invoice", invoice["Id"])


class TestReading(SimulatorCase):
    NAMES = ("O'Brien & Söhne", "Back\\slash", "Quote'\\'s", "漢字", "100% (sure)")

    def test_every_name_is_found_again(self):
        for number, name in enumerate(self.NAMES):
            self.client.create("Customer", {"DisplayName": name}, f"n-{number}")
        (where,) = query.where_in("DisplayName", self.NAMES)
        found = self.client.query(query.select("Customer", where))
        self.assertCountEqual([row["DisplayName"] for row in found], self.NAMES)
        for name in self.NAMES:
            with self.subTest(name=name):
                where = query.equals("DisplayName", name)
                self.assertEqual(self.client.count("Customer", where), 1)

    def test_pages_cover_everything_once_and_inactive_ones_on_demand(self):
        for number in range(7):
            self.qbo.create("Customer", {"DisplayName": f"Page {number}"})
        inactive = self.make_customer()
        self.qbo.update(
            "Customer", {"Id": inactive["Id"], "Active": False, "sparse": True}
        )
        active = self.client.count("Customer")
        for active_too, expected in ((False, active), (True, active + 1)):
            pages = self.client.query_all(
                "Customer", page_size=3, active_too=active_too
            )
            ids = [row["Id"] for rows in pages for row in rows]
            self.assertEqual(len(ids), expected)
            self.assertEqual(len(set(ids)), expected)
            self.assertEqual(ids, sorted(ids, key=int))
        self.assertEqual(active_too, inactive["Id"] in ids)

    def test_a_statement_in_error_is_our_fault(self):
        with self.assertRaises(QboRequestError):
            self.client.query("SELECT * FORM Customer")

    def test_preferences_are_read(self):
        currency = self.client.preferences()["CurrencyPrefs"]["HomeCurrency"]["value"]
        self.assertEqual(currency, "USD")

    def test_changes_and_deletions_since_a_time(self):
        since = self.qbo.clock.now() - timedelta(seconds=1)
        self.qbo.clock.advance(5)
        customer = self.make_customer()
        changes = self.client.cdc(["Customer", "Invoice"], since)
        self.assertIn(customer["Id"], [row["Id"] for row in changes["Customer"]])
        self.assertEqual(changes["Invoice"], [])
        self.assertFalse(changes.truncated)
        seconds = (changes.time - self.qbo.clock.now()).total_seconds()
        self.assertLess(abs(seconds), 30)
        self.assertEqual(
            self.exchanges[-1].count, 1, "one read, however many kinds it asks about"
        )


class TestOnceOnly(SimulatorCase):
    """The same request id, whatever happened to the first answer."""

    BODY = {"DisplayName": "Once"}

    def lose_first_answer(self, error, client=None):
        before = self.count("Customer")
        client = client or self.client
        with self.assertRaises(error):
            client.create("Customer", self.BODY, "once-1")
        self.qbo.clear_faults()
        customer = client.create("Customer", self.BODY, "once-1")
        self.assertEqual(self.count("Customer"), before + 1)
        self.assertEqual(
            client.create("Customer", self.BODY, "once-1")["Id"], customer["Id"]
        )

    def test_a_timeout_after_the_work(self):
        self.qbo.fail_next(kind="delay", when="after", seconds=1.5)
        self.lose_first_answer(
            QboUncertainError, self.connect(NoLimit(), timeout=(2, 0.5))
        )

    def test_a_cut_after_the_work(self):
        self.qbo.fail_next(kind="cut", when="after")
        self.lose_first_answer(QboUncertainError)

    def test_half_an_answer(self):
        self.qbo.fail_next(kind="truncate")
        self.lose_first_answer(QboUncertainError)

    def test_a_server_error_after_the_work(self):
        self.qbo.fail_next(status=502, when="after")
        self.lose_first_answer(QboUnavailableError)

    def test_a_server_error_before_the_work(self):
        self.qbo.fail_next(status=503)
        self.lose_first_answer(QboUnavailableError)


class TestBatch(SimulatorCase):
    def items(self, number):
        # As the engine does it: the text is kept, and sent again after a crash.
        return [
            BatchItem(
                f"b{index}",
                "create",
                "Customer",
                dumps_payload({"DisplayName": f"Batch {index}"}),
            )
            for index in range(number)
        ]

    def test_thirty_records_in_one_request_in_any_order(self):
        before = self.count("Customer")
        self.qbo.fail_next(kind="shuffle")
        results = self.client.batch(self.items(30), "batch-1")
        self.assertEqual(
            [result.obj["DisplayName"] for result in results],
            [f"Batch {index}" for index in range(30)],
        )
        self.assertEqual(self.count("Customer"), before + 30)
        self.assertEqual(self.qbo.count("batch"), 1)
        self.assertEqual(self.limiter.acquired, [True])

    def test_one_bad_item_does_not_hold_up_its_neighbours(self):
        items = self.items(3)
        items[1] = BatchItem("b1", "create", "Customer", {"DisplayName": "Batch 0"})
        good, bad, fine = self.client.batch(items, "batch-1")
        self.assertTrue(good.obj and fine.obj)
        self.assertIsInstance(bad.error, QboDuplicateError)
        self.assertEqual(bad.error.tid, self.exchanges[-1].tid)

    def test_a_batch_sent_again_after_a_crash_doubles_nothing(self):
        before = self.count("Customer")
        self.qbo.fail_next(kind="cut", when="after")
        with self.assertRaises(QboUncertainError):
            self.client.batch(self.items(5), "batch-1")
        results = self.client.batch(self.items(5), "batch-1")
        self.assertEqual([result.error for result in results], [None] * 5)
        self.assertEqual(self.count("Customer"), before + 5)

    def test_queries_and_writes_travel_together(self):
        customer = self.make_customer()
        items = [
            BatchItem(
                "q",
                "query",
                "Customer",
                statement=query.select("Customer", query.equals("Id", customer["Id"])),
            ),
            BatchItem(
                "u",
                "update",
                "Customer",
                {"Id": customer["Id"], "SyncToken": "9", "sparse": True, "Notes": "x"},
            ),
            BatchItem(
                "none",
                "query",
                "Customer",
                statement=query.select("Customer", query.equals("DisplayName", "?")),
            ),
        ]
        found, stale, none = self.client.batch(items, "batch-1")
        self.assertEqual([row["Id"] for row in found.rows], [customer["Id"]])
        self.assertIsInstance(stale.error, QboStaleError)
        self.assertEqual(none.rows, [])


class TestPace(SimulatorCase):
    def test_a_throttling_in_any_format_says_how_long_to_wait(self):
        for form in ("xml", "json", "gateway"):
            for headers, seconds in (({}, 60), ({"Retry-After": "3"}, 3)):
                with self.subTest(form=form, headers=headers):
                    self.qbo.fail_next(status=429, format=form, headers=headers)
                    with self.assertRaises(QboThrottledError) as caught:
                        self.client.company_info()
                    self.assertEqual(caught.exception.retry_after, seconds)
                    self.assertEqual(self.limiter.penalties.pop(), seconds)

    def test_the_limiter_keeps_within_the_servers_limit(self):
        self.qbo.set_throttle(enabled=True, per_second=4)
        client = self.connect(LocalLimiter(Limits(per_second=4)))
        for _number in range(9):
            client.company_info()
        self.assertEqual({exchange.status for exchange in self.exchanges}, {200})

    def test_without_pacing_the_server_throttles(self):
        self.qbo.set_throttle(enabled=True, per_second=4)
        with self.assertRaises(QboThrottledError):
            for _number in range(30):
                self.client.company_info()


class TestNotices(SimulatorCase):
    def test_what_the_simulator_signs_is_verified_and_read(self):
        customer = self.make_customer()
        for form in ("cloudevents", "legacy"):
            with self.subTest(form=form):
                preview = self.qbo.webhook_preview(form)
                body = preview["body"].encode()
                headers = {name.lower(): v for name, v in preview["headers"].items()}
                signature = headers["intuit-signature"]
                token = self.qbo.settings()["webhooks"]["verifier_token"]
                self.assertTrue(webhook.verify(body, signature, token))
                self.assertFalse(webhook.verify(body, signature, "another"))
                self.assertFalse(webhook.verify(body + b" ", signature, token))
                (notice,) = webhook.parse(body)
                self.assertEqual(
                    (notice.realm_id, notice.entity, notice.qbo_id, notice.operation),
                    (self.qbo.realm_id, "Customer", customer["Id"], "create"),
                )
                self.assertIsNotNone(notice.when.tzinfo)
                self.assertIsInstance(loads_exact(body), (list, dict))
