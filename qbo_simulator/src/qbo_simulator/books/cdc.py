"""Change data capture: what changed since a moment, entity by entity."""

from datetime import datetime, timedelta
from operator import attrgetter

from . import faults
from .clock import pacific_stamp
from .model import BY_LOWER_NAME, ENTITIES

MOST_OBJECTS = 1000
LOOK_BACK = timedelta(days=30)


def collect(company, entities: list[str], since: datetime) -> list[dict]:
    """Return the list under `CDCResponse[0].QueryResponse`.

    An entity without changes gives `{}`. At most 1000 objects come back over all
    entities; there is no paging, so a caller who gets 1000 has to ask again for less.
    """
    if not entities:
        raise faults.system_failure(
            "java.lang.IllegalArgumentException: entities is required", 400
        )
    names = [_entity_name(one) for one in entities]
    if company.clock.now() - since > LOOK_BACK:
        raise faults.business(
            "The changedSince time can't be more than 30 days in the past."
        )
    room = MOST_OBJECTS
    answers = []
    for name in names:
        answer = _changes_of(company, name, int(since.timestamp()), room)
        room -= answer.get("maxResults", 0)
        answers.append(answer)
    return answers


def _entity_name(text):
    name = BY_LOWER_NAME.get(text.strip().lower())
    if name is None or not ENTITIES[name].in_cdc:
        raise faults.system_failure(
            "java.lang.IllegalArgumentException: Invalid entity supplied : "
            f"entity={text.strip()}",
            400,
        )
    return name


def _changes_of(company, name, since, room):
    store = company.store
    rows = [row for row in store.rows(name).values() if int(row.updated) >= since]
    rows.sort(key=attrgetter("updated"))
    rules = company.rules(name)
    objects = [rules.present(row) for row in rows[:room]]
    shown = len(objects)
    gone = [(when, id_) for id_, when in store.gone(name).items() if int(when) >= since]
    for when, id_ in sorted(gone)[: room - shown]:
        objects.append(
            {
                "domain": "QBO",
                "status": "Deleted",
                "Id": id_,
                "MetaData": {"LastUpdatedTime": pacific_stamp(when)},
            }
        )
    if not objects:
        return {}
    answer = {ENTITIES[name].json_name: objects}
    if shown:
        answer["startPosition"] = 1
    answer["maxResults"] = len(objects)
    if ENTITIES[name].counted or len(objects) > shown:
        answer["totalCount"] = len(objects)
    return answer
