"""What the repair of a PDF puts in, seen in the finished file and on objects made for the purpose."""

from __future__ import annotations

import re
from collections import Counter
from itertools import count
from typing import Any

import pikepdf
import pydyf  # type: ignore[import-untyped]
import pytest

from builder import repair
from builder.job import Job
from builder.typeset import typeset
from tests.page_checks import faults_of_standard
from tests.printed import Printed, elements, opened, small


@pytest.fixture
def teacher() -> Printed:
    """The first section's teacher edition: it has everything."""
    return small()["small/teacher/01-founding.pdf"]


def marked(pdf: pikepdf.Pdf, page: int) -> Counter[str]:
    """Count the kinds of marked content on a page (from 0)."""
    kinds = re.findall(rb"/(\w+)\s*(?:<<[^>]*>>)?\s*(?:BDC|BMC)", pdf.pages[page].Contents.read_bytes())
    return Counter(kind.decode() for kind in kinds)


def test_one_file_keeps_both_standards(teacher: Printed) -> None:
    """The same bytes are PDF/UA-1 and PDF/A-2a without a failure."""
    assert faults_of_standard(teacher, "ua1") == []
    assert faults_of_standard(teacher, "2a") == []


def test_metadata_can_be_read_without_unpacking(teacher: Printed) -> None:
    """Both standards are named once in plain bytes, and PDF/UA's property is declared as PDF/A asks."""
    assert teacher.pdf.count(b'pdfuaid:part="1"') == 1
    assert teacher.pdf.count(b'pdfaid:part="2"') == 1
    assert b"http://www.aiim.org/pdfa/ns/extension/" in teacher.pdf
    assert "/Filter" not in opened(teacher.pdf).Root.Metadata


def test_running_heads_and_folios_are_artifacts(teacher: Printed) -> None:
    """What stands in a page's margins is marked as pagination and belongs to no element; all other text does."""
    pdf = opened(teacher.pdf)
    for index, page in enumerate(pdf.pages):
        parents: Any = pdf.Root.StructTreeRoot.ParentTree.Nums[2 * index + 1]
        text = page.Contents.read_bytes()
        written = [int(number) for number in re.findall(rb"<</MCID (\d+)>>", text)]
        assert len(re.findall(rb"/Type\s*/Pagination", text)) >= 4
        assert [mcid for mcid in written if parents[mcid] is None] == []
        assert [mcid for mcid, parent in enumerate(parents) if parent is not None and mcid not in written] == []
        assert marked(pdf, index)["Artifact"] >= 4


def test_every_text_of_the_tree_hangs_in_it(teacher: Printed) -> None:
    """Each element that the parent tree names is reached from the root."""
    pdf = opened(teacher.pdf)
    reached = {element.objgen for element in elements(pdf)}
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)[1::2]
    named: list[Any] = [
        parent for entry in numbers for parent in (entry if isinstance(entry, pikepdf.Array) else [entry])
    ]
    assert [parent.objgen for parent in named if parent is not None and parent.objgen not in reached] == []


def test_parts_in_another_language_say_so(teacher: Printed) -> None:
    """Native names, their Latin letters and an original carry their language; the page's own isn't repeated."""
    languages = Counter(str(element["/Lang"]) for element in elements(opened(teacher.pdf)) if "/Lang" in element)
    assert set(languages) == {"ru", "ru-Latn"}
    assert languages["ru"] >= 3


def test_notes_and_marks_are_tagged(teacher: Printed) -> None:
    """Each page-bottom note is a Note with an id of its own and a label; each mark is a Reference."""
    pdf = opened(teacher.pdf)
    found = list(elements(pdf))
    notes = [element for element in found if element.S == "/Note"]
    labels = [element for element in found if element.S == "/Lbl"]
    assert len([element for element in found if element.S == "/Reference"]) == len(labels) >= 8
    assert len({str(note.ID) for note in notes}) == len(notes)
    assert {str(note.P.S) for note in notes} == {"/P"}


def test_heads_of_tables_have_a_scope(teacher: Printed) -> None:
    """Heads over a column and heads before a row are told apart."""
    scopes = Counter(str(element.A.Scope) for element in elements(opened(teacher.pdf)) if element.S == "/TH")
    assert scopes["/Column"] >= 6
    assert scopes["/Row"] >= 4
    assert set(scopes) == {"/Column", "/Row"}


def test_no_heading_or_paragraph_stands_in_itself(teacher: Printed) -> None:
    """A heading with a float in it is one heading."""
    doubled = [str(e.S) for e in elements(opened(teacher.pdf)) if str(e.S) in repair.ONCE and e.P.get("/S") == e.S]
    assert doubled == []


def test_a_link_with_bold_words_is_a_link_throughout() -> None:
    """WeasyPrint gives an annotation to what stands inside a link, too: it hangs under a Link as the standard asks."""
    words = '<h1 id="a">T</h1><p><a href="#a">an <em>odd</em> <span>one</span></a></p>'
    page = f'<html lang="en"><head><title>T</title></head><body>{words}</body></html>'
    job = Job("x.pdf", page, (("sheet", 'html { font-family: "Studyguide Serif" }'),))
    assert faults_of_standard(Printed(job, typeset(job)), "ua1") == []


def test_boxes_of_figures_are_on_their_page(teacher: Printed) -> None:
    """A figure's box is in points from the page's foot: the strip under the title stands in the upper half of the page."""
    boxes = [[float(value) for value in e.A.BBox] for e in elements(opened(teacher.pdf)) if e.S == "/Figure"]
    assert all(0 <= left < right <= 612 and 0 <= bottom < top <= 792 for left, bottom, right, top in boxes)
    left, bottom, right, top = boxes[0]
    assert (round(left), round(right)) == (65, 570)
    assert 600 < bottom < top < 680


def ending_with_return(compress: bool) -> pydyf.Stream:
    """Return a stream whose bytes end with a carriage return."""
    for number in count():
        stream = pydyf.Stream([b"%d\r" % number], compress=compress)
        if _plain(stream).endswith(b"\r\nendstream"):
            return stream
    raise AssertionError("count never ends")


def _plain(stream: pydyf.Stream) -> bytes:
    """Return what pydyf itself would write."""
    written: bytes = type(stream).data.fget.__wrapped__(stream)
    return written


@pytest.mark.parametrize("compress", [True, False])
def test_no_stream_ends_with_a_carriage_return(compress: bool) -> None:
    """A stream that would is written in letters, and reads the same."""
    repair.mend_streams()
    stream = ending_with_return(compress)
    assert stream.data.endswith(b"~>\nendstream")
    assert _read(stream.data) == stream.stream[0]


def _read(data: bytes) -> bytes:
    """Return what a reader finds in a stream."""
    dictionary, _, body = data.partition(b"\nstream\n")
    pdf = pikepdf.new()
    given = pikepdf.Object.parse(dictionary)
    keys: dict[str, Any] = {"/Filter": given.Filter}
    return pdf.make_stream(body.removesuffix(b"\nendstream"), keys).read_bytes()


def test_other_streams_stay_as_they_are() -> None:
    """A stream with any other end is written as pydyf writes it."""
    repair.mend_streams()
    stream = pydyf.Stream([b"plain"], compress=True)
    assert stream.data == _plain(stream)


def test_mending_twice_is_mending_once() -> None:
    """The hooks are set once, however often they are asked for."""
    from weasyprint.pdf import tags

    before = tags._build_box_tree, pydyf.Stream.data
    repair.mend_structure(tags)
    repair.mend_streams()
    assert (tags._build_box_tree, pydyf.Stream.data) == before
