from odoo import api, fields, models
from odoo.exceptions import UserError

from ..entities import names


class QuickbooksNumberClash(models.TransientModel):
    """Ask what becomes of a document whose number another one has in QuickBooks."""

    _name = "quickbooks.number.clash"
    _description = "QuickBooks Number Clash"

    binding_id = fields.Many2one(
        "quickbooks.binding", required=True, readonly=True, ondelete="cascade"
    )
    choice = fields.Selection(
        [
            ("number", "Send it under another number"),
            ("link", "It is the same document: link it and bring it up to date"),
            ("skip", "Leave it out"),
        ],
        required=True,
        default="number",
    )
    number = fields.Char("New Number")
    taken_number = fields.Char(compute="_compute_both")
    party_here = fields.Char("Customer", compute="_compute_both")
    date_here = fields.Date("Date", compute="_compute_both")
    total_here = fields.Char("Total", compute="_compute_both")
    party_there = fields.Char("Customer in QuickBooks", compute="_compute_both")
    date_there = fields.Date("Date in QuickBooks", compute="_compute_both")
    total_there = fields.Char("Total in QuickBooks", compute="_compute_both")

    @api.depends("binding_id")
    def _compute_both(self):
        for wizard in self:
            record = wizard._get_record()
            args = wizard.binding_id.cause_args or {}
            clash = args.get("clash") or {}
            wizard.taken_number = args.get("number")
            wizard.party_here = record.partner_id.display_name
            wizard.date_here = record.invoice_date
            wizard.total_here = record.currency_id.format(record.amount_total)
            wizard.party_there = clash.get("party")
            wizard.date_there = clash.get("date")
            wizard.total_there = clash.get("total")

    def _get_record(self):
        """Return the document, as its user may see it."""
        self.ensure_one()
        record = self.binding_id._get_record()
        record.check_access("read")
        return record

    def action_apply(self):
        """Do what was chosen; a notification says what follows."""
        self.ensure_one()
        self.env["quickbooks.connection"]._check_user()
        record = self._get_record()
        record.check_access("write")
        if self.binding_id.cause != "number_taken":
            raise UserError(self.env._("Somebody has decided about it meanwhile."))
        if self.choice == "skip":
            return record.action_quickbooks_skip()
        if self.choice == "link":
            self._link()
        else:
            self.binding_id.sudo().qbo_name = self._get_new_number()
        return record.action_quickbooks_sync()

    def _get_new_number(self):
        number = (self.number or "").strip()
        if not number or number == self.taken_number:
            raise UserError(self.env._("Enter a number that is not taken."))
        if number != names.fit_number(number):
            raise UserError(
                self.env._("QuickBooks takes numbers of up to 21 characters.")
            )
        return number

    def _link(self):
        """Link the document to the one that has its number, whatever differs."""
        binding_sudo = self.binding_id.sudo()
        clash = (binding_sudo.cause_args or {}).get("clash") or {}
        if not clash.get("id"):
            raise UserError(
                self.env._("It is not known which document has the number. Retry.")
            )
        other = binding_sudo.search(
            [
                ("connection_id", "=", binding_sudo.connection_id.id),
                ("entity", "=", binding_sudo.entity),
                ("qbo_id", "=", clash["id"]),
            ]
        )
        if other:
            raise UserError(
                self.env._(
                    "That document in QuickBooks is linked to %s already.",
                    other._get_record().display_name,
                )
            )
        binding_sudo.write(
            {
                "qbo_id": clash["id"],
                "sync_token": clash["version"],
                "doc_number": self.taken_number,
                "cause": False,
                "cause_args": False,
            }
        )
