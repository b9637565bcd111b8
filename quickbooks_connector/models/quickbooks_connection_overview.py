from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from .quickbooks_connection import MANAGER

#: Days that the Overview tells of.
DAYS = 30

#: States of what is on its way by itself.
WAITING = ("pending", "modified")

#: States of what waits for a person.
TROUBLE = ("failed", "conflict")


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
        return connection._get_overview()

    def _get_overview(self):
        """Return what the Overview shows, worded in the language of the reader.

        * ``headline``: the state of everything in one sentence, see
          :meth:`_get_headline`;
        * ``tiles``: how many records are in which state;
        * ``areas``: the same by kind of record, with what happened lately;
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
            "tiles": self._get_tiles(counts),
            "areas": self._get_area_rows(counts, exchanged),
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
        held = sum(totals[state] for state in TROUBLE)
        waiting = sum(totals[state] for state in WAITING)
        if not self._goes_on():
            return self._headline("stopped", self.status, self._get_stop_buttons())
        if held:
            text = self.env._("Records that need somebody: %s.", f"{held:,}")
            return self._headline("problem", text)
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

    # === COUNTS === #

    def _get_state_counts(self):
        """Return ``{(entity, model): {state: (count, last synced)}}``.

        What hangs on others, such as files, is told with them.
        """
        groups = self.env["quickbooks.binding"]._read_group(
            [
                ("connection_id", "=", self.id),
                ("entity", "not in", self.env["quickbooks.entity"]._hanging_kinds()),
            ],
            ["entity", "res_model", "state"],
            ["__count", "last_synced_at:max"],
        )
        counts = {}
        for entity, model, state, count, last in groups:
            counts.setdefault((entity, model), {})[state] = (count, last)
        return counts

    def _sum_states(self, counts):
        states = self.env["quickbooks.binding"]._fields["state"].get_values(self.env)
        return {
            state: sum(found.get(state, (0, None))[0] for found in counts.values())
            for state in states
        }

    def _get_tiles(self, counts):
        """Return how many records are in which state, in the words of the ticks."""
        words = self._get_state_words()
        totals = self._sum_states(counts)
        always = ("synced", "pending", "failed")
        return [
            {"state": state, "label": words[state], "count": totals[state]}
            for state in ("synced", "pending", "modified", "failed", "conflict")
            + ("skipped",)
            if totals[state] or state in always
        ]

    def _get_state_words(self):
        field = self.env["quickbooks.binding"]._fields["state"]
        return dict(field._description_selection(self.env))

    def _get_area_rows(self, counts, exchanged):
        """Return a card for each part of the books, with a row for each kind in it."""
        since = self._get_waiting_since()
        entities = self.env["quickbooks.entity"]
        areas = {
            key: {"key": key, "label": label, "kinds": [], "waiting": 0, "held": 0}
            | {"since": None, "last": None, "done": 0}
            for key, label in self._get_areas().items()
        }
        for (name, model), states in counts.items():
            entity = entities._find(name, model)
            area = areas.get(entity._area) if entity is not None else None
            if area is not None:
                self._add_kind(area, entity, name, model, states)
        for name, by_day in exchanged.items():
            entity = entities._find(name)
            if entity is not None and entity._area in areas:
                areas[entity._area]["done"] += sum(map(sum, by_day.values()))
        for name, moment in since.items():
            entity = entities._find(name)
            if entity is not None and entity._area in areas:
                area = areas[entity._area]
                area["since"] = min(area["since"] or moment, moment)
        return [self._word_area(area) for area in areas.values()]

    def _add_kind(self, area, entity, name, model, states):
        """Count the records of one kind to the card of its area."""
        label = entity._get_label()
        numbers = {state: count for state, (count, _last) in states.items()}
        area["kinds"].append(
            {
                "entity": name,
                "model": model,
                "rank": entity._rank,
                "label": label[:1].upper() + label[1:],
                "counts": numbers,
            }
        )
        area["waiting"] += sum(numbers.get(state, 0) for state in WAITING)
        area["held"] += sum(numbers.get(state, 0) for state in TROUBLE)
        times = [last for _count, last in states.values() if last]
        area["last"] = max(filter(None, [*times, area["last"]]), default=None)

    def _word_area(self, area):
        """Say how long the oldest waits, and when something went well last."""
        since, last = area.pop("since"), area.pop("last")
        area["kinds"].sort(key=lambda kind: (kind.pop("rank"), kind["label"]))
        area["since"] = self._word_age(since) if since and area["waiting"] else ""
        area["last"] = self._word_age(last) if last else ""
        return area

    def _word_age(self, moment):
        """Return how long ago ``moment`` was, in words short enough for a card."""
        minutes = int((fields.Datetime.now() - moment) / timedelta(minutes=1))
        if minutes < 1:
            return self.env._("less than a minute")
        if minutes < 60:
            return self.env._("%s min", minutes)
        if minutes < 48 * 60:
            return self.env._("%s h", minutes // 60)
        return self.env._("%s days", minutes // (24 * 60))

    def _get_waiting_since(self):
        """Return ``{entity: time}`` of the edit that waits longest to be sent."""
        self.env["quickbooks.binding"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT entity, MIN(GREATEST(create_date, last_synced_at, edited_at))
                  FROM quickbooks_binding
                 WHERE connection_id = %s AND state = ANY(%s)
                 GROUP BY entity
                """,
                self.id,
                list(WAITING),
            )
        )
        return dict(self.env.cr.fetchall())

    # === LATELY === #

    def _get_exchanged(self):
        """Return ``{entity: {day: (sent, received)}}`` of the last :data:`DAYS`."""
        today = fields.Date.context_today(self)
        groups = self.env["quickbooks.sync.log"]._read_group(
            [
                ("connection_id", "=", self.id),
                ("result", "=", "done"),
                ("date", ">=", today - timedelta(days=DAYS)),
            ],
            ["entity", "date:day", "direction"],
            ["__count"],
        )
        exchanged = {}
        for entity, day, direction, count in groups:
            by_day = exchanged.setdefault(entity, {})
            sent, received = by_day.get(day.date(), (0, 0))
            sent += count * (direction == "out")
            received += count * (direction == "in")
            by_day[day.date()] = (sent, received)
        return exchanged

    def _get_days(self, exchanged):
        """Return what was sent and received on each of the last days, oldest first."""
        today = fields.Date.context_today(self)
        days = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
        totals = {day: [0, 0] for day in days}
        for by_day in exchanged.values():
            for day, (sent, received) in by_day.items():
                if day in totals:
                    totals[day][0] += sent
                    totals[day][1] += received
        return [
            {
                "label": format_date(self.env, day),
                "sent": totals[day][0],
                "received": totals[day][1],
            }
            for day in days
        ]

    def _get_meter(self):
        """Return how much of the month's reads is used."""
        if not self.realm_id:
            return False
        return {"share": min(round(self.usage_share, 1), 100), "note": self.usage_note}

    # === WHERE IT LEADS === #

    def action_open_kind(self, model, entity, state):
        """Open Odoo's own list of the records of one kind that are in one state."""
        self.ensure_one()
        self._check_user()
        self.check_access("read")
        found = self.env["quickbooks.entity"]._find(entity, model)
        label = found._get_label() if found is not None else entity
        bound = [
            ("connection_id", "=", self.id),
            ("entity", "=", entity),
            ("state", "=", state),
        ]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(kind)s: %(state)s",
                kind=label[:1].upper() + label[1:],
                state=self._get_state_words()[state],
            ),
            "res_model": model,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": [("qbo_binding_ids", "any", bound)],
            "context": {"create": False, "active_test": False},
        }
