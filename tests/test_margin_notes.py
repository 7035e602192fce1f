"""Margin notes on finished pages: near their lines, never over one another, never over what spans the page."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from builder.margin_notes import LEAST_GAP_PX, floor, settle
from tests.fake_boxes import PAGE_PX, FakeBox, fake_page, note, paragraph


def spanning(y: float, height: float) -> FakeBox:
    """Return something that takes the whole width of the page."""
    return FakeBox(y, height, class_="timeline spans")


def test_a_note_alone_stays_where_its_line_is() -> None:
    """A note that nothing disturbs isn't moved."""
    alone = note(120, 50)
    assert settle([fake_page(paragraph(100, 20, alone))]) == []
    assert alone.position_y == 120


def test_two_notes_of_one_line_part_evenly() -> None:
    """Notes that would overlap stand one under the other, in their order, the first as much too high as the second too low."""
    first, second = note(300, 60), note(300, 40)
    settle([fake_page(paragraph(100, 30, first, second))])
    assert second.position_y - first.position_y == 76
    assert 300 - first.position_y == second.position_y - 300


def test_the_objectives_stay_level_with_the_heading() -> None:
    """A note below the objectives moves down and not them up, unless the page has no room for it there."""
    objectives, term = note(300, 300, "objectives"), note(500, 60)
    settle([fake_page(spanning(0, 280), paragraph(300, 30, objectives, term))])
    assert (objectives.position_y, term.position_y) == (300, 616)
    objectives, term = note(300, 560, "objectives"), note(500, 40)
    settle([fake_page(spanning(0, 280), paragraph(300, 30, objectives, term))])
    assert objectives.position_y == PAGE_PX - 40 - LEAST_GAP_PX - 560


def test_no_note_stands_beside_what_spans_the_page() -> None:
    """A note whose line stands just over a drawing ends above it."""
    low = note(380, 80)
    settle([fake_page(paragraph(100, 15, low), spanning(400, 200))])
    assert low.position_y + low.margin_height() <= 400


def test_a_note_keeps_clear_of_the_notes_at_the_foot() -> None:
    """Notes in the margin end where the notes at the page's foot begin."""
    low = note(780, 90)
    page = fake_page(paragraph(100, 35, low), notes_px=60)
    assert floor(page) == 840
    settle([page])
    assert low.position_y == 750


def test_a_note_without_room_goes_to_the_next_page() -> None:
    """What a page has no room for stands at the top of the next page's margin, before the notes there."""
    notes = [note(500, 300), note(520, 300), note(540, 300)]
    own = note(10, 100)
    pages = [fake_page(paragraph(100, 35, *notes)), fake_page(paragraph(0, 35, own))]
    assert settle(pages) == []
    assert notes[2].position_y == 0
    assert own.position_y >= 300 + LEAST_GAP_PX
    assert notes[2] in list(pages[1].descendants())
    assert notes[2] not in list(pages[0].descendants())


def test_objectives_without_room_leave_it_to_the_terms() -> None:
    """Objectives are about the whole section: longer than their margin they go overleaf, and a term stays by its line."""
    objectives, term, own = note(500, 480, "objectives"), note(620, 100), note(10, 100)
    pages = [fake_page(spanning(0, 480), paragraph(500, 20, objectives, term)), fake_page(paragraph(0, 35, own))]
    assert settle(pages) == []
    assert term.position_y == 620
    assert objectives in list(pages[1].descendants())
    assert (objectives.position_y, own.position_y >= 480 + LEAST_GAP_PX) == (0, True)


def test_a_page_whose_notes_fit_nowhere_is_named() -> None:
    """Without a page that could take them, the notes stand one under the other and the page is reported."""
    notes = [note(500, 400), note(520, 400), note(540, 400)]
    assert settle([fake_page(paragraph(100, 35, *notes))]) == [1]
    assert all(b.position_y >= a.position_y + 400 for a, b in pairwise(notes))


def test_notes_go_on_below_a_drawing() -> None:
    """Notes for which there is no room over something wide stand below it, beside the text that goes on there."""
    notes = [note(10, 150), note(20, 150)]
    page = fake_page(paragraph(0, 10, *notes), spanning(200, 300), paragraph(520, 10))
    assert settle([page]) == []
    assert notes[0].position_y + 150 <= 200
    assert notes[1].position_y >= 500


def test_a_stretch_without_text_keeps_its_own_notes_only() -> None:
    """Between two wide things where nothing but a drawing's own note stands, no other note is put."""
    notes, own = [note(10, 150), note(20, 150)], note(420, 40)
    page = fake_page(
        paragraph(0, 10, *notes), spanning(200, 200), FakeBox(410, 60, own), spanning(480, 100), paragraph(600, 10)
    )
    assert settle([page]) == []
    assert own.position_y == 420
    assert notes[1].position_y >= 580


def test_a_page_that_begins_with_a_drawing_takes_no_notes_over() -> None:
    """Notes aren't carried to a page where no text stands beside them."""
    notes = [note(500, 500), note(520, 500)]
    assert settle([fake_page(paragraph(100, 35, *notes)), fake_page(spanning(0, 800))]) == [1]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 800), st.floats(20, 120)), min_size=1, max_size=6))
def test_notes_never_overlap_and_never_leave_the_page(wishes: list[tuple[float, float]]) -> None:
    """Whatever notes a page has: where they fit, they stand apart, in order, on the page."""
    notes = [note(y, height) for y, height in sorted(wishes)]
    fits = sum(n.margin_height() for n in notes) + LEAST_GAP_PX * (len(notes) - 1) <= PAGE_PX
    crowded = settle([fake_page(paragraph(0, 45, *notes))])
    assert bool(crowded) is not fits
    assert all(b.position_y - a.position_y - a.margin_height() > LEAST_GAP_PX - 0.01 for a, b in pairwise(notes))
    assert notes[0].position_y > -0.01
    assert not fits or notes[-1].position_y + notes[-1].margin_height() < PAGE_PX + 0.01


def test_what_goes_on_overleaf_keeps_its_distance_from_the_text() -> None:
    """A teacher's note that is broken stands as far from the text on the next page, whose inner margin is on the other side."""
    first, rest = (FakeBox(y, 100, tag="aside", class_="answer-notes") for y in (800.0, 0.0))
    alone = FakeBox(500, 50, tag="aside", class_="answer-notes")
    rest.element = first.element
    first.position_x, rest.position_x, alone.position_x = 480.0, 480.0, 520.0
    pages = [fake_page(first), fake_page(rest, alone)]
    pages[1].position_x = 40.0
    assert settle(pages) == []
    assert [box.position_x for box in (first, rest, alone)] == [480.0, 520.0, 520.0]
