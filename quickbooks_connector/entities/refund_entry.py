from odoo import models
from odoo.fields import Domain

from .payment_money import agreed


class QuickbooksEntityRefund(models.AbstractModel):
    """Money given back, of either side: a journal entry in QuickBooks.

    What is said of it is for its side to know.
    """

    _name = "quickbooks.entity.refund"
    _inherit = "quickbooks.entity"
    _description = "QuickBooks Refund"

    _qbo_entity = "JournalEntry"
    _odoo_model = "account.payment"
    _rank = 55
    _area = "payments"
    _imports = True
    _imports_new = True
    _merges = True
    _deletes_along = True
    _policy_field = "payment_policy"
    _web_path = "journal?txnId={id}"

    def _get_label(self):
        return self.env._("refund")

    # === SIDES === #

    def _sides(self):
        return [
            self.env["quickbooks.entity.refund.customer"],
            self.env["quickbooks.entity.refund.vendor"],
        ]

    def _side(self, payment):
        """Return the side of a payment of Odoo."""
        customer, vendor = self._sides()
        return customer if payment.partner_type == "customer" else vendor

    def _sends(self, connection):
        return any(side._sends(connection) for side in self._sides())

    def _receives(self, connection):
        return any(side._receives(connection) for side in self._sides())

    # === WHICH ONES GO === #

    def _domain_sendable(self, connection):
        return self._domain_of_sides("_domain_sendable", connection)

    def _domain_started(self, connection):
        return self._domain_of_sides("_domain_started", connection)

    def _domain_eligible(self, connection):
        return self._domain_of_sides("_domain_eligible", connection)

    def _domain_explained(self, connection):
        return Domain.OR(side._domain_explained(connection) for side in self._sides())

    def _domain_of_sides(self, name, connection):
        return Domain.OR(
            getattr(side, name)(connection)
            for side in self._sides()
            if side._sends(connection)
        )

    def _filter_eligible(self, records, connection):
        eligible = records.browse()
        for side in self._sides():
            if side._sends(connection):
                eligible |= side._filter_eligible(records, connection)
        return eligible

    def _brought_by(self, records):
        brought = self.env[self._odoo_model]
        for side in self._sides():
            brought |= side._brought_by(records)
        return brought

    def _why_not_sent(self, record, connection):
        return self._side(record)._why_not_sent(record, connection)

    def _responsible(self, record):
        return self._side(record)._responsible(record)

    # === EXPORT === #

    def _export_ready(self, record, connection):
        return self._side(record)._export_ready(record, connection)

    def _export_operation(self, record, binding):
        if record.state in ("canceled", "rejected"):
            return "delete" if binding.qbo_id else None
        if not binding.qbo_id:
            return "create"
        side = self._side(record)
        values = side._export_values(record, binding.connection_id)
        same = side._agreed(values) == side._agreed(agreed(binding))
        return None if same else "update"

    def _makes_room(self, record, binding):
        return not record or record.state in ("canceled", "rejected")

    def _export_needs(self, record, connection):
        return self._side(record)._export_needs(record, connection)

    def _export_constraints(self, record, connection):
        self._side(record)._check_sent(connection)
        self._side(record)._export_constraints(record, connection)

    def _export_values(self, record, connection):
        return self._side(record)._export_values(record, connection)

    def _party_need(self, move, connection):
        """Return the customer or vendor of the refund that ``move`` is."""
        payment = move.origin_payment_id if move._name == "account.move" else move
        (need,) = self._export_needs(payment, connection)
        return need

    def _summarise(self, record, values=None):
        return self._side(record)._summarise(record, values)

    # === IMPORT === #

    def _import_object(self, obj, binding, connection):
        if binding:
            payment = binding._get_record()
            return self._side(payment)._import_object(obj, binding, connection)
        for side in self._sides():
            if side._receives(connection) and side._is_refund(obj, connection):
                return side._import_object(obj, binding, connection)
        return self.env[self._odoo_model]

    def _import_deleted(self, binding, connection):
        side = self._side(binding._get_record())
        side._import_deleted(binding, connection)

    def _link_vals(self, record, obj, connection, known=None):
        return self._side(record)._link_vals(record, obj, connection, known)

    # === COMPARING === #

    def _compare(self, record, obj, binding, connection):
        return self._side(record)._compare(record, obj, binding, connection)

    def _snapshot(self, record, connection):
        return self._side(record)._snapshot(record, connection)

    def _restore(self, record, obj, part, connection):
        self._side(record)._restore(record, obj, part, connection)
