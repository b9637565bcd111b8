import base64
from collections import defaultdict

from odoo import models

from .. import spreadsheet
from ..spreadsheet import Heading, Money

#: Lines that are read together.
CHUNK = 2000
#: Lines of one part that are printed; all are in the spreadsheet.
PRINTED = 300


class QuickbooksComparison(models.Model):
    """A comparison as a spreadsheet and on paper."""

    _inherit = "quickbooks.comparison"

    # === SPREADSHEET === #

    def action_export(self):
        """Download the comparison: a sheet for each part."""
        self.ensure_one()
        self.check_access("read")
        content = spreadsheet.write_book(self._get_sheets())
        attachments_sudo = self.env["ir.attachment"].sudo()
        attachments_sudo.search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)]
        ).unlink()
        attachment = attachments_sudo.create(
            {
                "name": f"{self.env._('Ledger comparison')} {self.date_from:%Y-%m-%d} "
                f"{self.date_to:%Y-%m-%d}.xlsx",
                "datas": base64.b64encode(content),
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    def _get_sheets(self):
        """Yield ``(title, rows)``."""
        yield self.env._("Summary"), self._iter_summary_rows()
        for code, label in self._get_shown_parts():
            rows = self._iter_document_rows if code == "document" else self._iter_rows
            yield label, rows(code)

    def _iter_summary_rows(self):
        yield self.env._("Fact"), self.env._("Value")
        yield from self._get_facts()
        yield ()
        yield Heading(
            (
                self.env._("Part"),
                self.env._("Currency"),
                self.env._("In Odoo"),
                self.env._("In QuickBooks"),
                self.env._("Difference"),
                self.env._("Lines"),
                self.env._("Lines that differ"),
            )
        )
        groups = self.env["quickbooks.comparison.line"]._read_group(
            [("comparison_id", "=", self.id)],
            ["part", "currency_id", "is_different"],
            ["__count", "amount:sum", "qbo_amount:sum"],
        )
        found = defaultdict(lambda: [0.0, 0.0, 0, 0])
        for part, currency, is_different, count, amount, there in groups:
            row = found[part, currency]
            for place, value in enumerate((amount, there, count, is_different * count)):
                row[place] += value
        for code, label in self._get_shown_parts():
            own = [key for key in found if key[0] == code] or [(code, self.currency_id)]
            for key in sorted(own, key=lambda key: key[1].name):
                amount, there, count, different = found[key]
                difference = key[1].round(amount - there)
                amounts = map(Money, (amount, there, difference))
                # Totals of documents, credits and payments do not add up.
                told = ("", "", "") if code == "document" else amounts
                yield label, key[1].name, *told, count, different

    def _get_facts(self):
        """Return ``[(what, value)]`` of the comparison itself, for paper and sheet."""
        connection_sudo = self.connection_id.sudo()
        env = self.env
        return [
            (env._("Company in Odoo"), self.company_id.display_name),
            (
                env._("Company in QuickBooks"),
                f"{self.connection_id.name} (ID {connection_sudo.realm_id or '–'})",
            ),
            (env._("Period"), self._word_period()),
            (env._("Read from QuickBooks"), self._format_time(self.read_at)),
            (env._("Made by"), self.user_id.name),
            (
                env._("Basis"),
                env._(
                    "Documents, payments and journal entries by their date. What is "
                    "open of a document is as of the reading; what customers owe and "
                    "vendors are owed is as of the end of the period."
                ),
            ),
            (env._("Result"), self._word_outcome()),
        ]

    def _iter_rows(self, code):
        yield (
            self.env._("Name"),
            self.env._("Currency"),
            self.env._("In Odoo"),
            self.env._("In QuickBooks"),
            self.env._("Difference"),
            self.env._("Cause"),
        )
        for line in self._iter_lines(code):
            yield (
                line.name,
                line.currency_id.name,
                Money(line.amount),
                Money(line.qbo_amount),
                Money(line.difference),
                line.message,
            )

    def _iter_document_rows(self, code):
        yield (
            self.env._("Document"),
            self.env._("QuickBooks No."),
            self.env._("Kind in QuickBooks"),
            self.env._("Contact"),
            self.env._("Date in Odoo"),
            self.env._("Date in QuickBooks"),
            self.env._("Currency"),
            self.env._("Total in Odoo"),
            self.env._("Total in QuickBooks"),
            self.env._("Tax in Odoo"),
            self.env._("Tax in QuickBooks"),
            self.env._("Open in Odoo"),
            self.env._("Open in QuickBooks"),
            self.env._("Differs"),
            self.env._("Cause"),
        )
        yes, no = self.env._("yes"), self.env._("no")
        for line in self._iter_lines(code):
            amounts = (
                (line.amount, line.qbo_amount)
                + (line.tax, line.qbo_tax)
                + (line.balance, line.qbo_balance)
            )
            yield (
                line.name,
                line.qbo_number or "",
                line.kind,
                line.partner_name or "",
                line.date or "",
                line.qbo_date or "",
                line.currency_id.name,
                *map(Money, amounts),
                yes if line.is_different else no,
                line.message,
            )

    def _iter_lines(self, code):
        """Yield the lines of a part, some at a time: there may be many thousands."""
        ids = self._search_lines_of(code).ids
        lines = self.env["quickbooks.comparison.line"]
        for start in range(0, len(ids), CHUNK):
            some = lines.browse(ids[start : start + CHUNK])
            yield from some
            some.invalidate_recordset()

    def _search_lines_of(self, code, domain=(), **options):
        part = self._get_part(code)
        return self._search_lines(part, list(domain), **options)

    # === ON PAPER === #

    def _get_printed_parts(self):
        """Return what differs, for the report.

        :return: ``[{"code", "label", "lines", "further"}]``: further ones are counted
        """
        printed = []
        for code, label in self._get_shown_parts():
            differs = [("is_different", "=", True)]
            lines = self._search_lines_of(code, differs, limit=PRINTED)
            if lines:
                count = self.env["quickbooks.comparison.line"].search_count(
                    [("comparison_id", "=", self.id), ("part", "=", code), *differs]
                )
                further = count - len(lines)
                printed.append(
                    {"code": code, "label": label, "lines": lines, "further": further}
                )
        return printed
