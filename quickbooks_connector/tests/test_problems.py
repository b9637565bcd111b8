"""U4, U8: what is held is a to-do list by cause, with one activity for each."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..models.quickbooks_problem_gather import NEEDY
from ..sync import words
from .common import QuickbooksCase
from .test_number_clash import NumberClashCase


class ProblemsCase(QuickbooksCase):
    """A company with a to-do list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env,
            "clerk",
            "account.group_account_invoice,quickbooks_connector.quickbooks_group_user",
            company_id=cls.env.company.id,
        )

    def problems(self, **expected):
        """Return the open problems that have these values."""
        self.connection._refresh_problems()
        domain = [("connection_id", "=", self.connection.id), ("state", "=", "open")]
        domain += [(name, "=", value) for name, value in expected.items()]
        return self.env["quickbooks.problem"].search(domain)

    def activities(self, problem):
        kind = self.env.ref("quickbooks_connector.mail_activity_type_sync")
        return problem.activity_ids.filtered(lambda a: a.activity_type_id == kind)

    def unmatch(self, record):
        """Take back what ``record`` is in QuickBooks; return the match."""
        mapping = self.env["quickbooks.mapping"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )
        mapping.state = "proposed"
        return mapping

    def refuse(self, entity="Invoice", code="2060", **vals):
        """Have QuickBooks refuse the next one of ``entity``."""
        self.qbo.fail_next(
            kind="fault", entity=entity, index=0, code=code, detail="Too long.", **vals
        )


@tagged("post_install", "-at_install")
class TestProblems(ProblemsCase):
    def test_what_has_one_cause_is_one_card_and_one_mend_clears_it(self):
        mapping = self.unmatch(self.tax_sale_a)
        invoices = self.create_invoice() + self.create_invoice() + self.create_invoice()
        self.run_push()
        problem = self.problems()
        self.assertEqual((problem.cause, problem.count), ("tax_unmatched", 3))
        self.assertEqual(problem.document_count, 3)
        self.assertEqual(problem.amount, sum(invoices.mapped("amount_total")))
        self.assertIn(self.tax_sale_a.name, problem.message)
        self.assertIn(f"{invoices[0].name} (and 2 more)", problem.advice)
        self.assertEqual(len(self.activities(problem)), 1)
        mapping.action_accept()
        self.run_push()
        for invoice in invoices:
            self.assertBinding(invoice, state="synced")
        self.assertFalse(self.problems())
        self.assertEqual(problem.state, "done")
        self.assertTrue(problem.closed_at)
        self.assertFalse(self.activities(problem))

    def test_two_causes_are_two_cards_the_one_with_more_money_first(self):
        self.unmatch(self.tax_sale_a)
        self.create_invoice(lines=[(self.product_a, 1, 10.0, True)])
        self.create_invoice(lines=[(self.product_a, 1, 900.0, False)])
        self.refuse()
        self.run_push()
        self.assertEqual(
            self.problems().mapped("cause"), ["validation", "tax_unmatched"]
        )

    def test_documents_held_by_a_contact_are_on_the_card_of_the_contact(self):
        invoices = self.create_invoice() + self.create_invoice()
        self.refuse("Customer", "2210")
        self.run_push()
        self.assertBinding(invoices[0], state="failed", cause="needs")
        problem = self.problems()
        self.assertEqual(problem.cause, "contact_refused")
        self.assertEqual((problem.count, problem.document_count), (3, 2))
        self.assertEqual(problem._get_record(), self.partner_a)
        self.partner_a.phone = "555-0100"
        self.run_push()
        self.assertFalse(self.problems())

    def test_the_card_follows_when_some_of_it_is_mended(self):
        self.unmatch(self.tax_sale_a)
        invoice, other = self.create_invoice(), self.create_invoice()
        self.run_push()
        problem = self.problems()
        other.button_draft()
        other.invoice_line_ids.tax_ids = False
        other.action_post()
        self.run_push()
        self.assertEqual(self.problems(), problem)
        self.assertEqual((problem.count, problem.amount), (1, invoice.amount_total))
        self.assertEqual(len(self.activities(problem)), 1, "no second activity")

    def test_retrying_sends_all_that_a_card_holds(self):
        invoice = self.create_invoice()
        self.refuse()
        self.run_push()
        problem = self.problems()
        action = problem.with_user(self.clerk).action_retry()
        self.assertIn("1", action["params"]["message"])
        self.assertFalse(self.problems())
        self.run_push()
        self.assertBinding(invoice, state="synced")

    def test_leaving_out_a_card_leaves_its_contact_in(self):
        invoice = self.create_invoice()
        self.refuse("Customer", "2210")
        self.run_push()
        self.problems().with_user(self.clerk).action_skip()
        self.assertBinding(invoice, state="skipped")
        self.assertBinding(self.partner_a, state="failed")
        self.assertEqual(self.problems().document_count, 0)

    def test_what_waits_for_its_time_is_listed_apart_and_nobody_is_told(self):
        self.create_invoice()
        self.refuse(code="10000")
        self.run_push()
        self.assertFalse(self.problems())
        waiting = self.env["quickbooks.problem"].search([("state", "=", "waiting")])
        self.assertEqual(waiting.mapped("cause"), ["unavailable"])
        self.assertFalse(waiting.activity_ids)
        self.let_time_pass()
        self.run_push()
        self.assertFalse(waiting.exists())

    def test_what_is_held_in_the_inbox_is_on_the_list(self):
        self.connection.sudo().payment_journal_id = False
        invoice = self.create_invoice()
        self.run_push()
        there = self.binding(invoice)
        self.qbo.create(
            "Payment",
            {
                "CustomerRef": {"value": self.binding(self.partner_a).qbo_id},
                "TotalAmt": 50,
                "Line": [
                    {
                        "Amount": 50,
                        "LinkedTxn": [{"TxnId": there.qbo_id, "TxnType": "Invoice"}],
                    }
                ],
            },
        )
        self.run_pull()
        problem = self.problems()
        self.assertEqual(problem.cause, "deposit_unmatched")
        self.assertEqual(len(problem.inbound_ids), 1)
        self.assertEqual(problem.action_show()["res_model"], "quickbooks.problem")
        bank = self.company_data["default_journal_bank"]
        self.connection.payment_journal_id = bank
        self.run_pull()
        self.assertFalse(self.problems())
        self.assertEqual(invoice.amount_residual, invoice.amount_total - 50)

    def test_done_cards_are_forgotten_after_a_while(self):
        self.create_invoice()
        self.refuse()
        self.run_push()
        problem = self.problems()
        problem.action_retry()
        self.run_push()
        self.problems()
        problems = self.env["quickbooks.problem"].sudo()
        problems._gc_done()
        self.assertEqual(problem.exists().state, "done")
        problem.sudo().closed_at = fields.Datetime.now() - timedelta(days=91)
        problems._gc_done()
        self.assertFalse(problem.exists())


@tagged("post_install", "-at_install")
class TestNumbers(NumberClashCase):
    def test_a_number_that_is_taken_leads_to_the_choice(self):
        invoice = self.clashing(amount=99)
        self.connection._refresh_problems()
        [problem] = self.env["quickbooks.problem"].search([("state", "=", "open")])
        action = problem.action_mend()
        self.assertEqual(action["res_model"], "quickbooks.number.clash")
        self.assertEqual(problem._get_record(), invoice)


@tagged("post_install", "-at_install")
class TestWhoIsTold(ProblemsCase):
    def held(self, **vals):
        invoice = self.create_invoice(**vals)
        self.refuse()
        self.run_push()
        return invoice, self.problems()

    def test_who_is_in_charge_of_the_document_is_told(self):
        _invoice, problem = self.held(invoice_user_id=self.clerk.id)
        [activity] = self.activities(problem)
        self.assertEqual(activity.user_id, self.clerk)
        self.assertIn("Too long.", activity.note)
        self.assertEqual(problem.user_id, self.clerk)

    def test_who_sees_nothing_of_quickbooks_is_not_told(self):
        stranger = new_test_user(self.env, "seller", "account.group_account_invoice")
        _invoice, problem = self.held(invoice_user_id=stranger.id)
        administrator = self.connection.sudo()._get_administrator()
        self.assertEqual(self.activities(problem).user_id, administrator)

    def test_administrators_are_told_of_what_only_they_can_mend(self):
        self.unmatch(self.tax_sale_a)
        self.create_invoice(invoice_user_id=self.clerk.id)
        self.run_push()
        administrator = self.connection.sudo()._get_administrator()
        self.assertEqual(self.problems().user_id, administrator)

    def test_an_activity_is_in_the_language_of_who_reads_it(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.clerk.lang = "fr_FR"
        _invoice, problem = self.held(invoice_user_id=self.clerk.id)
        self.assertIn("a refusé", self.activities(problem).note)


@tagged("post_install", "-at_install")
class TestMending(ProblemsCase):
    def opened(self, problem, user=None):
        return problem.with_user(user or self.env.user).action_mend()

    def test_an_unmatched_tax_leads_to_its_match(self):
        mapping = self.unmatch(self.tax_sale_a)
        self.create_invoice()
        self.run_push()
        problem = self.problems()
        action = self.opened(problem)
        self.assertEqual(action["res_model"], "quickbooks.mapping")
        self.assertEqual(
            self.env["quickbooks.mapping"].search(action["domain"]), mapping
        )
        self.assertFalse(problem.with_user(self.clerk).mend_label)
        with self.assertRaises(AccessError):
            self.opened(problem, self.clerk)

    def test_a_refused_document_leads_to_itself(self):
        invoice = self.create_invoice()
        self.refuse()
        self.run_push()
        action = self.opened(self.problems(), self.clerk)
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("account.move", invoice.id)
        )

    def test_documents_in_closed_books_are_dated_otherwise_at_once(self):
        self.qbo.load(
            "Preferences", {"AccountingInfoPrefs": {"BookCloseDate": "2026-11-05"}}
        )
        self.connection.sudo().lists_read_at -= timedelta(hours=25)
        self.run_pull()
        invoices = self.create_invoice() + self.create_invoice()
        self.run_push()
        problem = self.problems()
        self.assertEqual((problem.cause, problem.count), ("closed_books", 2))
        self.opened(problem, self.clerk)
        self.run_push()
        for invoice in invoices:
            self.assertBinding(invoice, state="synced")
            self.assertQboHas("Invoice", DocNumber=invoice.name, TxnDate="2026-11-06")
        self.assertFalse(self.problems())

    def test_a_conflict_leads_to_both_sides(self):
        self.create_invoice()
        self.run_push()
        self.connection.sudo().customer_policy = "ask"
        self.qbo.update(
            "Customer",
            {
                "Id": self.binding(self.partner_a).qbo_id,
                "sparse": True,
                "PrimaryPhone": {"FreeFormNumber": "555-0199"},
            },
        )
        self.partner_a.phone = "555-0101"
        self.run_pull()
        problem = self.problems()
        self.assertEqual(problem.cause, "changed_both")
        self.assertEqual(self.opened(problem)["res_model"], "quickbooks.conflict")

    def test_every_way_has_its_method_and_every_cause_a_way(self):
        problems = self.env["quickbooks.problem"]
        for way in words.WAYS:
            self.assertTrue(hasattr(problems, f"_mend_{way}"), way)
        for cause in words.CAUSES:
            self.assertIn(words.mending(cause).way, words.WAYS, cause)

    def test_every_mending_is_of_a_cause_and_names_what_its_sentence_names(self):
        for cause, mending in words.MENDED.items():
            self.assertIn(cause, words.CAUSES)
            told = words.CAUSES[cause]
            if mending.about not in ("", words.ALL):
                text = f"{told.happened._source}{told.advice._source}"
                self.assertIn(f"%({mending.about})s", text, cause)


@tagged("post_install", "-at_install")
class TestBarOfTheRecord(ProblemsCase):
    """A record's own bar has the button that mends what holds it."""

    def test_the_bar_offers_the_way_of_each_cause_and_retry_where_that_helps(self):
        invoice = self.create_invoice()
        self.refuse()
        self.run_push()
        binding = self.binding(invoice)
        # What needs another record has the problem of that one.
        for cause in sorted(words.CAUSES.keys() - set(NEEDY)):
            way = words.mending(cause).way
            binding.sudo().write({"cause": cause, "cause_args": {}})
            problem = self.problems()
            if not problem:
                continue
            with self.subTest(cause=cause):
                offered = problem._get_way()
                label = (
                    offered and offered != "open" and self.env._(words.WAYS[offered])
                )
                invoice.invalidate_recordset()
                self.assertEqual(invoice.qbo_mend_label or False, label)
                self.assertEqual(invoice.qbo_may_retry, offered == "open")
                self.assertIn(offered, (way, "open"))

    def test_an_unmatched_tax_leads_to_its_match_from_the_invoice(self):
        mapping = self.unmatch(self.tax_sale_a)
        invoice = self.create_invoice()
        self.run_push()
        alert = invoice._get_quickbooks_alert()
        self.assertEqual(alert["action_text"], "Choose the match")
        action = invoice.action_quickbooks_mend()
        self.assertEqual(action["domain"], [("id", "in", mapping.ids)])
        alert = invoice.with_user(self.clerk)._get_quickbooks_alert()
        self.assertNotIn("action_call", alert, "trying again would not help")

    def test_what_is_mended_on_the_record_is_tried_again(self):
        self.refuse()
        invoice = self.create_invoice()
        self.run_push()
        alert = invoice._get_quickbooks_alert()
        self.assertEqual(alert["action_text"], "Retry")
        invoice.action_quickbooks_mend()
        self.run_push()
        self.assertBinding(invoice, state="synced")
