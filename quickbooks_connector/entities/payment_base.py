from collections import defaultdict
from decimal import Decimal

from odoo import models

from .cause import EntityError


class QuickbooksEntityPaymentBase(models.AbstractModel):
    """What settles documents: money, or credits.

    QuickBooks says it by the lines of a payment, each with an amount and the document
    it is linked to; Odoo by partial reconciliations of journal items. Both are read
    here as ``{document: amount}``, in the document's currency and above zero whichever
    side it is, and each can be made to say what the other says.

    What is a customer's and what a vendor's differs in names only, see
    ``payment_sides.py``.
    """

    _name = "quickbooks.entity.payment.base"
    _inherit = "quickbooks.entity"
    _description = "QuickBooks Settlement"

    _rank = 60
    _area = "payments"
    # What a payment is applied to may change without a word of ours being gone from
    # it: whether it still says the same is for the entity to tell.
    _merges = True
    _code_causes = {
        "620": "link_refused",
        "6110": "paid_through_quickbooks",
        "6120": "paid_through_quickbooks",
        "6450": "settled_there",
        "6480": "bank_matched",
        "6540": "deposited",
    }
    #: ``"Customer"`` or ``"Vendor"``, and the property that names one.
    _party_entity = ""
    _party_property = ""
    #: Type of the accounts on which documents wait for money, and the contact's own.
    _account_type = ""
    _account_property = ""
    #: Which payments of Odoo's settle what is paid.
    _payment_type = ""
    _partner_type = ""
    #: Property of QuickBooks for the number that people see.
    _reference_key = ""
    #: ``{kind of journal entry: QuickBooks entity}`` of what is paid, and of what pays.
    _debts = {}
    _credits = {}

    def _doc_number(self, obj):
        return obj.get(self._reference_key)

    # === WHAT ODOO SAYS === #

    def _open_lines(self, move):
        """Return the lines of ``move`` that wait for money, the first due first."""
        return move.line_ids.filtered(
            lambda line: (
                line.account_id.account_type == self._account_type
                and not line.reconciled
            )
        ).sorted(lambda line: (line.date_maturity or line.date, line.id))

    def _partials(self, lines):
        """Yield ``(partial, other line, amount)`` of what ``lines`` are settled with.

        Exchange differences are passed over: QuickBooks books its own. The amount is a
        Decimal in the currency of the other line.
        """
        for line in lines:
            matched = line.matched_debit_ids + line.matched_credit_ids
            exchange = matched.exchange_move_id
            for partial in matched:
                if partial.debit_move_id == line:
                    other, amount = partial.credit_move_id, "credit_amount_currency"
                else:
                    other, amount = partial.debit_move_id, "debit_amount_currency"
                if other.move_id not in exchange:
                    amount = self._decimal(partial[amount], other.currency_id)
                    yield partial, other, amount

    def _settled(self, lines):
        """Return ``{journal entry: amount}`` of what ``lines`` are reconciled with."""
        amounts = defaultdict(Decimal)
        for _partial, other, amount in self._partials(lines):
            amounts[other.move_id] += amount
        return dict(amounts)

    def _entity_of(self, move):
        """Return the QuickBooks entity that ``move`` is for a payment, maybe none."""
        return self._debts.get(move.move_type) or self._credits.get(move.move_type)

    def _document_binding(self, move, connection):
        """Return the link of a document that a payment may name, maybe empty."""
        entity = self._entity_of(move)
        if not entity:
            return self.env["quickbooks.binding"]
        return move._quickbooks_binding(entity, connection)

    def _is_shared(self, move, connection):
        """Tell whether QuickBooks has ``move``, or gets it without anybody's help."""
        binding = self._document_binding(move, connection)
        if not binding or binding.is_withdrawn:
            return False
        return bool(binding.qbo_id or binding.state != "skipped")

    def _shared(self, parts, connection):
        """Return those of ``{document: amount}`` that QuickBooks has, or gets."""
        return {
            move: amount
            for move, amount in parts.items()
            if amount and self._is_shared(move, connection)
        }

    def _link_lines(self, parts, connection):
        """Return the lines of a payment in QuickBooks for ``{document: amount}``.

        :raise EntityError: cause ``waits_for``, a document is not there yet
        """
        return sort_lines(
            link_line(
                self._entity_of(move),
                self._ref(self._entity_of(move), move, connection)["value"],
                amount,
            )
            for move, amount in parts.items()
        )

    # === WHAT QUICKBOOKS SAYS === #

    def _linked(self, obj):
        """Return ``{(QuickBooks entity, id): amount}`` of what ``obj`` is linked to."""
        amounts = defaultdict(Decimal)
        for line in obj.get("Line") or ():
            for linked in line.get("LinkedTxn") or ():
                amounts[linked["TxnType"], linked["TxnId"]] += number(
                    line.get("Amount")
                )
        return dict(amounts)

    def _documents(self, obj, connection, kinds):
        """Return ``{document: amount}`` of what Odoo has of what ``obj`` is linked to.

        :param dict kinds: ``_debts`` or ``_credits``
        """
        linked = self._linked(obj)
        bindings = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "in", list(kinds.values())),
                ("res_model", "=", "account.move"),
                ("qbo_id", "in", [id_ for _entity, id_ in linked]),
            ],
            order="id",
        )
        amounts = defaultdict(Decimal)
        for binding in bindings:
            amount = linked.get((binding.entity, binding.qbo_id))
            record = binding._get_record() if amount else None
            if record:
                amounts[record] += amount
        return dict(amounts)

    def _party_of(self, obj, connection):
        """Return the partner that is the customer or vendor of ``obj``, maybe none."""
        binding = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", self._party_entity),
                ("qbo_id", "=", obj[self._party_property]["value"]),
            ],
            limit=1,
        )
        if not binding:
            return self.env["res.partner"]
        return binding._get_record().commercial_partner_id

    # === MAKING ODOO SAY IT === #

    def _settle(self, lines, wanted, connection):
        """Reconcile ``lines`` by exactly ``{document: amount}``.

        What QuickBooks does not have is left as it is: it can't say anything of it.

        :raise EntityError: a document has less open than that
        """
        held = self._settled(lines)
        for move, amount in held.items():
            if amount != wanted.get(move) and self._is_shared(move, connection):
                self._unapply(lines, move)
        for move, amount in wanted.items():
            if amount != held.get(move):
                self._apply(lines, move, amount)

    def _apply(self, lines, move, amount):
        """Reconcile ``lines`` with ``move`` by ``amount``, the first due first.

        :raise EntityError: there is less open on either side
        """
        self._release(move, amount)
        left = amount
        for debt in self._open_lines(move):
            for line in lines.filtered(lambda own, debt=debt: _fits(own, debt)):
                part = min(left, _residual(self, debt), _available(self, line, debt))
                if part > 0:
                    line._quickbooks_reconcile(debt, float(part))
                    left -= part
        if left:
            raise EntityError(
                "paid_twice",
                invoice=move.display_name,
                amount=move.currency_id.format(float(amount)),
                open=move.currency_id.format(float(amount - left)),
            )

    def _applying(self, obj, connection):
        """Return this entity as it takes over what ``obj`` is applied to."""
        return self.with_context(quickbooks_applying=(connection.id, obj["Id"]))

    def _release(self, move, amount):
        """Take off ``move`` what others say no more, if less than ``amount`` is open.

        In QuickBooks they have let go already: their notices wait, and tell what they
        are applied to now. Two that have changed places would wait for each other.
        """
        if "quickbooks_applying" not in self.env.context:
            return
        for partial, other, _held in self._partials(self._waiting_lines(move)):
            is_open = sum(_residual(self, line) for line in self._open_lines(move))
            if is_open < amount and self._is_noticed(partial, other.move_id):
                partial.unlink()

    def _waiting_lines(self, move):
        """Return the lines of ``move`` that wait, or waited, for money."""
        return move.line_ids.filtered(
            lambda line: line.account_id.account_type == self._account_type
        )

    def _is_noticed(self, partial, settling):
        """Tell whether news of the payment that says ``partial`` wait to be followed.

        :param settling: the entry of a payment, or a credit note
        """
        connection_id, own = self.env.context["quickbooks_applying"]
        record = settling.origin_payment_id or settling
        bindings = record.sudo().qbo_binding_ids.filtered(
            lambda binding: (
                binding.connection_id.id == connection_id
                and binding.entity == self._qbo_entity
                and binding.facet == (partial.qbo_payment_id or "")
                and binding.state == "synced"
            )
        )
        theirs = partial.qbo_payment_id or settling.origin_payment_id.qbo_is_theirs
        follows = theirs or self._get_policy(bindings.connection_id) == "quickbooks"
        ids = {partial.qbo_payment_id, *bindings.mapped("qbo_id")} - {own, False}
        notices = self.env["quickbooks.inbound"].search_count(
            [
                ("connection_id", "=", connection_id),
                ("entity", "=", self._qbo_entity),
                ("qbo_id", "in", list(ids)),
            ],
            limit=1,
        )
        return bool(follows and notices)

    def _unapply(self, lines, move):
        """Undo what ``lines`` and ``move`` are reconciled by."""
        partials = self.env["account.partial.reconcile"]
        for partial, other, _amount in self._partials(lines):
            if other.move_id == move:
                partials |= partial
        partials.unlink()


def _fits(line, debt):
    return line.account_id == debt.account_id and not line.reconciled


def _residual(entity, line):
    return abs(entity._decimal(line.amount_residual_currency, line.currency_id))


def _available(entity, line, debt):
    """Return what ``line`` can pay of ``debt``; Odoo tells that of two currencies."""
    if line.currency_id != debt.currency_id:
        return _residual(entity, debt)
    return _residual(entity, line)


def number(value):
    """Return an amount of QuickBooks as a Decimal; nothing is zero."""
    return Decimal(str(value or 0))


def link_line(entity, qbo_id, amount, line_id=None):
    """Return the line by which a payment is linked to a document, or a line of one."""
    linked = {"TxnId": qbo_id, "TxnType": entity}
    if line_id is not None:
        linked["TxnLineId"] = line_id
    return {"Amount": amount, "LinkedTxn": [linked]}


def sort_lines(lines):
    """Return lines of a payment in an order of their own, whoever wrote them."""

    def key(line):
        linked = line["LinkedTxn"][0]
        return linked["TxnType"], linked["TxnId"].zfill(20), linked.get("TxnLineId", "")

    return sorted(lines, key=key)
