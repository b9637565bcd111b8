from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class QuickbooksPairingConfirm(models.TransientModel):
    """The sentence before the matching is applied: how many of what."""

    _name = "quickbooks.pairing.confirm"
    _description = "Apply the Matching"

    pairing_ids = fields.Many2many("quickbooks.pairing", required=True)
    summary = fields.Text(compute="_compute_summary")

    @api.depends("pairing_ids")
    @api.depends_context("lang")
    def _compute_summary(self):
        for confirm in self:
            pairings = confirm.pairing_ids
            confirm.summary = pairings._count_decisions(pairings)

    @api.model
    def _open(self, pairings):
        """Return the action that asks whether to apply ``pairings``.

        :raise UserError: nothing is decided about any of them
        """
        decided = pairings._filter_to_apply()
        if not decided:
            raise UserError(
                self.env._("There is nothing to apply: decide about some rows first.")
            )
        confirm = self.create({"pairing_ids": [Command.set(decided.ids)]})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Apply the matching"),
            "res_model": self._name,
            "res_id": confirm.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_apply(self):
        """Apply in the background."""
        self.ensure_one()
        return self.pairing_ids._apply()
