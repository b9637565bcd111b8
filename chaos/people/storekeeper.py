"""What is on stock: ordered, received, counted, sold, delivered and thrown away."""

from .clerk import TODAY, Clerk

#: Whom the storekeeper deals with.
SOURCE, TAKER = "supplier", "taker"
SALE, PURCHASE = "sale.order", "purchase.order"
_UNTAXED = {"tax_ids": [(5, 0, 0)]}


class Storekeeper(Clerk):
    """Buys and sells goods by orders and transfers, and counts them.

    QuickBooks learns of what is traded from bills and invoices, of the rest by
    adjustments: in the end both have the same quantity of everything.
    """

    def entering(self):
        return [self.order_in, self.order_out]

    def going_on(self):
        return [self.transfer, self.transfer, self.document, self.count, self.scrap]

    def _goods(self):
        return self.chance.choice(self.known["goods"])

    def _order(self, model, role, **line):
        with self.quota.take(self.chance.randint(1, 2)) as taken:
            vals_list = [
                {
                    "partner_id": self.contact(role),
                    "order_line": [
                        (0, 0, {"product_id": self._goods(), **line, **_UNTAXED})
                    ],
                }
                for _order in range(taken)
            ]
            orders = self.call(model, "create", vals_list) if vals_list else []
        method = "action_confirm" if model == SALE else "button_confirm"
        if orders:
            self.call(model, method, orders)
        return orders

    def order_in(self):
        quantity = self.chance.randint(5, 20)
        return self._order(PURCHASE, SOURCE, product_qty=quantity, price_unit=7)

    def order_out(self):
        quantity = self.chance.randint(1, 5)
        return self._order(SALE, TAKER, product_uom_qty=quantity, price_unit=19.9)

    # === MOVING === #

    def _open_transfers(self):
        # What an order lets be moved is Odoo's own, so it is known by whom it is for.
        mine = ("partner_id.ref", "in", (SOURCE, TAKER))
        open_ = ("state", "not in", ("done", "cancel"))
        return [*self.company, mine, open_]

    def transfer(self):
        found = self.pick("stock.picking", self._open_transfers())
        return found and self._move(found["id"])

    def _move(self, picking):
        """Let all that a transfer says be moved, whether it is there or not."""
        moves = self.find(
            "stock.move", [("picking_id", "=", picking)], "product_uom_qty"
        )
        for move in moves:
            vals = {"quantity": float(move["product_uom_qty"]), "picked": True}
            self.call("stock.move", "write", [move["id"]], vals)
        hurry = {"skip_backorder": True, "skip_sms": True}
        self.call("stock.picking", "button_validate", [picking], **hurry)
        return True

    def count(self):
        quant = self.create(
            "stock.quant",
            {
                "product_id": self._goods(),
                "location_id": self.known["shelf"],
                "inventory_quantity": self.chance.randint(0, 30),
            },
            inventory_mode=True,
        )
        self.call("stock.quant", "action_apply_inventory", [quant])
        return True

    def scrap(self):
        vals = {
            "product_id": self._goods(),
            "scrap_qty": 1,
            "location_id": self.known["shelf"],
        }
        scrap = self.create("stock.scrap", vals)
        self.call("stock.scrap", "action_validate", [scrap])
        return True

    # === INVOICING === #

    def _unbilled(self, model, limit=20):
        domain = [*self.own, ("invoice_status", "=", "to invoice")]
        return self.find(model, domain, limit=limit)

    def document(self):
        model = self.chance.choice(self._billed_here())
        found = self._unbilled(model)
        if not found:
            return False
        return self._bill(model, self.chance.choice(found)["id"])

    def _billed_here(self):
        # Where QuickBooks gets orders alone, the accountant makes the bills.
        return [SALE] if self.known["purchases"] == "order" else [SALE, PURCHASE]

    def _bill(self, model, order):
        """Invoice or bill what was moved of an order."""
        if model == PURCHASE:
            moves = [self.call(model, "action_create_invoice", [order])["res_id"]]
            self.date_bill(moves[0])
        else:
            wizard = self.create(
                "sale.advance.payment.inv",
                {"advance_payment_method": "delivered"},
                active_model=SALE,
                active_ids=[order],
            )
            action = self.call(
                "sale.advance.payment.inv",
                "create_invoices",
                [wizard],
                active_model=SALE,
                active_ids=[order],
            )
            moves = [action["res_id"]]
            vals = {"invoice_date": TODAY}
            self.call("account.move", "write", moves, vals)
        self.call("account.move", "action_post", moves)
        return True

    # === THE NEXT DAY === #

    def tidy_up(self):
        """Confirm, move and bill all that was ordered, and count what was not."""
        drafts = [*self.own, ("state", "=", "draft")]
        for model, method in (
            (SALE, "action_confirm"),
            (PURCHASE, "button_confirm"),
        ):
            for order in self.find(model, drafts, limit=1000):
                self.call(model, method, [order["id"]])
        for picking in self.find("stock.picking", self._open_transfers(), limit=1000):
            self._move(picking["id"])
        for model in self._billed_here():
            for order in self._unbilled(model, limit=1000):
                self._bill(model, order["id"])
        self.confirm_drafts("out_invoice", "in_invoice")
