"""The web addresses that a section's texts link to, for paper: numbered, each with the words that lead to it.

In: a section as it is printed. Out: `WebLink`s in reading order, each address once. Separate because a page marks its links with these
numbers while a component at the end prints their codes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from builder.model import Section
from builder.text.markdown import parse
from builder.text.reading import web_link
from builder.walk import texts


@dataclass(frozen=True, slots=True)
class WebLink:
    """An address, its number in the handout, and the words of the first link to it."""

    number: int
    address: str
    words: str


def web_links(section: Section) -> dict[str, WebLink]:
    """Return a section's web links by address; mail addresses aren't among them."""
    found: dict[str, WebLink] = {}
    for _, text in texts(section):
        if "](" not in text and "<http" not in text:
            continue
        parsed = parse(text)
        for token in (*parsed.tokens, *(part for body in parsed.notes.values() for part in body)):
            for address, words in _links(token.children or ()):
                if web_link(address) and not address.lower().startswith("mailto:") and address not in found:
                    found[address] = WebLink(len(found) + 1, address, words)
    return found


def _links(tokens: list[Token] | tuple[Token, ...]) -> Iterator[tuple[str, str]]:
    """Yield the address and the words of each link of a line."""
    address, words = "", ""
    for token in tokens:
        if token.type == "link_open":
            address, words = str(token.attrs["href"]), ""
        elif token.type == "link_close":
            yield address, " ".join(words.split())
        elif token.type in ("text", "code_inline", "softbreak"):
            words += token.content or " "


def shown(address: str) -> str:
    """Return an address as paper shows it: without `https://`, `www.` and a closing slash, nothing else left out."""
    for start in ("https://", "http://"):
        if address.lower().startswith(start):
            address = address[len(start) :]
    return address.removeprefix("www.").removesuffix("/")
