"""The fixed words of the page that a project or a class writes: added to ours, or a finding with its line."""

from __future__ import annotations

import pytest

from builder.label_faults import label_faults, label_file_faults
from builder.layers import Layer, TemplateSet
from builder.nodes import Mapping, read

OURS = Layer(
    "built-in templates",
    (("labels/en.yaml", 'name: Name\nof: "{number} of {total}"\npoints_other: "{count} points"\n'),),
)


def with_labels(text: str, language: str = "en") -> TemplateSet:
    """Our words and a project's file."""
    return TemplateSet((Layer("templates", ((f"labels/{language}.yaml", text),)), OURS))


def test_a_file_of_labels_adds_to_ours() -> None:
    """What it leaves out stays ours, in English as in a language that we lack."""
    assert with_labels("name: Who\n").labels("en") == {**OURS_WORDS, "name": "Who"}
    assert with_labels("name: Nome\n", "it").labels("it-CH") == {**OURS_WORDS, "name": "Nome"}


OURS_WORDS = {"name": "Name", "of": "{number} of {total}", "points_other": "{count} points"}


@pytest.mark.parametrize(
    ("text", "message", "place", "hint"),
    [
        ("nam: Who", "the page has no label `nam`", (1, 1), "did you mean `name`?"),
        ("name: [a]", "the label `name` needs words", (1, 7), None),
        ("name:", "the label `name` needs words", (1, 6), None),
        ('of: "{no} of {total}"', "nothing fills in `{no}` in the label `of`", (1, 5), "filled in are `{number}`, `{total}`"),
        ("name: Who {is", "a brace in the label `name` has no partner", (1, 7), "nothing is filled in here"),
        ("- name", "a file of labels is a mapping: a name and its words on each line", (1, 1), None),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_of_labels(text: str, message: str, place: tuple[int, int], hint: str | None) -> None:
    """A finding with its line, and a page in our words where it can't be read."""
    templates = with_labels(text)
    (found,) = label_file_faults(templates)
    assert found.location is not None
    assert found.location.file == "templates/labels/en.yaml"
    assert (found.message, (found.location.line, found.location.column), found.hint) == (message, place, hint)
    assert set(templates.labels("en")) >= set(OURS_WORDS)


def test_a_file_that_is_no_yaml_says_so() -> None:
    """The reader of YAML tells where; the page has our words."""
    templates = with_labels("name: [a\n")
    assert [fault.severity for fault in label_file_faults(templates)] == ["error"]
    assert templates.labels("en") == OURS_WORDS


def test_each_form_of_a_number_is_known_by_its_word() -> None:
    """A language may have forms that English lacks, and they may print the number."""
    root, _ = read('points_few: "{count} очка"'.encode(), "x.yaml")
    assert isinstance(root, Mapping)
    assert list(label_faults(root, OURS_WORDS)) == []
