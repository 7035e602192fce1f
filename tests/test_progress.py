"""A bar on a terminal and nowhere else; what stands on stdout is the same with and without it."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builder.progress import NAME_WIDTH, Bar

COURSE = "title: Bridges\neditions: [student]\nsections: [arches, cables]\n"
RUN = """
import hashlib, sys
from builder.run import Artifact
import builder.run

def press(*words, begun=lambda name: None, **more):
    def run(jobs):
        for job in jobs:
            begun(job.name)
            data = job.digest.encode()
            yield Artifact(job.name, data, 1, digest=hashlib.sha256(data).hexdigest())
    return run

builder.run.executor = press
import builder.build, builder.cli
builder.build.inspected = lambda artifact, job: artifact
try:
    builder.cli.main(sys.argv[1:])
finally:
    sys.__stdout__.flush()
    print("rich" if "rich.progress" in sys.modules else "no rich", file=open("imported", "w"))
"""
"""The command, without setting a page, and then whether it loaded rich."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A course of two small sections."""
    sections = tmp_path / "content/bridges/sections"
    sections.mkdir(parents=True)
    (sections.parent / "course.yaml").write_text(COURSE, "utf-8")
    for name in ("arches", "cables"):
        (sections / f"{name}.yaml").write_text(f"title: {name.capitalize()}\nsummary: Built of stone.\n", "utf-8")
    return tmp_path


def run(project: Path, *words: str, out_too: bool = True) -> tuple[str, str, bool]:
    """Run the command with stderr, and stdout if asked for, on a terminal.

    Return what the terminal got, what a piped stdout got, and whether rich was loaded.
    """
    terminal, inner = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", RUN, *words], cwd=project, stdin=subprocess.DEVNULL, stderr=inner,
        stdout=inner if out_too else subprocess.PIPE,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100", "XDG_CACHE_HOME": str(project / "cache"),
             "PYTHONPATH": str(Path(__file__).parent.parent)},
    ) as process:  # fmt: skip
        os.close(inner)
        shown = _drained(terminal)
        piped = process.stdout.read().decode() if process.stdout else ""
    return shown, piped, (project / "imported").read_text("utf-8") == "rich\n"


def _drained(terminal: int) -> str:
    """Return all that a terminal gets until its other side is closed."""
    data, end = b"", time.monotonic() + 120
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                more = os.read(terminal, 65536)
            except OSError:  # Linux says so when nobody writes any more
                more = b""
            if not more:
                break
            data += more
    os.close(terminal)
    return data.decode().replace("\r\n", "\n")


def without_colours(shown: str) -> str:
    """Return what a terminal got without what only moves and colours (ECMA-48, 5.4)."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)


def lines(shown: str) -> list[str]:
    """Return the lines that stay on a terminal."""
    return [line.rpartition("\r")[2] for line in without_colours(shown).split("\n")]


PRINTED = [
    "output/bridges/01-arches.pdf  1 page (new)", "output/bridges/02-cables.pdf  1 page (new)",
    "output/bridges/course-pack.pdf  1 page (new)", "3 PDFs: 3 built, 0 up to date",
]  # fmt: skip


def test_a_terminal_shows_what_is_made_how_far_it_is_and_how_long(project: Path) -> None:
    """The bar names the document, counts and tells the time; above it stand the lines of every build, and then it is gone."""
    shown, _, rich = run(project, "build")
    assert rich
    assert re.search(r"bridges/01-arches\.pdf ━+ 0/3 --:-- left", without_colours(shown))
    assert [line for line in lines(shown) if line in PRINTED] == PRINTED
    shown, _, rich = run(project, "build")
    assert (shown, rich) == ("3 PDFs: 0 built, 3 up to date\n", False)


def test_a_piped_stdout_has_the_lines_and_the_terminal_the_bar(project: Path) -> None:
    """Nothing but lines in the pipe; on the terminal nothing but the bar."""
    shown, piped, rich = run(project, "build", out_too=False)
    assert rich
    assert piped.splitlines() == PRINTED
    assert "/3" in shown
    assert "(new)" not in shown


def test_quiet_is_silent_on_a_terminal_too(project: Path) -> None:
    """No bar, no line, no rich."""
    assert run(project, "build", "-q") == ("", "", False)


def test_without_a_terminal_there_are_plain_lines(project: Path) -> None:
    """No bar and no rich where nobody looks."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "build"], cwd=project, capture_output=True, text=True, check=True,
        env={**os.environ, "XDG_CACHE_HOME": str(project / "cache"), "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert (done.stdout.splitlines(), done.stderr) == (PRINTED, "")
    assert (project / "imported").read_text("utf-8") == "no rich\n"


class Screen:
    """A terminal that keeps what it is sent."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        """Take some text."""
        self.text += text
        return len(text)

    def flush(self) -> None:
        """Everything is there already."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_the_count_is_asked_for_when_something_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was up to date before counts as done; a long name loses its beginning."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    screen, asked = Screen(), []
    bar = Bar(screen)  # type: ignore[arg-type]  # all of a stream that it uses

    def count() -> int:
        asked.append(1)
        return 4

    bar.asked(count)
    bar.settled("a.pdf")
    bar.line("a line")
    assert (asked, screen.text, capsys.readouterr().out) == ([], "", "a line\n")
    long = f"course/{'very-' * 12}long.pdf"
    bar.begun(long)
    bar.begun("b.pdf")
    bar.settled("")
    bar.close()
    assert asked == [1]
    assert f"…{long[1 - NAME_WIDTH :]}" in screen.text
    assert "2/4" in screen.text
