from unittest import TestCase

from ..api import Endpoints, QboConfigError


class TestEndpoints(TestCase):
    def test_intuits_own_addresses_cannot_be_changed(self):
        production = Endpoints(
            "production", "https://evil.example", "https://x.example"
        )
        self.assertEqual(production, Endpoints("production"))
        self.assertEqual(production.api_url, "https://quickbooks.api.intuit.com/v3")
        sandbox = Endpoints("sandbox")
        self.assertEqual(
            sandbox.api_url, "https://sandbox-quickbooks.api.intuit.com/v3"
        )
        self.assertIn("sandbox", sandbox.discovery_url)

    def test_a_custom_address_may_end_as_people_write_it(self):
        for ending in ("", "/", "/v3", "/v3/"):
            with self.subTest(ending=ending):
                endpoints = Endpoints(
                    "custom", "https://x.example/d", f" https://x.example:8/api{ending}"
                )
                self.assertEqual(endpoints.api_url, "https://x.example:8/api/v3")

    def test_plain_http_is_for_this_machine_only(self):
        for host in ("127.0.0.1:8", "localhost:8", "[::1]:8", "qbo.localhost"):
            url = f"http://{host}"
            self.assertEqual(Endpoints("custom", url, url).api_base_url, url)
        for host in ("example.com", "10.0.0.5", "localhost.example.com", "127.0.0.1.x"):
            with (
                self.subTest(host=host),
                self.assertRaisesRegex(QboConfigError, "Use https"),
            ):
                Endpoints("custom", "https://x.example", f"http://{host}")

    def test_what_is_no_address_is_refused_with_an_example(self):
        for url in (
            "",
            None,
            "example.com",
            "ftp://x",
            "https://",
            "http://[::1",
            "https://x:y",
        ):
            with (
                self.subTest(url=url),
                self.assertRaisesRegex(QboConfigError, "for example https://"),
            ):
                Endpoints("custom", url, "https://x.example")

    def test_an_unknown_environment_is_refused(self):
        with self.assertRaisesRegex(QboConfigError, "choose production"):
            Endpoints("staging")
