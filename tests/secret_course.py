"""A small course in which every field that pupils may not see holds a made-up word of its own, for the leak tests."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image

from builder.load import Folder
from builder.model.base import Secret
from builder.nodes import Node, read
from builder.walk import marked_fields, models

SECTION = (
    """
title: The Blockade
teacher_note: &n Zq-section
narrative:
  - {id: text, text: "See [the question](question:open) and [the chart](chart:flights).", teacher_note: Zq-narrative}
  - {chart: flights, teacher_note: Zq-anchor}
objectives: [{id: explain-it, text: explain it, teacher_note: Zq-objective}]
timeline:
  - {id: begins, date: 1948-06-24, label: It begins, teacher_note: Zq-event, image: map.png}
  - {id: flights-start, date: 1948-06-26, label: Flights start}
  - {id: ends, date: 1949-05-12, label: It ends}
key_figures: [{id: clay, focus: Here, teacher_note: Zq-figureuse}]
documents: [{id: order, title: An order, text: Close the road., source: harrington2012, teacher_note: Zq-document}]
disagreements:
  - id: who-began
    claim: Who began it?
    teacher_note: Zq-disagreement
    positions: [{id: east, held_by: One side, view: The East, teacher_note: Zq-position}]
charts:
  - {id: flights, kind: table, title: Flights, columns: [Year, Flights], rows: [[1948, 10]], teacher_note: Zq-chart}
organizers:
  - {id: compare, kind: grid, title: Compare, rows: [Then], columns: [Here], answers: [[Zq-cell]], teacher_note: Zq-organizer}
questions:
  - id: open
    prompt: Why?
    objective: explain-it
    about: document:order
    teacher_note: Zq-question
    rubric: marks
    answer: {text: Zq-answer, accept: [Zq-accept], exemplar: Zq-exemplar, look_for: [Zq-lookfor]}
    parts: [{id: first, prompt: First, answer: {text: Zq-part, accept: [Zq-partaccept], exemplar: Zq-partex, look_for: [Zq-partlook]}}]
  - id: choice
    prompt: Which?
    kind: multiple-choice
    objective: explain-it
    answer: Zq-choiceanswer
    choices: [{text: One, correct: true, feedback: Zq-right}, {text: Two, feedback: Zq-wrong}, Three]
  - {id: truth, prompt: It began in 1948., kind: true-false, correct: true, answer: Zq-true, objective: explain-it}
  - id: match
    prompt: Match.
    kind: matching
    objective: explain-it
    pairs: [{left: Left one, right: Right one}, {left: Left two, right: Right two}, {left: Left three, right: Right three}]
    answer: Zq-match
  - {id: in-order, prompt: Order., kind: ordering, items: [begins, flights-start, ends], answer: Zq-order, objective: explain-it}
  - {id: gaps, prompt: "It began in [[Zq-gap]] and ended.", kind: cloze, answer: Zq-cloze, objective: explain-it}
question_groups: [{id: all, title: All, questions: [open]}]
exercises: [{id: cards, kind: cards, of: timeline, teacher_note: Zq-exercise}, {id: fill, kind: fill-in, teacher_note: Zq-fill}]
lesson:
  minutes: 50
  materials: [Zq-material]
  steps: [{id: begin, title: Zq-step, grouping: Zq-grouping, text: Zq-steptext, uses: [question:open], teacher_note: Zq-stepnote}]
teacher:
  background: Zq-background
  content_note: Zq-content
  misconceptions: [{id: tanks, belief: Zq-belief, response: Zq-response, teacher_note: Zq-misnote}]
""".replace("&n ", "")
    .replace("id: order,", "id: order-doc,")
    .replace("document:order", "document:order-doc")
)
FILES = {
    "course.yaml": "title: The Airlift\nsections: [one]\nlicense: CC0-1.0\n",
    "sections/one.yaml": SECTION,
    "key_figures.yaml": "[{id: clay, name: Lucius Clay, biography: A general., teacher_note: Zq-figure, portrait: map.png}]",
    "glossary.yaml": "[{id: airlift, term: airlift, definition: Bringing by air., teacher_note: Zq-term}]",
    "rubrics.yaml": "[{id: marks, title: Marks, scale: [Good], criteria: [{id: c, text: Clear}], teacher_note: Zq-rubric}]",
    "images.yaml": "map.png: {alt: A map, credit: Me, license: CC0-1.0}",
    "sources.yaml": "references: [{id: harrington2012, type: book, title: Berlin, teacher_note: Zq-source}]",
    "classes/mine.yaml": """
        title: Mine
        change:
          one:
            recap: See [airlift](term:airlift) and [Clay](figure:clay).
            teacher: {background: Zq-classbackground}
            questions:
              open: {answer: {text: Zq-changed}, teacher_note: Zq-classnote}
              choice: {choices: [{text: One, correct: true, feedback: Zq-classright}, Two]}
              match: {answer: null}
              "tag:none": hide
              add: [{id: own, prompt: Our own?, answer: Zq-own, teacher_note: Zq-ownnote, objective: explain-it}]
            timeline: {begins: {teacher_note: Zq-classevent}}
          key_figures: {clay: {teacher_note: Zq-classfigure}}
    """.replace('              "tag:none": hide\n', ""),
}
"""In `_` and `-` no hyphenation or language mark can divide a word: it is looked for without its hyphen."""


def folder() -> Folder:
    """Return the course as a folder."""
    nodes: dict[str, Node] = {}
    for name, text in FILES.items():
        node, found = read(text.encode(), f"content/c/{name}")
        assert node is not None, found
        nodes[name] = node
    picture = BytesIO()
    Image.new("L", (4, 4)).save(picture, "png")
    return Folder("c", "content/c", nodes, {"images/map.png": picture.getvalue()}, frozenset(), ())


def secrets(value: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield model, field and value of every secret field that is set anywhere in a value."""
    for _, model in models(value):
        kind = type(model)
        for name in sorted(marked_fields(kind, Secret)):
            default = kind.model_fields[name].get_default(call_default_factory=True)
            if getattr(model, name) != default:
                yield kind.__name__, name, getattr(model, name)
