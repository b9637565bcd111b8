"""``make pictures``: take the pictures of docs/images anew, those that a page shows."""

import os
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from . import settings, testing
from .steps import call, say

HOME = settings.REPO / "docs" / "images"
#: ``images/name.png`` in Markdown, ``docs/images/name.png`` in reStructuredText.
SHOWN = re.compile(r"images/([\w-]+\.png)")


def main() -> int:
    """Run the tours that take pictures, and the demo; return the exit status."""
    wanted = shown()
    with TemporaryDirectory() as folder:
        os.environ["QUICKBOOKS_PICTURES"] = os.environ["DEMO_SCREENSHOTS"] = folder
        os.environ["DEMO_EXIT"] = "1"
        status = testing.main(tours(), "") or call(["make", "demo"], dict(os.environ))
        taken = {path.name for path in Path(folder).glob("*.png")}
        for name in sorted(wanted & taken):
            shutil.copy(Path(folder, name), HOME / name)
    for name in sorted(wanted - taken):
        say(f"nothing takes {name}")
    return status or bool(wanted - taken)


def shown() -> set[str]:
    """Return the names of the pictures that a page of ours shows."""
    pages = [*settings.REPO.glob("*.rst"), *(settings.REPO / "docs").glob("*.md")]
    return {name for page in pages for name in SHOWN.findall(page.read_text())}


def tours() -> list[str]:
    """Return the tests whose tours take pictures."""
    return sorted(
        str(path.relative_to(settings.REPO))
        for addon in settings.own_addons()
        for path in (addon / "tests").glob("test_*.py")
        if "PicturesMixin" in path.read_text()
    )
