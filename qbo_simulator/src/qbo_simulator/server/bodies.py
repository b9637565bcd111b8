"""What a request's body says: JSON or XML, read into the same plain objects.

The content type decides. XML is read by the field tables of the books, for only they
know which elements are lists and which are references; what they do not know is passed
on under its name, and the books refuse it as they refuse an unknown JSON property.
"""

from typing import Any

from lxml import etree

from ..books import Fault, loads
from ..books.fields import ListOf, Obj, Ref, Schema, Text
from ..books.model import ENTITIES
from ..books.rules.taxes import REQUEST as TAX_SERVICE
from .entities import envelope_of
from .envelope import unsupported, validation
from .http import Call
from .xml import NAMESPACE

SCHEMAS = {entity.json_name: entity.schema for entity in ENTITIES.values()}
SCHEMAS["TaxService"] = TAX_SERVICE
BATCH = "IntuitBatchRequest"
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
# The attributes of the schema, which JSON spells as properties.
ROOT_ATTRIBUTES = ("domain", "status", "sparse")
REFERENCE_ATTRIBUTES = ("name", "type")
ITEM_ATTRIBUTES = ("bId", "operation", "optionsData")


def read(call: Call, entity: str | None) -> Any:
    """Return the content of a body, or the Fault that it deserves.

    :param entity: what the address names; None for a batch
    """
    kind = media_type(call.headers.get("content-type", ""))
    if kind in ("", "application/json", "text/json"):
        return _json(call.body)
    if kind in ("application/xml", "text/xml"):
        return from_xml(call.body, entity)
    return unsupported("Cannot consume content type")


def media_type(header: str) -> str:
    """Return a content type without its parameters, in lower case."""
    return header.partition(";")[0].strip().lower()


def _json(body: bytes) -> Any:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return unsupported("with a body that is not UTF-8")
    try:
        return loads(text)
    except (ValueError, RecursionError) as error:
        return malformed(str(error))


def malformed(what: str) -> Fault:
    """Return the fault for a body that cannot be read."""
    return validation(
        "2010",
        "Request has invalid or unsupported property",
        f"Property Name:{what[:180]} specified is unsupported or invalid",
    )


# === XML === #


def from_xml(body: bytes, entity: str | None) -> Any:
    """Return what an XML body says as JSON would, or the Fault that it deserves.

    A document type is refused, so nothing can be expanded or fetched.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return malformed(str(error))
    if root.getroottree().docinfo.doctype:
        return malformed("DOCTYPE is disallowed")
    expected = envelope_of(entity) if entity else BATCH
    if root.tag != f"{{{NAMESPACE}}}{expected}":
        name = etree.QName(root)
        return malformed(
            f'unexpected element (uri:"{name.namespace or ""}", '
            f'local:"{name.localname}"). Expected elements are '
            f"<{{{NAMESPACE}}}{expected}>"
        )
    if entity is None:
        return {"BatchItemRequest": [_batch_item(one) for one in root]}
    return _entity(root, expected)


def _batch_item(element) -> dict:
    item: dict[str, Any] = {
        key: element.get(key) for key in ITEM_ATTRIBUTES if key in element.attrib
    }
    for child in element:
        name = _name(child)
        item[name] = _text(child) if name == "Query" else _entity(child, name)
    return item


def _entity(element, name: str) -> Any:
    content = _object(element, SCHEMAS.get(name))
    if isinstance(content, dict):
        given = {k: element.get(k) for k in ROOT_ATTRIBUTES if k in element.attrib}
        content = {**given, **content}
    return content


def _object(element, schema: Schema | None) -> Any:
    """Return the properties of an element, or its text if that is all there is."""
    fields = schema.fields if schema else {}
    if not len(element) and (schema is None or "value" in fields):
        return _text(element) if schema is None else {"value": _text(element)}
    content: dict[str, Any] = {}
    for child in element:
        name = _name(child)
        field = fields.get(name)
        value = _value(child, field)
        if isinstance(field, ListOf) or (name in content and field is None):
            known = content.setdefault(name, [])
            content[name] = (known if isinstance(known, list) else [known]) + [value]
        else:
            content[name] = value
    return content


def _value(element, field) -> Any:
    if element.get(NIL) in ("true", "1"):
        return None
    if isinstance(field, Ref):
        named = {k: element.get(k) for k in REFERENCE_ATTRIBUTES if k in element.attrib}
        return {"value": _text(element), **named}
    if isinstance(field, Obj | ListOf):
        return _object(element, field.schema)
    if len(element):
        return _object(element, None)
    if isinstance(field, Text):
        return element.text or ""  # only texts keep the space around them
    return _text(element)


def _name(element) -> str:
    """Return the name of an element; one of a foreign namespace keeps it."""
    name = etree.QName(element)
    return name.localname if name.namespace == NAMESPACE else element.tag


def _text(element) -> str:
    return (element.text or "").strip()
