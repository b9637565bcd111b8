"""A PostgreSQL server of our own, or the one that PGHOST or PGPORT names."""

import os
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import settings, system
from .steps import SetupError, locked, run, say

USER = "odoo"
# For databases that can be made again: speed before safety on power loss.
OPTIONS = {
    "listen_addresses": "",  # only the socket, in a folder only we can enter
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "max_connections": "200",
}
SOCKET_LIMIT = 107  # bytes that the system allows in a socket's path


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL server."""

    variables: dict[str, str]  # PGHOST and its like, as the client programs read them

    def run(self, *command: str | os.PathLike, **options) -> str:
        """Run one of PostgreSQL's client programs against this server."""
        program, *rest = command
        path = bin_folder() / program
        env = settings.environment(**self.variables)
        return run([path, *rest], env=env, **options)

    def sql(self, statement: str, database: str = "postgres") -> list[str]:
        """Run one SQL statement and return the rows as psql prints them."""
        options = ("-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1")
        out = self.run("psql", *options, "-d", database, "-c", statement)
        return out.splitlines()

    @property
    def major(self) -> int:
        """Return the server's major version."""
        return int(self.sql("SHOW server_version_num")[0]) // 10000


def bin_folder() -> Path:
    """Return the folder of PostgreSQL's programs, the newest that is complete."""
    found = [p for p in _bin_folders() if (p / "initdb").exists()]
    if not found and is_external():
        found = [p for p in _bin_folders() if (p / "pg_restore").exists()]
    if not found:
        raise SetupError(
            "PostgreSQL is not installed on this machine.",
            "On Debian, as root: apt-get install postgresql. Or set PGHOST to a "
            "server (its client programs are needed here too).",
        )
    return found[0]


def _bin_folders() -> list[Path]:
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    versions = sorted(debian, key=lambda p: float(p.parent.name), reverse=True)
    plain = settings.on_path("initdb", "pg_restore")
    return versions + ([Path(plain).parent] if plain else [])


def is_external() -> bool:
    """Tell whether the environment names a server to use instead of our own."""
    return bool(os.environ.get("PGHOST") or os.environ.get("PGPORT"))


def ensure() -> Server:
    """Return a running server: PGHOST/PGPORT's, or our own, started if need be."""
    if is_external():
        return _external()
    if not any((p / "initdb").exists() for p in _bin_folders()) and system.is_root():
        system.install_packages(["postgresql"], "for the databases")
    home = _home()
    with locked(settings.STAMPS / "postgres.lock"):
        _create(home)
        _start(home)
    return _own(home)


def _own(home: Path) -> Server:
    return Server({"PGHOST": str(_sockets(home)), "PGPORT": "5432", "PGUSER": USER})


def _external() -> Server:
    names = ("PGHOST", "PGPORT", "PGUSER")
    variables = {name: os.environ[name] for name in names if os.environ.get(name)}
    server = Server(variables)
    try:
        user = server.sql("SELECT current_user")[0]
    except SetupError as error:
        raise SetupError(
            f"PGHOST or PGPORT is set, but that server can't be used. {error}",
            "Correct PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset them all to get "
            "a server of our own.",
        ) from error
    if user == "postgres":
        raise SetupError(
            "Odoo refuses to work as PostgreSQL's user postgres.",
            "Set PGUSER to another user that may create databases.",
        )
    return server


def stop() -> None:
    """Stop our own server, if it runs."""
    for home in _homes():
        if (home / "data").is_dir() and _is_running(home):
            say("stopping PostgreSQL")
            run(_as_owner(_ctl(home, "-m", "fast", "stop")), cwd="/")


def remove() -> None:
    """Stop our own server and delete what it keeps."""
    stop()
    for home in _homes():
        for folder in {home, _sockets(home)}:
            shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """A server of our own beside the usual one, for who wants to break it.

    Started on entering and stopped on leaving; what it keeps is thrown away both
    times. Its answers to a commit are true even if it is killed right after.

    :param name: a word that tells it from others
    """

    def __init__(self, name: str):
        usual = _home()
        self.home = usual.with_name(f"{usual.name}-{name}")
        # What was committed outlives the server's own end; the machine's is not tried.
        self.options = OPTIONS | {"synchronous_commit": "on"}
        self.server = _own(self.home)

    def __enter__(self) -> "Cluster":
        self._remove()
        _create(self.home)
        _start(self.home, self.options)
        return self

    def __exit__(self, *_exception) -> None:
        self._remove()

    def restart(self, mode: str) -> None:
        """Stop it and start it again.

        :param mode: "fast" ends connections in order, "immediate" is a crash
        """
        run(_as_owner(_ctl(self.home, "-m", mode, "stop")), cwd="/")
        _start(self.home, self.options)

    def _remove(self) -> None:
        if (self.home / "data").is_dir() and _is_running(self.home):
            run(_as_owner(_ctl(self.home, "-m", "immediate", "stop")), cwd="/")
        for folder in {self.home, _sockets(self.home)}:
            shutil.rmtree(folder, ignore_errors=True)


def _homes() -> tuple[Path, Path]:
    """Return where our server may live: usually, or if its user can't go there."""
    usual = settings.ODOO_DIR / "pg"
    name = f"quickbooks_connector-{settings.digest(str(usual))[:8]}"
    return usual, Path("/var/tmp") / name


def _home() -> Path:
    """Return the folder of our server, one that its user can enter."""
    usual, other = _homes()
    if not system.is_root() or _postgres_can_enter(settings.ODOO_DIR):
        return usual
    return other


def _postgres_can_enter(folder: Path) -> bool:
    """Tell whether PostgreSQL's user may reach the folder (not below root's home)."""
    test = subprocess.run(_as_owner(["test", "-x", str(folder)]), check=False)
    return test.returncode == 0


def _sockets(home: Path) -> Path:
    if len(os.fsencode(home / ".s.PGSQL.5432")) <= SOCKET_LIMIT:
        return home
    return Path(tempfile.gettempdir()) / f"qbc-{settings.digest(str(home))[:8]}"


def _as_owner(command: list) -> list:
    """Return the command for the user that owns the server: it refuses root."""
    owner = ["runuser", "-u", "postgres", "--"] if system.is_root() else []
    return owner + command


def _create(home: Path) -> None:
    for folder in {home, _sockets(home)}:
        folder.mkdir(parents=True, exist_ok=True)
        info = folder.stat()
        if info.st_uid == os.geteuid():
            folder.chmod(stat.S_IRWXU)
            if system.is_root():
                shutil.chown(folder, "postgres")

    if (home / "data").is_dir():
        return
    say("creating a PostgreSQL cluster ...")
    arriving = home / "data.part"
    shutil.rmtree(arriving, ignore_errors=True)
    options = ["--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    command = [bin_folder() / "initdb", "-D", arriving, "-U", USER, *options]
    run(_as_owner(command), "initdb", cwd="/")
    arriving.rename(home / "data")


def _ctl(home: Path, *words: str) -> list:
    return [bin_folder() / "pg_ctl", "-D", home / "data", "-w", "-s", *words]


def _is_running(home: Path) -> bool:
    status = subprocess.run(
        _as_owner(_ctl(home, "status")), stdout=subprocess.DEVNULL, check=False, cwd="/"
    )
    return status.returncode == 0


def _start(home: Path, options: dict[str, str] = OPTIONS) -> None:
    if _is_running(home):
        return
    options = {**options, "unix_socket_directories": _sockets(home)}
    words = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    log = home / "log"
    try:
        command = _ctl(home, "-l", str(log), "-o", words, "start")
        run(_as_owner(command), cwd="/")
    except SetupError as error:
        tail = log.read_text()[-2000:] if log.exists() else ""
        raise SetupError(
            f"PostgreSQL did not start. {error}\n{tail}",
            "If its files are damaged or of another version, make clean starts over.",
        ) from error
    say("PostgreSQL started")
