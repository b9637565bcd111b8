"""Tables of reports: columns, rows of cells, sections with their sums."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

Cell = str | tuple[str, str]


@dataclass(frozen=True)
class Col:
    """A column: `key` names it in the API, `kind` is Date, String, Boolean, Money."""

    key: str
    title: str
    kind: str = "String"


def figure(amount: Decimal | None) -> str:
    """Return an amount as reports spell it; None is an empty cell."""
    return "" if amount is None else f"{amount:.2f}"


class Table:
    """Renders rows that are dictionaries of cells by column key.

    :param keyed: older reports give the key as the type of the column
    """

    def __init__(self, columns: Iterable[Col], query: dict, keyed: bool = False):
        self.columns = tuple(columns)
        wanted = [one.strip() for one in query.get("columns", "").split(",")]
        chosen = tuple(one for one in self.columns if one.key in wanted)
        self.columns = chosen or self.columns
        self.keyed = keyed

    def head(self) -> dict:
        """Return the ``Columns`` of the report."""
        return {"Column": [self._column(one) for one in self.columns]}

    def _column(self, column: Col) -> dict:
        if self.keyed:
            return {"ColTitle": column.title, "ColType": column.key}
        meta = [{"Name": "ColKey", "Value": column.key}]
        return {"ColTitle": column.title, "ColType": column.kind, "MetaData": meta}

    def row(self, cells: dict[str, Cell]) -> dict:
        """Return one row of data."""
        return {"ColData": self._cells(cells), "type": "Data"}

    def section(
        self,
        title: Cell,
        rows: list[dict],
        sums: dict[str, str],
        total: str = "",
        group: str = "",
    ) -> dict:
        """Return rows under a heading, with their sum below."""
        name = title if isinstance(title, str) else title[0]
        return {
            "Header": {"ColData": self._titled(title, {})},
            "Rows": {"Row": rows},
            **self.total(total or f"Total for {name}", sums, group),
        }

    def total(self, title: str, sums: dict[str, str], group: str = "") -> dict:
        """Return a section of a sum alone."""
        found: dict = {"Summary": {"ColData": self._titled(title, sums)}}
        found["type"] = "Section"
        if group:
            found["group"] = group
        return found

    def _titled(self, title: Cell, cells: dict) -> list[dict]:
        return self._cells({**cells, self.columns[0].key: title})

    def _cells(self, cells: dict[str, Cell]) -> list[dict]:
        found = []
        for column in self.columns:
            cell = cells.get(column.key, "")
            if isinstance(cell, str):
                found.append({"value": cell})
            else:
                found.append({"value": cell[0], "id": cell[1]})
        return found
