"""Documents: a strip that says what a source is and where it comes from, its numbered lines, its words explained, its questions.

The text is printed as it was written: no quotation mark or dash is touched. Lines are broken here and not by WeasyPrint, so that
"line 12" is the same words in every edition of a size.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from markupsafe import Markup

from builder.components.asides import AsideView, aside_view, lines_pt
from builder.components.images import Picture, pictures
from builder.components.placed import Placed, place
from builder.components.questions import QuestionView, question_views
from builder.course import SectionEntry
from builder.lines import Numbered, number_lines, text_face
from builder.model import Document
from builder.page import Page, anchor
from builder.typography import NO_BREAK

NUMBERED_FROM = 10
"""Lines from which on they are numbered."""
LINES_OVERLEAF = 2
"""So many lines at least go over a page's end, if any do."""
PARALLEL_GAP_MM = 6.0
WORD_GAP_PT = 4.0
HEAD_PT = 170.0
"""So high, at most, a document's head is over its text and the words beside it."""


@dataclass(frozen=True)
class WordView:
    """A hard word and what it means."""

    word: Markup
    meaning: Markup


@dataclass(frozen=True)
class Pair:
    """Paragraphs beside each other: the text, and its original."""

    text: Markup
    original: Markup


@dataclass(frozen=True)
class OriginalView:
    """The wording in its own language: after the text (`html`), or beside it (`pairs`)."""

    label: str
    lang: str
    html: Markup
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class DocumentView:
    """A document as it is printed."""

    id: str
    letter: str
    title: Markup
    kind: str
    facts: Markup
    """Date and creator, behind the kind."""
    origin: Markup
    """Where it was published, and who translated it."""
    adapted: Markup
    """How the text differs from its original; empty where it doesn't."""
    headnote: Markup | None
    pictures: tuple[Picture, ...]
    text: Markup
    lang: str
    """The text's language where it isn't the page's."""
    numbered: bool
    unbroken: bool
    vocabulary: tuple[WordView, ...]
    original: OriginalView | None
    foot: Markup
    """Source, rights and archive."""
    questions: tuple[QuestionView, ...]
    margin_pt: float
    """How high the explained words are in the margin: the text is no lower."""
    words_below: bool
    """The margin has no room for so many explained words: they stand under the text."""
    aside: AsideView | None


def view(entry: SectionEntry, page: Page) -> Placed[DocumentView] | None:
    """Return a section's documents, or None when it has none."""
    views = {document.id: _document(document, page) for document in entry.value.documents}
    return place(views, "document", entry.value)


def _document(document: Document, page: Page) -> DocumentView:
    parallel = _is_parallel(document, page)
    width = page.tokens.mm("column-width") - page.tokens.mm("document-indent")
    if parallel:
        width = (page.tokens.mm("live-width") - page.tokens.mm("document-indent") - PARALLEL_GAP_MM) / 2
    texts = _numbered(document.text, width, page)
    lines = sum(part.lines for part in texts)
    title = page.inline(document.title, notes=False)
    taken = 0.0 if parallel or page.forms.linear else _vocabulary_pt(document, page)
    below = taken > page.tokens.pt("block-height") - HEAD_PT
    taken = 0.0 if below else taken
    leading = page.tokens.pt("leading")
    beside = math.ceil(taken / leading)
    unbroken = lines < max(int(page.tokens.text("document-lines")), beside + LINES_OVERLEAF)
    together = lines if unbroken else beside
    free = 0.0 if parallel else together * leading - taken
    return DocumentView(
        id=anchor("document", document.id),
        letter=page.label("document_letter", letter=page.numbering.letters[document.id]),
        title=title,
        kind=_capitalized(page.plain(document.kind)) if document.kind else "",
        facts=Markup(" \u00b7 ").join(_facts(document, page)),
        origin=Markup(" ").join(_origin(document, page)),
        adapted=_adapted(document, page),
        headnote=page.inline(document.headnote) if document.headnote else None,
        pictures=pictures(document, page),
        text=_kept(Markup("\n").join(part.html for part in texts), 0 if unbroken else together),
        lang=_language(document, page),
        numbered=lines >= NUMBERED_FROM,
        unbroken=unbroken,
        vocabulary=tuple(
            WordView(page.inline(gloss.word, notes=False), page.inline(gloss.meaning, notes=False))
            for gloss in document.vocabulary
        ),
        original=_original(document, texts if parallel else [], page),
        foot=Markup(" ").join(_foot(document, page)),
        questions=question_views(page.numbering.with_document.get(document.id, ()), page),
        margin_pt=taken,
        words_below=below,
        aside=aside_view(document.teacher_note, title, free, page),
    )


def _kept(text: Markup, lines: int) -> Markup:
    """Keep the first lines of a document that may be broken on one page: what stands beside them can't go on overleaf."""
    return Markup(str(text).replace('class="text-line"', 'class="text-line kept"', max(lines - 1, 0)))


def _vocabulary_pt(document: Document, page: Page) -> float:
    """Return how high the explained words are in the margin, in points."""
    width = page.tokens.mm("margin-width")
    words = (f"{gloss.word} {gloss.meaning}" for gloss in document.vocabulary)
    return sum(lines_pt(text, "sans-semibold", "note", width, page) + WORD_GAP_PT for text in words)


def _numbered(text: str, width_mm: float, page: Page) -> list[Numbered]:
    """Return a text's blocks with their lines broken and counted through."""
    face, size = text_face(page.tokens), page.tokens.pt("text-size")
    parts: list[Numbered] = []
    for block in page.blocks(_bound(text), corrected=False):
        first = 1 + sum(part.lines for part in parts)
        parts.append(number_lines(str(block.html), face, size, width_mm, first, item_mm=page.tokens.mm("item-indent")))
    return parts


def _bound(text: str) -> str:
    """Keep a mark of omission on the line of the word before it; the words stay as they were written."""
    return text.replace(" [...]", f"{NO_BREAK}[...]").replace(" […]", f"{NO_BREAK}[…]")


def _capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]


def _sentence(words: Markup) -> Markup:
    """Return words that end as a sentence does."""
    return (
        words
        if not words or words.striptags().rstrip('"\u201d\u2019\u00bb)').endswith((".", "!", "?", "\u2026"))
        else words + "."
    )


def _facts(document: Document, page: Page) -> Iterator[Markup]:
    if document.shown:
        yield page.inline(document.shown, notes=False)
    elif document.date:
        yield Markup("{}").format(page.date(document.date))
    if document.creator:
        known = page.course.figures.get(document.creator)
        yield page.inline(known.name if known else document.creator, notes=False)


def _origin(document: Document, page: Page) -> Iterator[Markup]:
    if document.provenance:
        yield _sentence(page.inline(document.provenance.rstrip(), notes=False))
    if document.translator:
        words = page.inline(document.translator, notes=False)
        yield _sentence(Markup(page.label("document_translator", translator=words)))


def _adapted(document: Document, page: Page) -> Markup:
    """Return how the text was changed: `Shortened and translated by the editors. Two sentences.`"""
    adaptation = document.adaptation
    if adaptation is None:
        return Markup()
    kinds = [kind for kind in adaptation.kind if kind != "translated" or not document.translator]
    words = page.join([page.label(f"document_{kind}") for kind in kinds])
    if words and adaptation.by:
        by = page.inline(adaptation.by, notes=False)
        done = Markup(page.label("document_adapted_by", changes=words, by=by))
    else:
        done = Markup("{}").format(words)
    note = page.inline(adaptation.note, notes=False) if adaptation.note else Markup()
    sentences = [_sentence(Markup(_capitalized(str(part)))) for part in (done, note) if part]
    return Markup(" ").join(sentences)


def _language(document: Document, page: Page) -> str:
    """Return the language of the printed text: a translation is in the course's, whatever the source was written in."""
    translated = (
        document.translator or document.original or (document.adaptation and "translated" in document.adaptation.kind)
    )
    return "" if translated or document.language in (None, page.language) else str(document.language)


def language_name(tag: str, language: str) -> str:
    """Return a language's name in a language: `Russian`; its tag where CLDR has no name."""
    try:
        name = Locale.parse(language, sep="-").languages.get(tag.partition("-")[0])
    except (ValueError, UnknownLocaleError):
        name = None
    return str(name or tag)


def _is_parallel(document: Document, page: Page) -> bool:
    original = document.original
    return bool(not page.forms.linear and original and original.layout == "parallel" and page.can_print(original.text))


def _original(document: Document, texts: list[Numbered], page: Page) -> OriginalView | None:
    """Return the original wording; where our fonts lack its script, only that there is one."""
    original = document.original
    if original is None:
        return None
    name = language_name(original.lang, page.language)
    if not page.can_print(original.text):
        return OriginalView(page.label("document_original_unprinted", language=name), original.lang, Markup(), ())
    blocks = [block.html for block in page.blocks(_bound(original.text), notes=False, corrected=False)]
    together = Markup("\n").join(blocks)
    label = page.label("document_original", language=name)
    if not texts:
        return OriginalView(label, original.lang, together, ())
    if len(blocks) == len(texts):
        pairs = tuple(Pair(part.html, block) for part, block in zip(texts, blocks, strict=True))
    else:
        pairs = (Pair(Markup("\n").join(part.html for part in texts), together),)
    return OriginalView(label, original.lang, Markup(), pairs)


def _foot(document: Document, page: Page) -> Iterator[Markup]:
    """Yield the sentences under the text: its source, whose it is, where the original is kept."""
    if document.source:
        yield _sentence(Markup(page.label("document_source", source=page.cite([document.source]))))
    if document.rights:
        yield _sentence(page.inline(document.rights.rstrip(), notes=False))
    archive = document.archive
    if archive:
        place_ = ", ".join(part for part in (page.plain(archive.institution), archive.id) if part)
        yield _sentence(Markup("{}").format(page.label("document_archive", archive=place_)))
        if archive.url:
            yield Markup('<a href="{}">{}</a>').format(archive.url, archive.url.partition("://")[2] or archive.url)
