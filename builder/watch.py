"""Rebuild what a saved file changes, in a warm process.

In: a project, a request, a stream of saves. Out: a build after each burst of saves, told line by line. Separate from `build`, which
makes things once. The section asked for comes first. A build that is overtaken by a save is stopped: its first document is set here,
where everything is warm, and asks between its pages whether it is still wanted; the others in workers, which can be killed.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

from builder.build import Request, Result, build
from builder.changes import History
from builder.diagnostics import Diagnostic
from builder.job import Artifact, Job
from builder.run import Limits, Workers, cores, in_process
from builder.stopping import StoppedError, stopping_when

STEP_MS, DEBOUNCE_MS = 5, 50
"""How long `watchfiles` gathers the saves of one burst: its defaults take 61 ms, these 9."""
Say = Callable[[str], None]
Tell = Callable[[Result, bool], None]
Look = Callable[[], History]


@dataclass
class Overtaken:
    """Tells a build that a later save made it stale."""

    event: threading.Event

    def run(self, jobs: Iterable[Job]) -> Iterator[Artifact]:
        """Set jobs until a save comes in between."""
        waiting = iter(jobs)
        if self.event.is_set():
            return
        try:
            with stopping_when(self.event.is_set):
                first = list(in_process(islice(waiting, 1)))
        except StoppedError:
            return
        yield from first
        more = [] if self.event.is_set() else list(islice(waiting, 1))
        if more:
            workers = Workers(cores(), Limits.from_environment(), stopped=self.event.is_set)
            yield from workers(chain(more, waiting))


def saves(project: Path, stop: threading.Event) -> Iterator[set[str]]:
    """Yield the files of each burst of saves in the content and the templates."""
    from watchfiles import watch

    folders = [folder for folder in (project / "content", project / "templates") if folder.is_dir()]
    for changed in watch(*folders, step=STEP_MS, debounce=DEBOUNCE_MS, stop_event=stop, raise_interrupt=False):
        yield {path for _, path in changed}


def ahead(bursts: Iterator[set[str]], pending: threading.Event) -> Iterator[set[str]]:
    """Return bursts of saves, listening from now on and while the caller works: `pending` is set as soon as one waits."""
    waiting: queue.SimpleQueue[set[str] | None] = queue.SimpleQueue()
    both = threading.Lock()  # a burst is taken with its sign, else a build would stop for a save that it knows

    def listen() -> None:
        for burst in bursts:
            with both:
                waiting.put(burst)
                pending.set()
        waiting.put(None)

    def taken() -> Iterator[set[str]]:
        more: set[str] | None = set()
        while more is not None and (burst := waiting.get()) is not None:
            with both:
                pending.clear()
                while not waiting.empty() and (more := waiting.get()) is not None:
                    burst |= more
            yield burst

    threading.Thread(target=listen, daemon=True).start()
    return taken()


@dataclass
class _Watch:
    """What a watch keeps between two saves."""

    request: Request
    project: Path
    say: Say
    tell: Tell
    pending: threading.Event
    told: list[Diagnostic] | None = None
    """The findings that were told last."""

    def once(self, request: Request, history: History, is_last: bool = True) -> bool:
        """Build; say of each PDF why it is made and how many milliseconds after the save it is there. False: it was overtaken."""
        start = time.perf_counter()

        def notice(artifact: Artifact, reason: str) -> None:
            taken = (time.perf_counter() - start) * 1000
            self.say(f"{request.output}/{artifact.job}  {reason}  {taken:.0f} ms")

        result = build(request, self.project, notice, Overtaken(self.pending).run, history)
        is_news = result.told != self.told
        if is_last and not result.overtaken and (is_news or not result.built):
            self.told = result.told
            self.tell(result, is_news)
        return not result.overtaken


def watch(
    request: Request, project: Path, bursts: Iterable[set[str]], say: Say, tell: Tell, look: Look, pending: threading.Event
) -> None:  # fmt: skip
    """Build once, then after every burst of saves; `pending` is set while a newer save waits.

    `tell` hears what came of a build when nothing was made or other things were found than before, and whether they are others.
    """
    work, before = _Watch(request, project, say, tell, pending), look()
    done = work.once(request, before)
    for _ in bursts:
        now = look()
        if not done or now.now.key != before.now.key:
            done = not request.sections or work.once(request, now, is_last=False)
            done = done and work.once(replace(request, sections=()), now)
        before = now
