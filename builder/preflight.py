"""A finished PDF -> what it holds and must not: so far answers in a pupil's file.

In: the bytes of a PDF and the words that it may not hold. Out: a line for each place where it holds them, and then it isn't written.
`edition` keeps answers out of the data and tests look for every one of them; this looks at what is about to be printed, so that a
mistake in a template or in a new component is found before a class finds it. Separate from `check`, which looks at content.

Words are compared without spaces, hyphens, marks and case: a line may end anywhere. Eight words in a row count as an answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from builder.job import Artifact, Job

if TYPE_CHECKING:
    from builder.course import Course, SectionEntry

RUN = 8
"""So many words in a row, and no fewer, tell an answer from a chance likeness."""
_STEP = 12
_FONT_DATA = ("/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode", "/CIDToGIDMap")
_NO_LETTER = re.compile(r"[\W_]+")
_GLYPHS = re.compile(rb"<[0-9A-Fa-f\s]*>")
"""Hexadecimal strings: on a page they are numbers of glyphs, which pdfium reads, or texts (`_HEX`)."""
_HEX = re.compile(rb"<\s*([Ff][Ee][Ff][Ff][0-9A-Fa-f\s]+)>")


def squeezed(text: str) -> str:
    """Return the letters and digits of a text alone, without case."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return _NO_LETTER.sub("", plain.casefold())


def forbidden(full: Course, student: Course, entry: SectionEntry) -> tuple[tuple[str, str], ...]:
    """Return what a pupil's file of a section must not hold: each run of eight words or more, with the place that it is from.

    `full` is the course with its answers, `student` the same course as pupils get it; `entry` is the section in either. What the
    pupils' own text holds too is left out.
    """
    from builder.walk import texts

    seen = next((other for other in student.sections if other.id == entry.id), entry)
    values = [seen.value, student.info, student.class_info, *student.figures.values(), *student.terms.values()]
    values += [*student.rubrics.values(), *student.images.values()]
    allowed = "".join(_printed(text) for value in values for _, text in texts(value))
    allowed += "".join(squeezed(text) for source in student.sources.values() for text in _words_of(source))
    found: dict[tuple[str, str], None] = {}
    for place, text in _secrets(full, entry.id):
        for run in runs(_plain(text), allowed):
            found[place, run] = None
    return tuple(found)


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    """Return the words of a Markdown text; the trees and editions of a course share most of theirs."""
    from builder.text import plain

    return plain(text)


@lru_cache(maxsize=20_000)
def _printed(text: str) -> str:
    return squeezed(_plain(text))


def _secrets(course: Course, section: str) -> Iterator[tuple[str, str]]:
    """Yield each text that pupils may not see, with its place (`questions.first-crowd.answer`)."""
    from builder.model.base import Secret
    from builder.walk import marked_fields, models

    shared = (*course.figures.values(), *course.terms.values(), *course.rubrics.values())
    for value in (*shared, *(entry.value for entry in course.sections if entry.id == section)):
        names: dict[tuple[str | int, ...], str] = {}
        for path, model in models(value):
            names[path] = getattr(model, "id", None) or (str(path[-1]) if path else "")
            steps = [names.get(path[:end]) or (str(path[end - 1]) if end else "") for end in range(len(path) + 1)]
            for name in sorted(marked_fields(type(model), Secret)):
                for text in _words_of(getattr(model, name)):
                    yield ".".join(filter(None, [*steps, name])), text


def _words_of(value: Any) -> Iterator[str]:
    """Yield the texts inside a value of any kind."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _words_of(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _words_of(part)
    elif hasattr(value, "model_fields_set"):
        for part in vars(value).values():
            yield from _words_of(part)


def runs(text: str, allowed: str) -> Iterator[str]:
    """Yield the stretches of a text, eight words or longer, of which no eight words in a row stand in `allowed` (squeezed)."""
    words = [word for word in map(squeezed, text.split()) if word]
    run: list[str] = []
    for start in range(len(words) - RUN + 1):
        if "".join(words[start : start + RUN]) in allowed:
            if run:
                yield " ".join(run)
            run = []
        else:
            run = [*run, words[start + RUN - 1]] if run else words[start : start + RUN]
    if run:
        yield " ".join(run)


def inspected(artifact: Artifact, job: Job) -> Artifact:
    """Return the artifact, or one without a PDF and with errors if the PDF holds what the job forbids."""
    found = leaks(artifact.pdf, job.forbidden) if artifact.pdf and job.forbidden else ()
    if not found:
        return artifact
    return replace(
        artifact, pdf=b"", errors=(*artifact.errors, *(f"{leak}; the file was not written" for leak in found))
    )


def leaks(pdf: bytes, words: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return a line for each answer that a PDF holds in any form, and where it holds it."""
    forbidden_runs = tuple(words)
    held = [(where, squeezed(text)) for where, text in contents(pdf)]
    wanted = {window[:_STEP] for _, run in forbidden_runs for window in _windows(run)}
    sizes = {len(piece) for piece in wanted}
    pieces = {piece for _, text in held for size in sizes for piece in _pieces(text, size) if piece in wanted}
    found = []
    for place, run in forbidden_runs:
        listed = run.split()
        for start in range(len(listed) - RUN + 1):
            window = "".join(listed[start : start + RUN])
            if window[:_STEP] not in pieces:
                continue
            where = next((name for name, text in held if window in text), None)
            if where is not None:
                found.append(f"{where} holds words of `{place}` (“{' '.join(listed[start : start + RUN])}”)")
                break
    return tuple(found)


def _windows(run: str) -> Iterator[str]:
    """Yield each eight words in a row, without the spaces."""
    listed = run.split()
    for start in range(len(listed) - RUN + 1):
        yield "".join(listed[start : start + RUN])


def _pieces(text: str, size: int) -> Iterator[str]:
    """Yield every stretch of so many letters; one after another, since a course pack has millions."""
    for start in range(len(text) - size + 1):
        yield text[start : start + size]


def contents(pdf: bytes) -> Iterator[tuple[str, str]]:
    """Yield all texts that a PDF holds, each with the kind of its place: printed or hidden, metadata, bookmarks, alternative
    texts, values of forms, attachments, streams."""
    import pikepdf
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            page = document[number]
            textpage = page.get_textpage()
            yield f"page {number + 1}", _joined(textpage.get_text_range())
            textpage.close()
            page.close()
    finally:
        document.close()
    with pikepdf.open(BytesIO(pdf)) as opened:
        objects = [
            thing for thing in opened.objects if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array))
        ]
        named = [thing for thing in objects if not isinstance(thing, pikepdf.Array)]
        fonts = {
            thing[name].objgen for thing in named for name in _FONT_DATA if isinstance(thing.get(name), pikepdf.Stream)
        }
        for thing in objects:
            yield from _strings(thing, pikepdf)
            if isinstance(thing, pikepdf.Stream) and thing.objgen not in fonts and not _is_packing(thing):
                yield _stream(thing, pikepdf)
        yield from _strings(opened.trailer.get("/Info", pikepdf.Dictionary()), pikepdf)


def _is_packing(stream: Any) -> bool:
    """Tell whether a stream holds a picture, or objects that come by themselves (ISO 32000-1, 7.5.7 and 7.5.8)."""
    return stream.get("/Subtype") == "/Image" or stream.get("/Type") in ("/ObjStm", "/XRef")


def _joined(text: str) -> str:
    """Return a page's text with the words whole that were divided at the end of a line."""
    return re.sub(r"[\u00ad\u0002\ufffe]\s*", "", text)


_KINDS = {
    "/Title": "a title or bookmark", "/Alt": "an alternative text", "/ActualText": "a replacement text", "/E": "an expansion",
    "/V": "a form's value", "/DV": "a form's value", "/TU": "a form's label", "/T": "a form's name", "/Contents": "an annotation",
    "/URI": "a link's address", "/Desc": "an attachment's description", "/F": "a file's name", "/UF": "a file's name",
    "/Author": "the metadata", "/Subject": "the metadata", "/Keywords": "the metadata",
}  # fmt: skip


def _strings(thing: Any, pikepdf: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield the strings directly inside an object; objects of their own come by themselves."""
    if isinstance(thing, pikepdf.String):
        yield _KINDS.get(name, "a text"), unquote(str(thing)) if name == "/URI" else str(thing)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, value in thing.items():
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, pikepdf, key)
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            if not getattr(value, "is_indirect", False):
                yield from _strings(value, pikepdf, name)


def _stream(stream: Any, pikepdf: Any) -> tuple[str, str]:
    """Return what a stream says, decompressed: letters as they are, and hexadecimal texts."""
    try:
        data = stream.read_bytes()
    except pikepdf.PdfError:
        data = stream.read_raw_bytes()
    kind = str(stream.get("/Type", ""))
    where = {"/EmbeddedFile": "an attachment", "/Metadata": "the metadata"}.get(kind, "a stream")
    words = [
        bytes.fromhex(match[1].decode()).decode("utf-16", "replace")
        for match in _HEX.finditer(data)
        if _is_whole(match[1])
    ]
    if where == "a stream":
        data = _GLYPHS.sub(b"", data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return where, " ".join([text, *words])


def _is_whole(digits: bytes) -> bool:
    return len(b"".join(digits.split())) % 2 == 0
