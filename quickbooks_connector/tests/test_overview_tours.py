"""U6, U4: the Overview and the To do list, at a desk and on a phone."""

from odoo.tests import HttpCase, tagged

from .pictures import PicturesMixin
from .test_problems import ProblemsCase


class OverviewToursCase(PicturesMixin, ProblemsCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.create_invoice(lines=[(self.product_a, 1, 40.0, False)])
        self.run_push()
        self.mapping = self.unmatch(self.tax_sale_a)
        self.create_invoice(lines=[(self.product_a, 3, 400.0, True)])
        self.create_invoice(lines=[(self.product_a, 1, 250.0, True)])
        self.refused = self.create_invoice(lines=[(self.product_a, 1, 90.0, False)])
        self.refuse()
        self.run_push()

    def _tour(self, name):
        self.start_tour("/odoo/quickbooks", name, login=self.env.user.login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestOverviewTour(OverviewToursCase):
    def test_see_what_is_wrong_and_mend_it(self):
        self._tour("quickbooks_overview")
        self.assertEqual(self.mapping.state, "done")
        self.run_push()
        self.assertEqual(self.problems().cause, "validation")


@tagged("post_install", "-at_install")
class TestTodoOnAPhone(OverviewToursCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_card_is_cleared(self):
        self.connection.action_pause()
        self._tour("quickbooks_todo_phone")
        self.assertEqual(self.connection.state, "connected")
        self.assertBinding(self.refused, state="pending")
