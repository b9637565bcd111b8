from odoo import api, fields, models
from odoo.fields import Domain

from ..sync import words

_USER = "quickbooks_connector.quickbooks_group_user"
#: States in which somebody may send a record by hand.
_TO_SEND = ("not_synced", "failed", "skipped")


class QuickbooksByHandMixin(models.AbstractModel):
    """Whether a document or payment can be synced by hand now, and why not.

    A form shows the button disabled, with the reason beside it: a button that answers
    with a refusal, or that is gone, tells nobody what to do.
    """

    _name = "quickbooks.by.hand.mixin"
    _description = "Synced with QuickBooks by Hand"

    qbo_is_offered = fields.Boolean(
        "Can Be Synced by Hand",
        compute="_compute_qbo_by_hand",
        compute_sudo=True,
        groups=_USER,
    )
    qbo_obstacle = fields.Char(
        "Why It Can't Be Synced",
        compute="_compute_qbo_by_hand",
        compute_sudo=True,
        groups=_USER,
    )
    qbo_needs_contact = fields.Boolean(
        "Needs Its Contact",
        compute="_compute_qbo_by_hand",
        compute_sudo=True,
        groups=_USER,
    )
    qbo_is_there = fields.Boolean(
        "Is in QuickBooks",
        compute="_compute_qbo_by_hand",
        compute_sudo=True,
        groups=_USER,
    )

    @api.depends("qbo_state", "state", "partner_id")
    @api.depends_context("company", "lang")
    def _compute_qbo_by_hand(self):
        live = self.env["quickbooks.connection"].sudo()._live_by_company()
        connection = self.env["quickbooks.connection"].browse(
            live.get(self.env.company.id)
        )
        for record in self:
            entity = record._get_own_entity(connection)
            rows = record._get_shown_bindings()
            record.qbo_is_there = any(row.qbo_id for row in rows)
            offered = entity is not None and record.qbo_state in _TO_SEND
            record.qbo_is_offered = offered
            contacts = offered and record._get_contacts_to_sync(entity, connection)
            record.qbo_needs_contact = bool(contacts)
            record.qbo_obstacle = offered and record._word_obstacle(
                entity, contacts, connection
            )

    def _get_own_entity(self, connection):
        """Return what this record is in QuickBooks, or will be; maybe nothing."""
        self.ensure_one()
        record = self._origin
        if not connection or not record:
            # What nobody has saved yet is nothing to QuickBooks.
            return None
        for row in record._get_shown_bindings():
            if row.entity and row._get_entity()._odoo_model == self._name:
                if not row._get_entity()._is_variant:
                    return row._get_entity()
        for entity in self.env["quickbooks.entity"]._all():
            if entity._odoo_model == self._name and entity._exports:
                if not entity._is_variant and record._is_kind_of(entity, connection):
                    return entity
        return None

    def _is_kind_of(self, entity, connection):
        """Tell whether this record becomes an ``entity`` of QuickBooks."""
        return bool(self.filtered_domain(entity._domain_sendable(connection)))

    def _get_contacts_to_sync(self, entity, connection):
        """Return what this record needs of contacts that QuickBooks does not have."""
        self.ensure_one()
        if self.state in ("draft", "cancel", "canceled", "rejected"):
            return []
        partner = self.env["res.partner"]._name
        return [
            need
            for need in entity._export_needs(self._origin, connection)
            if need.record._name == partner
            and not need.record._quickbooks_binding(
                need.entity, connection, need.facet
            ).qbo_id
        ]

    def _word_obstacle(self, entity, contacts, connection):
        """Return why this record can't be synced by hand, or nothing."""
        if not entity._sends(connection):
            return words.sentence(self.env, "kind_closed")
        if self.state == "draft":
            return words.sentence(self.env, "draft")
        if contacts:
            return self.env._(
                "%(contact)s is not in QuickBooks yet: sync the contact first.",
                contact=contacts[0].record.display_name,
            )
        return False

    def action_quickbooks_sync_contact(self):
        """Send the contacts of these records, which are not in QuickBooks yet."""
        self.env["quickbooks.connection"]._check_user()
        self.check_access("read")
        bindings_sudo = self.env["quickbooks.binding"].sudo()
        live = self.env["quickbooks.connection"].sudo()._live_by_company()
        connection_sudo = (
            self.env["quickbooks.connection"]
            .sudo()
            .browse(live.get(self.env.company.id))
        )
        wanted = []
        for record_sudo in self.sudo():
            entity = record_sudo._get_own_entity(connection_sudo)
            if entity is None:
                continue
            for need in record_sudo._get_contacts_to_sync(entity, connection_sudo):
                kind = self.env["quickbooks.entity"].sudo()._get(need.entity)
                kind = kind._for_facet(need.facet)
                wanted.append((connection_sudo.id, kind, need.record))
        if wanted:
            bindings_sudo._insert_due(wanted)
            bindings_sudo.invalidate_model()
            connection_sudo._wake_push()
        return bindings_sudo._tell_action(
            self.env._("On their way to QuickBooks: %s", len(wanted))
        )


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "quickbooks.by.hand.mixin"]

    def _is_kind_of(self, entity, connection):
        if self.state == "draft":
            return self.move_type in getattr(entity, "_move_types", ())
        return super()._is_kind_of(entity, connection)


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = ["account.payment", "quickbooks.by.hand.mixin"]

    def _is_kind_of(self, entity, connection):
        # What is not ticked, or not confirmed yet, is of the same kind.
        side = entity._side(self) if hasattr(entity, "_side") else entity
        kind = Domain(
            [
                ("payment_type", "=", side._payment_type),
                ("partner_type", "=", side._partner_type),
            ]
        )
        return bool(self.partner_id and self.filtered_domain(kind))
