"""Comments that allow a finding: which one they silence, and what is said of those that can't."""

from __future__ import annotations

from textwrap import dedent

import pytest

from builder.course import Finding
from builder.diagnostics import Severity, error, format_diagnostic, info, warning
from builder.nodes import Node, child, read
from builder.silence import Hush, read_allowances

CODES = ("period", "uncited", "spelling", "link")
FILE = "content/x/sections/a.yaml"


def node_of(text: str) -> Node:
    node, problems = read(dedent(text).lstrip().encode(), FILE)
    assert node is not None
    assert problems == []
    return node


def hush(text: str) -> tuple[Hush, Node]:
    node = node_of(text)
    return read_allowances({"sections/a.yaml": node}, CODES), node


def silenced(
    text: str, path: tuple[str | int, ...], code: str = "period", severity: Severity = Severity.WARNING
) -> str | None:
    """Return the reason by which a finding at `path` is silenced, or None."""
    found, node = hush(text)
    place = child(node, path)
    assert place is not None
    make = {Severity.WARNING: warning, Severity.ERROR: error, Severity.INFO: info}[severity]
    told, kept = found.part([Finding(make("it", place.location, code=code))])
    assert len(told) + len(kept) == 1
    return kept[0].reason if kept else None


def test_a_comment_silences_its_line_and_the_next() -> None:
    """On the line or above it; several comments above count together."""
    assert silenced("a: 1  # studyguide: allow period it ends the story\n", ("a",)) == "it ends the story"
    above = """
        # studyguide: allow uncited another
        # studyguide: allow period the end
        # a remark
        a: 1
        b: 2
    """
    assert silenced(above, ("a",)) == "the end"
    assert silenced(above, ("a",), "uncited") == "another"
    assert silenced(above, ("b",)) is None


def test_a_comment_above_a_long_text_silences_what_is_in_it() -> None:
    """A block has no room for comments, so the line where its field starts counts."""
    found, node = hush(
        "# studyguide: allow spelling his own way\ntext: |\n  One line.\n  Kruschov came.\nmore: Kruschov\n"
    )
    text = child(node, ("text",))
    assert text is not None
    inside = text.source.location(text.source.text.index("Kruschov"))
    outside = text.source.location(text.source.text.rindex("Kruschov"))
    told, kept = found.part(
        [Finding(warning("x", inside, code="spelling")), Finding(warning("y", outside, code="spelling"))]
    )
    assert [finding.diagnostic.message for finding in told] == ["y"]
    assert [(one.diagnostic.message, one.reason, str(one.place)) for one in kept] == [
        ("x", "his own way", f"{FILE}:1:1")
    ]


def test_errors_and_other_rules_are_never_silenced() -> None:
    """What can't be printed can't be allowed; a finding without a code has no rule."""
    text = "a: 1  # studyguide: allow period so it is\n"
    assert silenced(text, ("a",), severity=Severity.ERROR) is None
    assert silenced(text, ("a",), "spelling") is None
    assert silenced(text, ("a",), "") is None
    assert silenced(text, ("a",), severity=Severity.INFO) == "so it is"


def test_a_comment_that_silences_nothing_is_an_info() -> None:
    """None outlives its reason."""
    found, _ = hush("a: 1\nb: 2  # studyguide: allow period once it was so\n")
    assert [format_diagnostic(one) for one in found.unused()] == [
        "info: nothing here is silenced by `allow period`\n"
        f"  --> {FILE}:2:7\n"
        "  |\n"
        "2 | b: 2  # studyguide: allow period once it was so\n"
        "  |       " + "^" * 41 + "\n"
        "  hint: delete the comment"
    ]
    assert found.faults == ()


def test_a_used_comment_is_no_info() -> None:
    """In one tree of a course is enough."""
    found, node = hush("a: 1  # studyguide: allow period why not\n")
    found.part([Finding(warning("it", node.location, code="period"))])
    assert list(found.unused()) == []


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("a: 1  # studyguide: allow peroid why\n", "no check is called `peroid`", "did you mean `period`?"),
        (
            "a: 1  # studyguide: allow colour why\n",
            "no check is called `colour`",
            "the codes are listed in the guide to the checks",
        ),
        (
            "a: 1  # studyguide: allow period\n",
            "`allow period` gives no reason, so it silences nothing",
            "write the reason behind the code",
        ),
        (
            "a: |\n  One.\n  # studyguide: allow period why\n  Two.\n",
            "this is part of the text, no comment: it is printed",
            "move it above the line where the text's field starts",
        ),
    ],
)
def test_a_comment_that_cannot_work_is_said(text: str, message: str, hint: str) -> None:
    """A typo, a missing reason, a place inside a text."""
    found, _ = hush(text)
    assert [(one.severity, one.message, one.hint) for one in found.faults] == [(Severity.WARNING, message, hint)]
    assert list(found.unused()) == []


def test_a_finding_without_a_place_is_told() -> None:
    """There is no line to stand on."""
    found, _ = hush("a: 1  # studyguide: allow period why\n")
    finding = Finding(warning("it", code="period"))
    assert found.part([finding]) == ([finding], [])
