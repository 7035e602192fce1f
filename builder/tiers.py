"""Tiered texts -> texts: `{standard: .., adapted: .., challenge: ..}` becomes the one that a class reads.

In: nodes and the name of a tier. Out: nodes in which every text is one text. Done before values are shaped, so that no model knows
of tiers; ids, and so numbers and links, are the same in every tier.
"""

from __future__ import annotations

from dataclasses import replace

from builder.diagnostics import Diagnostic, error, nearest
from builder.nodes import Entry, Mapping, Node, Scalar, Sequence

NEAREST = {
    "standard": ("standard", "adapted", "challenge"),
    "adapted": ("adapted", "standard", "challenge"),
    "challenge": ("challenge", "standard", "adapted"),
}
"""For each tier, the order in which texts are looked for: where one is missing, the nearest is read."""


def is_tiered(node: Node) -> bool:
    """Tell whether a mapping holds one text in several tiers: all its fields name tiers and hold texts."""
    if not isinstance(node, Mapping) or not node.entries:
        return False
    return node.entries.keys() <= NEAREST.keys() and all(isinstance(e.value, Scalar) for e in node.entries.values())


def pick(node: Node, tier: str = "standard") -> Node:
    """Return the node with every tiered text replaced by the one of `tier`, or the nearest; an unchanged part stays itself.

    An item may carry a tier of its own (`tier: adapted`): it holds for what is inside the item.
    """
    if isinstance(node, Scalar):
        return node
    if isinstance(node, Sequence):
        items = tuple(pick(item, tier) for item in node.items)
        return node if all(a is b for a, b in zip(items, node.items, strict=True)) else replace(node, items=items)
    if is_tiered(node):
        return next(node.entries[name].value for name in NEAREST[tier] if name in node.entries)
    entries = {name: Entry(entry.key, pick(entry.value, tier)) for name, entry in node.entries.items()}
    if all(entries[name].value is entry.value for name, entry in node.entries.items()):
        return node
    return replace(node, entries=entries)


def misspelt(node: Node) -> list[Diagnostic]:
    """Report tiers with a wrong name: a mapping of texts of which one field names a tier and another one none."""
    found: list[Diagnostic] = []
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Sequence):
            waiting += here.items
        elif isinstance(here, Mapping):
            waiting += [entry.value for entry in here.entries.values()]
            tiers = here.entries.keys() & NEAREST.keys()
            for name in here.entries.keys() - NEAREST.keys() if tiers else ():
                near = nearest(name, NEAREST)
                hint = f"did you mean `{near}`?" if near else "tiers are `standard`, `adapted` and `challenge`"
                found.append(error(f"no tier is called `{name}`", here.entries[name].key.location, hint))
    return found
