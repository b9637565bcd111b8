"""Steps that run once, and how they report: progress, time, log, clear errors."""

import fcntl
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from . import settings

_STARTED = time.monotonic()
_SAYING = threading.Lock()
STOPPED = 130  # exit status of what a person has ended, as shells have it
PATIENCE = 20  # seconds that a program may take to end when told to


class SetupError(Exception):
    """Something is missing or failed; the message says what, the hint what to do."""

    def __init__(self, message: str, hint: str = ""):
        super().__init__(message)
        self.hint = hint


def say(text: str) -> None:
    """Print one progress line with the seconds since the command started."""
    with _SAYING:
        elapsed = time.monotonic() - _STARTED
        print(f"[{elapsed:6.1f} s] {text}", flush=True)


def warn(text: str) -> None:
    """Print one line that should not be overlooked."""
    with _SAYING:
        print(f"warning: {text}", file=sys.stderr, flush=True)


def exit_status(work: Callable[[], int]) -> int:
    """Do the work of a program and return its exit status.

    What is missing is told with what to do. A program that is told to end cleans up.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    try:
        return work()
    except SetupError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        if error.hint:
            print(f"What to do: {error.hint}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return STOPPED


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a lock that other processes respect; give False when it is taken.

    :param wait: wait for it (then the answer is always True)
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not wait:
                yield False
                return
            say(f"another run is busy with {path.stem}, waiting for it ...")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield True


def step(name: str, key: str, build: Callable[[], None], ready: Path) -> None:
    """Run `build` unless it already ended well for the same inputs.

    :param name: what the person reads
    :param key: hash of all inputs; the step runs again when it changes
    :param ready: what the step makes; the step runs again when it is gone
    """
    stamp = settings.STAMPS / f"{ready.name}-{settings.digest(str(ready))}"

    def done() -> bool:
        same = stamp.is_file() and stamp.read_text() == key
        return same and ready.exists()

    if done():
        return
    with locked(stamp.with_suffix(".lock")):
        if done():  # another process did it while we waited
            return
        stamp.unlink(missing_ok=True)
        began = time.monotonic()
        say(f"{name} ...")
        build()
        stamp.write_text(key)
        say(f"{name}: done in {time.monotonic() - began:.1f} s")


def run(
    command: Sequence[str | os.PathLike],
    log: str | None = None,
    *,
    hint: str = "",
    explain: Callable[[str], list[str]] | None = None,
    **options,
) -> str:
    """Run a program to its end and return what it printed.

    :param log: name of the log file that keeps the output
    :param hint: what the person can do when it fails
    :param explain: picks from the output the lines that tell why it failed; without
        it, or when it finds none, the last ones are shown
    :param options: as of :func:`subprocess.run`
    :raises SetupError: when it fails
    """
    words = [os.fspath(word) for word in command]
    options.setdefault("env", settings.environment())
    options.setdefault("stdin", None if "input" in options else subprocess.DEVNULL)
    if "input" in options:
        del options["stdin"]
    try:
        done = subprocess.run(
            words,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **options,
        )
    except FileNotFoundError as error:
        raise SetupError(f"{words[0]} was not found.", hint) from error
    if log:
        settings.LOGS.mkdir(parents=True, exist_ok=True)
        (settings.LOGS / f"{log}.log").write_text(done.stdout)
    if done.returncode:
        lines = explain(done.stdout) if explain else []
        lines = lines or done.stdout.splitlines()[-25:]
        tail = "\n".join("    " + line for line in lines)
        where = f"\nAll it printed: {settings.LOGS / log}.log" if log else ""
        raise SetupError(
            f"This failed with status {done.returncode}: {shlex.join(words)}\n"
            f"{tail}{where}",
            hint,
        )
    return done.stdout


def call(command: Sequence[str | os.PathLike], env: dict[str, str]) -> int:
    """Run a program that the person watches, in the repository; return its status.

    Ctrl-C is the program's own business. When we are told to end, it gets time to put
    its things away.
    """
    words = [os.fspath(word) for word in command]
    with subprocess.Popen(words, cwd=settings.REPO, env=env) as process:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return process.wait()
        except SystemExit:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
            raise
        finally:
            signal.signal(signal.SIGINT, before)
