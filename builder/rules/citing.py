"""Rules about sources: what is said must be cited, and what is listed must be used."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from markdown_it.token import Token

from builder import nodes
from builder.course import Course, Finding, SectionEntry, texts_in
from builder.diagnostics import Location, warning
from builder.nodes import Mapping, Scalar, Sequence
from builder.rules import references
from builder.text import references as references_of
from builder.text.markdown import parse, siblings
from builder.walk import Path

_SHORT = 25
"""Words: a paragraph that is shorter leads over to the next."""


def uncited(course: Course) -> Iterator[Finding]:
    """Every paragraph of the narrative cites a source.

    Only in a course that cites in most of its paragraphs: another may name its sources once a section. A paragraph of fewer than 25
    words, a question, and a lead-in that ends in a colon need none.
    """
    for entry, path, paragraph in _without_source(course) or ():
        place = entry.find(path, _beginning(paragraph))
        yield Finding(warning("this paragraph cites no source", place, "name one at its end: `[@id, p. 12]`"), entry.id)


@lru_cache(maxsize=16)
def _without_source(course: Course) -> list[tuple[SectionEntry, Path, str]] | None:
    """Return the paragraphs that state something and cite nothing; None in a course where they are more than those that cite."""
    ids = course.source_ids
    found: list[tuple[SectionEntry, Path, str]] = []
    cited = 0
    for entry in course.sections:
        for path, paragraph in _paragraphs(entry, ids):
            if any(child.type in ("citation", "author") for child in paragraph.children or ()):
                cited += 1
            elif _tells(paragraph.content):
                found.append((entry, path, paragraph.content))
    return found if cited >= len(found) else None


def _paragraphs(entry: SectionEntry, ids: frozenset[str]) -> Iterator[tuple[Path, Token]]:
    """Yield the running paragraphs of a section's text, each with the path of its field."""
    for index, passage in enumerate(entry.value.narrative):
        if passage.text and passage.anchor is None and passage.kind == "text":
            for first, inside in siblings(parse(passage.text, ids).tokens):
                if first.type == "paragraph_open":
                    yield ("narrative", index, "text"), inside[0]


def _tells(paragraph: str) -> bool:
    """Tell whether a paragraph states something at a length that wants a source."""
    return len(paragraph.split()) >= _SHORT and not paragraph.rstrip("*_ ").endswith((":", "?"))


def _beginning(paragraph: str) -> str:
    """Return the first words of a paragraph, to be found and underlined."""
    return " ".join(paragraph.split()[:6])


def unused_sources(course: Course) -> Iterator[Finding]:
    """Every source of `sources.yaml` is cited, named in a `sources:` list, or recommended for reading.

    Looked at in the course as a whole: a class may leave out what cites a source.
    """
    if course.class_name is not None or ("cite", "*") in course.unusable:
        return
    used = {name for entry in course.sections for kind, name in references.used(entry, course) if kind == "cite"}
    for item in (*course.figures.values(), *course.terms.values(), *course.images.values()):
        used |= {
            ref.id for _, text in texts_in(item) for ref in references_of(text, course.source_ids) if ref.kind == "cite"
        }
        used |= {references.source_id(name) for name in getattr(item, "sources", ())}
        source = getattr(item, "source", None) or getattr(getattr(item, "quote", None), "source", None)
        used |= {references.source_id(source)} if source else set()
    if len(course.sections) < len(course.info.section_ids):
        return  # a section that can't be read may cite it
    for name in course.sources:
        if name not in used:
            message = f"nothing cites the source `{name}`"
            yield Finding(
                warning(message, source_place(course, name), "cite it, put it under `further_reading:`, or delete it")
            )


def source_place(course: Course, name: str, field: str = "id") -> Location:
    """Return where a field of a source stands, or the source where it has none."""
    node = course.nodes.get("sources.yaml")
    listed = nodes.child(node, ("references",)) if isinstance(node, Mapping) else node
    for item in listed.items if isinstance(listed, Sequence) else ():
        own = nodes.child(item, ("id",))
        if isinstance(own, Scalar) and own.text == name:
            return nodes.at(item, (field,)) if nodes.child(item, (field,)) is not None else own.location
    return course.at("sources.yaml", ())


def unsourced_quotes(course: Course) -> Iterator[Finding]:
    """A quotation says where it stands.

    A person's `quote:` has a `source:`; a document has a source, an archive or a provenance. In a course that cites in most of its
    paragraphs, a block quotation (`>`) does, or the paragraph before or after it.
    """
    for figure in course.figures.values():
        if figure.quote is not None and not figure.quote.source:
            place = course.find("key_figures.yaml", figure.id, ("quote",), None)
            yield Finding(
                warning(f"the quotation of `{figure.id}` has no source", place, "add `source:` beside its `text:`")
            )
    cites = _without_source(course) is not None
    for entry in course.sections:
        for index, document in enumerate(entry.value.documents):
            if not (document.source or document.archive or document.provenance):
                place = entry.at(("documents", index, "id"))
                hint = "add `source:` with an id of `sources.yaml`, or `provenance:`"
                yield Finding(
                    warning(f"the document `{document.id}` doesn't say where it comes from", place, hint), entry.id
                )
        for path, words in _block_quotes(entry, course.source_ids) if cites else ():
            place = entry.find(path, words)
            yield Finding(
                warning("this quotation has no source", place, "cite one at its end: `[@id, p. 12]`"), entry.id
            )


def _block_quotes(entry: SectionEntry, ids: frozenset[str]) -> Iterator[tuple[Path, str]]:
    """Yield block quotations without a citation in them or beside them: path of the text, first words."""
    for path, text in entry.texts:
        if ">" not in text or path[0] == "documents":
            continue
        outer = list(siblings(parse(text, ids).tokens))
        cites = [
            any(child.type in ("citation", "author") for token in inside for child in token.children or ())
            for _, inside in outer
        ]
        for index, (first, inside) in enumerate(outer):
            if first.type == "blockquote_open" and not any(cites[max(0, index - 1) : index + 2]):
                words = next((token.content for token in inside if token.type == "inline"), "")
                yield path, _beginning(words.split("\n")[0])
