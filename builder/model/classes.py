"""The models of class files and assessments."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from builder.model.base import Model, Ref, ShortForm, Text, Word, Words
from builder.model.course import Edition, Print
from builder.model.questions import Question


class SectionChoice(Model):
    """Which sections a class prints."""

    model_config = ConfigDict(title="choice of sections")

    include: tuple[Ref, ...] | None = None
    """Only these, in this order."""
    exclude: tuple[Ref, ...] = ()
    """All but these."""


class ClassInfo(Model):
    """The file `classes/<name>.yaml`: what one class changes."""

    model_config = ConfigDict(title="class")

    title: Text | None = None
    """The class's name on the page."""
    teacher: Text | None = None
    """Who teaches it."""
    school: Text | None = None
    """Where."""
    term: Text | None = None
    """When."""
    note: Text | None = None
    """A line for the class on each handout's first page."""
    extends: Ref | None = None
    """Another class whose changes come first."""
    tier: Literal["standard", "adapted", "challenge"] | None = None
    """Which tier of the texts this class reads."""
    print: Print = Print()
    """Print settings of this class."""
    templates: Word | None = None
    """A folder of `templates/classes/` that comes first in the lookup."""
    editions: tuple[Edition, ...] | None = None
    """The editions that a plain build makes for this class."""
    sections: SectionChoice = SectionChoice()
    """Which sections this class prints."""
    labels: dict[str, Text] = {}
    """Fixed words of the page that this class changes."""
    copies: Words = ()
    """Names: one stamped copy each."""
    change: dict[str, Any] = {}
    """What changes, by section and id."""


class AssessmentQuestion(Model):
    """A question of an assessment: one that a section has (`use`), or a new one."""

    model_config = ConfigDict(title="assessment question")

    use: Ref | None = None
    """`section/question`."""
    new: Question | None = None
    """A question that stands in no section."""


def _question(value: Any) -> Any:
    """Read an id as a question that a section has, fields as a new one."""
    if isinstance(value, str):
        return {"use": value}
    return value if isinstance(value, dict) and value and value.keys() <= {"use", "new"} else {"new": value}


class Assessment(Model):
    """The file `assessments/<id>.yaml`: a quiz or test."""

    model_config = ConfigDict(title="assessment")

    title: Text
    """Its title."""
    instructions: Text | None = None
    """What pupils must know before they start."""
    minutes: int | None = None
    """How long it takes."""
    questions: tuple[Annotated[AssessmentQuestion, ShortForm(_question, Question | Ref)], ...]
    """`section/question` ids, or new questions."""
    versions: Annotated[int, Field(ge=1, le=26)] = 1
    """How many forms (A, B, ...)."""
    seed: Word = "1"
    """Changes the order in which the forms are shuffled."""
    total: float | None = None
    """Points in all; checked against the sum."""
