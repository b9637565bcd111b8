"""Databases of Odoo: two levels of templates, and throw-away clones of them.

Template A has Odoo's own modules, and is restored from a dump in the cache when there
is one; where an add-on of ours says something about more of them, there is a second one
that has those too. Template B is A with our add-ons, named after a hash of their files;
its "warm" kind also has the web client's asset bundles compiled. A clone costs half a
second.

For the demo and the benchmarks::

    with databases.clone("warm", "demo") as name:
        ...                    # database `name` exists, with its filestore

A template is never opened by Odoo itself: PostgreSQL refuses connections to it.
"""

import os
import secrets
import shutil
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import odoo_log, settings
from .bootstrap import Bench
from .steps import SetupError, locked, run, say

TRIES = 5
FORMAT = 1  # raise it when templates must be built anew though no input changed
KEEP = {"a": 4, "bw": 8}  # how many templates of these kinds are kept
DUMPS = settings.CACHE / "templates"
FILESTORE = settings.DATA / "filestore"
LOCKS = settings.STAMPS / "databases"
# What a page of the web client, a tour and the portal load.
BUNDLES = (
    "web.assets_web",
    "web.assets_frontend",
    "web.assets_frontend_minimal",
    "web.assets_frontend_lazy",
    "web.assets_tests",
    "web.__assets_tests_call__",
)
PREWARM = f"""
for name in {BUNDLES!r}:
    env["ir.qweb"]._get_asset_bundle(name, css=True, js=False).css()
    env["ir.qweb"]._get_asset_bundle(name, css=False, js=True).js()
env.cr.commit()
print("bundles" + " compiled")
"""


class Databases:
    """The databases of one bench.

    :param options: more settings for Odoo's configuration file
    :param addons: those of ours that are installed, all if none are named
    """

    def __init__(
        self,
        bench: Bench,
        options: dict[str, str] | None = None,
        addons: list[Path] | None = None,
    ):
        self.options = options or {}
        self.addons = settings.own_addons() if addons is None else addons
        self.modules = settings.modules_below(self.addons)
        self.bench = bench
        self.server = bench.server

    # ------------------------------------------------------------------ Odoo

    def conf(self, database: str) -> Path:
        """Write Odoo's configuration for one database and return the file."""
        folders = [*self.bench.source.addons, *settings.addon_folders()]
        options = {
            "addons_path": ",".join(map(str, folders)),
            "data_dir": settings.DATA,
            "db_name": database,
            "dbfilter": f"^{database}$",
            "http_interface": "127.0.0.1",
            "list_db": False,
            "workers": 0,
            "max_cron_threads": 0,
            **self.options,
        }
        lines = [f"{name} = {value}" for name, value in options.items()]
        path = settings.RUN / f"{database}.conf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["[options]", *lines, ""]))
        return path

    def environment(self, **extra: str) -> dict[str, str]:
        """Return the environment for programs that work on these databases."""
        return settings.environment(**self.server.variables, **extra)

    def odoo(self, database: str, *words: str, command: str = "server") -> list[str]:
        """Return the command line that runs Odoo on a database."""
        odoo_bin = str(settings.ODOO_DIR / "bin" / "odoo-bin")
        python = str(self.bench.python)
        return [python, odoo_bin, command, "-c", str(self.conf(database)), *words]

    def script(self, database: str, code: str, log: str) -> str:
        """Run Python code in Odoo's shell on a database; `env` is there.

        :raises SetupError: when the code raises
        """
        command = self.odoo(database, "--no-http", command="shell")
        env = self.environment()
        return run(command, log, input=code, env=env, explain=odoo_log.complaints)

    # ------------------------------------------------------------- databases

    def exists(self, name: str) -> bool:
        """Tell whether the database and its filestore are both there."""
        rows = self.server.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'")
        return bool(rows) and (FILESTORE / name).is_dir()

    def drop(self, name: str) -> None:
        """Delete a database and all that belongs to it, if it exists."""
        self.server.run("dropdb", "--if-exists", "--force", name)
        shutil.rmtree(FILESTORE / name, ignore_errors=True)
        (settings.RUN / f"{name}.conf").unlink(missing_ok=True)

    def copy(self, template: str, name: str) -> None:
        """Make a database from a template; files are shared by hard links."""
        with locked(LOCKS / f"{template}.lock"):
            os.utime(LOCKS / f"{template}.lock")
            self.server.run("createdb", "-T", template, name)
            shutil.rmtree(FILESTORE / name, ignore_errors=True)
            shutil.copytree(
                FILESTORE / template, FILESTORE / name, copy_function=os.link
            )

    def publish(self, temporary: str, name: str) -> None:
        """Give a finished template its name and close it to connections."""
        self.drop(name)
        (FILESTORE / temporary).mkdir(parents=True, exist_ok=True)
        (FILESTORE / temporary).rename(FILESTORE / name)
        self.server.sql(f'ALTER DATABASE "{temporary}" RENAME TO "{name}"')
        self.server.sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        (settings.RUN / f"{temporary}.conf").unlink(missing_ok=True)

    @contextmanager
    def clone(
        self, template: str, purpose: str, *, keep: bool = False
    ) -> Iterator[str]:
        """Make a database of our own from a template and drop it at the end.

        :param template: "odoo" (A, without our add-ons), "addon" (B) or "warm" (B with
            compiled asset bundles)
        :param purpose: a word for the database's name
        :param keep: leave the database there at the end
        """
        self.sweep()
        with self._own(purpose, keep) as name:
            self._copy_of(template, name)
            yield name

    @contextmanager
    def restored(self, source: str, purpose: str) -> Iterator[str]:
        """Restore a backup of a database that is in use, and drop that at the end.

        Unlike a clone, it is what people get: the same uuid beside the original.
        """
        with self._own(purpose) as name:
            dump = settings.RUN / f"{name}.dump"
            try:
                self.server.run("pg_dump", "-Fc", "-Z0", "-f", dump, source)
                self._create(name)
                self.server.run("pg_restore", "-j2", "--no-owner", "-d", name, dump)
            finally:
                dump.unlink(missing_ok=True)
            shutil.copytree(FILESTORE / source, FILESTORE / name)
            yield name

    @contextmanager
    def _own(self, purpose: str, keep: bool = False) -> Iterator[str]:
        """Give the name for a database of this run, and drop it at the end."""
        name = f"qbc_{purpose}_{os.getpid()}_{secrets.token_hex(2)}"
        with locked(LOCKS / f"run-{name}.lock"):
            try:
                yield name
            finally:
                if not keep:
                    self.drop(name)
                (LOCKS / f"run-{name}.lock").unlink(missing_ok=True)

    def _copy_of(self, kind: str, name: str) -> None:
        """Copy a template, making it again if another run pruned it just now."""
        for _attempt in range(TRIES):
            template = self.template(kind)
            try:
                return self.copy(template, name)
            except SetupError:
                if self.exists(template):
                    raise
        raise SetupError("Other runs keep deleting the template.", "Run again.")

    def sweep(self) -> None:
        """Drop the clones of runs that were killed."""
        for lock in LOCKS.glob("run-*.lock"):
            with locked(lock, wait=False) as ours:
                if ours:
                    self.drop(lock.stem.removeprefix("run-"))
                    lock.unlink(missing_ok=True)

    # ------------------------------------------------------------- templates

    def template(self, kind: str) -> str:
        """Return the name of a template ("odoo", "addon" or "warm"), building it."""
        key_a = settings.digest(
            FORMAT,
            self.bench.source.version,
            settings.REQUIREMENTS / "odoo.txt",
            self.modules,
            self.server.major,
        )
        name_a = f"qbc_a_{key_a}"
        self._ensure(name_a, lambda name: self._build_a(name, key_a))
        if kind == "odoo":
            return name_a
        key_b = self._addon_template(key_a, name_a)
        name_b = f"qbc_b_{key_b}"
        if kind == "addon":
            return name_b
        name_warm = f"qbc_w_{key_b}"
        self._ensure(name_warm, lambda name: self._build_warm(name, name_b))
        return name_warm

    def _addon_template(self, key_a: str, name_a: str) -> str:
        """Make sure of the template with our add-ons as they are; return its key.

        Files may be saved while Odoo installs them. What came out then is no state of
        the files that ever was, so it is made again.
        """
        for _attempt in range(TRIES):
            key = settings.digest(key_a, *addon_files(self.addons))
            name = f"qbc_b_{key}"
            self._ensure(name, lambda name: self._build_b(name, name_a))
            if key == settings.digest(key_a, *addon_files(self.addons)):
                return key
            say("the add-ons were edited meanwhile, again:")
            self.drop(name)
        raise SetupError("The add-ons' files change all the time.", "Run again later.")

    def _ensure(self, name: str, build) -> None:
        if self.exists(name):
            return
        with locked(LOCKS / f"{name}.build"):
            if self.exists(name):
                return
            temporary = f"{name}_new"
            self.drop(temporary)
            build(temporary)
            self.publish(temporary, name)
            (LOCKS / f"{name}.lock").touch()
        self._prune()

    def _prune(self) -> None:
        """Delete the templates that were not used for longest."""
        for kinds, keep in KEEP.items():
            locks = [p for kind in kinds for p in LOCKS.glob(f"qbc_{kind}_*.lock")]
            locks.sort(key=lambda path: path.stat().st_mtime, reverse=True)
            for lock in locks[keep:]:
                with locked(lock, wait=False) as ours:
                    if ours:
                        self.drop(lock.stem)
                        lock.unlink(missing_ok=True)

    def _build_a(self, name: str, key: str) -> None:
        dump, files = DUMPS / f"{key}.dump", DUMPS / f"{key}.tar.gz"
        began = time.monotonic()
        if dump.is_file() and files.is_file():
            say("template with Odoo's modules: restoring from the cache ...")
            self._create(name)
            self.server.run("pg_restore", "-j2", "--no-owner", "-d", name, dump)
            self.server.run("vacuumdb", "-q", "--analyze-only", name)
            with tarfile.open(files) as packed:
                packed.extractall(FILESTORE / name)
        else:
            more = self._start_a(name)
            say(f"template with {', '.join(more)}: installing ...")
            self.install(name, more, "template-a")
            self._save(name, dump, files)
        say(f"template with Odoo's modules: done in {time.monotonic() - began:.1f} s")

    def _create(self, name: str) -> None:
        self.server.run("createdb", "-T", "template0", "-E", "UTF8", name)

    def _start_a(self, name: str) -> tuple[str, ...]:
        """Begin a template with what others have too; return what is left to install.

        Most of the work is below every add-on, and done once.
        """
        more = self.modules[len(settings.ODOO_MODULES) :]
        if not more:
            self._create(name)
            return self.modules
        self.copy(Databases(self.bench, addons=[]).template("odoo"), name)
        return more

    def _save(self, name: str, dump: Path, files: Path) -> None:
        """Put a database in the cache; the dump comes last and means complete."""
        DUMPS.mkdir(parents=True, exist_ok=True)
        part = DUMPS / f"{name}.{os.getpid()}.part"
        with tarfile.open(part, "w:gz") as packed:
            packed.add(FILESTORE / name, arcname=".")
        part.rename(files)
        self.server.run("pg_dump", "-Fc", "-f", part, name)
        part.rename(dump)

    def _build_b(self, name: str, template: str) -> None:
        addons = self.addons
        names = ", ".join(addon.name for addon in addons)
        if not addons:
            raise SetupError("There is no add-on to install.", "See QBC_MODULES.")
        began = time.monotonic()
        say(f"template with {names}: installing ...")
        self.copy(template, name)
        try:
            out = self.install(name, [a.name for a in addons], "template-b")
        except SetupError as error:
            self.drop(name)
            raise SetupError(f"{names} can't be installed.\n{error}") from error
        noise = odoo_log.complaints(out)
        if noise:
            self.drop(name)
            raise SetupError(
                f"Installing {names} put these lines into Odoo's log:\n    "
                + "\n    ".join(noise),
                f"All of it: {settings.LOGS / 'template-b.log'}",
            )
        say(f"template with {names}: done in {time.monotonic() - began:.1f} s")

    def install(self, name: str, modules, log: str) -> str:
        """Install modules into a database and return what Odoo said.

        :raises SetupError: one of them is not installed at the end
        """
        words = ("-i", ",".join(modules), "--stop-after-init", "--no-http")
        command, env = self.odoo(name, *words), self.environment()
        out = run(command, log, env=env, explain=odoo_log.complaints)
        wanted = "', '".join(modules)
        count = self.server.sql(
            "SELECT count(*) FROM ir_module_module WHERE state = 'installed' "
            f"AND name IN ('{wanted}')",
            name,
        )
        if count != [str(len(modules))]:  # Odoo can end well without installing them
            tail = "\n    ".join(odoo_log.complaints(out) or out.splitlines()[-15:])
            raise SetupError(f"Odoo did not install '{wanted}':\n    {tail}")
        return out

    def _build_warm(self, name: str, template: str) -> None:
        began = time.monotonic()
        say("asset bundles: compiling ...")
        self.copy(template, name)
        if "bundles compiled" not in self.script(name, PREWARM, "bundles"):
            raise SetupError("Odoo's asset bundles could not be compiled.")
        say(f"asset bundles: done in {time.monotonic() - began:.1f} s")


def addon_files(addons: list[Path]) -> list[object]:
    """Return what tells one state of our ``addons`` from another.

    Tests don't count: they run on any clone. Files that Odoo serves count with their
    time of change too, for so do Odoo's compiled bundles.
    """
    parts: list[object] = []
    for addon in addons:
        parts.append(addon.name)
        for path in sorted(addon.rglob("*")):
            inside = path.relative_to(addon)
            tests = "tests" in inside.parts[:2]
            if tests or not path.is_file() or "__pycache__" in inside.parts:
                continue
            parts += [str(inside), path]
            if inside.parts[0] == "static":
                parts.append(path.stat().st_mtime)
    return parts
