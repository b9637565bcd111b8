"""The scoring alone: what is called sure is right, what is not clear is not guessed."""

import ast
from decimal import Decimal
from pathlib import Path

from odoo.tests import BaseCase, tagged

from .. import matching
from ..matching import terms as matching_terms
from ..matching import text
from . import matching_lists as lists


def _lines(table):
    return [line.strip() for line in table.strip().splitlines()]


def _rates(listed):
    return tuple(Decimal(rate) for rate in listed.split(",") if rate)


class Books:
    """Both lists of one kind, with what an accountant would choose."""

    def __init__(self):
        self.records = []
        self.entries = []
        self.wanted = {}
        self.keys = {}

    def wants(self, key, name):
        self.wanted[key] = None if name == "?" else name

    def check(self, proposals):
        """Return ``(wrong sure, right sure, wrong, right)`` as lists of names."""
        names = {entry.key: entry.name for entry in self.entries}
        found = {"wrong sure": [], "sure": [], "wrong": [], "right": [], "unclear": []}
        for record in self.records:
            proposal = proposals[record.key]
            said = (record.name, names.get(proposal.entry), proposal.reason)
            right = names.get(proposal.entry) == self.wanted[record.key]
            if not proposal.entry:
                found["unclear"].append((record.name, self.wanted[record.key]))
                continue
            found["right" if right else "wrong"].append(said)
            if proposal.confidence == matching.SURE:
                found["sure" if right else "wrong sure"].append(said)
        return found


def account_books():
    """Return the two charts of accounts."""
    books = Books()
    theirs = []
    for key, line in enumerate(_lines(lists.ACCOUNTS), 1):
        ours, _arrow, entry = line.partition(" => ")
        code, type_, name = ours.split(";")
        books.records.append(matching.Account(key, name, code, type_))
        books.wants(key, entry.rpartition(";")[2])
        if entry != "?":
            theirs.append(entry)
    for key, entry in enumerate(theirs + _lines(lists.MORE_ACCOUNTS), 1):
        code, type_, name = entry.split(";")
        type_ = lists.TYPES.get(type_, type_)
        books.entries.append(matching.AccountEntry(key, name, code, type_))
    return books


def tax_books():
    """Return the two lists of taxes."""
    books = Books()
    for key, line in enumerate(_lines(lists.TAXES), 1):
        ours, _arrow, entry = line.partition(" => ")
        side, name, label, rates = ours.split(";")
        books.records.append(matching.Tax(key, name, side, _rates(rates), label))
        books.wants(key, entry)
    for key, line in enumerate(_lines(lists.TAX_CODES), 1):
        name, sale, purchase, description = line.split(";")
        books.entries.append(
            matching.TaxEntry(key, name, _rates(sale), _rates(purchase), description)
        )
    return books


def term_books():
    """Return the two lists of payment terms."""
    books = Books()
    shapes = {"days": matching_terms.days, "day": matching_terms.day_of_month}
    for key, line in enumerate(_lines(lists.TERMS), 1):
        ours, _arrow, entry = line.partition(" => ")
        name, shape = ours.split(";")
        kind, *numbers = shape.split()
        made = shapes[kind](*map(int, numbers)) if kind in shapes else None
        books.records.append(matching.Term(key, name, made))
        books.wants(key, entry)
    for key, line in enumerate(_lines(lists.TERM_ENTRIES), 1):
        name, said = line.split(";")
        numbers = said.split()
        if numbers[0] == "day":
            obj = {"DayOfMonthDue": int(numbers[1])}
        else:
            fields = ("DueDays", "DiscountPercent", "DiscountDays")
            obj = dict(zip(fields, map(int, numbers), strict=False))
        books.entries.append(matching.term_of_object(key, name, obj))
    return books


@tagged("post_install", "-at_install")
class TestQuality(BaseCase):
    def _check(self, books, proposals, least_sure):
        found = books.check(proposals)
        self.assertFalse(found["wrong sure"], "a sure proposal is never wrong")
        proposed = len(found["right"]) + len(found["wrong"])
        self.assertGreaterEqual(len(found["right"]), 0.9 * proposed, found["wrong"])
        clear = sum(1 for name in books.wanted.values() if name)
        # Proposing nothing would be right as well: most have to be found.
        self.assertGreaterEqual(len(found["sure"]), least_sure * clear)
        return found

    def test_two_hundred_accounts_with_like_names(self):
        books = account_books()
        self.assertGreaterEqual(len(books.records), 200)
        proposals = matching.propose_accounts(books.records, books.entries)
        found = self._check(books, proposals, 0.5)
        self.assertGreaterEqual(len(found["right"]), 150)

    def test_thirty_taxes_with_like_names(self):
        books = tax_books()
        self.assertEqual(len(books.records), 30)
        self._check(books, matching.propose_taxes(books.records, books.entries), 0.7)

    def test_twenty_terms_with_like_names(self):
        books = term_books()
        self.assertEqual(len(books.records), 20)
        self._check(books, matching.propose_terms(books.records, books.entries), 0.9)


@tagged("post_install", "-at_install")
class TestNames(BaseCase):
    def test_names_written_otherwise_have_the_same_words(self):
        for one, other in (
            ("Prof. Fees & Services", "services and professional fee"),
            ("Misc. Expenses", "Miscellaneous expense"),
            ("Café Supplies", "CAFE SUPPLIES"),
            ("Workers' Compensation", "Worker's Comp"),
            ("Repairs:Forklift Maint.", "Forklift Maintenance - Repair"),
        ):
            self.assertEqual(text.words(one), text.words(other), f"{one}, {other}")

    def test_names_that_differ_in_a_number_are_never_alike(self):
        self.assertEqual(text.likeness("Truck 1", "Truck 12"), 0)
        self.assertGreater(text.likeness("Truck 12", "Trucks 12"), 90)

    def test_what_has_no_counterpart_of_its_type_is_not_proposed(self):
        account = matching.Account(1, "Sales", "", "income")
        entry = matching.AccountEntry(2, "Sales", "", "Expense")
        proposal = matching.propose_accounts([account], [entry])[1]
        self.assertIsNone(proposal.entry)
        self.assertFalse(proposal.candidates)

    def test_two_accounts_of_one_name_are_never_sure(self):
        accounts = [matching.Account(key, "Sales", "", "income") for key in (1, 2)]
        entry = matching.AccountEntry(3, "Sales", "", "Income")
        for proposal in matching.propose_accounts(accounts, [entry]).values():
            self.assertEqual(proposal.confidence, matching.LIKELY)

    def test_the_scoring_imports_nothing_of_odoo_and_no_other_room(self):
        files = sorted((Path(__file__).parent.parent / "matching").glob("*.py"))
        self.assertTrue(files)
        for path in files:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom):
                    self.assertLess(node.level, 2, path.name)
                    self.assertNotEqual((node.module or "").split(".")[0], "odoo")
                elif isinstance(node, ast.Import):
                    names = [alias.name.split(".")[0] for alias in node.names]
                    self.assertNotIn("odoo", names, path.name)
