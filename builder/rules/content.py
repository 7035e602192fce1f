"""What can be wrong with the words, dates and questions of a section."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from builder.citations import StyleError, load_style
from builder.course import Course, Finding
from builder.dates import overlaps
from builder.diagnostics import error, warning
from builder.edition import GAP
from builder.fonts import missing
from builder.model import Question
from builder.text import problems
from builder.walk import texts


def markdown(course: Course) -> Iterator[Finding]:
    """Markdown says what it means: no unknown scheme, no heading above `###`."""
    ids = frozenset(course.sources)
    for entry in course.sections:
        for path, text in texts(entry.value):
            for problem in problems(text, ids):
                yield Finding(error(problem.message, entry.find(path, problem.needle), problem.hint), entry.id)


def glyphs(course: Course) -> Iterator[Finding]:
    """Every character of a text can be printed; names in their own script may fall back on their transliteration."""
    for entry in course.sections:
        for path, text in texts(entry.value):
            for character in missing(text):
                place = entry.find(path, character)
                yield Finding(error(_no_glyph(character), place, "our fonts have Latin, Cyrillic and Greek"), entry.id)
    for file, items in (("key_figures.yaml", course.figures), ("glossary.yaml", course.terms)):
        for item in items.values():
            for path, text in texts(item):
                lost = missing(text)
                if not lost:
                    continue
                place = course.find(file, item.id, path, None)
                if path[0] in ("native_name", "native_term") and path[-1] == "text":
                    hint = "its transliteration is printed instead"
                    yield Finding(warning(_no_glyph(lost[0]), place, hint, "glyph"))
                elif path[-1] != "transliteration":
                    yield Finding(error(_no_glyph(lost[0]), place, "our fonts have Latin, Cyrillic and Greek"))


def _no_glyph(character: str) -> str:
    name = unicodedata.name(character, "without a name")
    return f"no font has the character {character} (U+{ord(character):04X} {name})"


def outside_period(course: Course) -> Iterator[Finding]:
    """An event lies in its section's period."""
    for entry in course.sections:
        period = entry.value.period
        for index, event in enumerate(entry.value.timeline):
            if period is not None and not overlaps(period, event.date):
                message = f"the event `{event.id}` ({event.date.text}) lies outside the section's period ({period.text})"
                yield Finding(warning(message, entry.at(("timeline", index, "date")), code="period"), entry.id)


def outside_life(course: Course) -> Iterator[Finding]:
    """A person takes part in nothing before birth or after death."""
    for entry in course.sections:
        for index, event in enumerate(entry.value.timeline):
            for position, name in enumerate(event.key_figures):
                figure = course.figures.get(name)
                if figure is None:
                    continue
                place = entry.at(("timeline", index, "key_figures", position))
                if figure.born is not None and event.date.latest <= figure.born.earliest:
                    message = f"`{name}` takes part in `{event.id}` ({event.date.text}) before being born ({figure.born.text})"
                    yield Finding(warning(message, place, code="lifetime"), entry.id)
                if figure.died is not None and event.date.earliest >= figure.died.latest:
                    message = f"`{name}` takes part in `{event.id}` ({event.date.text}) after dying ({figure.died.text})"
                    yield Finding(warning(message, place, code="lifetime"), entry.id)


def citation_style(course: Course) -> Iterator[Finding]:
    """The citation style can be had."""
    try:
        load_style(course.info.citation_style, {n: d for n, d in course.files.items() if n.endswith(".csl")})
    except StyleError as problem:
        place = course.at("course.yaml", ("citation_style",))
        yield Finding(error(problem.message, place, problem.hint, "citation-style"))


def question_kinds(course: Course) -> Iterator[Finding]:
    """A question has what its kind needs."""
    for entry in course.sections:
        for index, question in enumerate(entry.value.questions):
            for message, field, hint in _lacks(question):
                yield Finding(error(message, entry.at(("questions", index, field)), hint), entry.id)


def _lacks(question: Question) -> Iterator[tuple[str, str, str | None]]:
    """Yield message, field and hint for each thing that a closed question lacks."""
    kind = question.kind
    if kind == "multiple-choice":
        right = sum(bool(choice.correct) for choice in question.choices)
        if len(question.choices) < 2:
            yield "a multiple-choice question needs two choices or more", "kind", "add `choices: [{text: .., correct: true}, ..]`"
        elif right != 1 and not question.several:
            yield f"{right} choices are marked `correct`, not one", "choices", "mark one, or write `several: true`"
        elif right == 0:
            yield "no choice is marked `correct`", "choices", "write `correct: true` under the right ones"
    elif kind == "matching" and (len(question.pairs) < 2 or any(pair.right is None for pair in question.pairs)):
        yield "a matching question needs two whole pairs or more", "kind", "add `pairs: [{left: .., right: ..}, ..]`"
    elif kind == "ordering" and len(question.items) < 2:
        yield "an ordering question needs two items or more", "kind", "add `items:` in the right order"
    elif kind == "cloze" and not GAP.search(question.prompt):
        yield "a cloze needs a gap in its prompt", "prompt", "put the missing words in double brackets: `in [[1953]]`"

