"""A teacher's note in the margin beside what it is about, where it fits; else on the teacher's own pages.

Pupils' pages have nothing there, so that a note may take no room of its own: the pages and lines of both editions are the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from builder.measure import wrap
from builder.page import Page

INSET_MM = 3.8
"""The bar and the space between it and the words."""
_PT = 72 / 25.4


@dataclass(frozen=True)
class AsideView:
    """A teacher's note: `beside` what it is about, or as `rest` for the teacher's own pages, under the thing's title."""

    title: Markup
    beside: Markup | None
    rest: Markup | None


def aside_view(note: str | None, title: Markup, room_pt: float, page: Page) -> AsideView | None:
    """Return a note where it is printed; `room_pt` is the height of the margin that is free beside the thing."""
    if not note:
        return None
    words = page.inline(note, notes=False)
    text = f"{page.label('teachers_note')}. {page.plain(note)}"
    height = lines_pt(text, "sans", "note", page.tokens.mm("margin-width") - INSET_MM, page)
    return AsideView(title, words, None) if height <= room_pt else AsideView(title, None, words)


def lines_pt(text: str, face: str, size: str, width_mm: float, page: Page) -> float:
    """Return the height of a text in points; `size` names its tokens, such as `note` for `--note-size` and `--note-leading`."""
    leading = page.tokens.pt("leading" if size == "text" else f"{size}-leading")
    return len(wrap(page.plain(text), face, page.tokens.pt(f"{size}-size"), width_mm * _PT)) * leading
