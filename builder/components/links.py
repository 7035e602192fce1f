"""Links for paper: with `print.links: qr` each web address of the section as a code that a telephone reads.

In: a section, a page. Out: the codes as shapes. Nothing is printed for `none`, and for `footnote` the page itself prints the addresses
(`Page`). Codes are drawn by segno (ISO/IEC 18004), error correction M: a copier's speck doesn't spoil them.
"""

from __future__ import annotations

from dataclasses import dataclass

import segno

from builder.course import SectionEntry
from builder.page import Page
from builder.weblinks import WebLink, shown

QUIET = 4
"""Empty modules round a code (ISO/IEC 18004, 9.1)."""


@dataclass(frozen=True)
class CodeView:
    """A link's code: its number, words and address, and its dark modules as a path in a square of `modules` units."""

    number: int
    words: str
    address: str
    shown: str
    alt: str
    modules: int
    path: str


def view(entry: SectionEntry, page: Page) -> tuple[CodeView, ...] | None:
    """Return the codes of a section's web links, or None when none are printed."""
    if page.settings.links != "qr":
        return None
    return tuple(_code(link, page) for link in page.web_links.values()) or None


def _code(link: WebLink, page: Page) -> CodeView:
    matrix = [list(row) for row in segno.make(link.address, error="m", boost_error=False, micro=False).matrix]
    path = "".join(_row(row, place + QUIET) for place, row in enumerate(matrix))
    alt = page.label("link_alt", address=shown(link.address))
    return CodeView(
        link.number, page.plain(link.words), link.address, shown(link.address), alt, len(matrix) + 2 * QUIET, path
    )


def _row(row: list[int], y: int) -> str:
    """Return the dark runs of a row as rectangles: one for each run, so that no seam shows between modules."""
    pieces, start = [], None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            pieces.append(f"M{start + QUIET} {y}h{x - start}v1h{start - x}z")
            start = None
    return "".join(pieces)
