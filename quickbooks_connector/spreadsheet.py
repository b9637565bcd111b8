"""Spreadsheets in and out: rows of plain values; knows nothing of Odoo.

What is written stays text: a name that begins like a formula is none. What is read is
distrusted: size, number of rows and formulas are looked at before anything is believed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence

import openpyxl
import xlsxwriter

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_ROWS = 20_000


class SpreadsheetError(Exception):
    """A file that can't be read.

    :param str reason: ``"too_big"``, ``"too_long"`` or ``"no_workbook"``
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Formula(str):
    """A cell that computes its value, which nobody has seen."""

    __slots__ = ()


def write(rows: Iterable[Sequence]) -> bytes:
    """Return a workbook of ``rows``; the first is the heading.

    Rows are written as they come: there may be many thousands.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with io.BytesIO() as buffer:
        with xlsxwriter.Workbook(buffer, options) as workbook:
            bold = workbook.add_format({"bold": True})
            sheet = workbook.add_worksheet()
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row, None if number else bold)
        return buffer.getvalue()


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
