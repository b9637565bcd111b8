"""The table of results, docs/simulator-conformance.md."""

from collections import Counter, defaultdict

from .reasons import REASONS
from .recordings import Recording

HEAD = """\
# How far the simulator answers like QuickBooks

Every exchange of a collection of recorded QuickBooks traffic (see the origin of each
in its first column) is replayed against `qbo_simulator` and compared in meaning:
status, fault, keys and their order, types, formats, spelling of numbers, and every
value that follows from the request and from the books it presupposes. Those books are
built from what a client could have sent, so totals, balances, subtotals, due dates and
links are computed by the simulator, not echoed. Times, ids of lines and addresses, and
balances that other documents made are compared by format.

Written by the test suite; do not edit. With the recordings in `../shared/qbo-recorded`
beside the repository, or wherever `QBO_RECORDED` points:

    CONFORMANCE_REPORT=docs/simulator-conformance.md \\
        make test T=qbo_simulator/tests/conformance

"""


class Outcomes:
    """How each recording ended: exactly one of pass, can't, differs."""

    def __init__(self):
        self.of: dict[str, tuple[str, str]] = {}

    def passes(self, recording: Recording) -> None:
        self.of[recording.file] = ("pass", "")

    def cannot(self, recording: Recording, reason: str) -> None:
        self.of[recording.file] = ("can't", REASONS[reason])

    def differs(self, recording: Recording, texts: list[str]) -> None:
        self.of[recording.file] = ("differs", "; ".join(texts))


def write(outcomes: Outcomes, recordings: list[Recording]) -> str:
    """Return the report as Markdown."""
    totals = Counter(kind for kind, _why in outcomes.of.values())
    lines = [HEAD]
    known = ("pass", "can't", "differs")
    lines.append("| result | recordings |\n| --- | ---: |\n")
    lines += [f"| {kind} | {totals[kind]} |\n" for kind in known]
    lines.append(f"| all | {len(outcomes.of)} |\n\n## By entity\n\n")
    lines.append("| entity | pass | can't | differs |\n| --- | ---: | ---: | ---: |\n")
    table: dict[str, Counter] = defaultdict(Counter)
    for one in recordings:
        if one.file in outcomes.of:
            table[one.entity][outcomes.of[one.file][0]] += 1
    for entity in sorted(table):
        cells = " | ".join(str(table[entity][kind]) for kind in known)
        lines.append(f"| {entity} | {cells} |\n")
    for kind, title in (("can't", "What can't be replayed"), ("differs", "Differs")):
        rows = [
            (one, outcomes.of[one.file][1])
            for one in recordings
            if outcomes.of.get(one.file, ("",))[0] == kind
        ]
        if rows:
            lines.append(f"\n## {title}\n\n| recording | why |\n| --- | --- |\n")
            lines += [f"| {_label(one)} | {_cell(why)} |\n" for one, why in rows]
    lines.append("\n## Every recording\n\n| recording | what | result |\n")
    lines.append("| --- | --- | --- |\n")
    for one in recordings:
        if one.file in outcomes.of:
            what = f"{one.entity} {one.operation}, {one.status}"
            lines.append(f"| {_label(one)} | {what} | {outcomes.of[one.file][0]} |\n")
    return "".join(lines)


def _label(recording: Recording) -> str:
    return recording.file.removesuffix(".json")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")[:900]
