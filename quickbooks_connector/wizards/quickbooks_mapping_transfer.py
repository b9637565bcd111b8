import base64
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import spreadsheet

_COLUMNS = ("kind", "our_number", "our_name", "their_number", "their_name", "state")
_NEEDED = ("kind", "our_name", "their_name")


class QuickbooksMappingTransfer(models.TransientModel):
    """Matches from a file or from another company, shown before they are taken over.

    A match travels as the names and numbers of both sides. It is set where they mean
    exactly one record and one entry that fits; all others are listed with the reason,
    and left as they are.
    """

    _name = "quickbooks.mapping.transfer"
    _description = "QuickBooks Matches: Import and Export"
    _rec_name = "connection_id"

    connection_id = fields.Many2one(
        "quickbooks.connection",
        "Matches of",
        required=True,
        readonly=True,
        default=lambda self: self.env["quickbooks.connection"]._for_company(),
        ondelete="cascade",
    )
    source = fields.Selection(
        [("file", "A file"), ("company", "Another company")],
        "Take Over From",
        required=True,
        default="file",
    )
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    source_connection_id = fields.Many2one(
        "quickbooks.connection",
        "Company",
        domain="[('id', '!=', connection_id)]",
        ondelete="cascade",
        help="Companies ticked in the company switch can be chosen.",
    )
    export_file = fields.Binary(readonly=True, attachment=False)
    line_ids = fields.One2many("quickbooks.mapping.transfer.line", "transfer_id")
    summary = fields.Char(compute="_compute_summary")
    set_count = fields.Integer(compute="_compute_summary")

    # === COMPUTE METHODS === #

    @api.depends("line_ids.outcome")
    @api.depends_context("lang")
    def _compute_summary(self):
        labels = dict(
            self.env["quickbooks.mapping.transfer.line"]
            ._fields["outcome"]
            ._description_selection(self.env)
        )
        for transfer in self:
            counts = Counter(transfer.line_ids.mapped("outcome"))
            transfer.set_count = sum(counts[outcome] for outcome in ("set", "leave"))
            transfer.summary = " · ".join(
                f"{label}: {counts[outcome]}"
                for outcome, label in labels.items()
                if counts[outcome]
            )

    # === ACTIONS === #

    def _check_rights(self):
        """Let only administrators of the companies concerned through."""
        self.ensure_one()
        self.connection_id._check_manager()
        self.source_connection_id._check_manager()

    def action_export(self):
        """Download all matches as a spreadsheet, which can be taken over elsewhere."""
        self._check_rights()
        headings = self._get_headings()
        kinds, states = self._get_labels("kind"), self._get_labels("state")
        rows = [[headings[column] for column in _COLUMNS]]
        for words in self.env["quickbooks.mapping"]._get_words(self.connection_id):
            words |= {"kind": kinds[words["kind"]], "state": states[words["state"]]}
            rows.append([words[column] for column in _COLUMNS])
        self.export_file = base64.b64encode(spreadsheet.write(rows))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/export_file"
            "?download=true&filename=QuickBooks.xlsx",
            "target": "download",
        }

    def action_preview(self):
        """Show what would be set, and why the rest would not."""
        self._check_rights()
        rows = self._read_file() if self.source == "file" else self._read_company()
        self.line_ids.unlink()
        connection_sudo = self.connection_id.sudo()
        self.env["quickbooks.mapping"].sudo()._propose(connection_sudo)
        self.line_ids = [
            fields.Command.create(vals) for vals in self._prepare_lines(rows)
        ]
        return self._reopen()

    def action_apply(self):
        """Set what the preview shows to be set: all of it, or nothing."""
        self._check_rights()
        for line in self.line_ids.filtered(lambda line: line.outcome == "set"):
            line.mapping_id.reference_id = line.reference_id
        leave = self.line_ids.filtered(lambda line: line.outcome == "leave")
        leave.mapping_id.action_leave_out()
        return self.connection_id.action_open_matching()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import and export matches"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    # === READING === #

    def _read_company(self):
        if not self.source_connection_id:
            raise UserError(self.env._("Choose the company to take the matches from."))
        return self.env["quickbooks.mapping"]._get_words(self.source_connection_id)

    def _read_file(self):
        """Return the rows of the file as dictionaries of texts.

        :raise UserError: it can't be read, in words of what would be right
        """
        if not self.file:
            raise UserError(self.env._("Choose the file to take the matches from."))
        reasons = {
            "too_big": self.env._("The file is too big: 5 MB are the most."),
            "too_long": self.env._("The file is too long: 20,000 rows are the most."),
            "no_workbook": self.env._(
                "This is no spreadsheet that can be read. Choose a file in the format "
                "of Excel (.xlsx), like the one that Export gives."
            ),
        }
        # Four characters stand for three bytes: what is too big is not even decoded.
        if len(self.file) > spreadsheet.MAX_BYTES * 4 // 3 + 4:
            raise UserError(reasons["too_big"])
        try:
            rows = spreadsheet.read(base64.b64decode(self.file))
        except spreadsheet.SpreadsheetError as error:
            raise UserError(reasons[error.reason]) from error
        return self._read_rows(rows)

    def _read_rows(self, rows):
        headings = self._get_headings()
        known = {label.casefold(): name for name, label in headings.items()}
        known |= {self._get_source_label(name).casefold(): name for name in _COLUMNS}
        first = [known.get(cell.casefold()) for cell in rows[0]] if rows else []
        missing = [headings[name] for name in _NEEDED if name not in first]
        if missing:
            raise UserError(
                self.env._(
                    "The first row of the file lacks these columns: %s.",
                    ", ".join(missing),
                )
            )
        kinds, states = self._get_keys("kind"), self._get_keys("state")
        found = []
        for cells in rows[1:]:
            words = dict.fromkeys(_COLUMNS, "")
            # A row may be shorter, or longer, than its headings.
            pairs = zip(first, cells, strict=False)
            words |= {name: cell for name, cell in pairs if name}
            if not any(words.values()):
                continue
            words["formula"] = any(
                isinstance(cell, spreadsheet.Formula) for cell in cells
            )
            words["kind_label"] = words["kind"]
            words["kind"] = kinds.get(words["kind"].casefold())
            words["state"] = states.get(words["state"].casefold(), "done")
            found.append(words)
        return found

    def _get_headings(self):
        return {
            "kind": self.env._("Kind"),
            "our_number": self.env._("Number in Odoo"),
            "our_name": self.env._("Name in Odoo"),
            "their_number": self.env._("Number in QuickBooks"),
            "their_name": self.env._("Name in QuickBooks"),
            "state": self.env._("State"),
        }

    def _get_source_label(self, name):
        """Return a heading in English, for files that travel between languages."""
        return self.with_context(lang="en_US")._get_headings()[name]

    def _get_labels(self, fname):
        field = self.env["quickbooks.mapping"]._fields[fname]
        return dict(field._description_selection(self.env))

    def _get_keys(self, fname):
        """Return ``{label, in small letters: key}`` in the user's and in English."""
        english = self.with_context(lang="en_US")
        labels = [*self._get_labels(fname).items()]
        labels += english._get_labels(fname).items()
        keys = {label.casefold(): key for key, label in labels}
        return keys | {key.casefold(): key for key, _label in labels}

    # === WHAT WOULD HAPPEN === #

    def _prepare_lines(self, rows):
        """Yield the values of a preview line for each row."""
        mappings = self.env["quickbooks.mapping"]
        finders = mappings._get_finders(self.connection_id.sudo())
        listed = mappings.search([("connection_id", "=", self.connection_id.id)])
        known = {(row.kind, row.res_model, row.res_id): row for row in listed}
        seen = set()
        for number, words in enumerate(rows, start=2):
            mapping, entry, outcome = self._judge(words, known, *finders)
            if mapping and mapping in seen:
                outcome = "twice"
            elif mapping:
                seen.add(mapping)
            yield {
                "row": number,
                "kind": words["kind"] or words.get("kind_label"),
                "our_name": _both(words["our_number"], words["our_name"]),
                "their_name": _both(words["their_number"], words["their_name"]),
                "mapping_id": mapping and mapping.id,
                "reference_id": entry and entry.id,
                "outcome": outcome,
            }

    def _judge(self, words, known, find_record, find_entry):
        """Return ``(match, entry, outcome)`` of one row."""
        kind = words["kind"]
        if words.get("formula"):
            return None, None, "formula"
        if not kind:
            return None, None, "unknown_kind"
        records = find_record(kind, words["our_number"], words["our_name"])
        if len(records) != 1:
            return None, None, "unclear_here" if records else "unknown_here"
        record = records[0]
        mapping = known.get((kind, record._name, record.id))
        if mapping is None:
            return None, None, "unknown_here"
        if words["state"] == "skipped":
            same = mapping.state == "skipped"
            return mapping, None, "same" if same else "leave"
        if words["state"] != "done" or not words["their_name"]:
            return mapping, None, "undecided"
        entries = find_entry(kind, words["their_number"], words["their_name"])
        if len(entries) != 1:
            return mapping, None, "unclear_there" if entries else "unknown_there"
        entry = entries[0].with_env(self.env)
        if mapping.state == "done" and mapping.reference_id == entry:
            return mapping, entry, "same"
        fits = entry.sudo().filtered_domain(mapping._get_eligible_domain(record))
        return mapping, entry, "set" if fits else "unfit"


class QuickbooksMappingTransferLine(models.TransientModel):
    """What one row of a file, or of another company, would do."""

    _name = "quickbooks.mapping.transfer.line"
    _description = "QuickBooks Match to Take Over"
    _order = "sequence, row"

    transfer_id = fields.Many2one(
        "quickbooks.mapping.transfer", required=True, ondelete="cascade"
    )
    row = fields.Integer()
    kind = fields.Char("Kind Key")
    kind_name = fields.Char("Kind", compute="_compute_kind_name")
    our_name = fields.Char("In Odoo")
    their_name = fields.Char("In QuickBooks")
    mapping_id = fields.Many2one("quickbooks.mapping", ondelete="cascade")
    reference_id = fields.Many2one("quickbooks.reference", ondelete="cascade")
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    outcome = fields.Selection(
        [
            ("set", "Will be set"),
            ("leave", "Will be left out"),
            ("unknown_here", "Not known in Odoo"),
            ("unknown_there", "Not known in QuickBooks"),
            ("unclear_here", "Several alike in Odoo"),
            ("unclear_there", "Several alike in QuickBooks"),
            ("unfit", "Does not fit"),
            ("unknown_kind", "Kind not known"),
            ("formula", "Holds a formula"),
            ("twice", "Said twice"),
            ("undecided", "Nothing decided"),
            ("same", "As it is"),
        ],
        "What Happens",
        required=True,
    )

    @api.depends("outcome")
    def _compute_sequence(self):
        """Put what will not be set first: that is what a person reads."""
        calm = ("set", "leave", "undecided", "same")
        for line in self:
            line.sequence = line.outcome in calm

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_kind_name(self):
        labels = self.transfer_id._get_labels("kind")
        for line in self:
            line.kind_name = labels.get(line.kind, line.kind)


def _both(number, name):
    return f"{number} {name}".strip()
