from decimal import Decimal

from odoo import models

from . import lookup
from .cause import EntityError
from .entry_line import entry_line
from .payment_money import agreed
from .refund_links import REFUND


class QuickbooksEntityRefundSide(models.AbstractModel):
    """Money that is given back, of one side: from us to customers, from vendors to us.

    QuickBooks has no entity for it. A refund receipt would book the sale back a second
    time, an expense is left alone by agreement; so it is a journal entry between the
    bank and the customer or vendor, that the credit note or payment is applied to.
    What it is applied to is said by those, see ``refund_links.py``.
    """

    _name = "quickbooks.entity.refund.side"
    _inherit = "quickbooks.entity.payment.money"
    _description = "QuickBooks Refund of One Side"

    _reference_key = "DocNumber"
    #: QuickBooks' type of the accounts on which customers or vendors owe or are owed.
    _control_type = ""
    #: Kind of match that says which account the money leaves or reaches.
    _money_kind = ""

    # === EXPORT === #

    def _export_values(self, record, connection):
        values = {"TxnDate": record.date.isoformat()}
        before = agreed(record._quickbooks_binding(REFUND, connection))
        self._add_amount(values, record, {}, connection, before)
        # What an entry totals is QuickBooks' to say.
        del values["TotalAmt"]
        self._add_reference(values, record, connection)
        values["Line"] = [
            entry_line(amount, detail)
            for amount, detail in self._said_lines(record, connection)
        ]
        return values

    def _said_lines(self, record, connection):
        """Yield ``(amount, detail)``: debits are positive.

        :raise EntityError: an account has no match
        """
        party = self._party_detail(record, connection)
        money = {"AccountRef": self._money_ref(record, connection)}
        if not record.move_id:
            amount = self._decimal(record.amount, record.currency_id)
            sign = 1 if record.payment_type == "outbound" else -1
            yield sign * amount, party
            yield -sign * amount, money
            return
        liquidity, settling, _other = record._seek_for_lines()
        for line in record.move_id.line_ids:
            if line.currency_id != record.currency_id:
                raise EntityError("payment_currencies")
            amount = self._decimal(line.amount_currency, line.currency_id)
            if line in settling:
                yield amount, party
            elif line in liquidity:
                yield amount, money
            elif amount:
                yield amount, {"AccountRef": self._other_ref(line, connection)}

    def _party_detail(self, record, connection):
        need = self._own_need(record, record.currency_id, connection)
        return {
            "AccountRef": self._control_ref(record, connection),
            "Entity": {
                "Type": self._party_entity,
                "EntityRef": self._ref_of(need, connection),
            },
        }

    def _control_ref(self, record, connection):
        account = record.destination_account_id
        return self._control_ref_of(account, record.currency_id, connection)

    def _control_ref_of(self, account, currency, connection):
        """Return the account on which the customer or vendor is owed, or owes.

        That which is matched, where QuickBooks keeps it in the currency; else its
        first in that currency.
        """
        home = connection.company_id.currency_id.name
        matched = lookup.matched(connection, "Account", account)
        entries = self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "Account"),
                ("account_type", "=", self._control_type),
                ("active", "=", True),
            ]
        )
        entries = entries.filtered(
            lambda entry: (entry.currency or home) == currency.name
        ).sorted(lambda entry: (entry not in matched.values(), int(entry.qbo_id)))
        if not entries:
            raise EntityError("refund_account", currency=currency.name)
        return {"value": entries[0].qbo_id}

    def _money_ref(self, record, connection):
        ref = lookup.matched_ref(connection, self._money_kind, record.journal_id)
        if ref:
            return ref
        raise EntityError(
            "refund_money_unmatched", journal=record.journal_id.display_name
        )

    def _other_ref(self, line, connection):
        ref = lookup.matched_ref(connection, "Account", line.account_id)
        if ref:
            return ref
        raise EntityError("account_unmatched", use=line.account_id.display_name)

    def _check_answer(self, record, obj, connection):
        return None

    def _describe(self, obj, connection):
        return ""

    def _summarise(self, record, values=None):
        total = sum(
            (
                line["Amount"]
                for line in (values or {}).get("Line", ())
                if "Entity" in line["JournalEntryLineDetail"]
            ),
            Decimal(0),
        )
        told = super()._summarise(record)
        return told | ({"qbo_total": float(total)} if values else {})


class QuickbooksEntityRefundCustomer(models.AbstractModel):
    """Money given back to a customer."""

    _name = "quickbooks.entity.refund.customer"
    _inherit = ["quickbooks.entity.refund.side", "quickbooks.entity.payment.customer"]
    _description = "QuickBooks Refund to a Customer"

    _payment_type = "outbound"
    _reference_key = "DocNumber"
    _control_type = "Accounts Receivable"
    _money_kind = "PaidFrom"


class QuickbooksEntityRefundVendor(models.AbstractModel):
    """Money given back by a vendor."""

    _name = "quickbooks.entity.refund.vendor"
    _inherit = ["quickbooks.entity.refund.side", "quickbooks.entity.payment.vendor"]
    _description = "QuickBooks Refund from a Vendor"

    _payment_type = "inbound"
    _reference_key = "DocNumber"
    _control_type = "Accounts Payable"
    _money_kind = "Deposit"
