"""The command line: the only printer, and the only place with exit codes.

Findings go to stderr, what was made to stdout. Every command loads what it needs when it runs, so that `--help` is quick.
"""

from __future__ import annotations

import dataclasses
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from builder import __version__

if TYPE_CHECKING:
    from builder.build import Result
    from builder.changes import History
    from builder.diagnostics import Diagnostic
    from builder.job import Artifact
    from builder.output import Output
    from builder.progress import Progress
    from builder.report import Report

EDITIONS = ("student", "teacher", "large-print", "fillable")
"""The editions of `builder.model`, which isn't loaded for a question that needs no model."""
DONE, CONTENT, USAGE, ENVIRONMENT, INTERNAL, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 70, 130, 143


class _Main(click.Group):
    """Gives every fault that nobody foresaw its exit code: the machine's (3), ours (70), an interruption (130)."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the verb that was typed."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            raise SystemExit(INTERRUPTED) from None
        except OSError as problem:
            _say(f"error: `{problem.filename}`: {problem.strerror}" if problem.filename else f"error: {problem}")
            raise SystemExit(ENVIRONMENT) from None
        except Exception:
            _say(f"internal error: please report it\n{traceback.format_exc()}")
            raise SystemExit(INTERNAL) from None


@click.group(cls=_Main, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="studyguide")
def main() -> None:
    """Make printable study guides from YAML: one PDF handout per section.

    Runs in a folder that holds `content/`; templates in `templates/` there come before the ones that ship with the program.
    """


def _project() -> Path:
    """Return the folder that the command runs in; end with a usage error when it holds no course."""
    project = Path.cwd()
    if not (project / "content").is_dir():
        _usage(
            "there is no `content/` folder here",
            "change to the folder that holds it, or start a course with `studyguide new`",
        )
    return project


def _usage(message: str, hint: str | None = None) -> NoReturn:
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
        _usage(
            "`content/` holds no course", "a course is a folder with a `course.yaml`; `studyguide new NAME` writes one"
        )
    return named or known


def _sections(project: Path, courses: Sequence[str], sections: tuple[str, ...]) -> None:
    present = [path.stem for c in courses for path in sorted((project / "content" / c / "sections").glob("*.yaml"))]
    _known("section", sections, present)


def _classes(project: Path, courses: Sequence[str], classes: tuple[str, ...]) -> None:
    if classes:
        from builder.load import yaml_names
        from builder.overlay import class_names

        _known("class", classes, [name for course in courses for name in class_names(yaml_names(project, course))])


def _parts(words: str) -> tuple[str, ...]:
    """Return the parts of handouts that `--part` names, in its own order."""
    if not words:
        return ()
    from builder.pieces import PARTS

    named = tuple(dict.fromkeys(word.strip() for word in words.split(",") if word.strip()))
    _known("part", named, PARTS)
    return named


def _outside(paper: str | None) -> list[tuple[str, dict[str, str]]]:
    """Return the print settings of the environment and the command line; end with a usage error for one that can't be."""
    from builder.precedence import SettingError, from_command_line, from_environment

    try:
        return [("environment", from_environment(os.environ)), ("command line", from_command_line(paper))]
    except SettingError as problem:
        _usage(str(problem), problem.hint)
        raise


def _report(findings: Iterable[Diagnostic]) -> None:
    from builder.diagnostics import format_diagnostic

    for finding in findings:
        _say(format_diagnostic(finding) + "\n")


@main.command()
@click.argument("courses", nargs=-1, metavar="[COURSE]...")
@click.option("--section", "sections", multiple=True, metavar="ID", help="Only this section; may be repeated.")
@click.option("--class", "classes", multiple=True, metavar="NAME", help="Only this class; may be repeated.")
@click.option("--edition", "editions", multiple=True, metavar="NAME", help="Only this edition; may be repeated.")
@click.option(
    "--part",
    "parts",
    metavar="A,B",
    default="",
    help="Only these parts of each handout, or `exit`, `warm-up`, `cards`.",
)
@click.option("--paper", metavar="NAME", help="letter or a4, whatever courses and classes say.")
@click.option("--output", type=click.Path(path_type=Path), default=Path("output"), help="Where the PDFs go (output).")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--wait", is_flag=True, help="Wait for another build in the same folder.")
@click.option("--keep-html", is_flag=True, help="Keep the page that each PDF was made from beside it.")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, metavar="N", help="So many at a time (one a core).")
@click.option("--explain", is_flag=True, help="Say of every PDF why it is made, or that it is up to date.")
@click.option("--verify", is_flag=True, help="Trust no file's time or size: compare contents.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but findings.")
def build(
    courses: tuple[str, ...], sections: tuple[str, ...], classes: tuple[str, ...], editions: tuple[str, ...], parts: str,
    paper: str | None, output: Path, strict: bool, wait: bool, keep_html: bool, jobs: int | None,
    explain: bool, verify: bool, quiet: bool,
) -> None:  # fmt: skip
    """Make the PDFs that aren't up to date."""
    project = _project()
    chosen = _courses(project, courses)
    _sections(project, chosen, sections)
    _classes(project, chosen, classes)
    _known("edition", editions, EDITIONS)
    outside = _outside(paper)
    chosen_parts = _parts(parts)
    _need_libraries()
    _make_ready(project / output, jobs, sections)
    from builder.build import Request
    from builder.build import build as run_build
    from builder.model import Print
    from builder.output import LockedError, OutputError
    from builder.run import executor

    request = Request(
        chosen, sections, classes, editions, output, strict, wait, keep_html,
        tuple((level, Print.model_validate(settings)) for level, settings in outside), chosen_parts,
    )  # fmt: skip
    bar = _bar(quiet)

    def notice(artifact: Artifact, reason: str) -> None:
        if not quiet:
            bar.line(f"{output}/{artifact.job}  {_count(artifact.pages, 'page')} ({reason})")

    try:
        history = _history(project, project / output, paper)
        result = run_build(request, project, notice, executor(jobs, begun=bar.begun), history, bar)
    except (OutputError, LockedError) as problem:
        bar.close()
        _say(f"error: {problem}")
        raise SystemExit(ENVIRONMENT) from None
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    finally:
        bar.close()
    _tell(result, output, quiet, explain)
    _remember(project, project / output, result, quiet, explain)
    raise SystemExit(result.exit_code)


def _make_ready(output: Path, jobs: int | None, sections: tuple[str, ...]) -> None:
    """Let workers load while the course is read, where there will be work for them: they were asked for, or nothing is made yet."""
    from builder.run import cores, make_ready

    several = cores() > 1 and len(sections) != 1 and not (output / "manifest.json").exists()
    if jobs is not None or several:
        make_ready()


def _tell(result: Result, output: Path, quiet: bool, explain: bool) -> None:
    """Print what a build found, what it removed, and the reason of each document where that is asked for."""
    _report(result.told)
    for name in () if quiet else result.removed:
        click.echo(f"{output}/{name}  removed: nothing makes it any more")
    for name, reason in result.names.items() if explain else ():
        click.echo(f"{name}: {reason}")
    if not quiet:
        click.echo(closing_line(result))


def _bar(quiet: bool) -> Progress:
    """Return what shows how far a build is: a bar on a terminal, elsewhere nothing."""
    from builder.progress import SILENT, Bar

    if quiet or not (sys.stdout.isatty() or sys.stderr.isatty()):
        return SILENT
    return Bar(sys.stdout if sys.stdout.isatty() else sys.stderr)


def _history(project: Path, output: Path, paper: str | None = None) -> History:
    """Return the state of the project, and those that earlier builds of this output folder kept."""
    from builder.changes import PAPER, History
    from builder.fresh import environment
    from builder.versions import versions

    settings = {**environment(), **({PAPER: paper} if paper else {}), **dict(versions())}
    return History.of(project, output, settings)


def _remember(project: Path, output: Path, result: Result, quiet: bool, explain: bool) -> None:
    """Keep what this build saw and told, so that the same build with nothing changed can answer at once."""
    from builder.diagnostics import format_diagnostic
    from builder.fresh import remember
    from builder.output import Output

    words = [word for word in sys.argv[1:] if word != "--verify"]
    if result.failed or words[:1] != ["build"]:
        return
    documents = {
        name: known.pdf for name, known in Output(output).read_manifest().documents.items() if name in result.names
    }
    fresh = dataclasses.replace(result, built=[], up_to_date=len(result.built) + result.up_to_date)
    lines = [f"{name}: up to date" for name in result.names] if explain else []
    lines += [closing_line(fresh)] if not quiet else []
    told = {
        "findings": "".join(f"{format_diagnostic(finding)}\n\n" for finding in result.told),
        "summary": "".join(f"{line}\n" for line in lines), "exit": result.exit_code,
    }  # fmt: skip
    remember(project, output, words, documents, told)


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
@click.option("--class", "classes", multiple=True, metavar="NAME", help="Only this class; may be repeated.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(courses: tuple[str, ...], classes: tuple[str, ...], strict: bool) -> None:
    """Say what is wrong in the content, without making PDFs."""
    project = _project()
    _classes(project, _courses(project, courses), classes)
    from builder.diagnostics import Severity, in_file_order
    from builder.inputs import load_trees

    trees = [tree for course in _courses(project, courses) for tree in load_trees(project, course, classes)]
    findings = in_file_order(finding.diagnostic for tree in trees for finding in tree.findings)
    _report(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    sections = sum(len(tree.course.sections) for tree in trees if tree.course)
    click.echo(f"{_count(sections, 'section')} checked: {_count(errors, 'error')}, {_count(warnings, 'warning')}")
    raise SystemExit(CONTENT if errors or (strict and warnings) else DONE)


@main.command()
@click.argument("class_name", metavar="CLASS")
@click.argument("section")
@click.argument("key")
@click.option("--course", default=None, metavar="NAME", help="Where several courses have such a section.")
@click.option("--edition", default="student", metavar="NAME", help="The edition that is asked about (student).")
@click.option("--paper", metavar="NAME", help="As on the command line of a build.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="What to print (text).")
def explain(
    class_name: str, section: str, key: str, course: str | None, edition: str, paper: str | None, form: str
) -> None:  # fmt: skip
    """Say what a value is, which line set it, and all that it overrode.

    CLASS is a class, or `-` for the plain course. SECTION is a section, or `course`, `key_figures`, `glossary`, `images`,
    `sources`. KEY is like `questions.first-crowd.space`, `central_question` or `print.paper`.
    """
    project = _project()
    from builder.explain import PLAIN, UnknownError, Wish, as_json, as_text
    from builder.explain import explain as find
    from builder.explain_files import read_files

    chosen = None if class_name in PLAIN else class_name
    _known("edition", [edition], EDITIONS)
    where = _course_of(project, section, chosen, course)
    wish = Wish(chosen, section, key, edition, tuple(_named_settings(_outside(paper))))
    try:
        found, findings = find(read_files(project, where, section), wish)
    except UnknownError as problem:
        _usage(str(problem), problem.hint)
        return
    _report(findings)
    if found is not None:
        click.echo(as_json(found, wish) if form == "json" else as_text(found))
    raise SystemExit(CONTENT if findings or found is None else DONE)


def _course_of(project: Path, section: str, class_name: str | None, course: str | None) -> str:
    """Return the one course that has such a section and class; end with a usage error where there is none, or more."""
    from builder.explain_files import all_classes, all_sections, courses_with

    _known("section", [section], all_sections(project))
    _known("class", [class_name] if class_name else [], all_classes(project))
    found = courses_with(project, section, class_name)
    if course is not None:
        _known("course", [course], found)
        return course
    if len(found) != 1:
        words = ", ".join(f"`{name}`" for name in found)
        _usage(*((f"several courses have `{section}`: {words}", "say which one by `--course`") if found
                 else (f"no course has both the section `{section}` and the class `{class_name}`", None)))  # fmt: skip
    return found[0]


def _named_settings(outside: list[tuple[str, dict[str, str]]]) -> list[tuple[str, dict[str, tuple[str, str]]]]:
    """Return settings, each with the name of the variable or the option that made it."""
    from builder.precedence import ENVIRONMENT

    names = {setting: variable for variable, setting in ENVIRONMENT.items()}
    return [
        (level, {key: (value, names[key] if level == "environment" else f"--{key}") for key, value in settings.items()})
        for level, settings in outside
    ]


@main.command(short_help="Rebuild what a saved file changes.")
@click.argument("courses", nargs=-1, metavar="[COURSE]...")
@click.option("--section", "sections", multiple=True, metavar="ID", help="This section first; may be repeated.")
@click.option("--class", "classes", multiple=True, metavar="NAME", help="Only this class; may be repeated.")
@click.option("--edition", "editions", multiple=True, metavar="NAME", help="Only this edition; may be repeated.")
@click.option("--output", type=click.Path(path_type=Path), default=Path("output"), help="Where the PDFs go (output).")
def watch(
    courses: tuple[str, ...],
    sections: tuple[str, ...],
    classes: tuple[str, ...],
    editions: tuple[str, ...],
    output: Path,
) -> None:
    """Rebuild what a saved file changes, until Ctrl-C."""
    project = _project()
    chosen = _courses(project, courses)
    _sections(project, chosen, sections)
    _classes(project, chosen, classes)
    _need_libraries()
    from threading import Event

    from builder import watch as watching
    from builder.build import Request

    def tell(result: Result, is_news: bool) -> None:
        if is_news:
            _report(result.told)
        click.echo(closing_line(result))

    request = Request(chosen, sections=sections, classes=classes, editions=editions, output=output)
    stop, pending = Event(), Event()
    bursts = watching.ahead(watching.saves(project, stop), pending)
    try:
        watching.watch(request, project, bursts, click.echo, tell, lambda: _history(project, project / output), pending)
    except KeyboardInterrupt:
        stop.set()
        raise SystemExit(INTERRUPTED) from None


@main.command(short_help="Show words, grades, pages, coverage of objectives.")
@click.argument("courses", nargs=-1, metavar="[COURSE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "pdf"]),
    default="text",
    help="Tables, JSON, or a page to print.",
)
@click.option("--output", type=click.Path(path_type=Path), default=Path("output"), help="Where the PDFs are (output).")
def report(courses: tuple[str, ...], form: str, output: Path) -> None:
    """Show the figures of a course: words and reading grade, pages and ink of what is built, questions and what they cover."""
    project = _project()
    named = _courses(project, courses)
    from builder.finished import printed
    from builder.inputs import load_trees
    from builder.output import Output
    from builder.report import report as figures

    folder, found, unusable = Output(project / output), [], False
    for name in named:
        tree = load_trees(project, name)[0]
        if tree.course is None:
            _say(f"error: `content/{name}/course.yaml` can't be used\n  hint: see `studyguide check {name}`")
            unusable = True
        else:
            found.append(figures(tree.course, tree.silenced, printed(tree.course, folder)))
    _show(found, form, project, folder)
    raise SystemExit(CONTENT if unusable else DONE)


def _show(found: Sequence[Report], form: str, project: Path, folder: Output) -> None:
    """Print reports as text or JSON, or write them as pages."""
    from builder.report_text import as_json, as_text

    if form == "json":
        click.echo(as_json(found), nl=False)
    elif form == "text":
        click.echo("\n".join(as_text(one) for one in found), nl=False)
    else:
        _need_libraries()
        from builder.layers import read_templates
        from builder.output import LockedError, OutputError
        from builder.report_page import write_page

        try:
            with folder.lock():
                for one in found:
                    click.echo(f"{folder.root.name}/{write_page(one, read_templates(project), folder)}")
        except (OutputError, LockedError) as problem:
            _say(f"error: {problem}")
            raise SystemExit(ENVIRONMENT) from None


@main.command(short_help="Remove the PDFs that were made.")
@click.option("--output", type=click.Path(path_type=Path), default=Path("output"), help="Where the PDFs are (output).")
def clean(output: Path) -> None:
    """Remove the PDFs that were made, and nothing else."""
    from builder.output import Output

    removed = Output(_project() / output).clear()
    click.echo(f"{_count(removed, 'file')} removed")


@main.command("list", short_help="Show courses, classes, sections, editions.")
def list_courses() -> None:
    """Show the courses and their classes with their sections and editions."""
    project = _project()
    from builder.inputs import load_trees

    for name in _courses(project, ()):
        for tree in load_trees(project, name):
            if tree.course is None:
                file = f"classes/{tree.class_name}.yaml" if tree.class_name else "course.yaml"
                click.echo(f"{name}: `{file}` can't be used; see `studyguide check`")
                continue
            title = tree.course.class_info.title or tree.course.info.title
            click.echo(
                f"{name}{f'/{tree.class_name}' if tree.class_name else ''}: {title} ({', '.join(tree.editions)})"
            )
            for entry in tree.course.sections:
                click.echo(f"  {entry.number:02} {entry.id}: {entry.value.title}")


@main.command()
@click.option(
    "--output", type=click.Path(path_type=Path), default=Path("schemas"), help="Where the files go (schemas)."
)
def schema(output: Path) -> None:
    """Write the JSON Schemas of the content files, for editors."""
    from builder.schema import write_schemas

    for name in write_schemas(output):
        click.echo(f"{output}/{name}")


class _New(click.Group):
    """`new NAME` is short for `new course NAME`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        short = bool(args) and args[0] not in self.commands and not args[0].startswith("-")
        return super().resolve_command(ctx, ["course", *args] if short else args)


@main.group(cls=_New, subcommand_metavar="[NAME | THING ...]")
def new() -> None:
    """Write a course that builds, or add to one.

    `studyguide new NAME` writes the course content/NAME, whose comments teach the format.
    """


def _write(make: Callable[[], list[str]], following: str) -> None:
    """Make files and print their names and what to do next."""
    from builder.new import NewError

    try:
        files = make()
    except NewError as problem:
        _usage(str(problem), problem.hint)
    for file in files:
        click.echo(file)
    click.echo(f"next: {following}")


_title = click.option("--title", default=None, metavar="WORDS", help="As it is printed; by default made from the name.")


@new.command("course")
@click.argument("name")
@_title
def new_course(name: str, title: str | None) -> None:
    """Write a course into content/NAME (the word `course` may be left out)."""
    from builder.new import write_course

    _write(lambda: write_course(Path.cwd(), name, title), f"studyguide build {name}")


@new.command("section")
@click.argument("course")
@click.argument("name")
@_title
def new_section(course: str, name: str, title: str | None) -> None:
    """Write sections/NAME.yaml and put it at the end of the course."""
    from builder.new import write_section

    project = _project()
    _write(lambda: write_section(project, course, name, title), f"studyguide build {course} --section {name}")


@new.command("figure")
@click.argument("course")
@click.argument("name")
@_title
def new_figure(course: str, name: str, title: str | None) -> None:
    """Add a person to key_figures.yaml."""
    from builder.new import write_figure

    project = _project()
    _write(lambda: write_figure(project, course, name, title), f"name `{name}` under `key_figures:` of a section")


@new.command("class")
@click.argument("course")
@click.argument("name")
@_title
def new_class(course: str, name: str, title: str | None) -> None:
    """Write classes/NAME.yaml: what one class changes."""
    from builder.new import write_class

    project = _project()
    _write(lambda: write_class(project, course, name, title), f"studyguide build {course}")


@new.command("question")
@click.argument("course")
@click.argument("section")
@click.argument("name")
@click.option(
    "--kind", default="discussion", metavar="KIND", help="discussion, multiple-choice, matching ... (discussion)."
)
def new_question(course: str, section: str, name: str, kind: str) -> None:
    """Add a question to a section."""
    from builder.new import write_question

    project = _project()
    _write(
        lambda: write_question(project, course, section, name, kind), f"studyguide build {course} --section {section}"
    )


@new.command("template")
@click.argument("name", required=False)
@click.option("--class", "class_folder", default=None, metavar="NAME", help="Only for classes with `templates: NAME`.")
@click.option("--list", "listed", is_flag=True, help="Print the names of all templates, and write nothing.")
def new_template(name: str | None, class_folder: str | None, listed: bool) -> None:
    """Write a template that starts from a built-in one, such as `questions`."""
    from builder.new import template_names, write_template

    if listed:
        click.echo("\n".join(template_names()))
        return
    if name is None:
        _usage("`new template` wants the name of a template", "`studyguide new template --list` names all")
    project = _project()
    _write(lambda: write_template(project, name, class_folder), "studyguide build")


@main.command(short_help="Check this machine; say what is missing.")
def doctor() -> None:
    """Check that this machine has what is needed, and say how to get what isn't there."""
    from builder.doctor import diagnose, failed, report

    findings = diagnose(Path.cwd())
    click.echo(report(findings))
    raise SystemExit(ENVIRONMENT if failed(findings) else DONE)
