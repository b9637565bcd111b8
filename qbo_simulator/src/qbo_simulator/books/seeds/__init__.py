"""The companies a simulator can start with."""

from . import ca, uk, us
from .common import Planter, empty

SEEDS = {"us": us.plant, "ca": ca.plant, "uk": uk.plant, None: empty}
OPTIONS = (
    "name",
    "multicurrency",
    "ast",
    "custom_txn_numbers",
    "closing_date",
    "company_start_date",
)


def plant(company, seed: str | None, options: dict) -> None:
    """Fill a new company. Raise `ValueError` on an unknown seed or option."""
    if seed not in SEEDS:
        raise ValueError(f"Unknown seed {seed!r}: use us, ca, uk or None.")
    unknown = set(options) - set(OPTIONS)
    if unknown:
        raise ValueError(
            f"Unknown option {sorted(unknown)[0]!r}: use {', '.join(OPTIONS)}."
        )
    # The books are closed when all is planted: stock was there before that day.
    options = dict(options)
    closing_date = options.pop("closing_date", None)
    planter = Planter(company)
    SEEDS[seed](planter, options)
    if closing_date:
        planter.close_books(closing_date)
