"""Disagreements: who holds what on what evidence, and no side first by favour."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from builder.components import disagreements
from builder.components.disagreements import DisagreementView
from tests.component_page import component_html, section_page

TWO = """
disagreements:
  - id: who-began
    claim: Who began it?
    status: open
    intro: Both sides blame the other.
    positions:
      - {held_by: Émile, view: The West, basis: A "letter", sources: [harrington2012, "cherny2008, p. 3"]}
      - {held_by: Anna, view: The East}
    evidence_quality: Fair.
"""


def shown(section: str, edition: str = "student") -> DisagreementView:
    """Return the view of a section's first disagreement."""
    placed = disagreements.view(*section_page(section, edition))
    assert placed is not None
    return placed.rest[0]


def positions(*items: str) -> str:
    """Return a section whose disagreement has these positions."""
    return "disagreements: [{id: a, claim: A?, positions: [" + ", ".join(f"{{{item}}}" for item in items) + "]}]"


def test_a_disagreement_is_a_table_of_equal_columns(check_golden: Callable[[Path, str], None], golden: Path) -> None:
    """Views are heads, holders and evidence rows; sources are notes; what isn't said is a dash."""
    entry, page = section_page(TWO)
    html = component_html(page, "disagreements", disagreements=disagreements.view(entry, page))
    check_golden(golden / "components" / "disagreement-two" / "disagreements.html", html)


def test_a_section_without_disagreements_has_no_view() -> None:
    """No disagreements, nothing to print."""
    assert disagreements.view(*section_page("")) is None


def test_views_stand_in_the_alphabetical_order_of_their_holders() -> None:
    """The order in the file doesn't count, and É sorts between D and F."""
    view = shown(positions("held_by: Fritz, view: c", "held_by: Émile, view: b", "held_by: dora, view: a"))
    assert [str(head) for head in view.heads] == ["a", "b", "c"]


def test_numbered_ids_give_the_order() -> None:
    """Where every id begins with a number these are the order; where one doesn't, the alphabet is."""
    numbered = positions("id: 10-a, held_by: A, view: last", "id: 2-b, held_by: B, view: first")
    assert [str(head) for head in shown(numbered).heads] == ["first", "last"]
    partly = positions("id: 2-a, held_by: B, view: last", "id: one, held_by: A, view: first")
    assert [str(head) for head in shown(partly).heads] == ["first", "last"]


def test_more_than_three_views_are_rows() -> None:
    """Four columns would be too narrow: each view gets a row, and all rows the same heads."""
    view = shown(positions(*(f"held_by: {name}, view: {name.lower()}, basis: papers" for name in "DCBA")))
    assert view.layout == "rows"
    assert (view.corner, [str(head) for head in view.heads]) == ("The view", ["Who holds it", "Evidence they use"])
    assert [str(row.head) for row in view.rows] == ["a", "b", "c", "d"]


def test_long_views_stand_under_their_holders() -> None:
    """A view of many words is no head: the holder is; without any evidence that row is left out."""
    view = shown(positions("held_by: B, view: It was so", f"held_by: A, view: {'It was not so. ' * 9}"))
    assert [str(head) for head in view.heads] == ["A", "B"]
    assert [str(row.head) for row in view.rows] == ["The view"]


@pytest.mark.parametrize(
    ("status", "label"),
    [
        ("", "Historians disagree"),
        ("status: contested, ", "Historians disagree"),
        ("status: open, ", "Historians disagree: still open"),
        ("status: settled, ", "Once in dispute, now settled"),
    ],
)
def test_the_label_says_how_settled_it_is(status: str, label: str) -> None:
    """The label over the claim follows the status."""
    section = f"disagreements: [{{id: a, claim: A?, {status}positions: [{{held_by: B, view: C}}]}}]"
    assert shown(section).label == label


def test_a_teacher_s_note_needs_an_introduction_to_stand_beside() -> None:
    """The note stands beside the introduction; without one it goes to the teacher's own pages."""
    noted = TWO.replace("status: open", "teacher_note: Both.")
    for section, beside in ((noted, True), (noted.replace("    intro: Both sides blame the other.\n", ""), False)):
        aside = shown(section, "teacher").aside
        assert aside is not None
        assert (aside.beside is not None) == beside
    assert shown(noted).aside is None
