"""Fonts of form fields: what their glyphs mean, also those that only the page's text uses.

In: WeasyPrint's module that writes fonts (nothing here imports it). Out: the same, mended. WeasyPrint 70.0 takes the meaning of a form's
font from the font's own table, which knows neither ligatures nor other shapes of figures, and has entries for no character at all; a
reader, and PDF/UA (ISO 14289-1, 7.21.7), need the meaning of each glyph that is printed.
"""

from __future__ import annotations

import functools
import re
from typing import Any

_ENTRY = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
_NO_CHARACTERS = frozenset({b"", b"0000", b"feff", b"fffe"})
HEAD = b"/CIDInit /ProcSet findresource begin"
_BATCH = 100
"""A table of a CMap has so many entries at most (Adobe Technical Note 5411)."""


def mend_form_fonts(module: Any) -> None:
    """Make `weasyprint.pdf` write complete tables for the fonts of forms; call before the first PDF."""
    build = module.build_fonts_dictionary
    if hasattr(build, "__wrapped__"):
        return

    @functools.wraps(build)
    def mended(pdf: Any, fonts: Any, *rest: Any, **options: Any) -> Any:
        first = len(pdf.objects)
        made = build(pdf, fonts, *rest, **options)
        if not any(font.used_in_forms for font in fonts.values()):
            return made
        tables = [item for item in pdf.objects[first:] if _is_table(item)]
        for font, table in zip(fonts.values(), tables, strict=True):
            if font.used_in_forms:
                table.stream[:] = completed(table.stream, font.to_unicode)
        return made

    module.build_fonts_dictionary = mended


def _is_table(item: Any) -> bool:
    stream = getattr(item, "stream", None)
    return isinstance(stream, list) and stream[:1] == [HEAD]


def completed(lines: list[bytes], used: dict[int, str]) -> list[bytes]:
    """Return a CMap without entries for no character, and with those of the glyphs that were used."""
    entries = {int(m[1], 16): m[2] for line in lines if (m := _ENTRY.fullmatch(line))}
    entries |= {glyph: text.encode("utf-16-be").hex().encode() for glyph, text in used.items()}
    kept = [(glyph, code) for glyph, code in sorted(entries.items()) if code not in _NO_CHARACTERS]
    head = lines[: lines.index(b"endcodespacerange") + 1]
    tail = lines[lines.index(b"endcmap") :]
    body = []
    for start in range(0, len(kept), _BATCH):
        batch = kept[start : start + _BATCH]
        body += [b"%d beginbfchar" % len(batch), *(b"<%04x> <%s>" % entry for entry in batch), b"endbfchar"]
    return [*head, *body, *tail]
