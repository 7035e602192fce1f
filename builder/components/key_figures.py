"""Key figures: profiles, short ones two to a row, full ones with a life bar on the course's axis."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from markupsafe import Markup

from builder.axis import Tick, apart, year_position, year_ticks
from builder.components.images import Picture, picture
from builder.course import SectionEntry
from builder.dates import Date, age_at, day_of, from_day
from builder.model import FigureUse, ImageUse, KeyFigure
from builder.model.shared import Office
from builder.page import Page, anchor

DECADE_LEAST_MM = 9.0
ERA_LEAST_MM = 18.0
"""Where years carry their era: `200 BCE`."""
SHARED_AXIS_YEARS = 200
LEAST_BAR_MM = 1.0
WORDS_GAP_MM = 1.5


@dataclass(frozen=True)
class OfficeBar:
    """A post as a bar: millimetres from the axis's left end; the words stand before the bar or after it."""

    x_mm: float
    width_mm: float
    words: str
    words_x_mm: float
    words_end: bool
    words_width_mm: float
    in_period: bool


@dataclass(frozen=True)
class LifeBar:
    """A life on an axis of years."""

    width_mm: float
    size_mm: float
    """Size of its words."""
    ticks: tuple[Tick, ...]
    end_label: str
    life_x_mm: float
    life_width_mm: float
    born_words: str
    died_words: str
    died_width_mm: float
    open_start: bool
    open_end: bool
    offices: tuple[OfficeBar, ...]
    window_x_mm: float
    window_width_mm: float
    window_words: str
    alt: str
    facts: tuple[str, ...]
    """The same in words: birth, death, posts."""


@dataclass(frozen=True)
class Profile:
    """A person as a section prints them."""

    id: str
    is_full: bool
    name: Markup
    monogram: str
    native: str
    native_lang: str
    transliteration: str
    pronunciation: str
    life: str
    birthplace: str
    role: Markup | None
    kind: str | None
    biography: tuple[Markup, ...]
    why_label: str
    why: Markup | None
    quote: Markup | None
    quote_source: Markup | None
    portrait: Picture | None
    bar: LifeBar | None
    facts: tuple[str, ...]
    """The life bar in words, where an edition draws none."""
    teacher_note: Markup | None


def view(entry: SectionEntry, page: Page) -> tuple[Profile, ...] | None:
    """Return the profiles of a section, or None when it has none."""
    profiles = [
        _profile(use, page.course.figures[use.id], page)
        for use in entry.value.key_figures
        if use.id in page.course.figures
    ]
    return (*(p for p in profiles if p.is_full), *(p for p in profiles if not p.is_full)) or None


def _profile(use: FigureUse, figure: KeyFigure, page: Page) -> Profile:
    native = next((name for name in figure.native_name if page.can_print(name.text)), None)
    spelled = native or (figure.native_name[0] if figure.native_name else None)
    why = use.focus or figure.significance
    full = use.form == "full"
    bar = life_bar(figure, page) if full else None
    biography = page.blocks(figure.biography, notes=False) if figure.biography else []
    return Profile(
        id=anchor("figure", figure.id),
        is_full=full,
        name=page.inline(figure.name, notes=False),
        monogram=monogram(figure.name),
        native=native.text if native else "",
        native_lang=native.lang if native else "",
        transliteration=(spelled.transliteration or "") if spelled and spelled.transliteration != figure.name else "",
        pronunciation=figure.pronunciation or "",
        life=life_words(figure, page),
        birthplace=page.label("figure_born_in", place=page.plain(figure.birthplace)) if figure.birthplace else "",
        role=page.inline(figure.role, notes=False) if figure.role else None,
        kind=page.label(f"figure_{figure.kind}") if figure.kind != "person" else None,
        biography=tuple(block.html for block in biography),
        why_label=page.label("figure_why"),
        why=page.inline(why, notes=False) if why else None,
        quote=page.quoted(figure.quote.text) if figure.quote else None,
        quote_source=page.cite([figure.quote.source]) if figure.quote and figure.quote.source else None,
        portrait=picture(ImageUse(file=figure.portrait), page) if figure.portrait else None,
        bar=bar if not page.forms.linear else None,
        facts=bar.facts if bar and page.forms.linear else (),
        teacher_note=page.inline(use.teacher_note, notes=False) if use.teacher_note else None,
    )


def monogram(name: str) -> str:
    """Return the initials of a name: of its first and last word that begin with a capital."""
    capitals = [word[0] for word in name.replace("-", " ").split() if word[0].isupper()]
    return "".join(capitals[:1] + capitals[-1:] if len(capitals) > 1 else capitals) or name[:1].upper()


def life_words(figure: KeyFigure, page: Page) -> str:
    """Return the years of a life in words: `1894-1971`, `born 1894`, `active 1200`."""
    if figure.born and figure.died:
        return page.label("figure_life", born=page.date(figure.born, "year"), died=page.date(figure.died, "year"))
    if figure.born:
        return page.label("figure_born", date=page.date(figure.born, "year"))
    if figure.died:
        return page.label("figure_died", date=page.date(figure.died, "year"))
    return page.label("figure_active", date=page.date(figure.active, "year")) if figure.active else ""


def _bounds(figure: KeyFigure) -> tuple[float, float] | None:
    dates = [date for date in (figure.born, figure.died, figure.active) if date is not None]
    dates += [date for office in figure.offices for date in (office.from_, office.to) if date is not None]
    return (min(d.earliest for d in dates), max(d.latest for d in dates)) if dates else None


def _axis(figure: KeyFigure, page: Page) -> tuple[float, float] | None:
    """Return first and last instant of the axis: all lives of the course in whole decades, or this life's alone."""
    own = _bounds(figure)
    if own is None:
        return None
    period = page.course.info.period
    everyone = [b for f in page.course.figures.values() if (b := _bounds(f)) is not None]
    if period is not None:
        everyone.append((period.earliest, period.latest))
    years = tuple(from_day(edge)[0] for edge in (min(b[0] for b in everyone), max(b[1] for b in everyone)))
    if years[1] - years[0] > SHARED_AXIS_YEARS:
        years = (from_day(own[0])[0], from_day(own[1])[0])
    return day_of(floor(years[0] / 10) * 10), day_of(ceil((years[1] + 1) / 10) * 10)


def life_bar(figure: KeyFigure, page: Page) -> LifeBar | None:
    """Return a person's life bar, or None when no date is known."""
    axis, own = _axis(figure, page), _bounds(figure)
    if axis is None or own is None:
        return None
    width = page.tokens.mm("live-width")
    with_era = from_day(axis[0])[0] <= 0
    ticks = year_ticks(*axis, width, ERA_LEAST_MM if with_era else DECADE_LEAST_MM, words=page.year)
    ticks = apart(ticks, lambda words: _words_mm(words, page))
    start = year_position(_middle(figure.born) if figure.born else own[0], ticks, width)
    end = year_position(_middle(figure.died) if figure.died else own[1], ticks, width)
    offices = tuple(_office(office, figure, ticks, page) for office in figure.offices if office.from_ or office.to)
    period = page.course.info.period
    window = (
        (year_position(period.earliest, ticks, width), year_position(period.latest, ticks, width))
        if period
        else (0.0, 0.0)
    )
    step = ticks[1].year - ticks[0].year if len(ticks) > 1 else 10
    born = page.label("figure_born", date=page.date(figure.born, "year")) if figure.born else ""
    died = _died_words(figure, page)
    before, after = _beside(born, died, start, width - max(end, start + LEAST_BAR_MM), page)
    facts = tuple(words for words in (born, died, *(bar.words for bar in offices)) if words)
    return LifeBar(
        width, page.tokens.mm("least-size"), ticks,
        page.year(ticks[-1].year + step), round(start, 2), round(max(end - start, LEAST_BAR_MM), 2), before, after,
        _words_mm(after, page), figure.born is None, figure.died is None, offices,
        round(window[0], 2), round(window[1] - window[0], 2),
        page.label("figure_window") if period else "",
        page.label("figure_bar_alt", name=page.plain(figure.name), facts="; ".join(facts)), facts,
    )  # fmt: skip


def _beside(born: str, died: str, left_mm: float, right_mm: float, page: Page) -> tuple[str, str]:
    """Return the words before a life's bar and after it, as much of them as there is room for on either side."""
    both = ", ".join(filter(None, (born, died)))

    def fits(words: str, room: float) -> bool:
        return not words or _words_mm(words, page) + WORDS_GAP_MM <= room

    wanted = ((born, died), ("", both), (both, ""), ("", died), (born, ""))
    return next((pair for pair in wanted if fits(pair[0], left_mm) and fits(pair[1], right_mm)), ("", ""))


def _words_mm(words: str, page: Page) -> float:
    """Return how wide words of the drawing are."""
    return round(page.width_mm(words, "sans", page.tokens.pt("least-size")), 2)


def _middle(date: Date) -> float:
    return (date.earliest + date.latest) / 2


def _died_words(figure: KeyFigure, page: Page) -> str:
    if figure.died is None:
        return ""
    age = age_at(figure.born, figure.died) if figure.born else None
    words = page.label("figure_died", date=page.date(figure.died, "year"))
    return page.counted("figure_died_age", age, died=words) if age is not None else words


def _office(office: Office, figure: KeyFigure, ticks: tuple[Tick, ...], page: Page) -> OfficeBar:
    """Place a post's bar, with its words before it, or after it where there is no room."""
    width = page.tokens.mm("live-width")
    since, until = office.from_ or office.to, office.to or office.from_
    assert since is not None
    assert until is not None
    left, right = year_position(since.earliest, ticks, width), year_position(until.latest, ticks, width)
    right = max(right, left + LEAST_BAR_MM)
    words = page.label("figure_office", title=page.plain(office.title), when=_ages(office, figure, page))
    words_width = _words_mm(words, page)
    room = words_width + WORDS_GAP_MM
    before = left >= room or width - right < room
    period = page.entry.value.period
    inside = period is not None and since.earliest < period.latest and until.latest > period.earliest
    x = left - WORDS_GAP_MM if before else right + WORDS_GAP_MM
    return OfficeBar(round(left, 2), round(right - left, 2), words, round(x, 2), before, words_width, inside)


def _ages(office: Office, figure: KeyFigure, page: Page) -> str:
    """Return the ages at which a post was held, or its years where the birth isn't known."""
    first = age_at(figure.born, office.from_) if figure.born and office.from_ else None
    last = age_at(figure.born, office.to) if figure.born and office.to else None
    if first is not None and last is not None and first != last:
        return page.counted("figure_aged_to", last, first=first)
    one = first if first is not None else last
    if one is not None:
        return page.counted("figure_aged", one)
    years = [page.date(date, "year") for date in (office.from_, office.to) if date]
    return "–".join(dict.fromkeys(years))
