import logging

from odoo import http
from odoo.http import request

from ..models.quickbooks_connection_notices import WEBHOOK
from ..models.quickbooks_notice import REFUSALS

_logger = logging.getLogger(__name__)

#: QuickBooks gathers notices for some minutes; more than this is none of its.
LARGEST = 1024 * 1024


class QuickbooksWebhook(http.Controller):
    """Where QuickBooks says that something changed: checked, noted, answered."""

    @http.route(
        WEBHOOK,
        type="http",
        auth="public",
        methods=["POST"],
        csrf=False,
        save_session=False,
        readonly=False,
        sitemap=False,
    )
    def webhook(self, **_ignored):
        """Take a notice; without a right signature nothing is stored."""
        length = request.httprequest.content_length
        if length is None or length > LARGEST:
            return request.make_response("", status=413)
        raw_body = request.httprequest.get_data(cache=True)
        signature = request.httprequest.headers.get("intuit-signature")
        connections = request.env["quickbooks.connection"]
        if connections._take_notices(raw_body, signature):
            return request.make_response("", status=200)
        if REFUSALS.is_due(request.db, ""):
            _logger.info("A notice without a right signature was refused")
        connections._note_refused(raw_body)
        return request.make_response("", status=401)
