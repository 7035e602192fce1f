"""Organizers: tables and diagrams that pupils fill in; the teacher's are filled in.

A student's course has no `answers` (`edition`): the same code prints empty cells. The room of a cell comes from `space`; the teacher's
answers are set smaller where they would need more, so that the pages stay the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from markupsafe import Markup

from builder.charting.canvas import OUTLINE_MM, Canvas, Drawing, mm
from builder.components.asides import AsideView, aside_view, lines_pt
from builder.components.placed import Placed, place
from builder.course import SectionEntry
from builder.measure import wrap
from builder.model import Space
from builder.model.section import Organizer
from builder.page import Page, anchor
from builder.spaces import SLACK, room

DEFAULT_LINES = {"grid": 4, "t-chart": 8, "venn": 9, "cause-effect": 3, "evidence-log": 3}
LOG_ROWS, EMPTY_ROWS = 5, 3
HEAD_MM, CELL_PADDING_MM = 40.0, 4.0
ARROW_MM = 12.0
TITLE_PT = 18.0
UNBROKEN_SHARE = 0.85
"""An organizer of more than this share of a page may be broken between its rows."""
CIRCLE_WIDTH = 0.635
"""Width of each of the two outlines, as a share of the page's width: they overlap by 27 %."""
_PT = 72 / 25.4


@dataclass(frozen=True)
class Cell:
    """A cell: what stands in it, empty where pupils write; `size` is normal or small; `given` is printed for pupils too."""

    html: Markup = Markup()
    size: str = "normal"
    given: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table: its head, if it has one, and its cells."""

    head: Markup
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Region:
    """A part of a diagram: its head and its answers, at a place in millimetres."""

    head: Markup
    head_x_mm: float
    head_width_mm: float
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    """What is inside the outline; answers may be longer."""
    answers: tuple[Cell, ...]


@dataclass(frozen=True)
class ListedRoom:
    """A room to write in under its head; `given` is printed in its place."""

    id: str
    head: Markup
    given: Markup
    lines: int


@dataclass(frozen=True)
class ListedRow:
    """The rooms of a row under the row's head, if it has one."""

    head: Markup
    rooms: tuple[ListedRoom, ...]


@dataclass(frozen=True)
class OrganizerView:
    """An organizer as it is printed; what its kind doesn't have is empty."""

    id: str
    kind: str
    title: Markup
    instructions: Markup | None
    question: Markup | None
    """What an evidence log is about."""
    has_heads: bool
    """The rows have heads."""
    corner: str
    heads: tuple[Markup, ...]
    rows: tuple[Row, ...]
    columns_mm: tuple[float, ...]
    """Widths of the columns where they aren't equal."""
    height_mm: float
    middle_mm: float
    """Half of it: where arrows point."""
    lines: int
    """Ruled lines in each cell."""
    drawing: Drawing | None
    regions: tuple[Region, ...]
    unbroken: bool
    aside: AsideView | None
    listed: tuple[ListedRow, ...] = ()
    """The rooms one under the other, where an edition has no columns; then there are no rows and no drawing."""


def view(entry: SectionEntry, page: Page) -> Placed[OrganizerView] | None:
    """Return a section's organizers, or None when it has none."""
    views = {organizer.id: _organizer(organizer, page) for organizer in entry.value.organizers}
    return place(views, "organizer", entry.value)


def _organizer(organizer: Organizer, page: Page) -> OrganizerView:
    heads = _heads(organizer, page)
    has_heads = bool(organizer.rows) and organizer.kind in ("grid", "evidence-log")
    width = _cell_width(organizer.kind, len(heads), has_heads, page)
    height, lines = cell_room(organizer, width, page)
    if organizer.kind == "cause-effect":
        height = max(height, *(_event_mm(row, width, page) for row in organizer.rows), 0.0)
    linear, venn = page.forms.linear, organizer.kind == "venn"
    drawing, regions = _venn(organizer, heads, height, page) if venn and not linear else (None, ())
    rows = () if venn or linear else tuple(_rows(organizer, len(heads), width, height, page))
    central = page.entry.value.central_question if organizer.kind == "evidence-log" else None
    title = page.inline(organizer.title, notes=False)
    total = height * max(len(rows), 1)
    return OrganizerView(
        id=anchor("organizer", organizer.id),
        kind=organizer.kind,
        title=title,
        instructions=page.inline(organizer.instructions, notes=False) if organizer.instructions else None,
        question=page.inline(central, notes=False) if central else None,
        has_heads=has_heads,
        corner=page.label("organizer_source") if organizer.kind == "evidence-log" and has_heads else "",
        heads=heads,
        rows=rows,
        columns_mm=_column_widths(organizer.kind, len(heads), width),
        height_mm=height,
        middle_mm=round(height / 2, 2),
        lines=lines,
        drawing=drawing,
        regions=regions,
        unbroken=not linear and total < UNBROKEN_SHARE * page.tokens.mm("block-height"),
        aside=aside_view(organizer.teacher_note, title, _head_pt(organizer, central, page), page),
        listed=_listed(organizer, heads, page) if linear else (),
    )


def _listed(organizer: Organizer, heads: tuple[Markup, ...], page: Page) -> tuple[ListedRow, ...]:
    """Return the rooms one under the other, each with its head and as wide as the page."""
    width, pitch = page.tokens.mm("live-width"), page.tokens.mm("line-pitch")
    lines = max(2, ceil(cell_room(organizer, width, page)[0] / pitch / max(len(heads), 1)))
    if organizer.kind in ("venn", "t-chart"):
        lines, heads_of = max(3, lines), [Markup()]
    elif organizer.rows:
        heads_of = [row_head(row, page) for row in organizer.rows]
    else:
        heads_of = [
            Markup(str(number))
            for number in range(1, (LOG_ROWS if organizer.kind == "evidence-log" else EMPTY_ROWS) + 1)
        ]
    middle = (len(heads) - 1) // 2 if len(heads) > 2 else 0
    chain = organizer.kind == "cause-effect" and bool(organizer.rows)
    rows = []
    for index, row in enumerate(heads_of):
        rooms = tuple(
            ListedRoom(
                anchor("organizer", f"{organizer.id}-{index + 1}-{column + 1}"), head, row if chain and column == middle else Markup(),
                lines,
            )
            for column, head in enumerate(heads)
        )  # fmt: skip
        rows.append(ListedRow(Markup() if chain else row, rooms))
    return tuple(rows)


def _head_pt(organizer: Organizer, central: str | None, page: Page) -> float:
    """Return how high the margin is beside the title and the instructions, in points."""
    texts = [text for text in (organizer.instructions, central) if text]
    return TITLE_PT + sum(lines_pt(text, "sans", "small", page.tokens.mm("column-width"), page) for text in texts)


def _heads(organizer: Organizer, page: Page) -> tuple[Markup, ...]:
    """Return the heads of the columns, with those that a kind has by itself."""
    words = [page.inline(column, notes=False) for column in organizer.columns]
    if organizer.kind == "evidence-log" and not words:
        names = ("for", "against") if organizer.rows else ("for", "against", "source")
        words = [_label(f"organizer_{name}", page) for name in names]
    if organizer.kind == "cause-effect" and len(words) < 3:
        words.insert(len(words) // 2, _label("organizer_event", page))
    if organizer.kind == "venn" and len(words) == 2:
        words.insert(1, _label("organizer_both", page))
    return tuple(words)


def _label(key: str, page: Page) -> Markup:
    return Markup("{}").format(page.label(key))


def _cell_width(kind: str, columns: int, has_heads: bool, page: Page) -> float:
    """Return how wide the words in a cell may be, in millimetres."""
    width = page.tokens.mm("live-width")
    if kind == "cause-effect":
        width -= ARROW_MM * (columns - 1)
    return (width - (HEAD_MM if has_heads else 0.0)) / max(columns, 1) - CELL_PADDING_MM


def _column_widths(kind: str, columns: int, cell_mm: float) -> tuple[float, ...]:
    """Return the widths of a chain's columns: boxes alike, an arrow's room before each but the first."""
    if kind != "cause-effect":
        return ()
    box = cell_mm + CELL_PADDING_MM
    return tuple(round(box + (ARROW_MM if index else 0.0), 2) for index in range(columns))


def cell_room(organizer: Organizer, width_mm: float, page: Page) -> tuple[float, int]:
    """Return the height of a cell in millimetres, and how many ruled lines stand in it: only a T-chart's cells are ruled."""
    space = organizer.space or Space(kind="lines", amount=DEFAULT_LINES[organizer.kind])
    if space.kind == "words":
        wanted = ceil(space.amount * page.tokens.mm("word-width") / max(width_mm, 1.0) * SLACK)
        space = Space(kind="lines", amount=max(2, wanted))
    found = room(space, page.tokens)
    lines = found.lines if organizer.kind == "t-chart" else 0
    return max(found.height_mm, page.tokens.mm("line-pitch")), lines


def _event_mm(event: str, width: float, page: Page) -> float:
    """Return the least height of an event's box."""
    lines = wrap(page.plain(event), "sans-semibold", page.tokens.pt("answer-size"), width * _PT)
    return round((len(lines) * page.tokens.pt("answer-leading") + 5.0) / _PT, 2)


def _rows(organizer: Organizer, columns: int, width: float, height: float, page: Page) -> list[Row]:
    answers = organizer.answers
    if organizer.kind == "t-chart":
        listed = [[row[c] for row in answers if c < len(row) and row[c]] for c in range(columns)]
        cells = tuple(_cell("\n".join(f"- {text}" for text in texts), width, height, page) for texts in listed)
        return [Row(Markup(), cells)]
    count = len(organizer.rows) or max(LOG_ROWS if organizer.kind == "evidence-log" else EMPTY_ROWS, len(answers))
    rows = []
    for index in range(count):
        texts: list[str | None] = list(answers[index]) if index < len(answers) else []
        head = row_head(organizer.rows[index], page) if organizer.rows else Markup()
        if organizer.kind == "cause-effect" and organizer.rows:
            rows.append(Row(Markup(), tuple(_around(head, texts, columns, width, height, page))))
            continue
        texts += [None] * (columns - len(texts))
        rows.append(Row(head, tuple(_cell(text or "", width, height, page) for text in texts[:columns])))
    return rows


def _around(
    event: Markup, texts: Sequence[str | None], columns: int, width: float, height: float, page: Page
) -> list[Cell]:
    """Return the cells of a chain: what is filled in, and the event in its middle."""
    middle = (columns - 1) // 2 if columns > 2 else 0
    filled = list(texts[: columns - 1]) + [None] * (columns - 1 - len(texts))
    cells = [_cell(text or "", width, height, page) for text in filled]
    cells.insert(middle, Cell(event, given=True))
    return cells


def row_head(row: str, page: Page) -> Markup:
    """Return a row's head: a document's letter and title for its id, else the words themselves."""
    document = next((document for document in page.entry.value.documents if document.id == row), None)
    if document is None:
        return page.inline(row, notes=False)
    letter = page.label("document_letter", letter=page.numbering.letters[row])
    title = page.inline(document.title, notes=False)
    return Markup(page.label("organizer_document", letter=letter, title=title))


def _cell(text: str, width_mm: float, height_mm: float, page: Page) -> Cell:
    """Return an answer in its cell: smaller where it is too long for the room at the usual size."""
    if not text.strip():
        return Cell()
    tokens = page.tokens
    lines = [
        line
        for part in text.split("\n")
        for line in wrap(page.plain(part), "sans", tokens.pt("answer-size"), width_mm * _PT)
    ]
    fits = len(lines) * tokens.pt("answer-leading") <= height_mm * _PT
    html = Markup("").join(block.html for block in page.blocks(text, notes=False))
    return Cell(html, "normal" if fits else "small")


def _venn(
    organizer: Organizer, heads: tuple[Markup, ...], height: float, page: Page
) -> tuple[Drawing | None, tuple[Region, ...]]:
    """Draw two outlines that overlap; the words stand over them as text: left, both, right."""
    width = page.tokens.mm("live-width")
    rx, ry = width * CIRCLE_WIDTH / 2, height / 2
    canvas = Canvas(page.tokens, page.width_mm)
    for x in (rx, width - rx):
        left, span = mm(x - rx + OUTLINE_MM / 2), mm(2 * rx - OUTLINE_MM)
        a = f"a{mm(rx - OUTLINE_MM / 2)} {mm(ry - OUTLINE_MM / 2)} 0 1 "
        d = f"M{left} {mm(ry)}{a}0 {span} 0{a}0 -{span} 0z"
        canvas.path(d, "none", canvas.ink, 2 * OUTLINE_MM)
    plain = [head.striptags() for head in heads]
    alt = page.label("organizer_venn_alt", left=plain[0] if plain else "", right=plain[-1] if plain else "")
    inner_left, inner_right = width - 2 * rx, 2 * rx
    top = ry * (1 - sqrt(1 - ((width / 2 - rx) / rx) ** 2)) + 3.0
    bounds = ((0.0, inner_left), (inner_left, inner_right), (inner_right, width))
    insets = ((9.0, 3.0), (6.0, 6.0), (3.0, 9.0))
    regions = []
    for index, head in enumerate(heads[:3]):
        (start, end), (before, after) = bounds[index], insets[index]
        room_mm = end - start - before - after
        texts = [row[index] for row in organizer.answers if index < len(row) and row[index]]
        answers = tuple(_cell(f"- {text}", room_mm, height / max(len(texts), 1) * 0.7, page) for text in texts)
        y = top + ry * (0.34 if index == 1 else 0.22)
        regions.append(Region(
            head, round(start, 2), round(end - start, 2), round(start + before, 2), round(y, 2), round(room_mm, 2),
            round(height - 2 * y, 2), answers,
        ))  # fmt: skip
    return canvas.drawing(width, height, alt), tuple(regions)
