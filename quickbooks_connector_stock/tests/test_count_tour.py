"""K2 as people live it: a count at the shelf, and what the history says of it."""

from odoo import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.quickbooks_connector.tests.pictures import PicturesMixin

from .stock_common import StockCase


@tagged("post_install", "-at_install")
class TestCountTour(PicturesMixin, StockCase, HttpCase):
    def test_a_count_reaches_quickbooks_and_is_shown_there(self):
        groups = [
            "stock.group_stock_manager",
            "account.group_account_invoice",
            "quickbooks_connector.quickbooks_group_user",
        ]
        self.env["res.users"].create(
            {
                "name": "Storekeeper",
                "login": "storekeeper",
                "password": "storekeeper",
                "company_id": self.env.company.id,
                "company_ids": [Command.set(self.env.company.ids)],
                "group_ids": [Command.set([self.env.ref(g).id for g in groups])],
            }
        )
        self.count(self.desk, 10)
        self.run_push()
        self.start_tour(
            "/odoo/action-stock.action_view_inventory_tree",
            "quickbooks_count",
            login="storekeeper",
        )
        self.run_push()
        self.assertQuantity(self.desk, 8)
        self.start_tour(
            "/odoo/quickbooks-stock-adjustments",
            "quickbooks_count_sent",
            login="storekeeper",
        )
