"""What is printed of a section: its handout, the sheets beside it, or with `--part` some parts of the handout alone.

In: a section, an edition, the parts asked for. Out: `Piece`s, each one PDF: which template, what it is given, what its file is called.
Separate from `render`, which makes a job of any piece, and from `build`, which doesn't know what there can be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from builder.components.terms import linked_terms
from builder.course import SectionEntry
from builder.edition import TEACHER_EDITIONS, forms_of
from builder.numbering import EXIT, WARM_UP, Numbering, document_order
from builder.page import Page
from builder.sheets import cards, slips
from builder.tokens import Tokens

View = Callable[[SectionEntry, Page], Any]

HANDOUT_PARTS = (
    "narrative", "recap", "timeline", "key-figures", "documents", "disagreements", "charts", "organizers", "exercises", "questions",
    "terms", "sources", "lesson",
)  # fmt: skip
"""Parts of a handout that can be printed alone, in its order."""
SLIPS: Mapping[str, str] = {"warm-up": WARM_UP, "exit": EXIT}
"""Parts that are printed several to a page, and the `use:` of their questions."""
HEAD_MM = 30.0
"""How high the head of some parts is, a title of two lines included."""
PARTS = (*HANDOUT_PARTS, *SLIPS, "cards")
_ANCHORS = {
    "question": "questions", "event": "timeline", "figure": "key-figures", "document": "documents", "disagreement": "disagreements",
    "chart": "charts", "organizer": "organizers", "narrative": "narrative", "exercise": "exercises",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """One PDF. Its file is the handout's with `-suffix`; a sheet's template gets what `view` returns as `sheet`."""

    suffix: str = ""
    template: str = "section.html"
    view: View | None = None
    parts: tuple[str, ...] = ()
    """The parts of the handout that are printed; empty: all."""

    @property
    def styles(self) -> str:
        """The stylesheet that only this piece has, or nothing."""
        return "" if self.view is None else f"styles/{self.template.removesuffix('.html')}.css"


HANDOUT = Piece()
CARDS = Piece("cards", "sheets/cards.html", cards.view)


def pieces(entry: SectionEntry, edition: str, parts: tuple[str, ...] = ()) -> Iterator[Piece]:
    """Yield what is printed of a section in an edition; without `parts` the handout and the sheets that belong to it.

    Cards and slips are for pupils' hands and scissors: a teacher's edition has none of its own, and one for the screen neither.
    """
    if not parts:
        yield HANDOUT
    if edition not in TEACHER_EDITIONS and forms_of(edition).has_cuttings:
        yield from _loose(entry, parts)
    chosen = tuple(name for name in HANDOUT_PARTS if name in parts)
    if any(has_part(entry, name, edition) for name in chosen):
        yield Piece("-".join(chosen), parts=chosen)


def _loose(entry: SectionEntry, parts: tuple[str, ...]) -> Iterator[Piece]:
    """Yield what is cut apart: cards always, slips when they are asked for."""
    if cards.is_wanted(entry) and (not parts or "cards" in parts):
        yield CARDS
    for name, use in SLIPS.items():
        if name in parts and any(question.use == use for question in entry.value.questions):
            yield Piece(name, "sheets/slips.html", partial(slips.view, use=use))


def has_part(entry: SectionEntry, part: str, edition: str) -> bool:
    """Tell whether a section has something to print under a part's name."""
    section = entry.value
    if part in ("terms", "sources"):
        return True
    if part == "lesson":
        return edition in TEACHER_EDITIONS and (section.lesson is not None or section.teacher is not None)
    if part == "exercises":
        return bool(section.timeline) and any(exercise.kind == "fill-in" for exercise in section.exercises)
    return bool(getattr(section, part.replace("-", "_")))


def narrowed(page: Page, parts: tuple[str, ...]) -> Page:
    """Return the page on which some parts of a handout are printed alone: numbers and letters stay those of the whole handout.

    Without the narrative nothing is anchored in it, and no term is explained in its margin. What is as high as a page has room under
    the head.
    """
    section = page.entry.value
    numbers = _numbers(page.numbering, parts, page)
    if "narrative" not in parts:
        terms = tuple(dict.fromkeys((*(section.terms or ()), *linked_terms(page.entry, page))))
        documents = tuple(
            sorted(section.documents, key=lambda document: document_order(page.entry.value).index(document.id))
        )
        section = section.model_copy(update={"narrative": (), "objectives": (), "terms": terms, "documents": documents})
    height = page.tokens.mm("block-height") - HEAD_MM
    tokens = Tokens({**page.tokens.values, "block-height": f"{height:.2f}mm"})
    return replace(page, entry=replace(page.entry, value=section), numbers=numbers, tokens=tokens)


def _numbers(full: Numbering, parts: tuple[str, ...], page: Page) -> Numbering:
    """Return the numbers of the whole handout, and which questions are printed where without some of its parts."""
    attached = full.with_document if "documents" in parts else {}
    taken = {question.id for group in attached.values() for question in group}
    everything = sorted(page.entry.value.questions, key=lambda question: full.questions[question.id])
    main = tuple(question for question in everything if question.id not in taken) if "questions" in parts else ()
    printed = {f"question-{question.id}" for question in (*main, *(q for group in attached.values() for q in group))}
    kinds = {kind for kind, part in _ANCHORS.items() if part in parts and kind != "question"}
    anchors = frozenset(name for name in full.anchors if name in printed or name.partition("-")[0] in kinds)
    return replace(full, warm_up=(), with_document=attached, main=main, anchors=anchors)


def values(piece: Piece, page: Page, views: Mapping[str, View]) -> tuple[Page, dict[str, Any]]:
    """Return the page of a piece, and what its template gets besides the words of every page; `views` are those of the components."""
    if piece.view is not None:
        return page, {"sheet": piece.view(page.entry, page)}
    if not piece.parts:
        return page, {name: view(page.entry, page) for name, view in views.items()}
    part = narrowed(page, piece.parts)
    shown = {name: view(part.entry, part) if _is_printed(name, piece.parts) else None for name, view in views.items()}
    if shown.get("sources") is not None:
        shown["sources"] = views["sources"](page.entry, page)
    return part, _headed(shown, piece.parts)


def _headed(shown: dict[str, Any], parts: tuple[str, ...]) -> dict[str, Any]:
    """Return the views of some parts under a short head: a title and lines for names, then at once what was asked for."""
    changed: dict[str, Any] = {"title": replace(shown["title"], question=None, summary=None, note=None, strip=None)}
    if "recap" not in parts:
        changed["closing"] = replace(shown["closing"], recap=())
    drawing = shown.get("timeline")
    if drawing is not None and drawing.parts and "narrative" not in parts and "recap" not in parts:
        first, *others = drawing.parts
        changed["timeline"] = replace(drawing, parts=(replace(first, new_page=False), *others))
    return {**shown, **changed}


def _is_printed(component: str, parts: tuple[str, ...]) -> bool:
    """Tell whether a component has a place in these parts: a handout's head and foot always, answers where there are questions."""
    if component in ("title", "closing"):
        return True
    if component == "teacher_pages":
        return bool({"questions", "documents", "lesson"}.intersection(parts))
    return component.replace("_", "-") in parts
