"""Payments of Odoo's that QuickBooks still has though the link to them is gone."""

from odoo import models

from .payment_base import number

#: More digits than the id of any payment has are somebody else's reference.
_DIGITS = 9


class QuickbooksEntityPaymentMoney(models.AbstractModel):
    _inherit = "quickbooks.entity.payment.money"

    def _import_new(self, obj, connection):
        return self._made_here(obj, connection) or super()._import_new(obj, connection)

    def _made_here(self, obj, connection):
        """Return the payment that ``obj`` was made from, by its reference, maybe none.

        The add-on may have been removed, or the database restored, since. A reference
        alone proves nothing, for ids are given again: all else has to agree too.
        """
        payments = self.env[self._odoo_model]
        prefix = connection.payment_prefix or ""
        said = obj.get(self._reference_key) or ""
        digits = said.removeprefix(prefix)
        if not prefix or digits == said or not digits.isdecimal():
            return payments
        if len(digits) > _DIGITS:
            return payments
        payment = payments.browse(int(digits)).exists()
        rows = payment.sudo().qbo_binding_ids
        if any(row.qbo_id or row.request_id for row in rows):
            # It has another counterpart, or its answer will tell.
            return payments
        return payment if self._is_same(payment, obj, connection) else payments

    def _is_same(self, payment, obj, connection):
        return (
            payment.company_id == connection.company_id
            and payment.state in ("in_process", "paid")
            and payment.payment_type == self._payment_type
            and str(payment.date) == obj["TxnDate"]
            and self._decimal(payment.amount, payment.currency_id)
            == number(obj.get("TotalAmt"))
            and payment.partner_id.commercial_partner_id
            == self._party_of(obj, connection)
        )
