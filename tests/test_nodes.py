"""YAML files as nodes: texts as typed, the place of each, and nothing that crashes the reader."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builder import yaml_reader
from builder.diagnostics import Location, Severity, format_diagnostic
from builder.nodes import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    Source,
    allowances,
    at,
    child,
    find,
    key_at,
    plain,
    read,
    walk,
)
from builder.source import MAX_BYTES
from builder.yaml_faults import explain


def nodes(text: str) -> Node:
    node, findings = read(text.encode(), "a.yaml")
    assert node is not None
    assert not findings
    return node


def messages(data: bytes | str) -> list[str]:
    """Each finding as `line:column message`."""
    _, findings = read(data.encode() if isinstance(data, str) else data, "a.yaml")
    return [
        f"{finding.location.line}:{finding.location.column} {finding.message}"
        for finding in findings
        if finding.location
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "no",
        "off",
        "12:30",
        "0123",
        "1.10",
        "0x1F",
        "1e3",
        "1953-03-05",
        "true",
        "NULL",
        "1_000",
        ".inf",
        "=",
        "Why?",
        "a#b",
    ],
)
def test_plain_scalars_are_the_text_that_was_typed(typed: str) -> None:
    """No scalar becomes a number, a truth value or a date."""
    assert plain(nodes(f"a: {typed}")) == {"a": typed}


@pytest.mark.parametrize(("typed", "value"), [("", None), ("~", None), ("null", None), ("'null'", "null"), ('""', "")])
def test_only_plain_null_is_none(typed: str, value: str | None) -> None:
    """Nothing, `~` and `null` are None; in quotes they are text."""
    assert plain(nodes(f"a: {typed}")) == {"a": value}


def test_question_mark_before_comma_is_text() -> None:
    """`{prompt: Why?, kind: essay}` has two fields."""
    assert plain(nodes("{prompt: Why?, kind: essay}")) == {"prompt": "Why?", "kind": "essay"}


def test_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    """Notepad's files are read as all others, with the same places."""
    text = "title: Berlin\ntext: |\n  one\n  two\nwrapped: three\n  four\n"
    node, findings = read(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "a.yaml")
    assert findings == []
    assert node == nodes(text)
    assert node is not None
    assert at(node, ["wrapped"]) == Location("a.yaml", 5, 10, 5, "wrapped: three")
    assert at(node, ["title"]) == Location("a.yaml", 1, 8, 6, "title: Berlin")


def test_empty_file_is_a_node_without_text() -> None:
    """An empty file and one of comments read the same, without a finding."""
    assert nodes("") == nodes("# nothing\n") == Scalar(None, Source("a.yaml", ""), 0, 0)
    assert plain(nodes("")) is None


def test_places_are_lines_and_columns_of_values_and_keys() -> None:
    """A value's place is its first line, a key's place its name; a comment doesn't move them."""
    node = nodes("# c\nevents:\n  - id: begins   # c\n    label: Блокада\n  - {id: ends, tags: [a, bc]}\n")
    assert at(node, []) == Location("a.yaml", 2, 1, 7, "events:")
    assert at(node, ["events", 0]) == Location("a.yaml", 3, 5, 16, "  - id: begins   # c")
    assert at(node, ["events", 0, "label"]) == Location("a.yaml", 4, 12, 7, "    label: Блокада")
    assert at(node, ["events", 1, "tags", 1]) == Location("a.yaml", 5, 26, 2, "  - {id: ends, tags: [a, bc]}")
    assert key_at(node, ["events", 1, "tags"]) == Location("a.yaml", 5, 16, 4, "  - {id: ends, tags: [a, bc]}")


def test_path_beyond_the_file_has_the_nearest_place() -> None:
    """A path that a short form doesn't have ends at the value that it has."""
    node = nodes("figures: [beria]\n")
    beria = Location("a.yaml", 1, 11, 5, "figures: [beria]")
    assert at(node, ["figures", 0, "id"]) == beria
    assert key_at(node, ["figures", 0, "id"]) == beria
    assert key_at(node, ["figures", 7]) == at(node, ["figures"]) == at(node, ["figures", "x"])
    assert key_at(node, []) == at(node, [])


def test_child_follows_a_path() -> None:
    """Names and indices lead to a node, a wrong one to None."""
    node = nodes("a: [{b: c}]\n1: d\n")
    found = child(node, ["a", 0, "b"])
    assert isinstance(found, Scalar)
    assert found.text == found.raw == "c"
    assert child(node, [1]) == child(node, ["1"])
    assert child(node, ["a", 1]) is child(node, ["a", -1]) is child(node, ["x", "y"]) is None


def test_walk_meets_every_node_in_file_order() -> None:
    """Parents come before their children."""
    paths = [path for path, _ in walk(nodes("a: [b, {c: d}]\ne: f\n"))]
    assert paths == [(), ("a",), ("a", 0), ("a", 1), ("a", 1, "c"), ("e",)]


def test_nodes_that_say_the_same_are_equal() -> None:
    """Place and quotes don't count, order of fields neither."""
    assert nodes("a: [b, {c: d, e: f}]") == nodes("a:\n- 'b'\n- e: f\n  c: d\n")
    assert nodes("a: b") != nodes("a: c")


@pytest.mark.parametrize(
    ("text", "needle", "occurrence", "place"),
    [
        ("a: see [@zubok2007] and [@zubok2007]", "zubok2007", 1, (1, 27, 9)),
        ("a: |\n  one\n  see [@zubok2007]\n", "@zubok2007", 0, (3, 8, 10)),
        ("a: the secret\n  speech of 1956\n", "secret speech", 0, (1, 8, 6)),
        ("a: 'Khrushchev''s [rise](term:x)'", "Khrushchev's", 0, (1, 5, 13)),
        ('a: "the \\"secret\\" speech"', '"secret"', 0, (1, 9, 10)),
        ("a: none of it", "zubok2007", 0, (1, 4, 10)),
        ("a: none of it", "none", 1, (1, 4, 10)),
        ("a: none of it", " ", 0, (1, 4, 10)),
    ],
)
def test_words_are_found_inside_a_text(text: str, needle: str, occurrence: int, place: tuple[int, int, int]) -> None:
    """A citation key has its own place, however the text is written; a word that isn't there has the text's place."""
    scalar = child(nodes(text), ["a"])
    assert isinstance(scalar, Scalar)
    found = find(scalar, needle, occurrence)
    assert (found.line, found.column, found.length) == place


def test_second_key_is_refused_and_the_first_kept() -> None:
    """A key twice is one error with both places."""
    node, (finding,) = read(b"a: 1\nb: 2\na: 3\n", "a.yaml")
    assert finding.message == "`a` is written twice in the same place; first written at line 1"
    assert finding.location == Location("a.yaml", 3, 1, 1, "a: 3")
    assert finding.related == (("first written here", Location("a.yaml", 1, 1, 1, "a: 1")),)
    assert node is not None
    assert plain(node) == {"a": "1", "b": "2"}


def test_mended_file_holds_what_was_meant() -> None:
    """After a fault of quoting the value is the text that was typed, so that later checks go on."""
    node, findings = read(b"title: Hungary: 1956\nlabel: *Title*\ntext: @x [1]\nb: '& {c: d} e'\n", "a.yaml")
    assert node is not None
    assert plain(node) == {"title": "Hungary: 1956", "label": "*Title*", "text": "@x [1]", "b": "& {c: d} e"}
    assert [finding.location.line for finding in findings if finding.location] == [1, 2, 3]


def test_alias_stands_for_its_value() -> None:
    """Aliases are read; only those that unfold beyond measure are refused."""
    assert plain(nodes("a: &x {b: [c]}\nd: *x\ne: [*x, *x]\n")) == {
        "a": {"b": ["c"]}, "d": {"b": ["c"]}, "e": [{"b": ["c"]}, {"b": ["c"]}],
    }  # fmt: skip


def test_aliases_that_unfold_without_end_are_refused() -> None:
    """A bomb of nine levels is an error at the alias that goes too far, and costs nothing."""
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    assert read(bomb.encode(), "a.yaml")[0] is None
    assert messages(bomb) == ["6:55 aliases such as `*a4` unfold to more than 250,000 values"]


def test_aliases_can_not_dig_below_the_depth_limit() -> None:
    """Depth counts through aliases: a chain of them would overflow every walk."""
    chain = "".join(f"- &a{n} {'[' * 9}{f'*a{n - 1}' if n else 'x'}{']' * 9}\n" for n in range(9))
    assert messages(chain) == ["6:16 nested more than 50 levels deep"]


def test_alias_inside_its_own_value_is_refused() -> None:
    """A value can't hold itself."""
    assert messages("a: &x [*x]\n") == ["1:8 `*x` is an alias in YAML, and no value before it is named `&x`"]


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? "])
def test_fifty_thousand_levels_are_refused(opening: str) -> None:
    """Depth never crashes the interpreter."""
    node, (finding,) = read(b"a:\n  " + opening.encode() * 50_000, "a.yaml")
    assert node is None
    assert finding.message == "nested more than 50 levels deep"


def test_fifty_levels_are_read() -> None:
    """The limit itself is allowed."""
    assert read(b"[" * 50 + b"]" * 50, "a.yaml")[1] == []


def test_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many bytes and too many values are refused."""
    assert messages(b"#" * (MAX_BYTES + 1)) == ["0:1 the file has 5.0 MB; at most 5 MB are read"]
    monkeypatch.setattr(yaml_reader, "MAX_NODES", 1_000)
    assert messages("- a\n" * 1_001) == ["1001:3 more than 1,000 values in one file"]


def test_only_the_first_hundred_findings_are_shown() -> None:
    """A file that is wrong everywhere says so once."""
    found = messages("a: b\n" * 150)
    assert len(found) == 101
    assert found[-1] == "102:1 49 more findings in this file are not shown"
    assert len(messages("a: *b c\n" * 50)) == 20 + 20
    assert len(messages("- a #b\n" * 50)) == 20


def test_many_bad_characters_are_counted() -> None:
    """Twenty characters are named; the last says how many follow."""
    found = messages("a: " + "\u0007" * 30)
    assert len(found) == 20
    assert found[-1] == "1:23 a control character (U+0007) stands in the text, and 10 more follow"


@pytest.mark.parametrize(
    "text",
    [
        "a: b # a comment",
        "a: b #",
        "a: b ## heading",
        "a: 'b' #comment",
        'a: "b" #comment',
        "a: |\n  b #c\n",
        "a: b#c",
        "#comment\na: b",
        "a:   #comment\n  - b",
        "a: b #studyguide: allow x",
        "a: [b] #comment",
        "a: | #comment\n  b\n",
    ],
)
def test_deliberate_comments_are_quiet(text: str) -> None:
    """A comment with a space after `#`, or after what can't be cut short, is no finding."""
    assert messages(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: b #c d", (1, 6, 4)),
        ("- b\t#c", (1, 5, 2)),
        ("a: #c", (1, 4, 2)),
        ("a: b\n  c   #d", (2, 7, 2)),
        ("#1\n- x #1", (2, 5, 2)),
    ],
)
def test_hash_that_eats_text_is_a_warning(text: str, place: tuple[int, int, int]) -> None:
    """Everything from `#` to the line's end is underlined."""
    _, (finding,) = read(text.encode(), "a.yaml")
    assert finding.severity is Severity.WARNING
    assert finding.location is not None
    assert (finding.location.line, finding.location.column, finding.location.length) == place


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            "a:\u00e9\nb: \u00e9".encode("latin-1"),
            "1:3 byte 0xE9 is not UTF-8 text; the file was saved in another encoding",
        ),
        (b"a: b\nc: \xed\xa0\x80", "2:4 byte 0xED is not UTF-8 text; the file was saved in another encoding"),
        (b"\xef\xbb\xbfa: \xff", "1:4 byte 0xFF is not UTF-8 text; the file was saved in another encoding"),
        ("a: b".encode("utf-16"), "0:1 the file is UTF-16 or UTF-32, not UTF-8"),
        ("a: b".encode("utf-16-be"), "1:1 a zero byte: the file is UTF-16 or no text at all"),
        ("a: b".encode("utf-32"), "0:1 the file is UTF-16 or UTF-32, not UTF-8"),
    ],
)
def test_other_encodings_are_refused_at_the_first_bad_byte(data: bytes, message: str) -> None:
    """Nothing is guessed; the hint is UTF-8."""
    node, (finding,) = read(data, "a.yaml")
    assert node is None
    assert messages(data) == [message]
    assert finding.hint is not None
    assert "UTF-8" in finding.hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("? [a]\n: b\n", "1:3 a field's name must be a word, not a list or mapping"),
        ("'': b\n", "1:1 a field without a name"),
        ("a: b\n  : c\n", "2:3 a field without a name"),
        ("%YAML 2.0\n---\na: b", "1:1 YAML can't be read here: found incompatible YAML document"),
        ("a: !e!x b\n", "1:4 `!` at the start of a text means a tag in YAML"),
        ("- !!map {a: b}\n", "1:3 `!!map` is a tag in YAML, not part of the text"),
        ("a: `b`\n", "1:4 a backtick can't start a text without quotes"),
        ("a: - b\n", "1:4 `-` at the start of a text means a list item in YAML"),
        ("{a, b: c}\n", "1:2 in braces, a comma ends a text; what follows it here has no name"),
        ("-a\nb: c\n", "1:1 no space after the dash"),
        ("[a, b\n", "1:1 the bracket `[` is never closed"),
        ("a: {b: c\nd: e\n", "1:4 the bracket `{` is never closed"),
        ("a: {b: c d: e}\n", "1:11 a second colon in a text without quotes"),
        ("a: {b: 'c' d}\n", "1:8 `'` at the start of a text opens a quoted text, and more follows it"),
        ("a: [b,\n  c] d\n", "2:6 text goes on after the value has ended"),
        ('a: "b\nc: d"e"\n', '2:5 the mark " inside the text ends it'),
        ('"a":b\n', "1:1 no space after the colon"),
        ("a:\n   b: c\n  d: e\n", "3:3 the indentation of this line fits none above it"),
        ("a: 'b'\n  c: d\n", "2:3 the indentation of this line fits none above it"),
        ("a: [b}\n", "1:6 YAML can't be read here: did not find expected ',' or ']'"),
        ("a: b\n  \u00e9\u00e9 c: d\n", "2:7 a colon in a text without quotes"),
        ('a: {<<: b, "<<": c}\n', "1:5 `<<` (a merge key) is not read; YAML 1.2 has none"),
    ],
)
def test_fault_has_plain_words_and_its_place(text: str, message: str) -> None:
    """Faults beyond the golden files."""
    assert messages(text)[0] == message


def test_long_text_is_cut_in_the_hint() -> None:
    """A hint shows the beginning of a line, not a page."""
    _, (finding,) = read(b"a: *b* " + b"long " * 100, "a.yaml")
    assert finding.hint == 'if it is text, quote it: `a: "*b* ' + "long " * 13 + 'lo…"`'


def test_parser_fault_without_place_is_about_the_file() -> None:
    """Whatever PyYAML raises becomes a finding."""
    fault = explain(yaml.YAMLError("odd"), Source("a.yaml", "x"), (0, 0))
    assert format_diagnostic(fault.finding) == "error: the file is not YAML: odd\n  --> a.yaml"


@pytest.mark.parametrize("text", ["a: [b, {c: d}]\ne: |\n  f\n", "title: Hungary: 1956\nb: *c*\n", "a: b #c\n"])
def test_parser_in_python_reads_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML has no C parser, its slower one gives the same nodes and findings."""
    fast = read(text.encode(), "a.yaml")
    monkeypatch.setattr(yaml_reader, "_LOADER", yaml.BaseLoader)
    assert read(text.encode(), "a.yaml") == fast


def test_allowances_are_read_from_comments() -> None:
    """Each `# studyguide: allow CODE reason` has its line."""
    text = (
        "# studyguide: allow no-citation\na: b  # studyguide: allow far-date the year is a guess \nc: d # studyguide:\n"
    )
    assert allowances(text) == [(1, "no-citation", ""), (2, "far-date", "the year is a guess")]
    assert allowances("a: b  # a note\n") == []


ALPHABET = "ab 01:#-?*&!|>'\"[]{},%@`\t\n\r\\\u00e9\u2028\ufeff\u0007~<"


def check_any(data: bytes) -> None:
    node, findings = read(data, "a.yaml")
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert node is not None or any(finding.severity is Severity.ERROR for finding in findings)
    places = [place for finding in findings for place in (finding.location, *(at for _, at in finding.related))]
    places += [here.location for _, here in walk(node)] if node is not None else []
    for place in places:
        assert place is not None
        assert 0 <= place.line <= len(lines)
        assert place.line == 0 or 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert place.length >= 1
    for finding in findings:
        format_diagnostic(finding).encode()


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_random_bytes_never_crash(data: bytes) -> None:
    """Any bytes give a node or an error, and every place lies within the file."""
    check_any(data)


@given(st.text(ALPHABET, max_size=60))
@settings(max_examples=400, deadline=None)
@example("a: [b\n  #c: 'd")
def test_random_signs_never_crash(text: str) -> None:
    """Any mixture of what YAML keeps for itself gives a node or an error, and every place lies within the file."""
    check_any(text.encode())


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufeff"))
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS.filter(bool), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.booleans())
@settings(max_examples=100, deadline=None)
def test_written_values_are_read_back(value: Any, flow: bool) -> None:
    """What PyYAML writes is read back as the same texts, lists and mappings."""
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    node, findings = read(text.encode(), "a.yaml")
    assert findings == []
    assert node is not None
    assert plain(node) == value


def test_types_of_nodes() -> None:
    """The three kinds of node are told apart by class."""
    node = nodes("a: [b]")
    assert isinstance(node, Mapping)
    assert isinstance(node.entries["a"].value, Sequence)
    assert node.entries["a"].key.text == "a"
