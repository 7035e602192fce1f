"""The list of sources: every work that the handout cites, by the course's style; and further reading."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from builder.course import SectionEntry
from builder.page import Page
from builder.text import CiteItem
from builder.walk import models, texts


@dataclass(frozen=True)
class Entry:
    """A work in the list."""

    id: str
    html: Markup


@dataclass(frozen=True)
class SourcesView:
    """What is cited, and what a pupil could read next."""

    entries: tuple[Entry, ...]
    further: tuple[Entry, ...]


def view(entry: SectionEntry, page: Page) -> SourcesView | None:
    """Return the works that a section cites in its texts and its `sources`, or None when it cites none."""
    cited = page.bibliography.entries(cited_ids(entry, page))
    further = page.bibliography.entries([name for name in entry.value.further_reading if name in page.course.sources])
    if not cited and not further:
        return None
    return SourcesView(_entries(cited), _entries(further))


def _entries(found: list[tuple[str, Markup]]) -> tuple[Entry, ...]:
    return tuple(Entry(f"source-{name}", html) for name, html in found)


def cited_ids(entry: SectionEntry, page: Page) -> list[str]:
    """Return the ids of all sources that the section's own texts and lists name, each once, in reading order."""
    found: dict[str, None] = {}
    for _, text in texts(entry.value):
        found |= {reference.id: None for reference in page.references(text) if reference.kind == "cite"}
    for _, model in models(entry.value):
        for name in (*getattr(model, "sources", ()), getattr(model, "source", None)):
            if name:
                found[CiteItem.parse(name).id] = None
    for use in entry.value.key_figures:
        figure = page.course.figures.get(use.id)
        if figure is not None and figure.quote and figure.quote.source:
            found[CiteItem.parse(figure.quote.source).id] = None
    return [name for name in found if name in page.course.sources]
