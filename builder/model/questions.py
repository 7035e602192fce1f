"""The model of a question, of every kind.

One model for all kinds: which fields a kind needs is a rule of `check`, so that a wrong kind gives one error and not one a kind.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field

from builder.model.base import ContentError, Id, Illustrated, Model, Ref, Secret, ShortForm, Text, Word, as_mapping

Kind = Literal[
    "discussion", "short-answer", "source-analysis", "essay",
    "multiple-choice", "true-false", "matching", "ordering", "cloze",
]  # fmt: skip
CLOSED_KINDS = frozenset({"multiple-choice", "true-false", "matching", "ordering", "cloze"})
Bloom = Literal["remember", "understand", "apply", "analyze", "evaluate", "create"]
Use = Literal["warm-up", "check", "discussion", "review", "homework", "exit", "assessment"]
ABOUT_KINDS = ("document", "narrative", "event", "figure", "chart", "disagreement", "image", "organizer")
_SPACE = re.compile(
    r"(?P<lines>\d+) lines?|expect: ?(?P<words>\d+) words?|(?P<rest>rest of page)|share: ?(?P<share>\d+)"
    r"|box (?P<box>\d+(?:\.\d+)?) ?(?P<unit>cm|mm)|(?P<grid>grid)(?: (?P<cm>\d+) ?cm)?|(?P<none>none)"
)


class Space(Model):
    """Room for an answer: so many lines, so many words, a box, a grid, a share of what is left of the page."""

    kind: Literal["lines", "words", "rest", "share", "box", "grid", "none"]
    amount: float = 0
    """Lines, words, parts of the rest, or millimetres of height."""


def read_space(value: Any) -> Any:
    """Return the Space that words such as `6 lines`, `expect: 40 words` or `box 6 cm` mean; raise ContentError."""
    if isinstance(value, dict) and len(value) == 1:
        ((key, amount),) = value.items()
        value = f"{key}: {amount}"
    if not isinstance(value, str):
        return value
    match = _SPACE.fullmatch(value.strip())
    if match is None:
        raise ContentError(
            f"`{value}` is not an answer space",
            "write `6 lines`, `expect: 40 words`, `rest of page`, `share: 2`, `box 6 cm`, `grid` or `none`",
        )
    found = match.groupdict()
    if found["lines"]:
        return Space(kind="lines", amount=int(found["lines"]))
    if found["words"]:
        return Space(kind="words", amount=int(found["words"]))
    if found["share"]:
        return Space(kind="share", amount=int(found["share"]))
    if found["box"]:
        return Space(kind="box", amount=float(found["box"]) * (10 if found["unit"] == "cm" else 1))
    if found["grid"]:
        return Space(kind="grid", amount=float(found["cm"] or 6) * 10)
    return Space(kind="rest" if found["rest"] else "none")


AnswerSpace = Annotated[Space, ShortForm(read_space, Word)]


def check_about(value: str) -> str:
    """Return `value` if it reads `kind:id` with a kind that questions can be about; raise ContentError."""
    kind, colon, _ = value.partition(":")
    if not colon or kind not in ABOUT_KINDS:
        raise ContentError(f"`{value}` doesn't say what the question is about", "write `document:id`, `event:id`, ...")
    return value


class Choice(Model):
    """A choice of a multiple-choice question; a plain text is a wrong choice."""

    model_config = ConfigDict(title="choice")

    text: Text
    """What the pupil reads."""
    correct: Annotated[bool | None, Secret()] = None
    """True for the right choice."""
    feedback: Annotated[Text | None, Secret()] = None
    """Why it is right or wrong; for the teacher."""


class Pair(Model):
    """Two things that belong together."""

    model_config = ConfigDict(title="pair")

    left: Text
    """The given side."""
    right: Text | None = None
    """What belongs to it."""


class Answer(Model):
    """The model answer; a plain text is read as its `text`."""

    model_config = ConfigDict(title="answer")

    text: Text | None = None
    """A model answer."""
    accept: tuple[Text, ...] = ()
    """Other answers that count."""
    exemplar: Text | None = None
    """What a strong pupil's answer reads like."""
    look_for: tuple[Text, ...] = ()
    """What a good answer has."""


class RubricUse(Model):
    """A rubric that a question is marked by."""

    model_config = ConfigDict(title="rubric")

    id: Ref
    """A rubric's id."""
    show: Literal["students", "teacher"] = "teacher"
    """`students`: printed beside the question in every edition."""


Answers = Annotated[Answer, as_mapping("text", Answer)]


class QuestionPart(Model):
    """A lettered part of a question."""

    model_config = ConfigDict(title="question part")

    id: Id
    """The part's name."""
    prompt: Text
    """What is asked."""
    points: float | None = None
    """What it is worth."""
    space: AnswerSpace | None = None
    """Room for the answer."""
    answer: Annotated[Answers | None, Secret()] = None
    """The model answer (teacher edition)."""


class Question(Illustrated):
    """A question and all that belongs to it."""

    model_config = ConfigDict(title="question")

    id: Id
    """A word, not a position: `first-crowd`, not `q3`."""
    prompt: Text
    """What is asked. In a cloze, gaps are written `[[1953]]`."""
    kind: Kind = "discussion"
    """What sort of question it is."""
    bloom: Bloom | None = None
    """The level of thinking it asks for (Bloom); never printed for pupils."""
    skill: Word | None = None
    """The skill it trains: sourcing, contextualization, corroboration, close-reading."""
    use: Use | None = None
    """When in the lesson it is used."""
    objective: Ref | None = None
    """The objective that it checks."""
    about: Annotated[str, AfterValidator(check_about)] | None = None
    """What it is about, such as `document:doctors-communique`."""
    points: float | None = None
    """What it is worth."""
    space: AnswerSpace | None = None
    """Room for the answer; by default what suits the kind."""
    hint: Text | None = None
    """Help for pupils."""
    starters: Annotated[tuple[Text, ...], Field(examples=[["Historians disagree because"]])] = ()
    """Beginnings of sentences for pupils who need one."""
    answer: Annotated[Answers | None, Secret()] = None
    """The model answer (teacher edition)."""
    rubric: Annotated[RubricUse, as_mapping("id", RubricUse)] | None = None
    """The rubric that it is marked by."""
    parts: tuple[QuestionPart, ...] = ()
    """Lettered parts."""
    sources: tuple[Text, ...] = ()
    """Sources that the question draws on."""
    choices: tuple[Annotated[Choice, as_mapping("text", Choice)], ...] = ()
    """Choices of a multiple-choice question."""
    several: bool = False
    """More than one choice is right."""
    correct: Annotated[bool | None, Secret()] = None
    """Whether a true-false statement is true."""
    pairs: tuple[Pair, ...] = ()
    """What belongs together in a matching question."""
    distractors: tuple[Text, ...] = ()
    """Right-hand sides that belong to nothing."""
    items: tuple[Text, ...] = ()
    """Event ids or texts in the right order, for an ordering question."""
    word_bank: bool = False
    """Print the missing words of a cloze, shuffled."""


class QuestionGroup(Model):
    """Questions under a title of their own."""

    model_config = ConfigDict(title="question group")

    id: Id
    """The group's name."""
    title: Text
    """The group's title."""
    instructions: Text | None = None
    """What to do with these questions."""
    questions: tuple[Ref, ...]
    """The questions of the group, in order."""
