"""``make bench`` of the ledger comparison, or this part alone.

Environment: ``BENCH_COMPARED`` (invoices on both sides), ``BENCH_PUBLISH=1``.
"""

import random
import sys
from math import ceil

from scripts.steps import SetupError

from .first_import import PAGE
from .measures import size
from .part import Part, measure
from .report import Row
from .worker import Worker

#: Payments that only QuickBooks knows: what the comparison has to find and explain.
PAID_THERE = 10

#: Invoices that are entered, posted and sent; further ones are copies of them.
ORIGINALS = 250

#: Copies that are written in one go.
CHUNK = 1000

#: Times that the worker is killed, spread over all steps: of reading, of comparing.
KILLS = 3


class Ledgers(Part):
    """A company whose two ledgers are compared, whole and killed in the middle."""

    title = "comparing"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = size("BENCH_COMPARED", 500, 20_000)

    def run(self) -> dict:
        """Measure, then kill."""
        self.simulator.reset("us")
        self.simulator.set_throttle(enabled=False)
        with self.databases.clone("addon", "bench_ledgers") as database:
            with Worker(self.databases, database) as odoo:
                self._fill(odoo)
            # Another process, so that the memory is that of comparing alone.
            with Worker(self.databases, database) as odoo:
                measured = self._compare(odoo)
                calls = self.simulator.counts()["requests"]
                odoo.ask("start_comparison")
            self.simulator.clear_journal()
            self._kill(database, max(1, measured["steps"] // (2 * KILLS)))
            with Worker(self.databases, database) as odoo:
                odoo.ask("lift_limits")
                odoo.ask("compare")
                self._check(odoo.ask("compared"))
            killed = self.simulator.counts()["requests"]
        documents = self.count + PAID_THERE
        return measured | {
            "documents": documents,
            "differences": PAID_THERE,
            "calls": calls,
            "ideal": ceil(documents / PAGE),
            "kills": KILLS,
            "killed_calls": killed,
        }

    def _fill(self, odoo: Worker) -> None:
        """Let both sides have the same invoices, and QuickBooks some payments more."""
        count = min(self.count, ORIGINALS)
        self.say(f"entering, posting and sending {count} invoices ...")
        odoo.ask("lift_limits")
        odoo.ask("connect", simulator=self.simulator.base_url)
        odoo.ask("prepare", invoices=count, customers=50, items=50, name="Compared")
        odoo.ask("post_for_good")
        odoo.ask("move", way="push")
        sent = odoo.ask("sent")["ids"]
        if len(sent) != count:
            raise SetupError(f"QuickBooks has {len(sent)}, not {count} invoices.")
        bodies = [(id_, self._body(qbo_id)) for id_, qbo_id in sent]
        self._copy(odoo, bodies, self.count - count)
        for _id, body in bodies[:PAID_THERE]:
            linked = {"TxnId": body["Id"], "TxnType": "Invoice"}
            self.simulator.create(
                "Payment",
                {
                    "CustomerRef": body["CustomerRef"],
                    "TxnDate": body["TxnDate"],
                    "TotalAmt": 1,
                    "Line": [{"Amount": 1, "LinkedTxn": [linked]}],
                },
            )

    def _body(self, qbo_id: str) -> dict:
        said = ("Id", "CustomerRef", "TxnDate", "DueDate", "Line", "TxnTaxDetail")
        invoice = self.simulator.read("Invoice", qbo_id)
        body = {name: invoice[name] for name in said if name in invoice}
        # QuickBooks adds the line of the subtotal itself.
        lines = [line for line in body["Line"] if "SubTotal" not in line["DetailType"]]
        return body | {"Line": [_without(line, "Id") for line in lines]}

    def _copy(self, odoo: Worker, bodies: list, count: int) -> None:
        """Copy the invoices on both sides, ``count`` in all."""
        self.say(f"copying them to {count} more ...")
        for start in range(0, count, CHUNK):
            copies = []
            for number in range(start, min(start + CHUNK, count)):
                original, body = bodies[number % len(bodies)]
                name = f"COPY/{number}"
                body = _without(body, "Id") | {"DocNumber": name}
                there = self.simulator.create("Invoice", body)
                copies.append((original, name, there["Id"]))
            odoo.ask("copy_invoices", copies=copies)

    def _compare(self, odoo: Worker) -> dict:
        self.say(f"comparing {self.count} invoices ...")
        odoo.ask("lift_limits")
        odoo.ask("start_comparison")
        self.simulator.clear_journal()
        measured = odoo.ask("compare")
        self._check(odoo.ask("compared"))
        return measured

    def _kill(self, database: str, after: int) -> None:
        """Kill the worker in the middle of a step, each time ``after`` more of them."""
        draw = random.Random(1)
        for _time in range(KILLS):
            self.say(f"killing the worker after {after} steps ...")
            with Worker(self.databases, database) as odoo:
                odoo.ask("lift_limits")
                odoo.kill_within(
                    "compare", "step: comparison ", after, draw.uniform(0.02, 0.2)
                )

    def _check(self, found: dict) -> None:
        """Make sure that all was compared, once, and that all that differs was found.

        :raises SetupError: it says something else
        """
        documents = self.count + PAID_THERE
        expected = {"state": "done", "documents": documents, "unexplained": 0}
        # Each payment, and the invoice that it leaves less open.
        parts = {"document": 2 * PAID_THERE, "cash": 1}
        told = {name: found[name] for name in expected}
        if told != expected or not parts.items() <= found["parts"].items():
            raise SetupError(
                f"The comparison found {found}, not {expected} with {parts}."
            )

    # === TOLD === #

    @staticmethod
    def rows(found: dict) -> list[Row]:
        """Return what is told of what was measured."""
        count = found["documents"]
        return [
            Row(
                f"QuickBooks calls for a ledger comparison of {count:,} documents, "
                f"{found['differences']} of them in QuickBooks alone",
                "{calls}; one for each 1,000 would be {ideal}".format(**found),
                "one for 1,000, plus 5 %",
            ),
            Row(
                "Time of that comparison",
                f"{found['seconds']:.0f} s (own work alone: {found['cpu']:.0f} s); "
                f"{found['statements'] / count:.2f} statements each; "
                f"{found['memory']} MB above its start",
                "within minutes",
            ),
            Row(
                f"The same, its worker killed (kill -9) {found['kills']} times",
                f"the same findings; {found['killed_calls']} calls",
                "it goes on where it was",
            ),
        ]


def _without(values: dict, name: str) -> dict:
    return {key: value for key, value in values.items() if key != name}


if __name__ == "__main__":
    sys.exit(measure(Ledgers))
