"""The command line: the only printer, and the only place with exit codes.

Findings go to stderr, what was made to stdout. Every command loads what it needs when it runs, so that `--help` is quick.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder import __version__

if TYPE_CHECKING:
    from builder.build import Result
    from builder.diagnostics import Diagnostic
    from builder.job import Artifact

DONE, CONTENT, USAGE, ENVIRONMENT, INTERNAL, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 70, 130, 143


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="studyguide")
def main() -> None:
    """Make printable study guides from YAML: one PDF handout per section.

    Runs in a folder that holds `content/`; templates in `templates/` there come before the ones that ship with the program.
    """


def _project() -> Path:
    """Return the folder that the command runs in; end with a usage error when it holds no course."""
    project = Path.cwd()
    if not (project / "content").is_dir():
        _usage("there is no `content/` folder here", "change to the folder that holds it, or start a course with `studyguide new`")
    return project


def _usage(message: str, hint: str | None = None) -> None:
    _say(f"error: {message}" + (f"\n  hint: {hint}" if hint else ""))
    raise SystemExit(USAGE)


def _say(text: str) -> None:
    click.echo(text, err=True)


def _known(noun: str, names: Iterable[str], known: Sequence[str]) -> None:
    """End with a usage error that names the nearest when a name on the command line isn't known."""
    from builder.diagnostics import nearest

    for name in names:
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean `{near}`?" if near else f"known: {', '.join(f'`{k}`' for k in known) or 'none'}"
            _usage(f"no {noun} is called `{name}`", hint)


def _courses(project: Path, named: tuple[str, ...]) -> tuple[str, ...]:
    from builder.load import course_ids

    known = course_ids(project)
    _known("course", named, known)
    if not known:
        _usage("`content/` holds no course", "a course is a folder with a `course.yaml`; `studyguide new NAME` writes one")
    return named or known


def _sections(project: Path, courses: Sequence[str], sections: tuple[str, ...]) -> None:
    present = [path.stem for c in courses for path in sorted((project / "content" / c / "sections").glob("*.yaml"))]
    _known("section", sections, present)


def _report(findings: Iterable[Diagnostic]) -> None:
    from builder.diagnostics import format_diagnostic

    for finding in findings:
        _say(format_diagnostic(finding) + "\n")


@main.command()
@click.argument("courses", nargs=-1, metavar="[COURSE]...")
@click.option("--section", "sections", multiple=True, metavar="ID", help="Only this section; may be repeated.")
@click.option("--edition", "editions", multiple=True, metavar="NAME", help="Only this edition; may be repeated.")
@click.option("--output", type=click.Path(path_type=Path), default=Path("output"), help="Where the PDFs go (output).")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--wait", is_flag=True, help="Wait for another build in the same folder.")
@click.option("--keep-html", is_flag=True, help="Keep the page that each PDF was made from beside it.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but findings.")
def build(
    courses: tuple[str, ...], sections: tuple[str, ...], editions: tuple[str, ...], output: Path, strict: bool, wait: bool,
    keep_html: bool, quiet: bool,
) -> None:  # fmt: skip
    """Make the PDFs that aren't up to date."""
    project = _project()
    chosen = _courses(project, courses)
    _sections(project, chosen, sections)
    _known("edition", editions, ("student", "teacher"))
    _need_libraries()
    from builder.build import Request
    from builder.build import build as run_build
    from builder.output import LockedError, OutputError

    def notice(artifact: Artifact, reason: str) -> None:
        if not quiet:
            click.echo(f"{output}/{artifact.job}  {artifact.pages} {'page' if artifact.pages == 1 else 'pages'} ({reason})")

    request = Request(chosen, sections, editions, output, strict, wait, keep_html)
    try:
        result = run_build(request, project, notice)
    except (OutputError, LockedError) as problem:
        _say(f"error: {problem}")
        raise SystemExit(ENVIRONMENT) from None
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    _report(result.findings)
    if not quiet:
        click.echo(closing_line(result))
    raise SystemExit(result.exit_code)


def _need_libraries() -> None:
    """End with what to install when a library that sets pages is missing."""
    from builder.doctor import failed, machine, report

    findings = machine()
    if failed(findings):
        _say(report(findings))
        raise SystemExit(ENVIRONMENT)


def closing_line(result: Result) -> str:
    """Return what a build ends with: `22 PDFs: 3 built, 19 up to date; 1 error, 2 warnings`."""
    built = len(result.built)
    line = f"{_count(built + result.up_to_date, 'PDF')}: {built} built, {result.up_to_date} up to date"
    if result.failed:
        line += f", {result.failed} failed"
    found = [_count(n, word) for n, word in ((result.errors, "error"), (result.warnings, "warning")) if n]
    return f"{line}; {', '.join(found)}" if found else line


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


@main.command()
@click.argument("courses", nargs=-1, metavar="[COURSE]...")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(courses: tuple[str, ...], strict: bool) -> None:
    """Say what is wrong in the content, without making PDFs."""
    project = _project()
    from builder.build import load_trees
    from builder.diagnostics import Severity, in_file_order

    trees = [tree for course in _courses(project, courses) for tree in load_trees(project, course)]
    findings = in_file_order(finding.diagnostic for tree in trees for finding in tree.findings)
    _report(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    sections = sum(len(tree.course.sections) for tree in trees if tree.course)
    click.echo(f"{_count(sections, 'section')} checked: {_count(errors, 'error')}, {_count(warnings, 'warning')}")
    raise SystemExit(CONTENT if errors or (strict and warnings) else DONE)


@main.command("list")
def list_courses() -> None:
    """Show the courses with their sections and editions."""
    project = _project()
    from builder.build import load_trees

    for name in _courses(project, ()):
        for tree in load_trees(project, name):
            if tree.course is None:
                click.echo(f"{name}: `course.yaml` can't be used; see `studyguide check`")
                continue
            info = tree.course.info
            click.echo(f"{name}: {info.title} ({', '.join(info.editions)})")
            for entry in tree.course.sections:
                click.echo(f"  {entry.number:02} {entry.id}: {entry.value.title}")


@main.command()
@click.option("--output", type=click.Path(path_type=Path), default=Path("schemas"), help="Where the files go (schemas).")
def schema(output: Path) -> None:
    """Write the JSON Schemas of the content files, for editors."""
    from builder.schema import write_schemas

    for name in write_schemas(output):
        click.echo(f"{output}/{name}")


@main.command()
@click.argument("name")
@click.option("--title", default=None, help="The course's title.")
def new(name: str, title: str | None) -> None:
    """Write a course that builds, and whose comments teach the format, into content/NAME."""
    from builder.new import NewError, write_course

    try:
        files = write_course(Path.cwd(), name, title)
    except NewError as problem:
        _usage(str(problem), problem.hint)
        return
    for file in files:
        click.echo(file)
    click.echo(f"next: studyguide build {name}")


@main.command()
def doctor() -> None:
    """Check that this machine has what is needed, and say how to get what isn't there."""
    from builder.doctor import diagnose, failed, report

    findings = diagnose(Path.cwd())
    click.echo(report(findings))
    raise SystemExit(ENVIRONMENT if failed(findings) else DONE)
