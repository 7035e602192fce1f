"""Jobs -> Artifacts: the executor seam.

An executor takes jobs as they come and yields an Artifact for each, in the order they finish. `in_process` works here; `Workers` in
processes that can be killed: a job that takes too long or too much memory costs itself alone, and so does a worker that dies. Separate
so that `build` doesn't know where pages are set, and a test can pass an executor of its own.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, TimeoutError, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from builder.garbage import uncollected
from builder.job import Artifact, Job

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

    from pebble import ProcessPool

Executor = Callable[[Iterable[Job]], Iterator[Artifact]]
WINDOW = 8
"""Jobs a worker that are looked at ahead: the longest of them go first, so that none is left over at the end."""
PATIENCE = 0.02
"""Seconds between two looks at whether to give up."""
TASKS_A_WORKER = 200
"""After so many jobs a worker is replaced: what leaks goes with it."""


@dataclass(frozen=True)
class Limits:
    """What a job may take."""

    seconds: float = 60.0
    memory_mb: int = 1024

    @classmethod
    def from_environment(cls) -> Limits:
        """Read `STUDYGUIDE_JOB_SECONDS` and `STUDYGUIDE_JOB_MEMORY_MB`; ValueError for what is no number."""
        seconds = float(os.environ.get("STUDYGUIDE_JOB_SECONDS", cls.seconds))
        return cls(seconds, int(os.environ.get("STUDYGUIDE_JOB_MEMORY_MB", cls.memory_mb)))


class OverdueError(Exception):
    """Something took longer than its limit."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise OverdueError in what runs inside after so many seconds. For Python code only, such as a template that never ends.

    Does nothing where there is no timer or outside the main thread.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def overdue(number: int, frame: object) -> None:
        raise OverdueError(
            f"took longer than {seconds:g} seconds and were stopped (STUDYGUIDE_JOB_SECONDS sets the limit)"
        )

    before = signal.signal(signal.SIGALRM, overdue)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def cores() -> int:
    """Return how many processors this process may use, a container's quota (cgroup v2) included."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text("ascii").split()
        return max(1, min(allowed, round(int(quota) / int(period))))
    except (OSError, ValueError):
        return allowed


Begun = Callable[[str], None]


def _unheard(name: str) -> None:
    """Hear that a job begins, and do nothing."""


def executor(workers: int | None = None, limits: Limits | None = None, begun: Begun = _unheard) -> Executor:
    """Return an executor for so many workers (None: one a core); a single job is set in this process, which is to end soon after.

    `begun` hears the name of each job that is begun.
    """
    count = workers or cores()

    def run(jobs: Iterable[Job]) -> Iterator[Artifact]:
        waiting = iter(jobs)
        first = list(islice(waiting, 2))
        if len(first) < 2 and workers is None:
            for job in first:
                begun(job.name)
            with uncollected():
                yield from in_process(first)
                gc.freeze()  # nobody looks through its boxes: they go with the process
        elif first:
            yield from Workers(count, limits or Limits.from_environment(), begun)(_chain(first, waiting))

    return run


def _chain(first: list[Job], rest: Iterator[Job]) -> Iterator[Job]:
    yield from first
    yield from rest


def _forking() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["builder.worker"])
    return context


def make_ready() -> None:
    """Begin to load what workers are forked from, while this process reads and checks: on two cores it costs no time then."""
    from multiprocessing import forkserver

    _forking()
    forkserver.ensure_running()


def in_process(jobs: Iterable[Job]) -> Iterator[Artifact]:
    """Set the jobs one after another, here; WeasyPrint is imported when there is something to set."""
    for job in jobs:
        from builder.typeset import typeset

        yield typeset(job)


@dataclass(frozen=True)
class Workers:
    """Sets jobs in worker processes that are forked from one that has WeasyPrint loaded."""

    count: int
    limits: Limits
    begun: Begun = _unheard
    stopped: Callable[[], bool] | None = None
    """Asked again and again whether to give up what is being set."""

    def __call__(self, jobs: Iterable[Job]) -> Iterator[Artifact]:
        """Yield an artifact for each job as it finishes; stop the workers at once when the caller goes away."""
        from pebble import ProcessPool

        scratch = Path(tempfile.mkdtemp(prefix="studyguide-"))
        context = _forking()
        pool = ProcessPool(
            max_workers=self.count, max_tasks=TASKS_A_WORKER, context=context,
            initializer=_begin, initargs=(self.limits.memory_mb, str(scratch)),
        )  # fmt: skip
        try:
            yield from self._drive(pool, iter(jobs))
            if self.stopped is None:
                pool.close()  # type: ignore[no-untyped-call]  # pebble types all but these
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()
            shutil.rmtree(scratch, ignore_errors=True)

    def _drive(self, pool: ProcessPool, jobs: Iterator[Job]) -> Iterator[Artifact]:
        """Keep the workers busy, the longest of the jobs at hand first; a job whose worker died is tried once more."""
        ahead: list[Job] = []
        running: dict[Future[Artifact], tuple[Job, bool]] = {}
        while True:
            ahead += islice(jobs, max(0, WINDOW * self.count - len(ahead)))
            ahead.sort(key=_cost)
            while ahead and len(running) < self.count + 1:
                job = ahead.pop()
                self.begun(job.name)
                running[self._schedule(pool, job)] = (job, False)
            if not running:
                return
            done, _ = wait(running, timeout=self.stopped and PATIENCE, return_when=FIRST_COMPLETED)
            if self.stopped is not None and self.stopped():
                return
            for future in done:
                job, again = running.pop(future)
                artifact = self._result(future, job, again)
                if artifact is None:
                    running[self._schedule(pool, job)] = (job, True)
                else:
                    yield artifact

    def _schedule(self, pool: ProcessPool, job: Job) -> Future[Artifact]:
        future: Future[Artifact] = pool.schedule(_set, args=[job], timeout=self.limits.seconds + job.extra_seconds)
        return future

    def _result(self, future: Future[Artifact], job: Job, again: bool) -> Artifact | None:
        """Return what came of a job; None: its worker died, and it is to be tried once more."""
        from pebble import ProcessExpired

        try:
            artifact = future.result()
        except TimeoutError:
            allowed = self.limits.seconds + job.extra_seconds
            words = f"took longer than {allowed:g} seconds and was stopped (STUDYGUIDE_JOB_SECONDS sets the limit)"
            return Artifact(job.name, b"", 0, errors=(words,))
        except MemoryError:
            words = f"took more than {self.limits.memory_mb} MB of memory (STUDYGUIDE_JOB_MEMORY_MB sets the limit)"
            return Artifact(job.name, b"", 0, errors=(words,))
        except ProcessExpired as problem:
            if not again:
                return None
            words = f"its worker process died twice (exit code {problem.exitcode})"
            return Artifact(job.name, b"", 0, errors=(words,))
        return artifact


def _cost(job: Job) -> int:
    """Return how long a job will take, roughly: by its pages when it was made last, else by its HTML."""
    return job.cost or len(job.html)


def _begin(memory_mb: int, scratch: str) -> None:
    """Prepare a worker: its temporary files go where they are cleared away, its memory has a limit, Ctrl-C is its parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["TMPDIR"] = scratch
    tempfile.tempdir = scratch
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limit = pages * resource.getpagesize() + memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, OSError, ValueError):  # not Linux: there the time limit alone holds
        return


def _set(job: Job) -> Artifact:
    from builder.typeset import typeset

    return typeset(job)
