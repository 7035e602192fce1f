"""Rooms that take what is left of their page: `rest of page` and `share: 2`.

In: WeasyPrint's page boxes after a layout in which such rooms have their least height (nothing here imports it). Out: the heights that they
can have without anything leaving its page, so that it is enough to make that page once more. What is left of a page is shared in
proportion, in whole lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from builder.margin_notes import floor

FILLING = "filling"
_SLACK_PX = 1.0
_TEXT_SHARE = 0.7
"""What begins right of this share of the page's width stands in the margin column and ends no page."""


def growth(pages: Sequence[Any]) -> dict[str, float]:
    """Return the new height of each filling room by its element's id, in pixels; only rooms that grow are named."""
    found: dict[str, float] = {}
    for page in pages:
        rooms = [box for box in page.descendants() if is_filling(box)]
        if not rooms:
            continue
        left = floor(page) - bottom(page) - _SLACK_PX
        shares = [int(room.element.get("data-share", "1")) for room in rooms]
        for room, share in zip(rooms, shares, strict=True):
            pitch = float(room.element.get("data-pitch")) * 96 / 72
            lines = int(left * share / sum(shares) / pitch)
            if lines > 0:
                found[room.element.get("id")] = round(room.height + lines * pitch, 3)
    return found


class White(NamedTuple):
    """What is left white at the end of pages, as shares of a page: the largest, and the sum of the squares."""

    worst: float
    total: float


def white(pages: Sequence[Any]) -> White:
    """Measure pages that others follow; a room that takes what is left of its page leaves nothing."""
    holes = [
        max(floor(page) - bottom(page), 0.0) / page.height
        for page in pages
        if not any(map(is_filling, page.descendants()))
    ]
    return White(max(holes, default=0.0), sum(hole * hole for hole in holes))


def is_filling(box: Any) -> bool:
    """Tell whether a box is such a room."""
    element = box.element
    own = element is not None and box.element_tag == element.tag
    return bool(own and FILLING in element.get("class", "").split())


def _is_solid(box: Any) -> bool:
    """Tell whether a box's own end counts: it holds nothing, or has a height of its own."""
    return not getattr(box, "children", ()) or box.style["height"] != "auto"


def bottom(page: Any) -> float:
    """Return how far down a page is filled, its margin column left out."""
    edge = page.content_box_x() + page.width * _TEXT_SHARE
    boxes = list(page.descendants())
    rooms = [box for box in boxes if is_filling(box)]
    cut_off = {id(inner) for room in rooms for inner in room.descendants()}
    leaves = [b for b in boxes if b.element is not None and id(b) not in cut_off and _is_solid(b)]
    ends = [
        b.position_y + b.margin_height()
        for b in (*rooms, *leaves)
        if b.position_x < edge and b.position_y < floor(page)
    ]
    return float(max(ends, default=page.content_box_y()))
