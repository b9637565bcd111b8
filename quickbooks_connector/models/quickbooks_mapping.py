from odoo import api, fields, models

from ..sync import words


class QuickbooksMapping(models.Model):
    """Which entry of a QuickBooks list stands for an Odoo account, tax, term, journal.

    Several Odoo records may share one entry. A proposed row counts only once somebody
    has accepted it: nothing is ever guessed into the books.
    """

    _name = "quickbooks.mapping"
    _description = "QuickBooks Match"
    _order = "kind, id"
    _check_company_auto = True

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    kind = fields.Selection(
        [
            ("Account", "Account"),
            ("TaxCode", "Tax"),
            ("Term", "Payment terms"),
            ("Deposit", "Deposit account of a journal"),
        ],
        required=True,
    )
    res_model = fields.Char("Odoo Model", required=True)
    res_id = fields.Many2oneReference(
        "Odoo Record", model_field="res_model", required=True
    )
    record_name = fields.Char("In Odoo", compute="_compute_record_name")
    reference_id = fields.Many2one(
        "quickbooks.reference",
        "In QuickBooks",
        domain="[('connection_id', '=', connection_id), ('kind', '=', target_kind)]",
        ondelete="restrict",
        check_company=True,
    )
    target_kind = fields.Char(compute="_compute_target_kind")
    state = fields.Selection(
        [
            ("open", "Needs a choice"),
            ("proposed", "Proposed"),
            ("done", "Matched"),
        ],
        required=True,
        default="open",
    )
    reason = fields.Char("Why", compute="_compute_reason")
    reason_code = fields.Char()

    _record_uniq = models.Constraint(
        "UNIQUE(connection_id, kind, res_model, res_id)",
        "This record is matched already.",
    )

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for mapping in self:
            record = self.env[mapping.res_model].browse(mapping.res_id).exists()
            mapping.record_name = record.display_name

    @api.depends("kind")
    def _compute_target_kind(self):
        for mapping in self:
            mapping.target_kind = (
                "Account" if mapping.kind == "Deposit" else mapping.kind
            )

    @api.depends("reason_code")
    @api.depends_context("lang")
    def _compute_reason(self):
        for mapping in self:
            mapping.reason = words.reason(self.env, mapping.reason_code)

    # === PROPOSALS === #

    @api.model
    def _propose(self, connection):
        """Add a row for each Odoo record that needs a match, with the sure proposals.

        What somebody has chosen is left alone. A row whose entry has become inactive
        in QuickBooks needs a choice again.
        """
        rows = self.search([("connection_id", "=", connection.id)])
        stale = rows.filtered(
            lambda row: row.reference_id and not row.reference_id.active
        )
        stale.write({"reference_id": False, "state": "open", "reason_code": "nothing"})
        known = {(row.kind, row.res_model, row.res_id): row for row in rows}
        new = []
        for kind, record in self._records_to_match(connection):
            row = known.get((kind, record._name, record.id))
            if row and row.state == "done":
                continue
            reference, reason = self._find(connection, kind, record)
            vals = {
                "reference_id": reference.id,
                "state": "proposed" if reference else "open",
                "reason_code": reason,
            }
            if row:
                row.write(vals)
            else:
                new.append(
                    vals
                    | {
                        "connection_id": connection.id,
                        "kind": kind,
                        "res_model": record._name,
                        "res_id": record.id,
                    }
                )
        self.create(new)

    @api.model
    def _records_to_match(self, connection):
        """Yield ``(kind, record)`` of what documents of the company may use."""
        company = connection.company_id
        taxes = self.env["account.tax"].search(
            [
                *self.env["account.tax"]._check_company_domain(company),
                ("type_tax_use", "=", "sale"),
            ]
        )
        yield from (("TaxCode", tax) for tax in taxes)
        terms = self.env["account.payment.term"].search(
            [("company_id", "in", (False, company.id))]
        )
        yield from (("Term", term) for term in terms)

    @api.model
    def _find(self, connection, kind, record):
        """Return ``(entry, reason code)``; no entry when it would be a guess."""
        entries = self.env["quickbooks.reference"].search(
            [("connection_id", "=", connection.id), ("kind", "=", kind)]
        )
        if kind == "TaxCode" and connection.qbo_country == "US":
            code, reason = (
                ("TAX", "us_taxable") if record.amount else ("NON", "us_exempt")
            )
            return entries.filtered(lambda entry: entry.qbo_id == code), reason
        name = record.name.strip().casefold()
        same = entries.filtered(lambda entry: entry.name.strip().casefold() == name)
        if len(same) == 1:
            return same, "same_name"
        return entries.browse(), "alike" if same else "nothing"

    # === ACTIONS === #

    def write(self, vals):
        if vals.get("reference_id") and "state" not in vals:
            vals = dict(vals, state="done", reason_code="chosen")
        result = super().write(vals)
        if vals.get("state") == "done":
            self._replay_waiting()
        return result

    def action_accept(self):
        """Accept the proposals among these rows; what waited for them goes on."""
        self.env["quickbooks.connection"]._check_user()
        self.check_access("write")
        self.filtered(lambda row: row.state == "proposed").state = "done"

    def action_accept_sure(self):
        """Accept the proposals among these rows, or all of the companies at hand."""
        rows = self or self.search([("company_id", "in", self.env.companies.ids)])
        rows.action_accept()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _replay_waiting(self):
        causes = {
            "TaxCode": ("tax_unmatched",),
            "Account": ("account_unmatched",),
            "Deposit": ("deposit_unmatched",),
        }
        for connection, rows in self.grouped("connection_id").items():
            wanted = [
                c for kind in set(rows.mapped("kind")) for c in causes.get(kind, ())
            ]
            if wanted:
                connection._replay(wanted)

    @api.model
    def _reference_of(self, connection, kind, record):
        """Return the accepted entry for ``record``, maybe empty.

        Read for many records at once: their rows are fetched together.
        """
        rows = self.sudo().search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", kind),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("state", "=", "done"),
            ],
            limit=1,
        )
        return rows.reference_id
