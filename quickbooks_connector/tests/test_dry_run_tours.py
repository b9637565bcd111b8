"""M8: the dry run as a person reads and approves it, at a desk and on a phone."""

from odoo.tests import HttpCase, tagged

from .pictures import PicturesMixin
from .test_dry_run import PlanCase


class DryRunToursCase(PicturesMixin, PlanCase, HttpCase):
    qbo_options = {"closing_date": "2026-10-31"}

    def setUp(self):
        super().setUp()
        self.invoice = self.create_invoice()
        self.refused = self.create_invoice(invoice_date="2026-10-30")
        self.plan = self.make_plan()

    def _tour(self, name):
        self.start_tour("/odoo/quickbooks-dry-run", name, login=self.env.user.login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestDryRunTour(DryRunToursCase):
    def test_read_it_and_approve_it(self):
        self._tour("quickbooks_dry_run")
        self.assertEqual(self.plan.state, "approved")
        self.assertTrue(self.line_of(self.plan, self.invoice).is_approved)
        self.assertFalse(self.line_of(self.plan, self.refused).is_approved)


@tagged("post_install", "-at_install")
class TestDryRunOnAPhone(DryRunToursCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_cards_say_why_and_lead_to_what_mends_it(self):
        self._tour("quickbooks_dry_run_phone")
