"""Where the timeline stands among the blocks around it, so that no page is left half empty.

In: a page's HTML and its boxes after a first layout (nothing here imports WeasyPrint). Out: the HTML in a better order, or None when the
order is good. A timeline is nearly a page high and isn't broken without need: where it doesn't fit, the blocks after it (profiles,
documents) move up before it, as a printer lets a plate wait for the next page.

In the HTML `<!--float-->` and `<!--/float-->` enclose the timeline, `<!--slot ID-->` stands before each block that may change places with
it, and ID is the id of that block's element.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from builder.margin_notes import floor

_FLOAT = re.compile(r"<!--float-->.*?<!--/float-->", re.DOTALL)
_SLOT = re.compile(r"<!--slot ([\w-]+)-->")
ENOUGH = 0.2
"""A hole of less than this share of a page is left alone."""


@dataclass(frozen=True)
class Stage:
    """What a first layout tells: where the blocks begin, and how high everything is (pixels)."""

    start: float
    """How far the first page of the blocks is filled already."""
    room: float
    """How far it can be filled."""
    page: float
    """How far any other page can be filled."""
    float_height: float
    heights: tuple[float, ...]


def better_order(html: str, pages: Sequence[Any]) -> str | None:
    """Return the HTML with its timeline in the place that leaves the least white, or None to keep it."""
    match = _FLOAT.search(html)
    slots = _SLOT.findall(html)
    if match is None or not slots:
        return None
    stage = _stage(pages, "timeline", slots)
    if stage is None:
        return None
    place = best_place(stage)
    if place == 0:
        return None
    without = html[: match.start()] + html[match.end() :]
    if place == len(slots):
        end = without.find("<!--/slots-->")
        return without[:end] + match[0] + without[end:] if end >= 0 else None
    marker = f"<!--slot {slots[place]}-->"
    return without.replace(marker, match[0] + marker, 1)


def best_place(stage: Stage) -> int:
    """Return before which block the timeline leaves the least white: 0 when it is well where it is."""
    costs = [_white(stage, place) for place in range(len(stage.heights) + 1)]
    best = min(range(len(costs)), key=lambda place: (round(costs[place], 4), place))
    return best if costs[0] - costs[best] > ENOUGH**2 else 0


def _white(stage: Stage, place: int) -> float:
    """Return the sum of the squares of the holes, in pages, with the timeline before block `place`."""
    blocks = [*stage.heights[:place], stage.float_height, *stage.heights[place:]]
    filled, room, cost = stage.start, stage.room, 0.0
    for height in blocks:
        if filled + height > room:
            cost += (max(room - filled, 0.0) / stage.page) ** 2
            filled, room = 0.0, stage.page
        filled += height
    return cost


def _stage(pages: Sequence[Any], name: str, slots: Sequence[str]) -> Stage | None:
    """Measure the blocks in a first layout where the timeline stands before the first of them."""
    found: dict[str, tuple[int, Any]] = {}
    wanted = {name, *slots}
    for index, page in enumerate(pages):
        for box in page.descendants():
            element = box.element
            key = element.get("id") if element is not None and box.element_tag == element.tag else None
            if key in wanted and key not in found:
                found[key] = (index, box)
    if len(found) < len(wanted):
        return None
    index, drawing = found[name]
    before = pages[index - 1] if index and drawing.position_y <= pages[index].content_box_y() + 1 else pages[index]
    top = before.content_box_y()
    room = floor(before) - top
    start = _bottom(before) - top if before is not pages[index] else drawing.position_y - top
    heights = tuple(found[slot][1].margin_height() for slot in slots)
    return Stage(start, room, pages[index].height, drawing.margin_height(), heights)


def _bottom(page: Any) -> float:
    """Return how far down a page's running text reaches."""
    ends = [
        box.position_y + box.margin_height() for box in page.descendants()
        if box.element is not None and box.element.tag in ("p", "li", "tr", "svg", "img") and _in_column(box, page)
    ]  # fmt: skip
    return float(max(ends, default=page.content_box_y()))


def _in_column(box: Any, page: Any) -> bool:
    below = box.position_y >= page.content_box_y() - 1 and box.position_y < floor(page)
    return bool(below and box.position_x < page.content_box_x() + page.width / 2)
