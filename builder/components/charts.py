"""Charts: bars and curves drawn by us, tables set as tables; with unit, source and what to notice.

The drawing's alternative text holds the data in words, so that nobody needs the drawing. Numbers that aren't known are marked by a
question mark and explained.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from builder.charting.bars import Size, draw_bars
from builder.charting.canvas import Canvas, Drawing
from builder.charting.curves import begins_at, draw_curves
from builder.charting.data import Data, read_data
from builder.charting.numbers import MOST_DIGITS, digits_of, number_words, read_number, shortest_digits
from builder.components.asides import AsideView, aside_view, lines_pt
from builder.components.placed import Placed, place
from builder.course import SectionEntry
from builder.model.section import Chart
from builder.page import Page, anchor
from builder.typography import is_symbol

LABEL_PT, NOTE_GAP_PT = 12.0, 3.0
ROW_PT = 20.0
"""The least height of a table's row."""


@dataclass(frozen=True)
class TableCell:
    """A cell of a table: numbers stand at the right."""

    html: Markup
    is_number: bool


@dataclass(frozen=True)
class TableRow:
    """A row of a table: its head and cells."""

    head: Markup
    cells: tuple[TableCell, ...]


@dataclass(frozen=True)
class Table:
    """The data as a table."""

    heads: tuple[TableCell, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class ChartView:
    """A chart as it is printed: a drawing or a table."""

    id: str
    title: Markup
    unit: str
    drawing: Drawing | None
    table: Table | None
    is_full: bool
    """As wide as the page; else in the reading column, with the words in the margin."""
    remarks: tuple[str, ...]
    """Explanations of marks and of the scale."""
    reading: Markup | None
    reading_pt: float
    """How high these words are in the margin: the drawing's box is no lower."""
    source: Markup | None
    aside: AsideView | None


def view(entry: SectionEntry, page: Page) -> Placed[ChartView] | None:
    """Return a section's charts, or None when it has none."""
    views = {chart.id: _chart(chart, page) for chart in entry.value.charts}
    return place(views, "chart", entry.value)


def _chart(chart: Chart, page: Page) -> ChartView:
    unit = page.plain(chart.unit) if chart.unit else ""
    title = page.inline(chart.title, notes=False)
    drawing, is_full, remarks = None, False, []
    height = (len(chart.rows) + 1) * ROW_PT
    table: Table | None = _table(chart, page)
    if chart.kind != "table" and not page.forms.linear:
        data = _data(chart, page)
        if data.known:
            drawing, size = _draw(chart, data, unit, page)
            unit = _scaled(unit, size, page)
            is_full, table = size.width_mm > page.tokens.mm("column-width"), None
            remarks = _remarks(chart, data, page)
            height = size.height_mm * 72 / 25.4
    is_full = is_full or page.forms.linear
    reading = _reading_pt(chart, is_full, page)
    cited = page.cite([chart.source]) if chart.source else Markup()
    return ChartView(
        id=anchor("chart", chart.id),
        title=title,
        unit=unit if is_symbol(unit.partition(" ")[0]) else unit[:1].upper() + unit[1:],
        drawing=drawing,
        table=table,
        is_full=is_full,
        remarks=tuple(remarks),
        reading=page.inline(chart.reading, notes=False) if chart.reading else None,
        source=_source(cited, page),
        reading_pt=reading,
        aside=aside_view(chart.teacher_note, title, reading if is_full else height - reading - NOTE_GAP_PT, page),
    )


def _reading_pt(chart: Chart, is_full: bool, page: Page) -> float:
    """Return how high the words on what to notice are, in points: in the margin, or under a chart as wide as the page."""
    if not chart.reading:
        return 0.0
    if is_full:
        return lines_pt(
            f"{page.label('chart_notice')} {chart.reading}", "sans", "note", page.tokens.mm("column-width"), page
        )
    return LABEL_PT + lines_pt(chart.reading, "sans", "note", page.tokens.mm("margin-width"), page)


def _data(chart: Chart, page: Page) -> Data:
    """Return the numbers of a chart with the words of its rows."""
    columns = [page.plain(column) for column in chart.columns]
    rows = [(page.plain(row[0] or ""), *row[1:]) for row in chart.rows if row]
    return read_data(
        columns, rows, page.language, lambda label, value: page.label("chart_point", label=label, value=value)
    )


def _draw(chart: Chart, data: Data, unit: str, page: Page) -> tuple[Drawing, Size]:
    canvas = Canvas(page.tokens, page.width_mm)
    draw = draw_bars if chart.kind == "bar" else draw_curves
    size = draw(data, canvas, page.tokens.mm("column-width"), page.tokens.mm("live-width"))
    title = ", ".join(part for part in (page.plain(chart.title), unit) if part)
    alt = page.label(f"chart_{chart.kind}_alt", title=title, data=data.words(page.label("chart_no_figure")))
    return canvas.drawing(size.width_mm, size.height_mm, alt), size


def _scaled(unit: str, size: Size, page: Page) -> str:
    """Return the unit with what the printed numbers were divided by."""
    if size.scale.divisor == 1.0:
        return unit
    name = "millions" if size.scale.divisor == 1e6 else "thousands"
    return page.label(f"chart_in_{name}", unit=unit) if unit else page.label(f"chart_{name}")


def _remarks(chart: Chart, data: Data, page: Page) -> list[str]:
    remarks = [page.label("chart_unknown")] if data.has_gaps else []
    start = begins_at(data) if chart.kind == "line" else 0.0
    if start > 0:
        value = number_words(start, shortest_digits(start, MOST_DIGITS), page.language)
        remarks.append(page.label("chart_from", value=value))
    return remarks


def _source(cited: Markup, page: Page) -> Markup | None:
    if not cited:
        return None
    words = Markup(page.label("chart_source", source=cited))
    return words if str(words).endswith(".") else words + "."


def _table(chart: Chart, page: Page) -> Table:
    columns = range(1, len(chart.columns))
    numeric = [all(_is_number(row, column) for row in chart.rows) for column in columns]
    heads = [TableCell(page.inline(chart.columns[0], notes=False), False)]
    heads += [
        TableCell(page.inline(chart.columns[c], notes=False), right) for c, right in zip(columns, numeric, strict=True)
    ]
    digits = [digits_of(row[column] for row in chart.rows if column < len(row)) for column in columns]
    rows = []
    for row in chart.rows:
        cells = [
            TableCell(_cell(row[column] if column < len(row) else None, places, right, page), right)
            for column, places, right in zip(columns, digits, numeric, strict=True)
        ]
        rows.append(TableRow(page.inline((row[0] if row else None) or "", notes=False), tuple(cells)))
    return Table(tuple(heads), tuple(rows))


def _is_number(row: tuple[str | None, ...], column: int) -> bool:
    cell = row[column] if column < len(row) else None
    return cell is None or read_number(cell) is not None


def _cell(cell: str | None, digits: int, numeric: bool, page: Page) -> Markup:
    if cell is None or not cell.strip():
        return Markup("{}").format(page.label("chart_no_figure"))
    number = read_number(cell) if numeric else None
    if number is None:
        return page.inline(cell, notes=False)
    return Markup("{}").format(number_words(number, digits, page.language))
