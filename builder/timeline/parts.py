"""A settled draft -> the view: every label, mark and line at its place."""

from __future__ import annotations

from builder.timeline import drawing
from builder.timeline.compose import Draft
from builder.timeline.key import alternative
from builder.timeline.labels import boxed
from builder.timeline.pages import Piece, place_labels
from builder.timeline.request import entries
from builder.timeline.style import Style
from builder.timeline.ticks import ticks
from builder.timeline.values import Label, Part, TimelineView


def view(draft: Draft) -> TimelineView:
    """The whole timeline, ready to print."""
    request, scale, words = draft.request, draft.plan.scale, draft.request.words
    events = [block.event for block in draft.made.blocks]
    return TimelineView(
        form="brief" if draft.brief else "full",
        title=draft.heading.title,
        title_lines=draft.heading.lines,
        to_scale=words.get("to_scale") if draft.heading.beside else "",
        width_mm=request.width_mm,
        unit=scale.unit.words,
        mm_per_unit=round(scale.mm_per_unit, 3),
        key=draft.key,
        key_alt=words.get("key_alt"),
        key_top_mm=round(draft.frame.key_top_mm, 2),
        key_height_mm=round(draft.frame.key_rows * request.style.line_mm, 2),
        parts=tuple(_part(draft, piece) for piece in draft.plan.pieces),
        entries=entries(request, events, all_of_them=False) if draft.brief else (),
        list_title=words.get("list_title"),
    )


def _part(draft: Draft, piece: Piece) -> Part:
    request, frame, scale, lanes = draft.request, draft.frame, draft.plan.scale, draft.columns
    first, last = piece is draft.plan.pieces[0], piece is draft.plan.pieces[-1]
    style, words = request.style, request.words
    window = drawing.Window(scale, piece.start, piece.end, round(frame.axis_top_mm(first), 2), first, last)
    on_axis = _labels(draft, piece, window)
    labels = _with_rows(draft, on_axis, window)
    mine = draft.placed[piece.first : piece.last]
    marked = ticks(scale, piece.start, piece.end, words, style)
    foot = max(window.bottom_mm + frame.foot_mm(False), *(label.y_mm + label.height_mm for label in labels), 0.0)
    most = piece.room.axis_mm + window.top_mm + frame.foot_mm(last)
    return Part(
        number=draft.plan.pieces.index(piece) + 1,
        new_page=piece.room.new_page,
        height_mm=_on_grid(foot, most, style),
        heading="" if first else words.get("continued", title=draft.heading.title),
        alt=alternative(
            [item.event for item in mine], request.lanes(draft.drawn), scale, piece.start, piece.end, words
        ),
        start=piece.start,
        end=piece.end,
        axis_x_mm=style.axis_mm,
        axis_top_mm=window.top_mm,
        axis_bottom_mm=round(window.bottom_mm, 2),
        right_mm=lanes.right_mm,
        axis_heads=marked.heads,
        axis_labels=marked.labels,
        ticks=marked.long,
        small_ticks=marked.short,
        lane_lines=tuple(round(column.x_mm + column.width_mm, 2) for column in lanes.columns),
        lane_heads=lanes.heads(frame.heads_bottom_mm(first), style, request.measure),
        marks=(
            *drawing.points(draft.placed, draft.xs, window),
            *drawing.turning_spans(draft.placed, draft.xs, window),
        ),
        bars=tuple(drawing.bars(draft.placed, draft.xs, window, style)),
        whiskers=tuple(drawing.whiskers(draft.placed, draft.xs, window, style)),
        threads=tuple(drawing.threads(draft.placed, draft.xs, window)),
        leaders=tuple(drawing.leaders(mine, on_axis, draft.xs, lanes.right_mm, window, style)),
        labels=tuple(labels),
        numbers=(),
    )


def _labels(draft: Draft, piece: Piece, window: drawing.Window) -> list[Label]:
    """The labels of a part's own events, as near to their marks as the others let them."""
    style, before = draft.request.style, len(draft.drawn.before)
    shown = draft.made.slice(before, before + len(draft.placed))
    _, anchors = place_labels(shown, draft.plan.scale, piece, style)
    x, top, right = draft.labels_x_mm, window.top_mm - style.anchor_mm, draft.request.width_mm
    return [boxed(shown, piece.first + place, x, top + y, right) for place, y in enumerate(anchors)]


def _with_rows(draft: Draft, labels: list[Label], window: drawing.Window) -> list[Label]:
    """The labels with the rows of events off the scale, before the axis and after it."""
    count = len(draft.drawn.before)
    if window.first and count:
        labels = [*_rows(draft, 0, count, draft.frame.rows_top_mm(True), "before"), *labels]
    if window.last and draft.drawn.after:
        gap = draft.request.style.gap_mm
        under = (label.y_mm + label.height_mm + gap for label in labels)
        top = max(window.bottom_mm + draft.frame.foot_mm(False), *under, 0.0)
        labels = [*labels, *_rows(draft, count + len(draft.placed), len(draft.made.blocks), top, "after")]
    return labels


def _rows(draft: Draft, first: int, last: int, top: float, side: str) -> list[Label]:
    """Events off the scale, one under the other."""
    style, note = draft.request.style, draft.request.words.get(side)
    rows: list[Label] = []
    for index in range(first, last):
        rows.append(boxed(draft.made, index, draft.labels_x_mm, top, draft.request.width_mm, note))
        top += draft.made.blocks[index].height_mm + style.gap_mm
    return rows


def _on_grid(height: float, most: float, style: Style) -> float:
    """The height as whole lines of the page where there is room for that."""
    lines = -(-round(height - 0.01, 2) // style.baseline_mm)
    return round(min(lines * style.baseline_mm, max(most, height)), 2)
