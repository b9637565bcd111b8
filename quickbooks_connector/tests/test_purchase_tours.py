"""B4 as people live it: a buyer in Odoo, an accountant on QuickBooks' own pages."""

import re

import requests

from odoo import Command
from odoo.tests import HttpCase, tagged

from .purchase_common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPurchaseTours(PurchaseCase, HttpCase):
    @classmethod
    def _set_up(cls, connection):
        super()._set_up(connection)
        connection.purchase_moment = "confirmed"
        bank = cls.company_data["default_journal_bank"]
        rows = cls.env["quickbooks.mapping"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "PaidFrom"),
                ("res_id", "=", bank.id),
            ]
        )
        rows.reference_id = cls.listed(connection, "35")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = [
            "purchase.group_purchase_user",
            "account.group_account_invoice",
            "quickbooks_connector.quickbooks_group_user",
        ]
        cls.buyer = cls.env["res.users"].create(
            {
                "name": "Buyer",
                "login": "buyer",
                "password": "buyer",
                "company_id": cls.env.company.id,
                "company_ids": [Command.set(cls.env.company.ids)],
                "group_ids": [Command.set([cls.env.ref(name).id for name in groups])],
            }
        )

    def on_the_page(self, path, action, **form):
        """Open the form behind a page's button, fill it in and send it."""
        here = f"{self.qbo.base_url}/books/{self.qbo.realm_id}/{path}"
        self.assertIn(f"/{path}/do/{action}", requests.get(here, timeout=30).text)
        page = requests.get(f"{here}/do/{action}", timeout=30).text
        values = dict(re.findall(r'<input id="([^"]+)"[^>]*value="([^"]*)"', page))
        for name in re.findall(r'<select id="([^"]+)"', page):
            options = page.partition(f'<select id="{name}"')[2]
            values[name] = re.search(r'<option value="([^"]*)"', options)[1]
        answer = requests.post(
            f"{here}/do/{action}", data={**values, **form}, timeout=30
        )
        self.assertTrue(answer.ok, answer.text)

    def walk(self, name, url):
        self.start_tour(url, name, login="buyer")
        self.env.invalidate_all()

    def test_ordered_here_billed_and_paid_there_is_paid_here(self):
        order = self.order(confirm=False)
        self.walk("quickbooks_buy", f"/odoo/purchase/{order.id}")
        self.run_push()
        self.walk("quickbooks_tick_on_purchase", f"/odoo/purchase/{order.id}")
        there = self.theirs(order)
        path = f"purchase-orders/{there['Id']}"
        # The day of the accountant may not have begun yet.
        form = {"date": there["TxnDate"], "number": "HCL-17"}
        self.on_the_page(path, "make-bill", **form)
        bill = self.assertQboHas("Bill", DocNumber="HCL-17")
        self.on_the_page(f"bills/{bill['Id']}", "pay", account="35")
        self.run_pull()
        self.walk("quickbooks_purchase_paid", f"/odoo/purchase/{order.id}")
        self.assertEqual(order.invoice_ids.payment_state, "paid")

    def test_two_that_look_alike_are_made_one_by_a_click(self):
        order = self.order()
        self.run_push()
        mine = self.bill(order, "HCL-17")
        made = self.bill_there(self.theirs(order), prices=[125, 30])
        self.run_pull()
        self.walk("quickbooks_same_bill", f"/odoo/vendor-bills/{mine.id}")
        self.run_pull()
        self.assertEqual(self.move_of(made), mine)
