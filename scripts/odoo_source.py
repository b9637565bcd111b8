"""Odoo 19's source: a checkout of yours, Debian's package, or the public git."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import apt, settings
from .steps import SetupError, run, say, step, warn

SOURCE = settings.ODOO_DIR / "src"
GIT_URL = os.environ.get("ODOO_GIT_URL") or "https://github.com/odoo/odoo"
# A file that Debian's package drops for its licence; Odoo's assets still name it.
STAND_IN = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
# All translations but fr, de, es, ro and sv (and their countries): 0.5 GB.
OTHER_LANGUAGES = ("[!fders]*", "f[!r]*", "d[!e]*", "e[!s]*", "r[!o]*", "s[!v]*")


@dataclass(frozen=True)
class Source:
    """Odoo on disk."""

    root: Path  # goes on Python's path
    version: str  # tells one state of the source from another

    @property
    def addons(self) -> list[Path]:
        """Return the add-on folders that Odoo doesn't find by itself."""
        folder = self.root / "addons"
        return [folder] if (folder / "account").is_dir() else []


def ensure() -> Source:
    """Return Odoo 19's source, fetching it when it isn't there.

    In this order: ODOO_PATH, Debian's package, the public git repository.
    """
    if os.environ.get("ODOO_PATH"):
        return _checkout(Path(os.environ["ODOO_PATH"]).absolute())
    if settings.on_path("apt-get") and settings.on_path("dpkg-deb"):
        try:
            return _from_debian()
        except SetupError as error:
            warn(f"Odoo can't be had from Debian, trying git. {error}")
    return _from_git()


def _checkout(root: Path) -> Source:
    release = root / "odoo" / "release.py"
    text = release.read_text() if release.is_file() else ""
    if not re.search(r"^version_info = \(19, 0,", text, re.MULTILINE):
        raise SetupError(
            f"{root} holds no Odoo 19.0.",
            "ODOO_PATH must be the root of a checkout of Odoo's 19.0 branch.",
        )
    head = subprocess.run(
        ["git", "-C", root, "rev-parse", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    )
    return Source(root, head.stdout.strip() or settings.digest(root, release))


def _from_git() -> Source:
    root = settings.ODOO_DIR / "git"

    def clone() -> None:
        shutil.rmtree(root, ignore_errors=True)
        run(
            ["git", "clone", "--depth=1", "--branch=19.0", GIT_URL, root],
            "git-clone",
            hint="Set ODOO_PATH to an Odoo 19 checkout that this machine has.",
        )

    step("clone Odoo 19", settings.digest(GIT_URL), clone, root)
    return _checkout(root)


def _from_debian() -> Source:
    packages = apt.wanted()
    debs = apt.fetch(packages)
    for package in packages:
        found = apt.version(debs[package.name])
        if package.tested not in ("-", found):
            warn(f"{package.name} is {found}; tested with {package.tested}")
    version = apt.version(debs["odoo-19"])
    if not version.startswith("19.0."):
        raise SetupError(f"Debian's odoo-19 is now {version}, no longer 19.0.")
    key = settings.digest(*(deb.name for deb in debs.values()))
    step(f"unpack Odoo {version}", key, lambda: _unpack(debs), SOURCE)
    return Source(SOURCE / "usr/lib/python3/dist-packages", version)


def _unpack(debs: dict[str, Path]) -> None:
    arriving = SOURCE.with_name("src.part")
    shutil.rmtree(arriving, ignore_errors=True)
    arriving.mkdir(parents=True)
    for name, deb in debs.items():
        _extract(deb, arriving, _excluded() if name == "odoo-19" else [])
    _complete(arriving)
    shutil.rmtree(SOURCE, ignore_errors=True)
    arriving.rename(SOURCE)


def _excluded() -> list[str]:
    languages = [f"*/i18n*/{letters}.po" for letters in OTHER_LANGUAGES]
    # dist-packages/addons repeats a part of dist-packages/odoo/addons.
    others = ["./usr/lib/python3/dist-packages/addons", "*.egg-info"]
    return [f"--exclude={pattern}" for pattern in (*languages, *others)]


def _extract(deb: Path, folder: Path, options: list[str]) -> None:
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE
    ) as packed:
        try:
            run(["tar", "-x", "-C", folder, *options], stdin=packed.stdout)
        finally:
            packed.stdout.close()
    if packed.returncode:
        deb.unlink()
        raise SetupError(f"{deb} was damaged and is deleted.", "Run again.")


def _complete(folder: Path) -> None:
    """Bring what the package lacks, and check that no link leads nowhere."""
    addons = folder / "usr/lib/python3/dist-packages/odoo/addons"
    stand_in = addons / STAND_IN
    stand_in.parent.mkdir(parents=True, exist_ok=True)
    stand_in.write_text("// Left out by Debian: background blur in video calls.\n")
    dangling = []
    for where, folders, files in os.walk(folder):
        for path in (Path(where, name) for name in (*folders, *files)):
            if path.is_symlink() and not _leads_somewhere(path, folder):
                dangling.append(str(path.relative_to(folder)))
    if dangling:
        raise SetupError(
            "These files of Odoo link to Debian packages that are not among those "
            "of requirements/debian.txt:\n    " + "\n    ".join(dangling)
        )
    say(f"Odoo unpacked, {sum(1 for _ in addons.iterdir())} add-ons")


def _leads_somewhere(link: Path, folder: Path) -> bool:
    """Make an absolute link relative to the unpacked root; tell if it resolves."""
    target = Path(os.readlink(link))
    if target.is_absolute():
        link.unlink()
        inside = folder / target.relative_to("/")
        link.symlink_to(os.path.relpath(inside, link.parent))
    return link.exists()
