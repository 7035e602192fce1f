"""Private characters that stand for markup while citeproc-py works -> clean, escaped HTML.

In: a text in which characters of the private use area open and close italics, small capitals and so on. Out: Markup.
citeproc-py escapes no title, and its own HTML hides punctuation from its own rules against doubling it; private
characters need no escaping, survive every change of case, and let one pass at the end mend what is left.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale, UnknownLocaleError
from markupsafe import Markup

from builder import typography

_TAGS = {
    "i": ("\ue000", "\ue001", "<i>", "</i>"),
    "b": ("\ue002", "\ue003", "<b>", "</b>"),
    "u": ("\ue004", "\ue005", '<span class="underline">', "</span>"),
    "sup": ("\ue006", "\ue007", "<sup>", "</sup>"),
    "sub": ("\ue008", "\ue009", "<sub>", "</sub>"),
    "sc": ("\ue00a", "\ue00b", '<span class="small-caps">', "</span>"),
}
AUTHOR = "\ue00f"
"""Stands for an author's name, to find out where a style puts it."""
KEPT = "\ue00e"
"""Stands before a mark of a title in another language than French, which has no space there in a French list either."""
_OPENING = {opening: (closing, start, end) for opening, closing, start, end in _TAGS.values()}
_CLOSING = frozenset(closing for _, closing, _, _ in _TAGS.values())
_MARKS = re.compile("[\ue000-\ue00f]")
_CSL_MARKUP = re.compile(r"<(i|b|sup|sub)>(.*?)</\1>|(?<![\w*])\*([^\s*](?:[^*]*[^\s*])?)\*(?![\w*])")


def mark(name: str, text: object) -> str:
    """Return `text` between the private characters of a tag."""
    opening, closing, _, _ = _TAGS[name]
    return f"{opening}{text}{closing}"


def from_markup(text: str) -> str:
    """Turn the markup that CSL allows in a title (`<i>`, `<b>`, `<sup>`, `<sub>`; `*` as in Pandoc) into marks."""
    text = _MARKS.sub("", text)
    if "<" not in text and "*" not in text:
        return text
    return _CSL_MARKUP.sub(lambda match: mark(match[1] or "i", match[2] or match[3] or ""), text)


def words(text: str) -> str:
    """Return the text without marks."""
    return _MARKS.sub("", text)


_M = "([\ue000-\ue00b]*)"
_OPEN, _CLOSE = "[\ue000\ue002\ue004\ue006\ue008\ue00a]", "[\ue001\ue003\ue005\ue007\ue009\ue00b]"
_REPAIRS = [
    (re.compile(rf"{_OPEN}{_CLOSE}"), ""),
    (re.compile(r"[ \t\n]+"), " "),
    (re.compile(r" ?\(\s*\)| ?\[\s*\]"), ""),
    (re.compile(r"([(\[]) "), r"\1"),
    (re.compile(rf" {_M}([,)\]]|\.(?!\.))"), r"\1\2"),
    (re.compile(rf"([,;:]){_M}\1+"), r"\1\2"),
    (re.compile(rf"(?<!\.)\.{_M}\.(?!\.)"), r".\1"),
    (re.compile(rf"[,;:]{_M}\.(?!\.)"), r"\1."),
    (re.compile(rf"([?!…]|\.\.\.){_M}\.(?!\.)"), r"\1\2"),
    (re.compile(rf"([.?!…]){_M}([”’»]){_M}\.(?!\.)"), r"\1\2\3\4"),
    (re.compile(rf"\.{_M}([?!])"), r"\1\2"),
    (re.compile(r" (?:&|and|et|und|y|и) (et al\.)"), r" \1"),
    (re.compile(r"(?<!\w)(pp?|с|vol|no|nos|ch|chap|fol|Bd|Nr|т|гл)\. (?=\d)"), "\\1.\u00a0"),
]
_INTO_QUOTES = re.compile(rf"(?<![.,?!…])([”’]+){_M}([.,])")


def repair(text: str, punctuation_in_quotes: bool) -> str:
    """Mend what citeproc-py leaves: doubled punctuation and spaces, empty brackets, a full stop after `?`.

    With `punctuation_in_quotes` a full stop or comma moves inside the closing quotation mark (CSL 1.0.2,
    `punctuation-in-quote`), which citeproc-py doesn't do.
    """
    if punctuation_in_quotes:
        text = _INTO_QUOTES.sub(r"\3\1\2", text)
    previous = ""
    while previous != text:
        previous = text
        for pattern, replacement in _REPAIRS:
            text = pattern.sub(replacement, text)
    return text.strip(" ")


_HIGH_MARK = re.compile(rf"(?<=[^\s\u00a0\u202f{KEPT}]) ?([:;!?])(?= |$)")


def is_french(language: str) -> bool:
    """Tell whether a language (BCP 47) is French."""
    return language.partition("-")[0].lower() == "fr"


def kept(words: str, language: str, page: str) -> str:
    """Return words of one language on a page of another, with the `: ; ! ?` marked that a French page would part from them."""
    if is_french(language) or not is_french(page):
        return words
    return re.sub(r"(?<=\S)[:;!?]", rf"{KEPT}\g<0>", words)


def french_spaces(text: str, language: str) -> str:
    """Part `: ; ! ?` from the word before them in French, as `typography` does: styles write them as in English."""
    if not is_french(language):
        return text
    narrow = typography.NARROW_NO_BREAK if language.lower() != "fr-ca" else ""
    return _HIGH_MARK.sub(lambda match: (typography.NO_BREAK if match[1] == ":" else narrow) + match[1], text)


def declined(text: str, language: str) -> str:
    """Give a month the form that it has after a day, in languages that have one: CSL's words are those of a month alone."""
    forms = _months(language.partition("-")[0].lower())
    return (
        re.sub(rf"(\d\.?[ \u00a0])({'|'.join(forms)})(?!\w)", lambda found: found[1] + forms[found[2]], text)
        if forms
        else text
    )


@cache
def _months(base: str) -> dict[str, str]:
    """Return the months' names that differ: alone, and after a day (CLDR)."""
    try:
        months = Locale.parse(base).months
    except (UnknownLocaleError, ValueError):
        return {}
    alone, dated = months["stand-alone"]["wide"], months["format"]["wide"]
    return {re.escape(alone[number]): dated[number] for number in alone if alone[number] != dated[number]}


_ADDRESS = re.compile(r"(https?://[^\s<>«»“”]*[^\s<>«»“”.,;:!?)\]’])")


def to_html(text: str) -> Markup:
    """Return the text escaped, its marks as tags that nest, its web addresses as links.

    Italics inside italics are upright, as a title within a title is printed.
    """
    out: list[str] = []
    stack: list[str] = []
    for piece in re.split("([\ue000-\ue00f])", typography.clean(text)):
        if piece in _OPENING:
            _open(piece, stack, out)
        elif piece in _CLOSING:
            _close(piece, stack, out)
        elif not _MARKS.match(piece):
            out += [_linked(part, index) for index, part in enumerate(_ADDRESS.split(piece))]
    while stack:
        _close(_OPENING[stack[-1]][0], stack, out)
    return Markup("".join(out))


def _linked(part: str, index: int) -> str:
    """Every second part of the split is an address."""
    return Markup('<a href="{0}">{0}</a>').format(part) if index % 2 else typography.nowrap(part)


def _open(mark_: str, stack: list[str], out: list[str]) -> None:
    nested = mark_ == _TAGS["i"][0] and stack[-1:] == [mark_]
    out.append("</i>" if nested else _OPENING[mark_][1])
    stack.append(mark_)


def _close(mark_: str, stack: list[str], out: list[str]) -> None:
    """Close a tag, ignoring a mark that closes nothing, and whatever was left open inside it."""
    if not any(_OPENING[opened][0] == mark_ for opened in stack):
        return
    while stack:
        opened = stack.pop()
        nested = opened == _TAGS["i"][0] and stack[-1:] == [opened]
        out.append("<i>" if nested else _OPENING[opened][2])
        if _OPENING[opened][0] == mark_:
            return
