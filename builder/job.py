"""The values between render, typeset and write: a Job, self-contained, and the Artifact that comes of it.

A Job carries its page, stylesheets and pictures as bytes. It can be pickled and hashed, gives the same PDF in any process, and its
digest is its cache key. Separate from `typeset` so that planning and the cluster never import WeasyPrint.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

MEDIA_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
    "svg": "image/svg+xml",
}  # fmt: skip


def _digest(parts: Iterable[bytes]) -> str:
    hasher = hashlib.sha256()
    for part in parts:
        hasher.update(len(part).to_bytes(8, "big"))
        hasher.update(part)
    return hasher.hexdigest()


@dataclass(frozen=True)
class Job:
    """What makes one PDF."""

    name: str
    """The PDF's path inside the output folder, with forward slashes."""
    html: str
    """The whole page; pictures are addressed as `asset:NAME`."""
    stylesheets: tuple[tuple[str, str], ...]
    """Names and texts of the stylesheets, in the order of the cascade."""
    assets: tuple[tuple[str, bytes], ...] = ()
    """Names and bytes of the pictures, sorted by name."""
    pdf_variant: str = "pdf/a-2a"
    """What WeasyPrint is asked for; `repair` makes PDF/UA-1 of it as well."""
    made_with: tuple[tuple[str, str], ...] = ()
    """Versions that decide the bytes: builder, WeasyPrint, Pango, fonts."""
    course: str = ""
    section: str = ""
    class_name: str | None = None
    edition: str = "student"
    extra_seconds: float = 0.0
    """Time that it may take beyond the limit of a section."""
    cost: int = 0
    """How long it is expected to take, in any unit; 0: not known. Doesn't decide the bytes."""
    forbidden: tuple[tuple[str, str], ...] = ()
    """What this file must not hold: pairs of a place's name and the words (answers, in a student's file)."""

    copies: tuple[str, ...] = ()
    """Names that copies of the finished PDF are stamped with."""

    @cached_property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What decides the bytes of the PDF, kind by kind, each with its SHA-256."""
        return (
            ("html", _digest([self.html.encode(), self.pdf_variant.encode()])),
            ("styles", _digest(item.encode() for pair in self.stylesheets for item in pair)),
            ("pictures", _digest(item for name, data in self.assets for item in (name.encode(), data))),
            ("versions", _digest(item.encode() for pair in self.made_with for item in pair)),
            ("copies", _digest(name.encode() for name in self.copies)),
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that decides the bytes of the PDF."""
        return _digest(digest.encode() for _, digest in self.parts)

    @cached_property
    def searched_for(self) -> str:
        """SHA-256 of what this file must not hold: it decides no byte, but whether the file may be there."""
        return _digest(item.encode() for pair in self.forbidden for item in pair) if self.forbidden else ""

    def page(self) -> str:
        """Return the page with its stylesheets and pictures inside: what WeasyPrint gets, to be opened in a browser."""
        styles = "\n".join(f"/* {name} */\n{text}" for name, text in self.stylesheets)
        html = self.html
        for name, data in self.assets:
            kind = MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
            html = html.replace(f'"asset:{name}"', f'"data:{kind};base64,{base64.b64encode(data).decode()}"')
        return html.replace("</head>", f"<style>\n{styles}\n</style>\n</head>", 1)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a component stands: page from 1, millimetres from the page's top left corner."""

    page: int
    id: str
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished PDF, or why there is none (`pdf` is empty and `errors` says so)."""

    job: str
    pdf: bytes
    pages: int
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    layout: tuple[Box, ...] = ()
    internal: bool = False
    """The fault is ours: exit code 70."""
    seconds: float = 0.0
    digest: str = field(default="")
    """SHA-256 of the PDF."""
