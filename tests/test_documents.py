"""Documents: what stands over, beside, in and under the text of a source."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.components import documents
from builder.components.documents import DocumentView, language_name
from builder.render import render
from builder.typeset import typeset
from tests.component_page import component_html, section_page, templates
from tests.printed import characters, page_text

FULL = """
documents:
  - id: decree
    title: A decree
    kind: law
    date: 1948-06-24
    creator: clay
    translator: the editors
    provenance: Printed in a newspaper
    headnote: The roads were closed.
    text: |
      Close the "road" -- at *once*.

      - by order
    vocabulary: [{word: order, meaning: what must be done}]
    original: {text: Straße schließen., lang: de}
    source: harrington2012, p. 4
    rights: Public domain
    archive: {institution: An archive, id: A 1, url: "https://example.org/a"}
    adaptation: {kind: [excerpted, translated], by: the editors, note: one sentence}
"""


def shown(section: str, edition: str = "student", course: str = "") -> DocumentView:
    """Return the view of a section's first document."""
    entry, page = section_page(section, edition, course)
    placed = documents.view(entry, page)
    assert placed is not None
    return next(iter(placed.by_id.values()))


def test_a_document_is_printed_with_all_that_is_known_of_it(
    check_golden: Callable[[Path, str], None], golden: Path
) -> None:
    """Strip, text as it was typed with its lines, explained words, original, source, rights, archive."""
    entry, page = section_page(FULL)
    placed = documents.view(entry, page)
    assert placed is not None
    html = component_html(page, "document", document=placed.by_id["decree"])
    check_golden(golden / "components" / "document-full" / "document.html", html)


def test_a_document_s_questions_follow_it_in_the_one_run_of_numbers() -> None:
    """Its questions come with it, after those before the text and before the others."""
    entry, page = section_page("""
        documents: [{id: a, title: A, text: b}]
        questions: [{id: last, prompt: Last?}, {id: of-it, prompt: Of it?, about: "document:a"}, {id: first, prompt: First?, use: warm-up}]
    """)
    placed = documents.view(entry, page)
    assert placed is not None
    assert [(question.id, question.number) for question in placed.by_id["a"].questions] == [("question-of-it", 2)]
    assert 'id="question-of-it"' in component_html(page, "document", document=placed.by_id["a"])


def test_a_mark_of_omission_ends_no_line_alone() -> None:
    """It stays on the line of the word before it, in the text and in the original."""
    made = shown("documents: [{id: a, title: A, text: 'words [...]', original: {text: 'Wort […]', lang: de}}]")
    assert "words\u00a0[...]" in str(made.text)
    assert made.original is not None
    assert "Wort\u00a0[…]" in str(made.original.html)


def test_a_section_without_documents_has_no_view() -> None:
    """No documents, nothing to print."""
    assert documents.view(*section_page("")) is None


def test_an_anchored_document_is_printed_there_alone() -> None:
    """A document that the narrative anchors isn't among the rest, and has the first letter."""
    entry, page = section_page("""
        narrative: [{document: second}]
        documents: [{id: first, title: First, text: a}, {id: second, title: Second, text: b}]
    """)
    placed = documents.view(entry, page)
    assert placed is not None
    assert [document.letter for document in placed.rest] == ["Document B"]
    assert placed.by_id["second"].letter == "Document A"


def text_of(lines: int) -> str:
    """Return a section whose document has so many lines."""
    body = "".join(f"\n      {number}\\" for number in range(lines - 1)) + "\n      end"
    return f"documents:\n  - id: long\n    title: Long\n    text: |{body}\n"


@pytest.mark.parametrize(
    ("lines", "numbered", "unbroken"), [(9, False, True), (10, True, True), (29, True, True), (30, True, False)]
)
def test_length_decides_on_numbers_and_breaks(lines: int, numbered: bool, unbroken: bool) -> None:
    """Ten lines and more are numbered; thirty and more may go over a page's end."""
    view = shown(text_of(lines))
    assert (view.numbered, view.unbroken) == (numbered, unbroken)


def test_a_document_of_large_type_keeps_the_lines_beside_its_words() -> None:
    """It may go on overleaf sooner, but not where words are still explained in the margin: what stands there isn't broken."""
    bold = "print: {theme: bold}"
    words = "    vocabulary: [{word: order, meaning: what must be done}, {word: road, meaning: a way}, {word: plane, meaning: it flies}]\n"
    views = {lines: shown(text_of(lines) + words, "student", bold) for lines in (4, 5)}
    assert {lines: view.unbroken for lines, view in views.items()} == {4: True, 5: False}
    assert {lines: view.text.count("text-line kept") for lines, view in views.items()} == {4: 0, 5: 2}
    assert not shown(text_of(4), "student", bold).unbroken  # no words: nothing is kept
    teachers = shown(text_of(8) + "    teacher_note: Ask.\n", "teacher", bold)
    assert teachers.aside is not None
    assert not teachers.aside.beside


def test_shown_words_stand_for_the_date_and_a_name_for_itself() -> None:
    """`shown` is printed instead of the date; a creator who is no key figure is printed as typed."""
    view = shown("documents: [{id: a, title: A, text: b, date: 1948, shown: early in 1948, creator: Ann O'Neill}]")
    assert view.facts == "early in 1948 · Ann O’Neill"
    assert (view.kind, view.origin, view.adapted, view.foot, view.original, view.headnote) == (
        "",
        "",
        "",
        "",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("adaptation", "words"),
    [
        ("{kind: excerpted}", "Shortened."),
        ("{kind: [excerpted, simplified], by: us}", "Shortened and simplified by us."),
        ("{kind: translated, by: us}", "Translated by us."),
        ("{kind: summarized, by: us}", "Summarized by us."),
        ("{note: One word was left out!}", "One word was left out!"),
        ("{}", ""),
    ],
)
def test_an_adaptation_says_what_was_done(adaptation: str, words: str) -> None:
    """What was done, by whom, and the note are sentences; nothing said is nothing printed."""
    assert shown(f"documents: [{{id: a, title: A, text: b, adaptation: {adaptation}}}]").adapted == words


@pytest.mark.parametrize(
    ("more", "lang"),
    [
        ("language: la", "la"),
        ("language: en", ""),
        ("language: ru, translator: us", ""),
        ("language: ru, adaptation: {kind: translated}", ""),
        ("language: ru, original: {text: да, lang: ru}", ""),
    ],
)
def test_a_translation_is_in_the_course_s_language(more: str, lang: str) -> None:
    """The text is marked as another language only where it is printed in it."""
    assert shown(f"documents: [{{id: a, title: A, text: b, {more}}}]").lang == lang


PARALLEL = """
documents:
  - id: a
    title: A
    text: |
      one

      two
    vocabulary: [{word: one, meaning: the first}]
    teacher_note: Read it aloud.
    original: {lang: ru, layout: parallel, text: "TEXT"}
"""


def test_a_parallel_original_stands_beside_its_paragraphs() -> None:
    """As many paragraphs on both sides are printed in pairs, else each side as one; the words are explained below."""
    entry, page = section_page(PARALLEL.replace("TEXT", "раз\\n\\nдва"))
    placed = documents.view(entry, page)
    assert placed is not None
    document = placed.by_id["a"]
    assert document.original is not None
    assert [str(pair.original) for pair in document.original.pairs] == ["<p>раз</p>", "<p>два</p>"]
    html = component_html(page, "document", document=document)
    assert html.index("раз") < html.index("two") < html.index("два") < html.index('<ul class="vocabulary-row">')
    single = shown(PARALLEL.replace("TEXT", "раз")).original
    assert single is not None
    assert len(single.pairs) == 1
    assert "one" in single.pairs[0].text
    assert "two" in single.pairs[0].text


def test_an_original_that_no_font_has_is_only_named() -> None:
    """Where our fonts lack the script, the page says which language it is; asking for it beside the text changes nothing."""
    original = shown(PARALLEL.replace("TEXT", "日本").replace("lang: ru", "lang: ja")).original
    assert original is not None
    assert (original.label, original.html, original.pairs) == ("The original is in Japanese.", "", ())


@pytest.mark.parametrize(
    ("tag", "language", "name"),
    [("ru", "en", "Russian"), ("la-VA", "fr", "latin"), ("xx", "en", "xx"), ("ru", "no such", "ru")],
)
def test_languages_are_named_in_the_course_s(tag: str, language: str, name: str) -> None:
    """A language has its name of CLDR in the course's language; without one its tag is printed."""
    assert language_name(tag, language) == name


@pytest.mark.parametrize(("note", "beside"), [("Short.", True), ("A long note. " * 40, False)])
def test_a_teacher_s_note_stands_beside_the_text_where_it_fits(note: str, beside: bool) -> None:
    """A note that is higher than the text beside it goes to the teacher's own pages; pupils have none."""
    section = f'documents:\n  - {{id: a, title: A, teacher_note: "{note}", text: "{"word " * 80}"}}'
    aside = shown(section, "teacher").aside
    assert aside is not None
    assert (aside.beside is not None, aside.rest is None) == (beside, beside)
    assert shown(section).aside is None


def test_a_teacher_s_note_is_printed_in_the_margin() -> None:
    """The note stands in the margin also where no words are explained."""
    entry, page = section_page("documents:\n  - {id: a, title: A, teacher_note: Aloud., text: one line}", "teacher")
    placed = documents.view(entry, page)
    assert placed is not None
    html = component_html(page, "documents", documents=placed)
    assert '<div class="teacher-aside"><p><b>For the teacher.</b> Aloud.</p></div>' in html
    assert "<ul>" not in html


def test_a_source_that_isn_t_known_is_left_out() -> None:
    """A citation without a work, or an archive without an address, leaves no empty sentence."""
    view = shown("documents: [{id: a, title: A, text: b, rights: Ours!, archive: {institution: An archive}}]")
    assert view.foot == "Ours! Kept at An archive."


LINE = "The committee met again in the morning and heard the engineers about the old bridge over the river. "


def long_document(words: int, before: int = 0) -> str:
    """Return a section with a document of some fifty lines, so many words explained beside it, so many paragraphs before it."""
    glosses = [
        {"word": f"word {n}", "meaning": "a longer explanation of what this means in the letter"} for n in range(words)
    ]
    narrative = [{"id": "a", "text": "\n\n".join([LINE * 2] * before)}] if before else []
    text = "\n\n".join([LINE * 3] * 12)
    document = {"id": "d", "title": "D", "text": text, "vocabulary": glosses, "teacher_note": "Ask. " * 60}
    return f"documents: {json.dumps([document])}\nnarrative: {json.dumps(narrative)}"


def test_lines_beside_explained_words_are_kept_together() -> None:
    """In a document that may be broken over pages as many as the words are high; so many words that no page has room stand below."""
    assert "kept" not in shown(long_document(0)).text
    few, many = shown(long_document(8)), shown(long_document(60))
    assert not few.unbroken
    assert (few.text.count("kept") + 1) * 15 >= few.margin_pt > 0
    assert not few.words_below
    assert (many.words_below, many.margin_pt, many.text.count("kept")) == (True, 0, 0)
    note = shown(long_document(8), "teacher").aside
    assert note is not None
    assert not note.beside


@pytest.mark.slow
@pytest.mark.parametrize(("words", "before"), [(8, 5), (8, 7), (14, 6), (60, 3)])
def test_explained_words_never_run_over_the_foot(words: int, before: int) -> None:
    """Wherever on a page a long document begins."""
    _, page = section_page(long_document(words, before))
    job, problems = render(page, templates(), "c/01-one.pdf", ())
    assert problems == []
    assert job is not None
    lowest: dict[int, float] = {}
    for char in characters(typeset(job).pdf):
        lowest[char.page] = max(char.y, lowest.get(char.page, 0))
    assert len(lowest) > 1
    assert max(lowest.values()) - min(lowest.values()) < 0.5


@pytest.mark.slow
def test_a_row_of_a_table_stays_on_one_page() -> None:
    """A row of several lines isn't read across a page's end."""
    cell = " ".join(f"row@of{word}" for word in range(40))
    rows = "\n".join(f"| {cell.replace('@', chr(97 + row))} | x |" for row in range(20))
    text = f"| Long | Short |\n|---|---|\n{rows}\n"
    _, page = section_page(f"narrative: {json.dumps([{'id': 'a', 'text': text}])}")
    job, problems = render(page, templates(), "c/01-one.pdf", ())
    assert problems == []
    assert job is not None
    pdf = typeset(job).pdf
    pages = [page_text(pdf, number) for number in range(1, 1 + max(char.page for char in characters(pdf)))]
    assert len(pages) > 1
    torn = [row for row in "abcdefghijklmnopqrst" if sum(f"row{row}of" in text for text in pages) > 1]
    assert torn == []
