"""What a worker does inside Odoo for the measurement of the first import."""

import time

from .clocks import memory, reset_peak

#: What is taken over.
KINDS = ("Customer", "Item")


class Importing:
    """The first import, step by step, beside a bare creation of the same records.

    Part of :class:`benchmarks.inside.Inside`, which connects.
    """

    def start_import(self) -> None:
        """Ask for everything of QuickBooks, as an administrator does."""
        connection = self.env["quickbooks.connection"].search([])
        connection.action_import_from_quickbooks(list(KINDS))
        self.cr.commit()

    def take_over(self, compare: bool) -> dict:
        """Do the work of the cron, each step up to its commit, until none is left.

        :param compare: create the records of each step a second time, without links
            and anything else of ours, and take that back
        :return: seconds of both clocks, by kind of step and of the bare creations;
            megabytes that the memory grew by at most
        """
        connection = self.env["quickbooks.connection"].search([]).sudo()._for_worker()
        runs = connection.env["quickbooks.run"]
        waiting = [("connection_id", "=", connection.id), ("state", "=", "waiting")]
        found = {
            kind: {"seconds": 0.0, "cpu": 0.0}
            for kind in ("reading", "applying", "bare")
        }
        before, peak = memory("VmRSS"), 0
        while run := runs.search(waiting, order="id", limit=1):
            objects = self._next_objects(run) if compare else {}
            if objects:
                _add(found["bare"], self._create_bare(connection, objects))
            reset_peak()
            applying = run.kind == "apply_pairings"
            began = _clock()
            run._step()
            self.cr.commit()
            _add(found["applying" if applying else "reading"], _since(began))
            peak = max(peak, memory("VmHWM"))
            if run.state == "failed":
                raise RuntimeError(run.message)
            print(f"step: {run.kind} {run.done_count}", flush=True)
        return found | {"memory": peak - before}

    def _next_objects(self, run) -> dict:
        """Return ``{kind: objects}`` that the next step of ``run`` will create."""
        if run.kind != "apply_pairings":
            return {}
        from odoo.addons.quickbooks_connector.models.quickbooks_pairing_apply import (
            CHUNK,
        )

        rows = run.env["quickbooks.pairing"].search(
            [("run_id", "=", run.id), ("state", "=", "open")],
            order="level, id",
            limit=CHUNK,
        )
        rows = rows.grouped("entity").get(rows[:1].entity, rows)
        objects = [row.counterpart_id._get_object() for row in rows]
        kind = rows[:1].entity
        self._settle()
        return {kind: objects} if objects else {}

    def _create_bare(self, connection, objects) -> dict:
        """Create the records of ``objects`` and nothing else, and take it back."""
        (kind,) = objects
        entity = connection.env["quickbooks.entity"]._get(kind)
        vals_list = [
            entity._prepare_import_vals(obj, connection) for obj in objects[kind]
        ]
        model = connection.env[entity._odoo_model].with_context(
            tracking_disable=True, quickbooks_no_mark=True
        )
        self._settle()
        began = _clock()
        model.create(vals_list)
        connection.env.flush_all()
        took = _since(began)
        self._forget()
        return took

    def imported(self) -> dict:
        """Return what is linked, and what is there twice."""
        self.env.invalidate_all()
        bindings = self.env["quickbooks.binding"].sudo()
        found = {}
        for kind in KINDS:
            rows = bindings.search([("entity", "=", kind), ("qbo_id", "!=", False)])
            records = rows.env[rows[:1].res_model or "res.partner"].browse(
                rows.mapped("res_id")
            )
            found[kind] = {
                "linked": len(rows),
                "records": len(set(records.exists().ids)),
                # What was created and is linked to nothing is a double too.
                "named": self._count_named(records),
            }
        failed = [("state", "=", "failed")]
        found["failed"] = self.env["quickbooks.pairing"].search_count(failed)
        return found

    def _count_named(self, records) -> int:
        names = set(records.mapped("name"))
        return records.with_context(active_test=False).search_count(
            [("name", "in", list(names))]
        )


def _clock() -> dict:
    """Return the time, and the time that this process has worked."""
    return {"seconds": time.perf_counter(), "cpu": time.process_time()}


def _since(began: dict) -> dict:
    return {key: value - began[key] for key, value in _clock().items()}


def _add(total: dict, took: dict) -> None:
    for key, value in took.items():
        total[key] += value
