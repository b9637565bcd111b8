"""Whether what QuickBooks holds still is what was sent: values only."""

import hashlib
import json
from decimal import Decimal, InvalidOperation

from ..api import dumps_payload, loads_exact

#: Properties that belong to a request, not to the object.
_ENVELOPE = {"Id", "SyncToken", "sparse"}


def same(payload, values):
    """Tell whether ``values`` says nothing that the text ``payload`` did not say.

    What is said at creation only is missing from later values, and stays as it is.
    """
    sent = loads_exact(payload)
    return _normal(values) == _normal({key: sent.get(key) for key in values})


def joined(before, payload):
    """Return the text of all that is said after an update: the rest stays as it was.

    >>> joined('{"A": 1, "B": 2}', '{"B": 3}')
    '{"A":1,"B":3}'
    """
    return dumps_payload(loads_exact(before or "{}") | loads_exact(payload))


def digest(payload):
    """Return what two texts have in common that say the same of an object."""
    said = {k: v for k, v in loads_exact(payload).items() if k not in _ENVELOPE}
    text = json.dumps(_normal(said), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def agrees(payload, obj):
    """Tell whether everything that ``payload`` said is still so in ``obj``.

    Only what was sent is compared: QuickBooks adds much of its own.
    """
    if not payload:
        return True
    return _within(
        {k: v for k, v in loads_exact(payload).items() if k not in _ENVELOPE}, obj
    )


def stands(entity, binding, obj):
    """Tell whether all that both sides agreed on about ``binding`` is so in ``obj``."""
    told = entity._stands(binding, obj)
    return agrees(binding.synced_payload, obj) if told is None else told


def _within(sent, held):
    if isinstance(sent, dict):
        if not isinstance(held, dict):
            return not _normal(sent)
        return all(_within(value, held.get(key)) for key, value in sent.items())
    if isinstance(sent, list):
        if not isinstance(held, list):
            return not sent
        return _lines_within(sent, held)
    return _scalar(sent) == _scalar(held)


def _lines_within(sent, held):
    """Compare in order, passing over lines that only QuickBooks adds (subtotals)."""
    position = 0
    for line in sent:
        while position < len(held) and not _within(line, held[position]):
            position += 1
        if position == len(held):
            return False
        position += 1
    return True


def _scalar(value):
    """Bring the spellings of one value together: 10, "10.0"; absent and empty."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return value
    try:
        return Decimal(str(value)).normalize()
    except InvalidOperation:
        return str(value).strip()


def _normal(value):
    if isinstance(value, dict):
        items = {key: _normal(item) for key, item in value.items()}
        return {key: item for key, item in items.items() if item not in ("", {}, [])}
    if isinstance(value, list):
        return [_normal(item) for item in value]
    return _scalar(value)
