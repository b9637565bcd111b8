"""The settings about documents that come from QuickBooks are set on its connection."""

from odoo.tests import Form, tagged

from .incoming_common import ImportCase


@tagged("post_install", "-at_install")
class TestArrivalSettings(ImportCase):
    def test_how_documents_arrive_is_set_in_the_settings(self):
        partner = self.env["res.partner"].create({"name": "Counter sales"})
        settings = self.env["res.config.settings"].create({})
        settings.quickbooks_arrival = "draft"
        settings.quickbooks_walk_in_partner_id = partner
        settings.execute()
        self.assertEqual(self.connection.arrival, "draft")
        self.assertEqual(self.connection.walk_in_partner_id, partner)

    def test_what_was_made_there_is_shown_and_found(self):
        _theirs, move = self.taken()
        ours = self.create_invoice()
        with Form(move) as form:
            self.assertTrue(form.qbo_is_born_there)
        found = self.env["account.move"].search([("qbo_is_born_there", "=", True)])
        self.assertEqual(found, move)
        self.assertFalse(ours.qbo_is_born_there)
