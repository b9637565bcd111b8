from odoo import fields, models

from ..sync.rehearsal import Rehearsal


class QuickbooksRun(models.Model):
    """The dry run as background work: resumable between any two of its chunks."""

    _inherit = "quickbooks.run"

    kind = fields.Selection(
        selection_add=[("dry_run", "Dry run")], ondelete={"dry_run": "cascade"}
    )

    def _get_plan(self):
        return self.env["quickbooks.plan"].browse(self.args["plan_id"]).exists()

    def _step_dry_run(self):
        """List what is to be looked at, then look at some of it."""
        plan = self._get_plan()
        if plan.state != "computing":
            return False
        if not self.place:
            plan._list()
            self.place = {"listed": True}
        else:
            with plan.connection_id._get_client() as client:
                if not Rehearsal(plan, client, self._commit).step():
                    plan._finish()
        self._count_lines(plan)
        return plan.state == "computing"

    def _count_lines(self, plan):
        lines = [("plan_id", "=", plan.id)]
        count = self.env["quickbooks.plan.line"].search_count
        self.total_count = count(lines)
        self.done_count = count(lines + [("step", "=", "done")])
        if plan.state == "ready":
            self.outcome = self.env._(
                "The dry run is ready: %s lines. Nothing was written on either side.",
                self.total_count,
            )

    def _result_rows_dry_run(self):
        """Return the list as a spreadsheet."""
        return self._get_plan()._export_rows()
