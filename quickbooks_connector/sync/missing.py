"""What a record names in QuickBooks and is not there: inactive, merged or gone."""

from ..entities.cause import HELD, LOOKED_FOR, EntityError
from ..entities.need import Need

#: What a link lets go of when its counterpart is gone.
LOST = ("qbo_id", "sync_token", "synced_payload")


def look_again(store, row, record):
    """Have ``row`` and what it names read again: something of it is not there.

    Somebody made it inactive, or merged it into another, since it was read last.

    :param store: the ``Store`` that has heard so
    """
    entity = row._get_entity()
    needs = entity._export_needs(record, store.connection) if record else ()
    for need in (Need(*need) for need in needs):
        one = need.record._quickbooks_binding(
            need.entity, store.connection, need.facet
        )._lead()
        if one.qbo_id and not one.request_id and one.state not in HELD:
            vals = {"step": "reread", "cause": LOOKED_FOR, "next_try": False}
            one.write(vals | {"state": "modified", "is_due": True})
    step = "reread" if row.qbo_id else "expand"
    row.write({"step": step, "attempts": 1, "is_due": True, "next_try": False})


def give_up(store, row, record):
    """Store that QuickBooks has not got ``row`` any more, and nobody knows why.

    It is not created again by itself: a person says what it is there now.
    """
    before = row.state
    error = EntityError("gone_there", gone=row.qbo_id)
    vals = store._held_vals(record, error) | dict.fromkeys(LOST, False)
    row.write(vals | {"step": "expand"})
    told = store._told()
    told.held(row, record, before, "compare")
    told.publish()
    store.lose(row)
