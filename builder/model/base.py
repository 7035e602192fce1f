"""What every content model shares: the base class and the field types that YAML's short forms turn into.

In: plain values (dicts, lists and texts as they were typed). Out: frozen, typed values. No field is a union: a union gives two
errors with paths that are no YAML path, so short forms become long ones in a validator and the JSON Schema says what may be typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from builder.dates import Date, parse

RESERVED_IDS = frozenset({"add", "order", "hide", "show"})
ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class ContentError(ValueError):
    """A value that is wrong in itself; `hint` says how to put it right."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Model(BaseModel):
    """The base of every content model: frozen, and a field that it doesn't know is an error."""

    # The docstrings under the fields are the schemas' descriptions: `builder.schema` reads them, since reading them here would take a
    # quarter of the time of a check. Validators are built when a file needs them.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def _check_id(value: str) -> str:
    if value in RESERVED_IDS:
        raise ContentError(f"`{value}` can't be an id: class files use the word", "choose another word")
    if not ID_PATTERN.fullmatch(value):
        raise ContentError(f"`{value}` is not an id", "use lower-case letters a-z, digits and hyphens: `secret-speech`")
    return value


class ShortForm:
    """Lets a field be typed in a short form, which `lengthen` turns into the long one; `typed` is all that may be typed.

    The same as `BeforeValidator(lengthen, json_schema_input_type=typed)`, but pydantic looks at `typed` for a JSON Schema only: a third of
    the time that a section's validator takes to build went into types that it never validates.
    """

    def __init__(self, lengthen: Callable[[Any], Any], typed: Any) -> None:
        self.lengthen = lengthen
        self.typed = typed

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.lengthen, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        typed: Any = {**schema, "json_schema_input_schema": TypeAdapter(self.typed).core_schema}
        return handler(typed)


def _one_as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


@dataclass(frozen=True)
class Prose:
    """Marks a field of words that a reader reads: Markdown, checked for links and citations."""


@dataclass(frozen=True)
class Secret:
    """Marks a field that no pupil may see: `edition` leaves it out of every student's course."""


TEXT_SCHEMA: dict[str, Any] = {"x-prose": True}
Text = Annotated[str, Prose(), WithJsonSchema(TEXT_SCHEMA)]
"""Words as they were typed. Editors read `1984` or `off` as numbers and booleans: the JSON Schema takes those too, and tiers."""

Word = Annotated[str, WithJsonSchema({"type": ["string", "number", "boolean"]})]
"""A short value that has no tiers: a name, an identifier, an address."""

Id = Annotated[
    str, AfterValidator(_check_id), WithJsonSchema({"type": ["string", "number"], "pattern": f"^{ID_PATTERN.pattern}$"})
]
"""The name of a thing: lower-case letters, digits, hyphens."""

Ref = Annotated[str, WithJsonSchema({"type": ["string", "number"]})]
"""The id of a thing that stands elsewhere."""

Refs = Annotated[tuple[Ref, ...], ShortForm(_one_as_list, Ref | list[Ref]), Field(default=())]
"""Ids of things that stand elsewhere; one id alone is read as a list of one."""

Words = Annotated[tuple[Word, ...], ShortForm(_one_as_list, Word | list[Word])]


def as_mapping(key: str, model: type[BaseModel]) -> ShortForm:
    """Return a mark that reads the short form `beria` as `{key: beria}`, a mapping of `model`."""
    return ShortForm(lambda value: {key: value} if isinstance(value, str) else value, Word | model)


class _ReadsDate:
    """Lets pydantic read a date without looking into `Date`, as a PlainValidator would, for ways to write it out."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_read_date)


def _read_date(value: Any) -> Date:
    if isinstance(value, Date):
        return value
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
    return _parsed(value)


_parsed = lru_cache(maxsize=8192)(parse)
"""A class reads the dates of its course again, and texts name one day many times."""


EdtfDate = Annotated[
    Date,
    _ReadsDate(),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "description": "A date in EDTF (ISO 8601-2).",
            "examples": ["1953-03-05", "1953~", "1953-03/1957", "-0043", "1963-11-22T12:30"],
        }
    ),
]
"""A date in EDTF (ISO 8601-2), read by `builder.dates`."""


class NativeText(Model):
    """A name or term in its own language and script."""

    model_config = ConfigDict(title="native form")

    text: Text
    """The words in their own script."""
    lang: Word
    """Language tag (BCP 47), such as `ru`."""
    transliteration: Text | None = None
    """The words in Latin letters."""


Percent = Annotated[float, Field(ge=0, le=100)]


class Callout(Model):
    """A numbered place on a picture."""

    model_config = ConfigDict(title="callout")

    at: tuple[Percent, Percent]
    """Where: percent from the left, percent from the top."""
    label: Text
    """What is there."""


class ImageUse(Model):
    """A picture where it is shown; what it is stands in `images.yaml`."""

    model_config = ConfigDict(title="image")

    file: Word
    """A file's name in the course's `images/` folder."""
    caption: Text | None = None
    """Words under the picture."""
    size: Annotated[str, Field(pattern="^(text|half|full)$")] = "text"
    """`text` (the reading column), `half` of it, or `full` (the page's width)."""
    callouts: tuple[Callout, ...] = ()
    """Numbered places on the picture."""
    labels: Annotated[str, Field(pattern="^(printed|blank)$")] = "printed"
    """`printed`: the labels of the callouts stand under the picture; `blank`: pupils fill them in."""


ImageUses = Annotated[
    tuple[Annotated[ImageUse, as_mapping("file", ImageUse)], ...],
    ShortForm(
        lambda value: [value] if isinstance(value, (str, dict)) else value,
        Word | ImageUse | list[Word | ImageUse],
    ),
]


class Item(Model):
    """What any item of a course may carry."""

    tags: Words = ()
    """Words by which a class can hide or change many items at once."""
    language: Word | None = None
    """Language tag (BCP 47) where it isn't the course's."""
    teacher_note: Annotated[Text | None, Secret()] = None
    """A note that only the teacher edition prints."""


class Illustrated(Item):
    """An item that may show pictures."""

    image: Word | None = None
    """One picture, by its file's name: the short form of `images`."""
    images: ImageUses = ()
    """Pictures that belong to this item."""

    @property
    def pictures(self) -> tuple[ImageUse, ...]:
        """The pictures of both forms, in order."""
        short = (ImageUse(file=self.image),) if self.image else ()
        return short + self.images
