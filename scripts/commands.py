"""What each make target does once Odoo, packages and PostgreSQL are ready."""

import os
import shutil

from . import (
    bootstrap,
    linting,
    picturing,
    postgres,
    settings,
    system,
    testing,
    venv,
    wheeling,
)
from .databases import FILESTORE, Databases
from .server import Server
from .steps import SetupError, call, say

lint, readme = linting.lint, linting.readme
pictures = picturing.main
wheels = wheeling.main


def test() -> int:
    """Run all tests, or those that T names; ARGS holds more words for pytest."""
    return testing.main(os.environ.get("T", "").split(), os.environ.get("ARGS", ""))


def setup() -> int:
    """Fetch and build everything, run nothing."""
    Databases(bootstrap.ensure()).template("odoo")
    return 0


def _program(path: str) -> int:
    """Run one of the project's own programs with the Python that knows Odoo."""
    if not (settings.REPO / path).is_file():
        raise SetupError(f"{path} is not there.")
    bench = bootstrap.ensure()
    module = path.removesuffix(".py").replace("/", ".")
    env = Databases(bench).environment()
    return call([bench.python, "-m", module], env)


def demo() -> int:
    """Show the main job, then serve Odoo and the simulator."""
    system.offer_printing()
    return _program("scripts/demo.py")


def walkthrough() -> int:
    """Walk through the product as a new user, and write down what each step took."""
    system.offer_printing()
    return _program("scripts/walkthrough/run.py")


def bench() -> int:
    """Print the measurements."""
    return _program("benchmarks/run.py")


def chaos() -> int:
    """Break everything while documents travel, and compare both sides at the end."""
    return _program("chaos/run.py")


def neighbours() -> int:
    """Compare what comes out of Odoo's own tests without our add-ons and with them."""
    return _program("scripts/neighbours/run.py")


def upgrades() -> int:
    """Upgrade from each released version, and check that links and states are kept."""
    return _program("scripts/upgrades/run.py")


def shell() -> int:
    """Open Odoo's shell on a throw-away database with our add-ons."""
    databases = Databases(bootstrap.ensure())
    with databases.clone("addon", "shell") as name:
        command = databases.odoo(name, "--no-http", command="shell")
        return call(command, databases.environment())


def pot() -> int:
    """Write the add-ons' templates of texts to translate, i18n/*.pot."""
    databases = Databases(bootstrap.ensure())
    addons = [addon.name for addon in databases.addons]
    with databases.clone("addon", "pot") as name:
        program, launcher, _verb, *rest = databases.odoo(name, command="i18n")
        # The verb comes before the options here; without languages it is the template.
        command = [program, launcher, "i18n", "export", *rest, *addons]
        return call(command, databases.environment())


def serve() -> int:
    """Serve a database that is kept until `make clean`; PORT chooses the port."""
    system.offer_printing()
    databases = Databases(bootstrap.ensure())
    name = "qbc_serve_" + settings.digest(str(settings.REPO))[:6]
    options = ["--dev=xml"]
    if databases.exists(name):
        options += ["-u", ",".join(addon.name for addon in settings.own_addons())]
    else:
        databases.copy(databases.template("warm"), name)
    port = int(os.environ.get("PORT", "8069"))
    with Server(databases, name, port, options=options) as odoo:
        say(f"Odoo: {odoo.url} (admin/admin), log: {odoo.log}; Ctrl-C ends it")
        return odoo.wait()


def lock() -> int:
    """Resolve requirements/*.in into the lock files, moving no pin of odoo.txt."""
    settings.ODOO_DIR.mkdir(parents=True, exist_ok=True)
    settings.MARKER.touch()
    venv.lock()
    return 0


def stop() -> int:
    """Stop our PostgreSQL server."""
    postgres.stop()
    return 0


def clean() -> int:
    """Stop our server and delete what was built; downloads stay in the cache."""
    if not settings.ODOO_DIR.exists():
        return 0
    if not settings.MARKER.exists():
        raise SetupError(
            f"{settings.ODOO_DIR} was not made by this project, so it stays.",
            "Is ODOO_DIR right?",
        )
    if postgres.is_external():
        server = postgres.ensure()
        for files in FILESTORE.glob("qbc_*"):
            server.run("dropdb", "--if-exists", "--force", files.name)
    postgres.remove()
    shutil.rmtree(settings.ODOO_DIR)
    say(f"{settings.ODOO_DIR} deleted; downloads are kept in {settings.CACHE}")
    return 0
