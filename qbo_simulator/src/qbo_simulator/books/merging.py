"""Merging two records into one, which only people can do, on QuickBooks' own pages."""

from . import faults
from .fields import ListOf, Obj, Ref
from .ledger import home, move
from .model import ENTITIES

MERGEABLE = ("Customer", "Vendor", "Employee", "Account", "Item", "Class", "Department")


def merge(company, entity: str, loser: str, winner: str) -> None:
    """Move everything of `loser` to `winner` and remove the loser.

    Documents show the winner afterwards; reading the loser gives 610. Raise a `Fault`
    if the records can't be merged.
    """
    if entity not in MERGEABLE:
        raise faults.unsupported_operation(f"merge on {entity}")
    rules = company.rules(entity)
    lost, kept = rules.fetch(loser), rules.fetch(winner)
    if lost.id == kept.id:
        raise faults.business("A record can't be merged with itself.")
    before, after = lost.doc(), kept.doc()
    if before.get("CurrencyRef") != after.get("CurrencyRef"):
        raise faults.business("Records in different currencies can't be merged.")
    if (lost.live is None) != (kept.live is None) and entity == "Item":
        raise faults.business("Items of different types can't be merged.")
    store = company.store
    move(company, lost.posted, ())
    store.remove(entity, lost.id, company.now)
    mark = f'"value":"{lost.id}"'
    for name, other in ENTITIES.items():
        for row in list(store.rows(name).values()):
            if mark in row.text:
                _repoint(company, name, other.schema, row, (entity, lost.id, kept.id))
    if "_opening" in before:
        _merge_opening(company, entity, before["_opening"], kept.id)
    if entity == "Item" and lost.live is not None:
        _merge_stock(company, lost, before, store.row(entity, kept.id))
    kept = store.row(entity, kept.id)
    store.put(entity, kept.but(token=kept.token + 1, updated=company.now))
    store.note(entity, kept.id, "Merge", company.now, lost.id)


def _merge_opening(company, entity, opening, winner):
    """Give the winner the loser's opening balance: its amount, and that at home."""
    rules, row = company.rules(entity), company.store.row(entity, winner)
    doc = row.doc()
    pairs = zip(doc.get("_opening", (0, 0)), opening, strict=True)
    doc["_opening"] = [one + other for one, other in pairs]
    posted = rules.postings(winner, doc)
    company.store.put(entity, row.but(text=rules.text_of(doc), posted=posted))
    move(company, row.posted, posted)


def _merge_stock(company, lost, before, kept):
    """Give the winner the loser's opening stock and corrections."""
    doc = kept.doc()
    quantity, cost = before.get("_start_qty", 0), before.get("_start_cost", 0)
    opening = [before["InvStartDate"], quantity, cost, home(quantity * cost, 1)]
    moved = [opening, *before.get("_adjusted", ())]
    doc["_adjusted"] = [*doc.get("_adjusted", ()), *moved]
    doc.setdefault("_values", {}).setdefault(kept.id, [0, 0])
    text = company.rules("Item").text_of(doc)
    company.store.put("Item", kept.but(live=kept.live + lost.live, text=text))
    company.stock.restate(kept.id)


def _repoint(company, name, schema, row, change):
    doc = row.doc()
    if not _replace_refs(schema, doc, *change):
        return
    values = doc.get("_values", {})
    if change[0] == "Item" and change[1] in values:
        pair = values.pop(change[1])
        values.setdefault(change[2], pair)
    rules = company.rules(name)
    posted = rules.postings(row.id, doc)
    company.store.put(
        name,
        row.but(
            text=rules.text_of(doc),
            posted=posted,
            keys=rules.keys(doc),
            index=rules.index(doc),
            updated=company.now,
        ),
    )
    if posted != row.posted:
        move(company, row.posted, posted)


def _replace_refs(schema, obj, entity, old, new) -> bool:
    """Replace references to one record by references to another, at any depth."""
    found = False
    for name, value in obj.items():
        field = schema.fields.get(name)
        if isinstance(field, Ref):
            if field.refers == entity and value and value["value"] == old:
                value["value"] = new
                found = True
        elif isinstance(field, Obj | ListOf) and value:
            for item in value if isinstance(value, list) else (value,):
                found |= _replace_refs(field.schema, item, entity, old, new)
    return found
