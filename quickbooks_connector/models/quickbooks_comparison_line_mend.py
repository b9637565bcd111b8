from odoo import api, fields, models
from odoo.exceptions import UserError

#: What mends a difference, by its cause.
_MENDS = {
    "ledger_not_sent": "send",
    "ledger_gone_there": "send",
    "ledger_left_out": "send",
    "ledger_only_there": "read",
    "ledger_tax_unmatched": "match",
    "ledger_opening": "earlier",
    "ledger_opening_too": "earlier",
    "changed_both": "compare",
}


class QuickbooksComparisonLine(models.Model):
    """What a person may do about a difference."""

    _inherit = "quickbooks.comparison.line"

    mend = fields.Selection(
        [
            ("send", "Send"),
            ("read", "Read from QuickBooks"),
            ("match", "Match"),
            ("compare", "Compare both sides"),
            ("earlier", "Compare earlier"),
            ("part", "Mend"),
        ],
        compute="_compute_mend",
        help="What mends the difference, if one thing does.",
    )
    qbo_url = fields.Char("QuickBooks Address", compute="_compute_qbo_url")

    # === COMPUTE METHODS === #

    @api.depends("cause", "is_different", "res_id", "qbo_id")
    def _compute_mend(self):
        comparisons = self.env["quickbooks.comparison"]
        for line in self:
            part = comparisons._get_part(line.part)
            line.mend = False
            if line.is_different:
                line.mend = _MENDS.get(line.cause) or part._get_mend(line)

    @api.depends("entity", "qbo_id")
    def _compute_qbo_url(self):
        for line in self:
            entity = line._get_entity() if line.entity else None
            path = entity._web_path if entity is not None and line.qbo_id else ""
            connection_sudo = line.connection_id.sudo()
            line.qbo_url = path and connection_sudo._get_web_url(
                path.format(id=line.qbo_id)
            )

    # === ACTIONS === #

    def action_open_record(self):
        """Open the record in Odoo; what only QuickBooks has, there."""
        self.ensure_one()
        self.check_access("read")
        record = self._get_record() if self.res_id else None
        if record:
            return {
                "type": "ir.actions.act_window",
                "res_model": record._name,
                "res_id": record.id,
                "views": [(False, "form")],
            }
        if self.qbo_url:
            return {"type": "ir.actions.act_url", "url": self.qbo_url, "target": "new"}
        return False

    def action_mend(self):
        """Do what mends the difference.

        :raise UserError: no button can
        """
        self.ensure_one()
        self.connection_id._check_user()
        self.check_access("read")
        if self.mend not in dict(self._fields["mend"].selection):
            raise UserError(self.env._("Open it and correct it on one of both sides."))
        return getattr(self, f"_mend_{self.mend}")()

    def _mend_send(self):
        return self._get_record().action_quickbooks_sync()

    def _mend_read(self):
        """Note the object as changed, so that the next run takes it over."""
        entity = self._get_entity()
        connection_sudo = self.connection_id.sudo()
        rows = [(self.qbo_id, False, None, entity._rank)]
        self.env["quickbooks.inbound"].sudo()._insert_notices(
            connection_sudo, entity, rows
        )
        connection_sudo._wake()
        return self.connection_id._notify(self.env._("It is being read."))

    def _mend_match(self):
        return self.connection_id.action_open_matching()

    def _mend_compare(self):
        return self._get_record().action_quickbooks_compare()

    def _mend_earlier(self):
        action = self.env["quickbooks.comparison"].action_ask_period()
        earliest = self.connection_id.start_date
        return action | {"context": {"default_date_from": str(earliest)}}

    def _mend_part(self):
        return self.env["quickbooks.comparison"]._get_part(self.part)._mend(self)
