"""Charts: numbers read and written, axes, drawings to scale, tables, and the data in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.charting.bars import PLOT_MM, draw_bars
from builder.charting.canvas import Canvas, Drawing, Shape, mm
from builder.charting.curves import begins_at, draw_curves, peaks
from builder.charting.data import Data, Series, read_data
from builder.charting.numbers import (
    Axis,
    Scale,
    choose_scale,
    digits_of,
    nice_axis,
    number_words,
    read_number,
    shortest_digits,
    tick_digits,
)
from builder.components import charts
from builder.components.charts import ChartView
from builder.tokens import Tokens
from tests.component_page import component_html, section_page

TOKENS = Tokens({"least-size": "8.5pt", "ink": "#000", "second": "#3d3d3d", "guide": "#c4c4c4", "bar": "#666"})


def canvas() -> Canvas:
    """Return a canvas on which every character is 1.5 mm wide."""
    return Canvas(TOKENS, lambda text, face, size: 1.5 * len(text))


def bars_of(drawing: Drawing) -> list[Shape]:
    """Return the filled bars of a drawing, in their order."""
    return [shape for shape in drawing.shapes if shape.d.endswith("z") and shape.fill == "#666"]


def drawn(data: Data, draw: Callable[..., object] = draw_bars) -> Drawing:
    """Return a drawing, 124 mm wide or as wide as the page."""
    sheet = canvas()
    size = draw(data, sheet, 124.0, 178.0)
    return sheet.drawing(size.width_mm, size.height_mm, "")  # type: ignore[attr-defined]


def words(drawing: Drawing) -> list[str]:
    """Return the words of a drawing."""
    return [word.text for word in drawing.words]


def shown(section: str, edition: str = "student") -> ChartView:
    """Return the view of a section's first chart."""
    placed = charts.view(*section_page(section, edition))
    assert placed is not None
    return placed.rest[0]


@pytest.mark.parametrize(
    ("cell", "number"),
    [("510307", 510307), ("1,659,992", 1659992), ("1 659 992", 1659992), ("-3.5", -3.5), ("−3.5", -3.5), (".5", 0.5), (" 7 ", 7),
     (None, None), ("", None), ("about 8,000", None), ("0,04", None), ("12,34", None), ("1.2.3", None), ("nan", None)],
)  # fmt: skip
def test_cells_are_numbers_or_aren_t(cell: str | None, number: float | None) -> None:
    """Plain numbers and numbers grouped by thousands are read; words and anything doubtful are no numbers."""
    assert read_number(cell) == number


def test_digits_are_those_that_were_typed() -> None:
    """A column keeps the digits of its most exact cell, two at most."""
    assert digits_of(["82.5", "125.0", None, "about 3.14"]) == 1
    assert digits_of(["4.813"]) == 2
    assert digits_of([]) == 0
    assert [shortest_digits(value, 2) for value in (15.3, 24.0, 4.81)] == [1, 0, 2]
    assert shortest_digits(4.8, 0) == 0


def test_numbers_are_written_in_the_course_s_language() -> None:
    """Groups, decimal mark and minus follow the language."""
    assert number_words(1659992, 0, "en") == "1,659,992"
    assert number_words(-1234.5, 1, "fr-FR") == "−1\u202f234,5"


@settings(max_examples=100, deadline=None)
@given(st.floats(-1e7, 1e7), st.floats(0, 1e7))
def test_an_axis_holds_its_range_with_few_round_ticks(low: float, span: float) -> None:
    """Ticks are even and rise; the range lies within the ends; a step is 1, 2, 2.5 or 5 times a power of ten."""
    high = low + (span if span > 1e-3 else 0.0)
    axis = nice_axis(low, high)
    steps = {round(b - a, 6) for a, b in pairwise(axis.ticks)}
    assert 2 <= len(axis.ticks) <= 8
    assert max(steps) - min(steps) < 1e-3
    assert axis.low <= low + 1e-6 * max(1.0, abs(low), span)
    assert axis.high >= high - 1e-6 * max(1.0, abs(high))
    assert f"{axis.ticks[1] - axis.ticks[0]:e}"[:3] in ("1.0", "2.0", "2.5", "5.0", "9.9", "2.4", "4.9", "1.9")


def test_ticks_have_the_digits_they_need() -> None:
    """Half millions are written with one digit, halves as they are."""
    assert tick_digits(nice_axis(0, 2_500_000), Scale(1e6)) == 1
    assert tick_digits(nice_axis(0, 10), Scale()) == 0


def test_labels_are_scaled_until_they_fit() -> None:
    """Numbers are printed in full where they fit, else in thousands or millions, else not at all."""

    def measure(text: str) -> float:
        return float(len(text))

    assert choose_scale([1659992], 0, "en", 9, measure) == (Scale(1.0, 0), True)
    assert choose_scale([1659992], 0, "en", 4, measure) == (Scale(1e6, 2), True)
    assert choose_scale([1659992], 0, "en", 3, measure) == (Scale(1e6, 1), True)
    assert choose_scale([1659992], 0, "en", 2, measure) == (Scale(1e6, 1), False)
    assert choose_scale([15500], 0, "en", 2, measure) == (Scale(1e3, 0), True)
    assert choose_scale([15500], 0, "en", 1, measure) == (Scale(1.0, 0), False)
    assert choose_scale([], 0, "en", 1, measure) == (Scale(1.0, 0), True)


def test_lengths_are_rounded_to_a_hundredth() -> None:
    """No needless zeros, no negative zero."""
    assert [mm(value) for value in (1.0, 2.345678, -0.001, 10.5)] == ["1", "2.35", "0", "10.5"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 3_000_000), min_size=1, max_size=30))
def test_bars_are_as_high_as_their_numbers(values: list[int]) -> None:
    """Heights of upright bars have the proportions of the values, and no bar leaves the plot."""
    data = read_data(["Year", "Number"], [[str(1900 + index), str(value)] for index, value in enumerate(values)], "en")
    heights = [float(re.findall(r"v([\d.]+)", shape.d)[0]) for shape in bars_of(drawn(data))]
    assert len(heights) == len(values)
    assert max(heights) <= PLOT_MM + 0.01
    for height, value in zip(heights, values, strict=True):
        assert height / max(heights) == pytest.approx(value / max(values), abs=0.012)


def test_years_stand_upright_and_things_lie() -> None:
    """Years run from left to right; longer names stand before lying bars, and wrap."""
    upright = read_data(["Years", "N"], [["1951–1955", "240.5"], ["1956–1960", "474.1"]], "en")
    assert words(drawn(upright))[-2:] == ["1951–1955", "1956–1960"]
    lying = read_data(["Party", "N"], [["The Party of All", "12000"], ["Others", "-300"], ["None", None]], "en")
    assert words(drawn(lying)) == ["The Party of All", "12,000", "Others", "−300", "None", "?"]
    crowded = read_data(["Years", "N"], [[f"{year}–{year + 4}", "1"] for year in range(1900, 2000, 5)], "en")
    assert drawn(crowded).width_mm == "124"
    zeros = read_data(["Party", "N"], [["None", "0"]], "en")
    assert words(drawn(zeros)) == ["None", "0"]


def test_many_bars_take_the_page_s_width_and_thin_their_labels() -> None:
    """More than twelve bars are drawn as wide as the page; of years that are too close only round ones are written."""
    rows = [[str(year), "5"] for year in range(1900, 1960)]
    drawing = drawn(read_data(["Year", "N"], rows, "en"))
    assert drawing.width_mm == "178"
    assert [text for text in words(drawing) if text.startswith("19")] == [str(year) for year in range(1900, 1960, 5)]
    close = drawn(read_data(["Year", "N"], [[str(year), "5"] for year in range(1200, 2000)], "en"))
    assert [text for text in words(close) if len(text) == 4] == [str(year) for year in range(1200, 2000, 50)]


def test_a_loss_goes_down_and_its_label_stands_under_it() -> None:
    """Bars of numbers below zero hang from the axis; the years keep clear of their labels."""
    drawing = drawn(read_data(["Year", "N"], [["1930", "-6"], ["1931", "4"]], "en"))
    down, up = bars_of(drawing)
    axis_y = float(down.d.split()[1].partition("h")[0])
    assert float(up.d.split()[1].partition("h")[0]) < axis_y
    by_text = {word.text: float(word.y) for word in drawing.words if word.anchor == "middle"}
    assert by_text["−6"] > axis_y
    assert by_text["1930"] - by_text["−6"] > 3


def test_series_have_fillings_that_a_copier_keeps_apart() -> None:
    """Grey, white with an outline, slanted lines, level lines; a key over the bars names them."""
    names = ["A", "B", "C", "D"]
    data = read_data(["Year", *names], [["1950", "9", "8", "7", "6"], ["1951", "9", None, "0.1", "6"]], "en")
    drawing = drawn(data)
    assert words(drawing)[:4] == names
    assert len([shape for shape in drawing.shapes if shape.fill == "#fff"]) == 8
    assert len([shape for shape in drawing.shapes if shape.fill == "none" and shape.width_mm == "0.2"]) > 3
    assert "?" in words(drawing)


def test_a_sliver_has_no_hatching() -> None:
    """A bar that is lower than the lines are apart keeps its outline alone."""
    sheet = canvas()
    for style in (2, 3):
        sheet.box(0, 0, 0.5, 0.3, style)
    assert [shape.fill for shape in sheet.drawing(1, 1, "").shapes] == ["#fff", "#fff"]


@pytest.mark.parametrize(("anchor", "left"), [("start", "9.6"), ("middle", "8.1"), ("end", "6.6")])
def test_a_label_wipes_out_what_is_under_it(anchor: str, left: str) -> None:
    """The white field under a label is as wide as its words, wherever these are anchored."""
    sheet = canvas()
    sheet.text(10, 10, "ab", anchor, over=True)
    (field,) = sheet.drawing(1, 1, "").shapes
    assert field.d == f"M{left} 7.5h3.8v3h-3.8z"


def test_curves_stand_at_the_true_distances_of_years() -> None:
    """Five years are half as far as ten; a number that isn't known breaks the line and is marked."""
    data = read_data(["Year", "N"], [["1900", "1"], ["1910", "2"], ["1915", None], ["1920", "4"], ["1925", "3"]], "en")
    drawing = drawn(data, draw_curves)
    lines = [shape for shape in drawing.shapes if shape.width_mm == "0.42"]
    assert len(lines) == 2
    (x0, x1), (x3, x4) = ([float(x) for x in re.findall(r"[ML]([\d.]+)", line.d)] for line in lines)
    assert x4 - x3 == pytest.approx((x1 - x0) / 2, abs=0.02)
    assert "?" in words(drawing)
    assert "1920: 4" in words(drawing)


def test_curves_of_other_rows_stand_evenly() -> None:
    """Rows that aren't rising numbers are drawn at equal distances; a single one stands alone."""
    data = read_data(["Term", "N"], [["Spring", "1"], ["Autumn", "3"], ["Winter", "2"]], "en")
    xs = [float(word.x) for word in drawn(data, draw_curves).words if word.text in ("Spring", "Autumn", "Winter")]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=0.02)
    assert "1900: 1" in words(drawn(read_data(["Year", "N"], [["1900", "1"]], "en"), draw_curves))


def test_several_curves_are_named_at_their_ends() -> None:
    """Each has a dash of its own and its name beside its end, names apart from one another."""
    rows = [["1900", "1", "1.1", None], ["1910", "2", "2.1", None]]
    drawing = drawn(read_data(["Year", "A", "B", "C"], rows, "en"), draw_curves)
    dashes = {shape.dash for shape in drawing.shapes if shape.width_mm == "0.42"}
    assert dashes == {"", "2 1.2"}
    ys = sorted(float(word.y) for word in drawing.words if word.strong)
    assert len(ys) == 3
    assert all(b - a >= 3.79 for a, b in pairwise(ys))


def test_summits_are_written_out_the_highest_first() -> None:
    """A summit of less than half the height is none, nor is a slope; without numbers there is none."""
    assert peaks((1, 5, 2, 9, 9, None, 6)) == [3, 6, 1]
    assert peaks((1, 2, 9, 2, 3, 2)) == [2]
    assert peaks((None, None)) == []


def test_labels_of_summits_don_t_overlap() -> None:
    """Of two summits too close to write both the higher one has its number."""
    rows = [[str(1900 + index), str(5 + index % 2 + (index == 11))] for index in range(60)]
    labels = [text for text in words(drawn(read_data(["Year", "N"], rows, "en"), draw_curves)) if ": " in text]
    assert "1911: 7" in labels
    assert "1913: 6" not in labels


def test_a_scale_begins_at_zero_unless_all_is_far_from_it() -> None:
    """Values close together far from zero get a scale of their own, which is said; others start at zero or below."""

    def data(*values: float | None) -> Data:
        return Data(("a",) * len(values), (Series("N", values, 0),), "en")

    assert begins_at(data(96, 104)) == 96
    assert begins_at(data(50, 104)) == 0
    assert begins_at(data(-5, 104)) == -5
    assert begins_at(data(None)) == 0


def test_an_axis_places_its_ends() -> None:
    """The low end is 0, the high end the whole length."""
    axis = Axis(-10, 30, ())
    assert [axis.place(value, 40) for value in (-10, 0, 30)] == [0, 10, 40]


BARS = """
charts:
  - id: prisoners
    kind: bar
    title: Prisoners on 1 January
    unit: people
    columns: [Year, Prisoners]
    rows: [[1953, 2468524], [1954, 1325003], [1955, null]]
    source: cherny2008
    reading: The number falls by half.
"""


def test_a_chart_is_drawn_with_its_words(check_golden: Callable[[Path, str], None], golden: Path) -> None:
    """Title, unit, drawing with the data in its alternative text, what to notice, marks explained, source."""
    entry, page = section_page(BARS)
    html = component_html(page, "charts", charts=charts.view(entry, page))
    check_golden(golden / "components" / "chart-bars" / "charts.html", html)


TABLE = """
charts:
  - id: refugees
    kind: table
    title: Refugees
    columns: [Where, People, Remark]
    rows: [[Austria, 180288, counted], [Yugoslavia, 19857.5], [], [Elsewhere, null, ""]]
"""


def test_a_table_is_a_table(check_golden: Callable[[Path, str], None], golden: Path) -> None:
    """Columns of numbers are grouped and stand at the right; what is missing is said; rows have heads."""
    entry, page = section_page(TABLE)
    html = component_html(page, "charts", charts=charts.view(entry, page))
    check_golden(golden / "components" / "chart-table" / "charts.html", html)


def test_a_section_without_charts_has_no_view() -> None:
    """No charts, nothing to print."""
    assert charts.view(*section_page("")) is None


def test_a_chart_without_a_number_is_a_table() -> None:
    """Where no cell holds a number there is nothing to draw."""
    view = shown("charts: [{id: a, kind: bar, title: A, columns: [B, C], rows: [[d, e]]}]")
    assert view.drawing is None
    assert view.table is not None
    assert (view.unit, view.reading, view.source, view.remarks) == ("", None, None, ())


def test_the_unit_says_what_numbers_were_divided_by() -> None:
    """Numbers that are printed in thousands or millions say so, with a unit or without."""
    rows = ", ".join(f"[{year}, {year * 100}]" for year in range(1940, 1960))
    chart = f"charts: [{{id: a, kind: bar, title: A, unit: tons, columns: [Year, N], rows: [{rows}]}}]"
    assert shown(chart).unit == "Tons, in thousands"
    assert shown(chart.replace(" unit: tons,", "")).unit == "In thousands"
    assert shown(BARS.replace("2468524", "2468")).unit == "People"


def test_a_wide_chart_has_its_words_below() -> None:
    """A chart as wide as the page has no margin beside it: what to notice and the teacher's note stand under it."""
    rows = ", ".join(f"[{year}, {year % 7}]" for year in range(1940, 1960))
    section = f"charts: [{{id: a, kind: line, title: A, columns: [Year, N], rows: [{rows}], reading: Look., teacher_note: Wait.}}]"
    entry, page = section_page(section, "teacher")
    placed = charts.view(entry, page)
    assert placed is not None
    assert placed.rest[0].is_full
    html = component_html(page, "charts", charts=placed)
    assert html.index("</svg>") < html.index("Wait.") < html.index("Look.")
    long_note = shown(section.replace("Wait.", "Wait until all have read it."), "teacher").aside
    assert long_note is not None
    assert long_note.rest == "Wait until all have read it."


def test_a_note_stands_under_what_to_notice() -> None:
    """Beside a chart in the column there is room for a short note."""
    entry, page = section_page(BARS.replace("    source", "    teacher_note: Ask why.\n    source"), "teacher")
    placed = charts.view(entry, page)
    assert placed is not None
    html = component_html(page, "charts", charts=placed)
    assert html.index("The number falls") < html.index("Ask why.") < html.index("<svg")


def test_a_cut_scale_is_told() -> None:
    """A scale of a curve that doesn't begin at zero is said in words."""
    view = shown("charts: [{id: a, kind: line, title: A, columns: [Year, N], rows: [[1990, 96.5], [1991, 104]]}]")
    assert view.remarks == ("The scale begins at 96, not at 0.",)
    assert view.drawing is not None
    assert view.drawing.alt == "Line chart. A. 1990: 96.5; 1991: 104.0."


def test_the_alternative_text_names_every_series() -> None:
    """With several series every value has its series' name."""
    view = shown("charts: [{id: a, kind: bar, title: A, unit: votes, columns: [Year, B, C], rows: [[1990, 1, null]]}]")
    assert view.drawing is not None
    assert view.drawing.alt == "Bar chart. A, votes. 1990: B 1, C no sure figure."
