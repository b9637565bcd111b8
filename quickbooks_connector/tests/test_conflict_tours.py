"""W4: choosing between both sides in a browser, at a desk and on a phone."""

from odoo.tests import HttpCase, tagged

from .pictures import PicturesMixin
from .test_conflicts import DocumentConflictCase


class ConflictTourCase(PicturesMixin, DocumentConflictCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.clash()
        self.sync()
        self.assertBinding(self.invoice, "Invoice", state="conflict")

    def tour(self, name, url):
        self.start_tour(url, name, login=self.env.user.login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestConflictAtADesk(ConflictTourCase):
    def test_a_due_date_is_chosen_from_the_bar_and_the_other_brought_back(self):
        invoices = "/odoo/customer-invoices"
        self.tour("quickbooks_conflict", f"{invoices}/{self.invoice.id}")
        self.sync()
        self.assertDue("2027-01-15")
        settled = self.conflict(self.invoice, "settled")
        url = f"/odoo/quickbooks-conflicts/{settled.id}"
        self.tour("quickbooks_conflict_bring_back", url)
        self.sync()
        self.assertDue("2027-03-01")


@tagged("post_install", "-at_install")
class TestConflictOnAPhone(ConflictTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_due_date_is_chosen_from_the_list(self):
        self.tour("quickbooks_conflict_list", "/odoo/quickbooks-conflicts")
        self.sync()
        self.assertDue("2027-01-15")
