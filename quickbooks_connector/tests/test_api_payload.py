import json
from decimal import Decimal
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from ..api import RawJson, dumps_payload, loads_exact
from ..api.payload import as_json_object

numbers = st.integers() | st.decimals(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


class TestPayload(TestCase):
    def test_amounts_keep_their_exact_spelling(self):
        payload = {"Amount": Decimal("1.50"), "UnitPrice": Decimal("0.5306667")}
        self.assertEqual(
            dumps_payload(payload), '{"Amount":1.50,"UnitPrice":0.5306667}'
        )

    def test_a_number_beyond_floats_survives(self):
        text = dumps_payload([Decimal("12345678901234567.89")])
        self.assertEqual(text, "[12345678901234567.89]")

    def test_exponents_and_negative_zero_are_written_plainly(self):
        payload = [Decimal("1E+3"), Decimal("1E-7"), Decimal("-0.00")]
        self.assertEqual(dumps_payload(payload), "[1000,0.0000001,0.00]")

    def test_equal_payloads_give_one_text_whatever_their_order(self):
        one = {"b": {"y": 1, "x": [None, True]}, "a": "é\n"}
        other = {"a": "é\n", "b": {"x": [None, True], "y": 1}}
        self.assertEqual(dumps_payload(one), dumps_payload(other))
        self.assertEqual(
            dumps_payload(one), '{"a":"\\u00e9\\n","b":{"x":[null,true],"y":1}}'
        )

    def test_floats_are_refused_with_a_hint(self):
        with self.assertRaisesRegex(TypeError, "Use Decimal"):
            dumps_payload({"Qty": 0.1})

    def test_what_json_does_not_know_is_refused(self):
        for value in ({1: "a"}, {"a": {1}}, object(), [b"x"]):
            with self.subTest(value=value), self.assertRaises(TypeError):
                dumps_payload(value)
        for number in ("NaN", "Infinity", "-Infinity"):
            with self.subTest(number=number), self.assertRaises(ValueError):
                dumps_payload(Decimal(number))

    def test_a_stored_text_goes_out_untouched(self):
        stored = '{"b": 1.500, "a":"x"}'
        self.assertEqual(
            dumps_payload({"Invoice": RawJson(stored)}), f'{{"Invoice":{stored}}}'
        )
        self.assertEqual(as_json_object(stored), stored)

    def test_a_stored_text_must_be_an_object(self):
        for text in ("", "[1]", "{", '"x"', '{"a": NaN}'):
            with self.subTest(text=text), self.assertRaises(ValueError):
                as_json_object(text)

    def test_reading_makes_no_floats(self):
        answer = loads_exact(b'{"TotalAmt": 100.00, "Balance": 0, "Qty": 1e2}')
        self.assertEqual(str(answer["TotalAmt"]), "100.00")
        self.assertEqual(
            [type(value) for value in answer.values()], [Decimal, int, Decimal]
        )

    @settings(deadline=None, database=None, max_examples=150)
    @given(values)
    def test_whatever_is_written_is_read_back_equal(self, value):
        text = dumps_payload(value)
        self.assertEqual(loads_exact(text), value)
        json.loads(text)
        self.assertTrue(text.isascii())
