"""Where everything lives, and which environment variables move it."""

import hashlib
import os
import shutil
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
SIMULATOR = REPO / "qbo_simulator"
REQUIREMENTS = REPO / "requirements"

# What is built for this project; several checkouts may share one.
ODOO_DIR = Path(os.environ.get("ODOO_DIR") or REPO / ".odoo").absolute()
# What was downloaded or is slow to make; outlives every checkout.
CACHE = Path(
    os.environ.get("QBC_CACHE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    / "quickbooks_connector"
).absolute()

STAMPS = ODOO_DIR / "stamps"
LOGS = ODOO_DIR / "log"
RUN = ODOO_DIR / "run"
DATA = ODOO_DIR / "data"
MARKER = ODOO_DIR / ".quickbooks_connector"

# Odoo's own modules under every template database.
ODOO_MODULES = ("account", "sale_management", "purchase", "delivery", "l10n_us")
# Ours, installed when they are there; each is tested with those before it.
OWN_MODULES = ("quickbooks_connector", "quickbooks_connector_stock")
# What is installed below an add-on beside that: all that it says something about.
BELOW = {
    "quickbooks_connector_stock": (
        "sale_stock",
        "purchase_stock",
        "mrp_account",
        "stock_landed_costs",
        "stock_dropshipping",
    ),
}


def flag(name: str) -> bool:
    """Tell whether the environment variable is set to something but 0 or no."""
    return os.environ.get(name, "").lower() not in ("", "0", "no", "false")


def jobs() -> int:
    """Return how many parts of the tests run at once: QBC_JOBS, or the processors."""
    return int(os.environ.get("QBC_JOBS") or len(os.sched_getaffinity(0)))


def addon_folders() -> list[Path]:
    """Return the folders that hold our add-ons: this checkout, then QBC_ADDONS."""
    extra = os.environ.get("QBC_ADDONS", "").split(os.pathsep)
    folders = [REPO, *(Path(folder).absolute() for folder in extra if folder)]
    return [f for f in folders if any(f.glob("*/__manifest__.py"))]


def own_addons() -> list[Path]:
    """Return the add-ons to install in a template: ours, or those QBC_MODULES names.

    QBC_MODULES is a comma-separated list, for trying the machinery on another add-on.
    """
    names = os.environ.get("QBC_MODULES")
    wanted = names.split(",") if names else OWN_MODULES
    found = []
    for name in wanted:
        places = [folder / name for folder in addon_folders()]
        found += [p for p in places if (p / "__manifest__.py").is_file()][:1]
    return found


def own_addons_up_to(addon: Path) -> list[Path]:
    """Return the add-ons that are installed where ``addon`` is tested."""
    addons = own_addons()
    return addons[: addons.index(addon) + 1]


def modules_below(addons: list[Path]) -> tuple[str, ...]:
    """Return Odoo's own modules to install before our ``addons``."""
    more = [name for addon in addons for name in BELOW.get(addon.name, ())]
    return (*ODOO_MODULES, *more)


def environment(**extra: str) -> dict[str, str]:
    """Return the environment for programs we start.

    Byte code is always written (Odoo starts three times faster with it), and this
    checkout's packages come first, whatever else shares ODOO_DIR.
    """
    env = dict(os.environ)
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env.pop("PYTHONHOME", None)
    paths = [REPO, SIMULATOR / "src"]
    old = env.get("PYTHONPATH")
    env["PYTHONPATH"] = os.pathsep.join([*map(str, paths), *([old] if old else [])])
    env.update(extra)
    return env


def digest(*parts: object) -> str:
    """Return a short hash of the parts; a file's path counts by its content."""
    sha = hashlib.sha256()
    for part in parts:
        data = _content(part)
        sha.update(len(data).to_bytes(8, "big") + data)
    return sha.hexdigest()[:12]


def _content(part: object) -> bytes:
    is_file = isinstance(part, Path) and part.is_file()
    return part.read_bytes() if is_file else str(part).encode()


def on_path(*names: str) -> str | None:
    """Return the first of the programs that PATH has."""
    return next(filter(None, map(shutil.which, names)), None)
