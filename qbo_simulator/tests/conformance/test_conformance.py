"""Every recorded exchange is answered alike, or stands in the table of reasons."""

import os
from pathlib import Path

import pytest

from . import others, reading, refusing, writing
from .reasons import reason_of
from .recordings import folder, load_all
from .report import Outcomes, write
from .stage import Stage

RECORDINGS = load_all()
LIBRARY: dict = {}
for _recording in RECORDINGS:
    _shelf = LIBRARY.setdefault(_recording.file.partition("/")[0], {})
    for _name, _one in _recording.objects():
        if "SyncToken" in _one and "Id" in _one:
            _shelf.setdefault((_name, _one["Id"]), []).append(_one)

REPLAYS = {
    "batch": others.batch,
    "cdc": reading.changes,
    "create": writing.create,
    "deactivate": writing.deactivate,
    "delete": writing.delete,
    "delete-full-object": writing.delete,
    "full-update": writing.update,
    "query": reading.query,
    "query-count": reading.count,
    "read": reading.read,
    "report": others.report,
    "upload": others.upload,
    "void": writing.void,
}


@pytest.fixture(scope="module")
def outcomes():
    """What became of each recording; written down if a file is named."""
    found = Outcomes()
    yield found
    target = os.environ.get("CONFORMANCE_REPORT")
    if target:
        Path(target).write_text(write(found, RECORDINGS))


@pytest.mark.skipif(
    not RECORDINGS, reason=f"absent: recorded QuickBooks traffic in {folder()}"
)
@pytest.mark.parametrize(
    "recording", RECORDINGS, ids=[one.file.removesuffix(".json") for one in RECORDINGS]
)
def test_a_recorded_exchange_is_answered_alike(recording, qbo_process, outcomes):
    reason = reason_of(recording)
    if reason:
        outcomes.cannot(recording, reason)
        return
    shelf = LIBRARY[recording.file.partition("/")[0]]
    stage = Stage(qbo_process.client(), recording, shelf)
    outcomes.differs(recording, ["did not finish"])
    play(stage)
    if stage.differences:
        outcomes.differs(recording, stage.differences)
        pytest.fail("\n".join(stage.differences))
    outcomes.passes(recording)


def play(stage: Stage) -> None:
    """Replay one recording."""
    recording = stage.recording
    if recording.entity == "webhook":
        return others.webhook(stage)
    if recording.entity == "oauth2":
        return others.sign_in(stage)
    if recording.status == 404:
        return others.web_server(stage)
    if recording.is_fault:
        return refusing.refusal(stage)
    return REPLAYS[recording.operation.partition("-error")[0]](stage)
