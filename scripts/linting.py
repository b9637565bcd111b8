"""``make lint``: ruff, pylint with Odoo's checks, the OCA's checks, well-formed XML."""

import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from . import settings, venv
from .steps import call, say

# Checks of the OCA's hooks that are off, each for its reason:
OCA_OFF = (
    "xml-header-wrong",  # wants another spelling than Odoo's own files have
    "xml-field-numeric-without-eval",  # Odoo converts by the field's type
    "prefer-readme-rst",  # readme/ holds Markdown, as the OCA itself does since 17.0
)


def lint() -> int:
    """Check style and the OCA's rules; report all, not only the first."""
    settings.ODOO_DIR.mkdir(parents=True, exist_ok=True)
    settings.MARKER.touch()
    tools = venv.ensure("lint") / "bin"
    addons = _addons()
    failed = [name for name, check in _checks(tools, addons) if not check()]
    say(f"lint: {', '.join(failed)} failed" if failed else "lint: all is well")
    return 1 if failed else 0


def readme() -> int:
    """Write the add-ons' README.rst from the fragments in readme/."""
    return 0 if _readmes(venv.ensure("lint") / "bin", "--write", *_addons()) else 1


def _addons() -> list[str]:
    """Return the folders of our own add-ons, seen from the repository."""
    addons = (
        addon for addon in settings.own_addons() if settings.REPO in addon.parents
    )
    return [str(addon.relative_to(settings.REPO)) for addon in addons]


def _readmes(tools: Path, *words: str) -> bool:
    return _run(tools / "python", "-m", "scripts.readmes", *words)


def _checks(tools: Path, addons: list[str]):
    yield "ruff check", lambda: _run(tools / "ruff", "check", ".")
    yield "ruff format", lambda: _run(tools / "ruff", "format", "--check", ".")
    yield "XML", well_formed
    if addons:
        rc = settings.REPO / ".pylintrc-mandatory"
        yield "pylint", lambda: _run(tools / "pylint", f"--rcfile={rc}", *addons)
        oca = tools / "oca-checks-odoo-module"
        yield "README.rst", lambda: _readmes(tools, *addons)
        yield "OCA", lambda: _run(oca, f"--disable={','.join(OCA_OFF)}", *addons)


def _run(program: Path, *words: str) -> bool:
    say(" ".join([program.name, *words[:2]]))
    env = settings.environment(PATH=f"{program.parent}:/usr/bin:/bin")
    return call([program, *words], env) == 0


def well_formed() -> bool:
    """Tell whether each tracked or new XML file can be parsed, naming those not."""
    say("XML files")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.xml"],
        cwd=settings.REPO,
        capture_output=True,
        text=True,
        check=True,
    )
    good = True
    for name in listed.stdout.splitlines():
        try:
            ElementTree.parse(settings.REPO / name)
        except ElementTree.ParseError as error:
            print(f"{name}: {error}")
            good = False
    return good
