"""citeproc-py, made to behave: one style in one language, one source at a time.

In: a `Style`, a language, sources as `sources.read_source` makes them. Out: texts with private marks for markup
(`marks`), or `CannotSet`. The only import of citeproc's style machinery: everything odd about it is put right here,
most of it by editing the style's tree before use:

- Outer brackets and the closing full stop come off the citation's layout; where a citation stands decides about them.
- `ibid` never applies: page-bottom notes are read one by one, and one page can hold several sources' notes. With it
  goes `near-note`, which ends citeproc-py with a KeyError.
- `disambiguate`, which citeproc-py takes as always true, is true when the caller says so.
- Ranges of pages are shortened or completed here (CSL 1.0.2, `page-range-format`): citeproc-py makes "1-0" of 1-20.
- A style that cites by number gets its numbers taken off: a note holds the whole entry instead, since a number at the
  foot of a page leads nowhere.
- The methods that can't be helped from outside are replaced in `patches`.
- citeproc-py knows neither suppressed authors nor "a" and "b" behind equal years; see `bibliography` and `sources.Year`.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from citeproc import (
    LANGUAGE_NAMES,
    PRIMARY_DIALECTS,
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    Locator,
)
from citeproc.source import BibliographySource, DateRange
from citeproc.source import Reference as CslReference

from builder.citations import marks
from builder.citations.patches import Shown
from builder.citations.sources import PointDate, Source, WordsDate, Year
from builder.citations.styles import Style
from builder.text.citing import CiteItem

_CS = {"cs": "http://purl.org/net/xbiblio/csl"}
_FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=lambda text: marks.mark("i", text),
    Oblique=lambda text: marks.mark("i", text),
    Bold=lambda text: marks.mark("b", text),
    Light=str,
    Underline=lambda text: marks.mark("u", text),
    Superscript=lambda text: marks.mark("sup", text),
    Subscript=lambda text: marks.mark("sub", text),
    SmallCaps=lambda text: marks.mark("sc", text),
)
_NUMBERS = "@variable='citation-number' or @variable='citation-label'"
_WORDED = "[@name='month'][not(starts-with(@form, 'numeric'))]"
_DAY_BESIDE_MONTH = (
    "//cs:date[not(@form)]/cs:date-part[@name='day'][not(starts-with(@form, 'numeric'))]"
    f"[preceding-sibling::*[1]{_WORDED} or following-sibling::*[1]{_WORDED}]"
)
_WITHOUT_AMPERSAND = frozenset({"fr", "es", "ru", "it", "pt"})
"""Languages whose publishers write the word between two authors."""
_BRACKETS = {"(": ")", "[": "]", "⟨": "⟩", "（": "）"}


class CannotSet(Exception):  # noqa: N818  it is a result that callers expect, not an accident
    """This source can't be set in this style: citeproc-py fails, or (`left_out`) the style prints nothing of it."""

    def __init__(self, reason: str, left_out: bool = False) -> None:
        super().__init__(reason)
        self.left_out = left_out


class _Item(CitationItem):  # type: ignore[misc]
    """A citation of one source; a label asks it, not the source, for `number-of-pages`."""

    def __getitem__(self, key: str) -> Any:
        if key.startswith("number-of"):
            number = re.search(r"\d+", str(self.reference.get(key, "")))
            return number[0] if number else "1"
        return super().__getitem__(key)


@dataclass(frozen=True)
class Brackets:
    """What stands around a citation in a sentence."""

    left: str = "("
    right: str = ")"


class Engine:
    """One style in one language. Not for two threads at once: citeproc-py keeps state in the style."""

    def __init__(self, style: Style, language: str, era: str = "ce") -> None:
        self.kind = style.kind
        self._csl = CitationStylesStyle(io.BytesIO(style.data), locale=_locale(style, language), validate=False)
        self._root: Any = self._csl.root
        self._root.formatter = _FORMATTER
        self._prepare_terms(era)
        self._translate(language.partition("-")[0].lower())
        self._page_range = self._root.attrib.pop("page-range-format", None)
        self._citation: Any = self._root.citation
        self._layout: Any = self._citation.layout
        self.delimiter: str = self._layout.get("delimiter", "; ")
        self.brackets = self._take_brackets()
        self._edit_positions()
        self._drop_numbers()
        self.adds_year_letters = self._citation.get("disambiguate-add-year-suffix") == "true"
        self.tells_circa = bool(self._root.xpath("//*[@is-uncertain-date]"))
        self.circa = self._term("circa", "short") or self._term("circa") or "c."
        self.punctuation_in_quotes = self._root.get_locale_option("punctuation-in-quote") == "true"

    def _prepare_terms(self, era: str) -> None:
        """Part the words for the era from their year, and take BCE and CE where the course counts so."""
        swaps = {"bc": "bce", "ad": "ce"} if era == "ce" else {}
        for locale in self._root.locales:
            terms = {term.get("name"): term for term in locale.xpath("./cs:terms/cs:term[not(@form)]", namespaces=_CS)}
            for name in ("bc", "ad"):
                if name not in terms:
                    continue
                other = terms.get(swaps.get(name, ""))
                english = locale.get("{http://www.w3.org/XML/1998/namespace}lang", "").startswith("en")
                text = terms[name].text or ""
                if other is not None and (english or not (other.text or "").strip().isascii()):
                    text = other.text or text
                terms[name].text = "\u00a0" + text.strip()

    def _translate(self, language: str) -> None:
        """Take out of a style what is English and not the style: "March 24", the comma before "and", "&" where nobody writes it.

        CSL leaves these to translations of a style ("apa" and "apa-fr"), and citeproc-py brings none. The words of a locale that the
        page writes otherwise are put right, too.
        """
        if language == "en":
            return
        self._mend_terms(language)
        for name in self._root.xpath("//cs:name", namespaces=_CS):
            if name.get("and") == "symbol" and language in _WITHOUT_AMPERSAND:
                name.set("and", "text")
            usual = name.get("delimiter-precedes-last", "contextual") in ("always", "contextual")
            if usual and name.get("name-as-sort-order") != "first":
                name.set("delimiter-precedes-last", "never")
        self._turn_dates()

    def _mend_terms(self, language: str) -> None:
        """Drop "11th" to "13th", which citeproc-py prefers to a language's own ordinals; set ranges and pages as the text has them."""
        for locale in self._root.locales:
            english = locale.get("{http://www.w3.org/XML/1998/namespace}lang", "").startswith("en")
            for term in locale.xpath("./cs:terms/cs:term", namespaces=_CS):
                ordinal = term.get("name", "").startswith("ordinal")
                if ordinal and (english or term.get("gender-form") == "feminine"):  # no day is feminine
                    term.getparent().remove(term)
                elif term.get("name") == "page-range-delimiter":
                    term.text = "–"
                elif language == "ru" and term.get("form") == "short" and term.get("name") == "page":
                    term.find("cs:multiple", _CS).text = term.find("cs:single", _CS).text  # GOST R 7.0.5

    def _turn_dates(self) -> None:
        """Put the day before the month in the style's own dates, where the language does, as the language writes it."""
        if self._root.get_locale_option("limit-day-ordinals-to-day-1") == "true":
            for locale in self._root.locales:
                for part in locale.xpath("./cs:date[@form='text']/cs:date-part[@name='day']", namespaces=_CS):
                    part.set("form", "ordinal")
        days = (date.find("cs:date-part[@name='day']", _CS) for locale in self._root.locales
                for date in locale.xpath("./cs:date[@form='text']", namespaces=_CS))  # fmt: skip
        day = next((day for day in days if day is not None), None)
        if day is not None and any(later.get("name") == "month" for later in day.itersiblings()):
            for own in self._root.xpath(_DAY_BESIDE_MONTH, namespaces=_CS):
                own.attrib.pop("prefix", None)
                own.attrib.update({key: value for key, value in day.attrib.items() if key in ("form", "suffix")})
                if (month := own.getprevious()) is not None and month.get("name") == "month":
                    month.addprevious(own)

    def _take_brackets(self) -> Brackets:
        prefix, suffix = self._layout.get("prefix", ""), self._layout.get("suffix", "")
        self._layout.attrib.pop("vertical-align", None)
        if suffix == "." or _BRACKETS.get(prefix) == suffix:
            self._layout.attrib.pop("prefix", None)
            self._layout.attrib.pop("suffix", None)
        return Brackets(prefix, suffix) if _BRACKETS.get(prefix) == suffix else Brackets()

    def _edit_positions(self) -> None:
        for element in self._root.xpath("//*[@position]"):
            wanted = [word for word in element.get("position").split() if word in ("first", "subsequent")]
            element.set("position", " ".join(wanted) or "never")
        self._disambiguating: list[Any] = self._root.xpath("//*[@disambiguate and not(@position)]")
        for element in self._disambiguating:
            element.set("position", "never")
        self.disambiguates = bool(self._disambiguating)

    def _drop_numbers(self) -> None:
        """Take the numbers off the entries: where a list has them, its HTML prints them."""
        for layout in self._root.xpath("//cs:bibliography", namespaces=_CS):
            for element in layout.xpath(f".//cs:text[{_NUMBERS}]", namespaces=_CS):
                element.getparent().remove(element)

    def _term(self, name: str, form: str | None = None) -> str:
        return str(self._root.get_single_term(name=name, form=form))

    def entry(self, source: Source) -> str:
        """Return the source's line of the bibliography, with marks. Raises CannotSet."""
        bibliography = self._root.bibliography
        if bibliography is None:
            return self.citation(source, CiteItem(source.id))
        return self._safely(lambda item: self._render(bibliography.layout, item), source, None)

    def citation(self, source: Source, cited: CiteItem, again: bool = False, ambiguous: bool = False) -> str:
        """Return one source as a citation names it, without brackets, prefix and suffix. Raises CannotSet.

        `again` gives the form for a source that was cited before, `ambiguous` one that tells it from the author's others.
        """
        for element in self._disambiguating:
            element.set("position", ("subsequent" if again else "first") if ambiguous else "never")
        locator = Locator(cited.label, self.pages(cited.locator)) if cited.locator else None

        def render(item: Any) -> Any:
            self._citation.cites = [CitationItem(item.key), CitationItem("")] if again else []
            return self._render(self._layout, item)

        return self._safely(render, source, locator)

    @staticmethod
    def _render(layout: Any, item: Any) -> Any:
        layout.repressed = Shown()
        return layout.format(layout.wrap(layout.render_children(item)))

    def place(self, cited: CiteItem) -> str:
        """Return the place in a source ("p. 240") as the language writes it, with a comma before it; "" for none."""
        if not cited.locator:
            return ""
        several = re.search(r"\d\s*[-–,&]\s*\d", cited.locator) is not None
        get_term = self._root.get_plural_term if several else self._root.get_single_term
        label = str(get_term(name=cited.label, form="short") or get_term(name=cited.label))
        return f", {label} {self.pages(cited.locator).replace('-', '–')}".replace("  ", " ")

    def names(self, families: Sequence[str]) -> str:
        """Return names as words of a sentence: one, two joined, the first of more."""
        if len(families) > 2:
            return f"{families[0]} {self._term('et-al')}"
        return f" {self._term('and')} ".join(families)

    def sort_keys(self, source: Source) -> list[tuple[Any, bool]] | None:
        """Return the source's keys in the style's order, each with whether it counts down; None if it has no order."""
        bibliography = self._root.bibliography
        order = None if bibliography is None else bibliography.find("cs:sort", _CS)
        if order is None:
            return None
        source = replace(source, data={name: _sorting(value) for name, value in source.data.items()})
        keys = []
        for key in order.findall("cs:key", _CS):
            descending = key.get("sort", "ascending") == "descending"
            value = self._safely(lambda item, key=key: key.sort_keys([item], bibliography.layout)[0], source, None)
            keys.append((value or None, descending))
        return keys

    def pages(self, text: str) -> str:
        """Return ranges of pages in the style's form: 1101-1121 as 1101-21, or 240-41 as 240-241."""
        return re.sub(r"(\d+)\s*[-‐‑‒–]\s*(\d+)", lambda range_: self._page_range_of(*range_.groups()), text)

    def _page_range_of(self, first: str, last: str) -> str:
        whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
        if int(whole) < int(first) or self._page_range is None:
            return f"{first}-{last}"
        return f"{first}-{_last_page(first, whole, self._page_range)}"

    def _safely(self, render: Any, source: Source, locator: Any) -> str:
        """Call citeproc-py for one source. Whatever it raises is this source's failure, not the course's."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # variables newer than citeproc-py
                item = self._item(source, locator)
                text = render(item)
        except Exception as error:
            raise CannotSet(f"{type(error).__name__}: {error}") from error
        if text is None or not (marks.AUTHOR in str(text) or marks.words(str(text)).strip()):
            raise CannotSet("it prints nothing", left_out=True)
        return str(text)

    def _item(self, source: Source, locator: Any) -> Any:
        data = dict(source.data)
        if "page" in data:
            data["page"] = self.pages(str(data["page"]))
        if locator:
            data["locator"] = locator.identifier  # some styles ask the source whether its locator is numeric
        sources = BibliographySource()
        sources.add(CslReference("source", source.type, **data))
        item = _Item("source", locator=locator) if locator else _Item("source")
        citation = Citation([item])
        CitationStylesBibliography(self._csl, sources, _FORMATTER).register(citation)
        return item


def _sorting(value: Any) -> Any:
    """Return a date whose year sorts as text, for a style that sorts by the words of a date (CSL 1.0.2, `cs:key`)."""
    if isinstance(value, DateRange):
        return DateRange(begin=_sorting(value.begin), end=value.end)
    if isinstance(value, WordsDate):
        return WordsDate(f"{value.day / 365.2425 + 1e6:015.4f}", value.day)
    if not isinstance(value, PointDate):
        return value
    parts = {name: value[name] for name in ("month", "day") if name in value}
    date = PointDate(year=int(value.year), **parts)
    date["year"] = _SortingYear(value.year)
    return date


class _SortingYear(Year):
    def __str__(self) -> str:
        return f"{int(self) + 1000000:07}"

    def __abs__(self) -> _SortingYear:
        return self


def _locale(style: Style, language: str) -> str:
    """Return the CSL locale for a BCP 47 language: a bare `en` takes the dialect that the style was written in."""
    language = language.replace("_", "-")
    base = language.split("-")[0].lower()
    if language in LANGUAGE_NAMES:
        return language
    if style.default_locale and style.default_locale.split("-")[0] == base:
        return style.default_locale
    return str(PRIMARY_DIALECTS.get(base, "en-US"))


def _last_page(first: str, last: str, form: str) -> str:
    """Shorten the last page as CSL 1.0.2, appendix V, says."""
    if form == "expanded" or len(first) != len(last):
        return last
    same = next((index for index, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), len(first))
    if form == "minimal":
        return last[same:] or last
    if form == "minimal-two":
        return last[min(same, max(len(last) - 2, 0)) :]
    return _chicago(first, last, same, form)


def _chicago(first: str, last: str, same: int, form: str) -> str:
    """The Chicago Manual's rule: all digits below 100 and after a full hundred; one after 101-109; else two or more."""
    number = int(first)
    if number < 100 or number % 100 == 0:
        return last
    if form in ("chicago", "chicago-15") and len(first) >= 4 and len(last) - same >= 3:
        return last
    if number % 100 < 10:
        return last[same:] or last
    return last[min(same, len(last) - 2) :]
