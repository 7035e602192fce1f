"""Terms that no margin note explains: those that the section names itself or that only its other texts use."""

from __future__ import annotations

from builder.components.narrative import MarginTerm, margin_term
from builder.course import SectionEntry
from builder.page import Page
from builder.walk import texts


def view(entry: SectionEntry, page: Page) -> tuple[MarginTerm, ...] | None:
    """Return the terms in alphabetical order, or None when the margin explains them all."""
    linked = list(linked_terms(entry, page))
    wanted = entry.value.terms if entry.value.terms is not None else linked
    in_margin = set(narrative_terms(entry, page))
    known = page.course.terms
    rest = [known[name] for name in dict.fromkeys((*wanted, *linked)) if name in known and name not in in_margin]
    return tuple(margin_term(term, page) for term in sorted(rest, key=lambda term: page.sort_key(term.term))) or None


def linked_terms(entry: SectionEntry, page: Page) -> dict[str, None]:
    """Return the terms that a section's texts link to, in reading order."""
    found = (ref.id for _, text in texts(entry.value) for ref in page.references(text) if ref.kind == "term")
    return dict.fromkeys(found)


def narrative_terms(entry: SectionEntry, page: Page) -> dict[str, None]:
    """Return the terms that the narrative links to: those that its margin explains."""
    passages = [passage.text for passage in entry.value.narrative if passage.text and not passage.anchor]
    return dict.fromkeys(ref.id for text in passages for ref in page.references(text) if ref.kind == "term")
