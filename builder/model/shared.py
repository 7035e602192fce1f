"""The models of the files that all sections of a course share: people, terms, pictures, sources, rubrics."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from builder.model.base import EdtfDate, Id, Item, Model, NativeText, Ref, ShortForm, Text, Word, Words


class Office(Model):
    """A post that a person held."""

    model_config = ConfigDict(title="office", populate_by_name=True)

    title: Text
    """The post."""
    from_: Annotated[EdtfDate | None, Field(alias="from")] = None
    """Since when."""
    to: EdtfDate | None = None
    """Until when."""


class Quote(Model):
    """Words that a person said or wrote."""

    model_config = ConfigDict(title="quote")

    text: Text
    """The words."""
    source: Text | None = None
    """Where they stand."""


def _list(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


class KeyFigure(Item):
    """A person of the course."""

    model_config = ConfigDict(title="key figure")

    id: Id
    """The word that sections name the person by."""
    name: Text
    """The name as the course writes it."""
    sort_name: Text | None = None
    """The name as an index sorts it."""
    also_known_as: Words = ()
    """Other names."""
    native_name: Annotated[tuple[NativeText, ...], ShortForm(_list, NativeText)] = ()
    """The name in its own script; several where a person had several."""
    pronunciation: Text | None = None
    """How to say it."""
    born: EdtfDate | None = None
    """Date of birth."""
    died: EdtfDate | None = None
    """Date of death."""
    active: EdtfDate | None = None
    """When the person was active, where birth and death aren't known."""
    birthplace: Text | None = None
    """Where the person was born."""
    portrait: Word | None = None
    """A picture's file name."""
    role: Text | None = None
    """Who the person was, in one line."""
    kind: Literal["person", "composite", "legendary"] = "person"
    """`composite` and `legendary` people are marked as such."""
    offices: tuple[Office, ...] = ()
    """Posts held."""
    biography: Text | None = None
    """Two or three sentences (Markdown)."""
    significance: Text | None = None
    """Why the person matters."""
    quote: Quote | None = None
    """A short quotation with its source."""
    sources: tuple[Text, ...] = ()
    """Where this is known from."""


class Term(Item):
    """A word that the glossary explains."""

    model_config = ConfigDict(title="term")

    id: Id
    """The word that texts link to."""
    term: Text
    """The term as it is printed."""
    native_term: NativeText | None = None
    """The term in its own language."""
    pronunciation: Text | None = None
    """How to say it."""
    definition: Text
    """What it means, in a sentence or two."""
    example: Text | None = None
    """The term in use."""
    translations: dict[str, Text] = {}
    """The term in pupils' other languages, by language tag."""
    see_also: tuple[Ref, ...] = ()
    """Terms to compare."""


class ImageInfo(Model):
    """A picture: what it shows and whose it is."""

    model_config = ConfigDict(title="picture")

    title: Text | None = None
    """The picture's title."""
    alt: Text | None = None
    """What it shows, for those who don't see it."""
    description: Text | None = None
    """A longer description."""
    credit: Text | None = None
    """Who made it."""
    license: Word | None = None
    """Its licence."""
    source: Word | None = None
    """Where it comes from."""


class Criterion(Model):
    """A row of a rubric."""

    model_config = ConfigDict(title="criterion")

    id: Id
    """The criterion's name."""
    text: Text
    """What is looked at."""
    levels: tuple[Text, ...] = ()
    """What each step of the scale looks like, in the scale's order."""


class Rubric(Item):
    """A scale and criteria that questions name."""

    model_config = ConfigDict(title="rubric")

    id: Id
    """The word that questions name it by."""
    title: Text
    """The rubric's title."""
    scale: tuple[Text, ...]
    """The steps, best first or last as you like."""
    criteria: tuple[Criterion, ...]
    """The rows."""
