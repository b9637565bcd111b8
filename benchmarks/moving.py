"""What a worker does inside Odoo for the measurement of changes on their way."""

import time

from odoo import sql_db
from odoo.tools import SQL

from .clocks import memory

#: A run that needs more turns of its cron than this goes round in circles.
TURNS = 500


class Moving:
    """Many changed contacts and products, out and in.

    Part of :class:`benchmarks.inside.Inside`, which connects.
    """

    def lift_limits(self) -> None:
        """Let requests follow each other as fast as both sides can.

        QuickBooks' limits are kept by waiting, which would be most of what is measured.
        """
        from odoo.addons.quickbooks_connector.api import Limits
        from odoo.addons.quickbooks_connector.models import quickbooks_throttle

        most = 10**6
        limits = Limits(per_second=most, per_minute=most, batches_per_minute=most)
        quickbooks_throttle.Limits = lambda: limits

    def change(self, kind: str, field: str, value, count: int) -> dict:
        """Write one value into many linked records at once, as a person does.

        :return: how many there are; seconds and statements of ours before the commit
        """
        # Odoo's lines of the chatter, two statements each, are left out on both sides.
        records = self._linked(kind, count).with_context(tracking_disable=True)
        other = {field: records[0][field] or False}
        # The same edit without us first: what is left is what we add.
        bare = self._write(records.with_context(quickbooks_no_mark=True), other)
        self._forget()
        noted = self._write(records, {field: value})
        self.cr.commit()
        return {
            "records": len(records),
            "seconds": noted["seconds"] - bare["seconds"],
            "statements": noted["statements"] - bare["statements"],
            "bare_statements": bare["statements"],
        }

    def _write(self, records, vals) -> dict:
        self._settle()
        began, statements = time.perf_counter(), sql_db.sql_counter
        records.write(vals)
        self.env.flush_all()
        self.cr.precommit.run()
        return {
            "seconds": time.perf_counter() - began,
            "statements": sql_db.sql_counter - statements,
        }

    def _linked(self, kind: str, count: int):
        """Return records of Odoo that are linked to objects of ``kind``."""
        model = self.env["quickbooks.entity"]._get(kind)._odoo_model
        rows = (
            self.env["quickbooks.binding"]
            .sudo()
            .search(
                [("entity", "=", kind), ("res_model", "=", model)]
                + [("qbo_id", "!=", False)],
                limit=count,
            )
        )
        return self.env[model].browse(rows.mapped("res_id"))

    def move(self, way: str) -> dict:
        """Let the cron of one way run as the scheduler does, until nothing is due.

        :param way: ``"push"`` or ``"pull"``
        :return: seconds, seconds of this process' own work, SQL statements, turns, and
            megabytes of memory before and after each turn
        """
        connection = self.env["quickbooks.connection"].search([]).sudo()
        connection.polled_at = False
        self.cr.commit()
        cron = connection[f"{way}_cron_id"].with_user(self.env.ref("base.user_root"))
        self._settle()
        statements = sql_db.sql_counter
        cpu, began = time.process_time(), time.perf_counter()
        resident = [memory("VmRSS")]
        while len(resident) == 1 or self._is_due(way):
            if len(resident) > TURNS:
                raise RuntimeError(f"still due after {TURNS} turns of the cron")
            cron.method_direct_trigger()
            self.cr.commit()
            self.env.invalidate_all()
            resident.append(memory("VmRSS"))
        return {
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - cpu,
            "statements": sql_db.sql_counter - statements,
            "turns": len(resident) - 1,
            "memory": resident,
        }

    def dry_run(self) -> dict:
        """Make the list of what would be sent, step by step as its cron does.

        :return: seconds, seconds of this process' own work, SQL statements, how many
            documents and other records are listed
        """
        connection = self.env["quickbooks.connection"].search([])
        connection.action_dry_run()
        self.cr.commit()
        connection = connection.sudo()._for_worker()
        runs = connection.env["quickbooks.run"]
        waiting = [("connection_id", "=", connection.id), ("state", "=", "waiting")]
        self._settle()
        statements = sql_db.sql_counter
        cpu, began = time.process_time(), time.perf_counter()
        while run := runs.search(waiting, order="id", limit=1):
            run._step()
            self.cr.commit()
            if run.state == "failed":
                raise RuntimeError(run.message)
        lines = connection.env["quickbooks.plan.line"]
        return {
            "seconds": time.perf_counter() - began,
            "cpu": time.process_time() - cpu,
            "statements": sql_db.sql_counter - statements,
            "records": lines.search_count([]),
            "refused": lines.search_count([("operation", "=", "refuse")]),
        }

    def _is_due(self, way: str) -> bool:
        tables = {
            "push": "quickbooks_binding WHERE is_due OR request_id IS NOT NULL",
            "pull": "quickbooks_inbound WHERE state = 'pending'",
        }
        self.env.flush_all()
        query = SQL("SELECT EXISTS (SELECT 1 FROM %s)", SQL(tables[way]))  # noqa: S608
        self.cr.execute(query)
        return self.cr.fetchone()[0]

    def has_phone(self, phone: str) -> dict:
        """Tell whether some contact has this phone number by now."""
        self._forget()
        found = self.env["res.partner"].search_count([("phone", "=", phone)], limit=1)
        return {"found": bool(found)}

    def values_of(self, kind: str, field: str) -> dict:
        """Return how often each value stands in the linked records, for a check."""
        self.env.invalidate_all()
        found: dict = {}
        for value in self._linked(kind, 10**6).mapped(field):
            found[str(value)] = found.get(str(value), 0) + 1
        return found
