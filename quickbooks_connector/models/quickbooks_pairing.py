from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import matching
from ..sync import words

#: What was found, beside how sure a proposal is.
NOTHING, ONLY_THERE = "nothing", "only_there"
#: Decisions that Apply carries out.
DECIDED = ("link", "create_qbo", "create_odoo", "skip")
#: What a row is about; people decide what becomes of it.
_IDENTITY = {"connection_id", "company_id", "entity", "res_model", "res_id", "facet"}


class QuickbooksPairing(models.Model):
    """Which contact or product of QuickBooks is which of Odoo's: a decision to take.

    One row for each record of Odoo, and one for each object that only QuickBooks has.
    A decision is a proposal until somebody applies it: nothing is linked or created
    before. How proposals come about stands in ``quickbooks_pairing_propose``, what
    applying does in ``quickbooks_pairing_apply``.
    """

    _name = "quickbooks.pairing"
    _description = "QuickBooks Contact or Product to Match"
    _order = "sequence, name, id"
    _rec_name = "name"
    _check_company_auto = True

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    entity = fields.Char("QuickBooks Entity", required=True)
    kind = fields.Char(compute="_compute_kind")
    res_model = fields.Char("Odoo Model", required=True)
    res_id = fields.Many2oneReference("Odoo Record", model_field="res_model")
    facet = fields.Char(
        required=True,
        default="",
        help="Which of several counterparts is meant; see the binding's.",
    )
    name = fields.Char(help="Of the record of Odoo, else of the one in QuickBooks.")
    record_name = fields.Char("In Odoo", compute="_compute_record_name")
    counterpart_id = fields.Many2one(
        "quickbooks.counterpart",
        "In QuickBooks",
        domain="[('connection_id', '=', connection_id), ('entity', '=', entity)]",
        ondelete="cascade",
        check_company=True,
        index=True,
    )
    candidate_ids = fields.Many2many(
        "quickbooks.counterpart",
        "quickbooks_pairing_candidate_rel",
        "pairing_id",
        "counterpart_id",
        string="Alike",
        help="What it might be in QuickBooks.",
    )
    confidence = fields.Selection(
        [
            (matching.UNCLEAR, "Unclear"),
            (matching.LIKELY, "Likely"),
            (matching.SURE, "Sure"),
            (NOTHING, "Nothing alike"),
            (ONLY_THERE, "Only in QuickBooks"),
        ],
        "Found",
        required=True,
    )
    reason_code = fields.Char()
    reason = fields.Char("Because", compute="_compute_reason")
    decision = fields.Selection(
        [
            ("ask", "Ask me"),
            ("link", "Link"),
            ("create_qbo", "Create in QuickBooks"),
            ("create_odoo", "Create in Odoo"),
            ("skip", "Leave out"),
        ],
        "Will do",
        required=True,
        default="ask",
    )
    is_chosen = fields.Boolean(
        "Decided by hand", help="New proposals leave the decision alone."
    )
    # open ──apply──▶ applied
    #          └────▶ failed ──decide, apply──▶ applied
    state = fields.Selection(
        [("open", "To apply"), ("applied", "Done"), ("failed", "Failed")],
        required=True,
        default="open",
        index=True,
    )
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    level = fields.Integer(help="How many are above it in QuickBooks.")
    run_id = fields.Many2one(
        "quickbooks.run", ondelete="set null", index="btree_not_null"
    )
    cause = fields.Char(help="Why it could not be done, as a code.")
    cause_args = fields.Json()
    message = fields.Char("Reason", compute="_compute_reason")
    # What a row of the list has room for: why it failed, else why it is proposed.
    because = fields.Char("Why", compute="_compute_reason")

    _record_uniq = models.UniqueIndex(
        "(connection_id, entity, res_model, res_id, facet) WHERE res_id IS NOT NULL",
        "This record is listed already.",
    )
    _counterpart_uniq = models.UniqueIndex(
        "(connection_id, counterpart_id) WHERE res_id IS NULL",
        "It is listed already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("entity")
    @api.depends_context("lang")
    def _compute_kind(self):
        entities = self.env["quickbooks.entity"]._registry()
        for pairing in self:
            entity = entities.get(pairing.entity)
            pairing.kind = entity._get_label() if entity is not None else ""

    @api.depends("name", "res_id")
    def _compute_record_name(self):
        for pairing in self:
            pairing.record_name = pairing.name if pairing.res_id else False

    @api.depends("decision", "confidence", "state")
    def _compute_sequence(self):
        for pairing in self:
            pairing.sequence = self._get_sequence(
                pairing.decision, pairing.confidence, pairing.state
            )

    @api.model
    def _get_sequence(self, decision, confidence, state="open"):
        """Return the place in the list: what needs somebody first, the done last."""
        if state == "applied":
            return 20
        order = list(dict(self._fields["confidence"].selection))
        first = decision == "ask" or state == "failed"
        return order.index(confidence) + (0 if first else 10)

    @api.depends("reason_code", "candidate_ids", "counterpart_id", "cause")
    @api.depends_context("lang")
    def _compute_reason(self):
        for pairing in self:
            candidates = pairing.sudo().candidate_ids - pairing.sudo().counterpart_id
            pairing.reason = words.reason(
                self.env,
                pairing.reason_code,
                candidates=candidates.mapped("display_name"),
            )
            pairing.message = words.sentence(
                self.env, pairing.cause, pairing.cause_args
            )
            pairing.because = pairing.message or pairing.reason

    # === CRUD METHODS === #

    def write(self, vals):
        """Take a person's choice: it stands, and frees or takes what it concerns."""
        self.env["quickbooks.connection"]._refuse_fields(self, _IDENTITY, vals)
        chosen = not {"decision", "counterpart_id"}.isdisjoint(vals)
        if not chosen or "state" in vals or self.env.context.get("quickbooks_proposal"):
            return super().write(vals)
        if vals.get("counterpart_id"):
            vals = {"decision": "link", "reason_code": "chosen", **vals}
        elif vals.get("counterpart_id") is False:
            vals = {"decision": "ask", "reason_code": "cleared", **vals}
        freed = self.counterpart_id
        # What a run was about to do with it does not hold any more.
        vals = {
            "is_chosen": True,
            "state": "open",
            "run_id": False,
            "cause": False,
            **vals,
        }
        result = super().write(vals)
        self._check_decision()
        self._share_out(freed | self.counterpart_id)
        return result

    def _check_decision(self):
        """Refuse a decision that makes no sense for its row.

        :raise ValidationError: in words of what to do instead
        """
        for pairing in self.filtered(lambda row: not row._may(row.decision))[:1]:
            names = {"name": pairing.name}
            raise ValidationError(
                {
                    "link": self.env._(
                        "Choose what %(name)s is in QuickBooks before linking it.",
                        **names,
                    ),
                    "create_qbo": self.env._(
                        "%(name)s can't be created in QuickBooks.", **names
                    ),
                    "create_odoo": self.env._("%(name)s is in Odoo already.", **names),
                }[pairing.decision]
            )

    def _may(self, decision):
        """Tell whether ``decision`` makes sense for this row."""
        self.ensure_one()
        if decision == "link":
            return bool(self.res_id and self.counterpart_id)
        if decision == "create_qbo":
            entity = self.env["quickbooks.entity"]._get(self.entity)
            return bool(self.res_id) and entity._sends(self.connection_id)
        if decision == "create_odoo":
            return not self.res_id
        return True

    # === ACTIONS === #

    def action_link(self):
        """Link those of these rows that have a suggestion."""
        return self._decide("link")

    def action_create_qbo(self):
        """Have the records of these rows created in QuickBooks."""
        return self._decide("create_qbo")

    def action_create_odoo(self):
        """Have what only QuickBooks has created in Odoo."""
        return self._decide("create_odoo")

    def action_leave_out(self):
        """Leave these out: nobody is asked about them again."""
        return self._decide("skip")

    def action_apply(self):
        """Ask whether to apply these rows, or all of the list that are decided."""
        self._check_manager()
        rows = self or self.search(
            [
                ("company_id", "in", self.env.companies.ids),
                ("res_model", "=", self._get_listed_model()),
            ]
        )
        return self.env["quickbooks.pairing.confirm"]._open(rows)

    @api.model
    def action_read(self):
        """Read what contacts and products QuickBooks has, and propose."""
        return self._get_connections().action_read_counterparts()

    @api.model
    def action_import_all(self):
        """Take over everything of the listed kind that only QuickBooks has."""
        entities = self.env["quickbooks.entity"]._registry()
        names = [
            name
            for name, entity in entities.items()
            if entity._odoo_model == self._get_listed_model()
        ]
        return self._get_connections().action_import_from_quickbooks(names)

    @api.model
    def _get_listed_model(self):
        """Return which records the list is about: contacts, unless it says products."""
        return self.env.context.get("pairing_model", "res.partner")

    @api.model
    def _get_connections(self):
        """Return the connections of the companies at hand.

        :raise UserError: there is none
        """
        connections = self.env["quickbooks.connection"].search(
            [("company_id", "in", self.env.companies.ids)]
        )
        if not connections:
            raise UserError(self.env._("Connect to QuickBooks first."))
        return connections

    @api.model
    def _open_asked(self, bindings):
        """Return the action that lists what is asked about the records of bindings."""
        rows = self.browse()
        for binding in bindings:
            rows |= self.search(
                [
                    ("connection_id", "=", binding.connection_id.id),
                    ("entity", "=", binding.entity),
                    ("res_model", "=", binding.res_model),
                    ("res_id", "=", binding.res_id),
                    ("facet", "=", binding.facet),
                ]
            )
        contacts = rows[:1].res_model != "product.product"
        what = "contacts" if contacts else "products"
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"quickbooks_connector.quickbooks_pairing_action_{what}"
        )
        return action | {"domain": [("id", "in", rows.ids)], "context": {}}

    def _decide(self, decision):
        """Take ``decision`` for those of these rows that it makes sense for."""
        self._check_manager()
        rows = self.filtered(lambda row: row.state != "applied" and row._may(decision))
        rows.write({"decision": decision})
        left = len(self) - len(rows)
        if not left:
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        return self.env["quickbooks.connection"]._notify(
            self.env._(
                "Changed: %(count)s. It makes no sense for the others: %(left)s.",
                count=len(rows),
                left=left,
            ),
            "warning",
        )

    def _check_manager(self):
        """Let only QuickBooks administrators of the rows' companies through.

        :raise AccessError: the user is none, or not of that company
        """
        self.env["quickbooks.connection"]._check_manager()
        self.check_access("write")
