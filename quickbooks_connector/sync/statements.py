"""Queries and times that push and pull share."""

from datetime import timezone

from ..api import BatchItem, query


def by_ids(entity, qbo_ids):
    """Return the statements that read the objects of ``entity`` with these ids.

    :param entity: an entity model; members of name lists are read inactive or not
    """
    active_too = query.any_active() if entity._has_active else ""
    return [
        query.select(entity._qbo_entity, query.all_of(condition, active_too))
        for condition in query.where_in("Id", qbo_ids)
    ]


def changed_since(entity, since):
    """Return the condition for what changed at ``since`` or later."""
    active_too = query.any_active() if entity._has_active else ""
    return query.all_of(
        query.condition("MetaData.LastUpdatedTime", ">=", aware(since)), active_too
    )


def as_items(statements):
    """Return the batch items that ask ``statements``."""
    return [
        BatchItem(str(number), "query", "", statement=statement)
        for number, statement in enumerate(statements)
    ]


def aware(moment):
    """Return a time of Odoo's (UTC, without zone) with its zone."""
    return moment.replace(tzinfo=timezone.utc)


def naive(moment):
    """Return a time with a zone as Odoo keeps it: UTC, without zone, whole seconds."""
    return moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
