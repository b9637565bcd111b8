"""What goes wrong: one thing after the other, at random, and each is counted."""

import random
import threading
import time
from collections import Counter
from pathlib import Path

import psycopg2
from qbo_simulator.testing import Simulator, SimulatorError

from scripts.postgres import Cluster
from scripts.steps import say

from .fleet import Fleet
from .people import Outages, Quota
from .profile import Profile

#: How QuickBooks fails: what is told to the simulator, by the name in the report.
QUICKBOOKS = {
    "connection cut before the work": {"kind": "cut", "when": "before"},
    "connection cut after the work": {"kind": "cut", "when": "after"},
    "500 instead of the work": {"kind": "status", "status": 500},
    "502 after the work": {"kind": "status", "status": 502, "when": "after"},
    "503 instead of the work": {"kind": "status", "status": 503},
    "504 after the work": {"kind": "status", "status": 504, "when": "after"},
    "throttled (429)": {
        "kind": "status",
        "status": 429,
        "headers": {"Retry-After": "1"},
    },
    "token refused (401)": {"kind": "status", "status": 401},
    "half an answer": {"kind": "truncate"},
    "answers of a batch in another order": {"kind": "shuffle", "operation": "batch"},
    "slow before the work": {"kind": "delay", "seconds": 1.5},
    "slow after the work": {"kind": "delay", "seconds": 1.5, "when": "after"},
    "system fault for a record": {
        "kind": "fault",
        "code": "10000",
        "operation": "create",
    },
    "sign-in server silent": {"kind": "cut", "operation": "refresh"},
    "sign-in server down": {"kind": "status", "status": 503, "operation": "refresh"},
    "sign-in server slow": {"kind": "delay", "seconds": 1.5, "operation": "refresh"},
}
#: Places at which a worker kills itself, see ``quickbooks_chaos/stops.py``.
STOPS = ("commit-before", "commit-after", "call-before", "call-after")
#: Orders that may wait for a request at a time; more would strike in one.
WAITING = 3
#: Faults that there may be more than go with the documents entered so far.
AHEAD = 10
#: Requests that an order lets pass before it strikes, at most.
PASSING = 8


class Faults(threading.Thread):
    """Breaks one thing after the other until enough has been broken.

    :ivar struck: how often each has struck
    :ivar locks_lost: when the database, or a session of it, was taken away
    """

    def __init__(
        self,
        profile: Profile,
        quota: Quota,
        simulator: Simulator,
        realms: list[str],
        fleet: Fleet,
        cluster: Cluster,
        database: str,
        stops: Path,
        outages: Outages,
    ):
        super().__init__(daemon=True)
        self.profile = profile
        self.quota = quota
        self.simulator = simulator
        self.realms = realms
        self.fleet = fleet
        self.cluster = cluster
        self.database = database
        self.stops = stops
        self.outages = outages
        self.locks_lost: list[float] = []
        self.chance = random.Random(profile.seed)
        self.ordered: dict[str, str] = {}  # rule: name
        self.struck: Counter = Counter()
        self.over = threading.Event()
        self.kinds = {
            self.spoil_request: 120,
            self.expire_tokens: 10,
            self.stop_worker: 40,
            self.kill_cron: 12,
            self.kill_web: 3,
            self.kill_server: 0.5,
            self.end_connection: 8,
            self.restart_database: 0.7,
            self.crash_database: 0.7,
        }

    def run(self) -> None:
        """Break things until enough faults have struck or the time is over."""
        end = time.monotonic() + self.profile.seconds
        told = 0
        while not self.over.wait(self.chance.expovariate(1 / self.profile.pause)):
            self._count()
            total = self.struck.total()
            if total >= self.profile.faults or time.monotonic() > end:
                break
            if total >= told + 100:
                told = total
                say(f"{total} faults, {self.quota.entered} documents so far ...")
            if total > self._share():
                continue
            kinds, weights = list(self.kinds), list(self.kinds.values())
            [kind] = self.chance.choices(kinds, weights)
            name = kind()
            if name:
                self.struck[name] += 1
        self.over.set()

    def _share(self) -> float:
        """Return how many faults there may be by now.

        They go with the work, so that there is always some to be broken, on a slow
        machine as on a fast one.
        """
        done = self.quota.entered / self.quota.documents
        return AHEAD + done * self.profile.faults

    def finish(self) -> None:
        """Let everything be well again; what was ordered and has not struck, isn't."""
        self._count()
        self.simulator.clear_faults()
        for place in STOPS:
            (self.stops / place).unlink(missing_ok=True)

    def died_at(self) -> Counter:
        """Return at which step of the work how many workers stopped themselves."""
        told = self.stops / "died"
        lines = told.read_text().splitlines() if told.exists() else []
        return Counter(lines)

    def _count(self) -> None:
        """Count the orders that have been followed since the last look."""
        waiting = {rule["id"] for rule in self.simulator.control("GET", "faults")}
        for rule in self.ordered.keys() - waiting:
            self.struck[self.ordered.pop(rule)] += 1
        stopped = self.died_at()
        for place in STOPS:
            name = f"worker stopped: {place.replace('-', ', ')}"
            count = sum(n for line, n in stopped.items() if line.startswith(place))
            if count:
                self.struck[name] = count

    # === WHAT IS BROKEN; each returns its name if it has struck at once === #

    def spoil_request(self):
        if len(self.ordered) < WAITING:
            name, rule = self.chance.choice(list(QUICKBOOKS.items()))
            # Some requests pass between two that fail, or nothing would ever be done.
            skip = self.chance.randint(0, PASSING)
            self.ordered[self.simulator.fail_next(**rule, skip=skip)] = name

    def expire_tokens(self):
        try:
            self.simulator.expire_access_tokens(self.chance.choice(self.realms))
        except SimulatorError:
            return None
        return "access tokens expired"

    def stop_worker(self):
        (self.stops / self.chance.choice(STOPS)).touch()

    def kill_cron(self):
        if self.fleet.kill_worker("WorkerCron", self.chance):
            return "kill -9 of a cron worker"

    def kill_web(self):
        if self.fleet.kill_worker("WorkerHTTP", self.chance):
            self.outages.note()
            return "kill -9 of a web worker"

    def kill_server(self):
        if self.fleet.kill_server(self.chance):
            self.outages.note()
            return "kill -9 of a whole Odoo server"

    def end_connection(self):
        """Let PostgreSQL drop the connection of somebody who is at work."""
        try:
            with database(self.cluster, self.database) as cr:
                cr.execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE datname = current_database() AND pid != pg_backend_pid()
                       AND state != 'idle'
                     ORDER BY random() LIMIT 1
                    """
                )
                if cr.fetchall():
                    self._take_database()
                    return "database connection dropped"
        except psycopg2.Error:
            return None

    def _take_database(self):
        self.outages.note()
        self.locks_lost.append(time.time())

    def restart_database(self):
        self._take_database()
        self.cluster.restart("fast")
        return "PostgreSQL restarted"

    def crash_database(self):
        self._take_database()
        self.cluster.restart("immediate")
        return "PostgreSQL crashed"


class database:  # noqa: N801
    """A short transaction of ours in the database that is broken."""

    def __init__(self, cluster: Cluster, name: str):
        variables = cluster.server.variables
        self.options = {
            "dbname": name,
            "host": variables["PGHOST"],
            "port": variables["PGPORT"],
            "user": variables["PGUSER"],
        }

    def __enter__(self):
        self.connection = psycopg2.connect(**self.options)
        return self.connection.cursor()

    def __exit__(self, kind, *_exception) -> None:
        if kind is None:
            self.connection.commit()
        self.connection.close()
