"""A small course as nodes, for the tests of classes: what they lay over it is written beside it as text."""

from __future__ import annotations

from io import BytesIO
from textwrap import dedent

from PIL import Image

from builder.diagnostics import format_diagnostic
from builder.load import Folder
from builder.nodes import Node, read
from builder.overlay import Overlaid, lay_over

COURSE = """
title: The Airlift
period: 1948/1949
sections: [one, two]
print: {paper: letter, watermark: Draft}
"""
ONE = """
title: The Blockade
period: 1948
central_question: Why did the roads close?
objectives:
  - {id: explain-it, text: explain the blockade}
  - {id: retell-it, text: retell it}
terms: [blockade, airlift]
key_figures: [clay, {id: reuter, focus: His speech}]
narrative:
  - {id: roads-close, heading: The roads close, text: "See [the question](question:why-blockade) and [Clay](figure:clay)."}
  - {document: decree}
  - {id: planes, text: {standard: Aircraft landed all day., adapted: Planes came all day.}, images: [map.png]}
timeline:
  - {id: begins, date: 1948-06-24, label: It begins}
  - {id: ends, date: 1948-12, label: It ends, key_figures: [clay], tags: [late]}
documents:
  - {id: decree, title: A decree, text: Close the road., vocabulary: [{word: close, meaning: shut}]}
disagreements:
  - id: who-began
    claim: Who began it?
    positions:
      - {id: east, held_by: One side, view: The East}
      - {id: west, held_by: Another, view: The West}
organizers:
  - {id: compare, kind: grid, title: Compare, columns: [Then, Now], rows: [decree, Another row]}
questions:
  - {id: why-blockade, prompt: Why?, space: 6 lines, objective: explain-it, answer: To win the city.}
  - {id: who-paid, prompt: Who paid?, tags: [advanced], space: 4 lines}
  - id: in-parts
    prompt: In parts
    tags: [advanced, long]
    parts: [{id: first, prompt: First}, {id: second, prompt: Second}]
question_groups:
  - {id: money, title: Money, questions: [who-paid, why-blockade]}
lesson:
  steps: [{id: begin, title: Begin, uses: [question:who-paid, document:decree]}]
teacher:
  misconceptions: [{id: tanks, belief: Tanks, response: No}]
"""
TWO = """
title: The Airlift
questions: [{id: count, prompt: Count the flights.}]
"""
FIGURES = """
- {id: clay, name: Lucius Clay, biography: An engineer and general.}
- {id: reuter, name: Ernst Reuter, biography: A mayor.}
"""
GLOSSARY = """
- {id: blockade, term: blockade, definition: "Cutting off; compare [airlift](term:airlift)."}
- {id: airlift, term: airlift, definition: Bringing by air.}
"""
IMAGES = "map.png: {alt: A map, credit: Somebody}"
SOURCES = "references: [{id: harrington2012, type: book, title: Berlin on the Brink}, {id: cherny2008, type: book, title: Candy}]"
FILES = {
    "course.yaml": COURSE, "sections/one.yaml": ONE, "sections/two.yaml": TWO, "key_figures.yaml": FIGURES,
    "glossary.yaml": GLOSSARY, "images.yaml": IMAGES, "sources.yaml": SOURCES,
}  # fmt: skip


def nodes_of(**classes: str) -> dict[str, Node]:
    """Return the nodes of the course with the given class files; `_` in a class's name stands for `-`."""
    texts = {**FILES, **{f"classes/{name.replace('_', '-')}.yaml": dedent(text) for name, text in classes.items()}}
    nodes: dict[str, Node] = {}
    for name, text in texts.items():
        node, found = read(text.encode(), f"content/c/{name}")
        assert not found
        assert node is not None
        nodes[name] = node
    return nodes


def folder_of(**classes: str) -> Folder:
    """Return the course as a folder, with its picture."""
    picture = BytesIO()
    Image.new("L", (2, 2)).save(picture, "png")
    return Folder("c", "content/c", nodes_of(**classes), {"images/map.png": picture.getvalue()}, frozenset(), ())


def lay(text: str, **parents: str) -> Overlaid:
    """Return the course as a class `mine` with this text sees it."""
    return lay_over(nodes_of(mine=text, **parents), "mine")


def messages(overlaid: Overlaid) -> list[str]:
    """Return the faults of a class as they are printed."""
    return [format_diagnostic(fault.diagnostic) for fault in overlaid.faults]
