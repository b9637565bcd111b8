import json
import logging
from unittest import TestCase

from ..api import get_logger, mask

SECRET = "AB11795812345sEcReTxYz"


class TestMask(TestCase):
    def test_secrets_are_masked_in_every_spelling(self):
        texts = [
            f"Authorization: Bearer {SECRET}",
            f"{{'Authorization': 'Bearer {SECRET}'}}",
            f"authorization=Basic {SECRET}==",
            f"Token expired: {SECRET}",
            json.dumps({"access_token": SECRET, "expires_in": 3600}),
            json.dumps({"refresh_token": SECRET}, indent=1),
            json.dumps({"inner": json.dumps({"client_secret": SECRET})}),
            str({"client_secret": SECRET, "id_token": SECRET}),
            f"grant_type=refresh_token&refresh_token={SECRET}&x=1",
            f"https://app.example/callback?code={SECRET}&state={SECRET}&realmId=1",
            f'{{"code": "{SECRET}"}}',
            f"verifier_token={SECRET}",
            f"intuit-signature: 'x' 'intuit-signature': '{SECRET}'",
            f'{{"token":"{SECRET}"}}',
        ]
        for text in texts:
            with self.subTest(text=text):
                self.assertNotIn(SECRET, mask(text))

    def test_email_addresses_are_masked(self):
        for address in (
            "amy.o'hara+x@mail.example.com",
            "Amy_1@example.co.uk",
            "amy%40example.com",
        ):
            with self.subTest(address=address):
                masked = mask(f'{{"Address": "{address}"}} to {address}.')
                self.assertEqual(masked, '{"Address": "***@***"} to ***@***.')

    def test_postal_addresses_phones_and_tax_numbers_are_masked(self):
        body = {
            "BillAddr": {
                "Line1": '4581 Finch "St"',
                "Line2": "Apt 2",
                "City": "Bayshore",
                "CountrySubDivisionCode": "CA",
                "PostalCode": "94326",
                "Lat": "INVALID",
            },
            "PrimaryPhone": {"FreeFormNumber": "(650) 555-3311"},
            "PrimaryTaxIdentifier": "99-5688293",
        }
        once = json.dumps(body)
        for text in (once, json.dumps({"body": once}), repr(body)):
            with self.subTest(text=text):
                masked = mask(text)
                for part in ("Finch", "Apt", "Bayshore", "94326", "3311", "5688293"):
                    self.assertNotIn(part, masked)
        masked = json.loads(mask(once))
        self.assertEqual(masked["BillAddr"]["PostalCode"], "***")

    def test_what_support_needs_stays(self):
        texts = [
            '{"Error": [{"code": "5010", "element": "Line1"}]}',
            "errorCode=003200; statusCode=401",
            '"Line": [{"LineNum": 1, "Amount": 100.00, "Description": "Rock"}]',
            '{"DisplayName": "Amy\'s Bird Sanctuary", "DocNumber": "INV/2026/0001"}',
            "tid 1-5f7349e0-0fd2bee86a8a83c67a77fbb2",
            "POST create Invoice x1: 200 ok, 312 ms",
        ]
        for text in texts:
            with self.subTest(text=text):
                self.assertEqual(mask(text), text)

    def test_long_texts_are_masked_in_reasonable_time(self):
        row = {"Id": "1", "BillAddr": {"Line1": "x" * 40}, "Note": "a" * 200}
        text = json.dumps([row] * 3000) + '"Line1": "' + "\\" * 2000
        self.assertNotIn("xxxx", mask(text))


class TestFilter(TestCase):
    def setUp(self):
        super().setUp()
        self.logger = get_logger("odoo.addons.quickbooks_connector.test_masking")

    def formatted(self, records):
        formatter = logging.Formatter()
        return "\n".join(formatter.format(record) for record in records)

    def test_arguments_are_masked(self):
        with self.assertLogs(self.logger, "DEBUG") as logs:
            self.logger.debug("> %s %s", {"access_token": SECRET}, 100)
        self.assertEqual(self.formatted(logs.records), "> {'access_token': '***'} 100")

    def test_exceptions_are_masked(self):
        with self.assertLogs(self.logger, "ERROR") as logs:
            try:
                raise ValueError(f"Bearer {SECRET}")
            except ValueError:
                self.logger.exception("failed")
        text = self.formatted(logs.records)
        self.assertIn("ValueError: Bearer ***", text)
        self.assertNotIn(SECRET, text)

    def test_the_filter_is_added_once(self):
        again = get_logger(self.logger.name)
        self.assertIs(again, self.logger)
        self.assertEqual(len(again.filters), 1)
