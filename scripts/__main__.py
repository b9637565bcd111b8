"""The commands behind the Makefile: ``python3 -m scripts COMMAND``."""

import argparse
import signal
import sys

from . import commands
from .steps import SetupError

COMMANDS = (
    "setup",
    "demo",
    "test",
    "lint",
    "readme",
    "bench",
    "chaos",
    "neighbours",
    "pictures",
    "wheels",
    "shell",
    "serve",
    "pot",
    "lock",
    "stop",
    "clean",
)


def main() -> int:
    """Run one command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m scripts")
    sub = parser.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        sub.add_parser(name, help=getattr(commands, name).__doc__.partition("\n")[0])
    run = getattr(commands, parser.parse_args().command)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    try:
        return run()
    except SetupError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        if error.hint:
            print(f"What to do: {error.hint}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
