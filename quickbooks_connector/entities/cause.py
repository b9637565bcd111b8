"""Why a record can't be sent or taken over, in a form that is worded later."""

#: States of a binding that is not sent until a person, or a mended cause, ends them.
HELD = ("failed", "conflict", "skipped")
#: Cause of what is read again because QuickBooks said that it is not there.
LOOKED_FOR = "looked_for"

#: Among the parts that clash: all that a record says, where they can't be told apart.
WHOLE = "*"


class EntityError(Exception):
    """A reason that a person has to read, as a code of ``sync/words/``.

    :param str cause: the code
    :param args: the names that the sentence needs
    """

    def __init__(self, cause, **args):
        super().__init__(cause)
        self.cause = cause
        self.cause_args = args
