"""A fault of YAML syntax -> words that a writer can use, and a mended text to go on with.

In: what PyYAML raised and the text it was reading. Out: a `Fault`: a diagnostic whose hint shows the line as it should
be, and the offsets of the characters that were taken for YAML's own. Separate from the reader because this is the part
that knows what people type: a second colon, a star, a tab.

A character that misled the parser is replaced by a stand-in from a private-use plane of Unicode, one for one, so that
offsets stay true; the next pass finds the next fault, and the text gets its character back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from builder.diagnostics import Diagnostic, Location, error
from builder.source import Source

_STAND_IN = 0xF0000
_BACK = {_STAND_IN + code: chr(code) for code in range(128)}
_SHOWN = 72
_COLON = re.compile(r":(?=[ \t\r\n]|$)")
_COMMENT = re.compile(r"[ \t]+#[ \t].*$")
_UNSPACED = re.compile(r"\s*(?:- +)*(?:([^\W\d][\w-]*:|\"[^\"]*\":|'[^']*':)(?=[^\s/])|(-)(?=\w))")
_WORD = re.compile(r"[\w-]+")
_HEAD = re.compile(r"[ ]*(?:- +)*")
_STRINGS = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_OWN_CHARACTERS = {
    "*": "an alias",
    "&": "an anchor",
    "!": "a tag",
    "-": "a list item",
    "?": "a key",
    "|": "a block of lines",
    ">": "a block of lines",
}
"""Characters that mean something at the start of a value (YAML 1.2.2, 5.3)."""
_INNER_QUOTES = {
    "'": "write an apostrophe twice in single quotes (`''`), or put the text in double quotes",
    '"': "put a backslash before it, or put the text in single quotes",
}
_OPENINGS = {
    '"': "opens a quoted text",
    "'": "opens a quoted text",
    "[": "opens a list",
    "{": "opens a mapping",
    "*": "means an alias in YAML",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding, and the offsets to mend before the next pass; none: the rest of the file can't be made out."""

    finding: Diagnostic
    offsets: tuple[int, ...] = ()
    blank: bool = False
    """Mend by a space: the character belongs nowhere."""


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What the parser said: its problem at `at`, in a construct that began at `begin`, after the value `last`."""

    source: Source
    problem: str
    context: str
    at: int
    begin: int
    last: tuple[int, int]

    def character(self, offset: int) -> str:
        return self.source.text[offset : offset + 1]

    def line(self, offset: int) -> int:
        return self.source.line_at(offset)

    def place(self, start: int, end: int | None = None) -> Location:
        return self.source.location(start, end)

    def rest_of_line(self, offset: int) -> str:
        line = self.line(offset)
        return self.source.line_text(line)[offset - self.source.line_start(line) :]

    def starts_line(self, offset: int) -> bool:
        return not self.source.text[self.source.line_start(self.line(offset)) : offset].strip()


def explain(broken: yaml.YAMLError, source: Source, last: tuple[int, int]) -> Fault:
    """Say in plain words why the parser stopped; `last` is the span of the last value that it understood."""
    mark = getattr(broken, "problem_mark", None)
    if mark is None:
        return Fault(error(f"the file is not YAML: {broken}", Location(source.file, 0)))
    context = getattr(broken, "context_mark", None) or mark
    trouble = _Trouble(
        source,
        getattr(broken, "problem", None) or "",
        getattr(broken, "context", None) or "",
        min(mark.index, len(source.text)),
        min(context.index, len(source.text)),
        last,
    )
    for rule in _RULES:
        if fault := rule(trouble):
            return fault
    hint = "compare it with the lines above: indentation, quotes, brackets, colons"
    return Fault(error(f"YAML can't be read here: {trouble.problem}", trouble.place(trouble.at), hint))


def repair(text: str, fault: Fault) -> str:
    """Put a stand-in, as long as what it replaces, at each offset of the fault; the same text when that is no help."""
    characters = list(text)
    for offset in fault.offsets:
        if characters[offset].isascii():
            characters[offset] = " " if fault.blank else chr(_STAND_IN + ord(characters[offset]))
    return "".join(characters)


def undo_repairs(text: str) -> str:
    """Give a text its own characters back."""
    return text.translate(_BACK)


def quoted_line(source: Source, start: int, end: int | None = None) -> str:
    """Return the line of `start`, without indentation, with its text from `start` up to `end` in quotes.

    Without `end` the text goes up to a comment or the line's end; in brackets, up to the next comma or bracket.
    A long text is cut: the line is an example to read.
    """
    line = source.line_at(start)
    offset, whole = source.line_start(line), source.line_text(line)
    first = start - offset
    last = _text_end(whole, first) if end is None else min(end - offset, len(whole))
    text = whole[first:last].rstrip()
    rest = whole[first + len(text) :].rstrip()
    return f"{whole[:first].lstrip()}{_quoted(_cut(text))}{_cut(rest)}"


def _text_end(line: str, first: int) -> int:
    before = _STRINGS.sub("", line[:first])
    if before.count("[") + before.count("{") > before.count("]") + before.count("}"):
        closing = re.search(r"[,\]}]", line[first + 1 :])
        return first + 1 + closing.start() if closing else len(line)
    comment = _COMMENT.search(line, first)
    return comment.start() if comment else len(line)


def _quoted(text: str) -> str:
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"


def _tab(trouble: _Trouble) -> Fault | None:
    line = trouble.line(trouble.at)
    text = trouble.source.line_text(line)
    indent = text[: len(text) - len(text.lstrip())]
    offset = trouble.source.line_start(line) + indent.find("\t")
    if "\t" not in indent:
        if trouble.character(trouble.at) != "\t":
            return None
        offset = trouble.at
    hint = "indent with spaces, two for each level; most editors can turn tabs into spaces"
    finding = error("a tab stands where YAML takes only spaces", trouble.place(offset), hint)
    return Fault(finding, () if "\t" in indent else (offset,), blank=True)


def _own_character(trouble: _Trouble) -> Fault | None:
    """A text that begins with a character which YAML keeps for itself."""
    scans = ("while scanning an alias", "while scanning an anchor", "while scanning a block scalar")
    starts = trouble.context.startswith((*scans, "while scanning a tag", "while parsing a tag"))
    stops = ("cannot start any token", "entries are not allowed", "keys are not allowed", "undefined tag handle")
    if not starts and not trouble.problem.endswith(stops) and "not allowed in this context" not in trouble.problem:
        return None
    offset = trouble.begin if starts else trouble.at
    character = trouble.character(offset)
    if character == ":" or not character.strip() or trouble.starts_line(offset):
        return None
    meaning = _OWN_CHARACTERS.get(character)
    name = "a backtick" if character == "`" else f"`{character}`"
    words = f"at the start of a text means {meaning} in YAML" if meaning else "can't start a text without quotes"
    hint = f"if it is text, quote it: `{quoted_line(trouble.source, offset)}`"
    return Fault(error(f"{name} {words}", trouble.place(offset), hint), (offset,))


def _second_colon(trouble: _Trouble) -> Fault | None:
    """`title: Hungary: 1956`, also in braces."""
    offset = trouble.at
    if trouble.character(offset) != ":":
        return None
    line = trouble.line(offset)
    line_start = trouble.source.line_start(line)
    before = trouble.source.text[line_start:offset]
    if fault := _no_space(trouble, line):
        return fault
    in_brackets = "flow" in trouble.context
    first = list(re.finditer(r":[ \t]+", before))
    if not first:
        return None if in_brackets else _colon_in_next_line(trouble, line, before)
    start = line_start + first[-1 if in_brackets else 0].end()
    end = line_start + _text_end(trouble.source.line_text(line), start - line_start)
    colons = tuple(match.start() for match in _COLON.finditer(trouble.source.text, start, end))
    hint = f"quote the text: `{quoted_line(trouble.source, start)}`"
    return Fault(error("a second colon in a text without quotes", trouble.place(offset), hint), colons or (offset,))


def _colon_in_next_line(trouble: _Trouble, line: int, before: str) -> Fault | None:
    """A colon that YAML sees in a text that began in a line above."""
    if line > 1 and (fault := _no_space(trouble, line - 1)):
        return fault
    name = _HEAD.sub("", before, count=1)
    if not name.strip():
        return Fault(error("a field without a name", trouble.place(trouble.at), "write its name before the colon"))
    if _WORD.fullmatch(name):
        message = f"`{name}` is indented more than the field above it, so it is taken as the rest of that text"
        hint = f"give it the same indentation as the field it follows; if `{name}:` is text, quote the text"
        return Fault(error(message, trouble.place(trouble.at - len(name), trouble.at), hint))
    hint = "quote the text, or put `>-` after the field's name and the text on the lines below"
    return Fault(error("a colon in a text without quotes", trouble.place(trouble.at), hint), (trouble.at,))


def _no_space(trouble: _Trouble, line: int) -> Fault | None:
    """`title:Hungary` or `-item`."""
    text = trouble.source.line_text(line)
    match = _UNSPACED.match(text)
    if match is None:
        return None
    mark = match[1] or match[2]
    start = trouble.source.line_start(line) + match.end() - len(mark)
    hint = f"write `{_cut(mark + ' ' + text[match.end() :].rstrip())}`"
    what = "colon" if match[1] else "dash"
    return Fault(error(f"no space after the {what}", trouble.place(start, start + len(mark)), hint))


def _open_quote(trouble: _Trouble) -> Fault | None:
    quote = trouble.character(trouble.begin)
    if "quoted scalar" not in trouble.context or "unexpected" not in trouble.problem:
        return None
    hint = f"close it with {quote}; if the mark belongs to the text: `{quoted_line(trouble.source, trouble.begin)}`"
    finding = error(f"the quotation mark {quote} is never closed", trouble.place(trouble.begin), hint)
    return Fault(finding, (trouble.begin,))


def _escape(trouble: _Trouble) -> Fault | None:
    if "scalar" not in trouble.context or "escape" not in trouble.problem:
        return None
    offset = max(trouble.begin, trouble.source.text.rfind("\\", trouble.begin, trouble.at + 1))
    written = trouble.source.text[offset : offset + 2]
    finding = error(
        f"`{written}` is no escape that YAML can read in double quotes",
        trouble.place(offset, offset + 2),
        "write two backslashes for one, use single quotes, or type the character itself",
    )
    return Fault(finding, (offset,))


def _no_colon(trouble: _Trouble) -> Fault | None:
    if "could not find expected ':'" not in trouble.problem:
        return None
    source, line = trouble.source, trouble.line(trouble.begin)
    end = source.line_start(line) + len(source.line_text(line))
    if fault := _no_space(trouble, line):
        return fault
    hint = "a field is `name: value`; a text that goes on from the line above is indented more than its field"
    return Fault(error("a line without a colon", trouble.place(trouble.begin, end), hint))


def _text_after(trouble: _Trouble) -> Fault | None:
    """A value that YAML took for complete, and something after it: `"Yes" she said`, `[sic] they wrote`."""
    start, end = trouble.last
    opening = _OPENINGS.get(trouble.character(start))
    between = trouble.source.text[end : trouble.at]
    if opening is None or end > trouble.at or between.strip() or "\n" in between:
        return None
    if trouble.rest_of_line(trouble.at).strip() == ",":
        finding = error("a comma after the value", trouble.place(trouble.at), "delete the comma")
        return Fault(finding, (trouble.at,), blank=True)
    quote = trouble.character(start)
    if quote in ("'", '"') and end == trouble.at and trouble.character(end).isalnum():
        return Fault(
            error(f"the mark {quote} inside the text ends it", trouble.place(end - 1), _INNER_QUOTES[quote]), (start,)
        )
    if trouble.line(start) != trouble.line(trouble.at):
        finding = error(
            "text goes on after the value has ended",
            trouble.place(trouble.at),
            "look for a quotation mark or bracket that ends it too early",
            related=[("the value begins here", trouble.place(start))],
        )
        return Fault(finding)
    message = f"`{trouble.character(start)}` at the start of a text {opening}, and more follows it"
    hint = f"quote the text: `{quoted_line(trouble.source, start)}`"
    return Fault(error(message, trouble.place(start, end), hint), (start,))


def _comment_in_text(trouble: _Trouble) -> Fault | None:
    """` #1` in a text of several lines: YAML ends the text there and can't use its next line."""
    line = trouble.line(trouble.at)
    if line == 1 or not trouble.starts_line(trouble.at):
        return None
    start = trouble.source.line_start(line - 1)
    match = re.search(r"\s(#)", trouble.source.line_text(line - 1))
    if not match:
        return None
    offset = start + match.start(1)
    hint = "quote the text, or put `>-` after the field's name and the text on the lines below"
    finding = error("`#` after a space starts a comment in YAML, which ends the text", trouble.place(offset), hint)
    return Fault(finding, (offset,))


def _open_bracket(trouble: _Trouble) -> Fault | None:
    if "while parsing a flow" not in trouble.context:
        return None
    opening = trouble.character(trouble.begin)
    closing = {"[": "]", "{": "}"}.get(opening)
    if closing is None or trouble.line(trouble.at) == trouble.line(trouble.begin):
        return None
    hint = f"close it with `{closing}`; if it is text, quote it: `{quoted_line(trouble.source, trouble.begin)}`"
    finding = error(f"the bracket `{opening}` is never closed", trouble.place(trouble.begin), hint)
    return Fault(finding, () if _COLON.search(trouble.rest_of_line(trouble.begin)) else (trouble.begin,))


def _ended(trouble: _Trouble) -> Fault | None:
    if "<document start>" not in trouble.problem:
        return None
    place = trouble.place(trouble.at, len(trouble.source.text))
    hint = "check the quotation marks and the indentation above; one file holds one document"
    return Fault(error("the content has ended above; this can't follow it", place, hint))


def _indentation(trouble: _Trouble) -> Fault | None:
    if not trouble.starts_line(trouble.at):
        return None
    place = trouble.place(trouble.at, len(trouble.source.text))
    if "'-' indicator" in trouble.problem:
        hint = "indent it under the item it belongs to, or begin it with `- `"
        return Fault(error("a field among the items of a list", place, hint))
    if trouble.character(trouble.at) == "-":
        return Fault(error("a list item among fields", place, "indent it like the other items, or delete the dash"))
    if "expected key" in trouble.problem:
        hint = "give it the same indentation as the fields that it belongs with"
        return Fault(error("the indentation of this line fits none above it", place, hint))
    return None


_RULES: tuple[Callable[[_Trouble], Fault | None], ...] = (
    _tab,
    _own_character,
    _second_colon,
    _open_quote,
    _escape,
    _no_colon,
    _text_after,
    _comment_in_text,
    _open_bracket,
    _ended,
    _indentation,
)
"""Asked in this order; the first answer counts, so the surer signs stand first."""
