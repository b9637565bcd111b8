from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..const import LOG_DAYS
from .quickbooks_binding_start import UNAPPROVED
from .quickbooks_plan_line import OPERATIONS, SENDING

#: Lists deleted in one go; each may have many lines.
GC_CHUNK = 10


class QuickbooksPlan(models.Model):
    """What going live would do, told by a dry run; people approve it line by line.

    The list is drawn up by ``sync/rehearsal.py`` in the background and writes nothing
    on either side. Going live sends what is approved here and leaves out the rest of
    what was there (``quickbooks.connection.action_go_live``).
    """

    _name = "quickbooks.plan"
    _description = "QuickBooks Dry Run"
    _order = "id desc"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users", "Made by", required=True, default=lambda self: self.env.user
    )
    run_id = fields.Many2one("quickbooks.run", ondelete="set null")
    # computing ──▶ ready ──▶ approved (once a line is)
    #     │           │          │
    #     └───────────┴──────────┴──▶ discarded
    state = fields.Selection(
        [
            ("computing", "Under way"),
            ("ready", "Needs approval"),
            ("approved", "Approved"),
            ("discarded", "Thrown away"),
        ],
        required=True,
        default="computing",
    )
    computed_at = fields.Datetime("Made")
    approved_by_id = fields.Many2one("res.users", "Approved by")
    approved_at = fields.Datetime("Approved at")
    line_ids = fields.One2many("quickbooks.plan.line", "plan_id")

    # === COMPUTE METHODS === #

    @api.depends("computed_at", "create_date")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for plan in self:
            made = plan.computed_at or plan.create_date or fields.Datetime.now()
            made = fields.Datetime.context_timestamp(plan, made)
            plan.display_name = self.env._("Dry run of %s", f"{made:%Y-%m-%d %H:%M}")

    # === MAKING IT === #

    @api.model
    def _start(self, connection):
        """Start a dry run; one that is under way is gone on with.

        :return: the plan
        """
        plan_sudo = connection.sudo().plan_id
        if plan_sudo.state != "computing":
            if not connection.is_live:
                plan_sudo.state = "discarded"
            plan_sudo = self.sudo().create(
                {"connection_id": connection.id, "user_id": self.env.uid}
            )
        args = {"plan_id": plan_sudo.id}
        run = self.env["quickbooks.run"]._start(connection, "dry_run", args)
        plan_sudo.run_id = run
        return plan_sudo.sudo(self.env.su)

    def _list(self):
        """Note everything that is to be looked at; the rest is the rehearsal's."""
        self.ensure_one()
        self._search_lines([]).unlink()
        for entity in self.env["quickbooks.entity"]._all():
            if entity._sends(self.connection_id):
                self._list_documents(entity)
        if not self.connection_id.is_live:
            self._list_due()

    def _list_documents(self, entity):
        """Note what is sent for itself: now, later, or not, as somebody left it out."""
        connection = self.connection_id
        started = entity._domain_started(connection)
        later = entity._later_cause(connection)
        come = entity._domain_eligible(connection) if later else started
        out = SQL("binding.state = 'skipped' AND %s", self._sql_left_out())
        self._insert_lines(entity, started, out, "skip")
        fresh = SQL(
            "binding.id IS NULL OR binding.state = 'skipped' AND NOT %s",
            self._sql_left_out(),
        )
        if not connection.is_live:
            fresh = SQL("%s OR binding.is_due", fresh)
        self._insert_lines(entity, come, fresh)
        if later:
            self._insert_lines(
                entity, started & ~come, SQL("binding.id IS NULL"), "later", later
            )

    @staticmethod
    def _sql_left_out():
        return SQL("(COALESCE(binding.cause, '') <> ALL(%s))", list(UNAPPROVED))

    def _insert_lines(self, entity, domain, condition, operation=None, cause=None):
        """Note the records of ``domain`` whose binding meets ``condition``."""
        records = self.env[entity._odoo_model].sudo().with_context(active_test=False)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO quickbooks_plan_line (
                    plan_id, connection_id, company_id, entity, res_model, res_id,
                    facet, rank, step, operation, cause
                )
                SELECT %(plan)s, %(connection)s, %(company)s, %(entity)s, %(model)s,
                       listed.id, '', %(rank)s, 'expand', %(operation)s, %(cause)s
                  FROM %(listed)s AS listed(id)
                  LEFT JOIN quickbooks_binding AS binding
                    ON binding.connection_id = %(connection)s
                   AND binding.entity = %(entity)s
                   AND binding.res_model = %(model)s
                   AND binding.res_id = listed.id
                 WHERE %(condition)s
                 ORDER BY listed.id
                ON CONFLICT DO NOTHING
                """,
                plan=self.id,
                connection=self.connection_id.id,
                company=self.company_id.id,
                entity=entity._qbo_entity,
                model=records._name,
                rank=entity._rank,
                operation=operation,
                cause=cause,
                listed=records._search(domain).subselect(),
                condition=condition,
            )
        )
        self.env.invalidate_all()

    def _list_due(self):
        """Note what waits to be sent already, of whatever kind."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO quickbooks_plan_line (
                    plan_id, connection_id, company_id, entity, res_model, res_id,
                    facet, rank, step
                )
                SELECT %s, connection_id, company_id, entity, res_model, res_id,
                       facet, rank, 'expand'
                  FROM quickbooks_binding
                 WHERE connection_id = %s AND is_due
                 ORDER BY rank, id
                ON CONFLICT DO NOTHING
                """,
                self.id,
                self.connection_id.id,
            )
        )
        self.env.invalidate_all()

    def _finish(self):
        """Show the list to people."""
        self.write({"state": "ready", "computed_at": fields.Datetime.now()})

    @api.autovacuum
    def _gc_discarded(self):
        """Delete lists that were thrown away long ago."""
        limit = fields.Datetime.now() - timedelta(days=LOG_DAYS)
        old = [("state", "=", "discarded"), ("write_date", "<", limit)]
        plans = self.search(old, limit=GC_CHUNK)
        plans.unlink()
        return len(plans), len(plans) == GC_CHUNK

    # === WHAT IT COMES TO === #

    def get_summary(self):
        """Return what stands above the list: counts, money, state.

        :return: ``{"state", "lines": {operation: count}, "approvable", "total", …}``
        """
        self.ensure_one()
        self.check_access("read")
        lines = self.env["quickbooks.plan.line"]
        groups = lines._read_group(
            [("plan_id", "=", self.id)],
            ["operation", "is_approved"],
            ["__count", "amount:sum"],
        )
        counts = dict.fromkeys(dict(OPERATIONS), 0)
        open_count = approved_count = open_amount = 0
        for operation, is_approved, count, amount in groups:
            if not operation:
                continue
            counts[operation] += count
            if is_approved:
                approved_count += count
            elif operation in SENDING:
                open_count += count
                open_amount += amount
        run_sudo = self.sudo().run_id
        return {
            "id": self.id,
            "state": self.state,
            "counts": counts,
            "approved": approved_count,
            "approvable": open_count if self.state in ("ready", "approved") else 0,
            "total": self.currency_id.format(open_amount),
            "is_live": self.connection_id.is_live,
            "progress": run_sudo.progress,
            "message": run_sudo.message if self.state == "computing" else "",
            "approved_by": self.approved_by_id.name or "",
            "can_approve": self._may_approve(),
        }

    def _may_approve(self):
        return self.env.su or self.env.user.has_group(
            "quickbooks_connector.quickbooks_group_manager"
        )

    def _get_approved_later(self, entity):
        """Return the ids of what was approved to go at its moment."""
        domain = [("is_approved", "=", True), ("operation", "=", "later")]
        lines = self._search_lines(domain + [("entity", "=", entity._qbo_entity)])
        return lines.mapped("res_id")

    def _search_lines(self, domain):
        """Return the lines of this list that meet ``domain``, read together."""
        return self.env["quickbooks.plan.line"].search(
            [("plan_id", "in", self.ids), *domain]
        )

    # === ACTIONS === #

    def _check_open(self):
        """Let only administrators through, and only to a list that is in force.

        :raise UserError: it is not made up yet, or thrown away, or there is none
        """
        self.connection_id._check_manager()
        if len(self) != 1 or self.state not in ("ready", "approved"):
            raise UserError(
                self.env._("This dry run is not in force. Make a new one first.")
            )

    def action_approve(self):
        """Approve everything that can be sent."""
        self._check_open()
        return self._approve(self.sudo()._search_lines([]))

    def _approve(self, lines_sudo):
        """Approve those of some lines of this plan that can be, and what they need.

        :raise UserError: nothing among them can be sent
        """
        lines_sudo = lines_sudo.filtered(lambda line: line.operation in SENDING)
        if not lines_sudo:
            raise UserError(
                self.env._(
                    "None of these can be approved: mend what is refused, include "
                    "what is left out, then check again."
                )
            )
        lines_sudo = lines_sudo._with_needs()
        lines_sudo.is_approved = True
        plan_sudo = self.sudo()
        plan_sudo.write(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_at": fields.Datetime.now(),
            }
        )
        connection_sudo = plan_sudo.connection_id
        if connection_sudo.is_live:
            self.env["quickbooks.binding"].sudo()._release(plan_sudo)
            connection_sudo._wake_push()
        return connection_sudo._notify(
            self.env._("Approved: %s", len(lines_sudo)), "success"
        )

    def action_discard(self):
        """Throw the list away; nothing of it is sent."""
        self.ensure_one()
        self.connection_id._check_manager()
        plan_sudo = self.sudo()
        if plan_sudo._search_lines([("released_at", "!=", False)]):
            raise UserError(
                self.env._("Some of it is on its way to QuickBooks already.")
            )
        plan_sudo.run_id.filtered(lambda run: run.state == "waiting").action_stop()
        plan_sudo.state = "discarded"
        return self.connection_id.action_open_plan()

    def action_recompute(self):
        """Make the list anew."""
        self.ensure_one()
        return self.connection_id.action_dry_run()

    def action_export(self):
        """Download the list as a spreadsheet."""
        self.ensure_one()
        self.check_access("read")
        return self.sudo().run_id.action_result()

    def _export_rows(self):
        """Yield the heading and a row for each line."""
        yield (
            self.env._("In QuickBooks"),
            self.env._("Kind"),
            self.env._("Record"),
            self.env._("Contact"),
            self.env._("Date"),
            self.env._("Currency"),
            self.env._("Total in Odoo"),
            self.env._("Total in QuickBooks"),
            self.env._("Name in QuickBooks"),
            self.env._("Reason"),
        )
        operations = dict(
            self.env["quickbooks.plan.line"]
            ._fields["operation"]
            ._description_selection(self.env)
        )
        for line in self._search_lines([]):
            yield (
                operations.get(line.operation, ""),
                line.kind,
                line.record_name or "",
                line.partner_name or "",
                str(line.date or ""),
                line.currency_id.name or "",
                line.total,
                line.qbo_total,
                line.qbo_name or "",
                line.message,
            )
