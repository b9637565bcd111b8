from odoo import api, fields, models
from odoo.exceptions import UserError


class QuickbooksSameBill(models.TransientModel):
    """Ask whether a bill in Odoo and one in QuickBooks are the same."""

    _name = "quickbooks.same.bill"
    _description = "Same Bill in Odoo and QuickBooks"

    move_id = fields.Many2one("account.move", required=True, readonly=True)
    currency_id = fields.Many2one(related="move_id.currency_id", related_sudo=False)
    partner_id = fields.Many2one(related="move_id.partner_id", related_sudo=False)
    number = fields.Char(related="move_id.ref", related_sudo=False)
    invoice_date = fields.Date(related="move_id.invoice_date", related_sudo=False)
    amount_total = fields.Monetary(related="move_id.amount_total", related_sudo=False)
    qbo_number = fields.Char("Number in QuickBooks", compute="_compute_there")
    qbo_date = fields.Char("Date in QuickBooks", compute="_compute_there")
    qbo_total = fields.Char("Total in QuickBooks", compute="_compute_there")
    qbo_url = fields.Char("Open in QuickBooks", compute="_compute_there")

    @api.depends("move_id")
    def _compute_there(self):
        for wizard in self:
            held_sudo = wizard._get_held()
            args = held_sudo.cause_args or {} if held_sudo else {}
            wizard.qbo_number = args.get("number")
            wizard.qbo_date = args.get("date")
            wizard.qbo_total = args.get("there")
            wizard.qbo_url = held_sudo and wizard._get_url(held_sudo, args)

    def _get_held(self):
        """Return what waits for the answer, sudoed: a notice or a link.

        :raise AccessError: the user may not read the bill
        """
        self.move_id.check_access("read")
        notice_sudo = self.move_id._get_quickbooks_alike()
        return notice_sudo or self.move_id.sudo()._get_shown_bindings().filtered(
            lambda binding: binding.cause == "bill_there"
        )

    @staticmethod
    def _get_url(held_sudo, args):
        entity = held_sudo.env["quickbooks.entity"]._get(held_sudo.entity)
        qbo_id = args.get("there_id") or held_sudo["qbo_id"]
        path = entity._web_path.format(id=qbo_id)
        return held_sudo.connection_id._get_web_url(path)

    def action_same(self):
        """Link the two: there is one bill from now on."""
        held_sudo = self._check_held()
        if held_sudo._name == "quickbooks.inbound":
            held_sudo.same_as = self.move_id.id
        else:
            held_sudo.same_as = held_sudo.cause_args["there_id"]
        return self._go_on(held_sudo)

    def action_two(self):
        """Keep both: they are two bills."""
        held_sudo = self._check_held()
        held_sudo.is_new = True
        return self._go_on(held_sudo)

    def _check_held(self):
        """Return what waits for the answer.

        :raise UserError: somebody has answered already
        :raise AccessError: the user may not edit the bill
        """
        self.ensure_one()
        self.env["quickbooks.connection"]._check_user()
        self.move_id.check_access("write")
        held_sudo = self._get_held()
        if not held_sudo:
            raise UserError(self.env._("Nothing waits for this answer any more."))
        return held_sudo

    def _go_on(self, held_sudo):
        vals = {"state": "pending", "attempts": 0, "next_try": False}
        if held_sudo._name == "quickbooks.binding":
            vals |= {"step": "match", "is_due": True, "cause": False}
        held_sudo.write(vals)
        held_sudo.connection_id._wake()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
