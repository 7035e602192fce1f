"""What changed since the last build, in words: the reason in the line of each PDF that is made again.

In: the content files as they are and, by the digests that the last build kept, as they were. Out: for a job the first change that
concerns it: a value by its key and line, a template, a version. Separate from `plan`, which only compares digests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from builder.job import Job
from builder.nodes import Mapping as MappingNode
from builder.nodes import Node, Scalar, Sequence, read

Earlier = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Change:
    """A value that isn't what it was: its key, and the line where it stands now (0: it is gone)."""

    key: str
    line: int


@dataclass(frozen=True)
class Changes:
    """The files whose digests differ from those of the last build."""

    project: Path
    before: Mapping[str, str]
    """Digests by path from the project's folder, as the last build kept them."""
    now: Mapping[str, str]
    earlier: Earlier

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The files that changed, were added or are gone, sorted."""
        return tuple(name for name in sorted({*self.before, *self.now}) if self.before.get(name) != self.now.get(name))

    def reason(self, job: Job) -> str:
        """Return why a job is stale, as far as its inputs tell."""
        for name in self._concerning(job):
            kind = name.rpartition(".")[2]
            if name not in self.before:
                return f"{name} is new"
            if name not in self.now:
                return f"{name} is gone"
            if kind != "yaml" or not name.startswith("content/"):
                label = name.removeprefix("templates/")
                return f"template {label} changed" if name.startswith("templates/") else f"{name} changed"
            change = next(self.values(name), None)
            if change is not None:
                place = f"{name}:{change.line}" if change.line else name
                return f"{change.key} changed ({place})" if change.key else f"{name} changed"
        return "the program changed" if self.files else "its content changed"

    def _concerning(self, job: Job) -> Iterator[str]:
        """Yield the changed files that can concern a job, the nearest first."""
        course = f"content/{job.course}/"
        section, own = f"{course}sections/{job.section}.yaml", f"{course}classes/{job.class_name}.yaml"
        first = [name for name in self.files if name in (section, own)]
        inside = [name for name in self.files if name.startswith(course)]
        shared = [n for n in inside if "/" not in n[len(course) :] or n.startswith(f"{course}images/")]
        classes = [n for n in self.files if job.class_name and n.startswith(f"{course}classes/") and n not in first]
        sections = [
            n for n in self.files if n.startswith((f"{course}sections/", f"{course}assessments/")) and n not in first
        ]
        templates = [name for name in self.files if name.startswith("templates/")]
        yield from (*first, *shared, *classes, *templates, *(sections if not job.section else ()))

    def values(self, name: str) -> Iterator[Change]:
        """Yield the values of a content file that aren't what they were, in the order of the file; then those that are gone."""
        old_bytes, path = self.earlier(self.before[name]), self.project / name
        if old_bytes is None or not path.is_file():
            return
        old, _ = read(old_bytes, name)
        new, _ = read(path.read_bytes(), name)
        was = dict(leaves(old)) if old is not None else {}
        found = dict(leaves(new)) if new is not None else {}
        yield from (
            Change(key, scalar.location.line) for key, scalar in found.items() if _text(was.get(key)) != scalar.text
        )
        yield from (Change(key, 0) for key in was if key not in found)


def _text(scalar: Scalar | None) -> object:
    return scalar.text if scalar is not None else object()


def leaves(node: Node, key: str = "") -> Iterator[tuple[str, Scalar]]:
    """Yield every single value with its key as `explain` spells it: `questions.who-gained.prompt`."""
    if isinstance(node, Scalar):
        yield key, node
    elif isinstance(node, MappingNode):
        for name, entry in node.entries.items():
            yield from leaves(entry.value, f"{key}.{name}".lstrip("."))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items, 1):
            yield from leaves(item, f"{key}.{_name(item) or index}".lstrip("."))


def _name(item: Node) -> str | None:
    if isinstance(item, MappingNode) and "id" in item.entries:
        value = item.entries["id"].value
        return value.text if isinstance(value, Scalar) else None
    return item.text if isinstance(item, Scalar) else None
