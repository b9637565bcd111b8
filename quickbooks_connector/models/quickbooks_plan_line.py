from odoo import api, fields, models
from odoo.tools import SQL

from ..sync import words

OPERATIONS = [
    ("refuse", "Refused"),
    ("create", "Create"),
    ("update", "Update"),
    ("link", "Link"),
    ("void", "Void"),
    ("later", "Later"),
    ("skip", "Left out"),
]
#: What people can approve.
SENDING = ("create", "update", "link", "void", "later")

#: Causes that end by saying which contact or product it is, or by a match in a list.
_CHOICES = ("ask_create", "ambiguous", "name_taken", "item_name_taken")
_MATCHES = ("tax_unmatched", "tax_rate", "account_unmatched")


class QuickbooksPlanLine(models.Model):
    """What going live would do with one record."""

    _name = "quickbooks.plan.line"
    _inherit = ["quickbooks.record.mixin"]
    _description = "QuickBooks Dry Run Line"
    _order = "operation, rank, id"
    _rec_name = "record_name"

    plan_id = fields.Many2one(
        "quickbooks.plan", required=True, ondelete="cascade", index=True
    )
    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    entity = fields.Char("QuickBooks Entity", required=True)
    kind = fields.Char(compute="_compute_kind")
    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    facet = fields.Char(required=True, default="", help="See the binding's.")
    rank = fields.Integer(required=True, default=0)
    # The steps of the push (see quickbooks.binding), then done.
    step = fields.Selection(
        [
            ("expand", "Gather what it needs"),
            ("match", "Look for it in QuickBooks"),
            ("send", "Compose it"),
            ("done", "Done"),
        ],
        required=True,
        default="expand",
    )
    operation = fields.Selection(
        OPERATIONS, "In QuickBooks", group_expand="_group_expand_operation"
    )
    record_name = fields.Char("Record")
    partner_name = fields.Char("Contact")
    date = fields.Date()
    cause = fields.Char()
    cause_args = fields.Json()
    message = fields.Char("Reason", compute="_compute_message")
    qbo_id = fields.Char("QuickBooks ID", help="What it would be linked to.")
    qbo_name = fields.Char("Name in QuickBooks")
    taken_name = fields.Char(
        index=True, help="The name that it takes in QuickBooks, in lower case."
    )
    digest = fields.Char(help="What is approved, see the binding's approved_as.")
    currency_id = fields.Many2one("res.currency")
    total = fields.Monetary("Total in Odoo", aggregator=None)
    qbo_total = fields.Monetary("Total in QuickBooks", aggregator=None)
    difference = fields.Monetary(compute="_compute_difference")
    amount = fields.Float(
        "In Company Currency", help="The total, to be added to those of others."
    )
    need_ids = fields.Many2many(
        "quickbooks.plan.line",
        "quickbooks_plan_need",
        "line_id",
        "need_id",
        string="Needs",
    )
    is_approved = fields.Boolean("Approved")
    released_at = fields.Datetime("Released")

    _record_uniq = models.Constraint(
        "UNIQUE(plan_id, entity, res_model, res_id, facet)",
        "This record is in the dry run already.",
    )
    _step_idx = models.Index("(plan_id, step, rank, id)")

    # === COMPUTE METHODS === #

    @api.depends("cause", "cause_args")
    @api.depends_context("lang")
    def _compute_message(self):
        for line in self:
            line.message = words.sentence(self.env, line.cause, line.cause_args)

    @api.depends("entity")
    @api.depends_context("lang")
    def _compute_kind(self):
        for line in self:
            entity = line._get_entity()
            line.kind = entity._get_label() if entity is not None else line.entity

    @api.depends("total", "qbo_total")
    def _compute_difference(self):
        for line in self:
            told = line.qbo_total or line.operation in ("create", "update")
            line.difference = line.qbo_total - line.total if told else 0

    @api.model
    def _group_expand_operation(self, operations, domain):
        """Show the groups in the order of what needs people most."""
        return [key for key, _label in OPERATIONS if key in operations]

    # === BUSINESS METHODS === #

    @api.model
    def _tie_to(self, needs):
        """Note what lines need, in two statements, whatever their number.

        :param dict needs: ``{line: lines}``; what was noted of a line before goes
        """
        if not needs:
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "DELETE FROM quickbooks_plan_need WHERE line_id = ANY(%s)",
                [line.id for line in needs],
            )
        )
        pairs = [(line.id, need.id) for line in needs for need in needs[line]]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO quickbooks_plan_need (line_id, need_id)
                SELECT * FROM unnest(%s::int[], %s::int[]) ON CONFLICT DO NOTHING
                """,
                [line_id for line_id, _need_id in pairs],
                [need_id for _line_id, need_id in pairs],
            )
        )
        self.invalidate_model(["need_ids"])

    def _with_needs(self):
        """Return these and all that they need, directly or not, that can be sent."""
        found = self
        fresh = self
        while fresh:
            fresh = fresh.need_ids.filtered(lambda line: line.operation in SENDING)
            fresh -= found
            found |= fresh
        return found

    # === ACTIONS === #

    def action_approve(self):
        """Approve these lines, and what they need.

        :raise UserError: nothing among them can be sent
        """
        plan = self.plan_id
        plan._check_open()
        return plan._approve(self.sudo())

    def action_open_record(self):
        """Open the record that the line is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def action_mend(self):
        """Open what has to be mended before this can be sent."""
        self.ensure_one()
        refused = self.need_ids.filtered(lambda line: line.operation == "refuse")
        if self.cause in ("needs", "needs_choice") and refused:
            return refused[0].action_mend()
        if self.cause in _CHOICES:
            contact = self.res_model == "res.partner"
            name = "action_open_contacts" if contact else "action_open_products"
            return getattr(self.connection_id, name)()
        if self.cause in _MATCHES:
            return self.connection_id.action_open_matching()
        return self.action_open_record()
