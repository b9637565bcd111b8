"""The matching of contacts as a person does it: at a desk, on a phone, from a bill."""

from odoo.tests import HttpCase, tagged

from .pairing_common import PairingCase
from .pictures import PicturesMixin


class PairingToursCase(PicturesMixin, PairingCase, HttpCase):
    browser_size = "1280x720"

    def setUp(self):
        super().setUp()
        # What the seed brings is no part of the story.
        self.customer("Deco Addict")
        self.customer("Open Wood East", "info@openwood.example.com")
        self.customer("Open Wood West", "info@openwood.example.com")
        self.deco = self.contact("Deco Addict")
        self.mat = self.contact("Ready Mat")
        self.wood = self.contact("Open Wood", email="info@openwood.example.com")
        self.read_all()
        self.rows(("res_id", "=", False)).sudo().unlink()
        self.rows(("res_model", "=", "product.product")).sudo().unlink()

    def tour(self, name, url="/odoo/quickbooks-contacts"):
        self.start_tour(url, name, login=self.env.user.login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestPairingTours(PairingToursCase):
    def test_decide_in_bulk_compare_and_apply(self):
        self.tour("quickbooks_pairing")
        self.finish("apply_pairings")
        self.assertBinding(self.deco, state="synced")
        self.assertBinding(self.wood, qbo_name="Open Wood West")
        self.assertBinding(self.mat, state="skipped")

    def test_an_invoice_that_waits_leads_to_its_own_contact(self):
        self.connection.ask_before_create = True
        move = self.create_invoice(self.mat)
        self.run_push()
        self.tour("quickbooks_pairing_asked", f"/odoo/customer-invoices/{move.id}")


@tagged("post_install", "-at_install")
class TestPairingOnAPhone(PairingToursCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_leave_out_on_a_card(self):
        self.tour("quickbooks_pairing_phone")
        self.assertEqual(self.row(self.mat).decision, "skip")
