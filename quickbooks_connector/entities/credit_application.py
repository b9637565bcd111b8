from collections import defaultdict
from decimal import Decimal
from typing import Any, NamedTuple

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_amount

from . import lookup
from .cause import EntityError
from .payment_money import agreed
from .refund_links import PAID


class Applied(NamedTuple):
    """A credit note that settles a document in part or whole.

    :param partial: the reconciliation; none with a refund that waits for the bank
    :param credit: the credit note
    :param debt: what it is applied to: a journal entry, or such a refund
    :param amount: Decimal, in the currency of the debt
    """

    partial: Any
    credit: Any
    debt: Any
    amount: Decimal


class QuickbooksEntityCreditApplication(models.AbstractModel):
    """A credit note that is applied: in QuickBooks, a payment of nothing.

    QuickBooks has no link between a credit and what it settles but the lines of a
    payment whose total is zero. Such a payment stands for reconciliations here:

    * one made by us for all that a credit note is applied to (facet ``""``),
    * each of those made in QuickBooks, by people or by itself (its id is the facet).
      The reconciliations it stands for carry its id (``qbo_payment_id``).

    So each reconciliation is said by one payment, and none is said twice.
    """

    _name = "quickbooks.entity.credit.application"
    _inherit = "quickbooks.entity.payment.base"
    _description = "QuickBooks Application of Credits"

    _odoo_model = "account.move"
    _is_variant = True
    _rank = 65
    _imports = True
    _imports_new = True
    _deletes_along = True
    #: Which side of a reconciliation the credit note is on.
    _credit_side = ""

    def _get_label(self):
        return self.env._("credit applied")

    def _credit_entity(self, record=None):
        """Return the entity model of ``record``, else of the credit notes of this side.

        :return: maybe none
        """
        (name,) = self._credits.values()
        return self.env["quickbooks.entity"]._find(name)

    def _responsible(self, record):
        return self._credit_entity(record)._responsible(record)

    # === WHAT ODOO SAYS === #

    def _credit_lines(self, move):
        """Return the lines of a credit note that settle documents."""
        return move.line_ids.filtered(
            lambda line: line.account_id.account_type == self._account_type
        )

    def _applied(self, record, connection):
        """Return the :class:`Applied` that this payment stands for.

        What QuickBooks does not have is not among them: it can't say anything of it.
        """
        facet = self._get_facet()
        lines = self._said_by(facet, connection) if facet else record.line_ids
        lines = self._credit_lines(lines.move_id)
        applied = [
            one
            for one in self._applied_of(lines)
            if (one.partial.qbo_payment_id or "") == facet
        ]
        if not facet:
            applied += self._promised(record)
        return [
            one
            for one in applied
            if self._is_shared(one.credit, connection)
            and self._is_shared(one.debt, connection)
        ]

    def _promised(self, record):
        """Return the refunds of ``record`` that have no entry: they wait for the bank.

        The credit note stays open in Odoo meanwhile, and QuickBooks knows it is paid.
        """
        lines = self._credit_lines(record)
        left = abs(sum(lines.mapped("amount_currency")))
        left = self._decimal(left, record.currency_id)
        for _partial, other, amount in self._partials(lines):
            if not other.move_id.statement_line_id:
                left -= amount
        promised = []
        for payment in self._refund_of(record.matched_payment_ids).sorted("id"):
            counts = payment.state in PAID and not payment.move_id
            if counts and payment.currency_id == record.currency_id and left > 0:
                amount = min(left, self._decimal(payment.amount, payment.currency_id))
                promised.append(Applied(None, record, payment, amount))
                left -= amount
        return promised

    def _said_by(self, qbo_id, connection):
        """Return the lines of credit notes that a payment of QuickBooks applies."""
        partials = self.env["account.partial.reconcile"].search(
            [
                ("qbo_payment_id", "=", qbo_id),
                ("company_id", "child_of", connection.company_id.id),
            ]
        )
        lines = partials[f"{self._credit_side}_move_id"]
        return lines.filtered(
            lambda line: line.account_id.account_type == self._account_type
        )

    def _applied_of(self, lines):
        """Yield all :class:`Applied` of ``lines`` of credit notes."""
        for partial, other, amount in self._partials(lines):
            credit = partial[f"{self._credit_side}_move_id"]
            if credit in lines and amount and self._is_debt(other.move_id):
                yield Applied(partial, credit.move_id, other.move_id, amount)

    @staticmethod
    def _parts(applied):
        """Return ``{document: amount}``, credits and what they settle alike."""
        parts = defaultdict(Decimal)
        for one in applied:
            parts[one.credit] += one.amount
            parts[one.debt] += one.amount
        return dict(parts)

    def _links(self, parts, connection):
        """Return the same by ``(entity, id in QuickBooks)``."""
        return {
            (self._entity_of(move), self._document_binding(move, connection).qbo_id): (
                amount
            )
            for move, amount in parts.items()
        }

    # === WHICH ONES GO === #

    def _filter_kind(self, records):
        return records.filtered(lambda move: move.move_type in self._credits)

    def _domain_sendable(self, connection):
        return self._domain_of_credit("_domain_sendable", connection)

    def _domain_started(self, connection):
        return self._domain_of_credit("_domain_started", connection)

    def _domain_moment(self, connection):
        return self._domain_of_credit("_domain_moment", connection)

    def _domain_of_credit(self, name, connection):
        """Return what ``name`` says of credit notes, of those that are applied here."""
        credit = self._credit_entity()
        if credit is None:
            return Domain.FALSE
        promised = [
            ("partner_type", "=", self._partner_type),
            ("state", "in", PAID),
            ("move_id", "=", False),
        ]
        return getattr(credit, name)(connection) & (
            Domain("line_ids", "any", self._domain_applied())
            | Domain("matched_payment_ids", "any", promised)
        )

    def _domain_applied(self):
        """Return the domain of lines of credits that are applied by Odoo."""
        matched = "debit" if self._credit_side == "credit" else "credit"
        return [
            ("account_id.account_type", "=", self._account_type),
            (f"matched_{matched}_ids", "any", [("qbo_payment_id", "=", False)]),
        ]

    def _brought_by(self, records):
        """Return the credit notes that say more now that ``records`` are there."""
        moves = self.env[self._odoo_model]
        if records._name == "account.payment":
            refunds = self._refund_of(records)
            return self._brought_by(refunds.move_id) | refunds.invoice_ids.filtered(
                lambda move: move.move_type in self._credits
            )
        if records._name != moves._name:
            return moves
        lines = self._credit_lines(records.filtered(self._is_debt))
        partials = lines.matched_debit_ids | lines.matched_credit_ids
        credits = partials[f"{self._credit_side}_move_id"].move_id
        return credits.filtered(self._is_credit)

    # === EXPORT === #

    def _export_operation(self, record, binding):
        applied = self._said_now(record, binding)
        if not applied:
            return "delete" if binding.qbo_id else None
        if not binding.qbo_id:
            return "create"
        links = self._links(self._parts(applied), binding.connection_id)
        return None if links == self._linked(agreed(binding)) else "update"

    def _makes_room(self, record, binding):
        return super()._makes_room(record, binding) or self._lets_go(
            binding, self._applied(record, binding.connection_id)
        )

    def _lets_go(self, binding, applied):
        """Tell whether QuickBooks still applies more to a document than ``applied``."""
        now = self._links(self._parts(applied), binding.connection_id)
        before = self._linked(agreed(binding))
        return any(now.get(key, 0) < amount for key, amount in before.items())

    def _said_now(self, record, binding):
        """Return the :class:`Applied` to be sent, which may not be all yet.

        What is taken off a document is said first, and what is applied instead in a
        second step: two credits that change places need each other's room.
        """
        connection = binding.connection_id
        applied = self._applied(record, connection)
        if not (binding.qbo_id and self._lets_go(binding, applied)):
            return applied
        left = dict(self._linked(agreed(binding)))
        kept = []
        for one in applied:
            keys = self._links({one.credit: 0, one.debt: 0}, connection)
            amount = min(one.amount, *(left.get(key, 0) for key in keys))
            if amount > 0:
                kept.append(one._replace(amount=amount))
                left |= {key: left[key] - amount for key in keys}
        return kept

    def _says_otherwise(self, record, binding):
        """Tell whether what is reconciled here is not what QuickBooks applies."""
        connection = binding.connection_id
        parts = self._parts(self._applied(record, connection))
        return self._links(parts, connection) != self._linked(agreed(binding))

    def _export_constraints(self, record, connection):
        super()._export_constraints(record, connection)
        applied = self._applied(record, connection)
        if any(
            self._currency_of(one.debt) != self._currency_of(one.credit)
            for one in applied
        ):
            raise EntityError("credit_currencies")
        if applied and lookup.is_closed(connection, self._date(applied)):
            raise EntityError("closed_books")
        if not self._binding_of(record, connection).qbo_id:
            self._check_read(applied, connection)

    def _check_read(self, applied, connection):
        """Wait for what QuickBooks may have applied by itself, not to do it twice.

        :raise EntityError: it was not read since it has the documents
        """
        if not lookup.preference(connection, "SalesFormsPrefs.AutoApplyCredit"):
            return
        moves = [move for one in applied for move in (one.credit, one.debt)]
        bindings = [self._document_binding(move, connection) for move in moves]
        sent = [row.last_synced_at for row in bindings if row.qbo_id]
        read = connection.polled_at
        if not read or any(there and there >= read for there in sent):
            raise EntityError("applied_by_itself")

    @staticmethod
    def _date(applied):
        """Return the day on which the last of the documents was there."""
        return max(
            one.partial.max_date if one.partial else one.debt.date for one in applied
        )

    def _export_values(self, record, connection):
        values = super()._export_values(record, connection)
        applied = self._said_now(record, self._own_binding(record, connection))
        self._add_party(values, record, connection)
        values["TotalAmt"] = Decimal(0)
        values["Line"] = self._link_lines(self._parts(applied), connection)
        if not self._get_facet():
            values["TxnDate"] = self._date(applied).isoformat()
        if lookup.has_multicurrency(connection):
            values["CurrencyRef"] = {"value": self._currency_of(record).name}
        return values

    def _own_binding(self, record, connection):
        """Return the link of the payment that is asked about, maybe a new one."""
        links = self.env["quickbooks.binding"]
        return self._binding_of(record, connection) or links.new(
            {"connection_id": connection.id}
        )

    def _add_party(self, values, record, connection):
        """Name the customer or vendor, as the credit note does."""
        need = self._get_credit_need(record, connection)
        values[self._party_property] = self._ref_of(need, connection)

    def _get_credit_need(self, record, connection):
        """Return the customer or vendor whose credit ``record`` is."""
        return self._credit_entity()._party_need(record, connection)

    def _describe(self, obj, connection):
        currency = lookup.currency_of(obj, connection.company_id)
        kinds = set(self._credits.values())
        total = sum(
            amount
            for (entity, _id), amount in self._linked(obj).items()
            if entity in kinds
        )
        return self.env._(
            "Applied: %(total)s.", total=format_amount(self.env, float(total), currency)
        )

    def _summarise(self, record, values=None):
        connection = self.env["quickbooks.connection"]._for_company(record.company_id)
        applied = self._applied(record, connection)
        total = sum(float(one.amount) for one in applied)
        return super()._summarise(record, values) | {
            "partner_name": record.partner_id.display_name,
            "date": applied and self._date(applied),
            "currency_id": record.currency_id.id,
            "total": total,
            "amount": 0,
        }


class QuickbooksEntityPaymentCredit(models.AbstractModel):
    """A credit note of a customer that is applied to invoices and refunds."""

    _name = "quickbooks.entity.payment.credit"
    _inherit = [
        "quickbooks.entity.credit.application",
        "quickbooks.entity.payment.customer",
    ]
    _description = "QuickBooks Application of Customers' Credits"

    _qbo_entity = "Payment"
    _credit_side = "credit"


class QuickbooksEntityBillPaymentCredit(models.AbstractModel):
    """A credit of a vendor that is applied to bills and refunds."""

    _name = "quickbooks.entity.bill.payment.credit"
    _inherit = [
        "quickbooks.entity.credit.application",
        "quickbooks.entity.payment.vendor",
    ]
    _description = "QuickBooks Application of Vendors' Credits"

    _qbo_entity = "BillPayment"
    _credit_side = "debit"

    def _export_values(self, record, connection):
        # No money moves, so no account is named; a way of paying has to be.
        return super()._export_values(record, connection) | {"PayType": "Check"}
