"""What many need at the same moment is there once, and nobody waits for ever."""

import time
from concurrent.futures import ThreadPoolExecutor

from odoo import SUPERUSER_ID, api
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..entities.cause import EntityError
from ..sync.push import Push
from ..sync.store import Store
from .concurrency_common import ConcurrencyCase

WORKERS = 4
RECORDS = 500


@tagged("post_install", "-at_install")
class TestNeededByMany(ConcurrencyCase):
    def setUp(self):
        super().setUp()
        with self.session() as env:
            self._bindings(env).unlink()
            company = self._partners(env)[:1]
            company.is_company = True
            people = env["res.partner"].create(
                [
                    {"name": f"Person {n}", "parent_id": company.id}
                    for n in range(RECORDS)
                ]
            )
            self.company_id = company.id
            self.people_ids = people.ids
            self.partner_ids = people.ids + self.partner_ids
            self.cron_id = self._connection(env).push_cron_id.id
        self.qbo.clear_journal()

    def note(self, ids):
        """Note that some people are due, as the transaction of a user does."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            entity = env["quickbooks.entity.customer"]
            wanted = [
                (self.connection_id, entity, partner)
                for partner in env["res.partner"].browse(ids)
            ]

            def note():
                env["quickbooks.binding"]._insert_due(wanted)
                self._connection(env)._wake_push()

            retrying(note, env)

    def work(self, ids):
        """Be a worker: note some records, then run the push whenever it is free."""
        self.note(ids)
        until = time.monotonic() + 120
        while self._is_due() and time.monotonic() < until:
            if not self._run_cron():
                time.sleep(0.2)

    def _is_due(self):
        with self.session() as env:
            return bool(self._bindings(env).filtered("is_due"))

    def _run_cron(self):
        """Run the push as Odoo's cron worker does; tell whether it was free."""
        cron = type(self.env["ir.cron"])
        with self.registry.cursor() as cr:
            try:
                job = cron._acquire_one_job(cr, self.cron_id, include_not_ready=True)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                cr.rollback()
                return False
            if not job:
                return False
            cron._process_job(cr, job)
            return True

    @mute_logger("odoo.sql_db", "odoo.service.model", "odoo.addons.base.models.ir_cron")
    def test_a_company_that_500_records_need_is_created_once_by_four_workers(self):
        shares = [self.people_ids[n::WORKERS] for n in range(WORKERS)]
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(self.work, shares))
        with self.session() as env:
            bindings = self._bindings(env)
            self.assertEqual(len(bindings), RECORDS + 1)
            states = set(bindings.mapped("state"))
            self.assertEqual(states, {"synced"}, bindings.mapped("message")[:3])
        company = self.qbo.all("Customer", "DisplayName = 'Granite Works'")
        self.assertEqual(len(company), 1)
        people = [
            obj
            for obj in self.qbo.all("Customer")
            if obj["DisplayName"].startswith("Person ")
        ]
        self.assertEqual(len(people), RECORDS)
        above = {obj["ParentRef"]["value"] for obj in people}
        self.assertEqual(above, {company[0]["Id"]})
        self.assertEqual(self.qbo.count("Customer.create"), RECORDS + 1)

    @mute_logger("odoo.sql_db")
    def test_who_begins_to_wait_while_it_arrives_is_woken(self):
        person = self.people_ids[:1]
        self.note([*person, self.company_id])
        there = self.qbo.create("Customer", {"DisplayName": "Granite Works"})
        tries = []

        def arrive():
            with self.session() as env:
                [row] = self._bindings(env).filtered(
                    lambda row: row.res_id == self.company_id
                )
                Store(self._connection(env)._for_worker()).link(
                    row, row._get_record(), there
                )

        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            push = Push(self._connection(env)._for_worker())

            def begin_to_wait():
                rows = self._bindings(push.env)
                needed = rows.filtered(lambda row: row.res_id == self.company_id)
                row = rows - needed
                if not tries:
                    arrive()
                tries.append(needed.qbo_id)
                if needed.qbo_id:
                    return
                error = EntityError("waits_for", needed="?", binding=needed.id)
                push.store.hold(row, row._get_record(), error)
                push.env.flush_all()

            push._retry(begin_to_wait)
        self.assertEqual(tries, [False, there["Id"]], "crossed once, then seen")
        with self.session() as env:
            self.assertTrue(all(self._bindings(env).filtered("is_due")))
            waiting = self._bindings(env).filtered(lambda r: r.cause == "waits_for")
            self.assertFalse(waiting)
