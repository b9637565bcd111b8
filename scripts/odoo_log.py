"""Which lines of Odoo's log are complaints, and which of them are Odoo's own noise."""

import re

# (logger, start of the message, why it is no complaint about our code)
NOISE: tuple[tuple[str, str, str], ...] = ()

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>[\w.]+): "
    r"(?P<message>.*)"
)
SERIOUS = ("WARNING", "ERROR", "CRITICAL")


def is_noise(logger: str, message: str) -> bool:
    """Tell whether this record is one that Odoo writes whatever we do."""
    return any(
        logger == name and message.startswith(start) for name, start, _why in NOISE
    )


def complaints(text: str) -> list[str]:
    """Return the lines of a log at WARNING or above that are not Odoo's own noise.

    What follows such a line without a time of its own (a traceback) is kept.
    """
    found: list[str] = []
    keeping = False
    for line in text.splitlines():
        match = LINE.match(line)
        if match:
            keeping = match["level"] in SERIOUS and not is_noise(
                match["logger"], match["message"]
            )
        if keeping:
            found.append(line)
    return found
