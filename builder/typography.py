"""Plain typing -> the characters a printer would set: quotation marks, dashes, spaces that may not break.

In: a text, or the runs of text that one paragraph is made of, and its language (BCP 47). Out: the same words with that
language's quotation marks, apostrophes, dashes in ranges, and no-break spaces. Letters and digits never change, and
what is already right stays as it is. Separate because titles, labels and dates need it as much as Markdown does.

It is for our own words. A document's text is printed as its author left it, so the caller leaves that out.
Quotation marks follow CLDR's delimiters (Unicode TR 35, part 2), French spacing the Imprimerie nationale's table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise

from babel import Locale, UnknownLocaleError
from markupsafe import Markup, escape

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"
OPAQUE = "\ufffc"
"""Stands for what is inside a line and isn't text (code, a formula): a letter to the rules, and never changed."""

_QUOTES = {
    "en": "“”‘’",
    "de": "„“‚‘",
    "fr": "«»“”",
    "es": "«»“”",
    "ru": "«»„“",
    "it": "«»“”",
    "pt": "“”‘’",
    "nl": "‘’“”",
    "pl": "„”«»",
    "uk": "«»„“",
    "cs": "„“‚‘",
    "sv": "””’’",
}
"""Outer opening, outer closing, inner opening, inner closing."""
_SPACED_DASH = {"ru": "—", "uk": "—"}
_UNITS = (
    "mm|cm|dm|m|km|µm|nm|mm²|cm²|m²|km²|ha|m³|km³|ml|cl|dl|l|hl|µg|mg|g|kg|t|kt|Mt|ms|s|min|h|Hz|kHz|MHz|GHz|W|kW|MW|GW|"
    "V|kV|A|K|J|kJ|MJ|kcal|N|Pa|hPa|kPa|kB|MB|GB|TB|pt|mph|°C|°F|°|€|\\$|£|%|‰|"
    "million|millions|billion|billions|thousand|percent|Mio\\.|Mrd\\.|Millionen|Milliarden|Million|Milliarde|"
    "milliard|milliards|millón|millones|тыс\\.|млн|млрд|руб\\.|г\\.|гг\\.|в\\.|вв\\.|км|м|см|мм|кг|т"
)
_BEFORE_NUMBER = (
    "p|pp|no|nos|vol|vols|ch|chap|chaps|fig|figs|para|paras|art|arts|fol|n|nn|l|ll|c|ca|vers|"
    "S|Bd|Bde|Nr|Nrn|Abb|Kap|Art|No|Nos|Vol|Fig|Ch|pág|págs|núm|cap|стр|с|гл|т|рис|ст|№"
)
_TITLES = "Mr|Mrs|Ms|Dr|Prof|St|Ste|Mt|Gen|Col|Capt|Lt|Sgt|Rev|Hon|Mme|Mlle|MM|Hr|Fr|Sr|Sra|Srta|Dra|им|тов|акад|проф"
_LONGEST_ASIDE = 600
"""Characters between single quotation marks; looking no further keeps a hostile text from taking quadratic time."""
_DECADE = re.compile(r"'\d\d(?:s|\b)(?!\d)")
_FROZEN = re.compile(r"(?:https?://|www\.|mailto:)[^\s<>«»“”\"]+|[\w.+-]+@[\w-]+\.[\w.-]+|\b10\.\d{4,9}/\S+")
_RANGE = re.compile(r"(?<![\w.,/:\-\u2010-\u2014])(\d+)([-\u2010\u2011])(\d+)(?![\w\-\u2010-\u2014]|[.,/:]\d)")
_MINUS = re.compile(r"(?<!\d )(?<![^\s(\[{;,=<>±×])-(?=\d)")
"""A hyphen before a number and after nothing that it could join: -110, [-25; -17]."""
_SPACED = re.compile(r"(?<=\S) (-{1,3}|–|—)(?= \S)")
_SPANISH_ASIDE = re.compile(r"(?<=[\s(«“¿¡])-{2,3}(?=[\w¿¡«“])|(?<=[\w.?!»”])-{2,3}(?=[\s,.;:)»”]|$)")
"""The *raya* touches the words of an aside, as `--incluso ayer--` does."""
_JOINED_DASHES = re.compile(r"(?<=\w)-{2,3}(?=\w)")
_OPENING_BEFORE = frozenset("([{<¡¿-‐‑‒–—―/")
_NOT_AFTER_OPENING = frozenset(",.;:!?)]}»…")
_SPACES = frozenset(" \t\n\u00a0\u202f\u2009\u2002\u2003")


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one language asks for."""

    quotes: str
    dash: str
    spacing: tuple[tuple[re.Pattern[str], str], ...]
    """Each replaces a breaking space, character for character."""
    french: bool
    narrow_marks: bool
    """A narrow space before `; ! ?`, as in France but not in Canada."""
    raya: bool
    """A dash at the edge of a word opens or closes an aside."""


def correct(text: str, language: str) -> str:
    """Return `text` as it is set in `language` (BCP 47; an unknown one gets English marks).

    Idempotent. Web and e-mail addresses stay as typed.
    """
    return correct_runs((text,), language)[0]


def correct_runs(runs: Sequence[str], language: str) -> list[str]:
    """Return the runs of one line of text corrected as a whole, so that a quotation mark sees across the tag beside it.

    A run of `OPAQUE` keeps a place for what isn't text.
    """
    joined = "".join(runs)
    settled, edits = _correct(joined, language)
    if not edits:
        ends = accumulate((len(run) for run in runs), initial=0)
        return [settled[start:end] for start, end in pairwise(ends)]
    result: list[str] = []
    start = 0
    for run in runs:
        end = start + len(run)
        result.append("".join(edits.get(index, settled[index]) for index in range(start, end)))
        start = end
    return result


def bound(text: str, language: str) -> str:
    """Return `text` with its no-break spaces only: for words that are set already, such as a bibliography's."""
    for pattern, replacement in _rules(language).spacing:
        text = pattern.sub(replacement, text)
    return text


def nowrap(text: str) -> Markup:
    """Return `text` escaped, with its number ranges ("1952–1953") in spans that a line can't break."""
    return Markup(_NUMBER_RANGE.sub(r'<span class="nowrap">\g<0></span>', str(escape(clean(text)))))


def clean(text: str) -> str:
    """Drop the characters that no XML document may hold (XML 1.0, 2.2) and no page can print."""
    return text if text.isprintable() else text.translate(_CONTROLS)


_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)))


_NUMBER_RANGE = re.compile(r"(?<!&#)(?<!\w)\d[\d.,]*[–—]\d+(?!\w)")


@lru_cache(maxsize=4096)
def _correct(text: str, language: str) -> tuple[str, dict[int, str]]:
    """Return the text with each one-for-one change made, and by position the characters that become none or several."""
    rules = _rules(language)
    frozen = [match.span() for match in _FROZEN.finditer(text)] if _may_hold_address(text) else []
    work = text
    for start, end in frozen:
        work = work[:start] + OPAQUE * (end - start) + work[end:]
    work = _MINUS.sub("−", _RANGE.sub(_dash_range, work))
    edits: dict[int, str] = {}
    work = _dashes(work, rules, edits)
    work = _quotes(work, rules)
    work = bound(work, language)
    if rules.french:
        work = _CENTURIES.sub("–", _ORDINAL.sub(_raised, _french(work, rules, edits)))
    for start, end in frozen:
        work = work[:start] + text[start:end] + work[end:]
    return work, edits


def is_symbol(unit: str) -> bool:
    """Tell whether a unit is a symbol, whose letters keep their case (t, kWh, km²), and not a word."""
    return re.search("[A-Z0-9²³/]", unit[1:]) is not None or (len(unit) <= 3 and re.fullmatch(_UNITS, unit) is not None)


def _may_hold_address(text: str) -> bool:
    return "://" in text or "@" in text or "10." in text or "www." in text or "mailto:" in text


def _dash_range(match: re.Match[str]) -> str:
    """Put an en dash into a rising range of numbers (a second half may be short: 240-41); leave codes and scores."""
    first, hyphen, last = match.groups()
    if len(first) > 1 and first.startswith("0"):
        return match.group()
    whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    return f"{first}–{last}" if int(whole) > int(first) else f"{first}{hyphen}{last}"


def _dashes(text: str, rules: _Rules, edits: dict[int, str]) -> str:
    """Set a spaced hyphen as a dash that keeps to the word before it, and `--` between words as one dash."""
    if " -" not in text and "--" not in text and " –" not in text and " —" not in text:
        return text
    characters = list(text)
    for match in _SPACED.finditer(text):
        start, end = match.span(1)
        characters[start - 1] = NO_BREAK
        if text[start] == "-":
            _one_dash(characters, start, end, "—" if end - start == 3 else rules.dash, edits)
    for match in _SPANISH_ASIDE.finditer(text) if rules.raya else ():
        _one_dash(characters, *match.span(), "—", edits)
    for match in _JOINED_DASHES.finditer(text):
        start, end = match.span()
        number = text[start - 1].isdigit() and text[end].isdigit()
        _one_dash(characters, start, end, "–" if number and end - start == 2 else "—", edits)
    return "".join(characters)


def _one_dash(characters: list[str], start: int, end: int, dash: str, edits: dict[int, str]) -> None:
    characters[start] = dash
    for index in range(start + 1, end):
        edits[index] = ""


def _quotes(text: str, rules: _Rules) -> str:
    """Turn straight quotation marks and apostrophes into the language's, by what stands around them and is open."""
    if '"' not in text and "'" not in text:
        return text
    characters = list(text)
    opened: set[int] = set()
    stack: list[str] = []
    for match in re.finditer("[\"']", text):
        index, mark = match.start(), match.group()
        choose = _double if mark == '"' else _single
        chosen = choose(characters, index, opened, stack, rules.quotes)
        if chosen is not None:
            characters[index] = chosen
    return "".join(characters)


def _double(characters: list[str], index: int, opened: set[int], stack: list[str], quotes: str) -> str | None:
    if _can_open(characters, index, opened, quotes):
        level = 2 if '"' in stack else 0
        stack.append('"')
        opened.add(index)
        return quotes[level]
    if '"' in stack:
        while stack.pop() != '"':
            pass
        return quotes[3 if '"' in stack else 1]
    return None  # an inch sign, or a mark whose partner is in another paragraph


def _single(characters: list[str], index: int, opened: set[int], stack: list[str], quotes: str) -> str:
    decade = _DECADE.match("".join(characters[index : index + 5]))
    if not decade and _can_open(characters, index, opened, quotes) and _closes_later(characters, index):
        stack.append("'")
        opened.add(index)
        return quotes[2]
    inside_word = _letter(characters, index - 1) and _letter(characters, index + 1)
    if stack and stack[-1] == "'" and not inside_word:
        stack.pop()
        return quotes[3]
    return "’"


def _can_open(characters: list[str], index: int, opened: set[int], quotes: str) -> bool:
    after = characters[index + 1] if index + 1 < len(characters) else " "
    if after in _SPACES or after in _NOT_AFTER_OPENING:
        return False
    if index == 0 or index - 1 in opened:
        return True
    before = characters[index - 1]
    opening_only = before in (quotes[0], quotes[2]) and before not in (quotes[1], quotes[3])
    return before in _SPACES or before in _OPENING_BEFORE or opening_only


def _closes_later(characters: list[str], index: int) -> bool:
    """Tell whether a single quotation mark that could close follows; else this one is an apostrophe ("'90s")."""
    for later in range(index + 2, min(len(characters), index + _LONGEST_ASIDE)):
        if characters[later] == "'" and not _letter(characters, later + 1):
            return characters[later - 1] not in _SPACES
    return False


def _letter(characters: list[str], index: int) -> bool:
    return 0 <= index < len(characters) and (characters[index].isalnum() or characters[index] == OPAQUE)


_ORDINAL = re.compile(
    r"(?<![\w.,])(?:(?:1|I)(?:er|re)s?|(?:\d+|[IVX]*[IV]|X[IVX]+)es?|Xe(?=[\s\u00a0]+(?:siècle|s\.|millénaire)|[-–\u2010][IVX]))(?!\w)"
)
"""`1er`, `2e`, `XIXe`; a lone `Xe` only before its century: it is xenon, too."""
_RAISED = str.maketrans("ers", "ᵉʳˢ")

_CENTURIES = re.compile(r"(?<=ᵉ)[-\u2010](?=[IVXLC]+ᵉ)")
"""What joins two centuries: a range, as between years."""

ON_THE_LINE = str.maketrans("ᵉʳˢ", "ers")
"""For large print, where nothing is raised and small."""


def _raised(match: re.Match[str]) -> str:
    return match[0].translate(_RAISED)


_NUMERAL = "[IVXLC]+"
_UNPRINTED = r"<svg.*?</svg>|<title.*?</title>|<style.*?</style>|<[^>]*>"
_JOINTS = r"(?:[-–, \u00a0]|<[^>]*>|et|ou|au|à|la|du|fin|début){0,9}"
_SMALL = {
    "fr": rf"(?<!\w){_NUMERAL}(?=ᵉʳ?(?:{_JOINTS}{_NUMERAL}ᵉʳ?){{0,3}}[ \u00a0](?:<[^>]*>)?(?:siècle|s\.|millénaire))",
    "es": rf"(?<=[Ss]iglo[ \u00a0]){_NUMERAL}(?!\w)|(?<=[Ss]iglos[ \u00a0]){_NUMERAL}(?:(?: [ya]l? |, |–){_NUMERAL})*(?!\w)",
}


def small_centuries(html: str, language: str) -> str:
    """Return a page with the numerals of its centuries as small capitals, where the language's publishers set them so.

    After the Imprimerie nationale's *Lexique* ("siècle") and the Ortografía of the Real Academia (VIII.2.2): what has a
    name of its own (Louis XIV, the Vᵉ République) keeps capitals. In drawings nothing changes: they are measured as they are.
    """
    pattern = _small_centuries(language.partition("-")[0].lower())
    return pattern.sub(_small, html) if pattern else html


@cache
def _small_centuries(base: str) -> re.Pattern[str] | None:
    return re.compile(f"(?:{_UNPRINTED})|({_SMALL[base]})", re.DOTALL) if base in _SMALL else None


def _small(match: re.Match[str]) -> str:
    return re.sub(_NUMERAL, r'<span class="century">\g<0></span>', match[0]) if match[1] else match[0]


_FRENCH_MARKS = re.compile(r"[;!?]+|:(?=\s|$)|[»«%]")


_BOUNDS = re.compile(r"(?s:.);[\d−]")
"""A semicolon that parts numbers, as the ends of an interval, typed without a space after it."""


def _french(text: str, rules: _Rules, edits: dict[int, str]) -> str:
    """Part high punctuation and guillemets from their words by a space that can't break."""
    characters = list(text)
    for match in _FRENCH_MARKS.finditer(text):
        index, mark = match.start(), match.group()
        if mark == "«":
            _space_after(characters, index, edits)
        elif mark == "%":
            if index and characters[index - 1].isdigit():
                edits[index] = NARROW_NO_BREAK + mark
            elif index > 1 and characters[index - 1] in _SPACES and characters[index - 2].isdigit():
                characters[index - 1] = NARROW_NO_BREAK
        elif mark in "»:":
            _space_before(characters, index, NO_BREAK, edits)
        elif rules.narrow_marks:
            _space_before(characters, index, NARROW_NO_BREAK, edits)
            if mark == ";" and _BOUNDS.match(text, index - 1):
                edits[index] = edits.get(index, mark) + NO_BREAK
    return "".join(characters)


def _space_before(characters: list[str], index: int, space: str, edits: dict[int, str]) -> None:
    before = characters[index - 1] if index else ""
    if before in _SPACES and before != "\n":
        if index > 1 and characters[index - 2] not in _SPACES and characters[index - 2] != "«":
            characters[index - 1] = space
    elif before and (before.isalnum() or before in ")]}”’»…%.,!?" + OPAQUE):
        edits[index] = space + characters[index]


def _space_after(characters: list[str], index: int, edits: dict[int, str]) -> None:
    if index + 1 >= len(characters):
        return
    if characters[index + 1] in _SPACES:
        characters[index + 1] = NO_BREAK
    else:
        edits[index] = characters[index] + NO_BREAK


@cache
def _rules(language: str) -> _Rules:
    base, _, region = language.replace("_", "-").partition("-")
    base = base.lower()
    return _Rules(
        quotes=_QUOTES.get(base, _QUOTES["en"]),
        dash=_SPACED_DASH.get(base, "–"),
        spacing=_spacing(base, NARROW_NO_BREAK if base == "fr" else NO_BREAK),
        french=base == "fr",
        narrow_marks=region.upper() != "CA",
        raya=base == "es",
    )


def _spacing(base: str, group_space: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns whose one breaking space must not break, each as long as its replacement."""
    upper = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽА-ЯЁЄІЇҐΑ-Ω"
    patterns = [
        (r"(?<![\d.,])(\d{1,3}) (?=\d{3}(?!\d))", rf"\1{group_space}"),
        (rf"(?<=\d) (?=(?:{_UNITS})(?!\w))", NO_BREAK),
        (r"(?<=\d) (?=[ap]\.m\.)", NO_BREAK),
        (rf"(?<!\w)((?:{_BEFORE_NUMBER})\.) (?=[\dIVXLCivxlc])", rf"\1{NO_BREAK}"),
        (r"([§¶№]|n°|nº|Nº) (?=\w)", rf"\1{NO_BREAK}"),
        (rf"(?<!\w)((?:{_TITLES})\.?) (?=[{upper}])", rf"\1{NO_BREAK}"),
        (rf"(?<![\w’'])([{upper}]\.) (?=[{upper}])", rf"\1{NO_BREAK}"),
    ]
    if base != "en":  # z. B., p. ej., т. е.: an abbreviation of two words
        patterns.append((r"(?<![\w.])([a-zäöüа-яё]\.) (?=[^\W\d_]{1,3}\.)", rf"\1{NO_BREAK}"))
    months = _months(base)
    if months:
        patterns += [
            (
                rf"(?<!\d)(\d{{1,2}}(?:er|ᵉʳ|º|\.|st|nd|rd|th)?) (de) (?=(?:{months})(?!\w))",
                rf"\1{NO_BREAK}\2{NO_BREAK}",
            ),
            (rf"(?<!\d)(\d{{1,2}}(?:er|ᵉʳ|º|\.|st|nd|rd|th)?) (?=(?:{months})(?!\w))", rf"\1{NO_BREAK}"),
            (rf"(?<!\w)((?:{months})) (?=\d{{1,2}}(?!\d))", rf"\1{NO_BREAK}"),
        ]
    if base in _CENTURY_NAMES:
        before, after = _CENTURY_NAMES[base]
        patterns.append((rf"(?<!\w)({before}) (?=(?:{after})(?!\w))", rf"\1{NO_BREAK}"))
    if base in ("ru", "uk"):  # a preposition or conjunction of one letter doesn't end a line
        patterns.append((r"(?<![\w-])([вкосуиаяіВКОСУИАЯІ]) (?=\w)", rf"\1{NO_BREAK}"))
    return tuple((re.compile(pattern), replacement) for pattern, replacement in patterns)


_CENTURY_NAMES = {
    "fr": (r"[IVXLC]+(?:er?|ᵉʳ?)s?", r"siècles?|s\.|millénaires?"),
    "es": ("[Ss]iglos?", "[IVXLC]+"),
    "de": (r"\d{1,2}\.", r"Jahrhunderts?|Jahrhunderten?|Jh\.|Jahrtausends?"),
    "ru": ("[IVXLC]+", r"век\w*|вв?\.|тысячелети\w*"),
}
"""What stands before and after the space in the name of a century."""


def _months(base: str) -> str:
    """Return the names of the months as they stand after a day (CLDR "format"), as alternatives of a pattern."""
    try:
        names = Locale.parse(base).months["format"]
    except (UnknownLocaleError, ValueError):
        return ""
    words = {name for width in ("wide", "abbreviated") for name in names[width].values() if not name.isdigit()}
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
