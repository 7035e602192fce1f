"""Large print: the rules of the APH, the RNIB and others that `docs/guide/printing.md` names, each on finished pages."""

from __future__ import annotations

import ctypes
import re
import shutil
import tempfile
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from builder.edition import for_edition
from builder.end_notes import JOINER, with_end_notes
from builder.inputs import load_trees
from builder.page_floats import places_of
from builder.render import render
from builder.tokens import Tokens, read_tokens
from builder.typeset import typeset
from tests import page_checks
from tests.component_page import section_page, templates
from tests.printed import (
    PT_TO_MM,
    ROOT,
    Char,
    Printed,
    characters,
    handout,
    nothing,
    print_all,
    small_on,
    small_project,
)

LEAST_PT = 18.0
NAME = "small/large-print/01-founding.pdf"
SENTENCE = "Planes carried coal and flour to the city every day of that winter. "
BEHIND = re.compile(r"[^\u0000-\u024f\u2000-\u2027\u2030-\u206f]")
"""What Atkinson Hyperlegible may leave to the face behind it: other scripts, and a narrow no-break space."""


@cache
def large(theme: str = "plain", paper: str = "letter", sections: tuple[str, ...] = ()) -> dict[str, Printed]:
    """Return the small course in large print."""

    def edit(course: Path) -> None:
        file = course / "course.yaml"
        text = file.read_text("utf-8").replace("paper: letter", f"paper: {paper}\n  theme: {theme}")
        file.write_text(text, "utf-8")

    with tempfile.TemporaryDirectory(prefix="studyguide-test-") as folder:
        made, result = print_all(
            small_project(Path(folder), edit), "small", editions=("large-print",), sections=sections
        )
    assert result.errors == 0, result.findings
    return made


def founding() -> Printed:
    """Return the section that has every component."""
    return large()[NAME]


def tokens(printed: Printed) -> Tokens:
    """Return the tokens that a handout was set with."""
    found = re.search(r'<html[^>]* class="([^"]*)"', printed.job.html)
    assert found is not None
    return read_tokens(tuple(text for _, text in printed.job.stylesheets), frozenset(found[1].split()))


def set_alone(section: str, edition: str = "large-print", theme: str = "plain") -> Printed:
    """Return a section, set in this process."""
    _, page = section_page(section, edition, f"print: {{theme: {theme}}}")
    job, problems = render(page, templates(), "c/01-one.pdf", ())
    assert problems == []
    assert job is not None
    made = typeset(job)
    assert (made.errors, made.warnings) == ((), ())
    return Printed(job, made)


def white(printed: Printed) -> list[float]:
    """Return how much is white at the foot of each page but the last, as a share of the text's height."""
    used, dpmm = tokens(printed), 2
    found = []
    for page in list(pypdfium2.PdfDocument(printed.pdf))[:-1]:
        picture = page.render(scale=dpmm * PT_TO_MM, grayscale=True).to_pil().convert("L")
        top, end = used.mm("top-margin"), used.mm("paper-height") - used.mm("bottom-margin")
        text = picture.crop((0, int(top * dpmm), picture.width, int(end * dpmm)))
        inked = text.point(lambda value: 255 * (value < 200)).getbbox()
        found.append(1 - (inked[3] if inked else 0) / text.height)
    return found


def rows(printed: Printed) -> dict[tuple[int, float], list[Char]]:
    """Return the characters of each baseline."""
    found: dict[tuple[int, float], list[Char]] = {}
    for char in characters(printed.pdf):
        found.setdefault((char.page, round(char.y, 1)), []).append(char)
    return found


def ids(html: str) -> set[str]:
    """Return the ids of a page's elements."""
    return set(re.findall(r'\bid="([^"]+)"', html))


def test_each_section_has_a_file_in_the_folder_of_the_edition() -> None:
    """Handouts are `large-print/NN-id.pdf`; no course pack is bound."""
    assert sorted(large()) == ["small/large-print/01-founding.pdf", "small/large-print/02-branch-lines.pdf"]


@pytest.mark.parametrize("theme", ["plain", "archive", "bold"])
def test_nothing_is_smaller_than_18_points(theme: str) -> None:
    """APH: 18 points at least, captions, notes, labels, table cells and the foot included; in every theme."""
    chosen = large(theme) if theme == "plain" else large(theme, sections=("branch-lines",))
    for printed in chosen.values():
        small_ones = Counter((char.size, char.text) for char in characters(printed.pdf) if char.size < LEAST_PT - 0.01)
        assert not small_ones


@pytest.mark.parametrize("theme", ["plain", "archive", "bold"])
def test_the_face_is_atkinson_hyperlegible(theme: str) -> None:
    """APH: a legible sans without serifs; another of our faces stands in for what Atkinson lacks only, and nothing is italic."""
    chosen = large(theme) if theme == "plain" else large(theme, sections=("branch-lines",))
    for printed in chosen.values():
        for char in characters(printed.pdf):
            face = char.font.replace("-", "")
            assert "Legible" in face or BEHIND.search(char.text), (char.text, char.font)
            assert "Italic" not in char.font, char.text


def test_lines_are_a_quarter_and_more_apart() -> None:
    """APH: one and a quarter spaces from line to line at least: 24 points on 18."""
    used = tokens(founding())
    assert used.pt("text-size") == LEAST_PT
    assert 1.25 <= used.pt("leading") / used.pt("text-size") <= 1.5


@pytest.mark.parametrize("theme", ["archive", "bold"])
def test_no_theme_sets_lines_closer(theme: str) -> None:
    """Nor is a piece of a profile set closer, where a theme has a leading of its own."""
    printed = set_alone(f'key_figures: [{{id: clay, form: short, focus: "{SENTENCE * 3}"}}]', theme=theme)
    above = pairwise(sorted({char.y for char in characters(printed.pdf) if 30 < char.y * PT_TO_MM < 249}))
    assert min(below - y for y, below in above) >= 1.25 * LEAST_PT


def test_a_themes_rule_goes_overleaf_with_what_is_under_it() -> None:
    """The archive's second rule stood at the foot of a page, and the heading overleaf."""
    views = "positions: [{id: one, held_by: Edith Harlow, view: It was meant for workers}]"
    boxes = [f"{{id: claim-{n}, claim: Was it so?, intro: '{SENTENCE * (n + 1)}', {views}}}" for n in range(8)]
    printed = set_alone(f"disagreements: [{', '.join(boxes)}]", theme="archive")
    first = {box.id: box.height_mm for box in reversed(printed.layout) if box.id.startswith("disagreement-")}
    assert printed.artifact.pages > 3
    assert min(first.values()) > 30, first


def test_no_word_is_divided() -> None:
    """APH and RNIB: no hyphen stands at a line's end that wasn't written."""
    for printed in large().values():
        assert not {char.text for char in characters(printed.pdf)} & {"\u2010", "\u00ad"}


def test_lines_begin_level_and_end_where_they_end() -> None:
    """APH and RNIB: text is set left: spaces are as wide as the face has them, and lines end raggedly."""
    ends = Counter(round(max(char.x for char in line), 0) for line in rows(founding()).values() if len(line) > 30)
    assert len(ends) > 10
    assert ends.most_common(1)[0][1] < sum(ends.values()) / 4


def test_margins_are_an_inch() -> None:
    """APH: margins of an inch on all sides, one column, on both papers."""
    a4 = large(paper="a4", sections=("branch-lines",))["small/large-print/02-branch-lines.pdf"]
    for used in (tokens(founding()), tokens(a4)):
        sides = [used.mm(f"{side}-margin") for side in ("binding", "outer", "top", "first-top", "bottom")]
        assert min(sides) >= 25.4 - 1e-6
        assert sum(sides[:2]) + used.mm("live-width") == pytest.approx(used.mm("paper-width"))
        assert sum(sides[3:]) + used.mm("block-height") <= used.mm("paper-height")
        assert used.mm("column-width") == used.mm("live-width")


def test_lines_have_70_characters_at_most() -> None:
    """RNIB: 60 to 70 characters a line, spaces included."""
    document = pypdfium2.PdfDocument(founding().pdf)
    texts = [
        page.get_textpage().get_text_range().replace("\ufffe", "-\n") for page in document
    ]  # a hyphen at a line's end
    lines = [line for text in texts for line in text.splitlines()]
    assert 45 < max(map(len, lines)) <= 70


def test_headings_are_larger_and_bolder() -> None:
    """APH: than the text round them, every one of them."""
    headings = [text for _, text in page_checks.read(founding()).headings]
    assert len(headings) > 15
    bold = "".join(c.text for c in characters(founding().pdf) if c.size >= 20 and c.font.endswith("Bold"))
    missing = [text for text in headings if "".join(text.split())[:12] not in bold]
    assert missing == []


def test_paragraphs_are_blocks() -> None:
    """APH and RNIB: no first line is indented, and a space of half a line parts a paragraph from what is before it."""
    box = next(box for box in founding().layout if box.id == "narrative-room")
    inside = {
        y: min(line, key=lambda char: char.x)
        for (page, y), line in sorted(rows(founding()).items())
        if page == box.page and box.y_mm < y * PT_TO_MM < box.y_mm + box.height_mm
    }
    assert {round(char.x * PT_TO_MM, 1) for char in inside.values()} == {25.4, 34.1}  # text, and a term's note
    above, second = next(pair for pair in pairwise(inside) if inside[pair[1]].text == "2")
    assert second - above >= 24 + 12


def test_the_foot_stands_where_it_stood() -> None:
    """RNIB: what recurs is in the same place on every page."""
    foot = [char for char in characters(founding().pdf) if char.y * PT_TO_MM > 279.4 - 30]
    pages = {char.page for char in foot}
    assert len(pages) == founding().artifact.pages
    for end in (min, max):
        ends = [end((round(c.x, 1), round(c.y, 1)) for c in foot if c.page == page) for page in pages]
        assert len(set(ends)) == 1


def test_a_loose_page_says_of_which_course_and_section_it_is() -> None:
    """So that it finds its way back from the copier: the course at the head, the section and the page at the foot, of every page."""
    printed, course = founding(), "ALibraryandItsTown"
    line = {"top": 25.4 - 4, "bottom": 279.4 - 30}
    for page in range(1, printed.artifact.pages + 1):
        head = [c.text for c in characters(printed.pdf) if c.page == page and c.y * PT_TO_MM < line["top"]]
        foot = [c.text for c in characters(printed.pdf) if c.page == page and c.y * PT_TO_MM > line["bottom"]]
        assert "".join(head) == course
        assert "".join(foot) == f"1ARoomwithaStove{page}of{printed.artifact.pages}"


@pytest.mark.parametrize("edition", ["student", "large-print"])
def test_no_line_leaves_the_column(edition: str) -> None:
    """Not those that we break ourselves, in documents, nor a bank of words that are kept whole."""
    printed = set_alone(f"""
        documents:
          - {{id: a, title: A, text: "{SENTENCE * 9}\\n\\n- {SENTENCE * 3}\\n- {SENTENCE * 3}\\n\\n> {SENTENCE * 3}"}}
        questions:
          - {{id: one, kind: cloze, word_bank: true, distractors: [an unexpectedly long winter, a hundred bakeries],
              prompt: "Planes carried [[flour and dried potatoes]] to [[two million people]]."}}
    """, edition)  # fmt: skip
    used = tokens(printed)
    right = used.mm("paper-width") - used.mm("outer-margin")
    assert max(char.x for char in characters(printed.pdf)) * PT_TO_MM < right - 1
    assert 'class="bank-word"' in printed.job.html


def test_nothing_long_is_kept_whole() -> None:
    """Documents, profiles and rooms for answers go over a page's end, so that no page is white for them."""
    text = "\\n\\n".join([SENTENCE, *[SENTENCE * 8] * 3])
    room = "space: {kind: lines, amount: 7}"
    printed = set_alone(f"""
        narrative: [{{text: "{SENTENCE}"}}]
        key_figures: [{{id: clay, form: full}}]
        documents: [{{id: a, title: A, text: "{text}"}}, {{id: b, title: B, text: "{text}"}}]
        questions:
          - {{id: one, kind: discussion, prompt: "{SENTENCE}", {room}}}
          - {{id: two, kind: discussion, prompt: "{SENTENCE}", {room}}}
          - {{id: three, kind: discussion, prompt: "{SENTENCE}", {room}}}
    """)
    ends = white(printed)
    assert len(ends) >= 4
    assert max(ends) < 0.25, ends


@pytest.mark.slow
def test_no_page_of_the_course_is_more_than_a_third_white(tmp_path: Path) -> None:
    """But the last; a question and its first lines, or an organizer's head and first room, may take a little more than that."""
    shutil.copytree(ROOT / "content" / "destalinization", tmp_path / "content" / "destalinization")
    shutil.rmtree(tmp_path / "content" / "destalinization" / "classes")
    made, result = print_all(tmp_path, "destalinization", handout, editions=("large-print",))
    assert result.errors == 0, result.findings
    handouts = {name: printed for name, printed in made.items() if printed.pdf}
    assert len(handouts) == 11
    shares = [share for printed in handouts.values() for share in white(printed)]
    assert max(shares) < 0.45
    assert sum(share > 1 / 3 for share in shares) < 6
    for printed in handouts.values():
        assert page_checks.within_the_edges(printed) == page_checks.no_heading_at_the_foot(printed) == []
        right = tokens(printed).mm("paper-width") - tokens(printed).mm("outer-margin")
        assert max(char.x for char in characters(printed.pdf)) * PT_TO_MM < right


def test_a_paragraphs_number_goes_overleaf_with_it() -> None:
    """A float stayed behind alone, at the foot of the page before."""
    printed = set_alone(f"narrative: [{{text: '{SENTENCE * 4}'}}" + f", {{text: '{SENTENCE * 4}'}}" * 20 + "]")
    texts = {place: "".join(char.text for char in line) for place, line in rows(printed).items()}
    assert printed.artifact.pages > 3
    assert not [text for text in texts.values() if text.isdigit()]


def test_the_timeline_keeps_its_place() -> None:
    """What is read from top to bottom doesn't have the timeline between two profiles: nothing moves to save white."""
    section = """
        narrative: [{text: A}]
        timeline: [{id: a, date: 1948-06-24, label: Roads are closed}]
        key_figures: [{id: clay}]
    """
    for edition, moves in (("student", True), ("large-print", False)):
        _, page = section_page(section, edition)
        job, _ = render(page, templates(), "c/01-one.pdf", ())
        assert job is not None
        assert (places_of(job.html) is not None) is moves


def test_no_frame_is_drawn_round_initials() -> None:
    """It took a quarter of a page to say less than the name under it."""
    printed = set_alone("key_figures: [{id: clay, form: full}]")
    assert 'class="monogram">LC<' in printed.job.html
    words = "".join(char.text for char in characters(printed.pdf))
    assert "LuciusClay" in words
    assert "LC" not in words


def test_text_is_black() -> None:
    """APH and RNIB: as much contrast as there is: black on white, no grey words."""
    document = pypdfium2.PdfDocument(founding().pdf)
    colours = set()
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            values = [ctypes.c_uint() for _ in range(4)]
            if pdfium.FPDFText_GetUnicode(text, index) > 32 and pdfium.FPDFText_GetFillColor(text, index, *values):
                colours.add(tuple(value.value for value in values))
    assert colours == {(0, 0, 0, 255)}


def test_nothing_overlaps() -> None:
    """RNIB: no word is printed over another, or over a drawing."""
    document = pypdfium2.PdfDocument(founding().pdf)
    for number, page in enumerate(document, 1):
        text, boxes = page.get_textpage(), []
        for index in range(text.count_chars()):
            if pdfium.FPDFText_GetUnicode(text, index) > 32:
                boxes.append((text.get_text_range(index, 1), text.get_charbox(index)))
        boxes.sort(key=lambda item: item[1][0])
        for place, (one, (_, bottom, right, top)) in enumerate(boxes):
            for other, (left2, bottom2, right2, top2) in boxes[place + 1 :]:
                if left2 >= right - 1.5:
                    break
                if min(right, right2) - left2 > 1.5 and min(top, top2) - max(bottom, bottom2) > 1.5:
                    pytest.fail(f"page {number}: {one!r} over {other!r}")


def test_lines_to_write_on_are_37_points_apart_and_black() -> None:
    """RNIB: room for handwriting that is larger than average, under lines that are seen."""
    used = tokens(founding())
    assert used.pt("line-pitch") == 37
    assert used.text("rule") == "1pt solid #000"


def test_all_that_pupils_get_is_there() -> None:
    """Whatever has an id in the student's handout has it in large print, too: components, events, questions, terms."""
    for name, printed in small_on("letter", nothing).items():
        if printed.job.edition == "student":
            there = large()[name.replace("small/", "small/large-print/")]
            missing = {i for i in ids(printed.job.html) - ids(there.job.html) if not i.startswith("figures-row")}
            assert not missing


def test_drawings_to_be_read_by_place_are_lists_and_words() -> None:
    """WCAG 1.3.3: nothing is told by position alone: the timeline is a list, lives and periods are words, charts are tables."""
    html = founding().job.html
    assert 'class="timeline timeline-list"' in html
    assert "<svg" not in html
    assert 'class="life-facts"' in html
    assert 'class="period-words"' in html
    assert 'class="listed-room"' in html or "organizer" not in html
    assert "Question 1." in html


def test_notes_of_the_margin_stand_under_what_they_explain() -> None:
    """A term's note follows its paragraph, in the column."""
    html = founding().job.html
    assert '<aside class="margin term-note"' not in html
    assert re.search(r"</p>\s*<aside class=\"below term-note\"", html)


def test_notes_stand_at_the_end_and_lead_back() -> None:
    """ACB: no page has a foot of notes; each mark leads to a note of the list, and that back to its mark."""
    html = founding().job.html
    assert 'class="note"' not in html
    marks = re.findall(r'id="note-mark-(\d+)" href="#note-(\d+)"', html)
    assert marks
    assert all(one == other for one, other in marks)
    assert re.findall(r'<li id="note-(\d+)">', html) == [one for one, _ in marks]


def test_a_note_in_a_note_is_left_whole() -> None:
    """What is marked up in a note stays so; a page without notes stays as it is."""
    made = with_end_notes(
        '<p>A<span class="note">B <span lang="ru">C</span></span>.</p><p id="end-of-handout"></p>', "Notes"
    )
    assert f'<p>A{JOINER}<a class="note-mark" id="note-mark-1" href="#note-1">[1]</a>.</p>' in made
    assert '<li id="note-1"><p><a href="#note-mark-1">[1]</a> B <span lang="ru">C</span></p></li>' in made
    assert with_end_notes("<p>A</p>", "Notes") == "<p>A</p>"


@pytest.mark.parametrize("check", [
    page_checks.accessible, page_checks.lasting, page_checks.links_arrive, page_checks.own_fonts, page_checks.says_what_it_is,
    page_checks.headings_in_order, page_checks.bookmarks, page_checks.within_the_edges, page_checks.no_heading_at_the_foot,
    page_checks.no_blank_page, page_checks.no_complaint,
])  # fmt: skip
def test_pages_pass_the_checks_of_every_handout(check: object) -> None:
    """PDF/UA-1 and PDF/A-2a, links, headings, bookmarks, edges."""
    assert callable(check)
    for printed in large().values():
        assert check(printed) == []


def test_french_ordinals_stand_on_the_line() -> None:
    """APH and RNIB: nothing is raised and small; other editions raise the letters of `XIXe` and set its numeral in small capitals."""
    section = "narrative: [{text: Le XIXe siècle.}]\ntimeline: [{id: a, date: 1953-03-01, label: Mars}]"
    shown = {}
    for edition in ("student", "large-print"):
        _, page = section_page(section, edition, "language: fr")
        job, problems = render(page, templates(), "c/01-one.pdf", ())
        assert problems == []
        assert job is not None
        shown[edition] = job.html
    assert '<span class="century">XIX</span>ᵉ\u00a0' in shown["student"]
    assert "1ᵉʳ" in shown["student"]
    assert "XIXe\u00a0" in shown["large-print"]
    assert "century" not in shown["large-print"].partition("<body")[2]
    assert not set("ᵉʳˢ") & set(shown["large-print"])


def test_a_pupil_with_large_print_sees_what_others_see(tmp_path: Path) -> None:
    """The data of the edition are the student's: no answer, no key, no teacher's note."""
    trees = load_trees(small_project(tmp_path), "small", (), ())
    course = trees[0].course
    assert course is not None
    seen = [
        [entry.value.model_dump() for entry in for_edition(course, name).sections]
        for name in ("large-print", "student")
    ]
    assert seen[0] == seen[1]
