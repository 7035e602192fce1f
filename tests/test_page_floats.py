"""The order of a handout's parts: the author's, unless a real hole goes with another."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from builder.page_floats import ENOUGH, SLACK_PX, Atom, Order, Stage, best_order, next_best, places_of, rearranged
from tests.fake_boxes import FakeBox, LineBox, fake_page

DRAWING = "<!--float--><div id='timeline'></div><!--/float-->"


def stage(start: float, drawing: float, *parts: tuple[float, ...]) -> Stage:
    """Return what a first layout on pages of 900 px tells; every number of `parts` is a block's height."""
    blocks = tuple(tuple((Atom(height),) for height in part) for part in parts)
    return Stage(start, 900.0, 900.0, (Atom(drawing),), blocks)


def test_what_fits_keeps_its_place() -> None:
    """A timeline that fits on the rest of its page stays where the author put it."""
    assert best_order(stage(300, 500, (200, 200))) is None


def test_small_blocks_move_up_before_a_tall_drawing() -> None:
    """Where a timeline doesn't fit, the blocks behind it fill the page first."""
    assert best_order(stage(300, 800, (250, 250), (700,))) == Order((0, 1), 2)


def test_a_small_hole_is_left_alone() -> None:
    """For less than a fifth of a page nothing changes its place."""
    assert best_order(stage(750, 800, (140,), (300,))) is None


def test_parts_change_places_where_that_saves_a_hole() -> None:
    """A document that fits goes before profiles that don't."""
    order = best_order(stage(500, 850, (800,), (380,)))
    assert order is not None
    assert order.parts == (1, 0)


def test_notes_take_room_too() -> None:
    """A block that would fit alone doesn't where its page-bottom notes need the same room."""
    second = ((Atom(250),),)
    assert best_order(Stage(600, 900, 900, (Atom(880),), (((Atom(280),),), second))) == Order((0, 1), 1)
    assert best_order(Stage(600, 900, 900, (Atom(880),), (((Atom(280, 4),),), second))) == Order((1, 0), 1)


def test_what_may_go_on_overleaf_leaves_no_hole() -> None:
    """A profile that is broken fills the page before a drawing; one that begins with more than is left of it doesn't."""
    breaking = ((Atom(500, least=190.0),),)
    assert best_order(Stage(400, 900, 900, (Atom(600),), (((Atom(300),),), breaking))) == Order((0, 1), 1)
    assert best_order(Stage(400, 900, 900, (Atom(850),), (breaking, ((Atom(300),),)))) == Order((1, 0), 1)
    stubborn = ((Atom(500, least=480.0),),)
    whole = ((Atom(500),),)
    for start in (400, 600):
        one, other = (Stage(start, 900, 900, (Atom(850),), (part,)) for part in (stubborn, whole))
        assert (best_order(one) is None) == (best_order(other) is None)


def test_further_orders_come_best_first_and_without_the_known_one() -> None:
    """What follows the parts counts for them."""
    given = stage(300, 800, (250, 250), (700,))
    first = best_order(given)
    assert first is not None
    others = next_best(given, first, 5)
    assert len(others) == 5
    assert first not in others
    assert next_best(given, None, 1) == [first]


def test_a_block_tells_whether_it_may_go_on_overleaf() -> None:
    """By the styles of what it is made of; a document by where the lines end that words are explained beside."""
    page = fake_page(
        FakeBox(0, 100, id="timeline"),
        block := FakeBox(100, 400, FakeBox(100, 380, FakeBox(300, 50, class_="kept")), id="one"),
    )
    places = places_of(f"{DRAWING}<!--part a--><!--slot one--><!--/part-->")
    assert places is not None
    assert [atom.least for atom in places.stage([page]).parts[0][0]] == [None]  # type: ignore[union-attr]
    for box in (block, *block.children):
        box.style = {"break_inside": "auto", "height": "auto"}
    assert [atom.least for atom in places.stage([page]).parts[0][0]] == [310.0]  # type: ignore[union-attr]


def test_the_question_behind_the_parts_is_known() -> None:
    """With the heading over it; None where there is none."""
    html = f'{DRAWING}<!--part a--><!--slot one--><!--/part--><div class="question unbroken" id="q">'
    places, without = places_of(html), places_of(html[: html.index('<div class="question')])
    assert places is not None
    assert without is not None
    page = fake_page(
        FakeBox(0, 100, id="one"),
        FakeBox(100, 30, class_="part"),
        FakeBox(130, 200, LineBox(310), id="q", class_="question"),
    )
    assert [atom.height for atom in places.tail([page])] == [230.0]
    assert without.tail([page]) == ()


def test_an_order_is_known_when_the_question_behind_the_parts_stands() -> None:
    """Only then is it known what the last of the parts leaves white; without such a question the parts are enough."""
    parts = f"{DRAWING}<!--part people--><!--slot one--><i id='one'></i><!--/part-->"
    asked, alone = places_of(f'{parts}<div class="question unbroken" id="q">'), places_of(parts)
    assert asked is not None
    assert alone is not None
    pages = [fake_page(FakeBox(0, 300, id="timeline"), FakeBox(300, 80, id="one")), fake_page(FakeBox(0, 400, id="q"))]
    assert (asked.are_begun(pages[:1]), alone.are_begun(pages[:1])) == (False, True)
    assert (asked.are_begun(pages), asked.last_page(pages)) == (True, 1)


def test_the_timeline_moves_in_the_html() -> None:
    """The HTML is put in the new order: the drawing stands before the slot that it was given, and nothing is lost."""
    html = f"<p>a</p>{DRAWING}<!--part people--><!--slot one--><i id='one'></i><!--slot two--><i id='two'></i><!--/part--><p>z</p>"
    first = fake_page(LineBox(400), FakeBox(0, 500, LineBox(480), tag="p"))
    second = fake_page(FakeBox(0, 850, id="timeline"), FakeBox(850, 40))
    third = fake_page(FakeBox(0, 350, id="one"), FakeBox(350, 380, id="two"))
    found = better_order(html, [first, second, third])
    assert found is not None
    assert found.index("id='one'") < found.index("id='timeline'") < found.index("id='two'") < found.index("<p>z</p>")
    assert sorted(found) == sorted(html)


def test_a_page_without_a_timeline_or_parts_is_left_alone() -> None:
    """Nothing happens where nothing may change places."""
    page: Any = fake_page()
    assert better_order("<p>text</p>", [page]) is None
    assert better_order(DRAWING, [page]) is None
    assert better_order(f"{DRAWING}<!--part a--><!--slot gone--><!--/part-->", [page]) is None


def better_order(html: str, pages: list[Any]) -> str | None:
    """Return the HTML in its better order, as `paging` has it."""
    places = places_of(html)
    measured = places.stage(pages) if places is not None else None
    order = best_order(measured) if measured is not None else None
    return rearranged(html, order) if order is not None else None


def holes(given: Stage, order: Order) -> float:
    """Return the white that an order leaves, as squares of pages: counted anew, page by page."""
    blocks = [block for index in order.parts for block in given.parts[index]]
    blocks.insert(order.place, given.drawing)
    rest, cost = given.room - given.start, 0.0
    for height in (atom.height for block in blocks for atom in block):
        if rest < given.page and height > rest - SLACK_PX:
            cost += (max(rest, 0) / given.page) ** 2
            rest = given.page
        rest = max(rest - height, 0.0)
    return cost


@settings(max_examples=80, deadline=None)
@given(
    st.integers(0, 890), st.floats(100, 900),
    st.lists(st.lists(st.floats(50, 900), min_size=1, max_size=3), min_size=1, max_size=3),
)  # fmt: skip
def test_a_new_order_always_leaves_less_white(start: int, drawing: float, parts: list[list[float]]) -> None:
    """An order other than the author's is worth it: it saves the square of a fifth of a page at least."""
    given = stage(start, drawing, *(tuple(part) for part in parts))
    order = best_order(given)
    if order is not None:
        as_is = Order(tuple(range(len(parts))), 0)
        assert holes(given, as_is) - holes(given, order) > ENOUGH - 0.001
        assert sorted(order.parts) == list(range(len(parts)))
