"""What a lesson plan or an exercise says must be so: minutes that add up, things of the handout that exist."""

from __future__ import annotations

from collections.abc import Iterator

from builder.course import Course, Finding, SectionEntry
from builder.diagnostics import error, nearest
from builder.model.section import STEP_KINDS
from builder.rules.references import ITEM_LISTS, known
from builder.walk import Path

LEAST_EVENTS = 2


def minutes(course: Course) -> Iterator[Finding]:
    """The minutes of the steps make those of the lesson; where a step doesn't say how long it takes, they don't exceed them."""
    for entry in course.sections:
        lesson = entry.value.lesson
        if lesson is None or lesson.minutes is None or not lesson.steps:
            continue
        total = sum(step.minutes or 0 for step in lesson.steps)
        complete = all(step.minutes is not None for step in lesson.steps)
        if total > lesson.minutes or (complete and total != lesson.minutes):
            message = f"the steps take {total} minutes, the lesson has {lesson.minutes}"
            hint = f"change the minutes of a step, or write `minutes: {total}`"
            yield Finding(error(message, entry.at(("lesson", "minutes")), hint, "lesson-minutes"), entry.id)


def uses(course: Course) -> Iterator[Finding]:
    """What a step of a lesson uses, written as `kind:id`, exists in the section."""
    for entry in course.sections:
        for index, step in enumerate(entry.value.lesson.steps if entry.value.lesson else ()):
            for place, words in enumerate(step.uses):
                kind, colon, name = words.partition(":")
                if colon and kind in STEP_KINDS:
                    yield from _missing(kind, name, ("lesson", "steps", index, "uses", place), entry, course)


def _missing(kind: str, name: str, path: Path, entry: SectionEntry, course: Course) -> Iterator[Finding]:
    names = [exercise.id for exercise in entry.value.exercises] if kind == "exercise" else known(kind, entry, course)
    file = f"sections/{entry.id}.yaml"
    listed = (file, "exercises" if kind == "exercise" else ITEM_LISTS.get(kind, ""), name)
    if name in names or (kind, name) in course.unusable or (kind, "*") in course.unusable or listed in course.hidden:
        return
    near = nearest(name, names)
    noun = {"figure": "key figure", "narrative": "narrative item"}.get(kind, kind)
    yield Finding(
        error(f"no {noun} has the id `{name}`", entry.at(path), near and f"did you mean `{near}`?", "lesson-uses"),
        entry.id,
    )


def exercises(course: Course) -> Iterator[Finding]:
    """An exercise made from the timeline has a timeline to be made from."""
    for entry in course.sections:
        count = len(entry.value.timeline)
        for index, exercise in enumerate(entry.value.exercises):
            if count < LEAST_EVENTS:
                message = f"the exercise `{exercise.id}` wants a timeline of {LEAST_EVENTS} events or more; the section has {count}"
                yield Finding(
                    error(message, entry.at(("exercises", index)), "add events under `timeline:`", "exercise"), entry.id
                )
