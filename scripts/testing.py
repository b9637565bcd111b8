"""``make test``: the simulator's tests and the add-ons' tests, one after the other."""

import os
import re
import shlex
from pathlib import Path

from . import bootstrap, settings, system
from .databases import Databases
from .steps import SetupError, call, say

BROWSER = re.compile(r"start_tour|browser_js|playwright")


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
    plain, odoo = _split(targets) if targets else _all()
    bench = bootstrap.ensure()
    results = []
    if plain:
        results.append(_plain(bench, plain, words))
    for addon, inside in odoo.items():
        results.append(_odoo(bench, addon, inside, words))
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


def _plain(bench: bootstrap.Bench, targets: list[str], words: list[str]):
    say("tests of the simulator and the scripts")
    return _pytest(bench, [*targets, "-p", "no:odoo", *words], settings.environment())


def _odoo(bench: bootstrap.Bench, addon: Path, targets: list[str], words: list[str]):
    """Run tests of one add-on where nothing is installed that it does not need."""
    databases = Databases(bench, addons=settings.own_addons_up_to(addon))
    uses_browser = _uses_browser(targets)
    if uses_browser:
        system.chromium()
    warm = os.environ.get("QBC_PREWARM", "1" if uses_browser else "0") != "0"
    with databases.clone("warm" if warm else "addon", "test") as name:
        say(f"tests of {addon.name}, on {name}")
        options = [
            f"--odoo-config={databases.conf(name)}",
            f"--odoo-extra=screenshots={settings.LOGS / 'screenshots'}",
            "--odoo-log-level=warn",
            "--odoo-http",
        ]
        env = databases.environment()
        return _pytest(bench, [*targets, *options, *words], env)


def _uses_browser(targets: list[str]) -> bool:
    """Tell whether a test among the targets opens a web page."""
    for target in targets:
        path = Path(target.partition("::")[0])
        files = [path] if path.is_file() else path.rglob("test_*.py")
        if any(BROWSER.search(file.read_text()) for file in files):
            return True
    return False


def _pytest(bench: bootstrap.Bench, words: list[str], env: dict[str, str]):
    """Run pytest and return its status and its closing line."""
    closing = settings.RUN / f"closing-{os.getpid()}"
    closing.parent.mkdir(parents=True, exist_ok=True)
    closing.unlink(missing_ok=True)
    command = [bench.python, "-m", "pytest", f"--rootdir={settings.REPO}", *words]
    command += ["-c", settings.REPO / "pyproject.toml"]
    env = env | {"QBC_CLOSING_FILE": str(closing)}
    status = call(command, env)
    line = closing.read_text() if closing.is_file() else "pytest ended early"
    closing.unlink(missing_ok=True)
    return status, line


def _summarize(results: list[tuple[int, str]]) -> None:
    """Say at the very end what failed before the last run of pytest."""
    for status, line in results[:-1]:
        if status:
            print(f"A run of pytest above failed:\n{line}")
    target = os.environ.get("QBC_CLOSING_LINES")
    if target:
        Path(target).write_text("".join(f"{line}\n" for _status, line in results))
