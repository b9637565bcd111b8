"""What settles documents without money: write-offs and early-payment discounts.

A payment of Odoo may close a document by more than it brings: the rest goes to an
account of its own. QuickBooks' payments know no such rest. What an accountant does
there is a journal entry between that account and the customer or vendor, which the
payment then uses as a credit; so that is what is sent. Balance, discount and bank are
the same on both sides.
"""

from odoo import models
from odoo.tools import format_amount

from ..api import dumps_payload
from . import lookup
from .cause import WHOLE, EntityError
from .comparing import told
from .payment_money import agreed


class QuickbooksEntityRefund(models.AbstractModel):
    _inherit = "quickbooks.entity.refund"

    def _side(self, payment):
        side = super()._side(payment)
        if payment and payment.payment_type != side._payment_type:
            return self.env[f"quickbooks.entity.write.off.{payment.partner_type}"]
        return side

    def _export_operation(self, record, binding):
        side = self._side(record)
        if not side._is_write_off:
            return super()._export_operation(record, binding)
        if record.state not in ("canceled", "rejected") and side._write_offs(record):
            return super()._export_operation(record, binding)
        if binding.qbo_id:
            # QuickBooks would take it off the payment, which says so itself.
            side._check_let_go(record, binding.connection_id)
            return "delete"
        return None

    def _makes_room(self, record, binding):
        if record and self._side(record)._is_write_off:
            return False
        return super()._makes_room(record, binding)


class QuickbooksEntityRefundSide(models.AbstractModel):
    _inherit = "quickbooks.entity.refund.side"

    #: It settles a payment's documents, instead of giving money back.
    _is_write_off = False


class QuickbooksEntityWriteOffSide(models.AbstractModel):
    """The part of a payment that settles documents without money, of one side."""

    _name = "quickbooks.entity.write.off.side"
    _inherit = "quickbooks.entity.refund.side"
    _description = "QuickBooks Write-off of One Side"

    _is_write_off = True

    def _export_needs(self, record, connection):
        return [self._own_need(record, record.currency_id, connection)]

    def _said_lines(self, record, connection):
        for line in self._write_offs(record):
            amount = self._decimal(line.amount_currency, line.currency_id)
            yield amount, {"AccountRef": self._other_ref(line, connection)}
        party = self._party_detail(record, connection)
        yield -self._written_amount(record), party

    def _other_ref(self, line, connection):
        ref = lookup.matched_ref(connection, "Account", line.account_id)
        return (
            ref
            or lookup.discount_ref(connection)
            or super()._other_ref(line, connection)
        )

    def _check_let_go(self, record, connection):
        """Wait until the payment does not use the entry any more.

        :raise EntityError: it is about to
        """
        entity = {"customer": "Payment", "supplier": "BillPayment"}[record.partner_type]
        payment = record._quickbooks_binding(entity, connection)
        if payment.qbo_id and payment.is_due:
            raise EntityError(
                "waits_for", needed=record.display_name, binding=payment.id
            )

    def _agreed(self, obj):
        return {"TxnDate": obj.get("TxnDate"), "Line": self._entry_of(obj)}

    def _import_object(self, obj, binding, connection):
        """Leave it as Odoo has it: what is written off follows from the payment."""
        if self._entry_of(obj) != self._entry_of(agreed(binding)):
            choices = self.env.context.get("quickbooks_choices") or {}
            follow = choices.get(WHOLE) == "quickbooks"
            raise EntityError("payment_changed_there" if follow else "changed_both")
        return binding._get_record()

    def _compare(self, record, obj, binding, connection):
        """Return one row: what is written off follows from the payment."""
        sides = (agreed(binding), self._snapshot(record, connection), obj or {})
        texts = [
            "\n".join(
                f"{self._entry_name('Account', account, connection)}: "
                + format_amount(
                    self.env,
                    amount if posting == "Debit" else -amount,
                    record.currency_id,
                )
                for account, posting, amount in self._entry_of(said)
            )
            for said in sides
        ]
        changed = (texts[1] != texts[0], texts[2] != texts[0])
        label = self.env._("Write-off")
        return [told(WHOLE, label, texts, changed, is_money=True)]

    @staticmethod
    def _entry_of(obj):
        """Return what matters of an entry: its accounts, sides and amounts."""
        return sorted(
            (
                line["JournalEntryLineDetail"]["AccountRef"]["value"],
                line["JournalEntryLineDetail"]["PostingType"],
                float(line["Amount"]),
            )
            for line in obj.get("Line") or ()
        )

    def _link_vals(self, record, obj, connection, known=None):
        said = {key: obj[key] for key in ("TxnDate", "Line") if key in obj}
        return {
            "doc_number": self._doc_number(obj),
            "synced_payload": dumps_payload(said),
        }

    def _import_deleted(self, binding, connection):
        binding._forget_counterpart()
        if binding._get_record().state in ("in_process", "paid"):
            binding._say_again()
            binding.state = "pending"


class QuickbooksEntityWriteOffCustomer(models.AbstractModel):
    """What is written off of customers' documents."""

    _name = "quickbooks.entity.write.off.customer"
    _inherit = [
        "quickbooks.entity.write.off.side",
        "quickbooks.entity.payment.customer",
    ]
    _description = "QuickBooks Write-off of a Customer"

    _reference_key = "DocNumber"
    _control_type = "Accounts Receivable"


class QuickbooksEntityWriteOffVendor(models.AbstractModel):
    """What is written off of vendors' documents."""

    _name = "quickbooks.entity.write.off.supplier"
    _inherit = ["quickbooks.entity.write.off.side", "quickbooks.entity.payment.vendor"]
    _description = "QuickBooks Write-off of a Vendor"

    _reference_key = "DocNumber"
    _control_type = "Accounts Payable"
