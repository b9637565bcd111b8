from odoo import api, models
from odoo.tools import format_date, format_datetime, formatLang

#: Longest period that is drawn day by day.
DAYS_DRAWN = 62


class QuickbooksComparison(models.Model):
    """What people see of a comparison: figures, a drawing, what they may do."""

    _inherit = "quickbooks.comparison"

    # === FIGURES === #

    def get_summary(self):
        """Return what stands above the lines.

        :return: ``{"state", "period", "parts": [{"label", "rows": […]}], "plot", …}``
        """
        self.ensure_one()
        self.check_access("read")
        run_sudo = self.sudo().run_id
        return {
            "id": self.id,
            "state": self.state,
            "run_state": run_sudo.state or "done",
            "period": self._word_period(),
            "company": self.company_id.display_name,
            "qbo_company": self.connection_id.name,
            "progress": round(run_sudo.progress),
            "message": run_sudo.message if self.state == "computing" else "",
            "read_at": self._format_time(self.read_at),
            "outcome": self._word_outcome() if self.state == "done" else "",
            "is_agreed": self.is_agreed,
            "differences": self._format_count(self.difference_count),
            "unexplained": self.unexplained_count,
            "parts": self._get_part_rows() if self.state == "done" else [],
            "plot": self._get_plot() if self.state == "done" else None,
        }

    def _get_part_rows(self):
        """Return the figures of each part: a row for each currency.

        Of documents the number counts, for credits and payments do not add up with
        what they settle.
        """
        groups = self.env["quickbooks.comparison.line"]._read_group(
            [("comparison_id", "=", self.id)],
            ["part", "currency_id", "is_different"],
            ["__count", "amount:sum", "qbo_amount:sum"],
        )
        rows = {}
        for part, currency, is_different, count, amount, there in groups:
            row = rows.setdefault((part, currency), [0, 0, 0, 0])
            row[0] += count
            row[1] += count if is_different else 0
            row[2] += amount
            row[3] += there
        parts = []
        for code, label in self._get_shown_parts():
            found = [
                self._prepare_row(code, currency, *row)
                for (part, currency), row in rows.items()
                if part == code
            ]
            home = self.currency_id.name
            found.sort(key=lambda row: (row["currency"] != home, row["currency"]))
            found = found or [self._prepare_row(code, self.currency_id, 0, 0, 0, 0)]
            if code == "document":
                found = [_add_up(found)]
            parts.append({"code": code, "label": label, "rows": found})
        return parts

    def _prepare_row(self, code, currency, count, different, amount, there):
        difference = currency.round(amount - there)
        is_counted = code == "document"
        return {
            "currency": currency.name,
            "count": count,
            "different": different,
            "agrees": not different,
            "here": "" if is_counted else currency.format(amount),
            "there": "" if is_counted else currency.format(there),
            "difference": "" if is_counted else currency.format(difference),
        }

    def _get_plot(self):
        """Return the totals of documents and payments day by day, or by month.

        In the currency of the books only; nothing where there are none.
        """
        days = (self.date_to - self.date_from).days
        step = "day" if days <= DAYS_DRAWN else "month"
        here = self._sum_by("date", "amount", step)
        there = self._sum_by("qbo_date", "qbo_amount", step)
        moments = sorted(here.keys() | there.keys())
        if not moments:
            return None
        pattern = "d MMM" if step == "day" else "MMM yyyy"
        return {
            "labels": [
                format_date(self.env, moment, date_format=pattern) for moment in moments
            ],
            "here": [here.get(moment, 0) for moment in moments],
            "there": [there.get(moment, 0) for moment in moments],
            "currency": self.currency_id.name,
        }

    def _sum_by(self, day, amount, step):
        groups = self.env["quickbooks.comparison.line"]._read_group(
            [
                ("comparison_id", "=", self.id),
                ("part", "=", "document"),
                ("currency_id", "=", self.currency_id.id),
                (day, ">=", self.date_from),
                (day, "<=", self.date_to),
            ],
            [f"{day}:{step}"],
            [f"{amount}:sum"],
        )
        return {moment: self.currency_id.round(total) for moment, total in groups}

    def _format_count(self, count):
        return formatLang(self.env, count, digits=0)

    def _format_time(self, moment):
        return format_datetime(self.env, moment) if moment else ""

    # === ACTIONS === #

    def action_open(self):
        """Show the lines of this comparison, those that differ first."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector.quickbooks_comparison_line_action"
        )
        return action | {
            "name": self.env._("Ledger comparison"),
            "domain": [("comparison_id", "=", self.id)],
            "context": {
                "comparison_id": self.id,
                "search_default_different": 1,
            },
        }

    def action_again(self):
        """Compare the same period anew."""
        self.ensure_one()
        self.connection_id._check_user()
        comparison = self._start(self.connection_id, self.date_from, self.date_to)
        return comparison.action_open()

    def action_resume(self):
        """Go on where it was stopped, or has failed."""
        self.ensure_one()
        self.connection_id._check_user()
        self.sudo().run_id._go_on()
        return self.action_open()

    @api.model
    def action_ask_period(self):
        """Ask which period is compared."""
        self.check_access("read")
        return self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector.quickbooks_compare_action"
        )

    def action_print(self):
        """Print this comparison."""
        self.ensure_one()
        self.check_access("read")
        return self.env.ref(
            "quickbooks_connector.quickbooks_comparison_report"
        ).report_action(self)

    @api.model
    def action_open_earlier(self):
        """Show the comparisons that were made."""
        self.check_access("read")
        return self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector.quickbooks_comparison_action"
        )


def _add_up(rows):
    """Return one row of those of several currencies: numbers alone add up."""
    different = sum(row["different"] for row in rows)
    return rows[0] | {
        "count": sum(row["count"] for row in rows),
        "different": different,
        "agrees": not different,
    }
