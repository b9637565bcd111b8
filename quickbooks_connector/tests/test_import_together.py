"""S9: many documents made in QuickBooks arrive together, and none spoils the others."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .incoming_common import ImportCase
from .killing import killed_while_linking

_PULL = "odoo.addons.quickbooks_connector.sync.pull"


@tagged("post_install", "-at_install")
class TestImportTogether(ImportCase):
    def setUp(self):
        super().setUp()
        # The contact and the product are there, as in daily work.
        self.taken()
        self.created = []
        moves = self.env.registry["account.move"]
        original = moves.create

        def create(model, vals_list):
            self.created.append(len(vals_list))
            return original(model, vals_list)

        self.startPatcher(patch.object(moves, "create", create))

    def _make(self, count, **values):
        return [
            self.make(lines=[self.taxed(f"{n}.33"), self.sold(n)], **values)
            for n in range(1, count + 1)
        ]

    def assertArrived(self, documents, entity="Invoice"):
        """Check that each of ``documents`` is one posted move, in full."""
        for theirs in documents:
            move = self.move_of(theirs, entity)
            self.assertEqual(move.mapped("state"), ["posted"])
            self.assertTotals(move, theirs)
            told = move.message_ids.filtered(lambda m: "Taken over from" in m.body)
            self.assertEqual(len(told), 1)
            self.assertIn(theirs["DocNumber"], told.body)
            self.assertBinding(move, state="synced", is_born_there=True, is_due=False)
        numbers = [theirs["DocNumber"] for theirs in documents]
        copies = self.env["account.move"].search([("payment_reference", "in", numbers)])
        self.assertEqual(len(copies), len(documents), "none is there twice")

    def assertLogged(self, documents, result="done"):
        lines = self.env["quickbooks.sync.log"].search(
            [
                ("direction", "=", "in"),
                ("qbo_id", "in", [theirs["Id"] for theirs in documents]),
                ("entity", "=", "Invoice"),
                ("result", "=", result),
            ]
        )
        self.assertEqual(len(lines), len(documents))

    # === ALL AT ONCE === #

    def test_new_documents_are_created_by_one_statement_of_odoo_for_all(self):
        documents = self._make(6)
        self.run_pull()
        self.assertEqual(self.created, [6])
        self.assertFalse(self.inbox())
        self.assertArrived(documents)
        self.assertLogged(documents)
        self.assertNothingIsSent()

    def test_edited_documents_among_them_are_followed(self):
        first, second = self._make(2)
        self.run_pull()
        self.change(first, PrivateNote="Call before delivery")
        self.qbo.delete("Invoice", second["Id"])
        documents = self._make(3)
        self.run_pull()
        self.assertFalse(self.inbox())
        self.assertEqual(self.move_of(first).ref, "Call before delivery")
        self.assertEqual(self.created, [2, 3])
        self.assertEqual(len(self.move_of(first)), 1)
        self.assertArrived(documents)

    def test_a_document_that_odoo_has_already_is_linked_and_not_doubled(self):
        lines = [(self.product_a, 1, 50.0, False)]
        mine = self.create_invoice(self._client(), lines)
        self.binding_model().search([("res_id", "=", mine.id)]).unlink()
        theirs = self.make(
            lines=[self.sold(50)],
            DocNumber=mine.name,
            TxnDate=str(mine.invoice_date),
        )
        documents = self._make(3)
        self.run_pull()
        self.assertFalse(self.inbox(), self.inbox().mapped("message"))
        self.assertEqual(self.move_of(theirs), mine)
        self.assertArrived(documents)

    def _client(self):
        return self.env["res.partner"].search([("name", "=", self.client)], limit=1)

    def test_documents_that_were_paid_there_are_acknowledged_together(self):
        documents = self._make(4)
        self.run_pull()
        tokens = self.binding_model().search([("entity", "=", "Invoice")])
        before = dict(tokens.mapped(lambda row: (row.qbo_id, row.sync_token)))
        for theirs in documents:
            self.qbo.create(
                "Payment",
                {
                    "CustomerRef": theirs["CustomerRef"],
                    "TotalAmt": 1,
                    "Line": [
                        {
                            "Amount": 1,
                            "LinkedTxn": [
                                {"TxnId": theirs["Id"], "TxnType": "Invoice"}
                            ],
                        }
                    ],
                },
            )
        self.run_pull()
        self.assertFalse(self.inbox())
        for theirs in documents:
            move = self.move_of(theirs)
            binding = self.assertBinding(move, state="synced")
            self.assertNotEqual(binding.sync_token, before[theirs["Id"]])
            self.assertAlmostEqual(move.amount_total - move.amount_residual, 1)
        self.assertNothingIsSent()

    # === ONE THAT IS BAD === #

    def test_what_odoo_refuses_is_held_alone_with_its_reason(self):
        documents = self._make(8)
        bad = documents.pop(5)
        moves = self.env.registry["account.move"]
        post = moves._post

        def refuse(model, soft=True):
            if bad["DocNumber"] in model.mapped("payment_reference"):
                raise UserError("No apples.")
            return post(model, soft)

        with patch.object(moves, "_post", refuse):
            self.run_pull()
        held = self.inbox()
        self.assertEqual(held.mapped("qbo_id"), [bad["Id"]])
        self.assertEqual((held.state, held.cause), ("failed", "refused_here"))
        self.assertIn("No apples.", held.message)
        self.assertFalse(self.move_of(bad))
        self.assertArrived(documents)
        self.assertEqual(
            self.created, [8, 4, 4, 2, 2, 1, 1], "by halves, not one by one"
        )
        self.assertLogged(documents)
        self.assertLogged([bad], "failed")
        held.write({"state": "pending", "next_try": False})
        self.assertArrived([*documents, bad] if self.take(bad) else [])

    def test_what_lacks_a_match_is_left_out_before_anything_is_created(self):
        documents = self._make(3)
        known = self.env["quickbooks.mapping"].search([("kind", "=", "TaxCode")])
        known.filtered(lambda mapping: mapping.state == "done").state = "open"
        plain = [self.make() for _number in range(3)]
        self.run_pull()
        self.assertEqual(set(self.inbox().mapped("cause")), {"tax_unknown"})
        self.assertEqual(len(self.inbox()), len(documents))
        self.assertEqual(self.created, [3])
        self.assertArrived(plain)

    def test_what_is_dated_in_locked_books_is_left_out_before(self):
        self.company_data["company"].sudo().fiscalyear_lock_date = "2026-11-15"
        locked = self.make(TxnDate="2026-11-15")
        documents = self._make(3, TxnDate="2026-11-16")
        self.run_pull()
        self.assertEqual(self.inbox().mapped("qbo_id"), [locked["Id"]])
        self.assertEqual(self.inbox().cause, "lock_date")
        self.assertEqual(self.created[0], 3)
        self.assertArrived(documents)

    # === KILLED === #

    def test_killed_in_the_middle_of_a_group_nothing_is_lost_or_doubled(self):
        documents = self._make(7)
        chunk = patch(f"{_PULL}.APPLY_CHUNK", 3)
        with chunk, killed_while_linking(self.env):
            self.run_pull()
        self.assertEqual(len(self.inbox()), 4, "what was done is done, and no more")
        self.assertArrived([d for d in documents if self.move_of(d)])
        with chunk:
            self.run_pull()
        self.assertFalse(self.inbox())
        self.assertArrived(documents)

    # === COST === #

    def test_each_of_many_costs_no_more_than_each_of_few(self):
        spent = {}
        for count in (5, 20, 60):
            self._make(count)
            before = self.cr.sql_log_count
            self.run_pull()
            spent[count] = self.cr.sql_log_count - before
            self.assertFalse(self.inbox())
        each = (spent[60] - spent[20]) / 40
        self.assertLess(each, spent[20] / 20, spent)
        self.assertLess(each, 12, spent)


@tagged("post_install", "-at_install")
class TestBacklog(ImportCase):
    """More changed than change data capture tells in one answer."""

    def setUp(self):
        super().setUp()
        self.documents = [self.taken()[0] for _number in range(2)]
        # What the company began with is none of it.
        self.qbo.clock.advance(600)
        self.run_pull()
        most = "odoo.addons.quickbooks_connector.api.const.CDC_MAX_ROWS"
        self.startPatcher(patch(most, 5))
        few = "odoo.addons.quickbooks_connector.sync.backlog.FEW"
        self.startPatcher(patch(few, 4))

    def test_all_of_it_arrives_in_few_calls(self):
        gone = self.move_of(self.documents[0])
        self.qbo.delete("Invoice", self.documents[0]["Id"])
        self.change(self.documents[1], PrivateNote="Call before delivery")
        documents = [self.make() for _number in range(8)]
        customer = self.qbo.create("Customer", {"DisplayName": "Harvest Moon Inn"})
        self.qbo.clear_journal()
        self.run_pull()
        self.assertFalse(self.inbox(), self.inbox().mapped("message"))
        moves = [self.move_of(theirs) for theirs in documents]
        self.assertEqual({move.state for move in moves}, {"posted"})
        self.assertEqual(self.move_of(self.documents[1]).ref, "Call before delivery")
        self.assertEqual(gone.state, "cancel")
        self.assertTrue(
            self.binding_model().search(
                [("entity", "=", "Customer"), ("qbo_id", "=", customer["Id"])]
            )
        )
        self.assertEqual(self.qbo.count("cdc"), 2)
        # Counts and pages of what changed; of all ids; of files, and no lists.
        self.assertLessEqual(self.qbo.count("batch"), 6)
        self.assertFalse(self.qbo.count("query"))

    def test_what_is_too_long_ago_is_read_too(self):
        theirs = self.make()
        cursor = fields.Datetime.subtract(fields.Datetime.now(), days=40)
        self.connection.sudo().cdc_cursor = cursor
        self.assertEqual(self.take(theirs).state, "posted")
        self.assertGreater(self.connection.cdc_cursor, cursor)
