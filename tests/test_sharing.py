"""Work is done once: what several rules, classes or parts of the program need is made for the first and found by the others."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest

from builder.course import gather
from builder.garbage import uncollected
from builder.nodes import child, read
from builder.overlay import lay_over
from builder.remember import by_identity
from builder.text.markdown import parse
from builder.tiers import has_tiers, pick
from tests.overlay_course import folder_of

CLASS = "title: Period 3\nprint: {paper: a4}\nchange: {one: {central_question: Who closed the roads?}}\n"


def test_a_text_is_parsed_once_whoever_asks() -> None:
    """However the arguments are written, equal ones give the same tokens."""
    ids = frozenset({"clay1950"})
    assert parse("A *text*.", ids) is parse("A *text*.", ids, True)
    assert parse("A *text*.", ids) is parse("A *text*.", sources=frozenset(ids), blocks=True)
    assert parse("A *text*.", ids) is not parse("A *text*.", ids, blocks=False)


def test_work_is_remembered_by_the_object_not_by_what_it_says() -> None:
    """The same object with the same further arguments is looked at once; an equal one is another."""
    seen: list[object] = []

    @by_identity(2)
    def look(value: list[int], word: str = "") -> int:
        seen.append(value)
        return len(seen)

    one = [1]
    assert (look(one), look(one), look(one, "a"), look(one, word="a"), look([1])) == (1, 1, 2, 3, 4)
    assert look(one, "a") == 5  # two are kept, the oldest goes


@pytest.mark.parametrize("before", [True, False])
def test_garbage_waits_for_the_end_of_the_work(before: bool) -> None:
    """It is looked for again afterwards, also where the work failed; where nobody looked for it before, nobody does after."""
    was = gc.isenabled()
    gc.enable() if before else gc.disable()
    try:
        with uncollected():
            assert not gc.isenabled()
        assert gc.isenabled() is before
        with pytest.raises(KeyError), uncollected():
            raise KeyError
        assert gc.isenabled() is before
    finally:
        gc.enable() if was else gc.disable()


def test_a_class_shares_what_it_leaves_alone() -> None:
    """A changed section keeps the course's fields where the class changes none of them, and unchanged files are the same objects."""
    folder = folder_of(period_3=CLASS)
    laid = lay_over(folder.nodes, "period-3")
    before, after = folder.nodes["sections/one.yaml"], laid.nodes["sections/one.yaml"]
    assert after is not before
    assert child(after, ("timeline",)) is child(before, ("timeline",))
    assert child(after, ("central_question",)) is not child(before, ("central_question",))
    assert laid.nodes["glossary.yaml"] is folder.nodes["glossary.yaml"]


def test_a_bibliography_is_read_once_for_all_classes() -> None:
    """Trees whose sources are the same have the same sources, and the same set of their ids."""
    folder = folder_of(period_3=CLASS)
    (plain, _), (other, _) = gather(folder), gather(folder, lay_over(folder.nodes, "period-3"), "period-3")
    assert plain is not None
    assert other is not None
    assert plain.sources
    assert plain.sources is other.sources
    assert plain.source_ids is other.source_ids is replace(plain, sources=dict(plain.sources)).source_ids


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("a: [{b: {standard: x, adapted: y}}]", True),
        ("a: [{tier: adapted, b: x}]", True),
        ("a: [{tier: first, b: x}]", False),
        ("a: {standard: [x], adapted: y}", False),
        ("a: [b, {c: d}]", False),
    ],
)
def test_only_what_holds_tiers_is_made_anew(text: str, holds: bool) -> None:
    """A node without tiers comes back as itself, one with them is another."""
    node, _ = read(text.encode(), "a.yaml")
    assert node is not None
    assert has_tiers(node) is holds
    assert (pick(node, "adapted") is node) is not holds
