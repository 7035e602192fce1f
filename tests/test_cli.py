"""The command line: what goes to which stream, and every exit code."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from builder import __version__, cli, doctor
from builder.output import Output
from builder.resources import schemas_dir

COURSE = "title: Bridges\neditions: [student, teacher]\nsections: [arches, cables]\n"
SECTION = """\
title: {title}
period: 1800/1900
timeline:
  - {{id: {name}-tried, date: {date}, label: Engineers try {name}}}
questions:
  - id: why-here
    prompt: Why was it built here?
    answer: The river is narrow.
"""
VERBS = tuple(sorted(cli.main.commands))
WARNING = """\
warning: the event `arches-tried` (1905) lies outside the section's period (1800/1900)
  --> content/bridges/sections/arches.yaml:4:30
  |
4 |   - {id: arches-tried, date: 1905, label: Engineers try arches}
  |                              ^^^^
  rule: period
"""
MISSPELT = """\
error: unknown field `promt` in question
  --> content/bridges/sections/arches.yaml:7:5
  |
7 |     promt: Why was it built here?
  |     ^^^^^
  hint: did you mean `prompt`?
"""


def write(project: Path, dates: tuple[str, str] = ("1850", "1870")) -> None:
    """Write a course of two small sections."""
    sections = project / "content/bridges/sections"
    sections.mkdir(parents=True, exist_ok=True)
    (sections.parent / "course.yaml").write_text(COURSE, "utf-8")
    for name, date in zip(("arches", "cables"), dates, strict=True):
        (sections / f"{name}.yaml").write_text(SECTION.format(name=name, title=name.capitalize(), date=date), "utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with that course, which the command runs in."""
    write(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Result]]:
    """The course, built once, and what the command said."""
    folder = tmp_path_factory.mktemp("built")
    write(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder, run("build")


@pytest.fixture
def again(built: tuple[Path, Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the course with its PDFs, which the command runs in."""
    shutil.copytree(built[0], tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(cli.main, arguments, prog_name="studyguide")


def said(*arguments: str) -> tuple[int, str, str]:
    """The exit code, stdout and stderr of a command."""
    result = run(*arguments)
    return result.exit_code, result.stdout, result.stderr


def misspell(project: Path) -> None:
    """Put a fault into the first section."""
    file = project / "content/bridges/sections/arches.yaml"
    file.write_text(file.read_text("utf-8").replace("prompt:", "promt:"), "utf-8")


def test_help_names_every_verb_with_what_it_does() -> None:
    """One line each, whole: none is cut off with dots."""
    code, out, err = said("--help")
    assert (code, err) == (0, "")
    for verb in VERBS:
        summary = re.search(rf"^  {verb} +(\S.*)$", out, re.MULTILINE)
        assert summary, verb
        assert summary[1].endswith(".")
        assert not summary[1].endswith("...")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str) -> None:
    """`--help` and `-h` say the same and do nothing."""
    code, out, err = said(verb, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"Usage: studyguide {verb} ")
    assert run(verb, "-h").stdout == out


@pytest.mark.parametrize("thing", ["course", "section", "figure", "class", "question", "template"])
def test_every_new_thing_explains_itself(thing: str) -> None:
    """`new` has a help of its own for each thing."""
    code, out, _ = said("new", thing, "--help")
    assert code == 0
    assert out.startswith(f"Usage: studyguide new {thing} ")


def test_version() -> None:
    """The version is the package's."""
    assert said("--version") == (0, f"studyguide, version {__version__}\n", "")


def test_every_option_says_what_it_is_for() -> None:
    """No option without help, in any verb."""
    import click

    def commands(group: click.Group) -> Iterator[click.Command]:
        for command in group.commands.values():
            yield command
            if isinstance(command, click.Group):
                yield from commands(command)

    bare = [
        (command.name, parameter.name)
        for command in commands(cli.main)
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert bare == []


def test_a_build_says_what_it_made_and_closes_with_the_sum(built: tuple[Path, Result]) -> None:
    """Each PDF has a line on stdout with its pages and the reason; nothing stands on stderr; the exit code is 0."""
    folder, result = built
    assert (result.exit_code, result.stderr) == (0, "")
    *made, closing = result.stdout.splitlines()
    lines = [re.fullmatch(r"output/(\S+\.pdf)  \d+ pages? \(new\)", line) for line in made]
    names = [line[1] for line in lines if line]
    assert len(names) == len(made)
    assert closing == f"{len(names)} PDFs: {len(names)} built, 0 up to date"
    places = (f"bridges/{place}{name}.pdf" for place in ("", "teacher/") for name in ("01-arches", "02-cables"))
    assert set(names) >= set(places)
    assert sorted(names) == sorted(path.relative_to(folder / "output").as_posix() for path in folder.rglob("*.pdf"))
    manifest = json.loads((folder / "output/manifest.json").read_text("utf-8"))
    assert sorted(manifest["documents"]) == sorted(names)


def test_a_second_build_makes_nothing(again: Path) -> None:
    """It says so, and touches no PDF."""
    before = {path: path.stat().st_mtime_ns for path in again.rglob("*.pdf")}
    assert said("build") == (0, f"{len(before)} PDFs: 0 built, {len(before)} up to date\n", "")
    assert {path: path.stat().st_mtime_ns for path in again.rglob("*.pdf")} == before


def test_quiet_prints_findings_only(again: Path) -> None:
    """Nothing found, nothing said."""
    assert said("build", "--quiet") == (0, "", "")


def test_options_narrow_a_build(again: Path) -> None:
    """Section and edition choose among the same PDFs."""
    assert said("build", "bridges", "--section", "cables", "--edition", "student") == (
        0,
        "1 PDF: 0 built, 1 up to date\n",
        "",
    )


NO_PACK = (
    "warning: bridges/course-pack.pdf was not made: `arches` can't be printed\n  hint: the last good one stays\n\n"
)


def test_a_broken_section_keeps_its_last_good_pdf(again: Path) -> None:
    """The finding goes to stderr, the other sections are made, the exit code is 1."""
    pdf = again / "output/bridges/01-arches.pdf"
    before = pdf.read_bytes()
    misspell(again)
    code, out, err = said("build", "--edition", "student")
    assert (code, err) == (1, MISSPELT + "\n" + NO_PACK)
    assert out == "1 PDF: 0 built, 1 up to date, 1 failed; 1 error, 1 warning\n"
    assert pdf.read_bytes() == before


def test_check_reads_the_same_and_makes_nothing(project: Path) -> None:
    """The sum goes to stdout; no output folder appears."""
    assert said("check") == (0, "2 sections checked: 0 errors, 0 warnings\n", "")
    misspell(project)
    assert said("check") == (1, "1 section checked: 1 error, 0 warnings\n", MISSPELT + "\n")
    assert not (project / "output").exists()


def test_a_warning_counts_as_an_error_when_strict(again: Path) -> None:
    """Without `--strict` the exit code is 0, with it 1; what is said is the same."""
    write(again, ("1905", "1870"))
    assert said("check") == (0, "2 sections checked: 0 errors, 1 warning\n", WARNING + "\n")
    assert said("check", "--strict") == (1, "2 sections checked: 0 errors, 1 warning\n", WARNING + "\n")
    relaxed = said("build", "--section", "arches", "--edition", "student")
    strict = said("build", "--section", "arches", "--edition", "student", "--strict")
    assert (relaxed[0], strict[0]) == (0, 1)
    assert relaxed[1].splitlines()[-1] == "1 PDF: 1 built, 0 up to date; 1 warning"
    assert strict[1:] == ("1 PDF: 0 built, 1 up to date; 1 warning\n", WARNING + "\n")


def test_list_shows_courses_sections_and_editions(project: Path) -> None:
    """Sections have the numbers that their PDFs have."""
    assert said("list") == (0, "bridges: Bridges (student, teacher)\n  01 arches: Arches\n  02 cables: Cables\n", "")


def test_list_names_a_course_that_can_not_be_used(project: Path) -> None:
    """It goes on with the others."""
    (project / "content/bridges/course.yaml").write_text("sections: [arches]\n", "utf-8")
    assert said("list") == (0, "bridges: `course.yaml` can't be used; see `studyguide check`\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("build", "brigdes"), "error: no course is called `brigdes`\n  hint: did you mean `bridges`?\n"),
        (("check", "rome"), "error: no course is called `rome`\n  hint: known: `bridges`\n"),
        (("build", "--section", "arch"), "error: no section is called `arch`\n  hint: known: `arches`, `cables`\n"),
        (("build", "--section", "cabels"), "error: no section is called `cabels`\n  hint: did you mean `cables`?\n"),
        (("build", "--edition", "teachers"), "error: no edition is called `teachers`\n  hint: did you mean `teacher`?\n"),
        (("build", "--class", "period-3"), "error: no class is called `period-3`\n  hint: known: none\n"),
        (("new", "section", "bridgs", "x"), "error: no course is called `bridgs`\n  hint: did you mean `bridges`?\n"),
        (("new", "bridges"), "error: `content/bridges` is there already\n  hint: choose another name, or add to it with"
         " `studyguide new section`\n"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_a_usage_error_that_names_the_nearest(
    project: Path, arguments: tuple[str, ...], message: str
) -> None:
    """Exit code 2; nothing is made and nothing stands on stdout."""
    assert said(*arguments) == (2, "", message)
    assert not (project / "output").exists()


@pytest.mark.parametrize(
    "arguments", [("bild",), ("build", "--sections", "x"), ("explain", "x"), ("new", "section", "bridges")]
)
def test_a_command_that_can_not_be_read_is_a_usage_error(project: Path, arguments: tuple[str, ...]) -> None:
    """Exit code 2, and the usage on stderr."""
    code, out, err = said(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("Usage: studyguide ")


@pytest.mark.parametrize("verb", ["build", "check", "list"])
def test_without_content_there_is_nothing_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    """Exit code 2; an empty `content/` is told from none."""
    monkeypatch.chdir(tmp_path)
    assert said(verb) == (
        2,
        "",
        "error: there is no `content/` folder here\n"
        "  hint: change to the folder that holds it, or start a course with `studyguide new`\n",
    )
    (tmp_path / "content").mkdir()
    assert said(verb) == (
        2,
        "",
        "error: `content/` holds no course\n"
        "  hint: a course is a folder with a `course.yaml`; `studyguide new NAME` writes one\n",
    )


def test_an_output_folder_that_can_not_be_written_is_the_machines_fault(project: Path) -> None:
    """Exit code 3."""
    (project / "output").write_text("a file in its place", "utf-8")
    code, out, err = said("build")
    assert (code, out) == (3, "")
    assert re.fullmatch(r"error: `.+/output` can't be used as the output folder: .+\n", err)


def test_two_builds_do_not_share_a_folder(project: Path) -> None:
    """The second one is refused at once: exit code 3."""
    with Output(project / "output").lock(wait=False):
        assert said("build") == (3, "", "error: another build is at work in this output folder\n")


def test_a_missing_library_is_named_before_anything_is_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 3, with what to type; `check` works without it."""
    monkeypatch.setattr(doctor, "machine", lambda: [doctor.Finding("error", "Pango is missing", "pango")])
    code, out, err = said("build")
    assert (code, out) == (3, "")
    assert err.startswith("error:   Pango is missing\n\nTo install what is missing:\n")
    assert said("check")[0] == 0
    assert said("doctor")[0] == 3


def test_doctor_reports_what_is_there(project: Path) -> None:
    """A line for each thing that a build needs, on stdout; exit code 0 where nothing is missing."""
    code, out, err = said("doctor")
    assert (code, err) == (0, "")
    assert all(line.startswith("ok:      ") for line in out.splitlines())
    assert "ok:      Pango\n" in out


def test_schema_writes_the_schemas(project: Path) -> None:
    """The same files that the repository holds."""
    code, out, _ = said("schema", "--output", "content/.schemas")
    names = sorted(path.name for path in schemas_dir().glob("*.json"))
    assert code == 0
    assert sorted(out.splitlines()) == [f"content/.schemas/{name}" for name in names]
    assert all(
        (project / "content/.schemas" / name).read_bytes() == (schemas_dir() / name).read_bytes() for name in names
    )


def test_new_writes_a_course_and_says_what_comes_next(project: Path) -> None:
    """`new NAME` and `new course NAME` are one; the course has no finding."""
    code, out, err = said("new", "rome", "--title", "Rome")
    assert (code, err) == (0, "")
    assert out.splitlines()[-2:] == ["content/rome/sources.yaml", "next: studyguide build rome"]
    assert said("new", "course", "greece")[1].splitlines()[-1] == "next: studyguide build greece"
    assert said("check", "rome", "--strict") == (0, "1 section checked: 0 errors, 0 warnings\n", "")


def test_new_adds_to_a_course(project: Path) -> None:
    """Each thing names the files that it wrote or lengthened, and the course is still sound."""
    said("new", "section", "bridges", "ropes")
    assert said("new", "figure", "bridges", "brunel") == (
        0, "content/bridges/key_figures.yaml\nnext: name `brunel` under `key_figures:` of a section\n", ""
    )  # fmt: skip
    assert said("new", "question", "bridges", "arches", "how-long", "--kind", "essay") == (
        0, "content/bridges/sections/arches.yaml\nnext: studyguide build bridges --section arches\n", ""
    )  # fmt: skip
    assert said("new", "class", "bridges", "period-3") == (
        0, "content/bridges/classes/period-3.yaml\nnext: studyguide build bridges\n", ""
    )  # fmt: skip
    assert said("new", "template", "terms") == (0, "templates/components/terms.html\nnext: studyguide build\n", "")
    assert "\ncomponents/credits.html\n" in said("new", "template", "--list")[1]
    assert said("new", "template")[2] == (
        "error: `new template` wants the name of a template\n  hint: `studyguide new template --list` names all\n"
    )
    assert said("check", "--strict")[0] == 0


def broken(*_: Any, **__: Any) -> Any:
    """Stand in for a part of the program that has a fault."""
    raise ValueError("a fault")


def test_a_fault_of_ours_is_said_to_be_ours(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 70, with what happened, to be reported."""
    monkeypatch.setattr("builder.inputs.load_trees", broken)
    code, out, err = said("check")
    assert (code, out) == (70, "")
    assert err.startswith("internal error: please report it\nTraceback ")
    assert err.endswith("ValueError: a fault\n\n")


def test_a_fault_of_ours_in_one_section_stops_this_one_only(again: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are up to date, the exit code is still 70."""
    from builder import build

    make_page: Any = vars(build)["make_page"]
    monkeypatch.setattr(build, "make_page", lambda *given: broken() if given[1].id == "arches" else make_page(*given))
    code, out, err = said("build", "--edition", "student")
    assert code == 70
    assert out == "1 PDF: 0 built, 1 up to date, 2 failed; 1 error, 1 warning\n"
    assert err.startswith("error: internal error while rendering `bridges/01-arches.pdf`: please report it ")


def test_an_interruption_has_its_exit_code(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends any verb with 130 and without a traceback."""

    def interrupted(*_: Any) -> Any:
        raise KeyboardInterrupt

    for module in ("build", "inputs"):
        monkeypatch.setattr(f"builder.{module}.load_trees", interrupted)
    for verb in ("build", "check", "list"):
        code, out, err = said(verb)
        assert (code, out, "Traceback" in err) == (130, "", False)


def test_a_fault_of_the_machine_without_a_file_says_what_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An OSError that names no file is told in its own words, with the exit code of the machine."""

    def missing(*_words: object, **_options: object) -> None:
        raise FileNotFoundError("the fonts are not made yet")

    monkeypatch.setattr("builder.cli.main.commands", {"list": click.Command("list", callback=missing)})
    with pytest.raises(SystemExit) as ended:
        cli.main(["list"])
    assert ended.value.code == 3
    assert capsys.readouterr().err == "error: the fonts are not made yet\n"
