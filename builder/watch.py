"""Rebuild what a saved file changes, in a warm process.

In: a project, a request, a stream of saves. Out: a build after each burst of saves, told line by line. Separate from `build`, which
makes things once. The section asked for comes first; a build that is overtaken by a save stops after the page it is at.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from builder.build import Request, Result, build
from builder.changes import Changes
from builder.job import Artifact, Job
from builder.run import in_process

STEP_MS, DEBOUNCE_MS = 5, 50
"""How long `watchfiles` gathers the saves of one burst: its defaults take 61 ms, these 9."""
Say = Callable[[str], None]
Snapshot = Callable[[], Changes]


@dataclass
class Overtaken:
    """Tells a build that a later save made it stale."""

    event: threading.Event

    def run(self, jobs: Iterable[Job]) -> Iterator[Artifact]:
        """Set jobs in this process until a save comes in between."""
        for job in jobs:
            if self.event.is_set():
                return
            yield from in_process([job])


def saves(project: Path, stop: threading.Event) -> Iterator[set[str]]:
    """Yield the files of each burst of saves in the content and the templates."""
    from watchfiles import watch

    folders = [folder for folder in (project / "content", project / "templates") if folder.is_dir()]
    for changed in watch(*folders, step=STEP_MS, debounce=DEBOUNCE_MS, stop_event=stop, raise_interrupt=False):
        yield {path for _, path in changed}


def ahead(bursts: Iterator[set[str]], pending: threading.Event) -> Iterator[set[str]]:
    """Yield bursts of saves, listening while the caller works: `pending` is set as soon as one waits."""
    waiting: queue.SimpleQueue[set[str] | None] = queue.SimpleQueue()

    def listen() -> None:
        for burst in bursts:
            waiting.put(burst)
            pending.set()
        waiting.put(None)

    threading.Thread(target=listen, daemon=True).start()
    while (burst := waiting.get()) is not None:
        yield burst


def watch(
    request: Request, project: Path, bursts: Iterable[set[str]], say: Say, tell: Callable[[Result], None], snapshot: Snapshot,
    pending: threading.Event,
) -> None:  # fmt: skip
    """Build once, then after every burst of saves; `tell` hears each result. `pending` is set while a newer save waits."""
    _once(request, project, None, say, tell, pending)
    before = snapshot()
    for _ in bursts:
        pending.clear()
        now = snapshot()
        changes = replace(now, before=before.now)
        before = now
        if changes.files:
            if request.sections:
                _once(request, project, changes, say, tell, pending)
            _once(replace(request, sections=()), project, changes, say, tell, pending)


def _once(
    request: Request,
    project: Path,
    changes: Changes | None,
    say: Say,
    tell: Callable[[Result], None],
    pending: threading.Event,
) -> None:
    start = time.perf_counter()

    def notice(artifact: Artifact, reason: str) -> None:
        nonlocal start
        taken = (time.perf_counter() - start) * 1000
        start = time.perf_counter()
        say(f"{request.output}/{artifact.job}  {reason}  {taken:.0f} ms")

    tell(build(request, project, notice, Overtaken(pending).run, changes))
