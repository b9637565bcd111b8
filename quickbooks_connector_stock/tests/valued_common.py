"""A connected company whose stock Odoo counts, and values first in first out."""

from decimal import Decimal

from odoo import Command

from odoo.addons.quickbooks_connector.tests.purchase_common import PurchaseCase

#: Accounts of the simulated company.
ASSET, COST, SHRINKAGE = "81", "80", "91"


class OdooCounts:
    """Odoo counts the stock, and its value goes as entries by day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.sudo().write({"inventory_owner": "odoo", "stock_entries": True})

    def exchange(self):
        """Send the documents, sum up the stock, send that too."""
        self.run_push()
        self.connection.action_sum_stock()
        self.run_work()
        self.run_push()


class ValuedCase(PurchaseCase):
    """What Odoo books of the stock, and what QuickBooks has of it."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("stock.group_stock_manager")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        )
        cls.valuation = cls.env.company.account_stock_valuation_id
        cls.category = cls.env["product.category"].create(
            {
                "name": "Counted",
                "property_valuation": "real_time",
                "property_cost_method": "fifo",
                "property_stock_valuation_account_id": cls.valuation.id,
            }
        )
        cls.lost = cls.valuation.copy({"name": "Lost Goods", "code": "600900"})
        cls.lost.account_type = "expense"
        cls.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", cls.env.company.id)]
        ).valuation_account_id = cls.lost
        cls.shelf = cls.stocked("Oak Shelf")
        expense = cls.shelf.product_tmpl_id.get_product_accounts()["expense"]
        for account, qbo_id in (
            (cls.valuation, ASSET),
            (expense, COST),
            (cls.lost, SHRINKAGE),
        ):
            cls.match_account(account, qbo_id)

    @classmethod
    def stocked(cls, name, **vals):
        """Return a new storable product that is bought and sold by quantity."""
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "is_storable": True,
                "categ_id": cls.category.id,
                "purchase_method": "purchase",
                "invoice_policy": "order",
                "supplier_taxes_id": [Command.clear()],
                "taxes_id": [Command.clear()],
                **vals,
            }
        )

    @classmethod
    def _set_up(cls, connection):
        super()._set_up(connection)
        connection.purchase_sent = "bill"

    def setUp(self):
        super().setUp()
        self.opening = self.balances_there()

    # === WHAT PEOPLE DO === #

    def buy(self, quantity, price, product=None, bill=True, date="2026-11-05"):
        """Order, receive and bill; return the order."""
        order = self.order((product or self.shelf, quantity, price))
        self.process(order.picking_ids)
        if bill:
            self.bill(order, date=date)
        return order

    def sell(self, quantity, product=None, deliver=True, invoice=True, date=None):
        """Sell, deliver and invoice; return the order."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": (product or self.shelf).id,
                            "product_uom_qty": quantity,
                            "price_unit": 50,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        if deliver:
            self.process(order.picking_ids)
        if invoice:
            self.invoice_order(order, date)
        return order

    def invoice_order(self, order, date=None):
        """Return the posted invoice of what is open of ``order``."""
        move = order._create_invoices()
        move.write({"invoice_date": date or "2026-11-10", "date": date or "2026-11-10"})
        move.action_post()
        return move

    def process(self, pickings):
        """Let all that ``pickings`` ask for happen."""
        for picking in pickings.filtered(lambda p: p.state not in ("done", "cancel")):
            picking.action_assign()
            for move in picking.move_ids:
                move.quantity = move.product_uom_qty
                move.picked = True
            picking._action_done()

    def count(self, quantity, product=None):
        """Set the quantity on hand, as a count does."""
        quant = (
            self.env["stock.quant"]
            .with_context(inventory_mode=True)
            .create(
                {
                    "product_id": (product or self.shelf).id,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "inventory_quantity": quantity,
                }
            )
        )
        quant.action_apply_inventory()

    def scrap(self, quantity, product=None):
        """Scrap some of what is on hand."""
        product = product or self.shelf
        scrap = self.env["stock.scrap"].create(
            {"product_id": product.id, "scrap_qty": quantity}
        )
        scrap.action_validate()
        return scrap

    # === BOTH SIDES' BOOKS === #

    def balances_there(self):
        """Return ``{account id: balance}`` of QuickBooks, debits positive."""
        report = self.qbo.api(
            "GET", "reports/TrialBalance?start_date=2026-01-01&end_date=2026-12-31"
        ).json()
        found = {}
        for row in report["Rows"]["Row"]:
            cells = row.get("ColData") or ()
            if cells and cells[0].get("id"):
                debit, credit = (Decimal(c["value"] or 0) for c in cells[1:3])
                found[cells[0]["id"]] = debit - credit
        return found

    def moved_there(self, qbo_id):
        """Return by how much an account of QuickBooks has moved in this test."""
        return self.balances_there().get(qbo_id, 0) - self.opening.get(qbo_id, 0)

    def moved_here(self, qbo_id):
        """Return the same of the accounts of Odoo that stand for it."""
        mappings = self.env["quickbooks.mapping"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", "Account"),
                ("reference_id.qbo_id", "=", qbo_id),
                ("state", "=", "done"),
            ]
        )
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("parent_state", "=", "posted"),
                ("account_id", "in", mappings.mapped("res_id")),
            ]
        )
        return Decimal(f"{sum(lines.mapped('balance')):.2f}")

    def assertSameBooks(self, *qbo_ids):
        """Check that the accounts of the stock moved alike on both sides."""
        for qbo_id in qbo_ids or (ASSET, COST, SHRINKAGE):
            here, there = self.moved_here(qbo_id), self.moved_there(qbo_id)
            self.assertEqual(here, there, f"account {qbo_id}")
