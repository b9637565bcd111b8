from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import MissingError

from ..sync import words

_ROW = Markup(
    '<tr><td class="text-nowrap"><i class="fa fa-fw {icon}" aria-hidden="true"></i>'
    '<span class="visually-hidden">{said}</span></td>'
    '<td class="w-100">{label}<div class="text-muted">{obstacle}</div></td></tr>'
)
_TABLE = Markup('<table class="table table-sm">%s<tbody>%s</tbody></table>')
#: Obstacles that a sync by hand passes over, or tries anew.
_BY_HAND = {"chosen", "started", "moment", "free"}


class QuickbooksWhy(models.TransientModel):
    """Answer why QuickBooks does not have a record, and what that rests on."""

    _name = "quickbooks.why"
    _inherit = ["quickbooks.record.mixin", "quickbooks.asked.mixin"]
    _description = "Why Is This Not in QuickBooks?"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    answer = fields.Char(compute="_compute_answer")
    is_there = fields.Boolean(compute="_compute_answer")
    may_sync = fields.Boolean(compute="_compute_answer")
    needs_choice = fields.Boolean(compute="_compute_answer")
    is_conflict = fields.Boolean(compute="_compute_answer")
    conditions = fields.Html(compute="_compute_answer", sanitize=False)

    @api.depends("res_model", "res_id")
    @api.depends_context("company", "lang", "tz", "uid")
    def _compute_answer(self):
        for wizard in self:
            record = wizard._get_readable()
            found = [
                (explained, explained._get_conditions())
                for explained in record._get_explained()
            ]
            open_ = [
                (explained, unmet[0])
                for explained, conditions in found
                for unmet in [[one for one in conditions if one.obstacle]]
                if unmet
            ]
            wizard.is_there = not open_
            wizard.answer = wizard._word_answer(record, open_)
            wizard.conditions = wizard._draw(found)
            codes = {condition.code for _explained, condition in open_}
            wizard.may_sync = record.has_access("write") and bool(codes & _BY_HAND)
            wizard.needs_choice = record.qbo_needs_choice
            wizard.is_conflict = record.qbo_state == "conflict"

    def _get_readable(self):
        """Return the record, which the reader may read.

        :raise AccessError: the reader may not
        :raise MissingError: it was deleted meanwhile
        """
        record = self._get_record()
        if not record:
            raise MissingError(words.sentence(self.env, "deleted_here"))
        record.check_access("read")
        return record

    def _word_answer(self, record, open_):
        """Return the one sentence; of several records it names the one it is about."""
        if not open_:
            number = record.qbo_doc_number
            if not number:
                return self.env._("It is in QuickBooks as it is here.")
            return self.env._(
                "It is in QuickBooks as it is here, as no. %(number)s.", number=number
            )
        explained, condition = open_[0]
        if explained == record:
            return condition.obstacle
        return self.env._(
            "%(record)s: %(reason)s",
            record=explained.display_name,
            reason=condition.obstacle,
        )

    def _draw(self, found):
        """Return what was looked at as a table; one for each of several records."""
        drawn = Markup()
        for explained, conditions in found:
            rows = Markup().join(self._draw_row(one) for one in conditions)
            caption = Markup()
            if len(found) > 1:
                caption = Markup("<caption>%s</caption>") % explained.display_name
            drawn += _TABLE % (caption, rows)
        return drawn

    def _draw_row(self, condition):
        met = not condition.obstacle
        return _ROW.format(
            icon="fa-check text-success" if met else "fa-times text-danger",
            said=self.env._("Yes:") if met else self.env._("No:"),
            label=self.env._(words.CONDITIONS[condition.code]),
            obstacle=condition.obstacle,
        )

    # === ACTION METHODS === #

    def action_sync(self):
        """Send the record with the next run."""
        self.ensure_one()
        return self._get_readable().action_quickbooks_sync()

    def action_choose(self):
        """Open the matching of what the record waits for."""
        self.ensure_one()
        return self._get_readable().action_quickbooks_choose()

    def action_compare(self):
        """Open both sides of the record, which was changed on both."""
        self.ensure_one()
        return self._get_readable().action_quickbooks_compare()
