"""A person in front of Odoo: what he does with mouse and keys is counted."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from ..demonstration.screenshots import COLOURS, PATIENCE, QUIET, SIZE
from ..picturing import WALKED
from ..steps import say

#: Milliseconds that the web client gets to follow a click before the next one.
SETTLE = 250


@dataclass
class Task:
    """One thing that somebody does, and what it took."""

    part: str
    who: str
    what: str
    seen: str = ""
    seconds: float = 0.0
    waited: float = 0.0
    clicks: int = 0
    keys: int = 0
    decisions: int = 0
    picture: str = ""


class Person:
    """Somebody with a browser of his own, signed in.

    :param client: his session, a ``WebClient``
    :param folder: where pictures go
    :param phone: the size of his phone; without one he sits at a desk
    """

    def __init__(
        self, browser: Browser, name: str, client, folder: Path, phone: dict | None
    ):
        url, mobile = client.url, phone is not None
        context = browser.new_context(
            viewport=phone or SIZE,
            is_mobile=mobile,
            has_touch=mobile,
            accept_downloads=True,
        )
        context.add_cookies(
            [
                {"name": cookie.name, "value": cookie.value, "url": url}
                for cookie in client.session.cookies
            ]
        )
        self.url, self.name, self.folder = url, name, folder
        self.client = client
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.task = Task("", name, "")

    @contextmanager
    def doing(self, part: str, what: str) -> Iterator[Task]:
        """Count and time what is done inside."""
        self.task = Task(part, self.name, what)
        say(f"{self.name}: {what}")
        began = time.monotonic()
        yield self.task
        self.task.seconds = time.monotonic() - began

    # === HANDS === #

    def open(self, path: str) -> None:
        """Open a page from a menu, a bookmark or a message: one click."""
        self.task.clicks += 1
        self.page.goto(f"{self.url}/odoo/{path}")
        self.page.wait_for_selector(".o_action_manager .o_view_controller, .o_action")
        self._settle()

    def click(self, selector: str) -> None:
        """Click what ``selector`` finds first."""
        self.page.locator(selector).locator("visible=true").first.click()
        self.task.clicks += 1
        self._settle()

    def back(self) -> None:
        """Go back to the page before, by its name above."""
        self.page.locator(".breadcrumb-item a").locator("visible=true").last.click()
        self.task.clicks += 1
        self._settle()

    def write(self, selector: str, text: str) -> None:
        """Click into a field and type."""
        field = self.page.locator(selector).locator("visible=true").first
        field.click()
        field.fill(text)
        self.task.clicks += 1
        self.task.keys += len(text)
        self._settle()

    def date(self, name: str, text: str) -> None:
        """Click a date field of a form and type another date."""
        self.click(f".o_field_widget[name={name}] :is(button, input)")
        field = self.page.locator(f".o_field_widget[name={name}] input")
        field.fill(text)
        field.press("Tab")
        self.task.keys += len(text)
        self._settle()

    def choose(self, selector: str, part: str, entry: str) -> None:
        """Type a part of a name, and take an entry of what is offered: a decision."""
        field = self.page.locator(selector).locator("visible=true").first
        field.click()
        field.press_sequentially(part)
        offered = self.page.locator(".o-autocomplete--dropdown-item")
        offered.get_by_text(entry, exact=False).first.click()
        self.task.clicks += 2
        self.task.keys += len(part)
        self.task.decisions += 1
        self._settle()

    def decide(self) -> None:
        """Count a question that had to be answered by thinking."""
        self.task.decisions += 1

    # === EYES === #

    def see(self, selector: str, seconds: float = PATIENCE / 1000) -> None:
        """Wait until something is to be seen."""
        began = time.monotonic()
        self.page.locator(selector).locator("visible=true").first.wait_for(
            timeout=1000 * seconds
        )
        self.task.waited += time.monotonic() - began

    def picture(self, name: str) -> None:
        """Take a picture of what is seen, to stand beside the task."""
        self.page.wait_for_timeout(QUIET)
        path = self.folder / f"{WALKED}{name}.png"
        self.page.screenshot(path=path)
        # Half the size, and no eye sees the difference.
        Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)
        self.task.picture = path.name

    def _settle(self) -> None:
        self.page.wait_for_timeout(SETTLE)
