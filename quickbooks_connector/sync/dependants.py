"""What follows, for others, from what became of some bindings."""

from ..entities.cause import EntityError


class Dependants:
    """The part of a :class:`.store.Store` that wakes or holds what needs others."""

    def _bring_hanging(self, rows):
        """Note the files of what QuickBooks has now."""
        rows = rows.filtered(lambda row: row.qbo_id and row._get_entity()._takes_files)
        if not rows:
            return
        wanted = [
            (self.connection.id, entity, hanging)
            for model, group in rows.grouped("res_model").items()
            for entity, hanging in self.env["quickbooks.entity"]._get_hanging(
                self.env[model].browse(group.mapped("res_id")).exists(),
                self.connection,
            )
        ]
        if wanted:
            self.env.flush_all()
            self.bindings._insert_due(wanted)
            self.bindings.invalidate_model()

    def _wake_dependants(self, rows):
        """Bring back what waited for ``rows``; hold it when they failed."""
        self.env.flush_all()
        self.wake(rows.filtered("qbo_id"))
        lost = rows.filtered(lambda row: not row.qbo_id and row.state == "failed")
        self.lose(lost)

    def wake(self, rows):
        """Bring back what waited for ``rows``."""
        self.env.flush_all()
        waiting = self.bindings._search_waiting_for(rows)
        for state in ("pending", "modified"):
            rows_of_state = waiting.filtered(
                lambda row, state=state: self._due_state(row) == state
            )
            rows_of_state.write(
                {
                    "is_due": True,
                    "state": state,
                    "next_try": False,
                    "cause": False,
                    "cause_args": False,
                }
            )

    def lose(self, rows):
        """Hold what needs ``rows``: they will not be in QuickBooks by themselves."""
        self.env.flush_all()
        for row, record in (
            self.bindings._search_waiting_for(rows)._get_records().items()
        ):
            self.hold(row, record, EntityError("waits_for", **(row.cause_args or {})))

    def await_again(self, rows):
        """Let what was held for want of ``rows`` wait: they are on their way now."""
        self.env.flush_all()
        for row in self.bindings._search_waiting_for(rows):
            row.write(
                {
                    "state": self._due_state(row),
                    "is_due": False,
                    "next_try": False,
                    "cause": "waits_for",
                }
            )
