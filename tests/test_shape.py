"""Errors of content, as a writer reads them: the exact text, and the place of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, RootModel, TypeAdapter

from builder.diagnostics import Severity, format_diagnostic, in_file_order
from builder.model import CourseInfo, Section
from builder.nodes import read
from builder.shape import shape

CASES = sorted(path.parent for path in (Path(__file__).parent / "golden" / "errors").glob("*/input.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_message_is_exact(case: Path, check_golden: Callable[[Path, str], None]) -> None:
    """Each faulty file gives exactly these findings, in file order."""
    node, findings = read((case / "input.yaml").read_bytes(), "content/berlin/sections/input.yaml")
    if node is not None:
        model: type[BaseModel] = CourseInfo if case.name.startswith("course-") else Section
        findings += shape(node, model)[1]
    text = "".join(format_diagnostic(finding) + "\n" for finding in in_file_order(findings))
    assert text.startswith(("error:", "warning:"))
    check_golden(case / "expected.txt", text)


def test_golden_cases_are_many() -> None:
    """The folder of cases is found and full."""
    assert len(CASES) >= 40


class GuessError(ValueError):
    """An error with a hint, as `dates` and the models raise."""

    def __init__(self) -> None:
        super().__init__("a guess")
        self.message = "`x` is a guess"
        self.hint = "write what is known"


def refuse(value: str) -> str:
    if value == "x":
        raise GuessError
    if value == "y":
        raise ValueError("y is no value")
    if value == "z":
        raise AssertionError("z is none either")
    return value


class MapPin(BaseModel):
    """A model without a title: its class name is its noun."""

    model_config = ConfigDict(extra="forbid")

    at: tuple[float, float]
    sort: Annotated[str, Field(pattern="^(town|river)$")] = "town"


Pin = Annotated[MapPin, BeforeValidator(lambda value: {"at": value} if isinstance(value, list) else value)]


class Sheet(BaseModel):
    """A model with a field of every kind."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="map sheet")

    name: Annotated[str, Field(min_length=2, max_length=5)] = "ab"
    code: Annotated[str, Field(pattern="^[A-Z]+$")] = "A"
    own: Annotated[str, AfterValidator(refuse)] = ""
    from_: Annotated[int, Field(alias="from")] = 1
    count: Annotated[int, Field(gt=1, lt=9)] = 2
    share: Annotated[float, Field(allow_inf_nan=False, multiple_of=0.5)] = 1
    pins: tuple[Pin, ...] = ()
    by_name: dict[str, MapPin] = {}
    colours: Annotated[tuple[Literal["red", "dark-red"], ...], Field(max_length=2)] = ()
    words: frozenset[str] = frozenset()
    legend: MapPin | None = None
    numbers: dict[int, str] = {}


class Sheets(RootModel[tuple[Sheet, ...]]):
    """A list of sheets."""


def told(text: str, type_: Any = Sheet) -> list[str]:
    """Each finding as `column message (hint)`, of a file of one line."""
    node, findings = read(text.encode(), "a.yaml")
    assert node is not None
    assert findings == []
    value, found = shape(node, type_)
    assert (value is None) == bool(found)
    assert all(finding.severity is Severity.ERROR for finding in found)
    return [
        f"{finding.location.column} {finding.message}" + (f" ({finding.hint})" if finding.hint else "")
        for finding in found
        if finding.location and finding.location.line == 1
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{nam: x}", "2 unknown field `nam` in map sheet (did you mean `name`?)"),
        ("{form: 1}", "2 unknown field `form` in map sheet (did you mean `from`?)"),
        ("{from: x}", "8 `from` wants a whole number, not `x`"),
        ("{from: 1.5}", "8 `from` wants a whole number, not `1.5`"),
        ("{from: " + "9" * 5000 + "}", "8 `from` wants a whole number, not `" + "9" * 59 + "…`"),
        ("{from: }", "8 `from` is empty (write a whole number, or delete the field)"),
        ("{from: {a: b}}", "8 `from` wants a whole number, not a mapping"),
        ("{count: 1}", "9 `count` must be more than 1, not `1`"),
        ("{count: 9}", "9 `count` must be less than 9, not `9`"),
        ("{share: nan}", "9 `share` wants a number, not `nan`"),
        ("{share: 0.3}", "9 `share`: input should be a multiple of 0.5"),
        ("{name: a}", "8 `name` wants at least 2 characters, not 1"),
        ("{name: abcdef}", "8 `name` wants at most 5 characters, not 6"),
        ("{name: {ab: c}}", "8 `name` wants a text, not a mapping (if the colon or the braces belong to the text, quote it)"),
        ("{code: a b}", "8 `a b` is not what `code` wants (it must match `^[A-Z]+$`)"),
        ("{own: x}", "7 `x` is a guess (write what is known)"),
        ("{own: y}", "7 y is no value"),
        ("{own: z}", "7 z is none either"),
        ("{pins: [{at: [1]}]}", "14 `at` has too few items (item 2 is missing)"),
        ("{pins: [{at: [1, 2, 3]}]}", "14 `at` wants at most 2 items, not 3"),
        ("{pins: [{at: [1, x]}]}", "18 item 2 of `at` wants a number, not `x`"),
        ("{pins: [[1, x]]}", "9 item 2 of `at` wants a number, not `x`"),
        ("{pins: [{}]}", "9 missing field `at` in map pin (add `at: ...`)"),
        ("{pins: [{at: [1, 2], srt: x}]}", "22 unknown field `srt` in map pin (did you mean `sort`?)"),
        ("{pins: [{at: [1, 2], sort: rivr}]}", "28 unknown sort `rivr` in map pin (did you mean `river`?)"),
        ("{pins: [{at: [1, 2], sort: 7}]}", "28 unknown sort `7` in map pin (one of `town`, `river`)"),
        ("{pins: [here]}", "9 item 1 of `pins` wants a mapping, not a text (write its fields: `at`)"),
        ("{pins: [~]}", "9 item 1 of `pins` is empty (write its fields: `at`)"),
        ("{by_name: {a: {}}}", "15 missing field `at` in map pin (add `at: ...`)"),
        ("{by_name: x}", "11 `by_name` wants a mapping, not a text"),
        ("{legend: {ta: x, sort: town}}", "11 unknown field `ta` in map pin (did you mean `at`?)"),
        ("{legend: {town: x}}", "10 missing field `at` in map pin (add `at: ...`)"),
        ("{colours: [red, blue]}", "17 unknown item `blue` in `colours` (one of `red`, `dark-red`)"),
        ("{colours: [dark red]}", "12 unknown item `dark red` in `colours` (did you mean `dark-red`?)"),
        ("{colours: [red, red, red]}", "11 `colours` wants at most 2 items, not 3"),
        ("{colours: [[red]]}", "12 item 1 of `colours` wants a word, not a list"),
        ("{words: x}", "9 `words` wants a list, not a text (begin each item with `- ` on a line of its own)"),
        ("{numbers: {x: y}}", "12 the name `x` wants a whole number, not `x`"),
        ("[]", "1 the map sheet wants a mapping, not a list (write its fields: `name`, `code`, `own`, `from`, `count`, "
         "`share`, `pins`, `by_name`, `colours`, `words`, `legend`, `numbers`)"),
    ],
)  # fmt: skip
def test_error_of_each_type_in_plain_words(text: str, expected: str) -> None:
    """Every kind of fault that a model can find has its words, its place and, where there is one, its hint."""
    assert told(text)[0] == expected


def test_scalars_become_numbers_and_truth_values() -> None:
    """A text field takes any scalar as typed; numbers and truth values are read from the text."""
    node, _ = read(b"{name: 0123, own: off, from: 0123, share: '1.50', colours: [red]}", "a.yaml")
    assert node is not None
    value, found = shape(node, Sheet)
    assert found == []
    assert value is not None
    assert (value.name, value.own, value.from_, value.share, value.colours) == ("0123", "off", 123, 1.5, ("red",))


def test_root_list_and_type_adapter() -> None:
    """A file may be a list, and a type may be any that pydantic knows."""
    assert told("[{nam: x}]", Sheets) == ["3 unknown field `nam` in map sheet (did you mean `name`?)"]
    assert told("[x]", TypeAdapter(list[int])) == ["2 item 1 wants a whole number, not `x`"]
    assert told("x", TypeAdapter(list[int])) == [
        "1 the content wants a list, not a text (begin each item with `- ` on a line of its own)"
    ]
    node, _ = read(b"[1, 2]", "a.yaml")
    assert node is not None
    assert shape(node, TypeAdapter(list[int])) == ([1, 2], [])


def test_misspelt_required_field_is_one_error() -> None:
    """An unknown name beside the missing name that it stands for is not reported twice."""
    assert told("{pins: [{att: [1, 2]}]}") == ["10 unknown field `att` in map pin (did you mean `at`?)"]


KEYS = st.sampled_from(
    [*Section.model_fields, "id", "text", "date", "kind", "prompt", "label", "standard", "space", "from"]
)
SCALARS = st.sampled_from(["x", "1", "", "1953", "true", None, "June 1948", "essay", "a:b"])
STRUCTURES: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)


@given(STRUCTURES)
@settings(max_examples=200, deadline=None)
def test_any_structure_gives_a_value_or_placed_errors(value: Any) -> None:
    """Whatever a section file holds, the model finds it good or says where it isn't."""
    text = yaml.safe_dump({"title": "Berlin", "narrative": [value], "questions": [value]} if value else value)
    node, _ = read(text.encode(), "a.yaml")
    assert node is not None
    section, found = shape(node, Section)
    assert (section is None) == bool(found)
    assert all(finding.location and finding.location.line >= 1 for finding in found)
