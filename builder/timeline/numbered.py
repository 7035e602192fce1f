"""The form for very many events: numbered marks on one page, and a list of all events after it.

Lanes share the whole width, so that each number stands right of its mark and no leader is needed. Neighbours in a lane
that are too close to be told apart share one mark, which reaches from the first date to the last, and one range of
numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from builder.timeline import drawing
from builder.timeline.axis import Scale, fit_scale
from builder.timeline.columns import Column, Columns, head_height
from builder.timeline.frame import Frame
from builder.timeline.key import alternative, end_words, key, kinds
from builder.timeline.marks import Placed, extents
from builder.timeline.request import Request, entries, heading
from builder.timeline.span import Stretch
from builder.timeline.style import MM_PER_PT
from builder.timeline.ticks import ticks
from builder.timeline.values import Label, Mark, Number, Part, TimelineView

_ROW_MM = 3.4
_MARK_MM = 3.4
_SLOT_GAP_MM = 1.6
_LEAST_LANE_MM = 18.0


@dataclass(frozen=True, slots=True)
class Item:
    """What stands in a slot of a lane: one event, or neighbours that share a mark."""

    first: int
    last: int
    """Numbers of the first and the last of its events."""
    placed: Placed
    x_mm: float
    last_y: float
    """Where the date of the last one lies on the axis."""

    @property
    def words(self) -> str:
        """The number beside the mark, or the range."""
        return str(self.first) if self.first == self.last else f"{self.first}\u2013{self.last}"

    @property
    def shared(self) -> bool:
        """Whether the mark stands for several events."""
        return self.first != self.last


def numbered(request: Request) -> TimelineView:
    """The view with numbers for labels. It always fits: marks share places rather than overlap."""
    drawn, style = request.drawn, request.style
    lanes = _lanes(request, drawn)
    offset = len(drawn.before)
    rows = style.line_mm
    head = heading(request)
    frame = Frame(head.lines, 2, lanes.head_mm, rows * bool(drawn.before), rows * bool(drawn.after), style)
    room = frame.room(request.page_mm, True, True, True)
    scale = fit_scale(drawn.start, drawn.end, room.axis_mm, room.axis_mm)
    placed = extents(drawn.events, scale, style)
    items = [item for column in lanes.columns for item in _fill(placed, column, lanes, offset, request)]
    used = kinds(item.placed for item in items if not item.shared)
    used += ["group"] if any(item.shared for item in items) else []
    used += [] if head.beside else ["to-scale"]
    legend, _ = key(used, end_words(scale, request.words), request.width_mm, request.words, style, request.measure)
    part = _part(request, drawn, lanes, frame, scale, items)
    return TimelineView(
        form="numbered",
        title=head.title,
        title_lines=head.lines,
        to_scale=request.words.get("to_scale") if head.beside else "",
        width_mm=request.width_mm,
        unit=scale.unit.words,
        mm_per_unit=round(scale.mm_per_unit, 3),
        key=legend,
        key_alt=request.words.get("key_alt"),
        key_top_mm=round(frame.key_top_mm, 2),
        key_height_mm=round(2 * style.line_mm, 2),
        parts=(part,),
        entries=entries(request, (*drawn.before, *drawn.events, *drawn.after), all_of_them=True),
        list_title=request.words.get("list_title"),
    )


def _lanes(request: Request, drawn: Stretch) -> Columns:
    """The lanes over the whole width, wider where more happened."""
    every = request.lanes(drawn)
    counts = [sum(event.lane == lane.id for event in drawn.events) for lane in every]
    room = request.width_mm - request.style.axis_mm
    lanes = every if room / len(every) >= _LEAST_LANE_MM else every[-1:]
    spare = max(room - _LEAST_LANE_MM * len(lanes), 0.0)
    columns: list[Column] = []
    x = request.style.axis_mm
    for lane, count in zip(lanes, counts, strict=False):
        width = room if len(lanes) == 1 else _LEAST_LANE_MM + spare * count / max(sum(counts), 1)
        columns.append(Column(lane, x, width, 1, 0))
        x += width
    head = head_height(columns, False, request.style, request.measure)
    return Columns(tuple(columns), round(x, 2), head, False, len(lanes) == len(every))


def _fill(placed: Sequence[Placed], column: Column, lanes: Columns, offset: int, request: Request) -> list[Item]:
    """The lane's events in slots: with room for single numbers, or for ranges where some must share."""
    style, last = request.style, len(request.events)
    mine = [(offset + place + 1, item) for place, item in enumerate(placed) if lanes.of(item.event.lane) is column]
    items: list[Item] = []
    for words in (str(last), f"{last}\u2013{last}"):
        slot_mm = _MARK_MM + request.measure(words, style.face, style.small_pt) * MM_PER_PT + _SLOT_GAP_MM
        items = _slots(mine, max(1, int((column.width_mm - 1) / slot_mm)))
        items = [replace(item, x_mm=round(column.x_mm + 1 + item.x_mm * slot_mm + _MARK_MM / 2, 2)) for item in items]
        if not any(item.shared for item in items):
            break
    return items


def _slots(events: Sequence[tuple[int, Placed]], count: int) -> list[Item]:
    """Each event in the leftmost free slot (`x_mm` is its number); where none is free it joins the last point.

    Spans leave the last slot to points, so that a long one can't close the lane.
    """
    items: list[Item] = []
    free = [float("-inf")] * count
    latest: int | None = None
    for number, placed in events:
        span = placed.event.is_span
        top = placed.top if span else min(placed.top, placed.y - _ROW_MM / 2)
        slot = next((i for i in range(count - span) if free[i] <= top), None)
        if slot is None and items:
            joined = len(items) - 1 if latest is None else latest
            items[joined] = replace(items[joined], last=number, last_y=placed.y)
            slot = int(items[joined].x_mm)
            free[slot] = max(free[slot], placed.y + _ROW_MM / 2)
            continue
        slot = slot or 0
        free[slot] = max(placed.y + (_ROW_MM if span else _ROW_MM / 2), placed.bottom)
        items.append(Item(number, number, placed, slot, placed.y))
        latest = latest if span else len(items) - 1
    return items


def _part(request: Request, drawn: Stretch, lanes: Columns, frame: Frame, scale: Scale, items: Sequence[Item]) -> Part:
    top = round(frame.axis_top_mm(True), 2)
    window = drawing.Window(scale, scale.start, scale.end, top, True, True)
    style, words = request.style, request.words
    marked = ticks(scale, scale.start, scale.end, words, style)
    single = [item.placed for item in items if not item.shared]
    xs = {item.placed.event.id: item.x_mm for item in items}
    bottom = round(window.bottom_mm, 2)
    return Part(
        number=1,
        new_page=request.room_mm < request.page_mm,
        height_mm=round(bottom + frame.foot_mm(True), 2),
        heading="",
        alt=alternative(drawn.events, request.lanes(drawn), scale, scale.start, scale.end, words),
        start=scale.start,
        end=scale.end,
        axis_x_mm=style.axis_mm,
        axis_top_mm=top,
        axis_bottom_mm=bottom,
        right_mm=lanes.right_mm,
        axis_heads=marked.heads,
        axis_labels=marked.labels,
        ticks=marked.long,
        small_ticks=marked.short,
        lane_lines=tuple(round(column.x_mm + column.width_mm, 2) for column in lanes.columns),
        lane_heads=lanes.heads(frame.heads_bottom_mm(True), style, request.measure),
        marks=(
            *drawing.points(single, xs, window),
            *drawing.turning_spans(single, xs, window),
            *_shared(items, window),
        ),
        bars=tuple(drawing.bars(single, xs, window, style)),
        whiskers=tuple(drawing.whiskers(single, xs, window, style)),
        threads=tuple(drawing.threads(single, xs, window)),
        leaders=(),
        labels=tuple(_off_scale(request, drawn, frame, window)),
        numbers=tuple(_numbers(items, window)),
    )


def _shared(items: Sequence[Item], window: drawing.Window) -> list[Mark]:
    """The marks of neighbours, from the first date to the last."""
    return [
        Mark(item.placed.event.id, "group", item.x_mm, round(window.page_y(item.placed.y), 2),
             round(item.last_y - item.placed.y, 2))
        for item in items
        if item.shared
    ]  # fmt: skip


def _numbers(items: Sequence[Item], window: drawing.Window) -> list[Number]:
    """The number right of each mark, level with its date; a span's stands beside its beginning."""
    return [
        Number(
            item.words,
            round(item.x_mm + _MARK_MM / 2 + (0.5 if item.placed.event.turning else 0.0), 2),
            round(window.page_y(item.placed.y) + (_ROW_MM / 2 if item.placed.event.is_span else 0.0), 2),
        )
        for item in items
    ]


def _off_scale(request: Request, drawn: Stretch, frame: Frame, window: drawing.Window) -> list[Label]:
    """One row before and one after the axis with the numbers that lie off it."""
    count, words = len(request.events), request.words
    sides = (
        ("before", 1, len(drawn.before), frame.rows_top_mm(True)),
        ("after", count - len(drawn.after) + 1, count, window.bottom_mm + frame.foot_mm(False)),
    )
    rows = []
    for side, first, last, y in sides:
        if first > last:
            continue
        numbers = str(first) if first == last else f"{first}\u2013{last}"
        width = round(request.width_mm - request.style.axis_mm, 2)
        row = Label("", 0, request.style.axis_mm, round(y, 2), width, round(request.style.line_mm, 2), 0.0, False,
                    f"{words.get(side)}: {numbers}", Markup(), Markup(), 2)  # fmt: skip
        rows.append(row)
    return rows
