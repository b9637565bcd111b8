"""``make walkthrough``: walk, print what each task took, write docs/walkthrough.md.

Environment: ``WALK_PAGE=0`` leaves the page and its pictures as they are.
"""

import os
import shutil
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright

from .. import bootstrap, odoo_log, settings, system
from ..databases import Databases
from ..demo import FAILURES, simulated_books
from ..demonstration.screenshots import OPTIONS
from ..demonstration.web_client import WebClient
from ..server import Server
from ..steps import SetupError, exit_status, say
from . import page
from .story import Walk

#: Our own loggers. Odoo's complain too, of services on the Internet that are out of
#: reach, and of style sheets that two pages compile at once.
OURS = " odoo.addons.quickbooks"


def main() -> int:
    """Walk through the product and return the exit status."""
    with ExitStack() as stack, TemporaryDirectory() as folder:
        databases = Databases(bootstrap.ensure(), addons=settings.own_addons()[:1])
        name = stack.enter_context(databases.clone("odoo", "walk"))
        odoo = stack.enter_context(Server(databases, name))
        books = stack.enter_context(simulated_books())
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=system.chromium(), args=list(OPTIONS)
        )
        stack.callback(browser.close)
        client = partial(WebClient, odoo.url, name)
        restore = partial(_restore, stack, databases, name)
        walk = Walk(browser, client, restore, books, Path(folder))
        try:
            tasks = walk.tell()
        except (*FAILURES, BrowserError) as error:
            for who in walk.persons:
                who.page.screenshot(path=settings.LOGS / f"walk-{who.name}.png")
            raise SetupError(f"The walk ended: {error}", str(odoo.log)) from error
        log = odoo_log.complaints(odoo.log.read_text())
        complaints = [line for line in log if OURS in line]
        if complaints:
            raise SetupError(f"In Odoo's log: {complaints}")
        page.show(tasks)
        if os.environ.get("WALK_PAGE", "1") != "0":
            page.write(tasks)
            for picture in Path(folder).glob("*.png"):
                shutil.copy(picture, page.PICTURES / picture.name)
            say(f"written: {page.PAGE.relative_to(settings.REPO)}")
    return 0


def _restore(stack: ExitStack, databases: Databases, name: str) -> partial:
    """Run Odoo on a restored backup too; return what signs people in there."""
    copy = stack.enter_context(databases.restored(name, "copy"))
    odoo = stack.enter_context(Server(databases, copy))
    return partial(WebClient, odoo.url, copy)


if __name__ == "__main__":
    sys.exit(exit_status(main))
