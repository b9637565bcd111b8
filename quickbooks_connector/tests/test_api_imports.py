import ast
from pathlib import Path
from unittest import TestCase

from .. import api

FOLDER = Path(api.__file__).parent
ALLOWED = {
    "intuitlib",
    "quickbooks",
    "requests",
    "urllib3",
}


def imported_names(path):
    """Yield (level, module) of every import of a file, nested ones included."""
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


def standard_library():
    import sys

    return sys.stdlib_module_names


class TestImports(TestCase):
    def test_the_api_layer_needs_only_its_libraries_and_itself(self):
        files = sorted(FOLDER.rglob("*.py"))
        self.assertGreater(len(files), 10)
        for path in files:
            depth = len(path.relative_to(FOLDER).parts)
            for level, module in imported_names(path):
                with self.subTest(file=path.name, module=module):
                    if level:
                        # Relative imports must not climb out of api/.
                        self.assertLessEqual(level, depth)
                    else:
                        root = module.partition(".")[0]
                        self.assertIn(root, ALLOWED | standard_library())

    def test_every_exported_name_exists_once(self):
        self.assertEqual(len(api.__all__), len(set(api.__all__)))
        for name in api.__all__:
            self.assertTrue(hasattr(api, name), name)
