"""The whole set-up as a person does it in a browser, to the first invoice sent."""

import threading

from odoo import SUPERUSER_ID, api
from odoo.tests import HttpCase, tagged

from .common import QuickbooksCase
from .pictures import PicturesMixin

#: Seconds until the work begins that somebody watches.
LOOKING = 6


class SetupToursCase(PicturesMixin, QuickbooksCase, HttpCase):
    """An Odoo company that has never heard of QuickBooks, and its administrator."""

    @classmethod
    def _connect(cls):
        """Leave connecting to the tour."""
        cls.connection.sudo().write({"client_id": False, "start_date": "2026-11-01"})

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.qbo.settings(oauth={"consent": "automatic"})
        cls.qbo_state = cls.qbo.snapshot()
        # Names that people would see, for the pictures.
        cls.env.user.name = "Administrator"
        cls.env.company.name = "Red River Trading"
        cls.partner_a.name = "Pinecrest Lodge"
        cls.product_a.name = "Cedar bench"
        cls.partner_b.name = "Harbor Hotel"
        cls.product_b.name = "Oak table"

    def _tour(self, name, path="setup"):
        login = self.env.user.login
        self.start_tour(f"/odoo/quickbooks-{path}", name, login=login)
        self.env.invalidate_all()

    def _connect_and_read(self):
        """Sign in at Intuit, come back, read the lists."""
        self._tour("quickbooks_setup_connect")
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(self.connection.setup_step, "lists")
        self.run_work()
        self._tour("quickbooks_setup_lists")
        self.run_work()

    def _choose_and_go_live(self, invoice):
        """Choose what syncs, check, rehearse, approve, go live, send ``invoice``."""
        self._tour("quickbooks_setup_choose")
        self.run_work()
        self._tour("quickbooks_setup_go_live")
        self.assertTrue(self.connection.is_live)
        self.assertFalse(
            self.qbo.all("Invoice"), "not before the first run of the push"
        )
        self.run_push()
        self.assertBinding(invoice, state="synced")
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(float(theirs["TotalAmt"]), invoice.amount_total)


class ConnectedCase(SetupToursCase):
    """A company that has signed in and read the lists."""

    @classmethod
    def _connect(cls):
        with cls._own_cursors():
            cls._sign_in(cls.connection)
            cls.connection.sudo()._read_lists()
        cls.connection.setup_step = "lists"


@tagged("post_install", "-at_install")
class TestSetupUs(SetupToursCase):
    def test_from_nothing_to_the_first_invoice_in_quickbooks(self):
        invoice = self.create_invoice()
        self._connect_and_read()
        self._tour("quickbooks_setup_contacts")
        self.run_work()
        self._choose_and_go_live(invoice)


@tagged("post_install", "-at_install")
class TestSetupUk(SetupToursCase):
    """Pounds and VAT: the tax code is chosen by hand in the matching."""

    country_code = "GB"
    pictures = "uk-"
    qbo_seed = "uk"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax_sale_a.write({"name": "20% S", "amount": 20})

    def test_from_nothing_to_the_first_invoice_in_quickbooks(self):
        self.assertEqual(self.env.company.currency_id.name, "GBP")
        invoice = self.create_invoice()
        self._connect_and_read()
        self._tour("quickbooks_setup_tax_codes")
        row = self.env["quickbooks.mapping"].search(
            [("res_model", "=", "account.tax"), ("res_id", "=", self.tax_sale_a.id)]
        )
        self.assertRecordValues(row, [{"state": "done"}])
        self.assertEqual(row.reference_id.name, "20.0% S")
        self._choose_and_go_live(invoice)
        theirs = self.assertQboHas("Invoice", DocNumber=invoice.name)
        self.assertEqual(float(theirs["TxnTaxDetail"]["TotalTax"]), 20)


@tagged("post_install", "-at_install")
class TestSettingsTour(ConnectedCase):
    def test_a_kind_is_turned_off_in_the_settings(self):
        # The accounting fixtures would make Odoo's settings warn about other apps.
        self.env.company.tax_exigibility = True
        self.env["product.pricelist"].search([]).active = False
        self.env.user.group_ids += self.env.ref("base.group_system")
        self._tour("quickbooks_settings", "settings")
        self.assertEqual(self.connection.payment_direction, "off")
        self.assertEqual(self.connection.customer_direction, "both")


@tagged("post_install", "-at_install")
class TestSetupByKeyboard(ConnectedCase):
    def test_the_steps_are_walked_through_without_a_mouse(self):
        self._tour("quickbooks_setup_keyboard")
        self.assertEqual(self.connection.setup_step, "match")


@tagged("post_install", "-at_install")
class TestSetupInTheBackground(ConnectedCase):
    def _work_meanwhile(self):
        """Let the cron of long work run while somebody looks at the page."""
        cron_id = self.connection.sudo().work_cron_id.id

        def work():
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env["ir.cron"].browse(cron_id).method_direct_trigger()

        worker = threading.Timer(LOOKING, work)
        worker.start()
        self.addCleanup(worker.join)

    def test_the_bar_follows_the_work_and_the_page_what_it_did(self):
        self.connection.sudo().lists_read_at = False
        run = self.env["quickbooks.run"]._start(self.connection, "lists")
        self._work_meanwhile()
        self._tour("quickbooks_setup_watch")
        self.assertEqual(run.state, "done")

    def test_a_run_is_stopped_and_resumed_at_its_bar(self):
        run = self.env["quickbooks.run"]._start(self.connection, "lists")
        self._tour("quickbooks_setup_stop")
        self.assertEqual(run.state, "waiting")
        self.run_work()
        self.assertEqual(run.state, "done")


@tagged("post_install", "-at_install")
class TestSetupOnAPhone(ConnectedCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_guide_fits_on_a_phone(self):
        self._tour("quickbooks_setup_phone")
        self.assertEqual(self.connection.setup_step, "sync")
