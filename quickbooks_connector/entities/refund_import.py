"""Entries of QuickBooks that give money back, registered in Odoo as payments."""

from odoo import models

from . import convert, lookup
from .payment_base import number
from .refund_links import REFUND

_DETAIL = "JournalEntryLineDetail"


class QuickbooksEntityRefundSide(models.AbstractModel):
    _inherit = "quickbooks.entity.refund.side"

    def _as_payment(self, obj):
        """Return a journal entry in the shape of a payment, which is easier to read."""
        if not any(_DETAIL in line for line in obj.get("Line") or ()):
            return obj
        owed, money = _split(obj)
        kept = (
            "Id",
            "SyncToken",
            "TxnDate",
            "CurrencyRef",
            "ExchangeRate",
            "DocNumber",
        )
        said = {key: obj[key] for key in kept if key in obj}
        said["TotalAmt"] = sum(number(line.get("Amount")) for line in money[:1])
        for line in owed[:1]:
            ref = convert.get(line, f"{_DETAIL}.Entity.EntityRef.value")
            said[self._party_property] = {"value": ref}
        for line in money[:1]:
            account = convert.get(line, f"{_DETAIL}.AccountRef.value")
            said["DepositToAccountRef"] = {"value": account}
        return said

    def _is_refund(self, obj, connection):
        """Tell whether an entry does nothing but give money back on this side."""
        owed, money = _split(obj)
        if len(owed) != 1 or len(money) != 1:
            return False
        posting = "Debit" if self._payment_type == "outbound" else "Credit"
        detail = owed[0][_DETAIL]
        account = convert.get(detail, "AccountRef.value")
        entry = self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "Account"),
                ("qbo_id", "=", account),
                ("account_type", "=", self._control_type),
            ]
        )
        said = self._as_payment(obj)
        return bool(
            entry
            and detail.get("PostingType") == posting
            and convert.get(detail, "Entity.Type") == self._party_entity
            and lookup.standing_for(connection, *self._account_of(said))
        )

    def _agreed(self, obj):
        return super()._agreed(self._as_payment(obj))

    def _link_of(self, record, connection):
        return record._quickbooks_binding(REFUND, connection)

    def _account_of(self, obj):
        return self._money_kind, convert.get(obj, "DepositToAccountRef.value")

    def _import_object(self, obj, binding, connection):
        return super()._import_object(self._as_payment(obj), binding, connection)

    def _import_settlement(self, payment, obj, connection):
        """Leave it to what is applied to the refund."""

    def _untold(self, payment, connection):
        return [
            (other.move_id, amount, partial.qbo_payment_id)
            for partial, other, amount in self._partials(self._counterparts(payment))
        ]


def _split(obj):
    """Return the lines of an entry that name somebody, and the others."""
    lines = [line for line in obj.get("Line") or () if _DETAIL in line]
    owed = [line for line in lines if convert.get(line, f"{_DETAIL}.Entity")]
    return owed, [line for line in lines if line not in owed]
