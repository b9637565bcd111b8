"""How measurements are told: on the screen, in a file, in docs/performance.md."""

import json
import platform
import re
from datetime import datetime, timezone
from os import cpu_count
from pathlib import Path
from typing import NamedTuple

from scripts import settings
from scripts.steps import SetupError

from .charts import draw

RESULTS = settings.REPO / "benchmarks" / "results"
PAGE = settings.REPO / "docs" / "performance.md"
END = "<!-- end of figures -->"


class Row(NamedTuple):
    """One line of a table of figures."""

    what: str
    figure: str
    aim: str = ""


def operations(counted: dict) -> str:
    """Return the requests of each kind, in words."""
    found = sorted(counted["operations"].items())
    return ", ".join(f"{count} {name}" for name, count in found)


def show(part, found: dict) -> None:
    """Print what a part measured."""
    print()
    for what, figure, aim in part.rows(found):
        print(f"   {what}")
        print(f"      {figure}{f'   aim: {aim}' if aim else ''}")
    remark = part.remark(found)
    print(f"\n   ({remark})\n" if remark else "")


def keep(part, found: dict) -> Path:
    """Write what a part measured to a file of its own and return it."""
    moment = datetime.now(timezone.utc)
    RESULTS.mkdir(parents=True, exist_ok=True)
    name = part.title.replace(" ", "-")
    path = RESULTS / f"{moment:%Y%m%d-%H%M%S}-{name}.json"
    machine = {
        "moment": moment.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": cpu_count(),
    }
    path.write_text(json.dumps(machine | found, indent=2) + "\n")
    return path


def _keep_beside(part, found: dict) -> str:
    """Write the values and the image of a part; return the line that shows it."""
    name = part.title.replace(" ", "-")
    folder = PAGE.with_suffix("")
    folder.mkdir(exist_ok=True)
    chart = part.chart(found)
    values = {
        "measured": f"{datetime.now(timezone.utc):%Y-%m-%d}",
        "machine": platform.machine(),
        "cores": cpu_count(),
        "figures": [row._asdict() for row in part.rows(found)],
        "remark": part.remark(found),
        "chart": chart._asdict() if chart else None,
    }
    text = json.dumps(values, indent=2, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text + "\n")
    if chart is None:
        return ""
    (folder / f"{name}.svg").write_text(draw(chart))
    return f"\n![{chart.caption}]({folder.name}/{name}.svg)\n"


def publish(part, found: dict) -> None:
    """Put the figures of a part into the documentation's page, between its marks.

    Beside the page they are kept as values, and as an image if the part has one.

    :raises SetupError: the page has no place for them
    """
    begin = f"<!-- figures: {part.title} -->"
    image = _keep_beside(part, found)
    rows = "\n".join(f"| {' | '.join(row)} |" for row in part.rows(found))
    remark = part.remark(found)
    text = (
        f"{begin}\n"
        f"Measured on {datetime.now(timezone.utc):%Y-%m-%d}"
        f"{f'; {remark}' if remark else ''}.\n\n"
        "| what | figure | aim |\n"
        "|---|---|---|\n"
        f"{rows}\n{image}"
        f"{END}"
    )
    page = PAGE.read_text()
    pattern = re.escape(begin) + ".*?" + re.escape(END)
    new, places = re.subn(pattern, lambda _match: text, page, flags=re.S)
    if not places:
        raise SetupError(f"{PAGE.name} has no line {begin}")
    PAGE.write_text(new)
