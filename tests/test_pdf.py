"""Finished PDFs, looked at as files: the small course in every run, the shipped course in the slow ones."""

from __future__ import annotations

import getpass
import hashlib
import io
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml

from builder.ink import ink
from builder.typeset import typeset
from tests.page_checks import CHECKS, all_letters, holes, letters, no_large_hole, student_pages
from tests.printed import ROOT, TESTS, Printed, characters, elements, is_handout, opened, pairs, shipped, small

NAMES = (
    "small/01-founding.pdf", "small/02-branch-lines.pdf",
    "small/teacher/01-founding.pdf", "small/teacher/02-branch-lines.pdf",
)  # fmt: skip
INK_OF_A_PAGE, INK_OF_A_SECTION = 0.09, 0.065
SECRET_FIELDS = (
    "answer",
    "look_for",
    "feedback",
    "teacher_note",
    "misconceptions",
    "background",
    "content_note",
    "lesson",
)


@pytest.fixture(scope="module")
def printed_before() -> None:
    """Set the pages before the tests that needn't be measured: coverage is to see how they are made."""
    small()


def applies(check: Callable[[Printed], list[str]], printed: Printed) -> bool:
    """Tell whether a check is meant for an edition: a teacher's answer may leave white what pupils fill."""
    return check is not no_large_hole or printed.job.edition == "student"


@pytest.mark.unmeasured
@pytest.mark.usefixtures("printed_before")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_small_course_keeps_every_rule_of_the_page(check: Callable[[Printed], list[str]], name: str) -> None:
    """Every check of `page_checks` finds nothing in the small course on Letter."""
    printed = small()[name]
    assert not applies(check, printed) or check(printed) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_small_course_keeps_every_rule_on_a4(name: str) -> None:
    """Every check of `page_checks` finds nothing in the small course on A4."""
    printed = small("a4")[name]
    assert [fault for check in CHECKS if applies(check, printed) for fault in check(printed)] == []


def test_small_course_prints_every_handout() -> None:
    """Two sections in two editions are four files."""
    assert sorted(small()) == sorted(NAMES)


@pytest.mark.slow
@pytest.mark.parametrize(
    "check", [check for check in CHECKS if check is not no_large_hole], ids=lambda check: check.__name__
)
def test_shipped_course_keeps_every_rule_of_the_page(check: Callable[[Printed], list[str]]) -> None:
    """Every check of `page_checks` finds nothing in any section of the shipped course, in either edition."""
    handouts = {name: printed for name, printed in shipped("destalinization").items() if is_handout(printed)}
    found = {name: check(printed) for name, printed in handouts.items() if applies(check, printed)}
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.slow
def test_the_shipped_course_has_few_large_holes() -> None:
    """The goal is no white band over a third of a page. Blocks that aren't broken leave a few: none is half a page."""
    handouts = [p for p in shipped("destalinization").values() if is_handout(p) and p.job.edition == "student"]
    bands = [band for printed in handouts for band in holes(printed)]
    assert max(bands) < 1 / 2
    assert sum(band > 1 / 3 for band in bands) <= 8


def same_pages(student: Printed, teacher: Printed) -> list[str]:
    """Return where a teacher's pages aren't the pupils': other numbers, other places, fewer pages."""
    numbers = [re.findall(r'class="question-number">(\d+)<', printed.job.html) for printed in (student, teacher)]
    faults = [] if numbers[0] == numbers[1] else [f"questions {numbers[0]} and {numbers[1]}"]
    if student_pages(teacher) != student.artifact.pages:
        faults.append(f"{student.artifact.pages} pages, the teacher's {student_pages(teacher)}")
    places = [{(b.id, b.page): (b.x_mm, b.y_mm, b.width_mm, b.height_mm) for b in printed.layout if b.id.startswith("question-")}
              for printed in (student, teacher)]  # fmt: skip
    for key in places[0].keys() | places[1].keys():
        mine, theirs = (place.get(key) for place in places)
        if mine is None or theirs is None or any(abs(a - b) > 0.3 for a, b in zip(mine, theirs, strict=True)):
            faults.append(f"{key[0]}, page {key[1]}: {mine}, the teacher's {theirs}")
    return faults


@pytest.mark.parametrize("paper", ["letter", pytest.param("a4", marks=pytest.mark.slow)])
def test_teacher_edition_has_the_pupils_pages(paper: str) -> None:
    """Each question has its number and its place on the same page in both editions."""
    assert [fault for student, teacher in pairs(small(paper)) for fault in same_pages(student, teacher)] == []


@pytest.mark.slow
def test_teacher_edition_has_the_pupils_pages_in_the_shipped_course() -> None:
    """Each question of the shipped course has its number and its place on the same page in both editions."""
    found = {student.job.name: same_pages(student, teacher) for student, teacher in pairs(shipped("destalinization"))}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_pages_of_the_teachers_own_come_last() -> None:
    """What only a teacher needs stands on pages behind the pupils', with folios of their own."""
    teacher = small()["small/teacher/01-founding.pdf"]
    last = [char for char in characters(teacher.pdf) if char.page == teacher.artifact.pages]
    assert teacher.artifact.pages == student_pages(teacher) + 1
    assert letters("".join(char.text for char in last)).endswith("t1")


def secrets(value: Any, below: bool = False) -> list[str]:
    """Return the texts of a section's file that no pupil may see."""
    if isinstance(value, dict):
        return [text for key, part in value.items() for text in secrets(part, below or key in SECRET_FIELDS)]
    if isinstance(value, list):
        return [text for part in value for text in secrets(part, below)]
    return [str(value)] if below and len(letters(str(value))) > 15 else []


@pytest.mark.parametrize("section", ["01-founding", "02-branch-lines"])
def test_answers_are_in_the_teachers_pdf_alone(section: str) -> None:
    """No model answer, note or lesson plan is in a pupil's PDF; all of it is in the teacher's."""
    file = TESTS / "courses" / "small" / "sections" / f"{section[3:]}.yaml"
    hidden = secrets(yaml.safe_load(file.read_text(encoding="utf-8")))
    mine, theirs = (all_letters(small()[f"small/{folder}{section}.pdf"]) for folder in ("", "teacher/"))
    plain = [re.sub(r"\[@[^]]*]|[*_]", "", text) for text in hidden if not text.startswith("document:")]
    assert [text for text in plain if letters(text) in mine] == []
    assert [text for text in plain if letters(text) not in theirs] == []
    assert len(plain) >= 2


def test_a_page_has_little_ink() -> None:
    """A page of the small course is covered by less than 9 %, a section on average by less than 6.5 %."""
    for printed in small().values():
        shares = ink(printed.pdf)
        assert max(shares) < INK_OF_A_PAGE
        assert sum(shares) / len(shares) < INK_OF_A_SECTION
        assert min(shares) > 0.001


@pytest.mark.slow
def test_the_shipped_course_has_little_ink() -> None:
    """The same of every section of the shipped course."""
    shares = {name: ink(printed.pdf) for name, printed in shipped("destalinization").items() if is_handout(printed)}
    assert {name: max(found) for name, found in shares.items() if max(found) >= INK_OF_A_PAGE} == {}
    assert {name: sum(f) / len(f) for name, f in shares.items() if sum(f) / len(f) >= INK_OF_A_SECTION} == {}


def test_ink_is_the_mean_darkness_of_a_page() -> None:
    """A page that is half black is covered by half, an empty one by nothing."""
    pdf = pikepdf.new()
    for content in (b"0 0 100 100 re f", b"", b"0.5 g 0 0 200 100 re f"):
        page = pdf.add_blank_page(page_size=(200, 100))
        page.Contents = pdf.make_stream(content)
    buffer = io.BytesIO()
    pdf.save(buffer)
    assert [round(share, 2) for share in ink(buffer.getvalue())] == [0.5, 0.0, 0.5]


def test_holes_are_reported() -> None:
    """The tallest white band is found: the page before the timeline of the second section."""
    assert max(holes(small()["small/02-branch-lines.pdf"])) == pytest.approx(0.3, abs=0.05)


@pytest.mark.unmeasured
def test_a_job_gives_the_same_bytes_twice() -> None:
    """Setting a job a second time gives the same file."""
    printed = small()["small/02-branch-lines.pdf"]
    assert typeset(printed.job).pdf == printed.pdf


@pytest.mark.unmeasured
@pytest.mark.parametrize("edition", ["student", pytest.param("teacher", marks=pytest.mark.slow)])
def test_another_process_gives_the_same_bytes(edition: str) -> None:
    """Neither process, hash seed, time zone, locale nor working folder changes a byte."""
    program = (
        "import hashlib, json; from tests.printed import handout, small_on;"
        f"made = small_on('letter', lambda job: handout(job) and job.edition == '{edition}');"
        "print(json.dumps({name: hashlib.sha256(p.pdf).hexdigest() for name, p in made.items() if p.pdf}))"
    )
    surroundings = {
        **os.environ, "PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONPATH": str(ROOT), "USER": "somebody",
    }  # fmt: skip
    surroundings.pop("SOURCE_DATE_EPOCH", None)
    done = subprocess.run(
        [sys.executable, "-c", program], env=surroundings, cwd="/", capture_output=True, text=True, check=True
    )
    ours = {name: printed for name, printed in small().items() if printed.job.edition == edition}
    assert json.loads(done.stdout) == {name: hashlib.sha256(p.pdf).hexdigest() for name, p in ours.items()}


@pytest.mark.unmeasured
def test_the_digest_of_a_job_decides_the_identifier() -> None:
    """Another job has another file identifier, although nothing else in the file tells them apart."""
    printed = small()["small/02-branch-lines.pdf"]
    other = typeset(replace(printed.job, made_with=(("studyguide", "another"),)))
    assert bytes(opened(other.pdf).trailer.ID[0]) != bytes(opened(printed.pdf).trailer.ID[0])
    assert len(other.pdf) == pytest.approx(len(printed.pdf), abs=64)


def unpacked(pdf: bytes) -> bytes:
    """Return every byte of a PDF, with its streams unpacked."""
    parts, file = [pdf], opened(pdf)
    for item in file.objects:
        if isinstance(item, pikepdf.Stream):
            parts.append(item.read_bytes() if item.get("/Filter") != "/DCTDecode" else b"")
            parts.append(bytes(repr(dict(item.items())), "utf-8", "replace"))
        else:
            parts.append(bytes(repr(item), "utf-8", "replace"))
    return b"\n".join(parts)


def test_nothing_of_the_machine_is_in_a_file() -> None:
    """No clock, path, host or user is in a PDF."""
    host = [name for name in [socket.gethostname()] if len(name) > 5]
    for printed in small().values():
        content = unpacked(printed.pdf)
        for word in (
            "CreationDate",
            "ModDate",
            "xmp:CreateDate",
            "/tmp/",
            "file:",
            str(ROOT),
            f"{Path.home()}/",
            *host,
        ):
            assert word.encode() not in content, word
        file = opened(printed.pdf)
        words = bytes(str(dict(file.docinfo)), "utf-8") + file.Root.Metadata.read_bytes()
        assert getpass.getuser().encode() not in words


def test_a_drawing_says_what_it_shows() -> None:
    """Every figure has a text of at least five words in place of it."""
    for printed in small().values():
        texts = [str(element.get("/Alt", "")) for element in elements(opened(printed.pdf)) if element.S == "/Figure"]
        assert texts
        assert [text for text in texts if len(text.split()) < 5] == []


def test_text_order_is_the_order_of_reading(check_golden: Callable[[Path, str], None], golden: Path) -> None:
    """The tags follow the page's HTML: title, question, warm-up, objectives, each paragraph behind the terms that it explains."""
    body = small()["small/01-founding.pdf"].job.html.partition("<body>")[2]
    lines = [" ".join(line.split()) for line in re.sub(r"<!--.*?-->|<[^>]+>", "", body).splitlines()]
    check_golden(golden / "pdf" / "text-order.txt", "".join(f"{line}\n" for line in lines if line)[:3000])
