from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..api import loads_exact
from ..entities import lookup
from .quickbooks_mapping import US_CODES

#: Lists whose entries may be created here, and the kind of match they get.
_KINDS = {"TaxCode": "TaxCode", "Term": "Term", "CompanyCurrency": "Currency"}
#: States of a match that show that Odoo has a counterpart already.
_TAKEN = ("proposed", "done")


class QuickbooksReference(models.Model):
    """Entries that nothing in Odoo stands for, and creating what is missing."""

    _inherit = "quickbooks.reference"

    mapping_ids = fields.One2many("quickbooks.mapping", "reference_id")
    odoo_names = fields.Char(
        "In Odoo", compute="_compute_odoo_names", help="What it stands for in Odoo."
    )
    is_missing = fields.Boolean(
        "Only in QuickBooks",
        compute="_compute_is_missing",
        search="_search_is_missing",
        help="A tax code, payment terms or a currency without a counterpart in Odoo.",
    )

    # === COMPUTE METHODS === #

    @api.depends("mapping_ids.state")
    @api.depends_context("lang", "company")
    def _compute_odoo_names(self):
        for entry in self:
            rows = entry.mapping_ids.filtered(lambda row: row.state == "done")
            names = [name for name in rows.mapped("record_name") if name]
            entry.odoo_names = ", ".join(names)

    @api.depends("mapping_ids.state", "active", "kind", "qbo_id", "code")
    def _compute_is_missing(self):
        missing = self.filtered_domain(self._domain_missing())
        for entry in self:
            entry.is_missing = entry in missing

    def _search_is_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._domain_missing() if True in value else ~self._domain_missing()

    @api.model
    def _domain_missing(self):
        taken = Domain("mapping_ids.state", "in", _TAKEN)
        us_code = Domain("kind", "=", "TaxCode") & Domain("qbo_id", "in", US_CODES)
        home = Domain("kind", "=", "CompanyCurrency") & Domain(
            "code", "in", self.env.companies.currency_id.mapped("name")
        )
        creatable = Domain("kind", "in", list(_KINDS)) & Domain("active", "=", True)
        return creatable & ~taken & ~us_code & ~home

    # === ACTIONS === #

    @api.model
    def action_open_missing(self):
        """Open what QuickBooks has and Odoo has not."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector.quickbooks_reference_action"
        )
        context = {"search_default_missing": 1, "search_default_group_kind": 1}
        return action | {"context": context}

    def action_create_in_odoo(self):
        """Create what these entries describe, and match it at once.

        All of them or none: one that can't be created names itself.
        """
        self.env["quickbooks.connection"]._check_manager()
        self.check_access("read")
        notes = []
        for entry in self:
            if not entry.is_missing:
                raise UserError(
                    self.env._(
                        "%(entry)s can't be created in Odoo: only active tax codes, "
                        "payment terms and currencies that nothing stands for can.",
                        entry=entry.name,
                    )
                )
            notes += entry._create_counterpart()
        sentences = [self.env._("Created and matched: %s.", ", ".join(notes))]
        sentences += self._get_account_warnings()
        return self.env["quickbooks.connection"]._notify(" ".join(sentences), "success")

    def _create_counterpart(self):
        """Create the counterpart of one entry; return what people call it."""
        self.ensure_one()
        connection = self.connection_id.sudo()
        here = self.with_company(connection.company_id)
        create = getattr(here, f"_create_{self.kind.lower()}")
        records, reason_code = create(loads_exact(self.payload or "{}"))
        entry = self._get_matched_entry(connection)
        decisions = [(record, entry, reason_code) for record in records]
        self.env["quickbooks.mapping"]._decide(connection, _KINDS[self.kind], decisions)
        return records.mapped("display_name")

    def _get_matched_entry(self, connection):
        """Return what stands for the new records: in the US taxable or not is all."""
        if self.kind != "TaxCode" or not lookup.is_us(connection):
            return self
        rated = self._get_rate_ids(loads_exact(self.payload or "{}"), "Sales")
        return self.sudo().search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "TaxCode"),
                ("qbo_id", "=", US_CODES[0 if rated else 1]),
            ]
        )

    def _check_may_create(self, model, operation="create"):
        if not self.env[model].has_access(operation):
            raise AccessError(
                self.env._(
                    "Creating %(entry)s in Odoo needs the access right "
                    '"Accounting / Administrator".',
                    entry=self.name,
                )
            )

    def _check_name_free(self, found):
        if found:
            raise UserError(
                self.env._(
                    "Odoo has a record named %(name)s already. Match it to "
                    "%(entry)s, or rename it.",
                    name=found[:1].display_name,
                    entry=self.name,
                )
            )

    # === PAYMENT TERMS === #

    def _create_term(self, obj):
        terms = self.env["account.payment.term"]
        self._check_may_create(terms._name)
        company = self.connection_id.company_id
        domain = [*terms._check_company_domain(company), ("name", "=", self.name)]
        self._check_name_free(terms.search(domain))
        line, reason_code = self._prepare_term_line(obj)
        vals = {
            "name": self.name,
            "company_id": company.id,
            "line_ids": [fields.Command.create(line)],
        }
        if percent := float(obj.get("DiscountPercent") or 0):
            vals |= {
                "early_discount": True,
                "discount_percentage": percent,
                "discount_days": int(obj.get("DiscountDays") or 0),
            }
        return terms.create(vals), reason_code

    def _prepare_term_line(self, obj):
        """Return the one line of the terms, and the reason of their match.

        A day of the month is said as nearly as Odoo can: it means that day of the next
        month, QuickBooks the next such day. The end of the month is the same on both
        sides. Documents carry their due date, so that no payment falls due otherwise.
        """
        line = {"value": "percent", "value_amount": 100}
        day = int(obj.get("DayOfMonthDue") or 0)
        if not day:
            return line | {"nb_days": int(obj.get("DueDays") or 0)}, "created_here"
        if obj.get("DiscountPercent"):
            raise UserError(
                self.env._(
                    "%(entry)s has a discount until a day of the month; Odoo counts "
                    "the days of a discount. Create terms that come near it, and match "
                    "them.",
                    entry=self.name,
                )
            )
        if day >= 31 and not obj.get("DueNextMonthDays"):
            end = {"delay_type": "days_after_end_of_month", "nb_days": 0}
            return line | end, "created_here"
        on_day = {"delay_type": "days_end_of_month_on_the", "nb_days": 0}
        return line | on_day | {"days_next_month": str(day)}, "created_month"

    # === CURRENCIES === #

    def _create_companycurrency(self, obj):
        """Activate the currency; its exchange rates are left as they are."""
        currencies = self.env["res.currency"].with_context(active_test=False)
        currency = currencies.search([("name", "=", self.code)])
        if not currency:
            raise UserError(
                self.env._("Odoo knows no currency with the code %s.", self.code)
            )
        if not currency.active:
            self._check_may_create(currency._name, "write")
            currency.active = True
        return currency, "same_code"
