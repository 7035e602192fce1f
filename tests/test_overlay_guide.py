"""Every example of the guide to classes works on the shipped course as it is written there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli import main
from builder.course import Course, gather
from builder.load import Folder, read_folder
from builder.nodes import read
from builder.overlay import RESERVED_CLASSES
from builder.templates import read_templates
from builder.trees import trees_of

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs/guide/classes.md").read_text("utf-8")
EXAMPLES = {
    match[1]: (match[2] or "period-3", match[3])
    for match in re.finditer(r"<!-- example: ([\w-]+)(?:, file: ([\w-]+))? -->\n```yaml\n(.*?)```", GUIDE, re.DOTALL)
}


@cache
def shipped() -> Folder:
    folder = read_folder(ROOT, "destalinization")
    kept = {name: node for name, node in folder.nodes.items() if not name.startswith(("classes/", "assessments/"))}
    return Folder(folder.id, folder.path, kept, folder.files, folder.broken, ())


@cache
def course(example: str) -> Course:
    """Return the course as the class of an example sees it."""
    nodes = dict(shipped().nodes)
    for name, text in EXAMPLES.values() if example == "child" else [EXAMPLES[example]]:
        node, found = read(text.encode(), f"content/destalinization/classes/{name}.yaml")
        assert node is not None
        assert not found
        nodes[f"classes/{name}.yaml"] = node
    if example == "child":
        name, text = EXAMPLES["child"]
        child, _ = read(text.encode(), f"content/destalinization/classes/{name}.yaml")
        assert child is not None
        nodes[f"classes/{name}.yaml"] = child
    folder = Folder(shipped().id, shipped().path, nodes, shipped().files, shipped().broken, ())
    (tree,) = trees_of(folder, read_templates(ROOT), (EXAMPLES[example][0],))
    assert [finding.diagnostic for finding in tree.findings if finding.is_error] == []
    assert tree.course is not None
    return tree.course


def ids(example: str, field: str, section: str = "stalins-death") -> list[str]:
    return [
        item.id for entry in course(example).sections if entry.id == section for item in getattr(entry.value, field)
    ]


def test_the_guide_has_examples() -> None:
    """Each example is found, and each is tried below."""
    assert list(EXAMPLES) == ["first", "lines", "hide", "parent", "child", "text", "people"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_sound(example: str) -> None:
    """Each example is a class file without a fault."""
    assert course(example).sections


def test_paper() -> None:
    """The first example prints on A4."""
    assert course("first").print_settings(course("first").sections[0].value).paper == "a4"


def test_wider_lines() -> None:
    """One question has ten lines, the others what they had."""
    gathered, _ = gather(shipped())
    assert gathered is not None
    plain = {q.id: q.space for q in gathered.sections[1].value.questions}
    changed = {q.id: q.space for q in course("lines").sections[1].value.questions}
    assert {name for name in plain if plain[name] != changed[name]} == {"changed-words"}
    assert changed["changed-words"] is not None
    assert changed["changed-words"].amount == 10


def test_leaving_out_and_adding() -> None:
    """Sections and items are gone, the tag's questions too; the new question stands where `order` puts it."""
    assert not {"hungary-1956", "the-thaw"} & {entry.id for entry in course("hide").sections}
    assert "deportation" not in ids("hide", "disagreements")
    assert "illness-announced" not in ids("hide", "timeline")
    assert ids("hide", "questions")[:2] == ["telling-the-country", "our-town"]
    assert "beria-both" not in ids("hide", "questions")


def test_bringing_back() -> None:
    """The child shows one of the questions that its parent hides, prints all sections, and reads the parent's tier."""
    assert "beria-both" in ids("child", "questions")
    assert "most-historians" not in ids("child", "questions")
    assert "hungary-1956" in {entry.id for entry in course("child").sections}
    assert course("child").class_info.tier == "adapted"
    assert course("child").class_info.title == "Period 5"


def test_simpler_texts() -> None:
    """The class's own text stands in the place of the course's; one item is read in its adapted tier."""
    section = next(entry.value for entry in course("text").sections if entry.id == "stalins-death")
    texts = {passage.id: passage.text or "" for passage in section.narrative}
    assert texts["hundred-days"].startswith("Beria had filled the camps.")
    assert "met and\ndivided his power" in texts["heirs"]
    assert (section.summary or "").startswith("Stalin died in March 1953.")


def test_simpler_people() -> None:
    """Biography, definition and subtitle are the class's own."""
    assert (course("people").figures["beria"].biography or "").startswith("Beria ran Stalin's secret police.")
    assert course("people").terms["amnesty"].definition == "A decision to let many prisoners go free at once."
    assert course("people").info.subtitle == "For Period 3"


def test_the_output_of_explain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`explain` prints what the guide shows."""
    content = tmp_path / "content/destalinization"
    for name in ("course.yaml", "sections/stalins-death.yaml"):
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_bytes((ROOT / "content/destalinization" / name).read_bytes())
    (content / "classes").mkdir()
    (content / "classes/period-3.yaml").write_text(EXAMPLES["lines"][1], "utf-8")
    monkeypatch.chdir(tmp_path)
    shown = re.search(r"<!-- output: lines -->\n```text\n(.*?)```", GUIDE, re.DOTALL)
    assert shown
    words = ["explain", "period-3", "stalins-death", "questions.changed-words.space"]
    assert CliRunner().invoke(main, words).output == shown[1]


def test_the_guide_names_what_is_reserved() -> None:
    """The names that no class can have stand in the guide."""
    assert all(f"`{name}`" in GUIDE for name in RESERVED_CLASSES)
