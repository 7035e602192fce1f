"""Themes, class folders, watermarks, stamped copies, links for paper: how a page looks, by data."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import page as validator
import pikepdf
import pypdfium2
import pytest

from builder.contrast import contrast, grey
from builder.course import Course
from builder.diagnostics import format_diagnostic
from builder.faces import face
from builder.job import Artifact, Job
from builder.looks import DRAWN_COLOURS, TEXT_COLOURS, class_folder, colour_faults, look_faults
from builder.measure import outline, width
from builder.model import ClassInfo, Space
from builder.nodes import read
from builder.output import Document, Manifest
from builder.page import Page
from builder.plan import stale
from builder.render import render
from builder.spaces import room
from builder.stamp import copy_names, stamped
from builder.templates import Layer, TemplateSet
from builder.theme_settings import name_faults, themes
from builder.timeline.style import Style, themed
from builder.tokens import read_tokens
from builder.typeset import typeset
from builder.watermark import watermark
from builder.weblinks import shown, web_links
from tests.component_page import component_html, section_page, templates

LINKS = 'narrative: [{text: "See [the archive](https://example.org/a?b=1) and [mail](mailto:a@b.org), [again](https://example.org/a?b=1)."}]'


def with_theme(css: str) -> TemplateSet:
    """The built-in templates and a theme `mine`."""
    return TemplateSet((Layer("templates", (("themes/mine/tokens.css", css),)), *templates().layers))


@pytest.mark.parametrize("theme", ["plain", "archive", "bold"])
def test_every_colour_of_our_themes_is_dark_enough(theme: str) -> None:
    """4.5 to 1 for words, 3 to 1 for drawings, in colour and as a copier's grey (WCAG 2.2 AA)."""
    tokens = read_tokens(tuple(text for _, text in templates().stylesheets("student", theme)), frozenset())
    for least, names in ((4.5, TEXT_COLOURS), (3.0, DRAWN_COLOURS)):
        for name in names:
            value = tokens.text(name)
            assert (contrast(value) or 0) >= least, name
            assert (contrast(grey(value)) or 0) >= least, name
    assert list(colour_faults(templates(), theme)) == []


@pytest.mark.parametrize("theme", ["plain", "archive", "bold"])
@pytest.mark.parametrize("paper", ["paper-letter", "paper-a4"])
def test_a_themes_columns_fill_the_sheet(theme: str, paper: str) -> None:
    """Column, gap and margin make up the live width, and with the margins the paper; nothing reaches into the edge."""
    tokens = read_tokens(tuple(text for _, text in templates().stylesheets("student", theme)), frozenset({paper}))
    parts = [tokens.mm(name) for name in ("column-width", "column-gap", "margin-width")]
    assert sum(parts) == pytest.approx(tokens.mm("live-width"))
    sheet = tokens.mm("binding-margin") + tokens.mm("live-width") + tokens.mm("outer-margin")
    assert sheet == pytest.approx(tokens.mm("paper-width"), abs=0.11)
    assert tokens.pt("half") * 2 == pytest.approx(tokens.pt("leading"))
    assert tokens.pt("least-size") >= 8.5


@pytest.mark.parametrize(
    ("edition", "theme", "lines", "expected"),
    [("student", "plain", 12, (12,)), ("student", "plain", 13, (4, 1, 1, 1, 1, 1, 4)), ("student", "bold", 5, (5,)),
     ("student", "bold", 9, (3, 1, 1, 1, 3)), ("large-print", "plain", 4, (2, 2)), ("large-print", "bold", 6, (2, 1, 1, 2))],
)  # fmt: skip
def test_wider_lines_may_go_over_a_pages_end_sooner(
    edition: str, theme: str, lines: int, expected: tuple[int, ...]
) -> None:
    """So that no half page stays white; how many stay together is a token of the theme or edition."""
    sheets = templates().stylesheets(edition, theme)
    tokens = read_tokens(tuple(text for _, text in sheets), frozenset({f"edition-{edition}", "grades-high"}))
    assert room(Space(kind="lines", amount=lines), tokens).chunks == expected


def test_a_light_colour_of_a_users_theme_is_a_warning_at_its_line() -> None:
    """It says how much contrast there is and how much there must be."""
    (fault,) = colour_faults(with_theme(":root {\n  --accent: #d97706;\n}\n"), "mine")
    assert format_diagnostic(fault) == (
        "warning: `--accent: #d97706` has a contrast of 3.2 to 1 on white paper; it needs 4.5 to 1\n"
        "  --> templates/themes/mine/tokens.css:2:3\n  |\n2 |   --accent: #d97706;\n  |   ^^^^^^^^^^^^^^^^^^\n  hint: choose a darker one"
    )


def test_a_colour_that_is_none_is_a_warning() -> None:
    """Rather than unchecked."""
    (fault,) = colour_faults(with_theme(":root { --ink: blakc; }"), "mine")
    assert fault.message == "`--ink: blakc` is no colour that can be checked"
    assert fault.hint == "write it as `#7f1d1d`"


@pytest.mark.parametrize(
    ("colour", "expected"),
    [("#000", 21.0), ("white", 1.0), ("rgb(102, 102, 102)", 5.74), ("rgba(0, 0, 0, 0.5)", 3.95), ("none", None)],
)
def test_contrast_is_that_of_the_standard(colour: str, expected: float | None) -> None:
    """Black 21, white 1; a veil of colour is measured as it looks on white."""
    found = contrast(colour)
    assert found == (None if expected is None else pytest.approx(expected, abs=0.03))
    assert grey("nothing") == "nothing"


COURSE = "title: A\nsections: [one]\nprint: {theme: archiv}\n"


def course_of(handout: Page, course_yaml: str) -> Course:
    """A page's course with this `course.yaml`."""
    node, _ = read(course_yaml.encode(), "content/c/course.yaml")
    assert node is not None
    return replace(handout.course, nodes={**handout.course.nodes, "course.yaml": node})


def test_an_unknown_theme_is_an_error_with_the_nearest() -> None:
    """At its place in the file; from the environment or the command line without one."""
    _, handout = section_page("narrative: [{text: A}]", course="print: {theme: archiv}")
    known = templates()
    assert themes(known) == ("archive", "bold", "plain")
    found = [finding.diagnostic for finding in name_faults(course_of(handout, COURSE), None, known)]
    assert [(fault.message, fault.hint) for fault in found] == [
        ("no theme is called `archiv`", "did you mean `archive`?")
    ]
    assert found[0].location is not None
    outside = replace(
        section_page("narrative: [{text: A}]")[1].course, outside=(("command line", handout.course.info.print),)
    )
    assert [finding.diagnostic.location for finding in name_faults(outside, None, known)] == [None]


def test_an_unknown_folder_of_templates_is_an_error_with_the_nearest() -> None:
    """A class names one of `templates/classes/`."""
    known = TemplateSet(templates().layers, (("period-3", Layer("templates/classes/period-3", ())),))
    _, handout = section_page("narrative: [{text: A}]")
    for typed, hint in (
        ("perod-3", "did you mean `period-3`?"),
        ("x", "`studyguide new template --class x ...` starts one"),
    ):
        node, _ = read(f"templates: {typed}\n".encode(), "content/c/classes/a.yaml")
        (found,) = look_faults(handout.course, node, known)
        assert (found.diagnostic.message, found.diagnostic.hint) == (
            f"`templates/classes/` has no folder `{typed}`",
            hint,
        )


def test_a_class_uses_the_folder_that_it_names_or_its_own() -> None:
    """Its own is the one that is called as it is."""
    course = section_page("narrative: [{text: A}]")[1].course
    assert class_folder(course) is None
    assert class_folder(replace(course, class_name="p3")) == "p3"
    assert class_folder(replace(course, class_name="p3", class_info=ClassInfo(templates="p4"))) == "p4"


def test_a_language_without_words_is_a_warning() -> None:
    """The page's own words stay English, and the warning says how to write others."""
    _, handout = section_page("narrative: [{text: A}]", course="language: it")
    (found,) = look_faults(handout.course, None, templates())
    assert found.diagnostic.message == "the page has no fixed words in `it`: they stay English"
    assert found.diagnostic.hint == "copy `labels/en.yaml` to `templates/labels/it.yaml` and translate it"
    assert (
        list(
            look_faults(
                replace(handout.course, info=handout.course.info.model_copy(update={"language": "de-AT"})),
                None,
                templates(),
            )
        )
        == []
    )


def test_a_timeline_is_measured_in_the_themes_type() -> None:
    """Plain's measures are the defaults; bold sets larger labels in its own faces."""
    plain, bold = (
        read_tokens(tuple(t for _, t in templates().stylesheets("student", name)), frozenset())
        for name in ("plain", "bold")
    )
    assert themed(plain) == Style()
    assert (themed(bold).text_pt, themed(bold).title_face) == (11.0, "sans-bold")
    assert face(plain, "serif") == "serif"
    assert face(read_tokens((':root { --serif: "Elsewhere"; }',), frozenset()), "serif") == "serif"


def printed(handout: Page, name: str = "c/p3/01-one.pdf") -> tuple[Job, Artifact]:
    """A handout's job and what comes of it."""
    job, problems = render(handout, templates(), name, ())
    assert problems == []
    assert job is not None
    artifact = typeset(job)
    assert (artifact.errors, artifact.warnings) == ((), ())
    return job, artifact


def is_accessible(pdf: bytes) -> bool:
    """Whether a PDF stands the test of PDF/UA-1."""
    return validator.validate_pdf_bytes(pdf, profile=validator.ValidationProfile.PDF_UA_1).is_compliant


def words(pdf: bytes) -> str:
    """The text of all pages."""
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))


def darkest(pdf: bytes, box: tuple[float, float, float, float]) -> int:
    """The darkest grey in a part of the first page, in shares of its width and height."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("L")
    left, top, right, bottom = (round(share * side) for share, side in zip(box, picture.size * 2, strict=True))
    return int(picture.crop((left, top, right, bottom)).getextrema()[0])


def test_a_watermark_is_a_quiet_drawing_behind_the_text() -> None:
    """It is seen, it is no text, and the page stays accessible."""
    _, handout = section_page("narrative: [{text: Planes land.}]", course="print: {watermark: Draft}")
    job, artifact = printed(handout)
    assert "Draft" not in words(artifact.pdf)
    assert 0xE0 <= darkest(artifact.pdf, (0.3, 0.35, 0.8, 0.8)) <= 0xEE
    assert is_accessible(artifact.pdf)
    _, bare = section_page("narrative: [{text: Planes land.}]")
    assert darkest(printed(bare)[1].pdf, (0.3, 0.35, 0.8, 0.8)) == 255
    assert [name for name, _ in job.stylesheets][-1] == "watermark"


def test_a_long_watermark_is_set_smaller() -> None:
    """It keeps inside the sheet's diagonal."""
    tokens = read_tokens(tuple(text for _, text in templates().stylesheets("student", "plain")), frozenset())
    css, picture = watermark("Nicht weitergeben, nur für die Lehrkraft", tokens)
    assert css.startswith("@page { background: url(asset:watermark.svg)")
    assert len(picture) > len(watermark("I", tokens)[1])


def test_an_outline_is_as_wide_as_its_text() -> None:
    """The shapes are those that the page would be set in, kerned, with the face behind for other alphabets."""
    for text in ("Draft", "Ana Żuk", "Иван"):
        path = outline(text, "sans", 10)
        numbers = [
            float(number)
            for piece in path.replace("Z", " ").replace("M", " ").replace("L", " ").replace("C", " ").split()
            for number in (piece,)
        ]
        assert 0 < max(numbers[::2]) <= width(text, "sans", 10) + 1
    assert outline(" ", "sans", 10) == ""


NAMES = ("Ana Petrova", "Žofie Svěrák", "Ana Petrova", "Иван Ли", "ana petrova", "!!!")


def test_each_name_has_a_folder_of_its_own() -> None:
    """Without accents, in any alphabet; namesakes are numbered, a name that stands twice is one pupil."""
    job = Job("c/p3/01-one.pdf", "", (), copies=NAMES)
    assert copy_names(job) == {
        "c/p3/copies/ana-petrova/01-one.pdf": "Ana Petrova", "c/p3/copies/zofie-sverak/01-one.pdf": "Žofie Svěrák",
        "c/p3/copies/иван-ли/01-one.pdf": "Иван Ли", "c/p3/copies/ana-petrova-2/01-one.pdf": "ana petrova",
        "c/p3/copies/copy/01-one.pdf": "!!!",
    }  # fmt: skip


def test_a_copy_has_the_name_on_its_line_and_is_the_same_page_otherwise() -> None:
    """The name is drawn, marked as an artifact that says it; tags, text and everything else stay."""
    _, handout = section_page("narrative: [{text: Planes land.}]")
    handout = replace(
        handout,
        course=replace(handout.course, class_name="p3", class_info=ClassInfo(copies=("Ana Petrova", "Иван Ли"))),
    )
    job, artifact = printed(handout)
    copies = dict(stamped(artifact.pdf, artifact.layout, job))
    assert list(copies) == ["c/p3/copies/ana-petrova/01-one.pdf", "c/p3/copies/иван-ли/01-one.pdf"]
    assert copies == dict(stamped(artifact.pdf, artifact.layout, job))
    box = next(box for box in artifact.layout if box.id == "name-line")
    place = (box.x_mm / 216, box.y_mm / 279.4, (box.x_mm + 15) / 216, (box.y_mm + box.height_mm - 1) / 279.4)
    assert darkest(artifact.pdf, place) > 200
    for path, pdf in copies.items():
        assert darkest(pdf, place) < 100
        assert words(pdf) == words(artifact.pdf)
        assert is_accessible(pdf)
        with pikepdf.open(BytesIO(pdf)) as document:
            page = document.pages[0]
            assert b"/Artifact <</ActualText" in page.Contents[-1].read_bytes(), path


def test_a_name_in_large_print_is_large() -> None:
    """18 points in the edition's own face: its capital is 4.2 mm high, where 11 points have 2.5."""
    _, handout = section_page("narrative: [{text: Planes land.}]", "large-print")
    handout = replace(handout, course=replace(handout.course, class_name="p3", class_info=ClassInfo(copies=("HHH",))))
    job, artifact = printed(handout)
    (copy,) = (pdf for _, pdf in stamped(artifact.pdf, artifact.layout, job))
    box = next(box for box in artifact.layout if box.id == "name-line")
    line = box.y_mm + box.height_mm - 2.6 * 25.4 / 72
    top = ((box.x_mm + 1) / 216, (line - 4.1) / 279.4, (box.x_mm + 15) / 216, (line - 3) / 279.4)
    assert darkest(artifact.pdf, top) > 200
    assert darkest(copy, top) < 100


def test_a_teachers_edition_and_a_handout_without_a_name_line_have_no_names() -> None:
    """The one isn't copied, the other is copied as it is."""
    _, handout = section_page("narrative: [{text: A}]", "teacher")
    handout = replace(handout, course=replace(handout.course, class_info=ClassInfo(copies=("Ana",))))
    job, artifact = printed(handout)
    assert job.copies == ()
    (copy,) = (pdf for _, pdf in stamped(artifact.pdf, (), replace(job, copies=("Ana",))))
    assert words(copy) == words(artifact.pdf)


def test_new_names_and_lost_copies_make_a_handout_stale() -> None:
    """The names are part of a job's digest."""
    job = Job("c/p3/01-one.pdf", "<html>", (), copies=("Ana",))
    assert job.digest != replace(job, copies=("Ben",)).digest
    copy = "c/p3/copies/ana/01-one.pdf"
    manifest = Manifest({job.name: Document(job.digest, "d", 1), copy: Document(job.digest, "e", 1)}, {})
    there = {job.name: "d", copy: "e"}
    assert list(stale([job], manifest, there.get)) == []
    assert [r for _, r in stale([job], manifest, {**there, copy: "x"}.get)] == ["a copy was edited by hand or damaged"]
    assert [reason for _, reason in stale([job], manifest, {job.name: "d"}.get)] == ["a copy is gone"]


def test_links_are_printed_for_paper() -> None:
    """As they are, with the address at the foot of the page, or with a number and a code at the end."""
    entry, plain = section_page(LINKS)
    assert "note" not in str(plain.blocks(entry.value.narrative[0].text or "")[0].html)
    _, noted = section_page(LINKS, course="print: {links: footnote}")
    html = str(noted.blocks(entry.value.narrative[0].text or "")[0].html)
    assert html.count('<span class="note">example.org/a?b=1</span>') == 2
    _, coded = section_page(LINKS, course="print: {links: qr}")
    html = str(coded.blocks(entry.value.narrative[0].text or "")[0].html)
    assert html.count('<span class="link-mark">[1]</span>') == 2
    from builder.components import links

    assert links.view(entry, plain) is None
    (code,) = links.view(entry, coded) or ()
    assert (code.number, code.words, code.shown, code.alt) == (
        1,
        "the archive",
        "example.org/a?b=1",
        "Code that leads to example.org/a?b=1",
    )
    printed_links = component_html(coded, "links", links=(code,))
    assert '<a href="https://example.org/a?b=1">example.org/a?b=1</a>' in printed_links
    assert "<title>Code that leads to example.org/a?b=1</title>" in printed_links


def test_a_code_can_be_read() -> None:
    """Its dark modules are those of the standard's symbol, with four empty ones round it."""
    import segno

    from builder.components import links

    entry, handout = section_page(LINKS, course="print: {links: qr}")
    (code,) = links.view(entry, handout) or ()
    matrix = [
        list(row) for row in segno.make("https://example.org/a?b=1", error="m", boost_error=False, micro=False).matrix
    ]
    drawn = [[0] * code.modules for _ in range(code.modules)]
    for piece in code.path.split("M")[1:]:
        x, rest = piece.split(" ", 1)
        y, run = rest.split("h", 1)
        for column in range(int(x), int(x) + int(run.split("v")[0])):
            drawn[int(y)][column] = 1
    assert [row[4:-4] for row in drawn[4:-4]] == matrix
    assert not any(map(any, drawn[:4] + drawn[-4:]))


def test_addresses_are_shortened_and_mail_has_no_code() -> None:
    """Nothing but the scheme, `www.` and a closing slash is left out."""
    assert [shown(a) for a in ("https://www.a.org/", "http://a.org/b/", "HTTPS://a.org", "ftp://a")] == [
        "a.org",
        "a.org/b",
        "a.org",
        "ftp://a",
    ]
    entry, _ = section_page(LINKS)
    assert list(web_links(entry.value)) == ["https://example.org/a?b=1"]


def test_a_line_before_italics_is_filled() -> None:
    """A text that fills its line up to its last space isn't cut after its first word (WeasyPrint 70)."""
    text = "La période du ¹⁴C est de 5730 ± 40 ans : pour une quantité initiale *N₀* d’atomes, il en reste la moitié au bout de 5730 ans."
    _, handout = section_page(f"narrative: [{{text: '{text}'}}]", course="language: fr\nprint: {paper: a4}")
    lines = words(printed(handout)[1].pdf).splitlines()
    assert next(line for line in lines if "La" in line.split() or line.startswith(("La ", "1La"))).strip() not in (
        "La",
        "1 La",
        "1La",
    )


def test_a_running_head_leaves_room_for_a_name(tmp_path: Path) -> None:
    """What has no room goes: first the course's title, which the foot has, then the class's."""
    from builder.components import title

    entry, handout = section_page("narrative: [{text: A}]")
    heads = []
    for name in (
        None,
        "World History, Period 3",
        "World History for the Third Period on Mondays and Thursdays in the Spring Term",
    ):
        course = replace(handout.course, class_info=ClassInfo(title=name))
        view = title.view(entry, replace(handout, course=course))
        heads.append(view.running_head)
        assert view.name_mm == 0 or view.name_mm >= 45
    assert heads == ["The Airlift · Section 1 of 1", "World History, Period 3 · Section 1 of 1", "Section 1 of 1"]
