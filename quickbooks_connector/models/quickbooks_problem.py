from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.constants import GC_UNLINK_LIMIT

from ..const import LOG_DAYS
from ..sync import words


class QuickbooksProblem(models.Model):
    """What waits for a person, or for its time: one row a cause and a thing to mend.

    Six invoices with a tax that has no code are one problem: one card, one activity,
    one button. The rows follow what the links and the inbox say
    (``quickbooks_problem_gather``); nobody writes them. What the button opens stands
    in ``quickbooks_problem_mend``.
    """

    _name = "quickbooks.problem"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "QuickBooks To Do"
    _order = "amount desc, id"
    _systray_view = "kanban"
    # Nobody writes the rows; whoever may read them marks their activities done.
    _mail_post_access = "read"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    # open ──▶ done      waiting ──▶ (deleted: it went on)
    state = fields.Selection(
        [
            ("open", "Needs you"),
            ("waiting", "Waiting by itself"),
            ("done", "Done"),
        ],
        required=True,
        default="open",
    )
    cause = fields.Char(required=True)
    about = fields.Char(
        required=True, default="", help="The thing to mend, as a name or a record."
    )
    cause_args = fields.Json()
    members = fields.Json(help="Ids of the links and of the notices that it holds.")
    res_model = fields.Char()
    res_id = fields.Many2oneReference("Odoo Record", model_field="res_model")
    count = fields.Integer("Records", help="Records that it holds.", aggregator="sum")
    document_count = fields.Integer("Documents", aggregator="sum")
    amount = fields.Monetary("Total", help="Of the documents that it holds.")
    user_id = fields.Many2one("res.users", "Told")
    closed_at = fields.Datetime("Done on")
    message = fields.Char("What Happened", compute="_compute_message")
    advice = fields.Char("What to Do", compute="_compute_message")
    held = fields.Char(compute="_compute_held", help="What it holds, counted.")
    mend_label = fields.Char(compute="_compute_mend_label")
    binding_ids = fields.Many2many(
        "quickbooks.binding", compute="_compute_members", string="Held Records"
    )
    inbound_ids = fields.Many2many(
        "quickbooks.inbound", compute="_compute_members", string="Held in the Inbox"
    )

    _open_uniq = models.UniqueIndex(
        "(connection_id, state, cause, about) WHERE state <> 'done'",
        "This problem is listed already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("cause", "cause_args", "count")
    @api.depends_context("lang")
    def _compute_message(self):
        for problem in self:
            told = words.CAUSES.get(problem.cause, words.CAUSES["misunderstood"])
            args = problem._get_args()
            problem.message = words.word(self.env, told.happened, args)
            problem.advice = words.word(self.env, told.advice, args)

    def _get_args(self):
        """Return the names for the sentence: the first record stands for the others."""
        args = dict(self.cause_args or {})
        others = self.count - 1
        if others > 0 and args.get("record") and words.mending(self.cause).about:
            args["record"] = self.env._(
                "%(record)s (and %(count)s more)", record=args["record"], count=others
            )
        return args

    @api.depends("message")
    def _compute_display_name(self):
        for problem in self:
            problem.display_name = problem.message

    @api.depends("count", "document_count")
    @api.depends_context("lang")
    def _compute_held(self):
        for problem in self:
            if problem.document_count:
                count = f"{problem.document_count:,}"
                problem.held = self.env._("Documents: %s", count)
            else:
                problem.held = self.env._("Records: %s", f"{problem.count:,}")

    @api.depends("members")
    def _compute_members(self):
        for problem in self:
            members = problem.members or {}
            bindings = self.env["quickbooks.binding"].browse(members.get("links"))
            notices = self.env["quickbooks.inbound"].browse(members.get("notices"))
            problem.binding_ids = bindings.exists()
            problem.inbound_ids = notices.exists()

    # === ACTIONS === #

    @api.model
    def action_open_todo(self):
        """Open the To do list of the user's companies, as things stand now."""
        self.env["quickbooks.connection"]._check_user()
        connections = self.env["quickbooks.connection"].search(
            [("company_id", "in", self.env.companies.ids)]
        )
        connections._refresh_problems()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector.quickbooks_problem_action"
        )

    def action_retry(self):
        """Send again, or apply again, all that these hold."""
        self._check_may_act()
        for problem in self:
            problem_sudo = problem.sudo()
            problem._check_may_write(problem_sudo.binding_ids)
            problem_sudo.binding_ids._retry()
            problem_sudo.inbound_ids.write(
                {"state": "pending", "attempts": 0, "next_try": False}
            )
            problem_sudo.connection_id._wake()
        return self._tell_on_their_way()

    def action_skip(self):
        """Leave out what these hold, documents before contacts and products."""
        self._check_may_act()
        for problem in self:
            bindings_sudo = problem.sudo().binding_ids._get_skippable()
            problem._check_may_write(bindings_sudo)
            bindings_sudo._skip()
        return self._refreshed(self.env._("Left out of QuickBooks."))

    def action_show(self):
        """Open the records that this holds, in Odoo's own list where they are alike."""
        self.ensure_one()
        self._check_may_act()
        records = self.sudo().binding_ids.grouped("res_model")
        if len(records) != 1 or self.sudo().inbound_ids:
            return self._get_form_action()
        [(model, bindings)] = records.items()
        return {
            "type": "ir.actions.act_window",
            "name": self.message,
            "res_model": model,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("id", "in", bindings.mapped("res_id"))],
            "context": {"create": False, "active_test": False},
        }

    def _get_form_action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("To do"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _check_may_act(self):
        self.env["quickbooks.connection"]._check_user()
        self.check_access("read")

    def _check_may_write(self, bindings_sudo):
        """Let only people through who may edit all the records of some links.

        :raise AccessError: they may not
        """
        for model, rows in bindings_sudo.grouped("res_model").items():
            records = self.env[model].browse(rows.mapped("res_id")).exists()
            records.check_access("write")

    def _tell_on_their_way(self):
        count = sum(problem.count for problem in self)
        return self._refreshed(self.env._("On their way again: %s", f"{count:,}"))

    def _refreshed(self, message):
        """Bring the list up to date and return a notification."""
        self.connection_id._refresh_problems()
        return self.connection_id._notify(message)

    @api.autovacuum
    def _gc_done(self):
        """Forget what was done before :data:`LOG_DAYS`, as the log does."""
        limit = fields.Datetime.now() - timedelta(days=LOG_DAYS)
        old = [("state", "=", "done"), ("closed_at", "<", limit)]
        problems = self.search(old, limit=GC_UNLINK_LIMIT)
        problems.unlink()
        return len(problems), len(problems) == GC_UNLINK_LIMIT
