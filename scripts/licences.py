"""Which licences the pinned Python packages may have, by what they say of themselves.

The add-ons are LGPL-3: what they run with has to be as free, or freer. Packages that
only test or check run as programs of their own, are not passed on, and may ask for
more; each of those is named here with its reason.
"""

import re
from importlib.metadata import Distribution, distributions
from pathlib import Path

#: Permissive ones, and those that ask only for changes of the package itself.
ALLOWED = {
    "Apache-2.0",
    "BSD",
    "ISC",
    "LGPL",
    "MIT",
    "MPL-2.0",
    "PSF-2.0",
    "ZPL-2.1",
}
#: The spellings that packages use, by the one that `ALLOWED` has.
SPELLINGS = {
    "Apache-2.0": (
        "Apache 2.0",
        "Apache License, Version 2.0",
        "Apache Software License",
    ),
    "BSD": ("BSD-2-Clause", "BSD-3-Clause", "BSD License"),
    "LGPL": (
        "LGPL-2.1-or-later",
        "LGPL-3.0-or-later",
        "GNU Library or Lesser General Public License (LGPL)",
        "GNU Lesser General Public License v2 or later (LGPLv2+)",
        "GNU Lesser General Public License v3 or later (LGPLv3+)",
    ),
    "MIT": ("MIT License", "MIT-0", "MIT-CMU"),
    "MPL-2.0": ("Mozilla Public License 2.0 (MPL 2.0)",),
}
#: Packages that a person has looked at, with what was found.
REVIEWED = {
    "axe-playwright-python": "MIT by the licence file in it; its metadata says nothing",
    "docutils": "public domain and BSD; the GPL is that of its Emacs mode only",
    "pylint": "GPL; a program of its own, for make lint only",
    "pylint-odoo": "AGPL; a plugin of pylint, for make lint only",
    "pylint-plugin-utils": "GPL; a plugin of pylint, for make lint only",
    "pytest-odoo": "AGPL; a plugin of pytest, for make test only",
}
_KNOWN = {word: name for name, words in SPELLINGS.items() for word in (name, *words)}


def complaints(site_packages: Path, locks: list[Path]) -> list[str]:
    """Return a sentence for each pinned package whose licence is not on the list."""
    installed = {
        _normal(found.metadata["Name"]): found
        for found in distributions(path=[str(site_packages)])
    }
    return [
        sentence
        for lock in locks
        for name in pinned(lock)
        if (sentence := _complaint(name, installed.get(name)))
    ]


def pinned(lock: Path) -> list[str]:
    """Return the names of the packages that a lock file pins."""
    names = re.findall(r"^([\w.-]+)==", lock.read_text(), re.MULTILINE)
    return [_normal(name) for name in names]


def licences(package: Distribution) -> set[str]:
    """Return what a package says of its licence, in the words of `ALLOWED` if known.

    An expression counts more than classifiers, and those more than free text. Of
    alternatives ("A OR B") those on the list are chosen.
    """
    said = package.metadata.get("License-Expression")
    alternatives = {
        _KNOWN.get(word, word) for word in (said or "").split(" OR ") if word
    }
    if alternatives:
        return alternatives & ALLOWED or alternatives
    classifiers = package.metadata.get_all("Classifier", [])
    names = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License ::")]
    names = [name for name in names if name != "OSI Approved"]
    names = names or [package.metadata.get("License") or "nothing"]
    return {_KNOWN.get(name, name) for name in names}


def _complaint(name: str, package: Distribution | None) -> str:
    if package is None:
        return f"{name} is pinned but not installed."
    unknown = licences(package) - ALLOWED
    if not unknown or name in REVIEWED:
        return ""
    words = ", ".join(sorted(unknown))
    return f"{name} says of its licence: {words}. Is it free enough?"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
