"""Every sentence about a sync that a person reads, in tables.

A cause is stored as a code and the names it needs, and worded here at the moment of
reading, in the reader's language. Each row says what happened and what to do; the
codes are those that ``sync/policy.py`` and the entities hand out.
"""

from .causes import CAUSES
from .conditions import CONDITIONS
from .mending import ALL, MENDED, WAYS, mending
from .reasons import REASONS, eligible, reason
from .wording import Words, word

__all__ = [
    "ALL",
    "CAUSES",
    "CONDITIONS",
    "MENDED",
    "REASONS",
    "WAYS",
    "Words",
    "add_causes",
    "eligible",
    "reason",
    "lost_value",
    "mending",
    "sentence",
    "word",
]


def add_causes(causes):
    """Let the causes of another add-on be worded like ours.

    :param dict causes: ``{code: Words}``, read when the add-on is loaded
    """
    CAUSES.update(causes)


def sentence(env, cause, args=None, advice=True):
    """Word ``cause`` in the language of ``env``.

    :param str cause: a key of :data:`CAUSES`, or nothing
    :param dict args: the names the sentence needs
    :param bool advice: whether to add what to do
    :return: one or two sentences, empty without a cause
    """
    if not cause:
        return ""
    words = CAUSES.get(cause, CAUSES["misunderstood"])
    texts = [words.happened, words.advice] if advice else [words.happened]
    return " ".join(word(env, text, args or {}) for text in texts)


def lost_value(env, label, kept, lost):
    """Word which of two values of a field was kept where both sides changed it."""
    return env._(
        '%(field)s: kept "%(kept)s", not "%(lost)s".', field=label, kept=kept, lost=lost
    )
