"""A change laid over a value: two nodes -> one node, in which every replaced value remembers what it replaced.

In: what stands in the course and what a class writes in its place. Out: the value that the class sees, and faults with their places.
Separate from `chain` and `lay`, which know files and classes: nothing here knows where a node comes from.

Hiding and unsetting leave a mark until `clean.cleaned` takes them out: the word `hide`, or an empty value, with what it replaced in
`overrode`. So a class further down can bring a thing back, and `explain` can say who took it away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from builder import tiers
from builder.diagnostics import Diagnostic, error, nearest
from builder.tree import Entry, Mapping, Node, Scalar, Sequence

LISTS_BY_ID = frozenset({
    "charts", "disagreements", "documents", "exercises", "images", "key_figures", "lanes", "misconceptions", "narrative",
    "objectives", "organizers", "parts", "positions", "question_groups", "questions", "steps", "timeline",
})  # fmt: skip
"""Lists whose items a class reaches by id; pictures go by their file's name."""
SHORT_FORMS = {"answer": "text", "rubric": "id"}
"""Fields whose plain text is short for a mapping with this one field."""
HIDE, SHOW = "hide", "show"
ADD, ORDER, TAG = "add", "order", "tag:"


def laid(base: Node | None, change: Node, name: str, faults: list[Diagnostic]) -> Node | None:
    """Return the value of the field `name` after a change; None where nothing was and nothing is set."""
    if isinstance(change, Scalar) and change.text is None:
        return _over(base, change) if base is not None else None
    if name in LISTS_BY_ID and isinstance(change, Mapping) and not _is_whole(name, change):
        return laid_list(_as_list(base, change), change, name, faults)
    if isinstance(change, Mapping):
        start = _as_mapping(base, change, name)
        if start is not None:
            return laid_fields(start, change, faults)
    if isinstance(change, Scalar) and not isinstance(base, Scalar) and change.text in (HIDE, SHOW) and base is not None:
        return hidden(base, change) if change.text == HIDE else base
    if isinstance(change, Scalar) and change.text == SHOW and base is not None and is_hidden(base):
        return shown(base, change)
    return _over(base, change) if base is not None else change


def laid_fields(base: Mapping, change: Mapping, faults: list[Diagnostic], without: Iterable[str] = ()) -> Mapping:
    """Return a mapping with a change's fields laid over its own, field by field; `without` names fields to pass over."""
    entries = dict(base.entries)
    for name, entry in change.entries.items():
        if name in without:
            continue
        before = entries.get(name)
        after = laid(before.value if before else None, entry.value, name, faults)
        if after is not None:
            inside = before is not None and after.source is before.value.source
            entries[name] = Entry(before.key if before is not None and inside else entry.key, after)
    return replace(base, entries=entries) if change.entries else base


def laid_list(base: Sequence, change: Mapping, name: str, faults: list[Diagnostic]) -> Sequence:
    """Return a list with a change laid over its items: first what tags select, then by id, then `add`, then `order`."""
    items = list(base.items)
    tags = {index: _tags(item) for index, item in enumerate(items)}
    words = {name: entry for name, entry in change.entries.items() if name not in (ADD, ORDER)}
    for word, entry in words.items():
        if word.startswith(TAG):
            tag = word.removeprefix(TAG).strip()
            chosen = [index for index in tags if tag in tags[index]]
            if not chosen:
                every = {known for found in tags.values() for known in found}
                faults.append(
                    error(f"nothing in `{name}` carries the tag `{tag}`", entry.key.location, _did_you_mean(tag, every))
                )
            for index in chosen:
                items[index] = _changed(items[index], entry.value, faults)
    places = {key_of(item): index for index, item in enumerate(items)}
    for word, entry in words.items():
        if not word.startswith(TAG):
            if word in places:
                items[places[word]] = _changed(items[places[word]], entry.value, faults)
            else:
                faults.append(_unknown(word, entry.key, name, items))
    if ADD in change.entries:
        items = _added(items, change.entries[ADD].value, name, faults)
    if ORDER in change.entries:
        items = _ordered(items, change.entries[ORDER].value, name, faults)
    same = len(items) == len(base.items) and all(a is b for a, b in zip(items, base.items, strict=True))
    return base if same else replace(base, items=tuple(items))


def key_of(item: Node) -> str:
    """Return the id of an item, or a picture's file name; empty where it has none. A hidden item keeps its id."""
    if is_hidden(item):
        return key_of(item.overrode[-1])
    if isinstance(item, Scalar):
        return item.text or ""
    if isinstance(item, Mapping):
        for field in ("id", "file"):
            entry = item.entries.get(field)
            if entry is not None and isinstance(entry.value, Scalar):
                return entry.value.text or ""
    return ""


def is_hidden(node: Node) -> bool:
    """Tell whether a node is the mark of something hidden, which stands in `overrode[-1]`."""
    return (
        isinstance(node, Scalar)
        and node.text == HIDE
        and bool(node.overrode)
        and not isinstance(node.overrode[-1], Scalar)
    )


def is_unset(node: Node) -> bool:
    """Tell whether a node is the mark of a value that a class took away."""
    return isinstance(node, Scalar) and node.text is None and bool(node.overrode)


def hidden(node: Node, word: Scalar) -> Node:
    """Return the mark that hides a node; of two that hide the same, the later one counts."""
    node = node.overrode[-1] if is_hidden(node) else node
    if isinstance(
        node, Scalar
    ):  # a short form, such as `- beria`: its long form tells it from a text that reads `hide`
        node = _long(node, "id")
    return replace(word, overrode=(node,))


def shown(node: Node, word: Scalar) -> Node:
    """Return what a mark hides, remembering who hid it and who brought it back."""
    if not is_hidden(node):
        return node
    thing = node.overrode[-1]
    if isinstance(thing, Mapping) and thing.entries.keys() == {"id"}:
        thing = thing.entries["id"].value
    return replace(thing, overrode=(*thing.overrode, replace(node, overrode=()), word))


def _over(base: Node, change: Node) -> Node:
    """Return the change, remembering what it replaced, oldest first."""
    return replace(change, overrode=(*base.overrode, replace(base, overrode=())))


def _is_whole(name: str, change: Mapping) -> bool:
    """Tell whether a mapping is one picture in full, `{file: map.png, ..}`: it replaces the list."""
    return name == "images" and "file" in change.entries


def _as_list(base: Node | None, change: Mapping) -> Sequence:
    """Return the list to change: a short form of one item counts as a list, nothing as an empty one."""
    if base is not None and is_hidden(base):
        base = base.overrode[-1]
    if isinstance(base, Sequence):
        return base
    if base is None or is_unset(base) or (isinstance(base, Scalar) and base.text is None):
        return Sequence((), change.source, change.start, change.end, overrode=base.overrode if base is not None else ())
    return Sequence((base,), base.source, base.start, base.end, base.overrode)


def _as_mapping(base: Node | None, change: Mapping, name: str) -> Mapping | None:
    """Return the mapping to change, or None where the change replaces what stands there."""
    if isinstance(base, Mapping):
        return base
    if base is not None and is_hidden(base) and isinstance(base.overrode[-1], Mapping):
        return base.overrode[-1]
    if base is None or is_unset(base):
        return Mapping({}, change.source, change.start, change.end, overrode=base.overrode if base is not None else ())
    if isinstance(base, Scalar) and base.text is not None:
        if tiers.is_tiered(change):
            return _long(base, "standard")
        if name in SHORT_FORMS:
            return _long(base, SHORT_FORMS[name])
    return None


def _long(node: Scalar, field: str) -> Mapping:
    """Return `{field: node}` at the node's place."""
    key = Scalar(field, node.source, node.start, node.end)
    return Mapping({field: Entry(key, replace(node, overrode=()))}, node.source, node.start, node.end, node.overrode)


def _changed(item: Node, change: Node, faults: list[Diagnostic]) -> Node:
    """Return an item after a change: hidden, shown, or with other fields. What is changed while hidden stays hidden."""
    if isinstance(change, Scalar) and change.text == HIDE:
        return hidden(item, change)
    if isinstance(change, Scalar) and change.text == SHOW:
        return shown(item, change)
    if not isinstance(change, Mapping):
        word = nearest(change.text, (HIDE, SHOW)) if isinstance(change, Scalar) and change.text else None
        hint = (
            f"did you mean `{word}`?"
            if word
            else "write `hide`, `show`, or the fields that change: `{space: 10 lines}`"
        )
        faults.append(error(f"`{key_of(item)}` wants its fields, `hide` or `show`", change.location, hint))
        return item
    if is_hidden(item):
        return replace(item, overrode=(*item.overrode[:-1], _changed(item.overrode[-1], change, faults)))
    own = change.entries.get("id")
    if own is not None and (not isinstance(own.value, Scalar) or own.value.text != key_of(item)):
        faults.append(error("a class can't change an id", own.key.location, "hide the item and `add` a new one"))
        return item
    start = _long(item, "file" if "." in (item.text or "") else "id") if isinstance(item, Scalar) else item
    return laid_fields(start, change, faults) if isinstance(start, Mapping) else item


def _added(items: list[Node], new: Node, name: str, faults: list[Diagnostic]) -> list[Node]:
    """Return the items with new ones, each before or after the one that it names, else at the end, in the order written."""
    if not isinstance(new, Sequence):
        faults.append(
            error(f"`{ADD}` wants a list", new.location, "begin each new item with `- ` on a line of its own")
        )
        return items
    followers: dict[str, int] = {}
    items = list(items)
    for item in new.items:
        bare, places = _without_place(item)
        known = next((old for old in items if key_of(old) and key_of(old) == key_of(bare)), None)
        if known is not None:
            faults.append(_twice(known, bare, name))
        elif len(places) > 1:
            faults.append(error("an item goes `before:` or `after:` another, not both", places[1].key.location))
        elif not places:
            items.append(bare)
        else:
            _insert(items, bare, places[0], followers, name, faults)
    return items


def _insert(
    items: list[Node], item: Node, place: Entry, followers: dict[str, int], name: str, faults: list[Diagnostic]
) -> None:
    """Put an item where it wants to stand; several that follow the same one keep their order."""
    anchor = place.value.text if isinstance(place.value, Scalar) else None
    index = next((i for i, old in enumerate(items) if anchor and key_of(old) == anchor), None)
    if index is None or anchor is None:
        word = place.value if isinstance(place.value, Scalar) else place.key
        faults.append(_unknown(anchor or "", word, name, items))
    elif place.key.text == "before":
        items.insert(index, item)
    else:
        followers[anchor] = followers.get(anchor, 0) + 1
        items.insert(index + followers[anchor], item)


def _without_place(item: Node) -> tuple[Node, list[Entry]]:
    """Return a new item without `before:` and `after:`, and those."""
    if not isinstance(item, Mapping):
        return item, []
    places = [entry for name, entry in item.entries.items() if name in ("before", "after")]
    if not places:
        return item, []
    entries = {name: entry for name, entry in item.entries.items() if name not in ("before", "after")}
    return replace(item, entries=entries), places


def _ordered(items: list[Node], order: Node, name: str, faults: list[Diagnostic]) -> list[Node]:
    """Return the items that are named first, in that order, then the others as they stood."""
    if not isinstance(order, Sequence):
        faults.append(error(f"`{ORDER}` wants a list of ids", order.location, "`order: [first, second]`"))
        return items
    first: list[Node] = []
    for word in order.items:
        key = word.text or "" if isinstance(word, Scalar) else ""
        found = next((item for item in items if key and key_of(item) == key), None)
        if found is None:
            faults.append(_unknown(key, word, name, items))
        elif any(found is item for item in first):
            faults.append(error(f"`{key}` stands twice in `{ORDER}`", word.location, "delete one of them"))
        else:
            first.append(found)
    return [*first, *(item for item in items if not any(item is done for done in first))]


def _tags(item: Node) -> frozenset[str]:
    """Return the tags that an item carries, hidden or not."""
    item = item.overrode[-1] if is_hidden(item) else item
    entry = item.entries.get("tags") if isinstance(item, Mapping) else None
    if entry is None:
        return frozenset()
    words = entry.value.items if isinstance(entry.value, Sequence) else (entry.value,)
    return frozenset(word.text for word in words if isinstance(word, Scalar) and word.text)


def _unknown(word: str, place: Node, name: str, items: Iterable[Node]) -> Diagnostic:
    known = [key for key in map(key_of, items) if key]
    hint = _did_you_mean(word, known) or (f"`{name}` has no items with ids" if not known else None)
    return error(f"nothing in `{name}` has the id `{word}`", place.location, hint)


def _twice(known: Node, new: Node, name: str) -> Diagnostic:
    key = key_of(new)
    hint = (
        f"bring it back: `{key}: {SHOW}`"
        if is_hidden(known)
        else f"to change it, write `{key}: {{..}}` without `{ADD}`"
    )
    first = known.overrode[-1] if is_hidden(known) else known
    return error(
        f"`{key}` is in `{name}` already", new.location, hint, related=[("first written here", first.location)]
    )


def _did_you_mean(word: str, known: Iterable[str]) -> str | None:
    near = nearest(word, known)
    return f"did you mean `{near}`?" if near else None
