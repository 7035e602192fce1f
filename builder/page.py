"""What a component gets besides its section: words, dates, texts, measures.

In: a course in one edition, its labels, tokens and bibliography. Out: `Page`, whose methods turn content into ready strings. Separate
so that components stay pure functions of values and templates get nothing but strings and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from babel.lists import format_list
from markupsafe import Markup

from builder import collation
from builder import text as prose
from builder.citations import Bibliography
from builder.course import Course, SectionEntry
from builder.dates import Date, Form, format_date, parse
from builder.edition import TEACHER_EDITIONS, Forms, forms_of
from builder.fonts import missing
from builder.measure import width
from builder.model import Print
from builder.numbering import Numbering, number
from builder.pictures import image_size
from builder.plurals import number_words, plural_key
from builder.text import Block, Reference
from builder.tokens import Tokens
from builder.weblinks import WebLink, shown, web_links


@dataclass(frozen=True)
class Page:
    """One handout in the making."""

    course: Course
    entry: SectionEntry
    edition: str
    settings: Print
    labels: Mapping[str, str]
    tokens: Tokens
    bibliography: Bibliography
    numbers: Numbering | None = None
    """Numbers that hold where only parts of a handout are printed."""

    @cached_property
    def numbering(self) -> Numbering:
        """The numbers of the questions and the letters of the documents."""
        return self.numbers or number(self.entry.value, self.language)

    @property
    def is_teacher(self) -> bool:
        """Whether answers and notes are printed."""
        return self.edition in TEACHER_EDITIONS

    @property
    def forms(self) -> Forms:
        """What shape the edition gives to things."""
        return forms_of(self.edition)

    @property
    def language(self) -> str:
        """The language of the course."""
        return self.course.info.language

    def label(self, key: str, **values: object) -> str:
        """Return a fixed word of the page, with values filled in; KeyError for a key that no labels file has."""
        return self.labels[key].format(**values) if values else self.labels[key]

    def counted(self, key: str, number: float, **values: object) -> str:
        """Return a fixed word in the form that agrees with a number, which it may print as `{count}`."""
        chosen = plural_key(key, number, self.language, self.labels)
        return self.label(chosen, count=number_words(number, self.language), **values)

    def date(self, date: Date, form: Form = "long", with_year: bool = True) -> str:
        """Return a date in the course's words."""
        return format_date(date, self.language, self.course.info.era, form, with_year)

    def year(self, year: int) -> str:
        """Return an astronomical year in words: `1953`, `44 BCE`."""
        edtf = f"{year:05d}" if year < 0 else f"{year:04d}"
        return self.date(parse(edtf if -9999 <= year <= 9999 else f"Y{year}"))

    def inline(self, text: str, notes: bool = True) -> Markup:
        """Return a line of text; citations become page-bottom notes, or stand in brackets where no note can."""
        return prose.inline(text, self._context if notes else self._bracketed)

    def quoted(self, text: str) -> Markup:
        """Return a line of text between the language's quotation marks; marks inside it become inner ones, however they were typed."""
        plain = _DOUBLE_MARKS.sub('"', text.strip())
        return self.inline(f'"{plain}"', notes=False)

    def blocks(self, text: str, notes: bool = True, corrected: bool = True, language: str | None = None) -> list[Block]:
        """Return the blocks of a Markdown text; `corrected=False` leaves quotes and dashes as they were written.

        `language` is that of a text in another one than the course's.
        """
        context = self._context if notes else self._bracketed
        context = replace(context, language=language) if language else context
        return prose.blocks(text, context if corrected else replace(context, typography=False))

    def plain(self, text: str) -> str:
        """Return the words of a text alone, with the language's quotes and dashes."""
        return prose.plain(text, self.language)

    def cite(self, sources: Sequence[str]) -> Markup:
        """Return a citation of source entries such as `taubman2003, pp. 240-41`, as a note would hold it."""
        return self.bibliography.cite(tuple(prose.CiteItem.parse(source) for source in sources), "note")

    def can_print(self, text: str) -> bool:
        """Tell whether our fonts have every character of a text."""
        return not missing(text)

    def width_mm(self, text: str, face: str, size_pt: float) -> float:
        """Return how wide a text is on one line, in millimetres."""
        return width(text, face, size_pt) * 25.4 / 72

    def image_size(self, file: str) -> tuple[int, int]:
        """Return a picture's width and height in pixels; (0, 0) for one that can't be measured."""
        data = self.course.files.get(f"images/{file}")
        return image_size(data) if data is not None else (0, 0)

    def join(self, words: Sequence[str]) -> str:
        """Return a list in words: `A, B and C`."""
        return format_list(list(words), locale=self.language.replace("-", "_")) if words else ""

    def sort_key(self, text: str) -> tuple[int, ...]:
        """Return a key that sorts words as the Unicode collation algorithm does."""
        return collation.sort_key(self.plain(text))

    def references(self, text: str) -> tuple[Reference, ...]:
        """Return the links and citations of a text."""
        return prose.references(text, self.course.source_ids)

    @cached_property
    def _context(self) -> prose.Context:
        return prose.Context(
            language=self.language, known_sources=self.course.source_ids, cite=self.bibliography.citer(), link=self._link,
            web=self._web,
        )  # fmt: skip

    @cached_property
    def _bracketed(self) -> prose.Context:
        return replace(self._context.without_notes(), web=self._marked)

    @cached_property
    def web_links(self) -> Mapping[str, WebLink]:
        """The web addresses that the section's texts link to, numbered."""
        return web_links(self.entry.value)

    def _web(self, address: str, words: Markup) -> Markup:
        """Make a web link: with `links: footnote` its address stands at the foot of the page."""
        made = self._marked(address, words)
        told = shown(address) in str(words)
        if self.settings.links == "footnote" and not told and not address.startswith("mailto:"):
            made += Markup('<span class="note">{}</span>').format(shown(address))
        return made

    def _marked(self, address: str, words: Markup) -> Markup:
        """Make a web link: with `links: qr` the number of its code stands beside it."""
        made = Markup('<a href="{}">{}</a>').format(address, words)
        link = self.web_links.get(address) if self.settings.links == "qr" else None
        return made + Markup('<span class="link-mark">[{}]</span>').format(link.number) if link else made

    def _link(self, reference: Reference, inner: Markup) -> Markup:
        """Make a link to what this handout prints; anything else is plain text, marked for a course pack (`packing.bodies`)."""
        if reference.kind == "term":
            return Markup('<span class="term" data-term="{}">{}</span>').format(reference.id, inner)
        target = self.numbering.anchor(reference.kind, reference.id)
        if target:
            return Markup('<a href="#{}">{}</a>').format(target, inner)
        return Markup("<!--to {}:{}-->{}<!--/to-->").format(reference.kind, reference.id, inner)


_DOUBLE_MARKS = re.compile(r"«[ \u00a0\u202f]?|[ \u00a0\u202f]?»|[“”„]")


def anchor(kind: str, name: str) -> str:
    """Return the id of an element on the page: `question-first-crowd`."""
    return f"{kind}-{name}"
