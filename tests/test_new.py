"""What `studyguide new` writes: it builds without a finding, and nothing that was there is touched."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.diagnostics import format_diagnostic
from builder.inputs import load_trees
from builder.layers import read_templates
from builder.model import ClassInfo, Question, Section
from builder.new import (
    NewError,
    question_kinds,
    template_names,
    write_class,
    write_course,
    write_figure,
    write_question,
    write_section,
    write_template,
)
from builder.nodes import plain, read
from builder.resources import scaffold_dir
from builder.schema import FILES, schema_text
from builder.shape import shape
from builder.template_faults import template_faults
from builder.yaml_append import AppendError, append

MODELS: dict[str, Any] = {"section": Section, "class": ClassInfo}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds one new course, `bridge`, and nothing else."""
    project = tmp_path_factory.mktemp("made")
    write_course(project, "bridge", None)
    return project


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """Such a folder to work in."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def findings(project: Path, course: str = "bridge") -> list[str]:
    """What checking a course finds, as a writer reads it."""
    return [format_diagnostic(finding.diagnostic) for tree in load_trees(project, course) for finding in tree.findings]


def content(project: Path, file: str) -> Any:
    """What a YAML file of the course says."""
    node, faults = read((project / "content/bridge" / file).read_bytes(), file)
    assert node is not None
    assert faults == []
    return plain(node)


def refused(make: Callable[[], object]) -> tuple[str, str | None]:
    """The message and the hint of a call that writes nothing."""
    with pytest.raises(NewError) as caught:
        make()
    return str(caught.value), caught.value.hint


def snapshot(project: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(project)): path.read_bytes() for path in sorted(project.rglob("*")) if path.is_file()}


def test_a_new_course_has_nothing_to_complain_of(project: Path) -> None:
    """Every file is read, checked and used; there is no error, no warning and no info."""
    assert findings(project) == []
    [tree] = load_trees(project, "bridge")
    assert tree.course is not None
    assert [entry.value.title for entry in tree.course.sections] == ["A Bridge over the East River"]


def test_a_new_course_names_its_files(tmp_path: Path) -> None:
    """The schemas come first, then the course's files; what is named is what is there."""
    made = write_course(tmp_path, "ancient-rome", "Rome: A Short History")
    assert made == [
        *(f"content/.schemas/{name}.schema.json" for name in FILES),
        *(
            f"content/ancient-rome/{name}.yaml"
            for name in ("course", "glossary", "key_figures", "sections/first-section", "sources")
        ),
    ]
    assert sorted(snapshot(tmp_path)) == sorted(made)
    assert 'title: "Rome: A Short History"\n' in (tmp_path / "content/ancient-rome/course.yaml").read_text("utf-8")


def test_a_course_without_a_title_is_called_by_its_name(tmp_path: Path) -> None:
    """`ancient-rome` is `Ancient Rome`."""
    write_course(tmp_path, "ancient-rome", None)
    assert "title: Ancient Rome\n" in (tmp_path / "content/ancient-rome/course.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    "title", ["1984", "Why?", "a # b", '"Quoted"', "- dash", "Ō: ü", "yes", "{braces}", "two\nlines", "null", " x"]
)
def test_any_title_is_read_back_as_it_was_typed(project: Path, title: str) -> None:
    """A title that YAML would read in another way is quoted."""
    write_class(project, "bridge", "period-3", title)
    assert content(project, "classes/period-3.yaml") == {"title": title}


def test_every_new_file_names_its_schema(project: Path) -> None:
    """The first line leads an editor to the schema of that kind of file, which lies where the line says."""
    write_section(project, "bridge", "part-two", None)
    write_class(project, "bridge", "period-3", None)
    kinds = {"sections": "section", "classes": "class"}
    for path in sorted((project / "content/bridge").rglob("*.yaml")):
        first = path.read_text("utf-8").splitlines()[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert match, first
        kind = kinds.get(path.parent.name, path.stem)
        assert (path.parent / match[1]).resolve() == (project / f"content/.schemas/{kind}.schema.json").resolve()
        assert (path.parent / match[1]).read_text("utf-8") == schema_text(kind)


def test_a_course_is_never_overwritten(project: Path) -> None:
    """A folder or file of that name, whatever it holds, stays as it is."""
    before = snapshot(project)
    assert refused(lambda: write_course(project, "bridge", "Another")) == (
        "`content/bridge` is there already",
        "choose another name, or add to it with `studyguide new section`",
    )
    assert snapshot(project) == before


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Ancient Rome", "use lower-case letters a-z, digits and hyphens: `ancient-rome`"),
        ("Révolution", "use lower-case letters a-z, digits and hyphens: `revolution`"),
        ("../rome", "use lower-case letters a-z, digits and hyphens: `rome`"),
        ("Рим", "use lower-case letters a-z, digits and hyphens: `ancient-rome`"),
        ("a_b", "use lower-case letters a-z, digits and hyphens: `a-b`"),
    ],
)
def test_a_bad_name_is_answered_with_a_good_one(tmp_path: Path, name: str, hint: str) -> None:
    """The hint is the name nearest to what was typed; nothing is written."""
    assert refused(lambda: write_course(tmp_path, name, None)) == (f"`{name}` can't be the name of a course", hint)
    assert snapshot(tmp_path) == {}


def test_words_with_a_meaning_are_no_names(project: Path) -> None:
    """What the command, a class file or the output folder uses can't name a thing of that kind."""
    message = "`{}` can't be the name of a {}: the word has a meaning of its own"
    assert refused(lambda: write_course(project, "section", None)) == (
        message.format("section", "course"),
        "for example `section-1`",
    )
    assert refused(lambda: write_section(project, "bridge", "sources", None)) == (
        message.format("sources", "section"),
        "for example `the-sources`",
    )
    assert refused(lambda: write_class(project, "bridge", "teacher", None)) == (
        message.format("teacher", "class"),
        "for example `teacher-1`",
    )
    assert refused(lambda: write_question(project, "bridge", "first-section", "hide", "essay")) == (
        message.format("hide", "question"),
        "for example `the-hide`",
    )


def test_a_new_section_is_printed_last(project: Path) -> None:
    """Its file is written and its id stands at the end of the course's list, comments and all else untouched."""
    before = (project / "content/bridge/course.yaml").read_text("utf-8")
    made = write_section(project, "bridge", "part-two", "After: 1883")
    assert made == ["content/bridge/sections/part-two.yaml", "content/bridge/course.yaml"]
    after = (project / "content/bridge/course.yaml").read_text("utf-8")
    assert after == before.replace("  - first-section\n", "  - first-section\n  - part-two\n")
    assert findings(project) == []
    assert content(project, "sections/part-two.yaml")["title"] == "After: 1883"


def test_a_new_section_goes_to_the_last_part(project: Path) -> None:
    """Where the sections are grouped, the new one ends the last group."""
    file = project / "content/bridge/course.yaml"
    text = file.read_text("utf-8").replace("  - first-section\n", "  - part: One\n    sections: [first-section]\n")
    file.write_text(text, "utf-8")
    write_section(project, "bridge", "part-two", None)
    assert content(project, "course.yaml")["sections"] == [{"part": "One", "sections": ["first-section", "part-two"]}]


def test_a_section_that_is_there_stays(project: Path) -> None:
    """Neither the file nor the list changes."""
    before = snapshot(project)
    assert refused(lambda: write_section(project, "bridge", "first-section", None)) == (
        "`content/bridge/sections/first-section.yaml` is there already",
        "choose another name",
    )
    assert snapshot(project) == before


def test_a_new_figure_follows_the_others(project: Path) -> None:
    """A person stands at the end of the file, after a blank line as the others do."""
    write_figure(project, "bridge", "peter-cooper", None)
    assert "\n\n- id: peter-cooper\n  name: Peter Cooper\n  # sort_name" in (
        project / "content/bridge/key_figures.yaml"
    ).read_text("utf-8")
    assert findings(project) == []
    assert refused(lambda: write_figure(project, "bridge", "peter-cooper", None)) == (
        "`content/bridge/key_figures.yaml` has an item with the id `peter-cooper` already",
        "choose another id",
    )


def test_a_first_figure_makes_the_file(project: Path) -> None:
    """A course without people gets the file with its schema line."""
    file = project / "content/bridge/key_figures.yaml"
    file.unlink()
    write_figure(project, "bridge", "peter-cooper", "Peter: Cooper")
    assert file.read_text("utf-8").startswith(
        "# yaml-language-server: $schema=../.schemas/key_figures.schema.json\n- id: "
    )
    assert content(project, "key_figures.yaml") == [{"id": "peter-cooper", "name": "Peter: Cooper"}]


def test_a_new_class_changes_nothing_yet(project: Path) -> None:
    """It has a title, and comments that say what may be changed."""
    assert write_class(project, "bridge", "period-3", None) == ["content/bridge/classes/period-3.yaml"]
    assert content(project, "classes/period-3.yaml") == {"title": "Period 3"}
    assert findings(project) == []


@pytest.mark.parametrize("kind", question_kinds())
def test_a_new_question_of_any_kind_has_all_that_it_needs(project: Path, kind: str) -> None:
    """It is the last question of its section and the course still has no finding."""
    write_question(project, "bridge", "first-section", "one-more", kind)
    assert findings(project) == []
    last = content(project, "sections/first-section.yaml")["questions"][-1]
    assert (last["id"], last["kind"]) == ("one-more", kind)


def test_there_is_a_new_question_for_every_kind() -> None:
    """The kinds of the scaffold are those of the model."""
    assert set(question_kinds()) == set(Question.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]


def test_an_unknown_name_is_answered_with_the_nearest(project: Path) -> None:
    """Courses, sections, kinds and templates, each with what there is."""
    assert refused(lambda: write_section(project, "brigde", "x", None)) == (
        "no course is called `brigde`",
        "did you mean `bridge`?",
    )
    assert refused(lambda: write_class(project, "rome", "x", None)) == ("no course is called `rome`", "known: `bridge`")
    assert refused(lambda: write_question(project, "bridge", "last-section", "x", "essay")) == (
        "no section is called `last-section`",
        "did you mean `first-section`?",
    )
    assert refused(lambda: write_question(project, "bridge", "first-section", "x", "multiple choice")) == (
        "no kind of question is called `multiple choice`",
        "did you mean `multiple-choice`?",
    )


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("components/question.htm", "did you mean `components/question.html`?"),
        ("credit", "did you mean `components/credits.html`?"),
        ("sheets/credit", "did you mean `components/credits.html`?"),
        ("pack/glosary.html", "did you mean `pack/glossary.html`?"),
        ("bibliografy", "did you mean `pack/bibliography.html`?"),
        ("letterhead", "`studyguide new template --list` names all"),
    ],
)
def test_an_unknown_template_is_answered_with_the_nearest(project: Path, typed: str, hint: str) -> None:
    """With or without its folder; a list of all fifty would hide it."""
    assert refused(lambda: write_template(project, typed, None)) == (f"no template is called `{typed}`", hint)


def test_a_new_template_starts_from_the_built_in_one(project: Path) -> None:
    """It extends `base/...`, repeats the first block, names the others and the values with what they hold."""
    assert write_template(project, "terms", None) == ["templates/components/terms.html"]
    text = (project / "templates/components/terms.html").read_text("utf-8")
    assert text.endswith(
        '{% extends "base/components/terms.html" %}\n\n{% block heading %}\n{{ super() }}\n{% endblock %}\n'
    )
    assert "  Blocks: heading, term\n" in text
    assert "    term: A term explained in the margin\n      term.id: text\n" in text


def test_a_template_of_a_sheet_is_found_by_its_name(project: Path) -> None:
    """As a component's is; what it is given is told, too."""
    assert write_template(project, "cards", None) == ["templates/sheets/cards.html"]
    text = (project / "templates/sheets/cards.html").read_text("utf-8")
    assert '{% extends "base/sheets/cards.html" %}' in text
    assert "      sheet.columns: number\n" in text
    assert write_template(project, "sheets/slips", "period-3") == ["templates/classes/period-3/sheets/slips.html"]


def test_a_template_may_be_for_one_class(project: Path) -> None:
    """It lies in the folder that the class file names under `templates:`."""
    assert write_template(project, "section.html", "period-3") == ["templates/classes/period-3/section.html"]


@pytest.mark.parametrize("name", template_names())
def test_every_built_in_template_has_blocks_to_change(project: Path, name: str) -> None:
    """And `new` writes a start for it, in which nothing is wrong."""
    assert "{% block " in _built_in(name)
    write_template(project, name, None)
    assert template_faults(read_templates(project)) == ()


def _built_in(name: str) -> str:
    from builder.resources import templates_dir

    return (templates_dir() / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["section", "class"])
def test_what_is_commented_out_is_right_when_it_comes_in(name: str) -> None:
    """Taking away every `#` that hides a field gives a file that has the model's shape."""
    text = (scaffold_dir() / f"{name}.yaml").read_text("utf-8").replace("{title}", "A title")
    lines = [re.sub(r"^( *)# (?=[a-z_]+:| *- | {2,}\S)", r"\1", line) for line in text.splitlines()]
    assert sum(line != old for line, old in zip(lines, text.splitlines(), strict=True)) > 10
    node, faults = read("\n".join(lines).encode(), f"{name}.yaml")
    assert node is not None
    _, problems = shape(node, MODELS[name])
    assert [format_diagnostic(each) for each in (*faults, *problems)] == []


def test_a_file_with_errors_is_not_lengthened(project: Path) -> None:
    """Nobody can say where its lists end."""
    file = project / "content/bridge/key_figures.yaml"
    file.write_text("- id: [a\n", "utf-8")
    assert refused(lambda: write_figure(project, "bridge", "peter-cooper", None)) == (
        "`content/bridge/key_figures.yaml` can't be lengthened: the file has errors",
        "see `studyguide check`",
    )
    file.write_bytes(b"- id: \xff\n")
    assert refused(lambda: write_figure(project, "bridge", "peter-cooper", None)) == (
        "`content/bridge/key_figures.yaml` can't be lengthened: it isn't UTF-8",
        "see `studyguide check`",
    )


@pytest.mark.parametrize(
    ("text", "path", "item", "expected"),
    [
        ("a:\n  - x\nb: 1\n", ("a",), "y", "a:\n  - x\n  - y\nb: 1\n"),
        ("a:\n- x\nb: 1\n", ("a",), "y", "a:\n- x\n- y\nb: 1\n"),
        ("a: [x, z]  # both\n", ("a",), "y", "a: [x, z, y]  # both\n"),
        ("a:\nb: 1\n", ("a",), "y", "a:\n  - y\nb: 1\n"),
        ("b: 1\n", ("a",), "id: y\nt: |\n  w\n\n  v", "b: 1\na:\n  - id: y\n    t: |\n      w\n\n      v\n"),
        ("a:\n  - x\n  # - z\n\n# of b\nb: 1\n", ("a",), "y", "a:\n  - x\n  # - z\n  - y\n\n# of b\nb: 1\n"),
        ("a:\n  - t: |\n      x\n\n\nb: 1\n", ("a",), "y", "a:\n  - t: |\n      x\n  - y\n\n\nb: 1\n"),
        ("- x\n\n- z\n", (), "y", "- x\n\n- z\n\n- y\n"),
        ("# nobody yet\n", (), "id: y", "# nobody yet\n- id: y\n"),
        ("- x", (), "y", "- x\n- y\n"),
        ("a:\r\n  - x\r\nb: 1\r\n", ("a",), "y", "a:\r\n  - x\r\n  - y\r\nb: 1\r\n"),
    ],
)
def test_a_list_grows_by_one_item(text: str, path: tuple[str | int, ...], item: str, expected: str) -> None:
    """The item stands as the others do, after the comments that belong to the list; every other line is the same."""
    assert append(text, path, item) == expected


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("a: [\n", ("a",), "the file has errors"),
        ("a: []\n", ("a",), "the list is written as empty brackets"),
        ("a: word\n", ("a",), "there is something else in the list's place"),
        ("a: [{id: x}]\n", ("a",), "the list isn't written as lines that start with a dash"),
        ("x\n", ("a",), "there is something else in the list's place"),
        ("b: 1\n", ("c", "a"), "there is something else in the list's place"),
    ],
)
def test_a_list_that_can_not_grow_is_left_alone(text: str, path: tuple[str | int, ...], message: str) -> None:
    """The reason says what is in the way."""
    with pytest.raises(AppendError, match=f"^{re.escape(message)}$"):
        append(text, path, "id: y\nname: z")


_WORDS = st.text("abc ", min_size=1, max_size=6).map(str.strip).filter(bool)
_ITEMS = st.lists(st.dictionaries(st.sampled_from(["id", "text", "more"]), _WORDS, min_size=1), min_size=1, max_size=4)


@given(
    _ITEMS,
    st.sampled_from(["", "\n", "# note\n", "  # note\n"]),
    st.sampled_from(["", "b: 1\n", "\n# of b\nb: 1\n"]),
    _WORDS,
)
@settings(max_examples=60, deadline=None)
def test_nothing_but_the_item_is_added(items: list[dict[str, str]], between: str, after: str, word: str) -> None:
    """Whatever stands around a list, its lines come back in their order with the item's lines among them."""
    blocks = ["  - " + "\n    ".join(f"{key}: {value}" for key, value in item.items()) + "\n" for item in items]
    text = "# top\na:\n" + between.join(blocks) + after
    longer = append(text, ("a",), f"id: {word}").splitlines()
    assert f"  - id: {word}" in longer
    kept = iter(longer)
    assert all(line in kept for line in text.splitlines())
