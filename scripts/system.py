"""Programs of the machine: find them, or install Debian's package for them."""

import os
import threading

from . import settings
from .steps import SetupError, run, say, warn

_INSTALLING = threading.Lock()
WAIT_FOR_OTHERS = "DPkg::Lock::Timeout=300"


def is_root() -> bool:
    """Tell whether we may install packages."""
    return os.geteuid() == 0


def require(names: tuple[str, ...], package: str, reason: str) -> str:
    """Return the path of the first of these programs, installing Debian's package.

    :raises SetupError: when it is not there and we can't install it
    """
    found = settings.on_path(*names)
    if found:
        return found
    hint = f"Install it (on Debian, as root: apt-get install {package}) and run again."
    if not is_root() or not settings.on_path("apt-get"):
        raise SetupError(f"{names[0]} is needed {reason}, and it is not here.", hint)
    install_packages([package], reason)
    path = settings.on_path(*names)
    if not path:
        raise SetupError(f"Debian's {package} brought no {names[0]}.", hint)
    return path


def install_packages(packages: list[str], reason: str) -> None:
    """Install Debian packages; refresh the package lists only when that fails."""
    apt_get = ["apt-get", "-y", "--no-install-recommends", f"-o{WAIT_FOR_OTHERS}"]
    command = [*apt_get, "install", *packages]
    env = settings.environment(DEBIAN_FRONTEND="noninteractive")
    with _INSTALLING:
        say(f"installing {', '.join(packages)} {reason} ...")
        try:
            run(command, "apt-install", env=env)
        except SetupError:
            run(["apt-get", "update"], "apt-update", env=env)
            run(command, "apt-install", env=env)


def chromium() -> str:
    """Return a browser that Odoo's tours and playwright can drive."""
    names = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
    return require(names, "chromium", "for the tests that use a browser")


def offer_printing() -> None:
    """Try to have the program that prints Odoo's reports; go on without it."""
    try:
        require(("wkhtmltopdf",), "wkhtmltopdf", "to print PDF documents")
    except SetupError as error:
        warn(f"{error} {error.hint}")
