"""The add-ons install as Odoo people install them, from wheels, with nothing else."""

import json
from contextlib import contextmanager
from email.parser import Parser
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest

from scripts import bootstrap, odoo_log, postgres, settings, venv, wheeling
from scripts.databases import Databases
from scripts.steps import SetupError, run

#: What Odoo itself reads of an installed add-on before it loads its data.
LOOK = """
import importlib, json, sys
from odoo.modules import module
from odoo.tools import config

config.parse_config(["--no-http"])
module.initialize_sys_path()
found = {}
for name in sys.argv[1:]:
    package = importlib.import_module(f"odoo.addons.{name}")
    manifest = module.Manifest.for_addon(name)
    manifest.check_manifest_dependencies()
    found[name] = {
        "package": package.__file__,
        "path": manifest.path,
        "icon": manifest.icon,
        "data": manifest["data"],
        "assets": manifest["assets"],
        "images": manifest["images"],
        "depends": manifest["depends"],
        "missing": [d for d in manifest["depends"] if not module.Manifest.for_addon(d)],
    }
print(json.dumps(found))
"""
#: Hands all that is in a database, and the database, to a role.
OWN = """
DO $$ DECLARE one record; BEGIN
    FOR one IN
        SELECT oid::regclass AS name FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
    LOOP EXECUTE format('ALTER TABLE %s OWNER TO {role}', one.name); END LOOP;
    ALTER SCHEMA public OWNER TO {role};
    EXECUTE format('ALTER DATABASE %I OWNER TO {role}', current_database());
END $$
"""
#: Who made a table of ours, and what Odoo says of the add-on.
MADE = """
SELECT tableowner, state FROM pg_tables, ir_module_module
 WHERE tablename = 'quickbooks_binding' AND name = 'quickbooks_connector'
"""


def _install(python: Path, words: list) -> None:
    """Install packages, from what was downloaded once if that is possible."""
    command = [venv.ensure_uv(), "pip", "install", "--python", python, *words]
    env = settings.environment(**venv.uv_settings())
    try:
        run([*command, "--offline"], env=env)
    except SetupError:
        run(command, env=env)


@pytest.fixture(scope="module")
def built():
    """Give the wheels of our add-ons, by the add-on's name."""
    with TemporaryDirectory() as folder:
        yield {
            addon.name: wheeling.build(addon, Path(folder))
            for addon in settings.own_addons()
        }


@pytest.fixture(scope="module")
def clean(built):
    """Give the folder of an environment that has Odoo and the wheels only."""
    bench = bootstrap.ensure()
    with TemporaryDirectory(dir=settings.RUN) as folder:
        home = Path(folder) / "venv"
        run([venv.ensure_uv(), "venv", "--quiet", "--python", bench.python, home])
        venv.link_odoo(home, bench.source)
        python = home / "bin" / "python"
        _install(python, ["--no-deps", "-r", settings.REQUIREMENTS / "odoo.txt"])
        locks = [settings.REQUIREMENTS / name for name in venv.LOCKS["dev"]]
        pins = [word for lock in locks for word in ("-c", lock)]
        _install(python, [*built.values(), *pins])
        yield home


def _run_clean(clean: Path, *words: str | Path, **variables: str) -> str:
    """Run Python in the clean environment, where nothing leads to this checkout."""
    env = settings.environment() | {"PYTHONPATH": ""} | variables
    return run([clean / "bin" / "python", *words], cwd=clean, env=env)


@pytest.fixture(scope="module")
def found(clean, built):
    """Give what Odoo finds of each add-on in the clean environment, by its name."""
    return json.loads(_run_clean(clean, "-c", LOOK, *built).splitlines()[-1])


@contextmanager
def _plain_owner(server: postgres.Server, database: str):
    """Give the variables of a role that owns the database, and may nothing else."""
    role = f"{database}_owner"
    variables = server.variables | {"PGUSER": role, "PGPASSWORD": "wheels"}
    plain = postgres.Server(variables)
    try:
        server.sql(f"CREATE ROLE {role} LOGIN PASSWORD 'wheels'")
    except SetupError:
        pytest.skip("absent: a PostgreSQL server where the tests may make a role")
    try:
        server.sql(OWN.format(role=role), database)
        assert plain.sql("SHOW is_superuser", database) == ["off"]
        yield variables
    finally:
        server.sql(f"REASSIGN OWNED BY {role} TO CURRENT_USER", database)
        server.sql(f"DROP ROLE {role}")


def _tracked(addon: Path) -> set[str]:
    listed = run(["git", "ls-files"], cwd=addon)
    return set(listed.split("\n")) - {"", "pyproject.toml"}


@pytest.mark.parametrize("addon", settings.own_addons(), ids=lambda addon: addon.name)
def test_the_wheel_holds_every_file_of_the_add_on(built, addon):
    base = f"odoo/addons/{addon.name}/"
    with ZipFile(built[addon.name]) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
        assert names == {base + name for name in _tracked(addon)}
        for name in sorted(names):
            original = addon / name.removeprefix(base)
            assert wheel.read(name) == original.read_bytes(), name


def test_the_wheels_ask_for_odoo_and_the_libraries_that_the_add_ons_import(built):
    needs = {}
    for name, file in built.items():
        with ZipFile(file) as wheel:
            found = [n for n in wheel.namelist() if n.endswith(".dist-info/METADATA")]
            metadata = Parser().parsestr(wheel.read(found[0]).decode())
        assert metadata["Name"] == f"odoo-addon-{name}"
        assert metadata["Version"].startswith("19.0.")
        needs[name] = set(metadata.get_all("Requires-Dist"))
    odoo = {"odoo==19.0.*"}
    libraries = {"cryptography", "intuit-oauth", "python-quickbooks", "rapidfuzz"}
    main = "odoo-addon-quickbooks_connector==19.0.*"
    assert needs == {
        "quickbooks_connector": odoo | libraries,
        "quickbooks_connector_stock": odoo | {main},
    }


@pytest.mark.parametrize("name", settings.OWN_MODULES)
def test_odoo_finds_the_installed_add_on_and_all_that_its_manifest_names(
    clean, found, name
):
    seen = found[name]
    home = Path(seen["path"])
    assert home.is_relative_to(clean), "and not this checkout"
    assert Path(seen["package"]).parent == home
    assert not seen["missing"], "every add-on it depends on is there"
    for file in (*seen["data"], *seen["images"]):
        assert (home / file).is_file(), file
    for patterns in seen["assets"].values():
        for pattern in patterns:
            files = list(home.parent.glob(pattern))
            assert [file for file in files if file.is_file()], pattern
    assert seen["icon"] == f"/{name}/static/description/icon.png"
    assert len(list((home / "i18n").glob("*.po"))) >= 5, "the translations"


def test_it_installs_from_the_wheel_as_a_role_that_owns_the_database_and_no_more(clean):
    bench = bootstrap.ensure()
    folders = {"addons_path": ",".join(map(str, bench.source.addons))}
    addon = settings.own_addons()[0]
    databases = Databases(bench, folders, [addon])
    with databases.clone("odoo", "wheels") as name:
        with _plain_owner(databases.server, name) as variables:
            words = [*databases.odoo(name, "-i", addon.name)[1:], "--stop-after-init"]
            log = _run_clean(clean, *words, "--no-http", **variables)
            owner = databases.server.sql(MADE, name)
        assert odoo_log.complaints(log) == []
        assert owner == [f"{name}_owner|installed"]
