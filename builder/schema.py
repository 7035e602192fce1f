"""JSON Schemas of the content files, generated from the models, for editors that complete and check YAML.

In: the models. Out: one schema a file, as text with the same bytes every time. Every text takes string, number and boolean, since an
editor reads `1984` or `off` as those; and a mapping of tiers.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from builder.model import Assessment, ClassInfo, CourseInfo, Model, Section
from builder.model.files import Glossary, Images, KeyFigures, Rubrics, Sources

FILES: Mapping[str, type[BaseModel]] = {
    "course": CourseInfo,
    "section": Section,
    "key_figures": KeyFigures,
    "sources": Sources,
    "glossary": Glossary,
    "images": Images,
    "rubrics": Rubrics,
    "class": ClassInfo,
    "assessment": Assessment,
}
_PLAIN_TEXT = {"type": ["string", "number", "boolean"]}
TEXT: dict[str, Any] = {
    "description": "Words as they are typed; or the same words in tiers.",
    "anyOf": [
        _PLAIN_TEXT,
        {
            "type": "object",
            "properties": dict.fromkeys(("standard", "adapted", "challenge"), _PLAIN_TEXT),
            "minProperties": 1,
            "additionalProperties": False,
        },
    ],
}


class _Generator(GenerateJsonSchema):
    """Writes numbers and truth values so that they may be typed in quotes as well."""

    def int_schema(self, schema: Any) -> dict[str, Any]:
        return {**super().int_schema(schema), "type": ["integer", "string"]}

    def float_schema(self, schema: Any) -> dict[str, Any]:
        return {**super().float_schema(schema), "type": ["number", "string"]}


def schema_of(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file; KeyError for a name that isn't in `FILES`."""
    model = FILES[name]
    _describe_fields(model)
    schema = model.model_json_schema(by_alias=True, mode="validation", schema_generator=_Generator)
    schema.setdefault("$defs", {})["Text"] = TEXT
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_tidy(schema)}


@cache
def _describe_fields(model: type[BaseModel]) -> None:
    """Give every field of a model, and of the models inside it, the docstring under it as its description."""
    for inner in {part for field in model.model_fields.values() for part in _models_in(field.annotation)}:
        if inner is not model:
            _describe_fields(inner)
    own = [base for base in reversed(model.__mro__) if issubclass(base, Model)]
    words = {name: text for base in own for name, text in _docstrings(base).items()}
    for name, field in model.model_fields.items():
        field.description = words.get(name)
    model.model_rebuild(force=True)  # the ones inside first: it takes their schemas as they are


def _models_in(hint: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that an annotation names."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
    for part in (hint.__origin__,) if hasattr(hint, "__metadata__") else get_args(hint):
        yield from _models_in(part)


@cache
def _docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Return the docstrings of a model's own fields: the texts that stand under them."""
    body = ast.parse(dedent(inspect.getsource(model))).body[0]
    found = {}
    for field, words in pairwise(body.body if isinstance(body, ast.ClassDef) else ()):
        text = words.value.value if isinstance(words, ast.Expr) and isinstance(words.value, ast.Constant) else None
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, str):
            found[field.target.id] = inspect.cleandoc(text)
    return found


def _tidy(value: Any) -> Any:
    """Drop what says nothing (titles made from field names, null as a default) and join a text's description to its reference."""
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.pop("x-prose", False):
        value["$ref"] = "#/$defs/Text"
    tidy = {key: _tidy(item) for key, item in value.items() if not (key == "default" and item is None)}
    if isinstance(tidy.get("title"), str) and tidy.get("type") != "object":
        tidy.pop("title")
    return tidy


def schema_text(name: str) -> str:
    """Return a schema as the repository holds it."""
    return json.dumps(schema_of(name), indent=1, ensure_ascii=False, sort_keys=False) + "\n"


def write_schemas(folder: Path) -> list[str]:
    """Write every schema into a folder; return the files' names."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for name in FILES:
        (folder / f"{name}.schema.json").write_text(schema_text(name), "utf-8")
        names.append(f"{name}.schema.json")
    return names
