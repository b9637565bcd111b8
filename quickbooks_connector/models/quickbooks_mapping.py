from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .. import matching
from ..entities import lookup
from ..sync import words

#: The list of QuickBooks that a kind of match chooses from, if it is not its own.
TARGETS = {
    "Deposit": "Account",
    "PaidFrom": "Account",
    "Currency": "CompanyCurrency",
}
#: What waits for a match, by its kind: causes of ``sync/words/``.
REPLAYED = {
    "Account": ("account_unmatched", "account_unknown"),
    "Deposit": (
        "deposit_unmatched",
        "journal_unmatched",
        "receipt_accounts",
        "refund_money_unmatched",
    ),
    "PaidFrom": ("paid_from_unmatched", "refund_money_unmatched"),
    "TaxCode": ("tax_unmatched", "tax_rate", "tax_unknown"),
    "Class": ("tracking_unmatched",),
    "Department": ("tracking_unmatched",),
}
#: Reasons to propose an entry that stands for many.
SHARED_BY_ALL = ("us_taxable", "us_exempt", "deposit_default")
#: What a US company may say of a line.
US_CODES = ("TAX", "NON")
#: What a row is about; people choose what stands for it.
_IDENTITY = {"connection_id", "company_id", "kind", "res_model", "res_id"}
#: Lists whose entries are analytic accounts here, each in a plan of its own.
TRACKED = ("Class", "Department")


class QuickbooksMapping(models.Model):
    """Which entry of a QuickBooks list stands for an Odoo account, tax, term, journal.

    Several Odoo records may share one entry. A proposed row counts only once somebody
    has accepted it: nothing is ever guessed into the books. How rows and proposals come
    about stands in ``quickbooks_mapping_propose``, the scoring in ``matching/``.
    """

    _name = "quickbooks.mapping"
    _description = "QuickBooks Match"
    _order = "section, sequence, use_count desc, id"
    _check_company_auto = True

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    kind = fields.Selection(
        [
            ("Account", "Accounts"),
            ("Deposit", "Deposit accounts"),
            ("PaidFrom", "Accounts that bills are paid from"),
            ("PaymentMethod", "Payment methods"),
            ("TaxCode", "Taxes"),
            ("Term", "Payment terms"),
            ("Class", "Classes"),
            ("Department", "Locations"),
            ("Currency", "Currencies"),
        ],
        required=True,
    )
    # Sorted by its keys: what is not in use comes last.
    section = fields.Selection(
        selection=lambda self: [
            *self._fields["kind"]._description_selection(self.env),
            ("unused", self.env._("Not in use")),
        ],
        compute="_compute_section",
        store=True,
    )
    res_model = fields.Char("Odoo Model", required=True)
    res_id = fields.Many2oneReference(
        "Odoo Record", model_field="res_model", required=True
    )
    record_name = fields.Char(
        "In Odoo", compute="_compute_record_name", search="_search_record_name"
    )
    use_count = fields.Integer(
        "Used",
        aggregator=None,
        help="Posted lines, payments, products, contacts and defaults that use it, "
        "counted when the lists were read.",
    )
    reference_id = fields.Many2one(
        "quickbooks.reference",
        "In QuickBooks",
        domain="eligible_domain",
        ondelete="restrict",
        check_company=True,
    )
    eligible_domain = fields.Binary(compute="_compute_eligible_domain")
    eligible_hint = fields.Char(compute="_compute_eligible_domain")
    candidate_ids = fields.Many2many(
        "quickbooks.reference",
        string="Alike",
        help="What it might be, the most likely first by their names.",
    )
    # open ──proposal──▶ proposed ──accept──▶ done
    #   ▲ └────────────choose──────────────────▲ │
    #   └──the entry becomes inactive or unfit───┘    skipped: nobody is asked again
    state = fields.Selection(
        [
            ("open", "Needs a choice"),
            ("proposed", "Proposed"),
            ("done", "Matched"),
            ("skipped", "Left out"),
        ],
        required=True,
        default="open",
    )
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    confidence = fields.Selection(
        [
            (matching.SURE, "Sure"),
            (matching.LIKELY, "Likely"),
            (matching.UNCLEAR, "Unclear"),
        ]
    )
    reason = fields.Char("Why", compute="_compute_reason")
    reason_code = fields.Char()
    reason_args = fields.Json()

    _record_uniq = models.Constraint(
        "UNIQUE(connection_id, kind, res_model, res_id)",
        "This record is matched already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("kind", "use_count")
    def _compute_section(self):
        for mapping in self:
            # A journal needs its account before its first payment.
            in_use = mapping.use_count or mapping.kind == "Deposit"
            mapping.section = mapping.kind if in_use else "unused"

    @api.depends("state")
    def _compute_sequence(self):
        order = list(dict(self._fields["state"].selection))
        for mapping in self:
            mapping.sequence = order.index(mapping.state or "open")

    @api.depends("res_model", "res_id")
    @api.depends_context("lang", "company")
    def _compute_record_name(self):
        records = self._get_records()
        for mapping in self:
            mapping.record_name = records[mapping.id].display_name

    def _search_record_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        found = Domain.FALSE
        for model in {record._name for _kind, record in self._no_records()}:
            ids = self.env[model]._search([("display_name", operator, value)])
            found |= Domain("res_model", "=", model) & Domain("res_id", "in", ids)
        return found

    @api.depends("kind", "res_model", "res_id", "connection_id")
    @api.depends_context("lang")
    def _compute_eligible_domain(self):
        records = self._get_records()
        for mapping in self:
            record = records[mapping.id]
            mapping.eligible_domain = list(mapping._get_eligible_domain(record))
            types = mapping._get_types(record)
            mapping.eligible_hint = words.eligible(self.env, types)

    @api.depends("reason_code", "reason_args", "candidate_ids", "reference_id", "state")
    @api.depends_context("lang")
    def _compute_reason(self):
        shared = self._get_shared_names()
        for mapping in self:
            # Inactive ones are no choice any more.
            candidates = mapping.sudo().candidate_ids.filtered("active")
            mapping.reason = words.reason(
                self.env,
                mapping.reason_code,
                mapping.reason_args,
                candidates=candidates.mapped("name"),
                shared=shared.get(mapping.id, ()),
            )

    def _get_shared_names(self):
        """Return ``{id: names}`` of what else the entries of these rows stand for.

        Where QuickBooks has one entry for all it says nothing new.
        """
        references = self.filtered(
            lambda row: row.reason_code not in SHARED_BY_ALL
        ).reference_id
        if not references:
            return {}
        rows_sudo = self.sudo().search([("reference_id", "in", references.ids)])
        by_entry = rows_sudo.grouped(lambda row: (row.kind, row.reference_id))
        return {
            row.id: (by_entry[row.kind, row.reference_id] - row).mapped("record_name")
            for row in self.sudo()
            if (row.kind, row.reference_id) in by_entry
        }

    # === WHAT FITS === #

    def _get_records(self):
        """Return ``{id of row: record of Odoo}``, empty ones where they are gone.

        A name is no secret, and who matches need not see all of accounting: the
        records are sudoed.
        """
        found = {}
        for model, rows in self.grouped("res_model").items():
            records_sudo = self.env[model].sudo().browse(rows.mapped("res_id"))
            there = {record.id: record for record in records_sudo.exists()}
            for row in rows:
                found[row.id] = there.get(row.res_id, records_sudo.browse())
        return found

    def _get_types(self, record):
        """Return QuickBooks' account types that fit; none for other lists."""
        self.ensure_one()
        if TARGETS.get(self.kind, self.kind) != "Account":
            return ()
        return matching.eligible_types(
            record.account_type if self.kind == "Account" else self.kind
        )

    def _get_eligible_domain(self, record):
        """Return the domain of the entries that may stand for ``record``."""
        self.ensure_one()
        connection_sudo = self.connection_id.sudo()
        domain = Domain("connection_id", "=", connection_sudo.id)
        domain &= Domain("kind", "=", TARGETS.get(self.kind, self.kind))
        if self.kind not in TRACKED:
            # Classes and locations keep their accounts, archived with them.
            domain &= Domain("active", "=", True)
        if self.kind == "Currency":
            return domain & Domain("code", "=", record.name)
        if types := self._get_types(record):
            # QuickBooks tells every type; what it has not told is no reason to refuse.
            domain &= Domain("account_type", "in", [*types, False])
        if self.kind == "TaxCode":
            if lookup.is_us(connection_sudo):
                return domain & Domain("qbo_id", "in", US_CODES)
            bought = record.type_tax_use == "purchase"
            domain &= Domain("for_purchases" if bought else "for_sales", "=", True)
        return domain

    def _filter_eligible(self):
        """Return those of these rows whose entry may stand for their record."""
        records = self._get_records()
        return self.filtered(
            lambda row: row.reference_id.sudo().filtered_domain(
                row._get_eligible_domain(records[row.id])
            )
        )

    # === CRUD METHODS === #

    def write(self, vals):
        self.env["quickbooks.connection"]._refuse_fields(self, _IDENTITY, vals)
        if "reference_id" in vals and "state" not in vals:
            chosen = bool(vals["reference_id"])
            vals = {
                "state": "done" if chosen else "open",
                "reason_code": "chosen" if chosen else "cleared",
                "reason_args": False,
                "confidence": False,
                "candidate_ids": [fields.Command.clear()],
                **vals,
            }
        result = super().write(vals)
        if vals.get("reference_id"):
            self._check_eligible()
        if vals.get("state") == "done":
            self._replay_waiting()
        return result

    def _check_eligible(self):
        """Refuse a choice that QuickBooks would refuse.

        :raise ValidationError: in words of what would fit
        """
        for mapping in (self - self._filter_eligible())[:1]:
            message = self.env._(
                "%(entry)s can't stand for %(record)s in QuickBooks.",
                entry=mapping.reference_id.name,
                record=mapping.record_name,
            )
            raise ValidationError(f"{message} {mapping.eligible_hint}".strip())

    # === ACTIONS === #

    def action_accept(self):
        """Accept the proposals among these rows; what waited for them goes on."""
        self._check_manager()
        self.filtered(lambda row: row.state == "proposed").state = "done"

    def action_accept_sure(self):
        """Accept the sure proposals among these rows, or of the companies at hand."""
        self._check_manager()
        rows = self or self.search([("company_id", "in", self.env.companies.ids)])
        sure = rows.filtered(
            lambda row: row.state == "proposed" and row.confidence == matching.SURE
        )
        sure.state = "done"
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_leave_out(self):
        """Ask nobody about these rows again; what needs them is held as before."""
        self._check_manager()
        self.write(
            {
                "state": "skipped",
                "reference_id": False,
                "confidence": False,
                "reason_code": "left_out",
                "reason_args": False,
                "candidate_ids": [fields.Command.clear()],
            }
        )
        # What is left out of these is left out of documents, which go on without it.
        self.filtered(lambda row: row.kind in TRACKED)._replay_waiting()

    def action_ask_again(self):
        """Undo a choice or a leaving out; proposals are made anew."""
        self._check_manager()
        self.write({"state": "open", "reference_id": False, "reason_code": False})
        for connection_sudo in self.connection_id.sudo():
            self._propose(connection_sudo)

    @api.model
    def action_open(self):
        """Open the matching, with what has come into use since the lists were read."""
        self.env["quickbooks.connection"]._check_user()
        for connection_sudo in (
            self.env["quickbooks.connection"]
            .sudo()
            .search(
                [
                    ("company_id", "in", self.env.companies.ids),
                    ("lists_read_at", "!=", False),
                ]
            )
        ):
            self._propose(connection_sudo)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector.quickbooks_mapping_action"
        )

    def action_open_missing(self):
        """Open what QuickBooks has and Odoo has not, to create it."""
        self.check_access("read")
        return self.env["quickbooks.reference"].action_open_missing()

    def _check_manager(self):
        """Let only QuickBooks administrators of the rows' companies through.

        :raise AccessError: the user is none, or not of that company
        """
        self.env["quickbooks.connection"]._check_manager()
        self.check_access("write")

    def _replay_waiting(self):
        for connection, rows in self.grouped("connection_id").items():
            kinds = set(rows.mapped("kind"))
            wanted = [cause for kind in kinds for cause in REPLAYED.get(kind, ())]
            if wanted:
                connection._replay(wanted)

    # === GROUPS === #

    @api.model
    def formatted_read_group(self, domain, groupby=(), *args, **kwargs):
        groups = super().formatted_read_group(domain, groupby, *args, **kwargs)
        if groupby and groupby[0] == "section":
            for group in groups:
                group["__fold"] = group["section"] == "unused"
        return groups
