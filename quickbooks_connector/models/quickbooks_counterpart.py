from odoo import api, fields, models

from ..api import dumps_payload, loads_exact, webhook
from ..entities import convert
from ..sync import statements

#: Columns that a reading writes, in the order of its values.
_COLUMNS = (
    "qbo_id",
    "sync_token",
    "name",
    "email",
    "phone",
    "city",
    "tax_id",
    "reference",
    "place",
    "level",
    "active",
    "balance",
    "changed_at",
    "payload",
)


class QuickbooksCounterpart(models.Model):
    """A contact or product that QuickBooks has, as it was read last.

    A copy to choose from, so that nothing is asked of QuickBooks while a person
    compares. What it is linked to stands in ``quickbooks.binding``.
    """

    _name = "quickbooks.counterpart"
    _description = "Contact or Product of QuickBooks"
    _order = "name, id"
    _check_company_auto = True

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    entity = fields.Char("QuickBooks Entity", required=True)
    kind = fields.Char(compute="_compute_kind")
    qbo_id = fields.Char("QuickBooks ID", required=True)
    sync_token = fields.Char("QuickBooks Version")
    name = fields.Char(required=True)
    email = fields.Char()
    phone = fields.Char()
    city = fields.Char()
    tax_id = fields.Char("Tax ID", help="QuickBooks shows its last characters only.")
    reference = fields.Char()
    place = fields.Char("Part of", help="Name of what it is listed below.")
    level = fields.Integer(help="How many there are above it.")
    active = fields.Boolean(default=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    balance = fields.Monetary("Open Balance")
    changed_at = fields.Datetime("Changed in QuickBooks")
    run_id = fields.Many2one(
        "quickbooks.run", ondelete="set null", help="The reading that saw it last."
    )
    payload = fields.Text(
        prefetch=False, groups="quickbooks_connector.quickbooks_group_manager"
    )
    url = fields.Char(compute="_compute_url")

    _object_uniq = models.Constraint(
        "UNIQUE(connection_id, entity, qbo_id)", "It is listed already."
    )

    # === COMPUTE METHODS === #

    @api.depends("entity")
    @api.depends_context("lang")
    def _compute_kind(self):
        entities = self.env["quickbooks.entity"]._registry()
        for counterpart in self:
            entity = entities.get(counterpart.entity)
            counterpart.kind = entity._get_label() if entity is not None else ""

    @api.depends("entity", "qbo_id")
    def _compute_url(self):
        entities = self.env["quickbooks.entity"]._registry()
        for counterpart in self:
            entity = entities.get(counterpart.entity)
            path = entity._web_path if entity is not None else ""
            counterpart.url = path and counterpart.connection_id.sudo()._get_web_url(
                path.format(id=counterpart.qbo_id)
            )

    @api.depends("name", "place", "active", "balance")
    @api.depends_context("lang", "show_balance")
    def _compute_display_name(self):
        for counterpart in self:
            name = counterpart.name
            if counterpart.place:
                name = f"{counterpart.place}: {name}"
            if not counterpart.active:
                name = self.env._("%s (inactive)", name)
            elif counterpart.balance and self.env.context.get("show_balance"):
                amount = counterpart.currency_id.format(counterpart.balance)
                name = f"{name} ({amount})"
            counterpart.display_name = name

    # === BUSINESS METHODS === #

    @api.model
    def _store_objects(self, connection, entity, objects, run=None):
        """Mirror ``objects``, one statement for all of them.

        :param entity: the entity model they are of
        :param list objects: as QuickBooks answered them; what can't be anything of
            Odoo's is passed over
        :param run: the reading that saw them
        """
        objects = [obj for obj in objects if entity._is_matchable(obj)]
        if not objects:
            return
        shared = (connection.id, connection.company_id.id, entity._qbo_entity)
        run_id = run.id if run else None
        uid = self.env.uid
        columns = ", ".join(_COLUMNS)
        updates = ", ".join(f"{name} = EXCLUDED.{name}" for name in _COLUMNS[1:])
        rows = [
            (*shared, run_id, uid, uid, *self._prepare_row(entity, obj))
            for obj in objects
        ]
        marks = ", ".join(["%s"] * len(rows[0]))
        # The names of columns are constants of this file.
        # pylint: disable-next=sql-injection
        self.env.cr.execute_values(
            f"""
            INSERT INTO quickbooks_counterpart (
                connection_id, company_id, entity, run_id, create_uid, write_uid,
                {columns}, create_date, write_date
            ) VALUES %s
            ON CONFLICT (connection_id, entity, qbo_id) DO UPDATE
               SET {updates},
                   run_id = COALESCE(EXCLUDED.run_id, quickbooks_counterpart.run_id),
                   write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
            """,
            rows,
            template=f"({marks}, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC')",
            page_size=len(rows),
        )
        self.invalidate_model()

    @api.model
    def _prepare_row(self, entity, obj):
        """Return the values of :data:`_COLUMNS` for ``obj``."""
        keys = entity._object_keys(obj)
        changed = webhook.parse_time(convert.get(obj, "MetaData.LastUpdatedTime"))
        return (
            obj["Id"],
            obj.get("SyncToken"),
            keys["name"] or obj["Id"],
            ", ".join(keys.get("emails") or ()) or None,
            convert.get(obj, "PrimaryPhone.FreeFormNumber"),
            convert.get(obj, "BillAddr.City"),
            keys.get("tax_id") or None,
            keys.get("reference") or None,
            keys.get("place") or None,
            obj.get("Level") or (1 if obj.get("ParentRef") else 0),
            obj.get("Active", True),
            obj.get("Balance") or 0,
            statements.naive(changed) if changed else None,
            dumps_payload(obj),
        )

    @api.model
    def _retire(self, connection, entity, run):
        """Make inactive what the complete reading ``run`` did not meet any more."""
        gone = self.with_context(active_test=False).search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity._qbo_entity),
                ("active", "=", True),
                ("run_id", "!=", run.id),
            ]
        )
        gone.write({"active": False})

    def _get_object(self):
        """Return the object as QuickBooks answered it."""
        self.ensure_one()
        return loads_exact(self.payload or "{}")
