"""Margin notes on finished pages: each as near to its line as the others allow.

In: WeasyPrint's page boxes after layout (nothing here imports it). Out: the same boxes, moved. The notes are absolute boxes, which don't
know one another; as floats they would, but a float moves text and page-bottom notes to the next page (WeasyPrint 70.0). A note that its
page has no room for goes to the top of the next page's margin, as a printer's would.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from builder.layout import stack

GAP_PX, LEAST_GAP_PX = 16.0, 5.0
NOTE, OBJECTIVES = "margin", "objectives"
BROKEN = "answer-notes"
"""The class of absolute boxes that may go on overleaf."""
BLOCKS = frozenset({"spans"})
"""Classes of what takes the whole width: no note stands beside it."""


@dataclass
class _Region:
    """A stretch of a page's margin between two things that span the page, and the notes that belong to it."""

    top: float
    bottom: float
    notes: list[Any]


def settle(pages: Sequence[Any]) -> list[int]:
    """Place the notes of all pages; return the numbers (from 1) of pages whose notes still don't fit."""
    _keep_beside(pages)
    crowded = []
    carried: list[Any] = []
    for index, page in enumerate(pages):
        regions = _regions(page)
        rest, carried = carried, []
        for note in rest:
            _adopt(page, note, pages[index - 1])
        for region in regions:
            if rest and _has_text(page, region):
                region.notes[:0] = rest
                rest = []
            rest += _place(region)
        following = pages[index + 1] if index + 1 < len(pages) else None
        if rest and following is not None and _begins_with_text(following, _regions(following)):
            carried = [_detach(page, note) for note in rest]
        elif rest:
            crowded.append(index + 1)
            _squeeze(regions[-1], rest)
    return crowded


def _keep_beside(pages: Sequence[Any]) -> None:
    """Put what goes on overleaf as far from the text as it began: the inner margin changes sides, which WeasyPrint 70.0 forgets."""
    first: dict[Any, float] = {}
    for page in pages:
        for box in page.descendants():
            if BROKEN in _classes(box):
                offset = box.position_x - page.content_box_x()
                wanted = first.setdefault(box.element, offset)
                if wanted != offset:
                    box.translate(dx=wanted - offset)


def floor(page: Any) -> float:
    """Return where a page's notes begin, or else where its text area ends."""
    notes = [box.position_y for box in page.children if type(box).__name__ == "FootnoteAreaBox" and box.height]
    return float(min([page.content_box_y() + page.height, *notes]))


def _classes(box: Any) -> list[str]:
    """Return the classes of an element's own box; nothing for anonymous boxes and pieces of it."""
    element = box.element
    return str(element.get("class", "")).split() if element is not None and box.element_tag == element.tag else []


def _regions(page: Any) -> list[_Region]:
    """Divide a page's margin at what spans the page; put each note where it is anchored."""
    top, bottom = page.content_box_y(), floor(page)
    notes, walls = [], []
    for box in page.descendants():
        names = _classes(box)
        if NOTE in names and box.is_absolutely_positioned():
            notes.append(box)
        elif BLOCKS.intersection(names) and box.height:
            walls.append((box.position_y, box.position_y + box.margin_height() + LEAST_GAP_PX))
    regions, start = [], top
    for above, below in [*sorted(walls), (bottom, bottom)]:
        if above > start + 1:
            regions.append(_Region(start, above, []))
        start = max(start, below)
    for note in notes:
        home = next(
            (region for region in regions if note.position_y < region.bottom - 1), regions[-1] if regions else None
        )
        if home is not None:
            home.notes.append(note)
    return regions


def _place(region: _Region) -> list[Any]:
    """Place the notes that fit, in order; return the others. Objectives longer than their margin leave it to the others."""
    notes = list(region.notes)
    room = region.bottom - region.top
    first = [notes.pop(0)] if notes and OBJECTIVES in _classes(notes[0]) and notes[0].margin_height() > room else []
    rest: list[Any] = []
    while notes:
        heights = [note.margin_height() for note in notes]
        gaps = (LEAST_GAP_PX,) if rest else (GAP_PX, LEAST_GAP_PX)
        for top, gap in product(_tops(region, notes), gaps):
            distances = [height + gap for height in heights]
            try:
                places = stack([n.position_y for n in notes], distances, top, region.bottom - heights[-1])
            except ValueError:
                continue
            for note, place in zip(notes, places, strict=True):
                note.translate(dy=place - note.position_y)
            return [*first, *rest]
        rest.insert(0, notes.pop())
    return [*first, *rest]


def _tops(region: _Region, notes: Sequence[Any]) -> list[float]:
    """Return where the first note may begin, best first: the objectives' head as low as the text's if there is room."""
    if OBJECTIVES not in _classes(notes[0]):
        return [region.top]
    needed = sum(note.margin_height() + LEAST_GAP_PX for note in notes) - LEAST_GAP_PX
    return [max(region.top, min(notes[0].position_y, region.bottom - needed)), region.top]


def _squeeze(region: _Region, rest: list[Any]) -> None:
    """Put notes that fit nowhere under the others: better too long than lost."""
    placed = [note for note in region.notes if note not in rest]
    position = max([region.top, *(note.position_y + note.margin_height() + LEAST_GAP_PX for note in placed)])
    for note in rest:
        note.translate(dy=position - note.position_y)
        position += note.margin_height() + LEAST_GAP_PX


def _begins_with_text(page: Any, regions: Sequence[_Region]) -> bool:
    """Tell whether a page begins with running text: something that a note of the page before can stand beside."""
    return bool(regions) and regions[0].top <= page.content_box_y() + 1 and _has_text(page, regions[0])


def _has_text(page: Any, region: _Region) -> bool:
    """Tell whether running text stands in a stretch of a page."""
    texts = (box for box in page.descendants() if "paragraph" in _classes(box))
    return any(box.position_y < region.bottom and box.position_y + box.height > region.top for box in texts)


def _parents(box: Any) -> Iterator[Any]:
    """Yield a box and all under it that have children."""
    if hasattr(box, "children"):
        yield box
        for child in box.children:
            yield from _parents(child)


def _detach(page: Any, note: Any) -> Any:
    """Take a note out of its page."""
    for parent in _parents(page):
        kept = [child for child in parent.children if child is not note and getattr(child, "_box", None) is not note]
        if len(kept) != len(parent.children):
            parent.children = tuple(kept)
            break
    return note


def _adopt(page: Any, note: Any, origin: Any) -> None:
    """Put a note of one page at the top of another page's margin."""
    root = page.children[0]
    body = next((child for child in root.children if child.element_tag == "body"), root)
    note.translate(page.content_box_x() - origin.content_box_x(), page.content_box_y() - note.position_y)
    body.children = (note, *body.children)
