"""Rooms for answers -> form fields, for the edition that is filled in on a screen.

In: a page's HTML and its fixed words. Out: the HTML with a field in every line, box, ring, gap and cell that pupils write in; each has a
name that no other has and a tooltip that says what it is for. Only what is one field has one name: the choices of a question with one right
answer, and the pieces of a room that may go over a page's end, which `form_rooms` joins when it is known where pages end. Separate because
no template has to know: what a class or a project prints with the classes of the built-in templates can be filled in, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import unescape

from markupsafe import escape

_TAG = re.compile(r"<(?P<name>[a-z][a-z0-9]*)\b(?P<rest>[^<>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_OWNERS = ("question-", "organizer-", "exercise-", "image-", "name-line")
"""How the ids begin that fields are named after."""
_AREAS = frozenset({"answer-box", "organizer-cell", "venn-answers"})
_LINES = frozenset({"blank", "gap", "write-gap"})
_WHOLE = frozenset({"options", "answer-lines"})
"""What is one field, whatever number of pieces it has."""
_HEADINGS = frozenset({"h1", "h2", "h3"})


def with_fields(html: str, question: Callable[[str], str]) -> str:
    """Return the page with its fields; `question` gives the words for a question's number: `Question 4`."""
    writer = _Writer(html, question)
    pieces, done = [], 0
    for tag in _TAG.finditer(html):
        field = writer.after(tag)
        if field:
            pieces += [html[done : tag.end()], field]
            done = tag.end()
    return "".join([*pieces, html[done:]])


class _Writer:
    """Knows what the page has said so far: whose room the next one is."""

    def __init__(self, html: str, question: Callable[[str], str]) -> None:
        self._html, self._question = html, question
        self._owner = self._about = "field"
        self._part = self._row = ""
        self._heads: list[str] = []
        self._column = 0
        self._several = False
        self._shared = ""
        self._names: Counter[str] = Counter()
        self._told: Counter[str] = Counter()

    def after(self, tag: re.Match[str]) -> str:
        """Return the field that stands behind an opening tag, or nothing."""
        attributes = dict(_ATTRIBUTE.findall(tag["rest"]))
        classes = set(attributes.get("class", "").split())
        self._note(tag, attributes, classes)
        if "given" in classes or "is-filled" in classes:
            return ""
        if "ring" in classes:
            return self._choice(self._text(tag.end(), "</li>"))
        if "chunk" in classes:
            self._shared = self._shared or self._values(self._where())
            return _area(self._shared)
        if classes & _AREAS or {"answer-lines", "filling"} <= classes:
            return _area(self._values(self._where()))
        if classes & _LINES:
            return _input("text", self._values(self._line(tag, classes)))
        return ""

    def _note(self, tag: re.Match[str], attributes: dict[str, str], classes: set[str]) -> None:
        """Keep what a tag says of the rooms behind it."""
        name, words = attributes.get("id", ""), ""
        if classes & _WHOLE:
            self._shared, self._several = "", "several" in classes
        if name.startswith(_OWNERS) and not name.endswith("-room"):
            self._owner, self._part, self._shared = name, "", ""
        if tag["name"] in _HEADINGS or tag["name"] == "figcaption":
            words = self._text(tag.end(), f"</{tag['name']}>")
        if words:
            self._about, self._heads, self._row = words, [], ""
        if "question-number" in classes:
            self._about, self._part, self._heads = self._question(self._text(tag.end(), "</span>")), "", []
        if "part-letter" in classes:
            self._part = self._text(tag.end(), "</span>")
        if tag["name"] == "img" and attributes.get("alt"):
            self._about = unescape(attributes["alt"])
        self._note_table(tag, attributes, classes)

    def _note_table(self, tag: re.Match[str], attributes: dict[str, str], classes: set[str]) -> None:
        if tag["name"] == "table":
            self._heads, self._row = [], ""
        elif tag["name"] == "tr":
            self._column = 0
        elif tag["name"] == "td" and "organizer-line" not in classes:
            self._column += 1
        elif attributes.get("scope") == "col" and "organizer-line" not in classes:
            self._heads.append(self._text(tag.end(), "</th>"))
        elif attributes.get("scope") == "row":
            self._row = self._text(tag.end(), "</th>")
        elif "venn-head" in classes:
            self._row = self._text(tag.end(), "</p>")

    def _text(self, start: int, end: str) -> str:
        """Return the words from a place to the next closing tag of a name."""
        stop = self._html.find(end, start)
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self._html[start : max(stop, start)])).split())

    def _where(self) -> str:
        """Return what the room belongs to: a question with its part, or a table's row and column."""
        head = self._heads[self._column - 1] if 0 < self._column <= len(self._heads) else ""
        return ", ".join(part for part in (f"{self._about} {self._part}".strip(), self._row, head) if part)

    def _line(self, tag: re.Match[str], classes: set[str]) -> str:
        """Return what a short line is for: the word before it in the head, the words of its list item, or its place."""
        if self._owner in ("field", "name-line"):
            before = self._html[self._html.rfind("<", 0, tag.start()) : tag.start()]
            return " ".join(unescape(re.sub(r"<[^>]*>", " ", before)).split())
        item = self._text(tag.end(), "</li>") if {"short", "write-gap"} & classes else ""
        return ": ".join(part for part in (self._where(), item) if part)

    def _choice(self, words: str) -> str:
        """Return a box to tick; of the choices of a question with one right answer, one button of their field."""
        if self._several:
            return _input("checkbox", self._values(f"{self._where()}: {words}"))
        self._shared = self._shared or self._values(self._where())
        return _input("radio", f'{self._shared} value="{escape(words)}"')

    def _values(self, words: str) -> str:
        """Return the attributes of a new field: its name and what it is for."""
        self._names[self._owner] += 1
        self._told[words] += 1
        if self._told[words] > 1:
            words = f"{words} ({self._told[words]})"
        return f'name="{self._owner}-{self._names[self._owner]}" title="{escape(words)}"'


def _area(values: str) -> str:
    return f'<textarea class="fill-in" {values}></textarea>'


def _input(kind: str, values: str) -> str:
    return f'<input class="fill-in" type="{kind}" {values}>'
