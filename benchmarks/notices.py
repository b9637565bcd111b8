"""``make bench`` of QuickBooks' notices, or this part alone: how soon it is answered.

QuickBooks wants an answer within three seconds. Notices are posted at a fixed pace,
whether earlier ones are answered or not, to an Odoo that sends invoices meanwhile.

Environment: ``BENCH_NOTICES`` (how many), ``BENCH_NOTICES_PACE`` (a second),
``BENCH_PUBLISH=1``.
"""

import base64
import hashlib
import hmac
import json
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import requests

from scripts.server import Server, free_port
from scripts.steps import SetupError

from .measures import size
from .part import Part, measure
from .report import Row
from .worker import Worker

VERIFIER = "verifier-of-the-benchmark"
PATH = "/quickbooks/webhook"
SENDERS = 32  # requests that may be under way at once
LOST = 0  # the connection broke; QuickBooks would post the notice again
KINDS = ("payment", "customer", "item", "invoice", "vendor")


class Notices(Part):
    """An Odoo with two workers and a cron, told again and again that things changed."""

    title = "notices"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = size("BENCH_NOTICES", 250, 1000)
        self.pace = size("BENCH_NOTICES_PACE", 50, 50)

    def run(self) -> dict:
        """Post the notices and return how long the answers took, in milliseconds."""
        self.simulator.reset("us")
        with ExitStack() as stack:
            database = stack.enter_context(self.databases.clone("addon", "bench_hook"))
            with Worker(self.databases, database) as odoo:
                odoo.ask("connect", simulator=self.simulator.base_url)
                odoo.ask("listen", verifier=VERIFIER)
                odoo.ask(
                    "prepare", invoices=400, customers=100, items=50, name="Notice"
                )
                odoo.ask("post_for_good")
            # The web client's own socket has a port of its own then.
            options = ("--workers=2", f"--gevent-port={free_port()}")
            server = Server(self.databases, database, crons=1, options=options)
            stack.enter_context(server)
            before = self._sent()
            self.say(f"posting {self.count} notices, {self.pace} a second ...")
            answers = self._post_all(server.url + PATH)
            sent = self._sent() - before
        return self._summarise(answers) | {"sent_meanwhile": sent, "pace": self.pace}

    def _sent(self) -> int:
        return len(self.simulator.all("Invoice"))

    def _post_all(self, url: str) -> list[tuple[int, float]]:
        """Return status and seconds of each notice, from when it was due."""
        draw = random.Random(1)
        bodies = [self._body(number, draw) for number in range(self.count)]
        with ThreadPoolExecutor(SENDERS) as pool:
            began = time.perf_counter() + 0.5
            posts = [
                pool.submit(self._post, url, body, began + number / self.pace)
                for number, body in enumerate(bodies)
            ]
            return [post.result() for post in posts]

    def _post(self, url: str, body: bytes, due: float) -> tuple[int, float]:
        time.sleep(max(due - time.perf_counter(), 0))
        digest = hmac.new(VERIFIER.encode(), body, hashlib.sha256).digest()
        headers = {
            "intuit-signature": base64.b64encode(digest).decode(),
            "Content-Type": "application/json",
        }
        # Odoo's workers close a connection after each answer.
        try:
            answer = requests.post(url, data=body, headers=headers, timeout=30)
            status = answer.status_code
        except requests.ConnectionError:
            status = LOST
        return status, time.perf_counter() - due

    def _body(self, number: int, draw: random.Random) -> bytes:
        """Return a notice of up to ten changes, as CloudEvents."""
        events = [
            {
                "specversion": "1.0",
                "id": f"bench-{number}-{place}",
                "source": "intuit.benchmark",
                "type": f"qbo.{draw.choice(KINDS)}.updated.v1",
                "time": "2026-11-22T10:00:00.000Z",
                "intuitentityid": str(draw.randrange(1, 5000)),
                "intuitaccountid": self.simulator.realm_id,
            }
            for place in range(draw.randrange(1, 11))
        ]
        return json.dumps(events).encode()

    def _summarise(self, answers: list[tuple[int, float]]) -> dict:
        lost = sum(status == LOST for status, _seconds in answers)
        refused = [status for status, _s in answers if status not in (200, LOST)]
        if refused:
            raise SetupError(f"{len(refused)} notices were answered {set(refused)}.")
        times = sorted(1000 * seconds for _status, seconds in answers)
        return {"count": len(times), "lost": lost} | {
            f"p{part}": round(times[min(len(times) * part // 100, len(times) - 1)], 1)
            for part in (50, 95, 99)
        }

    # === TOLD === #

    @staticmethod
    def rows(found: dict) -> list[Row]:
        """Return what is told of what was measured."""
        return [
            Row(
                "{count:,} notices at {pace} a second, answered while {sent_meanwhile} "
                "invoices were sent".format(**found),
                "median {p50} ms, 95 % within {p95} ms, 99 % within {p99} ms; "
                "not answered: {lost}".format(**found),
                "99 % within 200 ms",
            ),
        ]


if __name__ == "__main__":
    sys.exit(measure(Notices))
