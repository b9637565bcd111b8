"""A step runs once per state of its inputs, and failures are told in full."""

import subprocess
import sys

import pytest

from scripts import settings, steps
from scripts.steps import SetupError, exit_status


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Return a step that appends to a file, and that file."""
    monkeypatch.setattr(settings, "STAMPS", tmp_path / "stamps")
    return tmp_path / "made"


def _append(path):
    def build():
        with path.open("a") as file:
            file.write("x")

    return build


def test_a_step_runs_once_for_the_same_inputs(made):
    steps.step("making", "key", _append(made), made)
    steps.step("making", "key", _append(made), made)
    assert made.read_text() == "x"


def test_a_step_runs_again_when_an_input_changes(made):
    steps.step("making", "key", _append(made), made)
    steps.step("making", "other", _append(made), made)
    assert made.read_text() == "xx"


def test_a_step_runs_again_when_what_it_made_is_gone(made):
    steps.step("making", "key", _append(made), made)
    made.unlink()
    steps.step("making", "key", _append(made), made)
    assert made.read_text() == "x"


def test_a_step_that_failed_runs_again(made):
    def fail():
        made.write_text("half")
        raise SetupError("no network")

    with pytest.raises(SetupError):
        steps.step("making", "key", fail, made)
    steps.step("making", "key", _append(made), made)
    assert made.read_text() == "halfx"


def test_a_lock_that_another_process_holds_is_not_given(tmp_path):
    lock = tmp_path / "lock"
    ask = (
        "import sys; from scripts.steps import locked; from pathlib import Path\n"
        "with locked(Path(sys.argv[1]), wait=False) as ours: print(ours)"
    )
    command = [sys.executable, "-c", ask, str(lock)]
    env = settings.environment()
    with steps.locked(lock):
        held = subprocess.check_output(command, env=env, text=True)
    free = subprocess.check_output(command, env=env, text=True)
    assert (held, free) == ("False\n", "True\n")


def test_a_failing_program_is_reported_with_its_output_and_a_hint():
    code = "import sys; print('disk is full'); sys.exit(3)"
    with pytest.raises(SetupError, match="disk is full") as caught:
        steps.run([sys.executable, "-c", code], hint="Make room.")
    assert "status 3" in str(caught.value)
    assert caught.value.hint == "Make room."


def test_a_missing_program_is_named():
    with pytest.raises(SetupError, match="no-such-program was not found"):
        steps.run(["no-such-program"])


@pytest.fixture
def handlers(monkeypatch):
    """Leave the handlers of the tests' own process as they are."""
    monkeypatch.setattr(steps.signal, "signal", lambda *_args: None)


@pytest.mark.usefixtures("handlers")
def test_a_program_says_what_is_missing_and_what_to_do(capsys):
    def work():
        raise SetupError("There is no server.", "Start one.")

    assert exit_status(work) == 2
    told = capsys.readouterr().err
    assert "error: There is no server." in told
    assert "What to do: Start one." in told


@pytest.mark.usefixtures("handlers")
def test_a_program_that_ends_well_or_is_interrupted_says_so():
    def interrupted():
        raise KeyboardInterrupt

    assert exit_status(lambda: 0) == 0
    assert exit_status(interrupted) == 130
