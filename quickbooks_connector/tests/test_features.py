"""Every promise in ``docs/features.md`` names tests that exist."""

import ast
import re
from pathlib import Path
from unittest import SkipTest

from odoo.tests import BaseCase

TESTS = Path(__file__).parent
TABLE = TESTS.parent.parent / "docs" / "features.md"
NAMED = re.compile(r"`(\w+)::(\w+)::(\w+)`")


class TestFeatures(BaseCase):
    def test_every_test_that_proves_a_promise_exists(self):
        if not TABLE.exists():
            raise SkipTest("absent: the add-on is installed without its repository")
        named = NAMED.findall(TABLE.read_text())
        self.assertGreater(len(named), 50)
        for file, class_, test in named:
            path = TESTS / f"{file}.py"
            self.assertTrue(path.exists(), f"{file} is named and does not exist")
            self.assertIn(test, self._tests(path, class_), f"{file}::{class_}")

    def _tests(self, path, class_):
        """Return the tests of a class, those of its bases in the same file included."""
        classes = {
            node.name: node
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.ClassDef)
        }
        found = set()
        todo = [class_]
        while todo:
            node = classes.get(todo.pop())
            if node is None:
                continue
            todo += [base.id for base in node.bases if isinstance(base, ast.Name)]
            found |= {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
        return found
