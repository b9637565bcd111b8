"""A company whose stock QuickBooks counts, and words to move it with."""

from odoo import Command
from odoo.tests import Form

from odoo.addons.quickbooks_connector.tests.common import QuickbooksCase


class StockCase(QuickbooksCase):
    """A US company with goods on stock, whose quantities QuickBooks keeps."""

    #: On which documents are dated; none: some days ago, bills first.
    day = None

    @classmethod
    def get_default_groups(cls):
        return (
            super().get_default_groups()
            | cls.env.ref("stock.group_stock_manager")
            | cls.env.ref("purchase.group_purchase_manager")
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.inventory_owner = "quickbooks"
        cls.connection.inventory_start = cls.connection.start_date
        cls.connection.purchase_sent = "bill"
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        )
        cls.stock = cls.warehouse.lot_stock_id
        cls.desk = cls.goods("Standing desk")
        cls.lamp = cls.goods("Reading lamp", standard_price=8.0)

    @classmethod
    def goods(cls, name, **vals):
        """Return a product that is stocked, bought and sold by delivered quantity."""
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "is_storable": True,
                "standard_price": 60.0,
                "list_price": 100.0,
                "invoice_policy": "delivery",
                "taxes_id": [Command.clear()],
                "supplier_taxes_id": [Command.clear()],
                **vals,
            }
        )

    # === MOVING STOCK === #

    def count(self, product, quantity):
        """Count ``quantity`` of ``product``, as a person does at the shelf."""
        quant = (
            self.env["stock.quant"]
            .with_context(inventory_mode=True)
            .create(
                {
                    "product_id": product.id,
                    "location_id": self.stock.id,
                    "inventory_quantity": quantity,
                }
            )
        )
        quant.action_apply_inventory()

    def scrap(self, product, quantity):
        """Throw ``quantity`` of ``product`` away."""
        scrap = self.env["stock.scrap"].create(
            {
                "product_id": product.id,
                "scrap_qty": quantity,
                "location_id": self.stock.id,
            }
        )
        scrap.do_scrap()
        return scrap

    def sell(self, product, quantity, **vals):
        """Return a confirmed order of ``product``."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity, **vals}
                    )
                ],
            }
        )
        order.action_confirm()
        return order

    def buy(self, product, quantity, price=60.0, **vals):
        """Return a confirmed purchase order of ``product``."""
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.partner_b.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                            **vals,
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        return order

    def transfer(self, pickings, quantity=None):
        """Do the open transfers, of all or of ``quantity``; return those done."""
        pickings = pickings.filtered(lambda p: p.state not in ("done", "cancel"))
        for picking in pickings:
            picking.action_assign()
            for move in picking.move_ids:
                move.quantity = move.product_uom_qty if quantity is None else quantity
                move.picked = True
            picking.with_context(
                skip_backorder=True, skip_sms=True, cancel_backorder=False
            ).button_validate()
        return pickings

    def give_back(self, picking, quantity, refund=True):
        """Return goods of ``picking``; done.

        :param bool refund: the order is to be credited
        """
        wizard = Form(
            self.env["stock.return.picking"].with_context(
                active_id=picking.id, active_ids=picking.ids, active_model=picking._name
            )
        ).save()
        wizard.product_return_moves.write({"quantity": quantity, "to_refund": refund})
        action = wizard.action_create_returns()
        back = self.env["stock.picking"].browse(action["res_id"])
        return self.transfer(back)

    def invoice(self, order):
        """Invoice, or credit, what is to be invoiced of a sale; posted."""
        move = order._create_invoices(final=True)
        move.invoice_date = self.day or "2026-11-20"
        move.action_post()
        return move

    def bill(self, order):
        """Bill, or credit, what is to be billed of a purchase; posted."""
        order.action_create_invoice()
        move = order.invoice_ids.filtered(lambda m: m.state == "draft")
        move.invoice_date = self.day or "2026-11-19"
        move.action_post()
        return move

    # === WHAT QUICKBOOKS HAS === #

    def assertQuantity(self, product, expected):
        """Check the quantity of ``product`` in QuickBooks."""
        binding = product._quickbooks_binding("Item", self.connection)
        item = next(i for i in self.qbo.all("Item") if i["Id"] == binding.qbo_id)
        self.assertEqual(item["QtyOnHand"], expected, product.name)

    def adjustments(self):
        """Return the adjustments in QuickBooks, as ``[{product name: change}]``."""
        return [
            {
                detail["ItemRef"]["name"]: detail["QtyDiff"]
                for line in obj["Line"]
                for detail in [line["ItemAdjustmentLineDetail"]]
            }
            for obj in self.qbo.all("InventoryAdjustment")
        ]
