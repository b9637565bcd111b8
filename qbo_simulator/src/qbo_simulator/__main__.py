"""``python -m qbo_simulator``: start the simulator and say where it listens."""

import sys

from .server.run import main

if __name__ == "__main__":
    sys.exit(main())
