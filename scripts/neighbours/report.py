"""What is printed, kept, and put into docs/reliability.md."""

import json
import re
from dataclasses import asdict
from datetime import datetime, timezone

from scripts import settings

from .outcomes import Comparison, reason

KEPT = settings.REPO / "benchmarks" / "results" / "neighbours.json"
PAGE = settings.REPO / "docs" / "reliability.md"
FIGURES = re.compile(
    r"(<!-- figures: make neighbours -->\n).*?(<!-- end of figures -->)", re.DOTALL
)
#: Tests that are printed, of those to which most statements were added.
SHOWN = 5


def show(found: Comparison) -> None:
    """Print the result for the person who waits for it."""
    alike = ", ".join(f"{n} {outcome}" for outcome, n in sorted(found.alike.items()))
    print(f"\n{found.module}: {found.tests} tests; the same in both: {alike}")
    for row in found.failing:
        print(f"  both fail: {row['test']}: {reason(row['said'])}")
    for row in found.counted:
        print(
            f"  statements: {row['test']}: {row['without']} -> {row['with']}"
            f" (asserted: {row['asserted']})"
        )
    for row in found.growing[:SHOWN]:
        print(f"  grows: {row['test']}: {row['of']} + {row['added']} statements")
    print(f"  statements in all: {found.statements[0]} -> {found.statements[1]}")
    for row in found.differing:
        print(f"  DIFFERS: {row['test']}: {row['without']} -> {row['with']}")
        print("      " + row["said"].strip().replace("\n", "\n      "))
    print(flush=True)


def keep(found: Comparison) -> None:
    """Put what was found into a file, beside other modules' results."""
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(KEPT.read_text()) if KEPT.is_file() else {}
    today = datetime.now(timezone.utc).date().isoformat()
    kept[found.module] = asdict(found) | {"date": today, "tests": found.tests}
    KEPT.write_text(json.dumps(kept, indent=1) + "\n")


def publish() -> None:
    """Put all that is kept into the page."""
    rows = table(json.loads(KEPT.read_text()))
    text = "\n".join([*rows, ""])
    page = FIGURES.sub(lambda match: match[1] + text + match[2], PAGE.read_text())
    PAGE.write_text(page)


def table(kept: dict[str, dict]) -> list[str]:
    """Return the lines of the page: a table, then what fails and what differs."""
    rows = [
        "| tests of | measured | tests | pass in both | skipped in both"
        " | fail in both | differ | statements without → with |",
        "|---|---|---|---|---|---|---|---|",
    ]
    details = []
    for module, found in kept.items():
        alike = found["alike"]
        without, with_us = found["statements"]
        rows.append(
            f"| {module} | {found['date']} | {found['tests']}"
            f" | {alike.get('passed', 0)} | {alike.get('skipped', 0)}"
            f" | {len(found['failing'])} | {len(found['differing'])}"
            f" | {without} → {with_us} |"
        )
        for name, said in (("failing", "Fails in both"), ("differing", "Differs")):
            for row in found[name]:
                details.append(f"- {said}: `{row['test']}`: {reason(row['said'])}")
    return [*rows, "", *details] if details else rows
