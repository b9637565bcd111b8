"""Which payments are sent, and from when on."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from .cause import EntityError


class QuickbooksEntityPaymentMoney(models.AbstractModel):
    _inherit = "quickbooks.entity.payment.money"

    def _domain_sendable(self, connection):
        return super()._domain_sendable(connection) | (
            self._domain_kind(connection) & Domain("qbo_sync", "=", True)
        )

    def _domain_kind(self, connection):
        return Domain(
            [
                ("company_id", "=", connection.company_id.id),
                ("state", "in", ("in_process", "paid")),
                ("payment_type", "=", self._payment_type),
                ("partner_type", "=", self._partner_type),
                ("partner_id", "!=", False),
                ("amount", ">", 0),
            ]
        )

    def _domain_started(self, connection):
        started = Domain("date", ">=", str(connection.start_date))
        return super()._domain_started(connection) & started

    def _domain_moment(self, connection):
        """Let a payment go when a document of it does; one for nothing yet, too.

        What settles nothing but documents that are left out is left out with them.
        """
        mine = Domain("move_type", "in", list(self._debts | self._credits))
        shared = Domain.OR(
            Domain("move_type", "=", move_type)
            & self._domain_shared(entity, connection)
            for move_type, entity in (self._debts | self._credits).items()
        )
        moment = super()._domain_moment(connection)
        return moment & (self._domain_settles(shared) | ~self._domain_settles(mine))

    def _domain_settles(self, domain):
        """Return the domain of payments that settle a document of ``domain``."""
        sides = ("debit", "credit")
        return Domain("invoice_ids", "any", domain) | Domain.OR(
            Domain(
                "move_id.line_ids",
                "any",
                [
                    ("account_id.account_type", "=", self._account_type),
                    (f"matched_{side}_ids.{side}_move_id.move_id", "any", domain),
                ],
            )
            for side in sides
        )

    def _domain_shared(self, qbo_entity, connection):
        """Return the domain of documents that QuickBooks has, or gets by itself."""
        entity = self.env["quickbooks.entity"]._find(qbo_entity)
        if entity is None:
            return Domain.FALSE
        linked = Domain(
            "qbo_binding_ids",
            "any",
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", qbo_entity),
                "|",
                ("qbo_id", "!=", False),
                ("state", "!=", "skipped"),
            ],
        )
        if not entity._sends(connection):
            return linked
        coming = entity._domain_eligible(connection)
        left_out = Domain("qbo_binding_ids.connection_id", "in", connection.ids)
        return linked | (coming & ~left_out)

    def _filter_eligible(self, records, connection):
        eligible = super()._filter_eligible(records, connection)
        return eligible.filtered(lambda p: not p._quickbooks_in_receipt(connection))

    def _brought_by(self, records):
        """Return the payments that may go, or say more, with ``records`` there."""
        payments = self.env[self._odoo_model]
        if records._name != "account.move":
            return payments
        documents = records.filtered(self._entity_of)
        if not documents:
            return payments
        return payments.search(self._domain_settles(Domain("id", "in", documents.ids)))

    def _domain_explained(self, connection):
        return self._domain_kind(connection)

    def _why_not_sent(self, record, connection):
        if not record.filtered_domain(self._domain_explained(connection)):
            return None
        if not record.qbo_sync:
            return EntityError("payment_unticked")
        if not record.filtered_domain(self._domain_started(connection)):
            start = format_date(self.env, connection.start_date)
            return EntityError("before_start", start=start)
        if not self._filter_eligible(record, connection):
            return EntityError("pays_left_out")
        return None
