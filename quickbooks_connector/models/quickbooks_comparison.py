import uuid
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..api import query
from ..api.const import BATCH_MAX_ITEMS
from ..const import LOG_DAYS
from ..ledgers.figures import ENTRY, KINDS, condense
from ..sync.statements import as_items

#: Rows that are read or written together.
CHUNK = 2000
#: Comparisons deleted in one go; each may have many lines.
GC_CHUNK = 5


class QuickbooksComparison(models.Model):
    """Both ledgers side by side for a period, with what differs and why.

    QuickBooks is read anew, page by page, and what matters of each object is kept
    until the end (``quickbooks.comparison.object``). Then each part (see
    ``ledgers/part.py``) compares it with Odoo's books and writes its lines. What
    differs is looked at once more on both sides before it counts: somebody may have
    worked meanwhile. The work is a ``quickbooks.run`` and can be stopped anywhere.
    """

    _name = "quickbooks.comparison"
    _description = "QuickBooks Ledger Comparison"
    _order = "id desc"

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users", "Made by", required=True, default=lambda self: self.env.user
    )
    run_id = fields.Many2one("quickbooks.run", ondelete="set null")
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", required=True)
    # computing ──▶ done, or the run is stopped or has failed and can be taken up again
    state = fields.Selection(
        [("computing", "Under way"), ("done", "Done")],
        required=True,
        default="computing",
    )
    read_at = fields.Datetime("Read from QuickBooks", help="When reading began.")
    line_ids = fields.One2many("quickbooks.comparison.line", "comparison_id")
    difference_count = fields.Integer("Differences", aggregator=None)
    unexplained_count = fields.Integer("Not Explained", aggregator=None)
    document_count = fields.Integer("Documents", aggregator=None)
    is_scheduled = fields.Boolean(help="Made by itself: people are told what differs.")
    is_agreed = fields.Boolean("Agree", help="Nothing differs in this period.")

    _period_order = models.Constraint(
        "CHECK(date_from <= date_to)", "The period ends before it begins."
    )

    # === COMPUTE METHODS === #

    @api.depends("date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for comparison in self:
            comparison.display_name = comparison._word_period()

    def _word_period(self):
        return self.env._(
            "%(start)s to %(end)s",
            start=format_date(self.env, self.date_from),
            end=format_date(self.env, self.date_to),
        )

    # === PARTS === #

    @api.model
    def _get_parts(self):
        """Return the names of the models of the parts, in the order of their work.

        An add-on adds one, see ``ledgers/part.py``. The documents come first: what
        else differs is explained by them.
        """
        return [
            "quickbooks.ledger.document",
            "quickbooks.ledger.receivable",
            "quickbooks.ledger.payable",
            "quickbooks.ledger.tax",
            "quickbooks.ledger.cash",
        ]

    @api.model
    def _get_part(self, code):
        """Return the part that is marked ``code``; none when its add-on is gone."""
        parts = (self.env[name] for name in self._get_parts())
        return next((part for part in parts if part._code == code), None)

    @api.model
    def _selection_part(self):
        parts = sorted(
            (self.env[name] for name in self._get_parts()),
            key=lambda part: part._sequence,
        )
        return [(part._code, part._get_label()) for part in parts]

    def _get_shown_parts(self):
        """Return ``[(code, label)]`` of the parts that this company has, in order."""
        return [
            (code, label)
            for code, label in self._selection_part()
            if self._get_part(code)._concerns(self.connection_id)
        ]

    # === MAKING IT === #

    @api.model
    def _start(self, connection, date_from, date_to, **vals):
        """Start comparing in the background; one that is under way is gone on with.

        :param vals: further values of a new one
        :return: the comparison
        :raise UserError: the company is not connected
        """
        if connection.state != "connected":
            raise UserError(self.env._("Connect to QuickBooks first."))
        wanted = {
            "connection_id": connection.id,
            "date_from": fields.Date.to_date(date_from),
            "date_to": fields.Date.to_date(date_to),
        }
        comparison_sudo = self.sudo().search(
            [("connection_id", "=", connection.id), ("state", "=", "computing")]
        )
        if any(
            comparison_sudo[name] != wanted[name] for name in ("date_from", "date_to")
        ):
            comparison_sudo.unlink()
        if not comparison_sudo.exists():
            comparison_sudo = self.sudo().create(
                wanted | {"user_id": self.env.uid} | vals
            )
        args = {"comparison_id": comparison_sudo.id}
        run = self.env["quickbooks.run"]._start(connection, "comparison", args)
        if run.args != args:
            # It was at work on another period.
            run.sudo().write({"args": args, "place": False, "done_count": 0})
        comparison_sudo.run_id = run
        return comparison_sudo.sudo(self.env.su)

    def _finish(self):
        """Count what was found, and forget what was read."""
        lines = self.env["quickbooks.comparison.line"]
        mine = [("comparison_id", "=", self.id)]
        differs = [*mine, ("is_different", "=", True)]
        count = lines.search_count
        difference_count = count(differs)
        self.write(
            {
                "state": "done",
                "difference_count": difference_count,
                "unexplained_count": count([*mine, ("is_explained", "=", False)]),
                "document_count": count([*mine, ("part", "=", "document")]),
                "is_agreed": not difference_count,
            }
        )
        self.env["quickbooks.comparison.object"].search(mine).unlink()
        if self.is_scheduled:
            self.connection_id._tell_differences(self)

    @api.autovacuum
    def _gc_comparisons(self):
        """Delete old comparisons, save the newest one of each company."""
        limit = fields.Datetime.now() - timedelta(days=LOG_DAYS)
        newest = self._read_group([], ["connection_id"], ["id:max"])
        kept = [id_ for _connection, id_ in newest]
        old = self.search(
            [("create_date", "<", limit), ("id", "not in", kept)], limit=GC_CHUNK
        )
        old.unlink()
        return len(old), len(old) == GC_CHUNK

    # === WHAT IS READ === #

    def _get_readings(self):
        """Return ``{QuickBooks entity: condition}`` of all parts."""
        readings = {}
        for name in self._get_parts():
            readings |= self.env[name]._get_readings(self)
        return readings

    def _take_objects(self, kind, objects):
        """Keep what the parts need of ``objects``; a later answer replaces one."""
        rows = self.env["quickbooks.comparison.object"]
        if not objects:
            return
        control_ids = self._get_control_ids() if kind == ENTRY else ()
        parts = [self.env[name] for name in self._get_parts()]
        wanted = {}
        for obj in objects:
            kept = condense(kind, obj, control_ids) if kind in KINDS else {}
            for part in parts:
                kept |= part._condense(kind, obj, self)
            wanted[obj["Id"]] = kept
        self._forget_objects(kind, list(wanted))
        rows.create(
            [
                {
                    "comparison_id": self.id,
                    "entity": kind,
                    "qbo_id": id_,
                    "content": kept,
                }
                for id_, kept in wanted.items()
            ]
        )

    def _forget_objects(self, kind, qbo_ids):
        """Forget some objects, which were read again or are gone."""
        self._search_objects(
            [("entity", "=", kind), ("qbo_id", "in", qbo_ids)]
        ).unlink()

    def _search_objects(self, domain, **options):
        mine = [("comparison_id", "=", self.id), *domain]
        return self.env["quickbooks.comparison.object"].search(mine, **options)

    def _iter_objects(self, kinds):
        """Yield ``(QuickBooks entity, id, what is kept)`` of objects of ``kinds``."""
        last = 0
        while True:
            rows = self._search_objects(
                [("entity", "in", list(kinds)), ("id", ">", last)],
                order="id",
                limit=CHUNK,
            )
            for row in rows:
                yield row.entity, row.qbo_id, row.content
            if len(rows) < CHUNK:
                return
            last = rows[-1].id
            rows.invalidate_recordset()

    def _get_control_ids(self):
        """Return the ids of QuickBooks' accounts of what is owed, on both sides."""
        entries = (
            self.env["quickbooks.reference"]
            .with_context(active_test=False)
            .search(
                [
                    ("connection_id", "=", self.connection_id.id),
                    ("kind", "=", "Account"),
                    (
                        "account_type",
                        "in",
                        ("Accounts Receivable", "Accounts Payable"),
                    ),
                ]
            )
        )
        return set(entries.mapped("qbo_id"))

    def _is_within(self, day):
        """Tell whether ``day``, a date or its text, is in the period."""
        day = fields.Date.to_date(day)
        return bool(day) and self.date_from <= day <= self.date_to

    def _read_again(self, asked):
        """Read some objects once more; yield ``(QuickBooks entity, id, what is kept)``.

        :param dict asked: ``{QuickBooks entity: ids}``
        """
        entities = {kind: sorted(ids) for kind, ids in asked.items()}
        asking = [
            (kind, query.select(kind, condition))
            for kind, ids in entities.items()
            for condition in query.where_in("Id", ids)
        ]
        self.run_id._commit()
        found = self._ask(asking)
        for kind, ids in entities.items():
            self._forget_objects(kind, ids)
            self._take_objects(kind, found.get(kind, []))
            rows = self._search_objects([("entity", "=", kind), ("qbo_id", "in", ids)])
            yield from ((kind, row.qbo_id, row.content) for row in rows)

    def _ask(self, asking):
        """Return ``{QuickBooks entity: objects}`` that statements find; few calls."""
        found = defaultdict(list)
        with self.connection_id._get_client() as client:
            for start in range(0, len(asking), BATCH_MAX_ITEMS):
                part = asking[start : start + BATCH_MAX_ITEMS]
                items = as_items(text for _kind, text in part)
                results = client.batch(items, str(uuid.uuid4()))
                for (kind, _text), result in zip(part, results, strict=True):
                    if result.error:
                        raise result.error
                    found[kind] += result.rows
        return found

    # === WHAT IS WRITTEN === #

    def _add_lines(self, part, vals_list):
        """Write lines of ``part``; see :meth:`_compare` of the parts."""
        self.env["quickbooks.comparison.line"].create(
            [
                _complete(vals)
                | {
                    "comparison_id": self.id,
                    "connection_id": self.connection_id.id,
                    "part": part._code,
                }
                for vals in vals_list
            ]
        )

    def _search_lines(self, part, domain, **options):
        """Return the lines of ``part`` that meet ``domain``."""
        mine = [("comparison_id", "=", self.id), ("part", "=", part._code)]
        return self.env["quickbooks.comparison.line"].search(
            [*mine, *domain], **options
        )

    def _get_document_effects(self):
        """Return ``{(ledger, party, currency id): [amount, names]}``.

        What the documents say otherwise does to what each party owes or is owed.
        """
        found = defaultdict(lambda: [Decimal(0), []])
        lines = self.env["quickbooks.comparison.line"].search(
            [("comparison_id", "=", self.id), ("effects", "!=", False)]
        )
        for line in lines:
            for *key, amount in line.effects:
                place = found[tuple(key)]
                place[0] += Decimal(amount)
                if line.is_different:
                    place[1].append(line.name)
        return found

    # === IN WORDS === #

    def _word_outcome(self):
        """Return what was found, in one sentence."""
        names = {
            "start": format_date(self.env, self.date_from),
            "end": format_date(self.env, self.date_to),
            "count": self.difference_count,
        }
        if self.is_agreed:
            return self.env._("Both ledgers agree from %(start)s to %(end)s.", **names)
        return self.env._(
            "The ledgers differ between %(start)s and %(end)s. Lines: %(count)s.",
            **names,
        )


def _complete(vals):
    """Return the values of a line with its difference, as Odoo takes them."""
    vals = dict(vals)
    here, there = vals.get("amount", Decimal(0)), vals.get("qbo_amount", Decimal(0))
    vals.setdefault("difference", here - there)
    vals.setdefault("is_different", bool(vals["difference"]))
    return {
        name: float(value) if isinstance(value, Decimal) else value
        for name, value in vals.items()
    }
