import logging

from odoo import api, fields, models
from odoo.tools.urls import urljoin

from .. import crypto
from ..api import QboConfigError, webhook
from ..sync import words
from .quickbooks_connection import MANAGER
from .quickbooks_notice import REFUSALS, REFUSED

_logger = logging.getLogger(__name__)

WEBHOOK = "/quickbooks/webhook"
NOTICES_ACTIVITY = "quickbooks_connector.mail_activity_type_notices"


class QuickbooksConnection(models.Model):
    """Notices of QuickBooks: that something changed, seconds after it did.

    A notice is a hint only. Its signature is checked before anything is stored, its
    ids are kept, and the pull sorts them into its inbox and reads the objects.
    """

    _inherit = "quickbooks.connection"

    # Goes in and never comes out again.
    webhook_token = fields.Char(
        "Webhook Verifier",
        compute="_compute_webhook_token",
        inverse="_inverse_webhook_token",
        groups=MANAGER,
        help="The verifier token that Intuit shows beside the webhook of your app.",
    )
    has_webhook_token = fields.Boolean(
        compute="_compute_has_webhook_token", compute_sudo=True, groups=MANAGER
    )
    webhook_url = fields.Char(
        "Webhook Address",
        compute="_compute_webhook_url",
        groups=MANAGER,
        help="To be entered as the webhook of the app at Intuit.",
    )

    def _compute_webhook_token(self):
        self.webhook_token = False

    def _inverse_webhook_token(self):
        for connection in self:
            if connection.webhook_token:
                try:
                    sealed = crypto.seal(connection.webhook_token.strip())
                except QboConfigError as error:
                    raise connection._user_error("key_missing") from error
                connection._get_credential().webhook_token = sealed

    @api.depends("credential_ids.webhook_token")
    def _compute_has_webhook_token(self):
        for connection in self:
            connection.has_webhook_token = bool(connection.credential_ids.webhook_token)

    @api.depends("company_id")
    def _compute_webhook_url(self):
        for connection in self:
            connection.webhook_url = urljoin(connection.get_base_url(), WEBHOOK)

    # === BUSINESS METHODS === #

    @api.model
    def _take_notices(self, raw_body, signature):
        """Keep what a webhook says, and wake the pulls that are concerned.

        :param bytes raw_body: as it came: the signature is over these bytes
        :param signature: header ``intuit-signature``
        :return: whether somebody who knows a verifier of ours has signed it
        """
        signed = self.sudo()._signed_by(raw_body, signature)
        if not signed:
            return False
        try:
            notices = webhook.parse(raw_body)
        except webhook.WebhookError as error:
            _logger.warning("A signed notice of QuickBooks can't be read: %s", error)
            return True
        wanted = self._followed()
        for connection in signed.filtered("is_live"):
            mine = [
                (notice.entity, notice.qbo_id, notice.operation, notice.deleted_id)
                for notice in notices
                if notice.realm_id == connection.realm_id and notice.entity in wanted
            ]
            if mine:
                connection._keep_notice(mine)
        return True

    @api.model
    def _note_refused(self, raw_body):
        """Note for the next pull that a notice about a company of ours was refused.

        Who posts nonsense without knowing a company ID leaves no trace. The rest is a
        row now and then (:class:`Refusals`), which nothing else touches.
        """
        connections_sudo = self.sudo().search([("is_live", "=", True)])
        for connection_sudo in connections_sudo:
            realm = (connection_sudo.realm_id or "").encode()
            key = (self.env.cr.dbname, connection_sudo.id)
            if realm and realm in raw_body and REFUSALS.is_due(*key):
                connection_sudo._keep_notice([("", "", REFUSED, None)])

    def _tell_refused(self, changes):
        """Tell the administrator once that notices are refused; return the others.

        A notice that could be verified proves that the verifier is right: closed.
        """
        verified = [change for change in changes if change[2] != REFUSED]
        if verified:
            self.activity_unlink([NOTICES_ACTIVITY])
        elif changes and not self.activity_search([NOTICES_ACTIVITY]):
            self._schedule_told(NOTICES_ACTIVITY, "notice_unverified")
        return verified

    def _tell_away(self, count):
        """Tell the administrator that all was compared anew after a long silence."""
        user = self._get_administrator()
        connection = self.with_context(lang=user.lang)
        args = {"count": f"{count:,}"}
        connection.message_notify(
            subject=connection.name,
            body=words.sentence(connection.env, "away", args),
            partner_ids=user.partner_id.ids,
        )

    def _followed(self):
        """Return the names of the objects whose changes matter here."""
        entities = self.env["quickbooks.entity"]._registry()
        imported = {name for name, entity in entities.items() if entity._imports}
        return imported.union(self.env["quickbooks.reference"]._announced)

    def _keep_notice(self, changes):
        """Keep what a webhook tells for the next pull, and wake it if nobody did."""
        notices_sudo = self.env["quickbooks.notice"].sudo()
        is_woken = notices_sudo._is_pull_woken(self)
        notices_sudo.create({"connection_id": self.id, "changes": changes})
        if not is_woken:
            self.pull_cron_id._trigger()

    def _signed_by(self, raw_body, signature):
        """Return the connections whose verifier made ``signature``.

        An app has one verifier for all its companies, so a body may speak of several.
        """
        credentials = self.env["quickbooks.credential"].search(
            [("webhook_token", "!=", False)]
        )
        return credentials.filtered(
            lambda credential: webhook.verify(
                raw_body, signature, credential._read_webhook_token()
            )
        ).connection_id

    def _sort_notices(self):
        """Put what webhooks told in the inbox; return whether there may be more."""
        self.ensure_one()
        changes = self.env["quickbooks.notice"].sudo()._take_next(self)
        entities = self.env["quickbooks.entity"]._registry()
        rows, merges = {}, {}
        for name, qbo_id, operation, gone_id in self._tell_refused(changes):
            entity = entities.get(name)
            if entity is None or not entity._imports:
                # An entry of a list: the next poll, now due, tells what it is.
                self.polled_at = False
                continue
            if operation == "merge" and gone_id:
                merges.setdefault(name, {})[gone_id] = qbo_id
            # A member of a name list is never deleted, only made inactive.
            deleted = operation == "delete" and not entity._has_active
            noted = rows.setdefault(name, {})
            # Notices come in any order; what is deleted stays deleted.
            noted[qbo_id] = deleted or noted.get(qbo_id, False)
        inbox = self.env["quickbooks.inbound"]
        for name, merged in merges.items():
            inbox._insert_merges(self, entities[name], merged)
        for name, noted in rows.items():
            entity = entities[name]
            found = [
                (qbo_id, deleted, None, entity._rank)
                for qbo_id, deleted in noted.items()
            ]
            inbox._insert_notices(self, entity, found)
        return bool(changes)
