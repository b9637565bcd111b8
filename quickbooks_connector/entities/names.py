"""Names and numbers that QuickBooks takes, made from Odoo's without changing those."""

import re

from . import convert

#: Ends of names that only QuickBooks needs, where one name may be used only once.
_SUFFIX = re.compile(r" \((?:Customer|Vendor)(?: \d+)?\)$")

#: What QuickBooks adds to the names of inactive records.
_MARK = re.compile(r" \(deleted(?: \d+)?\)$", re.IGNORECASE)

#: Names tried before a person is asked.
TRIES = 5

#: Fields that the name of a product is made of.
PRODUCT_NAME_FIELDS = frozenset(
    ("name", "default_code", "product_template_variant_value_ids")
)


def alternatives(name, kind, limit):
    """Return ``name`` and what it may be called when that is taken, best first.

    >>> alternatives("Acme", "Customer", 500)[:3]
    ['Acme', 'Acme (Customer)', 'Acme (Customer 2)']
    """
    ends = [f" ({kind})"] + [f" ({kind} {n})" for n in range(2, TRIES)]
    return [convert.fit(name, limit)] + [
        convert.fit(name, limit - len(end)) + end for end in ends
    ]


def kept(name, former, limit):
    """Return what a record called ``name`` is called in QuickBooks by now.

    :param str former: its name there, when that was chosen or found before
    """
    if not former:
        return convert.fit(name, limit)
    end = _SUFFIX.search(former)
    if not end:
        # It was linked to one of that name, which is theirs to change.
        return former
    return convert.fit(name, limit - len(end[0])) + end[0]


def in_currency(name, code, limit):
    """Return what the counterpart of ``name`` for a currency may be called, best first.

    >>> in_currency("Acme", "EUR", 500)
    ['Acme (EUR)', 'Acme EUR', 'Acme - EUR', 'Acme']
    """
    ends = [f" ({code})", f" {code}", f" - {code}", ""]
    return [convert.fit(name, limit - len(end)) + end for end in ends]


def without_currency(name, code):
    """Return ``name`` without the currency that people have put at its end.

    >>> without_currency("Acme - EUR", "EUR")
    'Acme'
    """
    if not code:
        return name
    end = re.compile(rf"[\s,/-]*[(\[]?\b{re.escape(code)}[)\]]?$", re.IGNORECASE)
    return end.sub("", name) or name


def without_mark(name):
    """Return ``name`` without what QuickBooks adds once a record is inactive.

    >>> without_mark("Acme (deleted)")
    'Acme'
    """
    return _MARK.sub("", name)


def plain(name):
    """Return ``name`` without the end that only QuickBooks needs.

    >>> plain("Acme (Customer 2)")
    'Acme'
    """
    return _SUFFIX.sub("", without_mark(name))


def forget(records):
    """Let a new name in Odoo count again for records that were linked by another.

    Asked at every renaming, it costs nothing where nothing was ever connected.
    """
    if not records.env["quickbooks.connection"]._is_any():
        return
    records = records._quickbooks_meant()
    bindings_sudo = (
        records.env["quickbooks.binding"]
        .sudo()
        .search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("qbo_name", "!=", False),
            ]
        )
    )
    bindings_sudo.filtered(
        lambda binding: not _SUFFIX.search(binding.qbo_name)
    ).qbo_name = False


def fit_number(number, limit=21):
    """Fit a document number into QuickBooks' 21 characters.

    What is too long loses its separators first, then its beginning: the end is what
    tells two numbers apart.

    >>> fit_number("INV/2026/00003")
    'INV/2026/00003'
    >>> fit_number("Warehouse-7/INV/2026/00003")
    'arehouse7INV202600003'
    """
    number = (number or "").strip()
    if len(number) > limit:
        number = re.sub(r"[^0-9A-Za-z]", "", number) or number
    return number[-limit:]
