"""The key: marks that were drawn -> the kinds to explain, set in rows; and what the drawing says in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from builder.date_days import from_day
from builder.timeline.axis import MONTH, Scale
from builder.timeline.marks import Placed
from builder.timeline.style import MM_PER_PT, Measure, Style
from builder.timeline.values import KeyItem, KeyKind, Lane, TimelineEvent
from builder.timeline.words import TimelineWords

_SYMBOL_MM: dict[KeyKind, float] = {"span": 7.0, "open-end": 7.0, "open-start": 7.0, "set": 7.5, "to-scale": -1.6}
_POINT_SYMBOL_MM = 3.5
_WORDS_GAP_MM = 1.6
_ITEM_GAP_MM = 6.0
_EPSILON = 1e-6
_LABELS: dict[KeyKind, str] = {
    "point": "key_point", "turning": "key_turning", "uncertain": "key_uncertain", "span": "key_span",
    "open-end": "key_open", "open-start": "key_open_start", "set": "key_set", "group": "key_group",
    "to-scale": "to_scale",
}  # fmt: skip


def kinds(items: Iterable[Placed]) -> list[KeyKind]:
    """The kinds of marks in use, in the order of the key."""
    used: set[KeyKind] = set()
    for item in items:
        event = item.event
        used |= {"turning"} if event.turning else {"point"} if not event.is_span and not event.loose_start else set()
        if event.loose_start or event.loose_end:
            used.add("uncertain")
        if event.others:
            used.add("set")
        if event.is_span:
            used |= {"open-start"} if item.clipped_top else set()
            used |= {"open-end"} if item.clipped_bottom else set()
            used |= {"span"} if not (item.clipped_top or item.clipped_bottom) else set()
    return [kind for kind in _LABELS if kind in used]


def key(
    used: Sequence[KeyKind], end_words: str, width_mm: float, words: TimelineWords, style: Style, measure: Measure
) -> tuple[tuple[KeyItem, ...], int]:
    """The key's items, and how many rows they take; `y_mm` counts from the first row's top."""
    items: list[KeyItem] = []
    x, row = 0.0, 0
    for kind in used:
        text = words.get(_LABELS[kind], end=end_words)
        symbol = _SYMBOL_MM.get(kind, _POINT_SYMBOL_MM)
        wide = symbol + _WORDS_GAP_MM + measure(text, style.face, style.note_pt) * MM_PER_PT
        if x and x + wide > width_mm:
            x, row = 0.0, row + 1
        y = row * style.line_mm
        items.append(KeyItem(kind, text, round(x, 2), round(y, 2), round(x + symbol + _WORDS_GAP_MM, 2)))
        x += wide + _ITEM_GAP_MM
    return tuple(items), row + 1


def end_words(scale: Scale, words: TimelineWords) -> str:
    """The end of the axis in words, for "went on after 1953": its last unit, or the round year that it ends on."""
    unit = scale.unit
    if unit.years > 1:
        return words.dated_year(from_day(scale.end + _EPSILON)[0], both_eras=from_day(scale.start)[0] <= 0)
    last = scale.end - min(unit.days, scale.end - scale.start) / 2
    year, month, *_ = from_day(last)
    return words.dated_year(year) if unit == MONTH and month == 12 else words.unit(unit, last)


def alternative(
    events: Sequence[TimelineEvent], lanes: Sequence[Lane], scale: Scale, start: float, end: float, words: TimelineWords
) -> str:
    """What the drawing of `start` to `end` shows, for those who don't see it."""
    names = [lane.label for lane in lanes if lane.label]
    text = words.counted(
        "alt",
        len(events),
        start=words.unit(scale.unit, start),
        end=words.unit(scale.unit, end - min(scale.unit.days, end - start) / 2),
    )
    return f"{text} {words.get('alt_lanes', lanes=', '.join(names))}" if len(names) > 1 else text
