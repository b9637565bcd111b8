import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models

from ..sync import words

_logger = logging.getLogger(__name__)

_ACTIVITY = "quickbooks_connector.mail_activity_type_strays"
#: Work goes on while the check looks: what is odd is looked at again after this time.
_SECOND_LOOK = timedelta(minutes=15)


class QuickbooksConnection(models.Model):
    """The daily check that no record is forgotten."""

    _inherit = "quickbooks.connection"

    census = fields.Json(
        copy=False, readonly=True, help="How many are in each state, and how many none."
    )
    census_at = fields.Datetime("Daily Check", copy=False, readonly=True)
    stray_ids = fields.One2many("quickbooks.stray", "connection_id", readonly=True)
    stray_count = fields.Integer("Forgotten Records", compute="_compute_stray_count")

    @api.depends("stray_ids.is_sure")
    def _compute_stray_count(self):
        counts = dict(
            self.env["quickbooks.stray"]._read_group(
                [("connection_id", "in", self.ids), ("is_sure", "=", True)],
                ["connection_id"],
                ["__count"],
            )
        )
        for connection in self:
            connection.stray_count = counts.get(connection, 0)

    # === CRON === #

    def _cron_take_census(self):
        """Check of every live connection that no record is forgotten."""
        connections = self.search([("is_live", "=", True)])
        for connection in connections:
            connection._take_census()

    def _take_census(self):
        """Find out what becomes of each record; tell when that can't be said."""
        self.ensure_one()
        worker = self._for_worker()
        counts, found = self.env["quickbooks.census"].sudo()._take(worker)
        strays = worker.env["quickbooks.stray"]._take(worker, found)
        self.sudo().write(
            {
                "census": counts | {"strays": len(strays)},
                "census_at": fields.Datetime.now(),
            }
        )
        if len(strays) < len(found):
            cron_sudo = self.env.ref("quickbooks_connector.ir_cron_take_census").sudo()
            cron_sudo._trigger(at=fields.Datetime.now() + _SECOND_LOOK)
        self.sudo()._tell_strays(len(strays))

    def _tell_strays(self, count):
        """Keep one activity open as long as records are forgotten."""
        known = self.activity_search([_ACTIVITY])
        if not count:
            known.unlink()
            return
        _logger.info("%s records of connection %s are in no state", count, self.id)
        user = self._get_administrator()
        env = self.with_context(lang=user.lang).env
        sentence = words.sentence(env, "strays", {"count": count})
        note = Markup("<p>%s</p>") % sentence
        if known:
            known.note = note
        else:
            self.activity_schedule(_ACTIVITY, note=note, user_id=user.id)

    # === ACTIONS === #

    def action_take_census(self):
        """Check now that no record is forgotten."""
        self._check_manager()
        for connection in self:
            connection._take_census()
        return self._notify(self._word_census())

    def _word_census(self):
        """Say what the last look of the check has found."""
        if self.stray_ids:
            return self.env._(
                "Looked odd at first sight: %s. They are looked at again in 15 "
                "minutes, as work goes on meanwhile.",
                len(self.stray_ids),
            )
        return self.env._("No record is forgotten.")

    def action_open_strays(self):
        """Open the records of which nobody knows what becomes of them."""
        self._check_user()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Forgotten records"),
            "res_model": "quickbooks.stray",
            "view_mode": "list,kanban",
            "domain": [("connection_id", "in", self.ids), ("is_sure", "=", True)],
        }

    # === OVERVIEW === #

    def _get_overview(self):
        overview = super()._get_overview()
        if self.stray_count:
            text = self.env._(
                "Records of which nobody knows what becomes of them: %s.",
                self.stray_count,
            )
            overview["facts"].append(
                self._prepare_fact(
                    "strays",
                    text,
                    "problem",
                    self.env._("Show them"),
                    "action_open_strays",
                )
            )
        return overview
