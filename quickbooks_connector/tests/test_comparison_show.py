"""X1: the comparison on screen, on paper and as a spreadsheet."""

import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, new_test_user, tagged

from .comparison_common import ComparisonCase


@tagged("post_install", "-at_install")
class TestComparisonShown(ComparisonCase):
    def setUp(self):
        super().setUp()
        self.invoice, self.other = self.sell(100, 250)
        self.run_push()
        self.pay_there(self.invoice, 40)
        self.comparison = self.compare()

    def test_figures_stand_above_the_lines(self):
        summary = self.comparison.get_summary()
        parts = {part["code"]: part["rows"] for part in summary["parts"]}
        (owed,) = parts["receivable"]
        self.assertIn("350.00", owed["here"])
        self.assertIn("310.00", owed["there"])
        self.assertIn("40.00", owed["difference"])
        self.assertTrue(parts["payable"][0]["agrees"])
        (documents,) = parts["document"]
        self.assertEqual((documents["count"], documents["different"]), (3, 2))
        self.assertEqual(summary["plot"]["here"], [350.0, 0])
        self.assertEqual(summary["plot"]["there"], [350.0, 40.0])
        self.assertIn("differ", summary["outcome"])

    def test_each_part_shows_at_a_glance_whether_and_where_it_differs(self):
        parts = self.comparison.get_summary()["parts"]
        plots = {part["code"]: part["plot"] for part in parts}
        self.assertIsNone(plots["payable"])
        self.assertEqual(plots["receivable"]["values"], [40.0])
        self.assertEqual(plots["cash"]["values"], [-40.0])
        [owed] = plots["receivable"]["labels"]
        self.assertIn("40.00", owed, "the amount is told in words")
        self.assertIn(owed, plots["receivable"]["summary"])
        # What is open of the invoice differs, its total does not.
        self.assertIn(40.0, plots["document"]["values"])
        line = self.comparison.line_ids.filtered(lambda line: line.part == "cash")
        for number in range(1, 8):
            line.sudo().copy({"qbo_amount": 40 + number, "size": 40 + number})
        plot = self.comparison._get_part_plot("cash", "Money")
        self.assertEqual(plot["values"], [-47.0, -46.0, -45.0, -44.0, -43.0])
        self.assertEqual(plot["further"], 3)

    def test_a_spreadsheet_has_a_sheet_for_each_part_with_real_numbers(self):
        action = self.comparison.action_export()
        self.assertIn("/web/content/", action["url"])
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", self.comparison._name)]
        )
        content = base64.b64decode(attachment.datas)
        book = openpyxl.load_workbook(io.BytesIO(content))
        self.assertEqual(len(book.sheetnames), 6)
        rows = list(book["Documents and payments"].values)
        totals = [row[7] for row in rows if row[0] == self.other.name]
        self.assertEqual(totals, [250.0])
        self.assertEqual(book["Open receivables"].freeze_panes, "A2")
        summary = {row[0]: row for row in book["Summary"].values}
        self.assertEqual(summary["Open receivables"][2:5], (350.0, 310.0, 40.0))
        self.assertIn("Open payables", summary, "a part without lines is told too")
        heading = next(cell for cell in book["Summary"]["A"] if cell.value == "Part")
        self.assertTrue(heading.font.b)
        widths = book["Open receivables"].column_dimensions
        self.assertGreater(widths["F"].width, widths["B"].width)
        again = self.comparison.action_export()
        self.assertNotEqual(again["url"], action["url"])
        self.assertFalse(attachment.exists(), "the older file stays behind")

    def test_on_paper_stand_both_companies_the_period_and_each_cause(self):
        report = self.env["ir.actions.report"]
        html, _kind = report._render_qweb_html(
            "quickbooks_connector.report_comparison", self.comparison.ids
        )
        text = html.decode()
        for told in (
            self.comparison.company_id.name,
            self.connection.realm_id,
            "11/01/2026",
            "Odoo has not heard of it",
            "Prepared by",
        ):
            self.assertIn(told, text)
        document = self.comparison.line_ids.filtered(
            lambda line: line.is_different and line.res_id == self.invoice.id
        )
        # Both total the same: what is shown is what differs.
        self.assertEqual(document._get_figure(), ("Open", 100.0, 60.0))

    @freeze_time("2026-11-22")
    def test_the_last_month_is_proposed(self):
        form = Form(self.env["quickbooks.compare"])
        self.assertEqual(str(form.date_from), "2026-10-01")
        self.assertEqual(str(form.date_to), "2026-10-31")
        self.connection.start_date = "2026-11-03"
        form = Form(self.env["quickbooks.compare"])
        self.assertEqual(str(form.date_from), "2026-11-03")
        form.date_to = "2026-11-01"
        with self.assertRaises(UserError):
            form.save().action_compare()

    def test_a_user_may_compare_and_a_stranger_sees_nothing(self):
        user = new_test_user(
            self.env, "clerk", "quickbooks_connector.quickbooks_group_user"
        )
        comparison = self.comparison.with_user(user)
        self.assertTrue(comparison.get_summary()["parts"])
        self.assertEqual(
            comparison.action_again()["res_model"], comparison._name + ".line"
        )
        stranger = new_test_user(self.env, "stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self.comparison.with_user(stranger).get_summary()

    def test_what_only_odoo_has_is_sent_by_its_button(self):
        late = self.sell(30)
        self.commit()
        self.binding(late).unlink()
        comparison = self.compare()
        line = self.lines(comparison, "document", res_id=late.id)
        self.assertEqual((line.cause, line.mend), ("ledger_not_sent", "send"))
        line.action_mend()
        self.run_push()
        self.run_pull()
        self.assertAgrees(self.compare())


@tagged("post_install", "-at_install")
class TestComparisonByItself(ComparisonCase):
    def _comparisons(self):
        return self.env["quickbooks.comparison"].search([])

    def _come_to(self, day):
        with freeze_time(day):
            self.env["quickbooks.connection"].sudo()._cron_compare_ledgers()

    def test_the_month_before_is_compared_once_its_day_has_come(self):
        self._come_to("2026-12-02")
        self.assertFalse(self._comparisons())
        self._come_to("2026-12-03")
        comparison = self._comparisons()
        self.assertEqual(str(comparison.date_from), "2026-11-01")
        self.assertEqual(str(comparison.date_to), "2026-11-30")
        self.run_work()
        self.assertTrue(comparison.is_agreed)
        self._come_to("2026-12-04")
        self.assertEqual(self._comparisons(), comparison)
        self._come_to("2027-01-10")
        self.assertEqual(str(self._comparisons()[0].date_to), "2026-12-31")

    def test_nothing_is_compared_where_the_setting_is_off(self):
        self.connection.compares_monthly = False
        self._come_to("2026-12-03")
        self.assertFalse(self._comparisons())

    def test_the_administrator_has_one_activity_until_both_agree(self):
        invoice = self.sell(100)
        self.run_push()
        self.pay_there(invoice, 40)
        self._come_to("2026-12-03")
        self.run_work()
        activities = self.connection.activity_ids
        self.assertEqual(len(activities), 1)
        self.assertIn("Lines: 4", activities.note)
        self.run_pull()
        self._comparisons().sudo().unlink()
        self._come_to("2026-12-04")
        self.run_work()
        self.assertFalse(self.connection.activity_ids)

    def test_the_overview_says_up_to_when_both_agree(self):
        self.sell(100)
        self.run_push()
        self.compare()
        facts = {fact["key"]: fact for fact in self.connection._get_overview()["facts"]}
        self.assertEqual(facts["ledgers"]["level"], "ok")
        self.assertIn("11/30/2026", facts["ledgers"]["text"])
