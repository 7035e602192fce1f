"""The order of a handout's parts that leaves the least white.

In: a page's HTML and its boxes after a first layout (nothing here imports WeasyPrint). Out: the HTML in a better order, or None when the
order is good. A timeline is nearly a page high and isn't broken without need, nor are profiles and documents: where one doesn't fit, what
comes after it moves up, as a printer lets a plate wait for the next page. The author's order is kept unless a real hole goes with it.

In the HTML `<!--float-->` and `<!--/float-->` enclose the timeline, `<!--part NAME-->` and `<!--/part-->` a part that may change places,
and inside it `<!--slot ID-->` stands before each block, ID being the id of that block's element: the timeline may stand between blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from math import ceil
from typing import Any, NamedTuple

from builder.margin_notes import floor

_FLOAT = re.compile(r"<!--float-->.*?<!--/float-->", re.DOTALL)
_PART = re.compile(r"<!--part [\w-]+-->(?P<inside>.*?)<!--/part-->", re.DOTALL)
_SLOT = re.compile(r"<!--slot ([\w-]+)-->")
_ID = re.compile(r'<section class="timeline[^>]* id="([^"]+)"')
"""The drawing's id: in a course pack it has its section's name before it."""
ENOUGH = 0.04
"""What a change of order must gain, in squares of pages: a hole of a fifth of a page."""
DISORDER = 0.004
"""What a pair of parts in the other order counts."""
MOST_PARTS = 6
NOTES_RULE_PX, NOTE_LINE_PX, NOTES_A_LINE = 21.0, 15.4, 3
"""What page-bottom notes take: the rule over them, each line, and how many stand on one."""


SLACK_PX = 8.0
"""What must be left on a page, since measures of one layout are only nearly those of another."""
NEAR_PX = 24.0
"""A heading this near over a block belongs to it."""


class Atom(NamedTuple):
    """Something that isn't broken: its height, and how many page-bottom notes come with it."""

    height: float
    notes: int = 0


@dataclass(frozen=True)
class Stage:
    """What a first layout tells, in pixels: how far the first page of the parts is filled and can be filled, and all heights."""

    start: float
    room: float
    page: float
    float_height: float
    parts: tuple[tuple[tuple[Atom, ...], ...], ...]
    """For each part its blocks, for each block what isn't broken in it."""


@dataclass(frozen=True)
class Order:
    """The parts by their old places, and before which block, counted through all parts in the new order, the timeline stands."""

    parts: tuple[int, ...]
    place: int


@dataclass(frozen=True)
class Places:
    """What a page of HTML lets move: its timeline, and its parts with the ids of their blocks."""

    float_id: str
    slots: tuple[tuple[str, ...], ...]

    def stage(self, pages: Sequence[Any]) -> Stage | None:
        """Measure the blocks in a layout where the timeline stands before the first of them; None: not all are there."""
        return _stage(pages, self.float_id, self.slots)

    def first_page(self, pages: Sequence[Any]) -> int:
        """Return the index of the first page that another order can change: the one before the first block's, for it may take more."""
        wanted = {self.float_id, *(slot for part in self.slots for slot in part)}
        holding = (index for index, page in enumerate(pages) if any(_id(box) in wanted for box in page.descendants()))
        return max(next(holding, 0) - 1, 0)


def fixed(html: str) -> str:
    """Return a page whose timeline keeps its place: a list breaks anywhere, and who listens hears it between two profiles."""
    return html.replace("<!--float-->", "").replace("<!--/float-->", "")


def places_of(html: str) -> Places | None:
    """Return what a page of HTML lets move; None: nothing, or too much to try all orders."""
    drawing = _FLOAT.search(html)
    parts = list(_PART.finditer(html))
    if drawing is None or not parts or len(parts) > MOST_PARTS:
        return None
    name = _ID.search(drawing[0])
    return Places(name[1] if name else "timeline", tuple(tuple(_SLOT.findall(part["inside"])) for part in parts))


def best_order(stage: Stage) -> Order | None:
    """Return the order that leaves the least white, or None when what there is to gain isn't worth a change."""
    as_is = Order(tuple(range(len(stage.parts))), 0)
    best = min(_orders(stage), key=lambda order: (round(_cost(stage, order), 5), order.place, order.parts))
    return best if _cost(stage, as_is) - _cost(stage, best) > ENOUGH else None


def _orders(stage: Stage) -> Iterator[Order]:
    blocks = sum(len(part) for part in stage.parts)
    for parts in permutations(range(len(stage.parts))):
        yield from (Order(parts, place) for place in range(blocks + 1))


def _cost(stage: Stage, order: Order) -> float:
    """Return the sum of the squares of the holes, in pages, and something for each pair of parts that change places."""
    blocks = [block for index in order.parts for block in stage.parts[index]]
    blocks.insert(order.place, (Atom(stage.float_height),))
    filled, room, noted, cost = stage.start, stage.room, 0, 0.0
    for atom in (atom for block in blocks for atom in block):
        if filled and filled + atom.height > room - SLACK_PX - _notes_px(noted + atom.notes, room < stage.page):
            cost += (max(room - _notes_px(noted, room < stage.page) - filled, 0.0) / stage.page) ** 2
            filled, room, noted = 0.0, stage.page, 0
        filled = min(filled + atom.height, room)
        noted += atom.notes
    swaps = sum(a > b for i, a in enumerate(order.parts) for b in order.parts[i + 1 :])
    return cost + DISORDER * swaps


def _notes_px(count: int, ruled: bool) -> float:
    """Return what so many notes take at a page's foot; `ruled` where the rule over them is there already."""
    return ceil(count / NOTES_A_LINE) * NOTE_LINE_PX + (0.0 if ruled or not count else NOTES_RULE_PX)


def rearranged(html: str, order: Order) -> str:
    """Return the HTML with the parts in another order and the timeline before the block that it was given."""
    drawing, parts = _FLOAT.search(html), list(_PART.finditer(html))
    assert drawing is not None
    texts = [parts[index][0] for index in order.parts]
    count = 0
    for position, text in enumerate(texts):
        slots = _SLOT.findall(text)
        if count <= order.place < count + len(slots):
            marker = f"<!--slot {slots[order.place - count]}-->"
            if order.place == count:
                texts[position] = drawing[0] + text
            else:
                texts[position] = text.replace(marker, drawing[0] + marker, 1)
            break
        count += len(slots)
    else:
        texts.append(drawing[0])
    between = [html[a.end() : b.start()] for a, b in pairwise(parts)]
    head = html[: drawing.start()] + html[drawing.end() : parts[0].start()]
    return head + "".join(texts) + "".join(between) + html[parts[-1].end() :]


def _stage(pages: Sequence[Any], float_id: str, slots: Sequence[Sequence[str]]) -> Stage | None:
    """Measure the blocks in a first layout where the timeline stands before the first of them."""
    wanted = {float_id, *(slot for part in slots for slot in part)}
    found: dict[str, list[tuple[int, Any]]] = {}
    heads: list[tuple[int, Any]] = []
    for index, page in enumerate(pages):
        for box in page.descendants():
            key = _id(box)
            if "part" in _classes(box):
                heads.append((index, box))
            if key in wanted and found.setdefault(key, [(index, box)])[-1][0] < index:
                found[key].append((index, box))
    if len(found) < len(wanted) or not all(map(_is_whole, found.values())):
        return None
    index, drawing = found[float_id][0]
    own = pages[index]
    begins_page = index > 0 and drawing.position_y <= own.content_box_y() + 1
    before = pages[index - 1] if begins_page else own
    start = (_bottom(before) if begins_page else drawing.position_y) - before.content_box_y()
    parts = tuple(tuple(_atoms(found[slot], heads) for slot in part) for part in slots)
    return Stage(start, floor(before) - before.content_box_y(), own.height, drawing.margin_height(), parts)


def _is_whole(pieces: Sequence[tuple[int, Any]]) -> bool:
    """Tell whether all questions of a block, which may go on over a page's end, stand on a page."""
    wanted = sum("question" in str(node.get("class", "")).split() for node in pieces[0][1].element.iter())
    return sum(map(len, map(_questions, (box for _, box in pieces)))) >= wanted


def _questions(box: Any) -> list[Any]:
    return [child for child in box.descendants() if "question" in _classes(child)]


def _id(box: Any) -> str | None:
    element = box.element
    return element.get("id") if element is not None and box.element_tag == element.tag else None


def _atoms(pieces: Sequence[tuple[int, Any]], heads: Sequence[tuple[int, Any]]) -> tuple[Atom, ...]:
    """Return what isn't broken in a block: the block itself, or a document and each of its questions; a heading goes with what follows.

    `pieces` are its boxes, one a page that it stands on.
    """
    page, first = pieces[0]
    over = [
        head
        for index, head in heads
        if index == page and -1 < first.position_y - head.position_y - head.margin_height() < NEAR_PX
    ]
    heading = sum(head.margin_height() for head in over[-1:])
    boxes = [box for _, box in pieces]
    asked = tuple(Atom(question.margin_height(), _calls(question)) for box in boxes for question in _questions(box))
    height = boxes[-1].margin_height() + sum(map(_filled, boxes[:-1]))
    rest = max(height - sum(atom.height for atom in asked), 0.0)
    return (Atom(rest + heading, sum(map(_calls, boxes)) - sum(atom.notes for atom in asked)), *asked)


def _filled(box: Any) -> float:
    """Return how high what stands in a box is, that goes on overleaf: the box itself reaches to the page's end."""
    ends = (child.position_y + child.margin_height() for child in box.children)
    return float(max(ends, default=box.position_y)) - float(box.position_y)


def _calls(box: Any) -> int:
    """Return how many marks of page-bottom notes a box holds."""
    return sum(str(inner.element_tag).endswith("::footnote-call") for inner in box.descendants())


def _classes(box: Any) -> list[str]:
    element = box.element
    return str(element.get("class", "")).split() if element is not None and box.element_tag == element.tag else []


def _bottom(page: Any) -> float:
    """Return how far down a page's text reaches, its margin left out."""
    ends = [
        box.position_y + box.margin_height() for box in page.descendants()
        if box.element is not None and box.element.tag in ("p", "li", "tr", "svg", "img") and _in_column(box, page)
    ]  # fmt: skip
    return float(max(ends, default=page.content_box_y()))


def _in_column(box: Any, page: Any) -> bool:
    below = box.position_y >= page.content_box_y() - 1 and box.position_y < floor(page)
    return bool(below and box.position_x < page.content_box_x() + page.width / 2)
