"""Markdown -> tokens: CommonMark with tables, notes, citations, `^14^C`, `H~2~O` and `[слово]{lang=ru}`.

In: a text as it was typed, and the ids of the sources that a bare `@id` may name. Out: markdown-it tokens, the notes'
bodies by label. Separate because checks read the tokens without ever making a page. Raw HTML is off: it is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from builder.text.citing import KEY, CiteItem, read_items, read_place


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text's tokens; shared by everyone who reads the same text, so nobody changes them."""

    tokens: tuple[Token, ...]
    notes: dict[str, tuple[Token, ...]]
    """Bodies of `[^label]: ...`, by label."""


def parse(text: str, sources: frozenset[str] = frozenset(), blocks: bool = True) -> Parsed:
    """Read a text as blocks, or as the inside of one paragraph, where `1.` and `#` mean nothing."""
    return _parsed(text, sources, blocks)  # by position: to `lru_cache`, other ways to say the same are other texts


@lru_cache(maxsize=8192)
def _parsed(text: str, sources: frozenset[str], blocks: bool) -> Parsed:
    env = {"sources": sources}
    if not blocks:
        return Parsed(tuple(_parser().parseInline(text.strip(), env)), {})
    notes: dict[str, tuple[Token, ...]] = {}
    tokens = _without_bodies(_parser().parse(text, env), notes)
    return Parsed(tuple(tokens), notes)


def _without_bodies(tokens: Sequence[Token], notes: dict[str, tuple[Token, ...]]) -> list[Token]:
    """Move the bodies of notes, wherever they stand, from the tokens to `notes`; the first of a label counts."""
    kept: list[list[Token]] = [[]]
    for token in tokens:
        if token.type == "footnote_reference_open":
            kept.append([token])
        elif token.type == "footnote_reference_close":
            first, *body = kept.pop()
            notes.setdefault(first.meta["label"], tuple(body))
        else:
            kept[-1].append(token)
    return kept[0]


def siblings(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """Yield each token of the outermost level with the tokens inside it (none where it is no opening one)."""
    index = 0
    while index < len(tokens):
        first = tokens[index]
        start = index + 1
        depth: int = first.nesting
        while depth > 0:
            index += 1
            depth += tokens[index].nesting
        yield first, tokens[start:index]
        index += 1


@cache
def _parser() -> MarkdownIt:
    """Make the one parser."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    footnote_plugin(parser, inline=False, move_to_end=False)
    parser.use(superscript_plugin).use(sub_plugin)
    # Links are judged where they are printed and checked: here a refused one would lose its brackets' meaning.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.inline.add_terminator_char("@")
    parser.inline.ruler.before("link", "citation", _citation)
    parser.inline.ruler.before("link", "span", _span)
    parser.inline.ruler.before("link", "author", _author)
    return parser


def _citation(state: StateInline, silent: bool) -> bool:
    """Read `[see @id, p. 3; -@other]` as one `citation` token with its items."""
    start = state.pos
    if state.src[start] != "[" or "@" not in state.src or _closes_without(state.src, start, "@"):
        return False
    plain = _PLAIN_LABEL.match(state.src, start, state.posMax)
    end = plain.end() - 1 if plain else parseLinkLabel(state, start)
    if end < 0 or state.src[end + 1 : end + 2] in ("(", "{"):
        return False
    items = read_items(state.src[start + 1 : end])
    if items is None:
        return False
    if not silent:
        state.push("citation", "", 0).meta = {"items": items}
    state.pos = end + 1
    return True


_PLAIN_LABEL = re.compile(r"\[[^\[\]`<\\^~]*\]")
"""Brackets in which nothing can hide their end: no others, no code, address, escape, superscript or subscript."""
_SIMPLE_LABEL = re.compile(r"\[([^\[\]`<\\]*)\](?=(\{?))")


def _closes_without(source: str, start: int, sign: str) -> bool:
    """Tell at little cost that the brackets opened at `start` close, hold nothing that could hide their end, and lack a sign."""
    match = _SIMPLE_LABEL.match(source, start)
    return match is not None and sign not in match[1] + match[2]


_BARE = re.compile(rf"@({KEY})")
_PLACE = re.compile(r" \[([^\[\]@]+)\]")


def _author(state: StateInline, silent: bool) -> bool:
    """Read `@id` or `@id [p. 3]` as an `author` token if the id is a known source's."""
    start = state.pos
    match = _BARE.match(state.src, start, state.posMax)
    if match is None or (start and (state.src[start - 1].isalnum() or state.src[start - 1] in "_.@")):
        return False
    if match[1] not in state.env["sources"]:
        return False
    item, end = CiteItem(match[1]), match.end()
    place = _PLACE.match(state.src, end, state.posMax)
    where = read_place(place[1]) if place else None
    if place and where:
        item, end = CiteItem(match[1], *where), place.end()
    if not silent:
        state.push("author", "", 0).meta = {"items": (item,)}
    state.pos = end
    return True


_LANGUAGE = re.compile(r"\{lang=[\"“]?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)[\"”]?\}")


def _span(state: StateInline, silent: bool) -> bool:
    """Read `[оттепель]{lang=ru}` as a span in that language (BCP 47)."""
    start = state.pos
    if state.src[start] != "[" or "]{lang=" not in state.src or _closes_without(state.src, start, "{"):
        return False
    end = parseLinkLabel(state, start)
    match = _LANGUAGE.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if match is None:
        return False
    if not silent:
        maximum = state.posMax
        state.push("span_open", "span", 1).meta = {"language": match[1]}
        state.pos, state.posMax = start + 1, end
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = maximum
    state.pos = match.end()
    return True
