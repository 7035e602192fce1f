"""The words and forms by which `date_hints` knows a date that isn't EDTF: English, French, German, Spanish, Russian.

Data, separate from the reading. Names of months and weekdays are CLDR's (Babel, imported on first use).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LANGUAGES = ("en", "fr", "de", "es", "ru")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


EDGE = r"(?<![\w])(?:{})(?![\w])"
BCE = re.compile(EDGE.format(
    r"b\.?\s?c\.?\s?e\.?|b\.?\s?c\.?|before christ|before (?:the )?common era|av(?:ant)?\.?\s?j\.?\s?-?\s?c\.?"
    r"|avant jésus-christ|av(?:ant)?\.? (?:notre ère|n\. ?è\.)|v\.?\s?chr\.?|vor christus|v\.\s?u\.\s?z\."
    r"|a\.\s?(?:de\s)?c\.|a\.\s?e\.\s?c\.|antes de cristo|до н\.?\s?э\.?|до нашей эры|до р\.?\s?х\.?"
))  # fmt: skip
CE = re.compile(EDGE.format(
    r"a\.?\s?d\.?|c\.?\s?e\.?|anno domini|ap(?:r(?:ès)?)?\.?\s?j\.?\s?-?\s?c\.?|après jésus-christ|de notre ère"
    r"|n\.?\s?chr\.?|nach christus|u\.\s?z\.|d\.\s?(?:de\s)?c\.|después de cristo|н\.?\s?э\.?|нашей эры|от р\.?\s?х\.?"
))  # fmt: skip
ABOUT = re.compile(
    r"(?:c|ca|circa|about|around|approximately|approx|roughly|vers|environ|env|um|etwa|ungefähr|zirka|hacia"
    r"|aproximadamente|около|ок|примерно)(?:\.\s*|\s+)(?=\S)|(?:c|ca)\.?(?=\d)|~\s*"
)
PERHAPS = re.compile(r"(?:probably|possibly|perhaps|peut-être|vielleicht|quizá|возможно)\s+")
FROM = re.compile(r"(?:from|since|starting|depuis|dès|du|seit|ab|von|vom|desde|со?)\s+(?=\S)")
UNTIL = re.compile(r"(?:until|till|up to|bis|hasta|jusqu'(?:en|à|au)|до)\s+")
BY = re.compile(r"(?:by|before|no later than|avant|vor|spätestens|antes de|не позднее)\s+")
AFTER = re.compile(r"(?:after|après|nach|después de|после)\s+")
BETWEEN = re.compile(r"(?:between|entre|zwischen|между)\s+(.+?)\s+(?:and|et|und|y|и)\s+(.+)")
OR = re.compile(r"\s+(?:or|ou|oder|o|или)\s+")
TO = re.compile(r"\s+(?:to|until|till|through|bis|à|au|al|hasta|по)\s+(?!\d\d?[:h])|\s+-\s+")
DASH = re.compile(r"\s*-\s*")
NOW = _words("now present today aujourd'hui heute hoy")

CENTURY = _words("century centuries cent siècle siècles jahrhundert jahrhunderts jh siglo siglos век века веке вв")
MILLENNIUM = _words("millennium millénaire jahrtausend milenio тысячелетие тысячелетия")
DECADE = _words("années jahre jahren años годы годов годах")
PARTIAL = _words(
    "early mid middle late beginning start end firsthalf secondhalf début milieu fin anfang mitte ende "
    "principios mediados finales fines начало начале середина конец конце"
)
SKIPPED = _words(
    "the of in on at day year years le la les l du de des d del el los der die das den dem am im an en a à year's "
    "в году год года г гг an año año jahr année uhr"
)
SEASONS = {
    word: number
    for number, words in (
        (21, "spring springtime printemps frühling frühjahr primavera весна весной весны"),
        (22, "summer été sommer verano лето летом лета"),
        (23, "autumn fall automne herbst otoño осень осенью осени"),
        (24, "winter hiver invierno зима зимой зимы"),
    )
    for word in words.split()
}
ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twentyfirst"
)
ORDINALS = {word: number for number, word in enumerate(ORDINAL_WORDS.split(), start=1)}
NUMBER = re.compile(r"(\d+)('?s|st|nd|rd|th|er|e|ème|o|a)?")
TOKEN = re.compile(r"\d+(?:'?[^\W\d_]+)?|[^\W\d_]+(?:[-'][^\W\d_]+)*|[^\s]")
ROMAN = {"i": 1, "v": 5, "x": 10}


# Forms of digits alone, in the order in which they are tried.
YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?")
YEAR_LAST = re.compile(r"(\d{1,2})([-./ ])(\d{1,2})\2(\d{4})")
MONTH_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})")
SHORT_END = re.compile(r"(\d{4}(?:-\d{2}){1,2})/(\d{2}(?:-\d{2})?)")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
SHORT_YEAR = re.compile(r"(-?)(\d{1,3})([?~%]?)")
LONG_YEAR = re.compile(r"y?(-?\d{5,})([?~%]?)")
PADDED_LONG_YEAR = re.compile(r"y(-?\d{1,4})([?~%]?)")
OLD_DRAFT = re.compile(r"(?=.*\d)(?:open|unknown|[-\dxu?~%/])+")


CLOCK_12 = re.compile(r"[ ,]*(?:\bat )?\b(\d{1,2})(?:[:.](\d{2}))? ?([ap])\.? ?m\.?$")
CLOCK_24 = re.compile(r"(?:[ ,]*(?:\b(?:at|um|à|в) )?|t)\b(\d{1,2})[:h] ?(\d{2})(?: ?(?:uhr|h))?$")


@lru_cache(maxsize=1)
def names() -> tuple[dict[str, int], frozenset[str]]:
    """Month names with their numbers, and the names of weekdays, in our languages, from CLDR."""
    from babel import Locale  # for errors only: it takes a while

    months: dict[str, int] = {"sept": 9}
    weekdays: set[str] = set()
    for language in LANGUAGES:
        locale = Locale.parse(language)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    months.setdefault(name.lower().rstrip("."), number)
                weekdays.update(name.lower().rstrip(".") for name in locale.days[context][width].values())
    plain = {_unaccented(name): number for name, number in months.items()}
    return plain | months, frozenset(weekdays)


def _unaccented(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
