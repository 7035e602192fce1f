"""How long `studyguide watch` takes from a save to the PDF, against the warm render of that document."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.costs import Cost, environment
from bench.projects import COURSE, SECTION, studyguide

LONGEST = 300.0
"""Seconds after which a PDF won't come any more."""
QUIET = 2.0
"""Seconds without a new PDF after which the last save is done with: on a busy machine it may be seen twice."""


class WatchError(Exception):
    """No PDF came."""


def change(project: Path) -> None:
    """Change a word of the section."""
    file = project / "content" / COURSE / "sections" / f"{SECTION}.yaml"
    text = file.read_text("utf-8")
    head, title, rest = text.partition("\ntitle: ")
    words, _, rest = rest.partition("\n")
    changed = words[:-1] if words.endswith("s") else f"{words}s"
    file.write_text(f"{head}{title}{changed}\n{rest}", "utf-8")


def after_save(project: Path, home: Path, words: tuple[str, ...], base: Callable[[], Cost], pairs: int) -> float:
    """Save so many times while `watch` runs; return the median of the ratios by the clock."""
    line = studyguide("watch", COURSE, *words)
    process = subprocess.Popen(
        line,
        cwd=project,
        env={**environment(home), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        while "PDF" not in process.stdout.readline():
            if process.poll() is not None:
                raise WatchError(f"`{' '.join(line)}` ended by itself")
        _saved(project)  # the first save warms up what the first build didn't need
        return median(_saved(project) / base().wall for _ in range(pairs))
    finally:
        process.terminate()
        process.wait()


def _saved(project: Path) -> float:
    """Save a change; return the seconds until the PDF is another file."""
    pdf = next(path for path in (project / "output" / COURSE).glob(f"*-{SECTION}.pdf"))
    before = _settled(pdf)
    start = time.perf_counter()
    change(project)
    while pdf.stat().st_mtime_ns == before:
        if time.perf_counter() - start > LONGEST:
            raise WatchError("no PDF after a save")
        time.sleep(0.002)
    return time.perf_counter() - start


def _settled(pdf: Path) -> int:
    """Wait until the PDF stays as it is; return its time."""
    time.sleep(QUIET)
    before, last = -1, pdf.stat().st_mtime_ns
    while before != last:
        time.sleep(QUIET)
        before, last = last, pdf.stat().st_mtime_ns
    return last
