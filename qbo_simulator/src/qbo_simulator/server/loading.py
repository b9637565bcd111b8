"""Put objects into the books under ids of one's choice.

Tests that replay traffic need the ids that the traffic names. Objects go through the
rules of their entity as any request does, so what QuickBooks computes is computed here
too; only the id is given. Settings, tax rates and codes and customer types cannot be
created through the API and are stored as they are given.
"""

from typing import Any

from ..books import Company

SETTINGS = ("CompanyInfo", "Preferences")
AS_GIVEN = ("CustomerType", "TaxAgency", "TaxRate", "TaxCode")
SERVER_OWNED = ("Id", "SyncToken", "MetaData", "domain", "sparse", "status")


def load(company: Company, entity: str, values: dict[str, Any]) -> dict:
    """Create the object, or bring the one of that id to the given state.

    :param values: properties as the API takes them, with the wanted ``Id``; what only
        QuickBooks may set is ignored
    :return: the object as the API shows it
    :raise ValueError: without an id that can be kept
    :raise Fault: what the books refuse
    """
    id_ = str(values.get("Id") or "")
    body = {key: item for key, item in values.items() if key not in SERVER_OWNED}
    with company.request():
        if entity in SETTINGS:
            return _merge(company, entity, body, whole=bool(id_))
        if entity in AS_GIVEN:
            return _insert(company, entity, id_, body)
        if not id_.isdigit():
            raise ValueError(f"An object needs an Id of digits only, unlike {id_!r}.")
        row = company.store.row(entity, id_)
        if row is not None:
            token = {"Id": id_, "SyncToken": str(row.token)}
            return company.update(entity, {**body, **token}, {})
        return _create(company, entity, int(id_), body)


def _create(company: Company, entity: str, number: int, body: dict) -> dict:
    rules = company.rules(entity)
    counters = company.store.counters
    name = rules.entity.counter
    last = counters.get(name, 0)
    counters[name] = number - 1
    made = company.create(entity, body, {"include": "allowduplicatedocnum"})
    counters[name] = max(last, number)
    return made


def _merge(company: Company, entity: str, body: dict, whole: bool) -> dict:
    """Store settings: group by group, or in full where `whole` ones are given."""
    rules = company.rules(entity)
    row = company.store.row(entity, "1")
    doc = row.doc()
    if whole:
        doc = {name: value for name, value in doc.items() if name[0] == "_"}
    for name, value in body.items():
        if isinstance(value, dict) and isinstance(doc.get(name), dict):
            value = {**doc[name], **value}
            value = {key: item for key, item in value.items() if item is not None}
        doc[name] = value
    rules.entity.schema.parse(body)  # refuses what settings cannot hold
    rules.replace(row, doc)
    return rules.present(company.store.row(entity, "1"))


def _insert(company: Company, entity: str, id_: str, body: dict) -> dict:
    if not id_:
        raise ValueError("An object needs an Id.")
    rules = company.rules(entity)
    doc = rules.entity.schema.parse(body)
    doc = {name: value for name, value in doc.items() if value is not None}
    row = company.store.row(entity, id_)
    if row is None:
        row = rules.insert(id_, doc)
    else:
        rules.replace(row, doc)
    return rules.present(company.store.row(entity, id_))
