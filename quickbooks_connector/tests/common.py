"""A company that is connected to a simulated QuickBooks, and words to test with.

Tests talk HTTP to the simulator, a process of its own on loopback: the way of a request
is the same as in production.
"""

import atexit
from contextlib import ExitStack, contextmanager, nullcontext
from unittest import SkipTest
from urllib.parse import parse_qs, urlsplit

from odoo import Command
from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

try:
    from qbo_simulator.testing import SimulatorProcess
except ImportError:
    SimulatorProcess = None

_running = []


def simulator():
    """Return a client of the simulator that all test classes of this run share.

    :raise SkipTest: the package ``qbo_simulator`` is not installed
    """
    if SimulatorProcess is None:
        raise SkipTest("absent: the Python package qbo_simulator is not installed")
    if not _running:
        process = SimulatorProcess(detached=True)
        process.start()
        atexit.register(process.stop)
        _running.append(process)
    return _running[0].client()


class LoopbackRequests:
    """Lets requests with two time-outs (connect, read) pass Odoo's guard in tests."""

    @classmethod
    def _request_handler(cls, session, request, /, **kwargs):
        timeout = kwargs.get("timeout")
        if isinstance(timeout, tuple):
            # The guard compares the time-out with a number.
            kwargs["timeout"] = max(timeout)
        return super()._request_handler(session, request, **kwargs)


@tagged("post_install", "-at_install")
class QuickbooksCase(LoopbackRequests, AccountTestInvoicingCommon):
    """A US company, connected and live, with a fresh QuickBooks for every test."""

    country_code = "US"
    chart_template = "generic_coa"
    qbo_seed = "us"
    qbo_options = {}

    @classmethod
    def get_default_groups(cls):
        return (
            super().get_default_groups()
            | cls.env.ref("quickbooks_connector.quickbooks_group_manager")
            | cls.env.ref("sales_team.group_sale_manager")
            | cls.env.ref("base.group_no_one")
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.qbo = simulator()
        cls.qbo.reset(cls.qbo_seed, **cls.qbo_options)
        # Tests are in a hurry, except those about the limits themselves.
        cls.qbo.set_throttle(enabled=False)
        cls.connection = cls._create_connection(cls.env.company, cls.qbo)
        cls._connect()
        cls.qbo_state = cls.qbo.snapshot()

    def setUp(self):
        super().setUp()
        self.qbo.restore(self.qbo_state)
        self.qbo.clear_journal()

    @classmethod
    def _connect(cls):
        with cls._own_cursors():
            cls._sign_in(cls.connection)
            cls._set_up(cls.connection)

    @classmethod
    @contextmanager
    def _own_cursors(cls):
        """Let code that opens cursors of its own share the one of this class."""
        cls.env.flush_all()
        patches = cls._registry_test_mode_patches(cr=cls.cr, registry=cls.registry)
        with ExitStack() as stack:
            for patch in patches:
                stack.enter_context(patch)
            yield
        cls.env.invalidate_all()

    # === A CONNECTED COMPANY === #

    @classmethod
    def _create_connection(cls, company, qbo):
        connection = (
            cls.env["quickbooks.connection"]
            .sudo()
            .create(
                {
                    "company_id": company.id,
                    "environment": "custom",
                    "discovery_url": qbo.discovery_url,
                    "api_base_url": qbo.api_base_url,
                    "web_base_url": f"{qbo.base_url}/app",
                    "client_id": qbo.app.client_id,
                    "client_secret": qbo.app.client_secret,
                    "start_date": "2019-01-01",
                    "user_id": cls.env.uid,
                }
            )
        )
        return connection.sudo(False)

    @classmethod
    def _sign_in(cls, connection, realm_id=None):
        """Sign in as an administrator does, the browser left out."""
        cls.env.flush_all()
        url = connection.action_connect()["url"]
        callback = cls.qbo.follow_consent(url, realm_id=realm_id)
        query = parse_qs(urlsplit(callback).query)
        params = {name: values[0] for name, values in query.items()}
        outcome, names, _path = connection._finish_sign_in(params)
        assert not outcome, (outcome, names)
        connection.invalidate_recordset()

    @classmethod
    def _set_up(cls, connection):
        """Do what the administrator does before going live."""
        connection.sudo()._read_lists()
        cls.env["quickbooks.mapping"].search(
            [("connection_id", "=", connection.id)]
        ).action_accept()
        bank = cls.company_data["default_journal_bank"]
        income = cls.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", connection.id),
                ("account_subtype", "=", "SalesOfProductIncome"),
            ],
            limit=1,
        )
        connection.write(
            {"payment_journal_id": bank.id, "income_account_id": income.id}
        )
        connection.action_go_live()

    # === VOCABULARY === #

    def run_push(self, connection=None):
        """Let the push cron run, as its worker would."""
        self._run((connection or self.connection).sudo().push_cron_id)

    def run_pull(self, connection=None):
        """Let the pull cron run at the time of its next poll, as its worker would."""
        (connection or self.connection).sudo().polled_at = False
        self._run((connection or self.connection).sudo().pull_cron_id)

    def run_work(self, connection=None):
        """Let the cron of long work run, as its worker would."""
        self._run((connection or self.connection).sudo().work_cron_id)

    def _run(self, cron):
        self.commit()
        # Tests with a browser are in this mode from their start.
        shared = nullcontext() if self._registry_patched else None
        with shared or self.enter_registry_test_mode():
            cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.env.invalidate_all()

    def let_time_pass(self):
        """Let every wait of the connection be over, those for its turn too.

        PostgreSQL learns by then how much there is now, as it does of itself between
        transactions: without that Odoo's search for an invoice's payments takes
        minutes in a long test.
        """
        self.env.flush_all()
        self.env.cr.execute(
            "ANALYZE account_move, account_move_line, account_partial_reconcile,"
            " account_payment, quickbooks_binding"
        )
        self.env["quickbooks.throttle"].sudo().search([]).unlink()
        self.binding_model().search([]).write({"next_try": False})
        self.connection.sudo().wait_until = False

    def binding_model(self):
        return self.env["quickbooks.binding"].sudo()

    def commit(self):
        """Do what the end of a user's request does before its commit."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def binding(self, record, entity=None):
        """Return the binding of ``record``, of any entity unless one is named."""
        domain = [("res_model", "=", record._name), ("res_id", "=", record.id)]
        if entity:
            domain.append(("entity", "=", entity))
        return self.env["quickbooks.binding"].sudo().search(domain)

    def assertBinding(self, record, entity=None, **expected):
        """Check what the binding of ``record`` says; return it."""
        binding = self.binding(record, entity)
        self.assertEqual(len(binding), 1, f"bindings of {record}")
        told = f"{binding.cause}: {binding.message}"
        for fname, value in expected.items():
            self.assertEqual(binding[fname], value, f"{fname} of {record} ({told})")
        return binding

    def assertQboHas(self, entity, count=1, **expected):
        """Check that QuickBooks has ``count`` such objects; return the first."""
        found = [
            obj
            for obj in self.qbo.all(entity)
            if all(_at(obj, path) == value for path, value in expected.items())
        ]
        there = [
            {path: _at(obj, path) for path in expected} for obj in self.qbo.all(entity)
        ]
        self.assertEqual(len(found), count, f"{entity} {expected} among {there}")
        return found[0] if found else None

    def problem_of(self, record):
        """Return the open problem on the To do list that holds ``record``, if any."""
        self.connection._refresh_problems()
        held = self.binding(record)
        problems = self.env["quickbooks.problem"].search([("state", "=", "open")])
        return problems.filtered(lambda problem: held & problem.sudo().binding_ids)

    # === RECORDS === #

    def create_invoice(self, partner=None, lines=None, post=True, **vals):
        """Create an invoice of ``(product, quantity, price, tax?)`` lines."""
        lines = lines or [(self.product_a, 1, 100.0, True)]
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or self.partner_a).id,
                "invoice_date": "2026-11-02",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "quantity": quantity,
                            "price_unit": price,
                            "tax_ids": [
                                Command.set(self.tax_sale_a.ids if taxed else [])
                            ],
                        }
                    )
                    for product, quantity, price, taxed in lines
                ],
                **vals,
            }
        )
        if post:
            move.action_post()
        return move


def _at(obj, path):
    """Return what stands at ``A__b`` of nested dictionaries."""
    for key in path.split("__"):
        obj = (obj or {}).get(key)
    return obj
