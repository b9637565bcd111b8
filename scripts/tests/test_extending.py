"""The examples of docs/extending.md name what there is."""

import ast
import re

import pytest

from scripts import settings

PAGE = settings.REPO / "docs" / "extending.md"
ADDON = "quickbooks_connector"
BLOCKS = re.findall(r"```python\n# house_rules/(\S+)\n(.*?)```", PAGE.read_text(), re.S)


def _top_level(module):
    """Return the names that a module of the connector defines or imports."""
    below = settings.REPO.joinpath(*module.removeprefix("odoo.addons.").split("."))
    file = below / "__init__.py" if below.is_dir() else below.with_suffix(".py")
    names = set()
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets}
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif hasattr(node, "name"):
            names.add(node.name)
    return names


def _methods():
    """Return the names of all methods of the connector."""
    text = "".join(
        path.read_text()
        for path in (settings.REPO / ADDON).rglob("*.py")
        if "tests" not in path.parts
    )
    return set(re.findall(r"^    def (\w+)\(", text, re.M))


def test_every_file_that_is_imported_is_shown():
    shown = [name for name, _code in BLOCKS]
    [start] = [code for name, code in BLOCKS if name == "__init__.py"]
    [imported] = ast.parse(start).body
    files = [f"{alias.name}.py" for alias in imported.names]
    assert shown == ["__manifest__.py", "__init__.py", *files]


@pytest.mark.parametrize("name, code", BLOCKS, ids=[name for name, _code in BLOCKS])
def test_an_example_imports_and_extends_what_there_is(name, code):
    tree = ast.parse(code)
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and ADDON in (node.module or ""):
            wanted = {alias.name for alias in node.names}
            assert wanted <= _top_level(node.module), node.module
    extended = set(re.findall(r"super\(\)\.(\w+)\(", code))
    assert extended <= _methods()
