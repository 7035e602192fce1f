"""The list of what a build makes: every PDF of a tree in an edition, with all that its page is made from.

In: a tree, an edition, what is asked for. Out: `Title`s in the order of the course: handouts and sheets, then quizzes and tests. Separate
from `build` so that a new kind of PDF is a line here and none there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from builder.assessment import Form, as_course, forms, read_tests
from builder.course import Course, SectionEntry
from builder.edition import TEACHER_EDITIONS, for_edition
from builder.pieces import Piece, pieces
from builder.sheets import assessment, key
from builder.trees import Tree


@dataclass(frozen=True)
class Title:
    """One PDF: its path in the output folder, the section it prints and the course in its edition."""

    name: str
    edition: str
    course: Course
    entry: SectionEntry
    piece: Piece
    secret: Course | None
    """The course with the answers that the file must not hold; None where it may."""


def titles(tree: Tree, edition: str, sections: tuple[str, ...] = (), parts: tuple[str, ...] = ()) -> Iterator[Title]:
    """Yield what a tree has to print in an edition; narrowed to sections or parts, no quiz or test."""
    if tree.course is None:
        return
    course = for_edition(tree.course, edition)
    secret = None if edition in TEACHER_EDITIONS else tree.course
    for entry in course.sections:
        if entry.id not in tree.blocked and (not sections or entry.id in sections):
            for piece in pieces(entry, edition, parts):
                yield Title(document_name(course, entry, edition, piece.suffix), edition, course, entry, piece, secret)
    if not sections and not parts:
        yield from _forms(tree, tree.course, edition)


def keys(
    tree: Tree, edition: str, places: Callable[[str], Mapping[str, int]], sections: tuple[str, ...] = ()
) -> Iterator[Title]:
    """Yield the answer keys of a teacher's edition; `places` returns the pages of a finished handout's questions."""
    if tree.course is None or edition not in TEACHER_EDITIONS:
        return
    course = for_edition(tree.course, edition)
    for entry in course.sections:
        if entry.value.questions and entry.id not in tree.blocked and (not sections or entry.id in sections):
            found = places(document_name(course, entry, edition))
            piece = Piece("key", "sheets/key.html", partial(key.view, places=found))
            yield Title(document_name(course, entry, edition, "key"), edition, course, entry, piece, None)


def _forms(tree: Tree, full: Course, edition: str) -> Iterator[Title]:
    """Yield the forms of the tests that can be printed: neither they nor a section that they ask about has an error."""
    wrong = {
        finding.diagnostic.location.file
        for finding in tree.findings
        if finding.is_error and finding.diagnostic.location
    }
    for test in read_tests(full)[0]:
        if f"{full.path}/assessments/{test.id}.yaml" in wrong or test.sections & tree.blocked:
            continue
        for form in forms(test):
            whole = as_course(full, form.entry)
            course = for_edition(whole, edition)
            piece = Piece(template="sheets/assessment.html", view=partial(assessment.view, form=form))
            secret = None if edition in TEACHER_EDITIONS else whole
            yield Title(form_name(course, form, edition), edition, course, course.sections[0], piece, secret)


def _folders(course: Course, edition: str) -> list[str]:
    return [
        course.id,
        *([course.class_name] if course.class_name else []),
        *([] if edition == "student" else [edition]),
    ]


def document_name(course: Course, entry: SectionEntry, edition: str, suffix: str = "") -> str:
    """Return a path in the output folder: `course/teacher/02-stalins-death.pdf`, with a suffix `course/02-stalins-death-cards.pdf`."""
    digits = max(2, len(str(course.section_count)))
    return "/".join(
        [*_folders(course, edition), f"{entry.number:0{digits}}-{entry.id}{f'-{suffix}' if suffix else ''}.pdf"]
    )


def pack_name(course: Course, edition: str) -> str:
    """Return the path of a course pack: `course/teacher/course-pack.pdf`."""
    return "/".join([*_folders(course, edition), "course-pack.pdf"])


def form_name(course: Course, form: Form, edition: str) -> str:
    """Return a form's path: `course/assessments/unit-test-A.pdf`, for the teacher `course/teacher/assessments/unit-test-A-key.pdf`."""
    key = "-key" if edition in TEACHER_EDITIONS else ""
    return "/".join([*_folders(course, edition), "assessments", f"{form.test.id}-{form.letter}{key}.pdf"])
