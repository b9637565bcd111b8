"""``make pictures``: take the pictures anew that a page of ours shows."""

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
#: The page of an add-on in the list of apps has its pictures beside it.
APP_PAGE = "static/description/index.html"
APP_SHOWN = re.compile(r'src="([\w-]+\.png)"')
#: What is drawn by hand on such a page.
DRAWN = {"icon.png", "banner.png"}
#: Beginning of the pictures that ``make walkthrough`` takes.
WALKED = "walk-"


def main() -> int:
    """Run the tours that take pictures, and the demo; return the exit status."""
    wanted = shown()
    with TemporaryDirectory() as folder:
        os.environ["QUICKBOOKS_PICTURES"] = os.environ["DEMO_SCREENSHOTS"] = folder
        os.environ["DEMO_EXIT"] = "1"
        status = testing.main(tours(), "") or call(["make", "demo"], dict(os.environ))
        taken = {path.name for path in Path(folder).glob("*.png")}
        for place in sorted(wanted):
            if place.name in taken:
                shutil.copy(Path(folder, place.name), place)
    missing = {place.name for place in wanted} - taken
    for name in sorted(missing):
        say(f"nothing takes {name}")
    return status or bool(missing)


def shown() -> set[Path]:
    """Return the pictures that a page of ours shows, where the page looks for them."""
    pages = [*settings.REPO.glob("*.rst"), *(settings.REPO / "docs").glob("*.md")]
    found = {HOME / name for page in pages for name in SHOWN.findall(page.read_text())}
    for addon in settings.own_addons():
        page = addon / APP_PAGE
        names = set(APP_SHOWN.findall(page.read_text())) if page.is_file() else set()
        found |= {page.with_name(name) for name in names - DRAWN}
    return {place for place in found if not place.name.startswith(WALKED)}


def tours() -> list[str]:
    """Return the tests whose tours take pictures."""
    return sorted(
        str(path.relative_to(settings.REPO))
        for addon in settings.own_addons()
        for path in (addon / "tests").glob("test_*.py")
        if "PicturesMixin" in path.read_text()
    )
