"""Whatever is edited: a build makes again what would have other bytes, nothing else, and ends where a new build would."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.diagnostics import Severity
from tests.edited_course import FILES, Desk, picture, write

TEXTS = tuple(name for name in FILES if name.endswith(".yaml") and "labels" not in name)
WORDS = ("city", "Aircraft", "all", "The", "a", "roads", "apa", "Draft", "student", "true")


@st.composite
def edit(draw: st.DrawFn) -> tuple[str, str, int, str]:
    """Return an edit: what is done to which file, and where and with what."""
    kind = draw(
        st.sampled_from(("word", "word", "word", "line less", "line twice", "picture", "css", "output", "touch"))
    )
    return kind, draw(st.sampled_from(TEXTS)), draw(st.integers(0, 40)), draw(st.sampled_from(WORDS))


def apply(desk: Desk, kind: str, name: str, place: int, word: str) -> None:
    """Edit the project."""
    path = desk.project / name
    lines = path.read_text("utf-8").splitlines()
    index = place % len(lines) if lines else 0
    if kind == "picture":
        (desk.project / "content/c/images/map.png").write_bytes(picture(place))
    elif kind == "css":
        (desk.project / "templates/styles/custom.css").write_text(f"p {{ margin: {place % 3}px }}\n", "utf-8")
    elif kind == "output":
        pdfs = sorted((desk.project / "output").rglob("*.pdf"))
        pdfs[place % len(pdfs)].write_bytes(word.encode())
    elif lines and kind != "touch":
        words = lines[index].rsplit(" ", 1)
        lines[index : index + 1] = {
            "line less": [], "line twice": [lines[index]] * 2, "word": [" ".join([*words[:-1], word])],
        }[kind]  # fmt: skip
        path.write_text("\n".join(lines) + "\n", "utf-8")
    else:
        path.touch()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The course, built."""
    folder = tmp_path_factory.mktemp("incremental")
    write(folder / "project")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        made = Desk(folder / "project")
        assert made.build().exit_code == 0
        yield made


def restored(desk: Desk) -> None:
    """Bring the content back to where it was; what was built stays."""
    for folder in ("content", "templates"):
        shutil.rmtree(desk.project / folder)
    write(desk.project)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(edit(), min_size=1, max_size=3))
def test_any_edit_makes_what_it_changes(desk: Desk, edits: list[tuple[str, str, int, str]]) -> None:
    """Every document that a new build would make otherwise is made again, and none that is as it should be.

    The bytes of a document are a digest of its page, its pictures, its styles and versions, taken without the digest that decides.
    """
    restored(desk)
    for kind, name, place, word in edits:
        apply(desk, kind, name, place, word)
    before = desk.pdfs()
    again, twice = desk.build(), desk.build()
    after = desk.pdfs()
    shutil.rmtree(desk.project / "afresh", ignore_errors=True)
    anew = desk.build(output="afresh")
    right = desk.pdfs("afresh")
    assert twice.built == []
    made = {artifact.job for artifact in again.built}
    assert made == {name for name, data in right.items() if before.get(name) != data}
    assert {name: after[name] for name in right} == right
    assert [d.message for d in again.findings] == [d.message for d in anew.findings]
    whole = not any(d.severity is Severity.ERROR for d in again.findings) and not again.failed
    assert not whole or after == right
    assert {reason for name, reason in again.names.items() if name in made}.isdisjoint(
        {"up to date", "its content changed"}
    )
