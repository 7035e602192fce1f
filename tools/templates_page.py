"""Write the tables of `docs/guide/templates.md`: every template's blocks and values, and what the values hold.

In: the built-in templates and the components' dataclasses. Out: the page with its tables made anew; the words before them are written by
hand. Separate from the program because only whoever changes a template needs it: `python -m tools.templates_page`; a test fails when the
page isn't current.
"""

from __future__ import annotations

import re
from pathlib import Path

from builder.resources import templates_dir
from builder.template_reference import SHEETS, VALUES, Reference, holds, meaning, references
from builder.templates import TemplateSet, read_layer

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "guide" / "templates.md"
_TABLES = re.compile(r"(<!-- blocks: [^\n]*-->\n).*?(<!-- /blocks -->)", re.DOTALL)


def page(text: str) -> str:
    """Return the page with its tables as they should be."""
    return _TABLES.sub(lambda match: match[1] + tables() + match[2], text)


def tables() -> str:
    """Return the table of templates, and a table for each value."""
    templates = TemplateSet((read_layer(templates_dir(), "templates", ("classes/",)),))
    rows = "".join(_row(told) for told in references(templates))
    values = "".join(_value(f"`{name}`", value) for name, value in sorted(VALUES.items()))
    values += "".join(_value(f"`sheet` in `{path}`", value) for path, value in SHEETS.items())
    return f"\n| template | prints | blocks | values |\n|---|---|---|---|\n{rows}\n## What the values hold\n\n{values}"


def _row(told: Reference) -> str:
    blocks = ", ".join(f"`{block}`" for block in told.blocks)
    values = ", ".join(f"`{name}`" for name in told.values)
    return f"| `{told.path}` | {told.about} | {blocks} | {values} |\n"


def _value(name: str, value: type | str) -> str:
    if isinstance(value, str):
        return f"**{name}** is {value}.\n\n"
    field = name.split("`")[1]
    rows = "".join(f"| `{field}.{part}` | {kind} | {told} |\n" for part, kind, told in holds(value))
    return f"**{name}**: {meaning(value)}.\n\n| | holds | |\n|---|---|---|\n{rows}\n"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
