"""The readiness check as a person reads it: at a desk and on a phone."""

from odoo.tests import HttpCase, tagged

from .pictures import PicturesMixin
from .test_readiness_unhappy import SetUpCase


class ReadinessToursCase(PicturesMixin, SetUpCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.payment_journal_id = False
        cls.partner_b.name = "Meadow: Hotel"
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.partner_b.id,
                "invoice_date": "2026-11-02",
                "invoice_line_ids": [(0, 0, {"name": "Hours", "price_unit": 10})],
            }
        )
        move.action_post()

    def _tour(self, name, page):
        url = f"/odoo/{page}/{self.connection.id}"
        self.start_tour(url, name, login=self.env.user.login)
        self.env.invalidate_all()
        [row] = self.connection.look_ids.filtered("accepted_at")
        self.assertEqual(row.code, "payment_journal")
        self.assertEqual(row.accepted_by_id, self.env.user)


@tagged("post_install", "-at_install")
class TestReadinessAtADesk(ReadinessToursCase):
    def test_what_blocks_is_mended_and_what_is_to_be_read_is_accepted(self):
        self._tour("quickbooks_readiness", "quickbooks-connection")
        self.assertEqual(self.connection.fallback_item_id, self.product_a)
        self.assertFalse(self.connection.blocking_count)


@tagged("post_install", "-at_install")
class TestReadinessOnAPhone(ReadinessToursCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_same_on_a_phone(self):
        self.connection.action_check_again()
        self._tour("quickbooks_readiness_phone", "quickbooks-readiness")
