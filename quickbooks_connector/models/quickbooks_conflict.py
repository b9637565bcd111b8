from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.constants import GC_UNLINK_LIMIT

from ..api import dumps_payload, loads_exact
from ..const import LOG_DAYS
from ..entities.cause import WHOLE, EntityError
from ..sync import words
from ..sync.conflicts import Conflicts

SIDES = ("odoo", "quickbooks")


class QuickbooksConflict(models.Model):
    """A record that was changed on both sides since they last agreed.

    While it is open, both sides are compared as they are now, and a person chooses.
    Afterwards it keeps what each side said, so that a value that was not kept can be
    brought back.
    """

    _name = "quickbooks.conflict"
    _description = "QuickBooks Conflict"
    _order = "id desc"

    binding_id = fields.Many2one(
        "quickbooks.binding", required=True, ondelete="cascade", index=True
    )
    connection_id = fields.Many2one(
        related="binding_id.connection_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    res_model = fields.Char(related="binding_id.res_model", store=True)
    res_id = fields.Many2oneReference(
        related="binding_id.res_id", model_field="res_model", store=True
    )
    # open ──▶ settled (by a person or by the policy)
    state = fields.Selection(
        [("open", "Open"), ("settled", "Settled")], required=True, default="open"
    )
    agreed_at = fields.Datetime("Agreed Until")
    parts = fields.Json(help="What clashes, by the entity's names.")
    theirs = fields.Text(help="The object of QuickBooks; empty: it was deleted there.")
    mine = fields.Text(help="What Odoo said when it was settled.")
    rows = fields.Json(help="The comparison when it was settled.")
    choices = fields.Json()
    comparison = fields.Json(compute="_compute_comparison", compute_sudo=True)
    sentence = fields.Char("What Happened", compute="_compute_sentence")
    reason = fields.Char(compute="_compute_sentence")
    settled_by_id = fields.Many2one(
        "res.users", "Settled by", help="Empty: by the settings."
    )
    settled_at = fields.Datetime()

    _open_uniq = models.UniqueIndex(
        "(binding_id) WHERE state = 'open'", "This conflict is known already."
    )

    # === COMPUTE METHODS === #

    @api.depends("binding_id")
    def _compute_display_name(self):
        for conflict in self:
            record = conflict.sudo().binding_id._get_record()
            conflict.display_name = record.display_name or ""

    @api.depends("state", "theirs", "parts", "rows")
    @api.depends_context("lang")
    def _compute_comparison(self):
        for conflict in self:
            rows = conflict.rows or []
            if conflict.state == "open":
                rows = conflict._compare_now()
            conflict.comparison = [
                row | {"is_choice": conflict._is_choice(row)} for row in rows
            ]

    def _is_choice(self, row):
        """Tell whether a person chooses between the two sides of ``row``."""
        return row["part"] in (self.parts or [])

    def _compare_now(self):
        """Return how both sides stand now; nothing when the record is gone."""
        connection, entity, binding = self._at_work()
        record = binding._get_record()
        if not record:
            return []
        entity = entity.with_context(lang=self.env.lang)
        return entity._compare(record, self._get_object(), binding, connection)

    @api.depends("binding_id.cause", "agreed_at")
    @api.depends_context("lang", "tz")
    def _compute_sentence(self):
        for conflict in self:
            binding_sudo = conflict.sudo().binding_id
            args = {"record": conflict.display_name}
            conflict.sentence = words.sentence(
                self.env, "changed_both", args, advice=False
            )
            why = binding_sudo.state == "conflict" and binding_sudo.cause
            conflict.reason = (
                binding_sudo.with_env(self.env).sudo().message
                if why and why != "changed_both"
                else False
            )

    # === BUSINESS METHODS === #

    def _at_work(self):
        """Return connection, entity and binding as the workers see them."""
        connection = self.sudo().connection_id._for_worker()
        binding = self.binding_id.with_env(connection.env)
        return connection, binding._get_entity(), binding

    def _get_object(self):
        return loads_exact(self.theirs) if self.theirs else None

    @api.model
    def _ask(self, binding, obj, parts):
        """Let a person decide about ``parts`` of ``binding``."""
        vals = {
            "binding_id": binding.id,
            "parts": parts,
            "theirs": dumps_payload(obj) if obj is not None else False,
            "agreed_at": binding.last_synced_at,
        }
        found = self._get_open(binding)
        if found:
            found.write(vals)
        else:
            self.create(vals)

    @api.model
    def _get_open(self, bindings):
        return self.search([("binding_id", "in", bindings.ids), ("state", "=", "open")])

    @api.model
    def _withdraw(self, binding):
        """Forget the question about ``binding``: nothing clashes any more."""
        self._get_open(binding).unlink()

    @api.model
    def _note(self, binding, obj, mine, rows, choices):
        """Keep what each side said when it was settled by ``choices``."""
        conflict = self._get_open(binding)
        if not conflict:
            self._ask(binding, obj, list(choices))
            conflict = self._get_open(binding)
        conflict.write(
            {
                "state": "settled",
                "parts": list(choices),
                "mine": dumps_payload(mine),
                "rows": rows,
                "choices": choices,
                "settled_at": fields.Datetime.now(),
                "settled_by_id": self.env.context.get("quickbooks_settled_by"),
            }
        )

    @api.autovacuum
    def _gc_settled(self):
        """Forget what was settled before :data:`LOG_DAYS`, as the log does."""
        limit = fields.Datetime.now() - timedelta(days=LOG_DAYS)
        old = [("state", "=", "settled"), ("settled_at", "<", limit)]
        conflicts = self.search(old, limit=GC_UNLINK_LIMIT)
        conflicts.unlink()
        return len(conflicts), len(conflicts) == GC_UNLINK_LIMIT

    # === ACTIONS === #

    def _check_may_settle(self):
        """Let only people through who may edit the record.

        :raise AccessError: they may not
        """
        self.ensure_one()
        self.env["quickbooks.connection"]._check_user()
        self.check_access("read")
        record = self.sudo().binding_id._get_record().with_env(self.env)
        record.check_access("write")
        return record

    def action_settle(self, choices):
        """Settle this as ``choices`` say, ``{part: "odoo" or "quickbooks"}``."""
        self._check_may_settle()
        if self.state != "open":
            raise UserError(self.env._("It is settled already."))
        missing = set(self.parts) - choices.keys()
        if missing or not set(choices.values()) <= {*SIDES}:
            raise UserError(self.env._("Choose one side for each field first."))
        return self._settle({part: choices[part] for part in self.parts})

    def action_keep_odoo(self):
        """Settle this by Odoo's values, whatever clashes."""
        self._check_may_settle()
        return self._settle({WHOLE: "odoo"} | dict.fromkeys(self.parts, "odoo"))

    def action_keep_quickbooks(self):
        """Settle this by QuickBooks' values, whatever clashes."""
        self._check_may_settle()
        parts = dict.fromkeys(self.parts, "quickbooks")
        return self._settle({WHOLE: "quickbooks"} | parts)

    def _settle(self, choices):
        connection, entity, binding = self._at_work()
        connection = connection.with_context(quickbooks_settled_by=self.env.uid)
        try:
            Conflicts(connection).settle(
                entity, binding.with_env(connection.env), self._get_object(), choices
            )
        except EntityError as error:
            record = {"record": self.display_name}
            args = record | error.cause_args
            sentence = words.sentence(self.env, error.cause, args)
            raise UserError(sentence) from error
        self.connection_id._refresh_problems()
        return self._show(self.sudo().binding_id._get_record())

    def action_restore(self, part):
        """Write the value of ``part`` that was not kept into the record again."""
        record = self._check_may_settle()
        side = (self.choices or {}).get(part) or (self.choices or {}).get(WHOLE)
        if self.state != "settled" or side not in SIDES:
            raise UserError(self.env._("Both sides had this value."))
        lost = self.theirs if side == "odoo" else self.mine
        connection, entity, binding = self._at_work()
        connection = connection.with_context(quickbooks_no_mark=False)
        try:
            entity.with_env(connection.env)._restore(
                record.with_env(connection.env),
                loads_exact(lost or "{}"),
                part,
                connection,
            )
        except EntityError as error:
            args = {"record": self.display_name} | error.cause_args
            raise UserError(words.sentence(self.env, error.cause, args)) from error
        return self._show(record)

    def action_open_record(self):
        """Open the record that this is about."""
        self.check_access("read")
        return self._show(self.sudo().binding_id._get_record())

    def _show(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
            "target": "current",
        }
