"""What each task took: on the screen, and in docs/walkthrough.md."""

import os
from datetime import datetime, timezone
from itertools import groupby

from .. import settings
from .person import Task

PAGE = settings.REPO / "docs" / "walkthrough.md"
PICTURES = settings.REPO / "docs" / "images"

HEAD = """# A walk through the product

From an Odoo that has never heard of QuickBooks to the first month in which both
ledgers agree, as a new user goes it. `make walkthrough` goes this way in a browser,
with mouse and keyboard, on real Odoo, its own workers and the simulated QuickBooks,
and writes this page.

*Seconds* are those of the machine, what Odoo and QuickBooks took among them: a
program reads and clicks faster than a person, and this machine may be slow or busy.
What a task asks of a person is fairer told by its clicks, the keys that are typed or
pasted, and the decisions: questions that take a thought, such as which company, which
account, or whether a list that was read is right.

What people do anyway, with or without QuickBooks, is in it: posting an invoice is two
clicks of somebody who sells. Master data and drafts were entered before, and nobody
is timed at that. A payment that was made in QuickBooks arrives by itself within five
minutes; here *Sync now* is pressed instead. What the accountant does in QuickBooks
itself is done in the simulated one and not counted: an invoice entered there too, a due
date changed, a closing date set, the app disconnected.
"""


def show(tasks: list[Task]) -> None:
    """Print what each task took."""
    for task in tasks:
        print(
            f"   {task.seconds:6.1f} s {task.clicks:3} clicks {task.keys:3} keys "
            f"{task.decisions:2} decisions  {task.who}: {task.what}"
        )


def write(tasks: list[Task]) -> None:
    """Write the page of the documentation."""
    busy = os.getloadavg()[2]
    parts = [
        HEAD,
        f"\nMeasured on {datetime.now(timezone.utc):%Y-%m-%d}, on a machine of "
        f"{os.cpu_count()} cores with {busy:.0f} programs at work in the mean.\n",
    ]
    for title, some in groupby(tasks, key=lambda task: task.part):
        parts += _chapter(title, list(some))
    PAGE.write_text("".join(parts))


def _chapter(title: str, tasks: list[Task]) -> list[str]:
    """Return a table of tasks with its sum, then their pictures."""
    parts = [f"\n## {title}\n\n"]
    parts.append("| who | does | sees | seconds | clicks | keys | decisions |\n")
    parts.append("|---|---|---|---:|---:|---:|---:|\n")
    for task in tasks:
        cells = (task.who, task.what, task.seen, *_figures([task]))
        parts.append(f"| {' | '.join(cells)} |\n")
    parts.append(f"| | **all of it** | | {' | '.join(_figures(tasks))} |\n")
    for task in tasks:
        if task.picture:
            parts.append(f"\n![{task.what}](images/{task.picture})\n")
    return parts


def _figures(tasks: list[Task]) -> list[str]:
    seconds = round(sum(task.seconds for task in tasks))
    names = ("clicks", "keys", "decisions")
    counted = (sum(getattr(task, name) for task in tasks) for name in names)
    return [f"{seconds:,}", *(f"{count:,}" for count in counted)]
