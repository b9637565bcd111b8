"""What is printed, kept, and put into docs/reliability.md."""

import json
import re
from datetime import datetime, timezone
from pathlib import Path

from scripts import settings

RESULTS = settings.REPO / "benchmarks" / "results"
PAGE = settings.REPO / "docs" / "reliability.md"
FIGURES = re.compile(
    r"(<!-- figures: make chaos -->\n).*?(<!-- end of figures -->)", re.DOTALL
)
#: Problems that are printed; the file has all.
SHOWN = 40


def faults_of(found: dict) -> list[str]:
    """Return what should not have happened, a sentence each."""
    left = [f"{found['left']} things are still to be done"] if found["left"] else []
    return [*found["problems"], *found["complaints"], *left]


def show(found: dict) -> None:
    """Print the result for the person who waits for it."""
    print()
    for name, count in sorted(found["faults"].items(), key=lambda pair: -pair[1]):
        print(f"  {count:5}  {name}")
    print(f"  {sum(found['faults'].values()):5}  faults in all")
    print("\n".join(_lines(found)))
    for text in faults_of(found)[:SHOWN]:
        print(f"  - {text}")
    print("chaos: FAILED" if faults_of(found) else "chaos: ok", flush=True)


def keep(found: dict) -> Path:
    """Write everything that was found into a file, and return it."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / "chaos.json"
    path.write_text(json.dumps(found, indent=1, default=str) + "\n")
    return path


def publish(found: dict) -> None:
    """Put the result into the page."""
    today = datetime.now(timezone.utc).date().isoformat()
    rows = [f"Measured on {today}, seed {found['seed']}.", "", "| what | times |"]
    rows += ["|---|---|"]
    rows += [
        f"| {name} | {count} |"
        for name, count in sorted(found["faults"].items(), key=lambda pair: -pair[1])
    ]
    rows += [f"| all faults | {sum(found['faults'].values())} |", ""]
    rows += [f"- {line.strip()}" for line in _lines(found)]
    rows += [f"- {text}" for text in faults_of(found)]
    text = "\n".join([*rows, ""])
    page = FIGURES.sub(lambda match: match[1] + text + match[2], PAGE.read_text())
    PAGE.write_text(page)


def _lines(found: dict) -> list[str]:
    linked = ", ".join(f"{n} {kind}" for kind, n in sorted(found["linked"].items()))
    done = ", ".join(f"{n} {deed}" for deed, n in sorted(found["people"].items()))
    return [
        f"{found['documents']} documents entered in {found['companies']} companies;"
        f" at the end linked: {linked}",
        f"What people did: {done}",
        f"Steps at which a worker stopped itself: {len(found['steps'])} different ones",
        f"Servers started again: {found['restarts']}; sign-ins renewed:"
        f" {found['renewals']}, of these at the same time as another one of the"
        f" company: {found['at_once']}",
        f"The longest click of a clerk that nothing interrupted:"
        f" {found['longest']:.1f} s",
        f"At rest {found['settled']:.0f} s after the last fault"
        f" (chaos: {found['seconds']:.0f} s)",
        f"Lost, double, different, held or unsent: {len(found['problems'])};"
        f" errors that people read: {len(found['complaints'])}",
    ]
