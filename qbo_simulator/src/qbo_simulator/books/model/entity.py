"""What makes an object schema an entity: counters, lists, queries, names."""

from dataclasses import dataclass

from ..fields import ListOf, Obj, Ref, Schema


@dataclass(frozen=True)
class Entity:
    """One entity of the API.

    `counter` names the id sequence, `deletes` is "hard" for transactions, "inactive"
    for lists and None where neither exists; `filters` are the properties a query may
    filter and sort by, `kept` further ones that the rules want at hand; `counted`
    tells whether select answers carry `totalCount`; `live` is the property that other
    records' changes move without touching the record itself; `envelope` is the key of
    the object in JSON where it is not the name; a `template` draws its id from the
    transactions' sequence but is none.
    """

    name: str
    schema: Schema
    counter: str
    filters: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    deletes: str | None = "hard"
    creates: bool = True
    updates: bool = True
    counted: bool = False
    order_by: str | None = None
    fold_case: bool = True
    suffix: bool = True
    txn_label: str = ""
    in_cdc: bool = True
    live: str | None = None
    envelope: str = ""
    template: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        return self.filters + self.kept

    @property
    def is_transaction(self) -> bool:
        return self.counter == "txn" and not self.template

    @property
    def json_name(self) -> str:
        return self.envelope or self.name


class Namer:
    """Fill the names of references in an answer, following the field tables."""

    def __init__(self, schema: Schema):
        self.refs = []
        self.parts = []
        for name, one in schema.fields.items():
            if isinstance(one, Ref) and one.refers and one.named:
                self.refs.append((name, one.refers))
            elif isinstance(one, Obj | ListOf):
                inner = Namer(one.schema)
                if inner.refs or inner.parts:
                    self.parts.append((name, inner))

    def fill(self, obj: dict, name_of) -> None:
        """Set `name` of every reference; `name_of(entity, id)` gives it or None."""
        for key, target in self.refs:
            ref = obj.get(key)
            if ref:
                name = name_of(target, ref["value"])
                if name is not None:
                    ref["name"] = name
        for key, inner in self.parts:
            value = obj.get(key)
            if not value:
                continue
            for item in value if type(value) is list else (value,):
                inner.fill(item, name_of)
