"""Spreadsheets: what somebody wrote stays text, what comes is distrusted."""

import io
import zipfile
from unittest import TestCase

from hypothesis import example, given, settings
from hypothesis import strategies as st

from .. import spreadsheet

few = settings(max_examples=60, deadline=None, database=None, derandomize=True)
FORMULAS = (
    "=1+1",
    "{=1+1}",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("https://example.com","x")',
    "\t=1+1",
    "=cmd|' /C calc'!A0",
)
WORKBOOK = spreadsheet.write([("Name",), ("Harbour",)])


class TestSpreadsheet(TestCase):
    def test_what_begins_like_a_formula_is_text(self):
        content = spreadsheet.write([("Name",), *((text,) for text in FORMULAS)])
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml")
            self.assertFalse([n for n in archive.namelist() if "_rels/sheet" in n])
        self.assertNotIn(b"<f>", sheet)
        self.assertNotIn(b"<f ", sheet)
        rows = spreadsheet.read(content)[1:]
        self.assertEqual([row[0] for row in rows], [text.strip() for text in FORMULAS])
        self.assertFalse([row for row in rows if type(row[0]) is not str])

    @few
    @given(st.text(max_size=30))
    @example("\x01\x1f\x7f\x85\ufffe\uffff")
    @example("x" * 40_000)
    @example("https://example.com/" + "x" * 3000)
    @example("\ud800")
    def test_every_text_gives_a_book_that_can_be_read(self, text):
        rows = spreadsheet.read(spreadsheet.write([("Name", "Last"), (text, "end")]))
        self.assertEqual(rows[1][-1], "end")

    @few
    @given(st.binary(max_size=200))
    def test_what_is_no_workbook_is_said_to_be_none(self, content):
        with self.assertRaises(spreadsheet.SpreadsheetError):
            spreadsheet.read(content)

    @few
    @given(
        st.lists(
            st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)),
            min_size=1,
            max_size=8,
        ),
        st.integers(0, len(WORKBOOK)),
    )
    def test_a_damaged_workbook_is_read_or_said_to_be_none(self, changes, end):
        content = bytearray(WORKBOOK)
        for place, byte in changes:
            content[place] = byte
        try:
            spreadsheet.read(bytes(content[: end or None]))
        except spreadsheet.SpreadsheetError as error:
            self.assertIn(error.reason, ("no_workbook", "too_big", "too_long"))

    def test_what_unpacks_to_more_than_the_bound_is_not_unpacked(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b" " * (spreadsheet.MAX_UNPACKED + 1))
        with self.assertRaises(spreadsheet.SpreadsheetError) as caught:
            spreadsheet.read(packed.getvalue())
        self.assertEqual(caught.exception.reason, "too_big")
