"""X1: much of QuickBooks is read in few calls, whatever changes meanwhile."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import tagged

from ..api import query
from ..api.errors import QboUnavailableError
from ..sync import pages
from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestPages(QuickbooksCase):
    def setUp(self):
        super().setUp()
        # Pages of five rows, ten a call.
        for name, value in (("PAGE_MAX_ROWS", 5), ("_STRIDE", 4), ("ROWS_A_CALL", 10)):
            self.startPatcher(patch.object(pages, name, value))
        everybody = query.any_active()
        self.queries = {
            "Customer": ("Customer", everybody),
            "Vendor": ("Vendor", everybody),
            "Account": ("Account", everybody),
            "Estimate": ("Estimate", query.equals("DocNumber", "none such")),
        }
        for number in range(12):
            self.qbo.create("Customer", {"DisplayName": f"Customer {number:02}"})
        self.qbo.clear_journal()

    @contextmanager
    def _client(self):
        connection_sudo = self.connection.sudo()
        with self.enter_registry_test_mode(), connection_sudo._get_client() as client:
            yield client

    def _read(self, meanwhile=None):
        """Return ``{key: ids}`` of all that is read, in order, and the calls."""
        found = {key: [] for key in self.queries}
        with self._client() as client:
            reader = pages.Pages(client, self.queries)
            left, calls = reader.count(), 1
            while left:
                rows, left = reader.fetch(left)
                calls += 1
                for key, some in rows:
                    found[key] += [row["Id"] for row in some]
                if meanwhile:
                    meanwhile()
                    meanwhile = None
                self.assertLess(calls, 60, "it never comes to an end")
        return found, calls

    def _all(self, kind):
        return {obj["Id"] for obj in self.qbo.all(kind)}

    def test_every_row_is_read_once_and_pages_share_calls(self):
        found, calls = self._read()
        for kind in ("Customer", "Vendor", "Account"):
            self.assertEqual(set(found[kind]), self._all(kind), kind)
            self.assertEqual(len(found[kind]), len(set(found[kind])), kind)
        self.assertFalse(found["Estimate"])
        rows = sum(map(len, found.values()))
        self.assertLessEqual(calls, 2 + rows / 5)

    def test_rows_that_move_up_are_not_passed_over(self):
        self.queries = {"Customer": ("Customer", query.equals("Active", True))}
        before = [obj for obj in self.qbo.all("Customer") if obj["Active"]]
        first = min(before, key=lambda obj: int(obj["Id"]))

        def meanwhile():
            self.qbo.update("Customer", first | {"Active": False})

        found, _calls = self._read(meanwhile)
        self.assertEqual(set(found["Customer"]), {obj["Id"] for obj in before})

    def test_a_refusal_is_raised_and_nothing_is_lost(self):
        with self._client() as client:
            reader = pages.Pages(client, self.queries)
            left = reader.count()
            self.qbo.fail_next(status=503)
            with self.assertRaises(QboUnavailableError):
                reader.fetch(left)
            self.assertEqual(left, reader.count())
