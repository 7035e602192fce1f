"""A section's page -> its part of a pack: the same HTML, with names that are its own and with links to the other sections.

In: the HTML of a handout as it is printed alone. Out: what stands between its `<body>` tags, every id prefixed by the section's, without
the credits and the teacher's own pages, which a pack prints once, at its end. A section's template never knows that there is a pack:
whatever a class changes in `section.html` is in the pack too.

In the HTML `<!--credits-->` and `<!--/credits-->` enclose the credits, `<!--teacher-->` and `<!--/teacher-->` the teacher's own pages,
`<!--to KIND:ID-->` and `<!--/to-->` the words of a link to what this handout doesn't print. An element that asks for a page by
`data-target="#ID"`, which its stylesheet prints behind its words, asks for the pack's page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

_BODY = re.compile(r"<body[^>]*>(?P<inside>.*)</body>", re.DOTALL)
_CREDITS = re.compile(r"<!--credits-->.*?<!--/credits-->", re.DOTALL)
_TEACHER = re.compile(r"<!--teacher-->(?P<inside>.*?)<!--/teacher-->", re.DOTALL)
_END = re.compile(r'<p id="end-of-handout"></p>\s*')
_TAG = re.compile(r"<[a-zA-Z][^>]*>")
_NAMED = re.compile(r' (id|for|headers|aria-labelledby)="([^"]+)"')
_LOCAL = re.compile(r' (href|xlink:href|data-t)="#([^"]+)"')
_ASKS = re.compile(
    r'(?P<open><(?P<tag>\w+)[^>]*) data-target="#(?P<name>[^"]+)"(?P<words>[^>]*>.*?)</(?P=tag)>', re.DOTALL
)
_PAINT = re.compile(r"url\(#([^)\"']+)\)")
_SLOT = re.compile(r"<!--slot ([\w-]+)-->")
_TO = re.compile(r"<!--to (?P<kind>\w+):(?P<name>[^>]*?)-->(?P<words>.*?)<!--/to-->", re.DOTALL)
_TERM = re.compile(r'<span class="term" data-term="(?P<name>[^"]*)">(?P<words>.*?)</span>', re.DOTALL)
_USE = re.compile(r'(?P<before><a class="term" id="[^"]*") href="#(?P<target>[^"]*)">')
_ID = re.compile(r'<[a-zA-Z][^>]* id="([^"]+)"')


@dataclass(frozen=True)
class Body:
    """A section in a pack: its HTML, the teacher's own pages, the ids in both, and where it uses which term."""

    section: str
    html: Markup
    teacher: Markup | None
    ids: frozenset[str]
    term_uses: Mapping[str, tuple[str, ...]]


def own(section: str, name: str) -> str:
    """Return the name that an element of a section has in a pack."""
    return f"{section}__{name}"


def shared(kind: str, name: str) -> str:
    """Return the name of what a pack prints once for all sections: a person, a term, a source."""
    return f"pack__{kind}__{name}"


def start_of(section: str) -> str:
    """Return the name of a section's first page in a pack."""
    return shared("section", section)


def taken_out(page: str, section: str) -> Body:
    """Return a handout's page as a part of a pack; its links to other sections are still open (`linked`)."""
    found = _BODY.search(page)
    inside = found["inside"] if found else page
    teacher = _TEACHER.search(inside)
    rest = _END.sub("", _CREDITS.sub("", _TEACHER.sub("", inside)))
    uses: dict[str, list[str]] = {}
    html = _with_start(_terms(_named(rest, section), section, uses), section)
    apart = _terms(_named(teacher["inside"], section), section, uses).strip() if teacher else ""
    ids = frozenset(_ID.findall(html + apart))
    return Body(
        section, Markup(html), Markup(apart) if apart else None, ids, {name: tuple(at) for name, at in uses.items()}
    )


def _named(html: str, section: str) -> str:
    """Give all ids, and what refers to them, the section's prefix."""

    def tag(match: re.Match[str]) -> str:
        text = _NAMED.sub(lambda m: f' {m[1]}="{" ".join(own(section, name) for name in m[2].split())}"', match[0])
        text = _LOCAL.sub(lambda m: f' {m[1]}="#{own(section, m[2])}"', text)
        return _PAINT.sub(lambda m: f"url(#{own(section, m[1])})", text)

    def asked(match: re.Match[str]) -> str:
        return f'{match["open"]}{match["words"]}<b data-page="{own(section, match["name"])}">00</b></{match["tag"]}>'

    return _SLOT.sub(lambda m: f"<!--slot {own(section, m[1])}-->", _TAG.sub(tag, _ASKS.sub(asked, html)))


def _terms(html: str, section: str, uses: dict[str, list[str]]) -> str:
    """Make each term a link to the glossary, with a name that the index asks for."""

    def link(match: re.Match[str]) -> str:
        at = uses.setdefault(match["name"], [])
        at.append(own(section, f"use-{match['name']}-{len(at) + 1}"))
        return f'<a class="term" id="{at[-1]}" href="#{shared("term", match["name"])}">{match["words"]}</a>'

    return _TERM.sub(link, html)


def _with_start(html: str, section: str) -> str:
    """Name the first element, so that contents and bookmarks lead to the top of the section's first page."""
    first = _TAG.search(html)
    if first is None:
        return html
    if " id=" in first[0]:
        return f'<div id="{start_of(section)}"></div>{html}'
    return f'{html[: first.end() - 1]} id="{start_of(section)}"{html[first.end() - 1 :]}'


def linked(html: str, page_words: str) -> str:
    """Return a pack's HTML with the links between its parts; `page_words` are those of a page's number: `page {page}`.

    What the pack doesn't print leaves the words alone.
    """
    known = frozenset(_ID.findall(html))
    before, _, after = page_words.partition("{page}")

    def link(match: re.Match[str]) -> str:
        target, elsewhere = _target(match["kind"], match["name"])
        if target not in known:
            return match["words"]
        anchor = f'<a href="#{target}">{match["words"]}</a>'
        if not elsewhere:
            return anchor
        number = f'{escape(before)}<b data-page="{target}">00</b>{escape(after)}'
        return f'{anchor} <span class="page-ref">({number})</span>'

    def term(match: re.Match[str]) -> str:
        name = shared("term", match["name"])
        return f'<a class="term" href="#{name}">{match["words"]}</a>' if name in known else match[0]

    def kept(match: re.Match[str]) -> str:
        return match[0] if match["target"] in known else match["before"] + ">"

    return _USE.sub(kept, _TERM.sub(term, _TO.sub(link, html)))


def _target(kind: str, name: str) -> tuple[str, bool]:
    """Return the name of what a link leads to, and whether that is a place in a section."""
    section, _, item = name.rpartition("/")
    if kind == "section":
        return start_of(name), True
    return (own(section, f"{kind}-{item}"), True) if section else (shared(kind, name), False)
