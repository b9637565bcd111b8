"""A simulator as a process of its own, started and stopped by tests."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .client import Simulator

START_SECONDS = 60


class SimulatorProcess:
    """A simulator in a process of its own, on a free loopback port.

    :param seeds: companies to start with
    :param options: further command line options
    :param detached: no child of this process, for test runners (like Odoo's) that end
        the children they find after each class; it ends with this process all the same
    """

    def __init__(
        self, *options: str, seeds: tuple[str, ...] = ("us",), detached: bool = False
    ):
        self.options = list(options)
        self.detached = detached
        for seed in seeds:
            self.options += ["--seed-company", seed]
        self.base_url = ""
        self.discovery_url = ""
        self.control_url = ""
        self.realm_ids: list[str] = []
        self.pid: int | None = None
        self._process: subprocess.Popen | None = None

    @property
    def api_base_url(self) -> str:
        """Address before ``/v3``."""
        return self.base_url

    def start(self) -> "SimulatorProcess":
        """Start and wait until it is ready; raises RuntimeError if it is not."""
        command = [sys.executable, "-m", "qbo_simulator", "--port", "0"]
        command += ["--stop-with-stdin", *self.options]
        if self.detached:
            # A go-between starts it and goes; the pipes stay ours.
            code = "import subprocess, sys; subprocess.Popen(sys.argv[1:])"
            command = [sys.executable, "-c", code, *command]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(),
            text=True,
        )
        timer = threading.Timer(START_SECONDS, self._process.kill)
        timer.start()
        try:
            line = self._process.stdout.readline()
        finally:
            timer.cancel()
        found = dict(re.findall(r"(\w+)=(\S+)", line))
        if not line.startswith("qbo_simulator ready") or "base" not in found:
            status = self._process.wait(timeout=10)
            raise RuntimeError(
                f"The simulator did not start (exit status {status}); "
                "its standard error says why."
            )
        if self.detached:
            self._process.wait(timeout=10)
        self.pid = int(found["pid"])
        self.base_url = found["base"]
        self.discovery_url = found["discovery"]
        self.control_url = found["control"]
        self.realm_ids = found.get("realm", "").split(",")
        return self

    def stop(self) -> None:
        """End the process, at once if it does not go by itself."""
        process, self._process = self._process, None
        self.pid = None
        if process is None:
            return
        process.terminate()
        if self.detached:
            process.stdin.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdin.close()
        process.stdout.close()

    def kill(self) -> None:
        """End the process as a power cut would."""
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
        self.stop()

    def client(self) -> Simulator:
        """Return a client of this process."""
        return Simulator(self.base_url)

    def __enter__(self) -> "SimulatorProcess":
        return self.start()

    def __exit__(self, *_exception: object) -> None:
        self.stop()


def environment() -> dict[str, str]:
    """Return the environment in which this very package is importable."""
    source = str(Path(__file__).resolve().parent.parent)
    environment = dict(os.environ)
    paths = [source, environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


@contextmanager
def running(*options: str, **values: Any) -> Iterator[Simulator]:
    """Run a simulator for the length of a ``with`` block and give its client."""
    with SimulatorProcess(*options, **values) as process:
        yield process.client()
