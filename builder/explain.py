"""A class, a section and a key -> the value that holds there, the line that set it, and all that it overrode.

In: the nodes of the few files that can set the value. Out: an `Explanation`, and its text. The answer comes from the same two functions
that a build uses, `lay_over` and `stack`. Nothing here imports the models, which take longer to load than all the rest to run:
defaults and known fields are read from the JSON Schemas.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from builder import tiers
from builder.diagnostics import Diagnostic, Location, nearest
from builder.nodes import plain
from builder.overlay import COURSE_WIDE, Overlaid, is_hidden, is_unset, key_of, lay_over
from builder.precedence import BUILT_IN, EDITIONS, stack
from builder.tree import Entry, Node, Scalar, Sequence
from builder.tree import Mapping as MappingNode

PLAIN = ("-", "plain")
"""What stands in a class's place for the course as it is."""
NOT_SET = "not set"
SCHEMAS = {"sections": "section", "course.yaml": "course", "key_figures.yaml": "key_figures", "glossary.yaml": "glossary",
           "images.yaml": "images", "sources.yaml": "sources"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """A value that a level gives: a place in a file, or words for where else it comes from."""

    level: str
    value: Any
    place: Location | None = None
    words: str = ""

    @property
    def where(self) -> str:
        """The place as `file:line`, or the words for it."""
        return f"{self.place.file}:{self.place.line}" if self.place else self.words


Levels = list[tuple[str, dict[str, Origin]]]
"""Print settings by level."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A value and its origins: the one in force first, then what it overrode, each weaker than the one before."""

    key: str
    origins: tuple[Origin, ...]
    notes: tuple[str, ...] = ()

    @property
    def value(self) -> Any:
        """What holds."""
        return self.origins[0].value


class UnknownError(Exception):
    """The key, the section or the class doesn't exist; `hint` names the nearest."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Files:
    """What `explain` needs of a course: the nodes of some of its files, the names of all, and the schemas as text."""

    nodes: Mapping[str, Node]
    names: frozenset[str]
    schema: Callable[[str], str]
    broken: frozenset[str] = frozenset()
    theme: Callable[[str], Node | None] = lambda name: None
    """The node of a theme's `print.yaml`."""
    labels: Callable[[str], list[Node]] = lambda language: []
    """The nodes of the labels of a language, the weakest first."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: `class_name` is None for the plain course; `outside` are settings by level, each with where it comes from."""

    class_name: str | None
    section: str
    key: str
    edition: str = "student"
    outside: tuple[tuple[str, Mapping[str, tuple[str, str]]], ...] = ()


def explain(files: Files, wish: Wish) -> tuple[Explanation | None, list[Diagnostic]]:
    """Return the explanation, with faults of the class; None when its files can't be used. Raises UnknownError."""
    file = COURSE_WIDE.get(wish.section, f"sections/{wish.section}.yaml")
    overlaid = Overlaid(files.nodes, files.nodes, None)
    if wish.class_name is not None:
        overlaid = lay_over(files.nodes, wish.class_name, files.broken, files.names)
        if overlaid.info is None:
            return None, [fault.diagnostic for fault in overlaid.faults]
    node = overlaid.laid.get(file)
    if node is None:
        return None, []
    steps = wish.key.split(".")
    notes = tuple(_not_printed(overlaid, wish))
    if steps[0] == "print" and len(steps) == 2 and wish.section not in ("key_figures", "glossary", "images", "sources"):
        origins = _print_origins(files, overlaid, wish, steps[1])
    elif steps[0] == "labels" and len(steps) == 2:
        origins = _label_origins(files, overlaid, steps[1])
    else:
        origins, hidden = _value_origins(files, overlaid, node, file, steps)
        notes += hidden
    return Explanation(wish.key, tuple(origins), notes), [fault.diagnostic for fault in overlaid.faults]


def level_of(place: Location) -> str:
    """Return the level that a file of a course speaks for."""
    inside = place.file.split("/", 2)[-1]
    return {"classes": "class", "sections": "section"}.get(inside.split("/")[0], "course")


def _not_printed(overlaid: Overlaid, wish: Wish) -> Iterable[str]:
    place = overlaid.hidden.get(("", "sections", wish.section))
    if place is not None:
        yield f"the class doesn't print this section ({place.file}:{place.line})"


def _tier(overlaid: Overlaid) -> str:
    info = overlaid.info
    entry = info.entries.get("tier") if isinstance(info, MappingNode) else None
    return entry.value.text or "standard" if entry is not None and isinstance(entry.value, Scalar) else "standard"


def _chain(node: Node) -> list[Node]:
    """Return a value and all that it overrode, the one in force first; where it is unset, without the mark itself."""
    return [*reversed([*node.overrode, node])]


def _value_origins(
    files: Files, overlaid: Overlaid, node: Node, file: str, steps: list[str]
) -> tuple[list[Origin], tuple[str, ...]]:
    """Return the origins of a value of a file, the one in force first, and notes on what hides it."""
    tier = _tier(overlaid)
    notes: list[str] = []
    walked: list[str] = []
    here: Node | None = node
    while steps and here is not None:
        if is_hidden(here):
            notes.append(f"`{'.'.join(walked)}` is hidden ({here.location.file}:{here.location.line})")
            here = here.overrode[-1]
        tier = tiers.tier_of(here, tier)
        taken, following = _step(here, steps)
        if following is None:
            break
        walked.append(".".join(steps[:taken]))
        here, steps = following, steps[taken:]
    if steps:
        return [_unset(files, file, here, walked, steps)], tuple(notes)
    assert here is not None
    if is_hidden(here):
        notes.append(f"`{'.'.join(walked)}` is hidden ({here.location.file}:{here.location.line})")
        here = here.overrode[-1]
    origins = [origin for found in _chain(here) for origin in _tiered(found, tier)]
    built_in = _built_in(files, file, walked[:-1], walked[-1])
    if is_unset(here):
        return [built_in or Origin("built-in", NOT_SET, words="built in"), *origins], tuple(notes)
    return [*origins, built_in] if built_in and built_in.value != NOT_SET else origins, tuple(notes)


def _tiered(node: Node, tier: str) -> list[Origin]:
    """Return the origins of a value; of a text in tiers, those of the tier that is read, and of what would be read without it."""
    if not tiers.is_tiered(node):
        return [_origin(node, tier)]
    assert isinstance(node, MappingNode)
    found: list[Origin] = []
    for name in tiers.NEAREST[tier]:
        if name in node.entries:
            found += [_origin(one, tier) for one in _chain(node.entries[name].value)]
            if found[-1].level != "class":
                break
    return found


def _origin(node: Node, tier: str) -> Origin:
    value = NOT_SET if isinstance(node, Scalar) and node.text is None else plain(tiers.pick(node, tier))
    return Origin(level_of(node.location), value, node.location)


def _step(here: Node, steps: list[str]) -> tuple[int, Node | None]:
    """Return how many steps of a key lead on (a picture's name holds a dot), and to which node."""
    for taken in range(1, len(steps) + 1):
        name = ".".join(steps[:taken])
        found = _inner(here, name)
        if found is not None:
            return taken, found
    return 1, None


def _inner(here: Node, name: str) -> Node | None:
    if isinstance(here, MappingNode):
        if name not in here.entries and "references" in here.entries:
            return _inner(here.entries["references"].value, name)
        return here.entries[name].value if name in here.entries else None
    if isinstance(here, Sequence):
        named = next((item for item in here.items if key_of(item) == name), None)
        if named is None and name.isdigit() and 0 < int(name) <= len(here.items) and not any(map(key_of, here.items)):
            return here.items[int(name) - 1]
        return named
    return None


def _unset(files: Files, file: str, here: Node | None, walked: list[str], steps: list[str]) -> Origin:
    """Return the built-in value of a field that no file sets; raise UnknownError where there can be none."""
    found = _built_in(files, file, walked, steps[0]) if len(steps) == 1 else None
    if found is not None:
        return found
    known = [*_names(here), *_known_fields(files, file, walked)]
    near = nearest(steps[0], known)
    hint = (
        f"did you mean `{'.'.join([*walked, near])}`?"
        if near
        else f"known: {', '.join(f'`{name}`' for name in known[:30])}"
    )
    place = f"`{'.'.join(walked)}` has no `{steps[0]}`" if walked else f"nothing here is called `{steps[0]}`"
    raise UnknownError(place, hint if known else None)


def _built_in(files: Files, file: str, walked: list[str], name: str) -> Origin | None:
    """Return the value that a field has when no file sets it; None where there is no such field."""
    fields = _known_fields(files, file, walked)
    if name not in fields:
        return None
    default = fields[name].get("default")
    by_kind = name == "space" and walked[:1] == ["questions"]
    words = "built in, by the kind of question" if by_kind else "built in"
    return Origin("built-in", NOT_SET if default in (None, [], {}) else shown(default), words=words)


def _known_fields(files: Files, file: str, walked: list[str]) -> Mapping[str, Any]:
    """Return the fields that the JSON Schema knows at a place of a file, with their schemas."""
    schema = json.loads(files.schema(SCHEMAS.get(file, SCHEMAS.get(file.split("/")[0], ""))))
    fields = _schema_at(schema, walked).get("properties", {})
    return {name: _resolved(schema, part) for name, part in fields.items()}


def _names(here: Node | None) -> list[str]:
    if isinstance(here, MappingNode):
        return list(here.entries)
    return [key for key in map(key_of, here.items) if key] if isinstance(here, Sequence) else []


def _resolved(schema: Mapping[str, Any], part: Any) -> Mapping[str, Any]:
    """Return what a part of a JSON Schema stands for: the first of its choices that has fields or items."""
    while isinstance(part, dict) and "$ref" in part:
        outer = {name: value for name, value in part.items() if name != "$ref"}
        part = {**schema["$defs"][part["$ref"].rsplit("/", 1)[-1]], **outer}
    return part if isinstance(part, dict) else {}


def _schema_at(schema: Mapping[str, Any], walked: list[str]) -> Mapping[str, Any]:
    """Return the schema of the thing that `walked` leads to; empty where it can't be told."""
    here: list[Any] = [schema]
    for depth in range(len(walked) + 1):
        here = _opened(schema, here)
        if depth == len(walked):
            break
        name = walked[depth]
        fields = [p["properties"][name] for p in here if name in p.get("properties", {})]
        items = [p["items"] for p in here if "items" in p]
        more = [p["additionalProperties"] for p in here if isinstance(p.get("additionalProperties"), dict)]
        here = fields or items or more
    return next((p for p in here if "properties" in p), {})


def _opened(schema: Mapping[str, Any], parts: list[Any]) -> list[Mapping[str, Any]]:
    """Return parts of a schema with references followed and choices opened."""
    found: list[Mapping[str, Any]] = []
    waiting = list(parts)
    while waiting:
        part = _resolved(schema, waiting.pop(0))
        found.append(part)
        waiting += [*part.get("anyOf", ()), *part.get("oneOf", ()), *part.get("allOf", ())]
    return found


def _print_origins(files: Files, overlaid: Overlaid, wish: Wish, name: str) -> list[Origin]:
    """Return the origins of a print setting, the one in force first, then from the strongest level to the weakest."""
    own = [_fields(overlaid.laid.get("course.yaml"), "print")]
    if wish.section != "course":
        own.append(_fields(overlaid.laid.get(f"sections/{wish.section}.yaml"), "print"))
    around: Levels = [
        ("built-in", {key: Origin("built-in", value, words="built in") for key, value in BUILT_IN.items()}),
        (
            "edition",
            _given("edition", {key: (value, wish.edition) for key, value in EDITIONS.get(wish.edition, {}).items()}),
        ),
        *((level, _given(level, given)) for level, given in wish.outside),
    ]
    tops = [
        {key: _origin(entry.value, "") for key, entry in fields.items() if not is_unset(entry.value)} for fields in own
    ]
    in_force: Levels = [*around, *zip(("course", "section"), tops, strict=False)]
    theme = stack(in_force)["theme"][-1][1].value
    of_theme = [
        (
            "theme",
            {
                key: Origin("theme", plain(e.value), e.value.location)
                for key, e in _fields_of(files.theme(theme)).items()
            },
        )
    ]
    chains = [node for fields in own if name in fields for node in reversed(_chain(fields[name].value))]
    every: Levels = [*around, *of_theme, *((level_of(node.location), {name: _origin(node, "")}) for node in chains)]
    found = [origin for _, origin in stack(every).get(name, ())][::-1]
    winner = stack([*in_force, *of_theme]).get(name, ())
    first = winner[-1][1] if winner else _unset(files, "course.yaml", None, ["print"], [name])
    return list(dict.fromkeys([first, *found]))


def _given(level: str, values: Mapping[str, tuple[str, str]]) -> dict[str, Origin]:
    return {key: Origin(level, value, words=where) for key, (value, where) in values.items()}


def _label_origins(files: Files, overlaid: Overlaid, name: str) -> list[Origin]:
    course = overlaid.laid.get("course.yaml")
    word = course.entries.get("language") if isinstance(course, MappingNode) else None
    language = word.value.text or "en" if word is not None and isinstance(word.value, Scalar) else "en"
    built_in = [
        n.entries[name].value for n in files.labels(language) if isinstance(n, MappingNode) and name in n.entries
    ]
    found = [Origin("built-in", plain(node), node.location) for node in reversed(built_in)]
    own = _fields(overlaid.laid_info, "labels").get(name)
    if own is not None:
        found = [*(_origin(node, "standard") for node in _chain(own.value)), *found]
    if not found:
        known = [key for node in files.labels(language) if isinstance(node, MappingNode) for key in node.entries]
        near = nearest(name, known)
        raise UnknownError(f"the page has no label `{name}`", f"did you mean `labels.{near}`?" if near else None)
    return found


def _fields(node: Node | None, name: str) -> Mapping[str, Entry]:
    entry = _fields_of(node).get(name)
    return _fields_of(entry.value) if entry is not None else {}


def _fields_of(node: Node | None) -> Mapping[str, Entry]:
    return node.entries if isinstance(node, MappingNode) else {}


def shown(value: Any) -> str:
    """Return a value on one line: a text as it is, anything else as JSON."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return " ".join(text.split())


def as_text(found: Explanation) -> str:
    """Return what the command prints: the value in force, then one line for each origin."""
    width = max(len(origin.level) for origin in found.origins)
    lines = [f"{found.key}: {shown(found.value)}"]
    for number, origin in enumerate(found.origins):
        value = "" if number == 0 else f"  (overrode: {_cut(shown(origin.value))})"
        lines.append(f"  {origin.level:<{width}}  {origin.where}{value}")
    return "\n".join([*lines, *(f"  note: {note}" for note in found.notes)])


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def as_json(found: Explanation, wish: Wish) -> str:
    """Return the same as JSON: `origins` begins with the one in force."""
    origins = [
        {
            "level": origin.level, "value": origin.value, "file": origin.place.file if origin.place else None,
            "line": origin.place.line if origin.place else None, "column": origin.place.column if origin.place else None,
            "where": origin.where,
        }
        for origin in found.origins
    ]  # fmt: skip
    value = {
        "class": wish.class_name, "section": wish.section, "key": wish.key, "value": found.value, "origins": origins,
        "notes": list(found.notes),
    }  # fmt: skip
    return json.dumps(value, indent=2, ensure_ascii=False)
