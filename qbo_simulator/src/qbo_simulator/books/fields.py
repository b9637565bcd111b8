"""Declarative field types: they read one value of a request and say what is wrong.

A table of fields (`Schema`) describes one JSON object of the API. `Schema.parse` turns
a request's object into clean values: dates as ISO text, amounts as `Decimal` with two
decimals, other numbers without trailing zeros, references as `{"value": id}`. `null`
and `""` both mean "no value" and are kept as `None`, so that an update can clear.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from . import faults
from .money import money, number

_DATE = re.compile(r"(\d{4})[-/](\d{2})[-/](\d{2})(?:$|[ T])")
_LIMIT = Decimal("99999999999.99")


class Field:
    """One property: its name and what the API does with it.

    `readonly` properties are accepted and ignored. `required` ones must be present on
    create and full update. `keep` ones survive a full update that omits them.
    """

    refers = None

    def __init__(self, name, readonly=False, required=False, keep=False):
        self.name = name
        self.readonly = readonly
        self.required = required
        self.keep = keep

    def parse(self, value, path):
        """Return the clean value or raise the fault that QuickBooks would."""
        raise NotImplementedError


class Text(Field):
    """Free text up to `longest` characters."""

    def __init__(self, name, longest=4000, forbidden="", **flags):
        super().__init__(name, **flags)
        self.longest = longest
        self.forbidden = forbidden

    def parse(self, value, path):
        value = _as_text(value, path)
        if len(value) > self.longest:
            raise faults.wrong_length(path, self.longest, len(value))
        for character in self.forbidden:
            if character in value:
                raise faults.invalid_string(path, "it holds a forbidden character")
        return value


class Bool(Field):
    """`true` or `false`, also as text."""

    def parse(self, value, path):
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        raise faults.invalid_boolean(path, value)


class Int(Field):
    """A whole number within limits."""

    def __init__(self, name, smallest=0, largest=2**31 - 1, **flags):
        super().__init__(name, **flags)
        self.smallest = smallest
        self.largest = largest

    def parse(self, value, path):
        value = _as_decimal(value, path)
        if value != value.to_integral_value():
            raise faults.invalid_number(path, value)
        if not self.smallest <= value <= self.largest:
            raise faults.number_out_of_range(path, value)
        return int(value)


class Money(Field):
    """An amount, rounded to cents."""

    def parse(self, value, path):
        value = _as_decimal(value, path)
        if abs(value) > _LIMIT:
            raise faults.number_out_of_range(path, value)
        return money(value)


class Number(Field):
    """A quantity, price or rate with up to ten decimals."""

    def parse(self, value, path):
        value = _as_decimal(value, path)
        if abs(value) > _LIMIT:
            raise faults.number_out_of_range(path, value)
        return number(round(value, 10))


class Date(Field):
    """A day; a time after it is dropped, as QuickBooks does."""

    def parse(self, value, path):
        found = _DATE.match(value) if isinstance(value, str) else None
        try:
            return date(*map(int, found.groups())).isoformat()
        except (AttributeError, ValueError):
            raise faults.invalid_date(path, value) from None


class Choice(Field):
    """One of a few words."""

    def __init__(self, name, *allowed, **flags):
        super().__init__(name, **flags)
        self.allowed = allowed

    def parse(self, value, path):
        value = _as_text(value, path)
        if value not in self.allowed:
            raise faults.invalid_enumeration(path, value, self.allowed)
        return value


class Email(Field):
    """`{"Address": ...}`; several addresses are separated by commas."""

    def parse(self, value, path):
        value = EMAIL.parse(value, path)
        address = value.get("Address")
        for one in (address or "").split(","):
            name, at, host = one.strip().rpartition("@")
            if address and not (name and at and "." in host):
                raise faults.invalid_email(path, address)
        return value if address else None


class Ref(Field):
    """A reference to another record; only `value` counts on input.

    `target` is the entity it points to (None: anything, not looked up) and `named`
    tells whether answers carry the current name of the target.
    """

    def __init__(self, name, target=None, named=True, **flags):
        super().__init__(name, **flags)
        self.refers = target
        self.named = named

    def parse(self, value, path):
        value = REFERENCE.parse(value, path)
        identifier = value.get("value")
        if identifier is None:
            return None
        clean = {"value": identifier}
        if self.refers is None and value.get("name"):
            clean["name"] = value["name"]
        if value.get("type"):
            clean["type"] = value["type"]
        return clean


class Obj(Field):
    """A nested object described by its own schema."""

    def __init__(self, name, schema, **flags):
        super().__init__(name, **flags)
        self.schema = schema

    def parse(self, value, path):
        value = self.schema.parse(value, path)
        return {key: item for key, item in value.items() if item is not None}


class ListOf(Field):
    """A list of objects; one object alone is taken as a list of one."""

    def __init__(self, name, schema, **flags):
        super().__init__(name, **flags)
        self.schema = schema

    def parse(self, value, path):
        if isinstance(value, dict):
            value = [value]
        if not isinstance(value, list):
            raise _cannot_read("java.util.ArrayList", value)
        parsed = []
        for item in value:
            clean = self.schema.parse(item, path)
            parsed.append({k: v for k, v in clean.items() if v is not None})
        return parsed


class Anything(Field):
    """A block that is stored or ignored without looking into it."""

    def parse(self, value, path):
        return value


class Forbidden(Field):
    """A block that answers may show but requests may not send."""

    def parse(self, value, path):
        raise faults.malformed_property(f'Unsupported field "{self.name}"')


class Schema:
    """The known properties of one kind of JSON object, in the order of answers."""

    def __init__(self, java_class, *fields):
        self.java_class = java_class
        self.fields = {field.name: field for field in fields}
        self.order = list(self.fields)
        self._parts = {
            name: field.schema
            for name, field in self.fields.items()
            if isinstance(field, Obj | ListOf)
        }

    def arrange(self, obj: dict) -> dict:
        """Return a copy in the order of answers; private keys (`_x`) come last."""
        parts = self._parts
        result = {}
        for name in self.order:
            if name in obj:
                value = obj[name]
                if name in parts:
                    if type(value) is list:
                        value = [parts[name].arrange(item) for item in value]
                    elif type(value) is dict:
                        value = parts[name].arrange(value)
                result[name] = value
        if len(result) < len(obj):
            result.update((k, v) for k, v in obj.items() if k[0] == "_")
        return result

    def parse(self, value, path="") -> dict:
        """Read a request's object: unknown properties are refused with 2010.

        `path` is the dotted place of the object, for `element` in faults.
        """
        if not isinstance(value, dict):
            raise _cannot_read(f"com.intuit.schema.finance.v3.{self.java_class}", value)
        fields = self.fields
        prefix = f"{path}." if path else ""
        clean = {}
        for name, item in value.items():
            field = fields.get(name)
            if field is None:
                raise faults.unknown_property(name, self.java_class, self.order)
            if field.readonly:
                continue
            if item is None or item == "":
                clean[name] = None
            else:
                clean[name] = field.parse(item, prefix + name)
        return clean


def _cannot_read(java_class, value):
    token = {dict: "START_OBJECT", list: "START_ARRAY", str: "VALUE_STRING"}.get(
        type(value), "VALUE_NUMBER"
    )
    return faults.malformed_property(
        f"Can not deserialize instance of {java_class} out of {token} token"
    )


def _as_text(value, path):
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    raise _cannot_read("java.lang.String", value)


def _as_decimal(value, path):
    if isinstance(value, bool):
        raise faults.invalid_number(path, value)
    if isinstance(value, dict | list):
        raise _cannot_read("java.math.BigDecimal", value)
    try:
        result = Decimal(value)
    except InvalidOperation:
        raise faults.invalid_number(path, value) from None
    if not result.is_finite():
        raise faults.invalid_number(path, value)
    return result


REFERENCE = Schema(
    "ReferenceType", Text("value", 100), Text("name", 4000), Text("type", 100)
)
EMAIL = Schema(
    "EmailAddress",
    Text("Address", 100),
    Bool("Default"),
    Text("Tag"),
    Text("Id", readonly=True),
)
