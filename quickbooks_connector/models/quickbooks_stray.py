from odoo import api, fields, models

from ..entities.cause import LOOKED_FOR
from ..sync import words


class QuickbooksStray(models.Model):
    """A record of which the daily check can't say what becomes of it.

    Each record that is to be in QuickBooks is synced, waiting, held with a reason or
    left out. What is found to be neither stands here; there should be none. One look
    proves little, for work goes on meanwhile: what is found counts once a second look,
    some minutes later, finds it again.
    """

    _name = "quickbooks.stray"
    _inherit = ["quickbooks.record.mixin"]
    _description = "Forgotten Record"
    _order = "res_model, res_id, id"
    _rec_name = "record_name"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    res_model = fields.Char("Odoo Model", required=True)
    res_id = fields.Many2oneReference(
        "Odoo Record", model_field="res_model", required=True
    )
    entity = fields.Char("QuickBooks Entity", required=True)
    facet = fields.Char(required=True, default="")
    cause = fields.Char(required=True, help="What is wrong, as a code.")
    is_sure = fields.Boolean(
        "Found Twice", help="A second look has found it again: it counts."
    )
    record_name = fields.Char("Record", compute="_compute_shown")
    kind = fields.Char(compute="_compute_shown")
    message = fields.Char("Reason", compute="_compute_shown")

    _record_uniq = models.Constraint(
        "UNIQUE(connection_id, res_model, res_id, entity, facet)",
        "This record is listed already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("res_model", "res_id", "entity", "facet", "cause")
    @api.depends_context("lang")
    def _compute_shown(self):
        for row in self:
            record = row._get_record()
            entity = row._get_entity()
            row.kind = row.entity if entity is None else entity._get_label()
            # The record may be gone, or not be readable for who looks.
            name = record.sudo().display_name or f"{row.kind} {row.res_id}"
            row.record_name = name
            row.message = words.sentence(self.env, row.cause, {"record": name})

    # === ACTIONS === #

    def action_take_up(self):
        """Send these, or let them say why they are not sent."""
        self.env["quickbooks.connection"]._check_manager()
        self.check_access("read")
        count = len(self)
        for connection_sudo, rows_sudo in self.sudo().grouped("connection_id").items():
            rows_sudo._take_up(connection_sudo)
            connection_sudo._wake_push()
        self.sudo().unlink()
        return self.env["quickbooks.binding"]._tell_action(
            self.env._("Taken up again: %s", count)
        )

    def action_open_record(self):
        """Open the record itself."""
        self.ensure_one()
        return self._get_record()._get_records_action()

    # === BUSINESS METHODS === #

    def _take_up(self, connection):
        """Make what is linked to QuickBooks of these due, and note the others."""
        bindings = self.env["quickbooks.binding"]
        wanted = []
        for row in self:
            binding = bindings.search(row._domain_binding())
            if binding:
                binding._take_up()
            else:
                wanted.append((connection.id, row._get_entity(), row._get_record()))
        if wanted:
            self.env.flush_all()
            bindings._insert_due(wanted)
            bindings.invalidate_model()

    def _domain_binding(self):
        names = ("res_model", "res_id", "entity", "facet")
        return [("connection_id", "=", self.connection_id.id)] + [
            (name, "=", self[name]) for name in names
        ]

    @api.model
    def _take(self, connection, found):
        """Make the rows of ``connection`` equal to ``found``; return what is sure.

        :param dict found: ``{(model, id, entity, facet): cause}``
        """
        known = {
            (row.res_model, row.res_id, row.entity, row.facet): row
            for row in self.search([("connection_id", "=", connection.id)])
        }
        for key, row in known.items():
            if found.get(key) == row.cause:
                row.is_sure = True
        lost = [row.id for key, row in known.items() if found.get(key) != row.cause]
        self.browse(lost).unlink()
        kept = {key for key, row in known.items() if row.id not in lost}
        self.create(
            [
                {
                    "connection_id": connection.id,
                    "res_model": model,
                    "res_id": id_,
                    "entity": entity,
                    "facet": facet,
                    "cause": cause,
                }
                for (model, id_, entity, facet), cause in found.items()
                if (model, id_, entity, facet) not in kept
            ]
        )
        return self.search(
            [("connection_id", "=", connection.id), ("is_sure", "=", True)]
        )


class QuickbooksBinding(models.Model):
    _inherit = "quickbooks.binding"

    def _take_up(self):
        """Let the push say anew what becomes of these, whatever they said so far."""
        for binding in self:
            binding.write(
                {
                    "state": "modified" if binding.qbo_id else "pending",
                    "is_due": True,
                    "step": "expand",
                    "attempts": 0,
                    "next_try": False,
                    "cause": False,
                    "cause_args": False,
                    "change_seq": binding.change_seq + 1,
                }
            )

    def _is_looked_for(self):
        """Tell whether the next reading says what became of the counterpart."""
        notice = [
            ("connection_id", "=", self.connection_id.id),
            ("entity", "=", self.entity),
            ("qbo_id", "=", self.qbo_id),
        ]
        inbox = self.env["quickbooks.inbound"]
        return self.cause == LOOKED_FOR and bool(inbox.search_count(notice, limit=1))
