"""A component's view and its HTML from a few lines of YAML: what the tests of components start from."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

from builder.course import SectionEntry, gather
from builder.edition import for_edition
from builder.load import Folder
from builder.nodes import read
from builder.page import Page
from builder.render import bibliography, make_page
from builder.templates import TemplateSet, environment, read_templates

COURSE = """
title: The Airlift
period: 1948/1949
authors: [Nobody]
sections: [one]
"""
SOURCES = """
references:
  - {id: cherny2008, type: book, title: Candy Bombers, author: [{family: Cherny}], issued: {date-parts: [[2008]]}}
  - {id: harrington2012, type: book, title: Berlin on the Brink, author: [{family: Harrington}], issued: {date-parts: [[2012]]}}
"""
FIGURES = "- {id: clay, name: Lucius Clay, biography: An engineer and general.}"


def templates() -> TemplateSet:
    """Return the templates that ship with the program."""
    return read_templates(Path(__file__).parent / "no-project")


def section_page(
    section: str, edition: str = "student", course: str = "", files: dict[str, bytes] | None = None
) -> tuple[SectionEntry, Page]:
    """Return the section that a YAML text describes and the page that it is printed on; `course` is added to `course.yaml`."""
    texts = {
        "course.yaml": COURSE + dedent(course), "sources.yaml": SOURCES, "key_figures.yaml": FIGURES,
        "sections/one.yaml": "title: The Blockade\n" + dedent(section),
    }  # fmt: skip
    nodes = {}
    for name, text in texts.items():
        node, found = read(text.encode(), f"content/c/{name}")
        assert node is not None
        assert not found
        nodes[name] = node
    gathered, findings = gather(Folder("c", "content/c", nodes, files or {}, frozenset(), ()))
    assert gathered is not None
    assert not [finding for finding in findings if finding.is_error]
    seen = for_edition(gathered, edition)
    entry = seen.sections[0]
    return entry, make_page(seen, entry, edition, templates(), bibliography(seen))


def component_html(page: Page, template: str, **values: Any) -> str:
    """Return what a component's template prints."""
    shown = {"labels": page.labels, "tokens": page.tokens.resolved, **values}
    return environment(templates()).get_template(f"components/{template}.html").render(shown)
