"""A book's pages are drawn before the book is written, and nothing of them is lost: look, words, links, structure."""

from __future__ import annotations

import gc
import re
from types import ModuleType
from typing import Any

import pydyf  # type: ignore[import-untyped]
import pypdfium2
import pytest

from builder import drawn, repair, typeset
from builder.drawn import Easel
from builder.job import Job
from tests.printed import elements, opened

STYLE = (
    "book.css",
    """html { font-family: 'Studyguide Serif'; string-set: name attr(lang) }
    @page { size: 100mm 80mm; margin: 12mm;
            @bottom-right { content: counter(page) " of " target-counter("#end", page) " " string(name); background: #ddd } }
    section { break-before: page } .note { float: footnote } .faint { opacity: 0.5 }
    aside { position: absolute; right: 0; top: 0 } h1 { bookmark-level: 1 } ul.plain { list-style: none }""",
)
_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20"><title>A {0}</title>'
    '<g opacity="0.5"><rect width="30" height="10" fill="#888"/></g></svg>'
)
_RUN = (
    '<!--run section.{0}--><section><h1 id="{0}">Part {0}</h1><p>See <a href="#{1}">the <b>other</b></a>, '
    'p. <b data-page="{2}">00</b><span class="note">Note {0}.</span>.</p><aside>Beside {0}</aside>'
    "<table><tr><th scope='col'>H</th><th>I</th></tr><tr><td colspan='2'>cell <i lang='fr'>mot</i></td></tr></table>"
    f"<ul><li>one<ul><li>two</li></ul></li></ul><ul class='plain'><li>three</li></ul><dl><dt>d</dt><dd>e</dd></dl>"
    f"{_DRAWING}<p class='faint'>Faint {{0}}.</p></section><section><p>More of {{0}}.</p></section><!--/run-->"
)


def book() -> Job:
    """Return a book of two runs with all that a structure tree knows; the first asks for a page's number, the other doesn't."""
    runs = _RUN.format("one", "two", "two") + re.sub(r", p\. <b data-page.*?</b>", "", _RUN.format("two", "one", ""))
    html = f'<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>{runs}<p id="end">End</p></body></html>'
    return Job("a.pdf", html, (STYLE,))


def made(job: Job) -> bytes:
    """Return a book's PDF."""
    artifact = typeset.typeset(job)
    assert artifact.errors == ()
    return artifact.pdf


def test_a_skeleton_is_all_that_the_structure_tree_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A book from skeletons has the bytes of a book from whole boxes."""
    lean = made(book())
    monkeypatch.setattr(drawn, "_to_skeleton", lambda page: None)
    assert made(book()) == lean


def test_elements_that_are_written_down_have_the_bytes_that_they_had(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose elements were kept as bytes is the file of those that were kept as objects."""
    compact = made(book())
    written: list[int] = []
    monkeypatch.setattr(repair, "_write_down", lambda pdf: written.append(len(pdf.objects)))
    assert made(book()) == compact
    assert written


def test_what_feet_wait_with_knows_no_element(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run's layout waits for the book's last page, for its running heads and feet: lighter by its elements and their styles."""
    lighten, held = drawn._lighten_contexts, list[Any]()

    def lightened(pages: Any) -> None:
        lighten(pages)
        held.extend(page.waiting[0] for page in pages)

    monkeypatch.setattr(drawn, "_lighten_contexts", lightened)
    made(book())
    assert held
    for context in held:
        assert not context.style_for._waiting
        assert context.style_for._html is None


def test_a_page_drawn_early_is_the_page_drawn_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, tags and feet are those that WeasyPrint draws itself when it writes the file from whole boxes and contexts."""
    early = made(book())

    def later(easel: Easel, page: Any, boxes: Any) -> None:
        page._page_box.children = (*page._page_box.children, *boxes)
        easel.fonts.clear()

    monkeypatch.setattr(Easel, "draw", lambda easel, document: None)
    monkeypatch.setattr(Easel, "draw_foot", later)
    late = made(book())
    assert pictures(early) == pictures(late)
    assert words(early) == words(late)
    assert [outline(element) for element in elements(opened(early))] == [
        outline(element) for element in elements(opened(late))
    ]
    total = len(words(early))
    assert all(text.endswith(f"{number} of {total} en") for number, text in enumerate(words(early), 1))


def pictures(pdf: bytes) -> list[bytes]:
    """Return each page as a viewer shows it."""
    return [page.render(scale=1).to_numpy().tobytes() for page in pypdfium2.PdfDocument(pdf)]


def words(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def outline(element: Any) -> tuple[str, ...]:
    """Return what a structure element says of itself, without the numbers of objects."""
    return (*(str(element.get(key, "")) for key in ("/S", "/Alt", "/Lang")), str(len(element.get("/K", []))))


def test_laid_out_text_doesnt_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the feet are set, no text that was laid out before is alive: a book takes the memory of its longest run."""
    alive: list[list[str]] = []
    plain = Easel.draw_foot

    def counted(easel: Easel, page: Any, boxes: Any) -> None:
        boxes = tuple(boxes)
        if not alive:
            own = {id(text) for box in boxes for text in box.descendants()}
            texts = [box for box in gc.get_objects() if type(box).__name__ == "TextBox" and "pango_layout" in vars(box)]
            alive.append([box.text for box in texts if id(box) not in own])
        plain(easel, page, boxes)

    monkeypatch.setattr(Easel, "draw_foot", counted)
    gc.collect()
    made(book())
    assert alive == [[]]


def test_a_page_isnt_painted_on_another_sheet() -> None:
    """What was drawn for one scale or size raises ValueError elsewhere."""
    from weasyprint.pdf.stream import Stream  # after `typeset`, which pins the fonts

    easel = Easel(ModuleType("layout"), ModuleType("draw"), Stream)

    class Page:
        bleed, width, height = {"top": 0}, 100, 80

    page = easel._begin(Page, "srgb")
    sheet = easel._begin(Page, "srgb")
    with pytest.raises(ValueError, match="another sheet"):
        easel._paint_again(page, sheet, 1.0)
    sheet.page_rectangle = (0, 0, 1, 1)
    with pytest.raises(ValueError, match="another sheet"):
        easel._paint_again(page, sheet, drawn.SCALE)


def test_the_numbers_of_pages_are_written_once() -> None:
    """A PDF's references to its pages are the same object until a page is added, and then know it."""
    pdf = pydyf.PDF()
    pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
    first = pdf.page_references
    assert first is pdf.page_references
    pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
    assert pdf.page_references == (*first, b"4 0 R")
