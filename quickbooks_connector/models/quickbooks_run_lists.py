from odoo import models

from ..sync.lists import Lists


class QuickbooksRun(models.Model):
    """Reading the lists of QuickBooks, a page a step."""

    _inherit = "quickbooks.run"

    def _step_lists(self):
        """Read what comes next of the lists; see ``sync/lists.py``.

        A list is read to its end before anything of it counts as gone, and matches
        are proposed at the very end: a run that stops in between has lost nothing.
        """
        self._commit()
        self.place, more = Lists(self.connection_id).step(self.place)
        counts, totals = self.place["counts"], self.place["totals"]
        self.done_count, self.total_count = sum(counts.values()), sum(totals.values())
        if not more:
            self.outcome = self.env._(
                "The lists of QuickBooks have been read. Entries: %(count)s.",
                count=self.done_count,
            )
        return more

    def _parts_lists(self):
        place = self.place or {}
        labels = dict(
            self.env["quickbooks.reference"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        return [
            {
                "label": labels[kind],
                "done": place["counts"].get(kind, 0),
                "total": total,
            }
            for kind, total in place.get("totals", {}).items()
        ]
