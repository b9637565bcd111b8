from odoo import api, models

from .quickbooks_connection import MANAGER
from .quickbooks_connection_counts import WAITING


class QuickbooksConnection(models.Model):
    """What the Overview tells: where everything stands, in one look.

    A file or an add-on that has something to tell extends :meth:`_get_overview`::

        def _get_overview(self):
            overview = super()._get_overview()
            overview["facts"].append(
                self._prepare_fact("ledgers", text, "ok", label, "action_open_it")
            )
            return overview
    """

    _inherit = "quickbooks.connection"

    # === WHAT IT TELLS === #

    @api.model
    def get_overview(self):
        """Return what the Overview of the current company shows, see below.

        :raise AccessError: the reader has none of our groups
        """
        self._check_user()
        connection = self._for_company()
        if not connection:
            return self._get_empty_overview()
        connection.check_access("read")
        connection._refresh_problems()
        return connection._get_overview()

    @api.model
    def get_banner(self):
        """Return what keeps the current company's work, nothing while it goes on.

        :return: as :meth:`_get_headline`, with the connection's ``id``
        :raise AccessError: the reader has none of our groups
        """
        self._check_user()
        connection = self._for_company()
        if not connection or connection.state == "draft" or connection._goes_on():
            return False
        connection.check_access("read")
        buttons = connection._get_stop_buttons()
        told = connection._headline("stopped", connection.status, buttons)
        return told | {"id": connection.id}

    def _get_overview(self):
        """Return what the Overview shows, worded in the language of the reader.

        * ``headline``: the state of everything in one sentence, see
          :meth:`_get_headline`;
        * ``tiles``: how many records are in which state;
        * ``areas``: the same by kind of record, with what happened lately;
        * ``needs``: what needs a person, most money first;
        * ``days``: what was exchanged on each of the last days, both ways;
        * ``meter``: the month's reads, nothing before a company is connected;
        * ``facts``: short sentences, each with a button perhaps, see
          :meth:`_prepare_fact`.
        """
        self.ensure_one()
        counts = self._get_state_counts()
        exchanged = self._get_exchanged()
        return {
            "id": self.id,
            "company": self.company_id.display_name,
            "qbo_company": self.qbo_company_name or "",
            "url": self.web_url or "",
            "is_connected": self.state != "draft",
            "can_manage": self.env.su or self.env.user.has_group(MANAGER),
            "headline": self._get_headline(counts),
            "words": self._get_state_order(),
            "tiles": self._get_tiles(counts),
            "areas": self._get_area_rows(counts, exchanged),
            "needs": self._get_needs(),
            "days": self._get_days(exchanged),
            "meter": self._get_meter(),
            "facts": [],
        }

    def _get_empty_overview(self):
        """Return what is shown where nobody has begun to connect."""
        can_manage = self.env.su or self.env.user.has_group(MANAGER)
        return {"id": False, "is_connected": False, "can_manage": can_manage}

    @api.model
    def _prepare_fact(self, key, text, level="ok", label="", method=""):
        """Return one of the ``facts`` of :meth:`_get_overview`.

        :param str key: tells it apart from others
        :param str text: one sentence, worded
        :param str level: ``"ok"``, ``"look"`` or ``"problem"``
        :param str label: of the button, none when empty
        :param str method: of a connection, which the button calls; it returns an action
        """
        return {
            "key": key,
            "text": text,
            "level": level,
            "button": {"label": label, "method": method} if label else False,
        }

    @api.model
    def _get_areas(self):
        """Return ``{area: its name}``, in order; entities name theirs in ``_area``."""
        return {
            "sales": self.env._("Sales"),
            "purchases": self.env._("Purchases"),
            "payments": self.env._("Payments"),
            "contacts": self.env._("Contacts"),
            "products": self.env._("Products"),
        }

    # === THE SENTENCE === #

    def _get_headline(self, counts):
        """Return ``{"level", "text", "buttons"}``: the one sentence about everything.

        Whatever keeps the whole connection comes first, then what needs a person, then
        what is under way.

        :param counts: as :meth:`_get_state_counts` returns them
        """
        totals = self._sum_states(counts)
        waiting = sum(totals[state] for state in WAITING)
        if not self._goes_on():
            return self._headline("stopped", self.status, self._get_stop_buttons())
        if problems := self._word_problems():
            button = self._button(self.env._("Open the To do list"), "action_open_todo")
            return self._headline("problem", problems, [button])
        if waiting:
            text = self.env._("Catching up: %s to go.", f"{waiting:,}")
            return self._headline("busy", text)
        return self._headline(
            "ok", self.env._("Everything that should be in QuickBooks is there.")
        )

    @staticmethod
    def _headline(level, text, buttons=()):
        return {"level": level, "text": text, "buttons": list(buttons)}

    def _goes_on(self):
        """Tell whether work goes on by itself, now or after a short wait."""
        silent = self.wait_cause and not self._may_exchange()
        live = self.state == "connected" and self.is_live and not self.is_copy
        return live and not silent and not self._reading_waits()

    def _get_stop_buttons(self):
        """Return the buttons by which an administrator lets the work go on."""
        if not self.env.su and not self.env.user.has_group(MANAGER):
            return []
        if self.is_copy:
            return [
                self._button(self.env._("Keep it off"), "action_keep_off"),
                self._button(self.env._("Open the connection"), "action_open_mine"),
            ]
        if self.state == "reauthorise":
            return [self._button(self.env._("Sign in at Intuit"), "action_connect")]
        if self.state == "paused":
            return [self._button(self.env._("Resume"), "action_resume")]
        if not self.is_live:
            label = self.env._("Go on with the set-up")
            return [self._button(label, "action_open_setup")]
        return []

    @staticmethod
    def _button(label, method):
        return {"label": label, "method": method}
