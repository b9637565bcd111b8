"""Run a parsed query over the rows of one entity."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from operator import attrgetter, itemgetter

from .. import faults
from ..clock import PACIFIC
from ..fields import Bool, Date, Email, Int, ListOf, Money, Number, Obj, Ref
from ..model import BY_LOWER_NAME, ENTITIES
from .parser import CURRENT_DATE, Query, parse

FIRST = itemgetter(0)
DEFAULT_ROWS = 100
MOST_ROWS = 1000
ATTACHED = {
    "attachableref.entityref.type": "type",
    "attachableref.entityref.value": "value",
}
_UPDATED = attrgetter("updated")
TIMES = {"metadata.createtime": "created", "metadata.lastupdatedtime": "updated"}
COMPARE = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}


def run(company, statement: str) -> dict:
    """Return the content of `QueryResponse` for a statement."""
    query = parse(statement)
    name = BY_LOWER_NAME.get(query.entity.lower())
    if name is None:
        raise faults.query_invalid(f"invalid context declaration: {query.entity}")
    return Evaluation(company, ENTITIES[name], query).answer()


class Evaluation:
    """One query over one entity."""

    def __init__(self, company, entity, query: Query):
        self.co = company
        self.entity = entity
        self.query = query
        self.rules = company.rules(entity.name)
        self.table = company.store.rows(entity.name)
        self.positions = {n.lower(): i for i, n in enumerate(entity.filters)}

    def answer(self) -> dict:
        query = self.query
        limit = DEFAULT_ROWS if query.limit is None else query.limit
        if limit > MOST_ROWS:
            raise faults.query_invalid(
                f"value {limit} is too large. Max allowed value is {MOST_ROWS}"
            )
        rows = self._matching()
        if query.columns is None:
            return {"totalCount": len(rows)}
        self._sort(rows)
        page = rows[query.start - 1 : query.start - 1 + limit]
        if not page:
            return {}
        answer = {self.entity.json_name: [self._show(row) for row in page]}
        if self.entity.counter != "settings":
            answer["startPosition"] = query.start
        answer["maxResults"] = len(page)
        if self.entity.counted:
            answer["totalCount"] = len(page)
        return answer

    # === filtering ===

    def _matching(self) -> list:
        tests = [self._test(one) for one in self.query.conditions]
        rows = self._candidates()
        filters = self.entity.filters
        asked = {one.property.lower() for one in self.query.conditions}
        if filters[:1] == ("Active",) and "active" not in asked:
            rows = [row for row in rows if row.keys[0] is not False]
        for test in tests:
            rows = [row for row in rows if test(row)]
        return rows if isinstance(rows, list) else list(rows)

    def _candidates(self):
        """Narrow down by id or document number before looking at every row."""
        for one in self.query.conditions:
            name = one.property.lower()
            if name == "id" and one.operator in ("=", "in"):
                ids = dict.fromkeys(str(value) for value in one.values)
            elif (
                name == "docnumber"
                and one.operator == "="
                and self.entity.is_transaction
                and self.entity.name != "Payment"
            ):
                ids = self._by_number(str(one.values[0]))
            else:
                continue
            return [self.table[id_] for id_ in ids if id_ in self.table]
        return self.table.values()

    def _by_number(self, number):
        store = self.co.store
        found = store.find("doc", self.entity.name, number)
        # Comparison ignores case, the index doesn't: only plain numbers can use it.
        return found if number.isdigit() else self.table

    def _test(self, condition):
        name = condition.property
        lower = name.lower()
        operator = condition.operator
        if lower == "id":
            return self._id_test(condition)
        if lower in TIMES:
            attribute = TIMES[lower]
            values = [_epoch(value) for value in condition.values]
            # Whole seconds: what answers show is what queries compare.
            return _make_test(
                lambda row: int(getattr(row, attribute)), operator, values
            )
        if self.entity.name == "Attachable" and lower in ATTACHED:
            wanted = {str(value).casefold() for value in condition.values}
            return lambda row: bool(wanted & _attached(row, ATTACHED[lower]))
        field = self._field(name)
        today = self.co.today.isoformat()
        values = [_typed(field, value, today) for value in condition.values]
        getter = self._getter(lower.split(".")[0])
        if operator == "like":
            pattern = _like(str(condition.values[0]))
            return lambda row: bool(pattern.fullmatch(str(getter(row) or "")))
        if isinstance(field, Bool | Money | Number | Int | Date):
            return _make_test(getter, operator, values)
        return _make_test(lambda row: _fold(getter(row)), operator, values)

    def _id_test(self, condition):
        values = {str(value) for value in condition.values}
        for value in values:
            if not value.isdigit() and self.entity.name != "TaxCode":
                raise faults.invalid_id(value)
        if condition.operator in ("=", "in"):
            return lambda row: row.id in values
        bound = int(next(iter(values)))
        compare = COMPARE.get(condition.operator)
        if compare is None:
            raise faults.query_invalid("property 'Id' is not queryable")
        return lambda row: compare(int(row.id), bound)

    def _field(self, name: str):
        """Return the field behind a property name, if it may be filtered."""
        head, _, rest = name.partition(".")
        fields = {one.lower(): one for one in self.entity.schema.order}
        known = fields.get(head.lower())
        field = self.entity.schema.fields.get(known)
        if field is None or (rest and not _has_part(field, rest)):
            raise faults.query_invalid(
                f"Property {name} not found for Entity {self.entity.name}"
            )
        if head.lower() not in self.positions:
            raise faults.query_invalid(f"property '{name}' is not queryable")
        return field

    def _getter(self, name: str):
        position = self.positions[name]
        if self.entity.live and self.entity.live.lower() == name:
            return lambda row: row.live or Decimal(0)
        return lambda row: row.keys[position]

    # === sorting and columns ===

    def _sort(self, rows):
        if not self.query.order:
            self._sort_by_default(rows)
            return
        for name, down in reversed(self.query.order):
            lower = name.lower()
            if lower == "id":
                # Fifty thousand keys: a list is made faster than a call for each.
                keys = [int(row.id) if row.id.isdigit() else -1 for row in rows]
                order = sorted(zip(keys, rows, strict=True), key=FIRST, reverse=down)
                rows[:] = [row for _key, row in order]
            elif lower in TIMES:
                attribute = TIMES[lower]
                rows.sort(key=lambda row, a=attribute: getattr(row, a), reverse=down)
            else:
                self._field(name)
                getter = self._getter(lower.split(".")[0])
                rows.sort(key=lambda row, g=getter: _sort_key(g(row)), reverse=down)

    def _sort_by_default(self, rows):
        order_by = self.entity.order_by
        if order_by is None:
            # Transactions come newest change first. Tables are nearly in the order
            # of changes already, which makes this sort cheap.
            rows.sort(key=_UPDATED)
            rows.reverse()
            return
        position = self.entity.filters.index(order_by)
        if self.entity.name == "TaxCode":
            rows.sort(key=lambda row: (row.id.isdigit(), row.keys[position]))
        elif self.entity.fold_case:
            rows.sort(key=lambda row: str(row.keys[position]).casefold())
        else:
            rows.sort(key=lambda row: str(row.keys[position]))

    def _show(self, row) -> dict:
        doc = self.rules.present(row)
        if not self.query.columns:
            return doc
        wanted = {one.split(".")[0].lower(): one for one in self.query.columns}
        fields = {one.lower() for one in self.entity.schema.order}
        for lower, name in wanted.items():
            if lower not in fields:
                raise faults.query_invalid(
                    f"Property {name} not found for Entity {self.entity.name}"
                )
        chosen = {k: v for k, v in doc.items() if k.lower() in wanted or k == "Id"}
        chosen["sparse"] = True
        return chosen


def _attached(row, part):
    """Return the kinds or ids of the records that an attachment hangs on."""
    refs = row.doc().get("AttachableRef", ())
    return {str(one.get("EntityRef", {}).get(part)).casefold() for one in refs}


def _has_part(field, rest):
    if isinstance(field, Ref):
        return rest.lower() in ("value", "name")
    if isinstance(field, Email):
        return rest.lower() == "address"
    if isinstance(field, Obj | ListOf):
        return rest.split(".")[0].lower() in {n.lower() for n in field.schema.order}
    return False


def _make_test(getter, operator, values):
    if operator == "in":
        wanted = set(values)
        return lambda row: getter(row) in wanted
    compare = COMPARE[operator]
    wanted = values[0]

    def test(row):
        value = getter(row)
        return value is not None and compare(value, wanted)

    return test


def _fold(value):
    return value.casefold() if isinstance(value, str) else value


def _typed(field, value, today):
    """Return a condition's value in the type of the property."""
    try:
        if isinstance(field, Bool):
            if str(value).lower() not in ("true", "false"):
                raise ValueError
            return str(value).lower() == "true"
        if isinstance(field, Money | Number | Int):
            return Decimal(value)
        if isinstance(field, Date):
            if value == CURRENT_DATE:
                return today
            return date.fromisoformat(value[:10]).isoformat()
    except (ValueError, TypeError, InvalidOperation):
        raise faults.query_invalid(f"Invalid value {value}") from None
    return str(value).casefold()


def _epoch(value):
    """Read a moment of a condition; without an offset it is Pacific time."""
    try:
        text = str(value).strip().replace("Z", "+00:00").replace(" ", "T", 1)
        found = re.fullmatch(r"(.*\d)([+-]\d\d)(\d\d)", text)
        if found and "T" in text:
            text = f"{found[1]}{found[2]}:{found[3]}"
        text = re.sub(r"\.(\d+)", lambda m: "." + m[1][:6].ljust(6, "0"), text)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=PACIFIC)
        return moment.timestamp()
    except (ValueError, OverflowError):
        raise faults.query_invalid(f"Invalid date or time {value}") from None


def _like(pattern):
    parts = (re.escape(part) for part in pattern.split("%"))
    return re.compile(".*".join(parts), re.IGNORECASE | re.DOTALL)


def _id_key(id_):
    return int(id_) if id_.isdigit() else -1


def _sort_key(value):
    if value is None:
        return (0, "")
    return (1, value.casefold() if isinstance(value, str) else value)
