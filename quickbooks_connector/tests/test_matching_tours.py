"""The matching as a person does it: at a desk, on a phone, on the record itself."""

from odoo import Command
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from .common import QuickbooksCase


class ToursCase(QuickbooksCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounts = cls.env["account.account"].create(
            [
                {"name": name, "code": code, "account_type": "income"}
                for name, code in (
                    ("Zoological fees", "409998"),
                    ("Botanical fees", "409999"),
                )
            ]
        )
        for account in cls.accounts:
            cls.env["product.product"].create(
                {"name": account.name, "property_account_income_id": account.id}
            )
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "Net 60 days",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 60}
                    )
                ],
            }
        )
        cls.partner_a.property_payment_term_id = cls.term
        cls.env["quickbooks.mapping"].action_open()

    def _row(self, record):
        """Return the match of ``record``; of a journal, where it is deposited."""
        return self.env["quickbooks.mapping"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("kind", "!=", "PaidFrom"),
            ]
        )

    def _tour(self, name):
        self.start_tour("/odoo/quickbooks-matching", name, login=self.env.user.login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestMatchingTours(ToursCase):
    def test_choose_one_and_leave_one_out(self):
        self._tour("quickbooks_matching")
        chosen, left_out = (self._row(account) for account in self.accounts)
        self.assertEqual(chosen.state, "done")
        self.assertEqual(chosen.reference_id.name, "Shipping Income")
        self.assertEqual(left_out.state, "skipped")

    def test_the_sure_ones_are_counted_and_accepted_at_once(self):
        mappings = self.env["quickbooks.mapping"]
        sure = mappings.search(
            [("state", "=", "proposed"), ("confidence", "=", "sure")]
        )
        self.assertIn(self._row(self.term), sure)
        self._tour("quickbooks_matching_accept_sure")
        self.assertEqual(set(sure.mapped("state")), {"done"})

    def test_taking_over_without_a_file_says_what_is_missing(self):
        with mute_logger("odoo.http"):
            self._tour("quickbooks_matching_transfer")

    def test_the_same_on_the_forms_of_odoo(self):
        entries = self.env["quickbooks.reference"]
        for record, name in (
            (self.accounts[0], "Shipping Income"),
            (self.tax_sale_a, "Non-taxable (NON)"),
            (self.term, "Net 30"),
            (self.company_data["default_journal_bank"], "Checking"),
        ):
            entry = entries.search(
                [("connection_id", "=", self.connection.id), ("name", "=", name)]
            )
            with self.subTest(name=name), Form(record) as form:
                form.qbo_reference_id = entry
            self.assertEqual(self._row(record).reference_id, entry)
            self.assertEqual(self._row(record).state, "done")


@tagged("post_install", "-at_install")
class TestMatchingOnAPhone(ToursCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_accept_on_a_card(self):
        self._tour("quickbooks_matching_phone")
        self.assertEqual(self._row(self.term).state, "done")
