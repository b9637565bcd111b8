"""Orders, bills and vendor credits."""

from .clerk import Clerk, numbers
from .seller import UNPAID

#: How a vendor's bills go on.
ROLES = ("vendor", "paid there", "billed anew")
ABROAD = "vendor abroad"
BILLS = ("in_invoice", "in_refund")


class Buyer(Clerk):
    """Orders and buys, enters bills, and pays them."""

    def entering(self):
        return [
            *[self.buy] * 3,
            self.order,
            self.order,
            self.credit,
            *([self.buy_abroad] if self.known["euro"] else []),
        ]

    def going_on(self):
        return [
            self.pay_bill,
            self.pay_bill,
            self.bill_order,
            self.edit_bill,
            self.edit_contact,
            self.cancel_order,
            self.attach_file,
        ]

    # === ENTERING === #

    def buy(self):
        return self.enter("in_invoice", self.contact(self.chance.choice(ROLES)))

    def buy_abroad(self):
        euro = {"currency_id": self.known["euro"]}
        return self.enter("in_invoice", self.contact(ABROAD), **euro)

    def credit(self):
        return self.enter("in_refund", self.contact("vendor"))

    def order(self):
        with self.quota.take(1) as taken:
            lines = [
                (0, 0, self._order_line()) for _n in range(self.chance.randint(1, 3))
            ]
            vals = {"partner_id": self.contact("vendor"), "order_line": lines}
            order = taken and self.create("purchase.order", vals)
        if order:
            self.call("purchase.order", "button_confirm", [order])
        return bool(order)

    def _order_line(self):
        return {
            "product_id": self.chance.choice(self.known["products"]),
            "product_qty": self.chance.randint(1, 9),
            "price_unit": self.price(),
            "tax_ids": [(5, 0, 0)],
        }

    # === GOING ON === #

    def _bill(self, role, *more):
        found = self.pick("account.move", [*self.mine(role, "in_invoice"), *more])
        return found and found["id"]

    def _order(self):
        found = self.pick(
            "purchase.order",
            [
                *self.own,
                ("state", "=", "purchase"),
                ("invoice_status", "=", "to invoice"),
            ],
        )
        return found and found["id"]

    def bill_order(self):
        """Bill an order; where QuickBooks gets orders alone, the accountant does."""
        order = self.known["purchases"] != "order" and self._order()
        if not order:
            return False
        action = self.call("purchase.order", "action_create_invoice", [order])
        bill = action["res_id"]
        self.date_bill(bill)
        self.call("account.move", "action_post", [bill])
        return True

    def cancel_order(self):
        order = self.chance.random() < 0.3 and self._order()
        if not order or self.known["purchases"] == "order":
            return False  # the accountant may be billing it
        self.call("purchase.order", "button_cancel", [order])
        return True

    def pay_bill(self):
        role = self.chance.choice(("vendor", "vendor", ABROAD))
        bill = self._bill(role, UNPAID)
        return bill and self.pay(bill)

    def edit_bill(self):
        bill = self._bill("billed anew")
        return bill and self.reprice(bill)

    def edit_contact(self):
        vals = {"email": f"v{next(numbers)}@contacts.example"}
        vendor = self.contact(self.chance.choice(ROLES))
        self.call("res.partner", "write", [vendor], vals)
        return True

    def attach_file(self):
        bill = self._bill(self.chance.choice(ROLES))
        return bill and self.attach(bill)

    # === THE NEXT DAY === #

    def tidy_up(self):
        self.confirm_drafts(*BILLS)
