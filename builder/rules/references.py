"""Every id that something names must exist, and stand once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from builder.course import Course, Finding, SectionEntry, texts_in
from builder.diagnostics import Diagnostic, Location, error, info, nearest
from builder.model import Section
from builder.model.base import Illustrated
from builder.remember import by_identity
from builder.text import CiteItem, references
from builder.walk import Path

ITEM_LISTS = {
    "question": "questions", "event": "timeline", "document": "documents", "disagreement": "disagreements", "chart": "charts",
    "organizer": "organizers", "narrative": "narrative", "objective": "objectives",
}  # fmt: skip
SHARED_FILES = {"figure": "key_figures.yaml", "term": "glossary.yaml", "cite": "sources.yaml"}
NOUNS = {"cite": "source", "event": "event", "figure": "key figure", "image": "picture", "narrative": "narrative item"}


@dataclass(frozen=True, slots=True)
class Use:
    """A place that names a thing: its kind, its id, the path of the field, and the words to underline."""

    kind: str
    id: str
    path: Path
    needle: str | None = None
    occurrence: int = 0


@lru_cache(maxsize=1024)
def known(kind: str, entry: SectionEntry, course: Course) -> Collection[str]:
    """Return the ids that a reference of a kind may name in this section."""
    if kind in ITEM_LISTS:
        return [item.id for item in getattr(entry.value, ITEM_LISTS[kind]) if item.id]
    if kind == "image":
        return [name.removeprefix("images/") for name in course.files if name.startswith("images/")]
    if kind == "section":
        return (*course.info.section_ids, *(other.id for other in course.sections))
    if kind == "lane":
        return [lane.id for lane in entry.value.lanes or course.info.lanes]
    return {"cite": course.sources, "figure": course.figures, "term": course.terms, "rubric": course.rubrics}[kind]


@by_identity(2048)
def field_uses(entry: SectionEntry) -> tuple[Use, ...]:
    """Return what a section names by field."""
    return (*_own_uses(entry.value), *_source_uses(entry))


def _own_uses(section: Section) -> Iterator[Use]:
    yield from (Use("figure", use.id, ("key_figures", i)) for i, use in enumerate(section.key_figures))
    yield from (Use("term", name, ("terms", i)) for i, name in enumerate(section.terms or ()))
    yield from (Use("cite", name, ("further_reading", i)) for i, name in enumerate(section.further_reading))
    for i, event in enumerate(section.timeline):
        if event.lane:
            yield Use("lane", event.lane, ("timeline", i, "lane"))
        yield from (Use("figure", name, ("timeline", i, "key_figures", j)) for j, name in enumerate(event.key_figures))
    for i, question in enumerate(section.questions):
        if question.objective:
            yield Use("objective", question.objective, ("questions", i, "objective"))
        if question.rubric:
            yield Use("rubric", question.rubric.id, ("questions", i, "rubric"))
        if question.about:
            kind, _, name = question.about.partition(":")
            yield Use(kind, name, ("questions", i, "about"), name)
    for i, group in enumerate(section.question_groups):
        yield from (
            Use("question", name, ("question_groups", i, "questions", j)) for j, name in enumerate(group.questions)
        )
    for i, passage in enumerate(section.narrative):
        if passage.anchor and passage.anchor[0] != "timeline":
            yield Use(*passage.anchor, ("narrative", i, passage.anchor[0]))


def _source_uses(entry: SectionEntry) -> Iterator[Use]:
    """Yield the sources that lists called `sources` and fields called `source` name."""
    for path, model in entry.models:
        fields = vars(model)  # quicker than asking a pydantic model for what it doesn't have
        for j, name in enumerate(fields.get("sources", ())):
            yield Use("cite", source_id(name), (*path, "sources", j), source_id(name))
        source = fields.get("source")
        if isinstance(source, str):
            yield Use("cite", source_id(source), (*path, "source"), source_id(source))


@lru_cache(maxsize=4096)
def source_id(entry: str) -> str:
    """Return the id that an entry of a `sources:` list names, without its place in the source."""
    return CiteItem.parse(entry).id


def text_uses(entry: SectionEntry, course: Course) -> tuple[Use, ...]:
    """Return what a section's texts cite and link to."""
    return _text_uses(entry, course.source_ids)


@by_identity(2048)
def _text_uses(entry: SectionEntry, ids: frozenset[str]) -> tuple[Use, ...]:
    return tuple(
        Use(ref.kind, ref.id, path, ref.raw, ref.occurrence)
        for path, text in entry.texts
        for ref in references(text, ids)
    )


@lru_cache(maxsize=128)
def used(entry: SectionEntry, course: Course) -> frozenset[tuple[str, str]]:
    """Return kinds and ids of all that a section uses, pictures and the texts of its figures and terms included."""
    found = {(use.kind, use.id) for use in (*field_uses(entry), *text_uses(entry, course))}
    found |= {("image", picture.file) for _, m in entry.models if isinstance(m, Illustrated) for picture in m.pictures}
    for kind, name in list(found):
        item = {"figure": course.figures, "term": course.terms}.get(kind, {}).get(name)
        if item is not None:
            found |= {(r.kind, r.id) for _, text in texts_in(item) for r in references(text, course.source_ids)}
    return frozenset(found)


def fields(course: Course) -> Iterator[Finding]:
    """Every id that a field names exists."""
    for entry in course.sections:
        for use in field_uses(entry):
            if _is_there(use, entry, course):
                continue
            place = entry.find(use.path, use.needle) if use.needle else entry.at(use.path)
            yield from _missing(use.kind, use.id, place, entry, course)
        for i, organizer in enumerate(entry.value.organizers):
            for j, row in enumerate(organizer.rows):
                yield from _named_but_hidden("document", row, entry.at(("organizers", i, "rows", j)), entry, course)


def links(course: Course) -> Iterator[Finding]:
    """Every citation and link in a text leads to something that exists."""
    yield from section_links(course)
    yield from _shared_links(course)


def section_links(course: Course) -> Iterator[Finding]:
    """The links rule for the texts of sections alone."""
    for entry in course.sections:
        for use in text_uses(entry, course):
            yield from _text_use(use, entry, course)


def _is_there(use: Use, entry: SectionEntry, course: Course) -> bool:
    """Tell at little cost whether what is named stands in this section or its course, as nearly all does."""
    return use.kind != "section" and use.id in known(use.kind, entry, course)


def _text_use(use: Use, entry: SectionEntry, course: Course) -> Iterator[Finding]:
    if _is_there(use, entry, course):
        return
    place = entry.find(use.path, use.needle or use.id, use.occurrence)
    section, slash, name = use.id.partition("/")
    left_out = _left_out(use, entry, course)
    if left_out is not None:
        yield Finding(_plain_link(*left_out, place, course), entry.id)
        return
    if not slash:
        yield from _missing(use.kind, use.id, place, entry, course)
        return
    other = next((e for e in course.sections if e.id == section), None)
    if section not in course.info.section_ids:
        yield from _missing("section", section, place, entry, course)
    elif other is not None:
        yield from _missing(use.kind, name, place, other, course, entry.id)


def _left_out(use: Use, entry: SectionEntry, course: Course) -> tuple[str, str] | None:
    """Return kind and id of what a class hides of a link's target: its section, or the thing itself; a citation never."""
    section, slash, name = use.id.partition("/")
    if slash and hidden_at("section", section, entry, course):
        return "section", section
    holder = next((e for e in course.sections if e.id == section), entry) if slash else entry
    thing = (use.kind, name if slash else use.id)
    return thing if use.kind != "cite" and hidden_at(*thing, holder, course) else None


def _plain_link(kind: str, name: str, place: Location, course: Course) -> Diagnostic:
    message = f"the link to the {NOUNS.get(kind, kind)} `{name}` is printed as plain text: {_by(course)} leaves it out"
    return info(message, place)


def _shared_links(course: Course) -> Iterator[Finding]:
    """Citations and links in the texts of figures and terms: only to what is shared."""
    shared = {"cite": course.sources, "figure": course.figures, "term": course.terms}
    for file, item, path, text in course.shared_texts:
        for ref in references(text, course.source_ids):
            names = shared.get(ref.kind)
            if names is None or ref.id in names or (ref.kind, "*") in course.unusable:
                continue
            place = course.find(file, item, path, ref)
            if ref.kind != "cite" and (SHARED_FILES[ref.kind], "", ref.id) in course.hidden:
                yield Finding(_plain_link(ref.kind, ref.id, place, course))
            else:
                yield Finding(_unknown(ref.kind, ref.id, place, names))


def _missing(
    kind: str, name: str, place: Location, entry: SectionEntry, course: Course, section: str | None = None
) -> Iterator[Finding]:
    if hidden_at(kind, name, entry, course) is not None:
        yield from _named_but_hidden(kind, name, place, entry, course, section)
        return
    names = known(kind, entry, course)
    if name in names or (kind, name) in course.unusable or (kind, "*") in course.unusable:
        return
    if kind == "image" and f"images/{name}" in course.broken:
        return
    yield Finding(_unknown(kind, name, place, names), section or entry.id)


def hidden_at(kind: str, name: str, entry: SectionEntry, course: Course) -> Location | None:
    """Return where this tree's class hides a thing, or None where it doesn't."""
    if kind == "section":
        return course.hidden.get(("", "sections", name))
    if kind in SHARED_FILES:
        return course.hidden.get((SHARED_FILES[kind], "", name))
    return course.hidden.get((f"sections/{entry.id}.yaml", ITEM_LISTS.get(kind, ""), name))


def _named_but_hidden(
    kind: str, name: str, place: Location, entry: SectionEntry, course: Course, section: str | None = None
) -> Iterator[Finding]:
    where = hidden_at(kind, name, entry, course)
    if where is not None:
        message = f"this names the {NOUNS.get(kind, kind)} `{name}`, which {_by(course)} hides"
        hint = "hide what stands here as well, or let it name another"
        yield Finding(error(message, place, hint, related=[("hidden here", where)]), section or entry.id)


def _by(course: Course) -> str:
    return f"class `{course.class_name}`"


def _unknown(kind: str, name: str, place: Location, names: Collection[str]) -> Diagnostic:
    noun = NOUNS.get(kind, kind)
    near = nearest(name, names)
    hint = f"did you mean `{near}`?" if near else _where(kind)
    return error(f"no {noun} has the id `{name}`", place, hint)


def _where(kind: str) -> str | None:
    files = {
        "cite": "sources stand in `sources.yaml`", "figure": "people stand in `key_figures.yaml`",
        "term": "terms stand in `glossary.yaml`", "rubric": "rubrics stand in `rubrics.yaml`",
        "lane": "lanes stand in `course.yaml` or in the section", "objective": "objectives stand in the section itself",
    }  # fmt: skip
    return files.get(kind)


def unique_ids(course: Course) -> Iterator[Finding]:
    """An id stands once in its list."""
    for entry in course.sections:
        for field in (*ITEM_LISTS.values(), "key_figures", "question_groups", "exercises"):
            first: dict[str, int] = {}
            for index, item in enumerate(getattr(entry.value, field)):
                if item.id is None:
                    continue
                if item.id in first:
                    before = entry.at((field, first[item.id], "id"))
                    place = entry.at((field, index, "id"))
                    yield Finding(
                        error(f"the id `{item.id}` stands twice", place, related=[("first written here", before)]),
                        entry.id,
                    )
                first.setdefault(item.id, index)
