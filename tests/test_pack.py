"""The course pack: one book whose sections are those that are printed alone, with links, numbers and lists that lead to the right page."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from builder.book import lay_out_book, page_text
from builder.job import Job
from builder.model import KeyFigure, Term
from builder.packing.bodies import linked, taken_out
from builder.packing.lists import first_letter, grouped, index, people
from builder.preflight import leaks
from builder.runs import Names, Run, filled, on_side, ranges, split
from tests.component_page import section_page
from tests.page_checks import letters
from tests.printed import Char, Printed, characters, nothing, opened, print_all, shipped, small_project

STUDENT, TEACHER = "small/course-pack.pdf", "small/teacher/course-pack.pdf"


def _with_references(course: Path) -> None:
    """Let the first section lead to the second, and put it into a part of its own."""
    file = course / "sections" / "founding.yaml"
    text = file.read_text("utf-8")
    wanted = "[Martha Wren](figure:wren) kept the keys."
    assert wanted in text
    linked = "[Martha Wren](figure:wren) kept the keys. [Miss Tanaka](figure:tanaka) is in [a later section](section:branch-lines)."
    file.write_text(text.replace(wanted, linked, 1), encoding="utf-8")
    people = course / "key_figures.yaml"
    people.write_text(
        people.read_text("utf-8").replace("  name: Martha Wren\n", "  name: Martha Wren\n  sort_name: Wren, Martha\n"),
        encoding="utf-8",
    )
    info = course / "course.yaml"
    parts = "sections:\n  - {part: The first room, sections: [founding]}\n  - {part: The open shelf, sections: [branch-lines]}\n"
    info.write_text(
        info.read_text("utf-8").replace("sections:\n  - founding\n  - branch-lines\n", parts), encoding="utf-8"
    )


@cache
def packed() -> dict[str, Printed]:
    """Return the small course's PDFs, with references between its sections; the teacher's handouts have no page."""

    def wanted(job: Job) -> bool:
        return job.edition == "student" or job.name == TEACHER

    with tempfile.TemporaryDirectory(prefix="studyguide-test-") as folder:
        handouts, result = print_all(small_project(Path(folder), _with_references), "small", wanted)
    assert result.errors == 0, result.findings
    return handouts


@cache
def texts(pdf: bytes) -> tuple[str, ...]:
    """Return the words of each page, with one blank between them and divided words whole."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    return tuple(" ".join(re.sub(r"[\u2010\u00ad\u0002\ufffe]\s*", "", page).split()) for page in pages)


def starts(pack: Printed) -> dict[str, int]:
    """Return the page on which each thing with an id begins."""
    found: dict[str, int] = {}
    for box in pack.layout:
        found.setdefault(box.id, box.page)
    return found


def destinations(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Return the page, from 1, of each named destination."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    names: Any = pdf.Root.Names.Dests.Names
    return {str(name): pages[target[0].objgen] for name, target in zip(names[::2], names[1::2], strict=True)}


def links(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """Yield the page and the target of each link inside the file."""
    for number, page in enumerate(pdf.pages, 1):
        for note in page.obj.get("/Annots", []):
            if "/Dest" in note:
                yield number, str(note.Dest)


def bookmarks(pdf: pikepdf.Pdf) -> Iterator[tuple[str, int]]:
    """Yield the words and the page of each bookmark, with those under it."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    with pdf.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            waiting = [*item.children, *waiting]
            target: Any = item.destination
            yield item.title, pages[target[0].objgen]


@pytest.mark.parametrize("name", [STUDENT, TEACHER])
def test_each_link_leads_to_the_page_of_its_target(name: str) -> None:
    """Every link's target is a named place, and the place is the page on which the thing begins."""
    pack, where = packed()[name], starts(packed()[name])
    with opened(pack.pdf) as pdf:
        places, followed = destinations(pdf), list(links(pdf))
    assert len(followed) > 40
    for _, target in followed:
        number = re.fullmatch(r"page\.(\d+)", target)
        assert places[target] == (int(number[1]) if number else where[target]), target


@pytest.mark.parametrize("name", [STUDENT, TEACHER])
def test_each_bookmark_leads_to_the_page_that_holds_its_words(name: str) -> None:
    """A bookmark's words stand on its page; all sections and all parts of the pack have one."""
    pack = packed()[name]
    pages = ["".join(text.split()) for text in texts(pack.pdf)]
    with opened(pack.pdf) as pdf:
        found = list(bookmarks(pdf))
    assert all(all(word in pages[page - 1] for word in words.split()) for words, page in found)
    assert {"A Library and Its Town", "Contents", "At a glance", "Who is who", "Glossary", "Bibliography"} <= {
        words for words, _ in found
    }


def lines(pdf: bytes, page: int) -> list[str]:
    """Return what stands on each baseline of a page, from the left, without blanks."""
    rows: list[list[Char]] = []
    for char in sorted((char for char in characters(pdf) if char.page == page), key=lambda char: char.y):
        if not rows or char.y > rows[-1][-1].y + 3:
            rows.append([])
        rows[-1].append(char)
    return ["".join(char.text for char in sorted(row, key=lambda char: char.x)) for row in rows]


def test_contents_give_the_pages() -> None:
    """The number behind each row of the contents is the page on which that part begins, and the row is a link to it."""
    pack, where = packed()[STUDENT], starts(packed()[STUDENT])
    page = where["pack-contents"]
    rows = {
        "Ataglance": "pack-glance", "1ARoomwithaStove": "pack__section__founding",
        "2ShelvesThatAnybodyMayTouch": "pack__section__branch-lines",
        "Whoiswho": "pack-people", "Glossary": "pack-glossary", "Bibliography": "pack-bibliography", "Indexofnamesandterms": "pack-index",
    }  # fmt: skip
    printed = lines(pack.pdf, page)
    assert [
        line for line in printed if re.fullmatch(r".*\D\d+", line) and not line.endswith(f"of{pack.artifact.pages}")
    ] == [f"{words}{where[target]}" for words, target in rows.items()]
    assert {target for number, target in links(opened(pack.pdf)) if number == page} == set(rows.values())
    assert printed.index("Thefirstroom") < printed.index("Theopenshelf")


def test_a_reference_to_another_section_is_a_link_with_its_page() -> None:
    """What is plain text in a handout alone is a link with a page's number in the pack; a person without a profile leads to the list."""
    pack, where = packed()[STUDENT], starts(packed()[STUDENT])
    page = where["pack__section__branch-lines"]
    assert any(f"a later section (p. {page})" in text for text in texts(pack.pdf))
    assert not any("(p." in text for text in texts(packed()["small/01-founding.pdf"].pdf))
    inside = range(where["pack__section__founding"], page)
    targets = {target for number, target in links(opened(pack.pdf)) if number in inside}
    assert {"pack__section__branch-lines", "pack__figure__tanaka", "pack__term__ratepayer"} <= targets


def test_the_index_gives_the_pages() -> None:
    """A person's pages are those of the sections that hold a name of theirs; a term's are those that explain or use it."""
    pack, where = packed()[STUDENT], starts(packed()[STUDENT])
    pages = texts(pack.pdf)
    index = pages[where["pack-index"] - 1]
    body = range(where["pack__section__founding"], where["pack-people"])
    for shown, name in (("Wren, Martha", "Wren"), ("George Pell", "George Pell"), ("Rose Tanaka", "Rose Tanaka")):
        without_sources = {n: pages[n - 1].split(" Sources ")[0] for n in body}
        expected = {n for n, text in without_sources.items() if re.search(rf"\b{name}\b", text)}
        found = re.search(rf"{shown} ([\d, –]+)", index)
        assert found is not None
        assert _numbers(found[1]) == expected, shown
    uses = {where[name] for name in where if re.search(r"__(use-ratepayer-\d+|term-ratepayer)$", name)}
    found = re.search(r"ratepayer ([\d, –]+)", index)
    assert found is not None
    assert _numbers(found[1]) == uses


def _numbers(words: str) -> set[int]:
    """Return the pages of an index entry."""
    found: set[int] = set()
    for part in filter(None, (part.strip() for part in words.split(","))):
        first, _, last = part.partition("\u2013")
        found |= set(range(int(first), int(last or first) + 1))
    return found


@pytest.mark.parametrize("name", [STUDENT, TEACHER])
def test_folios_run_through(name: str) -> None:
    """Every page but the cover says which of how many it is."""
    pages = texts(packed()[name].pdf)
    assert not re.search(r"\d+ of \d+", pages[0])
    for number, text in enumerate(pages[1:], 2):
        assert f"{number} of {len(pages)}" in text, number


def test_a_section_has_the_pages_that_it_has_alone() -> None:
    """The pages of the second section, which refers to nothing outside, are those of its handout: page for page and line for line."""
    pack, alone = packed()[STUDENT], packed()["small/02-branch-lines.pdf"]
    first = starts(pack)["pack__section__branch-lines"]
    own = [re.sub(r"\d+ of \d+$", "", text) for text in texts(alone.pdf)]
    same = texts(pack.pdf)[first - 1 : first - 1 + len(own)]
    for page, text in zip(same, own, strict=True):
        words = re.sub(r"A Library and Its Town (by|2 ).*", "", text).strip()
        assert words in page
    filled = {box.page for box in alone.layout if box.id.endswith("-room")}  # without credits more is left to fill
    left = {
        box.id: (box.page, box.y_mm, box.height_mm)
        for box in alone.layout
        if box.page not in filled and box.id != "end-of-handout" and "credits" not in box.id
    }
    in_pack = {box.id: (box.page - first + 1, box.y_mm, box.height_mm) for box in pack.layout}
    assert {name: in_pack.get(f"branch-lines__{name}") for name in left} == left


def test_no_id_stands_twice_and_credits_stand_once() -> None:
    """Each id of the pack's HTML is its own; the credits of the sections are left out but for one."""
    html = packed()[STUDENT].job.html
    ids = re.findall(r'<[a-zA-Z][^>]* id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert html.count('class="credits"') == 1
    assert html.count('id="end-of-handout"') == 1


def test_a_students_pack_holds_no_answer() -> None:
    """The file is held to what all its sections forbid, and holds none of it; the teacher's is not held to it."""
    student, teacher = packed()[STUDENT], packed()[TEACHER]
    assert student.job.forbidden
    assert not teacher.job.forbidden
    assert leaks(student.pdf, student.job.forbidden) == ()
    assert len(leaks(teacher.pdf, student.job.forbidden)) > 5


def test_the_teachers_pages_stand_at_the_end() -> None:
    """Plans and keys come after the index, then the table of objectives with the numbers of their questions."""
    pack, where = packed()[TEACHER], starts(packed()[TEACHER])
    plans = [page for name, page in where.items() if name.startswith("pack-plan-")]
    assert plans
    assert where["pack-index"] < min(plans) <= max(plans) < where["pack-coverage"]
    assert "teacher-pages" not in packed()[STUDENT].job.html
    assert "pack-coverage" not in packed()[STUDENT].job.html
    assert any(
        target.startswith("founding__question-")
        for page, target in links(opened(pack.pdf))
        if page >= where["pack-coverage"]
    )


def test_pupils_pages_have_the_same_numbers_in_the_teachers_pack() -> None:
    """Teacher and class speak of the same page: every section begins where it begins in the pupils' pack."""
    student, teacher = starts(packed()[STUDENT]), starts(packed()[TEACHER])
    names = [name for name in student if name.startswith("pack__section__")]
    assert {name: teacher[name] for name in names} == {name: student[name] for name in names}


def test_a_pack_has_time_for_all_its_sections() -> None:
    """A job's limit is that of a section and a second more for each."""
    assert packed()[STUDENT].job.extra_seconds == 2.0


def test_a_broken_section_stops_the_pack_and_says_so(tmp_path: Path) -> None:
    """The other sections are printed; of the pack a finding names the section, and no job is made."""

    def spoil(course: Path) -> None:
        file = course / "sections" / "founding.yaml"
        file.write_text(file.read_text("utf-8").replace("title:", "titel:", 1), encoding="utf-8")

    handouts, result = print_all(small_project(tmp_path, spoil), "small", nothing, editions=("student",))
    assert sorted(handouts) == ["small/02-branch-lines.pdf"]
    messages = [finding.message for finding in result.findings]
    assert "small/course-pack.pdf was not made: `founding` can't be printed" in messages
    assert result.exit_code == 1


def test_a_narrowed_build_makes_no_pack(tmp_path: Path) -> None:
    """`--section` asks for that section alone."""
    handouts, _ = print_all(
        small_project(tmp_path), "small", nothing, editions=("student",), sections=("branch-lines",)
    )
    assert sorted(handouts) == ["small/02-branch-lines.pdf"]


@given(st.sets(st.integers(1, 60)))
@settings(max_examples=100, deadline=None)
def test_ranges_hold_exactly_the_numbers(numbers: set[int]) -> None:
    """Ranges cover the pages and no others, in order; only three or more pages in a row are a range."""
    found = list(ranges(numbers))
    assert [n for first, last in found for n in range(first, last + 1)] == sorted(numbers)
    assert all(first == last or last - first >= 2 for first, last in found)


def test_a_book_is_divided_into_runs() -> None:
    """Each run is a whole page: what stands before the first run, its own, and what stands after the last."""
    html = "<html lang=x><body><!--run a-->A<!--/run--> <!--run section.b-->B<!--/run--><p>end</p></body></html>"
    assert [(run.name, run.html) for run in split(html)] == [
        ("a", "<html lang=x><body>A<p>end</p></body></html>"), ("section.b", "<html lang=x><body>B<p>end</p></body></html>"),
    ]  # fmt: skip
    assert split("<html><body></body></html>") == ()


def test_a_run_begins_on_the_side_of_its_page() -> None:
    """An even page is a left one; going back to a right one leaves no trace."""
    html = '<html lang="en"><body></body></html>'
    left = on_side(html, 4)
    assert left == '<html style="break-before: left" lang="en"><body></body></html>'
    assert on_side(left, 6) == left
    assert on_side(left, 7) == html


def test_numbers_are_filled_in() -> None:
    """A place's page, an entry's pages without repetition, by elements and by names; what isn't in the book leaves nothing."""
    html = '<b data-page="x">00</b>, <b data-page="gone">00</b>; <span data-pages="x y" data-words="Ann|O&#39;Neill">00</span>'
    text = filled(html, {"x": 4, "y": 9}, {"Ann": [4, 5], "O'Neill": [6]})
    assert re.sub(r"<[^>]+>", "", text) == "4, ; 4\u20136, 9"
    assert '<a href="#page.4">4\u20136</a>, <a href="#page.9">9</a>' in text


def test_the_longest_name_counts() -> None:
    """Part of a longer name isn't a mention of another person, nor is part of a word."""
    names = Names.of(["Stalin", "Vasily Stalin", "Beria"])
    assert names.within("Vasily Stalin spoke. Beriasky did not.") == {"Vasily Stalin"}
    assert names.within("Stalin\u2019s heirs: Vasily\n Stalin") == {"Stalin", "Vasily Stalin"}
    assert Names.of([]).within("Stalin") == set()


PAGE = (
    '<html><head></head><body>\n<div class="runners"></div><h1 id="opening">T</h1><!--slot timeline--><a href="#event-a">a</a>'
    '<svg><path fill="url(#f)"/></svg><p>id="x" href="#y"</p><label for="event-a"></label>'
    '<span class="term" data-term="gulag">Gulag</span> and <span class="term" data-term="lost">lost</span>'
    "<!--to section:b-->next<!--/to--> <!--to figure:ann-->Ann<!--/to--> <!--to event:b/x-->then<!--/to-->"
    " <!--to section:c-->gone<!--/to-->"
    '<!--credits--><p id="credits">C</p><!--/credits--><p id="end-of-handout"></p>'
    '<!--teacher--><p id="key" data-target="#event-a">see </p><!--/teacher--></body></html>'
)


def test_a_page_becomes_a_part_with_names_of_its_own() -> None:
    """Ids and what refers to them have the section's name before them; words that look like them are left alone."""
    body = taken_out(PAGE, "a")
    assert '<div class="runners" id="pack__section__a">' in body.html
    assert 'id="a__opening"' in body.html
    assert "<!--slot a__timeline-->" in body.html
    assert 'href="#a__event-a"' in body.html
    assert "url(#a__f)" in body.html
    assert 'for="a__event-a"' in body.html
    assert '<p>id="x" href="#y"</p>' in body.html
    assert "credits" not in body.html
    assert "end-of-handout" not in body.html
    assert "key" not in body.html
    assert body.teacher == '<p id="a__key">see <b data-page="a__event-a">00</b></p>'
    assert body.term_uses == {"gulag": ("a__use-gulag-1",), "lost": ("a__use-lost-1",)}


def test_links_between_parts_are_made_where_the_pack_has_the_thing() -> None:
    """Another section gets its page's number, a person and a term a link alone, what isn't there its words alone."""
    rest = '<i id="pack__section__b"></i><i id="b__event-x"></i><i id="pack__figure__ann"></i><i id="pack__term__gulag"></i>'
    html = linked(str(taken_out(PAGE, "a").html) + rest, "p. {page}")
    number = '<span class="page-ref">(p. <b data-page="{}">00</b>)</span>'
    assert '<a href="#pack__section__b">next</a> ' + number.format("pack__section__b") in html
    assert '<a href="#b__event-x">then</a> ' + number.format("b__event-x") in html
    assert '<a href="#pack__figure__ann">Ann</a> <a' in html
    assert '<a class="term" id="a__use-gulag-1" href="#pack__term__gulag">Gulag</a>' in html
    assert '<a class="term" id="a__use-lost-1">lost</a>' in html
    assert " gone" in html
    assert "<!--to" not in html


def test_entries_stand_under_their_first_letter() -> None:
    """Accents don't make another letter; numbers and signs stand under #."""
    words = ("Éclair", "\u201cQuote\u201d", "ÁVH", "1984", "Жуков", "\u2026")
    assert [first_letter(word) for word in words] == ["E", "Q", "A", "#", "Ж", "#"]
    groups = grouped(["Ávh", "axe", "Bee"], Markup)
    assert [(group.letter, group.entries) for group in groups] == [("A", ("Ávh", "axe")), ("B", ("Bee",))]


@pytest.mark.slow
@pytest.mark.parametrize("edition", ["", "teacher/"])
def test_the_shipped_courses_pack_leads_where_it_says(edition: str) -> None:
    """Links, bookmarks, folios and the pages of the contents of the real course."""
    pack = shipped("destalinization")[f"destalinization/{edition}course-pack.pdf"]
    where, pages = starts(pack), texts(pack.pdf)
    with opened(pack.pdf) as pdf:
        places, followed, marks = destinations(pdf), list(links(pdf)), list(bookmarks(pdf))
    for _, target in followed:
        number = re.fullmatch(r"page\.(\d+)", target)
        assert places[target] == (int(number[1]) if number else where[target]), target
    squeezed = [letters(text) for text in pages]  # a hyphen at a line's end is another character
    lost = [words for words, page in marks if not all(letters(word) in squeezed[page - 1] for word in words.split())]
    assert lost == []
    assert all(f"{number} of {len(pages)}" in text for number, text in enumerate(pages[1:], 2))
    contents = texts(pack.pdf)[where["pack-contents"] - 1]
    for name, page in where.items():
        if name.startswith("pack__section__"):
            assert re.search(rf" {page}\b", contents), name
    assert len(re.findall(r" id=\"([^\"]+)\"", pack.job.html)) == len(
        set(re.findall(r" id=\"([^\"]+)\"", pack.job.html))
    )


@pytest.mark.slow
def test_pupil_and_teacher_turn_to_the_same_page() -> None:
    """Each section of the shipped course begins on the same page in the pupils' pack and in the teacher's."""
    packs = [shipped("destalinization")[f"destalinization/{edition}course-pack.pdf"] for edition in ("", "teacher/")]
    first, second = ({n: p for n, p in starts(pack).items() if n.startswith("pack__section__")} for pack in packs)
    assert first == second


_ITEM = re.compile(r"<li><p>([\w ,]+)</p></li>")


@pytest.mark.slow
def test_plans_of_the_shipped_course_arent_torn() -> None:
    """What to bring and to copy is printed once for each lesson, and no caption of a table stays behind on the page before."""
    pack = shipped("destalinization")["destalinization/teacher/course-pack.pdf"]
    own = texts(pack.pdf)[starts(pack)["pack-index"] :]
    plans = pack.job.html[pack.job.html.index('id="pack-plan-') :]
    to_bring = [
        words for part in plans.split('class="lesson-columns"')[1:] for words in _ITEM.findall(part.split("</ul>")[0])
    ]
    assert len(to_bring) > 10
    said = " ".join(re.sub("<[^>]+>", " ", plans).split())
    assert {words for words in to_bring if " ".join(own).count(words) != said.count(words)} == set()
    assert [n for n, text in enumerate(own) if text.count("is judged") != text.count("1 Just begun")] == []
    assert [n for n, text in enumerate(own) if ("and what to answer" in text) != ("They may say" in text)] == []


class _Box:
    """A box as WeasyPrint has them, as far as the index looks at it."""

    element = None

    def __init__(self, *children: _Box, text: str | None = None) -> None:
        self.children = children
        if text is not None:
            self.text = text


class LineBox(_Box):
    """A line."""


class InlineBox(_Box):
    """Words of a line with a style of their own."""


class InlineBlockBox(_Box):
    """A block that stands in a line."""


def test_blocks_side_by_side_dont_grow_together() -> None:
    """A name at the end of a block isn't glued to the block beside it; a word with a change of style in it is whole, and a divided one."""
    left = InlineBlockBox(LineBox(_Box(text="He knew Rose")), LineBox(_Box(text="Tanaka")))
    right = InlineBlockBox(LineBox(_Box(text="George "), InlineBox(_Box(text="Pe"))), LineBox(_Box(text="knew it")))
    page = _Box(LineBox(left, right))
    names = Names.of(["Rose Tanaka", "George", "Pe", "library"])
    assert names.within(page_text(page)) == {"Rose Tanaka", "George", "Pe"}
    divided = _Box(
        LineBox(_Box(text="a li\u2010")),
        LineBox(_Box(text="brary and "), InlineBox(_Box(text="Ge")), _Box(text="orge")),
    )
    assert names.within(page_text(divided)) == {"library", "George"}


def test_pages_of_a_person_are_counted() -> None:
    """One page is p., several are pp."""
    _, page = section_page("summary: Two rooms.", "student")
    figure = KeyFigure.model_validate({"id": "wren", "name": "Martha Wren"})
    bodies = [taken_out('<body><p id="figure-wren"></p></body>', name) for name in ("one", "two")]
    made = [people((figure,), bodies[:count], page)[0] for count in (1, 2)]
    assert [(person.pages, person.places) for person in made] == [
        ("p.", "one__figure-wren"), ("pp.", "one__figure-wren two__figure-wren"),
    ]  # fmt: skip


def test_terms_that_are_names_are_searched_for() -> None:
    """A term with a capital is found wherever its words stand; a common word only where it is explained or linked."""
    _, page = section_page("terms: [act, fee]", "student")
    terms = [Term.model_validate({"id": name.lower(), "term": name, "definition": "D."}) for name in ("Act", "fee")]
    made = [entry for group in index((), terms, (), page) for entry in group.entries]
    assert [(str(entry.words), entry.names) for entry in made] == [("Act", "Act"), ("fee", "")]


class _Document:
    """A document of one page, as far as a book looks at it, with the ids of its HTML."""

    def __init__(self, html: str) -> None:
        page = type("Page", (), {"anchors": dict.fromkeys(re.findall(r' id="(\w+)"', html)), "_page_box": _Box()})
        self.pages = [page]


def test_only_runs_that_print_numbers_of_later_pages_are_laid_out_again() -> None:
    """Numbers of earlier pages, and an index of sections that are all there, are printed at once; each run is finished once."""
    one, two = '<b data-page="two">00</b>', '<b data-page="one">00</b>'
    index = '<span data-pages="one two" data-words=""></span>'
    bodies = {"section.a": f'<p id="one">{one}</p>', "section.b": f'<p id="two">{two}</p>', "index": index}
    runs = [Run(name, f"<html ><body>{body}</body></html>") for name, body in bodies.items()]
    first, again, finished = [], [], []

    def lay_out(html: str) -> tuple[str, _Document]:
        first.append(re.sub(r"<[^>]+>", "", html))
        return html, _Document(html)

    def lay_out_again(html: str) -> _Document:
        again.append(re.sub(r"<[^>]+>", "", html))
        return _Document(html)

    def finish(document: _Document) -> _Document:
        finished.append(document)
        return document

    book = lay_out_book(runs, lay_out, lay_out_again, finish)
    assert (first, again, len(finished)) == (["00", "1", "1, 2"], ["2"], 3)
    assert [(laid.start, laid.end) for laid in book] == [(1, 2), (2, 3), (3, 4)]
