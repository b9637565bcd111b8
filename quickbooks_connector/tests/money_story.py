"""What happens between two that owe each other money, made up at random.

A story is one partner with one currency, and things that people do about their
documents and payments: here or in QuickBooks, one after the other.
"""

from decimal import Decimal

from odoo import Command

from .money_story_there import DeedsThere


class Side:
    """What is called differently with customers and with vendors."""

    def __init__(self, debt, credit, party, payment, kinds, control):
        self.debt, self.credit = debt, credit
        self.party, self.payment = party, payment
        self.debt_kind, self.credit_kind = kinds
        self.control = control
        self.is_customer = party == "Customer"


SIDES = (
    Side(
        "out_invoice",
        "out_refund",
        "Customer",
        "Payment",
        ("Invoice", "CreditMemo"),
        "Accounts Receivable",
    ),
    Side(
        "in_invoice",
        "in_refund",
        "Vendor",
        "BillPayment",
        ("Bill", "VendorCredit"),
        "Accounts Payable",
    ),
)


class Story(DeedsThere):
    """One partner, and what is done about their money.

    :param case: the test, a :class:`.credits_common.CreditsCase`
    :param chance: a ``random.Random`` of this story alone
    """

    def __init__(self, case, name, side, currency, chance):
        self.case, self.env = case, case.env
        self.side, self.currency, self.chance = side, currency, chance
        self.partner = case.env["res.partner"].create(
            {"name": name, "is_company": True}
        )
        self.log = []

    def go_on(self):
        """Let something happen that can; the first thing is a document."""
        deeds = list(self.HERE + self.THERE) if self.log else ["owe_here"]
        self.chance.shuffle(deeds)
        for deed in deeds:
            told = getattr(self, deed)()
            if told:
                self.log.append(f"{deed}: {told}")
                return

    def _amount(self, most=None):
        """Return an amount: all of ``most``, or part of it."""
        if most is None:
            return Decimal(self.chance.randint(500, 20000)) / 100
        if self.chance.random() < 0.5:
            return most
        cents = int(most * 100)
        return Decimal(self.chance.randint(1, cents)) / 100

    def _pick(self, found):
        return self.chance.choice(found) if found else None

    # === HERE === #

    HERE = (
        "owe_here",
        "credit_here",
        "pay_here",
        "pay_in_advance_here",
        "apply_here",
        "apply_here",
        "take_off_here",
        "give_back_here",
        "cancel_payment_here",
        "cancel_document_here",
        "edit_here",
    )

    def _moves(self, *move_types):
        return self.env["account.move"].search(
            [
                ("partner_id", "=", self.partner.id),
                ("move_type", "in", move_types),
                ("state", "=", "posted"),
            ]
        )

    def _lines(self):
        """Return the open lines of the partner: what is owed to us, what we owe."""
        lines = self.env["account.move.line"].search(
            [
                ("partner_id", "=", self.partner.id),
                ("account_type", "in", ("asset_receivable", "liability_payable")),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("amount_residual_currency", "!=", 0),
            ],
            order="id",
        )
        debits = lines.filtered(lambda line: line.amount_residual_currency > 0)
        return debits, lines - debits

    def _document(self, move_type, amount):
        move = self.case.create_invoice(
            partner=self.partner,
            lines=[(self.case.product_a, 1, float(amount), False)],
            move_type=move_type,
            currency_id=self.currency.id,
        )
        return f"{move.name} {amount}"

    def owe_here(self):
        return self._document(self.side.debt, self._amount())

    def credit_here(self):
        return self._document(self.side.credit, self._amount())

    def _payment(self, amount, refund=False):
        inbound = self.side.is_customer != refund
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound" if inbound else "outbound",
                "partner_type": "customer" if self.side.is_customer else "supplier",
                "partner_id": self.partner.id,
                "amount": float(amount),
                "currency_id": self.currency.id,
                "date": "2026-11-05",
                "journal_id": self.case.bank.id,
            }
        )
        payment.action_post()
        return payment

    def _residual(self, record):
        return Decimal(f"{abs(record.amount_residual_currency):.2f}")

    def pay_here(self):
        debits, credits = self._lines()
        owed = debits if self.side.is_customer else credits
        owed = owed.filtered(lambda line: line.move_id.move_type == self.side.debt)
        line = self._pick(owed)
        if not line:
            return None
        more = self._pick((Decimal(0), Decimal(0), Decimal("12.34")))
        amount = self._amount(self._residual(line)) + more
        payment = self._payment(amount)
        other = self.case.open_lines(payment.move_id)
        (other + line).reconcile()
        return f"{payment.name} {amount} of {line.move_id.name}"

    def pay_in_advance_here(self):
        payment = self._payment(self._amount())
        return f"{payment.name} {payment.amount}"

    def apply_here(self):
        debits, credits = self._lines()
        debit, credit = self._pick(debits), self._pick(credits)
        if not debit or not credit:
            return None
        (debit + credit).reconcile()
        return f"{credit.move_id.name} to {debit.move_id.name}"

    def take_off_here(self):
        partials = self.env["account.partial.reconcile"].search(
            [
                ("debit_move_id.partner_id", "=", self.partner.id),
                (
                    "debit_move_id.account_type",
                    "in",
                    ("asset_receivable", "liability_payable"),
                ),
                ("debit_amount_currency", ">", 0),
            ]
        )
        partial = self._pick(partials)
        if not partial:
            return None
        moves = (partial.debit_move_id + partial.credit_move_id).move_id
        partial.unlink()
        return " from ".join(moves.mapped("name"))

    def give_back_here(self):
        debits, credits = self._lines()
        spare = credits if self.side.is_customer else debits
        line = self._pick(spare)
        if not line or line.move_id.move_type == self.side.debt:
            return None
        refund = self._payment(self._amount(self._residual(line)), refund=True)
        (self.case.open_lines(refund.move_id) + line).reconcile()
        return f"{refund.name} {refund.amount} of {line.move_id.name}"

    def cancel_payment_here(self):
        payments = self.env["account.payment"].search(
            [
                ("partner_id", "=", self.partner.id),
                ("state", "in", ("in_process", "paid")),
            ]
        )
        payment = self._pick(payments)
        if not payment:
            return None
        payment.action_cancel()
        return payment.name

    def cancel_document_here(self):
        move = self._pick(self._moves(self.side.debt, self.side.credit))
        if not move or self.chance.random() < 0.5:
            return None
        move.button_draft()
        move.button_cancel()
        return move.name

    def edit_here(self):
        move = self._pick(self._moves(self.side.debt, self.side.credit))
        if not move:
            return None
        move.button_draft()
        amount = self._amount()
        line = move.invoice_line_ids[0]
        move.invoice_line_ids = [Command.update(line.id, {"price_unit": float(amount)})]
        move.action_post()
        return f"{move.name} {amount}"
