"""Which page holds what: label heights and the room on pages -> one or two parts with one scale, or None.

None means that the words don't fit beside the axis on two pages: the caller then takes another form.
"""

from __future__ import annotations

from dataclasses import dataclass

from builder.layout import stack
from builder.timeline.axis import Scale, fit_scale
from builder.timeline.labels import Blocks
from builder.timeline.span import Stretch
from builder.timeline.style import Style


@dataclass(frozen=True, slots=True)
class Room:
    """What a part has: the height for its axis, and what labels may use above and below that."""

    axis_mm: float
    above_mm: float
    below_mm: float
    new_page: bool

    @property
    def labels_mm(self) -> float:
        """The height that labels may fill."""
        return self.axis_mm + self.above_mm + self.below_mm


@dataclass(frozen=True, slots=True)
class Piece:
    """One part: its stretch of the scale and its events, `first` up to, not including, `last`."""

    room: Room
    start: float
    end: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a timeline."""

    scale: Scale
    pieces: tuple[Piece, ...]


def one_page(made: Blocks, drawn: Stretch, room: Room, style: Style) -> Plan | None:
    """Everything in one part, if its labels fit there."""
    need = made.need_mm(0, len(made.blocks), style.gap_mm)
    if room.axis_mm <= 0 or need > room.labels_mm:
        return None
    least = min(need, room.axis_mm)
    most = min(room.axis_mm, max(style.lowest_mm, style.roomy * need))
    scale = fit_scale(drawn.start, drawn.end, least, most)
    return Plan(scale, (Piece(room, scale.start, scale.end, 0, len(made.blocks)),))


def two_pages(made: Blocks, drawn: Stretch, rooms: tuple[Room, Room], style: Style) -> Plan | None:
    """The largest scale at which the axis and the labels fit on two pages, cut at a tick where one is near."""
    total = rooms[0].axis_mm + rooms[1].axis_mm
    if min(room.axis_mm for room in rooms) <= 0:
        return None
    rough = fit_scale(drawn.start, drawn.end, min(made.need_mm(0, len(made.blocks), style.gap_mm), total), total)
    plans = [
        _cut(made, rough, rooms, index, cut)
        for index, cut in _cuts(made, rough)
        if made.need_mm(0, index, style.gap_mm) <= rooms[0].labels_mm
        and made.need_mm(index, len(made.blocks), style.gap_mm) <= rooms[1].labels_mm
    ]
    return min(plans, key=lambda plan: sum(displacements(plan, made, style)), default=None)


def _cut(made: Blocks, rough: Scale, rooms: tuple[Room, Room], index: int, cut: float) -> Plan:
    """The plan with the cut at an instant; `index` is the first event after it."""
    widest = min(rooms[0].axis_mm / (cut - rough.start), rooms[1].axis_mm / (rough.end - cut))
    scale = Scale(rough.unit, rough.start, rough.end, min(widest, rough.mm_per_day))
    first = Piece(rooms[0], scale.start, cut, 0, index)
    return Plan(scale, (first, Piece(rooms[1], cut, scale.end, index, len(made.blocks))))


def place_labels(made: Blocks, scale: Scale, piece: Piece, style: Style) -> tuple[list[float], list[float]]:
    """Where the leaders of a part's labels wish to end, and where they end; 0 is the beginning of the part's axis."""
    blocks = made.blocks[piece.first : piece.last]
    axis = (piece.end - piece.start) * scale.mm_per_day
    heights = [block.height_mm for block in blocks]
    lowest = -piece.room.above_mm
    need = sum(heights) + style.gap_mm * max(len(heights) - 1, 0)
    highest = max(axis + piece.room.below_mm, lowest + need)
    wishes = [scale.y(min(max(b.event.instant, piece.start), piece.end)) - scale.y(piece.start) for b in blocks]
    distances = [height + style.gap_mm for height in heights]
    last = heights[-1] if heights else 0.0
    return wishes, stack(wishes, distances, lowest + style.anchor_mm, highest + style.anchor_mm - last)


def displacements(plan: Plan, made: Blocks, style: Style) -> list[float]:
    """How far each label is from its date, in millimetres."""
    placed = (place_labels(made, plan.scale, piece, style) for piece in plan.pieces)
    return [abs(wish - place) for wishes, places in placed for wish, place in zip(wishes, places, strict=True)]


def _cuts(made: Blocks, scale: Scale) -> list[tuple[int, float]]:
    """Where the axis may be cut: (first event after the cut, instant), at the ticks between two dates or halfway."""
    edges = scale.unit.edges(scale.start, scale.end)
    instants = [min(max(block.event.instant, scale.start), scale.end) for block in made.blocks]
    cuts: list[tuple[int, float]] = []
    for index in range(1, len(instants)):
        before, after = instants[index - 1], instants[index]
        between = [edge for edge in edges if before < edge <= after and scale.start < edge < scale.end]
        if not between and before < after:
            between = [(before + after) / 2]
        cuts += [(index, cut) for cut in between]
    return cuts
