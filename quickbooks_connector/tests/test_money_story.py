"""S6, B3, Y1-Y4, Y7, Y14: whatever happens to the money, both ledgers agree in the end.

Stories of many partners go on side by side, so that one run of push and pull serves
them all; each has its own chance, and can be told again by its number.
``QBC_EXAMPLES`` in the environment is how many there are; at night it is 2,000.
"""

import os
import random

from odoo.tests import tagged

from .credits_common import CreditsCase
from .money_story import SIDES, Story

EXAMPLES = int(os.environ.get("QBC_EXAMPLES") or 100)
#: Stories that are told side by side.
TOGETHER = 50
#: Things that happen in a story.
DEEDS = 5


class StoryCase(CreditsCase):
    has_currencies = False
    #: Home currency for one unit of the foreign one, in QuickBooks.
    rate_there = 1.1
    #: So many things happen before both sides hear of each other.
    pace = 1

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.sudo().undo_payments = True
        accounts = {
            f"{kind}AccountRef": {
                "value": cls.qbo.all("Account", f"AccountType = '{kind}'")[0]["Id"]
            }
            for kind in ("Income", "Expense")
        }
        body = {"Name": "Work", "Type": "Service", "PurchaseCost": 1} | accounts
        cls.item_there = {"value": cls.qbo.create("Item", body)["Id"]}
        cls.qbo_state = cls.qbo.snapshot()
        cls.currencies = cls.env.company.currency_id

    def objects_there(self, kind):
        """Return all objects of a kind, as they are now."""
        return sorted(self.qbo.all(kind), key=lambda obj: int(obj["Id"]))

    def control_id(self, story):
        """Return the account in QuickBooks on which a partner owes or is owed."""
        home = self.env.company.currency_id.name
        entries = self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("account_type", "=", story.side.control),
            ],
            order="id",
        )
        return entries.filtered(
            lambda entry: (entry.currency or home) == story.currency.name
        )[0].qbo_id

    def settle_down(self):
        """Let both sides hear of each other until nothing waits any more."""
        for _round in range(8):
            self.run_push()
            self.run_pull()
            self.let_time_pass()
            self.env["quickbooks.inbound"].sudo().search([]).next_try = False
            if not self.waiting():
                return

    def waiting(self):
        """Return what still waits, on either side."""
        rows = self.binding_model().search([("is_due", "=", True)])
        notes = self.env["quickbooks.inbound"].sudo().search([])
        return [f"{row.entity} {row.res_id}: {row.message}" for row in rows] + [
            f"{note.entity} {note.qbo_id}: {note.message}" for note in notes
        ]

    def held(self):
        """Return what is held for a person, which nothing in a story deserves."""
        rows = self.binding_model().search([("state", "in", ("failed", "conflict"))])
        return [f"{row._get_record().display_name}: {row.message}" for row in rows]

    def tell(self, first, count):
        """Tell ``count`` stories from number ``first`` on, side by side."""
        stories = []
        for number in range(first, first + count):
            chance = random.Random(f"{type(self).__name__} {number}")
            side = SIDES[number % 2]
            currency = self.currencies[number // 2 % len(self.currencies)]
            name = f"Story {number} {side.party}"
            stories.append(Story(self, name, side, currency, chance))
        for deed in range(DEEDS):
            for story in stories:
                story.go_on()
            if deed % self.pace:
                # Both sides hear late of what the other has done meanwhile.
                continue
            self.settle_down()
        self.settle_down()
        self.assertStories(stories)

    def assertStories(self, stories):
        """Check that both ledgers agree, and say whose stories went wrong."""
        wrong = [
            *self.waiting(),
            *self.held(),
            *self.ledger_differences(self.connection),
        ]
        if wrong:
            told = [
                f"{story.partner.name} ({story.currency.name}): {story.log}"
                for story in stories
            ]
            self.fail("\n".join([*wrong, *told]))

    def tell_all(self, count):
        """Tell ``count`` stories, so many at a time as one run serves well."""
        for first in range(0, count, TOGETHER):
            self.tell(first, min(TOGETHER, count - first))


@tagged("post_install", "-at_install")
class TestMoneyStories(StoryCase):
    def test_both_ledgers_agree_whatever_happens(self):
        self.tell_all(EXAMPLES // 2)


@tagged("post_install", "-at_install")
class TestMoneyStoriesOfTwoCurrencies(StoryCase):
    qbo_options = {"multicurrency": True}
    has_currencies = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.currencies |= cls.setup_other_currency(
            "EUR", rates=[("2026-01-01", 0.92), ("2026-11-05", 0.9)]
        )

    def test_both_ledgers_agree_in_home_and_document_currency(self):
        self.tell_all(EXAMPLES // 2)
