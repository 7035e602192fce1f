"""What is printed of a section: its handout and sheets, or with `--part` some parts alone, with the numbers of the whole handout."""

from __future__ import annotations

import pytest

from builder.page import Page
from builder.pieces import HANDOUT_PARTS, HEAD_MM, PARTS, Piece, has_part, narrowed, pieces, values
from builder.render import component_views, render
from builder.sheets import slips
from tests.component_page import section_page, templates

SECTION = """
recap: All in all.
narrative:
  - {id: start, heading: Start, text: "Read the [airlift](term:airlift) and [the note](document:note)."}
  - {document: note}
  - {timeline: all}
timeline: [{id: blockade, date: 1948-06-24, label: The roads are closed}, {id: end, date: 1949-05-12, label: The blockade ends}]
documents: [{id: other, title: Another, text: Coal.}, {id: note, title: A note, text: Planes land.}]
questions:
  - {id: main, prompt: "What of [the end](event:end)?"}
  - {id: first, prompt: Guess., use: warm-up}
  - {id: about-note, prompt: What does it say?, about: document:note}
  - {id: last, prompt: One line., use: exit, kind: short-answer}
exercises: [{id: sort, kind: cards}, {id: fill, kind: fill-in}]
lesson: {minutes: 5}
"""


def names(edition: str = "student", parts: tuple[str, ...] = (), section: str = SECTION) -> list[str]:
    """Return the suffixes of what is printed."""
    return [piece.suffix for piece in pieces(section_page(section, edition)[0], edition, parts)]


def printed(*parts: str, edition: str = "student") -> tuple[Page, dict[str, object]]:
    """Return the page and the views of some parts."""
    _, page = section_page(SECTION, edition)
    return values(Piece("x", parts=parts), page, component_views())


def test_handout_comes_with_its_cards() -> None:
    """A plain build prints the handout, and its cards where pupils get them."""
    assert names() == ["", "cards"]
    assert names("teacher") == [""]
    assert names(section="title: Other\nsummary: Nothing.".partition("\n")[2]) == [""]


def test_parts_give_one_file_in_the_handouts_order() -> None:
    """Parts are printed in the order of the handout whatever order they are named in; slips and cards have files of their own."""
    assert names(parts=("questions", "timeline")) == ["timeline-questions"]
    assert names(parts=("exit", "questions", "cards", "warm-up")) == ["cards", "warm-up", "exit", "questions"]
    assert names("teacher", ("exit", "cards", "lesson")) == ["lesson"]


def test_nothing_is_printed_of_what_a_section_lacks() -> None:
    """A section without a part, or without an exit question, gives no file for it."""
    assert names(parts=("charts", "exit", "warm-up", "cards"), section="summary: Nothing.") == []
    assert names("student", ("lesson",)) == []


@pytest.mark.parametrize("part", HANDOUT_PARTS)
def test_every_part_names_something_of_a_section(part: str) -> None:
    """Each part can be asked of any section."""
    entry, _ = section_page("summary: Nothing.", "teacher")
    assert has_part(entry, part, "teacher") == (part in ("terms", "sources"))
    assert part in PARTS


def test_numbers_stay_those_of_the_handout() -> None:
    """Printed alone, questions keep their numbers and documents their letters."""
    _, page = section_page(SECTION)
    part = narrowed(page, ("questions",))
    assert part.numbering.questions == page.numbering.questions == {"first": 1, "about-note": 2, "main": 3, "last": 4}
    assert part.numbering.letters == {"note": "A", "other": "B"}
    assert [question.id for question in part.numbering.main] == ["first", "about-note", "main", "last"]


def test_questions_stay_with_their_document() -> None:
    """With documents, a document's questions are printed under it and not again."""
    _, page = section_page(SECTION)
    part = narrowed(page, ("documents", "questions"))
    assert [question.id for question in part.numbering.with_document["note"]] == ["about-note"]
    assert [question.id for question in part.numbering.main] == ["first", "main", "last"]
    assert narrowed(page, ("documents",)).numbering.main == ()


def test_links_lead_only_to_what_is_printed() -> None:
    """A link to a part that isn't printed is plain text."""
    _, page = section_page(SECTION)
    assert "href" not in narrowed(page, ("questions",)).inline("[the end](event:end)")
    assert 'href="#event-end"' in narrowed(page, ("timeline",)).inline("[the end](event:end)")
    assert 'href="#question-main"' in narrowed(page, ("questions",)).inline("[it](question:main)")


def test_what_was_anchored_stands_in_its_own_part() -> None:
    """Without the text, its documents and timeline are printed where a handout without anchors has them."""
    part, shown = printed("documents", "timeline")
    assert [document.letter for document in shown["documents"].rest] == ["Document A", "Document B"]  # type: ignore[attr-defined]
    assert not part.entry.value.narrative
    assert shown["timeline"] is not None
    assert shown["narrative"] is None
    assert shown["questions"] is None


def test_recap_is_a_part() -> None:
    """The recap is printed when it is asked for, the credits always."""
    assert printed("recap")[1]["closing"].recap  # type: ignore[attr-defined]
    closing = printed("timeline")[1]["closing"]
    assert not closing.recap  # type: ignore[attr-defined]
    assert closing.credits  # type: ignore[attr-defined]


def test_text_keeps_its_anchors() -> None:
    """With the text, what is anchored in it stays there."""
    part, shown = printed("narrative", "documents")
    assert len(part.entry.value.narrative) == 3
    assert [document.letter for document in shown["documents"].rest] == ["Document B"]  # type: ignore[attr-defined]


def test_page_of_some_parts_is_a_handout() -> None:
    """The job of some parts has the handout's template and nothing of the others."""
    _, page = section_page(SECTION)
    job, found = render(page, templates(), "c/01-one-timeline.pdf", (), Piece("timeline", parts=("timeline",)))
    assert not found
    assert job is not None
    assert "The blockade ends" in job.html
    assert "Planes land" not in job.html
    assert "One line." not in job.html


def test_sheet_has_its_own_stylesheet() -> None:
    """A sheet's stylesheet is in its own job and in no handout's."""
    entry, page = section_page(SECTION)
    handout, cards = (render(page, templates(), "x.pdf", (), piece)[0] for piece in pieces(entry, "student"))
    assert handout is not None
    assert cards is not None
    own = [name for name, _ in cards.stylesheets if "sheets/" in name]
    assert [name.rpartition("/")[2] for name in own] == ["cards.css"]
    assert not [name for name, _ in handout.stylesheets if "sheets/" in name]
    assert "The blockade ends" in cards.html


def test_four_slips_fill_a_page() -> None:
    """A short exit ticket stands four times on a page; no id stands twice; the room is ruled to the foot of the slip."""
    entry, page = section_page(SECTION)
    made = slips.view(entry, page, "exit")
    assert made is not None
    assert (made.title, made.columns, made.rows, len(made.copies)) == ("Exit ticket", 2, 2, 4)
    ids = [question.id for copy in made.copies for question in copy]
    assert len(set(ids)) == 4
    assert made.copies[0][0].number == 4
    assert made.copies[0][0].room.lines > slips.LEAST_LINES


def test_longer_slips_stand_twice_or_once() -> None:
    """What doesn't fit into a quarter of the page takes half of it, and if need be all."""
    for count, rows in ((2, 2), (9, 1), (30, 1)):
        words = " ".join(["word"] * 40)
        asked = "".join(f"  - {{id: q{n}, prompt: {words}, use: exit, kind: essay}}\n" for n in range(count))
        made = slips.view(*section_page(f"questions:\n{asked}"), "exit")
        assert made is not None
        assert (made.columns, made.rows) == (1, rows)


def test_closed_questions_and_parts_fit_a_slip() -> None:
    """A slip may hold closed questions, which need no lines, and lettered parts, which share them."""
    asked = "{id: a, prompt: Is it?, kind: true-false, correct: true, use: warm-up}"
    made = slips.view(*section_page(f"questions: [{asked}]"), "warm-up")
    assert made is not None
    assert (made.title, made.copies[0][0].room.kind, len(made.copies)) == ("Before you read", "none", 4)
    parts = (
        "{id: b, prompt: Say., kind: short-answer, use: exit, parts: [{id: x, prompt: One.}, {id: y, prompt: Two.}]}"
    )
    made = slips.view(*section_page(f"questions: [{asked}, {parts}]"), "exit")
    assert made is not None
    assert [part.id for part in made.copies[1][0].parts] == ["question-b-x-2", "question-b-y-2"]
    assert made.copies[0][0].room.kind == "none"
    assert {part.room.lines >= slips.LEAST_LINES for part in made.copies[0][0].parts} == {True}


def test_section_without_such_questions_has_no_slips() -> None:
    """Without an exit question there is no exit ticket."""
    assert slips.view(*section_page("questions: [{id: a, prompt: A?}]"), "exit") is None


def test_parts_stand_under_a_short_head() -> None:
    """Some parts alone have a title and lines for names over them, and the timeline begins on the same page."""
    _, page = section_page("central_question: Why?\nsummary: Short.\n" + SECTION)
    _, shown = values(Piece("x", parts=("timeline", "questions")), page, component_views())
    title, drawing = shown["title"], shown["timeline"]
    assert (title.question, title.summary, title.strip, str(title.title)) == (None, None, None, "The Blockade")
    assert not drawing.parts[0].new_page
    assert drawing.parts[0].height_mm <= page.tokens.mm("block-height") - HEAD_MM
