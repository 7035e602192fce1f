"""The documentation is true: its examples build, its messages are ours, its links and files are there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builder.cli import main
from builder.dates import format_date, parse
from builder.diagnostics import Severity, format_diagnostic, in_file_order
from builder.inputs import load_trees
from builder.model.questions import Space, read_space
from builder.new import write_course
from builder.nodes import plain, read

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
TABLE = re.compile(r"(<!-- verbs: [^\n]*-->\n).*?(<!-- /verbs -->)", re.DOTALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLACES = {
    "sections": "sections/first-section.yaml",
    "classes": "classes/demo.yaml",
    "assessments": "assessments/demo.yaml",
}
GUIDE = [page for page in PAGES if page.name not in ("checks.md",) and "```yaml\n# " in page.read_text("utf-8")]
"""Pages with examples that name their file in the first line."""
FOREIGN = {"reference", "link", "picture", "exercise", "lesson-uses"}
"""What an example by itself lacks: the things of the rest of its course."""


def examples(page: Path) -> Iterator[tuple[str, str, str | None]]:
    """Every example of a page: its file in a course, its text, and the message that is shown after it, if any."""
    blocks = list(BLOCK.finditer(page.read_text("utf-8")))
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        first, _, rest = block[2].partition("\n")
        if block[1] != "yaml" or not first.startswith("# "):
            continue
        path = Path(first.removeprefix("# "))
        shown = following[2] if following is not None and following[1] == "text" else None
        yield PLACES.get(path.parent.name, path.name), rest, shown


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a new course, `demo`, and our own, which classes are laid over."""
    project = tmp_path_factory.mktemp("made")
    write_course(project, "demo", None)
    shutil.copytree(ROOT / "content/destalinization", project / "content/destalinization")
    return project


def findings(made: Path, scratch: Path, file: str, text: str) -> list[tuple[Severity, str, str]]:
    """Severity, code and words of what is found in a course whose `file` says `text`."""
    name = "destalinization" if file.startswith("classes/") else "demo"
    course = scratch / "content" / name
    shutil.rmtree(course, ignore_errors=True)
    shutil.copytree(made / "content" / name, course)
    if file == "course.yaml" and "sections:" not in text:
        text += "sections: [first-section]\n"
    if file.split("/")[0] in ("sections", "course.yaml") and not re.search("^title:", text, re.MULTILINE):
        text = f"title: An example\n{text}"
    (course / file).parent.mkdir(exist_ok=True)
    (course / file).write_text(text, "utf-8")
    trees = load_trees(scratch, name)
    assert file == "course.yaml" or all(tree.course for tree in trees)
    found = in_file_order(f.diagnostic for tree in trees for f in tree.findings)
    return [
        (each.severity, each.code, format_diagnostic(each))
        for each in found
        if each.location and each.location.file.endswith(file)
    ]


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.name)
def test_every_example_is_right_or_shows_what_is_said(page: Path, made: Path, tmp_path: Path) -> None:
    """An example alone has no error; one that a message follows has exactly that message."""
    for file, text, shown in examples(page):
        found = findings(made, tmp_path, file, text)
        errors = [words for severity, code, words in found if severity is Severity.ERROR and code not in FOREIGN]
        if shown is None:
            assert errors == [], text
        else:
            assert "\n\n".join(errors) + "\n" == shown


def test_there_are_examples() -> None:
    """The pages of the guide are read, and so are the README's examples."""
    names = {page.name for page in GUIDE}
    assert {"README.md", "writing-a-section.md", "questions.md", "messages.md", "dates.md", "printing.md"} <= names
    assert sum(1 for page in GUIDE for _ in examples(page)) > 25


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    """A link to a file leads to one that is there; one to a heading, to a heading of that page."""
    text = re.sub(r"^```.*?^```$|`[^`\n]+`", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text):
        path, _, heading = "".join(target).partition("#")
        if path.startswith("https://"):
            continue
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), path
        if heading:
            names = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w -]", "", name.lower()).replace(" ", "-") for name in names}, heading


def test_the_readme_has_the_verbs_as_the_command_explains_them(request: pytest.FixtureRequest) -> None:
    """The table is made from `--help`."""
    rows = [
        f"| `studyguide {name}` | {command.get_short_help_str(200)} |"
        for name, command in sorted(main.commands.items())
    ]
    table = "\n".join(["| verb | |", "|---|---|", *rows]) + "\n"
    file = ROOT / "README.md"
    text = file.read_text("utf-8")
    wanted = TABLE.sub(lambda match: f"{match[1]}\n{table}\n{match[2]}", text)
    if request.config.getoption("--update-golden"):
        file.write_text(wanted, "utf-8")
        text = wanted
    assert text == wanted


def test_the_readme_shows_the_yaml_of_its_picture() -> None:
    """What stands beside the picture is in the section's file: every field that isn't shortened, item by item."""
    file, text, _ = next(examples(ROOT / "README.md"))
    assert file == PLACES["sections"]
    shown, real = (
        _content(each)
        for each in (text, (ROOT / "content/destalinization/sections/stalins-death.yaml").read_text("utf-8"))
    )
    shortened = {"text", "prompt", "answer"}
    for field, value in shown.items():
        if isinstance(value, str):
            assert real[field] == value
            continue
        for item in value:
            same = next(other for other in real[field] if other.get("id") == item["id"])
            assert {
                k: v for k, v in item.items() if k not in shortened or field == "objectives"
            }.items() <= same.items()


def _content(text: str) -> dict[str, Any]:
    node, faults = read(text.encode(), "")
    assert node is not None
    assert faults == []
    value: dict[str, Any] = plain(node)
    return value


def test_architecture_fits_and_names_what_is_there() -> None:
    """At most 150 lines; every file and folder that it names exists, but for those of the component that is made up."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert len(text.splitlines()) <= 150
    named = set(re.findall(r"`((?:builder|templates|tests|tools|content|docs)/[\w./-]*)`", text))
    assert len(named) > 40
    assert sorted(name for name in named if not (ROOT / name).exists() and "maxims" not in name) == []


@pytest.mark.parametrize(
    ("date", "words"),
    re.findall(
        r"^\| `([^`]+)` \| [^|]+ \| ([^|]+) \|$", (ROOT / "docs/guide/dates.md").read_text("utf-8"), re.MULTILINE
    ),
)
def test_the_table_of_dates_says_what_the_page_says(date: str, words: str) -> None:
    """Each spelling is read, and printed in the words of the last column."""
    assert format_date(parse(date)).replace("\xa0", " ").replace("\u202f", " ") == words


@pytest.mark.parametrize(
    "space",
    re.findall(r"^\| `\"?([^`\"]+)\"?` \| ", (ROOT / "docs/guide/questions.md").read_text("utf-8"), re.MULTILINE),
)
def test_the_table_of_spaces_is_read(space: str) -> None:
    """Each spelling of an answer space is one."""
    assert space == "space:" or isinstance(read_space(space), Space)
