"""The commands behind the Makefile: ``python3 -m scripts COMMAND``."""

import argparse
import sys

from . import commands
from .steps import exit_status

COMMANDS = (
    "setup",
    "demo",
    "test",
    "lint",
    "readme",
    "bench",
    "chaos",
    "neighbours",
    "upgrades",
    "pictures",
    "walkthrough",
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
    return exit_status(run)


if __name__ == "__main__":
    sys.exit(main())
