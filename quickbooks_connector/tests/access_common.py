"""Calls every public method of an add-on as every kind of user."""

import inspect
from functools import cached_property

from odoo import Command, models
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from . import access_table
from .common import QuickbooksCase

_BOOKS = (
    "account.group_account_manager,sales_team.group_sale_manager,"
    "purchase.group_purchase_manager,base.group_partner_manager,"
    "product.group_product_manager"
)
_USER = "quickbooks_connector.quickbooks_group_user"
_MANAGER = "quickbooks_connector.quickbooks_group_manager"
_GROUPS = {
    "portal": "base.group_portal",
    "employee": _BOOKS,
    "settings": "base.group_user,base.group_system",
    "user": f"{_BOOKS},{_USER}",
    "administrator": f"{_BOOKS},{_MANAGER}",
    "owner": f"{_BOOKS},{_MANAGER},base.group_system",
    "elsewhere": f"{_BOOKS},{_MANAGER}",
}
#: What a row is linked to even where it need not be.
_LINKED = {
    "account.move",
    "quickbooks.binding",
    "quickbooks.comparison",
    "quickbooks.connection",
    "quickbooks.plan",
    "quickbooks.run",
    "res.company",
}
#: What companies share: everybody with rights acts on it for the own company.
_SHARED = {"product.category"}
_ABOUT = ("res_model", "res_id", "res_ids")
_LETTERS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


class AccessCase(QuickbooksCase):
    """One row of each of our models, and a user of each kind."""

    module = "quickbooks_connector"
    rights = access_table.RIGHTS
    methods = access_table.METHODS
    extra_groups = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.nowhere = cls.env["res.company"].create({"name": "Nowhere"})
        cls.users = {"public": cls.env.ref("base.public_user").sudo()}
        for kind, groups in _GROUPS.items():
            company = cls.elsewhere if kind == "elsewhere" else cls.env.company
            more = "" if kind in ("portal", "settings") else cls.extra_groups
            cls.users[kind] = new_test_user(
                cls.env,
                f"access_{kind}",
                groups=groups + more,
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            )
        connections = cls.env["quickbooks.connection"].sudo()
        cls.connections = {
            company: connections.create({"company_id": company.id})
            for company in (cls.elsewhere, cls.nowhere)
        } | {cls.env.company: cls.connection.sudo()}

    def setUp(self):
        super().setUp()
        self.rows = {}

    # === ROWS === #

    @cached_property
    def business(self):
        """Return a record of this company for each model that is synced."""
        company = {"company_id": self.env.company.id}
        partner = self.env["res.partner"].create({"name": "Own"} | company)
        product = self.env["product.product"].create({"name": "Own"} | company)
        move = self.create_invoice(partner=partner, lines=[(product, 1, 9.0, False)])
        payment = self.env["account.payment"].create(
            {"partner_id": partner.id, "amount": 1.0, "payment_type": "inbound"}
        )
        order = {"partner_id": partner.id}
        records = (
            *(partner, product, product.product_tmpl_id, move, payment),
            self.env["sale.order"].create(order),
            self.env["purchase.order"].create(order),
        )
        return {record._name: record.id for record in records}

    def row(self, model, company=None, user=None):
        """Return the id of a row of ``model``, made with what it requires.

        :param user: whose it is, of a question; else one row does for all
        """
        company = company or self.env.company
        if model == "quickbooks.connection":
            return self.connections[company].id
        user = user if self.env[model].is_transient() else self.env.user
        key = (model, company, user)
        if key not in self.rows:
            rows_sudo = self.env[model].with_user(user).sudo()
            row = self._find(rows_sudo, company)
            row = row or rows_sudo.create(dict(self._values(model, company)))
            self.rows[key] = row.id
        return self.rows[key]

    def _find(self, rows_sudo, company):
        """Return a row that the connection has already, where it may have one."""
        if rows_sudo.is_transient() or "connection_id" not in rows_sudo._fields:
            return rows_sudo
        connection = self.connections[company]
        domain = [("connection_id", "=", connection.id)]
        return rows_sudo.search(domain, order="id desc", limit=1)

    def _values(self, model, company):
        for name, field in self.env[model]._fields.items():
            if name in models.MAGIC_COLUMNS or not field.store or field.related:
                continue
            if field.type == "many2one" and field.comodel_name in _LINKED:
                if field.required or field.comodel_name != model:
                    yield name, self._link(field.comodel_name, company)
            elif field.type == "many2many" and field.comodel_name in _LINKED:
                yield name, [Command.set([self._link(field.comodel_name, company)])]
            elif name in _ABOUT:
                yield name, self._about(name)
            elif name == "entity":
                yield name, "Invoice"
            elif field.required and not field.default and not field.compute:
                yield name, self._filler(field)

    def _link(self, comodel, company):
        if comodel == "res.company":
            return company.id
        if comodel == "res.users":
            return self.env.uid
        if comodel in self.business:
            return self.business[comodel]
        if not comodel.startswith("quickbooks."):
            return self.env[comodel].search([], limit=1).id
        return self.row(comodel, company)

    def _about(self, name):
        move_id = self.business["account.move"]
        return {"res_model": "account.move", "res_id": move_id, "res_ids": [move_id]}[
            name
        ]

    def _filler(self, field):
        if field.type == "many2one":
            return self._link(field.comodel_name, self.env.company)
        if field.type == "many2many":
            return [Command.set([self.row(field.comodel_name)])]
        if field.type == "selection":
            return field.get_values(self.env)[0]
        if field.type in ("date", "datetime"):
            return "2026-11-01"
        if field.type in ("integer", "float", "monetary"):
            return 1
        if field.type == "json":
            return [1]
        return "x"

    # === CALLS === #

    def get_public(self):
        """Return ``[(model, method)]`` of all that can be called from outside.

        What Odoo has itself, and our add-on only adds to, is up to Odoo's rights.
        """
        found = []
        for model in sorted(self.env.registry):
            rows = self.env[model]
            if rows._abstract and not self._is_called_as_such(model):
                continue
            for name, method in inspect.getmembers(type(rows), callable):
                if name.startswith("_") or getattr(method, "_api_private", False):
                    continue
                if self._is_new(type(rows), name):
                    found.append((model, name))
        return found

    def _is_called_as_such(self, model):
        """Say whether nothing that can be called stands below an abstract model."""
        return not any(
            model in self._get_ancestors(other)
            for other in self.env.registry
            if not self.env[other]._abstract
        )

    def _get_ancestors(self, model):
        mro = type(self.env[model]).mro()
        return {getattr(base, "_name", None) for base in mro}

    def _is_new(self, model_class, name):
        """Say whether the add-on under test has brought a method about."""
        modules = {base.__module__ for base in model_class.mro() if name in vars(base)}
        ours = {one for one in modules if one.startswith("odoo.addons.quickbooks_")}
        mine = any(one.startswith(f"odoo.addons.{self.module}.") for one in ours)
        # A model of the add-on under test has the methods of its mixins.
        own = model_class._name in self.rights
        return modules == ours and (mine or own)

    def get_level(self, model, method):
        """Return who may call a method, as the table says; nothing: it does not."""
        for base in type(self.env[model]).mro():
            for methods in (self.methods, access_table.METHODS):
                level = methods.get(getattr(base, "_name", None), {}).get(method)
                if level:
                    return level
        return None

    def call(self, user, model, method, row_id):
        """Return what a call from outside comes to: nothing, or an exception."""
        self.env.flush_all()
        self.env.invalidate_all()
        company = user.sudo().company_id
        rows = self.env[model].with_user(user).with_company(company)
        is_of_model = getattr(getattr(type(rows), method), "_api_model", False)
        args = access_table.ARGS.get(method, ())
        args = list(args) if is_of_model else [[row_id], *args]
        savepoint = self.env.cr.savepoint()
        try:
            with mute_logger("odoo.models", "odoo.addons.base.models.ir_rule"):
                call_kw(rows, method, args, {})
            return None
        except Exception as error:
            # A row that was made up may not carry far: who came there was let in.
            return error
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def get_row_for(self, model, user):
        if model == "res.config.settings":
            settings = self.env[model].with_user(user).sudo()
            return settings.create({"company_id": self.env.company.id}).id
        if model in self.business:
            return self.business[model]
        return self.row(model, user=user)

    def is_refused(self, kind, model, method):
        user = self.users[kind]
        row_id = self.get_row_for(model, user)
        outcome = self.call(user, model, method, row_id)
        return isinstance(outcome, AccessError)

    # === RIGHTS === #

    def get_rights(self, user, model, row_id):
        """Return the letters of what ``user`` may do with a row."""
        row = self.env[model].with_user(user).browse(row_id)
        row = row.with_company(user.sudo().company_id)
        return "".join(
            letter for letter, name in _LETTERS.items() if row.has_access(name)
        )

    # === ASSERTIONS === #

    def assertMethodsNamed(self):
        found = self.get_public()
        nameless = [one for one in found if not self.get_level(*one)]
        self.assertFalse(nameless, "give each a row in access_table.py")
        named = {(model, name) for model, rows in self.methods.items() for name in rows}
        for model, name in named:
            called = {one for one, method in found if method == name}
            below = {one for one in called if model in self._get_ancestors(one)}
            self.assertTrue(below, f"{model}.{name} is gone")

    def assertCallsAsNamed(self):
        for model in access_table.RIGHTS | self.rights:
            self.row(model)
        wrong, refused, allowed = [], [], []
        for model, method in self.get_public():
            let_in = access_table.LEVELS[self.get_level(model, method)][0]
            for kind in access_table.KINDS:
                may = kind in let_in or (kind == "elsewhere" and model in _SHARED)
                (allowed if may else refused).append((kind, model, method))
        with self.enter_registry_test_mode():
            self.qbo.clear_journal()
            wrong += [call for call in refused if not self.is_refused(*call)]
            self.assertFalse(self.qbo.journal(), "who is refused reaches nobody")
            wrong += [("refused", *call) for call in allowed if self.is_refused(*call)]
        self.assertFalse(wrong, "otherwise than the table says")

    def assertRightsAsNamed(self):
        for model, (users, administrators) in self.rights.items():
            may = {"user": users, "administrator": administrators}
            may["owner"] = administrators
            is_question = self.env[model].is_transient()
            for kind, user in self.users.items():
                rights = self.get_rights(user, model, self.row(model, user=user))
                if model == "quickbooks.sign.in":
                    expected = "" if kind in ("public", "portal") else "r"
                elif kind == "elsewhere":
                    # A question of one's own, and the right to have a connection.
                    expected = administrators if is_question else ""
                else:
                    expected = may.get(kind, "")
                self.assertEqual(rights, expected, (model, kind))
