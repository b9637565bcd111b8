"""Reads what came out of two runs of the same tests, and says where they differ."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

#: Of a test that the other run has met, and this one has not.
NOT_RUN = "not run"
BAD = ("failed", "error", NOT_RUN)


class Incomplete(Exception):
    """The run broke off before all tests were met."""


@dataclass(frozen=True)
class Outcome:
    """What came out of one test."""

    test: str
    outcome: str
    said: str = ""
    statements: int = 0
    counted: list = field(default_factory=list)


@dataclass
class Comparison:
    """Both runs of the tests of one module, ``before`` without our add-ons."""

    module: str
    alike: dict[str, int] = field(default_factory=dict)  # by what came out of both
    differing: list[dict] = field(default_factory=list)
    failing: list[dict] = field(default_factory=list)  # both
    counted: list[dict] = field(default_factory=list)
    statements: list[int] = field(default_factory=lambda: [0, 0])
    growing: list[dict] = field(default_factory=list)  # tests by added statements

    @property
    def tests(self) -> int:
        """Return how many tests there are."""
        return sum(self.alike.values()) + len(self.differing)


def read(path: Path) -> dict[str, Outcome]:
    """Return the outcomes in a file that ``quickbooks_neighbours`` wrote, by test.

    :raises Incomplete: the run did not come to its end
    """
    lines = path.read_text().splitlines() if path.is_file() else []
    rows = [json.loads(line) for line in lines]
    if not rows or not rows[-1].get("end"):
        last = rows[-1].get("test") if rows else "nothing"
        raise Incomplete(f"The run broke off; the last it met was {last}.")
    return {row["test"]: Outcome(**row) for row in rows[:-1]}


def compare(
    module: str, before: dict[str, Outcome], after: dict[str, Outcome]
) -> Comparison:
    """Compare both runs of a module's tests, test by test."""
    found = Comparison(module)
    for name in sorted(before.keys() | after.keys()):
        one = before.get(name) or Outcome(name, NOT_RUN)
        other = after.get(name) or Outcome(name, NOT_RUN)
        _compare_outcome(found, one, other)
        if one.outcome == other.outcome == "passed":
            _compare_statements(found, one, other)
    found.growing.sort(key=lambda row: -row["added"])
    return found


def _compare_outcome(found: Comparison, one: Outcome, other: Outcome) -> None:
    if one.outcome != other.outcome:
        found.differing.append(
            {
                "test": short(one.test),
                "without": one.outcome,
                "with": other.outcome,
                "said": (other if other.outcome in BAD else one).said,
            }
        )
        return
    found.alike[one.outcome] = found.alike.get(one.outcome, 0) + 1
    if one.outcome in BAD:
        found.failing.append({"test": short(one.test), "said": one.said})


def _compare_statements(found: Comparison, one: Outcome, other: Outcome) -> None:
    found.statements[0] += one.statements
    found.statements[1] += other.statements
    added = other.statements - one.statements
    row = {"test": short(one.test), "of": one.statements, "added": added}
    found.growing.append(row)
    for mine, theirs in zip(one.counted, other.counted, strict=False):
        if mine != theirs:
            found.counted.append(
                {
                    "test": short(one.test),
                    "asserted": mine[0],
                    "without": mine[1],
                    "with": theirs[1],
                }
            )


def short(test: str) -> str:
    """Return the name of a test without what all of them have in common."""
    return test.replace("odoo.addons.", "").replace(".tests.", ".")


def reason(said: str) -> str:
    """Return the last line of a traceback that says something."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    for line in reversed(lines):
        name = line.partition(":")[0]
        if name.replace(".", "").isidentifier() and not line.startswith("File"):
            return line
    return lines[-1] if lines else ""


def differences(comparisons: Iterable[Comparison]) -> int:
    """Return how many tests differ in all."""
    return sum(len(found.differing) for found in comparisons)
