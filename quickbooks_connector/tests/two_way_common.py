"""A company to which QuickBooks' changes come, and people who edit on both sides."""

from odoo.tests import tagged

from .common import QuickbooksCase


@tagged("post_install", "-at_install")
class TwoWayCase(QuickbooksCase):
    """A company to which QuickBooks' changes come with the next poll."""

    def changed(self, entity, **values):
        """Let somebody enter an object in QuickBooks, and the poll bring it."""
        obj = self.qbo.create(entity, values)
        self.poll()
        return obj

    def edited(self, entity, obj, **values):
        """Let somebody edit an object in QuickBooks, and the poll bring it."""
        obj = self.qbo.update(entity, {"Id": obj["Id"], "sparse": True} | values)
        self.poll()
        return obj

    def poll(self):
        self.run_pull()
        held = self.env["quickbooks.inbound"].sudo().search([])
        self.assertFalse(held, held.mapped("message"))

    def linked(self, entity, obj):
        """Return the record that ``obj`` is linked to."""
        binding = self.binding_model().search(
            [("entity", "=", entity), ("qbo_id", "=", obj["Id"])]
        )
        return binding.with_env(self.env)._get_record()

    def sent(self, entity):
        """Return how many objects of ``entity`` were written since last asked."""
        count = self.qbo.count(f"{entity}.create") + self.qbo.count(f"{entity}.update")
        self.qbo.clear_journal()
        return count
