"""A course's sources -> citations and list entries, as HTML, in its style and language.

In: the sources as typed, a `Style`, the course's language. Out: `Bibliography`, which sets a source when it is first
asked for, and keeps it. One source that can't be set never takes others with it: it is printed plainly, and `problems`
names it.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

from citeproc.source import DateRange, Name
from citeproc.string import String
from markupsafe import Markup

from builder import collation, typography
from builder.citations import marks
from builder.citations.engine import CannotSet, Engine
from builder.citations.sources import PointDate, Source, SourceProblem, Year, read_source
from builder.citations.styles import Style
from builder.date_format import format_date
from builder.dates import Date
from builder.diagnostics import Severity
from builder.text.citing import CiteItem
from builder.text.rendering import CiteForm

_NUMBERED = ("volume", "issue", "page", "edition", "number", "chapter_number", "collection_number")
"""Variables whose numbers a reader needs to find the source."""
_PROBE = 8642
"""A number that no source has, to see whether a style prints a variable at all."""
_NAMED = (
    *("author", "editor", "translator", "director", "composer", "interviewer"),
    *("collection_editor", "container_author"),
)


class Bibliography:
    """The sources of one course. Share one per course, edition and thread; everything it returns is kept."""

    def __init__(self, sources: Sequence[Mapping[str, Any]], style: Style, language: str, era: str = "ce") -> None:
        self.style = style
        self.language = language
        self.era = era
        self._raw = list(sources)
        self._entries: dict[str, str] = {}
        self._keys: dict[str, list[tuple[Any, bool]]] = {}
        self._citations: dict[tuple[CiteItem, bool], str] = {}
        self._failures: dict[str, CannotSet] = {}

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all sources: what a bare `@id` may name."""
        return frozenset(self._sources)

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self.style, self.language, self.era)

    @cached_property
    def _sources(self) -> dict[str, Source]:
        sources: dict[str, Source] = {}
        for raw in self._raw:
            source = read_source(raw, self.language, self._in_words)
            sources.setdefault(source.id, source)
        if self._engine.adds_year_letters:
            _add_year_letters(list(sources.values()))
        if not self._engine.tells_circa:
            _write_circa(list(sources.values()), self._engine.circa)
        return sources

    @cached_property
    def _ambiguous(self) -> frozenset[str]:
        """The sources that their author alone doesn't tell from another's, in a style that asks for it."""
        if not self._engine.disambiguates or self._engine.adds_year_letters:
            return frozenset()
        authors = Counter(_authors(source) for source in self._sources.values())
        return frozenset(id for id, source in self._sources.items() if authors[_authors(source)] > 1)

    def _in_words(self, date: Date) -> str:
        return format_date(date, self.language, self.era)

    def cite(self, items: Sequence[CiteItem], form: CiteForm) -> Markup:
        """Return a citation in the form that its place asks for; made to be a `text.Context.cite`."""
        if form == "author":
            return Markup(", ").join(self.short(item.id) for item in items)
        return self.inline(items) if form == "inline" else self.note(items)

    def citer(self) -> Callable[[tuple[CiteItem, ...], CiteForm], Markup]:
        """Return a `cite` for one handout: in a note style, a source's second note is the short form."""
        if self.style.kind != "note":
            return self.cite
        seen: set[str] = set()

        def cite(items: tuple[CiteItem, ...], form: CiteForm) -> Markup:
            if form != "note":
                return self.cite(items, form)
            words = self.note(items, cited=seen)
            seen.update(item.id for item in items)
            return words

        return cite

    def note(self, items: Sequence[CiteItem], cited: Collection[str] = ()) -> Markup:
        """Return a citation for the page's foot: no outer brackets, no closing full stop, authors always named.

        `cited` are the ids that earlier notes of the handout gave in full; note styles shorten those.
        """
        whole = [replace(item, suppress_author=False) for item in items]
        return self._html(self._joined(whole, cited))

    def inline(self, items: Sequence[CiteItem]) -> Markup:
        """Return a citation in brackets, in the short form of a note style."""
        brackets = self._engine.brackets
        cited = self.ids if self.style.kind == "note" else ()
        return self._html(f"{brackets.left}{self._joined(items, cited)}{brackets.right}")

    def short(self, id: str) -> Markup:
        """Return the author's name as a citation gives it ("Gorlizki and Khlevniuk"); the title where there is none."""
        source = self._sources.get(id)
        if source is None:
            return Markup("{}").format(id)
        again = self.style.kind == "note"  # the short form of a note gives the surname alone
        whole = self._citation(CiteItem(id), again)
        before, found, after = self._without_author(source, CiteItem(id), again).partition(marks.AUTHOR)
        if found and whole.startswith(before) and whole.endswith(after):
            return self._html(whole[len(before) : len(whole) - len(after)])
        names = next((source.data[name] for name in _NAMED if name in source.data), None)
        if names:
            return self._html(self._engine.names([str(name.get("family") or name.get("literal")) for name in names]))
        return self._html(marks.mark("i", source.data.get("title_short") or source.data.get("title") or id))

    def entry(self, id: str) -> Markup:
        """Return a source's entry in the list of sources. Raises KeyError for an id that isn't there."""
        return self._html(self._entry(self._sources[id]))

    def entries(self, ids: Iterable[str]) -> list[tuple[str, Markup]]:
        """Return the entries of these sources, each once, in the style's order; unknown ids are left out.

        Names and titles are compared by the Unicode Collation Algorithm, not by code point as in citeproc-py. A style
        without an order of its own (it numbers sources as they come) gets its entries by their first words.
        """
        chosen = [id for id in dict.fromkeys(ids) if id in self._sources]
        chosen.sort(key=lambda id: (_ordinal(marks.words(self._entry(self._sources[id]))), id))
        keys = {id: self._sort_keys(id) for id in chosen}
        for place in reversed(range(max((len(key) for key in keys.values()), default=0))):
            chosen = _sorted_by(place, chosen, keys)
        return [(id, self.entry(id)) for id in chosen]

    def problems(self, ids: Iterable[str] | None = None) -> list[SourceProblem]:
        """Return what is wrong with these sources (all if none are named), in the file's order. Sets every one of them.

        A number that the style prints and citeproc-py loses is a problem too: a wrong page is worse than none.
        """
        wanted = self.ids if ids is None else set(ids)
        found: list[SourceProblem] = []
        for id, source in self._sources.items():
            if id not in wanted:
                continue
            entry = self._entry(source)
            found += source.problems
            if id in self._failures:
                found.append(self._failure(id, self._failures[id]))
            else:
                found += self._lost_numbers(source, entry)
        return found

    def _failure(self, id: str, error: CannotSet) -> SourceProblem:
        if error.left_out:
            message = f"the style `{self.style.name}` leaves source `{id}` out of its list"
            return SourceProblem(id, message, "it is printed plainly", "type", Severity.WARNING)
        message = f"source `{id}` can't be set in the style `{self.style.name}` ({error})"
        return SourceProblem(id, message, "it is printed plainly; see that its type has all its fields")

    def _lost_numbers(self, source: Source, entry: str) -> Iterable[SourceProblem]:
        printed = set(re.findall(r"\d+", marks.words(entry)))
        for variable in (*_NUMBERED, "issued"):
            numbers = self._numbers(variable, source.data.get(variable))
            if set(numbers) <= printed:
                continue
            probed = self._probe(source, variable)
            lost = [number for number, shown in zip(numbers, probed, strict=True) if shown and number not in printed]
            if lost:
                name = variable.replace("_", "-")
                message = f"`{lost[0]}` in `{name}` of source `{source.id}` is lost in the style `{self.style.name}`"
                yield SourceProblem(source.id, message, f"take another style, or write `{name}` another way", name)

    def _numbers(self, variable: str, value: Any) -> list[str]:
        """Return the numbers of a variable as the style is to print them."""
        if variable == "issued":
            return [str(abs(int(value.year)))] if isinstance(value, PointDate) else []
        text = "" if value is None else str(value)
        return re.findall(r"\d+", self._engine.pages(text) if variable == "page" else text)

    def _probe(self, source: Source, variable: str) -> list[bool]:
        """Tell for each number of a variable whether the style prints it at all, by giving it others to look for."""
        old = source.data[variable]
        count = itertools.count(_PROBE, 11)
        value = PointDate(year=_PROBE) if variable == "issued" else re.sub(r"\d+", lambda _: str(next(count)), str(old))
        text = value if variable == "issued" else String(value)
        probe = Source(source.id, source.type, {**source.data, variable: text, variable.replace("_", "-"): text})
        try:
            printed = set(re.findall(r"\d+", marks.words(self._engine.entry(probe))))
        except CannotSet:
            printed = set()
        return [number in printed for number in self._numbers(variable, value)]

    def _html(self, text: str) -> Markup:
        mended = marks.repair(text, self._engine.punctuation_in_quotes)
        bound = typography.bound(marks.declined(mended, self.language), self.language)
        return marks.to_html(marks.french_spaces(bound, self.language))

    def _joined(self, items: Sequence[CiteItem], cited: Collection[str]) -> str:
        parts = []
        for item in items:
            text = self._citation(replace(item, prefix="", suffix=""), again=item.id in cited)
            prefix = marks.words(item.prefix)
            parts.append((f"{prefix} " if prefix else "") + text + marks.words(item.suffix))
        return self._engine.delimiter.join(parts)

    def _citation(self, item: CiteItem, again: bool) -> str:
        key = (item, again)
        if key not in self._citations:
            self._citations[key] = self._set_citation(item, again)
        return self._citations[key]

    def _set_citation(self, item: CiteItem, again: bool) -> str:
        source = self._sources.get(item.id)
        if source is None:
            return f"{item.id}?"
        if self._engine.kind == "numeric":
            return self._entry(source).rstrip(".") + self._engine.place(item)
        if item.suppress_author:
            rest = re.sub(f"{marks.AUTHOR}[,:;.]? *", "", self._without_author(source, item, again))
            return rest or self._citation(replace(item, suppress_author=False), again)
        try:
            return self._engine.citation(source, item, again, source.id in self._ambiguous)
        except CannotSet as error:
            self._failures.setdefault(source.id, error)
            return _plainly(source).rstrip(".") + self._engine.place(item)

    def _without_author(self, source: Source, item: CiteItem, again: bool) -> str:
        """Return the citation with a mark where the style puts the author, who can't be left out otherwise."""
        first = next((name for name in _NAMED if name in source.data), None)
        mark = {first: [Name(literal=marks.AUTHOR)]} if first else {}
        nameless = Source(source.id, source.type, {**source.data, **mark})
        try:
            ambiguous = source.id in self._ambiguous
            return self._engine.citation(nameless, replace(item, suppress_author=False), again, ambiguous)
        except CannotSet:
            return self._citation(replace(item, suppress_author=False), again)

    def _entry(self, source: Source) -> str:
        if source.id not in self._entries:
            try:
                self._entries[source.id] = self._engine.entry(source)
            except CannotSet as error:
                self._failures[source.id] = error
                self._entries[source.id] = _plainly(source)
        return self._entries[source.id]

    def _sort_keys(self, id: str) -> list[tuple[Any, bool]]:
        if id not in self._keys:
            try:
                self._keys[id] = self._engine.sort_keys(self._sources[id]) or []
            except CannotSet:
                self._keys[id] = []
        return self._keys[id]


def _sorted_by(place: int, ids: list[str], keys: Mapping[str, list[tuple[Any, bool]]]) -> list[str]:
    """Sort by one key, those without it last, equal ones as they stood."""
    having = [id for id in ids if len(keys[id]) > place and keys[id][place][0] is not None]
    descending = bool(having) and keys[having[0]][place][1]
    having.sort(key=lambda id: _ordinal(marks.words(str(keys[id][place][0]))), reverse=descending)
    chosen = set(having)
    return having + [id for id in ids if id not in chosen]


@lru_cache(maxsize=4096)
def _ordinal(text: str) -> tuple[int, tuple[int, ...]]:
    """Return what a sort key sorts by: a number by its value, before words; words by the Unicode Collation Algorithm."""
    digits = re.match(r"\d*", text)
    number = int(digits[0]) if digits and digits[0] else 10**30
    return number, collation.sort_key(text.lstrip("0123456789").strip("“”‘’«»\"'… "))


def _add_year_letters(sources: Sequence[Source]) -> None:
    """Tell sources of one author and year apart: 1956a, 1956b, by title (CSL 1.0.2, `disambiguate-add-year-suffix`).

    In the whole course, so that a source has one letter in all its handouts.
    """
    alike: dict[tuple[Any, ...], list[Source]] = {}
    for source in sources:
        issued = _point(source)
        if issued is not None and not issued.get("circa"):
            alike.setdefault((*_authors(source), int(issued.year)), []).append(source)
    for group in alike.values():
        if 1 < len(group) <= 26:
            group.sort(key=lambda source: _ordinal(marks.words(str(source.data.get("title", "")))))
            for letter, source in zip("abcdefghijklmnopqrstuvwxyz", group, strict=False):
                issued = _point(source)
                issued["year"] = Year(issued.year, after=letter)


def _point(source: Source) -> Any:
    """Return the date that a source's year is printed from: its own, or where days of one year begin; else None."""
    issued = source.data.get("issued")
    if isinstance(issued, DateRange) and issued.begin.get("year") == issued.end.get("year"):
        return issued.begin
    return issued if isinstance(issued, PointDate) else None


def _authors(source: Source) -> tuple[str, ...]:
    """Return what a citation calls a source by: its authors' names; a newspaper's for an article without author."""
    names = next((source.data[name] for name in _NAMED if name in source.data), ())
    families = tuple(str(name.get("family") or name.get("literal")) for name in names)
    periodical = source.data.get("container_title") if source.type.startswith("article-") else None
    return families or (str(periodical or source.data.get("title", source.id)),)


def _write_circa(sources: Sequence[Source], circa: str) -> None:
    """Write "c." before an approximate year, for a style that doesn't ask whether it is one."""
    for source in sources:
        issued = source.data.get("issued")
        first = issued.get("begin") if isinstance(issued, DateRange) else issued
        if isinstance(first, PointDate) and (source.data["issued"].get("circa") or first.get("circa")):
            first["year"] = Year(first.year, before=f"{circa}\u00a0")


def _plainly(source: Source) -> str:
    """Return author, title and year, for a source that its style can't set."""
    names: Sequence[Any] = next((source.data[name] for name in _NAMED if name in source.data), ())
    people = ", ".join(" ".join(part for part in name.parts()[:2] if part) for name in names)
    title = marks.mark("i", source.data.get("title", source.id))
    issued = source.data.get("issued")
    year = str(abs(issued["year"])) if isinstance(issued, PointDate) else ""
    return ". ".join(part for part in (people, title, year) if part) + "."
