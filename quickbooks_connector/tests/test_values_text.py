"""The examples in the documentation of functions are true."""

import doctest
from importlib import import_module
from pathlib import Path

from odoo.tests import TransactionCase

ADDON = Path(__file__).parents[1]
ROOMS = ("entities", "matching", "readiness", "sync")


def modules_with_examples():
    """Return the modules of ``ROOMS`` whose documentation holds examples."""
    package = __package__.rpartition(".")[0]
    for path in sorted(p for room in ROOMS for p in (ADDON / room).rglob("*.py")):
        if ">>> " in path.read_text(encoding="utf-8"):
            parts = path.relative_to(ADDON).with_suffix("").parts
            yield import_module(".".join((package, *parts)))


class TestValueExamples(TransactionCase):
    def test_examples_in_the_documentation_of_functions_are_true(self):
        modules = list(modules_with_examples())
        self.assertGreater(len(modules), 3)
        for module in modules:
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module, extraglobs={"env": self.env})
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)
