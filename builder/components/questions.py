"""Questions: numbers, prompts, labels, room to write; for the teacher the answer in that room and notes in the margin.

Every kind gives the same `QuestionView`; what a kind doesn't have is empty. The numbers come from `numbering`: they run once through
the handout, those of a document's questions included.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from builder.components.answers import AnswerView, answer_view, are_short
from builder.components.images import Picture, pictures
from builder.components.rubrics import RubricView, rubric_view
from builder.course import SectionEntry
from builder.edition import GAP, disordered, option_pool
from builder.model import CLOSED_KINDS, Question, QuestionPart
from builder.numbering import letter
from builder.page import Page, anchor
from builder.spaces import Room, default_space, room


@dataclass(frozen=True)
class Option:
    """Something to choose: its letter or nothing, its words, and for the teacher whether it is right."""

    letter: str
    text: Markup
    key: bool = False


@dataclass(frozen=True)
class PairView:
    """A line of a matching question: the left side; for the teacher the letter that belongs to it."""

    left: Markup
    key: str


@dataclass(frozen=True)
class OrderItem:
    """A thing to put in order; for the teacher its place."""

    text: Markup
    key: str


@dataclass(frozen=True)
class PartView:
    """A lettered part of a question."""

    id: str
    letter: str
    prompt: Markup
    points: str
    room: Room
    answer: AnswerView | None


@dataclass(frozen=True)
class QuestionView:
    """A question as it is printed."""

    id: str
    number: int
    head: str
    """The number as it is printed: `4`, or where it stands in the line `Question 4.`"""
    kind: str
    prompt: Markup
    labels: tuple[str, ...]
    labels_below: tuple[str, ...]
    """The same labels, where an edition prints them under the prompt."""
    hint: Markup | None
    starters: tuple[Markup, ...]
    pictures: tuple[Picture, ...]
    room: Room
    unbroken: bool
    """The prompt and all its room stay on one page."""
    options: tuple[Option, ...]
    short_options: bool
    several: bool
    """More than one option may be right."""
    pairs: tuple[PairView, ...]
    items: tuple[OrderItem, ...]
    bank: tuple[Markup, ...]
    bank_label: str
    truth: str
    """For the teacher, of a true-false statement: `true` or `false`."""
    parts: tuple[PartView, ...]
    answer: AnswerView | None
    rubric: RubricView | None
    group: Markup | None = None
    """Title of the group that begins here."""
    group_instructions: Markup | None = None


@dataclass(frozen=True)
class QuestionsView:
    """The questions of a handout, where each lot is printed."""

    warm_up: tuple[QuestionView, ...]
    main: tuple[QuestionView, ...]
    total: str


def view(entry: SectionEntry, page: Page) -> QuestionsView | None:
    """Return a section's questions but for those printed with a document, or None when it has none."""
    section = entry.value
    if not section.questions:
        return None
    heads = {group.questions[0]: group for group in section.question_groups if group.questions}
    views = []
    for question in page.numbering.main:
        group = heads.get(question.id)
        views.append(question_view(
            question, page,
            page.inline(group.title, notes=False) if group else None,
            page.inline(group.instructions, notes=False) if group and group.instructions else None,
        ))  # fmt: skip
    points = [q.points if q.points is not None else sum(p.points or 0 for p in q.parts) for q in section.questions]
    total = page.counted("points_total", sum(points)) if any(points) else ""
    return QuestionsView(question_views(page.numbering.warm_up, page), tuple(views), total)


def question_views(questions: Iterable[Question], page: Page) -> tuple[QuestionView, ...]:
    """Return questions as they are printed, in this order."""
    return tuple(question_view(question, page) for question in questions)


def question_view(
    question: Question, page: Page, group: Markup | None = None, group_instructions: Markup | None = None
) -> QuestionView:
    """Return one question as it is printed."""
    given = question.space or default_space("none" if question.parts else question.kind)
    space = room(given, page.tokens)
    options = _options(question, page)
    number, linear = page.numbering.questions.get(question.id, 0), page.forms.linear
    pool = option_pool(question, page.entry.id) if question.kind in ("matching", "cloze") else ()
    return QuestionView(
        id=anchor("question", question.id),
        number=number,
        head=page.label("question_head", number=number) if linear else str(number),
        kind=question.kind,
        prompt=_prompt(question, page),
        labels=() if linear else _labels(question, page),
        labels_below=_labels(question, page) if linear else (),
        hint=page.inline(question.hint, notes=False) if question.hint else None,
        starters=tuple(page.inline(words, notes=False) for words in question.starters),
        pictures=pictures(question, page),
        room=space,
        unbroken=len(space.chunks) < 2,
        options=options,
        short_options=not linear and (question.kind == "true-false" or are_short(question.choices, page)),
        several=question.several,
        pairs=_pairs(question, pool, page),
        items=_items(question, page),
        bank=tuple(page.inline(w, notes=False) for w in pool)
        if question.kind == "cloze" and question.word_bank
        else (),
        bank_label=page.label("word_bank") if question.kind == "cloze" and question.word_bank else "",
        truth="" if question.correct is None else str(question.correct).lower(),
        parts=tuple(_part(part, index, question, page) for index, part in enumerate(question.parts)),
        answer=answer_view(question, space, page),
        rubric=rubric_view(question, page),
        group=group,
        group_instructions=group_instructions,
    )


def _prompt(question: Question, page: Page) -> Markup:
    """Return the prompt; the gaps of a cloze are boxes that the teacher's edition fills."""
    if question.kind != "cloze":
        return page.inline(question.prompt)
    pieces = GAP.split(question.prompt)
    marked = "".join(piece if index % 2 == 0 else f"\ue000{index}\ue001" for index, piece in enumerate(pieces))
    html = str(page.inline(marked))
    for index in range(1, len(pieces), 2):
        gap = Markup('<span class="gap">{}</span>').format(pieces[index] or "\u00a0")
        html = html.replace(f"\ue000{index}\ue001", str(gap))
    return Markup(html)


def _labels(question: Question, page: Page) -> tuple[str, ...]:
    """Return the quiet words beside a question: its kind, skill and points."""
    words = [page.label(f"kind_{question.kind}")]
    if question.use == "exit":
        words = [page.label("exit_ticket")]
    if question.skill:
        known = f"skill_{question.skill}"
        words.append(page.label("skill", skill=page.labels.get(known, question.skill)))
    if question.points is not None:
        words.append(points_label(question.points, page))
    return tuple(words)


def points_label(points: float, page: Page) -> str:
    """Return `1 point`, `6 points`."""
    return page.counted("points", points)


def _options(question: Question, page: Page) -> tuple[Option, ...]:
    if question.kind == "true-false":
        return tuple(
            Option("", Markup(page.label(word)), question.correct is not None and str(question.correct).lower() == word)
            for word in ("true", "false")
        )
    if question.kind == "matching":
        pool = option_pool(question, page.entry.id)
        return tuple(
            Option(letter(index, page.language), page.inline(text, notes=False)) for index, text in enumerate(pool)
        )
    return tuple(
        Option(letter(index, page.language), page.inline(choice.text, notes=False), bool(choice.correct))
        for index, choice in enumerate(question.choices)
    )


def _pairs(question: Question, pool: tuple[str, ...], page: Page) -> tuple[PairView, ...]:
    return tuple(
        PairView(
            page.inline(pair.left, notes=False),
            letter(pool.index(pair.right), page.language) if pair.right in pool else "",
        )
        for pair in question.pairs
    )


def _items(question: Question, page: Page) -> tuple[OrderItem, ...]:
    """Return what is to be put in order: events by their labels, texts as they are; shuffled, with the key if it is known."""
    if not question.items:
        return ()
    section = page.entry
    if not page.is_teacher:
        return tuple(OrderItem(_item_text(item, page), "") for item in question.items)
    places = {item: str(position) for position, item in enumerate(question.items, 1)}
    order = disordered(question.items, section.id, question.id)
    return tuple(OrderItem(_item_text(item, page), places[item]) for item in order)


def _item_text(item: str, page: Page) -> Markup:
    label = next((event.label for event in page.entry.value.timeline if event.id == item), item)
    return page.inline(label, notes=False)


def _part(part: QuestionPart, index: int, question: Question, page: Page) -> PartView:
    space = room(part.space or default_space("short-answer"), page.tokens)
    return PartView(
        anchor("question", f"{question.id}-{part.id}"),
        letter(index, page.language).lower(),
        page.inline(part.prompt),
        points_label(part.points, page) if part.points is not None else "",
        space,
        answer_view(part, space, page),
    )


def has_room(question: QuestionView) -> bool:
    """Tell whether a question has lines or a box under it."""
    return question.room.kind != "none"


__all__ = ["CLOSED_KINDS", "QuestionView", "QuestionsView", "points_label", "question_view", "question_views", "view"]
