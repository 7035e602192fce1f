"""The main path: courses -> PDFs. One function, reading as its steps: load, check, render, plan, typeset, write.

In: a `Request`. Out: a `Result` that says what was made, what was found and the exit code. This module ties the stages together and
does none of their work; printing is the command's.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from builder.changes import History, short
from builder.citations import Bibliography
from builder.course import Course, SectionEntry, chosen_sections
from builder.diagnostics import Diagnostic, Severity, error, in_file_order, warning
from builder.edition import for_edition, forms_of
from builder.inputs import load_trees
from builder.job import Artifact, Job
from builder.output import Document, Manifest, Output
from builder.pack import pack
from builder.pieces import HANDOUT
from builder.plan import CHANGED, UNSEARCHED, UP_TO_DATE, stale
from builder.preflight import forbidden, inspected, leaks
from builder.progress import SILENT, Progress
from builder.render import bibliography, make_page, render
from builder.run import Executor, Limits, OverdueError, deadline, in_process
from builder.source_faults import source_faults
from builder.stamp import copy_names, stamped
from builder.templates import TemplateSet, read_templates
from builder.titles import Title, keys, pack_name, titles
from builder.trees import Outside, Tree
from builder.versions import versions

PAGE_COST = 10_000
"""What a finished page counts against characters of HTML when jobs are ordered by their cost."""
PASSES = 2
DONE, CONTENT, USAGE, ENVIRONMENT, INTERNAL = 0, 1, 2, 3, 70


@dataclass(frozen=True)
class Request:
    """What is asked for; an empty choice means all."""

    courses: tuple[str, ...]
    sections: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    output: Path = Path("output")
    strict: bool = False
    wait: bool = False
    keep_html: bool = False
    outside: Outside = ()
    """Print settings from the environment and the command line."""
    parts: tuple[str, ...] = ()
    """Parts of the handouts to print alone (`pieces.PARTS`)."""


@dataclass
class Result:
    """What came of it."""

    built: list[Artifact] = field(default_factory=list)
    up_to_date: int = 0
    failed: int = 0
    removed: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """Every document that was asked for, with the reason for making it, or that it is up to date."""
    findings: list[Diagnostic] = field(default_factory=list)
    exit_code: int = DONE
    overtaken: bool = False
    """The executor stopped before everything was made."""

    @property
    def told(self) -> list[Diagnostic]:
        """The findings that a build prints: infos are for `check`."""
        return [finding for finding in self.findings if finding.severity is not Severity.INFO]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return sum(finding.severity is Severity.WARNING for finding in self.findings)


@dataclass(frozen=True)
class Rendered:
    """A job to be set, or the findings that stand in its way."""

    job: Job | None
    findings: list[Diagnostic]
    internal: bool = False


Notice = Callable[[Artifact, str], None]
Made = tuple[Job | None, list[Diagnostic]]


def build(
    request: Request,
    project: Path,
    notice: Notice,
    run: Executor = in_process,
    history: History | None = None,
    progress: Progress = SILENT,
) -> Result:
    """Make what is asked for and isn't up to date; `notice` hears of each PDF as it is finished, with the reason for making it.

    Raises OutputError or LockedError when the output folder can't be used.
    """
    output, templates = Output(project / request.output), read_templates(project)
    with output.lock(request.wait):
        work = _Work(request, output, output.read_manifest(), notice, history, progress)
        trees = [
            tree for course in request.courses for tree in load_trees(project, course, request.classes, request.outside)
        ]
        progress.asked(lambda: documents(trees, request))
        passes = (render_all(trees, request, templates), render_keys(trees, request, templates, work.manifest))
        try:
            for rendered in passes:
                for artifact in run(work.stale(work.sound(rendered))):
                    work.finish(artifact)
            work.close(_found(trees))
        finally:
            work.save()
    return work.result


def documents(trees: Iterable[Tree], request: Request) -> int:
    """Return how many documents are asked for."""
    count = 0
    for tree in trees:
        for edition in request.editions or tree.editions:
            count += sum(1 for _ in titles(tree, edition, request.sections, request.parts))
            count += _has_pack(tree, edition, request)
            count += 0 if request.parts else sum(1 for _ in keys(tree, edition, lambda name: {}, request.sections))
    return count


def _has_pack(tree: Tree, edition: str, request: Request) -> bool:
    return tree.course is not None and forms_of(edition).has_pack and not (request.sections or request.parts)


def _found(trees: Iterable[Tree]) -> Iterator[Diagnostic]:
    """Yield what the checks found, and what is wrong with each course's sources in its style."""
    for tree in trees:
        yield from (finding.diagnostic for finding in tree.findings)
        if tree.course is not None and tree.class_name is None:
            yield from source_faults(tree.course)


def render_all(trees: Iterable[Tree], request: Request, templates: TemplateSet) -> Iterator[Rendered]:
    """Render everything that is asked for and can be printed; after the sections of a tree the course pack that holds them."""
    made_with = versions()
    for tree in trees:
        books = None
        for edition in request.editions or tree.editions:
            handouts: list[tuple[SectionEntry, Job]] = []
            for title in titles(tree, edition, request.sections, request.parts):
                books = books or bibliography(title.course)
                rendered = _render(title, templates, books, made_with)
                if title.piece is HANDOUT and rendered.job is not None:
                    handouts.append((title.entry, rendered.job))
                yield rendered
            if tree.course is not None and _has_pack(tree, edition, request):
                yield _pack(tree.course, edition, handouts, templates, books)


def _pack(
    full: Course,
    edition: str,
    handouts: list[tuple[SectionEntry, Job]],
    templates: TemplateSet,
    books: Bibliography | None,
) -> Rendered:
    """Render a course pack, or say which section stands in its way: the last good pack stays."""
    name, done = pack_name(full, edition), {entry.id for entry, _ in handouts}
    missing = [section for section in chosen_sections(full.info, full.class_info) if section not in done]
    if missing or books is None:
        words = " and ".join(f"`{section}`" for section in missing[:3]) + (" and others" if len(missing) > 3 else "")
        return Rendered(
            None, [warning(f"{name} was not made: {words} can't be printed", hint="the last good one stays")]
        )

    def make() -> Made:
        course = for_edition(full, edition)
        return pack(make_page(course, course.sections[0], edition, templates, books), handouts, templates, name)

    return _guarded(name, make)


def render_keys(
    trees: Iterable[Tree], request: Request, templates: TemplateSet, manifest: Manifest
) -> Iterator[Rendered]:
    """Render the answer keys: after the handouts, whose pages they name."""
    made_with = versions()

    def places(name: str) -> Mapping[str, int]:
        made = manifest.documents.get(name)
        return made.places if made else {}

    for tree in trees if not request.parts else ():
        books = None
        for edition in request.editions or tree.editions:
            for title in keys(tree, edition, places, request.sections):
                books = books or bibliography(title.course)
                yield _render(title, templates, books, made_with)


def _render(
    title: Title, templates: TemplateSet, books: Bibliography, made_with: tuple[tuple[str, str], ...]
) -> Rendered:
    """Render one PDF's page."""

    def make() -> Made:
        page = make_page(title.course, title.entry, title.edition, templates, books)
        job, problems = render(page, templates, title.name, made_with, title.piece)
        if job is not None and title.secret is not None:
            job = replace(job, forbidden=forbidden(title.secret, title.course, title.entry))
        return job, problems

    return _guarded(title.name, make)


def _guarded(name: str, make: Callable[[], Made]) -> Rendered:
    """Render within the time that templates may take; a fault of ours stops this PDF only."""
    try:
        with deadline(Limits.from_environment().seconds):
            return Rendered(*make())
    except OverdueError as problem:
        return Rendered(None, [error(f"{name}: the templates {problem}")])
    except Exception:
        report = traceback.format_exc(limit=-3)
        message = f"internal error while rendering `{name}`: please report it\n{report}"
        return Rendered(None, [error(" ".join(message.split()))], internal=True)


@dataclass
class _Work:
    """A build under way: what it has planned and made so far."""

    request: Request
    output: Output
    manifest: Manifest
    notice: Notice
    history: History | None
    progress: Progress
    result: Result = field(default_factory=Result)
    planned: dict[str, tuple[Job, str]] = field(default_factory=dict)
    passes: int = 0
    """How many of the passes, handouts and keys, were gone through to their end: an executor may stop before."""

    def sound(self, rendered: Iterable[Rendered]) -> Iterator[Job]:
        """Pass on the jobs; keep the findings of those that failed."""
        for item in rendered:
            self.result.findings += item.findings
            if item.job is not None:
                yield item.job
            else:
                self._fail([], item.internal)
                self.progress.settled("")
        self.passes += 1

    def stale(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """Pass on what is stale, as it is asked for, and keep each with its reason until it is finished; count what isn't stale."""

        def counted() -> Iterator[Job]:
            for job in jobs:
                self.result.up_to_date += 1
                self.result.names |= dict.fromkeys((job.name, *copy_names(job)), UP_TO_DATE)
                yield job
                if self.result.names[job.name] == UP_TO_DATE:
                    self.progress.settled(job.name)

        for job, reason in stale(counted(), self.manifest, self.output.digest):
            known = self.manifest.documents.get(job.name)
            if reason == UNSEARCHED and known is not None:
                self._search(job, known)
                continue
            self.result.up_to_date -= 1
            job = replace(job, cost=known.pages * PAGE_COST if known else 0)
            if reason == CHANGED and known is not None and self.history is not None:
                reason = self.history.reason(job, known)
            self.result.names |= dict.fromkeys((job.name, *copy_names(job)), reason)
            self.planned[job.name] = (job, reason)
            yield job

    def _search(self, job: Job, known: Document) -> None:
        """Search a file that is up to date for answers that are new: with them in it, it may not stay."""
        found = leaks((self.output.root / job.name).read_bytes(), job.forbidden)
        if not found:
            known.searched_for = job.searched_for
            return
        self.result.up_to_date -= 1
        for name in (job.name, *copy_names(job)):
            self.output.remove(name)
            self.manifest.documents.pop(name, None)
        self.result.names |= dict.fromkeys((job.name, *copy_names(job)), UNSEARCHED)
        self._fail([error(f"{job.name}: {leak}; the file was removed") for leak in found])
        self.progress.settled(job.name)

    def _fail(self, findings: list[Diagnostic], internal: bool = False) -> None:
        """Count a document that isn't made."""
        self.result.findings += findings
        self.result.failed += 1
        self.result.exit_code = INTERNAL if internal else self.result.exit_code

    def finish(self, artifact: Artifact) -> None:
        """Write a finished PDF, or report why there is none: the last good one stays."""
        job, reason = self.planned.pop(artifact.job)
        self.progress.settled(job.name)
        artifact, plain = inspected(artifact, job), job.name.removesuffix(".pdf")
        if self.request.keep_html:
            self.output.write(f"{plain}.html", job.page().encode())
        self.result.findings += [warning(f"{job.name}: {message}") for message in artifact.warnings]
        if not artifact.pdf:
            self.output.write(f"failed/{plain}.html", job.page().encode())
            self._fail([error(f"{job.name}: {message}") for message in artifact.errors], artifact.internal)
            return
        self.output.write(job.name, artifact.pdf)
        places = {box.id: box.page for box in reversed(artifact.layout) if box.id.startswith("question-")}
        self.manifest.documents[job.name] = Document(
            job.digest, artifact.digest, artifact.pages, places=dict(sorted(places.items())),
            searched_for=job.searched_for, parts=short(job), snapshot=self.history.now.key if self.history else "",
        )  # fmt: skip
        for path, copy in stamped(artifact.pdf, artifact.layout, job):
            self.output.write(path, copy)
            self.manifest.documents[path] = Document(job.digest, sha256(copy).hexdigest(), artifact.pages)
        self.result.built.append(replace(artifact, pdf=b""))
        self.notice(artifact, reason)

    def close(self, found: Iterable[Diagnostic]) -> None:
        """Settle what the build comes to; remove what nothing makes any more, if everything was looked at."""
        self.result.overtaken = self.passes < PASSES
        self.result.findings = in_file_order([*self.result.findings, *found])
        self.result.exit_code = _exit_code(self.result, self.request.strict)
        if not self.result.overtaken:
            _tidy(self.manifest, self.output, self.request, self.result)
        _remember(self.manifest, self.request, self.result)

    def save(self) -> None:
        """Write the manifest: also of a build that was broken off, whose PDFs are as good as any."""
        if self.history is not None:
            for name, reason in self.result.names.items():
                if reason == UP_TO_DATE and name in self.manifest.documents:
                    self.manifest.documents[name].snapshot = self.history.now.key
            self.history.keep(self.manifest.documents.values())
        self.output.write_manifest(self.manifest)


def _tidy(manifest: Manifest, output: Output, request: Request, result: Result) -> None:
    """Remove what earlier builds made and this one would not: a deleted section's PDF, a renumbered one, a class that is gone.

    Only after a whole build without errors, and only files that still are as they were made.
    """
    whole = not (request.sections or request.classes or request.editions or request.parts)
    for name in result.names:
        if name in manifest.documents:
            manifest.documents[name].whole |= whole
    if not whole or result.errors or result.failed:
        return
    for name, made in list(manifest.documents.items()):
        if made.whole and name not in result.names and name.split("/")[0] in request.courses:
            if output.digest(name) == made.pdf:
                output.remove(name)
                result.removed.append(name)
            del manifest.documents[name]


def _exit_code(result: Result, strict: bool) -> int:
    """Return the highest of what went wrong: an internal error, content errors."""
    wrong = result.errors or result.failed or (strict and result.warnings)
    return max(result.exit_code, CONTENT if wrong else DONE)


def _remember(manifest: Manifest, request: Request, result: Result) -> None:
    """Keep what was found, so that a build with nothing to do can repeat it."""
    for course in request.courses:
        manifest.courses[course] = {"exit": result.exit_code, "errors": result.errors, "warnings": result.warnings}
