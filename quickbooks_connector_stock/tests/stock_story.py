"""What happens to one product: bought, sold, moved before or after its papers."""


class Story:
    """Things that people do with one product, in an order that chance chooses.

    :param case: a :class:`.stock_common.StockCase`
    :param chance: a ``random.Random``
    :param prices: what the product may cost
    """

    deeds = (
        "order_in",
        "receive",
        "bill",
        "order_out",
        "deliver",
        "invoice",
        "take_back",
        "count",
        "scrap",
    )

    def __init__(self, case, chance, product, prices):
        self.case, self.chance = case, chance
        self.product, self.prices = product, prices
        self.bought = case.env["purchase.order"]
        self.sold = case.env["sale.order"]
        self.told = []

    def go_on(self, count):
        """Let ``count`` things happen."""
        for _number in range(count):
            deed = self.chance.choice(self.deeds)
            self.told.append(deed)
            getattr(self, deed)()

    def end(self):
        """Let every order be moved and documented, and nothing be missing."""
        self._order(6 - min(self.product.qty_available, 0))
        for orders, document in (
            (self.bought, self.case.bill),
            (self.sold, self.case.invoice),
        ):
            for order in orders:
                self.case.transfer(order.picking_ids)
                if order.invoice_status == "to invoice":
                    document(order)

    # === DEEDS === #

    def order_in(self):
        self._order(self.chance.randint(1, 9))

    def _order(self, quantity):
        price = self.chance.choice(self.prices)
        self.bought |= self.case.buy(self.product, quantity, price)

    def receive(self):
        self._transfer(self.bought)

    def bill(self):
        open_ = self.bought.filtered(lambda one: one.invoice_status == "to invoice")
        for order in open_[:1]:
            self.case.bill(order)

    def order_out(self):
        self.sold |= self.case.sell(self.product, self.chance.randint(1, 5))

    def deliver(self):
        self._transfer(self.sold)

    def _transfer(self, orders):
        pickings = orders.picking_ids.filtered(lambda one: one.state != "done")
        quantity = self.chance.choice((None, 1))
        self.case.transfer(pickings[:1], quantity)

    def invoice(self):
        open_ = self.sold.filtered(lambda one: one.invoice_status == "to invoice")
        for order in open_[:1]:
            self.case.invoice(order)

    def take_back(self):
        delivered = self.sold.picking_ids.filtered(
            lambda one: one.state == "done" and one.picking_type_code == "outgoing"
        )
        for picking in delivered[:1]:
            # What is invoiced as it was ordered is credited by hand.
            credited = self.product.invoice_policy == "delivery"
            self.case.give_back(picking, 1, credited and self.chance.random() < 0.5)

    def count(self):
        self.case.count(self.product, self.chance.randint(0, 12))

    def scrap(self):
        if self.product.qty_available > 0:
            self.case.scrap(self.product, 1)
