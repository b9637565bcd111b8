"""A connected company that buys: orders, bills, and what the accountant does there."""

from odoo import Command

from .common import QuickbooksCase


class PurchaseCase(QuickbooksCase):
    """A company whose bought products have an account in QuickBooks."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref(
            "purchase.group_purchase_manager"
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Hill Country Lumber"})
        cls.desk, cls.chair = cls.env["product.product"].create(
            [
                {
                    "name": name,
                    "type": "consu",
                    "standard_price": price,
                    "purchase_method": "purchase",
                    "supplier_taxes_id": [Command.clear()],
                    "taxes_id": [Command.clear()],
                }
                for name, price in (("Walnut Desk", 120.0), ("Willow Chair", 30.0))
            ]
        )

    @classmethod
    def _set_up(cls, connection):
        super()._set_up(connection)
        connection.expense_account_id = cls.listed(connection, "80")

    @classmethod
    def listed(cls, connection, qbo_id, kind="Account"):
        """Return the entry of a QuickBooks list with that id."""
        return cls.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", kind),
                ("qbo_id", "=", qbo_id),
            ]
        )

    @classmethod
    def match_account(cls, account, qbo_id):
        """Match ``account`` with one of QuickBooks."""
        mappings = cls.env["quickbooks.mapping"]
        key = {
            "connection_id": cls.connection.id,
            "kind": "Account",
            "res_model": "account.account",
            "res_id": account.id,
        }
        vals = {"reference_id": cls.listed(cls.connection, qbo_id).id, "state": "done"}
        row = mappings.search([(name, "=", value) for name, value in key.items()])
        row.write(vals) if row else mappings.sudo().create(key | vals)

    # === VOCABULARY === #

    def order(self, *lines, confirm=True, taxes=None, **vals):
        """Return a purchase order of ``(product, quantity, price)`` lines."""
        lines = lines or [(self.desk, 10, 120.0), (self.chair, 4, 30.0)]
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "date_order": "2026-11-02 12:00:00",
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.set(taxes.ids if taxes else [])],
                        }
                    )
                    for product, quantity, price in lines
                ],
                **vals,
            }
        )
        if confirm:
            order.button_confirm()
            order.date_approve = "2026-11-02 12:00:00"
        return order

    def bill(self, order, ref=None, date="2026-11-05", post=True, **quantities):
        """Return the bill of what is open of ``order``."""
        action = order.action_create_invoice()
        bill = self.env["account.move"].browse(action["res_id"])
        bill.write({"ref": ref, "invoice_date": date, "date": date})
        if post:
            bill.action_post()
        return bill

    def send_order(self, order):
        """Let ``order`` be in QuickBooks; return what it is there."""
        order.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(order, state="synced")
        return self.theirs(order)

    def theirs(self, record, entity=None):
        """Return what ``record`` is in QuickBooks now."""
        binding = self.binding(record, entity)
        return self.qbo.read(binding.entity, binding.qbo_id)

    # === WHAT THE ACCOUNTANT DOES IN QUICKBOOKS === #

    def bill_there(self, there, quantities=None, prices=None, **values):
        """Copy the purchase order ``there`` to a bill; return the bill.

        :param list quantities: of each line, where not all is billed
        :param list prices: of each line, where they are not those of the order
        """
        lines = []
        for number, line in enumerate(there["Line"]):
            kind = line["DetailType"]
            detail = dict(line[kind])
            quantity = quantities[number] if quantities else detail.get("Qty")
            if quantities and not quantity:
                continue
            amount = line["Amount"]
            if kind == "ItemBasedExpenseLineDetail":
                price = prices[number] if prices else detail["UnitPrice"]
                detail |= {"Qty": quantity, "UnitPrice": price}
                amount = quantity * price
            link = {
                "TxnId": there["Id"],
                "TxnType": "PurchaseOrder",
                "TxnLineId": line["Id"],
            }
            lines.append(
                {
                    "DetailType": kind,
                    "Amount": amount,
                    kind: detail,
                    "LinkedTxn": [link],
                }
            )
        body = {
            "VendorRef": there["VendorRef"],
            "TxnDate": "2026-11-09",
            "DocNumber": "HCL-17",
            "Line": lines,
        }
        return self.qbo.create("Bill", body | values)

    def arrived(self, obj, entity="Bill"):
        """Let the pull run and return the move that ``obj`` is by now."""
        self.run_pull()
        held = self.env["quickbooks.inbound"].sudo().search([])
        self.assertFalse(held, held.mapped("message"))
        return self.move_of(obj, entity)

    def move_of(self, obj, entity="Bill"):
        """Return the move that is linked to ``obj``, maybe none."""
        link = self.binding_model().search(
            [("entity", "=", entity), ("qbo_id", "=", obj["Id"])]
        )
        return self.env["account.move"].browse(link.mapped("res_id"))
