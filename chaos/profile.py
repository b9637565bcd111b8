"""How much chaos there is."""

import os
import random
from dataclasses import dataclass

from scripts.steps import SetupError


@dataclass(frozen=True)
class Profile:
    """What one run does; see ``chaos/run.py`` for the environment."""

    documents: int  # that people enter in Odoo, in all companies together
    faults: int  # that strike, at least
    companies: int  # each with a QuickBooks company of its own
    seconds: float  # that the faults may take in all
    pause: float  # between two faults
    settling: float  # seconds in which everything must have come to rest
    seed: int

    @classmethod
    def from_environment(cls) -> "Profile":
        """Return the profile that the environment asks for."""
        short = os.environ.get("CHAOS_PROFILE", "full") == "short"
        return cls(
            documents=_number("CHAOS_DOCUMENTS", 60 if short else 2000),
            faults=_number("CHAOS_FAULTS", 25 if short else 1000),
            companies=_number("CHAOS_COMPANIES", 1 if short else 3),
            seconds=_number("CHAOS_SECONDS", 60 if short else 3600),
            pause=0.25,
            settling=_number("CHAOS_SETTLING", 120 if short else 900),
            seed=_number("CHAOS_SEED", random.SystemRandom().randrange(1, 10**6)),
        )


def _number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdigit() or int(text) < 1:
        raise SetupError(f"{name} is {text}, not a number above 0.")
    return int(text)
