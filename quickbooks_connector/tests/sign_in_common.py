"""Two companies and their administrators, to sign in with; no accounting needed."""

from urllib.parse import parse_qs, urlsplit

from odoo import SUPERUSER_ID, api
from odoo.tests import TransactionCase, new_test_user, tagged

from .common import LoopbackRequests, simulator

USER = "quickbooks_connector.quickbooks_group_user"
MANAGER = "quickbooks_connector.quickbooks_group_manager"


def connection_values(company, qbo, **values):
    """Return the values of a connection of ``company`` to the simulator."""
    return {
        "company_id": company.id,
        "environment": "custom",
        "discovery_url": qbo.discovery_url,
        "api_base_url": qbo.api_base_url,
        "client_id": qbo.app.client_id,
        "client_secret": qbo.app.client_secret,
        **values,
    }


class SignInMixin(LoopbackRequests):
    """A company in dollars with an empty connection, and a fresh QuickBooks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.qbo = simulator()
        cls.company = cls._create_company("Copper Kettle Ltd", "USD")
        cls.manager = cls._create_user("qb.manager", f"base.group_user,{MANAGER}")
        cls.connection = (
            cls.env["quickbooks.connection"]
            .create(connection_values(cls.company, cls.qbo, user_id=cls.manager.id))
            .with_user(cls.manager)
        )

    def setUp(self):
        super().setUp()
        self.qbo.reset()
        self.qbo.clear_journal()
        self.realm = self.qbo.realm_id

    @classmethod
    def _create_company(cls, name, currency):
        currency = (
            cls.env["res.currency"]
            .with_context(active_test=False)
            .search([("name", "=", currency)])
        )
        currency.active = True
        return cls.env["res.company"].create({"name": name, "currency_id": currency.id})

    @classmethod
    def _create_user(cls, login, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login,
            groups,
            password=login,
            company_id=company.id,
            company_ids=[company.id],
        )

    def sign_in(self, connection=None, realm_id=None):
        """Sign in as the connection's user, the browser left out.

        :return: outcome, names, path
        """
        connection = connection or self.connection
        callback = self.consent(connection, realm_id)
        result = connection._finish_sign_in(parameters(callback))
        self.env.invalidate_all()
        return result

    def consent(self, connection=None, realm_id=None, accept=True):
        """Go to Intuit and back; return the address of our callback with its answer."""
        url = (connection or self.connection).action_connect()["url"]
        self.env.flush_all()
        return self.qbo.follow_consent(url, realm_id=realm_id, accept=accept)

    def credential(self, connection=None):
        self.env.invalidate_all()
        return (connection or self.connection)._get_credential()

    def activities(self, connection=None):
        connection_sudo = (connection or self.connection).sudo()
        return connection_sudo.activity_ids


@tagged("post_install", "-at_install")
class SignInCase(SignInMixin, TransactionCase):
    """Cursors that the code opens for itself share the test's transaction."""

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.registry_enter_test_mode()


@tagged("post_install", "-at_install")
class RealCursorCase(LoopbackRequests, TransactionCase):
    """A connection that is really in the database, for cursors that really compete."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.qbo = simulator()
        cls.qbo.reset()
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env["res.company"].create({"name": cls.__name__})
            values = connection_values(company, cls.qbo)
            connection = env["quickbooks.connection"].create(values)
            cls.connection_id, cls.company_id = connection.id, company.id
        cls.addClassCleanup(cls._clean_up)

    @classmethod
    def _clean_up(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["quickbooks.connection"].browse(cls.connection_id).unlink()
            company = env["res.company"].browse(cls.company_id)
            company.partner_id.active = False
            company.active = False
            cr.execute("DELETE FROM quickbooks_throttle")

    def committed(self, work):
        """Do ``work(env)`` in a transaction of its own; return what it returns."""
        with self.registry.cursor() as cr:
            return work(api.Environment(cr, SUPERUSER_ID, {}))


def parameters(address):
    """Return what a callback's address carries, as the controller gets it."""
    query = parse_qs(urlsplit(address).query)
    return {name: values[0] for name, values in query.items()}
