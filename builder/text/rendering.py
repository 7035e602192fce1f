"""A text -> the HTML of its paragraphs, with notes, links and citations resolved by the caller.

In: a text as typed and a `Context` that says what a citation and a link become. Out: escaped Markup, as a whole or
block by block, so that a component can number paragraphs and set a term beside its first use.

The markup is made for tagged PDF: a list item always holds paragraphs, whose numbers CSS counters print; tables have
`scope` and `<caption>`; a note is `<span class="note">` where its call stands, for CSS `float: footnote` to number.
Every tag is closed, so the result is well-formed XML too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from markdown_it.token import Token
from markupsafe import Markup, escape

from builder import typography
from builder.text.citing import CiteItem
from builder.text.markdown import Parsed, parse, siblings
from builder.text.reading import Reference, caption_of, course_link, references_in, web_link
from builder.typography import clean

CiteForm = Literal["note", "inline", "author"]
"""note: without outer brackets, for the page's foot; inline: in brackets; author: the name as a word of a sentence."""
BlockKind = Literal["p", "heading", "list", "table", "quote", "code", "rule"]


def _ids(items: tuple[CiteItem, ...], form: CiteForm) -> Markup:
    words = Markup("; ").join(item.id for item in items)
    return Markup("({})").format(words) if form == "inline" else words


def _words_only(reference: Reference, words: Markup) -> Markup:
    return words


def _anchor(address: str, words: Markup) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, words)


@dataclass(frozen=True)
class Context:
    """What a text can't know of itself."""

    language: str = "en"
    """BCP 47; its quotation marks, dashes and spaces are set."""
    known_sources: frozenset[str] = frozenset()
    """The ids that a bare `@id` may name."""
    cite: Callable[[tuple[CiteItem, ...], CiteForm], Markup] = _ids
    """A citation's words: `Bibliography.cite`."""
    link: Callable[[Reference, Markup], Markup] = _words_only
    """A course link's HTML from its words; the words alone when what it leads to is hidden."""
    web: Callable[[str, Markup], Markup] = _anchor
    """A web or mail link's HTML from its address and words."""
    notes: bool = True
    """False prints citations and notes in brackets, where no page-bottom note can stand: cells, captions, labels."""
    heading_level: int = 3
    """The level that `###` gets, one below the heading that the text stands under."""
    typography: bool = True
    """False leaves quotation marks, dashes and spaces as typed: a document's text."""

    def without_notes(self) -> Context:
        """The same, with citations in brackets."""
        return replace(self, notes=False)


@dataclass(frozen=True, slots=True)
class Block:
    """One top-level block of a text."""

    html: Markup
    kind: BlockKind
    references: tuple[Reference, ...]
    """What it cites and links to, in reading order; occurrences count within the block."""


def block(text: str, context: Context) -> Markup:
    """Return a text's HTML: paragraphs, lists, tables, quotations."""
    return Markup("\n").join(part.html for part in blocks(text, context))


def blocks(text: str, context: Context) -> list[Block]:
    """Return a text's HTML block by block."""
    parsed = parse(text, context.known_sources)
    return list(_Blocks(context, parsed).top_level(parsed.tokens))


def inline(text: str, context: Context) -> Markup:
    """Return the HTML of a text that is the inside of a paragraph; `1.` or `#` at its beginning are words."""
    parsed = parse(text, context.known_sources, blocks=False)
    return Markup("").join(_line(token.children or (), context, parsed) for token in parsed.tokens)


def plain(text: str, language: str | None = None, *, blocks: bool = False, context: Context | None = None) -> str:
    """Return the words alone, without notes and citations, one space between blocks.

    For measuring, bookmarks, alternative texts and metadata. With a language they are set as on the page; without, as
    typed. `blocks` for a text of several paragraphs. `context` knows the names that a bare `@id` stands for.
    """
    bare = replace(context or Context(language or "en", typography=language is not None), notes=True)
    parsed = parse(text, bare.known_sources, blocks)
    parts = [_words(token, bare, parsed) for token in parsed.tokens if token.type == "inline"]
    parts += [clean(token.content).strip() for token in parsed.tokens if token.type in ("code_block", "fence")]
    return " ".join(part for part in parts if part)


_BLOCK_KINDS: dict[str, BlockKind] = {
    "paragraph_open": "p",
    "heading_open": "heading",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "blockquote_open": "quote",
    "hr": "rule",
}


class _Blocks:
    """The walk over a text's blocks; it remembers the headings' level and which caption belongs to which table."""

    def __init__(self, context: Context, parsed: Parsed) -> None:
        self.context = context
        self.parsed = parsed
        self.level = 2

    def top_level(self, tokens: Sequence[Token]) -> Iterator[Block]:
        for first, inside, caption in _with_captions(tokens):
            html = self.html(first, inside, caption, 1)
            yield Block(html, _BLOCK_KINDS.get(first.type, "code"), references_in((*inside, *caption)))

    def inside(self, tokens: Sequence[Token], depth: int) -> Markup:
        parts = (self.html(first, inside, caption, depth) for first, inside, caption in _with_captions(tokens))
        return Markup("").join(parts)

    def html(self, first: Token, inside: Sequence[Token], caption: Sequence[Token], depth: int) -> Markup:
        """Return one block's HTML; `depth` counts the ordered lists around it, itself included."""
        kind = first.type
        if kind == "paragraph_open":
            return Markup("<p>{}</p>").format(self.line(inside[0], closing=True))
        if kind == "heading_open":
            return self.heading(int(first.tag[1]), inside[0])
        if kind in ("bullet_list_open", "ordered_list_open"):
            return self.listing(first, inside, depth)
        if kind == "table_open":
            return self.table(inside, caption)
        if kind == "blockquote_open":
            return Markup("<blockquote>{}</blockquote>").format(self.inside(inside, depth))
        if kind == "hr":
            return Markup("<hr/>")
        return Markup("<pre><code>{}</code></pre>").format(clean(first.content))

    def heading(self, level: int, inside: Token) -> Markup:
        """Shift the level to where the text stands, and never skip one, whatever was typed."""
        self.level = min(max(level, 3), self.level + 1)
        tag = f"h{min(self.level - 3 + self.context.heading_level, 6)}"
        return Markup("<{0}>{1}</{0}>").format(tag, self.line(inside))

    def listing(self, first: Token, inside: Sequence[Token], depth: int) -> Markup:
        items = Markup("").join(self.item(body, first, depth) for _, body in siblings(inside))
        if first.type == "bullet_list_open":
            return Markup("<ul>{}</ul>").format(items)
        start = int(first.attrs.get("start", 1))
        opening = Markup('<ol class="level-{}"').format((depth - 1) % 3 + 1)
        if start != 1:
            opening += Markup(' start="{}" style="counter-reset: item {}"').format(start, start - 1)
        return opening + Markup(">{}</ol>").format(items)

    def item(self, body: Sequence[Token], first: Token, depth: int) -> Markup:
        """Return an item that begins with a paragraph, since its number is printed by that one's `::before`."""
        inner = depth + 1 if first.type == "ordered_list_open" else depth
        opening = Markup("") if body and body[0].type == "paragraph_open" else Markup("<p></p>")
        return Markup("<li>{}{}</li>").format(opening, self.inside(body, inner))

    def table(self, inside: Sequence[Token], caption: Sequence[Token]) -> Markup:
        rows = [list(siblings(body)) for body in _rows(inside)]
        headed_rows = not rows[0][0][1][0].content
        words = _caption_words(rows, caption)
        title = Markup("<caption>{}</caption>").format(self.line(words, notes=False)) if words else ""
        lines = [Markup("<tr>{}</tr>").format(Markup("").join(self.cells(row, headed_rows))) for row in rows]
        body = Markup("<tbody>{}</tbody>").format(Markup("").join(lines[1:])) if lines[1:] else ""
        return Markup("<table>{}<thead>{}</thead>{}</table>").format(title, lines[0], body)

    def cells(self, row: Sequence[tuple[Token, Sequence[Token]]], headed_rows: bool) -> Iterator[Markup]:
        """Yield a row's cells; where the table's corner is empty, the first column heads the rows."""
        for column, (cell, inside) in enumerate(row):
            aligned = str(cell.attrs.get("style", "")).removeprefix("text-align:")
            css = Markup(' class="{}"').format(aligned) if aligned else ""
            words = self.line(inside[0], notes=False)
            if cell.type == "th_open" and (column or not headed_rows):
                yield Markup('<th scope="col"{}>{}</th>').format(css, words)
            elif cell.type == "td_open" and headed_rows and not column:
                yield Markup('<th scope="row"{}>{}</th>').format(css, words)
            else:
                yield Markup("<td{}>{}</td>").format(css, words)

    def line(self, token: Token, closing: bool = False, notes: bool = True) -> Markup:
        context = self.context if notes else self.context.without_notes()
        return _line(token.children or (), context, self.parsed, closing)


def _with_captions(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token], Sequence[Token]]]:
    """Yield sibling blocks, each table with its caption's tokens: it goes to the table before it that has none."""
    blocks = list(siblings(tokens))
    captions: dict[int, Sequence[Token]] = {}
    taken: set[int] = set()
    for index, (first, inside) in enumerate(blocks):
        if first.type != "paragraph_open" or not caption_of(inside[0]):
            continue
        for table in (index - 1, index + 1):
            if 0 <= table < len(blocks) and blocks[table][0].type == "table_open" and table not in captions:
                captions[table] = inside
                taken.add(index)
                break
    for index, (first, inside) in enumerate(blocks):
        if index not in taken:
            yield first, inside, captions.get(index, ())


def _rows(inside: Sequence[Token]) -> list[Sequence[Token]]:
    return [row for _, part in siblings(inside) for _, row in siblings(part)]


def _caption_words(rows: list[list[tuple[Token, Sequence[Token]]]], caption: Sequence[Token]) -> Token | None:
    """Return the caption's line without its `Table:`; without a blank line before it, it was read as the last row."""
    token = caption[0] if caption else None
    if token is None and len(rows) > 1:
        first, *others = [inside[0] for _, inside in rows[-1]]
        if caption_of(first) and not any(cell.content for cell in others):
            token = first
            rows.pop()
    if token is None:
        return None
    children = list(token.children or ())
    first, rest = children[0], children[1:]
    words = first.content.removeprefix("Table:").lstrip()
    return token.copy(children=[first.copy(content=words), *rest])


_MOVES_BEFORE_CALL = re.compile(r"[.,;:!?…]+[\"'”’»“)]*")
_CALL_BEFORE_MARK = ("fr", "es", "ru", "it", "pt", "uk")
"""Where the note's call stands before the punctuation (Imprimerie nationale; RAE, Ortografia 3.4; GOST R 7.0.5)."""
_NOTES = ("citation", "footnote_ref")
_CITING = (*_NOTES, "author")
_TEXTS = ("text", "softbreak", "hardbreak")


def _settle_notes(children: Sequence[Token], context: Context) -> list[Token]:
    """Put each note's call against the word before it, behind the punctuation, two neighbours into one call.

    Citations that are printed in brackets stay where they were typed.
    """
    if not any(child.type in _CITING for child in children):
        return list(children)
    settled: list[Token] = []
    for child in _with_names(children, context):
        if context.notes and child.type in _NOTES:
            _call_note(child, settled)
        elif child.type == "text" and settled and settled[-1].type == "note":
            settled.append(_after_call(child, settled, context.language))
        else:
            settled.append(child)
    return settled


def _with_names(children: Sequence[Token], context: Context) -> Iterator[Token]:
    """Part `@id` into the name as a word of the sentence and the citation proper, which in brackets drops the name."""
    for child in children:
        if child.type != "author":
            yield child
            continue
        (item,) = child.meta["items"]
        yield child
        if not context.notes:
            yield Token("text", "", 0, content=" ")
            item = replace(item, suppress_author=True)
        yield Token("citation", "", 0, meta={"items": (item,)})


def _call_note(child: Token, settled: list[Token]) -> None:
    """Add a note to those at the end of `settled`, or as a new one without the space before it."""
    while settled and settled[-1].type in _TEXTS:
        last = settled[-1]
        content = last.content.rstrip() if last.type == "text" else ""
        if content or len(settled) == 1:
            settled[-1] = last.copy(type="text", content=content)
            break
        settled.pop()
    if settled and settled[-1].type == "note":
        settled[-1].meta["parts"].append(child)
    else:
        settled.append(Token("note", "", 0, meta={"parts": [child]}))


def _after_call(text: Token, settled: list[Token], language: str) -> Token:
    """Move the punctuation that begins `text` in front of the call that ends `settled`."""
    match = _MOVES_BEFORE_CALL.match(text.content)
    if match is None or language.partition("-")[0] in _CALL_BEFORE_MARK:
        return text
    settled.insert(-1, Token("text", "", 0, content=match[0]))
    return text.copy(content=text.content[match.end() :])


_TAGS = {"em": "em", "strong": "strong", "sup": "sup", "sub": "sub"}
_SHORTEST_HYPHENATED = 7
"""Letters of the shortest word that the style sheets let a line break (`hyphenate-limit-chars`)."""


def _line(children: Sequence[Token], context: Context, parsed: Parsed, closing: bool = False) -> Markup:
    """Return the HTML of one paragraph's inside; `closing` keeps its last word whole."""
    tokens = _settle_notes(children, context)
    return _Line(tokens, context, parsed, closing).html()


def _words(token: Token, context: Context, parsed: Parsed) -> str:
    """Return one paragraph's words, without its notes."""
    tokens = [child for child in _settle_notes(token.children or (), context) if child.type != "note"]
    texts = iter(_Line(tokens, context, parsed, closing=False).texts)
    result = ""
    for child in tokens:
        if child.type in _TEXTS:
            result += next(texts)
        elif child.type == "author":
            result += context.cite(child.meta["items"], "author").striptags()
        else:
            result += clean(child.content)
    return result.removeprefix("Table:").lstrip() if caption_of(token) else result


class _Line:
    """One paragraph's inside: first all its text is corrected as one, then the tags are put around it."""

    def __init__(self, tokens: Sequence[Token], context: Context, parsed: Parsed, closing: bool) -> None:
        self.tokens = tokens
        self.context = context
        self.parsed = parsed
        self.texts = self.corrected()
        self.last = self.last_text() if closing else -1

    def corrected(self) -> list[str]:
        """Return the texts of the line, each language's corrected together, the others' in its eyes one opaque word."""
        typed = [(token, language) for token, language in self.languages()]
        texts = [index for index, (token, _) in enumerate(typed) if token.type in _TEXTS]
        runs = [_run(token) for token, _ in typed]
        if self.context.typography:
            for wanted in dict.fromkeys(language for _, language in typed):
                masked = [
                    run if language == wanted else typography.OPAQUE * len(run)
                    for run, (_, language) in zip(runs, typed, strict=True)
                ]
                changed = typography.correct_runs(masked, wanted)
                runs = [
                    new if language == wanted else old
                    for old, new, (_, language) in zip(runs, changed, typed, strict=True)
                ]
        return [clean(runs[index]) for index in texts]

    def languages(self) -> Iterator[tuple[Token, str]]:
        stack = [self.context.language]
        for token in self.tokens:
            if token.type == "span_open":
                stack.append(token.meta["language"])
            yield token, stack[-1]
            if token.type == "span_close":
                stack.pop()

    def last_text(self) -> int:
        """Return the index of the line's last text that holds more than spaces and punctuation."""
        for index in range(len(self.texts) - 1, -1, -1):
            if any(character.isalnum() for character in self.texts[index]):
                return index
        return -1

    def html(self) -> Markup:
        out: list[list[str]] = [[]]
        hrefs: list[str] = []
        index = 0
        for token in self.tokens:
            kind = token.type
            if kind in ("text", "softbreak"):
                out[-1].append(self.text(index))
            elif kind == "hardbreak":
                out[-1].append("<br/>\n")
            elif kind == "link_open":
                hrefs.append(str(token.attrs["href"]))
                out.append([])
            elif kind == "link_close":
                words = Markup("".join(out.pop()))
                out[-1].append(self.link(hrefs.pop(), words))
            else:
                out[-1].append(self.tag(token))
            index += kind in _TEXTS
        return Markup("".join(out[0]))

    def text(self, index: int) -> Markup:
        words = self.texts[index]
        if index != self.last:
            return typography.nowrap(words)
        head, last, tail = _last_word(words)
        if sum(character.isalpha() for character in last) < _SHORTEST_HYPHENATED:
            return typography.nowrap(words)
        return Markup('{}<span class="last-word">{}</span>{}').format(typography.nowrap(head), last, tail)

    def tag(self, token: Token) -> Markup:
        kind = token.type
        name, _, side = kind.rpartition("_")
        if name in _TAGS:
            return Markup(f"<{_TAGS[name]}>" if side == "open" else f"</{_TAGS[name]}>")
        if kind == "code_inline":
            return Markup("<code>{}</code>").format(clean(token.content))
        if kind == "span_open":
            return Markup('<span lang="{}">').format(token.meta["language"])
        if kind == "span_close":
            return Markup("</span>")
        if kind == "note":
            return self.note(token.meta["parts"])
        if kind == "citation":
            return self.context.cite(token.meta["items"], "inline")
        if kind == "footnote_ref":
            return Markup("({})").format(self.body(token))
        if kind == "author":
            return self.context.cite(token.meta["items"], "author")
        return escape(clean(token.content))  # a picture's words: where it belongs is said by `problems`

    def link(self, href: str, words: Markup) -> Markup:
        target = course_link(href)
        if target:
            return self.context.link(Reference(*target, href), words)
        return self.context.web(href, words) if web_link(href) else words

    def note(self, parts: Sequence[Token]) -> Markup:
        """Return one note: the sources of all its citations, then the words of its notes."""
        items = tuple(item for part in parts if part.type != "footnote_ref" for item in part.meta["items"])
        texts = [_sentence(_begun(self.context.cite(items, "note"), items[0].prefix))] if items else []
        texts += [self.body(part) for part in parts if part.type == "footnote_ref"]
        return Markup('<span class="note">{}</span>').format(Markup(" ").join(texts))

    def body(self, token: Token) -> Markup:
        """Return a note's words as one line; what it cites stands in it without brackets, since it is a note itself."""
        inner = replace(self.context, notes=False, cite=self.cite_within_note)
        lines = []
        for part in self.parsed.notes.get(token.meta["label"], ()):
            children = [child for child in part.children or () if child.type != "footnote_ref"]
            if children:
                lines.append(_line(children, inner, self.parsed))
        return Markup("<br/>").join(lines)

    def cite_within_note(self, items: tuple[CiteItem, ...], form: CiteForm) -> Markup:
        words = self.context.cite(items, "note" if form == "inline" else form)
        return Markup(str(words).removesuffix("."))


def _run(token: Token) -> str:
    """Return what a token is to the rules of typography: its text, a word that they can't see into, or nothing."""
    if token.type == "text":
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return " " if token.type == "softbreak" else "\n"
    return typography.OPAQUE if token.type in ("code_inline", "author", "citation", "image") else ""


def _last_word(words: str) -> tuple[str, str, str]:
    """Part a text into what precedes its last word, that word, and the spaces behind it."""
    kept = words.rstrip(" \n")
    start = max(kept.rfind(" "), kept.rfind("\n")) + 1
    return words[:start], kept[start:], words[len(kept) :]


def _begun(words: Markup, prefix: str) -> Markup:
    """Begin a note that starts with words of its own ("see", "voir") with a capital; a name keeps the letter that it has."""
    return Markup(words[0].upper() + words[1:]) if prefix[:1].islower() and words[:1] == prefix[:1] else words


_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*$")


def _sentence(words: Markup) -> Markup:
    """Close a note with a full stop unless it has one."""
    return words if not words or _ENDS_SENTENCE.search(words.striptags()) else words + "."
