"""The text of a finding, its order among others, and the nearest known word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.diagnostics import (
    SHOWN_COLUMNS,
    Diagnostic,
    Location,
    Severity,
    error,
    format_diagnostic,
    in_file_order,
    info,
    nearest,
    warning,
)

SECTION = "content/destalinization/sections/stalins-death.yaml"


def lines_of(location: Location) -> list[str]:
    return format_diagnostic(error("x", location)).splitlines()


def test_text_is_that_of_the_contract() -> None:
    """A finding with place and hint is printed as DESIGN.md shows it."""
    place = Location(SECTION, 14, 7, 5, "      lable: The Doctors' Plot")
    finding = error("unknown field `lable` in timeline event", place, "did you mean `label`?")
    assert format_diagnostic(finding) == (
        "error: unknown field `lable` in timeline event\n"
        f"  --> {SECTION}:14:7\n"
        "   |\n"
        "14 |       lable: The Doctors' Plot\n"
        "   |       ^^^^^\n"
        "  hint: did you mean `label`?"
    )


def test_gutter_is_as_wide_as_the_longest_line_number() -> None:
    """The place and its notes share one gutter; the hint closes the finding."""
    first, again = Location("a.yaml", 9, 1, 2, "id: x"), Location("a.yaml", 100, 1, 2, "id: y")
    finding = warning("`id` again", again, "keep one", related=[("first written here", first)])
    assert format_diagnostic(finding) == (
        "warning: `id` again\n"
        "  --> a.yaml:100:1\n"
        "    |\n"
        "100 | id: y\n"
        "    | ^^\n"
        "  note: first written here\n"
        "  --> a.yaml:9:1\n"
        "    |\n"
        "  9 | id: x\n"
        "    | ^^\n"
        "  hint: keep one"
    )


def test_finding_without_place_is_its_message() -> None:
    """Place and hint are optional."""
    assert format_diagnostic(info("nothing to build")) == "info: nothing to build"


def test_whole_file_has_no_line_and_no_excerpt() -> None:
    """Line 0 stands for the file."""
    assert lines_of(Location("a.yaml", 0)) == ["error: x", "  --> a.yaml"]


def test_empty_line_has_no_excerpt() -> None:
    """A line of blanks is not shown."""
    assert lines_of(Location("a.yaml", 3, 1, 1, "   ")) == ["error: x", "  --> a.yaml:3:1"]


def test_hint_of_several_lines_is_indented() -> None:
    """Further lines of a hint stand under its first word."""
    text = format_diagnostic(error("x", hint="write\n  id: a\n  text: b"))
    assert text == "error: x\n  hint: write\n          id: a\n          text: b"


@pytest.mark.parametrize(
    ("excerpt", "column", "length", "shown", "carets"),
    [
        ("a:\tbad", 4, 3, "a:  bad", "    ^^^"),
        ("\tbad", 1, 1, "    bad", "^^^^"),
        ("標題: bad", 5, 3, "標題: bad", "      ^^^"),
        ("標題: bad", 1, 2, "標題: bad", "^^^^"),
        ("Cafe\u0301: bad", 8, 3, "Cafe\u0301: bad", "      ^^^"),
        ("👩\u200d🚀 bad", 5, 3, "👩\u200d🚀 bad", "     ^^^"),
        ("co\u00adop bad", 7, 3, "co\u00adop bad", "      ^^^"),
        ("a\x1b[31m\x7f bad", 9, 3, "a␛[31m␡ bad", "        ^^^"),
        ("a\u202e\ud800\x85 bad", 6, 3, "a��� bad", "     ^^^"),
        ("title:", 7, 1, "title:", "      ^"),
        ("title:", 99, 5, "title:", "      ^"),
        ("title:", 6, 99, "title:", "     ^"),
        ("title:", 0, 1, "title:", "^"),
    ],
)
def test_carets_stand_under_their_characters(excerpt: str, column: int, length: int, shown: str, carets: str) -> None:
    """Tabs, wide characters, marks and control characters take as many columns as they are given carets."""
    assert lines_of(Location("a.yaml", 1, column, length, excerpt))[3:] == [f"1 | {shown}", f"  | {carets}"]


def test_control_characters_never_reach_the_terminal() -> None:
    """A message, a hint, a file name can't move the cursor or end the line."""
    text = format_diagnostic(error("a\nb\x1b[2J", Location("x\x1b.yaml", 0), "c\x07\u2028d"))
    assert text == "error: a b␛[2J\n  --> x␛.yaml\n  hint: c␇ d"


@pytest.mark.parametrize(
    ("column", "begin", "end"),
    [(1, "0123", "…"), (150, "…", "…"), (290, "…", "9")],
    ids=["at the start", "in the middle", "at the end"],
)
def test_long_line_is_cut_around_its_caret(column: int, begin: str, end: str) -> None:
    """At most 120 columns are shown, and the caret stays under its character."""
    excerpt = "0123456789" * 30
    _, _, _, shown, carets = lines_of(Location("a.yaml", 1, column, 1, excerpt))
    shown, carets = shown.removeprefix("1 | "), carets.removeprefix("  | ")
    assert shown.startswith(begin)
    assert shown.endswith(end)
    assert SHOWN_COLUMNS - 1 <= len(shown) <= SHOWN_COLUMNS
    assert shown[carets.index("^")] == excerpt[column - 1]


def test_long_underline_ends_with_the_shown_line() -> None:
    """Carets never go on past what is shown."""
    _, _, _, shown, carets = lines_of(Location("a.yaml", 1, 5, 290, "0123456789" * 30))
    assert len(carets) == len(shown) - 1


EXCERPTS = st.text(st.characters(codec=None, exclude_characters="\n\r"), max_size=300)


@given(excerpt=EXCERPTS, column=st.integers(1, 310), length=st.integers(1, 310))
@settings(max_examples=100, deadline=None)
def test_any_excerpt_can_be_printed(excerpt: str, column: int, length: int) -> None:
    """Whatever a line holds, the finding is text that can be encoded, with at least one caret if it is shown."""
    lines = format_diagnostic(error("x", Location("a.yaml", 7, column, length, excerpt))).split("\n")
    "\n".join(lines).encode("utf-8")
    assert lines[:2] == ["error: x", f"  --> a.yaml:7:{column}"]
    assert len(lines) == (5 if excerpt.strip() else 2)
    assert not excerpt.strip() or set(lines[4].removeprefix("  | ").lstrip()) == {"^"}


def test_order_is_that_of_the_files() -> None:
    """Findings are sorted by file, line, column; those without a place come last; twins stand once."""
    late, early, other = Location("a.yaml", 10, 1), Location("a.yaml", 9, 3), Location("b.yaml", 1)
    found = [error("no place"), error("b", other), error("late", late), error("early", early), error("late", late)]
    assert [finding.message for finding in in_file_order(found)] == ["early", "late", "b", "no place"]


def test_severity_is_said_by_its_maker() -> None:
    """Three functions make the three severities."""
    assert [make("x").severity for make in (error, warning, info)] == list(Severity)
    assert error("x", code="c", related=[("y", Location("a", 1))]) == Diagnostic(
        Severity.ERROR, "x", None, None, "c", (("y", Location("a", 1)),)
    )


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("lable", ["table", "label"], "label"),
        ("harington2012", ["harrington2011", "harrington2012"], "harrington2012"),
        ("why-airlfit", ["why-airlift"], "why-airlift"),
        ("perid-3", ["period-3"], "period-3"),
        ("Multiple Choice", ["multiple-choice"], "multiple-choice"),
        ("key_figure", ["key_figures", "key"], "key_figures"),
        ("ESSAY", ["essay"], "essay"),
        ("essay", ["essays", "essay"], "essay"),
        ("id", ["at", "date"], None),
        ("ab", ["cd"], None),
        ("x", ["y"], None),
        ("", ["a"], None),
        ("timeline", ["narrative", "terms"], None),
        ("lable", [], None),
    ],
)
def test_nearest_word(word: str, known: list[str], expected: str | None) -> None:
    """A slip of the finger finds its word; a different word finds none."""
    assert nearest(word, known) == expected


@given(word=st.text("abcdefgh", min_size=4, max_size=20), place=st.integers(0, 18))
@settings(max_examples=100, deadline=None)
def test_swapped_letters_are_one_slip(word: str, place: int) -> None:
    """Two neighbours swapped are always near."""
    place %= len(word) - 1
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assert nearest(swapped, [word]) == word
