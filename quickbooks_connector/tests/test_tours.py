"""The story as a person lives it, in a browser: connect, sell, see it, get paid."""

from odoo import Command
from odoo.tests import HttpCase, tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestTours(QuickbooksCase, HttpCase):
    @classmethod
    def _connect(cls):
        """Leave connecting to the tour."""
        cls.connection.sudo().write({"client_id": False})

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.qbo.settings(oauth={"consent": "automatic"})
        cls.qbo_state = cls.qbo.snapshot()
        # The accounting fixtures would make Odoo's settings warn about other apps.
        cls.env.company.tax_exigibility = True
        cls.env["product.pricelist"].search([]).active = False
        cls.administrator = cls.env.user
        cls.administrator.group_ids += cls.env.ref("base.group_system")
        cls.clerk = cls.env["res.users"].create(
            {
                "name": "Sales clerk",
                "login": "sales_clerk",
                "password": "sales_clerk",
                "company_id": cls.env.company.id,
                "company_ids": [Command.set(cls.env.company.ids)],
                "group_ids": [
                    Command.set(
                        [
                            cls.env.ref("sales_team.group_sale_salesman").id,
                            cls.env.ref("account.group_account_invoice").id,
                            cls.env.ref(
                                "quickbooks_connector.quickbooks_group_user"
                            ).id,
                        ]
                    )
                ],
            }
        )

    def _tour(self, name, url=None, login=None):
        self.start_tour(
            url or "/odoo/quickbooks-settings",
            name,
            login=login or self.administrator.login,
        )
        self.env.invalidate_all()

    def test_connect_match_go_live_sell_see_it_and_get_paid(self):
        self._tour("quickbooks_connect")
        self.assertEqual(self.connection.state, "connected")
        self.run_pull()
        self._tour("quickbooks_match_and_go_on")
        income = self.env["quickbooks.reference"].search(
            [("account_subtype", "=", "SalesOfProductIncome")], limit=1
        )
        self.connection.income_account_id = income
        self.connection.payment_journal_id = self.company_data["default_journal_bank"]
        self.connection.action_go_live()

        order = self._quotation()
        self._tour("quickbooks_sell", f"/odoo/sales/{order.id}", "sales_clerk")
        invoice = order.invoice_ids
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self._tour(
            "quickbooks_tick_on_invoice",
            f"/odoo/customer-invoices/{invoice.id}",
            "sales_clerk",
        )
        self._tour("quickbooks_tick_on_order", f"/odoo/sales/{order.id}", "sales_clerk")

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
        self._tour(
            "quickbooks_paid", f"/odoo/customer-invoices/{invoice.id}", "sales_clerk"
        )

    def _quotation(self):
        customer = self.env["res.partner"].create(
            {"name": "Pinecrest Lodge", "is_company": True}
        )
        contact = self.env["res.partner"].create(
            {"name": "Front Desk", "parent_id": customer.id}
        )
        bench = self._create_product(name="Cedar bench", lst_price=120.0)
        return self.env["sale.order"].create(
            {
                "partner_id": contact.id,
                "user_id": self.clerk.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": bench.id,
                            "product_uom_qty": 2,
                            "discount": 10,
                        }
                    )
                ],
            }
        )
