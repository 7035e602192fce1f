"""Each rule of `check`: the message that a planted fault gives, and silence where nothing is wrong.

A case is a folder of `golden/checks`: `plant.yaml` says what is changed in the course of `golden/checks/base`, `message.txt` is all that
the check then says of the plain course.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from PIL import Image

from builder.check import RULES, check
from builder.course import Course, gather
from builder.diagnostics import Diagnostic, format_diagnostic, in_file_order
from builder.load import Folder
from builder.nodes import Node, read
from builder.source_faults import source_faults
from tools.checks_page import PAGE, page

GOLDEN = Path(__file__).parent / "golden" / "checks"
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.name != "base")


def base() -> dict[str, str]:
    """Return the files of the course that has no fault."""
    root = GOLDEN / "base"
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.yaml"))
    }


def picture() -> bytes:
    data = BytesIO()
    Image.new("RGB", (4, 4), "white").save(data, "PNG")
    return data.getvalue()


def folder_of(files: Mapping[str, str]) -> Folder:
    """Return a course's folder as it would be read from disk."""
    found: dict[str, Node] = {}
    faults: list[Diagnostic] = []
    for name, text in files.items():
        node, problems = read(text.encode(), f"content/stink/{name}")
        faults += problems
        if node is not None:
            found[name] = node
    return Folder("stink", "content/stink", found, {"images/map.png": picture()}, frozenset(), tuple(faults))


def course_of(files: Mapping[str, str]) -> Course:
    course, findings = gather(folder_of(files))
    assert course is not None
    assert findings == []
    return course


def planted(case: str) -> dict[str, str]:
    """Return the files of the course with a case's fault in it."""
    files = base()
    for change in yaml.safe_load((GOLDEN / case / "plant.yaml").read_text(encoding="utf-8")):
        assert files[change["file"]].count(change["old"]) == 1, (
            f"{case}: `{change['old']}` must stand once in {change['file']}"
        )
        files[change["file"]] = files[change["file"]].replace(change["old"], change["new"])
    return files


def said(files: Mapping[str, str]) -> str:
    findings = in_file_order(finding.diagnostic for finding in check(course_of(files)))
    return "".join(f"{format_diagnostic(finding)}\n\n" for finding in findings)


def test_sound_course_has_no_finding() -> None:
    """Nothing is said of a course that has no fault."""
    assert said(base()) == ""


@pytest.mark.parametrize("case", CASES)
def test_planted_fault_is_found(case: str, check_golden: Callable[[Path, str], None]) -> None:
    """Each planted fault is said in the words of its golden file."""
    check_golden(GOLDEN / case / "message.txt", said(planted(case)))


@pytest.mark.parametrize("case", CASES)
def test_case_is_found_by_its_own_rule(case: str) -> None:
    """A case's folder is named after the rule that finds it, and a word more where a rule has several."""
    codes = {finding.diagnostic.code for finding in check(course_of(planted(case)))}
    assert case in codes or case.rpartition("--")[0] in codes


def test_every_rule_has_a_case() -> None:
    """No rule is without a golden message."""
    assert {case.partition("--")[0] for case in CASES} == set(RULES)


SOUND = {
    "first names may differ": ("sections/sewers.yaml", "In the hot summer", "After Martín Ruiz, John Martin came. In the hot summer"),
    "forms of a name are one": ("sections/sewers.yaml", "In the hot summer", "All Londoners of London know it. In the hot summer"),
    "inches need no partner": ("sections/sewers.yaml", "Who paid for the sewers?", 'Who paid for the 4" sewers?'),
    "a law's article is no range": ("sections/sewers.yaml", "Who paid for the sewers?", "Who paid under Article 58-10?"),
    "a rising range gets its dash": ("sections/sewers.yaml", "Who paid for the sewers?", "Who paid in 1858-75?"),
    "compounds keep their hyphens": ("sections/sewers.yaml", "Who paid for the sewers?", "Who paid for T-34s and 2-3-year plans?"),
    "code is nobody's typing": (
        "sections/sewers.yaml", "In the hot summer", 'See `a "b` and [it](https://x.org/1.5-2.0). In the hot summer',
    ),
    "a lead-in needs no source": (
        "sections/sewers.yaml", "summer\n    text: |\n", "summer\n    text: |\n      " + "a word " * 15 + "and:\n\n",
    ),
    "a vague date can be the same": (
        "sections/sewers.yaml", "timeline:\n", "timeline:\n  - {id: handle, date: 1854/1857, label: The handle is removed}\n",
    ),
    "two events may share an id": (
        "sections/sewers.yaml", "timeline:\n", "timeline:\n  - {id: handle, date: 1857, label: Doorknobs are sold}\n",
    ),
    "a doubtful death may be later": ("key_figures.yaml", "died: 1858-06-16", "died: 1852~"),
    "the year itself is said": ("key_figures.yaml", "active: -0043", "active: -0044/-0043"),
    "a rubric answers": ("sections/sewers.yaml", "answer: Those who paid rates.", "rubric: essay"),
    "parts answer": (
        "sections/sewers.yaml", "answer: Those who paid rates.",
        "parts: [{id: a, prompt: Who?, answer: They}, {id: b, prompt: Why?, answer: They}]",
    ),
    "gaps answer": ("sections/sewers.yaml", "prompt: Who paid for the sewers?", "kind: cloze, prompt: 'It was [[1858]].'"),
    "a key answers": ("sections/sewers.yaml", "answer: Those who paid rates.", "kind: true-false, correct: true"),
}  # fmt: skip


@pytest.mark.parametrize("what", SOUND)
def test_what_is_right_is_left_alone(what: str) -> None:
    """Each of these looks like a fault and is none."""
    file, old, new = SOUND[what]
    files = {**base(), "rubrics.yaml": "- {id: essay, title: Essay, scale: [good], criteria: []}\n"}
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1)
    assert said(files) == ""


def test_a_course_may_cite_and_answer_in_its_own_way() -> None:
    """Where most paragraphs cite nothing, and most open questions have no answer, that is the course's way and no slip."""
    files = base()
    for name in ("sections/pump.yaml", "sections/sewers.yaml"):
        files[name] = files[name].replace(" [@snow1855]", "").replace("\n      [@halliday1999, pp. 71-73]", "")
        files[name] = (
            files[name].replace(", answer: They drank beer.", "").replace(", answer: Those who paid rates.", "")
        )
    assert said(files) == ""


def test_a_class_is_not_told_what_the_course_is() -> None:
    """What is looked at in the course as a whole is said once, of the plain course."""
    course = replace(course_of(planted("unused-source")), class_name="mine")
    assert [finding.diagnostic.code for finding in check(course)] == []


def test_a_course_that_misses_a_section_is_not_asked_for_more() -> None:
    """A section that can't be read may cite the source and use the term."""
    whole = course_of(planted("unused-source"))
    assert check(replace(whole, sections=whole.sections[:1])) == []


def test_guide_is_current(check_golden: Callable[[Path, str], None]) -> None:
    """The guide to the checks holds every rule's docstring and golden message as they are."""
    check_golden(PAGE, page())


def test_sources_are_set_in_their_style() -> None:
    """A build sets every source: what its style leaves out, and what can't be read, is said with its place."""
    files = base()
    files["sources.yaml"] = files["sources.yaml"].replace(
        "type: book, title: On", "type: bok, issued: June 1855, title: On"
    )
    found = [format_diagnostic(finding).splitlines()[:2] for finding in source_faults(course_of(files))]
    assert found == [
        ["error: unknown type of source `bok`", "  --> content/stink/sources.yaml:2:26"],
        ["error: `June 1855` is not an EDTF date", "  --> content/stink/sources.yaml:2:39"],
    ]
    files["course.yaml"] += "citation_style: none-such\n"
    assert list(source_faults(course_of(files))) == []
