"""Jinja templates and the small formatters that they use."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


def amount(value: Any) -> str:
    """Return an amount for people: thousands apart, two decimals, a true minus."""
    if value in (None, ""):
        return ""
    try:
        text = f"{Decimal(str(value)):,.2f}"
    except InvalidOperation:
        return str(value)
    return text.replace("-", "\N{MINUS SIGN}")


def quantity(value: Any) -> str:
    """Return a quantity or rate without trailing zeros."""
    if value in (None, ""):
        return ""
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rate(value: Any) -> str:
    """Return a price with two decimals, more only if it has more."""
    if value in (None, ""):
        return ""
    text = quantity(value)
    places = len(text.partition(".")[2])
    return text if places > 2 else amount(value)


def day(value: Any) -> str:
    """Return a date for people: 21 Nov 2026."""
    if not value:
        return ""
    try:
        parsed = date.fromisoformat(str(value)[:10])
    except ValueError:
        return str(value)
    return f"{parsed.day} {parsed:%b %Y}"


environment = Environment(
    loader=PackageLoader(__name__.rpartition(".")[0], "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.filters.update(amount=amount, quantity=quantity, rate=rate, day=day)


def render(name: str, **values: Any) -> str:
    """Return the template `name` filled in."""
    return environment.get_template(name).render(values)
