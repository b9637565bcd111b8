"""The process: starting, refusing, stopping, keeping its state in a file."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qbo_simulator.process import environment
from qbo_simulator.server.run import is_loopback
from qbo_simulator.testing import SimulatorProcess, running


def run(*options):
    return subprocess.run(
        [sys.executable, "-m", "qbo_simulator", *options],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_ready_line_names_all_addresses(qbo_process):
    base = qbo_process.base_url
    assert base.startswith("http://127.0.0.1:")
    assert qbo_process.discovery_url.startswith(base + "/.well-known/")
    assert qbo_process.control_url == base + "/_sim/"
    assert all(realm.isdigit() for realm in qbo_process.realm_ids)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "example.com"])
def test_other_interfaces_are_refused_unless_told(host):
    result = run("--host", host, "--port", "0")
    assert result.returncode == 2
    assert "--allow-remote" in result.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_loopback_is_welcome(host):
    assert is_loopback(host)


def test_a_taken_port_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("--port", str(taken.getsockname()[1]))
    assert result.returncode == 1
    assert "--port" in result.stderr


def test_a_realm_that_is_no_number_is_told():
    result = run("--port", "0", "--realm", "abc")
    assert result.returncode == 1
    assert "digits" in result.stderr


def test_several_companies_with_chosen_realms():
    options = ("--realm", "111", "--realm", "222")
    with SimulatorProcess(*options, seeds=("us", "uk")) as process:
        assert process.realm_ids == ["111", "222"]


def test_a_process_that_cannot_start_raises_instead_of_hanging():
    with pytest.raises(RuntimeError, match="did not start"):
        SimulatorProcess("--realm", "abc").start()


def test_the_process_ends_when_its_parent_goes_away():
    process = SimulatorProcess().start()
    popen = process._process
    popen.stdin.close()
    assert popen.wait(timeout=10) == 0
    popen.stdout.close()


def test_a_detached_process_ends_with_its_starter_all_the_same():
    process = SimulatorProcess(detached=True).start()
    pid = process.pid
    assert process.client().realm_id
    process.stop()
    for _try in range(100):
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.1)
    pytest.fail("the simulator still runs")


def test_it_stops_with_connections_open():
    with running() as client:
        assert client.create("Customer", {"DisplayName": "A"})["Id"]
        kept = client.session
    kept.close()


def test_a_data_file_survives_kill_9(tmp_path):
    options = ("--data", str(tmp_path / "books.sqlite"))
    process = SimulatorProcess(*options).start()
    client = process.client()
    realm = client.realm_id
    tokens = client.issue_tokens()
    body = {"DisplayName": "Kept"}
    call = {"token": tokens["access_token"], "json": body, "params": {"requestid": "r"}}
    first = client.api("POST", "customer", **call).json()["Customer"]
    process.kill()
    with SimulatorProcess(*options) as again:
        assert again.realm_ids == [realm]
        client = again.client()
        assert client.read("Customer", first["Id"])["DisplayName"] == "Kept"
        replayed = client.api("POST", "customer", **call)
        assert replayed.status_code == 200
        assert replayed.json()["Customer"] == first
