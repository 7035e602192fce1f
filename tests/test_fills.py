"""Rooms that take what is left of their page: whole lines, in proportion, the same in both editions, and nothing leaves its page."""

from __future__ import annotations

import pytest

from builder.job import Artifact, Job
from builder.typeset import typeset

STYLE = (
    "page.css",
    "html { font: 10pt/12pt 'Studyguide Serif' } body, p { margin: 0 } @page { size: 100mm 120mm; margin: 10mm }"
    " .filling { overflow: hidden } .filling.rest { break-after: page }",
)
PITCH_PT, LEAST_MM = 20.0, 28.222
PITCH_MM = PITCH_PT * 25.4 / 72


def room(name: str, share: int = 1, rest: bool = False, lines: bool = True) -> str:
    """Return a room that fills: ruled, as pupils get it, or with a teacher's answer in it."""
    inside = '<div style="height: 20pt"></div>' * 45 if lines else "<p>An answer.</p>"
    kind = "filling rest" if rest else "filling"
    return (
        f'<div id="{name}" class="{kind}" data-share="{share}" data-pitch="{PITCH_PT}" style="height: {LEAST_MM}mm">'
        f"{inside}</div>"
    )


def printed(body: str) -> Artifact:
    """Set a small page."""
    html = f'<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>{body}<p id="end">End.</p></body></html>'
    return typeset(Job("a.pdf", html, (STYLE,)))


def heights(artifact: Artifact) -> dict[str, tuple[int, float]]:
    """Return page and height in millimetres of each thing with an id."""
    return {box.id: (box.page, box.height_mm) for box in artifact.layout}


@pytest.mark.parametrize("lines", [True, False], ids=["student", "teacher"])
def test_the_rest_of_a_page_is_one_room(lines: bool) -> None:
    """A room that takes the rest ends less than a line above the page's end; what follows begins a new page."""
    found = heights(printed(f"<p>Question.</p>{room('a', rest=True, lines=lines)}"))
    assert found["a"][0] == 1
    assert 100 - 12 * 25.4 / 72 - PITCH_MM - 1 < found["a"][1] <= 100 - 12 * 25.4 / 72
    lines_grown = (found["a"][1] - LEAST_MM) / PITCH_MM
    assert lines_grown == pytest.approx(round(lines_grown), abs=0.01)
    assert found["end"][0] == 2


def test_rooms_share_what_is_left_in_proportion() -> None:
    """Two shares get twice the lines of one, and all that was on the page stays on it."""
    body = f"{room('one')}<p>Then.</p>{room('two', share=2)}"
    found = heights(printed(body))
    grown = {name: round((found[name][1] - LEAST_MM) / PITCH_MM) for name in ("one", "two")}
    assert grown["two"] >= 2 * grown["one"] >= 2
    assert found["end"][0] == 1


def test_a_room_on_a_full_page_keeps_its_least_height() -> None:
    """Where nothing is left, nothing grows, and the page is laid out once."""
    words = "<p>Line.</p>" * 15
    page, height = heights(printed(f"{words}{room('a')}"))["a"]
    assert page == 1
    assert height == pytest.approx(LEAST_MM, abs=0.02)
