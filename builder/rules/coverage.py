"""Rules about teaching: objectives, questions, answers and terms must meet."""

from __future__ import annotations

from collections.abc import Iterator

from builder.course import Course, Finding
from builder.diagnostics import warning
from builder.edition import GAP
from builder.model import CLOSED_KINDS, Answer, Question
from builder.rules import references
from builder.text import references as references_of


def unasked_objectives(course: Course) -> Iterator[Finding]:
    """Every objective has a question that checks it.

    In a section whose questions name objectives at all.
    """
    for entry in course.sections:
        asked = {question.objective for question in entry.value.questions if question.objective}
        for index, objective in enumerate(entry.value.objectives if asked else ()):
            if objective.id not in asked:
                message = f"no question checks the objective `{objective.id}`"
                hint = f"write `objective: {objective.id}` under the question that does"
                yield Finding(warning(message, entry.at(("objectives", index, "id")), hint), entry.id)


def aimless_questions(course: Course) -> Iterator[Finding]:
    """Every question names the objective that it checks.

    In a section that has objectives and whose questions name them.
    """
    for entry in course.sections:
        known = [objective.id for objective in entry.value.objectives]
        if not known or not any(question.objective for question in entry.value.questions):
            continue
        for index, question in enumerate(entry.value.questions):
            if not question.objective:
                hint = f"add `objective:`; the section has {', '.join(f'`{name}`' for name in known)}"
                place = entry.at(("questions", index, "id"))
                yield Finding(warning(f"the question `{question.id}` checks no objective", place, hint), entry.id)


def missing_answers(course: Course) -> Iterator[Finding]:
    """Every question has an answer for the teacher: a text, what to look for, a rubric, or the key of a closed kind.

    Open questions only in a course that answers most of them: another may leave discussions to the class.
    """
    asked = [
        (entry, index, question) for entry in course.sections for index, question in enumerate(entry.value.questions)
    ]
    without = [place for place in asked if not _is_answered(place[2])]
    open_ones = sum(question.kind not in CLOSED_KINDS for *_, question in asked)
    left_open = sum(question.kind not in CLOSED_KINDS for *_, question in without)
    for entry, index, question in without:
        if question.kind in CLOSED_KINDS or 2 * left_open <= open_ones:
            hint = "write `correct: true` or `correct: false`" if question.kind == "true-false" else "add `answer:`"
            message = f"the question `{question.id}` has no answer"
            yield Finding(warning(message, entry.at(("questions", index, "id")), hint), entry.id)


def _is_answered(question: Question) -> bool:
    if question.kind == "true-false":
        return question.correct is not None
    if question.kind == "multiple-choice":
        return any(choice.correct for choice in question.choices)
    if question.kind in ("matching", "ordering"):
        return True  # their key is their content; `kind` asks for it
    if question.kind == "cloze":
        return all(gap.strip() for gap in GAP.findall(question.prompt)) or _says(question.answer)
    if question.parts:
        return _says(question.answer) or all(_says(part.answer) for part in question.parts)
    return question.rubric is not None or _says(question.answer)


def _says(answer: Answer | None) -> bool:
    return answer is not None and bool(answer.text or answer.exemplar or answer.look_for or answer.accept)


def unused_terms(course: Course) -> Iterator[Finding]:
    """Every term of the glossary is used: a section lists it, or a text links to it.

    Looked at in the course as a whole, not in a class's part of it.
    """
    if course.class_name is not None or len(course.sections) < len(course.info.section_ids):
        return
    used = {name for entry in course.sections for kind, name in references.used(entry, course) if kind == "term"}
    shared = (ref for *_, text in course.shared_texts for ref in references_of(text, course.source_ids))
    used |= {ref.id for ref in shared if ref.kind == "term"}
    for name, term in course.terms.items():
        if name not in used:
            place = course.find("glossary.yaml", name, ("id",), None)
            hint = f"link a text to it, [{term.term}](term:{name}), or delete it"
            yield Finding(warning(f"no section uses the term `{name}`", place, hint))
