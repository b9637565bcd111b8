from datetime import timedelta

from odoo import api, fields, models

#: A pull that was woken longer ago than this may not come any more.
WOKEN = timedelta(seconds=30)

#: Bodies that are sorted in one transaction; the largest has some thousand changes.
AT_ONCE = 100


class QuickbooksNotice(models.Model):
    """What a webhook has told and no pull has sorted yet.

    QuickBooks waits for the answer, so a notice is one row that nothing else touches:
    it can neither wait for a pull that works on the same objects nor fail because of
    one. The pull sorts it into the inbox, so that a change told while its object is
    being applied is read once more.
    """

    _name = "quickbooks.notice"
    _description = "Notice of QuickBooks"
    _order = "id"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    changes = fields.Json(
        required=True,
        help="Entity, QuickBooks id, operation, and after a merge the id that is gone.",
    )

    @api.model
    def _is_pull_woken(self, connection):
        """Tell whether an earlier notice has woken a pull that has not begun yet."""
        since = fields.Datetime.now() - WOKEN
        waiting = [("connection_id", "=", connection.id), ("create_date", ">=", since)]
        return bool(self.search_count(waiting, limit=1))

    @api.model
    def _take_next(self, connection):
        """Return the changes of the next notices of ``connection``, which are deleted.

        :return: list of ``(entity, QuickBooks id, operation, id that is gone or None)``
        """
        notices = self.search([("connection_id", "=", connection.id)], limit=AT_ONCE)
        changes = [tuple(change) for notice in notices for change in notice.changes]
        notices.unlink()
        return changes
