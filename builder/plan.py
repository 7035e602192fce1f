"""Which jobs are stale, and why.

In: jobs and what the manifest says of their files. Out: (job, reason) for each that must be set again. Freshness is a matter of
content: the digest of the job and the digest of the file as it stands, never of times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from builder.job import Job
from builder.output import Manifest
from builder.stamp import copy_names

CHANGED, UP_TO_DATE = "its content changed", "up to date"
UNSEARCHED = "its answers changed"
"""The file is as it should be, but wasn't searched for all the words that it must not hold."""
Digest = Callable[[str], str | None]


def stale(jobs: Iterable[Job], manifest: Manifest, digest: Digest) -> Iterator[tuple[Job, str]]:
    """Yield the jobs whose file isn't what the manifest says it should be, each with its reason.

    `digest` returns the SHA-256 of a file in the output folder, or None when it isn't there.
    """
    for job in jobs:
        known = manifest.documents.get(job.name)
        if known is None:
            yield job, "new"
            continue
        found = digest(job.name)
        if found is None:
            yield job, "its file is gone"
        elif found != known.pdf:
            yield job, "output was edited by hand or damaged"
        elif job.digest != known.job:
            yield job, CHANGED
        elif (reason := _copies(job, manifest, digest)) is not None:
            yield job, reason
        elif job.searched_for != known.searched_for:
            yield job, UNSEARCHED


def _copies(job: Job, manifest: Manifest, digest: Digest) -> str | None:
    """Return what is wrong with the copies of a finished PDF, or None."""
    for name in copy_names(job):
        known, found = manifest.documents.get(name), digest(name)
        if found is None or known is None:
            return "a copy is gone"
        if found != known.pdf:
            return "a copy was edited by hand or damaged"
    return None
