"""Running text comes back onto the grid of baselines behind what isn't a multiple of it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from builder.grid import HALF_PX, snap
from tests.fake_boxes import FakeBox, LineBox, fake_page, paragraph


def test_text_behind_a_table_moves_down_to_the_grid() -> None:
    """A paragraph that stands 3 px too high moves by those, with all that follows it on the page."""
    table = FakeBox(40, 57, LineBox(40, 57), class_="paragraph table")
    after, last = paragraph(97, 3), FakeBox(160, 33, LineBox(160, 33), class_="question")
    snap([fake_page(paragraph(0, 2), table, after, last)])
    assert (table.position_y, after.position_y, last.position_y) == (40, 100, 163)


def test_a_full_page_stays_as_it_is() -> None:
    """Where the page has no room and the white above is too little, nothing is moved: the grid is worth less than a line."""
    after = paragraph(97, 40)
    snap([fake_page(after, notes_px=4)])
    assert after.position_y == 97


def test_on_a_full_page_a_little_white_is_taken() -> None:
    """Without room below, a paragraph moves up by a quarter of a baseline at most."""
    after = paragraph(93, 40)
    snap([fake_page(paragraph(0, 1), after, notes_px=4)])
    assert after.position_y == 90


def test_a_box_moves_whole() -> None:
    """A box goes down with its rules, so that its first paragraph is on the grid, and grows by nothing."""
    inside = paragraph(56, 3)
    box = FakeBox(30, 100, inside, class_="box")
    snap([fake_page(paragraph(0, 1), box)])
    assert (box.position_y, inside.position_y, box.height) == (34, 60, 100)


def test_what_holds_the_moved_text_grows_with_it() -> None:
    """A section whose last paragraph moves reaches as much further down."""
    inside = paragraph(33, 2)
    section = FakeBox(0, 73, paragraph(0, 1), inside, tag="section", class_="narrative")
    snap([fake_page(section)])
    assert (inside.position_y, section.height) == (40, 80)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(1, 60), min_size=1, max_size=6))
def test_every_paragraph_is_on_the_grid(heights: list[float]) -> None:
    """Whatever stands between paragraphs, each begins on the grid, in order, and less than half a baseline lower."""
    flow, paragraphs, y = [], [], 0.0
    for height in heights:
        flow += [FakeBox(y, height, LineBox(y, height)), paragraph(y + height, 2)]
        paragraphs.append(flow[-1])
        y += height + 40
    before = [p.position_y for p in paragraphs]
    snap([fake_page(*flow)])
    for old, box in zip(before, paragraphs, strict=True):
        away = box.position_y % HALF_PX
        assert min(away, HALF_PX - away) < 0.06
        assert -0.01 < box.position_y - old < HALF_PX * len(heights)
