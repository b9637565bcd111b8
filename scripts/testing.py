"""``make test``: the tests of the simulator, of the scripts and of the add-ons.

All tests are run in parts, as many at once as there are processors; what somebody names
is run before their eyes, one part after the other.
"""

import os
import re
import shlex
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from . import bootstrap, settings, system
from .databases import Databases
from .parallel import call_all
from .steps import SetupError, call, say

BROWSER = re.compile(r"start_tour|browser_js|playwright")
#: Test files of about as many bytes are one part.
PART = 500_000


@dataclass
class Part:
    """Tests that one run of pytest takes.

    :param targets: paths, with ``::node`` as pytest takes it
    :param addon: the add-on whose tests they are, run in Odoo
    """

    title: str
    targets: list[str]
    addon: Path | None = None


def main(targets: list[str], arguments: str = "") -> int:
    """Run all tests, or those of some paths, and return the exit status.

    :param targets: test files or folders, with ``::node`` as pytest takes it
    :param arguments: more words for pytest
    """
    words = shlex.split(arguments)
    for target in targets:
        path = _path(target)
        if not path.exists():
            raise SetupError(
                f"{path} does not exist.", "T names a test file or folder."
            )
    jobs = 1 if targets or words else settings.jobs()
    plain, odoo = _split(targets) if targets else _all()
    parts = []
    for addon, inside in odoo.items():
        parts += _deal(addon, inside) if jobs > 1 else [Part(addon.name, inside, addon)]
    if plain:
        parts.append(Part("the simulator and the scripts", plain))
    results = _run(bootstrap.ensure(), parts, words, jobs)
    _summarize(results)
    return next((status for status, _ in results if status), 0)


def _path(target: str) -> Path:
    """Return the file or folder of a target, without the node inside of it."""
    return settings.REPO / target.partition("::")[0]


def _all() -> tuple[list[str], dict[Path, list[str]]]:
    homes = (settings.SIMULATOR, settings.REPO / "scripts", settings.REPO / "chaos")
    places = [home / "tests" for home in homes]
    plain = [str(place) for place in places if place.is_dir()]
    return plain, {addon: [str(addon)] for addon in settings.own_addons()}


def _split(targets: list[str]) -> tuple[list[str], dict[Path, list[str]]]:
    """Return what plain pytest runs, and by add-on what pytest runs inside Odoo."""
    plain: list[str] = []
    odoo: dict[Path, list[str]] = {}
    for target in targets:
        path = _path(target)
        for addon in settings.own_addons():
            if path == addon or addon in path.parents:
                odoo.setdefault(addon, []).append(str(settings.REPO / target))
                break
        else:
            plain.append(str(settings.REPO / target))
    return plain, odoo


# ------------------------------------------------------------------- parts


def _deal(addon: Path, targets: list[str]) -> list[Part]:
    """Return parts that hold all test files of ``targets`` once; few are one part.

    Those that open a browser are one part: two browsers at once would be slow enough
    to meet the time limits of tours. The others are dealt by size, largest first.
    """
    files = [file for target in targets for file in Path(target).rglob("test_*.py")]
    files.sort(key=lambda file: (-file.stat().st_size, file.name))
    if _size(files) < PART:
        return [Part(addon.name, targets, addon)]
    tours = [file for file in files if _uses_browser([str(file)])]
    others = [file for file in files if file not in tours]
    hands: list[list[Path]] = [[] for _number in range(1 + _size(others) // PART)]
    for file in others:
        min(hands, key=_size).append(file)
    dealt = [hand for hand in (tours, *hands) if hand]
    return [
        Part(
            f"{addon.name}, part {number} of {len(dealt)}",
            sorted(map(str, hand)),
            addon,
        )
        for number, hand in enumerate(dealt, 1)
    ]


def _size(files: list[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def _uses_browser(targets: Sequence[str]) -> bool:
    """Tell whether a test among the targets opens a web page."""
    for target in targets:
        path = Path(target.partition("::")[0])
        files = [path] if path.is_file() else path.rglob("test_*.py")
        if any(BROWSER.search(file.read_text()) for file in files):
            return True
    return False


# ------------------------------------------------------------------ running


def _run(
    bench: bootstrap.Bench, parts: list[Part], words: list[str], jobs: int
) -> list[tuple[int, str]]:
    """Run ``parts`` and return the status and the closing line of each."""
    with ExitStack() as stack:
        commands = [_prepare(bench, part, words, stack) for part in parts]
        names = [f"tests of {part.title}" for part in parts]
        programs = dict(zip(names, commands, strict=True))
        if jobs > 1:
            states = call_all(programs, jobs)
        else:
            states = {}
            for name, (command, env) in programs.items():
                say(name)
                states[name] = call(command, env)
        return [
            (states[name], _closing_line(env)) for name, (_, env) in programs.items()
        ]


def _closing_line(env: dict[str, str]) -> str:
    file = Path(env["QBC_CLOSING_FILE"])
    return file.read_text() if file.is_file() else "pytest ended early"


def _prepare(
    bench: bootstrap.Bench, part: Part, words: list[str], stack: ExitStack
) -> tuple[list, dict[str, str]]:
    """Make what ``part`` needs, until ``stack`` is left; return what runs it."""
    command = [bench.python, "-m", "pytest", f"--rootdir={settings.REPO}"]
    command += [*part.targets, *words, "-c", settings.REPO / "pyproject.toml"]
    if part.addon is None:
        command += ["-p", "no:odoo"]
        env = settings.environment()
    else:
        # Nothing is installed that this add-on does not need.
        databases = Databases(bench, addons=settings.own_addons_up_to(part.addon))
        uses_browser = _uses_browser(part.targets)
        if uses_browser:
            system.chromium()
        warm = os.environ.get("QBC_PREWARM", "1" if uses_browser else "0") != "0"
        template = "warm" if warm else "addon"
        name = stack.enter_context(databases.clone(template, "test"))
        command += [
            f"--odoo-config={databases.conf(name)}",
            f"--odoo-extra=screenshots={settings.LOGS / 'screenshots'}",
            "--odoo-log-level=warn",
            "--odoo-http",
        ]
        env = databases.environment()
    folder = stack.enter_context(TemporaryDirectory())
    return command, env | {"QBC_CLOSING_FILE": str(Path(folder, "closing"))}


def _summarize(results: list[tuple[int, str]]) -> None:
    """Say at the very end what failed before the last run of pytest."""
    for status, line in results[:-1]:
        if status:
            print(f"A run of pytest above failed:\n{line}")
    target = os.environ.get("QBC_CLOSING_LINES")
    if target:
        Path(target).write_text("".join(f"{line}\n" for _status, line in results))
