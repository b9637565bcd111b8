"""The commands behind the Makefile: ``python3 -m scripts COMMAND``."""

import argparse
import sys

from . import commands
from .steps import SetupError


def main() -> int:
    """Run one command and return its exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m scripts")
    sub = parser.add_subparsers(dest="command", required=True)
    test = sub.add_parser("test", help="run the tests")
    test.add_argument("target", nargs="?", default="")
    test.add_argument("arguments", nargs="?", default="", help="words for pytest")
    for name in ("setup", "demo", "lint", "bench", "shell", "serve", "stop", "clean"):
        sub.add_parser(name, help=getattr(commands, name).__doc__)
    options = vars(parser.parse_args())
    run = getattr(commands, options.pop("command"))
    try:
        return run(**options)
    except SetupError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        if error.hint:
            print(f"What to do: {error.hint}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
