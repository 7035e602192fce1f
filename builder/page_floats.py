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
_QUESTION = re.compile(r'<div class="question [^>]*id="([^"]+)"')
ENOUGH = 0.04
"""What a change of order must gain, in squares of pages: a hole of a fifth of a page."""
DISORDER = 0.004
"""What a pair of parts in the other order counts."""
BREAK = 0.004
"""What a block counts that goes on overleaf."""
BEGINNING_PX, LINES_PX = 190.0, 60.0
"""What a block that goes on overleaf needs on its first page: its head and some lines; and some lines."""
BEGINNING = frozenset({"document-head", "document-headnote", "kept"})
"""What a document can't do without at its beginning."""
MOST_PARTS = 6
NOTES_RULE_PX, NOTE_LINE_PX, NOTES_A_LINE = 21.0, 15.4, 3
"""What page-bottom notes take: the rule over them, each line, and how many stand on one."""


SLACK_PX = 8.0
"""What must be left on a page, since measures of one layout are only nearly those of another."""
SLACKS_PX = (SLACK_PX, 28.0, 48.0)
"""The same where a block goes on overleaf, whose last line on a page nobody knows before: holes are a mean of these."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
NEAR_PX = 24.0
"""A heading this near over a block belongs to it."""


class Atom(NamedTuple):
    """Something that isn't broken, or not without need: its height, and how many page-bottom notes come with it."""

    height: float
    notes: int = 0
    least: float | None = None
    """What it needs on a page to begin there and go on overleaf; None: it isn't broken."""


@dataclass(frozen=True)
class Stage:
    """What a first layout tells, in pixels: how far the first page of the parts is filled and can be filled, and all heights."""

    start: float
    room: float
    page: float
    drawing: tuple[Atom, ...]
    """The timeline, which may be drawn in parts."""
    parts: tuple[tuple[tuple[Atom, ...], ...], ...]
    """For each part its blocks, for each block what isn't broken in it."""
    tail: tuple[Atom, ...] = ()
    """What follows the parts, as far as it is known."""


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
    tail_id: str | None = None
    """The first question behind the parts."""

    def stage(self, pages: Sequence[Any]) -> Stage | None:
        """Measure the blocks in a layout where the timeline stands before the first of them; None: not all are there."""
        return _stage(pages, self.float_id, self.slots)

    def tail(self, pages: Sequence[Any]) -> tuple[Atom, ...]:
        """Return the question that follows the parts, with the heading over it."""
        boxes = [(index, box) for index, page in enumerate(pages) for box in page.descendants()]
        pieces = [(index, box) for index, box in boxes if self.tail_id and _id(box) == self.tail_id]
        if not pieces:
            return ()
        heads = [(index, box) for index, box in boxes if "part" in _classes(box)]
        height = sum(_filled(box) for _, box in pieces) + _heading(pieces[0], heads)
        return (Atom(height, least=BEGINNING_PX if len(pieces) > 1 else None),)

    def first_page(self, pages: Sequence[Any]) -> int:
        """Return the index of the first page that another order can change: the one before the first block's, for it may take more."""
        return max(min(self._begun(pages), default=0) - 1, 0)

    def last_page(self, pages: Sequence[Any]) -> int:
        """Return the index of the page on which the last block begins, or the question behind the parts."""
        return max(self._begun(pages), default=0)

    def are_begun(self, pages: Sequence[Any]) -> bool:
        """Tell whether every block stands on a page, and the question behind the parts: what they leave white is known then."""
        return len(self._begun(pages)) == len(self._wanted())

    def _wanted(self) -> set[str]:
        return {self.float_id, *(slot for part in self.slots for slot in part)} | (
            {self.tail_id} if self.tail_id else set()
        )

    def _begun(self, pages: Sequence[Any]) -> list[int]:
        """Return on which page each block begins."""
        begun: dict[str | None, int] = {}
        for index, page in enumerate(pages):
            for name in self._wanted().intersection(map(_id, page.descendants())):
                begun.setdefault(name, index)
        return list(begun.values())


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
    question = _QUESTION.search(html, parts[-1].end())
    slots = tuple(tuple(_SLOT.findall(part["inside"])) for part in parts)
    return Places(name[1] if name else "timeline", slots, question[1] if question else None)


def best_order(stage: Stage) -> Order | None:
    """Return the order that leaves the least white, or None when what there is to gain isn't worth a change."""
    as_is = Order(tuple(range(len(stage.parts))), 0)
    best = min(_orders(stage), key=lambda order: (round(_cost(stage, order), 5), order.place, order.parts))
    return best if _cost(stage, as_is) - _cost(stage, best) > ENOUGH else None


def next_best(stage: Stage, known: Order | None, count: int) -> list[Order]:
    """Return the most promising orders besides the known one, best first; None: the author's is known."""
    known = known or Order(tuple(range(len(stage.parts))), 0)
    ranked = sorted(_orders(stage), key=lambda order: (round(_cost(stage, order), 5), order.place, order.parts))
    return [order for order in ranked if order != known][:count]


def _orders(stage: Stage) -> Iterator[Order]:
    blocks = sum(len(part) for part in stage.parts)
    for parts in permutations(range(len(stage.parts))):
        yield from (Order(parts, place) for place in range(blocks + 1))


def _cost(stage: Stage, order: Order) -> float:
    """Return the sum of the squares of the holes, in pages, and something for each pair of parts that change places."""
    blocks = [block for index in order.parts for block in stage.parts[index]]
    blocks.insert(order.place, stage.drawing)
    atoms = [atom for block in (*blocks, stage.tail) for atom in block]
    swaps = sum(a > b for i, a in enumerate(order.parts) for b in order.parts[i + 1 :])
    slacks = SLACKS_PX if any(atom.least is not None for atom in atoms) else SLACKS_PX[:1]
    return sum(_white(stage, atoms, slack) for slack in slacks) / len(slacks) + DISORDER * swaps


def _white(stage: Stage, atoms: Sequence[Atom], slack: float) -> float:
    """Return the sum of the squares of the holes, in pages, where so much of each page can't be counted on."""
    filled, room, noted, cost = stage.start, stage.room, 0, 0.0
    for atom in atoms:
        space = room - slack - _notes_px(noted + atom.notes, room < stage.page)
        if filled and filled + atom.height > space:
            if atom.least is not None and filled + atom.least <= space:
                filled, cost = filled - space, cost + BREAK
            else:
                cost += (max(room - _notes_px(noted, room < stage.page) - filled, 0.0) / stage.page) ** 2
                filled = 0.0
            room, noted = stage.page, 0
        filled = min(filled + atom.height, room)
        noted += atom.notes
    return cost


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
    return Stage(
        start, floor(before) - before.content_box_y(), own.height, _pieces(found[float_id]),
        tuple(tuple(_atoms(found[slot], heads) for slot in part) for part in slots),
    )  # fmt: skip


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
    boxes = [box for _, box in pieces]
    asked = tuple(Atom(question.margin_height(), _calls(question)) for box in boxes for question in _questions(box))
    least = _least(boxes[0]) if _breaks(boxes[0]) else None
    if len(boxes) > 1 and not asked and least is None:
        return _pieces(pieces)
    height = boxes[-1].margin_height() + sum(map(_filled, boxes[:-1]))
    rest = max(height - sum(atom.height for atom in asked), 0.0)
    notes = sum(map(_calls, boxes)) - sum(atom.notes for atom in asked)
    heading = _heading(pieces[0], heads)
    return (Atom(rest + heading, notes, None if least is None else least + heading), *asked)


def _pieces(pieces: Sequence[tuple[int, Any]]) -> tuple[Atom, ...]:
    """Return each page's piece of what is broken at a place of its own."""
    *others, (_, last) = pieces
    return (*(Atom(_filled(box), _calls(box)) for _, box in others), Atom(last.margin_height(), _calls(last)))


def _heading(piece: tuple[int, Any], heads: Sequence[tuple[int, Any]]) -> float:
    """Return how high the heading is that stands right over a box."""
    page, first = piece
    over = [
        head
        for index, head in heads
        if index == page and -1 < first.position_y - head.position_y - head.margin_height() < NEAR_PX
    ]
    return float(sum(head.margin_height() for head in over[-1:]))


def _breaks(box: Any) -> bool:
    """Tell whether a block may go on overleaf: neither it nor what it is made of is kept together, headings left out."""
    parts = (part for part in (box, *box.children) if str(part.element_tag) not in HEADINGS)
    return all(part.style["break_inside"] == "auto" for part in parts)


def _least(box: Any) -> float:
    """Return what a block that may go on overleaf needs on its first page."""
    kept = [
        part.position_y + part.margin_height() for part in box.descendants() if BEGINNING.intersection(_classes(part))
    ]
    return float(max([BEGINNING_PX, *(end - box.position_y + LINES_PX for end in kept)]))


def _filled(box: Any) -> float:
    """Return how high what stands in a box is, that goes on overleaf: the box itself reaches to the page's end."""
    ends = (leaf.position_y + leaf.margin_height() for leaf in _leaves(box))
    return float(max(ends, default=box.position_y)) - float(box.position_y)


def _leaves(box: Any) -> Iterator[Any]:
    """Yield the lines in a box, and what has a height of its own."""
    inside = [child for child in getattr(box, "children", ()) if hasattr(child, "margin_height")]
    if type(box).__name__ == "LineBox" or not inside or box.style["height"] != "auto":
        yield box
    else:
        for child in inside:
            yield from _leaves(child)


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
