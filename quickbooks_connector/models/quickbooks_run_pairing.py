from odoo import api, fields, models

from ..sync import counterparts as reading


class QuickbooksRun(models.Model):
    """Reading what contacts and products QuickBooks has, and applying the matching."""

    _inherit = "quickbooks.run"

    kind = fields.Selection(
        selection_add=[
            ("read_counterparts", "Read contacts and products"),
            ("apply_pairings", "Apply the matching"),
        ],
        ondelete={"read_counterparts": "cascade", "apply_pairings": "cascade"},
    )

    # === READING === #

    @api.model
    def _start_import(self, connection, entities):
        """Start a reading that ends in taking over ``entities``.

        A reading that is under way already does it too.
        """
        run = self._start(connection, "read_counterparts", {"import": entities})
        wanted = {*(run.args or {}).get("import", ()), *entities}
        run.sudo().args = {"import": sorted(wanted)}
        return run

    def _step_read_counterparts(self):
        """Count, then read a page, or propose what one list may be in Odoo.

        ``place`` holds the lists still to be read and to be proposed; pages of one list
        in the words of ``sync/counterparts.py``.
        """
        if not self.place:
            return self._count_counterparts()
        place = dict(self.place)
        if place["read"]:
            self._read_counterparts(place)
            return True
        if place["propose"]:
            entity = self.env["quickbooks.entity"]._get(place["propose"][0])
            self.env["quickbooks.pairing"]._propose(self.connection_id, entity)
            self.place = place | {"propose": place["propose"][1:]}
            return True
        self.connection_id.counterparts_read_at = fields.Datetime.now()
        self._tell_counterparts()
        return False

    def _count_counterparts(self):
        names = [entity._qbo_entity for entity in self._get_matched_entities()]
        connection = self.connection_id
        self._commit()
        with connection._get_client() as client:
            totals = reading.count(client, names)
        self.total_count = sum(totals.values())
        self.place = {"read": names, "propose": names, "page": None}
        return True

    def _get_matched_entities(self):
        registry = self.env["quickbooks.entity"]._registry()
        return [entity for entity in registry.values() if entity._matches]

    def _read_counterparts(self, place):
        name, *others = place["read"]
        entity = self.env["quickbooks.entity"]._get(name)
        connection = self.connection_id
        self._commit()
        with connection._get_client() as client:
            page = reading.read_page(client, name, place["page"])
        counterparts = self.env["quickbooks.counterpart"]
        counterparts._store_objects(connection, entity, page.objects, self)
        if page.place is None:
            counterparts._retire(connection, entity, self)
        done = self.done_count + len(page.objects)
        self.write(
            {
                "done_count": done,
                "total_count": max(done, self.total_count),
                "place": place
                | {"read": place["read"] if page.place else others, "page": page.place},
            }
        )

    def _tell_counterparts(self):
        """Say what was found, and go on with the first import when it is one."""
        pairings = self.env["quickbooks.pairing"]
        open_ = [("connection_id", "=", self.connection_id.id), ("state", "=", "open")]
        self.outcome = self.env._(
            "Read from QuickBooks: %(read)s. To decide or apply: %(open)s.",
            read=self.done_count,
            open=pairings.search_count(open_),
        )
        wanted = (self.args or {}).get("import")
        if wanted:
            pairings._import_all(self.connection_id, wanted, self.user_id)

    # === APPLYING === #

    def _step_apply_pairings(self):
        """Carry out some of the decisions; those done are marked by the same commit."""
        pairings = self.env["quickbooks.pairing"]
        mine = [("run_id", "=", self.id)]
        if not self.total_count:
            self.total_count = pairings.search_count(mine)
        if pairings._apply_some(self):
            self.env.flush_all()
            left = pairings.search_count([*mine, ("state", "=", "open")])
            self.done_count = max(self.total_count - left, 0)
            # Thousands of records are of no use to the next step.
            self.env.invalidate_all()
            return True
        failed = pairings.search_count([*mine, ("state", "=", "failed")])
        self.outcome = self.env._(
            "Done: %(done)s. Not done: %(failed)s.",
            done=pairings.search_count([*mine, ("state", "=", "applied")]),
            failed=failed,
        )
        return False

    def _result_rows_apply_pairings(self):
        """Yield what became of each row."""
        pairings = self.env["quickbooks.pairing"]
        decisions = dict(pairings._fields["decision"]._description_selection(self.env))
        states = dict(pairings._fields["state"]._description_selection(self.env))
        yield (
            self.env._("Name"),
            self.env._("Kind"),
            self.env._("In QuickBooks"),
            self.env._("What"),
            self.env._("Result"),
            self.env._("Why not"),
        )
        ids = pairings.search([("run_id", "=", self.id)], order="id").ids
        for start in range(0, len(ids), 1000):
            for row in pairings.browse(ids[start : start + 1000]):
                yield (
                    row.name or "",
                    row.kind or "",
                    row.counterpart_id.name or "",
                    decisions[row.decision],
                    states[row.state],
                    row.message or "",
                )
            pairings.invalidate_model()
