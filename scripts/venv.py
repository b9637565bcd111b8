"""Virtual environments from the lock files, built by uv."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import settings, system
from .odoo_source import Source
from .steps import SetupError, run, say, step

UV_VERSION = "0.13.9"
# The lock holds wheels of these.
PYTHONS = ((3, 11), (3, 12))
KEEP = 4  # environments of each kind that are kept
LOCKS = {"dev": ("odoo.txt", "dev.txt"), "lint": ("lint.txt",)}


def ensure(kind: str = "dev") -> Path:
    """Return the environment's folder, building it when its locks have changed.

    Each state of the locks has a folder of its own, so that a run in another checkout
    never sees its packages change; `venv` (or `venv-lint`) links to the last one used.

    :param kind: "dev" (Odoo, add-on, simulator, tests) or "lint"
    """
    locks = [settings.REQUIREMENTS / name for name in LOCKS[kind]]
    odoo = os.environ.get("ODOO_PATH", "") if kind == "dev" else ""
    python = _python()
    key = settings.digest(*locks, python, odoo)
    folder = settings.ODOO_DIR / "venvs" / f"{kind}-{key}"
    complete = folder / "complete"

    def build() -> None:
        _build(folder, python, locks)
        complete.touch()
        _prune(kind)

    step(f"Python packages for {kind}", key, build, complete)
    os.utime(complete)
    link = settings.ODOO_DIR / ("venv" if kind == "dev" else f"venv-{kind}")
    _point(link, folder)
    return folder


def install_simulator(folder: Path) -> None:
    """Install the simulator editable, for its entry points.

    Whose code is imported is settled by PYTHONPATH (see `settings.environment`), so
    checkouts that share the environment don't get each other's simulator.
    """
    project = settings.SIMULATOR
    if not (project / "src" / "qbo_simulator" / "testing.py").is_file():
        return

    installed = folder / "simulator"

    def build() -> None:
        words = ["--no-deps", "--no-build-isolation", "--offline"]
        python = folder / "bin" / "python"
        run(
            [ensure_uv(), "pip", "install", "--python", python, *words, "-e", project],
            "simulator",
            env=settings.environment(**uv_settings()),
        )
        installed.touch()

    step("simulator", settings.digest(project / "pyproject.toml"), build, installed)


def _python() -> str:
    """Return a Python that the locks fit, this one if possible."""
    if sys.version_info[:2] in PYTHONS:
        return os.path.realpath(sys.executable)
    names = [f"python{major}.{minor}" for major, minor in PYTHONS]
    found = settings.on_path(*names)
    if not found:
        raise SetupError(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} is not one the "
            "pinned packages fit.",
            f"Put one of {' or '.join(names)} on PATH.",
        )
    return os.path.realpath(found)


def _prune(kind: str) -> None:
    """Delete the environments that were not used for longest."""
    found = (settings.ODOO_DIR / "venvs").glob(f"{kind}-*/complete")
    for complete in sorted(found, key=lambda path: path.stat().st_mtime)[:-KEEP]:
        shutil.rmtree(complete.parent)


def _build(folder: Path, python: str, locks: list[Path]) -> None:
    uv = ensure_uv()
    shutil.rmtree(folder, ignore_errors=True)
    run([uv, "venv", "--quiet", "--python", python, folder], "venv")
    install = [uv, "pip", "install", "--no-deps", "--python", folder / "bin/python"]
    for lock in locks:
        install += ["-r", lock]
    env = settings.environment(**uv_settings())
    try:  # all in the cache? then the network isn't needed at all
        run([*install, "--offline"], "venv", env=env)
    except SetupError:
        run(install, "venv", env=env, hint="Is the Python package index reachable?")


def lock() -> None:
    """Write dev.txt and lint.txt anew, keeping what they pin as far as it fits."""
    command = [ensure_uv(), "pip", "compile", "--quiet", "--annotation-style=line"]
    command += ["--custom-compile-command", "make lock", "--python-version", "3.11"]
    for name, more in (("dev", ["-c", "odoo.txt"]), ("lint", [])):
        say(f"resolving {name}.in ...")
        run(
            [*command, *more, f"{name}.in", "-o", f"{name}.txt"],
            cwd=settings.REQUIREMENTS,
            env=settings.environment(**uv_settings()),
        )


def uv_settings() -> dict[str, str]:
    """Return uv's cache folder and the package index that pip is set up to use."""
    found = {
        "UV_CACHE_DIR": os.environ.get("UV_CACHE_DIR", str(settings.CACHE / "uv")),
        "UV_SYSTEM_CERTS": "1",  # trust whom this machine trusts, as pip does
    }
    settings.CACHE.mkdir(parents=True, exist_ok=True)
    if settings.CACHE.stat().st_dev != settings.ODOO_DIR.stat().st_dev:
        found["UV_LINK_MODE"] = "copy"
    if "UV_DEFAULT_INDEX" not in os.environ:
        asked = subprocess.run(
            [sys.executable, "-m", "pip", "config", "get", "global.index-url"],
            capture_output=True,
            text=True,
            check=False,
        )
        index = os.environ.get("PIP_INDEX_URL") or asked.stdout.strip()
        if index:
            found["UV_DEFAULT_INDEX"] = index
    return found


def ensure_uv() -> str:
    """Return the uv program: PATH's, or one installed by pip for ourselves."""
    found = settings.on_path("uv")
    if found:
        return found
    boot = settings.ODOO_DIR / "boot"
    uv = boot / "bin" / "uv"

    def build() -> None:
        shutil.rmtree(boot, ignore_errors=True)
        hint = "On Debian, as root: apt-get install python3-venv"
        if not importlib.util.find_spec("ensurepip") and system.is_root():
            system.install_packages(["python3-venv"], "for the Python packages")
        run([sys.executable, "-m", "venv", boot], "uv", hint=hint)
        pip = [boot / "bin" / "python", "-m", "pip", "install", "--quiet"]
        run([*pip, f"uv=={UV_VERSION}"], "uv")

    step("uv", settings.digest(UV_VERSION), build, uv)
    return str(uv)


def link_odoo(folder: Path, source: Source) -> None:
    """Let the environment's Python import Odoo, and its installers know of it.

    Without the dist-info, installing an add-on's wheel would look for the package
    "odoo" in the package index.
    """
    site = next(folder.glob("lib/python3.*/site-packages"))
    _write(site / "odoo.pth", f"{source.root}\n")
    info = site / "odoo-19.0.dist-info"
    info.mkdir(exist_ok=True)
    _write(info / "METADATA", "Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n")
    _write(info / "WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
    _write(info / "INSTALLER", "quickbooks_connector\n")
    _write(info / "RECORD", "".join(f"{info.name}/{f},,\n" for f in _INFO_FILES))
    launcher = settings.ODOO_DIR / "bin" / "odoo-bin"
    launcher.parent.mkdir(exist_ok=True)
    python = settings.ODOO_DIR / "venv" / "bin" / "python"
    # A file, not "python -m odoo": Odoo's worker processes run sys.argv[0] again.
    _write(launcher, f"#!{python}\nimport odoo.cli\n\nodoo.cli.main()\n")
    launcher.chmod(0o755)


_INFO_FILES = ("METADATA", "WHEEL", "INSTALLER", "RECORD")


def _write(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text() != text:
        path.write_text(text)


def _point(link: Path, folder: Path) -> None:
    if link.is_symlink() and link.readlink() == folder:
        return
    new = link.with_name(f"{link.name}.{os.getpid()}")
    new.symlink_to(folder)
    new.rename(link)
