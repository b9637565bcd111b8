"""M4: what stands in QuickBooks for discounts and for the rounding to coins."""

from decimal import Decimal as D

from odoo.tests import tagged

from .common import QuickbooksCase
from .entity_common import EntityCase


@tagged("post_install", "-at_install")
class TestDefaultValues(EntityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coins = cls.env["product.product"].create({"name": "Rounding to coins"})
        cls.bind("Customer", cls.partner_a, "60")
        cls.bind("Item", cls.product_a, "25")
        cls.bind("Item", cls.product_b, "26")
        cls.bind("Item", cls.coins, "27")

    def _discount(self):
        move = self.invoice({"price_unit": 200, "discount": 15})
        return self.values("Invoice", move)["Line"][-1]["DiscountLineDetail"]

    def _rounded(self):
        return self.invoice(
            {"price_unit": 10.02}, invoice_cash_rounding_id=self.cash_rounding_a.id
        )

    def _items(self, move):
        return [
            (line["Amount"], line["SalesItemLineDetail"]["ItemRef"]["value"])
            for line in self.values("Invoice", move)["Line"]
        ]

    def _needed(self, move):
        needs = self.entity("Invoice")._export_needs(move, self.connection)
        return [need.record for need in needs if need.entity == "Item"]

    def test_a_discount_names_the_account_of_the_settings(self):
        self.connection.discount_account_id = self.reference(
            "Account", "86", "Discounts given", classification="Revenue"
        )
        self.assertEqual(
            self._discount(),
            {"PercentBased": False, "DiscountAccountRef": {"value": "86"}},
        )

    def test_without_one_the_account_is_left_to_quickbooks(self):
        self.assertEqual(self._discount(), {"PercentBased": False})

    def test_rounding_to_coins_takes_the_product_for_it(self):
        self.connection.fallback_item_id = self.product_b
        self.connection.rounding_item_id = self.coins
        move = self._rounded()
        self.assertEqual(self._items(move), [(D("10.02"), "25"), (D("0.03"), "27")])
        self.assertCountEqual(self._needed(move), [self.product_a, self.coins])

    def test_rounding_to_coins_without_one_takes_the_product_of_other_lines(self):
        self.connection.fallback_item_id = self.product_b
        move = self._rounded()
        self.assertEqual(self._items(move), [(D("10.02"), "25"), (D("0.03"), "26")])
        self.assertCountEqual(self._needed(move), [self.product_a, self.product_b])

    def test_the_product_for_rounding_stands_for_no_other_line(self):
        self.connection.rounding_item_id = self.coins
        move = self.invoice({"product_id": False, "name": "Advice"})
        self.assertFalse(self._needed(move))
        self.assertCause(
            "account_unmatched", self.values, "Invoice", move, use="product"
        )


@tagged("post_install", "-at_install")
class TestDefaultsInTheBooks(QuickbooksCase):
    def _account(self, name):
        """Return an account of QuickBooks as Odoo knows it."""
        return self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", self.connection.id),
                ("kind", "=", "Account"),
                ("name", "=", name),
            ]
        )

    def _posted(self, account):
        """Return the balance of ``account`` in the books, debit above zero."""
        path = f"books/{self.qbo.realm_id}/figures"
        lines = self.qbo.control("GET", path)["trial_balance"]["lines"]
        return sum(
            line["debit"] - line["credit"]
            for line in lines
            if line["account_id"] == account.qbo_id
        )

    def _discounted(self):
        move = self.create_invoice(lines=[(self.product_a, 1, 200.0, True)], post=False)
        move.invoice_line_ids.discount = 15
        move.action_post()
        return move

    def _rounded(self):
        return self.create_invoice(
            lines=[(self.product_a, 1, 10.02, False)],
            invoice_cash_rounding_id=self.cash_rounding_a.id,
        )

    def test_a_discount_is_posted_to_the_account_of_the_settings(self):
        shipping, own = (
            self._account(name) for name in ("Shipping Income", "Discounts given")
        )
        before = self._posted(shipping), self._posted(own)
        self.connection.discount_account_id = shipping
        move = self._discounted()
        self.run_push()
        self.assertBinding(move, state="synced")
        self.assertEqual(self._posted(shipping) - before[0], 30)
        self.assertEqual(self._posted(own), before[1])

    def test_without_a_setting_it_is_posted_to_quickbooks_own(self):
        own = self._account("Discounts given")
        before = self._posted(own)
        move = self._discounted()
        self.run_push()
        self.assertBinding(move, state="synced")
        self.assertEqual(self._posted(own) - before, 30)

    def test_an_account_that_quickbooks_has_not_is_mended_by_another(self):
        lost = self._account("Shipping Income")
        lost.sudo().qbo_id = "99999"
        self.connection.discount_account_id = lost
        move = self._discounted()
        self.run_push()
        self.assertBinding(move, state="failed", cause="not_found")
        self.connection.discount_account_id = False
        self.run_push()
        self.assertBinding(move, state="synced")

    def test_an_invoice_rounded_to_coins_totals_the_same(self):
        coins = self.env["product.product"].create({"name": "Rounding to coins"})
        move = self._rounded()
        self.run_push()
        self.assertBinding(move, state="failed", cause="account_unmatched")
        self.connection.rounding_item_id = coins
        self.run_push()
        self.assertBinding(move, state="synced")
        item = self.assertBinding(coins, "Item", state="synced").qbo_id
        theirs = self.assertQboHas("Invoice", DocNumber=move.name)
        self.assertEqual(theirs["TotalAmt"], D("10.05"))
        self.assertEqual(
            [
                line["Amount"]
                for line in theirs["Line"]
                if line["DetailType"] == "SalesItemLineDetail"
                and line["SalesItemLineDetail"]["ItemRef"]["value"] == item
            ],
            [D("0.03")],
        )
