"""The grid of baselines on finished pages: what follows a table, a picture or a box is moved until its lines are on it again.

In: WeasyPrint's page boxes after layout (nothing here imports it). Out: the same boxes, moved by less than half a baseline each time: down
where the page has room for it, else up by half of that at most. Separate because a style sheet can't do it: heights of tables and pictures
are no multiples of anything, and yet the lines of facing pages should stand level.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from builder.margin_notes import floor

HALF_PX = 10.0
"""Half a baseline of the theme `plain`, 7.5 pt, in CSS pixels."""
TOLERANCE_PX = 0.05
ON_GRID = frozenset({"heading", "paragraph", "box", "recap"})
"""Classes of what is brought onto the grid; a box goes with its first paragraph."""
NOT_ON_GRID = frozenset({"table"})


def snap(pages: Sequence[Any]) -> None:
    """Bring the running text of every page onto the grid that begins at the top of the page's text."""
    for page in pages:
        flow = next((child for child in page.children if child.element_tag == "html"), None)
        if flow is None:
            continue
        top, bottom, half = page.content_box_y(), floor(page), _half(flow)
        for box in [box for box in flow.descendants() if _is_on_grid(box)]:
            line = _first_line(box)
            if line is None:
                continue
            down = -(line.position_y - top) % half
            if not TOLERANCE_PX < down < half - TOLERANCE_PX:
                continue
            if _reach(flow) + down <= bottom + TOLERANCE_PX:
                _push(flow, box.position_y - TOLERANCE_PX, down)
            elif half - down <= half / 2 and box.position_y > top + half:
                _push(flow, box.position_y - TOLERANCE_PX, down - half)


def _half(flow: Any) -> float:
    """Return half the leading of the page's text, in CSS pixels: a theme has its own."""
    leading: Any = flow.style["line_height"] if getattr(flow, "style", None) else ""
    return float(leading.value) / 2 if getattr(leading, "unit", "") == "px" else HALF_PX


def _classes(box: Any) -> frozenset[str]:
    """Return the classes of an element's own box; nothing for anonymous boxes and pieces of it."""
    element = box.element
    own = element is not None and box.element_tag == element.tag
    return frozenset(element.get("class", "").split()) if own else frozenset()


def _is_on_grid(box: Any) -> bool:
    names = _classes(box)
    return bool(names & ON_GRID) and not names & NOT_ON_GRID and hasattr(box, "children")


def _first_line(box: Any) -> Any:
    """Return the first line of running text in a box that flows, or None."""
    within = box.descendants()
    if "box" in _classes(box):
        paragraph = next((inner for inner in within if "paragraph" in _classes(inner)), None)
        return _first_line(paragraph) if paragraph is not None else None
    return next((inner for inner in within if type(inner).__name__ == "LineBox" and inner.height), None)


def _reach(flow: Any) -> float:
    """Return how far down a page is filled."""
    return float(max((box.position_y + box.margin_height() for box in _leaves(flow)), default=0.0))


def _leaves(box: Any) -> Iterator[Any]:
    """Yield what is printed and flows: lines, drawings, rooms for answers."""
    if type(box).__name__ == "LineBox" or not getattr(box, "children", ()) or "answer-room" in _classes(box):
        if hasattr(box, "margin_height") and type(box).__name__ != "AbsolutePlaceholder":
            yield box
        return
    for child in box.children:
        yield from _leaves(child)


def _push(box: Any, start: float, distance: float) -> None:
    """Move down all of a box that lies below a height; what reaches over it grows."""
    for child in box.children:
        if child.position_y >= start:
            child.translate(dy=distance)
        elif getattr(child, "children", ()) and child.position_y + child.margin_height() > start:
            child.height += distance
            _push(child, start, distance)
