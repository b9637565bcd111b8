"""QuickBooks' report on the value of the stock, read: figures only."""

from decimal import Decimal

#: Where a row has its value: the last column is the average cost.
_VALUE = -2


def read_values(report):
    """Return ``{id of the item: value}`` of an InventoryValuationSummary.

    Items stand below headings of their categories. The columns before the value
    depend on QuickBooks' settings (some have no SKU), those after it do not.

    >>> row = [{"value": "Desk", "id": "7"}, {"value": "2.00"}, {"value": "9.50"}]
    >>> rows = {"Row": [{"ColData": [*row, {"value": "4.75"}]}]}
    >>> read_values({"Rows": {"Row": [{"Header": {}, "Rows": rows}]}})
    {'7': Decimal('9.50')}
    """
    found = {}
    for row in (report.get("Rows") or {}).get("Row") or ():
        cells = row.get("ColData") or ()
        if len(cells) >= abs(_VALUE) and cells[0].get("id"):
            value = cells[_VALUE].get("value")
            found[cells[0]["id"]] = Decimal((value or "0").replace(",", ""))
        found |= read_values(row)
    return found
