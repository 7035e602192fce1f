"""Jobs that can't be set as they are: each fails alone, says why, and leaves the last good file."""

from __future__ import annotations

import ctypes
import ctypes.util
import gc
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pyphen import Pyphen, language_fallback

from builder.build import CONTENT, Request, build
from builder.job import Artifact, Job
from builder.stopping import StoppedError, stopping_when
from builder.typeset import typeset
from builder.versions import FONTS, PROGRAM, versions
from builder.weasyprint_patch import libraries_by_file_name
from tests.page_checks import all_letters
from tests.printed import Press, Printed, small_project

pytestmark = pytest.mark.unmeasured

STYLE = ("page.css", "html { font-family: 'Studyguide Serif' } @page { size: 100mm 100mm }")


def job(body: str, *styles: tuple[str, str], **more: object) -> Job:
    """Return a job that sets one small page."""
    html = f'<!DOCTYPE html><html lang="en"><head><title>T</title></head><body><h1>T</h1>{body}</body></html>'
    return replace(Job("a.pdf", html, (STYLE, *styles)), **more)  # type: ignore[arg-type]


def test_libraries_are_found_without_a_compiler() -> None:
    """WeasyPrint's import starts no process on Linux: with bare names it starts fifty; elsewhere bare names are searched for."""
    lines = (
        "import sys",
        "started = []",
        "sys.addaudithook(lambda event, args: event == 'subprocess.Popen' and started.append(args))",
        "import builder.typeset",
        "print(started)",
    )
    found = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n" or sys.platform != "linux"
    search = ctypes.util.find_library
    with libraries_by_file_name("linux"):
        assert ctypes.util.find_library("c") is None
    with libraries_by_file_name("darwin"):
        assert ctypes.util.find_library is search
    assert ctypes.util.find_library is search


def test_a_plain_page_is_set() -> None:
    """A job gives a PDF, its pages, its digest and where each thing with an id stands."""
    artifact = typeset(job('<p id="here">Words.</p>'))
    assert artifact.pdf.startswith(b"%PDF-1.7")
    assert (artifact.pages, artifact.errors, artifact.warnings) == (1, (), ())
    assert [(box.page, box.id) for box in artifact.layout] == [(1, "here")]
    assert 0 < artifact.layout[0].x_mm < artifact.layout[0].width_mm < 100


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<img src="asset:gone.png" alt="x">', "`asset:gone.png` is not a picture of this handout"),
        ('<img src="https://example.org/a.png" alt="x">', "example.org"),
        ('<img src="file:///etc/hostname" alt="x">', "file:///etc/hostname"),
        ('<p style="background: url(http://example.org/b.png)">x</p>', "example.org"),
        ('<ul style="list-style: url(../b.png)"><li>x</li></ul>', "b.png"),
    ],
)
def test_an_address_that_isnt_ours_fails_the_job(body: str, said: str) -> None:
    """No address outside the job is fetched: the job fails and the message names it."""
    artifact = typeset(job(body))
    assert artifact.pdf == b""
    assert said in " ".join(artifact.errors)
    assert not artifact.internal


@pytest.mark.parametrize(
    ("language", "parts"), [("en", "ar-rest-ed"), ("en-US", "ar-rest-ed"), ("en-GB", "ar-res-ted")]
)
def test_english_of_no_country_is_hyphenated_as_american(language: str, parts: str) -> None:
    """Where WeasyPrint looks words up, they are divided as in the United States, unless the language says where else."""
    assert Pyphen(lang=language_fallback(language)).inserted("arrested") == parts


def test_pages_stop_wherever_they_are_and_leave_nothing_behind() -> None:
    """Each page asks before it is made and before it is drawn; afterwards the same job gives the same bytes."""
    pages = job('<p style="break-before: page">Words.</p>' * 3)
    with stopping_when(iter([False] * 8).__next__):
        data = typeset(pages).pdf
    assert data
    for before in range(8):
        with pytest.raises(StoppedError), stopping_when(iter([False] * before + [True]).__next__):
            typeset(pages)
    assert typeset(pages).pdf == data


class _Memory(ctypes.Structure):
    """What the C library says of its memory (`mallinfo2`)."""

    _fields_ = [(name, ctypes.c_size_t) for name in ("a", "b", "c", "d", "e", "f", "g", "in_use", "i", "j")]


def _in_use() -> tuple[int, int]:
    """Return how many blocks Python has in use, and how many bytes the C library, if it tells."""
    gc.collect()
    library = ctypes.CDLL(None)
    if not hasattr(library, "mallinfo2"):
        return sys.getallocatedblocks(), 0
    library.mallinfo2.restype = _Memory
    return sys.getallocatedblocks(), library.mallinfo2().in_use


def test_pages_leave_nothing_in_memory() -> None:
    """What Pango is told of a font's features is freed, and no `style` attribute is remembered: a process sets hundreds of handouts."""
    style = (
        "new.css",
        "p { font-variant-numeric: oldstyle-nums; letter-spacing: 1px } html { --step: 5mm }",
    )
    page = job('<p style="margin-left: var(--step)">In 1953.</p>' * 60, style)
    for _ in range(3):
        typeset(page)
    blocks, memory = _in_use()
    for _ in range(5):
        typeset(page)
    more_blocks, more_memory = _in_use()
    assert more_blocks - blocks < 5 * 100
    assert more_memory - memory < 5 * 10_000


def test_a_broken_picture_fails_the_job() -> None:
    """A file that is no picture is an error."""
    artifact = typeset(job('<img src="asset:a.png" alt="x">', assets=(("a.png", b"no picture"),)))
    assert artifact.pdf == b""
    assert "a.png" in artifact.errors[0]


def test_a_picture_without_words_fails_the_job() -> None:
    """A picture that says nothing to those who don't see it is an error, since PDF/UA asks for the words."""
    import base64

    dot = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAGx7pnwAAAABJRU5ErkJggg=="
    )
    artifact = typeset(job('<img src="asset:a.png">', assets=(("a.png", dot),)))
    assert artifact.pdf == b""
    assert "alt" in artifact.errors[0]


def test_wrong_css_is_a_warning_that_names_its_stylesheet() -> None:
    """A declaration that nobody understands is reported with the file that it stands in, each time."""
    wrong = ("own.css", "p { colour: red }")
    for _ in range(2):
        artifact = typeset(job("<p>x</p>", wrong))
        assert artifact.pdf
        assert len(artifact.warnings) == 1
        assert artifact.warnings[0].startswith("own.css: ")
        assert "colour" in artifact.warnings[0]


def test_a_link_to_nothing_fails_the_job() -> None:
    """A link inside the page that leads nowhere is an error."""
    artifact = typeset(job('<p><a href="#nowhere">x</a></p>'))
    assert artifact.pdf == b""
    assert "nowhere" in artifact.errors[0]


def test_a_fault_of_ours_is_told_from_a_fault_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception while typesetting becomes an artifact that says so and where it happened."""

    def broken(pages: object) -> None:
        raise RuntimeError("out of grid")

    monkeypatch.setattr("builder.typeset.snap", broken)
    artifact = typeset(job("<p>x</p>"))
    assert (artifact.pdf, artifact.internal) == (b"", True)
    assert artifact.errors[0].startswith(
        "internal error while typesetting: RuntimeError: out of grid (test_typeset.py:"
    )


def test_what_decides_the_bytes_is_named() -> None:
    """Our version, those of the libraries that write, the digests of the fonts and of our own passes go into a job's digest."""
    names = [name for name, _ in versions()]
    assert names[:2] == ["studyguide", "weasyprint"]
    assert {"pango", "pikepdf", FONTS, PROGRAM} <= set(names)
    assert job("", made_with=versions()).digest != job("").digest


def test_every_part_of_a_job_changes_its_digest() -> None:
    """HTML, stylesheets, pictures, variant and versions are all in the digest; names of course and section aren't."""
    plain = job("x")
    others = [
        job("y"), job("x", ("b.css", "")), job("x", assets=(("a.png", b""),)), job("x", pdf_variant="pdf/ua-1"),
        job("x", made_with=(("a", "1"),)),
    ]  # fmt: skip
    assert len({plain.digest, *(other.digest for other in others)}) == len(others) + 1
    assert job("x", course="c", section="s").digest == plain.digest


FIRST = """
title: First
narrative:
  - id: shown
    text: A picture.
    image: plan.png
recap: The end.
"""
SECOND = """
title: Second
narrative:
  - id: told
    text: No picture.
"""


def shorten(course: Path) -> None:
    """Make the small course very small: a section with a picture, one without."""
    (course / "sections" / "founding.yaml").write_text(FIRST, encoding="utf-8")
    (course / "sections" / "branch-lines.yaml").write_text(SECOND, encoding="utf-8")


def change(project: Path) -> None:
    """Change the second section, so that it is set again."""
    file = project / "content" / "small" / "sections" / "branch-lines.yaml"
    file.write_text(SECOND.replace("No picture", "Changed words"), encoding="utf-8")


def built(project: Path) -> tuple[dict[str, Printed], int, list[str]]:
    """Build the small course's first edition; return what was set, the exit code and the messages."""
    press, heard = Press(), list[Artifact]()
    result = build(
        Request(("small",), editions=("student",)), project, lambda artifact, _: heard.append(artifact), press
    )
    return press.seen, result.exit_code, [finding.message for finding in result.findings]


def test_a_failed_section_leaves_the_others_and_its_last_good_file(tmp_path: Path) -> None:
    """A section with a picture that isn't there isn't printed; the other one is, and the first one's old file stays as it was."""
    project = small_project(tmp_path, shorten)
    _, code, _ = built(project)
    first, second = (project / "output" / "small" / name for name in ("01-founding.pdf", "02-branch-lines.pdf"))
    good, other = first.read_bytes(), second.read_bytes()
    assert code == 0
    (project / "content" / "small" / "images" / "plan.png").unlink()
    change(project)
    seen, code, messages = built(project)
    assert code == CONTENT
    assert any("plan.png" in message for message in messages)
    assert first.read_bytes() == good
    assert second.read_bytes() != other
    assert "changedwords" in all_letters(seen["small/02-branch-lines.pdf"])
    assert sorted(seen) == ["small/02-branch-lines.pdf"]


def test_a_job_that_fails_in_the_press_leaves_its_last_good_file(tmp_path: Path) -> None:
    """Where a job fails only when it is set, its last good file stays, the page is kept for a look, and the other job is done."""
    project = small_project(tmp_path, shorten)
    built(project)
    first = project / "output" / "small" / "01-founding.pdf"
    good = first.read_bytes()
    own = project / "templates" / "components"
    own.mkdir(parents=True)
    text = '{% extends "base/components/recap.html" %}{% block heading %}<p><a href="#nowhere">x</a></p>{{ super() }}{% endblock %}'
    (own / "recap.html").write_text(text, encoding="utf-8")
    change(project)
    seen, code, messages = built(project)
    assert code == CONTENT
    assert first.read_bytes() == good
    assert seen["small/01-founding.pdf"].artifact.pdf == b""
    assert seen["small/02-branch-lines.pdf"].artifact.pdf != b""
    assert any(message.startswith("small/01-founding.pdf: ") and "nowhere" in message for message in messages)
    assert (project / "output" / "failed" / "small" / "01-founding.html").is_file()
