"""A build with nothing to do is known at once; whatever could change a page is noticed, and named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder import fresh
from builder.changes import Change, Changes, leaves
from builder.job import Job
from builder.nodes import read

WORDS = ["build"]
TOLD: dict[str, object] = {"findings": "", "summary": "1 PDF: 0 built, 1 up to date\n", "exit": 0}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one course and one PDF, just built, and a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "project"
    (root / "content/c/sections").mkdir(parents=True)
    (root / "content/c/course.yaml").write_text("title: C\nsections: [one]\n", "utf-8")
    (root / "content/c/sections/one.yaml").write_text(
        "title: One\nquestions:\n  - id: why\n    prompt: Why?\n", "utf-8"
    )
    (root / "output/c").mkdir(parents=True)
    (root / "output/c/01-one.pdf").write_bytes(b"%PDF")
    fresh.remember(root, root / "output", WORDS, {"c/01-one.pdf": fresh.digest(root / "output/c/01-one.pdf")}, TOLD)
    return root


def told(project: Path, words: list[str] | None = None, verify: bool = False) -> dict[str, object] | None:
    """Return what a build with these words would repeat."""
    return fresh.unchanged(project, project / "output", words or WORDS, verify)


def test_nothing_changed_is_told_again(project: Path) -> None:
    """The same words give what the last build printed; other words are another build."""
    assert told(project) == TOLD
    assert told(project, ["build", "--strict"]) is None


def test_a_touched_file_is_looked_into(project: Path) -> None:
    """A new time alone changes nothing."""
    os.utime(project / "content/c/course.yaml", ns=(1, 1))
    assert told(project) == TOLD


@pytest.mark.parametrize("name", ["content/c/course.yaml", "output/c/01-one.pdf"])
def test_a_changed_file_is_noticed(project: Path, name: str) -> None:
    """In the content as in what was made."""
    (project / name).write_bytes(b"other")
    assert told(project) is None


def test_a_file_more_or_less_is_noticed(project: Path) -> None:
    """A new section, and one that is gone."""
    (project / "content/c/sections/two.yaml").write_text("title: Two\n", "utf-8")
    assert told(project) is None
    (project / "content/c/sections/two.yaml").unlink()
    assert told(project) == TOLD
    (project / "content/c/sections/one.yaml").unlink()
    assert told(project) is None


def test_an_edit_that_hides_is_found_by_verify(project: Path) -> None:
    """Same size, time and inode: only `--verify` looks at the content."""
    path = project / "content/c/course.yaml"
    before = path.stat()
    with path.open("r+b") as stream:
        stream.write(b"title: D")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert told(project) == TOLD
    assert told(project, verify=True) is None


def test_a_damaged_cache_is_none(project: Path) -> None:
    """A cut file is no answer, and neither is an input whose digest doesn't fit."""
    for file in (fresh.cache_folder() / "fresh").iterdir():
        file.write_bytes(file.read_bytes()[:40])
    assert told(project) is None
    for file in (fresh.cache_folder() / "inputs").iterdir():
        assert fresh.earlier(file.name) is not None
        file.write_bytes(b"x")
        assert fresh.earlier(file.name) is None


def test_another_environment_is_another_build(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable of ours decides what is built."""
    monkeypatch.setenv("STUDYGUIDE_PAPER", "a4")
    assert told(project) is None


def changes(project: Path) -> Changes:
    """Return what changed since the last build of the project."""
    kept = fresh.recall(project, project / "output") or {}
    inputs = kept["inputs"]
    assert isinstance(inputs, dict)
    inside = {name: str(known[-1]) for name, known in inputs.items() if name.startswith(str(project))}
    before = {Path(name).relative_to(project).as_posix(): value for name, value in inside.items()}
    names = [name for name in fresh.input_files(project) if name.startswith(str(project))]
    now = {Path(name).relative_to(project).as_posix(): fresh.digest(name) for name in names}
    return Changes(project, before, now, fresh.earlier)


JOB = Job("c/01-one.pdf", "", (), course="c", section="one")


def test_a_reason_names_the_value_and_its_line(project: Path) -> None:
    """The key is spelt as `explain` spells it; a value that is gone has no line."""
    path = project / "content/c/sections/one.yaml"
    path.write_text(path.read_text("utf-8").replace("Why?", "Why not?"), "utf-8")
    assert changes(project).reason(JOB) == "questions.why.prompt changed (content/c/sections/one.yaml:4)"
    path.write_text("title: One\n", "utf-8")
    assert next(changes(project).values("content/c/sections/one.yaml")) == Change("questions.why.id", 0)


def test_a_reason_names_files_that_come_and_go(project: Path) -> None:
    """Shared files, templates, and what nothing explains."""
    assert changes(project).reason(JOB) == "its content changed"
    (project / "content/c/glossary.yaml").write_text("[]\n", "utf-8")
    assert changes(project).reason(JOB) == "content/c/glossary.yaml is new"
    (project / "content/c/glossary.yaml").unlink()
    (project / "templates/components").mkdir(parents=True)
    (project / "templates/components/questions.html").write_text("x", "utf-8")
    assert changes(project).reason(JOB) == "templates/components/questions.html is new"


def test_leaves_are_named_by_id() -> None:
    """Items with an id by it, plain ones by their text, others by their place."""
    node, _ = read(b"a: [{id: x, b: 1}, plain, {c: 2}]\n", "a.yaml")
    assert node is not None
    assert [key for key, _ in leaves(node)] == ["a.x.id", "a.x.b", "a.plain", "a.3.c"]
