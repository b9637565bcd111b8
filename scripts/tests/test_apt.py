"""The Debian mirror is found in whatever form the machine's configuration has."""

import pytest

from scripts import apt
from scripts.steps import SetupError


@pytest.fixture
def sources(tmp_path, monkeypatch):
    folder = tmp_path / "sources.list.d"
    folder.mkdir()
    monkeypatch.setattr(apt, "SOURCES", folder)
    return folder


def test_mirror_is_read_from_a_deb822_file_with_comments(sources):
    (sources / "debian.sources").write_text(
        "Types: deb\n# a comment\nURIs: http://mirror.test/debian\n"
        "Suites: bookworm bookworm-updates\nSigned-By: /keys/debian.gpg\n\n"
        "Types: deb\nURIs: http://mirror.test/security\nSuites: bookworm-security\n"
    )
    assert apt.mirror() == ("http://mirror.test/debian", "/keys/debian.gpg")


def test_a_key_written_into_the_file_keeps_its_lines(sources):
    (sources / "debian.sources").write_text(
        "URIs: http://mirror.test/debian\nSuites: trixie\n"
        "Signed-By:\n -----BEGIN-----\n .\n abc\n"
    )
    assert apt.mirror()[1] == "\n -----BEGIN-----\n .\n abc"


def test_mirror_is_read_from_a_one_line_list(sources):
    (sources.parent / "sources.list").write_text(
        "# deb http://old.test/debian sid main\n"
        "deb [arch=amd64 signed-by=/keys/d.gpg] http://mirror.test/debian sid main\n"
    )
    assert apt.mirror() == ("http://mirror.test/debian", "/keys/d.gpg")


def test_other_publishers_and_the_security_archive_are_not_the_mirror(sources):
    (sources / "other.sources").write_text(
        "URIs: http://tool.test/apt\nSuites: nodistro\n\n"
        "URIs: http://mirror.test/security\nSuites: bookworm-security\n"
    )
    with pytest.raises(SetupError, match="No Debian mirror"):
        apt.mirror()


def test_version_is_read_from_a_file_name(tmp_path):
    deb = tmp_path / "libjs-jquery_3.6.1+dfsg+~3.5.14-1_all.deb"
    assert apt.version(deb) == "3.6.1+dfsg+~3.5.14-1"
    assert apt.version(tmp_path / "x_2%3a1.0_all.deb") == "2:1.0"
