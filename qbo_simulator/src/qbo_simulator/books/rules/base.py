"""What every entity does alike: create, update, delete, read, and the shape of answers.

A subclass says what is particular: `prepare` completes and checks a document,
`postings` says what it does to the ledger, `effects` what it does to other records.
"""

from dataclasses import dataclass

from .. import faults
from ..clock import pacific_stamp
from ..currencies import CURRENCY_NAMES
from ..fields import ListOf, Obj, Ref
from ..jsonio import dump_text
from ..ledger import move
from ..model import ENTITIES, NAMERS
from ..store import Row

HEAD = ("domain", "sparse", "Id", "SyncToken", "MetaData")
LABELS = {
    "Customer": "FullyQualifiedName",
    "Vendor": "DisplayName",
    "Employee": "DisplayName",
    "Item": "FullyQualifiedName",
    "Account": "FullyQualifiedName",
    "Class": "FullyQualifiedName",
    "Department": "FullyQualifiedName",
    "Term": "Name",
    "PaymentMethod": "Name",
    "TaxRate": "Name",
    "TaxCode": "Name",
    "JournalCode": "Name",
}
LABEL_AT = {name: ENTITIES[name].keys.index(label) for name, label in LABELS.items()}
ELEMENTS = {
    "Customer": "Names",
    "Vendor": "Names",
    "Employee": "Names",
    "Account": "Accounts",
    "Class": "Klasses",
    "Department": "Depts",
    "Term": "Terms",
    "PaymentMethod": "PayMethods",
    "TaxRate": "TaxRates",
    "JournalCode": "JournalCodes",
}


@dataclass(slots=True)
class Draft:
    """A document on its way into the books.

    `given` is what the request said (None: to be cleared), `old` the stored document
    of an update. `doc` is completed in place. A `template` draws no document number.
    """

    id: str
    doc: dict
    given: dict
    old: dict | None
    params: dict
    template: bool = False


class Rules:
    """The behaviour of one entity in one company."""

    def __init__(self, company, entity):
        self.co = company
        self.store = company.store
        self.entity = entity
        self.name = entity.name
        self._namer = NAMERS[entity.name]
        self._required = [f.name for f in entity.schema.fields.values() if f.required]
        self._owned = [
            f.name
            for f in entity.schema.fields.values()
            if (f.readonly or f.keep) and f.name not in HEAD
        ]

    # === operations of the API ===

    def create(self, body: dict, params: dict) -> dict:
        """Create a record and return the full answer object."""
        if not self.entity.creates:
            raise faults.unsupported_operation(f"create on {self.name}")
        given = self._parse(body)
        doc = {name: value for name, value in given.items() if value is not None}
        self.check_required(doc)
        self.check_refs(given)
        id_ = str(self.store.next_number(self.entity.counter))
        self.prepare(Draft(id_, doc, given, None, params))
        self.insert(id_, doc)
        self.effects(id_, None, doc)
        return self.present(self.store.row(self.name, id_))

    def update(self, body: dict, params: dict) -> dict:
        """Update in full, or only what is given when the body says `sparse`."""
        if not self.entity.updates:
            raise faults.unsupported_operation(f"update on {self.name}")
        given = self._parse(body)
        row = self.current(body)
        old = row.doc()
        self.check_refs(given)
        doc = self.merged(old, given, is_true(body.get("sparse")))
        self.check_required(doc)
        self.prepare(Draft(row.id, doc, given, old, params))
        if self.replace(row, doc, self.operation(old, doc)):
            self.effects(row.id, old, doc)
        return self.present(self.store.row(self.name, row.id))

    def delete(self, body: dict, params: dict) -> dict:
        """Delete a transaction; lists can only be made inactive."""
        if self.entity.deletes != "hard":
            raise faults.unsupported_operation(f"delete on {self.name}")
        row = self.current(body)
        old = row.doc()
        self.check_delete(row, old)
        self.drop(row)
        self.effects(row.id, old, None)
        return {"domain": "QBO", "status": "Deleted", "Id": row.id}

    def void(self, body: dict, params: dict) -> dict:
        raise faults.unsupported_operation(f"void on {self.name}")

    def read(self, id_: str, params: dict) -> dict:
        """Return the full answer object, or refuse with 610."""
        return self.present(self.fetch(id_))

    # === hooks ===

    def check_refs(self, given: dict) -> None:
        """Refuse references to what does not exist (2500) or is inactive (610)."""
        self._check_refs(self.entity.schema, given, "")

    def prepare(self, draft: Draft) -> None:
        """Complete and check the draft's document in place."""

    def operation(self, old: dict, new: dict) -> str:
        """Return what notifications call an update."""
        return "Update"

    def postings(self, id_: str, doc: dict) -> tuple:
        """Return the postings of a document, debits positive, summing to zero."""
        return ()

    def effects(self, id_: str, old: dict | None, new: dict | None) -> None:
        """Change other records after this one was written or deleted."""

    def check_delete(self, row: Row, old: dict) -> None:
        """Refuse a deletion that QuickBooks would refuse."""

    def start_live(self, doc: dict):
        """Return the first value of the property that other records move."""
        return None

    def index(self, doc: dict) -> tuple:
        """Return the index entries of a document."""
        return ()

    def overlay(self, doc: dict, row: Row) -> None:
        """Put into an answer what is kept beside the document."""

    # === documents ===

    def merged(self, old: dict, given: dict, sparse: bool) -> dict:
        """Return a stored document with what an update gives: all of it, or a part."""
        if sparse:
            doc = dict(old)
        else:
            doc = {name: old[name] for name in self._owned if name in old}
            doc.update((n, v) for n, v in old.items() if n.startswith("_"))
        for name, value in given.items():
            if value is None:
                doc.pop(name, None)
            else:
                doc[name] = value
        return doc

    def check_required(self, doc: dict) -> None:
        """Refuse a document that lacks a required property."""
        for name in self._required:
            if name not in doc:
                raise faults.required(name)

    # === records ===

    def fetch(self, id_) -> Row:
        """Return the row of an id of a request."""
        id_ = check_id(id_)
        row = self.store.row(self.name, id_)
        if row is None:
            raise faults.not_found()
        return row

    def current(self, body: dict) -> Row:
        """Return the row that a request changes, if its SyncToken is current."""
        if body.get("Id") in (None, ""):
            raise faults.required("Id")
        row = self.fetch(body["Id"])
        token = body.get("SyncToken")
        if token in (None, ""):
            raise faults.required("SyncToken")
        if str(token) != str(row.token):
            raise faults.stale()
        return row

    def insert(self, id_: str, doc: dict) -> Row:
        """Store a new document under `id_` with its postings."""
        now = self.co.now
        posted = self.postings(id_, doc)
        row = Row(
            id_,
            0,
            now,
            now,
            self.start_live(doc),
            self.text_of(doc),
            posted,
            self.keys(doc),
            self.index(doc),
        )
        self.store.put(self.name, row)
        move(self.co, (), posted)
        self.store.note(self.name, id_, "Create", now)
        return row

    def replace(self, row: Row, doc: dict, operation="Update") -> bool:
        """Store a changed document; return False when nothing changed."""
        # What is kept beside the document may have moved since `row` was read.
        row = self.store.row(self.name, row.id)
        text = self.text_of(doc)
        if text == row.text:
            return False
        posted = self.postings(row.id, doc)
        self.store.put(
            self.name,
            row.but(
                text=text,
                token=row.token + 1,
                updated=self.co.now,
                posted=posted,
                keys=self.keys(doc),
                index=self.index(doc),
            ),
        )
        if posted != row.posted:
            move(self.co, row.posted, posted)
        self.store.note(self.name, row.id, operation, self.co.now)
        return True

    def repost(self, id_: str) -> None:
        """Post a document anew after what its postings depend on has changed.

        The document stays as it is, and so does every balance that does not move.
        """
        row = self.store.row(self.name, id_)
        posted = self.postings(id_, row.doc())
        if posted != row.posted:
            self.store.put(self.name, row.but(posted=posted))
            move(self.co, row.posted, posted, quietly=True)

    def drop(self, row: Row) -> None:
        """Delete a row and take back its postings."""
        move(self.co, row.posted, ())
        self.store.remove(self.name, row.id, self.co.now)
        self.store.note(self.name, row.id, "Delete", self.co.now)

    def text_of(self, doc: dict) -> str:
        """Write a document for storage, in the order of answers."""
        doc["domain"] = "QBO"
        doc["sparse"] = False
        doc["Id"] = doc["SyncToken"] = doc["MetaData"] = ""
        return dump_text(self.entity.schema.arrange(doc))

    def keys(self, doc: dict) -> tuple:
        """Return the values of the filterable properties."""
        return tuple(key_value(doc.get(name)) for name in self.entity.keys)

    def present(self, row: Row) -> dict:
        """Return the answer object of a row."""
        doc = row.doc()
        doc["Id"] = row.id
        doc["SyncToken"] = str(row.token)
        doc["MetaData"] = {
            "CreateTime": pacific_stamp(row.created),
            "LastUpdatedTime": pacific_stamp(row.updated),
        }
        for name in [name for name in doc if name[0] == "_"]:
            del doc[name]
        self._namer.fill(doc, self.label)
        self.overlay(doc, row)
        return doc

    def label(self, entity: str, id_: str) -> str | None:
        """Return the name that a reference to a record shows."""
        if entity == "CompanyCurrency":
            return CURRENCY_NAMES.get(id_, id_)
        row = self.store.row(entity, id_)
        return row.keys[LABEL_AT[entity]] if row else None

    def get(self, entity: str, ref: dict | None) -> dict | None:
        """Return the stored document that a reference points to."""
        row = self.store.row(entity, ref["value"]) if ref else None
        return row.doc() if row else None

    # === reading requests ===

    def _parse(self, body):
        given = self.entity.schema.parse(body)
        for name in ("Id", "SyncToken", "sparse"):
            given.pop(name, None)
        return given

    def _check_refs(self, schema, given, path):
        for name, value in given.items():
            if not value or type(value) not in (dict, list):
                continue
            field = schema.fields.get(name)
            place = f"{path}.{name}" if path else name
            if isinstance(field, Ref):
                if field.refers:
                    self.check_ref(field.refers, value["value"], place)
            elif isinstance(field, Obj):
                self._check_refs(field.schema, value, place)
            elif isinstance(field, ListOf):
                for item in value:
                    self._check_refs(field.schema, item, place)

    def check_ref(self, target: str, id_: str, place: str) -> None:
        """Refuse a reference whose target is missing or inactive."""
        if target in ("TaxCode", "CompanyCurrency"):
            return
        row = self.store.row(target, id_)
        if row is None:
            if target == "Item" and id_ in SPECIAL_ITEMS:
                return
            if target == "Item":
                raise faults.bad_reference(place, place)
            raise faults.bad_reference(f"{ELEMENTS[target]} element id {id_} not found")
        if ENTITIES[target].filters[:1] == ("Active",) and row.keys[0] is False:
            raise faults.not_found()
        if target == "Item" and row.keys[2] == "Category" and "ParentRef" not in place:
            raise faults.bad_reference("Categories cannot be used in transactions.")


SPECIAL_ITEMS = ("SHIPPING_ITEM_ID", "GRATUITY_ITEM_ID")


def check_id(id_) -> str:
    """Return an id as text, or refuse it with 2030."""
    text = str(id_)
    if not (text.isascii() and text.isdigit()):
        raise faults.invalid_id(id_)
    return text


def is_true(value) -> bool:
    return value is True or str(value).lower() == "true"


def key_value(value):
    """Return what a query compares: a reference's id, an e-mail's address."""
    if type(value) is dict:
        return value.get("value") or value.get("Address")
    return value
