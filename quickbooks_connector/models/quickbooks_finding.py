from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..readiness import finding, words


class QuickbooksFinding(models.Model):
    """What the readiness check found, until it is run again.

    Rows come from ``quickbooks.readiness`` by comparison of sets: what is found again
    as it was keeps its row, and with it who has accepted it.
    """

    _name = "quickbooks.finding"
    _description = "QuickBooks Finding"
    _order = "sequence, id"
    _rec_name = "title"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    sequence = fields.Integer()
    code = fields.Char(required=True, help="The question, as a code.")
    severity = fields.Selection(
        [
            (finding.BLOCK, "Blocks"),
            (finding.LOOK, "Look"),
            (finding.FINE, "Fine"),
        ],
        required=True,
    )
    count = fields.Integer(aggregator=None, help="Records that are concerned.")
    args = fields.Json(help="The names that the sentences need.")
    target = fields.Json(help="What the button opens.")
    title = fields.Char("Question", compute="_compute_sentences")
    found = fields.Text(compute="_compute_sentences")
    advice = fields.Text("What to Do", compute="_compute_sentences")
    button = fields.Char(
        compute="_compute_sentences", help="Empty: there is nothing you could open."
    )
    accepted_by_id = fields.Many2one("res.users", "Accepted by", readonly=True)
    accepted_at = fields.Datetime("Accepted on", readonly=True)

    _code_uniq = models.Constraint(
        "UNIQUE(connection_id, code)", "This was found already."
    )

    # === COMPUTE METHODS === #

    @api.depends("code", "severity", "count", "args", "target")
    @api.depends_context("lang", "uid")
    def _compute_sentences(self):
        table = self.env["quickbooks.readiness"]._get_words()
        for row in self:
            args = {"count": row.count, **(row.args or {})}
            said = words.sentences(self.env, table[row.code], row.severity, args)
            row.title, row.found, row.advice, button = said
            row.button = button if row._may_open() else False

    def _may_open(self):
        """Tell whether the reader may see what the button opens."""
        target = self.target or {}
        if target.get("kind") == "records":
            return self.env[target["model"]].has_access("read")
        if target.get("kind") == "call":
            return self.connection_id.has_access("write")
        return bool(target)

    # === ACTIONS === #

    def action_mend(self):
        """Open the place where this is mended, or looked at.

        :raise AccessError: the reader may not see it
        """
        self.ensure_one()
        self.check_access("read")
        if not self.target:
            raise UserError(self.env._("There is nothing to open for this."))
        if not self._may_open():
            raise AccessError(
                self.env._(
                    "You may not see what this is about. Ask somebody with rights in "
                    "accounting, or the administrator of QuickBooks."
                )
            )
        return getattr(self, f"_open_{self.target['kind']}")(self.target)

    def _open_records(self, target):
        return {
            "type": "ir.actions.act_window",
            "name": self.title,
            "res_model": target["model"],
            "view_mode": "list,form",
            "domain": target["domain"],
            "context": {"create": False},
        }

    def _open_matching(self, target):
        action = self.connection_id.action_open_matching()
        return action | {"domain": [("id", "in", target["ids"])], "context": {}}

    def _open_connection(self, target):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector.quickbooks_connection_action"
        )
        view = self.env.ref("quickbooks_connector.quickbooks_connection_view_form")
        return action | {
            "res_id": self.connection_id.id,
            "views": [(view.id, "form")],
        }

    def _open_call(self, target):
        return getattr(self.connection_id, target["method"])()

    def _open_quickbooks(self, target):
        return {
            "type": "ir.actions.act_url",
            "url": self.connection_id._get_web_url(target["path"]),
            "target": "new",
        }

    def action_accept(self):
        """Go on anyway: note who has read it; only what does not block.

        :raise UserError: it blocks
        """
        self.connection_id._check_manager()
        for row in self:
            if row.severity == finding.BLOCK:
                raise UserError(
                    self.env._(
                        "%(title)s: this has to be mended first.", title=row.title
                    )
                )
        self.sudo().filtered(lambda row: row.severity == finding.LOOK).write(
            {"accepted_by_id": self.env.uid, "accepted_at": fields.Datetime.now()}
        )

    def action_reconsider(self):
        """Undo the acceptance."""
        self.connection_id._check_manager()
        self.sudo().write({"accepted_by_id": False, "accepted_at": False})

    # === BUSINESS METHODS === #

    @api.model
    def _take(self, connection, found):
        """Make the rows of ``connection`` equal to ``found``.

        :param found: of ``readiness.finding.Finding``, each code once
        """
        known = {
            row.code: row
            for row in self.search([("connection_id", "=", connection.id)])
        }
        new = []
        for sequence, one in enumerate(found):
            vals = self._prepare_vals(one) | {"sequence": sequence}
            row = known.pop(one.code, None)
            if row is None:
                new.append(vals | {"connection_id": connection.id})
            else:
                row._update(vals)
        self.create(new)
        self.browse([row.id for row in known.values()]).unlink()

    @api.model
    def _prepare_vals(self, one):
        return {
            "code": one.code,
            "severity": one.severity,
            "count": one.count,
            "args": one.args,
            "target": one.target or False,
        }

    def _update(self, vals):
        """Write what differs; what has changed must be looked at again."""
        changed = {
            fname: value
            for fname, value in vals.items()
            if (self[fname] or False) != (value or False)
        }
        if changed.keys() - {"sequence"} and self.accepted_at:
            changed |= {"accepted_by_id": False, "accepted_at": False}
        if changed:
            self.write(changed)
