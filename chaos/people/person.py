"""What all people have in common: one thing after the other, at random.

Somebody whose click is interrupted (the worker was killed, the database went away)
looks at what is there and goes on. What people read that is no interruption is kept: it
should never be a fault of the sync.
"""

import random
import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import requests
from qbo_simulator.testing import SimulatorError

from scripts.demonstration.web_client import OdooRefusal

#: What may be read when the database was taken away; anything else is a complaint.
AWAY = (
    "access denied",  # who somebody is can't be looked up
    "connection already closed",
    "connection to server",
    "cursor already closed",
    "server closed the connection",
    "session expired",
    "terminating connection",
    "the database system is",
)
#: Seconds after a worker or the database was taken in which a click may fail of it:
#: a server that was killed has to come up again.
GRACE = 30


class Outages:
    """When a worker or the database was taken from under the people."""

    def __init__(self):
        self._times: list[float] = []

    def note(self) -> None:
        """Note that it happens now."""
        self._times.append(time.monotonic())

    def explain(self, began: float) -> bool:
        """Tell whether a click that began then may have failed because of one."""
        return any(began - GRACE <= at for at in self._times)


class Quota:
    """How many documents are still to be entered."""

    def __init__(self, documents: int):
        self.documents = self.left = documents
        self._lock = threading.Lock()

    @property
    def entered(self) -> int:
        """Return how many have been entered, or are being entered."""
        return self.documents - self.left

    @contextmanager
    def take(self, most: int) -> Iterator[int]:
        """Take up to ``most`` of what is left, and give how many.

        They are given back if entering them fails: what is counted is there.
        """
        with self._lock:
            taken = min(most, self.left)
            self.left -= taken
        try:
            yield taken
        except BaseException:
            with self._lock:
                self.left += taken
            raise


class Person(threading.Thread, ABC):
    """Does something at random until told to stop.

    :cvar rest: seconds between two things
    :ivar done: how often each deed was done
    :ivar complaints: what was read as an error though nothing had been taken away
    """

    rest = 0.1

    def __init__(self, seed: int, outages: Outages):
        super().__init__(daemon=True)
        self.chance = random.Random(seed)
        self.outages = outages
        self.over = threading.Event()
        self.done: Counter = Counter()
        self.complaints: list[str] = []

    def run(self) -> None:
        while not self.over.wait(self.rest):
            self.do(self.chance.choice(self.deeds()))

    def do(self, deed: Callable[[], bool]) -> bool:
        """Do one thing, and keep what is read if it goes wrong.

        :return: nothing was taken away meanwhile, so that there is no need to try again
        """
        began = time.monotonic()
        try:
            if deed():
                self.done[deed.__name__] += 1
        except (OdooRefusal, SimulatorError) as error:
            away = any(word in str(error).lower() for word in AWAY)
            return self._fail(deed, error, away and self.outages.explain(began))
        except requests.Timeout as error:
            return self._fail(deed, error, False)  # nobody waits as long as that
        except requests.RequestException as error:
            return self._fail(deed, error, self.outages.explain(began))
        except Exception as error:  # a defect of the person is to be seen, too
            return self._fail(deed, repr(error), False)
        return True

    def _fail(self, deed, error, excused: bool) -> bool:
        if excused:
            self.done["interrupted"] += 1
        else:
            self.complaints.append(f"{deed.__name__}: {error}")
        return not excused

    @abstractmethod
    def deeds(self) -> list[Callable[[], bool]]:
        """Return what the person may do next; each tells whether there was anything."""


def wait_for(people: list[Person], seconds: float) -> None:
    """Let everybody finish what they are at."""
    for person in people:
        person.over.set()
    end = time.monotonic() + seconds
    for person in people:
        person.join(max(0.0, end - time.monotonic()))
