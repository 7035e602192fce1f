"""A course's handouts -> the course pack: a job that makes one book of all of them.

In: a course in one edition and the jobs of its sections. Out: a `Job`: cover, contents, the course at a glance, every section as it is
printed alone, people, glossary, bibliography, index, credits; for the teacher also plans and keys, and which question practises which
objective. `templates/pack.html` puts it together. Separate from `render`, which makes a job of one section.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import TemplateError
from markupsafe import Markup

from builder.components.closing import credit_lines, license_name
from builder.components.sources import Entry
from builder.course import SectionEntry
from builder.diagnostics import Diagnostic
from builder.job import Job
from builder.looks import class_folder
from builder.numbering import Numbering
from builder.packing import lists
from builder.packing.bodies import Body, linked, start_of, taken_out
from builder.packing.coverage import Coverage, coverage
from builder.packing.glance import Glance, glance
from builder.page import Page
from builder.preflight import runs, squeezed
from builder.render import page_info
from builder.template_faults import template_faults
from builder.templates import TemplateSet, environment, explain
from builder.typography import small_centuries

TEMPLATE = "pack.html"
STYLES = "styles/pack.css"
SECONDS_A_SECTION = 1.0
"""Time that a pack may take beyond the limit of a section, for each of its sections."""
NOTHING_PRINTED = Numbering({}, {}, (), {}, (), frozenset())
_STYLE = re.compile(r"<style.*?</style>", re.DOTALL)
_HEAD = re.compile(r"<head.*?</head>", re.DOTALL)


@dataclass(frozen=True)
class Cover:
    """The first page."""

    title: Markup
    subtitle: Markup | None
    is_long: bool
    class_title: Markup | None
    class_lines: tuple[str, ...]
    period: str
    authors: str
    lines: tuple[str, ...]
    """Version and licence."""


@dataclass(frozen=True)
class PackSection:
    """A section in the contents and in its place."""

    id: str
    number: int
    title: Markup
    plain_title: str
    question: Markup | None
    objectives: tuple[Markup, ...]
    start: str
    """The name of its first page."""
    html: Markup
    teacher: Markup | None


@dataclass(frozen=True)
class PackPart:
    """Sections under one title, or under none."""

    title: Markup | None
    sections: tuple[PackSection, ...]


@dataclass(frozen=True)
class PackView:
    """All that `templates/pack.html` prints."""

    cover: Cover
    parts: tuple[PackPart, ...]
    sections: tuple[PackSection, ...]
    glance: Glance | None
    people: tuple[lists.Person, ...]
    glossary: tuple[lists.Group[lists.Word], ...]
    works: tuple[Entry, ...]
    index: tuple[lists.Group[lists.IndexEntry], ...]
    credits: tuple[Markup, ...]
    coverage: Coverage | None
    is_teacher: bool
    styles: Markup
    """Style elements of the sections' own heads."""


def pack(
    page: Page, handouts: Sequence[tuple[SectionEntry, Job]], templates: TemplateSet, name: str
) -> tuple[Job | None, list[Diagnostic]]:
    """Return the job that makes a course pack of its sections' handouts; `name` is its path in the output folder.

    `page` is the page of any of the sections: words, dates and measures are the same in all of them.
    """
    page = replace(page, numbers=NOTHING_PRINTED)
    templates = templates.for_class(class_folder(page.course))
    faults = template_faults(templates)
    if faults:
        return None, list(faults)
    title = f"{page.plain(page.course.info.title)}: {page.label('pack_label')}"
    values: Mapping[str, Any] = {
        "course": page.course.info, "page": replace(page_info(page), title=title, section_title=title),
        "labels": page.labels, "tokens": page.tokens.resolved, "pack": view(page, handouts),
    }  # fmt: skip
    try:
        text = environment(templates).get_template(TEMPLATE).render(values)
        text = linked(small_centuries(text, page.language), page.labels["pack_page"])
    except (TemplateError, TypeError, ValueError, AttributeError, KeyError, OverflowError, RecursionError) as problem:
        return None, [explain(problem, templates, [*values, *page.labels])]
    jobs = [job for _, job in handouts]
    job = Job(
        name, text, _sheets(jobs, templates), _assets(jobs), made_with=jobs[0].made_with,
        course=page.course.id, class_name=page.course.class_name, edition=page.edition,
        extra_seconds=SECONDS_A_SECTION * len(jobs), forbidden=_forbidden(handouts),
    )  # fmt: skip
    return job, []


def view(page: Page, handouts: Sequence[tuple[SectionEntry, Job]]) -> PackView:
    """Return what a pack prints."""
    entries = [entry for entry, _ in handouts]
    bodies = [taken_out(job.html, entry.id) for entry, job in handouts]
    sections = tuple(_section(entry, body, page) for entry, body in zip(entries, bodies, strict=True))
    figures, terms = lists.used_figures(entries, page), lists.used_terms(entries, page)
    own_styles = dict.fromkeys(
        style for _, job in handouts for head in _HEAD.findall(job.html) for style in _STYLE.findall(head)
    )
    return PackView(
        cover=_cover(page),
        parts=_parts(entries, sections, page),
        sections=sections,
        glance=glance(entries, page),
        people=lists.people(figures, bodies, page),
        glossary=lists.words(terms, page),
        works=lists.works(entries, figures, page),
        index=lists.index(figures, terms, bodies, page),
        credits=tuple(credit_lines(page)),
        coverage=coverage(entries, page) if page.is_teacher else None,
        is_teacher=page.is_teacher,
        styles=Markup("\n".join(own_styles)),
    )


def _section(entry: SectionEntry, body: Body, page: Page) -> PackSection:
    section = entry.value
    return PackSection(
        entry.id, entry.number, page.inline(section.title, notes=False), page.plain(section.title),
        page.inline(section.central_question, notes=False) if section.central_question else None,
        tuple(page.inline(objective.text, notes=False) for objective in section.objectives), start_of(entry.id), body.html, body.teacher,
    )  # fmt: skip


def _parts(entries: Sequence[SectionEntry], sections: Sequence[PackSection], page: Page) -> tuple[PackPart, ...]:
    """Group sections that follow one another in the same part."""
    parts: list[tuple[str | None, list[PackSection]]] = []
    for entry, section in zip(entries, sections, strict=True):
        if not parts or parts[-1][0] != entry.part:
            parts.append((entry.part, []))
        parts[-1][1].append(section)
    return tuple(PackPart(page.inline(title, notes=False) if title else None, tuple(inside)) for title, inside in parts)


def _cover(page: Page) -> Cover:
    info, group = page.course.info, page.course.class_info
    version = page.label("credits_version", version=info.version) if info.version else ""
    license = page.label("credits_license", license=license_name(info.license)) if info.license else ""
    return Cover(
        page.inline(info.title, notes=False),
        page.inline(info.subtitle, notes=False) if info.subtitle else None,
        len(page.plain(info.title)) > 18,
        page.inline(group.title, notes=False) if group.title else None,
        tuple(page.plain(line) for line in (group.teacher, group.school, group.term) if line),
        page.date(info.period, "year") if info.period else "",
        page.join([page.plain(author) for author in info.authors]),
        tuple(line for line in (version, license) if line),
    )


def _sheets(jobs: Sequence[Job], templates: TemplateSet) -> tuple[tuple[str, str], ...]:
    """Return the stylesheets of the sections, each once, with that of the pack before the project's own."""
    sheets = dict(sheet for job in jobs for sheet in job.stylesheets)
    found = templates.find(STYLES)
    own = [name for name in sheets if name.endswith("styles/custom.css")]
    last = [(name, sheets.pop(name)) for name in own]
    return (*sheets.items(), *([(found[1], found[0])] if found else []), *last)


def _assets(jobs: Sequence[Job]) -> tuple[tuple[str, bytes], ...]:
    return tuple(sorted({name: data for job in jobs for name, data in job.assets}.items()))


def _forbidden(handouts: Sequence[tuple[SectionEntry, Job]]) -> tuple[tuple[str, str], ...]:
    """Return what no section may hold and no other section's own text says anyway."""
    from builder.text import plain
    from builder.walk import texts

    if not any(job.forbidden for _, job in handouts):
        return ()
    allowed = "".join(squeezed(plain(text)) for entry, _ in handouts for _, text in texts(entry.value))
    found = ((place, run) for _, job in handouts for place, words in job.forbidden for run in runs(words, allowed))
    return tuple(dict.fromkeys(found))
