"""Measure the simulator over HTTP with many invoices in its books.

    python -m benchmarks.simulator [--invoices 50000] [--seconds 3] [--publish]

Prints a table and writes benchmarks/results/simulator.json; ``--publish`` puts the
table into the simulator's README. Needs the package qbo_simulator and requests. Wall
times of one client; nothing is asserted.
"""

import argparse
import json
import os
import platform
import re
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import requests
from qbo_simulator.testing import Simulator, SimulatorProcess

REPO = Path(__file__).resolve().parents[2]
RESULT = REPO / "benchmarks" / "results" / "simulator.json"
README = REPO / "qbo_simulator" / "README.md"
BEGIN, END = "<!-- figures: benchmarks.simulator -->", "<!-- end of figures -->"
BATCH = 30
PAGE = 1000


class Client:
    """A client as others write them: one connection, JSON, a bearer token."""

    def __init__(self, qbo: Simulator):
        tokens = qbo.issue_tokens()
        self.base = f"{qbo.api_base_url}/v3/company/{qbo.realm_id}/"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers.update(
            {
                "Authorization": f"Bearer {tokens['access_token']}",
                "Accept": "application/json",
            }
        )

    def call(self, method: str, path: str, **options) -> requests.Response:
        """Call the API; anything but success ends the measurement."""
        answer = self.session.request(method, self.base + path, timeout=60, **options)
        answer.raise_for_status()
        return answer


def invoice(number: int) -> dict:
    """Return the body of an invoice of two lines."""
    line = {
        "Amount": 50,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {
            "ItemRef": {"value": "1"},
            "Qty": 2,
            "UnitPrice": 25,
            "TaxCodeRef": {"value": "NON"},
        },
    }
    return {
        "CustomerRef": {"value": str(number % 6 + 1)},
        "TxnDate": "2026-03-05",
        "Line": [line, line],
    }


def timed(work: Callable[[int], object], seconds: float) -> dict:
    """Repeat `work` for some seconds; return its rate and times."""
    times = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        work(len(times))
        times.append(time.perf_counter() - start)
    times.sort()
    return {
        "per_second": round(len(times) / sum(times), 1),
        "median_ms": round(statistics.median(times) * 1000, 2),
        "p95_ms": round(times[int(len(times) * 0.95)] * 1000, 2),
        "calls": len(times),
    }


def memory_mb(pid: int) -> int:
    """Return the resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) // 1024


def measure(process: SimulatorProcess, invoices: int, seconds: float) -> dict:
    """Fill the books, then measure; returns all figures."""
    qbo = process.client()
    qbo.reset(settings={"throttle": {"enabled": False}})
    start = time.perf_counter()
    qbo.generate(customers=2000, items=500, invoices=invoices)
    filling = time.perf_counter() - start
    works = operations(Client(qbo), qbo, invoices)
    return {
        "invoices": invoices,
        "filling_seconds": round(filling, 1),
        "operations": {name: timed(work, seconds) for name, work in works.items()},
        "memory_mb": memory_mb(process.pid),
    }


def operations(client: Client, qbo: Simulator, invoices: int) -> dict[str, Callable]:
    """Return what is measured; each takes the number of its repetition."""
    first = qbo.query("select * from Invoice maxresults 1000")["Invoice"]
    ids = [row["Id"] for row in first]

    def query(statement: str) -> None:
        client.call("GET", "query", params={"query": f"select * from {statement}"})

    def page(number: int) -> None:
        start = number % max(1, invoices // PAGE) * PAGE + 1
        query(f"Invoice orderby Id startposition {start} maxresults {PAGE}")

    def batch(number: int) -> None:
        rows = [
            {"bId": str(place), "operation": "create", "Invoice": invoice(place)}
            for place in range(BATCH)
        ]
        params = {"requestid": f"bench-{os.getpid()}-{number}"}
        body = {"BatchItemRequest": rows}
        done = client.call("POST", "batch", json=body, params=params).json()
        if any("Fault" in row for row in done["BatchItemResponse"]):
            raise RuntimeError(f"A batch was refused: {done['BatchItemResponse'][0]}")

    return {
        "read one invoice": lambda n: client.call(
            "GET", f"invoice/{ids[n % len(ids)]}"
        ),
        "query by document number": lambda n: query(
            f"Invoice where DocNumber = '{1001 + n % invoices}'"
        ),
        f"query a page of {PAGE} invoices": page,
        "create one invoice": lambda n: client.call("POST", "invoice", json=invoice(n)),
        f"batch of {BATCH} creates": batch,
    }


def table(found: dict) -> str:
    """Return the figures of both ways of keeping the books as a table."""
    lines = ["| operation | in memory | in a file |", "| --- | ---: | ---: |"]
    memory, file = found["memory"], found["file"]
    for name, figures in memory["operations"].items():
        cells = [
            f"{one['per_second']:g} per second, {one['median_ms']:g} ms"
            for one in (figures, file["operations"][name])
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines.append(
        f"| memory of the process | {memory['memory_mb']} MB | {file['memory_mb']} MB |"
    )
    lines.append(
        f"| filling the books | {memory['filling_seconds']} s "
        f"| {file['filling_seconds']} s |"
    )
    return "\n".join(lines)


def publish(found: dict) -> None:
    """Put the table into the simulator's README."""
    text = README.read_text()
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    words = (
        f"{found['memory']['invoices']:,} invoices in the books, one client, "
        f"{found['processors']} processors, Python {found['python']}, "
        f"{found['measured'][:10]}:"
    )
    middle = f"{BEGIN}\n{words}\n\n{table(found)}\n{END}"
    README.write_text(before + middle + after)


def main() -> None:
    """Measure in memory and in a file, print, keep, and publish if asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--invoices", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--publish", action="store_true")
    options = parser.parse_args()
    found = {
        "measured": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
    }
    RESULT.parent.mkdir(exist_ok=True)
    data = RESULT.parent / f"simulator-{os.getpid()}.sqlite"
    try:
        for name, arguments in (("memory", ()), ("file", ("--data", str(data)))):
            with SimulatorProcess(*arguments) as process:
                found[name] = measure(process, options.invoices, options.seconds)
    finally:
        for one in RESULT.parent.glob(f"{data.name}*"):
            one.unlink()
    RESULT.write_text(json.dumps(found, indent=2) + "\n")
    print(table(found))
    if options.publish:
        publish(found)


if __name__ == "__main__":
    main()
