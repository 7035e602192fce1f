"""The model of `sections/<id>.yaml`: one file, one section, one handout."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from builder.model.base import (
    EdtfDate,
    Id,
    Illustrated,
    Item,
    Model,
    Prose,
    Ref,
    Refs,
    Secret,
    Text,
    Word,
    Words,
    as_mapping,
)
from builder.model.course import Lane, Print
from builder.model.questions import AnswerSpace, Question, QuestionGroup

Cell = Annotated[str | None, Prose(), WithJsonSchema({"type": ["string", "number", "boolean", "null"]})]


class Objective(Item):
    """What pupils can do after the section."""

    model_config = ConfigDict(title="objective")

    id: Id
    """The word that questions name it by."""
    text: Text
    """Ends the sentence 'After this section I can ...'."""
    standards: Words = ()
    """Codes of the standards that it serves."""


ANCHORS = ("document", "disagreement", "chart", "organizer", "timeline")


class Passage(Illustrated):
    """A piece of the narrative: a heading with text, a box, or the place where something else is printed."""

    model_config = ConfigDict(title="narrative item")

    id: Id | None = None
    """The passage's name."""
    heading: Text | None = None
    """Its heading."""
    text: Text | None = None
    """Markdown with citations and links."""
    kind: Literal["text", "box"] = "text"
    """`box`: set apart between rules."""
    label: Text | None = None
    """A small label over a box."""
    document: Ref | None = None
    """Print this document here."""
    disagreement: Ref | None = None
    """Print this disagreement here."""
    chart: Ref | None = None
    """Print this chart here."""
    organizer: Ref | None = None
    """Print this organizer here."""
    timeline: Literal["all"] | None = None
    """Print the timeline here."""

    @property
    def anchor(self) -> tuple[str, str] | None:
        """Return what is printed here (its kind and id), or None where the passage is text."""
        for kind in ANCHORS:
            value = getattr(self, kind)
            if value is not None:
                return kind, value
        return None


class Event(Illustrated):
    """A point or a stretch of the timeline."""

    model_config = ConfigDict(title="timeline event")

    id: Id
    """The event's name."""
    date: EdtfDate
    """When it was (EDTF)."""
    shown: Text | None = None
    """Words to print for the date."""
    calendar: Literal["gregorian", "julian"] | None = None
    """`julian`: the date is Old Style; both are printed."""
    label: Text
    """What happened, in a few words."""
    text: Text | None = None
    """One more line."""
    lane: Ref | None = None
    """The column it stands in."""
    importance: Annotated[int, Field(ge=1, le=3)] = 2
    """3: a turning point; 1: a detail."""
    key_figures: Refs
    """People who took part."""
    sources: tuple[Text, ...] = ()
    """Where this is known from."""


class FigureUse(Item):
    """A person's profile in a section; a plain id is the short form."""

    model_config = ConfigDict(title="key figure of the section")

    id: Ref
    """An id from `key_figures.yaml`."""
    focus: Text | None = None
    """Why the person matters in this section."""
    form: Literal["short", "full"] = "short"
    """`full` has the life bar; `short` is printed two to a row."""


class Archive(Model):
    """Where the original of a document is kept."""

    model_config = ConfigDict(title="archive")

    institution: Text
    """The archive or library."""
    id: Word | None = None
    """Its shelf mark there."""
    url: Word | None = None
    """Where it can be seen."""


class Adaptation(Model):
    """How the text of a document differs from its original."""

    model_config = ConfigDict(title="adaptation")

    kind: Annotated[
        tuple[Literal["excerpted", "simplified", "summarized", "translated"], ...],
        BeforeValidator(lambda value: [value] if isinstance(value, str) else value),
    ] = ()
    """What was done to it; `summarized` where none of its words stand here."""
    by: Text | None = None
    """Who did it."""
    note: Text | None = None
    """What exactly was changed."""


class Gloss(Model):
    """A hard word of a document."""

    model_config = ConfigDict(title="vocabulary entry")

    word: Text
    """The word as it stands in the document."""
    meaning: Text
    """What it means, in plain words."""


class Original(Model):
    """The wording of a document in its own language."""

    model_config = ConfigDict(title="original")

    text: Text
    """The words."""
    lang: Word
    """Their language (BCP 47)."""
    layout: Literal["after", "parallel"] = "after"
    """`after` the translation, or `parallel` beside it."""


class Document(Illustrated):
    """A primary source."""

    model_config = ConfigDict(title="document")

    id: Id
    """The document's name; on the page it has a letter."""
    title: Text
    """Its title."""
    kind: Text | None = None
    """What it is: letter, decree, speech, newspaper."""
    date: EdtfDate | None = None
    """When it was made."""
    shown: Text | None = None
    """Words to print for the date."""
    creator: Text | None = None
    """Who made it."""
    translator: Text | None = None
    """Who translated it."""
    provenance: Text | None = None
    """Where it comes from."""
    headnote: Text | None = None
    """What a reader must know first."""
    text: Text
    """The words (Markdown); never corrected typographically."""
    original: Original | None = None
    """The words in their own language."""
    source: Text | None = None
    """The source that it is printed from."""
    rights: Text | None = None
    """Whose it is."""
    archive: Archive | None = None
    """Where the original is kept."""
    adaptation: Adaptation | None = None
    """How it was changed."""
    vocabulary: tuple[Gloss, ...] = ()
    """Hard words, explained beside the text."""


class Position(Item):
    """A view that somebody holds."""

    model_config = ConfigDict(title="position")

    id: Id | None = None
    """The position's name."""
    held_by: Text
    """Who holds it."""
    view: Text
    """What they hold."""
    basis: Text | None = None
    """On what evidence."""
    sources: tuple[Text, ...] = ()
    """Where they say so."""


class Disagreement(Item):
    """A question on which historians disagree."""

    model_config = ConfigDict(title="disagreement")

    id: Id
    """Its name."""
    claim: Text
    """The question that is open."""
    status: Literal["settled", "contested", "open"] | None = None
    """How settled it is."""
    intro: Text | None = None
    """What must be known first."""
    positions: Annotated[tuple[Position, ...], Field(min_length=1)]
    """The views."""
    evidence_quality: Text | None = None
    """How good the evidence is."""


class Chart(Item):
    """Numbers, drawn or as a table."""

    model_config = ConfigDict(title="chart")

    id: Id
    """Its name."""
    kind: Literal["bar", "line", "table"]
    """How it is drawn."""
    title: Text
    """What it shows."""
    unit: Text | None = None
    """What the numbers count."""
    columns: Annotated[tuple[Text, ...], Field(min_length=2)]
    """Heads of the columns; the first one holds what the others are measured by."""
    rows: tuple[tuple[Cell, ...], ...]
    """The data, row by row; `null` where a number isn't known."""
    source: Text | None = None
    """Where the numbers come from."""
    reading: Text | None = None
    """What to notice."""


class Organizer(Item):
    """A table or diagram that pupils fill in."""

    model_config = ConfigDict(title="organizer")

    id: Id
    """Its name."""
    kind: Literal["grid", "t-chart", "venn", "cause-effect", "evidence-log"]
    """Its form."""
    title: Text
    """Its title."""
    instructions: Text | None = None
    """What to do with it."""
    rows: tuple[Text, ...] = ()
    """Heads of the rows; a document's id prints that document's letter and title."""
    columns: tuple[Text, ...] = ()
    """Heads of the columns."""
    answers: Annotated[tuple[tuple[Cell, ...], ...], Secret()] = ()
    """What the teacher's is filled in with, row by row."""
    space: AnswerSpace | None = None
    """Room in each cell."""


class Exercise(Item):
    """A task made from the section's own data."""

    model_config = ConfigDict(title="exercise")

    id: Id
    """Its name."""
    kind: Literal["fill-in", "cards"]
    """`fill-in`: the timeline with gaps; `cards`: to cut out and sort."""
    of: Literal["timeline"] = "timeline"
    """What it is made from."""
    blank: Literal["dates", "labels"] = "labels"
    """What pupils fill in, in a `fill-in`; cards have the label in front and the date behind."""
    title: Text | None = None
    """Its title."""


STEP_KINDS = ("question", "document", "narrative", "event", "figure", "disagreement", "chart", "organizer", "exercise")
"""What a step's `uses:` may name by `kind:id`; any other words are printed as they are."""


class Step(Item):
    """A step of a lesson."""

    model_config = ConfigDict(title="lesson step")

    id: Id
    """Its name."""
    title: Text
    """What happens."""
    minutes: int | None = None
    """How long it takes."""
    grouping: Text | None = None
    """Who works with whom."""
    text: Text | None = None
    """How it goes."""
    uses: Words = ()
    """What of the handout it uses, such as `document:id`."""


class Lesson(Model):
    """How the section can be taught; teacher edition only."""

    model_config = ConfigDict(title="lesson")

    minutes: int | None = None
    """How long the lesson takes."""
    steps: tuple[Step, ...] = ()
    """The steps, in order."""
    materials: Words = ()
    """What is needed."""


class Misconception(Item):
    """A belief that pupils bring, and what to say to it."""

    model_config = ConfigDict(title="misconception")

    id: Id
    """Its name."""
    belief: Text
    """What pupils believe."""
    response: Text
    """What is so, and how it is known."""
    sources: tuple[Text, ...] = ()
    """Where this is known from."""


class TeacherNotes(Model):
    """What a teacher should know; teacher edition only."""

    model_config = ConfigDict(title="teacher's notes")

    background: Text | None = None
    """More on the subject than pupils get (Markdown)."""
    misconceptions: tuple[Misconception, ...] = ()
    """What pupils get wrong."""
    content_note: Text | None = None
    """What may upset pupils."""


class Section(Item):
    """The file of one section."""

    model_config = ConfigDict(title="section")

    title: Text
    """The section's title."""
    period: EdtfDate | None = None
    """The time that it covers."""
    central_question: Text | None = None
    """The question that the section answers."""
    summary: Text | None = None
    """One or two sentences."""
    lanes: tuple[Lane, ...] = ()
    """The timeline's columns, where they aren't the course's."""
    objectives: tuple[Objective, ...] = ()
    """What pupils can do afterwards."""
    terms: tuple[Ref, ...] | None = None
    """Terms that are explained; by default those that the section's texts link to."""
    narrative: tuple[Passage, ...] = ()
    """The text."""
    timeline: tuple[Event, ...] = ()
    """Events; the tool sorts them."""
    key_figures: tuple[Annotated[FigureUse, as_mapping("id", FigureUse)], ...] = ()
    """People of the section."""
    documents: tuple[Document, ...] = ()
    """Primary sources."""
    disagreements: tuple[Disagreement, ...] = ()
    """What historians disagree on."""
    charts: tuple[Chart, ...] = ()
    """Numbers."""
    organizers: tuple[Organizer, ...] = ()
    """Tables and diagrams to fill in."""
    questions: tuple[Question, ...] = ()
    """Questions, in order."""
    question_groups: tuple[QuestionGroup, ...] = ()
    """Groups of questions."""
    further_reading: tuple[Ref, ...] = ()
    """Sources that pupils could read."""
    exercises: tuple[Exercise, ...] = ()
    """Tasks made from the section's data."""
    recap: Text | None = None
    """A closing paragraph or two (Markdown)."""
    lesson: Annotated[Lesson | None, Secret()] = None
    """How to teach it (teacher edition)."""
    teacher: Annotated[TeacherNotes | None, Secret()] = None
    """What a teacher should know (teacher edition)."""
    print: Print = Print()
    """Print settings of this section."""
