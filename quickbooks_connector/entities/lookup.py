"""What an entity asks of its connection: preferences of QuickBooks, matched entries."""

from . import answers, convert


def preference(connection, path, default=None):
    """Return what QuickBooks' Preferences say at a dotted ``path``."""
    # Odoo copies all of them for each reader.
    found = answers.kept(connection, ("preferences",), lambda: connection.preferences)
    return convert.get(found or {}, path, default)


def has_multicurrency(connection):
    """Tell whether the company in QuickBooks knows currencies beside its own."""
    return bool(preference(connection, "CurrencyPrefs.MultiCurrencyEnabled"))


def discount_ref(connection):
    """Return ``{"value": id}`` of the account for discounts; none: QuickBooks' own."""
    entry = connection.discount_account_id
    return {"value": entry.qbo_id} if entry else None


def closing_date(connection):
    """Return the last day of closed books in QuickBooks as text, maybe none."""
    return preference(connection, "AccountingInfoPrefs.BookCloseDate")


def is_closed(connection, date):
    """Tell whether the books in QuickBooks are closed at ``date``, as far as known."""
    closed = closing_date(connection)
    return bool(closed) and date.isoformat() <= closed


def currency_of(obj, company):
    """Return the currency of a document or payment; none when Odoo lacks it."""
    code = convert.get(obj, "CurrencyRef.value")
    if not code or code == company.currency_id.name:
        return company.currency_id
    return company.env["res.currency"].search([("name", "=", code)])


def is_us(connection):
    """Tell whether QuickBooks taxes sales as in the US: taxable or not, no codes."""
    return (connection.qbo_country or "US") == "US"


def matched(connection, kind, records):
    """Return ``{record id: entry}`` for those of ``records`` that are matched.

    A proposal that nobody has accepted yet does not count.

    :param str kind: a kind of ``quickbooks.mapping``
    :return: entries of ``quickbooks.reference``
    """
    if not records:
        return {}
    model = records._name
    key = ("matched", kind, model)
    found = answers.kept(connection, key, lambda: _matched(connection, kind, model))
    return {id_: found[id_] for id_ in records.ids if id_ in found}


def _matched(connection, kind, model):
    mappings = connection.env["quickbooks.mapping"].search(
        [
            ("connection_id", "=", connection.id),
            ("kind", "=", kind),
            ("res_model", "=", model),
            ("state", "=", "done"),
        ]
    )
    return {mapping.res_id: mapping.reference_id for mapping in mappings}


def matched_ref(connection, kind, record):
    """Return ``{"value": id}`` of the entry matched to ``record``, or ``None``."""
    entry = matched(connection, kind, record).get(record.id)
    return {"value": entry.qbo_id} if entry else None


def standing_for(connection, kind, qbo_id):
    """Return the ids of the records that an entry of QuickBooks stands for.

    :param str qbo_id: of the entry, maybe none
    """
    if not qbo_id:
        return set()
    key = ("standing for", kind)
    found = answers.kept(connection, key, lambda: _standing(connection, kind))
    return found.get(qbo_id, set())


def _standing(connection, kind):
    mappings = connection.env["quickbooks.mapping"].search(
        [
            ("connection_id", "=", connection.id),
            ("kind", "=", kind),
            ("state", "=", "done"),
        ]
    )
    return {
        entry.qbo_id: set(rows.mapped("res_id"))
        for entry, rows in mappings.grouped("reference_id").items()
    }


def record_of(connection, entity, ref):
    """Return the record of ``entity`` that ``{"value": id}`` is linked to, maybe none.

    :param entity: an entity model; a variant knows its own records only
    """
    binding = connection.env["quickbooks.binding"].search(
        [
            ("connection_id", "=", connection.id),
            ("entity", "=", entity._qbo_entity),
            ("res_model", "=", entity._odoo_model),
            ("qbo_id", "=", ref["value"]),
        ],
        limit=1,
    )
    return connection.env[entity._odoo_model].browse(binding.res_id or ())


def unlinked(entity, objects, connection):
    """Return those of ``objects`` (by id) that no record is linked to yet."""
    linked = connection.env["quickbooks.binding"].search(
        [
            ("connection_id", "=", connection.id),
            ("entity", "=", entity._qbo_entity),
            ("qbo_id", "in", list(objects)),
        ]
    )
    # What a deleted record was linked to is free again.
    taken = {row.qbo_id for row, record in linked._get_records().items() if record}
    return {id_: obj for id_, obj in objects.items() if id_ not in taken}
