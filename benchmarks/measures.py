"""Sizes, and figures that a busy machine disturbs little."""

import os
import statistics
from collections.abc import Callable
from itertools import pairwise

from scripts.steps import SetupError

BATCH = 30  # operations that QuickBooks takes in one call

PROFILES = ("quick", "full")


def is_full() -> bool:
    """Return whether the environment asks for the full sizes.

    :raises SetupError: it asks for what is no profile
    """
    profile = os.environ.get("BENCH_PROFILE") or PROFILES[0]
    if profile not in PROFILES:
        raise SetupError(f"BENCH_PROFILE is {profile}, not quick or full.")
    return profile == "full"


def size(name: str, quick: int, full: int) -> int:
    """Return a size that the environment may set.

    :param quick: what it is unless ``BENCH_PROFILE`` says ``full``
    :raises SetupError: it is set to what is no number
    """
    text = os.environ.get(name) or str(full if is_full() else quick)
    if not text.isdigit() or int(text) < 1:
        raise SetupError(f"{name} is {text}, not a number above 0.")
    return int(text)


def in_turns(
    bare: Callable[[], dict], other: Callable[[], dict], rounds: int
) -> tuple[list[dict], list[dict]]:
    """Let both work in turns, ``rounds`` of the other; the bare one begins and ends."""
    without, with_ = [bare()], []
    for _number in range(rounds):
        with_.append(other())
        without.append(bare())
    return without, with_


def compared(bare: list[dict], other: list[dict]) -> dict:
    """Return how long the other one takes over the bare one, and how far that holds.

    :param bare: turns with ``seconds`` and ``work``; one more than of the other
    """
    return {
        "seconds": statistics.median(turn["seconds"] for turn in bare),
        "ratio": statistics.median(ratios(bare, other, "seconds")),
        "ratio_fastest": fastest(other) / fastest(bare),
        "ratio_work": statistics.median(ratios(bare, other, "work")),
        "ratios": ratios(bare, other, "seconds"),
        "noise": [
            after["seconds"] / before["seconds"] for before, after in pairwise(bare)
        ],
    }


def fastest(found: list[dict]) -> float:
    """Return the shortest time: that of the turn which was disturbed least."""
    return min(turn["seconds"] for turn in found)


def ratios(bare: list[dict], other: list[dict], key: str) -> list[float]:
    """Return each turn over the mean of the bare ones before and after it.

    So whatever makes the machine faster or slower by and by cancels out.
    """
    return [
        2 * turn[key] / (before[key] + after[key])
        for turn, (before, after) in zip(other, pairwise(bare), strict=True)
    ]
