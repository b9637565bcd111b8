from odoo import api, fields, models


class QuickbooksPairing(models.Model):
    """Both sides of a pair next to each other: what a person decides by."""

    _inherit = "quickbooks.pairing"

    currency_id = fields.Many2one(related="company_id.currency_id")
    ours_contact = fields.Char("E-mail or Code", compute="_compute_ours")
    ours_city = fields.Char("City", compute="_compute_ours")
    ours_balance = fields.Monetary("Open Balance", compute="_compute_ours")
    ours_date = fields.Date("Last Document", compute="_compute_ours")
    theirs_name = fields.Char("Name There", related="counterpart_id.display_name")
    theirs_contact = fields.Char(
        "E-mail or Code There", compute="_compute_theirs_contact"
    )
    theirs_city = fields.Char("City There", related="counterpart_id.city")
    theirs_balance = fields.Monetary(
        "Open Balance There", related="counterpart_id.balance"
    )
    theirs_date = fields.Datetime("Changed There", related="counterpart_id.changed_at")

    @api.depends("counterpart_id")
    def _compute_theirs_contact(self):
        for pairing in self:
            theirs = pairing.counterpart_id
            pairing.theirs_contact = theirs.email or theirs.reference

    @api.depends("res_model", "res_id", "company_id")
    def _compute_ours(self):
        """Read what the entity says of each record.

        Who matches need not see all of accounting: the records are sudoed.
        """
        entities = self.env["quickbooks.entity"]._registry()
        for pairing in self:
            company = pairing.company_id
            records_sudo = self.env[pairing.res_model].sudo().with_company(company)
            record_sudo = records_sudo.browse(pairing.res_id or []).exists()
            told = entities[pairing.entity]._describe_record(record_sudo, company)
            pairing.ours_contact = told.get("contact")
            pairing.ours_city = told.get("city")
            pairing.ours_balance = told.get("balance")
            pairing.ours_date = told.get("date")

    def action_compare(self):
        """Open this row with both sides next to each other."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_open_record(self):
        """Open the record of Odoo."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }


class QuickbooksCounterpart(models.Model):
    _inherit = "quickbooks.counterpart"

    def action_choose(self):
        """Take this one for the pairing that the context names."""
        self.ensure_one()
        self.check_access("read")
        pairing = self.env["quickbooks.pairing"].browse(
            self.env.context.get("pairing_id")
        )
        pairing._check_manager()
        pairing.counterpart_id = self
        return {"type": "ir.actions.client", "tag": "soft_reload"}
