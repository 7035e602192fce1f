"""Pictures must be there, whole, inside the course, and described."""

from __future__ import annotations

from collections.abc import Iterator

from builder.course import Course, Finding, SectionEntry
from builder.diagnostics import Location, error, nearest, warning
from builder.model.base import Illustrated
from builder.pictures import fault
from builder.remember import by_identity
from builder.walk import Path


def uses(entry: SectionEntry, course: Course) -> Iterator[tuple[str, Path]]:
    """Yield the pictures that a section shows: file name, path of what names it."""
    yield from _own(entry)
    for index, use in enumerate(entry.value.key_figures):
        figure = course.figures.get(use.id)
        if figure is not None and figure.portrait:
            yield figure.portrait, ("key_figures", index)


@by_identity(2048)
def _own(entry: SectionEntry) -> tuple[tuple[str, Path], ...]:
    """Return the pictures that a section's own items show: file name, path of what names it."""
    found: list[tuple[str, Path]] = []
    for path, model in entry.models:
        if isinstance(model, Illustrated):
            found += [(model.image, (*path, "image"))] if model.image else []
            found += [(image.file, (*path, "images", index, "file")) for index, image in enumerate(model.images)]
    return tuple(found)


def whole(course: Course) -> Iterator[Finding]:
    """A picture that a section shows is a whole file in the course's `images/`."""
    names = [name.removeprefix("images/") for name in course.files if name.startswith("images/")]
    for entry in course.sections:
        for name, path in uses(entry, course):
            message, hint = _fault(name, names, course)
            if message:
                yield Finding(error(message, entry.at(path), hint), entry.id)


def _fault(name: str, names: list[str], course: Course) -> tuple[str, str | None]:
    """Return what is wrong with a picture and a hint; an empty message: nothing is."""
    plain = "put the file into the course's `images/` folder and write its name alone, such as `map.png`"
    if "://" in name or name.startswith(("data:", "//")):
        return f"`{name}` is an address on the network; a build never downloads", plain
    if name.startswith(("/", "\\", "~")) or ":" in name[:3]:
        return f"`{name}` is an absolute path that leads outside the course", plain
    if ".." in name.replace("\\", "/").split("/") or "/" in name or "\\" in name:
        return f"`{name}` leads outside the course's `images/` folder", plain
    data = course.files.get(f"images/{name}")
    if data is None:
        if f"images/{name}" in course.broken:
            return f"the picture `{name}` can't be used", None
        near = nearest(name, names)
        return f"there is no picture `{name}` in `images/`", f"did you mean `{near}`?" if near else plain
    wrong = fault(data, name)
    return (f"the picture `{name}` {wrong}", "save or copy it again") if wrong else ("", None)


def described(course: Course) -> Iterator[Finding]:
    """A picture that is shown has words for those who don't see it.

    Its `alt:` stands in `images.yaml`; on a map or a chart say what it tells, not that it is one.
    """
    for name, place, entry in _shown_once(course):
        info = course.images.get(name)
        if info is None or not info.alt:
            hint = f"add `{name}: {{alt: what it shows}}` to `images.yaml`"
            yield Finding(warning(f"the picture `{name}` has no alternative text", place, hint), entry.id)


def credited(course: Course) -> Iterator[Finding]:
    """A picture that is shown says who made it and by what licence it may be printed."""
    for name, place, entry in _shown_once(course):
        info = course.images.get(name)
        lacks = [field for field in ("credit", "license") if info is None or not getattr(info, field)]
        if lacks:
            words = " and no ".join({"credit": "credit", "license": "licence"}[field] for field in lacks)
            hint = f"add {' and '.join(f'`{field}:`' for field in lacks)} to `{name}` in `images.yaml`"
            yield Finding(warning(f"the picture `{name}` has no {words}", place, hint), entry.id)


def _shown_once(course: Course) -> Iterator[tuple[str, Location, SectionEntry]]:
    """Yield each picture that can be shown, where the course shows it first."""
    told: set[str] = set()
    for entry in course.sections:
        for name, path in uses(entry, course):
            if name not in told and f"images/{name}" in course.files and ("image", name) not in course.unusable:
                told.add(name)
                yield name, entry.at(path), entry
