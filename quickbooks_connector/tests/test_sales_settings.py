"""S12, S14, S17, S19, T2: what the settings of the sales side change in the books."""

from datetime import timedelta
from decimal import Decimal as D

from odoo import Command
from odoo.tests import tagged

from .common import QuickbooksCase
from .entity_common import EntityCase, money


def read_preferences(case):
    """Let a day pass, after which QuickBooks' settings are read again."""
    case.connection.sudo().lists_read_at -= timedelta(hours=25)
    case.run_pull()


@tagged("post_install", "-at_install")
class TestDiscountWay(EntityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bind("Customer", cls.partner_a, "60")
        cls.bind("Item", cls.product_a, "25")

    def said(self, way, *lines):
        self.connection.discount_way = way
        values = self.values("Invoice", self.invoice(*lines))
        return [
            (line["DetailType"][:8], money(line["Amount"])) for line in values["Line"]
        ]

    def test_by_default_one_line_stands_for_all_discounts(self):
        lines = ({"discount": 10}, {"price_unit": 50, "discount": 50})
        self.assertEqual(
            self.said("document", *lines),
            [
                ("SalesIte", D(100)),
                ("SalesIte", D(50)),
                ("Discount", D(35)),
            ],
        )

    def test_by_setting_prices_are_net(self):
        self.assertEqual(self.said("net", {"discount": 10}), [("SalesIte", D(90))])

    def test_by_setting_each_discounted_line_has_one_below(self):
        product = self.env["product.product"].create({"name": "Discount"})
        self.connection.discount_item_id = product
        self.bind("Item", product, "31")
        said = self.said("line", {"discount": 10, "taxes": self.tax_sale_a}, {})
        self.assertEqual(
            said,
            [("SalesIte", D(100)), ("SalesIte", D(-10)), ("SalesIte", D(100))],
        )

    def test_the_line_below_is_taxed_like_the_line_above(self):
        self.connection.discount_way = "line"
        self.connection.discount_item_id = self.product_a
        move = self.invoice({"discount": 10, "taxes": self.tax_sale_a}, {})
        lines = self.values("Invoice", move)["Line"]
        codes = [line["SalesItemLineDetail"]["TaxCodeRef"]["value"] for line in lines]
        self.assertEqual(codes, ["TAX", "TAX", "NON"])
        self.assertEqual(lines[1]["Description"], "Discount")

    def test_without_a_product_for_it_the_line_below_is_asked_for(self):
        self.connection.discount_way = "line"
        self.assertCause(
            "account_unmatched", self.values, "Invoice", self.invoice({"discount": 10})
        )
        self.connection.fallback_item_id = self.product_a
        self.values("Invoice", self.invoice({"discount": 10}))

    def test_the_product_for_discounts_is_in_quickbooks_first(self):
        product = self.env["product.product"].create({"name": "Discount"})
        self.connection.write({"discount_way": "line", "discount_item_id": product.id})
        move = self.invoice({"discount": 10}).with_env(self.connection.env)
        needs = self.entity("Invoice")._export_needs(move, self.connection)
        self.assertIn(("Item", product), [need[:2] for need in needs])


@tagged("post_install", "-at_install")
class TestNumberWay(QuickbooksCase):
    def custom_numbers(self, on):
        self.qbo.load("Preferences", {"SalesFormsPrefs": {"CustomTxnNumbers": on}})
        read_preferences(self)

    def test_by_default_the_number_is_odoos(self):
        invoice = self.create_invoice()
        self.run_push()
        self.assertBinding(invoice, doc_number=invoice.name)

    def test_by_setting_quickbooks_numbers_and_odoos_number_is_in_the_memo(self):
        self.connection.number_way = "quickbooks"
        self.custom_numbers(False)
        invoice = self.create_invoice()
        self.run_push()
        binding = self.assertBinding(invoice, state="synced")
        self.assertNotEqual(binding.doc_number, invoice.name)
        theirs = self.assertQboHas("Invoice", DocNumber=binding.doc_number)
        self.assertIn(invoice.name, theirs["PrivateNote"])
        self.assertEqual(invoice.qbo_doc_number, binding.doc_number)

    def test_its_number_stays_when_the_document_is_edited(self):
        self.connection.number_way = "quickbooks"
        for on in (False, True):
            self.custom_numbers(on)
            invoice = self.create_invoice()
            self.run_push()
            number = self.assertBinding(invoice, state="synced").doc_number
            self.assertTrue(number)
            invoice.ref = "PO 9"
            self.run_push()
            self.assertBinding(invoice, state="synced", doc_number=number)

    def test_where_people_number_by_hand_a_credit_memo_has_odoos_number(self):
        self.connection.number_way = "quickbooks"
        self.custom_numbers(True)
        credit = self.create_invoice(move_type="out_refund")
        self.run_push()
        self.assertBinding(credit, doc_number=credit.name)


@tagged("post_install", "-at_install")
class TestClosedWay(QuickbooksCase):
    def close(self, date):
        self.qbo.load("Preferences", {"AccountingInfoPrefs": {"BookCloseDate": date}})
        read_preferences(self)

    def test_a_document_in_closed_books_is_held_with_the_date(self):
        self.close("2026-11-05")
        invoice = self.create_invoice()
        self.run_push()
        self.assertBinding(invoice, state="failed", cause="closed_books")
        self.assertIn("11/05/2026", invoice.qbo_message)

    def test_by_setting_it_is_dated_to_the_next_open_day(self):
        self.close("2026-11-05")
        invoice = self.create_invoice()
        self.run_push()
        self.connection.closed_way = "next"
        self.run_push()
        self.assertBinding(invoice, state="synced")
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(theirs["TxnDate"], "2026-11-06")
        self.assertIn("11/02/2026", theirs["PrivateNote"])
        self.assertEqual(str(invoice.invoice_date), "2026-11-02")

    def test_its_date_stays_while_that_is_open(self):
        self.connection.closed_way = "next"
        self.close("2026-11-05")
        invoice = self.create_invoice()
        self.run_push()
        self.close("2026-11-04")
        invoice.ref = "PO 10"
        self.run_push()
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(theirs["TxnDate"], "2026-11-06")

    def test_what_is_in_closed_books_already_is_held_whatever_the_setting(self):
        self.connection.closed_way = "next"
        invoice = self.create_invoice()
        self.run_push()
        self.close("2026-11-30")
        invoice.ref = "PO 11"
        self.run_push()
        self.assertBinding(invoice, state="failed", cause="closed_books")
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(theirs["TxnDate"], "2026-11-02")

    def test_one_held_document_is_dated_otherwise_by_a_person(self):
        self.close("2026-11-05")
        invoice, other = self.create_invoice(), self.create_invoice()
        self.run_push()
        self.assertEqual(
            invoice._get_quickbooks_alert()["action_call"][1],
            "action_quickbooks_next_open_day",
        )
        invoice.action_quickbooks_next_open_day()
        self.run_push()
        self.assertQboHas("Invoice", DocNumber=invoice.name, TxnDate="2026-11-06")
        self.assertBinding(other, state="failed")


@tagged("post_install", "-at_install")
class TestTaxWay(QuickbooksCase):
    """A company whose QuickBooks computes tax by the address the goods go to."""

    def setUp(self):
        super().setUp()
        texas = self.env.ref("base.state_us_44")
        self.partner_a.write(
            {
                "street": "1 Main St",
                "city": "Houston",
                "zip": "77002",
                "state_id": texas.id,
                "country_id": self.env.ref("base.us").id,
            }
        )

    def rate(self):
        """Return the percentage that QuickBooks computes for this customer."""
        self.connection.us_tax_way = "quickbooks"
        invoice = self.create_invoice()
        self.run_push()
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertTrue(theirs["TxnTaxDetail"]["TotalTax"])
        return theirs["TxnTaxDetail"]["TotalTax"]

    def test_by_default_odoos_tax_is_kept(self):
        invoice = self.create_invoice()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(theirs["TxnTaxDetail"]["TotalTax"], invoice.amount_tax)

    def test_computed_there_and_equal_it_is_synced(self):
        rate = self.rate()
        self.tax_sale_a.amount = float(rate)
        invoice = self.create_invoice()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertFalse(self.sent(invoice).get("TxnTaxDetail"))

    def sent(self, invoice):
        return (
            self.binding(invoice)
            ._get_entity()
            ._export_values(
                invoice.with_env(self.connection._for_worker().env),
                self.connection._for_worker(),
            )
        )

    def test_computed_there_and_different_it_is_held_with_both_figures(self):
        rate = self.rate()
        self.tax_sale_a.amount = float(rate) + 1
        invoice = self.create_invoice()
        self.run_push()
        self.assertBinding(invoice, state="failed", cause="tax_differs")
        self.assertIn(f"{rate:.2f}", invoice.qbo_message)
        self.assertIn(f"{rate + 1:.2f}", invoice.qbo_message)

    def test_saying_it_again_does_not_make_a_difference_go_away(self):
        self.tax_sale_a.amount = float(self.rate()) + 1
        invoice = self.create_invoice()
        self.run_push()
        invoice.action_quickbooks_sync()
        self.run_push()
        self.assertBinding(invoice, state="failed", cause="tax_differs")

    def test_a_cent_of_tax_is_balanced_by_a_line_where_the_settings_say_so(self):
        rate = self.rate()
        self.connection.write(
            {"difference_way": "balance", "rounding_item_id": self.product_b.id}
        )
        self.tax_sale_a.amount = float(rate) + 0.02
        invoice = self.create_invoice()
        self.run_push()
        self.assertBinding(invoice, state="synced", balance="0.02")
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(theirs["TotalAmt"], D(f"{invoice.amount_total:.2f}"))
        self.assertEqual(theirs["Line"][1]["Description"], "Rounding")
        invoice.ref = "PO 12"
        self.run_push()
        self.assertBinding(invoice, state="synced", balance="0.02")
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(theirs["TotalAmt"], D(f"{invoice.amount_total:.2f}"))

    def test_more_than_the_limit_is_held_though_balancing_is_on(self):
        rate = self.rate()
        self.connection.write(
            {
                "difference_way": "balance",
                "difference_limit": 0.01,
                "rounding_item_id": self.product_b.id,
            }
        )
        self.tax_sale_a.amount = float(rate) + 0.02
        invoice = self.create_invoice()
        self.run_push()
        self.assertBinding(invoice, state="failed", cause="tax_differs")
        self.connection.difference_limit = 0.05
        self.run_push()
        self.assertBinding(invoice, state="synced")


@tagged("post_install", "-at_install")
class TestBalance(EntityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bind("Customer", cls.partner_a, "60")
        cls.bind("Item", cls.product_a, "25")
        cls.bind("Item", cls.product_b, "26")
        cls.connection.write(
            {"difference_way": "balance", "rounding_item_id": cls.product_b.id}
        )

    def total_with(self, cents):
        """Return the lines of an invoice one line of which is off by ``cents``."""
        move = self.invoice({"price_unit": 100, "taxes": self.tax_sale_a})
        entity = self.entity("Invoice")
        worker = move.with_env(self.connection.env)
        values = entity._export_values(worker, self.connection)
        values["Line"][0]["Amount"] += D(cents)
        entity._check_total(values, worker, self.connection)
        return values["Line"]

    def test_a_cent_is_balanced_before_it_is_sent(self):
        lines = self.total_with("-0.01")
        self.assertEqual([line["Amount"] for line in lines], [D("99.99"), D("0.01")])
        detail = lines[1]["SalesItemLineDetail"]
        self.assertEqual(detail["ItemRef"], {"value": "26"})
        self.assertEqual(detail["TaxCodeRef"], {"value": "NON"})

    def test_more_than_the_limit_is_held(self):
        self.assertCause("total_before", self.total_with, "-0.06")

    def test_without_a_product_for_it_nothing_is_sent(self):
        self.connection.rounding_item_id = False
        self.assertCause("balance_item", self.total_with, "0.01")


@tagged("post_install", "-at_install")
class TestSalesSettings(QuickbooksCase):
    def test_the_settings_page_and_the_connection_say_the_same(self):
        self.env.user.group_ids += self.env.ref("base.group_system")
        settings = self.env["res.config.settings"].create(
            {"company_id": self.env.company.id}
        )
        chosen = {
            "receipt_way": "invoice",
            "discount_way": "net",
            "number_way": "quickbooks",
            "closed_way": "next",
            "difference_way": "balance",
            "difference_limit": 0.02,
            "us_tax_way": "quickbooks",
            "review_request": True,
        }
        settings.write({f"quickbooks_{name}": v for name, v in chosen.items()})
        settings.execute()
        self.assertRecordValues(self.connection, [chosen])

    def test_a_line_of_an_order_discount_is_a_line_there(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner_a.id,
                "order_line": [
                    Command.create(
                        {"product_id": self.product_a.id, "price_unit": 200.0}
                    )
                ],
            }
        )
        self.env["sale.order.discount"].create(
            {
                "sale_order_id": order.id,
                "discount_type": "amount",
                "discount_amount": 20.0,
            }
        ).action_apply_discount()
        self.product_a.invoice_policy = "order"
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(theirs["TotalAmt"], D(f"{invoice.amount_total:.2f}"))
        lines = [line for line in theirs["Line"] if "SalesItemLineDetail" in line]
        self.assertLess(lines[1]["Amount"], 0)
