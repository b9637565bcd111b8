"""Pictures of a tour's screens, for the documentation and for review.

With ``QUICKBOOKS_PICTURES=DIR`` in the environment each step ``picture(name)`` of a
tour writes ``DIR/name.png``; without it those steps do nothing.
"""

import binascii
import io
import os
from pathlib import Path
from unittest.mock import patch

from PIL import Image

from odoo.tests.common import ChromeBrowser

FOLDER = os.environ.get("QUICKBOOKS_PICTURES", "")
#: What a tour writes to the console to have a picture taken.
SIGNAL = "picture: "
COLOURS = 128


class PicturesMixin:
    """Mix into a test case with tours.

    ``pictures``: put before the names of the pictures, to tell two cases apart.
    """

    pictures = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if FOLDER:
            Path(FOLDER).mkdir(parents=True, exist_ok=True)
            handler = patch.object(ChromeBrowser, "_handle_console", _watch_console)
            cls.startClassPatcher(handler)

    def start_tour(self, url_path, tour_name, **kwargs):
        if FOLDER:
            kwargs["cookies"] = {"quickbooks_pictures": "1"}
        return super().start_tour(url_path, tour_name, **kwargs)


_handle_console = ChromeBrowser._handle_console


def _watch_console(browser, type, args=None, **kwargs):  # noqa: A002 as in Odoo
    said = str(args[0].get("value", "")) if args else ""
    if said.startswith(SIGNAL):
        name = browser.test_case.pictures + said.removeprefix(SIGNAL)
        path = Path(FOLDER) / f"{name}.png"
        answer = browser._websocket_send("Page.captureScreenshot", with_future=True)
        answer.add_done_callback(lambda done: _save(done.result()["data"], path))
    return _handle_console(browser, type, args=args, **kwargs)


def _save(data, path):
    with Image.open(io.BytesIO(binascii.a2b_base64(data))) as picture:
        # Half the size, and no eye sees the difference.
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
