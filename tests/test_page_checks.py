"""Every check of `page_checks` finds the fault that it is for: each is shown a page that has it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf
import pytest

from builder.typeset import typeset
from tests import page_checks
from tests.printed import Printed, elements, opened, small

pytestmark = pytest.mark.slow

NAME = "small/02-branch-lines.pdf"


def styled(css: str) -> Printed:
    """Return the handout as another stylesheet makes it."""
    job = small()[NAME].job
    return again(replace(job, stylesheets=(*job.stylesheets, ("planted.css", css))))


def again(job: Any) -> Printed:
    """Return a changed job with what comes of it."""
    return Printed(job, typeset(job))


def written(change: Callable[[str], str]) -> Printed:
    """Return the handout from other HTML."""
    job = small()[NAME].job
    changed = change(job.html)
    assert changed != job.html
    return again(replace(job, html=changed))


def altered(change: Callable[[pikepdf.Pdf], None]) -> Printed:
    """Return the handout with another file."""
    printed = small()[NAME]
    pdf, buffer = opened(printed.pdf), io.BytesIO()
    change(pdf)
    pdf.save(buffer)
    return replace(printed, artifact=replace(printed.artifact, pdf=buffer.getvalue()))


def untagged(pdf: pikepdf.Pdf) -> None:
    """Take the tags out."""
    del pdf.Root.StructTreeRoot


def nameless(pdf: pikepdf.Pdf) -> None:
    """Take the language out."""
    del pdf.Root.Lang


def strange_font(pdf: pikepdf.Pdf) -> None:
    """Rename a font."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            item.FontName = pikepdf.Name("/ABCDEF+Arial")
            return


def strayed_note(pdf: pikepdf.Pdf) -> None:
    """Move a note to the last page."""
    note = next(element for element in elements(pdf) if element.S == "/Note")
    note.Pg = pdf.pages[-1].obj


def strayed_link(pdf: pikepdf.Pdf) -> None:
    """Move a link to the left edge of its sheet."""
    link = next(note for page in pdf.pages for note in page.get("/Annots", ()) if note.Subtype == "/Link")
    left, bottom, right, top = map(float, link.Rect)
    link.Rect = pikepdf.Array([0, bottom, min(right - left, 20), top])


BLANK = '<div style="break-before: page"></div><p style="break-before: page">x</p><p id="end-of-handout">'
PLANTED: dict[str, Callable[[], Printed]] = {
    "accessible": lambda: altered(untagged),
    "lasting": lambda: again(replace(small()[NAME].job, pdf_variant="pdf/ua-1")),
    "links_arrive": lambda: styled(".paragraph a { display: none }"),
    "links_on_words": lambda: altered(strayed_link),
    "own_fonts": lambda: altered(strange_font),
    "says_what_it_is": lambda: altered(nameless),
    "headings_in_order": lambda: written(lambda html: html.replace("<h2 ", "<h4 ", 1).replace("</h2>", "</h4>", 1)),
    "bookmarks": lambda: styled("h2 { bookmark-level: none }"),
    "notes_with_marks": lambda: altered(strayed_note),
    "marks_beside_words": lambda: styled("::footnote-call { content: '\\A' counter(footnote); white-space: pre }"),
    "on_the_grid": lambda: styled(".paragraph p { line-height: 16.4pt }"),
    "within_the_edges": lambda: styled("@page { margin: 3mm }"),
    "questions_with_their_lines": lambda: styled(".line { break-before: page }"),
    "no_heading_at_the_foot": lambda: styled(".heading { break-after: page }"),
    "no_blank_page": lambda: written(lambda html: html.replace('<p id="end-of-handout">', BLANK)),
    "no_large_hole": lambda: styled(".question { break-before: page }"),
    "no_complaint": lambda: styled("p { colour: red }"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_check_finds_the_fault_it_is_for(name: str) -> None:
    """A planted fault is found, and the check is silent on the same handout without it."""
    check = getattr(page_checks, name)
    assert check(small()[NAME]) == []
    assert check(PLANTED[name]()) != []


def test_notes_that_nobody_parts_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two notes of one line lie on each other where nothing moves them, and that is found."""
    monkeypatch.setattr("builder.typeset.settle", lambda pages: [])
    assert page_checks.notes_apart(again(small()[NAME].job)) != []


def test_no_check_goes_without_a_planted_fault() -> None:
    """The list above is complete."""
    assert {check.__name__ for check in page_checks.CHECKS} - {"notes_apart"} == set(PLANTED)
