from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..sync import words
from ..sync.mark import mark

_USER = "quickbooks_connector.quickbooks_group_user"

#: What a tick asks of a link.
_SHOWN = (
    "connection_id",
    "company_id",
    "res_model",
    "entity",
    "facet",
    "rank",
    "state",
    "cause",
    "cause_args",
    "doc_number",
    "last_synced_at",
)


class QuickbooksSyncedMixin(models.AbstractModel):
    """What a record shows of its sync, and how its changes are noted.

    Models whose records have a counterpart in QuickBooks inherit it. Which fields
    matter is declared once, by the entities (``_get_tracked_fields``).
    """

    _name = "quickbooks.synced.mixin"
    _description = "Synced with QuickBooks"

    #: Ways to the links that a record shows.
    _quickbooks_links = ("qbo_binding_ids",)

    qbo_binding_ids = fields.One2many(
        "quickbooks.binding", "res_id", "QuickBooks Links", groups=_USER
    )
    qbo_state = fields.Selection(
        selection=lambda self: (
            self.env["quickbooks.binding"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        string="QuickBooks",
        compute="_compute_qbo",
        search="_search_qbo_state",
        compute_sudo=True,
        groups=_USER,
    )
    qbo_doc_number = fields.Char(
        "QuickBooks No.",
        compute="_compute_qbo",
        search="_search_qbo_doc_number",
        compute_sudo=True,
        groups=_USER,
    )
    qbo_message = fields.Char(
        "QuickBooks Reason",
        compute="_compute_qbo_message",
        compute_sudo=True,
        groups=_USER,
    )
    qbo_needs_choice = fields.Boolean(
        "QuickBooks Needs a Choice",
        compute="_compute_qbo_ways",
        compute_sudo=True,
        groups=_USER,
        help="It waits until somebody says what a contact or product is in QuickBooks.",
    )
    qbo_url = fields.Char(
        "Open in QuickBooks",
        compute="_compute_qbo_ways",
        compute_sudo=True,
        groups=_USER,
    )
    qbo_synced_at = fields.Datetime(
        "Last Synced", compute="_compute_qbo_message", compute_sudo=True, groups=_USER
    )

    # === COMPUTE AND SEARCH METHODS === #

    @api.model
    def _depends_on_links(self):
        names = ("state", "cause", "doc_number", "last_synced_at")
        return [f"{way}.{name}" for way in self._quickbooks_links for name in names]

    @api.depends(_depends_on_links)
    @api.depends_context("company")
    def _compute_qbo(self):
        shown = self._origin._get_shown_at_once()
        for record in self:
            state, number = shown.get(record._origin.id, ("not_synced", False))
            record.qbo_state = state
            record.qbo_doc_number = number

    @api.depends(_depends_on_links)
    @api.depends_context("company", "lang")
    def _compute_qbo_message(self):
        # What was sent and answered is long, and nobody looks at it in a list.
        self.qbo_binding_ids.fetch(_SHOWN)
        for record in self:
            binding = record._get_shown_binding()
            record.qbo_message = binding.message if binding.cause else False
            record.qbo_synced_at = binding.last_synced_at

    @api.depends(_depends_on_links)
    @api.depends_context("company")
    def _compute_qbo_ways(self):
        for record in self:
            binding = record._get_shown_binding()
            asked = record._get_shown_bindings()._get_asked()
            record.qbo_needs_choice = bool(asked)
            record.qbo_url = binding._get_url() if binding else False

    def _word_what_waits(self):
        """Say of those of these that are not sent by themselves why they are not."""
        connections_sudo = self.env["quickbooks.connection"].sudo()
        live = connections_sudo._live_by_company()
        connection_sudo = connections_sudo.browse(live.get(self.env.company.id))
        if not connection_sudo:
            return
        waiting = self.filtered(
            lambda record: (
                record.qbo_state in ("not_synced", "pending") and not record.qbo_message
            )
        )
        for entity in self.env["quickbooks.entity"]._all():
            if not waiting:
                break
            if entity._odoo_model != self._name or not entity._sends(connection_sudo):
                continue
            whys = entity._whys_not_sent(waiting, connection_sudo)
            for record, why in whys.items():
                record.qbo_message = words.sentence(self.env, why.cause, why.cause_args)
                waiting -= record

    def _get_shown_binding(self):
        """Return the binding that stands for this record: that which wants most."""
        bindings = self._get_shown_bindings()
        if len(bindings) <= 1:
            return bindings
        return bindings.sorted(lambda binding: URGENCY.get(binding.state, 9))[:1]

    def _get_shown_bindings(self):
        """Return the bindings whose state this record shows, in the current company."""
        self.ensure_one()
        bindings = self.env["quickbooks.binding"].union(
            *(self.mapped(way) for way in self._quickbooks_links)
        )
        return bindings.filtered(
            lambda binding: (
                binding.company_id == self.env.company and not binding._is_hanging()
            )
        )

    @api.model
    def _search_qbo_state(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        states = [state for state in value if state and state != "not_synced"]
        domain = self._domain_linked(states) & self._domain_shown(states)
        if "not_synced" in value:
            domain |= ~self._domain_linked(list(URGENCY))
        return domain if operator == "in" else ~domain

    @api.model
    def _domain_linked(self, states):
        """Return the domain of what has a link in one of ``states``."""
        return Domain("id", "in", self._sql_bound(SQL("state = ANY(%s)", states)))

    @api.model
    def _search_qbo_doc_number(self, operator, value):
        if operator not in ("in", "ilike", "="):
            return NotImplemented
        bindings = self.env["quickbooks.binding"].search(
            [("res_model", "=", self._name), ("doc_number", operator, value)]
            + [("company_id", "=", self.env.company.id)]
        )
        return [("id", "in", bindings.mapped("res_id"))]

    @api.model
    def _sql_bound(self, condition):
        """Return a query of this model's ids bound in the current company."""
        self.env["quickbooks.binding"].flush_model()
        return SQL(
            """(SELECT res_id FROM quickbooks_binding
                 WHERE res_model = %s AND company_id = %s AND entity <> ALL(%s)
                   AND %s)""",
            self._name,
            self.env.company.id,
            self.env["quickbooks.entity"]._hanging_kinds(),
            condition,
        )

    # === VIEWS === #

    @api.model
    def _quickbooks_is_shown(self):
        """Tell whether the current company uses QuickBooks."""
        return self.env.company.id in (
            self.env["quickbooks.connection"]._live_by_company()
        )

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return key + (self._quickbooks_is_shown(),)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Leave our columns, rows and filters out where nothing is connected."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if not self._quickbooks_is_shown():
            for prefix in ("qbo_", "quickbooks_", "action_quickbooks_"):
                for node in arch.xpath(f"//*[starts-with(@name, '{prefix}')]"):
                    node.getparent().remove(node)
        return arch, view

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._quickbooks_mark()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._quickbooks_mark(vals)
        if vals.get("active") is False:
            self._quickbooks_say_kept()
        return result

    def unlink(self):
        self._quickbooks_mark_gone()
        return super().unlink()

    # === BUSINESS METHODS === #

    def _quickbooks_mark_gone(self):
        """Note that these are about to be deleted."""
        if self.env.context.get("quickbooks_no_mark"):
            return
        if self and self.env["quickbooks.connection"]._live_by_company():
            mark(self)

    def _quickbooks_mark(self, fnames=None):
        """Note that these records changed, when ``fnames`` matter to QuickBooks.

        :param fnames: names of what was written; ``None``: the records are new
        """
        if self.env.context.get("quickbooks_no_mark"):
            return
        connections = self.env["quickbooks.connection"]
        if not connections._live_by_company():
            return
        tracked = self.env["quickbooks.entity"]._get_tracked(self._name)
        if fnames is None or not tracked.isdisjoint(fnames):
            targets = self._quickbooks_mark_targets()
            if targets:
                mark(targets)

    def _quickbooks_say_kept(self):
        """Say in the chatter of these that QuickBooks does not archive them too."""
        if self.env.context.get("quickbooks_no_mark"):
            return
        if not self.env["quickbooks.connection"]._live_by_company():
            return
        linked_sudo = (
            self.env["quickbooks.binding"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("qbo_id", "!=", False),
                ]
            )
        )
        body = self.env._(
            "It stays active in QuickBooks. To archive it on both sides, make it "
            "inactive in QuickBooks."
        )
        records = self.browse(set(linked_sudo.mapped("res_id")))
        records._message_log_batch(bodies=dict.fromkeys(records.ids, body))

    def _quickbooks_mark_targets(self):
        """Return the records to send when these change; lines name their document."""
        return self

    def _quickbooks_meant(self):
        """Return the records that are sent for these, which were noted.

        Asked once, before the commit, for all that were edited in the transaction.
        """
        return self

    def _quickbooks_binding(self, entity, connection, facet=""):
        """Return the binding of this record as ``entity``, maybe empty."""
        self.ensure_one()
        return self.sudo().qbo_binding_ids.filtered(
            lambda binding: (
                binding.connection_id == connection
                and binding.entity == entity
                and binding.facet == facet
            )
        )

    # === ACTION METHODS === #

    def action_quickbooks_log(self):
        """Open what was exchanged with QuickBooks about this record."""
        self.ensure_one()
        self.env["quickbooks.connection"]._check_user()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("QuickBooks log of %s", self.display_name),
            "res_model": "quickbooks.sync.log",
            "view_mode": "list,form",
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
        }

    def action_quickbooks_choose(self):
        """Open the matching of the contacts and products that these wait for."""
        self.env["quickbooks.connection"]._check_user()
        self.check_access("read")
        bindings_sudo = self.env["quickbooks.binding"].sudo()
        for record in self.sudo():
            bindings_sudo |= record._get_shown_bindings()
        return self.env["quickbooks.pairing"]._open_asked(bindings_sudo._get_asked())

    def action_quickbooks_compare(self):
        """Open both sides of this record, which was changed on both."""
        self.ensure_one()
        self.env["quickbooks.connection"]._check_user()
        self.check_access("read")
        conflict = self.env["quickbooks.conflict"]._get_open(
            self.sudo()._get_shown_bindings()
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Changed on both sides"),
            "res_model": conflict._name,
            "res_id": conflict[:1].id,
            "views": [(False, "form")],
        }

    def action_quickbooks_sync(self):
        """Send these records with the next run; a notification says how many."""
        return self.env["quickbooks.binding"]._action_on_records(self, "sync")

    def action_quickbooks_skip(self):
        """Leave these records out until somebody includes them again."""
        return self.env["quickbooks.binding"]._action_on_records(self, "skip")


#: Which of several states stands for a record: trouble first.
URGENCY = {
    "failed": 0,
    "conflict": 1,
    "pending": 2,
    "modified": 3,
    "skipped": 4,
    "synced": 5,
}
