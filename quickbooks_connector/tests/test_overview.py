"""U6: what the Overview tells of everything, in figures and in one sentence."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TestOverview(QuickbooksCase):
    def overview(self, user=None):
        self.env.invalidate_all()
        connections = self.env["quickbooks.connection"]
        return connections.with_user(user or self.env.user).get_overview()

    def area(self, key):
        [area] = [a for a in self.overview()["areas"] if a["key"] == key]
        return area

    def counts(self, area, model):
        [kind] = [k for k in self.area(area)["kinds"] if k["model"] == model]
        return kind["counts"]

    def test_records_are_counted_by_kind_and_state(self):
        self.create_invoice()
        self.run_push()
        self.qbo.fail_next(kind="fault", entity="Invoice", index=0, code="2050")
        self.create_invoice()
        self.run_push()
        self.create_invoice()
        self.commit()
        self.assertEqual(
            self.counts("sales", "account.move"),
            {"synced": 1, "failed": 1, "pending": 1},
        )
        self.assertEqual(self.counts("contacts", "res.partner"), {"synced": 1})
        self.assertEqual(self.counts("products", "product.product"), {"synced": 1})
        tiles = {tile["state"]: tile["count"] for tile in self.overview()["tiles"]}
        all_there = self.binding_model().search_count([("state", "=", "synced")])
        self.assertEqual(tiles, {"synced": all_there, "pending": 1, "failed": 1})

    def test_links_of_earlier_days_are_counted_once_and_the_numbers_stay_true(self):
        def told():
            return {tile["state"]: tile["count"] for tile in self.overview()["tiles"]}

        def there():
            groups = self.binding_model()._read_group([], ["state"], ["__count"])
            return {"pending": 0, "failed": 0} | dict(groups)

        invoices = [self.create_invoice() for _number in range(3)]
        self.run_push()
        self.env.cr.execute("UPDATE quickbooks_binding SET create_date = '2020-01-01'")
        self.env.registry.clear_cache()
        self.assertEqual(told(), there())
        read, asked = type(self.connection)._count_links, []

        def count_links(connection, domain, *args):
            asked.append(domain[0][:2])
            return read(connection, domain, *args)

        with patch.object(type(self.connection), "_count_links", count_links):
            self.assertEqual(told(), there())
        self.assertEqual(asked, [("state", "!="), ("id", ">")])
        # One more, one that waits, one that nobody knows of any more.
        self.create_invoice()
        self.run_push()
        self.assertEqual(told(), there())
        invoices[0].ref = "Edited"
        self.commit()
        self.assertEqual(told(), there())
        self.assertTrue(there()["modified"])
        invoices[1].qbo_binding_ids.sudo().unlink()
        self.assertEqual(told(), there())

    def test_the_sentence_says_what_matters_most(self):
        def headline():
            told = self.overview()["headline"]
            return told["level"], told["text"]

        level, text = headline()
        self.assertEqual(level, "ok")
        self.assertIn("is there", text)
        self.create_invoice()
        self.commit()
        level, text = headline()
        self.assertEqual(level, "busy")
        self.assertIn("1 to go", text)
        self.qbo.fail_next(kind="fault", entity="Invoice", index=0, code="2050")
        self.run_push()
        level, text = headline()
        self.assertEqual(level, "problem")
        self.assertIn("Problems: 1. They hold documents: 1 ($\xa0", text)
        [need] = self.overview()["needs"]
        self.assertIn("longer than QuickBooks takes", need["message"])
        self.assertEqual(need["label"], "Open it")
        self.assertFalse(self.connection.get_banner())
        self.connection.action_pause()
        level, text = headline()
        self.assertEqual(level, "stopped")
        self.assertIn("Paused by", text)
        self.assertEqual(self.connection.get_banner()["text"], text)
        self.connection.action_resume()
        self.connection.sudo()._require_sign_in()
        level, text = headline()
        self.assertEqual(level, "stopped")
        [button] = self.overview()["headline"]["buttons"]
        self.assertEqual(button["method"], "action_connect")

    def test_what_keeps_all_work_is_told_above_the_to_do_list_and_the_history(self):
        for model in ("quickbooks.problem", "quickbooks.sync.log", "quickbooks.run"):
            for kind in ("kanban", "list"):
                arch = self.env[model].get_view(view_type=kind)["arch"]
                told = f'js_class="quickbooks_banner_{kind}"' in arch
                # Of problems there are cards only.
                self.assertTrue(told or (model, kind) == ("quickbooks.problem", "list"))

    def test_a_user_sees_no_button_that_is_not_his(self):
        user = new_test_user(
            self.env,
            "looker",
            "account.group_account_invoice,quickbooks_connector.quickbooks_group_user",
            company_id=self.env.company.id,
        )
        self.connection.action_pause()
        told = self.overview(user)
        self.assertFalse(told["can_manage"])
        self.assertFalse(told["headline"]["buttons"])

    def test_strangers_see_nothing(self):
        stranger = new_test_user(self.env, "passer", "account.group_account_invoice")
        with self.assertRaises(AccessError):
            self.overview(stranger)

    def test_before_anything_is_connected_it_says_so(self):
        company = self.env["res.company"].create({"name": "Not yet Ltd"})
        self.env.user.company_ids |= company
        connections = self.env["quickbooks.connection"].with_company(company)
        self.assertFalse(connections.get_overview()["is_connected"])

    def test_what_waits_is_told_with_its_age(self):
        invoice = self.create_invoice()
        self.run_push()
        self.assertFalse(self.area("sales")["since"])
        last = self.area("sales")["last"]
        self.assertEqual(last, "less than a minute")
        self.connection.action_pause()
        hour = timedelta(minutes=61)
        before = fields.Datetime.now() - 2 * hour
        self.env.cr.execute(
            "UPDATE quickbooks_binding SET create_date = %s, last_synced_at = %s",
            (before, before),
        )
        self.env.invalidate_all()
        invoice.ref = "Edited"
        self.commit()
        self.binding(invoice).edited_at = fields.Datetime.now() - hour
        invoice.ref = "Edited again"
        self.commit()
        self.assertEqual(self.area("sales")["since"], "1 h")
        self.assertEqual(self.area("sales")["waiting"], 1)

    def test_each_day_tells_what_went_which_way(self):
        self.create_invoice()
        self.run_push()
        today = self.overview()["days"][-1]
        lines = self.env["quickbooks.sync.log"].search_count([("result", "=", "done")])
        self.assertGreater(lines, 1)
        self.assertEqual((today["sent"], today["received"]), (lines, 0))
        self.assertEqual(self.area("sales")["done"], 1)
        self.assertEqual(len(self.overview()["days"]), 30)

    def test_hours_that_are_over_are_counted_once_and_the_sums_stay_true(self):
        def told():
            return sum(day["sent"] for day in self.overview()["days"])

        self.create_invoice()
        self.run_push()
        lines = self.env["quickbooks.sync.log"].sudo().search([("result", "=", "done")])
        self.assertGreater(len(lines), 2)
        for line, hours in zip(lines, (0, 3, 200), strict=False):
            line.date = fields.Datetime.now() - timedelta(hours=hours)
        self.env.registry.clear_cache()
        read, asked = type(self.connection)._count_exchanged, []

        def noting(connection, start, end):
            asked.append(start)
            return read(connection, start, end)

        this_hour = fields.Datetime.now().replace(minute=30)
        with freeze_time(this_hour):
            self.assertEqual(told(), len(lines))
            with patch.object(type(self.connection), "_count_exchanged", noting):
                lines[0].copy()
                self.assertEqual(told(), len(lines) + 1)
        self.assertEqual(len(asked), 1)
        self.assertGreater(asked[0], this_hour - timedelta(hours=2))

    def test_a_count_opens_the_records_it_counts(self):
        invoice = self.create_invoice()
        self.create_invoice(post=False)
        self.run_push()
        action = self.connection.action_open_kind("account.move", "Invoice", "synced")
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, invoice)

    def test_every_kind_that_has_a_state_of_its_own_has_its_place(self):
        areas = self.connection._get_areas()
        for entity in self.env["quickbooks.entity"]._all():
            if not entity._is_hanging:
                self.assertIn(entity._area, areas, entity._name)
