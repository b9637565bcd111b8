"""S9, T2, T3, T4, T6: what is made in QuickBooks arrives here, to the cent."""

from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..entities import imposed_tax
from ..entities.read_taxes import ReadTaxes
from .incoming_common import ImportCase


@tagged("post_install", "-at_install")
class TestImportInvoice(ImportCase):
    def test_an_invoice_made_there_arrives_with_its_customer_and_product(self):
        theirs, move = self.taken(
            CustomerMemo={"value": "Thank you"}, PrivateNote="Call before delivery"
        )
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
        self.assertEqual(move.qbo_doc_number, theirs["DocNumber"])
        told = str(move.message_ids.mapped("body"))
        self.assertIn("Taken over from QuickBooks", told)
        self.assertNothingIsSent()

    def test_terms_are_taken_where_they_come_to_the_same_due_date(self):
        net_15 = self.qbo.all("Term", "Name = 'Net 15'")[0]
        ref = {"value": net_15["Id"]}
        _theirs, move = self.taken(SalesTermRef=ref)
        self.assertEqual(move.invoice_payment_term_id.name, "15 Days")
        self.assertEqual(str(move.invoice_date_due), "2026-11-25")
        _theirs, move = self.taken(SalesTermRef=ref, DueDate="2026-12-24")
        self.assertFalse(move.invoice_payment_term_id)
        self.assertEqual(str(move.invoice_date_due), "2026-12-24")

    def test_a_customer_and_a_product_that_are_not_known_yet_come_first(self):
        customer = self.qbo.create("Customer", {"DisplayName": "Harvest Moon Inn"})
        income = self.qbo.all("Account", "Name = 'Services'")[0]
        item = self.qbo.create(
            "Item",
            {
                "Name": "Barn Door",
                "Type": "Service",
                "IncomeAccountRef": {"value": income["Id"]},
            },
        )
        theirs = self.make(
            lines=[self.sold(50, {"value": item["Id"]})],
            CustomerRef={"value": customer["Id"]},
        )
        self.qbo.update("Item", {"Id": item["Id"], "sparse": True, "Active": False})
        # A notice names the invoice alone.
        entity = self.env["quickbooks.entity"]._get("Invoice")
        self.connection.sudo().polled_at = fields.Datetime.now()
        self.env["quickbooks.inbound"].sudo()._insert_notices(
            self.connection, entity, [(theirs["Id"], False, None, 40)]
        )
        self._run(self.connection.sudo().pull_cron_id)
        move = self.move_of(theirs)
        self.assertEqual(move.partner_id.name, "Harvest Moon Inn")
        self.assertEqual(move.invoice_line_ids.product_id.name, "Barn Door")
        self.assertFalse(self.inbox())

    def test_without_customers_from_there_it_waits_and_says_for_whom(self):
        self.connection.customer_direction = "out"
        theirs = self.make()
        self.run_pull()
        held = self.inbox().filtered(lambda row: row.entity == "Invoice")
        self.assertEqual(held.cause, "waits_there")
        self.assertIn("Blue Heron Bakery", held.message)
        self.connection.customer_direction = "both"
        move = self.take(theirs)
        self.assertEqual(move.partner_id.name, "Blue Heron Bakery")

    def test_a_customer_that_becomes_clear_later_brings_its_documents(self):
        twins = self.env["res.partner"].create(
            [{"name": "Blue Heron Bakery", "customer_rank": 1} for _twin in range(2)]
        )
        theirs = self.make()
        self.run_pull()
        self.assertEqual(
            set(self.inbox().mapped("cause")), {"ambiguous_here", "waits_there"}
        )
        twins[1].name = "Somebody else"
        self.inbox().filtered(lambda row: row.entity == "Customer").next_try = False
        self.inbox().filtered(lambda row: row.entity == "Customer").state = "pending"
        move = self.take(theirs)
        self.assertEqual(move.partner_id, twins[0])

    def test_notes_and_bundles_become_lines_in_their_order(self):
        theirs = self.make(
            lines=[
                {"DetailType": "DescriptionOnly", "Description": "Ground floor"},
                self.sold(10, description="Varnish"),
                {
                    "Amount": 0,
                    "DetailType": "GroupLineDetail",
                    "Description": "Office set",
                    "GroupLineDetail": {
                        "GroupItemRef": self.item("Services"),
                        "Quantity": 1,
                        "Line": [
                            self.sold(450, description="Desk"),
                            self.sold(39.9, self.item("Desk Lamp"), "Lamp"),
                        ],
                    },
                },
            ]
        )
        move = self.take(theirs)
        self.assertEqual(
            [(line.display_type, line.name) for line in move.invoice_line_ids],
            [
                ("line_note", "Ground floor"),
                ("product", "Varnish"),
                ("line_note", "Office set"),
                ("product", "Desk"),
                ("product", "Lamp"),
            ],
        )
        self.assertTotals(move, theirs)

    def test_an_amount_that_is_no_product_of_quantity_and_price_is_kept(self):
        self.env.company.tax_calculation_rounding_method = "round_per_line"
        for line, figures in (
            (self.sold(10), (1, 10)),
            (self.sold(10, Qty=3), (3, 10 / 3)),
            (self.sold("10.01", Qty=3, UnitPrice="3.335"), (3, 3.335)),
            (self.sold("0.04", Qty="0.125", UnitPrice="0.3"), (0.13, 0.04 / 0.13)),
        ):
            theirs, move = self.taken(lines=[line])
            self.assertTotals(move, theirs)
            mine = move.invoice_line_ids
            self.assertEqual(mine.quantity, figures[0])
            self.assertAlmostEqual(mine.price_unit, figures[1])

    def test_amounts_rounded_by_line_there_and_over_the_document_here(self):
        self.env.company.tax_calculation_rounding_method = "round_globally"
        lines = [self.sold("10.01", Qty=3, UnitPrice="3.335") for _line in range(3)]
        theirs, move = self.taken(lines=lines)
        self.assertEqual(move.amount_total, 30.03)
        self.assertTotals(move, theirs)

    def test_a_line_with_a_negative_amount_arrives(self):
        theirs, move = self.taken(
            lines=[self.sold(100), self.sold(-30, Qty=-1, UnitPrice=30)]
        )
        self.assertTotals(move, theirs)
        self.assertEqual(move.amount_total, 70)

    def test_the_delivery_fee_is_a_line(self):
        theirs, move = self.taken(
            lines=[self.sold(100), self.sold(15, {"value": "SHIPPING_ITEM_ID"})]
        )
        self.assertTotals(move, theirs)
        self.assertEqual(move.invoice_line_ids[1].price_subtotal, 15)

    def test_one_before_the_start_date_stays_out(self):
        self.connection.start_date = "2026-11-01"
        theirs = self.make(TxnDate="2026-10-31")
        self.assertFalse(self.take(theirs))

    def test_one_that_was_voided_before_it_arrived_stays_out(self):
        theirs = self.make()
        self.qbo.void("Invoice", theirs["Id"])
        self.assertFalse(self.take(theirs))

    def test_as_drafts_they_wait_for_somebody_to_confirm_them(self):
        self.connection.arrival = "draft"
        theirs, move = self.taken()
        self.assertEqual(move.state, "draft")
        self.assertBinding(move, state="synced")
        move.action_post()
        self.run_push()
        self.assertBinding(move, state="synced")
        after = self.qbo.read("Invoice", theirs["Id"])
        self.assertEqual(after["DocNumber"], theirs["DocNumber"])
        self.assertEqual(after["SyncToken"], theirs["SyncToken"])

    def test_while_documents_only_go_out_none_arrives(self):
        self.connection.invoice_direction = "out"
        theirs = self.make()
        self.run_pull()
        self.assertFalse(self.move_of(theirs) or self.inbox())

    def test_a_locked_date_holds_it_with_the_reason(self):
        self.company_data["company"].sudo().fiscalyear_lock_date = "2026-11-15"
        theirs = self.make()
        self.run_pull()
        self.assertEqual(self.inbox().cause, "lock_date")
        self.assertFalse(self.move_of(theirs))

    def test_the_same_notice_twice_makes_one_document(self):
        theirs, move = self.taken()
        cursor = self.connection.cdc_cursor
        self.binding(move).sync_token = "stale"
        self.connection.sudo().cdc_cursor = cursor
        self.assertEqual(self.take(theirs), move)
        self.assertEqual(
            self.env["account.move"].search_count(
                [("partner_id", "=", move.partner_id.id)]
            ),
            1,
        )

    def test_what_was_sent_from_here_under_that_number_is_the_same(self):
        self.connection.send_moment = "hand"
        theirs = self.make(DocNumber="1234")
        self.run_pull()
        self.env["quickbooks.inbound"].sudo().search([]).unlink()
        move = self.move_of(theirs)
        self.binding(move).unlink()
        move.name = theirs["DocNumber"]
        self.connection.sudo().cdc_cursor = "2026-01-01"
        self.assertEqual(self.take(theirs), move)
        self.assertBinding(move, state="synced", is_born_there=False)

    def test_one_that_may_be_on_its_way_from_here_is_not_taken_for_new(self):
        move = self.create_invoice()
        self.run_push()
        theirs = self.qbo.all("Invoice", f"DocNumber = '{move.name}'")[0]
        binding = self.assertBinding(move, state="synced")
        # As it is while the answer is under way.
        binding.write(
            {
                "qbo_id": False,
                "request_id": "under-way",
                "request_payload": binding.synced_payload,
            }
        )
        self.run_pull()
        self.assertEqual(self.inbox().cause, "is_being_sent")
        binding.write({"qbo_id": theirs["Id"], "request_id": False})
        self.inbox().write({"next_try": False, "state": "pending"})
        self.assertEqual(self.take(theirs), move)

    def test_a_total_that_differs_leaves_a_draft_that_says_so(self):
        theirs = self.make(lines=[self.taxed(100)])
        with _taxes_left_as_odoo_has_them(), _taxes_not_imposed():
            move = self.take(theirs)
        self.assertEqual(move.state, "draft")
        binding = self.assertBinding(move, state="failed", cause="total_taken")
        self.assertIn("108.63", binding.message)
        self.assertNothingIsSent()


@tagged("post_install", "-at_install")
class TestImportTaxUs(ImportCase):
    """The tax of a US document is QuickBooks', whatever Odoo would compute."""

    def test_the_tax_is_that_of_quickbooks_to_the_cent(self):
        theirs, move = self.taken(
            lines=[self.taxed("33.33"), self.taxed("0.07"), self.sold(20)]
        )
        self.assertGreater(theirs["TxnTaxDetail"]["TotalTax"], 0)
        self.assertTotals(move, theirs)
        taxed = move.invoice_line_ids.mapped(lambda line: bool(line.tax_ids))
        self.assertEqual(taxed, [True, True, False])
        self.assertNothingIsSent()

    def test_a_tax_rounded_apart_is_right_from_the_beginning(self):
        discount = self._discount(percent=10)
        for rounding in ("round_per_line", "round_globally"):
            self.env.company.tax_calculation_rounding_method = rounding
            for lines in (
                [self.taxed("33.33"), self.taxed("0.07"), self.sold(20)],
                [self.taxed("10.01", Qty=3, UnitPrice="3.335"), self.taxed(-2)],
                [self.taxed(100), self.taxed(60), discount],
            ):
                with _taxes_left_as_odoo_has_them():
                    theirs, move = self.taken(lines=lines)
                self.assertTotals(move, theirs)
                self.assertEqual(move.state, "posted")

    def test_a_line_that_gets_another_price_here_has_the_tax_of_odoo_again(self):
        self.connection.arrival = "draft"
        _theirs, move = self.taken(lines=[self.taxed(100), self.taxed(60)])
        move.invoice_line_ids.price_unit = 200
        self.assertEqual(move.amount_tax, 400 * self.tax_sale_a.amount / 100)

    def test_a_tax_changed_there_takes_the_place_of_the_first_one(self):
        theirs, move = self.taken(lines=[self.taxed(100)])
        self.change(theirs, TxnTaxDetail={"TotalTax": 5})
        self.run_pull()
        self.assertEqual(move.amount_tax, 5)
        self.assertEqual(move.state, "posted")
        self.assertFalse(move.invoice_line_ids.extra_tax_data)

    def test_a_tax_of_the_right_rate_is_preferred(self):
        tax = self.tax_sale_a.copy({"name": "San Francisco", "amount": 8.625})
        self._match(tax)
        _theirs, move = self.taken(lines=[self.taxed(100)])
        self.assertEqual(move.invoice_line_ids.tax_ids, tax)
        self.assertEqual(move.amount_tax, 8.63)

    def _match(self, tax):
        code = self.env["quickbooks.reference"].search(
            [("connection_id", "=", self.connection.id), ("qbo_id", "=", "TAX")]
        )
        mappings = self.env["quickbooks.mapping"].sudo()
        key = {
            "connection_id": self.connection.id,
            "kind": "TaxCode",
            "res_model": tax._name,
            "res_id": tax.id,
        }
        mappings.search([(name, "=", value) for name, value in key.items()]).unlink()
        mappings.create(key).write({"reference_id": code.id})

    def test_without_a_tax_that_stands_for_theirs_it_waits_for_the_match(self):
        rows = self.env["quickbooks.mapping"].search([("kind", "=", "TaxCode")])
        rows.action_ask_again()
        theirs = self.make(lines=[self.taxed(100)])
        self.run_pull()
        self.assertEqual(self.inbox().cause, "tax_unknown")
        self._match(self.tax_sale_a)
        move = self.take(theirs)
        self.assertTotals(move, theirs)

    def test_an_exempt_customer_pays_none(self):
        customer = self.party("Blue Heron Bakery")
        self.qbo.update(
            "Customer", {"Id": customer["value"], "sparse": True, "Taxable": False}
        )
        theirs, move = self.taken(lines=[self.taxed(100)])
        self.assertEqual(theirs["TxnTaxDetail"]["TotalTax"], 0)
        self.assertTotals(move, theirs)
        self.assertFalse(move.invoice_line_ids.tax_ids)

    def test_a_percentage_off_is_a_discount_of_each_line(self):
        theirs, move = self.taken(
            lines=[self.taxed(100), self.taxed(60), self._discount(percent=10)],
            ApplyTaxAfterDiscount=True,
        )
        self.assertTotals(move, theirs)
        self.assertEqual(move.invoice_line_ids.mapped("discount"), [10, 10])

    def test_an_amount_off_is_a_line_for_each_tax(self):
        theirs, move = self.taken(
            lines=[self.taxed(100), self.sold(50), self._discount(amount=30)],
            ApplyTaxAfterDiscount=True,
        )
        self.assertTotals(move, theirs)
        off = move.invoice_line_ids[2:]
        self.assertEqual(off.mapped("price_subtotal"), [-20, -10])
        self.assertEqual(off.mapped("tax_ids"), self.tax_sale_a)

    def test_tax_on_the_price_before_the_discount(self):
        theirs, move = self.taken(
            lines=[self.taxed(100), self._discount(percent=10)],
            ApplyTaxAfterDiscount=False,
        )
        self.assertEqual(theirs["TxnTaxDetail"]["TotalTax"], self._number("8.63"))
        self.assertTotals(move, theirs)
        self.assertFalse(move.invoice_line_ids[1].tax_ids)

    def test_a_percentage_that_rounds_otherwise_by_line_is_a_line(self):
        lines = [self.sold("0.05") for _line in range(3)]
        theirs, move = self.taken(lines=[*lines, self._discount(percent=10)])
        self.assertTotals(move, theirs)
        self.assertEqual(len(move.invoice_line_ids), 4)

    @staticmethod
    def _number(text):
        from decimal import Decimal

        return Decimal(text)

    @staticmethod
    def _discount(percent=None, amount=None):
        detail = {"PercentBased": percent is not None}
        if percent is not None:
            detail["DiscountPercent"] = percent
        line = {"DetailType": "DiscountLineDetail", "DiscountLineDetail": detail}
        return line | ({} if amount is None else {"Amount": amount})


@tagged("post_install", "-at_install")
class TestImportTracking(ImportCase):
    def _account(self, name):
        return self.env["account.analytic.account"].search(
            [("name", "=", name), ("company_id", "=", self.env.company.id)]
        )

    def _ref(self, entity, name):
        return {"value": self.qbo.all(entity, f"Name = '{name}'")[0]["Id"]}

    def test_classes_of_lines_and_the_location_are_analytic_accounts(self):
        theirs, move = self.taken(
            lines=[
                self.sold(100, ClassRef=self._ref("Class", "Retail")),
                self.sold(50, ClassRef=self._ref("Class", "Wholesale")),
                self.sold(10),
            ],
            DepartmentRef=self._ref("Department", "Online"),
        )
        names = [self._account(n).id for n in ("Retail", "Wholesale", "Online")]
        retail, wholesale, online = names
        self.assertEqual(
            [set(_ids(line)) for line in move.invoice_line_ids],
            [{retail, online}, {wholesale, online}, {online}],
        )
        self.assertNothingIsSent()

    def test_another_class_chosen_there_replaces_it_and_leaves_other_plans_alone(self):
        theirs, move = self.taken(
            lines=[self.sold(100, ClassRef=self._ref("Class", "Retail"))]
        )
        other = self.env["account.analytic.account"].create(
            {
                "name": "Project",
                "plan_id": self.env["account.analytic.plan"]
                .create({"name": "Projects"})
                .id,
            }
        )
        retail, wholesale = self._account("Retail"), self._account("Wholesale")
        line = move.invoice_line_ids
        line.with_context(quickbooks_no_mark=True).analytic_distribution = {
            f"{retail.id},{other.id}": 100
        }
        raw = theirs["Line"][0]
        raw["SalesItemLineDetail"]["ClassRef"] = self._ref("Class", "Wholesale")
        self.change(theirs, Line=[raw])
        self.take(theirs)
        self.assertEqual(set(_ids(line)), {wholesale.id, other.id})


@tagged("post_install", "-at_install")
class TestImportCurrency(ImportCase):
    qbo_options = {"multicurrency": True}

    def test_another_currency_is_booked_at_the_documents_own_rate(self):
        self.env.ref("base.EUR").active = True
        customer = self.qbo.create(
            "Customer",
            {"DisplayName": "Lindt Möbel", "CurrencyRef": {"value": "EUR"}},
        )
        theirs, move = self.taken(
            CustomerRef={"value": customer["Id"]},
            CurrencyRef={"value": "EUR"},
            ExchangeRate="1.137",
            lines=[self.sold(100), self.sold("33.33")],
        )
        self.assertEqual(move.currency_id.name, "EUR")
        self.assertTotals(move, theirs)
        self.assertEqual(move.amount_total_signed, 151.6)
        self.assertNothingIsSent()

    def test_a_currency_that_is_not_used_here_holds_it(self):
        self.env.ref("base.GBP").active = False
        customer = self.qbo.create(
            "Customer",
            {"DisplayName": "Lindt Möbel", "CurrencyRef": {"value": "GBP"}},
        )
        self.make(CustomerRef={"value": customer["Id"]}, CurrencyRef={"value": "GBP"})
        self.run_pull()
        held = self.inbox().filtered(lambda row: row.entity == "Invoice")
        self.assertEqual(held.cause, "currency_unknown")
        self.assertIn("GBP", held.message)


def _ids(line):
    return [
        int(id_) for key in line.analytic_distribution or {} for id_ in key.split(",")
    ]


def _taxes_left_as_odoo_has_them():
    return patch.object(ReadTaxes, "changes", return_value={})


def _taxes_not_imposed():
    return patch.object(imposed_tax, "impose")
