"""The JSON Schemas: current, and at peace with every content file as an editor reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from builder.nodes import plain, read
from builder.resources import scaffold_dir, schemas_dir
from builder.schema import FILES, schema_of, schema_text, write_schemas
from builder.shape import shape

ROOT = Path(__file__).resolve().parent.parent
KINDS = {"sections": "section", "classes": "class", "assessments": "assessment"}
CONTENT = sorted(path for path in (ROOT / "content").glob("*/**/*.yaml") if "images" not in path.parts)
SCAFFOLD = sorted((scaffold_dir() / "course").rglob("*.yaml"))
IGNORED = {"$defs", "$schema", "default", "description", "examples", "title"}


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors do: the core schema of YAML 1.2, with numbers and booleans, without dates."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
):
    EditorLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), [*_first.replace("\0", ""), ""]
    )
EditorLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value, 10))


def kind_of(path: Path) -> str:
    """The kind of a content file, by its folder or its name."""
    return KINDS.get(path.parent.name, path.stem)


def name_of(path: Path) -> str:
    """A test's name for a file."""
    return f"{path.parent.name}/{path.name}"


@cache
def schema(kind: str) -> dict[str, Any]:
    """The schema of a kind of file as the repository holds it."""
    loaded: dict[str, Any] = json.loads((schemas_dir() / f"{kind}.schema.json").read_text("utf-8"))
    return loaded


TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "number": (int, float), "integer": (int,), "boolean": (bool,), "null": (type(None),),
    "array": (list,), "object": (dict,),
}  # fmt: skip


def _is(value: Any, kinds: str | list[str]) -> bool:
    names = [kinds] if isinstance(kinds, str) else kinds
    return any(isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool)) for kind in names)


SIMPLE: dict[str, tuple[Callable[[Any, Any], bool], str]] = {
    "type": (_is, "is no"),
    "enum": (lambda value, wanted: value in wanted, "is none of"),
    "const": (lambda value, wanted: bool(value == wanted), "is not"),
    "pattern": (lambda value, wanted: not isinstance(value, str) or bool(re.search(wanted, value)), "doesn't match"),
    "minimum": (lambda value, least: isinstance(value, str) or value >= least, "is less than"),
    "maximum": (lambda value, most: isinstance(value, str) or value <= most, "is more than"),
    "minItems": (lambda value, least: not isinstance(value, list) or len(value) >= least, "has fewer items than"),
    "maxItems": (lambda value, most: not isinstance(value, list) or len(value) <= most, "has more items than"),
    "minProperties": (lambda value, least: not isinstance(value, dict) or len(value) >= least, "has fewer fields than"),
}


def wrong(value: Any, rule: dict[str, Any], root: dict[str, Any], path: str = "") -> Iterator[str]:
    """What a validator says of a value: the keywords that our schemas use (JSON Schema 2020-12); no other may be used."""
    for keyword, wanted in rule.items():
        if keyword == "$ref":
            yield from wrong(value, root["$defs"][wanted.removeprefix("#/$defs/")], root, path)
        elif keyword == "anyOf":
            tries = [list(wrong(value, option, root, path)) for option in wanted]
            yield from [] if not all(tries) else min(tries, key=len)
        elif keyword in SIMPLE:
            sound, words = SIMPLE[keyword]
            yield from [] if sound(value, wanted) else [f"{path}: {value!r} {words} {wanted}"]
        elif keyword in ("properties", "additionalProperties", "required"):
            yield from _object(keyword, value, rule, root, path) if isinstance(value, dict) else ()
        elif keyword in ("items", "prefixItems"):
            yield from _array(keyword, value, wanted, root, path) if isinstance(value, list) else ()
        else:
            assert keyword in IGNORED, f"the schemas use `{keyword}`, which this test can't check"


def _object(
    keyword: str, value: dict[str, Any], rule: dict[str, Any], root: dict[str, Any], path: str
) -> Iterator[str]:
    named = rule.get("properties", {})
    wanted = rule[keyword]
    if keyword == "required":
        yield from (f"{path}: no `{name}`" for name in wanted if name not in value)
    elif keyword == "properties":
        for name in value.keys() & named.keys():
            yield from wrong(value[name], named[name], root, f"{path}/{name}")
    else:
        for name in [name for name in value if name not in named and wanted is not True]:
            yield from (
                wrong(value[name], wanted, root, f"{path}/{name}") if wanted else [f"{path}: unknown field `{name}`"]
            )


def _array(keyword: str, value: list[Any], wanted: Any, root: dict[str, Any], path: str) -> Iterator[str]:
    rules = wanted if keyword == "prefixItems" else [wanted] * len(value)
    for index, (item, rule) in enumerate(zip(value, rules, strict=False)):
        yield from wrong(item, rule, root, f"{path}/{index}")


def complaints(text: str, kind: str) -> list[str]:
    """What an editor underlines in a file of a kind."""
    return list(wrong(yaml.load(text, EditorLoader), schema(kind), schema(kind)))


@pytest.mark.parametrize("kind", FILES)
def test_the_repository_holds_the_schemas_as_they_are(kind: str) -> None:
    """A field changed without `studyguide schema` is a difference here."""
    assert (schemas_dir() / f"{kind}.schema.json").read_text("utf-8") == schema_text(kind)


def test_there_is_a_schema_for_every_file_and_no_other(tmp_path: Path) -> None:
    """One a kind, and what is written is what the repository holds."""
    names = sorted(f"{kind}.schema.json" for kind in FILES)
    assert sorted(path.name for path in schemas_dir().iterdir()) == names
    assert sorted(write_schemas(tmp_path / "new")) == names
    assert all((tmp_path / "new" / name).read_bytes() == (schemas_dir() / name).read_bytes() for name in names)


@pytest.mark.parametrize("path", [*CONTENT, *SCAFFOLD], ids=name_of)
def test_an_editor_underlines_nothing_in_our_content(path: Path) -> None:
    """Every file is valid by its schema, read with numbers and booleans where a writer typed words."""
    assert complaints(path.read_text("utf-8").replace("title: {title}", "title: 1984"), kind_of(path)) == []


@pytest.mark.parametrize("path", CONTENT, ids=name_of)
def test_every_file_names_the_schema_of_its_kind(path: Path) -> None:
    """The first line leads an editor to the file in `schemas/`."""
    match = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
    assert match
    assert (path.parent / match[1]).resolve() == schemas_dir() / f"{kind_of(path)}.schema.json"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("section", "title: 1984"),
        ("section", "title: off\nrecap: 12.50"),
        ("section", "title: x\nperiod: 0622"),
        ("section", "title: {standard: 1984, adapted: true}"),
        ("section", "title: x\ntimeline: [{id: 1984, date: 1984, label: 1984, sources: [1984]}]"),
        ("section", "title: x\nquestions: [{id: a, prompt: true, points: '3', answer: off, space: 6 lines}]"),
        ("section", "title: x\nquestions: [{id: a, prompt: x, kind: multiple-choice, choices: [11, true, {text: 20, correct: true}]}]"),
        ("section", "title: x\ncharts: [{id: a, kind: bar, title: x, columns: [Year, 1], rows: [[1934, null], [x, 1.5]]}]"),
        ("section", "title: x\nkey_figures: [beria, {id: stalin, form: full}]"),
        ("section", "title: x\nnarrative: [{text: x, image: map.png}, {images: [{file: a.png, size: half}]}]"),
        ("key_figures", "- {id: a, name: 1984, born: -0043, offices: [{title: x, from: 1950}]}"),
        ("glossary", "- {id: a, term: 1984, definition: no}"),
        ("course", "title: 1984\nsections: [1984, x]\nversion: 1.0"),
        ("course", "title: x\nsections: [{part: 1, sections: [a]}]"),
        ("class", "title: 3\nprint: {paper: a4}"),
    ],
)  # fmt: skip
def test_what_the_builder_reads_an_editor_accepts(kind: str, text: str) -> None:
    """Words that YAML reads as numbers or booleans, short forms and tiers: neither the builder nor the schema objects."""
    assert complaints(text, kind) == []
    node, faults = read(text.replace("{standard: 1984, adapted: true}", "x").encode(), "x")
    assert node is not None
    items = plain(node) if kind in ("key_figures", "glossary") else None
    model: type[BaseModel] = FILES[kind]
    value, problems = shape(node, model)
    assert (faults, problems) == ([], [])
    assert value is not None
    assert items is None or len(items) == 1


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("section", "title: x\nsumary: y", [": unknown field `sumary`"]),
        ("section", "summary: y", [": no `title`"]),
        ("section", "title: x\ntimeline: [{id: a, date: 1953}]", ["/timeline/0: no `label`"]),
        ("section", "title: x\ntimeline: [{id: a, date: 1953, label: x, importance: 4}]",
         ["/timeline/0/importance: 4 is more than 3"]),
        ("section", "title: x\nquestions: [{id: a, prompt: x, kind: quiz}]", None),
        ("section", "title: x\nquestions: [{id: A b, prompt: x}]", None),
        ("section", "title: [x]", None),
        ("section", "title: {standart: x}", None),
        ("course", "title: x\nsections: []", ["/sections: [] has fewer items than 1"]),
        ("course", "title: x\nsections: [a]\nprint: {paper: legal}", None),
    ],
)  # fmt: skip
def test_what_is_wrong_an_editor_underlines(kind: str, text: str, expected: list[str] | None) -> None:
    """A misspelt field, a missing one, a word that isn't on the list: the editor says so while one types."""
    found = complaints(text, kind)
    assert found
    assert expected is None or found == expected


def test_every_field_says_what_it_is_for() -> None:
    """An editor shows a description beside each field that it completes."""
    bare = []
    for kind in FILES:
        whole = schema_of(kind)
        for name, model in {kind: whole, **whole["$defs"]}.items():
            for field, rule in model.get("properties", {}).items():
                referred = whole["$defs"].get(rule.get("$ref", "").removeprefix("#/$defs/"), {})
                if "description" not in rule and "description" not in referred:
                    bare.append(f"{name}.{field}")
    assert sorted(set(bare)) == []
