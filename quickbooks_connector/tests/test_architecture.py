"""The arrows of the house: who may know whom."""

import ast
from pathlib import Path

from odoo.tests import TransactionCase

ADDON = Path(__file__).parent.parent


def _imports(path):
    """Yield the dotted names that a file imports, relative ones with their dots."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield base
            dot = "." if node.module else ""
            yield from (f"{base}{dot}{alias.name}" for alias in node.names)


def _strings(path):
    """Yield the string constants of a file that are not docstrings."""
    tree = ast.parse(path.read_text())
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in docstrings:
                yield node.value


class Rooms:
    """What holds of each of this project's add-ons."""

    addon = ADDON
    #: Where causes are handed out.
    handing_out = ("entities",)

    def _files(self, room):
        files = sorted((self.addon / room).rglob("*.py"))
        self.assertTrue(files, f"{room}/ has no file to look at")
        return files

    def test_entities_make_no_request_and_commit_nothing(self):
        for path in self._files("entities"):
            names = [
                n
                for n in _imports(path)
                if n.startswith(("..sync.push", "..sync.pull", "..models"))
                or n in ("requests", "..api.client", "..api.transport")
            ]
            self.assertFalse(names, f"{path.name} imports {names}")
            self.assertNotIn(".commit(", path.read_text(), path.name)

    def test_every_cause_that_is_handed_out_has_its_sentence(self):
        from ..sync import policy, words

        codes = set(policy._HELD.values()) | set(policy._STOPPED.values())
        codes |= set(policy._TRANSIENT.values()) | set(policy.FAULTS.values())
        for room in self.handing_out:
            for path in self._files(room):
                for node in ast.walk(ast.parse(path.read_text())):
                    if (
                        isinstance(node, ast.Call)
                        and getattr(node.func, "id", "") == "EntityError"
                        and node.args
                        and isinstance(node.args[0], ast.Constant)
                    ):
                        codes.add(node.args[0].value)
        self.assertFalse(codes - set(words.CAUSES))


class TestArchitecture(Rooms, TransactionCase):
    handing_out = ("entities", "sync")

    def test_the_api_layer_imports_nothing_of_odoo(self):
        for path in self._files("api"):
            names = [n for n in _imports(path) if n.split(".")[0] == "odoo"]
            self.assertFalse(names, f"{path.name} imports {names}")

    def test_the_api_layer_imports_no_other_room(self):
        for path in self._files("api"):
            names = [n for n in _imports(path) if n.startswith("..")]
            self.assertFalse(names, f"{path.name} imports {names}")

    def test_the_engine_names_no_entity(self):
        entities = set(self.env["quickbooks.entity"]._registry())
        self.assertIn("Invoice", entities)
        models = {
            entity._odoo_model
            for entity in self.env["quickbooks.entity"]._registry().values()
        }
        for path in self._files("sync"):
            named = (entities | models).intersection(_strings(path))
            self.assertFalse(named, f"{path.name} names {named}")
            rooms = [
                n
                for n in _imports(path)
                if n.startswith(("..entities.", "..models"))
                and not n.startswith(("..entities.cause", "..entities.need"))
            ]
            self.assertFalse(rooms, f"{path.name} imports {rooms}")
