"""X3: what was entered twice, on either side."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, new_test_user, tagged

from ..matching import Side, find_twins
from .pairing_common import PairingCase


class TestTwins(BaseCase):
    def twins(self, *sides):
        return {twins.keys: twins.reason for twins in find_twins(sides)}

    def test_what_is_shared_says_why(self):
        mail = ("desk@acme.example",)
        for one, other, reason in (
            (Side(1, "Acme", mail), Side(2, "Acme", mail), "same_email_name"),
            (Side(1, "Acme Inc"), Side(2, "ACME  inc"), "same_name"),
            (Side(1, "Acme Inc"), Side(2, "Acme"), "same_words"),
            (Side(1, "Anna Berg", mail), Side(2, "A. Berg", mail), "same_email"),
            (Side(1, "Acme", mail), Side(2, "Acme", ("x@y.z",)), "name_other_email"),
            (Side(1, "Desk", reference="D"), Side(2, "Bench", reference="d"), None),
            (Side(1, "Northern Trading"), Side(2, "Northern Traiding"), "alike_name"),
            (Side(1, "Ac", tax_id="1"), Side(2, "Ac", tax_id="1"), "same_tax_id_name"),
        ):
            expected = {(1, 2): reason or "same_reference"}
            self.assertEqual(self.twins(one, other), expected, (one, other))

    def test_what_speaks_against_it_counts(self):
        mail = ("desk@acme.example",)
        for one, other in (
            (Side(1, "Anna", mail), Side(2, "Bertrand", mail)),
            (Side(1, "Anna", place="Acme"), Side(2, "Anna", place="Zenith")),
            (Side(1, "Desk", reference="D1"), Side(2, "Desk", reference="D2")),
            (Side(1, "Acme", tax_id="1"), Side(2, "Acme", tax_id="2")),
            (Side(1, "Acme", tax_id="1"), Side(2, "Zenith", tax_id="1")),
            (Side(1, "Box 10"), Side(2, "Box 20")),
            (Side(1, "Acme"), Side(2, "Acme", active=False)),
        ):
            self.assertFalse(self.twins(one, other), (one, other))

    def test_three_are_one_group_and_what_everybody_has_tells_nothing(self):
        three = [Side(1, "Acme"), Side(2, "Acme Inc"), Side(3, "Acme, Inc.")]
        self.assertEqual(list(self.twins(*three)), [(1, 2, 3)])
        names = [Side(n, f"{chr(65 + n)}name", ("shop@x.example",)) for n in range(26)]
        crowd = names + [Side(n, f"Guest {n}", ("shop@x.example",)) for n in range(9)]
        self.assertFalse(self.twins(*crowd))


@tagged("post_install", "-at_install")
class TestDuplicates(PairingCase):
    def found(self, side, **vals):
        rows = self.env["quickbooks.duplicate"].search(
            [("side", "=", side), ("connection_id", "=", self.connection.id)]
        )
        return rows.filtered(lambda row: "Riverbank" in row.names)

    def test_both_sides_are_looked_through_when_they_are_read(self):
        here = self.contact("Riverbank Supplies") + self.contact("Riverbank Supplys")
        for name in ("Riverbank Ltd", "Riverbank"):
            self.customer(name)
        self.read_all()
        ours = self.found("odoo")
        self.assertEqual(ours.members, here.ids)
        self.assertIn("Their names are alike", ours.reason)
        theirs = self.found("quickbooks")
        domain = theirs.action_show()["domain"]
        shown = self.env["quickbooks.counterpart"].search(domain)
        self.assertEqual(set(shown.mapped("name")), {"Riverbank Ltd", "Riverbank"})
        with self.assertRaisesRegex(UserError, "it offers to merge"):
            theirs.action_merge()

    def test_contacts_are_merged_by_odoo_and_then_are_no_duplicates(self):
        here = self.contact("Riverbank Supplies") + self.contact("Riverbank Supplies")
        self.read_all()
        action = self.found("odoo").action_merge()
        wizard = self.env[action["res_model"]].with_context(**action["context"])
        wizard.create({}).action_merge()
        self.assertEqual(len(here.exists()), 1)
        self.read_all()
        self.assertFalse(self.found("odoo"))

    def test_what_somebody_called_different_stays_away(self):
        self.contact("Riverbank Supplies")
        self.contact("Riverbank Supplies")
        self.read_all()
        row = self.found("odoo")
        row.action_differ()
        self.read_all()
        self.assertTrue(row.exists().is_different)
        self.contact("Riverbank Supplies")
        self.read_all()
        self.assertFalse(self.found("odoo").is_different)

    def test_two_customers_of_one_contact_are_no_duplicates(self):
        contact = self.contact("Riverbank Supplies")
        for number, facet in enumerate(("", "EUR")):
            there = self.customer(f"Riverbank Supplies International {facet}".strip())
            self.binding_model().create(
                {
                    "connection_id": self.connection.id,
                    "entity": "Customer",
                    "res_model": contact._name,
                    "res_id": contact.id,
                    "facet": facet,
                    "qbo_id": there["Id"],
                    "sync_token": str(number),
                    "state": "synced",
                    "is_due": False,
                }
            )
        self.read_all()
        self.assertFalse(self.found("quickbooks"))

    def test_users_look_and_administrators_decide(self):
        self.contact("Riverbank Supplies")
        self.contact("Riverbank Supplies")
        self.read_all()
        clerk = new_test_user(
            self.env,
            "twins-clerk",
            "account.group_account_invoice,quickbooks_connector.quickbooks_group_user",
            company_id=self.env.company.id,
        )
        row = self.found("odoo").with_user(clerk)
        self.assertTrue(row.action_show()["domain"])
        for verb in (row.action_differ, row.action_look):
            with self.assertRaises(AccessError):
                verb()
