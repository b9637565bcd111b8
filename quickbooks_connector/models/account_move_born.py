from odoo import api, fields, models
from odoo.tools import SQL

from .quickbooks_connection import USER


class AccountMove(models.Model):
    """Documents that were made in QuickBooks are shown as such."""

    _inherit = "account.move"

    qbo_is_born_there = fields.Boolean(
        "Made in QuickBooks",
        compute="_compute_qbo_is_born_there",
        search="_search_qbo_is_born_there",
        compute_sudo=True,
        groups=USER,
    )

    @api.depends("qbo_binding_ids.is_born_there")
    @api.depends_context("company")
    def _compute_qbo_is_born_there(self):
        for move in self:
            move.qbo_is_born_there = any(
                move._get_shown_bindings().mapped("is_born_there")
            )

    @api.model
    def _search_qbo_is_born_there(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("id", "in", self._sql_bound(SQL("is_born_there")))]
