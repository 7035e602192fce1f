"""Where the files that belong to the program lie: templates, schemas, fonts.

In: nothing. Out: folders. A wheel carries copies under `builder/_data/`; a checkout (an editable install) has
`templates/` and `schemas/` at its top, and only the fonts under `_data`. Separate, so that nobody else has to ask
which of the two it is.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_DATA = _PACKAGE / "_data"


def templates_dir() -> Path:
    """The templates that ship with the program (without any class's own)."""
    return _shipped("templates")


def schemas_dir() -> Path:
    """The JSON Schemas of the content files."""
    return _shipped("schemas")


def fonts_dir() -> Path:
    """The static fonts, `faces.json` and their licences, as `tools/make_fonts.py` leaves them."""
    return _DATA / "fonts"


def scaffold_dir() -> Path:
    """What `studyguide new` writes: example content with comments, as plain YAML."""
    return _PACKAGE / "scaffold"


def _shipped(name: str) -> Path:
    packaged = _DATA / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
