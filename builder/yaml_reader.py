"""YAML bytes -> a tree of nodes and every fault of the file.

In: the bytes of one file. Out: its root node, or None, with diagnostics. Separate from `nodes` because building a tree
and finding one's way in it have nothing in common but the types.

YAML 1.1's guesses are undone here: a plain scalar is the text that was typed (`no`, `12:30`, `0123`, `1.10`); only
nothing, `~` and `null` are None, as in the core schema of YAML 1.2.2 (10.3) without its numbers and booleans. The
tree is built from the parser's events, without recursion, so that depth, aliases and duplicate keys are seen while they
are read; PyYAML's composer recurses in C and crashes the interpreter on 50,000 brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml

from builder.diagnostics import Diagnostic, error, in_file_order, warning
from builder.source import Source, control_character, decode, without_bad_characters
from builder.tree import Entry, Mapping, Node, Scalar, Sequence
from builder.yaml_faults import explain, quoted_line, repair, undo_repairs

MAX_DEPTH = 50
"""Levels of brackets or indentation; real content has fewer than ten."""
MAX_NODES = 250_000
"""Values in one file with every alias written out; a long section has 2,000."""
MAX_FINDINGS = 100
MAX_FAULTS = 20
"""Syntax faults of one file that are reported; each is mended in memory to find the next."""

_NULLS = frozenset(("", "~", "null"))
_SWALLOWED = re.compile(
    r"#(?<=[ \t]#)(?!studyguide:)(?=[^\s#!])"
)  # begins with a letter of its own: quick to search for
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # in C wherever PyYAML was built with libyaml


def read(data: bytes, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """Return the content of a YAML file and its faults in file order; `file` is only what messages call it.

    An empty file is a `Scalar` without text. There is no node, and at least one error, when the file can't be made
    out. With a node there may be errors too (a key twice, a text that needs quotes): the node then holds what was
    most likely meant, so that later stages find their faults in the same run; nothing should be printed from it.
    """
    source, findings = decode(data, file)
    if source is None:
        return None, findings
    text = without_bad_characters(source.text)
    root: Node | None = None
    for _ in range(MAX_FAULTS):
        builder = _Builder(source, mended=text != source.text)
        try:
            root = builder.build(text)
            break
        except _RefusedError as refused:
            findings.append(refused.finding)
            break
        except yaml.YAMLError as broken:
            fault = explain(broken, source, builder.last)
            findings.append(fault.finding)
            mended = repair(text, fault)
            if mended == text:
                break
            text = mended
    return root, _first([*findings, *builder.findings, *_swallowed(source, builder.values)])


def _first(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Sort the findings and keep the first hundred: a file with more is broken in one way, many times."""
    ordered = in_file_order(findings)
    if len(ordered) <= MAX_FINDINGS:
        return ordered
    more = f"{len(ordered) - MAX_FINDINGS:,} more findings in this file are not shown"
    return [*ordered[:MAX_FINDINGS], error(more, ordered[MAX_FINDINGS].location, "put the ones above right first")]


class _RefusedError(Exception):
    """The file asks for more than can be read safely."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open."""

    start: int
    is_mapping: bool
    in_braces: bool
    anchor: str | None
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    key: Node | None = None
    size: int = 1
    height: int = 1
    cut: tuple[int, int] | None = None
    """Span of a text in braces that commas cut up: `{prompt: Who, what and why?}`."""


@dataclass(slots=True)
class _Anchor:
    node: Node
    size: int
    height: int
    used: bool = False


class _Builder:
    """One pass over the events of one text; made anew for each pass."""

    def __init__(self, source: Source, mended: bool) -> None:
        self.source = source
        self.mended = mended
        self.findings: list[Diagnostic] = []
        self.values: list[Scalar] = []
        self.last = (0, 0)
        """Span of the value that was completed last: where the parser stumbles, the fault often lies in it."""
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchor] = {}
        self._root: Node | None = None
        self._documents = 0
        self._nodes = 0

    def build(self, text: str) -> Node:
        """Return the root; raises yaml.YAMLError at the first fault of syntax, _RefusedError beyond a limit."""
        parser = _LOADER(text)
        try:
            while self._documents < 2 and (event := parser.get_event()) is not None:
                handle = _HANDLERS.get(type(event))
                if handle is not None:
                    handle(self, event)
        finally:
            parser.dispose()
        self._unused_anchors()
        return self._root or Scalar(None, self.source, 0, 0)

    def _scalar(self, event: Any) -> None:
        start, end, text = event.start_mark.index, event.end_mark.index, event.value
        if event.style == '"' and (name := control_character(text)):
            hint = "in double quotes a backslash begins an escape: write two for one, or use single quotes"
            self._error(f"{name} is written as an escape in this text", start, end, hint)
        if self.mended:
            text = undo_repairs(text)
        if event.tag is not None:
            self._tag(event)
        node = Scalar(None if event.implicit[0] and text in _NULLS else text, self.source, start, end)
        self.last = (start, end)
        self.values.append(node)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchor(node, 1, 1)
        self._add(node, 1, 1)

    def _open(self, event: Any) -> None:
        start = event.start_mark.index
        is_mapping = type(event) is yaml.MappingStartEvent
        self._check_depth(len(self._stack) + 1, start)
        if event.tag is not None:
            self._tag(event)
        self._stack.append(_Frame(start, is_mapping, bool(event.flow_style), event.anchor))

    def _close(self, event: Any) -> None:
        frame = self._stack.pop()
        if frame.in_braces:
            self.last = (frame.start, event.end_mark.index)
        if frame.cut is not None and not self._is_key():
            self._report_cut(frame, frame.cut)
        end = self.last[1]  # a block's own end mark lies at the next token, beyond comments and blank lines
        node: Node = (
            Mapping(frame.entries, self.source, frame.start, end)
            if frame.is_mapping
            else Sequence(tuple(frame.items), self.source, frame.start, end)
        )
        if frame.anchor is not None:
            self._anchors[frame.anchor] = _Anchor(node, frame.size, frame.height)
        self._add(node, frame.size, frame.height)

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        self.last = (start, end)
        anchor = self._anchors.get(event.anchor)
        if anchor is None:
            message = f"`*{event.anchor}` is an alias in YAML, and no value before it is named `&{event.anchor}`"
            self._error(message, start, end, f"if it is text, quote it: `{quoted_line(self.source, start)}`")
            self._add(Scalar(f"*{event.anchor}", self.source, start, end), 1, 1)
            return
        anchor.used = True
        self._check_depth(len(self._stack) + anchor.height, start)
        if self._nodes + anchor.size > MAX_NODES:
            message = f"aliases such as `*{event.anchor}` unfold to more than {MAX_NODES:,} values"
            hint = "write the values out where they are needed"
            raise _RefusedError(error(message, self.source.location(start, end), hint))
        self._add(anchor.node, anchor.size, anchor.height)

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents == 2:
            start = event.start_mark.index
            hint = "delete the line `---`, or move what follows it into a file of its own"
            self._error("a second YAML document starts here; only the first is read", start, start + 3, hint)

    def _add(self, node: Node, size: int, height: int) -> None:
        """Put a finished value where it belongs: into the innermost open list or mapping."""
        self._nodes += size
        if self._nodes > MAX_NODES:
            raise _RefusedError(error(f"more than {MAX_NODES:,} values in one file", node.location, "split the file"))
        if not self._stack:
            self._root = node
            return
        frame = self._stack[-1]
        frame.size += size
        if frame.height <= height:
            frame.height = height + 1
        if not frame.is_mapping:
            frame.items.append(node)
        elif frame.key is None:
            frame.key = node
        else:
            self._entry(frame, frame.key, node)
            frame.key = None

    def _is_key(self) -> bool:
        return bool(self._stack) and self._stack[-1].is_mapping and self._stack[-1].key is None

    def _entry(self, frame: _Frame, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            line = quoted_line(self.source, frame.start)
            hint = f"if the braces are text, quote it: `{line}`" if frame.in_braces else "write a word before the colon"
            self._error("a field's name must be a word, not a list or mapping", key.start, key.end, hint)
            return
        name = key.raw if key.text is None else key.text
        before = frame.entries.get(name)
        if frame.in_braces and value.start == value.end and ":" not in self.source.text[key.end : value.start]:
            self._cut(frame, key)
            return
        if frame.cut is not None:
            self._report_cut(frame, frame.cut)
        if before:
            first = before.key.location
            message = f"`{name}` is written twice in the same place; first written at line {first.line}"
            related = [("first written here", first)]
            self.findings.append(error(message, key.location, "keep one of the two", related=related))
        elif name == "<<" and key.raw == "<<":
            self._error("`<<` (a merge key) is not read; YAML 1.2 has none", key.start, key.end, "write the fields out")
        elif not name:
            self._error("a field without a name", key.start, key.end, "write its name before the colon")
        else:
            frame.entries[name] = Entry(key, value)

    def _cut(self, frame: _Frame, key: Scalar) -> None:
        """Note a name without colon and value in braces: mostly the rest of a text after its comma."""
        before = frame.cut
        if before is None and frame.entries:
            previous = next(reversed(frame.entries.values())).value
            before = (previous.start, previous.end)
        frame.cut = (before[0] if before else key.start, key.end)

    def _report_cut(self, frame: _Frame, cut: tuple[int, int]) -> None:
        start, end = cut
        frame.cut = None
        hint = f"quote the text: `{quoted_line(self.source, start, end)}`"
        self._error("in braces, a comma ends a text; what follows it here has no name", start, end, hint)

    def _tag(self, event: Any) -> None:
        start = event.start_mark.index
        word = self.source.text[start : event.end_mark.index].split(None, 1)[0]
        message = f"`{word}` is a tag in YAML, not part of the text"
        hint = f"if it is text, quote it: `{quoted_line(self.source, start)}`; else delete the tag"
        self._error(message, start, start + len(word), hint)

    def _unused_anchors(self) -> None:
        for name, anchor in self._anchors.items():
            node = anchor.node
            if isinstance(node, Scalar) and not anchor.used:
                message = f"`&{name}` is an anchor in YAML, so it is left out of the text; no `*{name}` uses it"
                place = self.source.location(node.start, node.start + len(name) + 1)
                hint = f"if it is text, quote it: `{quoted_line(self.source, node.start)}`"
                self.findings.append(warning(message, place, hint))

    def _check_depth(self, depth: int, start: int) -> None:
        if depth > MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} levels deep"
            hint = "look for brackets that were opened by mistake; content needs fewer than ten levels"
            raise _RefusedError(error(message, self.source.location(start), hint))

    def _error(self, message: str, start: int, end: int, hint: str) -> None:
        self.findings.append(error(message, self.source.location(start, end), hint))


_HANDLERS: dict[type[Any], Callable[[_Builder, Any], None]] = {
    yaml.ScalarEvent: _Builder._scalar,
    yaml.MappingEndEvent: _Builder._close,
    yaml.SequenceEndEvent: _Builder._close,
    yaml.MappingStartEvent: _Builder._open,
    yaml.SequenceStartEvent: _Builder._open,
    yaml.AliasEvent: _Builder._alias,
    yaml.DocumentStartEvent: _Builder._document,
}
"""What is done with each kind of event; the others say nothing."""


def _swallowed(source: Source, values: list[Scalar]) -> list[Diagnostic]:
    """Warn where ` #` without a space after it cuts an unquoted text short; `# words` is a deliberate comment."""
    findings: list[Diagnostic] = []
    ends: dict[int, Scalar] = {}
    for match in _SWALLOWED.finditer(source.text):
        ends = ends or {value.end: value for value in values if value.raw[-1:] not in ("'", '"')}
        start = match.start()
        line = source.line_at(start)
        value = ends.get(source.line_start(line) + len(source.text[source.line_start(line) : start].rstrip(" \t")))
        if value is None or value.raw[:1] in ("|", ">"):
            continue
        end = source.line_start(line) + len(source.line_text(line))
        first = value.start if value.start < value.end else start
        message = "`#` after a space starts a comment in YAML, so the rest of this line is left out of the text"
        hint = f"quote the text: `{quoted_line(source, first, end)}`; or put a space after `#` if it is a comment"
        findings.append(warning(message, source.location(start, end), hint))
        if len(findings) == MAX_FAULTS:
            break
    return findings
