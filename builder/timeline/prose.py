"""Words into lines: inline HTML and a width -> the same HTML with its line ends, and how many lines it takes.

The component breaks lines itself and prints them `nowrap`, so that the heights it computed hold on the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from markupsafe import Markup

_TAG = re.compile(r"<[^>]*>")
_TOKEN = re.compile(r"<[^>]*>|&#?\w+;|.", re.DOTALL)
_SPACES = " \t\r\n"


def plain(markup: Markup) -> str:
    """The words of inline HTML, white space collapsed (no-break spaces stay)."""
    text = html.unescape(_TAG.sub("", markup))
    return " ".join(word for word in re.split(f"[{_SPACES}]+", text) if word)


def wrap(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The lines of a text, each at most `width` wide as `measure` says; a longer word stands alone."""
    lines: list[str] = []
    for word in filter(None, re.split(f"[{_SPACES}]+", text)):
        if lines and measure(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def broken(markup: Markup, lines: list[str]) -> Markup:
    """Inline HTML with `<br>` where `lines`, the same words, end. Tags may run across lines."""
    ends: list[int] = []
    for line in lines[:-1]:
        ends.append((ends[-1] if ends else 0) + sum(character not in _SPACES for character in line))
    out: list[str] = []
    seen, pending = 0, False
    for token in _TOKEN.findall(markup):
        visible = not token.startswith("<") and html.unescape(token) not in _SPACES
        if visible and pending:
            out.append("<br>")
            pending = False
        out.append(token)
        seen += len(html.unescape(token)) if visible else 0
        if visible and ends and seen >= ends[0]:
            ends.pop(0)
            pending = True
    return Markup("".join(out))
