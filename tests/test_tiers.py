"""Texts in tiers: which one a class reads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.nodes import Node, child, plain, read
from builder.tiers import NEAREST, is_tiered, misspelt, pick, tier_of


def node(text: str) -> Node:
    found, problems = read(text.encode(), "a.yaml")
    assert found is not None, problems
    return found


def picked(text: str, tier: str = "standard") -> Any:
    return plain(pick(node(text), tier))


@pytest.mark.parametrize(
    ("tiers", "tier", "read_as"),
    [
        ("{standard: s, adapted: a, challenge: c}", "standard", "s"),
        ("{standard: s, adapted: a, challenge: c}", "adapted", "a"),
        ("{standard: s, adapted: a, challenge: c}", "challenge", "c"),
        ("{standard: s, challenge: c}", "adapted", "s"),
        ("{standard: s, adapted: a}", "challenge", "s"),
        ("{adapted: a, challenge: c}", "standard", "a"),
        ("{challenge: c}", "adapted", "c"),
        ("{adapted: a}", "challenge", "a"),
    ],
)
def test_the_nearest_tier_is_read(tiers: str, tier: str, read_as: str) -> None:
    """A class reads its tier, or the nearest one that there is."""
    assert picked(f"text: {tiers}", tier) == {"text": read_as}


def test_texts_are_found_anywhere() -> None:
    """Tiers are picked in lists, items and fields at any depth; ids and plain texts stay."""
    assert picked("- {id: a, parts: [{id: b, prompt: {standard: s, adapted: x}}]}\n- text", "adapted") == [
        {"id": "a", "parts": [{"id": "b", "prompt": "x"}]}, "text",
    ]  # fmt: skip


def test_an_item_may_have_its_own_tier() -> None:
    """`tier:` of an item holds for what is inside it and is no field of the item."""
    text = "- {id: a, tier: adapted, text: {standard: s, adapted: x}, parts: [{text: {adapted: y}}]}\n- {text: {standard: s, adapted: x}}"
    assert picked(text) == [{"id": "a", "text": "x", "parts": [{"text": "y"}]}, {"text": "s"}]
    assert tier_of(node("{tier: adapted}"), "standard") == "adapted"
    assert tier_of(node("{tier: other}"), "standard") == "standard"
    assert tier_of(node("text"), "challenge") == "challenge"


def test_an_unknown_tier_of_an_item_stays_for_the_model_to_report() -> None:
    """A wrong word after `tier:` isn't taken away."""
    assert picked("{tier: adaptd, text: x}") == {"tier": "adaptd", "text": "x"}


def test_what_holds_no_tiers_stays_itself() -> None:
    """A node without tiers is returned as it is, not as a copy."""
    whole = node("{a: [b, {c: d}], e: {f: g}}")
    assert pick(whole, "adapted") is whole
    part = node("{a: [b, {c: d}], e: {standard: g}}")
    assert child(pick(part), ("a",)) is child(part, ("a",))


def test_tells_tiers_from_other_mappings() -> None:
    """A mapping is a text in tiers when all its fields name tiers and hold texts."""
    assert is_tiered(node("{standard: a}"))
    assert not is_tiered(node("{standard: [a]}"))
    assert not is_tiered(node("{standard: a, other: b}"))
    assert not is_tiered(node("{}"))
    assert not is_tiered(node("text"))
    assert picked("{x: {standard: [a], adapted: b}}") == {"x": {"standard": ["a"], "adapted": "b"}}


def test_a_misspelt_tier() -> None:
    """A tier with a wrong name is reported at its place; the text of another tier is read."""
    text = "- {text: {standard: a, adaptd: b}}\n- {text: {challenge: c, xyz: d}}"
    found = misspelt(node(text))
    assert {(d.message, d.hint, d.location.line if d.location else 0) for d in found} == {
        ("no tier is called `adaptd`", "did you mean `adapted`?", 1),
        ("no tier is called `xyz`", "tiers are `standard`, `adapted` and `challenge`", 2),
    }
    assert picked(text) == [{"text": "a"}, {"text": "c"}]
    assert misspelt(node("{text: {standard: a}}")) == []


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(sorted(NEAREST)), min_size=1), st.sampled_from(sorted(NEAREST)))
def test_some_tier_is_always_read(tiers: set[str], tier: str) -> None:
    """Whatever tiers a text has, every class reads one of them: its own if it is there."""
    text = "{text: {" + ", ".join(f"{name}: {name}" for name in tiers) + "}}"
    assert picked(text, tier)["text"] == (tier if tier in tiers else picked(text, tier)["text"])
    assert picked(text, tier)["text"] in tiers
