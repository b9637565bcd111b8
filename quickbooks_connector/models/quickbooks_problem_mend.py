from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..sync import words
from .quickbooks_connection import MANAGER

#: Ways that only administrators of QuickBooks can go.
MANAGED = ("match", "choose", "settings", "sign_in")


class QuickbooksProblem(models.Model):
    """The one button of each problem: it opens the place where it is mended.

    A way of ``sync/words/mending.py`` is a method ``_mend_<way>`` here, which returns
    an action. What was held goes on by itself once it is mended.
    """

    _inherit = "quickbooks.problem"

    @api.depends("cause", "members", "state")
    @api.depends_context("lang", "uid")
    def _compute_mend_label(self):
        for problem in self:
            way = problem._get_way()
            problem.mend_label = way and self.env._(words.WAYS[way])

    @api.model
    def _of_binding(self, binding_sudo):
        """Return the problem that holds a link, as it was listed last; maybe none."""
        self.flush_model(["members", "state"])
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM quickbooks_problem
                 WHERE state = 'open' AND connection_id = %s
                   AND members -> 'links' @> to_jsonb(%s)
                 LIMIT 1
                """,
                binding_sudo.connection_id.id or 0,
                binding_sudo.id or 0,
            )
        )
        return self.browse(id_ for (id_,) in self.env.cr.fetchall())

    def _get_way(self):
        """Return how the reader can mend this, nothing when there is no way for him."""
        self.ensure_one()
        if self.state != "open":
            return False
        way = words.mending(self.cause).way
        if way in MANAGED and not (self.env.su or self.env.user.has_group(MANAGER)):
            return False
        possible = getattr(self, f"_can_{way}", None)
        return way if possible is None or possible() else self._get_other_way()

    def _get_other_way(self):
        return "open" if self._can_open() else False

    def action_mend(self):
        """Open the place where this is mended.

        :raise AccessError: the reader can't mend it
        """
        self.ensure_one()
        self._check_may_act()
        way = self._get_way()
        if not way:
            raise AccessError(
                self.env._(
                    "Only an administrator of QuickBooks can mend this; the activity "
                    "tells who was asked."
                )
            )
        return getattr(self, f"_mend_{way}")()

    def _get_record(self):
        """Return the record that this is about, as its user may see it, maybe none."""
        if not self.res_model or self.res_model not in self.env:
            return None
        record = self.env[self.res_model].browse(self.res_id)
        return record if record.sudo().exists() and record.has_access("read") else None

    def _get_binding_sudo(self):
        """Return the link that this is about, the first of them, sudoed."""
        members = self.members or {}
        bindings_sudo = self.sudo().binding_ids
        own = bindings_sudo.filtered(
            lambda row: (row.res_model, row.res_id) == (self.res_model, self.res_id)
        )
        return own[:1] if members.get("links") else bindings_sudo.browse()

    # === THE WAYS === #

    def _can_open(self):
        return self._get_record() is not None

    def _mend_open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def _mend_match(self):
        action = self.connection_id.action_open_matching()
        name = (self.cause_args or {}).get(words.mending(self.cause).about)
        if not name:
            return action
        mine = [("connection_id", "=", self.connection_id.id)]
        rows = self.env["quickbooks.mapping"].search(
            [*mine, ("record_name", "=", name)]
        )
        return action | {"domain": [("id", "in", rows.ids)]} if rows else action

    def _can_choose(self):
        return bool(self.sudo().binding_ids._get_asked() or self.sudo().inbound_ids)

    def _mend_choose(self):
        asked_sudo = self.sudo().binding_ids._get_asked()
        if not asked_sudo:
            return self.connection_id.action_open_contacts()
        return self.env["quickbooks.pairing"]._open_asked(asked_sudo)

    def _get_conflict(self):
        return self.env["quickbooks.conflict"]._get_open(self._get_binding_sudo())

    def _can_compare(self):
        return bool(self._get_conflict())

    def _mend_compare(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Changed on both sides"),
            "res_model": "quickbooks.conflict",
            "res_id": self._get_conflict()[:1].id,
            "views": [(False, "form")],
        }

    def _can_number(self):
        return self.res_model == "account.move" and self._can_open()

    def _mend_number(self):
        return self._get_record()._get_action_number_clash(self._get_binding_sudo())

    def _can_same_bill(self):
        return bool(self._get_alike())

    def _get_alike(self):
        """Return the bill of Odoo that looks like one of QuickBooks, maybe none."""
        if self.res_model:
            return self._get_record()
        move_id = (self.cause_args or {}).get("move")
        bill = self.env["account.move"].browse(move_id).exists()
        return bill if bill.has_access("read") else None

    def _mend_same_bill(self):
        return self._get_alike()._open_quickbooks_same()

    def _get_datable(self):
        """Return the documents that can be dated to the next open day."""
        bindings_sudo = self.sudo().binding_ids.filtered(
            lambda row: row.res_model == "account.move" and not row.qbo_id
        )
        moves = self.env["account.move"].browse(bindings_sudo.mapped("res_id"))
        return moves._filtered_access("write")

    def _can_next_day(self):
        if self.sudo().inbound_ids._filter_datable():
            return True
        return bool(self._get_datable()) and bool(self.connection_id.pref_closing_date)

    def _mend_next_day(self):
        arriving_sudo = self.sudo().inbound_ids._filter_datable()
        if arriving_sudo:
            action = arriving_sudo.sudo(False).action_next_open_day()
        else:
            action = self._get_datable().action_quickbooks_next_open_day()
        self.connection_id._refresh_problems()
        return action

    def _mend_settings(self):
        return self.connection_id.action_open_mine()

    def _mend_sign_in(self):
        return self.connection_id.action_connect()

    def _get_address(self):
        """Return the address in QuickBooks of what this is about, or of its home."""
        return (
            self._get_binding_sudo()._get_url() if self._get_binding_sudo() else False
        )

    def _can_quickbooks(self):
        return bool(self._get_address() or self.connection_id.web_url)

    def _mend_quickbooks(self):
        return {
            "type": "ir.actions.act_url",
            "url": self._get_address() or self.connection_id.web_url,
            "target": "new",
        }

    def _mend_log(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector.quickbooks_sync_log_action"
        )
        domain = [("connection_id", "=", self.connection_id.id)]
        if self.res_model:
            domain += [("res_model", "=", self.res_model), ("res_id", "=", self.res_id)]
        return action | {"domain": domain, "context": {}}
