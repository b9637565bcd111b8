"""Programs that run at once, each with its output in one piece."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from . import settings
from .steps import PATIENCE, say

PAUSE = 0.5  # seconds between two looks at who has ended

Command = tuple[Sequence[str | os.PathLike], Mapping[str, str]]


@dataclass
class _Program:
    name: str
    output: Path
    process: subprocess.Popen
    began: float

    @classmethod
    def start(cls, name: str, output: Path, command: Command) -> "_Program":
        words, env = command
        say(f"{name}: begins")
        with output.open("w") as stream:
            process = subprocess.Popen(
                [os.fspath(word) for word in words],
                cwd=settings.REPO,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
        return cls(name, output, process, time.monotonic())

    def show(self) -> int:
        """Print what it said, and return its status."""
        print(self.output.read_text(errors="replace"), flush=True)
        seconds = time.monotonic() - self.began
        say(f"{self.name}: ended with {self.process.returncode} in {seconds:.0f} s")
        return self.process.returncode


def call_all(commands: Mapping[str, Command], jobs: int) -> dict[str, int]:
    """Run programs in the repository, some at once, and return the status of each.

    What one of them prints is shown when it has ended. When we are told to end, those
    that run get time to put their things away.

    :param commands: words and environment by name, in the order in which they begin
    :param jobs: how many may run at once
    """
    waiting = list(commands)
    running: list[_Program] = []
    states: dict[str, int] = {}
    with TemporaryDirectory() as folder:
        try:
            while waiting or running:
                while waiting and len(running) < jobs:
                    name = waiting.pop(0)
                    output = Path(folder, str(len(waiting)))
                    running.append(_Program.start(name, output, commands[name]))
                time.sleep(PAUSE)
                for program in running[:]:
                    if program.process.poll() is not None:
                        running.remove(program)
                        states[program.name] = program.show()
        finally:
            _end([program.process for program in running])
    return {name: states[name] for name in commands}


def _end(processes: list[subprocess.Popen]) -> None:
    # They may be told again while they are waited for.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    for process in processes:
        process.terminate()
    until = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    signal.signal(signal.SIGINT, before)
