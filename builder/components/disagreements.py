"""Disagreements: who holds which view on what evidence, in a table where no side looks like the answer.

Views stand in the alphabetical order of those who hold them, by Unicode's collation, whatever the order in the file. An author who wants
another order numbers the positions' ids: `1-stroke`, `2-poison`; then all of them need a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from builder.components.asides import AsideView, aside_view, lines_pt
from builder.components.placed import Placed, place
from builder.course import SectionEntry
from builder.model.section import Disagreement, Position
from builder.page import Page, anchor

MOST_COLUMNS = 3
LONG_VIEW = 90
"""Characters from which on a view is a text of its own and no head of a column."""
_NUMBER = re.compile(r"(\d+)(?:-|$)")


@dataclass(frozen=True)
class Row:
    """A row of the table: its head, and one cell for each column."""

    head: Markup
    cells: tuple[Markup, ...]


@dataclass(frozen=True)
class ListedView:
    """A view with what is said of it, each under its label."""

    head: Markup
    facts: tuple[tuple[Markup, Markup], ...]


@dataclass(frozen=True)
class DisagreementView:
    """A disagreement as it is printed."""

    id: str
    label: str
    claim: Markup
    intro: tuple[Markup, ...]
    layout: str
    """`columns`: one column a view; `rows`: one row a view, where there are too many for columns."""
    corner: str
    """The head over the rows' heads; empty where they need none."""
    heads: tuple[Markup, ...]
    rows: tuple[Row, ...]
    evidence_quality: Markup | None
    aside: AsideView | None
    listed: tuple[ListedView, ...] = ()
    """The views one under the other, where an edition has no columns; then the table has no rows."""


def view(entry: SectionEntry, page: Page) -> Placed[DisagreementView] | None:
    """Return a section's disagreements, or None when it has none."""
    views = {item.id: _disagreement(item, page) for item in entry.value.disagreements}
    return place(views, "disagreement", entry.value)


def in_order(positions: tuple[Position, ...], key: Callable[[str], tuple[int, ...]]) -> tuple[Position, ...]:
    """Return positions as they are printed: by the numbers that begin their ids if all have one, else by who holds them."""
    numbers = [_NUMBER.match(position.id or "") for position in positions]
    if all(numbers):
        ranked = sorted(zip(positions, numbers, strict=True), key=lambda pair: int(pair[1][1]) if pair[1] else 0)
        return tuple(position for position, _ in ranked)
    return tuple(sorted(positions, key=lambda position: key(position.held_by)))


def _disagreement(item: Disagreement, page: Page) -> DisagreementView:
    positions = in_order(item.positions, page.sort_key)
    by_view = all(len(page.plain(position.view)) < LONG_VIEW for position in positions)
    named = "view" if by_view else "held_by"
    told = ["held_by" if by_view else "view"] + (["basis"] if any(p.basis for p in positions) else [])
    grid = [[_cell(position, part, part == told[0], page) for part in told] for position in positions]
    names = tuple(page.inline(getattr(position, named), notes=False) for position in positions)
    labels = tuple(Markup("{}").format(page.label(f"disagreement_{part}")) for part in told)
    claim = page.inline(item.claim, notes=False)
    free = lines_pt(item.intro, "serif", "text", page.tokens.mm("column-width"), page) if item.intro else 0.0
    in_columns = len(positions) <= MOST_COLUMNS
    if in_columns:
        heads, lines, columns = names, labels, tuple(zip(*grid, strict=True))
    else:
        heads, lines, columns = labels, names, tuple(tuple(row) for row in grid)
    return DisagreementView(
        id=anchor("disagreement", item.id),
        label=page.label(f"disagreement_{item.status or 'contested'}"),
        claim=claim,
        intro=tuple(block.html for block in page.blocks(item.intro)) if item.intro else (),
        layout="columns" if in_columns else "rows",
        corner="" if in_columns else page.label("disagreement_view" if by_view else "disagreement_held_by"),
        heads=heads,
        rows=() if page.forms.linear else tuple(Row(line, cells) for line, cells in zip(lines, columns, strict=True)),
        listed=tuple(
            ListedView(name, tuple(zip(labels, cells, strict=True))) for name, cells in zip(names, grid, strict=True)
        )
        if page.forms.linear
        else (),
        evidence_quality=page.inline(item.evidence_quality) if item.evidence_quality else None,
        aside=aside_view(item.teacher_note, claim, free, page),
    )


def _cell(position: Position, part: str, noted: bool, page: Page) -> Markup:
    """Return a cell; the first one of a view carries its sources as a page-bottom note."""
    text = getattr(position, part)
    words = page.inline(text) if text else Markup("\u2014")
    cited = page.cite(position.sources) if noted and position.sources else Markup()
    if not cited:
        return words
    closed = cited if str(cited).endswith(".") else cited + "."
    return words + Markup('<span class="note">{}</span>').format(closed)
