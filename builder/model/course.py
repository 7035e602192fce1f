"""The models of `course.yaml`: what a course is, who made it, how it is printed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from builder.model.base import EdtfDate, Id, Model, Ref, ShortForm, Text, Word, Words
from builder.precedence import BUILT_IN, stack

EDITIONS = ("student", "teacher", "large-print", "fillable")
Edition = Literal["student", "teacher", "large-print", "fillable"]


class Level(Model):
    """Whom the course is for."""

    model_config = ConfigDict(title="level")

    grades: Annotated[Word | None, Field(examples=["9-12"])] = None
    """School grades, `9-12` or `7`; the answer lines' pitch follows them."""
    reading_grade: float | None = None
    """The reading grade that the texts aim at."""


class Lane(Model):
    """A column of the timeline."""

    model_config = ConfigDict(title="lane")

    id: Id
    """The word that events name."""
    label: Text
    """The column's head."""


class Part(Model):
    """A group of sections, or one section alone (`id`)."""

    model_config = ConfigDict(title="part")

    part: Text | None = None
    """The part's title."""
    sections: tuple[Ref, ...]
    """The sections of the part, in order."""


class AdaptedFrom(Model):
    """A work that this course is based on."""

    model_config = ConfigDict(title="adapted work")

    title: Text
    """Its title."""
    authors: Words = ()
    """Who wrote it."""
    license: Word | None = None
    """Its licence (SPDX where there is one)."""
    url: Word | None = None
    """Where it can be found."""
    changes: Text | None = None
    """What was changed."""


class Fit(Model):
    """How many pages a section must fill at most."""

    model_config = ConfigDict(title="fit")

    pages: int
    """Pages of the student edition."""


class Print(Model):
    """How pages are printed: a course sets it, a section or a class may change it."""

    model_config = ConfigDict(title="print settings")

    paper: Literal["letter", "a4"] | None = None
    """Paper: `letter` or `a4`."""
    duplex: bool | None = None
    """Printed on both sides: the binding margin changes sides."""
    binding: Literal["3-hole", "4-hole", "2-hole", "staple", "none"] | None = None
    """How the sheets are bound."""
    theme: Word | None = None
    """The look: the name of a theme."""
    fonts: Words = ()
    """Packages of further fonts."""
    links: Literal["none", "footnote", "qr"] | None = None
    """How addresses of links are printed."""
    paragraph_numbers: bool | None = None
    """Numbers beside the paragraphs of the text."""
    watermark: Text | None = None
    """A quiet word across each page."""
    max_pages: int | None = None
    """More pages than this are a warning."""
    fit: Fit | None = None
    """Pages that the section is fitted to."""


PRINT_DEFAULTS = Print.model_validate(BUILT_IN)


def merge_print(*levels: tuple[str, Print | None]) -> Print:
    """Return the settings in force of those that levels of `precedence.LEVELS` give, in any order."""
    given = [
        (level, {name: getattr(own, name) for name in own.model_fields_set if getattr(own, name) is not None})
        for level, own in levels
        if own is not None
    ]
    return Print(**{name: values[-1][1] for name, values in stack(given).items()})


def _parts(value: Any) -> Any:
    """Read a plain section id as a part of one section without a title."""
    if not isinstance(value, list):
        return value
    return [{"sections": [entry]} if isinstance(entry, str) else entry for entry in value]


class CourseInfo(Model):
    """The file `course.yaml`: title, order of the sections, defaults."""

    model_config = ConfigDict(title="course")

    title: Text
    """The course's title."""
    subtitle: Text | None = None
    """A second line under the title."""
    language: Annotated[Word, Field(examples=["en", "fr"])] = "en"
    """The language that the course is written in (BCP 47)."""
    era: Literal["ce", "ad"] = "ce"
    """How years are counted in words: `ce` (44 BCE) or `ad` (44 BC)."""
    calendar: Literal["gregorian", "julian"] = "gregorian"
    """`julian`: dates are Old Style, and both forms are printed."""
    period: EdtfDate | None = None
    """The years that the course covers."""
    level: Level = Level()
    """Whom the course is for."""
    authors: Words = ()
    """Who wrote it."""
    version: Word | None = None
    """The version of the course's text."""
    reviewers: Words = ()
    """Who read it over."""
    contributors: Words = ()
    """Who else helped."""
    how_to_cite: Text | None = None
    """How others should cite the course."""
    contact: Word | None = None
    """Where questions about the course go."""
    adapted_from: tuple[AdaptedFrom, ...] = ()
    """Works that the course is based on."""
    license: Word | None = None
    """The licence of the course's text (SPDX)."""
    schema_: Annotated[int, Field(alias="schema")] = 1
    """The version of this format."""
    editions: tuple[Edition, ...] = ("student", "teacher")
    """The editions that a plain build makes."""
    citation_style: Word = "harvard-cite-them-right"
    """A CSL style."""
    lanes: tuple[Lane, ...] = ()
    """The columns of the timelines."""
    sections: Annotated[
        tuple[Part, ...],
        Field(min_length=1),
        ShortForm(_parts, Annotated[list[Ref | Part], Field(min_length=1)]),
    ]
    """The sections in order, plain or grouped in parts."""
    print: Print = Print()
    """How pages are printed."""

    @property
    def section_ids(self) -> tuple[str, ...]:
        """All sections, in order."""
        return tuple(section for part in self.sections for section in part.sections)
