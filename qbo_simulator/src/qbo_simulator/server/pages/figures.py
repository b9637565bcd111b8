"""Reports as rows for a page: indented, sums in bold."""

from dataclasses import dataclass
from typing import Any


@dataclass
class Figure:
    """One row of a report."""

    depth: int
    label: str
    href: str
    amount: str
    strong: bool


@dataclass
class Cells:
    """One row of a report of many columns."""

    depth: int
    cells: list[str]
    strong: bool

    @property
    def alone(self) -> bool:
        """Whether the first cell is all there is: a heading."""
        return not any(self.cells[1:])


def table_of(report: dict) -> tuple[list[dict], list[Cells]]:
    """Return the columns of a report and its rows."""
    columns = [
        {
            "title": one["ColTitle"],
            "number": _is_figure(one),
            "date": "Date" in one["ColTitle"],
        }
        for one in report["Columns"]["Column"]
    ]
    found: list[Cells] = []
    _collect(report["Rows"]["Row"], 0, found)
    return columns, found


def _is_figure(column: dict) -> bool:
    kind = column["ColType"]
    return kind == "Money" or kind.startswith(("subt_", "rbal_"))


def _collect(rows: list[dict], depth: int, found: list[Cells]) -> None:
    for row in rows:
        if "Header" in row:
            found.append(_cells(row["Header"], depth, True))
        _collect(row.get("Rows", {}).get("Row", []), depth + 1, found)
        if "ColData" in row:
            found.append(_cells(row, depth, False))
        if "Summary" in row:
            found.append(_cells(row["Summary"], depth, True))


def _cells(row: dict, depth: int, strong: bool) -> Cells:
    return Cells(depth, [cell["value"] for cell in row["ColData"]], strong)


def rows_of(report: dict, here: str) -> list[Figure]:
    """Return the rows of a report with one column of figures."""
    found: list[Figure] = []
    _walk(report["Rows"]["Row"], 0, here, found)
    return found


def _walk(rows: list[dict], depth: int, here: str, found: list[Figure]) -> None:
    for row in rows:
        if "Header" in row:
            found.append(_figure(row["Header"], depth, here, heading=True))
        _walk(row.get("Rows", {}).get("Row", []), depth + 1, here, found)
        if "ColData" in row:
            found.append(_figure(row, depth, here))
        if "Summary" in row:
            found.append(_figure(row["Summary"], depth, here, strong=True))


def _figure(cells: dict, depth: int, here: str, strong=False, heading=False) -> Figure:
    first, *_rest, last = cells["ColData"]
    href: Any = f"{here}/accounts/{first['id']}" if first.get("id") else ""
    amount = "" if heading and not first.get("id") else last["value"]
    return Figure(depth, first["value"], href, amount, strong)
