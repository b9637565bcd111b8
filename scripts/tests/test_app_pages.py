"""The page of each add-on in the list of apps is complete and shows as written."""

import ast

import pytest
from lxml import html
from PIL import Image

from odoo.tools.mail import html_sanitize

from scripts import picturing, settings

PAGES = [addon / picturing.APP_PAGE for addon in settings.own_addons()]
#: What the app store and Odoo itself would take out, or must not load from elsewhere.
FORBIDDEN = "//script | //style | //link | //iframe | //form | //@*[contains(., '//')]"
LARGEST = 200_000  # bytes of one picture; the page is loaded by everybody who looks


@pytest.fixture(params=PAGES, ids=lambda page: page.parents[2].name)
def page(request):
    return request.param


def _read(page):
    return html.document_fromstring(page.read_text())


def test_every_picture_is_beside_its_page_and_says_what_it_shows(page):
    pictures = _read(page).xpath("//img")
    assert pictures
    for picture in pictures:
        file = page.with_name(picture.get("src"))
        assert file.is_file(), file
        assert file.stat().st_size < LARGEST, file
        assert len(picture.get("alt", "")) > 20, file


def test_no_picture_lies_beside_the_page_that_nobody_shows(page):
    shown = {picture.get("src") for picture in _read(page).xpath("//img")}
    there = {file.name for file in page.parent.glob("*.png")}
    assert there <= shown | picturing.DRAWN


def test_the_page_loads_and_runs_nothing_from_elsewhere(page):
    assert _read(page).xpath(FORBIDDEN) == []


def test_odoo_shows_all_of_the_page(page):
    before = _read(page)
    after = html.document_fromstring(str(html_sanitize(page.read_text())))
    for part in ("//img/@src", "//img/@alt", "//*/@class", "//td", "//li", "//h2"):
        assert len(after.xpath(part)) == len(before.xpath(part)), part
    assert after.text_content().split() == before.text_content().split()


def test_the_page_is_headed_by_the_name_of_the_add_on(page):
    manifest = ast.literal_eval((page.parents[2] / "__manifest__.py").read_text())
    assert _read(page).xpath("string(//h1)") == manifest["name"]


def test_icon_and_cover_have_the_shapes_that_the_app_store_wants(page):
    manifest = ast.literal_eval((page.parents[2] / "__manifest__.py").read_text())
    cover = page.parents[2] / manifest["images"][0]
    with Image.open(cover) as picture:
        width, height = picture.size
    assert width == 2 * height >= 560
    with Image.open(page.with_name("icon.png")) as picture:
        width, height = picture.size
    assert width == height >= 128
