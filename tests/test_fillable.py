"""The fillable edition: a form field in every room for an answer, named, told, in order; what is typed is kept."""

from __future__ import annotations

import io
import re
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from builder.components import organizers
from builder.edition import for_edition
from builder.fields import with_fields
from builder.form_fonts import completed
from builder.inputs import load_trees
from builder.job import Job
from builder.resources import templates_dir
from builder.titles import titles
from builder.typeset import typeset
from tests import page_checks
from tests.component_page import section_page
from tests.printed import PT_TO_MM, Printed, elements, opened, print_all, small, small_project
from tests.test_every import project as every

NAME = "small/fillable/01-founding.pdf"
MULTILINE, RADIO = 1 << 12, 1 << 15


@cache
def fillable() -> dict[str, Printed]:
    """Return the small course's fillable handouts."""
    with tempfile.TemporaryDirectory(prefix="studyguide-test-") as folder:
        made, result = print_all(small_project(Path(folder)), "small", editions=("fillable",))
    assert result.errors == 0, result.findings
    return made


def fields(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """Return a PDF's fields by name."""
    return {str(field.T): field for field in pdf.Root.AcroForm.Fields}


def field_of(widget: Any) -> str:
    """Return the name of the field that a box on the page belongs to."""
    return str(widget.T if "/T" in widget else widget.Parent.T)


@cache
def _founding() -> pikepdf.Pdf:
    return opened(fillable()[NAME].pdf)


def founding() -> dict[str, Any]:
    """Return the fields of the section that has every component."""
    return fields(_founding())


def question(number: str) -> str:
    """Return a question's words, as the English labels have them."""
    return f"Question {number}"


def test_each_section_has_a_file_in_the_folder_of_the_edition() -> None:
    """Handouts are `fillable/NN-id.pdf`."""
    assert sorted(fillable()) == ["small/fillable/01-founding.pdf", "small/fillable/02-branch-lines.pdf"]


def test_the_pages_are_the_students() -> None:
    """As many pages as the student's handout has, and the same things on each of them."""
    for name, printed in fillable().items():
        student = small()[name.replace("/fillable", "")]
        assert printed.artifact.pages == student.artifact.pages
        assert [(box.page, box.id) for box in printed.layout] == [(box.page, box.id) for box in student.layout]


def test_every_room_is_a_field() -> None:
    """The head, lines, boxes, grids, choices, gaps, matching, ordering and labels of pictures: each has its field."""
    names = {re.sub(r"-\d+$", "", name) for name in founding()}
    wanted = {
        "name-line", "image-plan", "question-before", "question-minute-reading", "question-price", "question-sermons-true",
        "question-who-did", "question-in-order", "question-gaps", "question-parts-rise", "question-parts-each",
        "question-lead-or-follow", "question-draw", "question-graph", "question-essay", "question-exit",
    }  # fmt: skip
    assert wanted <= names


def test_kinds_of_questions_have_their_kinds_of_fields() -> None:
    """Room for sentences takes several lines, one of several choices is a button, a gap is a line."""
    found = founding()
    assert found["question-before-1"].FT == "/Tx"
    assert int(found["question-before-1"].Ff) & MULTILINE
    assert found["question-price-1"].FT == "/Btn"
    assert int(found["question-price-1"].Ff) & RADIO
    assert found["question-gaps-1"].FT == "/Tx"
    assert "/Ff" not in found["question-gaps-1"]


def test_every_field_says_what_it_is_for() -> None:
    """Names and tooltips are each there once; a choice's tooltip reads out its words (ISO 14289-1, 7.18.1)."""
    for printed in fillable().values():
        pdf = opened(printed.pdf)
        every = list(pdf.Root.AcroForm.Fields)
        names, told = [str(field.T) for field in every], [str(field.TU) for field in every]
        assert len(set(names)) == len(names)
        assert len(set(told)) == len(told)
        assert all(told)
    found = founding()
    assert str(found["name-line-1"].TU) == "Name"
    assert str(found["question-price-1"].TU) == "Question 3"
    assert [str(button.TU) for button in found["question-price-1"].Kids][1] == "Question 3: B One penny"
    assert str(found["question-who-did-1"].TU) == "Question 5: Martha Wren"
    assert str(found["question-parts-each-1"].TU) == "Question 8 (b)"


def test_tab_goes_through_the_fields_as_a_reader_does() -> None:
    """The order of tabs is that of the structure; every field is in it, once, in the order of the form."""
    for printed in fillable().values():
        pdf = opened(printed.pdf)
        assert all(page.get("/Tabs") == "/S" for page in pdf.pages)
        read = [field_of(element.K[0].Obj) for element in elements(pdf) if element.S == "/Form"]
        assert list(dict.fromkeys(read)) == [str(field.T) for field in pdf.Root.AcroForm.Fields]


def test_fields_stand_apart_on_their_pages() -> None:
    """No field covers another, and none reaches over its page's edge."""
    for printed in fillable().values():
        for page in opened(printed.pdf).pages:
            boxes = [
                [float(value) for value in note.Rect] for note in page.get("/Annots", []) if note.Subtype == "/Widget"
            ]
            boxes = [[min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])] for b in boxes]
            assert all(box[2] - box[0] > 5 and box[3] - box[1] > 5 for box in boxes)
            width, height = (float(value) for value in page.MediaBox[2:])
            assert all(min(box) > 0 and box[2] < width and box[3] < height for box in boxes)
            for place, one in enumerate(boxes):
                for two in boxes[place + 1 :]:
                    assert (
                        min(one[2], two[2]) - max(one[0], two[0]) < 1 or min(one[3], two[3]) - max(one[1], two[1]) < 1
                    )


def test_what_is_typed_is_kept() -> None:
    """Values that pikepdf saves are read back by it and by PDFium."""
    pdf = opened(fillable()[NAME].pdf)
    found = fields(pdf)
    found["question-before-1"].V = pikepdf.String("In the café: книги")
    choice = found["question-price-1"]
    choice.V = choice.Kids[1].AS = pikepdf.Name("/1")
    kept = io.BytesIO()
    pdf.save(kept)
    saved = opened(kept.getvalue())
    again = fields(saved)
    assert str(again["question-before-1"].V) == "In the café: книги"
    assert again["question-price-1"].V == "/1"
    assert [str(button.AS) for button in again["question-price-1"].Kids] == ["/Off", "/1", "/Off", "/Off"]
    assert again["question-sermons-true-1"].V == "/Off"
    values = _values(kept.getvalue())
    assert values["question-before-1"] == "In the café: книги"
    assert values["question-price-1"] == "B One penny"


def _values(data: bytes) -> dict[str, str]:
    """Return the values of a form's text fields, as PDFium reads them."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    form, values = document.formenv, {}
    for page in document:
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            note = pdfium.FPDFPage_GetAnnot(page, index)
            name, value = (
                _text(read, form, note)
                for read in (pdfium.FPDFAnnot_GetFormFieldName, pdfium.FPDFAnnot_GetFormFieldValue)
            )
            values[name] = value
            pdfium.FPDFPage_CloseAnnot(note)
    return values


def _text(read: Any, form: Any, note: Any) -> str:
    size = read(form, note, None, 0)
    buffer = (pdfium.FPDF_WCHAR * (size // 2 + 1))()
    read(form, note, buffer, size)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le")


@pytest.mark.parametrize("check", [
    page_checks.accessible, page_checks.own_fonts, page_checks.says_what_it_is, page_checks.headings_in_order,
    page_checks.bookmarks, page_checks.notes_with_marks, page_checks.on_the_grid, page_checks.notes_apart,
    page_checks.within_the_edges, page_checks.no_heading_at_the_foot, page_checks.no_blank_page, page_checks.no_complaint,
])  # fmt: skip
def test_pages_pass_the_checks_of_every_handout(check: object) -> None:
    """PDF/UA-1, with fields; the rest as for the student's pages."""
    assert callable(check)
    for printed in fillable().values():
        assert check(printed) == []


def test_the_file_says_that_it_is_accessible_and_not_for_archives() -> None:
    """A form changes, so that it is no PDF/A."""
    metadata = bytes(_founding().Root.Metadata.read_bytes())
    assert b"pdfuaid:part" in metadata
    assert b"pdfaid:part" not in metadata


CHOICES = """
<div class="question" id="question-{name}"><span class="question-number">{number}</span><ul class="options{several}">
<li><p><span class="ring"></span>Yes</p></li>
<li style="break-before: page"><p><span class="ring"></span>No</p></li></ul></div>
"""
CHUNK = '<div class="chunk"><div class="line"></div></div>'
ROOM = '<div id="question-a"><span class="question-number">4</span><div class="answer-lines">{rooms}</div></div>'


def page_of(html: str, styles: tuple[str, ...] = ()) -> Printed:
    """Return a page of this HTML with its fields; `styles` are files of ours to set it by."""
    rooms = ".line { height: 9mm } .chunk { position: relative } .ring { display: inline-block; height: 9mm } li { list-style: none }"
    fill = ".fill-in { appearance: auto; width: 90%; height: 100% } textarea { position: absolute; left: 0; top: 0; border: 0; padding: 0 }"
    page = f'<html lang="en"><head><title>A</title></head><body><h1>A</h1>{html}</body></html>'
    ours = "".join((templates_dir() / "styles" / name).read_text("utf-8") for name in styles)
    job = Job("a.pdf", with_fields(page, question), (("a.css", ours or rooms + fill),), pdf_variant="pdf/ua-1")
    made = Printed(job, typeset(job))
    assert page_checks.no_complaint(made) == []
    return made


def test_where_one_choice_may_be_right_all_are_one_field() -> None:
    """Also over a page's end; its buttons are told by their words, each has a state, and none is a field itself."""
    made = page_of(CHOICES.format(name="a", number=4, several=""))
    pdf = opened(made.pdf)
    (choice,) = pdf.Root.AcroForm.Fields
    assert made.artifact.pages == 2
    assert (str(choice.T), str(choice.TU), str(choice.V)) == ("question-a-1", "Question 4", "/Off")
    assert [str(words) for words in choice.Opt] == ["Yes", "No"]
    assert [(str(kid.TU), [str(state) for state in kid.AP.N], "/T" in kid) for kid in choice.Kids] == [
        ("Question 4: Yes", ["/0"], False), ("Question 4: No", ["/1"], False),
    ]  # fmt: skip
    assert all(kid.Parent.objgen == choice.objgen for kid in choice.Kids)
    assert page_checks.accessible(made) == []


def test_where_several_may_be_right_each_choice_is_a_box() -> None:
    """One doesn't undo the other; the next question's buttons are its own."""
    html = CHOICES.format(name="a", number=4, several=" several") + CHOICES.format(name="b", number=5, several="")
    pdf = opened(page_of(html).pdf)
    found = fields(pdf)
    assert list(found) == ["question-a-1", "question-a-2", "question-b-1"]
    assert "/Kids" not in found["question-a-1"]
    assert str(found["question-a-2"].TU) == "Question 4: No"


def test_a_long_room_is_one_field_on_each_page() -> None:
    """What is ruled in pieces, so that it may go over a page's end, is written in as a whole."""
    pdf = opened(page_of(ROOM.format(rooms=40 * CHUNK)).pdf)
    one, two = pdf.Root.AcroForm.Fields
    assert [(str(field.T), str(field.TU)) for field in (one, two)] == [
        ("question-a-1", "Question 4 (1/2)"), ("question-a-1-2", "Question 4 (2/2)"),
    ]  # fmt: skip
    heights = [abs(float(field.Rect[3]) - float(field.Rect[1])) * PT_TO_MM for field in (one, two)]
    assert sum(heights) == pytest.approx(40 * 9, abs=0.2)


def test_a_room_on_one_page_has_a_plain_name() -> None:
    """Its number is that of its question."""
    html = ROOM.format(rooms=CHUNK)
    pdf = opened(page_of(html).pdf)
    (field,) = pdf.Root.AcroForm.Fields
    assert (str(field.T), str(field.TU)) == ("question-a-1", "Question 4")


def test_the_rooms_of_a_venn_diagram_are_as_large_as_their_part_of_it() -> None:
    """As far as the outlines let them: each is inside of its own part."""
    entry, page = section_page("organizers: [{id: circles, kind: venn, title: A, columns: [East, West]}]", "fillable")
    placed = organizers.view(entry, page)
    assert placed is not None
    (organizer,) = placed.rest
    rooms = [(region.y_mm, region.height_mm) for region in organizer.regions]
    assert len(rooms) == 3
    for top, height in rooms:
        assert top + height == pytest.approx(organizer.height_mm - top, abs=0.02)
        assert height > 0.35 * organizer.height_mm


def test_the_field_of_a_cell_is_as_high_as_the_cell() -> None:
    """Also where the cell has a least height and nothing in it that would give it one."""
    cell = '<table class="organizer-table"><tr><td><div class="organizer-cell normal" style="--room: 20mm"></div></td></tr></table>'
    styles = ("tokens.css", "components/organizers.css", "editions/fillable.css")
    pdf = opened(page_of(f'<section id="organizer-a"><h2 class="organizer-title">Log</h2>{cell}</section>', styles).pdf)
    (note,) = [note for note in pdf.pages[0].Annots if note.Subtype == "/Widget"]
    assert abs(float(note.Rect[3]) - float(note.Rect[1])) * PT_TO_MM == pytest.approx(20, abs=0.5)


def test_nothing_to_cut_is_made_for_a_screen(tmp_path: Path) -> None:
    """Cards and slips are for paper; quizzes and tests are filled in."""
    trees = load_trees(every(tmp_path), "every", (), ())
    names = [title.name for title in titles(trees[0], "fillable")]
    assert names == ["every/fillable/01-pons.pdf", "every/fillable/assessments/probatio-A.pdf"]
    assert not list(titles(trees[0], "fillable", parts=("exit", "cards")))


def test_cells_are_told_by_row_and_column() -> None:
    """A cell of an organizer is named after it, and told by its title, its row and its column."""
    html = (
        '<section id="organizer-log"><h2 class="organizer-title">Evidence</h2><table><tr><td class="organizer-line"></td>'
        '<th scope="col">For</th></tr><tr><th scope="row" class="organizer-line">Minute</th><td><div class="organizer-cell normal">'
        '</div></td></tr><tr><td><div class="organizer-cell given">It rained.</div></td></tr></table></section>'
    )
    made = with_fields(html, question)
    assert '<textarea class="fill-in" name="organizer-log-1" title="Evidence, Minute, For"></textarea>' in made
    assert made.count("<textarea") == 1


def test_a_page_without_rooms_stays_as_it_is() -> None:
    """Nothing but rooms gets a field."""
    assert (
        with_fields('<p id="question-a">A <b class="blanket">b</b></p>', question)
        == '<p id="question-a">A <b class="blanket">b</b></p>'
    )


def test_quotation_marks_in_a_choice_stay_in_its_tooltip() -> None:
    """Words are escaped where they become attributes."""
    html = '<div id="question-a"><span class="question-number">1</span><li><p><span class="ring"></span>Say "no" &amp; go</p></li>'
    assert 'title="Question 1" value="Say &#34;no&#34; &amp; go"' in with_fields(html, question)


def test_a_table_of_characters_has_every_glyph_that_is_printed() -> None:
    """Glyphs of the text are added, and entries for no character are left out."""
    lines = [
        b"/CIDInit",
        b"endcodespacerange",
        b"2 beginbfchar",
        b"<0001> <0000>",
        b"<0002> <0041>",
        b"endbfchar",
        b"endcmap",
        b"end",
    ]
    assert completed(lines, {3: "fi"}) == [
        b"/CIDInit", b"endcodespacerange", b"2 beginbfchar", b"<0002> <0041>", b"<0003> <00660069>", b"endbfchar", b"endcmap", b"end",
    ]  # fmt: skip


def test_a_pupil_at_a_screen_sees_what_others_see(tmp_path: Path) -> None:
    """The data of the edition are the student's."""
    course = load_trees(small_project(tmp_path), "small", (), ())[0].course
    assert course is not None
    seen = [
        [entry.value.model_dump() for entry in for_edition(course, name).sections] for name in ("fillable", "student")
    ]
    assert seen[0] == seen[1]
