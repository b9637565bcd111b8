"""S1, P4, I1, S11, S12, S17, Y2: what people install the add-on for."""

from decimal import Decimal

from odoo import Command
from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestFirstFlow(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Lakeside Outfitters",
                "is_company": True,
                "email": "books@lakeside-outfitters.example.com",
                "street": "12 Harbour Road",
                "city": "Austin",
                "zip": "78701",
                "state_id": cls.env.ref("base.state_us_44").id,
                "country_id": cls.env.ref("base.us").id,
            }
        )
        cls.contact = cls.env["res.partner"].create(
            {"name": "Purchasing Desk", "parent_id": cls.customer.id}
        )
        cls.service = cls.env["product.product"].create(
            {"name": "Bench fitting", "type": "service", "list_price": 80.0}
        )
        cls.desk = cls.env["product.product"].create(
            {
                "name": "Walnut bench",
                "type": "consu",
                "default_code": "BENCH-1",
                "list_price": 240.0,
            }
        )
        cls.delivery = cls.env["product.product"].create(
            {"name": "Bench delivery", "type": "service", "list_price": 25.0}
        )

    def _sell(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.contact.id,
                "order_line": [
                    self._line(self.desk, 2, 240.0, discount=10, taxed=True),
                    self._line(self.service, 3, 80.0),
                    self._line(self.delivery, 1, 25.0),
                ],
            }
        )
        order.action_confirm()
        order.order_line.qty_delivered = 3
        invoice = order._create_invoices()
        invoice.action_post()
        return order, invoice

    def _line(self, product, quantity, price, discount=0, taxed=False):
        return Command.create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "price_unit": price,
                "discount": discount,
                "tax_ids": [Command.set(self.tax_sale_a.ids if taxed else [])],
            }
        )

    def test_a_posted_invoice_is_in_quickbooks_with_no_click(self):
        order, invoice = self._sell()
        self.run_push()
        self.assertBinding(self.customer, state="synced")
        self.assertBinding(self.contact, state="synced")
        self.assertBinding(self.desk, state="synced")
        self.assertBinding(invoice, state="synced")
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(theirs["TotalAmt"], Decimal(f"{invoice.amount_total:.2f}"))
        self.assertEqual(
            theirs["TxnTaxDetail"]["TotalTax"], Decimal(f"{invoice.amount_tax:.2f}")
        )
        self.assertEqual(theirs["Balance"], theirs["TotalAmt"])
        company = self.assertQboHas("Customer", DisplayName="Lakeside Outfitters")
        person = self.assertQboHas("Customer", DisplayName="Purchasing Desk")
        self.assertEqual(person["ParentRef"]["value"], company["Id"])
        self.assertEqual(theirs["CustomerRef"]["value"], person["Id"])
        self.assertQboHas(
            "Item", Name="Walnut bench", Type="NonInventory", Sku="BENCH-1"
        )
        self.assertQboHas("Item", Name="Bench fitting", Type="Service")
        self.assertEqual(invoice.qbo_state, "synced")
        self.assertEqual(invoice.qbo_doc_number, invoice.name)
        self.assertIn(theirs["Id"], invoice.qbo_url)
        self.assertEqual(order.qbo_state, "synced")
        self.assertIn("QuickBooks", invoice.message_ids[0].body)

    def test_a_payment_in_quickbooks_turns_the_invoice_paid(self):
        _order, invoice = self._sell()
        self.run_push()
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.qbo.create(
            "Payment",
            {
                "CustomerRef": theirs["CustomerRef"],
                "TotalAmt": theirs["TotalAmt"],
                "Line": [
                    {
                        "Amount": theirs["TotalAmt"],
                        "LinkedTxn": [{"TxnId": theirs["Id"], "TxnType": "Invoice"}],
                    }
                ],
            },
        )
        self.run_pull()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertBinding(invoice, state="synced")
        payment = invoice._get_reconciled_payments()
        self.assertEqual(len(payment), 1)
        self.assertBinding(payment, state="synced")
        self.run_pull()
        self.assertEqual(invoice._get_reconciled_payments(), payment)
