"""11.3: who may read, change and call what; ``docs/access.md`` says the same.

``QUICKBOOKS_WRITE_DOCS=1`` in the environment writes that page anew.
"""

import os
from pathlib import Path
from unittest import SkipTest

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from . import access_table as table
from .access_common import AccessCase

PAGE = Path(__file__).parents[2] / "docs" / "access.md"


@tagged("post_install", "-at_install")
class TestAccess(AccessCase):
    def test_the_table_names_every_public_method_and_no_other(self):
        self.assertMethodsNamed()

    def test_every_kind_of_user_may_call_what_the_table_says_and_nothing_else(self):
        self.assertCallsAsNamed()

    def test_rows_are_read_and_changed_by_whom_the_table_says(self):
        self.assertRightsAsNamed()

    def test_every_model_is_in_the_table(self):
        models = {
            model
            for model in self.env.registry
            if model.startswith("quickbooks.")
            and not self.env[model]._abstract
            and self.env[model]._module == self.module
        }
        self.assertEqual(models, set(self.rights))

    def test_no_question_of_somebody_else_is_seen(self):
        asking = self.users["administrator"]
        for model in self.rights:
            if self.env[model].is_transient():
                row_id = self.row(model, user=asking)
                for kind in table.KINDS.keys() - {"administrator"}:
                    rights = self.get_rights(self.users[kind], model, row_id)
                    self.assertFalse(rights, (model, kind))

    def test_of_three_companies_each_sees_its_own_alone(self):
        companies = self.env.company | self.elsewhere | self.nowhere
        administrator = self.users["elsewhere"]
        for model, (rights, _administrators) in self.rights.items():
            if not rights or "company_id" not in self.env[model]._fields:
                continue
            for company in companies:
                self.row(model, company)
            for company in companies:
                administrator.write(
                    {"company_ids": [(6, 0, company.ids)], "company_id": company.id}
                )
                rows = self.env[model].with_user(administrator)
                seen = rows.with_company(company).search([]).sudo().company_id
                self.assertEqual(seen, company, model)

    def test_what_a_row_is_about_is_set_by_nobody(self):
        administrator = self.users["administrator"]
        for model, fname, value in (
            ("quickbooks.mapping", "connection_id", self.connections[self.elsewhere]),
            ("quickbooks.pairing", "connection_id", self.connections[self.elsewhere]),
            ("quickbooks.pairing", "res_id", self.partner_a),
            ("quickbooks.connection", "is_live", administrator),
        ):
            row = self.env[model].browse(self.row(model)).with_user(administrator)
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                row.write({fname: value.id})

    def test_a_question_tells_nothing_of_what_its_asker_may_not_read(self):
        user = self.users["elsewhere"]
        connection, move = self.connection.id, self.business["account.move"]
        link = self.row("quickbooks.binding")
        for model, vals, fname in (
            ("quickbooks.same.bill", {"move_id": move}, "amount_total"),
            ("quickbooks.same.bill", {"move_id": move}, "qbo_number"),
            ("quickbooks.unsync", {"binding_ids": [(6, 0, [link])]}, "deleted_there"),
            ("quickbooks.number.clash", {"binding_id": link}, "total_here"),
            ("quickbooks.compare", {"connection_id": connection}, "start_date"),
            ("quickbooks.go.live", {"connection_id": connection}, "start_date"),
            ("quickbooks.go.live", {"connection_id": connection}, "count"),
        ):
            row = self.env[model].with_user(user).sudo().create(vals).sudo(False)
            self.env.flush_all()
            self.env.invalidate_all()
            with (
                self.assertRaises(AccessError, msg=f"{model}.{fname}"),
                mute_logger("odoo.models", "odoo.addons.base.models.ir_rule"),
            ):
                row.read([fname])

    def test_the_table_names_every_address_and_no_other(self):
        rules = self.env["ir.http"]._generate_routing_rules([self.module], {})
        self.assertEqual({url for url, _endpoint in rules}, set(table.ROUTES))

    def test_the_documentation_says_the_same(self):
        if not PAGE.parent.exists():
            raise SkipTest("absent: the add-on is installed without its repository")
        page = table.make_page()
        if os.environ.get("QUICKBOOKS_WRITE_DOCS"):
            PAGE.write_text(page)
        self.assertEqual(PAGE.read_text(), page, "write it anew, see this file's head")
