"""Organizers: room for pupils, answers for the teacher in the same room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builder.components import organizers
from builder.components.organizers import OrganizerView
from tests.component_page import component_html, section_page

GRID = """
documents: [{id: decree, title: A decree, text: Close the road.}]
organizers:
  - id: compare
    kind: grid
    title: Compare
    instructions: Write one fact in each box.
    rows: [decree, Another row]
    columns: [Then, Now]
    answers: [[Closed, Open], [null, "A *long* story"]]
    space: 2 lines
"""


def shown(section: str, edition: str = "student") -> OrganizerView:
    """Return the view of a section's first organizer."""
    placed = organizers.view(*section_page(section, edition))
    assert placed is not None
    return placed.rest[0]


def words(view: OrganizerView) -> list[list[str]]:
    """Return what stands in the cells."""
    return [[cell.html.striptags() for cell in row.cells] for row in view.rows]


@pytest.mark.parametrize("edition", ["student", "teacher"])
def test_a_grid_is_a_table_with_room(edition: str, check_golden: Callable[[Path, str], None], golden: Path) -> None:
    """Pupils get empty cells, the teacher the same cells filled in; a document's id is printed as letter and title."""
    entry, page = section_page(GRID, edition)
    html = component_html(page, "organizers", organizers=organizers.view(entry, page))
    check_golden(golden / "components" / "organizer-grid" / f"{edition}.html", html)


def test_a_section_without_organizers_has_no_view() -> None:
    """No organizers, nothing to print."""
    assert organizers.view(*section_page("")) is None


KINDS = {
    "grid": "columns: [A, B], answers: [[a, b]]",
    "t-chart": "columns: [A, B], answers: [[a, b], [c]]",
    "venn": "columns: [A, B], answers: [[a, b, c]]",
    "cause-effect": "columns: [A, B], rows: [Event], answers: [[a, b]]",
    "evidence-log": "answers: [[a, b, c]]",
}


@pytest.mark.parametrize("kind", KINDS)
def test_both_editions_have_the_same_room(kind: str) -> None:
    """Height, heads and rows are the same with answers and without; only the words differ."""
    section = f"organizers: [{{id: a, kind: {kind}, title: A, {KINDS[kind]}}}]"
    student, teacher = shown(section), shown(section, "teacher")
    assert (student.height_mm, student.heads, student.unbroken) == (teacher.height_mm, teacher.heads, teacher.unbroken)
    assert len(student.rows) == len(teacher.rows)
    printed = [component_html(page, "organizer", organizer=organizers.view(entry, page).rest[0])  # type: ignore[union-attr]
               for entry, page in (section_page(section, edition) for edition in ("student", "teacher"))]  # fmt: skip
    assert "<p>a</p>" in printed[1]
    assert "<p>a</p>" not in printed[0]


@pytest.mark.parametrize(
    ("space", "height"),
    [("3 lines", 23.812), ("box 5 cm", 50.0), ("none", 7.9375), ("expect: 10 words", 23.812), ("rest of page", 31.75)],
)
def test_space_is_the_height_of_a_cell(space: str, height: float) -> None:
    """Lines, boxes and words give a height, never less than a line; words are counted on the cell's own width."""
    section = f"organizers: [{{id: a, kind: grid, title: A, columns: [B, C], space: '{space}'}}]"
    assert shown(section).height_mm == pytest.approx(height, abs=0.01)


def test_a_t_chart_is_ruled_and_lists_its_answers() -> None:
    """Each side is one cell with lines; the teacher's lists what belongs there and has no lines."""
    section = f"organizers: [{{id: a, kind: t-chart, title: A, {KINDS['t-chart']}, space: 6 lines}}]"
    for edition, rules, items in (("student", 12, 0), ("teacher", 0, 3)):
        entry, page = section_page(section, edition)
        placed = organizers.view(entry, page)
        assert placed is not None
        html = component_html(page, "organizer", organizer=placed.rest[0])
        assert (html.count('class="organizer-rule"'), html.count("<li>")) == (rules, items)


@pytest.mark.parametrize(
    ("columns", "heads"),
    [("[]", ["Event"]), ("[E]", ["Event", "E"]), ("[C, E]", ["C", "Event", "E"]), ("[C, V, E]", ["C", "V", "E"])],
)
def test_a_chain_has_the_event_in_its_middle(columns: str, heads: list[str]) -> None:
    """Two heads are cause and effect around the event; three name the event too; one is the effect alone."""
    view = shown(f"organizers: [{{id: a, kind: cause-effect, title: A, columns: {columns}, rows: [It rained]}}]")
    assert [str(head) for head in view.heads] == heads
    given = [cell.given for cell in view.rows[0].cells]
    assert given.index(True) == (1 if len(heads) == 3 else 0)
    assert len(view.columns_mm) == len(heads)


def test_boxes_of_a_chain_are_alike() -> None:
    """All boxes have one width, which leaves room for the arrows, and are as high as the longest event needs."""
    section = "organizers: [{id: a, kind: cause-effect, title: A, columns: [C, E], rows: ['EVENT'], space: 1 lines}]"
    view = shown(section)
    assert view.columns_mm[1] == view.columns_mm[2] == pytest.approx(view.columns_mm[0] + 12, abs=0.01)
    assert sum(view.columns_mm) == pytest.approx(178, abs=0.02)
    assert shown(section.replace("EVENT", "a long event " * 12)).height_mm > view.height_mm + 10


def test_a_chain_without_events_is_empty() -> None:
    """Without events there are three empty chains, which answers fill from the left."""
    section = "organizers: [{id: a, kind: cause-effect, title: A, columns: [C, V, E], answers: [[c, v]]}]"
    assert words(shown(section)) == [["", "", ""]] * 3
    assert words(shown(section, "teacher"))[0] == ["c", "v", ""]


def test_a_log_asks_the_section_s_question() -> None:
    """The central question stands over it; without rows there are five, with documents these are the sources."""
    section = "central_question: Why?\norganizers: [{id: a, kind: evidence-log, title: A}]"
    view = shown(section)
    assert view.question == "Why?"
    assert [str(head) for head in view.heads] == ["Evidence for", "Evidence against", "Source"]
    assert len(view.rows) == 5
    by_source = shown(section.replace("title: A", "title: A, rows: [Letter]"))
    assert ([str(head) for head in by_source.heads], by_source.corner) == (
        ["Evidence for", "Evidence against"],
        "Source",
    )
    named = shown("organizers: [{id: a, kind: evidence-log, title: A, columns: [Yes, No]}]")
    assert (named.question, [str(head) for head in named.heads]) == (None, ["Yes", "No"])


def test_two_outlines_overlap() -> None:
    """Left, both, right: the heads in order; the answers in their regions; the drawing says what it is."""
    section = f"organizers: [{{id: a, kind: venn, title: A, {KINDS['venn']}, space: 8 lines}}]"
    view = shown(section, "teacher")
    assert [str(region.head) for region in view.regions] == ["A", "Both", "B"]
    assert [region.answers[0].html.striptags() for region in view.regions] == ["a", "b", "c"]
    assert view.drawing is not None
    assert view.drawing.alt == "Two circles that overlap: A; B; between them what is true of both."
    assert len(view.drawing.shapes) == 2
    ends = [region.x_mm + region.width_mm for region in view.regions]
    assert ends == sorted(ends)
    assert ends[-1] < 178
    named = shown(f"organizers: [{{id: a, kind: venn, title: A, {KINDS['venn'].replace('[A, B]', '[A, Shared, B]')}}}]")
    assert str(named.regions[1].head) == "Shared"
    empty = shown("organizers: [{id: a, kind: venn, title: A}]").drawing
    assert empty is not None
    assert empty.alt == "Two circles that overlap: ; ; between them what is true of both."


def test_a_long_answer_is_set_smaller() -> None:
    """An answer that is too long for its cell is set in the least size."""
    section = (
        f"organizers: [{{id: a, kind: grid, title: A, columns: [B, C], answers: [[short, {'many words ' * 60}]]}}]"
    )
    assert [cell.size for cell in shown(section, "teacher").rows[0].cells] == ["normal", "small"]


def test_a_tall_organizer_may_be_broken_between_its_rows() -> None:
    """One that fills most of a page isn't kept together."""
    section = "organizers: [{id: a, kind: grid, title: A, columns: [B], rows: [a, b, c, d], space: LINES lines}]"
    assert [shown(section.replace("LINES", lines)).unbroken for lines in ("6", "7")] == [True, False]


@pytest.mark.parametrize(("note", "beside"), [("Pairs.", True), ("In pairs, and then in groups of four. " * 5, False)])
def test_a_teacher_s_note_stands_beside_the_title(note: str, beside: bool) -> None:
    """A note of two lines fits there; a longer one goes to the teacher's own pages."""
    aside = shown(GRID.replace("title: Compare", f"title: Compare\n    teacher_note: {note}"), "teacher").aside
    assert aside is not None
    assert (aside.beside is not None) == beside
