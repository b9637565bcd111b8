"""Spreadsheets in and out: rows of plain values; knows nothing of Odoo.

What is written stays text: a name that begins like a formula is none. What is read is
distrusted: size, number of rows and formulas are looked at before anything is believed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date

import openpyxl
import xlsxwriter

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_ROWS = 20_000
#: Excel's bound of a sheet's title.
MAX_TITLE = 31
#: Excel's bound of a cell's text.
MAX_TEXT = 32_767
#: What a workbook's XML can't hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Characters: columns are as wide as what stands in them, within these.
NARROWEST, WIDEST = 10, 60


class SpreadsheetError(Exception):
    """A file that can't be read.

    :param str reason: ``"too_big"``, ``"too_long"`` or ``"no_workbook"``
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Money(float):
    """An amount of money: a number that is shown with its decimals."""

    __slots__ = ()


class Heading(tuple):
    """A row that names columns, below the first one."""

    __slots__ = ()


class Formula(str):
    """A cell that computes its value, which nobody has seen."""

    __slots__ = ()


def write(rows: Iterable[Sequence]) -> bytes:
    """Return a workbook of ``rows``; the first is the heading.

    Rows are written as they come: there may be many thousands.
    """
    return write_book([("Sheet1", rows)])


def write_book(sheets: Iterable[tuple[str, Iterable[Sequence]]]) -> bytes:
    """Return a workbook of ``(title, rows)``; the first row of each is its heading.

    Dates become dates and :class:`Money` numbers with decimals, that others can count
    with.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with io.BytesIO() as buffer:
        with xlsxwriter.Workbook(buffer, options) as workbook:
            formats = {
                Money: workbook.add_format({"num_format": "#,##0.00;-#,##0.00"}),
                date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
            }
            bold = workbook.add_format({"bold": True})
            for title, rows in sheets:
                sheet = workbook.add_worksheet(title[:MAX_TITLE])
                sheet.freeze_panes(1, 0)
                _write_rows(sheet, rows, bold, formats)
        return buffer.getvalue()


def _write_rows(sheet, rows, bold, formats):
    widths = {}
    for number, row in enumerate(rows):
        is_heading = not number or isinstance(row, Heading)
        for column, value in enumerate(row):
            look = bold if is_heading else formats.get(type(value))
            if isinstance(value, str) and value:
                # Only this never makes a formula of a text: of "{=...}" any other does.
                text = _UNWRITABLE.sub("", value)[:MAX_TEXT]
                sheet.write_string(number, column, text, look)
            else:
                sheet.write(number, column, value, look)
            widths[column] = max(widths.get(column, 0), _width(value))
    for column, width in widths.items():
        sheet.set_column(column, column, min(max(width, NARROWEST), WIDEST))


def _width(value) -> int:
    """Return how many characters a cell shows, with a little room."""
    shown = f"{value:,.2f}" if isinstance(value, Money) else str(value)
    return len(shown) + 2


def read(content: bytes) -> list[list[str]]:
    """Return the rows of the first sheet of a workbook as texts.

    :raise SpreadsheetError: it is none, or more than anybody has written by hand
    """
    if len(content) > MAX_BYTES:
        raise SpreadsheetError("too_big")
    _check_archive(content)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        sheet = workbook.worksheets[0]
        rows = []
        for row in sheet.iter_rows():
            if len(rows) >= MAX_ROWS:
                raise SpreadsheetError("too_long")
            rows.append([_text(cell) for cell in row])
    except SpreadsheetError:
        raise
    except Exception as error:
        # A damaged workbook breaks in as many ways as it has parts.
        raise SpreadsheetError("no_workbook") from error
    return rows


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise SpreadsheetError("no_workbook") from error
    if unpacked > MAX_UNPACKED:
        raise SpreadsheetError("too_big")


def _text(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        return Formula(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
