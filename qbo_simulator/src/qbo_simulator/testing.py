"""Drive a simulator from tests: a process to start, a client to steer it, fixtures.

::

    pytest_plugins = ["qbo_simulator.testing"]

    def test_an_invoice_is_paid(qbo):          # a fresh US company each time
        invoice = qbo.create("Invoice", {...})

or, without pytest::

    with SimulatorProcess() as process:
        qbo = process.client()
        qbo.reset(seed="uk")

The process is a separate one on purpose: what a test does to its own clock or sockets
does not reach the simulator.
"""

from collections.abc import Iterator

from .client import ACCOUNTING, AppKeys, RemoteClock, Simulator, SimulatorError
from .process import SimulatorProcess, running

try:
    import pytest
except ImportError:  # the client is of use without pytest too
    pytest = None

__all__ = [
    "ACCOUNTING",
    "AppKeys",
    "RemoteClock",
    "Simulator",
    "SimulatorError",
    "SimulatorProcess",
    "running",
]

if pytest is not None:

    @pytest.fixture(scope="session")
    def qbo_process() -> Iterator[SimulatorProcess]:
        """One simulator for the whole test session."""
        with SimulatorProcess() as process:
            yield process

    @pytest.fixture
    def qbo(qbo_process: SimulatorProcess) -> Simulator:
        """The session's simulator, reset to a fresh US company."""
        client = qbo_process.client()
        client.reset()
        return client
