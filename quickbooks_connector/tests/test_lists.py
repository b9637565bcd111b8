"""What is managed in QuickBooks only, and what stands for it in Odoo."""

from odoo import Command
from odoo.tests import tagged

from ..entities import lookup
from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestLists(QuickbooksCase):
    def _read(self):
        with self._own_cursors():
            self.connection.sudo()._read_lists()
        self.env.invalidate_all()

    def _entries(self, kind, **found):
        domain = [("connection_id", "=", self.connection.id), ("kind", "=", kind)]
        domain += [(fname, "=", value) for fname, value in found.items()]
        references = self.env["quickbooks.reference"].with_context(active_test=False)
        return references.search(domain)

    def _net(self, days):
        line = {"value": "percent", "value_amount": 100, "nb_days": days}
        return {"name": f"Net {days}", "line_ids": [Command.create(line)]}

    def _mapping(self, record):
        return self.env["quickbooks.mapping"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )

    def test_all_lists_are_read_in_one_batch(self):
        self._read()
        counts = self.qbo.counts()["operations"]
        self.assertEqual(counts["batch"], 1)
        self.assertLessEqual(self.qbo.count(), 3, "the company, its preferences, lists")
        for kind in ("Account", "TaxCode", "TaxRate", "Term", "PaymentMethod"):
            theirs = {obj["Id"] for obj in self.qbo.all(kind)}
            self.assertTrue(theirs)
            self.assertLessEqual(theirs, set(self._entries(kind).mapped("qbo_id")))

    def test_a_list_longer_than_a_page_is_read_to_its_end(self):
        for number in range(1001):
            self.qbo.create("Term", {"Name": f"Net {1000 + number}", "DueDays": 1})
        self._read()
        self.assertEqual(len(self._entries("Term")), len(self.qbo.all("Term")))

    def test_what_is_renamed_or_made_inactive_there_follows_here(self):
        renamed, dropped = self.qbo.all("Term")[:2]
        self.qbo.update("Term", dict(renamed, Name="Thirty days"))
        self.qbo.update("Term", dict(dropped, Active=False))
        before = self._entries("Term", qbo_id=renamed["Id"])
        self._read()
        self.assertEqual(self._entries("Term", qbo_id=renamed["Id"]), before)
        self.assertEqual(before.name, "Thirty days")
        self.assertFalse(self._entries("Term", qbo_id=dropped["Id"]).active)

    def test_reading_again_without_a_change_writes_nothing(self):
        self._read()
        before = {row.id: row.write_date for row in self._entries("Account")}
        self._read()
        after = {row.id: row.write_date for row in self._entries("Account")}
        self.assertEqual(before, after)

    def test_sure_matches_are_proposed_and_count_only_once_accepted(self):
        term = self.env["account.payment.term"].create(self._net(30))
        exempt = self.tax_sale_a.copy({"name": "Nothing", "amount": 0})
        self._read()
        mapping = self._mapping(term)
        self.assertEqual(mapping.state, "proposed")
        self.assertEqual(mapping.reference_id.name, "Net 30")
        self.assertIn("same name", mapping.reason)
        self.assertEqual(self._mapping(exempt).reference_id.qbo_id, "NON")
        self.assertFalse(lookup.matched(self.connection, "Term", term))
        mapping.action_accept()
        self.assertEqual(
            lookup.matched(self.connection, "Term", term)[term.id],
            mapping.reference_id,
        )

    def test_what_is_alike_twice_is_not_guessed(self):
        term = self.env["account.payment.term"].create(self._net(30))
        self.env["quickbooks.reference"].sudo().create(
            {
                "connection_id": self.connection.id,
                "kind": "Term",
                "qbo_id": "9001",
                "name": "NET 30",
            }
        )
        mappings = self.env["quickbooks.mapping"].sudo()
        mappings._propose(self.connection.sudo())
        mapping = self._mapping(term)
        self.assertEqual(mapping.state, "open")
        self.assertFalse(mapping.reference_id)

    def test_what_somebody_chose_is_left_alone_until_it_becomes_inactive(self):
        term = self.env["account.payment.term"].create(self._net(30))
        self._read()
        chosen = self._entries("Term", name="Net 60")
        self._mapping(term).reference_id = chosen
        self.assertEqual(self._mapping(term).state, "done")
        self._read()
        self.assertEqual(self._mapping(term).reference_id, chosen)
        theirs = self.qbo.read("Term", chosen.qbo_id)
        self.qbo.update("Term", dict(theirs, Active=False))
        self._read()
        self.assertNotEqual(self._mapping(term).reference_id, chosen)
        self.assertNotEqual(self._mapping(term).state, "done")
