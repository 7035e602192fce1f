"""Jobs -> Artifacts: the executor seam.

An executor is a function that takes jobs and yields an Artifact for each, in the order they finish. This one works in this process;
others have the same shape. Separate so that `build` doesn't know where pages are set, and a test can pass its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from builder.job import Artifact, Job

Executor = Callable[[Sequence[Job]], Iterable[Artifact]]


def in_process(jobs: Sequence[Job]) -> Iterator[Artifact]:
    """Set the jobs one after another, here; WeasyPrint is imported when there is something to set."""
    if jobs:
        from builder.typeset import typeset

        yield from map(typeset, jobs)
