"""S6 in a browser: a credit note is applied here, and seen applied there."""

from odoo.tests import HttpCase, tagged

from .credits_common import CreditsCase


@tagged("post_install", "-at_install")
class TestCreditTours(CreditsCase, HttpCase):
    def _tour(self, name, move, action):
        self.start_tour(f"/odoo/{action}/{move.id}", name, login=self.env.user.login)
        self.env.invalidate_all()

    def test_a_credit_note_is_applied_and_seen_applied(self):
        invoice, credit = self.create_untaxed(100), self.create_credit_note(40)
        self.run_push()
        self._tour("quickbooks_apply_credit", invoice, "customer-invoices")
        self.run_push()
        self.assertEqual(
            self.applied_there(), [self.links((invoice, 40), (credit, 40))]
        )
        self._tour("quickbooks_credit_applied", credit, "customer-credit-notes")
        self.assertLedgersAgree()
