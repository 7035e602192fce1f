"""A section and the templates -> a Job: the whole page as HTML with its stylesheets and pictures.

In: a course in one edition, a section of it, templates. Out: a `Job`, or findings where a template is wrong. Nothing is read or
written here; every component's view is a function of values, and a template sees nothing but views, words and numbers.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from jinja2 import TemplateError

from builder import components
from builder.citations import Bibliography, load_style
from builder.course import Course, SectionEntry
from builder.diagnostics import Diagnostic
from builder.end_notes import with_end_notes
from builder.fields import with_fields
from builder.fonts import missing
from builder.job import Job
from builder.looks import class_folder
from builder.page import Page
from builder.page_floats import fixed
from builder.pieces import HANDOUT, Piece
from builder.pieces import values as piece_values
from builder.template_faults import template_faults
from builder.templates import TemplateSet, environment, explain
from builder.theme_settings import theme_print
from builder.tokens import read_tokens
from builder.typography import ON_THE_LINE, correct, small_centuries
from builder.watermark import ASSET as WATERMARK
from builder.watermark import watermark

View = Callable[[SectionEntry, Page], Any]
_ASSET = re.compile(r'(?:src|href)="asset:([^"]+)"')


@cache
def component_views() -> Mapping[str, View]:
    """Return each component's `view`, by the name of its file: `timeline` from `components/timeline.py`."""
    names = sorted(module.name for module in pkgutil.iter_modules(components.__path__))
    modules = {name: importlib.import_module(f"builder.components.{name}") for name in names}
    return {name: module.view for name, module in modules.items() if hasattr(module, "view")}


@dataclass(frozen=True)
class PageInfo:
    """What a template can ask of its page."""

    language: str
    edition: str
    classes: str
    title: str
    authors: str
    course_title: str
    section_title: str
    anchored: Mapping[str, bool]


def grades_class(grades: str | None) -> str:
    """Return the class of `<html>` that sets the pitch of the lines: by the lowest grade named."""
    numbers = [int(number) for number in re.findall(r"\d+", grades or "")]
    lowest = min(numbers) if numbers else 9
    for least, name in ((13, "grades-college"), (9, "grades-high"), (6, "grades-middle")):
        if lowest >= least:
            return name
    return "grades-primary"


@lru_cache(maxsize=8)
def _style(name: str, files: tuple[tuple[str, bytes], ...]) -> Any:
    return load_style(name, dict(files))


def printable(work: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a source without the original title, publisher or place that our fonts can't print: its own stand beside them."""
    return {name: value for name, value in work.items() if not (name.startswith("original-") and missing(str(value)))}


def bibliography(course: Course) -> Bibliography:
    """Return the course's bibliography in its style; raises the style's error, which `check` has reported."""
    files = {name: data for name, data in course.files.items() if name.endswith(".csl")}
    works = [printable(work) for work in course.sources.values()]
    return Bibliography(works, load_style(course.info.citation_style, files), course.info.language, course.info.era)


def make_page(course: Course, entry: SectionEntry, edition: str, templates: TemplateSet, books: Bibliography) -> Page:
    """Return what the components of one handout work with."""
    templates = templates.for_class(class_folder(course))
    theme = course.print_settings(entry.value, edition).theme or "plain"
    settings = course.print_settings(entry.value, edition, theme_print(templates, theme)[0])
    sheets = templates.stylesheets(edition, settings.theme or "plain")
    classes = frozenset(_classes(course, edition, settings.paper or "letter").split())
    tokens = read_tokens(tuple(text for _, text in sheets), classes)
    words = {**templates.labels(course.info.language), **course.class_info.labels}
    labels = {key: correct(word, course.info.language) for key, word in words.items()}
    return Page(course, entry, edition, settings, labels, tokens, books)


def _classes(course: Course, edition: str, paper: str) -> str:
    return f"paper-{paper} edition-{edition} {grades_class(course.info.level.grades)}"


def render(
    page: Page, templates: TemplateSet, name: str, versions: tuple[tuple[str, str], ...], piece: Piece = HANDOUT
) -> tuple[Job | None, list[Diagnostic]]:
    """Return the job that makes one handout, or another piece of its section; `name` is its path in the output folder."""
    page, views = piece_values(piece, page, component_views())
    values = {
        "course": page.course.info, "section": page.entry.value, "page": page_info(page), "labels": page.labels,
        "tokens": page.tokens.resolved, **views,
    }  # fmt: skip
    templates = templates.for_class(class_folder(page.course))
    faults = template_faults(templates)
    if faults:
        return None, list(faults)
    jinja = environment(templates)
    try:
        html = jinja.get_template(piece.template).render(values)
    except (TemplateError, TypeError, ValueError, AttributeError, KeyError, OverflowError, RecursionError) as problem:
        return None, [explain(problem, templates, [*values, *page.labels])]
    html = html.translate(ON_THE_LINE) if page.forms.linear else small_centuries(html, page.language)
    if page.forms.linear:
        html = with_end_notes(fixed(html), page.label("notes"))
    if page.forms.fields:
        html = with_fields(html, lambda number: page.label("lesson_question", number=number))
    course = page.course
    assets = {file: course.files[f"images/{file}"] for file in _ASSET.findall(html) if f"images/{file}" in course.files}
    sheets = templates.stylesheets(page.edition, page.settings.theme or "plain", piece.styles)
    if page.settings.watermark:
        css, picture = watermark(page.plain(page.settings.watermark), page.tokens)
        sheets, assets = (*sheets, ("watermark", css)), {**assets, WATERMARK: picture}
    job = Job(
        name, html, sheets, tuple(sorted(assets.items())), made_with=versions, course=course.id, section=page.entry.id,
        class_name=course.class_name, edition=page.edition, pdf_variant=page.forms.pdf_variant,
        copies=() if page.is_teacher else course.class_info.copies,
    )  # fmt: skip
    return job, []


def page_info(page: Page) -> PageInfo:
    """Return what a template can ask of its page."""
    course, section = page.course.info, page.entry.value
    title = page.plain(section.title)
    anchored = {passage.anchor[0]: True for passage in section.narrative if passage.anchor}
    return PageInfo(
        course.language, page.edition, _classes(page.course, page.edition, page.settings.paper or "letter"),
        title, ", ".join(course.authors), page.plain(course.title), f"{page.entry.number} {title}",
        {kind: anchored.get(kind, False) for kind in ("timeline", "document", "disagreement", "chart", "organizer")},
    )  # fmt: skip
