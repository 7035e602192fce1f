"""What a text says and names, without making a page of it: its references, its faults, its words.

In: a text as typed. Out: values for the checks, and plain words for measuring, bookmarks and alternative texts.
Pure, and cheap enough to be called for every text of a course on every check.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from markdown_it.token import Token

from builder.diagnostics import nearest
from builder.text.markdown import Parsed, parse, siblings

SCHEMES = (
    "term",
    "figure",
    "question",
    "event",
    "image",
    "document",
    "disagreement",
    "chart",
    "section",
    "narrative",
    "organizer",
)
"""What a link can lead to within a course: `[words](scheme:id)`."""
WEB_SCHEMES = ("http", "https", "mailto")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)", re.DOTALL)
_CAPTION = re.compile(r"Table:\s+")


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention of something that the course holds."""

    kind: str
    """`cite`, or one of SCHEMES."""
    id: str
    """As typed after the scheme: `gulag`, `other-section/secret-speech`."""
    raw: str
    """The characters of the source to underline: `@taubman2003`, `term:gulag`."""
    occurrence: int = 0
    """Which of the places where `raw` stands in the text, from 0."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of a text; `needle` and `occurrence` say where, as in Reference."""

    message: str
    hint: str
    needle: str
    occurrence: int = 0


def course_link(href: str) -> tuple[str, str] | None:
    """Part `term:gulag` into its scheme and id; None for any other link."""
    match = _SCHEME.fullmatch(href)
    return (match[1], match[2]) if match and match[1] in SCHEMES and match[2] else None


def web_link(href: str) -> bool:
    """Tell whether an address is one that a reader can follow from paper: http, https or mailto, without blanks."""
    match = _SCHEME.fullmatch(href)
    blank = any(character.isspace() or character < " " for character in href)
    return bool(match and match[1].lower() in WEB_SCHEMES and match[2] and not blank)


def caption_of(token: Token) -> bool:
    """Tell whether an inline token is a `Table: caption` paragraph's."""
    return bool(_CAPTION.match(token.content))


def references(text: str, sources: frozenset[str] = frozenset(), blocks: bool = True) -> tuple[Reference, ...]:
    """Return every citation and course link of a text, in reading order; `sources` are the ids a bare `@id` may name.

    `blocks=False` for a field that holds one paragraph's worth (a label, a prompt).
    """
    may_refer = "[" in text or "@" in text or "<" in text  # what every citation and link begins with
    return _references(text, sources, blocks) if may_refer else ()


@lru_cache(maxsize=8192)
def _references(text: str, sources: frozenset[str], blocks: bool) -> tuple[Reference, ...]:
    parsed = parse(text, sources, blocks)
    bodies = [token for body in parsed.notes.values() for token in body]
    inlines = [token for token in (*parsed.tokens, *bodies) if token.type == "inline"]
    inlines.sort(key=lambda token: token.map[0] if token.map else 0)
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    found: list[Reference] = []
    row, row_start = "", -1
    for token in inlines:
        start = token.map[0] if token.map and blocks else 0
        row = row if start == row_start else ""  # the cells of a table's row share their line
        row_start = start
        found += _in_inline(token, text[: starts[start]] + row)
        row += token.content
    return tuple(found)


def references_in(tokens: Sequence[Token]) -> tuple[Reference, ...]:
    """Return the references inside these tokens; their occurrences count from the tokens' beginning."""
    found: list[Reference] = []
    before = ""
    for token in tokens:
        if token.type == "inline":
            found += _in_inline(token, before)
            before += token.content
    return tuple(found)


def _in_inline(token: Token, before: str) -> Iterator[Reference]:
    """Yield one paragraph's references; `before` is the source that precedes it, for counting."""
    content, cursor = token.content, 0
    hrefs: list[tuple[str, int]] = []

    def counted(kind: str, key: str, raw: str, at: int) -> Reference:
        earlier = before.count(raw) + content.count(raw, 0, at) if at >= 0 else 0
        return Reference(kind, key, raw, earlier)

    for child in token.children or ():
        if child.type == "link_open":
            hrefs.append((str(child.attrs["href"]), cursor))
        elif child.type == "link_close":
            href, opened = hrefs.pop()
            at = max(content.find(href, cursor), content.find(href, opened) if child.info == "auto" else -1)
            link = course_link(href)
            if link:
                yield counted(*link, href, at)
            cursor = max(cursor, at + len(href)) if at >= 0 else cursor
        elif child.type in ("citation", "author"):
            for item in child.meta["items"]:
                at = content.find("@" + item.id, cursor)
                yield counted("cite", item.id, "@" + item.id, at)
                cursor = max(cursor, at + 1)
        elif child.content:
            at = content.find(child.content, cursor)
            cursor = max(cursor, at + len(child.content)) if at >= 0 else cursor


def problems(text: str, sources: frozenset[str] = frozenset(), blocks: bool = True) -> tuple[Problem, ...]:
    """Return what a writer should mend in a text's Markdown; whether an id is known is for the checks."""
    may_be_wrong = any(sign in text for sign in _SIGNS) or ("\n" in text and _UNDERLINE.search(text))
    return _problems(text, sources, blocks) if may_be_wrong else ()


_SIGNS = ("[", "]", "<", "#", "{", "Table:")
_UNDERLINE = re.compile(r"\n[ >]*(?:=+|-+)[ \t]*(?:\n|$)")
"""What every heading, link, picture, note, caption and span has in it, or under it."""


@lru_cache(maxsize=8192)
def _problems(text: str, sources: frozenset[str], blocks: bool) -> tuple[Problem, ...]:
    parsed = parse(text, sources, blocks)
    found: list[Problem] = []
    bodies = [token for body in parsed.notes.values() for token in body]
    found += _heading_problems(parsed)
    for token in (*parsed.tokens, *bodies):
        for child in token.children or ():
            found += _child_problems(child, blocks)
    found += _note_problems(parsed, bodies)
    found += _caption_problems(parsed)
    return _numbered(found)


def _numbered(found: Sequence[Problem]) -> tuple[Problem, ...]:
    """Let equal faults point at one place after another."""
    seen: Counter[str] = Counter()
    result = []
    for problem in found:
        result.append(Problem(problem.message, problem.hint, problem.needle, seen[problem.needle]))
        seen[problem.needle] += 1
    return tuple(result)


def _heading_problems(parsed: Parsed) -> Iterator[Problem]:
    previous = 2
    for token, following in pairwise(parsed.tokens):
        if token.type != "heading_open":
            continue
        level = int(token.tag[1])
        words = following.content
        needle = f"{'#' * level} {words}" if token.markup.startswith("#") else words.splitlines()[0]
        if level < 3:
            yield Problem(
                f"heading `{_short(words)}` is too high for a text", "headings inside a text start at `###`", needle
            )
        elif level > previous + 1:
            yield Problem(f"heading `{_short(words)}` skips a level", f"write it with `{'#' * (previous + 1)}`", needle)
        previous = max(level, 2)


def _child_problems(child: Token, blocks: bool) -> Iterator[Problem]:
    if child.type == "link_open":
        yield from _link_problems(str(child.attrs["href"]))
    elif child.type == "image":
        source = str(child.attrs["src"])
        hint = "pictures have a caption and a credit, so they go into the item's `images:`"
        yield Problem(f"picture `{source}` in a text", hint, source)
    elif child.type == "text":
        yield from _text_problems(child.content, blocks)


def _link_problems(href: str) -> Iterator[Problem]:
    if web_link(href) or course_link(href):
        return
    match = _SCHEME.fullmatch(href)
    if match is None:
        hint = "write a whole address (https://...), or a link into the course such as `term:id`"
        yield Problem(f"link `{href}` leads nowhere on paper", hint, href)
    elif match[1] in (*SCHEMES, *WEB_SCHEMES):
        yield Problem(f"link `{href}` names nothing", f"write what it leads to, such as `{match[1]}:id`", href)
    else:
        near = nearest(match[1], (*SCHEMES, *WEB_SCHEMES))
        hint = f"did you mean `{near}:`?" if near else f"a link is https:, mailto:, or one of {', '.join(SCHEMES)}"
        yield Problem(f"unknown kind of link `{match[1]}:`", hint, href)


_STRAY_CITATION = re.compile(r"\[[^\[\]]*?(-?@[\w{][\w:.-]*)")
_STRAY_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_STRAY_SPAN = re.compile(r"\{lang=[^}\s]*\}?")


def _text_problems(words: str, blocks: bool) -> Iterator[Problem]:
    """Find what was meant as markup and came out as text."""
    for match in _STRAY_CITATION.finditer(words):
        hint = "a citation is `[@id]` or `[see @id, p. 12; @other]`: each part names a source, and `]` closes it"
        yield Problem(f"citation `{match[1]}` can't be read", hint, match[1])
    for match in _STRAY_NOTE.finditer(words):
        own = f"write it as `[^{match[1]}]: ...` in a paragraph of its own"
        hint = own if blocks else "notes stand in longer texts"
        yield Problem(f"note `[^{match[1]}]` has no text", hint, match[0])
    for match in _STRAY_SPAN.finditer(words):
        hint = "a span in another language is `[words]{lang=ru}`, with a BCP 47 code"
        yield Problem(f"`{match[0]}` marks no words", hint, match[0])


def _note_problems(parsed: Parsed, bodies: Sequence[Token]) -> Iterator[Problem]:
    called = {child.meta["label"] for child in _children(parsed.tokens) if child.type == "footnote_ref"}
    for label in parsed.notes:
        if label not in called:
            yield Problem(f"note `[^{label}]` is never called", f"put `[^{label}]` where its mark goes", f"[^{label}]:")
    for child in _children(bodies):
        if child.type == "footnote_ref":
            label = child.meta["label"]
            yield Problem(f"note `[^{label}]` is called inside another note", "put its words there", f"[^{label}]")


def _caption_problems(parsed: Parsed) -> Iterator[Problem]:
    """A caption needs a table beside it; which one takes it is decided as in rendering."""
    kinds = [(first.type, inside) for first, inside in siblings(parsed.tokens)]
    for index, (kind, inside) in enumerate(kinds):
        beside = {kinds[other][0] for other in (index - 1, index + 1) if 0 <= other < len(kinds)}
        if kind == "paragraph_open" and caption_of(inside[0]) and "table_open" not in beside:
            words = inside[0].content
            yield Problem(f"caption `{_short(words)}` has no table", "it stands before or after a table", "Table:")


def _children(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def _short(words: str) -> str:
    first = words.splitlines()[0] if words else ""
    return first if len(first) <= 40 else first[:39].rstrip() + "…"
