"""A number and a language -> the form of a label that agrees with it.

In: labels with one key for each form that the language has (`points_one`, `points_few`, `points_other`), a key without its
ending, a number. Out: the whole key. Separate because a label's forms are data: nothing else may know that Russian has three and French
counts 0 as one.
The forms are CLDR's plural categories (Unicode TR 35, part 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

FORMS = ("zero", "one", "two", "few", "many", "other")


def plural_key(key: str, number: float, language: str, labels: Mapping[str, str]) -> str:
    """Return the key of the form that agrees with a number: `points_few` for `points` and 3 in Russian.

    A language whose labels lack a form uses `other`: its words for a million, say, may be those for a thousand.
    """
    form = f"{key}_{_locale(language).plural_form(number)}"
    return form if form in labels else f"{key}_other"


def forms_of(language: str) -> frozenset[str]:
    """Return the forms that a language needs for what a page counts: whole numbers to 200, and a half."""
    locale = _locale(language)
    return frozenset(locale.plural_form(number) for number in (0.5, 1.5, *range(201)))


def number_words(number: float, language: str) -> str:
    """Return a number as the language writes it: `2.5`, `2,5`."""
    return str(format_decimal(number, locale=_locale(language), group_separator=False))


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
