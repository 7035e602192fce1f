"""Quizzes and tests: `assessments/<id>.yaml` and the course's sections -> forms A, B .., each a course of one section.

In: a `Course`, whose nodes hold the assessments' files. Out: `Test`s, with every fault at its place, and from each test its forms. A
form is a course with one section, so that all that makes handouts makes forms: editions, numbers, components, the watch for answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from builder.course import Course, SectionEntry
from builder.diagnostics import Diagnostic, Location, Severity, error, info, nearest
from builder.model import CLOSED_KINDS, Assessment, Document, Question, Section
from builder.model.section import Chart
from builder.nodes import Mapping as MappingNode
from builder.nodes import Node, Scalar, Sequence
from builder.nodes import at as place_of
from builder.numbering import letter
from builder.shape import shape
from builder.tree import Entry

FOLDER = "assessments/"
Shown = Document | Chart
"""What a question brings into its form."""


@dataclass(frozen=True)
class Asked:
    """A question of a test: under an id that no other one has, with what it is about and the node that it stands in."""

    question: Question
    node: Node
    place: Location
    """Where the test names it."""
    is_new: bool
    shown: Shown | None = None
    shown_id: str = ""
    """The document's or chart's id in a form: sections may have the same ones."""
    sections: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Test:
    """An assessment whose questions were all found."""

    id: str
    value: Assessment
    node: Node
    asked: tuple[Asked, ...]

    __test__ = False  # pytest collects classes by this name

    @property
    def sections(self) -> frozenset[str]:
        """The sections that its questions and documents come from."""
        return frozenset(section for asked in self.asked for section in asked.sections)

    @property
    def letters(self) -> tuple[str, ...]:
        """The names of its forms: A, B .."""
        return tuple(letter(index) for index in range(self.value.versions))


@dataclass(frozen=True)
class Form:
    """One version of a test. `about` says what a question is about: `document:ID` or `chart:ID`, by the ids in the form."""

    test: Test
    letter: str
    entry: SectionEntry
    about: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)
    """Which part of the form a question stands in, from 1."""


def read_tests(course: Course) -> tuple[list[Test], list[Diagnostic]]:
    """Return a course's tests, and what is wrong with those that can't be printed; a class's test lacks what the class leaves out."""
    tests, found = [], []
    for file in sorted(name for name in course.nodes if name.startswith(FOLDER)):
        test, problems = _read(file, course)
        found += problems
        if test is not None and test.asked:
            tests.append(test)
    return tests, found


def _read(file: str, course: Course) -> tuple[Test | None, list[Diagnostic]]:
    node = _long_forms(course.nodes[file])
    value, problems = shape(node, Assessment)
    if value is None:
        return None, problems
    found: list[Diagnostic] = []
    asked: list[Asked | None] = []
    for index, item in enumerate(value.questions):
        if item.use is not None:
            asked.append(_used(item.use, place_of(node, ("questions", index)), course, found))
        elif item.new is not None:
            asked.append(_new(item.new, _child(node, index), course, found))
    whole = [one for one in asked if one is not None]
    name = file.removeprefix(FOLDER).removesuffix(".yaml")
    found += _twice(whole)
    if len(whole) == len(value.questions):
        found += _total(value, whole, node)
    is_broken = any(problem.severity is Severity.ERROR for problem in found) or _waits(value, course)
    return None if is_broken else Test(name, value, node, tuple(whole)), found


def _long_forms(node: Node) -> Node:
    """Return the node with new questions in their long form, `{new: ..}`, so that their faults are found at their lines."""
    questions = node.entries.get("questions") if isinstance(node, MappingNode) else None
    if not isinstance(node, MappingNode) or questions is None or not isinstance(questions.value, Sequence):
        return node
    items = tuple(_long_form(item) for item in questions.value.items)
    return replace(
        node, entries={**node.entries, "questions": Entry(questions.key, replace(questions.value, items=items))}
    )


def _long_form(item: Node) -> Node:
    if not isinstance(item, MappingNode) or not item.entries or item.entries.keys() <= {"use", "new"}:
        return item
    first = next(iter(item.entries.values())).key
    return replace(item, entries={"new": Entry(first, item)})


def _child(node: Node, index: int) -> Node:
    found: Node | None = node
    for step in ("questions", index, "new"):
        if isinstance(found, MappingNode):
            found = found.entries[str(step)].value
        elif isinstance(found, Sequence) and isinstance(step, int):
            found = found.items[step]
    return found or node


def _used(words: str, place: Location, course: Course, found: list[Diagnostic]) -> Asked | None:
    """Return the question that `section/question` names; None with a finding when there is none, or when the class leaves it out."""
    section, slash, name = words.partition("/")
    entry = next((entry for entry in course.sections if entry.id == section), None)
    if entry is None:
        if section in course.info.section_ids and slash:
            if _is_left_out(section, course):
                found.append(
                    info(
                        f"the question `{words}` is left out: class `{course.class_name}` doesn't print its section",
                        place,
                    )
                )
            return None
        found.append(_unknown(words, place, course))
        return None
    index = next((index for index, question in enumerate(entry.value.questions) if question.id == name), None)
    if index is None:
        hidden = course.hidden.get((f"sections/{section}.yaml", "questions", name))
        if hidden is not None:
            message = f"the question `{words}` is left out: class `{course.class_name}` hides it"
            found.append(info(message, place, related=[("hidden here", hidden)]))
        else:
            found.append(_unknown(words, place, course))
        return None
    question = entry.value.questions[index]
    return _standalone(question, entry, f"{section}-{name}", _question_node(entry, index), place)


def _is_left_out(section: str, course: Course) -> bool:
    """Tell whether a class doesn't print a section."""
    return ("", "sections", section) in course.hidden


def _unknown(words: str, place: Location, course: Course) -> Diagnostic:
    known = [f"{entry.id}/{question.id}" for entry in course.sections for question in entry.value.questions]
    near = nearest(words, known)
    if "/" not in words:
        near = next((name for name in known if name.endswith(f"/{words}")), near)
    hint = (
        f"did you mean `{near}`?"
        if near
        else "write `section/question`, or a new question with its own `id` and `prompt`"
    )
    return error(f"no question is called `{words}`", place, hint)


def _question_node(entry: SectionEntry, index: int) -> Node:
    questions = entry.node.entries["questions"].value if isinstance(entry.node, MappingNode) else entry.node
    return questions.items[index] if isinstance(questions, Sequence) else entry.node


def _new(question: Question, node: Node, course: Course, found: list[Diagnostic]) -> Asked | None:
    """Return a question that stands in the test itself; it may be about `document:section/id` or `chart:section/id`."""
    if not question.about:
        return Asked(_written(question), node, place_of(node, ("id",)), True)
    kind, _, words = question.about.partition(":")
    section, slash, name = words.partition("/")
    if kind not in SHOWN or not slash:
        found.append(error(
            f"`{question.about}` doesn't say which section's document or chart the question is about",
            place_of(node, ("about",)), "write `document:section/id` or `chart:section/id`",
        ))  # fmt: skip
        return None
    entry = next((entry for entry in course.sections if entry.id == section), None)
    shown = _shown(kind, name, entry) if entry else None
    if shown is None:
        known = [f"{entry.id}/{one.id}" for entry in course.sections for one in _all_shown(kind, entry)]
        near = nearest(words, known)
        found.append(
            error(f"no {kind} is called `{words}`", place_of(node, ("about",)), near and f"did you mean `{near}`?")
        )
        return None
    bare = _written(question).model_copy(update={"about": None})
    return Asked(bare, node, place_of(node, ("id",)), True, shown, f"{section}-{name}", frozenset({section}))


SHOWN = ("document", "chart")


def _all_shown(kind: str, entry: SectionEntry) -> tuple[Shown, ...]:
    return entry.value.documents if kind == "document" else entry.value.charts if kind == "chart" else ()


def _shown(kind: str, name: str, entry: SectionEntry) -> Shown | None:
    """Return a section's document or chart; None for one that it lacks, and for what stays in its section."""
    return next((one for one in _all_shown(kind, entry) if one.id == name), None)


def _standalone(question: Question, entry: SectionEntry, name: str, node: Node, place: Location) -> Asked:
    """Return a section's question as it can stand alone: events by their labels, its document or chart beside it, no place in a handout."""
    labels = {event.id: event.label for event in entry.value.timeline}
    items = tuple(labels.get(item, item) for item in question.items)
    kind, _, about = (question.about or "").partition(":")
    shown = _shown(kind, about, entry)
    bare = {"id": name, "items": items, "about": None, "use": None, "objective": None}
    shown_id = f"{entry.id}-{shown.id}" if shown else ""
    alone = _written(question).model_copy(update=bare)
    return Asked(alone, node, place, False, shown, shown_id, frozenset({entry.id}))


def _written(question: Question) -> Question:
    """Return a question as it is answered without a partner: in a test nobody discusses."""
    if question.kind != "discussion":
        return question
    return question.model_copy(update={"kind": "essay" if question.rubric else "short-answer"})


def _twice(asked: list[Asked]) -> Iterator[Diagnostic]:
    first: dict[str, Location] = {}
    for one in asked:
        if one.question.id in first:
            related = [("first written here", first[one.question.id])]
            yield error(f"the test asks the question `{one.question.id}` twice", one.place, related=related)
        first.setdefault(one.question.id, one.place)


def points(question: Question) -> float:
    """Return what a question is worth: its own points, or those of its parts."""
    return question.points if question.points is not None else sum(part.points or 0 for part in question.parts)


def _total(value: Assessment, asked: list[Asked], node: Node) -> Iterator[Diagnostic]:
    total = sum(points(one.question) for one in asked)
    if value.total is not None and value.total != total:
        hint = f"change the points of a question, or write `total: {total:g}`"
        yield error(
            f"the questions have {total:g} points in all, not {value.total:g}", place_of(node, ("total",)), hint
        )


def _waits(value: Assessment, course: Course) -> bool:
    """Tell whether a section that the test needs can't be read: its own findings say so."""
    there = {entry.id for entry in course.sections}
    named = {item.use.partition("/")[0] for item in value.questions if item.use}
    return any(
        section in course.info.section_ids and section not in there and not _is_left_out(section, course)
        for section in named
    )


def forms(test: Test) -> tuple[Form, ...]:
    """Return the versions of a test."""
    return tuple(form(test, name) for name in test.letters)


def form(test: Test, name: str) -> Form:
    """Return one version of a test.

    Closed questions come first, then open ones and those about a document or a chart, then essays; in each lot the order follows from the
    seed, the version and the question's id alone, so that a question which is added moves no other one past another.
    """
    order = sorted(test.asked, key=lambda one: _rank(one, test.value.seed, name))
    lots = sorted({_lot(one) for one in order})
    shown = {(_kind(one.shown), one.shown_id): one.shown for one in order if one.shown is not None}
    section = Section(
        title=test.value.title,
        questions=tuple(one.question for one in order),
        documents=tuple(
            one.model_copy(update={"id": key}) for (_, key), one in shown.items() if isinstance(one, Document)
        ),
        charts=tuple(_bare(one, key) for (_, key), one in shown.items() if isinstance(one, Chart)),
    )
    about = {one.question.id: f"{_kind(one.shown)}:{one.shown_id}" for one in order if one.shown is not None}
    entry = SectionEntry(f"{test.id}.{test.value.seed}.{name}", 0, section, _node(order))
    return Form(test, name, entry, about, {one.question.id: lots.index(_lot(one)) + 1 for one in order})


def _kind(shown: Shown) -> str:
    return "document" if isinstance(shown, Document) else "chart"


def _bare(chart: Chart, name: str) -> Chart:
    """Return a chart without the words on what to notice in it: that is what the test asks."""
    return chart.model_copy(update={"id": name, "reading": None})


def _rank(one: Asked, seed: str, version: str) -> tuple[int, bytes, bytes]:
    """Return what a question is sorted by; those about one document or chart stay together."""
    own = _hash(seed, version, one.question.id)
    return _lot(one), _hash(seed, version, one.shown_id) if one.shown else own, own


def _lot(one: Asked) -> int:
    if one.shown or one.question.kind not in (*CLOSED_KINDS, "essay"):
        return 1
    return 0 if one.question.kind in CLOSED_KINDS else 2


def _hash(*words: str) -> bytes:
    return hashlib.sha256("\0".join(words).encode()).digest()


def _node(order: list[Asked]) -> Node:
    """Return a node of a section that holds these questions, each where it really stands."""
    first = order[0].node
    key = Scalar("questions", first.source, first.start, first.start)
    listed = Sequence(tuple(one.node for one in order), first.source, first.start, first.end)
    return MappingNode({"questions": Entry(key, listed)}, first.source, first.start, first.end)


def as_course(course: Course, entry: SectionEntry) -> Course:
    """Return the course with one section alone."""
    return replace(course, sections=(entry,), section_count=1)


def new_questions(test: Test) -> SectionEntry | None:
    """Return a section of the questions that stand in the test's own file, for the rules that look at sections; None: it has none."""
    own = [one for one in test.asked if one.is_new]
    if not own:
        return None
    return SectionEntry(
        test.id, 0, Section(title=test.value.title, questions=tuple(one.question for one in own)), _node(own)
    )
