"""An Odoo in a process of its own that does what a benchmark asks, step by step.

The benchmark holds several at once and lets them work in turns, so that whatever else
the machine does strikes all of them alike. Requests and answers are lines of JSON::

    with Worker(databases, name) as odoo:
        odoo.ask("set_up")
        seconds = odoo.ask("post", count=200)["seconds"]
"""

import json
import subprocess
import sys
import time
from pathlib import Path

from scripts import bootstrap, settings
from scripts.databases import Databases
from scripts.steps import SetupError

MARK = "answer: "


def measured_databases() -> Databases:
    """Return the databases that are measured: with the connector alone, and quiet."""
    options = {"log_level": "warn"}
    return Databases(bootstrap.ensure(), options, settings.own_addons()[:1])


class Worker:
    """One Odoo on one database; methods of :class:`benchmarks.inside.Inside` run."""

    def __init__(self, databases: Databases, database: str):
        self.database = database
        self.log = settings.LOGS / f"bench-{database}.log"
        conf = str(databases.conf(database))
        python = str(databases.bench.python)
        self.command = [python, "-m", "benchmarks.worker", database, conf]
        # The order in which sets are walked would make one side faster by chance.
        self.env = databases.environment(PYTHONHASHSEED="0")
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Worker":
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=settings.REPO,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        return self

    def __exit__(self, *_exception) -> None:
        self.process.stdin.close()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def ask(self, method: str, **arguments) -> dict:
        """Let the worker do something and return its answer.

        :raises SetupError: it could not; the end of its log says why
        """
        try:
            self.process.stdin.write(json.dumps([method, arguments]) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended, and the log says why
        for line in self.process.stdout:
            if line.startswith(MARK):
                return json.loads(line.removeprefix(MARK))
        raise self._failure(method)

    def kill_within(
        self, method: str, mark: str, after: int, seconds: float, **arguments
    ) -> None:
        """Let the worker begin something, and kill it in the middle.

        :param mark: beginning of the lines that it prints after each step
        :param after: how many of them are awaited
        :param seconds: how long into the next step
        """
        self.process.stdin.write(json.dumps([method, arguments]) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            after -= line.startswith(mark)
            if line.startswith(MARK):
                raise SetupError(f"{method} was over before it could be killed.")
            if not after:
                break
        else:
            raise self._failure(method)
        time.sleep(seconds)
        self.process.kill()
        self.process.wait()

    def _failure(self, method: str) -> SetupError:
        tail = "\n    ".join(self.log.read_text().splitlines()[-25:])
        return SetupError(f"The benchmark's Odoo failed at {method}:\n    {tail}")


def main(database: str, conf: str) -> None:
    """Do what the lines of standard input ask, until there are no more."""
    import threading

    from odoo import api
    from odoo.modules.registry import Registry
    from odoo.service import server
    from odoo.tools import config

    from .inside import Inside

    config.parse_config(["-c", conf, "--no-http"], setup_logging=True)
    threading.current_thread().dbname = database
    server.start(preload=[], stop=True)
    with Registry(database).cursor() as cr:
        inside = Inside(api.Environment(cr, api.SUPERUSER_ID, {}))
        for line in sys.stdin:
            method, arguments = json.loads(line)
            answer = getattr(inside, method)(**arguments) or {}
            print(MARK + json.dumps(answer), flush=True)
        cr.rollback()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main(*sys.argv[1:])
