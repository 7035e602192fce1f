"""A line is broken once a document: pages made again, and boxes whose width is looked for first, ask for the same line twice and more.

In: the package `weasyprint`. Out: its `split_first_line` with a memory, which ends with the layout that it belongs to.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from builder.quick.replace import replace


def quicken(weasyprint: ModuleType) -> None:
    """Replace what breaks a text where its first line ends."""
    slow = weasyprint.text.line_break.split_first_line

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: Any,
        spacing: Any,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        known = context.__dict__.setdefault("lines", {})
        key = (id(style), text, max_width, spacing, is_line_start, minimum)
        if key not in known:
            known[key] = style, slow(text, style, context, max_width, spacing, is_line_start, minimum)
        layout, *rest = known[key][1]
        return (_twin(layout), *rest)

    replace(slow, split_first_line)


def _twin(layout: Any) -> Any:
    """Return a piece of text as it was when it was broken: it is changed where it is drawn."""
    twin = object.__new__(type(layout))
    twin.__dict__.update(layout.__dict__)
    return twin
