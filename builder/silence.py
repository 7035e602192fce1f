"""Findings and the comments that allow them -> findings to be told, and those that are silenced.

In: the findings of a course's trees, its files' nodes, the codes of the rules. Out: `Hush`, which parts the findings and says which
comments silence nothing. Separate from `check` because a comment is silent in all trees of a course or in none.

`# studyguide: allow CODE reason` stands on the line that a finding is about, or above it; for a place inside a longer text, on the line
where the text's field starts, or above that. Errors can't be silenced: what they are about can't be printed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from builder.course import Finding
from builder.diagnostics import Diagnostic, Location, Severity, info, nearest, warning
from builder.nodes import Node, Scalar, Source, allowances, walk


@dataclass(frozen=True, slots=True)
class Allowance:
    """One comment that allows a finding."""

    code: str
    reason: str
    place: Location
    covers: int
    """The line that it is about."""


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding that isn't told, and why."""

    diagnostic: Diagnostic
    reason: str
    place: Location
    """Where the comment stands."""


@dataclass
class Hush:
    """The comments of one course; it remembers which of them silenced something."""

    files: Mapping[str, tuple[Allowance, ...]]
    spans: Mapping[str, tuple[tuple[int, int], ...]]
    """First and last line of every text that takes several lines, by file."""
    faults: tuple[Diagnostic, ...]
    """Comments that can't work: an unknown code, no reason, a place inside a text."""
    _used: set[Allowance] = field(default_factory=set)

    def part(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Silenced]]:
        """Part findings into those to be told and those that a comment silences."""
        told: list[Finding] = []
        silenced: list[Silenced] = []
        for finding in findings:
            allowance = self._for(finding.diagnostic)
            if allowance is None:
                told.append(finding)
            else:
                silenced.append(Silenced(finding.diagnostic, allowance.reason, allowance.place))
        return told, silenced

    def unused(self) -> Iterator[Diagnostic]:
        """Yield an info for each comment that silenced nothing so far."""
        for allowance in (
            allowance for file in self.files.values() for allowance in file if allowance not in self._used
        ):
            yield info(f"nothing here is silenced by `allow {allowance.code}`", allowance.place, "delete the comment")

    def _for(self, finding: Diagnostic) -> Allowance | None:
        place = finding.location
        if place is None or not finding.code or finding.severity is Severity.ERROR or place.file not in self.files:
            return None
        lines = {place.line, *(first for first, last in self.spans.get(place.file, ()) if first <= place.line <= last)}
        for allowance in self.files[place.file]:
            if allowance.code == finding.code and allowance.covers in lines:
                self._used.add(allowance)
                return allowance
        return None


def read_allowances(files: Mapping[str, Node], codes: Collection[str]) -> Hush:
    """Read the comments of a course's files; `codes` are those of the rules."""
    found: dict[str, tuple[Allowance, ...]] = {}
    spans: dict[str, tuple[tuple[int, int], ...]] = {}
    faults: list[Diagnostic] = []
    for node in files.values():
        comments = allowances(node.source.text)
        if not comments:
            continue
        source = node.source
        spans[source.file] = tuple(_long_texts(node))
        sound = []
        for line, code, reason in comments:
            text = source.line_text(line)
            start = source.line_start(line) + text.rindex("#", 0, text.index("studyguide:"))
            place = source.location(start, start + len(text))
            fault = _fault(line, code, reason, place, spans[source.file], codes)
            if fault is not None:
                faults.append(fault)
            else:
                sound.append(Allowance(code, reason, place, _covered(source, line)))
        found[source.file] = tuple(sound)
    return Hush(found, spans, tuple(faults))


def _fault(
    line: int, code: str, reason: str, place: Location, spans: Iterable[tuple[int, int]], codes: Collection[str]
) -> Diagnostic | None:
    """Return why a comment can't silence anything, or None."""
    if any(first < line <= last for first, last in spans):
        return warning(
            "this is part of the text, no comment: it is printed",
            place,
            "move it above the line where the text's field starts",
        )
    if code not in codes:
        near = nearest(code, codes)
        hint = f"did you mean `{near}`?" if near else "the codes are listed in the guide to the checks"
        return warning(f"no check is called `{code}`", place, hint)
    if not reason:
        return warning(
            f"`allow {code}` gives no reason, so it silences nothing", place, "write the reason behind the code"
        )
    return None


def _long_texts(node: Node) -> Iterator[tuple[int, int]]:
    for _, inner in walk(node):
        if isinstance(inner, Scalar) and "\n" in inner.raw.rstrip():
            first = inner.source.line_at(inner.start)
            yield first, inner.source.line_at(inner.start + len(inner.raw.rstrip()) - 1)


def _covered(source: Source, line: int) -> int:
    """Return the line that a comment is about: its own, or the next that isn't a comment, if it stands alone."""
    if not source.line_text(line).lstrip().startswith("#"):
        return line
    last = source.text.count("\n") + 1
    below = line + 1
    while below < last and source.line_text(below).lstrip().startswith("#"):
        below += 1
    return below
