"""The reference handout set by us, by headless Chromium and by Typst: the same text, side by side in one run.

In: how many documents. Out: what each engine cost for them, from the start of its process to the last PDF on the disk. Engines take turns,
as all that is compared here; memory is measured in a run of its own, because looking at it costs time.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pypdfium2

from bench.costs import Cost, cost
from bench.projects import studyguide
from bench.reference import COURSE, project, typst_files

OURS, CHROMIUM, TYPST = "studyguide", "headless Chromium", "Typst"
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Side:
    """What an engine cost for so many handouts, and how many pages the first of them has."""

    engine: str
    count: int
    cost: Cost
    pages: int


def chromium() -> str | None:
    """Return the path of Chromium, or None where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def has_typst() -> bool:
    """Whether Typst's package is installed."""
    return importlib.util.find_spec("typst") is not None


def side_by_side(scratch: Path, home: Path, count: int, rounds: int) -> list[Side]:
    """Set so many versions of the handout by each engine that is installed; ours comes first."""
    folder = project(scratch, count)
    sections = [word for number in range(count) for word in ("--section", f"handout-{number}")]
    jobs = ("--jobs", "2") if count > 1 else ()

    def out(engine: str) -> Path:
        path = folder / engine.split()[-1].lower()
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
        return path

    def ours(memory: bool) -> Cost:
        line = studyguide("build", COURSE, *sections, *jobs, "--keep-html", "--output", str(out(OURS)))
        return cost(line, folder, home, memory=memory)

    def script(name: str, *words: str) -> Callable[[bool], Cost]:
        return lambda memory: cost((sys.executable, str(_HERE / name), *words), folder, home, memory=memory)

    engines: dict[str, Callable[[bool], Cost]] = {OURS: ours}
    program = chromium()
    if program:
        pages = [str(folder / OURS / COURSE / f"{number + 1:02}-handout-{number}.html") for number in range(count)]
        engines[CHROMIUM] = script("by_chromium.py", program, str(out(CHROMIUM)), *pages)
    if has_typst():
        engines[TYPST] = script("by_typst.py", str(out(TYPST)), *typst_files(scratch, count))
    found = [{name: run(False) for name, run in engines.items()} for _ in range(rounds)]
    memory = {name: run(True).peak_mb for name, run in engines.items()}
    return [
        Side(name, count, _middle([each[name] for each in found], memory[name]), _pages(folder, name))
        for name in engines
    ]


def _middle(costs: list[Cost], memory: float) -> Cost:
    return Cost(median(each.cpu for each in costs), median(each.wall for each in costs), memory)


def _pages(folder: Path, engine: str) -> int:
    files = sorted((folder / engine.split()[-1].lower()).rglob("*handout-0.pdf"))
    document = pypdfium2.PdfDocument(files[0])
    try:
        return len(document)
    finally:
        document.close()
