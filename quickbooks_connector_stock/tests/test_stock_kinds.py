"""K1, K2: units, kits and manufacturing where QuickBooks counts."""

from odoo import Command
from odoo.tests import tagged

from .stock_common import StockCase


@tagged("post_install", "-at_install")
class TestUnits(StockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dozen = cls.env.ref("uom.product_uom_dozen")

    def test_a_dozen_is_twelve_on_every_document(self):
        purchase = self.buy(self.lamp, 2, price=96.0, product_uom_id=self.dozen.id)
        self.transfer(purchase.picking_ids)
        bill = self.bill(purchase)
        sale = self.sell(
            self.lamp, 1, product_uom_id=self.dozen.id, price_unit=120.0, discount=10
        )
        self.transfer(sale.picking_ids)
        invoice = self.invoice(sale)
        self.run_push()
        for move in (bill, invoice):
            self.assertBinding(move, state="synced")
        self.assertQuantity(self.lamp, 12)
        self.assertEqual(self.lamp.qty_available, 12)
        line = self.assertQboHas("Bill", TotalAmt=192)["Line"][0]
        detail = line["ItemBasedExpenseLineDetail"]
        self.assertEqual((detail["Qty"], detail["UnitPrice"]), (24, 8))
        line = self.assertQboHas("Invoice", TotalAmt=108)["Line"][0]
        self.assertEqual(line["SalesItemLineDetail"]["Qty"], 12)

    def test_a_bill_made_there_of_an_order_in_dozens_counts_its_units(self):
        self.connection.write(
            {"purchase_sent": "order", "purchase_moment": "confirmed"}
        )
        purchase = self.buy(self.lamp, 2, price=96.0, product_uom_id=self.dozen.id)
        self.run_push()
        order = self.assertQboHas("PurchaseOrder", TotalAmt=192)
        detail = order["Line"][0]["ItemBasedExpenseLineDetail"]
        self.assertEqual((detail["Qty"], detail["UnitPrice"]), (24, 8))
        self.qbo.create(
            "Bill",
            {
                "VendorRef": order["VendorRef"],
                "TxnDate": order["TxnDate"],
                "Line": [
                    {
                        key: order["Line"][0][key]
                        for key in (
                            "Amount",
                            "DetailType",
                            "ItemBasedExpenseLineDetail",
                        )
                    }
                    | {
                        "LinkedTxn": [
                            {
                                "TxnId": order["Id"],
                                "TxnType": "PurchaseOrder",
                                "TxnLineId": order["Line"][0]["Id"],
                            }
                        ]
                    }
                ],
            },
        )
        self.run_pull()
        self.assertEqual(purchase.order_line.qty_invoiced, 2)
        self.assertEqual(purchase.invoice_ids.amount_total, 192)

    def test_what_quickbooks_does_not_count_is_said_as_it_stands(self):
        self.lamp.write({"is_storable": False, "invoice_policy": "order"})
        sale = self.sell(self.lamp, 1, product_uom_id=self.dozen.id, price_unit=120.0)
        invoice = self.invoice(sale)
        self.run_push()
        self.assertBinding(invoice, state="synced")
        line = self.assertQboHas("Invoice", TotalAmt=120)["Line"][0]
        self.assertEqual(line["SalesItemLineDetail"]["Qty"], 1)


@tagged("post_install", "-at_install")
class TestKitsAndManufacturing(StockCase):
    def bom(self, product, kind):
        """Return how ``product`` is made of a desk and two lamps."""
        return self.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "type": kind,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in ((self.desk, 1), (self.lamp, 2))
                ],
            }
        )

    def test_the_parts_of_a_kit_that_is_sold_are_adjusted(self):
        self.count(self.desk, 10)
        self.count(self.lamp, 10)
        self.run_push()
        for name, is_storable in (("Study", False), ("Office", True)):
            kit = self.goods(name, is_storable=is_storable)
            self.bom(kit, "phantom")
            sale = self.sell(kit, 2)
            self.transfer(sale.picking_ids)
            self.invoice(sale)
            self.run_push()
            self.assertQboHas("Item", Name=name, Type="NonInventory")
        self.assertQuantity(self.desk, 6)
        self.assertQuantity(self.lamp, 2)
        self.assertEqual(self.lamp.qty_available, 2)

    def test_what_is_made_uses_its_parts_up(self):
        self.count(self.desk, 10)
        self.count(self.lamp, 10)
        study = self.goods("Study")
        production = self.env["mrp.production"].create(
            {
                "product_id": study.id,
                "product_qty": 3,
                "bom_id": self.bom(study, "normal").id,
            }
        )
        production.action_confirm()
        production.qty_producing = 3
        production.set_qty_producing()
        production.button_mark_done()
        self.run_push()
        for product, quantity in ((self.desk, 7), (self.lamp, 4), (study, 3)):
            self.assertEqual(product.qty_available, quantity)
            self.assertQuantity(product, quantity)
        self.assertEqual(len(self.adjustments()), 1)
