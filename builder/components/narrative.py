"""The narrative: numbered paragraphs, headings, boxes, pictures; beside them what the margin explains.

A term is explained once, beside the paragraph that uses it first; the objectives stand beside the first one. An item may instead be
the place where a document, a disagreement, a chart, an organizer or the timeline is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from builder.components.images import Picture, pictures
from builder.course import SectionEntry
from builder.model import Passage, Term
from builder.page import Page, anchor
from builder.text import Block

MARGIN_OBJECTIVES = 6


@dataclass(frozen=True)
class MarginTerm:
    """A term explained in the margin."""

    id: str
    term: Markup
    native: str
    native_lang: str
    transliteration: str
    definition: Markup


@dataclass(frozen=True)
class Paragraph:
    """A block of text: its number (None: not counted), and the terms that the margin explains beside it."""

    kind: str
    html: Markup
    number: int | None
    terms: tuple[MarginTerm, ...]
    below: tuple[MarginTerm, ...] = ()
    """The same terms, where an edition explains them under the paragraph."""


@dataclass(frozen=True)
class PassageView:
    """A passage as it is printed; with `anchor` it is the place of another component."""

    id: str
    kind: str
    heading: Markup | None
    label: str | None
    paragraphs: tuple[Paragraph, ...]
    pictures: tuple[Picture, ...]
    anchor: str | None = None
    anchor_id: str | None = None
    language: str | None = None
    teacher_note: Markup | None = None


@dataclass(frozen=True)
class NarrativeView:
    """All passages, and the objectives that stand beside the first."""

    objectives: tuple[Markup, ...]
    passages: tuple[PassageView, ...]
    numbered: bool


def view(entry: SectionEntry, page: Page) -> NarrativeView | None:
    """Return a section's narrative, or None where it has neither text nor objectives."""
    section = entry.value
    if not section.narrative and not section.objectives:
        return None
    writer = _Writer(page)
    passages = tuple(writer.passage(passage, index) for index, passage in enumerate(section.narrative))
    objectives = tuple(page.inline(item.text, notes=False) for item in section.objectives)
    return NarrativeView(objectives, passages, bool(page.settings.paragraph_numbers))


def margin_term(term: Term, page: Page) -> MarginTerm:
    """Return a term with its explanation, as margin and glossary print it."""
    native = term.native_term
    shown = native.text if native and page.can_print(native.text) else ""
    return MarginTerm(
        term.id, page.inline(term.term, notes=False), shown, native.lang if native else "",
        (native.transliteration or "") if native else "", page.inline(term.definition, notes=False),
    )  # fmt: skip


class _Writer:
    """Keeps count of the paragraphs and of the terms that were explained."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._count = 0
        self._explained: set[str] = set()

    def passage(self, passage: Passage, index: int) -> PassageView:
        name = passage.id or f"passage-{index + 1}"
        note = self._page.inline(passage.teacher_note, notes=False) if passage.teacher_note else None
        if passage.anchor:
            kind, target = passage.anchor
            return PassageView(anchor("narrative", name), "anchor", None, None, (), (), kind, target)
        paragraphs = tuple(self._paragraphs(passage)) if passage.text else ()
        return PassageView(
            anchor("narrative", name),
            passage.kind,
            self._page.inline(passage.heading, notes=False) if passage.heading else None,
            self._page.plain(passage.label) if passage.label else None,
            paragraphs,
            pictures(passage, self._page),
            language=passage.language,
            teacher_note=note,
        )

    def _paragraphs(self, passage: Passage) -> Iterator[Paragraph]:
        counted = passage.kind == "text" and self._page.settings.paragraph_numbers
        for block in self._page.blocks(passage.text or "", language=passage.language):
            number = None
            if counted and block.kind == "p":
                self._count += 1
                number = self._count
            terms = tuple(self._first_uses(block))
            linear = self._page.forms.linear
            yield Paragraph(block.kind, block.html, number, () if linear else terms, terms if linear else ())

    def _first_uses(self, block: Block) -> Iterator[MarginTerm]:
        terms = self._page.course.terms
        for reference in block.references:
            if reference.kind == "term" and reference.id in terms and reference.id not in self._explained:
                self._explained.add(reference.id)
                yield margin_term(terms[reference.id], self._page)
