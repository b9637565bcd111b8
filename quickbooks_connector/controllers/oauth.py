import logging
import re

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..models.quickbooks_connection import MANAGER
from ..models.quickbooks_connection_auth import CALLBACK

#: Also as it stands in the address of the log-in page, for who was logged out.
_ADDRESS = re.compile(
    "(" + CALLBACK.replace("/", "(?:/|%2F)") + r"(?:\?|%3F))\S+", re.IGNORECASE
)


class _MaskCallback(logging.Filter):
    """Keep codes and states out of the web server's log of requests."""

    def filter(self, record):
        message = record.getMessage()
        masked = _ADDRESS.sub(r"\1***", message)
        if masked != message:
            record.msg, record.args = masked, None
        return True


logging.getLogger("werkzeug").addFilter(_MaskCallback())


class QuickbooksOauth(http.Controller):
    """Where Intuit sends people back to.

    The address carries an authorisation code, so it shows nothing itself: every answer
    is a redirect to a page that carries none.
    """

    @http.route(
        CALLBACK,
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
        sitemap=False,
    )
    def callback(self, **params):
        """Finish a sign-in and send the person on."""
        user = request.env.user
        if not user._is_internal():
            raise NotFound()
        if user.has_group(MANAGER):
            connections = request.env["quickbooks.connection"]
            outcome, names, path = connections._finish_sign_in(params)
        else:
            outcome, names, path = "no_rights", {}, ""
        if outcome:
            page = (
                request.env["quickbooks.sign.in"]
                .sudo()
                .create({"outcome": outcome, "names": names, "return_path": path})
            )
            path = f"/odoo/quickbooks-sign-in/{page.id}"
        return self._redirect(path)

    def _redirect(self, path):
        response = request.redirect(path, code=302)
        response.headers["Cache-Control"] = "no-cache, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
