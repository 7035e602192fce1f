"""What can be wrong with the words, dates and questions of a section."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from builder.citations import StyleError, load_style
from builder.course import Course, Finding
from builder.diagnostics import error, warning
from builder.edition import GAP
from builder.fonts import missing
from builder.model import Question
from builder.text import problems


def markdown(course: Course) -> Iterator[Finding]:
    """Markdown says what it means: no unknown scheme, no heading above `###`."""
    ids = course.source_ids
    for entry in course.sections:
        for path, text in entry.texts:
            for problem in problems(text, ids):
                yield Finding(error(problem.message, entry.find(path, problem.needle), problem.hint), entry.id)


def glyphs(course: Course) -> Iterator[Finding]:
    """Every character of a text can be printed; names in their own script may fall back on their transliteration."""
    yield from section_glyphs(course)
    yield from _shared_glyphs(course)


_OUR_SCRIPTS = "our fonts have Latin, Cyrillic and Greek"


def section_glyphs(course: Course) -> Iterator[Finding]:
    """The glyphs rule for the texts of sections alone."""
    for entry in course.sections:
        for path, text in entry.texts:
            for character in _lost(text):
                yield Finding(error(_no_glyph(character), entry.find(path, character), _OUR_SCRIPTS), entry.id)


def _shared_glyphs(course: Course) -> Iterator[Finding]:
    for file, item, path, text in course.shared_texts:
        for character in _lost(text)[:1]:
            place = course.find(file, item, path, None)
            if path[0] in ("native_name", "native_term") and path[-1] == "text":
                yield Finding(warning(_no_glyph(character), place, "its transliteration is printed instead"))
            elif path[-1] != "transliteration":
                yield Finding(error(_no_glyph(character), place, _OUR_SCRIPTS))


def _lost(text: str) -> tuple[str, ...]:
    """Return the characters of a text that can't be printed; most texts are ASCII, of which every face has all."""
    return () if text.isascii() else _missing(text)


@lru_cache(maxsize=4096)
def _missing(text: str) -> tuple[str, ...]:
    return tuple(missing(text))


def _no_glyph(character: str) -> str:
    name = unicodedata.name(character, "without a name")
    return f"no font has the character {character} (U+{ord(character):04X} {name})"


def citation_style(course: Course) -> Iterator[Finding]:
    """The citation style can be had."""
    try:
        load_style(course.info.citation_style, {n: d for n, d in course.files.items() if n.endswith(".csl")})
    except StyleError as problem:
        place = course.at("course.yaml", ("citation_style",))
        yield Finding(error(problem.message, place, problem.hint))


def right_choices(course: Course) -> Iterator[Finding]:
    """Exactly one choice of a multiple-choice question is right, or, with `several: true`, at least one."""
    for entry in course.sections:
        for index, question in enumerate(entry.value.questions):
            if question.kind != "multiple-choice" or len(question.choices) < 2:
                continue
            right = sum(bool(choice.correct) for choice in question.choices)
            place = entry.at(("questions", index, "choices"))
            if right != 1 and not question.several:
                message = f"{right} choices are marked `correct`, not one"
                yield Finding(error(message, place, "mark one, or write `several: true`"), entry.id)
            elif right == 0:
                yield Finding(
                    error("no choice is marked `correct`", place, "write `correct: true` under the right ones"),
                    entry.id,
                )


def question_kinds(course: Course) -> Iterator[Finding]:
    """A question has what its kind needs: choices, pairs, items, gaps."""
    for entry in course.sections:
        for index, question in enumerate(entry.value.questions):
            for message, field, hint in _lacks(question):
                yield Finding(error(message, entry.at(("questions", index, field)), hint), entry.id)


def _lacks(question: Question) -> Iterator[tuple[str, str, str | None]]:
    """Yield message, field and hint for each thing that a closed question lacks."""
    kind = question.kind
    if kind == "multiple-choice":
        if len(question.choices) < 2:
            yield (
                "a multiple-choice question needs two choices or more",
                "kind",
                "add `choices: [{text: .., correct: true}, ..]`",
            )
    elif kind == "matching" and (len(question.pairs) < 2 or any(pair.right is None for pair in question.pairs)):
        yield "a matching question needs two whole pairs or more", "kind", "add `pairs: [{left: .., right: ..}, ..]`"
    elif kind == "ordering" and len(question.items) < 2:
        yield "an ordering question needs two items or more", "kind", "add `items:` in the right order"
    elif kind == "cloze" and not GAP.search(question.prompt):
        yield "a cloze needs a gap in its prompt", "prompt", "put the missing words in double brackets: `in [[1953]]`"
