"""Pictures of what a person sees after the story, for the README and for review."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from .. import system
from ..steps import say
from .story import Story

SIZE = {"width": 1280, "height": 840}
WIDE = {"width": 1600, "height": 800}  # the chatter stands beside the form
OPTIONS = ("--no-sandbox", "--hide-scrollbars", "--force-color-profile=srgb")
PATIENCE = 60_000  # milliseconds; the first page may compile its style sheets
COLOURS = 128
QUIET = 1500  # milliseconds for the last icons and animations


def take(url: str, story: Story, folder: Path) -> None:
    """Take a picture of each page of the story and put them into a folder.

    :param url: of Odoo
    """
    folder.mkdir(parents=True, exist_ok=True)
    invoice = f"customer-invoices/{story.invoice}"
    link = story.clerk.read("account.move", story.invoice, "qbo_url")["qbo_url"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=system.chromium(), args=list(OPTIONS)
        )
        admin = _sign_in(browser, url, story.admin)
        _shoot(admin, f"{url}/odoo/quickbooks-settings", folder / "settings.png")
        _shoot(admin, f"{url}/odoo/quickbooks-matching", folder / "matching.png")
        clerk = _sign_in(browser, url, story.clerk)
        _shoot(clerk, f"{url}/odoo/customer-invoices", folder / "invoices.png")
        _shoot(clerk, f"{url}/odoo/sales/{story.order}", folder / "order.png")
        _shoot(clerk, link, folder / "quickbooks-invoice.png")
        clerk.set_viewport_size(WIDE)
        _shoot(clerk, f"{url}/odoo/{invoice}", folder / "invoice.png", "Disc.%")
        browser.close()
    say(f"pictures: {folder}")


def _sign_in(browser: Browser, url: str, person) -> Page:
    """Return a page in which a person has the cookie of a session."""
    context = browser.new_context(viewport=SIZE)
    context.add_cookies(
        [
            {"name": cookie.name, "value": cookie.value, "url": url}
            for cookie in person.session.cookies
        ]
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


def _shoot(page: Page, address: str, path: Path, column: str = "") -> None:
    """Take a picture of a page, after showing an optional column of its lines."""
    page.goto(address)
    if "/odoo/" in address:
        # The web client keeps a connection open, so the network never falls silent.
        page.wait_for_selector(".o_action_manager .o_view_controller")
        page.wait_for_selector(".o_loading_indicator", state="detached")
    if column:
        page.locator(".o_optional_columns_dropdown button").first.click()
        page.locator(".o-dropdown--menu").get_by_text(column, exact=True).click()
        page.keyboard.press("Escape")
    page.wait_for_timeout(QUIET)
    page.screenshot(path=path)
    # Half the size, and no eye sees the difference.
    Image.open(path).convert("RGB").quantize(COLOURS).save(path, optimize=True)
