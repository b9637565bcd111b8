from odoo import api, fields, models

from .quickbooks_connection import MANAGER, USER


class QuickbooksMatchedMixin(models.AbstractModel):
    """A record that one entry of a QuickBooks list stands for.

    The field is the row of the Matching screen, seen from the record: it may be read
    and changed in either place.
    """

    _name = "quickbooks.matched.mixin"
    _description = "QuickBooks Matched Record"

    #: The kind of match, of ``quickbooks.mapping``.
    _qbo_mapping_kind = None

    qbo_reference_id = fields.Many2one(
        "quickbooks.reference",
        "In QuickBooks",
        compute="_compute_qbo_reference_id",
        inverse="_inverse_qbo_reference_id",
        domain="qbo_reference_domain",
        groups=USER,
        help="What stands for it in QuickBooks; the same as in QuickBooks > Matching.",
    )
    qbo_reference_domain = fields.Binary(
        compute="_compute_qbo_reference_domain",
        groups=USER,
        help="Entries that may be chosen; empty where nothing is matched.",
    )
    qbo_can_match = fields.Boolean(
        compute="_compute_qbo_reference_domain",
        groups=USER,
    )

    def _get_qbo_mappings(self):
        """Return ``{record id: row}`` of the current company's connection."""
        connection = self.env["quickbooks.connection"]._for_company()
        rows = self.env["quickbooks.mapping"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", self._qbo_mapping_kind),
                ("res_model", "=", self._name),
                ("res_id", "in", self._origin.ids),
            ]
        )
        return {row.res_id: row for row in rows}

    @api.depends_context("company")
    def _compute_qbo_reference_id(self):
        rows = self._get_qbo_mappings()
        for record in self:
            row = rows.get(record._origin.id)
            done = row and row.state == "done"
            record.qbo_reference_id = row.reference_id if done else False

    @api.depends_context("company", "uid")
    def _compute_qbo_reference_domain(self):
        rows = self._get_qbo_mappings()
        can_match = self.env.user.has_group(MANAGER)
        for record in self:
            row = rows.get(record._origin.id)
            record.qbo_reference_domain = row.eligible_domain if row else []
            record.qbo_can_match = bool(row) and can_match

    def _inverse_qbo_reference_id(self):
        rows = self._get_qbo_mappings()
        for record in self:
            row = rows.get(record._origin.id)
            if row and (row.state == "done" or record.qbo_reference_id):
                row._check_manager()
                row.reference_id = record.qbo_reference_id
