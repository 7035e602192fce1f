"""What changed since a document was made, in words: the reason in the line of each PDF that is made again.

In: the state of the project as it is, and the snapshot in which the document was made. Out: for a job the change that concerns it: a value
by its key and line, a template, a setting, a version. Separate from `plan`, which only compares digests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from builder.job import Job
from builder.nodes import Mapping as MappingNode
from builder.nodes import Node, Scalar, Sequence, child, read
from builder.output import Document
from builder.plan import CHANGED
from builder.precedence import ENVIRONMENT
from builder.preflight import squeezed
from builder.snapshots import Archive, Snapshot, take
from builder.versions import FONTS, PROGRAM

PAPER = "--paper"
"""The option that decides what is printed, as a setting of a snapshot."""
SEEN = 12
"""So many letters of a value that stand on a page say that the value is printed there."""
SHORT = 16
"""Digits of a digest that are kept of each part of a job."""
_TAGS = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class Change:
    """A value that isn't what it was: its key, the line where it stands now (0: it is gone), what happened, its words."""

    key: str
    line: int
    verb: str = "changed"
    words: str = ""

    def reason(self, file: str) -> str:
        """Return the change as the line of a PDF says it."""
        place = f"{file}:{self.line}" if self.line else file
        return f"{self.key} {self.verb} ({place})" if self.key else f"{file} {self.verb}"


@dataclass(frozen=True)
class Difference:
    """What is different between an earlier state of the project and now."""

    project: Path
    before: Snapshot
    now: Snapshot
    archive: Archive
    _values: dict[str, tuple[Change, ...]] = field(default_factory=dict)
    _nodes: dict[str, Node | None] = field(default_factory=dict)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The files that changed, were added or are gone, sorted."""
        return _different(self.before.files, self.now.files)

    @cached_property
    def settings(self) -> tuple[str, ...]:
        """The settings that changed, sorted."""
        return _different(self.before.settings, self.now.settings)

    def reason(self, job: Job, parts: frozenset[str]) -> str:
        """Return why a job isn't what it was, as far as can be told; `parts` are its kinds of content that differ."""
        if parts == {"versions"}:
            return self._version()
        found = list(self._candidates(job, parts))
        page = squeezed(_TAGS.sub(" ", job.html)) if len(found) > 1 else ""
        seen = (text for text, words in found if len(words) >= SEEN and words in page)
        if found:
            return next(seen, found[0][0])
        return self._version() if "versions" in parts else f"{PROGRAM} changed" if self.files else CHANGED

    def _version(self) -> str:
        """Return which version isn't what it was."""
        for name in self.settings:
            if name in (FONTS, PROGRAM):
                return f"{name} changed"
            was, now = self.before.settings.get(name), self.now.settings.get(name)
            if not name.startswith(("STUDYGUIDE_", "--")):
                return f"{name} is version {now}, not {was} any more"
        return CHANGED

    def _candidates(self, job: Job, parts: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Yield the changes that can concern a job, the nearest first: reasons, each with the words that it would have printed."""
        for name in self._concerning(job, parts):
            if name not in self.before.files:
                yield f"{name} is new", ""
            elif name not in self.now.files:
                yield f"{name} is gone", ""
            elif name.endswith(".yaml"):
                for change in self.values(name):
                    yield change.reason(name), squeezed(change.words)
            else:
                label = name.removeprefix("templates/")
                yield (f"template {label} changed" if name.startswith("templates/") else f"{name} changed"), ""
        for name in self.settings:
            if name in ENVIRONMENT or name == PAPER:
                yield f"{name} {_verb(name, self.before.settings, self.now.settings)}", ""

    def _concerning(self, job: Job, parts: frozenset[str]) -> list[str]:
        """Return the changed files that can concern a job, the nearest first."""
        styles = {name for name, _ in job.stylesheets}
        pictures = {f"content/{job.course}/images/{name}" for name, _ in job.assets}
        own = self._own(job)

        def rank(name: str) -> int | None:
            if name.startswith(("templates/classes/", f"content/{job.course}/classes/")) and not name.startswith(own):
                return None
            if name.endswith(".css"):
                known = name in styles or name not in self.now.files
                return (0 if parts == {"styles"} else 5) if known and name.startswith("templates/") else None
            if name in pictures:
                return 0 if parts == {"pictures"} else 4
            if name.startswith("templates/"):
                return 6
            return _content_rank(name, job)

        ranked = [(found, name) for name in self.files if (found := rank(name)) is not None]
        return [name for _, name in sorted(ranked)]

    def _own(self, job: Job) -> tuple[str, ...]:
        """Return what of all classes concerns a job: the files of its class and of those that it extends, its folder of templates."""
        if job.class_name is None:
            return ()
        files: list[str] = []
        folder, name = "", job.class_name
        while name and (file := f"content/{job.course}/classes/{name}.yaml") not in files:
            files.append(file)
            node = self._node(file)
            folder, name = folder or _text(node, "templates"), _text(node, "extends")
        return (*files, f"templates/classes/{folder or job.class_name}/")

    def _node(self, name: str) -> Node | None:
        """Return a YAML file as it is now."""
        if name not in self._nodes:
            path = self.project / name
            self._nodes[name] = read(path.read_bytes(), name)[0] if path.is_file() else None
        return self._nodes[name]

    def values(self, name: str) -> tuple[Change, ...]:
        """Return the values of a YAML file that aren't what they were, in the order of the file."""
        if name not in self._values:
            self._values[name] = tuple(self._compare(name))
        return self._values[name]

    def _compare(self, name: str) -> Iterator[Change]:
        old_bytes = self.archive.text(self.before.files[name])
        if old_bytes is None or not (self.project / name).is_file():
            yield Change("", 0)
            return
        old, _ = read(old_bytes, name)
        new = self._node(name)
        if old is not None and new is not None:
            yield from compare(old, new)


def _different(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in sorted({*before, *now}) if before.get(name) != now.get(name))


def _verb(name: str, before: Mapping[str, str], now: Mapping[str, str]) -> str:
    return "is set" if name not in before else "is not set any more" if name not in now else "changed"


def _content_rank(name: str, job: Job) -> int | None:
    """Return how near a content file is to a job; None when it can't concern it."""
    course = f"content/{job.course}/"
    if not name.startswith(course):
        return None
    inside = name.removeprefix(course)
    folder, _, file = inside.rpartition("/")
    if folder in ("sections", "assessments") and file == f"{job.section}.yaml":
        return 1
    if folder == "classes":
        return 2 if file == f"{job.class_name}.yaml" else 7
    return {"": 3, "images": 4, "sections": 8, "assessments": 8}.get(folder)


def compare(old: Node, new: Node, key: str = "") -> Iterator[Change]:
    """Yield what differs between two states of a value, in the order of the file, each with its key as `explain` spells it."""
    line = new.location.line
    if isinstance(old, MappingNode) and isinstance(new, MappingNode):
        was = {name: entry.value for name, entry in old.entries.items()}
        yield from _members(was, {name: entry.value for name, entry in new.entries.items()}, key)
    elif isinstance(old, Sequence) and isinstance(new, Sequence):
        before, now = _named(old), _named(new)
        found = list(_members(before, now, key))
        yield from found
        if not found and list(before) != list(now):
            yield Change(key, line, "is in another order")
        elif not found and len(old.items) != len(new.items):
            yield Change(key, line)
    elif not (isinstance(old, Scalar) and isinstance(new, Scalar) and old.text == new.text):
        yield Change(key, line, words=_words(new))


def _members(was: Mapping[str, Node], now: Mapping[str, Node], key: str) -> Iterator[Change]:
    for name, value in now.items():
        path = f"{key}.{name}".lstrip(".")
        if name in was:
            yield from compare(was[name], value, path)
        else:
            yield Change(path, value.location.line, "is new", _words(value))
    yield from (Change(f"{key}.{name}".lstrip("."), 0, "is gone") for name in was if name not in now)


def _text(node: Node | None, name: str) -> str:
    """Return a text field of a file, empty where it has none."""
    value = child(node, (name,)) if node is not None else None
    return (value.text or "") if isinstance(value, Scalar) else ""


def _words(node: Node) -> str:
    return (node.text or "") if isinstance(node, Scalar) else ""


def _named(node: Sequence) -> dict[str, Node]:
    """Return the items of a list by their ids, short ones by their text, others by their place."""
    return {_name(item) or str(index): item for index, item in enumerate(node.items, 1)}


def _name(item: Node) -> str | None:
    if isinstance(item, MappingNode) and "id" in item.entries:
        value = item.entries["id"].value
        return value.text if isinstance(value, Scalar) else None
    return item.text if isinstance(item, Scalar) and len(item.text or "") <= 40 else None


@dataclass(frozen=True)
class History:
    """What a build knows of the states of its project."""

    project: Path
    archive: Archive
    now: Snapshot
    _known: dict[str, Difference | None] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Path, output: Path, settings: Mapping[str, str]) -> History:
        """Return the state of a project as it is now, and those that earlier builds of an output folder kept."""
        history = cls(project, Archive.of(project, output), take(project, settings))
        history.archive.keep_texts(history.now, project)
        return history

    def reason(self, job: Job, made: Document) -> str:
        """Return why a job isn't what it was when its document was made."""
        if made.snapshot not in self._known:
            before = self.archive.find(made.snapshot) if made.snapshot else None
            self._known[made.snapshot] = (
                Difference(self.project, before, self.now, self.archive) if before is not None else None
            )
        difference = self._known[made.snapshot]
        kept = short(job)
        parts = frozenset(name for name, digest in kept.items() if made.parts.get(name) != digest)
        return difference.reason(job, parts) if difference is not None else CHANGED

    def keep(self, documents: Iterable[Document]) -> None:
        """Keep the present state, and those in which the documents of the manifest were made."""
        self.archive.keep(self.now, {made.snapshot for made in documents if made.snapshot})


def short(job: Job) -> dict[str, str]:
    """Return the digests of the parts of a job, as the manifest keeps them."""
    return {name: digest[:SHORT] for name, digest in job.parts}
