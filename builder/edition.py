"""A Course for one edition: what a pupil may see is decided here, in the data.

In: a Course. Out: the same course as one edition holds it. A student's course has no answer, key, teacher's note or lesson in any
field: the templates couldn't print one if they tried. Closed questions are shuffled by digests of their ids and words: the same
order in every build, and an edit moves only the words that it touches.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from builder.course import Course, SectionEntry
from builder.model import ImageUse, Model, Question, Section
from builder.nodes import Scalar, Source
from builder.walk import transform, without_secrets

GAP = re.compile(r"\[\[(.*?)\]\]")
TEACHER_EDITIONS = frozenset({"teacher"})
SECRET_KEYS = frozenset({"teacher_note"})
"""Fields of a source, which has no model, that no pupil may see."""
NOTHING = Scalar(None, Source("", ""), 0, 0)


@dataclass(frozen=True)
class Forms:
    """What shape an edition gives to things: the views read it, the templates only see what comes of it."""

    linear: bool = False
    """One column, read from top to bottom: drawings become lists and words, notes stand under what they explain."""
    fields: bool = False
    """The rooms for answers are form fields."""
    pdf_variant: str = "pdf/a-2a"
    """What the file conforms to; one for archives may hold no form."""
    has_pack: bool = True
    """All sections are also bound in one file."""
    has_cuttings: bool = True
    """There are cards and slips, to be cut apart."""


FORMS: Mapping[str, Forms] = {
    "large-print": Forms(linear=True, has_pack=False),
    "fillable": Forms(fields=True, pdf_variant="pdf/ua-1", has_pack=False, has_cuttings=False),
}  # fmt: skip
"""The shape of each edition; one that isn't here has the student's."""


def forms_of(edition: str) -> Forms:
    """Return the shape that an edition gives to things."""
    return FORMS.get(edition, Forms())


def shuffled(words: Iterable[str], *seed: str) -> tuple[str, ...]:
    """Return the words, each once, in an order that depends on each word and the seed alone."""
    unique = tuple(dict.fromkeys(words))
    return tuple(sorted(unique, key=lambda word: hashlib.sha256("\0".join((*seed, word)).encode()).digest()))


def disordered(words: tuple[str, ...], *seed: str) -> tuple[str, ...]:
    """Return the words shuffled, and never by chance in the order they came in."""
    order = shuffled(words, *seed)
    return order if order != words or len(order) < 2 else (*order[1:], order[0])


def option_pool(question: Question, section: str) -> tuple[str, ...]:
    """Return what a pupil chooses from in a matching question or a cloze with a word bank, shuffled.

    The same for the full question and for a student's, where the key is gone and the pool stands in `distractors`.
    """
    if question.kind == "matching":
        keys = tuple(pair.right for pair in question.pairs if pair.right)
    else:
        keys = tuple(gap for gap in GAP.findall(question.prompt) if gap)
    return shuffled((*keys, *question.distractors), section, question.id)


def for_edition(course: Course, edition: str) -> Course:
    """Return the course as an edition holds it. A student's has no nodes either: what was typed holds the answers, too."""
    sections = tuple(replace(entry, value=_section(entry, edition)) for entry in course.sections)
    if edition in TEACHER_EDITIONS:
        return replace(course, sections=sections)
    return replace(
        course,
        sections=tuple(replace(entry, node=NOTHING) for entry in sections),
        figures={name: transform(figure, _public) for name, figure in course.figures.items()},
        terms={name: transform(term, _public) for name, term in course.terms.items()},
        rubrics={name: transform(rubric, _public) for name, rubric in course.rubrics.items()},
        sources={
            name: {key: value for key, value in source.items() if key not in SECRET_KEYS}
            for name, source in course.sources.items()
        },
        nodes={},
        hidden={},
        typed={},
    )


def _section(entry: SectionEntry, edition: str) -> Section:
    section = entry.value
    questions = tuple(_shuffle_choices(question, entry.id) for question in section.questions)
    section = section.model_copy(update={"questions": questions})
    if edition in TEACHER_EDITIONS:
        return section
    keyless = tuple(without_key(question, entry.id) for question in section.questions)
    public: Section = transform(section.model_copy(update={"questions": keyless}), _public)
    return public


def _shuffle_choices(question: Question, section: str) -> Question:
    """Shuffle the choices alike in every edition, so that their letters agree."""
    if not question.choices:
        return question
    order = shuffled((choice.text for choice in question.choices), section, question.id)
    by_text = {choice.text: choice for choice in question.choices}
    return question.model_copy(update={"choices": tuple(by_text[text] for text in order)})


def without_key(question: Question, section: str) -> Question:
    """Return a closed question without what would give its answer away."""
    if question.kind == "matching":
        pairs = tuple(pair.model_copy(update={"right": None}) for pair in question.pairs)
        return question.model_copy(update={"pairs": pairs, "distractors": option_pool(question, section)})
    if question.kind == "ordering":
        return question.model_copy(update={"items": disordered(question.items, section, question.id)})
    if question.kind == "cloze":
        bank = option_pool(question, section) if question.word_bank else ()
        return question.model_copy(update={"prompt": GAP.sub("[[]]", question.prompt), "distractors": bank})
    return question


def _public(model: Model) -> Model:
    """Return a model without its secret fields."""
    model = without_secrets(model)
    if isinstance(model, ImageUse) and model.labels == "blank" and model.callouts:
        blank = tuple(callout.model_copy(update={"label": ""}) for callout in model.callouts)
        return model.model_copy(update={"callouts": blank})
    if isinstance(model, Question) and model.rubric is not None and model.rubric.show == "teacher":
        return model.model_copy(update={"rubric": None})
    return model
