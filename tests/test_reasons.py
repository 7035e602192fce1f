"""Thirty edits and more: which documents each one makes again, and the reason that `--explain` gives, to the letter."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from builder.changes import Change, compare
from builder.nodes import read
from builder.output import Output
from builder.versions import FONTS, PAGE_MODULES, PROGRAM, versions
from tests.edited_course import FILES, Desk, Edit, copied, picture, write

C = "content/c/"
ROADS, PLANES, COURSE = f"{C}sections/roads.yaml", f"{C}sections/planes.yaml", f"{C}course.yaml"
PACKS = ["course-pack", "mine/course-pack", "teacher/course-pack"]
WITH_ROADS = ["01-roads", "course-pack", "mine/01-roads", "mine/course-pack", "teacher/01-roads", "teacher/course-pack"]
WITH_PLANES = [name.replace("01-roads", "02-planes") for name in WITH_ROADS]
QUIZZES = ["assessments/quiz-A", "mine/assessments/quiz-A", "teacher/assessments/quiz-A-key"]
SECTIONS = sorted({*WITH_ROADS, *WITH_PLANES, "teacher/01-roads-key"})
ALL = sorted({*SECTIONS, *QUIZZES})
TEACHERS = [name for name in ALL if name.startswith("teacher/")]
MINE = [name for name in ALL if name.startswith("mine/")]
COPIES = [f"mine/{folder}copies/{who}/{name}" for who in ("ana-petrova", "ben-okri")
          for folder, name in (("", "01-roads"), ("", "02-planes"), ("assessments/", "quiz-A"))]  # fmt: skip


ROADS_QUESTION = FILES[ROADS].partition("key_figures")[0].partition("questions:")[2]


def edits(name: str, old: str, new: str) -> Edit:
    """Return an edit of a text in a file."""
    return lambda desk: desk.edit(name, old, new)


def every(*edits: Edit) -> Edit:
    """Return several edits as one."""

    def all_of_them(desk: Desk) -> None:
        for edit in edits:
            edit(desk)

    return all_of_them


def added(desk: Desk) -> None:
    (desk.project / C / "sections/peace.yaml").write_text("title: The Peace\nsummary: It ended.\n", "utf-8")
    desk.edit(COURSE, "  - planes\n", "  - planes\n  - peace\n")


def removed(desk: Desk) -> None:
    desk.edit(COURSE, "  - planes\n", "")
    (desk.project / PLANES).unlink()
    shutil.rmtree(desk.project / C / "classes")


def renamed(desk: Desk) -> None:
    desk.edit(COURSE, "- planes", "- aircraft")
    desk.edit(f"{C}classes/mine.yaml", "planes:", "aircraft:")
    (desk.project / PLANES).rename(desk.project / C / "sections/aircraft.yaml")


def new_class(desk: Desk) -> None:
    (desk.project / C / "classes/ours.yaml").write_text("title: Ours\neditions: [teacher]\n", "utf-8")


def no_class(desk: Desk) -> None:
    (desk.project / C / "classes/mine.yaml").unlink()


def new_picture(desk: Desk) -> None:
    (desk.project / C / "images/map.png").write_bytes(picture(90))


def by_hand(desk: Desk) -> None:
    with (desk.project / "output/c/01-roads.pdf").open("ab") as stream:
        stream.write(b"%")


def deleted(desk: Desk) -> None:
    (desk.project / "output/c/01-roads.pdf").unlink()


def touched(desk: Desk) -> None:
    for name in (ROADS, COURSE):
        os.utime(desk.project / name, ns=(1, 1))


def new_style(desk: Desk) -> None:
    (desk.project / "templates/styles/editions").mkdir(parents=True)
    (desk.project / "templates/styles/editions/teacher.css").write_text("p { color: #222 }\n", "utf-8")


def forgotten(desk: Desk) -> None:
    shutil.rmtree(Path(os.environ["XDG_CACHE_HOME"]))
    desk.edit(PLANES, "title: The Planes", "title: The Aircraft")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course, built once, and the cache that it was built with."""
    folder = tmp_path_factory.mktemp("reasons")
    write(folder / "project")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        assert Desk(folder / "project").build().exit_code == 0
    return folder


@pytest.fixture
def desk(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A copy of the project as it was built, with a copy of the cache."""
    # The archive is kept by the project's path: the copy gets the same name in it.
    shutil.copytree(built / "cache", tmp_path / "cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    copy = copied(built / "project", tmp_path / "project")
    (old,) = (tmp_path / "cache/studyguide/snapshots").iterdir()
    old.rename(copy.archive().folder)
    return copy


EDITS: dict[str, tuple[Edit, dict[str, list[str]]]] = {
    "question": (
        edits(ROADS, "all of the roads", "the roads"),
        {f"questions.why-closed.prompt changed ({ROADS}:13)": WITH_ROADS},
    ),
    "answer": (
        edits(ROADS, "for one side", "and its people"),
        {
            f"questions.why-closed.answer changed ({ROADS}:15)": [
                "teacher/01-roads",
                "teacher/01-roads-key",
                "teacher/course-pack",
            ]
        },
    ),
    "question more": (
        edits(ROADS, "questions:\n", "questions:\n  - id: who-stayed\n    prompt: Who stayed?\n"),
        {f"questions.who-stayed is new ({ROADS}:12)": sorted([*WITH_ROADS, "teacher/01-roads-key"])},
    ),
    "question less": (
        edits(ROADS, f"questions:{ROADS_QUESTION}", ""),
        {f"questions is gone ({ROADS})": WITH_ROADS, "removed": ["teacher/01-roads-key"]},
    ),
    "heading": (
        edits(ROADS, "heading: The roads close", "heading: All roads close"),
        {f"narrative.closed.heading changed ({ROADS}:5)": WITH_ROADS},
    ),
    "caption": (
        edits(ROADS, "caption: The roads", "caption: All roads"),
        {f"narrative.closed.images.1.caption changed ({ROADS}:10)": WITH_ROADS},
    ),
    "section's title": (
        edits(PLANES, "title: The Planes", "title: The Aircraft"),
        {f"title changed ({PLANES}:1)": WITH_PLANES},
    ),
    "what a class changes": (
        edits(PLANES, "Aircraft brought", "They brought"),
        {f"summary changed ({PLANES}:2)": [name for name in WITH_PLANES if name not in MINE]},
    ),
    "figure": (
        edits(f"{C}key_figures.yaml", "An engineer", "A man of roads"),
        {f"clay.biography changed ({C}key_figures.yaml:3)": WITH_ROADS},
    ),
    "term": (
        edits(f"{C}glossary.yaml", "Closing all", "Closing most"),
        {f"blockade.definition changed ({C}glossary.yaml:3)": WITH_ROADS},
    ),
    "two terms and a source that isn't cited there": (
        every(
            edits(f"{C}glossary.yaml", "Closing all", "Closing most"),
            edits(f"{C}glossary.yaml", "Bringing everything", "Carrying everything"),
            edits(f"{C}sources.yaml", "on the Brink", "at the Brink"),
        ),
        {
            f"blockade.definition changed ({C}glossary.yaml:3)": WITH_ROADS,
            f"airlift.definition changed ({C}glossary.yaml:6)": [name for name in WITH_PLANES if name not in PACKS],
        },
    ),
    "source": (
        edits(f"{C}sources.yaml", "on the Brink", "at the Brink"),
        {f"references.harrington2012.title changed ({C}sources.yaml:4)": WITH_ROADS},
    ),
    "rubric": (
        edits(f"{C}rubrics.yaml", "Clear and well supported", "Clear"),
        {f"marks.criteria.clear.text changed ({C}rubrics.yaml:6)": ["teacher/01-roads", "teacher/course-pack"]},
    ),
    "alternative text": (
        edits(f"{C}images.yaml", "four roads", "five roads"),
        {f"map.png.alt changed ({C}images.yaml:2)": WITH_ROADS},
    ),
    "credit": (
        edits(f"{C}images.yaml", "Somebody", "Nobody"),
        {f"map.png.credit changed ({C}images.yaml:3)": WITH_ROADS},
    ),
    "picture": (new_picture, {f"{C}images/map.png changed": WITH_ROADS}),
    "quiz's question": (
        edits(f"{C}assessments/quiz.yaml", "How many months", "How many weeks"),
        {f"questions.how-long.prompt changed ({C}assessments/quiz.yaml:4)": QUIZZES},
    ),
    "quiz's answer": (
        edits(f"{C}assessments/quiz.yaml", "Eleven", "Nearly eleven"),
        {f"questions.how-long.answer changed ({C}assessments/quiz.yaml:6)": ["teacher/assessments/quiz-A-key"]},
    ),
    "course's title": (edits(COURSE, "The Airlift", "An Airlift"), {f"title changed ({COURSE}:1)": ALL}),
    "print setting": (edits(COURSE, "Draft", "Sketch"), {f"print.watermark changed ({COURSE}:5)": ALL}),
    "paper": (edits(COURSE, "print:\n", "print:\n  paper: a4\n"), {f"print.paper is new ({COURSE}:5)": ALL}),
    "theme": (edits(COURSE, "print:\n", "print:\n  theme: mine\n"), {f"print.theme is new ({COURSE}:5)": ALL}),
    "citation style": (edits(COURSE, "apa", "ieee"), {f"citation_style changed ({COURSE}:3)": WITH_ROADS}),
    "edition less": (edits(COURSE, "[student, teacher]", "[student]"), {"removed": TEACHERS}),
    "section more": (
        added,
        {
            "new": ["03-peace", "mine/03-peace", "teacher/03-peace"],
            f"sections.peace is new ({COURSE}:9)": SECTIONS,
        },
    ),
    "section less": (
        removed,
        {
            f"sections.planes is gone ({COURSE})": [
                "01-roads",
                "course-pack",
                "teacher/01-roads",
                "teacher/01-roads-key",
                "teacher/course-pack",
            ],
            "removed": sorted({*MINE, "02-planes", "teacher/02-planes"}),
        },
    ),
    "section by another name": (
        renamed,
        {
            "new": ["02-aircraft", "mine/02-aircraft", "teacher/02-aircraft"],
            f"sections.aircraft is new ({COURSE}:8)": ["course-pack", "teacher/course-pack"],
            f"change.aircraft is new ({C}classes/mine.yaml:5)": ["mine/course-pack"],
            "removed": ["02-planes", "mine/02-planes", "teacher/02-planes"],
        },
    ),
    "sections in another order": (
        edits(COURSE, "  - roads\n  - planes", "  - planes\n  - roads"),
        {
            "new": [
                name for folder in ("", "mine/", "teacher/") for name in (f"{folder}01-planes", f"{folder}02-roads")
            ]
            + ["teacher/02-roads-key"],
            f"sections is in another order ({COURSE}:7)": PACKS,
            "removed": sorted(set(SECTIONS) - set(PACKS)),
        },
    ),
    "class's value": (
        edits(f"{C}classes/mine.yaml", "Planes brought coal", "Planes carried coal"),
        {f"change.planes.summary changed ({C}classes/mine.yaml:5)": ["mine/02-planes", "mine/course-pack"]},
    ),
    "class's copies": (
        edits(f"{C}classes/mine.yaml", "title: Mine\n", "title: Mine\ncopies: [Ana Petrova, Ben Okri]\n"),
        {f"copies is new ({C}classes/mine.yaml:2)": sorted([*COPIES, *(set(MINE) - set(PACKS))])},
    ),
    "class's title": (
        edits(f"{C}classes/mine.yaml", "title: Mine", "title: Ours"),
        {f"title changed ({C}classes/mine.yaml:1)": MINE},
    ),
    "class more": (new_class, {"new": [f"ours/{name}" for name in TEACHERS]}),
    "class less": (no_class, {"removed": MINE}),
    "template": (
        edits("templates/components/questions.html", "<section", "<hr><section"),
        {"template components/questions.html changed": [*WITH_ROADS]},
    ),
    "label": (
        edits("templates/labels/en.yaml", "\nquestions: ", "\nquestions: More "),
        {"questions changed (templates/labels/en.yaml:32)": WITH_ROADS},
    ),
    "stylesheet": (
        edits("templates/styles/custom.css", "#111", "#222"),
        {"template styles/custom.css changed": ALL},
    ),
    "stylesheet of an edition": (new_style, {"templates/styles/editions/teacher.css is new": TEACHERS}),
    "theme that isn't used": (edits("templates/themes/mine/tokens.css", "#123456", "#654321"), {}),
    "output by hand": (by_hand, {"output was edited by hand or damaged": ["01-roads"]}),
    "output deleted": (deleted, {"its file is gone": ["01-roads"]}),
    "new times": (touched, {}),
    "comment": (edits(ROADS, "title:", "# Seen by a colleague\ntitle:"), {}),
    "lost cache": (forgotten, {"its content changed": WITH_PLANES}),
}


@pytest.mark.unmeasured
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_explained(desk: Desk, name: str) -> None:
    """Each reason with the documents that are made for it; all others are up to date."""
    edit, expected = EDITS[name]
    edit(desk)
    assert desk.explained() == expected


def test_an_option_and_a_variable_are_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings from outside the course, when they come, change and go; one that makes no difference makes nothing."""
    assert desk.explained("a4") == {"--paper is set": ALL}
    assert desk.explained() == {"--paper is not set any more": ALL}
    monkeypatch.setenv("STUDYGUIDE_PAPER", "letter")
    assert desk.explained() == {}
    monkeypatch.setenv("STUDYGUIDE_PAPER", "a4")
    assert desk.explained() == {"STUDYGUIDE_PAPER changed": ALL}


def test_another_version_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library by its versions; the fonts and our own passes, which have none, as such."""
    seen = dict(versions())
    for name, value, reason in (
        ("weasyprint", "71.0", f"weasyprint is version 71.0, not {seen['weasyprint']} any more"),
        (FONTS, "other", "the fonts changed"),
        (PROGRAM, "other", "the program changed"),
    ):
        seen[name] = value
        monkeypatch.setattr("builder.build.versions", lambda: tuple(seen.items()))
        monkeypatch.setattr("tests.edited_course.versions", lambda: tuple(seen.items()))
        assert desk.explained() == {reason: ALL}


def test_the_modules_that_set_pages_are_known() -> None:
    """All of ours that a worker has loaded when it sets or stamps a page, and no other."""
    code = "import sys, builder.typeset, builder.stamp; print(*(n for n in sys.modules if n.startswith('builder.')))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert sorted(name.removeprefix("builder.") for name in found) == sorted(PAGE_MODULES)


def test_a_narrowed_build_leaves_the_others_their_reasons(desk: Desk) -> None:
    """A document is compared with the state that it was made in, however many builds of other documents came between."""
    desk.edit(f"{C}glossary.yaml", "Bringing everything", "Carrying everything")
    assert desk.build(sections=("roads",)).built == []
    desk.edit(ROADS, "all of the roads", "the roads")
    assert desk.explained() == {
        f"questions.why-closed.prompt changed ({ROADS}:13)": [name for name in WITH_ROADS if name not in PACKS],
        f"airlift.definition changed ({C}glossary.yaml:6)": WITH_PLANES,
    }
    assert len(list(desk.archive().folder.glob("[0-9a-f]*"))) == 1


def test_a_new_answer_is_looked_for_in_what_is_there(desk: Desk) -> None:
    """A pupils' file that is up to date but holds what is an answer now is taken away, and said so."""
    words = "the secret of the long bridge over that dark river"
    path = desk.project / "output/c/01-roads.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.docinfo[pikepdf.Name.Subject] = pikepdf.String(words)
        pdf.save(path)
    folder = Output(desk.project / "output")
    manifest = folder.read_manifest()
    manifest.documents["c/01-roads.pdf"].pdf = folder.digest("c/01-roads.pdf") or ""
    folder.write_manifest(manifest)
    assert desk.explained() == {}
    desk.edit(ROADS, "To win the whole city for one side.", words.capitalize())
    result = desk.build()
    assert [finding.message for finding in result.findings if finding.severity == "error"] == [
        f"c/01-roads.pdf: the metadata holds words of `questions.why-closed.answer` (“{words[:39]}”); the file was removed"
    ]
    assert (result.failed, result.exit_code, path.exists()) == (1, 1, False)
    assert desk.explained() == {"new": ["01-roads"]}


def test_what_another_class_changes_is_no_reason(desk: Desk) -> None:
    """Of the files of classes only those count that a document is made from: its class's, those of the classes that it extends,
    and the folder of templates that one of these names."""
    own = "templates/classes/ours/components/questions.html"
    for name, text in {
        f"{C}classes/ours.yaml": "title: Ours\neditions: [student]\nsections: {include: [roads]}\ntemplates: ours\n",
        f"{C}classes/heirs.yaml": "title: Heirs\nextends: ours\neditions: [student]\n",
        own: '{% extends "base/components/questions.html" %}\n{% block heading %}<h2>Asked</h2>{% endblock %}\n',
    }.items():
        (desk.project / name).parent.mkdir(parents=True, exist_ok=True)
        (desk.project / name).write_text(text, "utf-8")
    assert desk.build().findings == []
    desk.edit(own, "Asked", "Answered")
    desk.edit("templates/components/title.html", "<h1", "<hr><h1")
    assert desk.explained() == {
        f"template {own.removeprefix('templates/')} changed": [
            f"{name}/{file}" for name in ("heirs", "ours") for file in ("01-roads", "course-pack")
        ],
        "template components/title.html changed": sorted({*WITH_ROADS, *WITH_PLANES}),
    }
    desk.edit(f"{C}classes/ours.yaml", "title: Ours", "title: Theirs")
    desk.edit(PLANES, "title: The Planes", "title: The Aircraft")
    assert desk.explained() == {
        f"title changed ({C}classes/ours.yaml:1)": ["ours/01-roads", "ours/assessments/quiz-A", "ours/course-pack"],
        f"title changed ({PLANES}:1)": WITH_PLANES,
    }


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("a: 1", "a: 1 # words", []),
        ("a: [x, y]", "a: [x, y, x]", [Change("a", 1)]),
        ("a: [x, y]", "a: [y, x]", [Change("a", 1, "is in another order")]),
        ("a: {b: 1}", "a: words", [Change("a", 1, "changed", "words")]),
        ("a: {b: 1}", "a: {b: 2, c: 3}", [Change("a.b", 1, "changed", "2"), Change("a.c", 1, "is new", "3")]),
        ("a: [{id: x, b: 1}, {c: 2}]", "a: [{id: x, b: 1}]", [Change("a.2", 0, "is gone")]),
    ],
)
def test_values_are_compared_by_what_they_are(old: str, new: str, changes: list[Change]) -> None:
    """Items by their ids, short ones by their text, others by their place; comments and layout are no value."""
    before, after = (read(text.encode(), "a.yaml")[0] for text in (old, new))
    assert before is not None
    assert after is not None
    assert list(compare(before, after)) == changes
