"""JSON Schemas of the content files, generated from the models, for editors that complete and check YAML.

In: the models. Out: one schema a file, as text with the same bytes every time. Every text takes string, number and boolean, since an
editor reads `1984` or `off` as those; and a mapping of tiers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from builder.model import Assessment, ClassInfo, CourseInfo, Glossary, Images, KeyFigures, Rubrics, Section, Sources

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
            "properties": {tier: _PLAIN_TEXT for tier in ("standard", "adapted", "challenge")},
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
    schema = model.model_json_schema(by_alias=True, mode="validation", schema_generator=_Generator)
    schema.setdefault("$defs", {})["Text"] = TEXT
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_tidy(schema)}


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
