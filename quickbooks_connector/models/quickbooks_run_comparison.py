from odoo import fields, models

from ..sync.pages import Pages


class QuickbooksRun(models.Model):
    """Comparing both ledgers as background work; see ``quickbooks.comparison``."""

    _inherit = "quickbooks.run"

    kind = fields.Selection(
        selection_add=[("comparison", "Ledger comparison")],
        ondelete={"comparison": "cascade"},
    )

    def _get_comparison(self):
        comparisons = self.env["quickbooks.comparison"]
        return comparisons.browse(self.args["comparison_id"]).exists()

    def _step_comparison(self):
        """Read some pages of QuickBooks, or do a piece of a part's comparing.

        ``place`` holds what is left to read, in the words of ``sync/pages.py``, then
        the part at work and where it stands.
        """
        comparison = self._get_comparison()
        if not comparison:
            return False
        if not self.place:
            self._begin_comparison(comparison)
        elif self.place["left"]:
            self._read_pages(comparison)
        else:
            return self._compare_part(comparison)
        return True

    def _begin_comparison(self, comparison):
        read_at = fields.Datetime.now()
        readings = comparison._get_readings()
        self._commit()
        with self.connection_id._get_client() as client:
            left = Pages(client, _queries(readings)).count()
        comparison.read_at = read_at
        self.total_count = sum(place["rows"] for place in left.values())
        self.place = {"left": left, "part": 0, "at": {}}

    def _read_pages(self, comparison):
        readings = comparison._get_readings()
        left = self.place["left"]
        self._commit()
        with self.connection_id._get_client() as client:
            found, left = Pages(client, _queries(readings)).fetch(left)
        for kind, rows in found:
            comparison._take_objects(kind, rows)
        waiting = sum(place["rows"] for place in left.values())
        self.done_count = max(self.total_count - waiting, 0)
        self.place = self.place | {"left": left}

    def _compare_part(self, comparison):
        parts = comparison._get_parts()
        number = self.place["part"]
        if number == len(parts):
            comparison._finish()
            self.outcome = comparison._word_outcome()
            return False
        part, at = self.env[parts[number]], None
        if part._concerns(self.connection_id):
            at = part._step(comparison, self.place["at"])
        self.place = self.place | {
            "part": number if at else number + 1,
            "at": at or {},
        }
        return True


def _queries(readings):
    return {kind: (kind, condition) for kind, condition in readings.items()}
