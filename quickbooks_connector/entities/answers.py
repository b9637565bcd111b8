"""What Odoo's lists have answered, so that they are asked once for many records."""

CONTEXT_KEY = "quickbooks_answers"


class Answers:
    """Answers that hold for one step of the work: nobody else's changes are seen in it.

    Pushing and pulling give the connection one for each of their steps; entities ask
    with that connection, and know nothing of steps.
    """

    def __init__(self):
        self._kept = {}

    def get(self, key, ask):
        """Return the answer to ``key``, asked for by ``ask`` the first time."""
        if key not in self._kept:
            self._kept[key] = ask()
        return self._kept[key]


def kept(connection, key, ask):
    """Return what ``ask`` answers, or has answered before in the same step.

    :param key: what is asked, as something that can be the key of a dictionary
    :param ask: a function without arguments
    """
    answers = connection.env.context.get(CONTEXT_KEY)
    return ask() if answers is None else answers.get(key, ask)


def remembering(connection):
    """Return ``connection`` for a new step, without what was answered before."""
    return connection.with_context(**{CONTEXT_KEY: Answers()})
