"""The ``README.rst`` of each add-on, made from its fragments in ``readme/``.

The layout is the OCA's, whose own generator is on no registry. Runs with the linters'
Python, which has pandoc: ``make readme`` writes, ``make lint`` compares.
"""

import ast
import sys
from pathlib import Path

import pypandoc

#: Heading of each fragment that may be there, in order.
SECTIONS = {
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "ROADMAP": "Known issues / Roadmap",
    "HISTORY": "Changelog",
    "CONTRIBUTORS": "Contributors",
}
HEAD = """\
{line}
{title}
{line}

.. This file is made from the fragments in readme/ by "make readme": change those.

"""
CONTENTS = "\n**Table of contents**\n\n.. contents::\n   :local:\n\n"
FOOT = """
Licence
=======

LGPL-3. Intuit and QuickBooks are trademarks of Intuit Inc., which has no part in this
project.
"""


def readme(addon: Path) -> str:
    """Return what the ``README.rst`` of an add-on has to be."""
    title = ast.literal_eval((addon / "__manifest__.py").read_text())["name"]
    parts = [HEAD.format(title=title, line="=" * len(title))]
    parts += [_converted((addon / "readme/DESCRIPTION.md").read_text()), CONTENTS]
    for name, heading in SECTIONS.items():
        fragment = addon / "readme" / f"{name}.md"
        if fragment.is_file():
            parts.append(_converted(f"# {heading}\n\n{fragment.read_text()}") + "\n")
    return "".join(parts).rstrip() + "\n" + FOOT


def _converted(text: str) -> str:
    """Return Markdown as reStructuredText."""
    words = ["--columns=88", "--wrap=auto"]
    return pypandoc.convert_text(text, "rst", format="gfm", extra_args=words)


def main(addons: list[str], write: bool) -> int:
    """Write the files, or name those that differ; return the exit status."""
    status = 0
    for addon in map(Path, addons):
        file, text = addon / "README.rst", readme(addon)
        if write:
            file.write_text(text)
        elif file.read_text() != text:
            print(f'{file} is not what "make readme" makes of readme/')
            status = 1
    return status


if __name__ == "__main__":
    write = sys.argv[1] == "--write"
    sys.exit(main(sys.argv[1 + write :], write))
