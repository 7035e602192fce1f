"""What holds for every class file, whatever it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from builder.diagnostics import format_diagnostic
from builder.explain import NOT_SET, Files, Wish, explain
from builder.nodes import plain
from builder.overlay import lay_over
from builder.resources import schemas_dir
from builder.templates import read_templates
from builder.trees import trees_of
from tests.overlay_course import folder_of, nodes_of

LOOKS = settings(max_examples=60, deadline=None)
IDS = [
    "why-blockade",
    "who-paid",
    "in-parts",
    "first",
    "begins",
    "ends",
    "clay",
    "reuter",
    "decree",
    "planes",
    "map.png",
    "nobody",
]
LISTS = [
    "questions",
    "timeline",
    "documents",
    "narrative",
    "key_figures",
    "objectives",
    "parts",
    "images",
    "positions",
    "charts",
]
WORDS = st.sampled_from([*IDS, "hide", "show", "hid", "6 lines", "", "tag:advanced", "x: y", "1948", "~"])
KEYS = st.sampled_from(
    [*IDS, *LISTS, "tag:advanced", "add", "order", "id", "space", "prompt", "text", "standard", "adapted", "title"]
)
VALUES = st.recursive(
    st.none() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)
CHANGES = st.dictionaries(
    st.sampled_from(["one", "two", "course", "key_figures", "glossary", "images", "sources", "onne"]),
    VALUES,
    max_size=3,
)
TEMPLATES = read_templates(Path(__file__).parent.parent)


def text_of(value: Any) -> str:
    """Return a class file: JSON is YAML."""
    return json.dumps(value)


@LOOKS
@given(st.dictionaries(st.sampled_from(["title", "teacher", "note", "term"]), st.just("Words"), max_size=4))
def test_a_class_without_changes_is_the_identity(settings_of_class: dict[str, str]) -> None:
    """A class that changes nothing sees the very nodes of the course."""
    nodes = nodes_of(mine=text_of(settings_of_class))
    overlaid = lay_over(nodes, "mine")
    assert not overlaid.faults
    assert all(overlaid.nodes[name] is node for name, node in nodes.items())


FIELDS = st.sampled_from([
    ("questions", "why-blockade", "space"), ("questions", "why-blockade", "hint"), ("questions", "who-paid", "prompt"),
    ("timeline", "begins", "label"), ("documents", "decree", "title"), ("key_figures", "clay", "focus"), ("questions", "in-parts", None),
    ("narrative", "planes", "text"), ("objectives", "retell-it", "text"), ("organizers", "compare", None),
])  # fmt: skip


@LOOKS
@given(st.lists(FIELDS, unique=True, min_size=2, max_size=2), st.sampled_from(["9 lines", "Other words", None]))
def test_independent_changes_commute(chosen: list[tuple[str, str, str | None]], value: str | None) -> None:
    """Two changes of different values give the same course in either order."""

    def change(places: list[tuple[str, str, str | None]]) -> list[str]:
        return [
            text_of({"change": {"one": {name: {item: {key: value} if key else "hide"}}}}) for name, item, key in places
        ]

    first, second = change(chosen)
    there = lay_over(nodes_of(base=first, mine=f'{second[:-1]}, "extends": "base"}}'), "mine")
    back = lay_over(nodes_of(base=second, mine=f'{first[:-1]}, "extends": "base"}}'), "mine")
    assert not there.faults
    assert {name: plain(there.nodes[name]) for name in there.nodes if not name.startswith("classes/")} == {
        name: plain(back.nodes[name]) for name in back.nodes if not name.startswith("classes/")
    }


@LOOKS
@given(CHANGES)
def test_a_class_changes_only_what_it_names(change: dict[str, Any]) -> None:
    """Files that `change` doesn't name stay the very nodes that they are, unless they follow something hidden."""
    nodes = nodes_of(mine=text_of({"change": change}))
    laid = lay_over(nodes, "mine").laid
    named = {"onne", *change}
    for name, node in nodes.items():
        if name.removeprefix("sections/").removesuffix(".yaml") not in named:
            assert laid[name] is node


@LOOKS
@given(
    CHANGES,
    st.fixed_dictionaries(
        {}, optional={"sections": VALUES, "labels": VALUES, "print": VALUES, "extends": WORDS, "tier": WORDS}
    ),
)
def test_random_classes_never_crash_and_every_finding_has_a_place(change: dict[str, Any], rest: dict[str, Any]) -> None:
    """Whatever a class file says, each finding stands in a file, at a line, and can be printed."""
    folder = folder_of(mine=text_of({**rest, "change": change}))
    (tree,) = trees_of(folder, TEMPLATES, ("mine",))
    for finding in tree.findings:
        place = finding.diagnostic.location
        assert place is not None
        assert place.file in {folder.file(name) for name in folder.nodes}
        assert place.line > 0
        assert format_diagnostic(finding.diagnostic)


PATHS = st.sampled_from([
    "central_question", "questions.why-blockade.space", "questions.who-paid.prompt", "timeline.begins.label", "narrative.planes.text",
    "key_figures.clay.focus", "questions.in-parts.parts.first.prompt", "print.paper", "print.watermark", "questions.who-paid.hint",
])  # fmt: skip


def nested(path: str, value: str | None) -> dict[str, Any]:
    inner: Any = value
    for step in reversed(path.split(".")):
        inner = {step: inner}
    return {"change": {"one": inner}}


@LOOKS
@given(PATHS, st.lists(st.sampled_from(["a4", "letter", "Other", None, ""]), max_size=3))
def test_explain_always_names_the_winning_line(path: str, values: list[str | None]) -> None:
    """However many classes set a value, the origin that explain names first holds the value that a build uses."""
    texts = {f"c{number}": {**nested(path, value), "extends": f"c{number - 1}"} for number, value in enumerate(values)}
    if texts:
        del texts["c0"]["extends"]
    top = f"c{len(values) - 1}" if values else "c0"
    nodes = nodes_of(**{name: text_of(text) for name, text in (texts or {"c0": {}}).items()})
    found, faults = explain(Files(nodes, frozenset(nodes), schema), Wish(top, "one", path))
    assert found is not None
    assert not faults
    winner = found.origins[0]
    used = used_value(top, path, nodes)
    assert winner.value == (NOT_SET if used is None else used)
    if winner.place is not None:
        line = winner.place
        source = next(node.source for node in nodes.values() if node.source.file == line.file)
        start = source.line_start(line.line) + line.column - 1
        assert source.text[start:].lstrip('"').startswith(str(winner.value) if winner.value != NOT_SET else "null")


def schema(name: str) -> str:
    return (schemas_dir() / f"{name}.schema.json").read_text("utf-8")


def used_value(class_name: str, path: str, nodes: Any) -> str | None:
    """Return the value that a build works with."""
    overlaid = lay_over(nodes, class_name)
    where: Any = plain(overlaid.nodes["sections/one.yaml"])
    if path.startswith("print."):
        name = path.removeprefix("print.")
        settings_used = {"paper": "letter", **plain(overlaid.nodes["course.yaml"])["print"], **where.get("print", {})}
        value = settings_used.get(name)
        return str(value) if value is not None else None
    for step in path.split("."):
        if isinstance(where, list):
            where = next(
                item if isinstance(item, dict) else {}
                for item in where
                if step in (item, isinstance(item, dict) and item.get("id"))
            )
        else:
            where = where.get(step)
    if isinstance(where, dict):
        where = where.get("standard", where.get("adapted"))
    return None if where is None else str(where)
