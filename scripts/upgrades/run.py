"""``make upgrades``: install an older version, sync, upgrade, sync again, compare.

For each released version (tags ``v…``), and for this one over itself: a fresh database
with that version, connected to a simulator, with some records of each kind, of which
one is edited, one held and one left out. Then both add-ons are upgraded to what this
checkout has. Links, states, matches and the sign-in must be what they were; syncing
again sends the one edit and nothing else; a later edit and a new invoice make one
request each. This version is also uninstalled, installed and connected anew: nothing
becomes two.

Environment: ``FROM`` (tags or commits to upgrade from, instead of the released ones).
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from qbo_simulator.testing import Simulator, running

from scripts import bootstrap, odoo_log, settings
from scripts.databases import Databases
from scripts.inside_call import call
from scripts.steps import SetupError, run, say

INSIDE = "scripts.upgrades.inside"
#: Instead of a commit: the files as they are now.
THIS = "this version"
WRITES = ("create", "update", "delete", "void")


def main() -> int:
    """Try each version and return the exit status: 0 if all was kept."""
    faults = []
    try:
        versions = [THIS, *(os.environ.get("FROM", "").split() or released())]
        for version in versions:
            found = from_version(version)
            faults += found
            say(f"from {version}: {'all is kept' if not found else 'FAULTS'}")
            print("".join(f"  - {text}\n" for text in found), end="", flush=True)
    except SetupError as error:
        print(f"\nerror: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    if len(versions) == 1:
        say("no version is released yet; FROM=COMMIT tries one")
    print("upgrades: FAILED" if faults else "upgrades: ok")
    return 1 if faults else 0


def released() -> list[str]:
    """Return the tags of released versions."""
    return _git("tag", "--list", "v*", "--sort=version:refname").split()


def from_version(version: str) -> list[str]:
    """Upgrade from a version and return what went wrong, a sentence each."""
    bench = bootstrap.ensure()
    with ExitStack() as stack:
        folder = stack.enter_context(files_of(version))
        simulator = stack.enter_context(running())
        simulator.set_throttle(enabled=False)
        return Upgrade(bench, folder, simulator).run(stack)


@contextmanager
def files_of(version: str) -> Iterator[Path]:
    """Give a folder with the add-ons as they were.

    :raises SetupError: there is no such version
    """
    if version == THIS:
        yield settings.REPO
        return
    commit = _git("rev-parse", "--verify", f"{version}^{{commit}}").strip()
    names = _git("ls-tree", "--name-only", commit).split()
    addons = [name for name in settings.OWN_MODULES if name in names]
    with TemporaryDirectory() as folder:
        archive = Path(folder, "addons.tar")
        _git("archive", f"--output={archive}", commit, *addons)
        run(["tar", "-xf", archive, "-C", folder])
        yield Path(folder)


def _git(*words: str) -> str:
    return run(["git", "-C", settings.REPO, *words])


class Upgrade:
    """One upgrade, from the add-ons in a folder to those of this checkout."""

    def __init__(self, bench: bootstrap.Bench, folder: Path, simulator: Simulator):
        odoo = [*bench.source.addons, folder]
        options = {"log_level": "warn"}
        self.old = Databases(bench, options | {"addons_path": ",".join(map(str, odoo))})
        self.new = Databases(bench, options)
        self.modules = [
            name for name in settings.OWN_MODULES if (folder / name).is_dir()
        ]
        self.comes_back = folder == settings.REPO
        self.simulator = simulator

    def run(self, stack: ExitStack) -> list[str]:
        """Do it and return what went wrong."""
        self.name = stack.enter_context(self.new.clone("odoo", "upgrade"))
        say(f"installing {', '.join(self.modules)} as it was ...")
        self.old.install(self.name, self.modules, "upgrades-install")
        say("syncing ...")
        left = self._call(self.old, "set_up", simulator=self.simulator.base_url)
        before, there = self._call(self.old, "tell"), self._there()
        faults = lacking(before)
        say("upgrading ...")
        faults += [f"upgrading says: {line}" for line in self.upgrade()]
        faults += kept(before, self._call(self.new, "tell"))
        say("syncing again ...")
        faults += self._sync_again(left, before, there)
        if self.comes_back:
            faults += self._come_back()
        return faults

    def upgrade(self) -> list[str]:
        """Upgrade, and return what Odoo complains of."""
        words = ["-u", ",".join(self.modules), "--stop-after-init", "--no-http"]
        fresh = [name for name in settings.OWN_MODULES if name not in self.modules]
        if fresh:
            words += ["-i", ",".join(fresh)]
        command = self.new.odoo(self.name, *words)
        env = self.new.environment()
        out = run(command, "upgrades", env=env, explain=odoo_log.complaints)
        return odoo_log.complaints(out)

    def _sync_again(self, left: dict, before: dict, there: dict) -> list[str]:
        self.simulator.clear_journal()
        self._call(self.new, "sync")
        # What was edited before is sent, and nothing else.
        faults = wrote("syncing again", self._writes(), {"Customer.update": 1})
        if self._there() != there:
            faults.append(f"QuickBooks had {there} and has {self._there()}")
        after = self._call(self.new, "tell")
        faults += counted(before, after)
        self.simulator.clear_journal()
        self._call(self.new, "edit", **left)
        wanted = {"Customer.update": 1, "Invoice.create": 1}
        return faults + wrote("a later edit", self._writes(), wanted)

    def _come_back(self) -> list[str]:
        """Uninstall, install, connect anew, and return what became two or another."""
        say("removing it ...")
        before, there = self._call(self.new, "tell"), self._there()
        self._call(self.new, "remove")
        say("installing it again, connecting anew ...")
        self.new.install(self.name, self.modules, "upgrades-again")
        self._call(self.new, "come_back", simulator=self.simulator.base_url)
        after, now = self._call(self.new, "tell"), self._there()
        # Nobody knows any more that this one was left out.
        there["Invoice"] += 1
        faults = [] if now == there else [f"QuickBooks should have {there}, has {now}"]
        return faults + counted(before, after) + relinked(before, after)

    def _call(self, databases: Databases, function: str, **arguments):
        return call(databases, self.name, INSIDE, function, **arguments)

    def _there(self) -> dict[str, int]:
        kinds = "Customer Vendor Item Invoice CreditMemo Payment Estimate Bill"
        kinds += " VendorCredit BillPayment PurchaseOrder Attachable"
        return {kind: len(self.simulator.all(kind)) for kind in kinds.split()}

    def _writes(self) -> dict[str, int]:
        objects = self.simulator.counts()["objects"]
        return {
            name: count
            for name, count in objects.items()
            if name.rpartition(".")[2] in WRITES
        }


def lacking(before: dict) -> list[str]:
    """Return what the older version has not left to be kept, a sentence each."""
    states = Counter(row["state"] for row in before["quickbooks_binding"].values())
    say(f"links: {', '.join(f'{n} {state}' for state, n in sorted(states.items()))}")
    wanted = ("synced", "modified", "failed", "skipped")
    return [f"no link is {state}" for state in wanted if not states[state]]


def counted(before: dict, after: dict) -> list[str]:
    """Return which of Odoo's tables has more or fewer rows, a sentence each."""
    return [
        f"{table} had {count} rows and has {after[table]}"
        for table, count in before.items()
        if isinstance(count, int) and after[table] != count
    ]


def relinked(before: dict, after: dict) -> list[str]:
    """Return which record is linked to another object than before, a sentence each."""
    one, other = (
        {
            (row["res_model"], row["res_id"], row["entity"]): row["qbo_id"]
            for row in found["quickbooks_binding"].values()
            if row["qbo_id"]
        }
        for found in (before, after)
    )
    say(f"links: {len(one)} before, {len(one.keys() & other.keys())} of them again")
    return [
        f"{key} was {one[key]} in QuickBooks and is {other[key]}"
        for key in sorted(one.keys() & other.keys())
        if one[key] != other[key]
    ]


def kept(before: dict, after: dict) -> list[str]:
    """Return what differs of what both versions know, a sentence each."""
    faults = counted(before, after)
    for table, rows in before.items():
        if isinstance(rows, int):
            continue
        for id_ in sorted(rows.keys() | after[table].keys()):
            faults += _row_differs(table, id_, rows.get(id_), after[table].get(id_))
    return faults


def _row_differs(table: str, id_: str, one: dict | None, other: dict | None):
    if one is None or other is None:
        yield f"{table} {id_} {'is new' if one is None else 'is gone'}: {one or other}"
        return
    for name in one.keys() & other.keys():
        if one[name] != other[name]:
            yield f"{table} {id_}: {name} was {one[name]!r} and is {other[name]!r}"


def wrote(when: str, writes: dict[str, int], wanted: dict[str, int]) -> list[str]:
    """Return a sentence if QuickBooks got other requests to write than those wanted."""
    return [] if writes == wanted else [f"{when} wrote {writes}, not {wanted}"]


if __name__ == "__main__":
    sys.exit(main())
