from collections import Counter
from datetime import timedelta

from odoo import fields, models, tools
from odoo.tools import SQL, format_date

#: Days that the Overview tells of.
DAYS = 30

#: States of what is on its way by itself.
WAITING = ("pending", "modified")

#: States of what waits for a person.
TROUBLE = ("failed", "conflict")

#: In which order states are told.
ORDER = (
    *("synced", "pending", "modified", "failed", "conflict", "skipped"),
    "not_synced",
)


class QuickbooksConnection(models.Model):
    """The figures of the Overview: how many records stand where, and since when."""

    _inherit = "quickbooks.connection"

    def _get_state_counts(self):
        """Return ``{(entity, model): {state: (count, last synced)}}``.

        What hangs on others, such as files, is told with them.
        """
        counts = {}
        unsynced = self._count_links(
            [("state", "!=", "synced")], ["state"], ["last_synced_at:max"]
        )
        for entity, model, state, last, count in unsynced:
            counts.setdefault((entity, model), {})[state] = (count, last)
        for entity, model, count, last in self._count_all():
            states = counts.setdefault((entity, model), {})
            synced = count - sum(others for others, _last in states.values())
            if synced:
                states["synced"] = (synced, last)
        return counts

    def _count_links(self, domain, groupby=(), aggregates=()):
        """Return ``(entity, model, *groupby, *aggregates, count)`` of links."""
        # Who may read the connection may read its links.
        return (
            self.env["quickbooks.binding"]
            .sudo()
            ._read_group(
                [
                    ("connection_id", "=", self.id),
                    (
                        "entity",
                        "not in",
                        self.env["quickbooks.entity"]._hanging_kinds(),
                    ),
                    *domain,
                ],
                ["entity", "res_model", *groupby],
                [*aggregates, "__count"],
            )
        )

    def _count_all(self):
        """Return ``(entity, model, how many links, when one of them was synced last)``.

        Counting a million for each look would take half its time. Those of earlier days
        become fewer only, when one is removed, which lets them be counted anew.
        """
        last_id, earlier = self._count_before_yesterday(fields.Date.today())
        total = Counter(dict(earlier))
        for entity, model, count in self._count_links([("id", ">", last_id)]):
            total[entity, model] += count
        self.env["quickbooks.binding"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT kind.*, (
                       SELECT MAX(last_synced_at) FROM quickbooks_binding
                        WHERE connection_id = %s AND state = 'synced'
                          AND entity = kind.entity AND res_model = kind.res_model)
                  FROM unnest(%s::varchar[], %s::varchar[])
                       AS kind(entity, res_model)
                """,
                self.id,
                [entity for entity, _model in total],
                [model for _entity, model in total],
            )
        )
        return [
            (entity, model, total[entity, model], last)
            for entity, model, last in self.env.cr.fetchall()
        ]

    @tools.ormcache("self.id", "today")
    def _count_before_yesterday(self, today):
        """Return the last id of the links of earlier days, and how many of each kind.

        A link is of one kind for ever. Ids are drawn as transactions come, but those of
        so long ago are over: no lower id will appear.
        """
        last = (
            self.env["quickbooks.binding"]
            .sudo()
            .search(
                [("create_date", "<", today - timedelta(days=1))],
                order="id desc",
                limit=1,
            )
        )
        found = self._count_links([("id", "<=", last.id)]) if last else []
        return last.id or 0, tuple(((entity, model), n) for entity, model, n in found)

    def _sum_states(self, counts):
        return {
            state: sum(found.get(state, (0, None))[0] for found in counts.values())
            for state in ORDER
        }

    def _get_tiles(self, counts):
        """Return how many records are in which state, in the words of the ticks."""
        totals = self._sum_states(counts)
        always = ("synced", "pending", "failed")
        return [
            {"state": state, "label": label, "count": totals[state]}
            for state, label in self._get_state_order()
            if totals[state] or state in always
        ]

    def _get_state_words(self):
        field = self.env["quickbooks.binding"]._fields["state"]
        return dict(field._description_selection(self.env))

    def _get_state_order(self):
        """Return the states with their words, as the Overview lists them."""
        words = self._get_state_words()
        return [(state, words[state]) for state in ORDER]

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
        told = self.env._("Nothing waits.")
        if area["since"]:
            told = self.env._(
                "Waiting: %(count)s, the oldest for %(age)s.",
                count=f"{area['waiting']:,}",
                age=area["since"],
            )
        if area["last"]:
            told += " " + self.env._("Last synced %s ago.", area["last"])
        return area | {"status": told}

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
        # Whatever the time zone: what is earlier than yesterday's UTC is over.
        since = today - timedelta(days=1)
        # No transaction is under way for so long: no line of before will appear.
        hour = fields.Datetime.now().replace(minute=0, second=0) - timedelta(hours=1)
        exchanged = {}
        groups = [
            *self._count_before(since),
            *self._count_between(since, hour),
            *self._count_exchanged(hour, None),
        ]
        for entity, day, direction, count in groups:
            by_day = exchanged.setdefault(entity, {})
            sent, received = by_day.get(day, (0, 0))
            sent += count * (direction == "out")
            received += count * (direction == "in")
            by_day[day] = (sent, received)
        return exchanged

    @tools.ormcache("self.id", "day", "self.env.context.get('tz')")
    def _count_before(self, day):
        """Return what was exchanged before ``day``, which changes no more."""
        return self._count_exchanged(day - timedelta(days=DAYS), day)

    @tools.ormcache("self.id", "day", "hour", "self.env.context.get('tz')")
    def _count_between(self, day, hour):
        """Return what was exchanged from ``day`` on, until an ``hour`` that is over."""
        return self._count_exchanged(day, hour)

    def _count_exchanged(self, start, end):
        """Return ``(entity, day, direction, count)`` of the days of the reader."""
        domain = [("connection_id", "=", self.id), ("result", "=", "done")]
        domain += [("date", ">=", start)]
        if end:
            domain += [("date", "<", end)]
        groups = self.env["quickbooks.sync.log"]._read_group(
            domain, ["entity", "date:day", "direction"], ["__count"]
        )
        return tuple(
            (entity, day.date(), direction, count)
            for entity, day, direction, count in groups
        )

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

    def action_open_state(self, state):
        """Open what is in one state, of any kind; trouble as the To do list."""
        self.ensure_one()
        self._check_user()
        self.check_access("read")
        if state in TROUBLE:
            return self.action_open_todo()
        hanging = self.env["quickbooks.entity"]._hanging_kinds()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "quickbooks_connector.quickbooks_binding_action"
        )
        return action | {
            "name": self._get_state_words()[state],
            "domain": [
                ("connection_id", "=", self.id),
                ("state", "=", state),
                ("entity", "not in", hanging),
            ],
            "context": {},
        }

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
            "domain": self._get_domain_bound(model, bound),
            "context": {"create": False, "active_test": False},
        }

    def _get_domain_bound(self, model, bound):
        """Return the domain of the records of ``model`` whose link meets ``bound``."""
        if "qbo_binding_ids" in self.env[model]._fields:
            return [("qbo_binding_ids", "any", bound)]
        bindings = self.env["quickbooks.binding"].search(bound)
        return [("id", "in", bindings.mapped("res_id"))]
