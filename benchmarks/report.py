"""How measurements are told: on the screen, in a file, in docs/performance.md."""

import json
import platform
import re
from datetime import datetime, timezone
from pathlib import Path

from scripts import settings

RESULTS = settings.REPO / "benchmarks" / "results"
PAGE = settings.REPO / "docs" / "performance.md"
BEGIN, END = "<!-- figures: make bench -->", "<!-- end of figures -->"
BEGIN_IMPORT = "<!-- figures: first import -->"
BEGIN_NOTICES = "<!-- figures: notices -->"
BEGIN_WAYS = "<!-- figures: both ways -->"


def lines(found: dict) -> list[tuple[str, str, str]]:
    """Return (what, figure, aim) of posting and sending."""
    sizes, posting = found["sizes"], found["posting"]
    sending, one = found["sending"], found["per_invoice"]
    added = posting["statements"]
    count = sizes["invoices"]
    counted = ", ".join(str(size) for size in added)
    return [
        (
            f"Posting {count} invoices: connected over without the add-on",
            "{ratio:.3f} (fastest turns: {ratio_fastest:.3f}; "
            "Python calls: {ratio_calls:.3f})".format(**posting),
            "at most 1.05",
        ),
        (
            f"SQL statements added to a batch of {counted} invoices",
            ", ".join(str(figures["added"]) for figures in added.values()),
            "constant",
        ),
        (
            f"QuickBooks calls for {sizes['push_invoices']} invoices with "
            f"{sizes['customers']} new customers and {sizes['items']} new products",
            f"{sending['calls']} ({_operations(sending)})",
            "at most 20",
        ),
        ("The fewest that could do it", str(sending["ideal"]), ""),
        (
            "Pushing an invoice over posting it",
            "{ratio:.2f} ({push_ms:.0f} ms over {post_ms:.0f} ms)".format(**one),
            "",
        ),
    ]


def import_lines(found: dict) -> list[tuple[str, str, str]]:
    """Return (what, figure, aim) of the first import."""
    whole, killed = found["whole"], found["killed"]
    created = whole["created"]
    return [
        (
            f"QuickBooks calls for a first import ({whole['rows']:,} objects read, "
            f"{created:,} records created)",
            "{calls}; the fewest that could do it: {ideal}".format(**whole),
            "one for 1,000, plus 5 %",
        ),
        (
            "First import over a bare creation of the same records",
            "{ratio_all:.2f}, reading and proposing included (own work alone: "
            "{ratio_all_cpu:.2f}); creating and linking {ratio_creating:.2f} "
            "({ratio_creating_cpu:.2f}); 1,000 bare: {bare_seconds:.2f} s".format(
                bare_seconds=1000 * whole["bare"]["seconds"] / created,
                **whole,
            ),
            "at most 1.5",
        ),
        (
            "Most memory of that import above its start",
            f"{whole['memory']} MB",
            "flat, below 300 MB",
        ),
        (
            f"First import of {killed['created']:,} whose worker was killed "
            f"(kill -9) {killed['count']} times",
            "all there, nothing twice",
            "no duplicates",
        ),
    ]


def notice_lines(found: dict) -> list[tuple[str, str, str]]:
    """Return (what, figure, aim) of QuickBooks' notices."""
    return [
        (
            "{count:,} notices at {pace} a second, answered while {sent_meanwhile} "
            "invoices were sent".format(**found),
            "median {p50} ms, 95 % within {p95} ms, 99 % within {p99} ms; "
            "not answered: {lost}".format(**found),
            "99 % within 200 ms",
        ),
    ]


def ways_lines(found: dict) -> list[tuple[str, str, str]]:
    """Return (what, figure, aim) of changes on their way."""
    pushed, pulled, repriced = found["pushed"], found["pulled"], found["repriced"]
    dry = found["dry_run"]
    return [
        (
            f"Dry run of {dry['documents']:,} invoices, {dry['records']:,} lines",
            _way(dry),
            "",
        ),
        (
            f"Changed contacts pushed: {pushed['records']:,}",
            _way(pushed),
            f"full batches: {pushed['ideal']} calls",
        ),
        (
            f"Changed contacts pulled: {pulled['records']:,}",
            _way(pulled),
            "pages of 1,000",
        ),
        (
            f"Products repriced in one write and pushed: {repriced['records']:,}",
            _way(repriced),
            f"full batches: {repriced['ideal']} calls",
        ),
        (
            f"SQL statements that note {repriced['records']:,} repriced products, and "
            f"{pushed['records']:,} contacts",
            "{noting_statements} ({noting:.1f} s), ".format(**repriced)
            + "{noting_statements} ({noting:.1f} s)".format(**pushed),
            "constant",
        ),
        (
            f"Minutes that QuickBooks' limits ask for {repriced['records']:,}",
            f"{repriced['minutes']:.0f}",
            "",
        ),
    ]


def _way(moved: dict) -> str:
    count = moved["records"]
    return (
        f"{moved['calls']} calls ({_operations(moved)}); "
        f"{moved['statements'] / count:.1f} statements each; 1,000 in "
        f"{1000 * moved['seconds'] / count:.1f} s (own work alone: "
        f"{1000 * moved['cpu'] / count:.1f} s)"
    )


def _operations(sending: dict) -> str:
    operations = sorted(sending["operations"].items())
    return ", ".join(f"{count} {name}" for name, count in operations)


def show(found: dict) -> None:
    """Print the measurements."""
    _print(
        [
            *lines(found),
            *import_lines(found["first_import"]),
            *notice_lines(found["notices"]),
            *ways_lines(found["both_ways"]),
        ]
    )
    print(f"\n   ({_spread(found)})")


def show_import(found: dict) -> None:
    """Print the measurements of the first import."""
    _print(import_lines(found))


def show_notices(found: dict) -> None:
    """Print the measurements of notices."""
    _print(notice_lines(found))


def show_ways(found: dict) -> None:
    """Print the measurements of changes on their way."""
    _print(ways_lines(found))


def _print(rows: list[tuple[str, str, str]]) -> None:
    print()
    for what, figure, aim in rows:
        print(f"   {what}")
        print(f"      {figure}{f'   aim: {aim}' if aim else ''}")


def _spread(found: dict) -> str:
    """Tell how far the ratio can be trusted on the machine that measured."""
    ratios, noise = found["posting"]["ratios"], found["posting"]["noise"]
    return (
        f"median of {len(ratios)} turns, from {min(ratios):.3f} to {max(ratios):.3f}; "
        "the same work without the add-on, done again, took "
        f"{min(noise):.3f} to {max(noise):.3f} times as long"
    )


def keep(found: dict) -> Path:
    """Write the measurements to a file of their own and return it."""
    moment = datetime.now(timezone.utc)
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{moment:%Y%m%d-%H%M%S}.json"
    machine = {
        "moment": moment.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
    }
    path.write_text(json.dumps(machine | found, indent=2) + "\n")
    return path


def publish(found: dict) -> None:
    """Put the figures into the documentation's page, between their marks."""
    _publish(BEGIN, lines(found), f"; {_spread(found)}")
    publish_import(found["first_import"])
    publish_notices(found["notices"])
    publish_ways(found["both_ways"])


def publish_import(found: dict) -> None:
    """Put the figures of the first import into the documentation's page."""
    _publish(BEGIN_IMPORT, import_lines(found), "")


def publish_notices(found: dict) -> None:
    """Put the figures of notices into the documentation's page."""
    _publish(BEGIN_NOTICES, notice_lines(found), "")


def publish_ways(found: dict) -> None:
    """Put the figures of changes on their way into the documentation's page."""
    _publish(BEGIN_WAYS, ways_lines(found), "")


def _publish(begin: str, told: list[tuple[str, str, str]], spread: str) -> None:
    rows = "\n".join(f"| {what} | {figure} | {aim} |" for what, figure, aim in told)
    text = (
        f"{begin}\n"
        f"Measured on {datetime.now(timezone.utc):%Y-%m-%d}{spread}.\n\n"
        "| what | figure | aim |\n"
        "|---|---|---|\n"
        f"{rows}\n"
        f"{END}"
    )
    page = PAGE.read_text()
    pattern = re.escape(begin) + ".*?" + re.escape(END)
    PAGE.write_text(re.sub(pattern, lambda _match: text, page, flags=re.S))
