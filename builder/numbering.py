"""Numbers and letters of one handout: questions run once from 1 through it, documents are lettered A, B, C.

In: a section. Out: `Numbering`. Separate because links, documents, organizers and keys must agree on the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase

from builder.model import Question, Section

WARM_UP = "warm-up"
EXIT = "exit"


@dataclass(frozen=True)
class Numbering:
    """Which question has which number, and where each question is printed."""

    questions: Mapping[str, int]
    letters: Mapping[str, str]
    warm_up: tuple[Question, ...]
    with_document: Mapping[str, tuple[Question, ...]]
    main: tuple[Question, ...]
    anchors: frozenset[str] = field(default_factory=frozenset)

    def anchor(self, kind: str, name: str) -> str | None:
        """Return the element's id if this handout prints the thing."""
        wanted = f"{kind}-{name}"
        return wanted if wanted in self.anchors else None


_ALPHABETS = {"ru": "АБВГДЕЖИКЛМНПРСТУФХЦШЩЭЮЯ"}
"""The letters that number things where they aren't A to Z: in Russian without those that GOST R 2.105 leaves out."""


def letter(index: int, language: str = "en") -> str:
    """Return A, B .. Z, AA, AB .. for 0, 1 .., in the alphabet of the language."""
    alphabet = _ALPHABETS.get(language.partition("-")[0].lower(), ascii_uppercase)
    head, tail = divmod(index, len(alphabet))
    return (letter(head - 1, language) if head else "") + alphabet[tail]


def document_order(section: Section) -> tuple[str, ...]:
    """Return the documents in the order of print: those anchored in the narrative first, then the others."""
    anchored = [p.document for p in section.narrative if p.document]
    rest = [document.id for document in section.documents if document.id not in anchored]
    known = {document.id for document in section.documents}
    return tuple(dict.fromkeys(name for name in (*anchored, *rest) if name in known))


def number(section: Section, language: str = "en") -> Numbering:
    """Number a section's questions in the order of print: warm-ups, those of the documents, the others."""
    warm_up = tuple(q for q in section.questions if q.use == WARM_UP)
    order = document_order(section)
    attached = {
        name: tuple(q for q in section.questions if q.use != WARM_UP and q.about == f"document:{name}")
        for name in order
    }
    taken = {q.id for group in (warm_up, *attached.values()) for q in group}
    main = tuple(q for q in section.questions if q.id not in taken)
    printed = [*warm_up, *(q for group in attached.values() for q in group), *main]
    numbers = {question.id: position for position, question in enumerate(printed, 1)}
    letters = {name: letter(index, language) for index, name in enumerate(order)}
    return Numbering(numbers, letters, warm_up, attached, main, frozenset(_anchors(section)))


def _anchors(section: Section) -> list[str]:
    """List the ids of all elements that the handout prints and a link can lead to."""
    found = [f"question-{q.id}" for q in section.questions]
    found += [f"event-{event.id}" for event in section.timeline]
    found += [f"figure-{use.id}" for use in section.key_figures]
    for kind in ("document", "disagreement", "chart", "organizer"):
        found += [f"{kind}-{item.id}" for item in getattr(section, f"{kind}s")]
    found += [
        f"exercise-{exercise.id}" for exercise in section.exercises if exercise.kind == "fill-in" and section.timeline
    ]
    found += [f"narrative-{passage.id}" for passage in section.narrative if passage.id and not passage.anchor]
    return found
