"""The figures that this program promises, each measured: a number, its goal, and whether it is met.

In: a scratch folder, how much time there is. Out: `Figure`s as they are measured. A figure is a function that yields rows; the table at the
end lists them in order, and a name on the command line chooses some.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from bench.costs import PASS, Cost, Ratio, compared, cost, environment
from bench.others import CHROMIUM, OURS, TYPST, Side, side_by_side
from bench.projects import (
    COURSE,
    SECTION,
    generated,
    keep_html,
    section_words,
    seeded,
    shipped,
    studyguide,
    with_components,
)
from bench.reference import COURSE as REFERENCE
from bench.reference import PAGES
from bench.reference import project as reference_project

VARIANT = "pdf/a-2a"
_HERE = Path(__file__).resolve().parent
_LEVEL = """import sys; from builder.entry import main; sys.argv = ["studyguide", "--help"]
try: main()
except SystemExit: sys.exit("weasyprint" in sys.modules)"""
CLEAR = 1.3
"""What is this much over what it should be is a regression even on a noisy machine."""


@dataclass(frozen=True)
class Figure:
    """A measured number: at most `goal`, or no goal where it is only told."""

    what: str
    value: float | None
    """None where what it is compared with isn't installed."""
    goal: float | None
    unit: str = "x"
    wall: float | None = None
    """The same ratio by the clock, where the value is processor time."""
    usual: float | None = None
    """What a quick run finds when all is well, where that isn't the goal."""

    @property
    def verdict(self) -> str:
        """Whether the goal is met."""
        return "" if self.goal is None or self.value is None else "met" if self.value <= self.goal else "missed"

    @property
    def is_regression(self) -> bool:
        """Whether a quick run finds more than noise explains."""
        most = self.goal if self.usual is None else self.usual
        return most is not None and self.value is not None and self.value > CLEAR * most


@dataclass
class Bench:
    """Where to measure, how thoroughly, and what several figures share."""

    scratch: Path
    quick: bool = False
    full: bool = False
    made: dict[str, Path] = field(default_factory=dict)
    sides: list[Side] = field(default_factory=list)
    """What the reference handouts cost, engine by engine."""

    @property
    def home(self) -> Path:
        """The folder for the program's caches."""
        return self.scratch / "home"

    def pairs(self, usual: int) -> int:
        """Return how often to measure what is usually measured so often."""
        return 1 if self.quick and usual < 5 else usual * 2 if self.full else usual

    def project(self, name: str, make: Callable[[Path], Path]) -> Path:
        """Return a project, made once."""
        if name not in self.made:
            self.made[name] = make(self.scratch)
        return self.made[name]

    def folder(self, name: str) -> Path:
        """Return a new empty folder."""
        number = sum(1 for _ in self.scratch.glob(f"{name}-*"))
        path = self.scratch / f"{name}-{number}"
        path.mkdir()
        return path

    def inside(self, measure: str, project: Path, *words: str, course: str = COURSE) -> dict[str, float]:
        """Run a measure of `inside.py` in a fresh process."""
        line = [sys.executable, str(_HERE / "inside.py"), measure, str(project), course, *words]
        found: dict[str, float] = json.loads(
            subprocess.run(line, check=True, env=environment(self.home), capture_output=True, text=True).stdout
        )
        return found

    def words(self, project: Path) -> tuple[str, ...]:
        """Return which sections are built: all, or one where it must be quick."""
        return ("--section", SECTION) if self.quick else section_words(project)

    def plain(self, mode: str, pages: list[str]) -> Cost:
        """Set finished HTML with WeasyPrint alone; a warm run tells its own cost, without imports."""
        line = [sys.executable, str(_HERE / "plain.py"), mode, VARIANT, str(self.folder("plain")), *pages]
        if mode == "cold":
            return cost(line, self.scratch, self.home)
        return Cost(
            **json.loads(
                subprocess.run(line, check=True, env=environment(self.home), capture_output=True, text=True).stdout
            )
        )


def _against(what: str, ratio: Ratio, goal: float | None, usual: float | None = None) -> Figure:
    return Figure(what, ratio.cpu, goal, wall=ratio.wall, usual=usual)


def commands(bench: Bench) -> Iterator[Figure]:
    """`--help`, `check` and `explain` against a Python that does nothing."""
    project = bench.project("shipped", shipped)

    def ratio(*words: str) -> Ratio:
        line = studyguide(*words)
        return compared(
            lambda: cost(line, project, bench.home, (0, 1)), lambda: cost(PASS, project, bench.home), bench.pairs(7)
        )

    yield _against("`--help` / `python -c pass`", ratio("--help"), 7, usual=5.4)
    imported = subprocess.run(
        [sys.executable, "-c", _LEVEL], cwd=project, env=environment(bench.home), capture_output=True, check=False
    ).returncode
    yield Figure("WeasyPrint imported by `--help`", float(imported), 0, "times")
    yield _against("`check` / `python -c pass`", ratio("check"), 50)
    yield _against("`explain` / `python -c pass`", ratio("explain", "-", SECTION, "title"), 40, usual=10.6)


def loading(bench: Bench) -> Iterator[Figure]:
    """Reading and checking all content against reading its YAML alone."""
    plain = bench.project("shipped", shipped)
    yield Figure("load and check the course / `yaml.compose`, C parser", _load_ratio(bench, plain), 8)
    whole = bench.project("with-classes", lambda where: shipped(where, classes=True, name="with-classes"))
    yield Figure(
        "load and check the course and its classes / `yaml.compose`, C parser", _load_ratio(bench, whole), None
    )


def _load_ratio(bench: Bench, project: Path) -> float:
    return median(
        found["ours"] / found["base"] for found in (bench.inside("load", project) for _ in range(bench.pairs(3)))
    )


def student(bench: Bench) -> Iterator[Figure]:
    """The student build of the course against a fresh process that writes the same HTML; its memory and its ink."""
    project = bench.project("shipped", shipped)
    words = (*bench.words(project), "--edition", "student")
    kept = bench.folder("student")
    pages = keep_html(project, bench.home, kept, *words)

    def ours() -> Cost:
        return cost(studyguide("build", COURSE, *words, "--output", str(bench.folder("out"))), project, bench.home)

    ratio = compared(ours, lambda: bench.plain("cold", pages), bench.pairs(2))
    yield _against("student build / a fresh process that writes the same HTML", ratio, 1.25)
    yield Figure("peak memory of its largest process", ratio.peak_mb, 350, "MB")
    covered = bench.inside("ink_of", project, str(kept / COURSE))
    yield Figure("ink on the fullest page", covered["page"] * 100, 9, "%")
    yield Figure("ink on a section's average page", covered["section"] * 100, 6.5, "%")


def cold(bench: Bench) -> Iterator[Figure]:
    """A cold build of students' and teachers' handouts against W: the same HTML, one after another, in one warm process."""
    project = bench.project("shipped", shipped)
    words = bench.words(project)
    kept = bench.folder("both")
    pages = keep_html(project, bench.home, kept, *words)

    def built(jobs: str) -> Callable[[], Cost]:
        return lambda: cost(
            studyguide("build", COURSE, *words, "--jobs", jobs, "--output", str(bench.folder("out"))),
            project,
            bench.home,
        )

    warm = bench.plain("warm", pages)
    two, one = built("2")(), built("1")()
    again = bench.plain("warm", pages)
    base = Cost((warm.cpu + again.cpu) / 2, (warm.wall + again.wall) / 2)
    yield Figure("cold build on two workers / W, by the clock", two.wall / base.wall, 0.70, wall=two.wall / base.wall)
    yield Figure("cold build on one worker / W", one.cpu / base.cpu, 1.15, wall=one.wall / base.wall)
    if not bench.quick:
        found = bench.inside("around", project, str(kept), str(bench.folder("around")))
        yield Figure(
            "around WeasyPrint (load, check, render, digest, write) / W", found["around"] / base.cpu * 100, 5, "%"
        )
        yield Figure("preflight / W, counted apart", found["preflight"] / base.cpu * 100, None, "%")


def warm(bench: Bench) -> Iterator[Figure]:
    """A warm reference handout in our process against WeasyPrint alone on the same HTML."""
    project = bench.project("reference", lambda where: reference_project(where / "warm", 1))
    pages = keep_html(project, bench.home, bench.folder("warm"), "--section", "handout-0", course=REFERENCE)

    def ours() -> Cost:
        return Cost(**bench.inside("warm", project, course=REFERENCE))

    ratio = compared(ours, lambda: bench.plain("warm", pages), 3)
    yield _against("a warm reference handout / WeasyPrint alone", ratio, None, usual=1.2)


def editions(bench: Bench) -> Iterator[Figure]:
    """The course for two classes in two editions: what loading, laying over, checking and writing add to its documents."""
    project = bench.project("with-classes", lambda where: shipped(where, classes=True, name="with-classes"))
    sections = sorted(path.stem for path in (project / "content" / COURSE / "sections").glob("*.yaml"))
    found = bench.inside("editions", project, str(bench.folder("editions")), *sections)
    words = f"{found['documents']:.0f} documents of 2 classes x 2 editions / the sum of their render times"
    yield Figure(words, found["ratio"], 1.1)


def lesson(bench: Bench) -> Iterator[Figure]:
    """A teacher's handout with each component of a lesson against the same without them."""
    found = bench.inside("components", bench.project("components", with_components), SECTION)
    yield Figure("handout with each component of a lesson / without", found["ratio"], 1.3)


def no_op(bench: Bench) -> Iterator[Figure]:
    """A build with nothing to do."""
    project = bench.project("shipped", shipped)
    line = studyguide("build", COURSE, *bench.words(project), "--edition", "student")
    cost(line, project, bench.home)
    ratio = compared(lambda: cost(line, project, bench.home), lambda: cost(PASS, project, bench.home), bench.pairs(9))
    files = sum(1 for path in project.rglob("*") if path.is_file())
    yield _against(f"build with nothing to do, {files} files / `python -c pass`", ratio, 6, usual=3.2)


def edit(bench: Bench) -> Iterator[Figure]:
    """One changed word, by a command begun anew and by `watch`, against WeasyPrint alone on that document."""
    from bench.watching import after_save, change

    project = bench.project("edited", lambda where: shipped(where, name="edited"))
    words = ("--section", SECTION, "--edition", "student")
    page = keep_html(project, bench.home, project / "output", *words)

    def ours() -> Cost:
        change(project)
        return cost(studyguide("build", COURSE, *words), project, bench.home)

    yield _against(
        "one edit by a cold command / WeasyPrint on that document, cold",
        compared(ours, lambda: bench.plain("cold", page), bench.pairs(3)), 1.30,
    )  # fmt: skip
    saves = after_save(project, bench.home, words, lambda: bench.plain("warm", page), bench.pairs(3))
    yield Figure("watch, from save to PDF / the warm render, by the clock", saves, 1.25, wall=saves)


def scale(bench: Bench) -> Iterator[Figure]:
    """Courses of 10, 100 and 1,000 sections with five classes, each as students' and teachers' edition: what a section costs."""
    projects = {
        size: bench.project(f"generated-{size}", lambda where, n=size: generated(where, n))  # type: ignore[misc]
        for size in (10, 100, 1000)
    }

    def each(size: int) -> float:
        found = bench.inside("load", projects[size], str(projects[10]), course="large")
        return found["ours"] / found["sections"]

    found = [{size: each(size) for size in projects} for _ in range(bench.pairs(3))]
    ratios = [median(costs[size] / costs[100] for costs in found) for size in (1000, 10)]
    yield Figure("load and check a section of 1,000 / of 100, 5 classes", ratios[0], 1.1)
    yield Figure("load and check a section of 10 / of 100, 5 classes", ratios[1], None)
    large = bench.project("seeded", lambda where: seeded(where, 10_000))
    ratio = compared(
        lambda: cost(studyguide("build"), large, bench.home), lambda: cost(PASS, large, bench.home), bench.pairs(5)
    )
    yield _against("build with nothing to do, 10,000 documents (seeded) / `python -c pass`", ratio, 100)


def growth(bench: Bench) -> Iterator[Figure]:
    """Many documents: nothing gets slower or larger with their number."""
    if not bench.full:
        return
    found = bench.inside("many", bench.project("generated-1", lambda where: generated(where, 1)), "200", course="large")
    yield Figure("200 sections in one process: last 25 / first 25", found["time"], 1.05)
    yield Figure("200 sections in one process: memory at the end / after 10", found["memory"], 1.10)
    stream = bench.inside("stream", bench.project("generated-100", lambda where: generated(where, 100)), course="large")
    yield Figure(
        f"{stream['documents']:.0f} documents: memory of the building process at the end / after a tenth",
        stream["memory"],
        1.10,
    )
    yield from _packs(bench)


def _packs(bench: Bench) -> Iterator[Figure]:
    """A course pack against its sections, and long packs: 39 sections of the shipped course, 46 and 472 generated ones."""
    shipped_course = bench.project("shipped", shipped)
    found = bench.inside("pack", shipped_course)
    yield Figure(f"course pack, {found['pages']:.0f} pages / its sections alone", found["ratio"], 1.5)
    found = bench.inside("book", shipped_course, "39")
    yield Figure(f"peak memory of a course pack of {found['pages']:.0f} pages", found["peak_mb"], 450, "MB")
    short, long = (
        bench.inside("book", bench.project(f"generated-{size}", partial(generated, sections=size)), "0", course="large")
        for size in (46, 472)
    )
    what = f"course pack, milliseconds a page of {long['pages']:.0f} pages / of {short['pages']:.0f}"
    yield Figure(what, long["ms"] / short["ms"], 1.10)


def others(bench: Bench) -> Iterator[Figure]:
    """The reference handout by us, by headless Chromium and by Typst."""
    for count, rounds in ({1: 1} if bench.quick else {1: 5, 10: 3, 50: 1}).items():
        found = {side.engine: side for side in side_by_side(bench.scratch, bench.home, count, rounds)}
        bench.sides += found.values()
        if count == 10:
            for other, goal in {CHROMIUM: 1.0, TYPST: 1.8}.items():
                ratio = found[OURS].cost.wall / found[other].cost.wall if other in found else None
                yield Figure(f"10 reference handouts on two workers / {other}, by the clock", ratio, goal)
    yield Figure("pages of the reference handout", max(side.pages for side in bench.sides), PAGES, "pages")


FIGURES: Mapping[str, Callable[[Bench], Iterator[Figure]]] = {
    "student": student, "commands": commands, "loading": loading, "warm": warm, "lesson": lesson, "no-op": no_op, "cold": cold,
    "edit": edit, "editions": editions, "scale": scale, "others": others, "growth": growth,
}  # fmt: skip
"""All figures, in the order of the table."""
QUICK = ("commands", "loading", "warm", "no-op")
"""What a quick run measures: in less than a minute, and a machine that does other work hardly matters."""
