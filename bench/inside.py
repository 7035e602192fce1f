"""What only a process can measure about itself: `inside.py MEASURE PROJECT COURSE [ARGUMENT ...]` prints numbers as JSON.

Seconds are processor time of this process. Each measure is a function; nothing of it runs in a build.
"""

from __future__ import annotations

import gc
import json
import pickle
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import yaml

from builder.build import Request, render_all
from builder.ink import ink
from builder.inputs import load_trees
from builder.job import Artifact, Job
from builder.load import yaml_names
from builder.output import Output
from builder.preflight import inspected
from builder.templates import read_templates

INK_DPI = 72


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor seconds that something takes, and what it returns."""
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def load(project: Path, course: str, before: str = "") -> dict[str, float]:
    """Load and check a course with all its classes, once and cold; `yaml.compose` by the C parser on the same files.

    `before` is a project whose course is loaded first, so that what a process does but once isn't counted.
    """
    if before:
        load_trees(Path(before), course)
    texts = [(project / "content" / course / name).read_text("utf-8") for name in yaml_names(project, course)]
    base, _ = timed(lambda: [yaml.compose(text, Loader=yaml.CSafeLoader) for text in texts])
    ours, trees = timed(lambda: load_trees(project, course))
    return {
        "ours": ours,
        "base": base,
        "trees": len(trees),
        "sections": sum(len(t.course.sections) for t in trees if t.course),
    }


def jobs_of(project: Path, course: str, editions: tuple[str, ...]) -> list[Job]:
    """Return the jobs of all handouts of a course."""
    templates = read_templates(project)
    request = Request((course,), editions=editions, sections=_sections(project, course))
    found = [item.job for item in render_all(load_trees(project, course), request, templates)]
    return [job for job in found if job is not None]


def _sections(project: Path, course: str) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (project / "content" / course / "sections").glob("*.yaml")))


def around(project: Path, course: str, made: str, scratch: str) -> dict[str, float]:
    """Do all that a build does around WeasyPrint with the PDFs in the folder `made`: load, check, render, digest, write; then preflight."""

    def work() -> list[Job]:
        jobs = jobs_of(project, course, ("student", "teacher"))
        output = Output(Path(scratch))
        for job in jobs:
            assert job.digest
            output.write(job.name, (Path(made) / job.name).read_bytes())
        return jobs

    seconds, jobs = timed(work)
    artifacts = [(Artifact(job.name, (Path(made) / job.name).read_bytes(), 1), job) for job in jobs]
    preflight, _ = timed(lambda: [inspected(artifact, job) for artifact, job in artifacts])
    return {"around": seconds, "preflight": preflight}


def ink_of(_project: Path, _course: str, made: str) -> dict[str, float]:
    """Return the covered share of the fullest page, and of the section with the most on average."""
    shares = [
        ink(file.read_bytes(), INK_DPI) for file in sorted(Path(made).glob("*.pdf")) if not file.stem.endswith("-cards")
    ]
    return {"page": max(map(max, shares)), "section": max(sum(pages) / len(pages) for pages in shares)}


def components(project: Path, course: str, section: str) -> dict[str, float]:
    """Set a teacher's handout with each component of a lesson once, and without them, alternately; return the ratio of three pairs."""
    from builder.edition import for_edition
    from builder.render import bibliography, make_page, render
    from builder.typeset import typeset, warm_up

    tree = load_trees(project, course)[0]
    assert tree.course is not None
    view, templates = for_edition(tree.course, "teacher"), read_templates(project)
    entry = next(entry for entry in view.sections if entry.id == section)
    bare = {"charts": (), "organizers": (), "exercises": (), "lesson": None}
    plain = type(entry)(**{**vars_of(entry), "value": entry.value.model_copy(update=bare)})
    jobs = []
    for each in (entry, plain):
        job, _ = render(make_page(view, each, "teacher", templates, bibliography(view)), templates, "x.pdf", ())
        assert job is not None
        jobs.append(job)
    warm_up()
    pairs = [[timed(lambda job=job: typeset(job))[0] for job in jobs] for _ in range(3)]  # type: ignore[misc]
    ratios = sorted(a / b for a, b in pairs)
    return {"ratio": ratios[1]}


def warm(project: Path, course: str) -> dict[str, float]:
    """Set the first handout after a first page that warms everything up, as a worker does."""
    from builder.typeset import typeset, warm_up

    job = jobs_of(project, course, ("student",))[0]
    warm_up()
    start = time.perf_counter()
    cpu, _ = timed(lambda: typeset(job))
    return {"cpu": cpu, "wall": time.perf_counter() - start}


def vars_of(value: Any) -> dict[str, Any]:
    """Return the fields of a frozen dataclass."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def many(project: Path, course: str, count: str) -> dict[str, float]:
    """Set so many handouts one after another: time of the last 25 against the first, memory at the end against that after ten."""
    from builder.typeset import typeset, warm_up

    jobs = jobs_of(project, course, ("student",))
    warm_up()
    gc.collect()
    gc.freeze()
    seconds, memory = [], []
    for number in range(int(count)):
        taken, _ = timed(lambda number=number: typeset(jobs[number % len(jobs)]))  # type: ignore[misc]
        seconds.append(taken)
        memory.append(resident())
    return {"time": sum(seconds[-25:]) / sum(seconds[:25]), "memory": memory[-1] / memory[9]}


def stream(project: Path, course: str) -> dict[str, float]:
    """Build all handouts of a course with one finished PDF in place of each; memory at the end against that after a tenth.

    Everything but the setting of pages is real: rendering, looking for answers, writing, the manifest.
    """
    from builder.build import build
    from builder.typeset import typeset

    packed: list[bytes] = []
    held: list[float] = []

    def run(jobs: Iterable[Job]) -> Iterator[Artifact]:
        for job in jobs:
            packed[:] = packed or [pickle.dumps(typeset(job))]
            yield replace(pickle.loads(packed[0]), job=job.name)  # as it comes from a worker

    result = build(
        Request((course,), sections=_sections(project, course)), project, lambda *_: held.append(resident()), run
    )
    return {"documents": len(result.built), "memory": held[-1] / held[len(held) // 10]}


def resident() -> float:
    """Return the memory that this process holds, in MB; its peak where the system doesn't tell."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 2**20
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def pack(project: Path, course: str) -> dict[str, float]:
    """Set a course pack, and its sections alone."""
    from builder.typeset import typeset, warm_up

    whole, others = _pack_of(project, course)
    alone = [job for job in others if job.name.count("/") == 1 and not job.name.endswith("-cards.pdf")]
    warm_up()
    apart, _ = timed(lambda: [typeset(job) for job in alone])
    together, made = timed(lambda: typeset(whole))
    return {"ratio": together / apart, "pages": made.pages}


def book(project: Path, course: str, sections: str) -> dict[str, float]:
    """Set a course pack that has at least so many sections, repeated where the course has less, in a worker of its own."""
    whole, _ = _pack_of(project, course)
    job = replace(whole, html=_repeated(whole.html, int(sections)))
    with ProcessPoolExecutor(1, get_context("spawn")) as press:
        return press.submit(_pressed, job).result()


def _pressed(job: Job) -> dict[str, float]:
    """Set a job in a process that knows nothing else, as a worker does."""
    from builder.typeset import typeset, warm_up

    warm_up()
    seconds, made = timed(lambda: typeset(job))
    if made.errors:
        raise ValueError(made.errors[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    return {"pages": made.pages, "ms": seconds * 1000 / made.pages, "peak_mb": peak}


def _pack_of(project: Path, course: str) -> tuple[Job, list[Job]]:
    """Return the student's pack of a course without classes, and the other jobs."""
    items = render_all(
        load_trees(project, course)[:1], Request((course,), editions=("student",)), read_templates(project)
    )
    jobs = [item.job for item in items if item.job is not None]
    whole = next(job for job in jobs if job.name.endswith("course-pack.pdf"))
    return whole, [job for job in jobs if job is not whole]


def _repeated(html: str, count: int) -> str:
    """Return a pack's HTML with so many sections: the same again, with ids of their own."""
    runs = list(re.finditer(r"<!--run section\.([\w.-]+)-->.*?<!--/run-->", html, re.DOTALL))
    more = []
    for number in range(len(runs), count):
        run, suffix = runs[number % len(runs)], f"-{number}"
        inside = run[0].replace(f"run section.{run[1]}-->", f"run section.{run[1]}{suffix}-->", 1)
        own = re.compile(rf'(?<=["# ])(pack__section__)?{re.escape(run[1])}(?=__|")')
        more.append(own.sub(rf"\g<0>{suffix}", inside))
    return html[: runs[-1].end()] + "".join(more) + html[runs[-1].end() :]


def editions(project: Path, course: str, output: str, *sections: str) -> dict[str, float]:
    """Build a course for two classes in two editions; return what that takes against the sum of its documents alone."""
    from builder.build import build
    from builder.typeset import typeset, warm_up

    warm_up()
    documents: list[float] = []

    def alone(jobs: Iterable[Job]) -> Iterator[Artifact]:
        for job in jobs:
            seconds, artifact = timed(lambda job=job: typeset(job))  # type: ignore[misc]
            documents.append(seconds)
            yield artifact

    request = Request((course,), sections, ("ap-seminar", "period-3"), ("student", "teacher"), Path(output))
    whole, result = timed(lambda: build(request, project, lambda artifact, reason: None, alone))
    assert result.errors == 0, result.findings
    return {"ratio": whole / sum(documents), "documents": len(documents)}


if __name__ == "__main__":
    measure: Callable[..., dict[str, float]] = globals()[sys.argv[1]]
    print(json.dumps(measure(Path(sys.argv[2]), *sys.argv[3:])))
