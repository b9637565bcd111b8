"""Fetch .deb files with apt-get, from the machine's own mirror, changing nothing.

apt-get gets a private state below ODOO_DIR, so the machine's sources and package lists
stay as they are. Mirror and keyring are read from the machine's configuration.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import settings
from .steps import SetupError, locked, run, say

APT = settings.ODOO_DIR / "apt"
SOURCES = Path("/etc/apt/sources.list.d")
DEBS = settings.CACHE / "debs"


@dataclass(frozen=True)
class Package:
    """A Debian package: its name, the suite to take it from, the version tested."""

    name: str
    suite: str
    tested: str

    def cached(self) -> Path | None:
        """Return the newest downloaded file of this package."""
        files = (DEBS / self.suite).glob(f"{self.name}_*.deb")
        return max(files, key=lambda path: path.stat().st_mtime, default=None)


def version(deb: Path) -> str:
    """Return the version in a .deb's file name (apt writes ':' as %3a)."""
    return deb.name.split("_")[1].replace("%3a", ":")


def wanted() -> list[Package]:
    """Return the packages that requirements/debian.txt lists."""
    lines = (settings.REQUIREMENTS / "debian.txt").read_text().splitlines()
    return [Package(*line.split()) for line in lines if line and line[0] != "#"]


def fetch(packages: list[Package]) -> dict[str, Path]:
    """Return each package's file, downloading those that the cache lacks."""
    with locked(DEBS / "download.lock"):  # other checkouts may share the cache
        missing = [package for package in packages if not package.cached()]
        if missing:
            _download(missing)
    return {package.name: package.cached() for package in packages}


def _download(packages: list[Package]) -> None:
    say(f"downloading {len(packages)} Debian packages ...")
    suites = sorted({package.suite for package in packages})
    options = _private_state(suites)
    hint = "Is the Debian mirror reachable? Or set ODOO_PATH to an Odoo 19 checkout."
    run(["apt-get", *options, "update"], "apt-get", hint=hint)
    for suite in suites:
        arriving = DEBS / f"{suite}.part"
        shutil.rmtree(arriving, ignore_errors=True)
        arriving.mkdir()
        names = [f"{p.name}/{suite}" for p in packages if p.suite == suite]
        run(["apt-get", *options, "download", *names], "apt-get", cwd=arriving)
        (DEBS / suite).mkdir(exist_ok=True)
        for deb in arriving.glob("*.deb"):  # complete only now: apt checked its hash
            deb.rename(DEBS / suite / deb.name)
        shutil.rmtree(arriving)


def _private_state(suites: list[str]) -> list[str]:
    for folder in ("lists/partial", "archives/partial", "sources.d"):
        (APT / folder).mkdir(parents=True, exist_ok=True)
    uri, keyring = mirror()
    signed = f"Signed-By: {keyring}\n" if keyring else ""
    (APT / "sources.d" / "debian.sources").write_text(
        f"Types: deb\nURIs: {uri}\nSuites: {' '.join(suites)}\n"
        f"Components: main\n{signed}"
    )
    places = {
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": APT / "sources.d",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Dir::State::lists": APT / "lists",
        "Dir::Cache": APT,
        "Dir::Cache::archives": APT / "archives",
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
    }
    return [f"-o{name}={value}" for name, value in places.items()]


def mirror() -> tuple[str, str]:
    """Return the address and keyring of the Debian mirror this machine uses.

    :raises SetupError: when the machine's apt configuration names none
    """
    for file in sorted(SOURCES.glob("*.sources")):
        for stanza in _stanzas(file.read_text()):
            uri = stanza.get("uris", "").split()
            if uri and _is_debian(stanza.get("suites", "")):
                return uri[0], stanza.get("signed-by", "")
    for file in [SOURCES.parent / "sources.list", *sorted(SOURCES.glob("*.list"))]:
        text = file.read_text() if file.is_file() else ""
        for options, uri, suite in re.findall(
            r"^deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)", text, re.MULTILINE
        ):
            if _is_debian(suite):
                keyring = re.search(r"signed-by=(\S+)", options)
                return uri, keyring[1] if keyring else ""
    raise SetupError(
        "No Debian mirror is configured on this machine.",
        "Set ODOO_PATH to an Odoo 19 checkout, or run this on Debian.",
    )


def _is_debian(suites: str) -> bool:
    names = "bookworm|trixie|forky|sid|stable|testing|unstable"
    return re.search(rf"(^|\s)({names})(\s|$)", suites) is not None


def _stanzas(text: str) -> list[dict[str, str]]:
    """Parse a deb822 file; continuation lines keep their line breaks."""
    stanzas = []
    for block in re.split(r"\n\s*\n", text):
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            if line[:1].isspace() and name:
                fields[name] += "\n" + line
            elif ":" in line:
                name, _, value = line.partition(":")
                name = name.strip().lower()
                fields[name] = value.strip()
        stanzas.append(fields)
    return stanzas
