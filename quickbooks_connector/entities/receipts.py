"""Which documents carry their own money: sales receipts and refund receipts."""

from odoo.fields import Domain

#: Decided when a document is posted or paid back, and never again: see
#: ``models/account_move_receipt.py``.
IS_RECEIPT = Domain("qbo_is_receipt", "=", True) | Domain(
    "move_type", "=", "out_receipt"
)

#: Its money has come, or was given back.
PAID = Domain("payment_state", "in", ("in_payment", "paid"))

#: The same, or a credit that was used up otherwise.
SETTLED = Domain("payment_state", "in", ("in_payment", "paid", "reversed"))

#: Receipts that were never paid and are undone by their credit note: neither goes.
_UNDONE = IS_RECEIPT & Domain("payment_state", "=", "reversed")

#: Credit notes over something else than a receipt, or whose credit has been used.
NOT_TO_PAY_BACK = (
    Domain("reversed_entry_id", "=", False)
    | Domain("reversed_entry_id", "any", ~IS_RECEIPT)
    | (SETTLED & Domain("reversed_entry_id", "not any", _UNDONE))
)
