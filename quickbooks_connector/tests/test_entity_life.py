"""S3-S5, P1, P5, P6, I4, Y2: the life of records, with both sides looked at."""

from decimal import Decimal as D

from odoo import Command
from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestLife(QuickbooksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner_a.name = "Willow Market"
        cls.thing = cls.env["product.product"].create({"name": "Walnut tray"})

    def _sent(self, **vals):
        """Return an invoice and its counterpart."""
        lines = vals.pop("lines", [(self.thing, 2, 50.0, True)])
        move = self.create_invoice(lines=lines, **vals)
        self.run_push()
        self.assertBinding(move, state="synced")
        return move, self._theirs(move)

    def _theirs(self, move):
        return self.qbo.read("Invoice", self.binding(move).qbo_id)

    # === INVOICES === #

    def test_an_invoice_posted_again_updates_the_same_one(self):
        move, before = self._sent()
        move.button_draft()
        self.commit()
        self.assertEqual(move.qbo_state, "modified")
        self.run_push()
        self.assertEqual(self._theirs(move), before)
        move.invoice_line_ids.price_unit = 75
        move.action_post()
        self.run_push()
        after = self._theirs(move)
        self.assertBinding(move, state="synced")
        self.assertEqual(after["Id"], before["Id"])
        self.assertEqual(after["TotalAmt"], D("172.50"))
        self.assertQboHas("Invoice", DocNumber=move.name)

    def test_an_invoice_posted_again_as_it_was_is_not_sent(self):
        move, before = self._sent()
        move.button_draft()
        move.action_post()
        self.run_push()
        self.assertBinding(move, state="synced")
        self.assertEqual(self._theirs(move)["SyncToken"], before["SyncToken"])

    def test_a_cancelled_invoice_is_voided_and_comes_back_when_posted(self):
        move, _before = self._sent()
        move.button_draft()
        move.button_cancel()
        self.run_push()
        voided = self._theirs(move)
        self.assertBinding(move, state="synced")
        self.assertEqual((voided["TotalAmt"], voided["Balance"]), (0, 0))
        move.button_draft()
        move.action_post()
        self.run_push()
        self.assertBinding(move, state="synced")
        self.assertEqual(self._theirs(move)["TotalAmt"], D("115.00"))

    def test_an_invoice_is_edited_after_it_was_paid_in_quickbooks(self):
        move, theirs = self._sent()
        self._pay({theirs["Id"]: "15"}, theirs)
        self.run_pull()
        move.narration = "<p>Thank you</p>"
        self.run_push()
        self.assertBinding(move, state="synced")
        after = self._theirs(move)
        self.assertEqual(after["CustomerMemo"]["value"], "Thank you")
        self.assertEqual(after["Balance"], D("100.00"))

    # === CUSTOMERS === #

    def test_an_edit_of_a_customer_reaches_quickbooks_alone(self):
        self._sent()
        self.partner_a.phone = "+1 512 555 0177"
        self.run_push()
        theirs = self.assertQboHas("Customer", DisplayName="Willow Market")
        self.assertEqual(theirs["PrimaryPhone"]["FreeFormNumber"], "+1 512 555 0177")
        self.partner_a.phone = False
        self.run_push()
        theirs = self.assertQboHas("Customer", DisplayName="Willow Market")
        self.assertFalse((theirs.get("PrimaryPhone") or {}).get("FreeFormNumber"))

    def test_a_customer_found_by_address_keeps_what_only_quickbooks_knows(self):
        theirs = self.qbo.all("Customer", "DisplayName = 'Blue Heron Bakery'")[0]
        partner = self.env["res.partner"].create(
            {
                "name": "Blue Heron",
                "email": theirs["PrimaryEmailAddr"]["Address"].upper(),
            }
        )
        count = len(self.qbo.all("Customer"))
        self._sent(partner=partner)
        self.assertBinding(partner, qbo_id=theirs["Id"], qbo_name="Blue Heron Bakery")
        self.assertEqual(len(self.qbo.all("Customer")), count)
        partner.website = "https://blueheron.example.com"
        self.run_push()
        after = self.qbo.read("Customer", theirs["Id"])
        self.assertEqual(after["WebAddr"]["URI"], "https://blueheron.example.com")
        for key in ("DisplayName", "PrimaryPhone", "BillAddr"):
            self.assertEqual(after[key], theirs[key], key)

    def test_a_customer_called_as_a_vendor_gets_an_addition_and_no_new_name_here(self):
        partner = self.env["res.partner"].create({"name": "Granite Peak Lumber"})
        self._sent(partner=partner)
        self.assertQboHas("Customer", DisplayName="Granite Peak Lumber (Customer)")
        self.assertEqual(partner.name, "Granite Peak Lumber")

    def test_two_namesakes_one_after_the_other_both_arrive(self):
        for expected in (
            "Ida Moreno",
            "Ida Moreno (Customer)",
            "Ida Moreno (Customer 2)",
        ):
            partner = self.env["res.partner"].create({"name": "Ida Moreno"})
            self._sent(partner=partner)
            self.assertQboHas("Customer", DisplayName=expected)

    def test_the_order_of_a_person_billed_to_an_address_stays_theirs(self):
        company = self.env["res.partner"].create(
            {"name": "Lakeside Outfitters", "is_company": True}
        )
        person, _office = self.env["res.partner"].create(
            [
                {"name": "Rosa Quist", "parent_id": company.id},
                {"name": "Accounts", "type": "invoice", "parent_id": company.id},
            ]
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": person.id,
                "order_line": [Command.create({"product_id": self.thing.id})],
            }
        )
        order.action_confirm()
        order.order_line.qty_delivered = 1
        invoice = order._create_invoices()
        self.assertEqual(invoice.partner_id.type, "invoice")
        invoice.action_post()
        self.run_push()
        theirs = self._theirs(invoice)
        self.assertEqual(theirs["CustomerRef"]["value"], self.binding(person).qbo_id)

    # === PRODUCTS === #

    def test_a_product_repriced_is_repriced_there(self):
        self._sent()
        self.thing.list_price = 61.25
        self.run_push()
        theirs = self.assertQboHas("Item", Name="Walnut tray")
        self.assertEqual(theirs["UnitPrice"], D("61.25"))
        self.assertEqual(theirs["Type"], "NonInventory")

    def test_a_product_found_by_name_keeps_its_kind_and_quantity(self):
        theirs = self.qbo.all("Item", "Name = 'Oak Desk'")[0]
        desk = self.env["product.product"].create({"name": "Oak desk"})
        self._sent(lines=[(desk, 1, 10.0, False)])
        self.assertBinding(desk, qbo_id=theirs["Id"])
        sold = self.qbo.read("Item", theirs["Id"])
        desk.list_price = 480
        self.run_push()
        after = self.qbo.read("Item", theirs["Id"])
        self.assertBinding(desk, state="synced")
        self.assertEqual(after["UnitPrice"], 480)
        self.assertEqual(after["Type"], "Inventory")
        self.assertEqual(after["QtyOnHand"], sold["QtyOnHand"])

    # === PAYMENTS === #

    def _pay(self, parts, theirs, total=None):
        return self.qbo.create(
            "Payment",
            {
                "CustomerRef": theirs["CustomerRef"],
                "TotalAmt": total or sum(map(D, parts.values())),
                "Line": [
                    {
                        "Amount": D(amount),
                        "LinkedTxn": [{"TxnId": invoice, "TxnType": "Invoice"}],
                    }
                    for invoice, amount in parts.items()
                ],
            },
        )

    def test_parts_of_two_invoices_are_the_same_on_both_sides(self):
        first, theirs_first = self._sent()
        second, theirs_second = self._sent()
        self._pay(
            {theirs_first["Id"]: "60.01", theirs_second["Id"]: "115"}, theirs_first
        )
        self.run_pull()
        for move in (first, second):
            there = self._theirs(move)["Balance"]
            self.assertEqual(D(f"{move.amount_residual:.2f}"), D(there))
        self.assertEqual(
            (first.payment_state, second.payment_state), ("partial", "paid")
        )
        self.assertEqual(first.reconciled_payment_ids, second.reconciled_payment_ids)
