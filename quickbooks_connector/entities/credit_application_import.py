"""Credits applied in QuickBooks, by people or by itself, reconciled here."""

from odoo import models
from odoo.tools import format_amount

from ..api import dumps_payload
from .cause import WHOLE, EntityError
from .payment_base import link_line, number, sort_lines
from .payment_money import agreed


class QuickbooksEntityPaymentMoney(models.AbstractModel):
    _inherit = "quickbooks.entity.payment.money"

    def _for_object(self, obj, connection):
        if self._linked(obj) and not number(obj.get("TotalAmt")):
            credits = self.env["quickbooks.entity.credit.application"]
            return self._get(self._qbo_entity, credits._odoo_model)
        return super()._for_object(obj, connection)


class QuickbooksEntityCreditApplication(models.AbstractModel):
    _inherit = "quickbooks.entity.credit.application"

    def _get_policy(self, connection):
        # What is not sent is QuickBooks' to say.
        sends = self._sends(connection)
        return super()._get_policy(connection) if sends else "quickbooks"

    def _facet_of(self, record, obj, connection):
        return obj["Id"]

    def _link_vals(self, record, obj, connection, known=None):
        vals = super()._link_vals(record, obj, connection, known)
        lines = sort_lines(
            link_line(entity, id_, amount)
            for (entity, id_), amount in self._linked(obj).items()
        )
        return vals | {"synced_payload": dumps_payload({"Line": lines})}

    def _import_object(self, obj, binding, connection):
        if not binding:
            return self._import_new(obj, connection)
        record = binding._get_record()
        if binding.request_id:
            raise EntityError("under_way", record=record.display_name or "")
        if record and self._linked(obj) != self._linked(agreed(binding)):
            if not self._is_odoos(record, obj, binding, connection):
                self._take(obj, self._applied(record, connection), connection)
        return record

    def _is_odoos(self, record, obj, binding, connection):
        """Tell whether Odoo's word stands, both having changed it.

        :raise EntityError: a person decides
        """
        parts = self._parts(self._applied(record, connection))
        now = self._links(parts, connection)
        if now in (self._linked(agreed(binding)), self._linked(obj)):
            return False
        policy = self._side_of(WHOLE) or self._get_policy(connection)
        if policy == "ask":
            raise EntityError("changed_both")
        return policy == "odoo"

    def _import_new(self, obj, connection):
        credits = self._documents(obj, connection, self._credits)
        debts = self._documents(obj, connection, self._debts)
        if not debts:
            self._check_used_up(credits)
        if not credits or not debts:
            return self.env[self._odoo_model]
        for credit in credits:
            # What is being sent at this moment may be this very payment.
            own = credit._quickbooks_binding(self._qbo_entity, connection)
            if own.request_id:
                raise EntityError("under_way", record=credit.display_name)
        entity = self._for_facet(obj["Id"])
        entity._take(obj, entity._adopt(obj, connection), connection)
        return min(credits, key=lambda move: move.id)

    def _check_used_up(self, credits):
        """Tell that QuickBooks has used credits for what Odoo does not have.

        Expenses by which people give money back there are left alone, by agreement.

        :raise EntityError: the credit is still open here
        """
        for credit, amount in credits.items():
            if self._open(credit):
                raise EntityError(
                    "credit_used_there",
                    credit=credit.display_name,
                    amount=format_amount(self.env, float(amount), credit.currency_id),
                )

    def _adopt(self, obj, connection):
        """Take as ``obj``'s what is reconciled here and QuickBooks was not told yet."""
        credits = self._documents(obj, connection, self._credits)
        left = credits | self._documents(obj, connection, self._debts)
        adopted = []
        for credit in credits:
            if credit._quickbooks_binding(self._qbo_entity, connection).qbo_id:
                continue
            for one in self._applied_of(self._credit_lines(credit)):
                fits = one.amount <= min(left.get(m, 0) for m in (credit, one.debt))
                if fits and not one.partial.qbo_payment_id:
                    one.partial.qbo_payment_id = obj["Id"]
                    left[credit] -= one.amount
                    left[one.debt] -= one.amount
                    adopted.append(one)
        return adopted

    def _take(self, obj, applied, connection):
        """Reconcile by the amounts of ``obj``, and undo what it says no more.

        Where the documents are settled otherwise here, and Odoo leads, that stays: it
        is said to QuickBooks anew.

        :param list applied: :class:`Applied`, what the payment stood for so far
        :raise EntityError: the documents have less open than that
        """
        credits = self._documents(obj, connection, self._credits)
        debts = self._documents(obj, connection, self._debts)
        for one in applied:
            if one.amount <= min(credits.get(one.credit, 0), debts.get(one.debt, 0)):
                credits[one.credit] -= one.amount
                debts[one.debt] -= one.amount
            elif one.partial:
                one.partial.unlink()
        pairs = _pair(credits, debts)
        for move in {move for pair in pairs for move in pair[:2]}:
            if move.state != "posted":
                raise EntityError("invoice_not_open", invoice=move.display_name)
        policy = self._side_of(WHOLE) or self._get_policy(connection)
        if policy == "quickbooks":
            self._clear(pairs, connection)
        for credit, debt, amount in pairs:
            try:
                with self.env.cr.savepoint():
                    self._applying(obj, connection)._apply_credit(credit, debt, amount)
            except EntityError:
                if policy != "odoo":
                    raise

    def _clear(self, pairs, connection):
        """Undo what credits settle here where QuickBooks uses them otherwise."""
        for credit, debt, amount in pairs:
            own = self._applied_of(self._credit_lines(credit))
            others = self._applied_of(self._paid_by_credits(debt))
            for one in [*own, *others]:
                partial = one.partial.exists()
                enough = amount <= min(self._open(credit), self._open(debt))
                if partial and not enough and not partial.qbo_payment_id:
                    partial.unlink()

    def _paid_by_credits(self, debt):
        """Return the lines of the credit notes that are applied to ``debt``."""
        lines = self._credit_lines(debt)
        partials = lines.matched_debit_ids | lines.matched_credit_ids
        credits = partials[f"{self._credit_side}_move_id"]
        return credits.filtered(lambda line: self._is_credit(line.move_id))

    def _open(self, move):
        """Return what of ``move`` is open."""
        lines = self._open_lines(move)
        residual = sum(lines.mapped("amount_residual_currency"))
        return abs(self._decimal(residual, move.currency_id))

    def _apply_credit(self, credit, debt, amount):
        """Reconcile a credit note with a document by exactly ``amount``.

        :raise EntityError: less is open
        """
        lines = self._credit_lines(credit).with_context(
            quickbooks_payment_id=self._get_facet() or False
        )
        self._apply(lines, debt, amount)

    def _import_deleted(self, binding, connection):
        record = binding._get_record()
        if record:
            for one in self._applied(record, connection):
                if one.partial:
                    one.partial.unlink()
        if binding.facet:
            binding.unlink()
        else:
            binding._forget_counterpart()


def _pair(credits, debts):
    """Return ``[(credit, debt, amount)]`` that uses up what both sides have left.

    QuickBooks does not say which credit settles which document; the sums are the same
    however they are paired.
    """
    pairs = []
    left = dict(credits)
    for debt, wanted in debts.items():
        for credit in left:
            amount = min(wanted, left[credit])
            if amount > 0:
                pairs.append((credit, debt, amount))
                left[credit] -= amount
                wanted -= amount
    return pairs
