"""Watching: what is built after a save, what is said of it, and what a further save stops."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pytest

from builder import watch as watching
from builder.build import Request, Result, build
from builder.changes import History
from builder.job import Artifact, Job
from builder.run import in_process
from tests.edited_course import Desk, press, write
from tests.printed import page_text

ROADS = "content/c/sections/roads.yaml"


class Log:
    """Hears a watch, and edits the course before each burst of saves."""

    def __init__(self, desk: Desk, *edits: tuple[str, str]) -> None:
        self.desk, self.edits = desk, edits
        self.lines: list[str] = []
        self.told: list[tuple[list[str], bool]] = []

    def bursts(self) -> Iterator[set[str]]:
        """Save one edit after another."""
        for old, new in self.edits:
            self.lines.append("--")
            self.desk.edit(ROADS, old, new)
            yield {str(self.desk.project / ROADS)}

    def tell(self, result: Result, is_news: bool) -> None:
        """Keep what was found."""
        self.told.append(([finding.message for finding in result.told], is_news))

    def watch(self, request: Request, pending: threading.Event | None = None) -> list[str]:
        """Watch until there are no saves any more; return the lines that were said, without the milliseconds."""
        look = lambda: History.of(self.desk.project, self.desk.project / "output", {})  # noqa: E731
        watching.watch(
            request, self.desk.project, self.bursts(), self.lines.append, self.tell, look, pending or threading.Event()
        )
        return [line.rpartition("  ")[0] or line for line in self.lines]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The course, not built, with pages that aren't set."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(watching, "in_process", press)
    monkeypatch.setattr(watching, "Workers", lambda *_, stopped: press)
    write(tmp_path / "project")
    return Desk(tmp_path / "project")


def test_a_save_is_answered_by_a_line_with_the_reason_and_the_time(desk: Desk) -> None:
    """The section asked for comes first, then what else the save changed; a save that changes no page says so."""
    request = Request(("c",), sections=("roads",), editions=("student",), classes=())
    log = Log(desk, ("Why were all of the roads", "Why were the roads"), ("title:", "# A comment\ntitle:"))
    reason = f"questions.why-closed.prompt changed ({ROADS}:13)"
    assert log.watch(request) == [
        "output/c/01-roads.pdf  new", "output/c/mine/01-roads.pdf  new",
        "--",
        f"output/c/01-roads.pdf  {reason}", f"output/c/mine/01-roads.pdf  {reason}",
        *(f"output/c/{name}.pdf  new" for name in ("02-planes", "assessments/quiz-A", "course-pack")),
        *(f"output/c/mine/{name}.pdf  new" for name in ("02-planes", "assessments/quiz-A", "course-pack")),
        "--",
    ]  # fmt: skip
    assert all(line == "--" or line.rpartition("  ")[2].removesuffix(" ms").isdigit() for line in log.lines)
    assert log.told == [([], True), ([], False)]


def test_an_error_is_told_once_and_keeps_the_last_good_pdf(desk: Desk) -> None:
    """What is found is said when it is new; when it is gone the page is made again."""
    request = Request(("c",), editions=("student",))
    log = Log(desk, ("prompt:", "promt:"), ("why-closed", "why-open"), ("promt:", "prompt:"))
    log.watch(request)
    pdf = desk.project / "output/c/01-roads.pdf"
    assert pdf.exists()
    assert [len(found) > 0 for found, is_news in log.told if is_news] == [False, True, False]
    assert [found[0] for found, is_news in log.told if found and is_news] == ["unknown field `promt` in question"]
    assert any(line.startswith("output/c/01-roads.pdf  questions.why-") for line in log.lines[-8:])


def test_a_build_that_is_overtaken_removes_nothing(desk: Desk) -> None:
    """It stops before the next page; what it didn't come to stays as it was, and the next build makes the rest."""
    assert desk.build().exit_code == 0
    before = set(desk.pdfs())
    pending = threading.Event()

    def overtaken(jobs: Iterable[Job]) -> Iterator[Artifact]:
        for artifact in press(jobs):
            pending.set()
            yield artifact

    desk.edit("content/c/course.yaml", "The Airlift", "An Airlift")
    history = History.of(desk.project, desk.project / "output", {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watching, "in_process", overtaken)
        result = build(
            Request(("c",)), desk.project, lambda artifact, reason: None, watching.Overtaken(pending).run, history
        )
    assert [artifact.job for artifact in result.built] == ["c/01-roads.pdf"]
    assert (result.overtaken, result.removed, set(desk.pdfs())) == (True, [], before)
    assert len(desk.build().built) == len(before) - 1


class Save(threading.Event):
    """A save that comes while a build is at work: when it is asked for the n-th time whether there is one."""

    at = asked = 0

    def is_set(self) -> bool:
        """Save when it is time."""
        self.asked += 1
        if self.asked == self.at:
            self.set()
        return super().is_set()


@pytest.mark.parametrize("word", ["June", "May"], ids=["the same", "another"])
def test_a_save_stops_the_page_that_is_being_set(desk: Desk, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """The last good PDF stays and nothing lies beside it; the next build makes the page, also if the second save changes nothing."""
    monkeypatch.setattr(watching, "in_process", in_process)
    folder, save, seen = desk.project / "output/c", Save(), []

    def bursts() -> Iterator[set[str]]:
        seen.append((folder / "01-roads.pdf").read_bytes())
        desk.edit(ROADS, "began in June", "began by June")
        save.at, save.asked = 3, 0
        yield set()
        assert save.asked == 3 + 1, "before all, before its pages, and again before answer keys, of which none is begun"
        assert [path.name for path in folder.iterdir() if path.is_file()] == ["01-roads.pdf"]
        seen.append((folder / "01-roads.pdf").read_bytes())
        desk.edit(ROADS, "by June", f"by {word}")
        save.clear()
        yield set()
        seen.append((folder / "01-roads.pdf").read_bytes())

    look = lambda: History.of(desk.project, desk.project / "output", {})  # noqa: E731
    request = Request(("c",), sections=("roads",), editions=("student",))
    watching.watch(request, desk.project, bursts(), lambda line: None, lambda result, is_news: None, look, save)
    assert seen[0] == seen[1] != seen[2]
    assert f"by{word}" in page_text(seen[2], 1)


def test_a_broken_off_build_keeps_what_it_made(desk: Desk) -> None:
    """Ctrl-C in the middle: the pages that were written are known, and not made again."""
    request = Request(("c",), editions=("student",))

    def interrupted(jobs: Iterable[Job]) -> Iterator[Artifact]:
        for number, artifact in enumerate(press(jobs)):
            if number == 2:
                raise KeyboardInterrupt
            yield artifact

    with pytest.raises(KeyboardInterrupt):
        build(request, desk.project, lambda artifact, reason: None, interrupted)
    reasons = build(request, desk.project, lambda artifact, reason: None, press).names
    assert list(reasons.values()) == ["up to date"] * 2 + ["new"] * (len(reasons) - 2)


def test_saves_that_wait_are_one_burst() -> None:
    """What was saved while a build was at work, the first one too, comes as one, and nothing is pending then."""
    pending, first = threading.Event(), threading.Event()

    def bursts() -> Iterator[set[str]]:
        yield {"a"}
        first.wait(10)
        yield {"b"}
        yield {"c"}

    stream = watching.ahead(bursts(), pending)
    assert pending.wait(10), "it listens before it is asked for anything"
    assert next(stream) == {"a"}
    first.set()
    found = set(chain.from_iterable(stream))
    assert found == {"b", "c"}


def test_saves_are_seen(tmp_path: Path) -> None:
    """In the content and the templates, as files are written."""
    (tmp_path / "content").mkdir()
    (tmp_path / "templates").mkdir()
    stop = threading.Event()
    threading.Timer(0.5, (tmp_path / "content/a.yaml").write_text, ("a",)).start()
    stream = watching.saves(tmp_path, stop)
    assert {os.path.basename(path) for path in next(stream)} == {"a.yaml"}
    stop.set()
