"""The words around a date on the page, language by language: "about", "from", eras, seasons, centuries.

Data only, separate from `date_format` so that a new language is one more entry here. Months, the order of day, month
and year, and digits come from CLDR (Babel); CLDR has none of what stands below. In every template `{}` is the date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

NBSP = "\u00a0"
Numeral = Literal["ordinal", "dotted", "roman", "roman-e"]
"""14th, 14., XIV, XIVe"""


@dataclass(frozen=True, slots=True)
class Case:
    """How the parts of a date look after a word that governs them: `vers le 1ᵉʳ mars`, `около весны`."""

    day: str = "{}"
    month: str = "{}"
    year: str = "{}"
    seasons: tuple[str, str, str, str] | tuple[()] = ()
    """Spring to winter; empty: as they stand alone."""
    decade: str = ""
    """Empty: as it stands alone."""
    century: str = ""
    millennium: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A template and the case (a key of `DateWords.cases`) that it asks of each date in it."""

    template: str
    case: str = "plain"
    second_case: str = ""
    """The case of the second date where it differs."""


@dataclass(frozen=True, slots=True)
class DateWords:
    """All words of dates in one language. An empty season, decade or century is printed as months or years."""

    about: Phrase = Phrase("about {}", "definite")
    from_: Phrase = Phrase("from {}", "definite")
    until: Phrase = Phrase("until {}", "definite")
    by: Phrase = Phrase("by {}", "definite")
    later: Phrase = Phrase("{} or later")
    between: Phrase = Phrase("between {} and {}", "definite")
    to: str = "{} to {}"
    dash: str = "{}\u2013{}"
    """Between two dates of which one holds a space."""
    or_: str = "{} or {}"
    and_: str = "{} and {}"
    comma: str = ", "
    seasons: tuple[str, str, str, str] | tuple[()] = ("spring", "summer", "autumn", "winter")
    season_of_year: str = "{} {}"
    decade: str = "{}s"
    numeral: Numeral = "ordinal"
    century: str = "{} century"
    centuries: str = "{} centuries"
    millennium: str = "{} millennium"
    eras: Mapping[str, tuple[str, str]] = field(
        default_factory=lambda: {"ce": (f"{{}}{NBSP}BCE", f"{{}}{NBSP}CE"), "ad": (f"{{}}{NBSP}BC", f"AD{NBSP}{{}}")}
    )
    """By the course's `era`: before our era, of our era."""
    era_ranges: Mapping[str, tuple[str, str]] | None = None
    """The same after two years; None: no difference."""
    era_centuries: Mapping[str, tuple[str, str]] | None = None
    """The same after a century; None: no difference."""
    year_in_date: str = "{}"
    """A year that stands with a month or after a governing word."""
    years_in_date: str = "{}"
    """The same for two years."""
    doubt: str = "{}?"
    """A date that is marked as uncertain."""
    first_day: str = "1"
    day_range: str = "{}\u2013{}"
    am: str = ""
    pm: str = ""
    """With these the clock has 12 hours; without, CLDR's 24."""
    utc: str = f"{{}}{NBSP}UTC"
    old_style: str = "{} (Old Style)"
    cases: Mapping[str, Case] = field(
        default_factory=lambda: {
            "plain": Case(),
            "definite": Case(decade="the {}s", century="the {} century", millennium="the {} millennium"),
        }
    )


_EN_CENTURY_ERAS = {"ce": (f"{{}}{NBSP}BCE", f"{{}}{NBSP}CE"), "ad": (f"{{}}{NBSP}BC", f"{{}}{NBSP}AD")}

ENGLISH = DateWords(am=f"{{}}{NBSP}a.m.", pm=f"{{}}{NBSP}p.m.", era_centuries=_EN_CENTURY_ERAS)

_GERMAN = DateWords(
    about=Phrase("um {}", "accusative"),
    from_=Phrase("ab {}", "dative"),
    until=Phrase("bis {}", "until"),
    by=Phrase("spätestens {}", "adverb"),
    later=Phrase("{} oder später"),
    between=Phrase("zwischen {} und {}", "between"),
    to="{} bis {}",
    dash="{} \u2013 {}",
    or_="{} oder {}",
    and_="{} und {}",
    seasons=("Frühjahr", "Sommer", "Herbst", "Winter"),
    decade="{}er Jahre",
    numeral="dotted",
    century=f"{{}}{NBSP}Jahrhundert",
    centuries=f"{{}}{NBSP}Jahrhundert",
    millennium=f"{{}}{NBSP}Jahrtausend",
    eras={
        "ce": (f"{{}}{NBSP}v.{NBSP}u.{NBSP}Z.", f"{{}}{NBSP}u.{NBSP}Z."),
        "ad": (f"{{}}{NBSP}v.{NBSP}Chr.", f"{{}}{NBSP}n.{NBSP}Chr."),
    },
    day_range="{}.\u2013{}",
    old_style="{} (alten Stils)",
    cases={
        "plain": Case(),
        "accusative": Case(
            day="den {}",
            seasons=("das Frühjahr", "den Sommer", "den Herbst", "den Winter"),
            decade="die {}er Jahre",
            century=f"das {{}}{NBSP}Jahrhundert",
            millennium=f"das {{}}{NBSP}Jahrtausend",
        ),
        "dative": Case(
            decade="den {}er Jahren",
            century=f"dem {{}}{NBSP}Jahrhundert",
            millennium=f"dem {{}}{NBSP}Jahrtausend",
        ),
        "until": Case(
            decade="in die {}er Jahre",
            century=f"zum {{}}{NBSP}Jahrhundert",
            millennium=f"zum {{}}{NBSP}Jahrtausend",
        ),
        "adverb": Case(
            day="am {}",
            month="im {}",
            seasons=("im Frühjahr", "im Sommer", "im Herbst", "im Winter"),
            decade="in den {}er Jahren",
            century=f"im {{}}{NBSP}Jahrhundert",
            millennium=f"im {{}}{NBSP}Jahrtausend",
        ),
        "between": Case(
            day="dem {}",
            seasons=("dem Frühjahr", "dem Sommer", "dem Herbst", "dem Winter"),
            decade="den {}er Jahren",
            century=f"dem {{}}{NBSP}Jahrhundert",
            millennium=f"dem {{}}{NBSP}Jahrtausend",
        ),
    },
)

_FRENCH = DateWords(
    about=Phrase("vers {}", "definite"),
    from_=Phrase("dès {}", "definite"),
    until=Phrase("jusqu\u2019{}", "until"),
    by=Phrase("au plus tard {}", "adverb"),
    later=Phrase("{} ou après"),
    between=Phrase("entre {} et {}", "definite"),
    to="{} \u2013 {}",
    dash="{} \u2013 {}",
    or_="{} ou {}",
    and_="{} et {}",
    seasons=("printemps", "été", "automne", "hiver"),
    decade="années {}",
    numeral="roman-e",
    century=f"{{}}{NBSP}siècle",
    centuries=f"{{}}{NBSP}siècles",
    millennium=f"{{}}{NBSP}millénaire",
    eras={
        "ce": (f"{{}}{NBSP}av.{NBSP}n.{NBSP}è.", f"{{}}{NBSP}de{NBSP}n.{NBSP}è."),
        "ad": (f"{{}}{NBSP}av.{NBSP}J.-C.", f"{{}}{NBSP}apr.{NBSP}J.-C."),
    },
    doubt=f"{{}}{NBSP}(?)",
    first_day="1ᵉʳ",
    old_style="{} (ancien style)",
    cases={
        "plain": Case(),
        "definite": Case(
            day="le {}",
            seasons=("le printemps", "l\u2019été", "l\u2019automne", "l\u2019hiver"),
            decade="les années {}",
            century=f"le {{}}{NBSP}siècle",
            millennium=f"le {{}}{NBSP}millénaire",
        ),
        "until": Case(
            day="au {}",
            month="en {}",
            year="en {}",
            seasons=("au printemps", "à l\u2019été", "à l\u2019automne", "à l\u2019hiver"),
            decade="aux années {}",
            century=f"au {{}}{NBSP}siècle",
            millennium=f"au {{}}{NBSP}millénaire",
        ),
        "adverb": Case(
            day="le {}",
            month="en {}",
            year="en {}",
            seasons=("au printemps", "à l\u2019été", "à l\u2019automne", "à l\u2019hiver"),
            decade="dans les années {}",
            century=f"au {{}}{NBSP}siècle",
            millennium=f"au {{}}{NBSP}millénaire",
        ),
    },
)

_SPANISH = DateWords(
    about=Phrase("hacia {}", "definite"),
    from_=Phrase("desde {}", "definite"),
    until=Phrase("hasta {}", "definite"),
    by=Phrase("a más tardar {}", "adverb"),
    later=Phrase("{} o después"),
    between=Phrase("entre {} y {}", "definite"),
    to="{} \u2013 {}",
    dash="{} \u2013 {}",
    or_="{} o {}",
    and_="{} y {}",
    seasons=("primavera", "verano", "otoño", "invierno"),
    season_of_year="{} de {}",
    decade="años {}",
    numeral="roman",
    century=f"siglo{NBSP}{{}}",
    centuries=f"siglos{NBSP}{{}}",
    millennium=f"{{}}{NBSP}milenio",
    eras={
        "ce": (f"{{}}{NBSP}a.{NBSP}e.{NBSP}c.", f"{{}}{NBSP}e.{NBSP}c."),
        "ad": (f"{{}}{NBSP}a.{NBSP}C.", f"{{}}{NBSP}d.{NBSP}C."),
    },
    doubt=f"{{}}{NBSP}(?)",
    old_style="{} (estilo antiguo)",
    cases={
        "plain": Case(),
        "definite": Case(
            day="el {}",
            seasons=("la primavera", "el verano", "el otoño", "el invierno"),
            decade="los años {}",
            century=f"el siglo{NBSP}{{}}",
            millennium=f"el {{}}{NBSP}milenio",
        ),
        "adverb": Case(
            day="el {}",
            month="en {}",
            year="en {}",
            seasons=("en la primavera", "en el verano", "en el otoño", "en el invierno"),
            decade="en los años {}",
            century=f"en el siglo{NBSP}{{}}",
            millennium=f"en el {{}}{NBSP}milenio",
        ),
    },
)

_RUSSIAN = DateWords(
    about=Phrase("около {}", "genitive"),
    from_=Phrase("с {}", "genitive"),
    until=Phrase("до {}", "genitive"),
    by=Phrase("не позднее {}", "genitive"),
    later=Phrase("{} или позже"),
    between=Phrase("в период с {} по {}", "genitive", "accusative"),
    to="{} \u2013 {}",
    dash="{} \u2013 {}",
    or_="{} или {}",
    and_="{} и {}",
    seasons=("весна", "лето", "осень", "зима"),
    decade=f"{{}}-е{NBSP}годы",
    numeral="roman",
    century=f"{{}}{NBSP}век",
    centuries=f"{{}}{NBSP}века",
    millennium=f"{{}}{NBSP}тысячелетие",
    eras={
        "ce": (f"{{}}{NBSP}г. до{NBSP}н.{NBSP}э.", f"{{}}{NBSP}г. н.{NBSP}э."),
        "ad": (f"{{}}{NBSP}г. до{NBSP}Р.{NBSP}Х.", f"{{}}{NBSP}г. от{NBSP}Р.{NBSP}Х."),
    },
    era_ranges={
        "ce": (f"{{}}{NBSP}гг. до{NBSP}н.{NBSP}э.", f"{{}}{NBSP}гг. н.{NBSP}э."),
        "ad": (f"{{}}{NBSP}гг. до{NBSP}Р.{NBSP}Х.", f"{{}}{NBSP}гг. от{NBSP}Р.{NBSP}Х."),
    },
    era_centuries={
        "ce": (f"{{}}{NBSP}до{NBSP}н.{NBSP}э.", f"{{}}{NBSP}н.{NBSP}э."),
        "ad": (f"{{}}{NBSP}до{NBSP}Р.{NBSP}Х.", f"{{}}{NBSP}от{NBSP}Р.{NBSP}Х."),
    },
    year_in_date=f"{{}}{NBSP}г.",
    years_in_date=f"{{}}{NBSP}гг.",
    doubt=f"{{}}{NBSP}(?)",
    old_style="{} (ст. ст.)",
    cases={
        "plain": Case(),
        "genitive": Case(
            seasons=("весны", "лета", "осени", "зимы"),
            decade=f"{{}}-х{NBSP}годов",
            century=f"{{}}{NBSP}века",
            millennium=f"{{}}{NBSP}тысячелетия",
        ),
        "accusative": Case(seasons=("весну", "лето", "осень", "зиму")),
    },
)

NEUTRAL = DateWords(
    about=Phrase("~{}"),
    from_=Phrase("{} \u2013"),
    until=Phrase("\u2013 {}"),
    by=Phrase("\u2264 {}"),
    later=Phrase("\u2265 {}"),
    between=Phrase("{} \u2013 {} (?)"),
    to="{} \u2013 {}",
    dash="{} \u2013 {}",
    or_="{} / {}",
    and_="{}, {}",
    seasons=(),
    decade="",
    century="",
    millennium="",
    eras={},
    old_style="{} (O.S.)",
    cases={"plain": Case()},
)
"""For a language without an entry: signs instead of words; eras then come from CLDR."""

WORDS: Mapping[str, DateWords] = {
    "en": ENGLISH,
    "de": _GERMAN,
    "fr": _FRENCH,
    "es": _SPANISH,
    "ru": _RUSSIAN,
}
