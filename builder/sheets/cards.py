"""Cards to cut out and put in order: fronts with what happened, backs with when.

In: a section's events. Out: pages of fronts, each followed by its page of backs. The sheet is turned on its long edge, so the rows of the
backs run from right to left: each date stands behind its own event. The fronts are shuffled: the uncut sheet isn't the key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from builder.components.timeline import TimelineEvent, section_events, section_lanes
from builder.course import SectionEntry
from builder.edition import disordered
from builder.page import Page

COLUMNS, ROWS = 2, 4


@dataclass(frozen=True)
class CardFace:
    """One side of a card: its words, and a small line over them; a place without a card has neither."""

    words: Markup
    small: str = ""
    number: int = 0
    """The card's number, alike on both sides; 0: no card."""


@dataclass(frozen=True)
class CardPage:
    """One side of a sheet, row by row."""

    is_back: bool
    foot: str
    rows: tuple[tuple[CardFace, ...], ...]


@dataclass(frozen=True)
class CardsView:
    """All sides in the order in which a duplex printer takes them."""

    pages: tuple[CardPage, ...]
    columns: int
    rows: int
    title: str


def is_wanted(entry: SectionEntry) -> bool:
    """Tell whether a section has cards among its exercises, and events to make them from."""
    return bool(entry.value.timeline) and any(exercise.kind == "cards" for exercise in entry.value.exercises)


def view(entry: SectionEntry, page: Page) -> CardsView | None:
    """Return the cards of a section that has such an exercise, or None."""
    if not is_wanted(entry):
        return None
    lanes = {lane.id: lane.label for lane in section_lanes(entry.value, page)}
    events = {event.id: event for event in section_events(entry.value, page)}
    order = disordered(tuple(events), entry.id, "cards")
    several = len({event.lane for event in events.values()}) > 1
    fronts = [CardFace(events[name].label, lanes.get(events[name].lane or "", "") if several else "", number)
              for number, name in enumerate(order, 1)]  # fmt: skip
    backs = [_back(events[name], number) for number, name in enumerate(order, 1)]
    pages: list[CardPage] = []
    size = COLUMNS * ROWS
    for first in range(0, len(fronts), size):
        sheet = first // size + 1
        front, back = _rows(fronts[first : first + size]), _rows(backs[first : first + size])
        pages.append(CardPage(False, page.label("cards_front", number=sheet), front))
        pages.append(CardPage(True, page.label("cards_back", number=sheet), mirrored(back)))
    return CardsView(tuple(pages), COLUMNS, ROWS, page.label("cards_title", section=page.plain(entry.value.title)))


def _back(event: TimelineEvent, number: int) -> CardFace:
    return CardFace(Markup("{}").format(event.date_words), "", number)


def _rows(faces: Sequence[CardFace]) -> tuple[tuple[CardFace, ...], ...]:
    """Fill the rows of one side; places without a card stay empty, rows without one too."""
    full = [*faces, *[CardFace(Markup())] * (COLUMNS * ROWS - len(faces))]
    return tuple(tuple(full[row * COLUMNS : (row + 1) * COLUMNS]) for row in range(ROWS))


def mirrored(rows: tuple[tuple[CardFace, ...], ...]) -> tuple[tuple[CardFace, ...], ...]:
    """Return the rows as they stand on the other side of a sheet that is turned on its long edge."""
    return tuple(tuple(reversed(row)) for row in rows)
