"""Why a record waits or is held, and what to do: one row a cause, one file a topic."""

from . import (
    attachment,
    connection,
    credit,
    decided,
    document,
    incoming,
    itself,
    ledger,
    mapping,
    merged,
    ours,
    payment,
    product,
    refused,
    sale,
    purchase,
    stray,
    undo,
    why,
)

_TOPICS = (
    itself,
    connection,
    mapping,
    document,
    product,
    refused,
    sale,
    attachment,
    purchase,
    decided,
    incoming,
    payment,
    credit,
    merged,
    ours,
    stray,
    ledger,
    undo,
    why,
)

CAUSES = {code: words for topic in _TOPICS for code, words in topic.CAUSES.items()}
