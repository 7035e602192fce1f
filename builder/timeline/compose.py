"""The forms with words beside the axis: a request -> a draft whose measures are settled, or None.

In the order of the functions: what is drawn, how wide the lanes are, how tall the words, which page holds what. Lanes
need the scale to know what stands side by side, and the scale needs the lanes' width: at most three rounds settle it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from builder.timeline.axis import Scale
from builder.timeline.columns import Columns, Need, columns
from builder.timeline.frame import Frame
from builder.timeline.key import end_words, key, kinds
from builder.timeline.labels import Blocks, blocks
from builder.timeline.marks import Placed, extents, tracks
from builder.timeline.pages import Plan, displacements, one_page, two_pages
from builder.timeline.request import Heading, Request, heading
from builder.timeline.span import Stretch
from builder.timeline.style import Style
from builder.timeline.values import KeyItem, TimelineEvent

_LEAST_PART_MM = 70.0
"""A timeline on two pages begins on this one only if so much of an axis fits here."""
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A layout whose measures are settled: what remains is to place things."""

    request: Request
    drawn: Stretch
    heading: Heading
    columns: Columns
    made: Blocks
    """Of all events: those before the axis, those on it, those after it."""
    frame: Frame
    plan: Plan
    zone_mm: float
    """Width of the leaders' zone between the lanes and the labels."""
    placed: tuple[Placed, ...]
    needs: Mapping[str, Need]
    xs: Mapping[str, float]
    """Where each event's mark stands."""
    key: tuple[KeyItem, ...]
    brief: bool

    @property
    def labels_x_mm(self) -> float:
        """The left edge of the labels."""
        return self.columns.right_mm + self.zone_mm

    @property
    def displacement_mm(self) -> float:
        """How far a label is from its date, on average."""
        shown = self.made.slice(len(self.drawn.before), len(self.drawn.before) + len(self.drawn.events))
        ways = displacements(self.plan, shown, self.request.style)
        return sum(ways) / len(ways)


def compose(request: Request, brief: bool, pages: int, most_text_lines: float = inf) -> Draft | None:
    """A draft with all words beside the axis, or with numbered labels there and the texts in a list (`brief`)."""
    drawn = request.drawn
    needs: Mapping[str, Need] = {}
    draft = None
    for _ in range(_ROUNDS):
        draft = _draft(request, drawn, needs, brief, pages)
        if draft is None or draft.made.text_lines > most_text_lines * len(request.events):
            return None
        wider = _wider(needs, draft.needs)
        if wider == needs:
            break
        needs = wider
    return draft


def _wider(one: Mapping[str, Need], other: Mapping[str, Need]) -> dict[str, Need]:
    """What both ask for: lanes only grow from one round to the next, so that the rounds settle."""
    none = Need(0, 0)
    pairs = {lane: (one.get(lane, none), other.get(lane, none)) for lane in {*one, *other}}
    return {lane: Need(max(a.points, b.points), max(a.spans, b.spans)) for lane, (a, b) in pairs.items()}


def _draft(request: Request, drawn: Stretch, needs: Mapping[str, Need], brief: bool, pages: int) -> Draft | None:
    style = request.style
    room = request.width_mm - style.axis_mm - style.zone_mm - style.date_mm - style.label_min_mm
    lanes = columns(request.lanes(drawn), needs, room, style, request.measure)
    events = (*drawn.before, *drawn.events, *drawn.after)
    labels_mm = request.width_mm - lanes.right_mm - style.zone_mm
    made = blocks(events, _dates(request, events, lanes), labels_mm, brief, style, request.measure)
    shown = made.slice(len(drawn.before), len(drawn.before) + len(drawn.events))
    head = heading(request)
    rows = 1
    while True:
        key_rows = rows
        frame = _frame(request, drawn, lanes, made, head.lines, key_rows)
        plan = _plan(request, drawn, shown, frame, pages)
        if plan is None:
            return None
        placed = extents(drawn.events, plan.scale, style)
        items, rows = _key(request, placed, plan.scale, head)
        if rows <= key_rows:
            break
    chosen, found = tracks(placed, [column.lane.id for column in lanes.columns], style)
    xs = {item.event.id: lanes.x(item.event.lane, item.event.is_span, chosen[item.event.id]) for item in placed}
    zone = _zone(made, shown, plan, style)
    return Draft(request, drawn, head, lanes, made, frame, plan, zone, placed, found, xs, items, brief)


def _key(request: Request, placed: Sequence[Placed], scale: Scale, head: Heading) -> tuple[tuple[KeyItem, ...], int]:
    """The key's items and its number of rows."""
    used = kinds(placed)
    if not head.beside:
        used.append("to-scale")
    return key(used, end_words(scale, request.words), request.width_mm, request.words, request.style, request.measure)


def _zone(made: Blocks, shown: Blocks, plan: Plan, style: Style) -> float:
    """The leaders' zone: wider than usual where labels are far from their dates and leave room."""
    wanted = max(displacements(plan, shown, style), default=0.0) * style.slope
    most = min(style.zone_mm + max(made.spare_mm, 0.0), style.widest_zone_mm)
    return round(min(max(wanted, style.zone_mm), max(most, style.zone_mm)), 2)


def _dates(request: Request, events: Sequence[TimelineEvent], lanes: Columns) -> list[str]:
    """The dates as printed: with the lane's name where no column says it."""
    if lanes.named:
        return [event.date_words for event in events]
    return [" · ".join(filter(None, (event.date_words, request.lane_label(event.lane)))) for event in events]


def _frame(request: Request, drawn: Stretch, lanes: Columns, made: Blocks, title: int, key_rows: int) -> Frame:
    """What stands around the axis."""
    gap, first, last = request.style.gap_mm, len(drawn.before), len(drawn.before) + len(drawn.events)
    before = made.need_mm(0, first, gap)
    after = made.need_mm(last, len(made.blocks), gap)
    return Frame(title, key_rows, lanes.head_mm, before, after, request.style)


def _plan(request: Request, drawn: Stretch, shown: Blocks, frame: Frame, pages: int) -> Plan | None:
    """The first way to lay the axis: on this page, on a page of its own; or on two pages, from this one if it can."""
    style = request.style
    if pages == 1:
        here = frame.room(request.room_mm, True, True, False)
        whole = frame.room(request.page_mm, True, True, True)
        return one_page(shown, drawn, here, style) or one_page(shown, drawn, whole, style)
    here = frame.room(request.room_mm, True, False, False)
    fresh = frame.room(request.page_mm, True, False, True)
    second = frame.room(request.page_mm, False, True, True)
    begun = two_pages(shown, drawn, (here, second), style) if here.axis_mm >= _LEAST_PART_MM else None
    return begun or two_pages(shown, drawn, (fresh, second), style)
