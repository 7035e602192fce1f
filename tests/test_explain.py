"""What `explain` says of a value: where it comes from, what it overrode, and what it costs to ask."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from builder.cli import main
from builder.explain import Explanation, Files, UnknownError, Wish, as_json, as_text, explain
from builder.nodes import Node, read
from builder.precedence import LEVELS, SettingError, from_command_line, from_environment, stack
from builder.resources import schemas_dir
from tests.overlay_course import FILES, nodes_of

BASE = "print: {paper: a4}\nchange: {one: {questions: {why-blockade: {space: 8 lines}}}}"
MINE = """\
extends: base
labels: {questions: Talk}
change:
  one:
    central_question: null
    questions:
      why-blockade: {space: 9 lines, objective: null}
      who-paid: hide
    narrative: {planes: {text: {adapted: Many planes came.}}}
  key_figures: {clay: {biography: A general.}}
tier: adapted
sections: {exclude: [two]}
"""


def node(text: str, file: str) -> Node:
    found, _ = read(text.encode(), file)
    assert found is not None
    return found


def files(**classes: str) -> Files:
    nodes = nodes_of(**(classes or {"base": BASE, "mine": MINE}))
    return Files(
        nodes, frozenset(nodes), lambda name: (schemas_dir() / f"{name}.schema.json").read_text("utf-8"),
        theme=lambda name: node("{paper: a4, links: footnote}", "templates/themes/t/print.yaml") if name == "t" else None,
        labels=lambda language: [node("{questions: Questions, terms: Words}", "templates/labels/en.yaml")],
    )  # fmt: skip


def ask(key: str, section: str = "one", class_name: str | None = "mine", **wish: Any) -> Explanation:
    found, faults = explain(files(), Wish(class_name, section, key, **wish))
    assert not faults
    assert found is not None
    return found


def told(found: Explanation) -> list[tuple[str, Any, str]]:
    return [(origin.level, origin.value, origin.where.rpartition("/")[2]) for origin in found.origins]


def test_a_value_and_all_that_it_overrode() -> None:
    """The value in force comes first, then each that it overrode, the nearest first."""
    assert told(ask("questions.why-blockade.space")) == [
        ("class", "9 lines", "mine.yaml:7"), ("class", "8 lines", "base.yaml:2"), ("section", "6 lines", "one.yaml:28"),
    ]  # fmt: skip
    assert as_text(ask("questions.why-blockade.space")) == (
        "questions.why-blockade.space: 9 lines\n"
        "  class    content/c/classes/mine.yaml:7\n"
        "  class    content/c/classes/base.yaml:2  (overrode: 8 lines)\n"
        "  section  content/c/sections/one.yaml:28  (overrode: 6 lines)"
    )


def test_the_plain_course() -> None:
    """Without a class it is the section's own value; a default of the format stands last."""
    assert told(ask("questions.why-blockade.space", class_name=None)) == [("section", "6 lines", "one.yaml:28")]
    assert told(ask("organizers.compare.kind", class_name=None)) == [("section", "grid", "one.yaml:26")]
    assert told(ask("documents.decree.title", class_name=None)) == [("section", "A decree", "one.yaml:18")]


def test_what_nobody_sets_is_built_in() -> None:
    """A field that no file sets has its built-in value, or none."""
    assert told(ask("questions.why-blockade.kind")) == [("built-in", "discussion", "built in")]
    assert told(ask("questions.why-blockade.hint")) == [("built-in", "not set", "built in")]
    assert told(ask("questions.in-parts.space")) == [("built-in", "not set", "built in, by the kind of question")]
    assert told(ask("recap")) == [("built-in", "not set", "built in")]
    assert told(ask("timeline.begins.importance")) == [("built-in", "2", "built in")]


def test_what_a_class_unsets() -> None:
    """After `null` the built-in value holds; the line with the `null` and what it took away are told."""
    assert told(ask("central_question")) == [
        ("built-in", "not set", "built in"), ("class", "not set", "mine.yaml:5"),
        ("section", "Why did the roads close?", "one.yaml:4"),
    ]  # fmt: skip
    assert told(ask("questions.why-blockade.objective"))[1:] == [
        ("class", "not set", "mine.yaml:7"), ("section", "explain-it", "one.yaml:28"),
    ]  # fmt: skip


def test_a_text_in_tiers() -> None:
    """The text of the class's tier is told, and the texts that would be read without it."""
    assert told(ask("narrative.planes.text")) == [
        ("class", "Many planes came.", "mine.yaml:9"), ("section", "Planes came all day.", "one.yaml:13"),
    ]  # fmt: skip
    assert told(ask("narrative.planes.text", class_name=None)) == [
        ("section", "Aircraft landed all day.", "one.yaml:13")
    ]
    only = files(only="tier: adapted\nchange: {one: {narrative: {roads-close: {text: {adapted: Short.}}}}}")
    found, _ = explain(only, Wish("only", "one", "narrative.roads-close.text"))
    assert found is not None
    assert [origin.level for origin in found.origins] == ["class", "section"]


def test_what_is_hidden() -> None:
    """A hidden item is still explained, with a note of who hides it; so is a section that the class doesn't print."""
    found = ask("questions.who-paid.space")
    assert told(found) == [("section", "4 lines", "one.yaml:29")]
    assert found.notes == ("`questions.who-paid` is hidden (content/c/classes/mine.yaml:8)",)
    assert ask("questions.who-paid").notes == found.notes
    assert as_text(ask("title", "two")).endswith(
        "  note: the class doesn't print this section (content/c/classes/mine.yaml:12)"
    )


def test_whole_things() -> None:
    """A list or a mapping is told as JSON, in one line."""
    assert as_text(ask("questions.in-parts.tags", class_name=None)).startswith(
        'questions.in-parts.tags: ["advanced", "long"]\n'
    )


def test_what_is_course_wide() -> None:
    """The course, people, terms, sources and pictures stand in the section's place; a file name may hold a dot."""
    assert told(ask("clay.biography", "key_figures")) == [
        ("class", "A general.", "mine.yaml:10"), ("course", "An engineer and general.", "key_figures.yaml:2"),
    ]  # fmt: skip
    assert told(ask("airlift.definition", "glossary"))[0] == ("course", "Bringing by air.", "glossary.yaml:3")
    assert told(ask("map.png.alt", "images"))[0] == ("course", "A map", "images.yaml:1")
    assert told(ask("harrington2012.title", "sources"))[0] == ("course", "Berlin on the Brink", "sources.yaml:1")
    assert told(ask("title", "course"))[0] == ("course", "The Airlift", "course.yaml:2")
    assert told(ask("documents.decree.vocabulary.1.word"))[0] == ("section", "close", "one.yaml:18")


def test_every_level_of_print_settings() -> None:
    """built-in < theme < course < section < class < edition < environment < command line: each is shown, each beats the last."""
    classes = {"mine": "print: {duplex: true, paper: a4, theme: t}\nchange: {one: {print: {binding: staple}}}"}
    base = files(**classes)
    section = node(
        FILES["sections/one.yaml"] + "\nprint: {paper: letter, duplex: false, links: qr}\n",
        "content/c/sections/one.yaml",
    )
    given = Files(
        {**base.nodes, "sections/one.yaml": section}, base.names, base.schema, theme=base.theme, labels=base.labels
    )  # fmt: skip
    outside = (("environment", {"paper": ("letter", "STUDYGUIDE_PAPER"), "duplex": ("true", "STUDYGUIDE_DUPLEX")}),
               ("command line", {"paper": ("a4", "--paper")}))  # fmt: skip
    wish = Wish("mine", "one", "print.paper", "fillable", outside)
    found, _ = explain(given, wish)
    assert found is not None
    assert [(o.level, o.value) for o in found.origins] == [
        ("command line", "a4"), ("environment", "letter"), ("class", "a4"), ("section", "letter"), ("course", "letter"),
        ("theme", "a4"), ("built-in", "letter"),
    ]  # fmt: skip
    duplex, _ = explain(given, Wish("mine", "one", "print.duplex", "fillable", outside))
    assert duplex is not None
    assert [(o.level, o.where.rpartition("/")[2]) for o in duplex.origins] == [
        ("environment", "STUDYGUIDE_DUPLEX"), ("edition", "fillable"), ("class", "mine.yaml:1"), ("section", "one.yaml:41"),
        ("built-in", "built in"),
    ]  # fmt: skip
    links, _ = explain(given, Wish("mine", "one", "print.links"))
    assert links is not None
    assert [o.level for o in links.origins] == ["section", "theme", "built-in"]
    assert told(ask("print.paper", "course"))[0] == ("class", "a4", "base.yaml:1")
    assert told(ask("print.max_pages")) == [("built-in", "not set", "built in")]


def test_a_print_setting_that_is_unset() -> None:
    """After a class's `null` the built-in setting holds, and the others are told as overridden."""
    found, _ = explain(files(mine="print: {paper: null}"), Wish("mine", "one", "print.paper"))
    assert found is not None
    assert told(found) == [
        ("built-in", "letter", "built in"),
        ("class", "not set", "mine.yaml:1"),
        ("course", "letter", "course.yaml:5"),
    ]


def test_labels() -> None:
    """A fixed word of the page is explained as `labels.NAME`."""
    assert told(ask("labels.questions")) == [("class", "Talk", "mine.yaml:2"), ("built-in", "Questions", "en.yaml:1")]
    assert told(ask("labels.terms")) == [("built-in", "Words", "en.yaml:1")]
    with pytest.raises(UnknownError) as raised:
        ask("labels.term")
    assert (str(raised.value), raised.value.hint) == ("the page has no label `term`", "did you mean `labels.terms`?")


@pytest.mark.parametrize(
    ("key", "message", "hint"),
    [
        ("questions.why-blokade.space", "`questions` has no `why-blokade`", "did you mean `questions.why-blockade`?"),
        (
            "questions.why-blockade.spaec",
            "`questions.why-blockade` has no `spaec`",
            "did you mean `questions.why-blockade.space`?",
        ),
        ("quesitons", "nothing here is called `quesitons`", "did you mean `questions`?"),
        ("title.x", "`title` has no `x`", "known: `standard`, `adapted`, `challenge`"),
        ("print.papr", "`print` has no `papr`", "did you mean `print.paper`?"),
        ("organizers.zzz.zz", "`organizers` has no `zzz`", "known: `compare`"),
    ],
)
def test_an_unknown_key(key: str, message: str, hint: str | None) -> None:
    """A key that doesn't exist names the nearest that does."""
    with pytest.raises(UnknownError) as raised:
        ask(key)
    assert (str(raised.value), raised.value.hint) == (message, hint)


def test_a_class_that_cant_be_used() -> None:
    """Faults of the class come back; without its files there is no explanation."""
    assert explain(files(mine="extends: mine"), Wish("mine", "one", "title"))[0] is None
    found, faults = explain(files(mine="change: {one: {questions: {x: hide}}}"), Wish("mine", "one", "title"))
    assert found is not None
    assert len(faults) == 1
    assert explain(files(), Wish("mine", "three", "title")) == (None, [])


def test_json() -> None:
    """The JSON form holds the same, with line and column."""
    wish = Wish("mine", "one", "questions.why-blockade.space")
    value = json.loads(as_json(ask(wish.key), wish))
    assert value["value"] == "9 lines"
    assert value["class"] == "mine"
    assert value["origins"][2] == {
        "level": "section", "value": "6 lines", "file": "content/c/sections/one.yaml", "line": 28, "column": 45,
        "where": "content/c/sections/one.yaml:28",
    }  # fmt: skip


def test_long_overridden_texts_are_cut() -> None:
    """In the text form an overridden value takes no more than 80 characters; the value in force is told in full."""
    long = "t" * 99
    given = files(mine="extends: base\nchange: {one: {title: x}}", base=f"change: {{one: {{title: {long}}}}}")
    found, _ = explain(given, Wish("mine", "one", "title"))
    assert found is not None
    assert f"(overrode: {long[:79]}…)" in as_text(found)
    found, _ = explain(given, Wish("base", "one", "title"))
    assert found is not None
    assert f"title: {long}\n" in as_text(found)


def test_levels_are_stacked_in_order() -> None:
    """Levels given in any order count in the order of the contract."""
    given = [(level, {"paper": level}) for level in LEVELS]
    assert stack(reversed(given))["paper"] == tuple((level, level) for level in LEVELS)
    assert LEVELS == ("built-in", "theme", "course", "section", "class", "edition", "environment", "command line")


def test_settings_from_outside() -> None:
    """Variables and options make settings; an empty one makes none, a wrong one is refused with the nearest."""
    assert from_environment({"STUDYGUIDE_PAPER": "a4", "STUDYGUIDE_THEME": "t", "STUDYGUIDE_DUPLEX": ""}) == {
        "paper": "a4",
        "theme": "t",
    }
    assert from_command_line("a4") == {"paper": "a4"}
    assert from_command_line() == {}
    with pytest.raises(SettingError) as raised:
        from_environment({"STUDYGUIDE_PAPER": "a5"})
    assert (str(raised.value), raised.value.hint) == ("`a5` is no paper (STUDYGUIDE_PAPER)", "did you mean `a4`?")
    with pytest.raises(SettingError) as raised:
        from_command_line("foolscap")
    assert raised.value.hint == "known: `letter`, `a4`"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the course, and a second course with a section of the same name."""
    for name, text in {**FILES, "classes/base.yaml": BASE, "classes/mine.yaml": MINE}.items():
        path = tmp_path / "content/c" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for name, text in {"course.yaml": "title: D\nsections: [two]", "sections/two.yaml": "title: D two"}.items():
        path = tmp_path / "content/d" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for name, text in {"themes/t/print.yaml": "watermark: Theme", "labels/en.yaml": "questions: Ask"}.items():
        path = tmp_path / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for variable in ("STUDYGUIDE_PAPER", "STUDYGUIDE_THEME", "STUDYGUIDE_DUPLEX", "STUDYGUIDE_BINDING"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str, **environment: str) -> tuple[int, str, str]:
    found = CliRunner().invoke(main, ["explain", *words], env=environment)
    return found.exit_code, found.stdout, found.stderr


@pytest.mark.usefixtures("project")
def test_the_command() -> None:
    """`studyguide explain` prints the explanation; environment and options count."""
    code, out, _ = run("mine", "one", "questions.why-blockade.space")
    assert (code, out.splitlines()[0]) == (0, "questions.why-blockade.space: 9 lines")
    code, out, _ = run("mine", "one", "print.paper", "--paper", "letter", STUDYGUIDE_PAPER="a4", STUDYGUIDE_THEME="t")
    assert out.splitlines()[:3] == [
        "print.paper: letter", "  command line  --paper", "  environment   STUDYGUIDE_PAPER  (overrode: a4)",
    ]  # fmt: skip
    assert (
        run("-", "one", "print.watermark", STUDYGUIDE_THEME="t")[1]
        .splitlines()[-1]
        .endswith("print.yaml:1  (overrode: Theme)")
    )
    assert run("plain", "one", "labels.questions")[1].splitlines()[0] == "labels.questions: Ask"
    assert json.loads(run("mine", "one", "title", "--format", "json")[1])["value"] == "The Blockade"
    assert run("-", "two", "title", "--course", "d")[1].startswith("title: D two\n")
    assert run("mine", "two", "title")[0] == 0


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["mien", "one", "title"], "error: no class is called `mien`\n  hint: did you mean `mine`?\n"),
        (["mine", "oen", "title"], "error: no section is called `oen`\n  hint: did you mean `one`?\n"),
        (["mine", "one", "titel"], "error: nothing here is called `titel`\n  hint: did you mean `title`?\n"),
        (["-", "two", "title"], "error: several courses have `two`: `c`, `d`\n  hint: say which one by `--course`\n"),
        (["-", "two", "title", "--course", "e"], "error: no course is called `e`\n  hint: known: `c`, `d`\n"),
        (
            ["-", "one", "title", "--edition", "studnet"],
            "error: no edition is called `studnet`\n  hint: did you mean `student`?\n",
        ),
        (["-", "one", "title", "--paper", "a5"], "error: `a5` is no paper (--paper)\n  hint: did you mean `a4`?\n"),
    ],
)
def test_what_isnt_known(words: list[str], message: str) -> None:
    """An unknown class, section, key, course, edition or paper is a usage error that names the nearest."""
    assert run(*words) == (2, "", message)


@pytest.mark.usefixtures("project")
def test_a_class_of_another_course() -> None:
    """A class and a section that no course has both are a usage error."""
    Path("content/d/sections/three.yaml").write_text("title: x", "utf-8")
    assert run("mine", "three", "title") == (
        2,
        "",
        "error: no course has both the section `three` and the class `mine`\n",
    )


@pytest.mark.usefixtures("project")
def test_faults_of_the_class_are_told() -> None:
    """`explain` tells faults of the class and ends with 1; a class that can't be used explains nothing."""
    Path("content/c/classes/mine.yaml").write_text("change: {one: {questions: {x: hide}}}", "utf-8")
    code, out, err = run("mine", "one", "title")
    assert code == 1
    assert out.startswith("title: The Blockade")
    assert "nothing in `questions` has the id `x`" in err
    Path("content/c/classes/mine.yaml").write_text("extends: mine", "utf-8")
    code, out, err = run("mine", "one", "title")
    assert (code, out) == (1, "")
    assert "circle" in err


def test_asking_is_quick() -> None:
    """`explain` on the shipped course takes at most 40 times as long as starting Python, and loads no model and no typesetter."""
    root = Path(__file__).parent.parent
    words = ["-m", "builder", "explain", "period-3", "stalins-death", "questions.changed-words.space"]

    def seconds(arguments: list[str]) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=root, check=True, capture_output=True)
        return time.perf_counter() - start

    assert min(seconds(words) for _ in range(3)) <= 40 * min(seconds(["-c", "pass"]) for _ in range(3))
    heavy = ("pydantic", "weasyprint", "babel", "jinja2", "markdown_it")
    code = f"""import sys
sys.argv = {["studyguide", *words[2:]]!r}
try:
    from builder.cli import main; main()
except SystemExit:
    print([name for name in {heavy!r} if name in sys.modules])
"""
    found = subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True)
    assert found.stdout.splitlines()[-1] == "[]"
