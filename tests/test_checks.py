"""Each rule of `check`: the message that a planted fault gives, and silence where nothing is wrong.

A case is a folder of `golden/checks`: `plant.yaml` says what is changed in the course of `golden/checks/base`, `message.txt` is all that
the check then says of the plain course.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


def test_guide_is_current(check_golden: Callable[[Path, str], None]) -> None:
    """The guide to the checks holds every rule's docstring and golden message as they are."""
    check_golden(PAGE, page())
