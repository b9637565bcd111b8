"""Every promise in ``docs/features.md`` names tests that exist."""

import ast
import re
from pathlib import Path
from unittest import SkipTest

from odoo.tests import BaseCase

REPOSITORY = Path(__file__).parents[2]
TABLE = REPOSITORY / "docs" / "features.md"
NAMED = re.compile(r"`(\w+)::(\w+)::(\w+)`")


class TestFeatures(BaseCase):
    def test_every_test_that_proves_a_promise_exists(self):
        if not TABLE.exists():
            raise SkipTest("absent: the add-on is installed without its repository")
        named = NAMED.findall(TABLE.read_text())
        self.assertGreater(len(named), 50)
        for file, class_, test in named:
            path = next(REPOSITORY.glob(f"quickbooks_*/tests/{file}.py"), None)
            self.assertTrue(path, f"{file} is named and does not exist")
            self.assertIn(test, self._tests(path, class_), f"{file}::{class_}")

    def _tests(self, path, class_):
        """Return the tests of a class, those of its bases included."""
        classes = self._classes(path)
        found = set()
        todo = [class_]
        while todo:
            node = classes.get(todo.pop())
            if node is None:
                continue
            todo += [base.id for base in node.bases if isinstance(base, ast.Name)]
            found |= {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
        return found

    def _classes(self, path):
        """Return the classes of a file, and those of its neighbours that it names."""
        body = ast.parse(path.read_text()).body
        classes = {}
        for node in body:
            if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
                classes |= self._classes(path.parent / f"{node.module}.py")
        return classes | {n.name: n for n in body if isinstance(n, ast.ClassDef)}
