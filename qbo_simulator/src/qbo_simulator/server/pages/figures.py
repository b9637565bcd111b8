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
