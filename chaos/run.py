"""``make chaos``: documents travel while everything fails; both sides are compared.

Two Odoo servers with four cron workers share one database of a PostgreSQL of their own.
Clerks sell, buy, keep the stock, pay and cancel; an accountant works in each QuickBooks
company.
Meanwhile workers, servers and the database are killed, and QuickBooks fails in each of
its ways. Afterwards nothing may be lost, double, different or wait for a person.

Environment: ``CHAOS_PROFILE=short`` (what CI runs), ``CHAOS_DOCUMENTS``,
``CHAOS_FAULTS``, ``CHAOS_COMPANIES``, ``CHAOS_SECONDS``, ``CHAOS_SETTLING`` (sizes),
``CHAOS_SEED`` (said at the start; the same choices again), ``CHAOS_PUBLISH=1`` (put the
result into docs/reliability.md).
"""

import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

import psycopg2
from qbo_simulator.testing import running

from scripts import bootstrap, settings
from scripts.databases import Databases
from scripts.inside_call import call
from scripts.postgres import Cluster
from scripts.steps import exit_status, locked, say

from . import evidence, report
from .faults import Faults, database
from .fleet import Fleet, options
from .people import CLERKS, Accountant, Outages, Quota, wait_for
from .profile import Profile

VERIFIER = "verifier-of-the-chaos"
HOOK = "/quickbooks/webhook"

#: Companies whose customers may pay in euros, by their number.
ABROAD = (0, 1)

#: What still has to be done, in the words of the database.
LEFT = """
    SELECT (SELECT count(*) FROM quickbooks_binding
             WHERE (is_due OR request_id IS NOT NULL)
               AND state NOT IN ('failed', 'conflict', 'skipped'))
         + (SELECT count(*) FROM quickbooks_inbound)
"""
#: Connections that have not asked QuickBooks since they were last told to.
UNASKED = "SELECT count(*) FROM quickbooks_connection WHERE polled_at IS NULL"
ASK_ANEW = "UPDATE quickbooks_connection SET polled_at = NULL"
#: The next minutes come at once: crons look for work.
HURRY = """
    UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC'
     WHERE id IN (SELECT unnest(ARRAY[push_cron_id, pull_cron_id])
                    FROM quickbooks_connection)
       AND nextcall > now() AT TIME ZONE 'UTC'
"""
#: Times that clerks try to finish what was interrupted.
TRIES = 10
#: Times that QuickBooks is asked by all and nothing is found to be done.
ROUNDS = 2

#: Cron workers that were started just now look for work.
WAKE = "SELECT pg_notify('cron_trigger', current_database())"


class Chaos:
    """One run; everything that it starts is put away by the stack."""

    def __init__(self, profile: Profile, stack: ExitStack):
        self.profile = profile
        self.stack = stack

    def run(self) -> dict:
        """Break everything, let it come to rest, and return what was found."""
        say(f"seed {self.profile.seed}")
        self._prepare()
        began = time.monotonic()
        self._work()
        worked = time.monotonic() - began
        seconds, left = self._settle()
        found = self.compare()
        renewed = self.stops / "refreshes"
        at_once = evidence.renewals_at_once(renewed, self.faults.locks_lost)
        found["problems"] += [*self.fleet.errors(), *at_once]
        found |= {
            "faults": dict(self.faults.struck),
            "steps": dict(self.faults.died_at()),
            "restarts": self.fleet.restarts,
            "people": self._told(),
            "complaints": [text for p in self.people for text in p.complaints],
            "at_once": len(at_once),
            "renewals": evidence.renewals(renewed),
            "longest": max(person.longest for person in self.clerks),
            "seconds": worked,
            "settled": seconds,
            "left": left,
            "seed": self.profile.seed,
            "documents": self.quota.entered,
            "companies": self.profile.companies,
        }
        return found

    # === BEFORE === #

    def _prepare(self) -> None:
        bench = bootstrap.ensure()
        self.stack.enter_context(locked(settings.STAMPS / "chaos.lock"))
        ready = Databases(bench)
        say("a PostgreSQL of its own ...")
        self.cluster = self.stack.enter_context(Cluster("chaos"))
        self.databases = Databases(
            replace(bench, server=self.cluster.server), options(bench)
        )
        self.name = self.stack.enter_context(ready.clone("addon", "chaos"))
        self._move_database(ready)
        self.stops = settings.RUN / f"{self.name}-stops"
        self.stops.mkdir(parents=True)
        self.stack.callback(shutil.rmtree, self.stops, True)
        self.simulator = self.stack.enter_context(running())
        self.simulator.reset(multicurrency=0 in ABROAD)
        self.simulator.set_throttle(enabled=False)
        realms = [self.simulator.realm_id]
        for number in range(1, self.profile.companies):
            abroad = {"multicurrency": number in ABROAD}
            realms.append(self.simulator.add_company("us", **abroad))
        say(f"{len(realms)} companies, connected ...")
        self.companies = call(
            self.databases,
            self.name,
            "chaos.setting_up",
            "set_up",
            simulator=self.simulator.base_url,
            realms=realms,
            verifier=VERIFIER,
            clerks=list(CLERKS),
        )
        say("two Odoo servers ...")
        self.fleet = self.stack.enter_context(
            Fleet(self.databases, self.name, str(self.stops))
        )

    def _move_database(self, ready: Databases) -> None:
        """Put the database that was cloned into the server that will be broken."""
        dump = settings.RUN / f"{self.name}.dump"
        ready.server.run("pg_dump", "-Fc", "-Z0", "-f", dump, self.name)
        try:
            self.cluster.server.run("createdb", self.name)
            self.cluster.server.run(
                "pg_restore", "-j2", "--no-owner", "-d", self.name, dump
            )
        finally:
            dump.unlink()

    # === MEANWHILE === #

    def _work(self) -> None:
        """Let people work and things fail until there was enough of both."""
        self.quota = Quota(self.profile.documents)
        self.outages = Outages()
        self._employ()
        self.faults = Faults(
            self.profile,
            self.quota,
            self.simulator,
            [known["realm"] for known in self.companies],
            self.fleet,
            self.cluster,
            self.name,
            self.stops,
            self.outages,
        )
        say(f"{self.profile.documents} documents, {self.profile.faults} faults ...")
        for thread in [*self.people, self.faults]:
            thread.start()
        end = time.monotonic() + self.profile.seconds
        while time.monotonic() < end and not self._enough():
            self._tell_odoo()
            time.sleep(1)
        self.faults.over.set()
        self.faults.join()
        wait_for(self.people, 60)
        self.faults.finish()

    def _employ(self) -> None:
        seeds = iter(range(self.profile.seed, self.profile.seed + 10**6))
        odoo = self.fleet.urls, self.name
        self.clerks = [
            CLERKS[kind](known, login, odoo, self.quota, next(seeds), self.outages)
            for known in self.companies
            for kind, login in known["logins"].items()
        ]
        base = self.simulator.base_url
        self.people = self.clerks + [
            Accountant(base, known, self.quota, next(seeds), self.outages)
            for known in self.companies
        ]

    def _enough(self) -> bool:
        return self.faults.over.is_set() and self.quota.left <= 0

    def _tell_odoo(self) -> None:
        """Let cron workers look for work, and QuickBooks say what changed there."""
        try:
            with database(self.cluster, self.name) as cr:
                cr.execute(WAKE)
        except psycopg2.Error:
            return  # it is away
        url = self.faults.chance.choice(self.fleet.urls) + HOOK
        self.simulator.settings(webhooks={"url": url, "verifier_token": VERIFIER})
        self.simulator.deliver_webhooks(shuffle=True, duplicate=True)

    # === AFTERWARDS === #

    def _settle(self) -> tuple[float, int]:
        """Wait until nothing is left to do; return the seconds, and what is left."""
        say("everything is well again; what was interrupted goes on ...")
        self._tidy_up()
        began = time.monotonic()
        end = began + self.profile.settling
        rounds, left = 0, -1
        while time.monotonic() < end and rounds < ROUNDS:
            try:
                left, asked = self._look()
            except psycopg2.Error:
                continue
            if left:
                rounds = 0
            elif asked:
                rounds += 1
            time.sleep(1)
        return time.monotonic() - began, left or ROUNDS - rounds

    def _tidy_up(self) -> None:
        """Let all clerks finish what was interrupted, the last faults' outages too."""
        with ThreadPoolExecutor(len(self.clerks)) as pool:
            left = self.clerks
            for _attempt in range(TRIES):
                done = pool.map(lambda clerk: clerk.do(clerk.tidy_up), left)
                left = [clerk for clerk, ok in zip(left, done, strict=True) if not ok]
                if not left:
                    return
                time.sleep(2)  # a server is coming up again

    def _look(self) -> tuple[int, bool]:
        """Return what is left, and whether all have asked since the last such look."""
        with database(self.cluster, self.name) as cr:
            cr.execute(HURRY)
            cr.execute(WAKE)
            cr.execute(LEFT)
            [left] = cr.fetchone()
            cr.execute(UNASKED)
            asked = not cr.fetchone()[0]
            if asked:
                cr.execute(ASK_ANEW)
            return left, asked

    def compare(self) -> dict:
        """Return what differs between both sides now."""
        say("comparing both sides ...")
        return call(
            self.databases,
            self.name,
            "chaos.comparing",
            "compare",
            simulator=self.simulator.base_url,
            companies=self.companies,
        )

    def _told(self) -> dict:
        done: dict = {}
        for person in self.people:
            for name, number in person.done.items():
                done[name] = done.get(name, 0) + number
        return done


def main() -> int:
    """Run and return the exit status: 0 if nothing was lost, double or different."""
    return exit_status(_run)


def _run() -> int:
    with ExitStack() as stack:
        found = Chaos(Profile.from_environment(), stack).run()
    report.show(found)
    say(f"kept in {report.keep(found).relative_to(settings.REPO)}")
    if settings.flag("CHAOS_PUBLISH"):
        report.publish(found)
    return 1 if report.faults_of(found) else 0


if __name__ == "__main__":
    sys.exit(main())
