"""The words inside a citation's brackets -> what is cited, and where in it.

In: `see @taubman2003, pp. 240-41; -@zubok2007` as it stands between `[` and `]`, or an entry of a `sources:` list.
Out: `CiteItem` values. Separate because sources lists and citations in Markdown share it, and because it knows nothing
of styles. The grammar is that of Pandoc's manual, "Citation syntax"; labels are CSL's locator names (CSL 1.0.2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CiteItem:
    """One source as it is cited in one place."""

    id: str
    locator: str = ""
    """Numbers only ("240-41"); what they count is the label."""
    label: str = "page"
    """A CSL locator name: page, chapter, volume, ..."""
    prefix: str = ""
    suffix: str = ""
    """With the comma or space that it starts with."""
    suppress_author: bool = False

    @classmethod
    def parse(cls, entry: str) -> CiteItem:
        """Read an entry of a `sources:` list: an id, or an id, a comma and a place ("taubman2003, pp. 240-41").

        Any text can stand for an id here: whether it is known is a matter for the checks.
        """
        key, comma, rest = entry.strip().removeprefix("@").partition(",")
        locator, label, suffix = _read_rest(comma + rest)
        return cls(key.strip(), locator, label, suffix=suffix)


KEY = r"\w(?:[\w:.#$%&+?<>~/-]*\w)?"
"""A source's id after `@`; it ends with a letter, digit or `_`, so that a full stop behind it isn't part of it."""

_LABELS = {
    "page": "p pp pg page pages s seite seiten pág págs página páginas с стр",
    "chapter": "ch chs chap chaps chapter chapters kap kapitel chapitre chapitres cap caps capítulo гл глава",
    "volume": "vol vols volume volumes bd bde band bände t tome tomes tomo т том",
    "issue": "issue issues",
    "number": "no nos number numbers nr nrn núm numéro n° nº №",
    "note": "n nn note notes anm nota прим",
    "paragraph": "para paras par pars paragraph paragraphs ¶ ¶¶ abs absatz paragraphe абз",
    "section": "sec secs sect section sections § §§ abschn abschnitt разд",
    "line": "l ll line lines z zeile zeilen ligne lignes línea líneas",
    "folio": "fol fols folio folios f л",
    "column": "col cols column columns sp spalte colonne стб",
    "figure": "fig figs figure figures abb abbildung рис",
    "book": "bk bks book books livre libro buch кн",
    "part": "pt pts part parts partie teil parte ч",
    "verse": "v vv verse verses vers",
    "opus": "op opp opus",
}
_LABEL_OF = {word: label for label, words in _LABELS.items() for word in words.split()}
_NUMBER = r"(?:[A-Za-z]?\d[\w.]*\w|[A-Za-z]?\d|[ivxlcdm]+\b)"
_LOCATOR = re.compile(
    rf"(?:(?P<label>[^\W\d_]+|n°|nº|№|¶+|§+)(?:\.\s*|\s+|(?=\d)))?(?P<numbers>{_NUMBER}(?:\s*[-‐‑‒–—,&]\s*{_NUMBER})*)"
)
_ITEM = re.compile(rf"(?:^|(?<=[\s(]))(?P<minus>-?)@(?:{{(?P<braced>[^{{}}\s]+)}}|(?P<key>{KEY}))")


def read_items(content: str) -> tuple[CiteItem, ...] | None:
    """Read what stands between a citation's brackets; None when a part of it names no source."""
    items = [_read_item(part) for part in content.split(";")]
    return tuple(item for item in items if item) if all(items) else None


def read_place(words: str) -> tuple[str, str] | None:
    """Read "p. 240" as ("240", "page"); None when there is more to it than a place."""
    locator, label, suffix = _read_rest(words)
    return (locator, label) if locator and not suffix else None


def _read_item(part: str) -> CiteItem | None:
    part = part.strip()
    match = _ITEM.search(part)
    if match is None:
        return None
    locator, label, suffix = _read_rest(part[match.end() :])
    return CiteItem(
        id=match["braced"] or match["key"],
        locator=locator,
        label=label,
        prefix=part[: match.start()].strip(),
        suffix=suffix,
        suppress_author=bool(match["minus"]),
    )


def _read_rest(rest: str) -> tuple[str, str, str]:
    """Part what follows a key into locator, its label, and the words after it."""
    start = len(rest) - len(rest.lstrip(" \t\n,"))
    match = _LOCATOR.match(rest, start)
    if match and not _continues(rest, match.end()):
        word = (match["label"] or "p").casefold()
        label = _LABEL_OF.get(word)
        if label and (match["label"] or match["numbers"][-1].isdigit()):
            return match["numbers"], label, rest[match.end() :].rstrip()
    return "", "page", rest.rstrip()


def _continues(rest: str, end: int) -> bool:
    """Tell whether a letter or digit follows: then the number was only the beginning of a word."""
    return end < len(rest) and rest[end].isalnum()
