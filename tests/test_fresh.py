"""A build with nothing to do is known at once; whatever could change a page is noticed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder import fresh
from builder.snapshots import Archive, take

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
    """A cut file is no answer."""
    for file in (fresh.cache_folder() / "fresh").iterdir():
        file.write_bytes(file.read_bytes()[:40])
    assert told(project) is None


def test_another_environment_is_another_build(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable of ours decides what is built."""
    monkeypatch.setenv("STUDYGUIDE_PAPER", "a4")
    assert told(project) is None


def test_an_installed_library_is_noticed(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file of the project changes when another version is installed: the folder of the libraries does."""
    libraries = tmp_path / "site-packages"
    libraries.mkdir()
    monkeypatch.syspath_prepend(str(libraries))
    fresh.remember(project, project / "output", WORDS, {}, TOLD)
    assert told(project) == TOLD
    (libraries / "weasyprint-71.0.dist-info").mkdir()
    assert told(project) is None
    fresh.remember(project, project / "output", WORDS, {}, TOLD)
    assert told(project) == TOLD


def test_a_damaged_archive_holds_nothing(project: Path, tmp_path: Path) -> None:
    """A snapshot or a file that isn't what its name says counts as not kept; what no document needs is forgotten."""
    archive, first = Archive(tmp_path / "archive"), take(project, {"STUDYGUIDE_PAPER": "a4"})
    archive.keep_texts(first, project)
    archive.keep(first, ())
    hashed = first.files["content/c/course.yaml"]
    assert archive.find(first.key) == first
    assert archive.text(hashed) == (project / "content/c/course.yaml").read_bytes()
    (project / "content/c/course.yaml").write_text("title: D\n", "utf-8")
    second = take(project, {})
    archive.keep_texts(second, project)
    archive.keep(second, [first.key])
    assert archive.find(first.key) == first
    archive.keep(second, ())
    assert (archive.find(first.key), archive.text(hashed)) == (None, None)
    for file in (archive.folder / second.key, archive.folder / "yaml" / second.files["content/c/course.yaml"]):
        file.write_bytes(b"x")
    assert (archive.find(second.key), archive.text(second.files["content/c/course.yaml"])) == (None, None)


def test_a_file_saved_meanwhile_is_not_kept_for_another(project: Path, tmp_path: Path) -> None:
    """What stands in the archive under a digest has it."""
    archive, seen = Archive(tmp_path / "archive"), take(project, {})
    (project / "content/c/course.yaml").write_text("title: D\n", "utf-8")
    archive.keep_texts(seen, project)
    assert archive.text(seen.files["content/c/course.yaml"]) is None
    assert not (archive.folder / "yaml" / seen.files["content/c/course.yaml"]).exists()
