from typing import NamedTuple

from odoo import models
from odoo.tools import format_date, format_datetime

from ..sync import words
from .quickbooks_synced_mixin import URGENCY

#: States in which a record of Odoo is given up.
_CANCELLED = ("cancel", "canceled", "rejected")


class Condition(NamedTuple):
    """One thing that has to be so for QuickBooks to have a record.

    :param str code: a key of ``sync.words.CONDITIONS``
    :param str obstacle: why it is not so, as a sentence; empty: it is so
    """

    code: str
    obstacle: str


class QuickbooksSyncedMixin(models.AbstractModel):
    """Why QuickBooks does not have a record: one answer, and what it rests on."""

    _inherit = "quickbooks.synced.mixin"

    # === ACTION METHODS === #

    def action_quickbooks_why(self):
        """Say why QuickBooks does not have this record, or not as it is here."""
        self.ensure_one()
        self.env["quickbooks.connection"]._check_user()
        self.check_access("read")
        wizard = self.env["quickbooks.why"].create(
            {"res_model": self._name, "res_id": self.id}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("%s in QuickBooks", self.display_name),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    # === BUSINESS METHODS === #

    def _get_explained(self):
        """Return the records that stand for this one in QuickBooks."""
        return [self]

    def _get_conditions(self):
        """Return a :class:`Condition` for each thing looked at, in order.

        What comes after an obstacle that leaves nothing to ask is not looked at.
        """
        self.ensure_one()
        record_sudo = self.sudo()
        company = self.env.company
        if "company_id" in self._fields and record_sudo.company_id:
            company = record_sudo.company_id
        connection_sudo = self.env["quickbooks.connection"]._for_company(company).sudo()
        if not connection_sudo or connection_sudo.state == "draft":
            name = {"company": company.display_name}
            return [self._get_condition("connected", "not_connected", name)]
        met = [self._get_condition("connected")]
        if not connection_sudo.is_live:
            return [*met, self._get_condition("live", "not_live")]
        met.append(self._get_condition("live"))
        met += record_sudo._get_own_conditions(connection_sudo)
        # What something stands in the way of has no time at which it goes.
        stopped = any(one.obstacle for one in met if one.code != "there")
        return [one for one in met if not (stopped and one.code == "there")]

    def _get_own_conditions(self, connection):
        """Yield the conditions that depend on the record, and on when it goes."""
        entity, row = self._get_entity_and_link(connection)
        if entity is None:
            yield self._get_condition("kind", "no_counterpart")
            return
        closed = not entity._sends(connection)
        yield self._get_condition("kind", closed and self._get_closed_cause())
        if closed and not row.qbo_id:
            return
        ready = self._get_ready_condition(entity, row, connection)
        yield ready
        if ready.obstacle:
            return
        yield self._get_chosen_condition(row)
        if not row or row.state == "not_synced":
            yield from self._get_moment_conditions(entity, row, connection)
        held = row.state in ("failed", "conflict")
        waits = not held and row.cause in ("waits_for", "needs")
        yield Condition("free", row.message if held else "")
        yield Condition("needs", row.message if waits else "")
        silent = not connection._may_exchange()
        yield Condition("exchange", connection.status if silent else "")
        yield self._get_there_condition(row)

    def _get_condition(self, code, cause=None, args=None):
        """Return the condition ``code``, not met for ``cause`` if one is given."""
        args = {"record": self.display_name} | (args or {})
        return Condition(code, words.sentence(self.env, cause, args) if cause else "")

    def _get_entity_and_link(self, connection):
        """Return what this record is in QuickBooks, or will be, and its link."""
        rows = self.qbo_binding_ids.filtered(
            lambda row: row.connection_id == connection and not row._is_hanging()
        )
        rows = rows.sorted(lambda row: (URGENCY.get(row.state, 9), -row.rank))
        known = [row for row in rows if row._get_entity() is not None]
        if known:
            return known[0]._get_entity(), known[0]._lead()
        return self._get_entity_to_be(connection), rows.browse()

    def _get_entity_to_be(self, connection):
        """Return what this record would be in QuickBooks, the sent ones first."""
        entities = [
            entity
            for entity in self.env["quickbooks.entity"]._all()
            if entity._odoo_model == self._name
            and entity._exports
            and not entity._is_hanging
            and not entity._is_variant
        ]
        entities.sort(key=lambda entity: not entity._sends(connection))
        return entities[0] if entities else None

    def _get_closed_cause(self):
        return "kind_closed"

    def _get_ready_condition(self, entity, row, connection):
        """Tell whether it is as QuickBooks gets it: confirmed, paid, not cancelled."""
        if not entity._export_ready(self, connection):
            why = entity._why_not_sent(self, connection)
            if why:
                return self._get_condition("moment", why.cause, why.cause_args)
            return self._get_condition(
                "ready", "opened" if row.qbo_id else entity._unready_cause
            )
        gone = "state" in self._fields and self.state in _CANCELLED
        return self._get_condition(
            "ready", gone and not row.qbo_id and not row.is_due and "cancelled"
        )

    def _get_chosen_condition(self, row):
        """Tell whether nobody has left it out; who has, and when."""
        if row.state != "skipped" and row.cause != "not_approved":
            return self._get_condition("chosen")
        if row.message:
            return Condition("chosen", row.message)
        user = row.write_uid
        if not user or user == self.env.ref("base.user_root"):
            return self._get_condition("chosen", "left_out")
        date = format_date(self.env, row.write_date)
        return self._get_condition(
            "chosen", "left_out_by", {"user": user.name, "date": date}
        )

    def _get_moment_conditions(self, entity, row, connection):
        """Yield the conditions of what nobody has noted yet."""
        why = entity._why_not_sent(self, connection)
        if why and why.cause == "before_start":
            yield self._get_condition("started", why.cause, why.cause_args)
        elif why:
            yield self._get_condition("started")
            yield self._get_condition("moment", why.cause, why.cause_args)
        else:
            sendable = entity._domain_sendable(connection)
            cause = self._get_idle_cause(entity, connection, sendable)
            yield self._get_condition("moment", cause)

    def _get_idle_cause(self, entity, connection, sendable):
        """Return why nothing makes it go, though nothing speaks against it."""
        if sendable.is_false():
            return "not_needed"
        if entity._filter_eligible(self, connection):
            # It is noted with the next reading, if the save has not noted it.
            return None
        if hasattr(self, "_quickbooks_in_receipt"):
            if self._quickbooks_in_receipt(connection):
                return "in_receipt"
        if "partner_id" in self._fields and not self.partner_id:
            return "nobody_named"
        return "nothing_to_say"

    def _get_there_condition(self, row):
        """Tell whether QuickBooks has it as it is here; if not, when it will."""
        if row.state == "synced" and not row.is_due:
            return self._get_condition("there")
        if row.request_id:
            return self._get_condition("there", "being_sent")
        if row.next_try:
            time = format_datetime(self.env, row.next_try)
            later = self._get_condition("there", "goes_later", {"time": time})
            happened = words.sentence(self.env, row.cause, row.cause_args, False)
            return later._replace(obstacle=f"{happened} {later.obstacle}".strip())
        return self._get_condition("there", "changing" if row.qbo_id else "goes_next")


class QuickbooksSyncedOrderMixin(models.AbstractModel):
    _inherit = "quickbooks.synced.order.mixin"

    def _get_explained(self):
        """Return what an order is invoiced by, and itself where it goes itself."""
        own = self._quickbooks_are_sent() or not self.invoice_ids
        return ([self] if own else []) + list(self.invoice_ids)

    def _get_closed_cause(self):
        return "orders_closed"


class AccountMove(models.Model):
    _inherit = "account.move"

    def _get_entity_to_be(self, connection):
        entity = self._get_own_entity(connection)
        if entity is not None:
            return entity
        entities = self.env["quickbooks.entity"]._all()
        # One that is cancelled would have been of the same kind.
        kinds = [e for e in entities if self.move_type in getattr(e, "_move_types", ())]
        return kinds[0] if kinds else None


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _get_entity_to_be(self, connection):
        entity = self._get_own_entity(connection)
        return super()._get_entity_to_be(connection) if entity is None else entity


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _get_explained(self):
        return list(self.product_variant_ids) or [self]
