"""M8: what going live would do is told before, and writes nothing on either side."""

from odoo.tests import tagged

from .common import QuickbooksCase


class PlanCase(QuickbooksCase):
    """A company that is set up and not live yet."""

    @classmethod
    def _set_up(cls, connection):
        super()._set_up(connection)
        connection.sudo().is_live = False

    def make_plan(self, connection=None):
        """Make a dry run to its end; return the plan."""
        connection = connection or self.connection
        connection.action_dry_run()
        self.run_work(connection)
        return connection.plan_id

    def lines(self, plan):
        """Return ``{(entity, record name): line}``."""
        return {(line.entity, line.record_name): line for line in plan.line_ids}

    def line_of(self, plan, record, entity=None):
        """Return the line of ``record``."""
        return plan.line_ids.filtered(
            lambda line: (
                (line.res_model, line.res_id) == (record._name, record.id)
                and entity in (None, line.entity)
            )
        )


@tagged("post_install", "-at_install")
class TestDryRun(PlanCase):
    def test_a_dry_run_lists_what_would_be_created_with_both_totals(self):
        invoice = self.create_invoice()
        plan = self.make_plan()
        self.assertEqual(plan.state, "ready", plan.run_id.message)
        line = self.line_of(plan, invoice)
        self.assertEqual((line.operation, line.message), ("create", ""))
        self.assertEqual(line.total, invoice.amount_total)
        self.assertEqual(line.qbo_total, invoice.amount_total)
        self.assertEqual(
            {(line.entity, line.operation) for line in plan.line_ids},
            {("Customer", "create"), ("Item", "create"), ("Invoice", "create")},
        )

    def test_a_dry_run_writes_nothing_on_either_side(self):
        self.create_invoice()
        self.make_plan()
        self.assertFalse(self.binding_model().search([]))
        written = [
            name for name in self.qbo.counts()["objects"] if not name.endswith("query")
        ]
        self.assertFalse(written)

    def test_what_is_approved_goes_when_the_company_goes_live(self):
        invoice = self.create_invoice()
        plan = self.make_plan()
        plan.action_approve()
        self.run_push()
        self.assertFalse(self.binding(invoice))
        self.connection.action_go_live()
        self.run_push()
        self.assertBinding(invoice, state="synced")
        self.assertQboHas("Invoice", DocNumber=invoice.name)
