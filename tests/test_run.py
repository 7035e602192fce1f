"""Executors: jobs in this process and in workers, with limits that cost one job alone."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import pytest

import builder.run
from builder.cli import _make_ready
from builder.job import Job
from builder.run import Limits, OverdueError, Workers, cores, deadline, executor, in_process

PAGE = "<!DOCTYPE html><html lang='en'><head><title>T</title></head><body><p>Words.</p></body></html>"
LONG = PAGE.replace("<p>Words.</p>", "<p>Many words on many pages.</p>" * 20_000)


def jobs(count: int) -> list[Job]:
    """Return small jobs."""
    return [Job(f"{number}.pdf", PAGE, (), extra_seconds=60) for number in range(count)]


def test_a_deadline_ends_what_never_ends() -> None:
    """Python code that runs too long is ended with the limit in the message; the timer is off afterwards."""
    with pytest.raises(OverdueError, match=r"took longer than 0\.1 seconds and were stopped"), deadline(0.1):
        sum(number for number in itertools.count() if number < 0)
    with deadline(0.05):
        pass
    time.sleep(0.1)


def test_limits_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two variables set them; without them a job has 60 seconds and 1,024 MB."""
    assert Limits.from_environment() == Limits(60.0, 1024)
    monkeypatch.setenv("STUDYGUIDE_JOB_SECONDS", "5")
    monkeypatch.setenv("STUDYGUIDE_JOB_MEMORY_MB", "300")
    assert Limits.from_environment() == Limits(5.0, 300)


def test_there_is_a_core() -> None:
    """At least one processor may be used."""
    assert cores() >= 1


def test_what_begins_is_told() -> None:
    """The executor tells the name of each job before it is done, here and in workers."""
    begun: list[str] = []
    assert [(artifact.job, list(begun)) for artifact in executor(begun=begun.append)(jobs(1))] == [("0.pdf", ["0.pdf"])]
    begun.clear()
    for artifact in executor(2, begun=begun.append)(jobs(3)):
        assert artifact.job in begun
    assert sorted(begun) == ["0.pdf", "1.pdf", "2.pdf"]


def test_what_is_overtaken_is_stopped_not_finished() -> None:
    """Workers give up a job under way as soon as they are asked to; nothing comes of it."""
    begun: list[str] = []
    long = Job("long.pdf", LONG * 10, ())
    start = time.monotonic()
    assert list(Workers(1, Limits(), begun.append, lambda: bool(begun))([long])) == []
    assert begun == ["long.pdf"]
    assert time.monotonic() - start < 30


@pytest.mark.parametrize(
    ("jobs", "sections", "made", "ready"),
    [(None, (), False, True), (None, (), True, False), (None, ("one",), False, False), (2, ("one",), True, True)],
)
def test_workers_load_while_the_course_is_read(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    jobs: int | None,
    sections: tuple[str, ...],
    made: bool,
    ready: bool,
) -> None:
    """In a first build, and where workers are asked for; not for one section, nor where a manifest says that little may be left."""
    begun: list[None] = []
    monkeypatch.setattr(builder.run, "make_ready", lambda: begun.append(None))
    monkeypatch.setattr(builder.run, "cores", lambda: 2)
    if made:
        (tmp_path / "manifest.json").write_text("{}")
    _make_ready(tmp_path, jobs, sections)
    assert bool(begun) == ready


def test_one_job_needs_no_worker() -> None:
    """A single job is set here; none is no work."""
    assert [artifact.pages for artifact in executor()(jobs(1))] == [1]
    assert list(executor()([])) == []


def test_workers_give_the_bytes_that_this_process_gives() -> None:
    """Each job comes back once, with the same bytes."""
    here = {artifact.job: artifact.digest for artifact in in_process(jobs(3))}
    there = {artifact.job: artifact.digest for artifact in Workers(2, Limits())(jobs(3))}
    assert there == here


def test_a_hung_job_costs_itself_alone() -> None:
    """The job that passes its time is reported with the limit; the others are set."""
    found = {
        artifact.job: artifact for artifact in Workers(1, Limits(seconds=1.5))([Job("long.pdf", LONG, ()), *jobs(2)])
    }
    assert found["long.pdf"].errors == (
        "took longer than 1.5 seconds and was stopped (STUDYGUIDE_JOB_SECONDS sets the limit)",
    )
    assert [found[name].pages for name in ("0.pdf", "1.pdf")] == [1, 1]
