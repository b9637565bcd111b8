"""A process that is killed while it takes objects of QuickBooks over."""

from contextlib import contextmanager, suppress
from unittest.mock import patch


@contextmanager
def killed_while_linking(env):
    """Let what is done inside be killed when it links for the second time."""
    bindings = env.registry["quickbooks.binding"]
    link, calls = bindings._link_many, []

    def die(model, *args):
        calls.append(1)
        if len(calls) == 2:
            # Neither the record of an error nor a second try: the process is gone.
            raise KeyboardInterrupt
        return link(model, *args)

    # Not assertRaises, which would take back what was committed before.
    with patch.object(bindings, "_link_many", die), suppress(KeyboardInterrupt):
        yield
    assert len(calls) == 2, "it was not killed"
    # What a killed process leaves: the commits before, and nothing after them.
    env.invalidate_all()
