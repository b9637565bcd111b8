"""What a person reads about each question of the readiness check, in tables.

A finding is stored as a code and the names it needs, and worded here at the moment of
reading, in the reader's language. A row that is fine reads its last sentence; the
others read what was found, why it matters and what to do.
"""

from typing import NamedTuple

from ...sync.words import word
from ..finding import FINE


class Words(NamedTuple):
    """The sentences of one question.

    :param title: what was looked at
    :param found: what is not as it should be
    :param advice: why that matters, and what to do or why going on is all right
    :param button: the verb of what to do; empty where there is nothing to open
    :param fine: what was found to be in order
    """

    title: str
    found: str = ""
    advice: str = ""
    button: str = ""
    fine: str = ""


def sentences(env, words, severity, args):
    """Return what a person reads about a finding.

    :param Words words: of its code
    :param str severity: of :mod:`.finding`
    :param dict args: the names that the sentences need
    :return: ``(title, found, advice, button)``, translated, texts maybe empty
    """
    if severity == FINE:
        texts = (words.title, words.fine, "", "")
    else:
        texts = (words.title, words.found, words.advice, words.button)
    return tuple(word(env, text, args) if text else "" for text in texts)
