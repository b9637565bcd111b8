"""S9, S5, T2, T3, T4, T6: what is made in QuickBooks arrives here, to the cent."""

from decimal import Decimal as D

from odoo.tests import tagged

from .common import QuickbooksCase


class ImportCase(QuickbooksCase):
    """Words for documents that somebody makes in QuickBooks."""

    def customer(self, name="Blue Heron Bakery"):
        return {"value": self.qbo.all("Customer", f"DisplayName = '{name}'")[0]["Id"]}

    def item(self, name="Oak Desk"):
        return {"value": self.qbo.all("Item", f"Name = '{name}'")[0]["Id"]}

    def sold(self, amount, item=None, **detail):
        """Return a line of a sales document."""
        return {
            "Amount": D(str(amount)),
            "DetailType": "SalesItemLineDetail",
            "SalesItemLineDetail": {"ItemRef": item or self.item(), **detail},
        }

    def make(self, entity="Invoice", lines=None, **values):
        """Let somebody make a document in QuickBooks; return it."""
        return self.qbo.create(
            entity,
            {
                "CustomerRef": self.customer(),
                "TxnDate": "2026-11-10",
                "Line": lines or [self.sold(240, Qty=2, UnitPrice=120)],
                **values,
            },
        )

    def move_of(self, obj, entity="Invoice"):
        """Return the move that is linked to ``obj``."""
        link = self.binding_model().search(
            [("entity", "=", entity), ("qbo_id", "=", obj["Id"])]
        )
        return self.env["account.move"].browse(link.res_id)

    def take(self, obj, entity="Invoice"):
        """Let the pull run and return what ``obj`` has become."""
        self.run_pull()
        held = self.env["quickbooks.inbound"].sudo().search([])
        self.assertFalse(held, held.mapped("message"))
        return self.move_of(obj, entity)


@tagged("post_install", "-at_install")
class TestImportInvoice(ImportCase):
    def test_an_invoice_made_there_arrives_with_its_customer_and_product(self):
        theirs = self.make(
            CustomerMemo={"value": "Thank you"}, PrivateNote="Call before delivery"
        )
        move = self.take(theirs)
        self.assertRecordValues(
            move,
            [
                {
                    "state": "posted",
                    "move_type": "out_invoice",
                    "amount_total": 240.0,
                    "amount_residual": 240.0,
                    "payment_reference": theirs["DocNumber"],
                    "ref": "Call before delivery",
                }
            ],
        )
        self.assertEqual(str(move.invoice_date), "2026-11-10")
        self.assertEqual(str(move.invoice_date_due), theirs["DueDate"])
        self.assertIn("Thank you", move.narration)
        self.assertEqual(move.partner_id.name, "Blue Heron Bakery")
        line = move.invoice_line_ids
        self.assertEqual((line.quantity, line.price_unit), (2, 120))
        self.assertEqual(line.product_id.name, "Oak Desk")
        self.assertBinding(move, state="synced", is_born_there=True)
        self.assertIn(
            "Taken over from QuickBooks", str(move.message_ids.mapped("body"))
        )
        self.qbo.clear_journal()
        self.run_push()
        self.assertFalse(self.qbo.count("batch"), "nothing is echoed back")
