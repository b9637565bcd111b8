"""The examples of the README run as they stand there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qbo_simulator.process import environment

README = Path(__file__).parents[2] / "README.md"


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", README.read_text(), re.S)


def test_the_examples_of_tests_pass(tmp_path):
    names = []
    for block in blocks("python"):
        name = re.match(r"# (\S+\.py)\n", block)[1]
        (tmp_path / name).write_text(block)
        names.append(name)
    assert names == ["conftest.py", "test_my_connector.py"]
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        # Plugins of the project that these tests run in are not the reader's.
        env={**environment(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


def test_the_example_for_the_shell_answers(qbo):
    if not shutil.which("curl"):
        pytest.skip("absent: curl")
    (script,) = blocks("sh")
    shell = {**os.environ, "BASE": qbo.base_url, "REALM": qbo.realm_id}
    done = subprocess.run(
        ["sh", "-euc", script], env=shell, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert '{"QueryResponse":{"totalCount":7}' in done.stdout
    assert "503 Service Temporarily Unavailable" in done.stdout


def test_the_client_has_what_its_table_promises(qbo):
    table = README.read_text().partition("| the client can |")[2].partition("###")[0]
    named = set(re.findall(r"`(?:clock\.)?([a-z_]+)[(`]", table))
    assert {"reset", "generate", "deliver_webhooks", "api"} <= named
    for name in named:
        assert hasattr(qbo, name) or hasattr(qbo.clock, name), name
