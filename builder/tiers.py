"""Tiered texts -> texts: `{standard: .., adapted: .., challenge: ..}` becomes the one that a class reads.

In: nodes and the name of a tier. Out: nodes in which every text is one text. Done before values are shaped, so that no model knows
of tiers; ids, and so numbers and links, are the same in every tier.
"""

from __future__ import annotations

from dataclasses import replace

from builder.diagnostics import Diagnostic, error, nearest
from builder.nodes import Entry, Mapping, Node, Scalar, Sequence
from builder.remember import by_identity

NEAREST = {
    "standard": ("standard", "adapted", "challenge"),
    "adapted": ("adapted", "standard", "challenge"),
    "challenge": ("challenge", "standard", "adapted"),
}
"""For each tier, the order in which texts are looked for: where one is missing, the nearest is read."""


def is_tiered(node: Node) -> bool:
    """Tell whether a mapping holds one text in several tiers: all its fields name tiers and hold texts."""
    return isinstance(node, Mapping) and _has_tiers(node) and node.entries.keys() <= NEAREST.keys()


@by_identity(32768)
def has_tiers(node: Node) -> bool:
    """Tell whether a text in tiers, or an item with a tier of its own, stands anywhere in a node."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Sequence):
            waiting += [item for item in here.items if not isinstance(item, Scalar)]
        elif isinstance(here, Mapping):
            own = here.entries.get("tier")
            if _has_tiers(here) or (own is not None and _names_tier(own.value)):
                return True
            waiting += [entry.value for entry in here.entries.values() if not isinstance(entry.value, Scalar)]
    return False


def pick(node: Node, tier: str = "standard") -> Node:
    """Return the node with every tiered text replaced by the one of `tier`, or the nearest; an unchanged part stays itself.

    An item may carry a tier of its own (`tier: adapted`): it holds for what is inside the item.
    """
    if isinstance(node, Scalar) or not has_tiers(node):
        return node
    if isinstance(node, Sequence):
        return replace(node, items=tuple(pick(item, tier) for item in node.items))
    if _has_tiers(node):
        return picked(node, tier)
    inner = tier_of(node, tier)
    entries = {
        name: Entry(entry.key, pick(entry.value, inner))
        for name, entry in node.entries.items()
        if name != "tier" or not _names_tier(entry.value)
    }
    return replace(node, entries=entries)


def picked(node: Mapping, tier: str) -> Node:
    """Return the text of a tier, or the nearest one there is, from a mapping that holds one at least."""
    return next(node.entries[name].value for name in NEAREST[tier] if name in node.entries)


def tier_of(node: Node, tier: str) -> str:
    """Return the tier that holds inside a node: its own if it names one, else the given one."""
    own = node.entries.get("tier") if isinstance(node, Mapping) else None
    return (
        own.value.text or tier if own is not None and isinstance(own.value, Scalar) and _names_tier(own.value) else tier
    )


def misspelt(node: Node) -> list[Diagnostic]:
    """Report tiers with a wrong name: a field beside right ones in a tiered text."""
    found: list[Diagnostic] = []
    waiting = [node] if has_tiers(node) else []
    while waiting:
        here = waiting.pop()
        if isinstance(here, Sequence):
            waiting += here.items
        elif isinstance(here, Mapping):
            waiting += [entry.value for entry in here.entries.values() if not isinstance(entry.value, Scalar)]
            if _has_tiers(here):
                found += [_unknown(name, entry.key) for name, entry in here.entries.items() if name not in NEAREST]
    return found


def _has_tiers(node: Mapping) -> bool:
    """Tell whether a mapping is meant as one text in tiers: it holds texts only, and one of its fields names a tier."""
    return not node.entries.keys().isdisjoint(NEAREST) and all(
        isinstance(e.value, Scalar) for e in node.entries.values()
    )


def _names_tier(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text in NEAREST


def _unknown(name: str, place: Scalar) -> Diagnostic:
    near = nearest(name, NEAREST)
    hint = f"did you mean `{near}`?" if near else "tiers are `standard`, `adapted` and `challenge`"
    return error(f"no tier is called `{name}`", place.location, hint)
