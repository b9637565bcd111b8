from odoo import models

#: Lines of a part that are drawn; the others are counted.
BARS = 5


class QuickbooksComparison(models.Model):
    """Where both ledgers differ, part by part, as it is drawn."""

    _inherit = "quickbooks.comparison"

    def _get_part_rows(self):
        """Add to each part what is drawn of it, nothing where it agrees."""
        return [
            part | {"plot": self._get_part_plot(part["code"], part["label"])}
            for part in super()._get_part_rows()
        ]

    def _get_part_plot(self, code, label):
        """Return the largest differences of a part, in the books' currency if any is.

        :return: ``{"labels", "values", "further", "summary"}``: a label says the
            amount too, so that nobody has to read it off a bar
        """
        differs = [("is_different", "=", True)]
        home = [*differs, ("currency_id", "=", self.currency_id.id)]
        options = {"limit": BARS, "order": "size desc, id"}
        lines = self._search_lines_of(code, home, **options)
        lines = lines or self._search_lines_of(code, differs, **options)
        if not lines:
            return None
        lines = lines.filtered(lambda line: line.currency_id == lines[0].currency_id)
        labels, values = [], []
        for line in lines:
            _figure, here, there = line._get_figure()
            value = line.currency_id.round(here - there)
            labels.append(f"{line.name}: {line.currency_id.format(value)}")
            values.append(value)
        count = self.env["quickbooks.comparison.line"].search_count(
            [("comparison_id", "=", self.id), ("part", "=", code), *differs]
        )
        return {
            "labels": labels,
            "values": values,
            "further": count - len(lines),
            "summary": self.env._(
                "%(part)s, what Odoo has more or less than QuickBooks: %(lines)s",
                part=label,
                lines="; ".join(labels),
            ),
        }
