"""Every pinned Python package has a licence that fits the add-ons'."""

import pytest

from scripts import licences, settings, venv


def _site_packages(kind):
    return next(venv.ensure(kind).glob("lib/python3.*/site-packages"))


@pytest.mark.parametrize("kind", venv.LOCKS)
def test_every_pinned_package_has_a_licence_of_the_list(kind):
    locks = [settings.REQUIREMENTS / name for name in venv.LOCKS[kind]]
    assert all(licences.pinned(lock) for lock in locks)
    assert licences.complaints(_site_packages(kind), locks) == []


def test_no_reviewed_package_is_one_that_is_pinned_no_more():
    locks = settings.REQUIREMENTS.glob("*.txt")
    pinned = {name for lock in locks for name in licences.pinned(lock)}
    assert not licences.REVIEWED.keys() - pinned


@pytest.fixture
def complain(tmp_path):
    """Return a function that tells what is said of a package with such metadata."""
    (tmp_path / "a.txt").write_text("some_package==1.0  # via another\n")

    def complaints(*lines):
        info = tmp_path / "some_package-1.0.dist-info"
        info.mkdir()
        text = "\n".join(["Metadata-Version: 2.4", "Name: some_package", *lines, ""])
        (info / "METADATA").write_text(text)
        return licences.complaints(tmp_path, [tmp_path / "a.txt"])

    return complaints


@pytest.mark.parametrize(
    "lines",
    [
        ["License-Expression: GPL-3.0-or-later OR BSD-3-Clause"],
        ["Classifier: License :: OSI Approved :: MIT License", "License: see file"],
        ["Classifier: License :: OSI Approved", "License: Apache 2.0"],
    ],
)
def test_free_licences_are_known_however_they_are_said(complain, lines):
    assert complain(*lines) == []


@pytest.mark.parametrize(
    "lines, word",
    [
        (["License-Expression: AGPL-3.0-only"], "AGPL-3.0-only"),
        (["License-Expression: MIT AND GPL-3.0-only"], "MIT AND GPL-3.0-only"),
        (
            [
                "Classifier: License :: OSI Approved :: MIT License",
                "Classifier: License :: Other/Proprietary License",
            ],
            "Other/Proprietary License",
        ),
        (["License: ours alone"], "ours alone"),
        ([], "nothing"),
    ],
)
def test_any_other_is_named(complain, lines, word):
    assert complain(*lines) == [
        f"some-package says of its licence: {word}. Is it free enough?"
    ]


def test_a_pinned_package_that_is_not_there_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("some.package==1.0\n")
    assert licences.complaints(tmp_path, [tmp_path / "a.txt"]) == [
        "some-package is pinned but not installed."
    ]
