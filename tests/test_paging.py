"""Parts that change places while pages are made: the same pages as if the HTML had been in that order from the start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import builder.paging as paging
import builder.typeset as typesetting
from builder.job import Job
from builder.page_floats import Atom, Order, Places, places_of, rearranged
from builder.paging import OtherOrderError, in_best_order, move

CSS = """
@page { size: 300px 400px; margin: 20px; @bottom-center { content: counter(page) " of " counter(pages) } }
* { margin: 0; padding: 0; font: 10px/20px "Studyguide Serif" }
.timeline, article { break-inside: avoid }
.note { float: footnote }
"""


def block(name: str, height: int, inside: str = "") -> str:
    """Return a part's block."""
    return f'<!--slot {name}--><article id="{name}" style="height: {height}px"><p>{name}{inside}</p></article>'


def handout(*parts: str, before: int = 150, drawing: int = 330) -> str:
    """Return a page whose timeline doesn't fit under the text before it, with some parts and a text behind them."""
    body = "".join(
        f'<!--part p{index}--><section class="x">{part}</section><!--/part-->\n' for index, part in enumerate(parts)
    )
    text = f'<p style="height: 700px">First</p><p style="height: {before}px">Text</p>'
    line = f'<!--float--><section class="timeline" id="timeline" style="height: {drawing}px"><p>T</p></section><!--/float-->'
    return f'<html lang="en"><head><title>x</title></head><body>{text}\n{line}\n{body}<p>Last</p></body></html>'


SMALL = (block("a", 90) + block("b", 90), block("c", 300))
NOTE = '<span class="note">A note.</span>'


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count pages as they are made: their indices, in the order of the work."""
    indices: list[int] = []
    plain = paging._Round._page

    def counted(self: Any, index: int) -> Any:
        indices.append(index)
        return plain(self, index)

    monkeypatch.setattr(paging._Round, "_page", counted)
    return indices


def laid_out(html: str) -> tuple[str, list[list[tuple[str, float, float]]]]:
    """Lay out a page in its best order: the HTML in that order, and what stands where on each page."""
    job = Job("x.pdf", html, ())
    html, document = in_best_order(
        html, lambda text: typesetting._lay_out(job, text, [typesetting._stylesheet(CSS)[0]])
    )
    return html, places(document)


def places(document: Any) -> list[list[tuple[str, float, float]]]:
    """Return each text on each page with its place."""
    return [
        [(box.text, box.position_x, box.position_y) for box in page._page_box.descendants() if hasattr(box, "text")]
        for page in document.pages
    ]


def plainly(html: str) -> list[list[tuple[str, float, float]]]:
    """Lay out a page as it is."""
    return places(typesetting._lay_out(Job("x.pdf", html, ()), html, [typesetting._stylesheet(CSS)[0]]))


def test_pages_are_those_of_the_html_in_the_better_order() -> None:
    """The timeline waits until the small blocks fill the page, and every text stands where the rearranged HTML puts it."""
    html, pages = laid_out(handout(*SMALL))
    assert html == rearranged(handout(*SMALL), Order((0, 1), 2))
    assert pages == plainly(html)


def test_only_pages_that_change_are_made_again(made: list[int]) -> None:
    """What stands before the parts is laid out once, and what stands behind them, too."""
    _, pages = laid_out(handout(*SMALL).replace("<p>Last</p>", '<p>Last</p><p style="break-before: page">More</p>' * 3))
    first = made.index(max(made[: made.index(max(made)) + 1]))
    assert made.count(0) == 1
    assert max(made) == len(pages) - 1
    assert made.count(len(pages) - 1) == 1
    assert first == len(made) - 1


def test_a_page_that_is_a_third_white_is_worth_other_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question behind the parts that doesn't fit: another order is laid out, and kept where it leaves less white."""
    asks = '<div class="question unbroken" id="q" style="height: 260px; break-inside: avoid"><p>Q</p></div><p>Last</p>'
    source = handout(block("a", 280), block("b", 60), before=80, drawing=300).replace("<p>Last</p>", asks)
    html, pages = laid_out(source)
    assert pages == plainly(html)
    assert [[text for text, _, _ in page if len(text) == 1] for page in pages[1:]] == [["a"], ["b", "T"], ["Q"]]
    monkeypatch.setattr(paging, "MOST_TRIALS", 0)
    assert len(laid_out(source)[1]) == len(pages) + 1


def test_no_other_order_is_laid_out_for_a_page_break_behind_the_parts(made: list[int]) -> None:
    """A page that a template ends has no hole."""
    ended = '<p>Last</p><p style="break-before: page">More</p><p style="break-before: page">More</p>'
    laid_out(handout(*SMALL, before=20, drawing=100).replace("<p>Last</p>", ended))
    assert made == sorted(set(made))


def test_an_order_that_stays_makes_no_page_twice(made: list[int]) -> None:
    """A timeline that fits stays where it is."""
    html, _ = laid_out(handout(*SMALL, before=20, drawing=100))
    assert html == handout(*SMALL, before=20, drawing=100)
    assert made == sorted(set(made))


def test_the_timeline_can_stand_between_blocks_of_a_part() -> None:
    """It goes before the block that its slot names, inside that part."""
    source = handout(block("a", 170) + block("b", 300))
    html, pages = laid_out(source)
    assert html.index('id="a"') < html.index('id="timeline"') < html.index('id="b"')
    assert pages == plainly(html)


def test_notes_keep_their_numbers() -> None:
    """Where notes change their order, their numbers do, and the page is laid out from its beginning."""
    source = handout(block("a", 330, NOTE), block("b", 150, NOTE))
    html, pages = laid_out(source)
    assert html.index('id="b"') < html.index('id="a"')
    assert pages == plainly(html)
    called = [text for page in pages for text, _, _ in page if text.strip("\u2060 .").isdigit()]
    assert called.index("1") < called.index("2")


def test_only_a_page_whose_room_grows_is_made_again(made: list[int]) -> None:
    """A room that takes the rest of its page costs that page once more, and nothing moves behind it."""
    room = '<div id="r" class="filling" data-share="1" data-pitch="15" style="height: 40px"></div>'
    body = f'<p style="height: 280px">A</p>{room}<p style="height: 320px">B</p>'
    html = f'<html lang="en"><head><title>x</title></head><body>{body}</body></html>'
    _, pages = laid_out(html)
    assert made == [0, 1, 0]
    assert [[text for text, _, _ in page] for page in pages] == [["A", "1 of 2"], ["B", "2 of 2"]]


def test_a_block_that_goes_on_overleaf_is_measured_whole() -> None:
    """A document's question on the next page counts; until it stands on a page nothing is measured."""
    asks = '<div class="question" style="height: 150px; break-inside: avoid"><p>Q</p></div>'
    document = f'<!--slot d--><article id="d" style="break-inside: auto"><p style="height: 120px">D</p>{asks}</article>'
    html = handout(document, before=20, drawing=100)
    places = places_of(html)
    assert places is not None
    pages = [
        page._page_box
        for page in typesetting._lay_out(Job("x.pdf", html, ()), html, [typesetting._stylesheet(CSS)[0]]).pages
    ]
    whole = next(
        index for index, page in enumerate(pages) if any(getattr(box, "text", "") == "Q" for box in page.descendants())
    )
    assert any(box.element is not None and box.element.get("id") == "d" for box in pages[whole - 1].descendants())
    assert places.stage(pages[:whole]) is None
    stage = places.stage(pages[: whole + 1])
    assert stage is not None
    assert stage.parts == (((Atom(120.0, least=190.0), Atom(150.0)),),)


def passages(*texts: str) -> str:
    """Return a handout of passages."""
    inside = "".join(f'<div class="passage">{text}</div>' for text in texts)
    return f'<html lang="en"><head><title>x</title></head><body><section>{inside}</section></body></html>'


HEADING = '<h2 class="heading">H</h2>'


def paragraph(name: str, height: int) -> str:
    """Return a paragraph that is so high."""
    return f'<div class="paragraph" style="height: {height}px"><p>{name}</p></div>'


def picture(inside: str = "Picture") -> str:
    """Return a picture that takes half a page."""
    return f'<figure class="picture" style="height: 200px; break-inside: avoid"><p>{inside}</p></figure>'


@pytest.mark.parametrize(
    ("texts", "first", "second"),
    [
        ((paragraph("A", 200) + picture(), paragraph("B", 60)), ["A", "B"], ["Picture"]),
        ((paragraph("A", 200) + picture() + paragraph("B", 60), paragraph("C", 40)), ["A", "B", "C"], ["Picture"]),
        ((paragraph("A", 100) + picture(), paragraph("B", 40)), ["A", "Picture", "B"], []),
        ((paragraph("A", 320) + picture(), paragraph("B", 20)), ["A"], ["Picture", "B"]),
        ((paragraph("A", 200) + picture(), HEADING + paragraph("B", 60)), ["A", "H", "B"], ["Picture"]),
        ((paragraph("A", 200) + picture(), f"<p>Box</p>{paragraph('B', 60)}"), ["A"], ["Picture", "Box", "B"]),
        ((paragraph("A", 200) + picture(), picture("Other"), paragraph("B", 60)), ["A"], ["Picture"]),
        ((paragraph("A", 200) + picture(),), ["A"], ["Picture"]),
    ],
)  # fmt: skip
def test_text_goes_on_where_a_picture_does_not_fit(texts: tuple[str, ...], first: list[str], second: list[str]) -> None:
    """The picture waits for the next page, behind as many paragraphs as fit; a small hole, or no text behind it, keeps it there."""
    _, pages = laid_out(passages(*texts))
    words = [[text for text, _, _ in page if " of " not in text] for page in pages]
    assert words[:2] == [first, second][: len(words)]


def test_a_picture_with_a_note_stays() -> None:
    """The numbers of notes follow the order of the text."""
    _, pages = laid_out(passages(paragraph("A", 200) + picture(f"Picture{NOTE}"), paragraph("B", 60)))
    assert next(text for text, _, _ in pages[0]) == "A"
    assert "B" not in [text for text, _, _ in pages[0]]


def test_a_page_that_ends_inside_a_line_of_text_has_no_picture_to_move() -> None:
    """Where many lines must stay together overleaf, a hole is left although the text goes on in the middle of a paragraph."""
    lines = " ".join(["m" * 25] * 8)  # one word a line
    _, pages = laid_out(passages(paragraph("A", 240) + f'<p style="widows: 5">{lines}</p>'))
    assert [len([text for text, _, _ in page if "mmm" in text]) for page in pages] == [3, 5]


def test_a_tree_without_the_marks_is_left_to_the_html() -> None:
    """A template of one's own may wrap a part so that its boxes can't be found: nothing is moved then."""

    class Bare:
        tag = "html"

        def iter(self) -> Iterator[Bare]:
            yield self

        def __iter__(self) -> Iterator[Bare]:
            return iter(())

    root = type("Root", (), {"element": Bare()})()
    with pytest.raises(OtherOrderError):
        move(root, Places("timeline", (("a",),)), Order((0,), 1), [])
