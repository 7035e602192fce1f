"""Page-bottom notes -> notes at the end of the handout, for editions whose pages have no foot to spare.

In: a page's HTML, in which each note is `<span class="note">` where its mark belongs. Out: the HTML with numbered marks that lead to a
list at `<!--notes-->`, else before the end of the handout. Separate because components don't know where their notes are printed.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_START = '<span class="note">'
_SPAN = re.compile(r"<(/?)span\b[^>]*>")
JOINER = "\u2060"
"""No line ends between a word and the mark of its note."""
_PLACE = "<!--notes-->"
_END = '<p id="end-of-handout">'


def with_end_notes(html: str, title: str) -> str:
    """Return the page with its notes in a list under a heading; unchanged where it has none."""
    notes: list[str] = []
    parts: list[str] = []
    rest = html
    while (start := rest.find(_START)) >= 0:
        end, after = _extent(rest, start)
        notes.append(rest[start + len(_START) : end])
        number = len(notes)
        parts += [
            rest[:start],
            f'{JOINER}<a class="note-mark" id="note-mark-{number}" href="#note-{number}">[{number}]</a>',
        ]
        rest = rest[after:]
    if not notes:
        return html
    page = "".join([*parts, rest])
    place = _PLACE if _PLACE in page else _END
    return page.replace(place, _listed(notes, title) + place, 1)


def _extent(html: str, start: int) -> tuple[int, int]:
    """Return where the words of the note that begins here end, and where its tag does."""
    depth = 0
    for tag in _SPAN.finditer(html, start):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.start(), tag.end()
    return len(html), len(html)


def _listed(notes: list[str], title: str) -> str:
    items = "".join(
        f'<li id="note-{number}"><p><a href="#note-mark-{number}">[{number}]</a> {words}</p></li>\n'
        for number, words in enumerate(notes, 1)
    )
    head = Markup('<section class="end-notes" id="end-notes">\n<h2 class="part">{}</h2>\n<ol>\n').format(title)
    return f"{head}{items}</ol>\n</section>\n"
