"""What a worker measures of itself: time, own work, statements, memory."""

import os
import re
import time
from pathlib import Path

#: As far as the web client lets the rows of a list be counted.
MOST_COUNTED = 10_001

#: User and system time stand here in the line of a process' figures, after its name.
USER, SYSTEM = 11, 12


def memory(what: str) -> int:
    """Return a figure of this process' memory in megabytes."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"{what}:\s+(\d+)", status)[1]) // 1024


def reset_peak() -> None:
    """Let the peak of the memory (VmHWM) begin anew."""
    Path("/proc/self/clear_refs").write_text("5")


class Clock:
    """Reads the time, and how long this process and its PostgreSQL have worked.

    :param cr: the cursor whose server process counts; what it runs must be on this
        machine, else its part is left out
    """

    def __init__(self, cr):
        self.cr = cr
        self.backend = Path(f"/proc/{cr.connection.info.backend_pid}")

    def read(self) -> dict:
        """Return ``seconds``, own ``cpu``, ``work`` (PostgreSQL's too), statements."""
        cpu = time.process_time()
        return {
            "seconds": time.perf_counter(),
            "cpu": cpu,
            "work": cpu + self._theirs(),
            "statements": self.cr.sql_log_count,
        }

    def since(self, began: dict) -> dict:
        """Return what has passed since :meth:`read` returned ``began``."""
        return {key: value - began[key] for key, value in self.read().items()}

    def _theirs(self) -> float:
        try:
            name, _bracket, text = (self.backend / "stat").read_text().rpartition(")")
        except OSError:
            return 0.0
        if "postgres" not in name:
            return 0.0
        fields = text.split()
        ticks = int(fields[USER]) + int(fields[SYSTEM])
        return ticks / os.sysconf("SC_CLK_TCK")
