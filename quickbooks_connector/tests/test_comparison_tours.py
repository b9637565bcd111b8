"""X1: the comparison as an accountant reads it, at a desk and on a phone."""

from odoo.tests import HttpCase, tagged

from .comparison_common import ComparisonCase
from .pictures import PicturesMixin


class ComparisonToursCase(PicturesMixin, ComparisonCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.invoice, self.other = self.sell(100, 250)
        self.buy(70)
        self.run_push()
        self.pay_there(self.invoice, 40)
        self.comparison = self.compare()

    def _tour(self, name):
        self.start_tour("/odoo/quickbooks-comparison", name, login=self.env.user.login)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestComparisonTour(ComparisonToursCase):
    def test_read_the_differences_and_mend_one(self):
        self._tour("quickbooks_comparison")
        self.run_pull()
        self.assertAgrees(self.compare())


@tagged("post_install", "-at_install")
class TestComparisonOnAPhone(ComparisonToursCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_cards_tell_each_difference(self):
        self.connection.action_pause()
        self._tour("quickbooks_comparison_phone")
