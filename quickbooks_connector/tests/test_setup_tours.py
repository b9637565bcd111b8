"""The whole set-up as a person does it in a browser, to the first invoice sent."""

from odoo.tests import HttpCase, tagged

from .common import QuickbooksCase
from .pictures import PicturesMixin


class SetupToursCase(PicturesMixin, QuickbooksCase, HttpCase):
    """An Odoo company that has never heard of QuickBooks, and its administrator."""

    @classmethod
    def _connect(cls):
        """Leave connecting to the tour."""
        cls.connection.sudo().write({"client_id": False})

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.qbo.settings(oauth={"consent": "automatic"})
        cls.qbo_state = cls.qbo.snapshot()

    def _tour(self, name):
        self.start_tour("/odoo/quickbooks-setup", name, login=self.env.user.login)
        self.env.invalidate_all()


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
    def setUp(self):
        super().setUp()
        self.invoice = self.create_invoice()

    def test_from_nothing_to_the_first_invoice_in_quickbooks(self):
        self._tour("quickbooks_setup_connect")
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(self.connection.setup_step, "lists")
        self.run_work()
        self._tour("quickbooks_setup_lists")
        self.run_work()
        self._tour("quickbooks_setup_choose")
        self.run_work()
        self._tour("quickbooks_setup_go_live")
        self.assertTrue(self.connection.is_live)
        self.assertFalse(
            self.qbo.all("Invoice"), "not before the first run of the push"
        )
        self.run_push()
        self.assertBinding(self.invoice, state="synced")
        self.assertQboHas("Invoice", DocNumber=self.invoice.name)


@tagged("post_install", "-at_install")
class TestSetupByKeyboard(ConnectedCase):
    def test_the_steps_are_walked_through_without_a_mouse(self):
        self._tour("quickbooks_setup_keyboard")
        self.assertEqual(self.connection.setup_step, "match")


@tagged("post_install", "-at_install")
class TestSetupOnAPhone(ConnectedCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_guide_fits_on_a_phone(self):
        self._tour("quickbooks_setup_phone")
        self.assertEqual(self.connection.setup_step, "sync")
