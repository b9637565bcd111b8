"""Everything that tests, demo and benchmarks stand on, made ready."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import odoo_source, postgres, settings, venv
from .odoo_source import Source


@dataclass(frozen=True)
class Bench:
    """What is ready to be used."""

    source: Source
    venv: Path
    server: postgres.Server

    @property
    def python(self) -> Path:
        """Return the Python that knows Odoo, our add-ons' libraries and test tools."""
        return self.venv / "bin" / "python"


def ensure() -> Bench:
    """Make Odoo's source, the Python packages and PostgreSQL ready, side by side."""
    settings.ODOO_DIR.mkdir(parents=True, exist_ok=True)
    settings.MARKER.touch()
    with ThreadPoolExecutor(3) as pool:
        source = pool.submit(odoo_source.ensure)
        folder = pool.submit(venv.ensure)
        server = pool.submit(postgres.ensure)
        bench = Bench(source.result(), folder.result(), server.result())
    venv.link_odoo(bench.venv, bench.source)
    venv.install_simulator(bench.venv)
    return bench
