import re
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from ..api import query

LITERAL = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)


class TestQuery(TestCase):
    def test_apostrophes_and_backslashes_are_escaped(self):
        table = {
            "O'Brien": r"'O\'Brien'",
            r"a\b": r"'a\\b'",
            r"a\'b": r"'a\\\'b'",
            "' OR Id = '1": r"'\' OR Id = \'1'",
            "Zoë ☕": "'Zoë ☕'",
            "": "''",
        }
        for text, literal in table.items():
            with self.subTest(text=text):
                self.assertEqual(query.quote(text), literal)

    @settings(deadline=None, database=None, max_examples=200)
    @given(st.text(alphabet=st.sampled_from("ab'\\ =%\n\"é")))
    def test_no_value_ends_its_literal_early(self, text):
        found = LITERAL.fullmatch(query.quote(text))
        self.assertTrue(found)
        self.assertEqual(re.sub(r"\\(.)", r"\1", found[1], flags=re.DOTALL), text)

    def test_every_type_has_its_literal(self):
        zone = timezone(timedelta(hours=-8))
        table = [
            (True, "true"),
            (False, "false"),
            (7, "'7'"),
            (Decimal("10.50"), "'10.50'"),
            (Decimal("1E+2"), "'100'"),
            (date(2026, 11, 1), "'2026-11-01'"),
            (
                datetime(2026, 11, 1, 7, 5, 9, 123, tzinfo=zone),
                "'2026-11-01T07:05:09-08:00'",
            ),
        ]
        for value, literal in table:
            with self.subTest(value=value):
                self.assertEqual(query.quote(value), literal)

    def test_values_that_have_no_literal_are_refused(self):
        for value in (None, 1.5, b"x", ["a"]):
            with self.subTest(value=value), self.assertRaises(TypeError):
                query.quote(value)

    def test_a_time_without_zone_is_refused(self):
        with self.assertRaisesRegex(ValueError, "time zone"):
            query.quote(datetime(2026, 11, 1))

    def test_names_and_operators_cannot_smuggle(self):
        for field in ("Id = '1' --", "", "A B", "A..B", "1A", "A'"):
            with self.subTest(field=field), self.assertRaises(ValueError):
                query.equals(field, "x")
        for operator in ("!=", "OR", "= 'x' AND Id ="):
            with self.subTest(operator=operator), self.assertRaises(ValueError):
                query.condition("Id", operator, "x")
        for entity in ("Invoice WHERE", "", "a/b"):
            with self.subTest(entity=entity), self.assertRaises(ValueError):
                query.select(entity)
        for order_by in ("Id, Name", "Id SIDEWAYS", "Id DESC; DROP"):
            with self.subTest(order_by=order_by), self.assertRaises(ValueError):
                query.select("Invoice", order_by=order_by)

    def test_a_whole_statement(self):
        statement = query.select(
            "Customer",
            query.all_of(
                query.any_active(),
                "",
                query.equals("PrimaryEmailAddr", "a@b.example"),
                query.condition("MetaData.LastUpdatedTime", ">=", date(2026, 1, 2)),
                query.condition("DisplayName", "like", "Ab%"),
            ),
            order_by="Id desc",
            start=1001,
            limit=1000,
        )
        self.assertEqual(
            statement,
            "SELECT * FROM Customer WHERE Active IN (true, false)"
            " AND PrimaryEmailAddr = 'a@b.example'"
            " AND MetaData.LastUpdatedTime >= '2026-01-02'"
            " AND DisplayName LIKE 'Ab%'"
            " ORDERBY Id DESC STARTPOSITION 1001 MAXRESULTS 1000",
        )

    def test_a_page_has_1_to_1000_rows_from_row_1_on(self):
        for start, limit in ((0, 10), (1, 0), (1, 1001), (-1, 5)):
            with self.subTest(start=start, limit=limit), self.assertRaises(ValueError):
                query.select("Invoice", start=start, limit=limit)

    def test_counting(self):
        self.assertEqual(query.count("Item"), "SELECT COUNT(*) FROM Item")
        self.assertEqual(
            query.count("Item", query.equals("Type", "Service")),
            "SELECT COUNT(*) FROM Item WHERE Type = 'Service'",
        )


class TestWhereIn(TestCase):
    def test_values_are_covered_once_in_order(self):
        found = list(query.where_in("Id", ["3", "1", "3", "2"], size=2))
        self.assertEqual(found, ["Id IN ('3', '1')", "Id IN ('2')"])

    def test_no_values_no_condition(self):
        self.assertEqual(list(query.where_in("Id", [])), [])

    def test_long_names_make_short_lists(self):
        names = [f"{number:03}{'x' * 497}" for number in range(30)]
        conditions = list(query.where_in("DisplayName", names))
        self.assertEqual(
            [literal for text in conditions for literal in LITERAL.findall(text)], names
        )
        self.assertLess(max(map(len, conditions)), query.MAX_VALUES_LENGTH + 100)

    def test_one_value_longer_than_the_bound_still_goes_out(self):
        name = "y" * (query.MAX_VALUES_LENGTH + 1)
        self.assertEqual(list(query.where_in("Name", [name])), [f"Name IN ('{name}')"])
