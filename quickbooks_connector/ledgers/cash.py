from collections import defaultdict
from decimal import Decimal

from odoo import models

from ..entities import lookup
from ..readiness.scope import listed
from . import here
from .figures import DOCUMENTS, ENTRY, PAYMENTS
from .scope import Scope

#: Receipts bring their own money.
_RECEIPTS = tuple(kind for kind, of in DOCUMENTS.items() if of.cash)


class QuickbooksLedgerCash(models.AbstractModel):
    """What payments and receipts put into each account in the period, or took out.

    It is not the balance of the accounts: what QuickBooks enters by itself (deposits,
    transfers, expenses) is left alone.
    """

    _name = "quickbooks.ledger.cash"
    _inherit = "quickbooks.ledger.part"
    _description = "QuickBooks Ledger Part: Cash"

    _code = "cash"
    _sequence = 40

    def _get_label(self):
        return self.env._("Money received and paid")

    def _compare(self, comparison):
        scope = Scope(comparison)
        theirs, account_of, names = self._theirs(scope)
        ours = self._ours(scope, account_of, names)
        totals = {}
        for side, sign in ((ours, 1), (theirs, -1)):
            for record, amounts in side.items():
                for key, amount in amounts.items():
                    place = totals.setdefault(key, [Decimal(0), Decimal(0), {}])
                    place[0 if sign > 0 else 1] += amount
                    place[2].setdefault(record, Decimal(0))
                    place[2][record] += sign * amount
        for (account, currency), (amount, there, records) in sorted(totals.items()):
            if not (amount or there):
                continue
            vals = {
                "name": self._account_name(scope, account),
                "currency_id": currency,
                "amount": amount,
                "qbo_amount": there,
                "size": abs(amount - there),
            }
            if amount != there:
                differing = [
                    names.get(record, "…") for record, left in records.items() if left
                ]
                vals["cause"] = "ledger_documents"
                args = {"count": len(differing), "names": listed(differing)}
                vals["cause_args"] = args
            yield vals

    # === BOTH SIDES === #

    def _theirs(self, scope):
        """Return ``{key: {(account, currency id): amount}}`` of what QuickBooks has.

        The key is the payment of Odoo, where it is linked to one, else its own. Beside
        it, in which account QuickBooks has the money of each payment, and names.
        """
        amounts = defaultdict(lambda: defaultdict(Decimal))
        account_of, names = {}, {}
        objects = {
            (kind, id_): kept
            for kind, id_, kept in scope.comparison._iter_objects(
                [*PAYMENTS, ENTRY, *_RECEIPTS]
            )
            if scope.is_within(kept["date"]) and kept.get("cash")
        }
        documents = self.env["quickbooks.ledger.document"]
        links = documents._links(scope, objects)
        for (kind, id_), kept in objects.items():
            record = links.get((kind, id_))
            if kind == ENTRY and not self._is_refund(record, kept):
                continue
            key = (record._name, record.id) if record else (kind, id_)
            names[key] = documents._name_there(kind, kept)
            if record:
                names[key] = record.display_name
            currency = scope.currency(kept["currency"]).id
            for account, amount in kept["cash"].items():
                amounts[key][account, currency] += Decimal(amount)
                account_of[key] = account
        return amounts, account_of, names

    def _is_refund(self, record, kept):
        """Tell whether an entry is money given back, not a write-off of a payment."""
        return bool(
            record
            and record._name == "account.payment"
            and Decimal(kept.get("total") or 0) == 0
            and record.payment_type
            == ("outbound" if record.partner_type == "customer" else "inbound")
        )

    def _ours(self, scope, account_of, names):
        """Return the same of Odoo.

        The payments of a receipt are its own money, as QuickBooks has them.
        """
        amounts = defaultdict(lambda: defaultdict(Decimal))
        comparison = scope.comparison
        payments = self.env["account.payment"].search(
            [
                ("company_id", "=", comparison.company_id.id),
                ("state", "in", here.PAID),
                ("date", ">=", comparison.date_from),
                ("date", "<=", comparison.date_to),
            ]
        )
        for payment in payments:
            key = self._key(scope, payment, account_of)
            amount = here.decimal(payment.amount, payment.currency_id)
            sign = 1 if payment.payment_type == "inbound" else -1
            account = self._account(scope, payment, account_of.get(key))
            amounts[key][account, payment.currency_id.id] += sign * amount
            names.setdefault(key, payment.display_name)
        return amounts

    def _key(self, scope, payment, account_of):
        """Return the key of a payment: its own, or that of the receipt around it."""
        key = (payment._name, payment.id)
        if key in account_of or not payment._quickbooks_in_receipt(scope.connection):
            return key
        documents = payment.invoice_ids | payment.reconciled_invoice_ids
        keys = [(move._name, move.id) for move in documents]
        return next((one for one in keys if one in account_of), key)

    def _account(self, scope, payment, told):
        """Return the id of the account of QuickBooks that a payment belongs to.

        QuickBooks knows more accounts than Odoo has journals: one that no journal
        stands for is the payment's, as it is told there.
        """
        kind = "Deposit" if payment.payment_type == "inbound" else "PaidFrom"
        if told and not lookup.standing_for(scope.connection, kind, told):
            return told
        if told and payment.journal_id.id in lookup.standing_for(
            scope.connection, kind, told
        ):
            return told
        entry = lookup.matched(scope.connection, kind, payment.journal_id)
        return entry[payment.journal_id.id].qbo_id if entry else told or ""

    def _account_name(self, scope, account):
        entry = (
            self.env["quickbooks.reference"]
            .with_context(active_test=False)
            .search(
                [
                    ("connection_id", "=", scope.connection.id),
                    ("kind", "=", "Account"),
                    ("qbo_id", "=", account),
                ]
            )
        )
        return entry.display_name or self.env._("Account without a match")
