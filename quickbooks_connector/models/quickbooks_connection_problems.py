from odoo import models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL, format_amount

#: Problems that the Overview lists.
SHOWN = 5


class QuickbooksConnection(models.Model):
    """When the To do list is brought up to date, and what the Overview tells of it."""

    _inherit = "quickbooks.connection"

    def _refresh_problems(self):
        """Make the To do list of these equal to what is held now.

        While another worker does the same nothing is done: it will have seen it.
        """
        for connection in self.sudo():
            self.env.cr.execute(
                SQL(
                    "SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)",
                    "quickbooks.problem",
                    connection.id,
                )
            )
            [[is_ours]] = self.env.cr.fetchall()
            if is_ours:
                worker = connection._for_worker().with_context(tracking_disable=True)
                worker.env["quickbooks.problem"]._refresh(worker)
        self.env["quickbooks.problem"].invalidate_model()

    def _search_problems(self):
        """Return the problems of this connection that need a person, worst first."""
        domain = [("connection_id", "=", self.id), ("state", "=", "open")]
        return self.env["quickbooks.problem"].search(domain)

    def _word_problems(self):
        """Say how many problems hold how much, nothing when there are none."""
        problems = self._search_problems()
        if not problems:
            return ""
        names = {
            "problems": f"{len(problems):,}",
            "documents": f"{sum(problems.mapped('document_count')):,}",
            "money": format_amount(
                self.env, sum(problems.mapped("amount")), self.company_id.currency_id
            ),
        }
        if not any(problems.mapped("document_count")):
            return self.env._("Problems that need somebody: %(problems)s.", **names)
        return self.env._(
            "Problems: %(problems)s. They hold documents: %(documents)s (%(money)s).",
            **names,
        )

    def _get_needs(self):
        """Return the first problems as the Overview shows them."""
        return [
            {
                "id": problem.id,
                "message": problem.message,
                "advice": problem.advice,
                "held": problem.held,
                "amount": problem.document_count
                and format_amount(self.env, problem.amount, problem.currency_id),
                "label": problem.mend_label or "",
            }
            for problem in self._search_problems()[:SHOWN]
        ]

    def action_open_todo(self):
        """Open the To do list."""
        self.check_access("read")
        return self.env["quickbooks.problem"].action_open_todo()

    def _follow_problems(self):
        """Bring the list up to date at the end of a run, in a transaction of its own.

        Should somebody's commit cross it, the next run does it.
        """
        # What is held is looked at as it is now, not as it was when the run began.
        self.env["ir.cron"]._commit_progress(0)
        try:
            self._refresh_problems()
            self.env["ir.cron"]._commit_progress(0)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()
            self.env.invalidate_all()
