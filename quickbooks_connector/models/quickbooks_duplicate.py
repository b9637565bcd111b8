from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import matching
from ..sync import words


class QuickbooksDuplicate(models.Model):
    """Contacts or products of one side that may be one, entered twice.

    They are looked for whenever contacts and products have been read. A person says
    what they are: merges them where they are, or says that they are different.
    """

    _name = "quickbooks.duplicate"
    _description = "Possible Duplicate"
    _order = "side, entity, names, id"
    _rec_name = "names"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    side = fields.Selection(
        [("odoo", "In Odoo"), ("quickbooks", "In QuickBooks")], "Where", required=True
    )
    entity = fields.Char("QuickBooks Entity", required=True)
    kind = fields.Char(compute="_compute_kind")
    members = fields.Json(
        required=True, help="Ids of the records, or of the copies of what is there."
    )
    names = fields.Char("These", required=True)
    reason_code = fields.Char(required=True)
    reason = fields.Char("Because", compute="_compute_reason")
    is_different = fields.Boolean(
        "Are Different", help="Somebody has looked and said so."
    )

    # === COMPUTE METHODS === #

    @api.depends("entity")
    @api.depends_context("lang")
    def _compute_kind(self):
        for row in self:
            entity = row._get_entity()
            row.kind = row.entity if entity is None else entity._get_label()

    @api.depends("reason_code")
    @api.depends_context("lang")
    def _compute_reason(self):
        for row in self:
            row.reason = words.reason(self.env, row.reason_code)

    def _get_entity(self):
        return self.env["quickbooks.entity"]._find(self.entity)

    # === FINDING === #

    @api.model
    def _find(self, connection, entity):
        """Look for duplicates among what ``entity`` is made of, on both sides."""
        sides = {"quickbooks": self._get_sides_there(connection, entity)}
        if self._leads_model(entity):
            sides["odoo"] = self._get_sides_here(connection, entity)
        for side, members in sides.items():
            found = matching.find_twins(members)
            names = {member.key: member.name for member in members}
            self._take(connection, entity, side, found, names)

    @api.model
    def _leads_model(self, entity):
        """Tell whether records of Odoo are looked at with this entity, not another."""
        kinds = self.env["quickbooks.entity"]._registry().values()
        model = entity._odoo_model
        return entity == [e for e in kinds if e._matches and e._odoo_model == model][0]

    @api.model
    def _get_sides_here(self, connection, entity):
        records = connection.env[entity._odoo_model]
        records = records.search(entity._match_domain(connection), order="id")
        return [
            matching.Side(record.id, **entity._match_keys(record)) for record in records
        ]

    @api.model
    def _get_sides_there(self, connection, entity):
        """Return what QuickBooks has, of each record's several counterparts one."""
        domain = [
            ("connection_id", "=", connection.id),
            ("entity", "=", entity._qbo_entity),
        ]
        linked = self.env["quickbooks.binding"].search_fetch(
            [*domain, ("qbo_id", "!=", False)], ["qbo_id", "res_model", "res_id"]
        )
        owner = {row.qbo_id: (row.res_model, row.res_id) for row in linked}
        seen, sides = set(), []
        for one in self.env["quickbooks.counterpart"].search(domain, order="id"):
            record = owner.get(one.qbo_id)
            if record is None or record not in seen:
                sides.append(one._get_side())
            seen.add(record)
        return sides

    @api.model
    def _take(self, connection, entity, side, found, names):
        """Make the rows of one side equal to ``found``; who said what stays.

        :param found: of ``matching.Twins``
        :param dict names: by key
        """
        domain = [
            ("connection_id", "=", connection.id),
            ("entity", "=", entity._qbo_entity),
            ("side", "=", side),
        ]
        known = {tuple(row.members): row for row in self.search(domain)}
        new = []
        for twins in found:
            vals = {
                "reason_code": twins.reason,
                "names": " · ".join(names[key] for key in twins.keys),
            }
            row = known.pop(twins.keys, None)
            if row is not None:
                row.write(vals)
                continue
            new.append(
                vals
                | {
                    "connection_id": connection.id,
                    "entity": entity._qbo_entity,
                    "side": side,
                    "members": list(twins.keys),
                }
            )
        self.browse([row.id for row in known.values()]).unlink()
        self.create(new)

    # === ACTIONS === #

    def action_show(self):
        """Open those that may be one: to merge them, or to compare them."""
        self.ensure_one()
        self.check_access("read")
        entity = self._get_entity()
        model = entity._odoo_model if self.side == "odoo" else "quickbooks.counterpart"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Possible duplicates"),
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.members)],
            "context": {"create": False, "active_test": False},
        }

    def action_merge(self):
        """Open Odoo's own merging of contacts, with these chosen.

        :raise UserError: QuickBooks merges its own, and Odoo merges no products
        """
        self.ensure_one()
        self.check_access("read")
        if not self._can_merge():
            raise UserError(
                self.env._(
                    "In QuickBooks, give one the name of the other: it offers to merge "
                    "them. Odoo merges contacts only; of two products, archive one."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "base.action_partner_merge"
        )
        return action | {
            "context": {
                "active_model": "res.partner",
                "active_ids": self.members,
            }
        }

    def _can_merge(self):
        entity = self._get_entity()
        return self.side == "odoo" and entity._odoo_model == "res.partner"

    def action_differ(self):
        """Note that these are different: they are not shown again."""
        self.env["quickbooks.connection"]._check_manager()
        self.check_access("read")
        self.sudo().is_different = True

    def action_reconsider(self):
        """Show these again."""
        self.env["quickbooks.connection"]._check_manager()
        self.check_access("read")
        self.sudo().is_different = False

    def action_look(self):
        """Read the contacts and products of QuickBooks anew, and look again."""
        connection = self.env["quickbooks.connection"]._for_company()
        connection._check_manager()
        return connection.action_read_counterparts()


class QuickbooksCounterpart(models.Model):
    _inherit = "quickbooks.counterpart"

    def _get_side(self):
        """Return what this is known by."""
        return matching.Side(
            self.id,
            self.name,
            tuple((self.email or "").split(", ")) if self.email else (),
            self.tax_id or "",
            self.reference or "",
            self.place or "",
            self.active,
        )


class QuickbooksPairing(models.Model):
    _inherit = "quickbooks.pairing"

    @api.model
    def _propose(self, connection, entity):
        result = super()._propose(connection, entity)
        self.env["quickbooks.duplicate"]._find(connection, entity)
        return result
