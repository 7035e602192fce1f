"""What a template offers to those who change it: its blocks, the values that it gets, what those hold.

In: the built-in templates, and the dataclasses of the components. Out: text, for `studyguide new template` and for the guide. Names and
meanings are read from the source, so that neither can say what isn't so. Separate from `templates`, which needs no component.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache

from jinja2 import meta, nodes

from builder.charting.canvas import Drawing
from builder.components.answers import AnswerView
from builder.components.asides import AsideView
from builder.components.charts import ChartView
from builder.components.closing import ClosingView
from builder.components.disagreements import DisagreementView
from builder.components.documents import DocumentView
from builder.components.exercises import ExerciseView
from builder.components.images import Picture
from builder.components.key_figures import Profile
from builder.components.lesson import LessonView, UseView
from builder.components.links import CodeView
from builder.components.narrative import MarginTerm, NarrativeView, Paragraph, PassageView
from builder.components.organizers import OrganizerView
from builder.components.placed import Placed
from builder.components.questions import QuestionsView, QuestionView
from builder.components.rubrics import RubricView
from builder.components.sources import Entry, SourcesView
from builder.components.teacher_pages import TeacherPagesView
from builder.components.title import Strip, TitleView
from builder.pack import PackSection, PackView
from builder.packing.lists import IndexEntry, Person, Word
from builder.render import PageInfo
from builder.report_page import View as ReportView
from builder.sheets.assessment import AssessmentView
from builder.sheets.cards import CardsView
from builder.sheets.key import KeyView
from builder.sheets.slips import SlipsView
from builder.spaces import Room
from builder.templates import TemplateSet, environment
from builder.timeline.values import Part, TimelineView

LABELS, TOKENS = (
    "the fixed words of the page, by key: labels/en.yaml has them all",
    "the theme's values, by name: styles/tokens.css",
)
VALUES: Mapping[str, type | str] = {
    "labels": LABELS, "tokens": TOKENS, "page": PageInfo, "title": TitleView, "s": Strip, "narrative": NarrativeView,
    "passage": PassageView,
    "paragraph": Paragraph, "closing": ClosingView, "timeline": TimelineView, "part": Part, "profile": Profile,
    "key_figures": "a list of Profile, full ones first", "questions": QuestionsView, "question": QuestionView, "room": Room,
    "answer": AnswerView, "rubric": RubricView, "documents": Placed, "document": DocumentView, "disagreements": Placed,
    "disagreement": DisagreementView, "charts": Placed, "chart": ChartView, "drawing": Drawing, "organizers": Placed,
    "organizer": OrganizerView, "exercises": "a list of ExerciseView", "exercise": ExerciseView, "picture": Picture,
    "terms": "a list of MarginTerm", "term": MarginTerm, "sources": SourcesView, "links": "a list of CodeView", "link": CodeView,
    "teacher_pages": TeacherPagesView, "aside": AsideView, "lesson": LessonView, "used": UseView, "pack": PackView,
    "work": Entry, "word": Word, "person": Person, "entry": IndexEntry, "handout": PackSection, "report": ReportView,
    "run_title": "what a part of the pack is called at the foot of its pages",
    "sheet": "what a sheet prints: each template of a sheet gets another thing",
}  # fmt: skip
"""What each name of a template stands for."""
SHEETS: Mapping[str, type] = {
    "sheets/assessment.html": AssessmentView, "sheets/cards.html": CardsView, "sheets/key.html": KeyView, "sheets/slips.html": SlipsView,
}  # fmt: skip
"""What `sheet` is, by template."""


@dataclass(frozen=True)
class Reference:
    """A built-in template as others see it."""

    path: str
    about: str
    """Its first words: what it prints."""
    blocks: tuple[str, ...]
    values: tuple[str, ...]
    """Names of the values that it uses."""


def references(templates: TemplateSet) -> Iterator[Reference]:
    """Yield all built-in templates, by path."""
    for path, text in templates.layers[-1].files:
        if path.endswith(".html"):
            yield reference(path, text, templates)


def reference(path: str, text: str, templates: TemplateSet) -> Reference:
    """Return what one template offers."""
    tree = environment(templates).parse(text)
    blocks = tuple(block.name for block in tree.find_all(nodes.Block))
    own = {macro.name for macro in tree.find_all(nodes.Macro)} | {"loop", "range", "namespace"}
    used = meta.find_undeclared_variables(tree) - own
    comment = re.match(r"\s*\{#(.*?)#\}", text, re.DOTALL)
    about = " ".join(comment[1].split()).split(". ")[0].rstrip(".") + "." if comment else ""
    return Reference(path, about, blocks, tuple(name for name in VALUES if name in used))


def meaning(value: type | str) -> str:
    """Return in a line what a value is: a type's first words, or what is said of it."""
    return value if isinstance(value, str) else (inspect.getdoc(value) or "").split("\n")[0].rstrip(".")


def holds(kind: type) -> list[tuple[str, str, str]]:
    """Return the fields of a view: name, type in words, meaning (empty where the name says it)."""
    told = _field_docs(kind)
    types = {field.name: str(field.type) for field in fields(kind)} if is_dataclass(kind) else {}
    return [(name, _in_words(text), told.get(name, "")) for name, text in types.items()]


@cache
def _field_docs(kind: type) -> Mapping[str, str]:
    """Return the words that stand under each field in the source."""
    body = ast.parse(inspect.cleandoc("\n" + inspect.getsource(kind))).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for before, after in zip(body.body, body.body[1:], strict=False):
        is_text = (
            isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
        )
        if isinstance(before, ast.AnnAssign) and isinstance(before.target, ast.Name) and is_text:
            found[before.target.id] = " ".join(str(after.value.value).split())  # type: ignore[attr-defined]
    return found


_WORDS = (
    (r"\bMarkup\b", "HTML"), (r"\bstr\b", "text"), (r"\bbool\b", "true or false"), (r"\bfloat\b|\bint\b", "number"),
    (r" \| None", " or nothing"), (r"tuple\[([^\[\]]+), \.\.\.\]", r"list of \1"), (r"Mapping\[text, (.+)\]", r"\1 by name"),
)  # fmt: skip


def _in_words(annotation: str) -> str:
    for pattern, words in _WORDS:
        annotation = re.sub(pattern, words, annotation)
    return annotation


def starter(path: str, text: str, templates: TemplateSet) -> str:
    """Return a file that starts from a built-in template and changes nothing yet, with its blocks and values explained."""
    told = reference(path, text, templates)
    first = told.blocks[0]
    return (
        f"{{#\n  {path}, starting from the one that ships with studyguide: only the blocks that stand here are changed.\n"
        "  `super()` prints the original of a block; write before it, after it, or in its place.\n\n"
        f"  Blocks: {', '.join(told.blocks)}\n  Values:\n{''.join(_explained(name, path) for name in told.values)}#}}\n"
        f'{{% extends "base/{path}" %}}\n\n{{% block {first} %}}\n{{{{ super() }}}}\n{{% endblock %}}\n'
    )


def _explained(name: str, path: str) -> str:
    value = SHEETS.get(path, VALUES[name]) if name == "sheet" else VALUES[name]
    lines = [f"    {name}: {meaning(value)}\n"]
    if not isinstance(value, str) and name != "timeline":
        lines += [f"      {name}.{field}: {kind}{f'. {told}' if told else ''}\n" for field, kind, told in holds(value)]
    return "".join(lines)
