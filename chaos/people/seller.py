"""Invoices, receipts, credit notes and what becomes of them."""

from functools import partial

from .clerk import TODAY, Clerk, numbers

#: How a customer's invoices go on; what is done there is the accountant's.
ROLES = (
    "pays here",
    "pays there",
    "is edited",
    "is edited there",
    "is credited",
    "is cancelled",
    "is voided there",
)
COUNTER = "pays at once"
ABROAD = "pays abroad"
SALES = ("out_invoice", "out_refund", "out_receipt")
UNPAID = ("payment_state", "=", "not_paid")


class Seller(Clerk):
    """Sells, takes money, gives some back, and changes the mind about both."""

    def entering(self):
        return [
            *[self.sell] * 5,
            self.sell_at_counter,
            self.credit,
            *([self.sell_abroad] if self.known["euro"] else []),
        ]

    def going_on(self):
        return [
            self.take_payment,
            self.take_payment,
            self.undo_payment,
            self.edit_contact,
            self.edit_invoice,
            self.edit_product,
            self.settle_by_credit,
            self.give_money_back,
            self.cancel,
            self.attach_file,
        ]

    # === ENTERING === #

    def sell(self):
        customer = self.contact(self.chance.choice(ROLES))
        return self.enter("out_invoice", customer, self.known["tax"])

    def sell_abroad(self):
        euro = {"currency_id": self.known["euro"]}
        return self.enter("out_invoice", self.contact(ABROAD), **euro)

    def sell_at_counter(self):
        receipts = self.enter("out_receipt", self.contact(COUNTER), self.known["tax"])
        return any([self.pay(receipt) for receipt in receipts])

    def credit(self):
        return self.enter("out_refund", self.contact("is credited"))

    def give_money_back(self):
        """Take back what was paid at once."""
        domain = self.mine(COUNTER, "out_receipt")
        receipt = self.pick(
            "account.move",
            [*domain, ("payment_state", "in", ("paid", "in_payment"))],
            *("journal_id", "reversal_move_ids"),
        )
        if not receipt or receipt["reversal_move_ids"]:
            return False
        with self.quota.take(1) as taken:
            return bool(taken) and self._give_back(receipt)

    def _give_back(self, receipt):
        context = {"active_model": "account.move", "active_ids": [receipt["id"]]}
        wizard = self.create(
            "account.move.reversal",
            {"journal_id": receipt["journal_id"][0], "date": TODAY},
            **context,
        )
        action = self.call("account.move.reversal", "refund_moves", [wizard], **context)
        self.call("account.move", "action_post", [action["res_id"]])
        return self.pay(action["res_id"])

    # === GOING ON === #

    def _invoice(self, role, *more):
        found = self.pick("account.move", [*self.mine(role, "out_invoice"), *more])
        return found and found["id"]

    def take_payment(self):
        role = self.chance.choice(("pays here", "pays here", ABROAD))
        invoice = self._invoice(role, UNPAID)
        return invoice and self.pay(invoice)

    def undo_payment(self):
        payment = self.pick(
            "account.payment",
            [
                *self.own,
                ("partner_id.ref", "=", "pays here"),
                ("state", "in", ("in_process", "paid")),
            ],
        )
        if not payment or self.chance.random() < 0.7:
            return False
        self.call("account.payment", "action_draft", [payment["id"]])
        self.call("account.payment", "action_cancel", [payment["id"]])
        return True

    def edit_contact(self):
        contact = self.contact(self.chance.choice((*ROLES, COUNTER)))
        vals = {"email": f"e{next(numbers)}@contacts.example"}
        self.call("res.partner", "write", [contact], vals)
        return True

    def edit_product(self):
        product = self.chance.choice(self.known["products"])
        self.call("product.product", "write", [product], {"lst_price": self.price()})
        return True

    def edit_invoice(self):
        invoice = self._invoice("is edited")
        return invoice and self.reprice(invoice)

    def settle_by_credit(self):
        """Use a credit note for an invoice of the same customer."""
        role = "is credited"
        credit = self.pick(
            "account.move", [*self.mine(role, "out_refund"), UNPAID], "partner_id"
        )
        if not credit:
            return False
        invoice = self._invoice(
            role, UNPAID, ("partner_id", "=", credit["partner_id"][0])
        )
        [line] = self.find(
            "account.move.line",
            [
                ("move_id", "=", credit["id"]),
                ("account_type", "=", "asset_receivable"),
            ],
        )
        if not invoice:
            return False
        method = "js_assign_outstanding_line"
        self.call("account.move", method, [invoice], line["id"])
        return True

    def cancel(self):
        invoice = self._invoice("is cancelled")
        if not invoice:
            return False
        self.call("account.move", "button_draft", [invoice])
        self.call("account.move", "button_cancel", [invoice])
        return True

    def attach_file(self):
        role = self.chance.choice(("pays here", "pays there", "is edited"))
        invoice = self._invoice(role)
        return invoice and self.attach(invoice)

    # === THE NEXT DAY === #

    def tidy_up(self):
        self.confirm_drafts(*SALES)
        unpaid = partial(self.find, "account.move", limit=1000)
        posted = [*self.own, UNPAID, ("state", "=", "posted")]
        over_receipt = ("reversed_entry_id.move_type", "=", "out_receipt")
        for found in (
            unpaid([*posted, ("move_type", "=", "out_receipt")]),
            unpaid([*posted, ("move_type", "=", "out_refund"), over_receipt]),
        ):
            for move in found:
                self.pay(move["id"])
        drafts = [*self.own, ("state", "=", "draft")]
        for payment in self.find("account.payment", drafts, limit=1000):
            self.call("account.payment", "action_cancel", [payment["id"]])
