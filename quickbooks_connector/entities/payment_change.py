"""A payment of Odoo becomes what QuickBooks says of it, in whole or in part."""

from collections import defaultdict
from decimal import Decimal

from odoo import Command, models

from ..api import dumps_payload, loads_exact
from . import payment_state
from .cause import EntityError

#: Fields for what only the matches of journals and methods can say.
_FIELDS = {"journal": "journal_id", "method": "payment_method_line_id"}


class QuickbooksEntityPaymentMoney(models.AbstractModel):
    _inherit = "quickbooks.entity.payment.money"

    def _take(self, payment, obj, kept, connection):
        """Make ``payment`` what ``obj`` is, but for the parts ``kept``.

        :raise EntityError: Odoo can't say what is kept, or something forbids it
        """
        if kept:
            said = loads_exact(dumps_payload(self._export_values(payment, connection)))
            obj = payment_state.joined(obj, self._agreed(said), kept)
        self._change(payment, obj, kept, connection)

    def _change(self, payment, obj, kept, connection):
        """Make ``payment`` what ``obj`` is; journal and method stay where ``kept``."""
        if not payment.move_id:
            # What has no entry waits for the bank: only a person can change it.
            raise EntityError("payment_changed_there")
        self._import_constraints(obj, payment, connection)
        vals = self._import_values(obj, connection, payment)
        vals |= {
            fname: payment[fname].id for part, fname in _FIELDS.items() if part in kept
        }
        if vals["journal_id"] == payment.journal_id.id:
            money, _settling, _other = payment._seek_for_lines()
            vals["outstanding_account_id"] = money.account_id[:1].id
        if not payment.qbo_is_theirs:
            del vals["memo"]
        if self._needs_new_entry(payment, obj, vals, connection):
            self._check_free(payment, connection)
            others = self._untold(payment, connection)
            memo = {"memo": payment.memo}
            entry = self._entry_lines(obj, memo | vals, payment, connection)
            payment.action_draft()
            account = payment._fields["outstanding_account_id"]
            # A new contact or journal would have Odoo choose the accounts anew.
            with self.env.protecting([account], payment):
                payment.write(vals)
            payment.move_id.with_context(skip_invoice_sync=True).write(
                {"line_ids": [Command.clear(), *entry]}
            )
            payment.action_post()
        else:
            others = []
            payment.invoice_ids = vals["invoice_ids"]
        self._import_settlement(payment, obj, connection)
        self._apply_again(payment, others)

    def _untold(self, payment, connection):
        """Return ``[(journal entry, amount, QuickBooks payment)]`` of what is settled.

        Only of what is not said by the object that the payment is in QuickBooks.
        """
        return [
            (other.move_id, amount, partial.qbo_payment_id)
            for partial, other, amount in self._partials(self._counterparts(payment))
            if not self._is_shared(other.move_id, connection)
        ]

    def _apply_again(self, payment, parts):
        """Reconcile ``payment`` with what :meth:`_untold` told, as far as it goes."""
        for move, amount, payment_id in parts:
            lines = self._counterparts(payment)
            rest = sum(abs(line.amount_residual_currency) for line in lines)
            amount = min(amount, self._decimal(rest, payment.currency_id))
            if amount:
                said_by = {"quickbooks_payment_id": payment_id}
                self._apply(lines.with_context(**said_by), move, amount)

    def _changed(self, payment, vals):
        """Return the names of the fields in which ``payment`` differs from ``vals``."""
        fresh = payment.read(list(vals), load="")[0]
        return [
            key
            for key, value in vals.items()
            if key == "invoice_ids"
            or payment_state.plain(fresh[key]) != payment_state.plain(value)
        ]

    def _needs_new_entry(self, payment, obj, vals, connection):
        """Tell whether more has changed than what the payment is applied to."""
        if payment.state in ("draft", "canceled", "rejected"):
            return True
        if set(self._changed(payment, vals)) - {"invoice_ids", "memo"}:
            return True
        here = defaultdict(Decimal)
        sign = -1 if self._payment_type == "inbound" else 1
        for line in self._counterparts(payment):
            amount = self._decimal(sign * line.amount_currency, line.currency_id)
            here[line.account_id.id, line.partner_id.id] += amount
        return dict(here) != dict(self._shares(obj, vals, connection))

    def _check_free(self, payment, connection):
        """Hold a change of an entry that other work in Odoo rests on."""
        self._check_unlocked(str(payment.date), payment.journal_id, connection)
        if payment.reconciled_statement_line_ids:
            raise EntityError("matched_here", record=payment.display_name)

    def _undo(self, payment, date, connection):
        """Cancel ``payment``: its documents are open again."""
        if payment.state == "canceled":
            return
        self._check_free(payment, connection)
        payment.action_cancel()
