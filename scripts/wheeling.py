"""``make wheels``: the add-ons as wheels, built the OCA's way by whool."""

from pathlib import Path

from . import settings, venv
from .steps import run, say

HOME = settings.REPO / "dist"


def main() -> int:
    """Build a wheel of each of our add-ons into dist/."""
    settings.ODOO_DIR.mkdir(parents=True, exist_ok=True)
    settings.MARKER.touch()
    for addon in settings.own_addons():
        say(str(build(addon, HOME)))
    return 0


def build(addon: Path, folder: Path) -> Path:
    """Build the wheel of an add-on, from the files that git knows, and return it.

    Needs no network: whool is in the linters' environment.

    :raise SetupError: whool refused the add-on
    """
    python = venv.ensure("lint") / "bin" / "python"
    words = ["--wheel", "--offline", "--no-build-isolation", "--python", python]
    run(
        [venv.ensure_uv(), "build", *words, "--out-dir", folder, addon],
        "wheels",
        env=settings.environment(**venv.uv_settings()),
    )
    built = folder.glob(f"odoo_addon_{addon.name}-*.whl")
    return max(built, key=lambda path: path.stat().st_mtime)
