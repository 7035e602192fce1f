"""A course and its classes as trees: what a class stops, what hiding does to links and names, and where its PDFs go."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from builder.course import Finding
from builder.diagnostics import Severity, format_diagnostic
from builder.model import Print
from builder.templates import Layer, TemplateSet, read_templates
from builder.theme_settings import theme_print, themes
from builder.titles import document_name
from builder.trees import Tree, classes_of, trees_of
from tests.overlay_course import folder_of


@cache
def templates() -> TemplateSet:
    return read_templates(Path(__file__).parent.parent)


def trees(*, only: tuple[str, ...] = (), **classes: str) -> list[Tree]:
    return trees_of(folder_of(**classes), templates(), only)


def mine(text: str, **parents: str) -> Tree:
    """Return the tree of a class `mine` with this text."""
    return trees(only=("mine",), mine=text, **parents)[0]


def findings(tree: Tree, code: str = "") -> list[Finding]:
    """Return the findings with a code, without advice on style."""
    return [
        f
        for f in tree.findings
        if f.diagnostic.severity is not Severity.WARNING and (not code or f.diagnostic.code == code)
    ]


def test_the_plain_tree_comes_first() -> None:
    """A course gives its plain tree and then one for each class, by name; a choice of classes gives those alone."""
    assert [tree.class_name for tree in trees(b="title: B", a="title: A")] == [None, "a", "b"]
    assert [tree.class_name for tree in trees(only=("b",), b="title: B", a="title: A")] == ["b"]
    assert trees(only=("c",), b="title: B") == []
    assert classes_of(folder_of(b="title: B", a="")) == ("a", "b")


def test_a_class_has_its_own_list_of_sections() -> None:
    """Sections are numbered by their place in the class's own list, and the PDFs lie in the class's folder."""
    course = mine("sections: {include: [two, one]}").course
    assert course is not None
    names = [document_name(course, entry, edition) for entry in course.sections for edition in ("student", "teacher")]
    assert names == ["c/mine/01-two.pdf", "c/mine/teacher/01-two.pdf", "c/mine/02-one.pdf", "c/mine/teacher/02-one.pdf"]
    left = mine("sections: {exclude: [one]}").course
    assert left is not None
    assert [(entry.number, entry.id) for entry in left.sections] == [(1, "two")]


def test_a_class_has_its_own_editions() -> None:
    """A class's `editions` come before the course's."""
    assert mine("editions: [teacher]").editions == ("teacher",)
    assert mine("title: x").editions == ("student", "teacher")
    assert Tree(None, [], frozenset()).editions == ()


def test_a_fault_in_one_section_stops_it_for_this_class_only() -> None:
    """A wrong change of a section stops that section of that class; all other trees are sound."""
    plain, other, wrong = trees(mine="change: {one: {questions: {who-pay: hide}}}", a="title: A")
    assert wrong.class_name == "mine"
    assert wrong.blocked == {"one"}
    assert not plain.blocked
    assert not other.blocked


@pytest.mark.parametrize(
    "text", ["tilte: x", "extends: nobody", "change: {onne: {}}", "print: {paper: a5}", "tier: adaptd", "labels: [a]"]
)
def test_a_fault_of_the_class_stops_its_tree(text: str) -> None:
    """A fault that belongs to no section stops the whole tree of the class, and no other."""
    plain, wrong = trees(mine=text)
    assert wrong.course is None
    assert any(
        f.is_error and f.diagnostic.location and f.diagnostic.location.file.endswith("mine.yaml")
        for f in wrong.findings
    )
    assert plain.course is not None
    assert not plain.blocked


def test_a_misread_class_file_stops_its_tree() -> None:
    """A class file with a fault of YAML gives no PDFs, even where most of it could be read."""
    folder = folder_of(mine="title: x")
    place = folder.nodes["classes/mine.yaml"].location
    wrong = replace(
        folder, diagnostics=(replace(trees()[0].findings[0].diagnostic, severity=Severity.ERROR, location=place),)
    )
    plain, tree = trees_of(wrong, templates())
    assert plain.course is not None
    assert tree.course is None
    assert trees_of(wrong, templates(), ("other",)) == []


def test_faults_of_other_classes_are_left_out() -> None:
    """A build of one class doesn't tell of another one's file."""
    folder = folder_of(mine="title: x", other="title: y")
    place = folder.nodes["classes/other.yaml"].location
    about_other = replace(trees()[0].findings[0].diagnostic, severity=Severity.ERROR, location=place)
    (tree,) = trees_of(replace(folder, diagnostics=(about_other,)), templates(), ("mine",))
    assert about_other not in [finding.diagnostic for finding in tree.findings]


def test_an_unknown_field_in_a_change_stands_in_the_class_file() -> None:
    """A misspelt field is told at its place in the class file, with the nearest name."""
    (found,) = findings(mine("change:\n  one:\n    questions:\n      who-paid: {spaces: 9 lines}\n"))
    assert format_diagnostic(found.diagnostic) == (
        "error: unknown field `spaces` in question\n"
        "  --> content/c/classes/mine.yaml:4:18\n"
        "  |\n"
        "4 |       who-paid: {spaces: 9 lines}\n"
        "  |                  ^^^^^^\n"
        "  hint: did you mean `space`?"
    )
    assert found.section == "one"


def test_links_to_what_is_hidden_are_plain_text() -> None:
    """A link to a hidden thing, or into a section that isn't printed, is an info and no error."""
    text = "change: {one: {questions: {why-blockade: hide}}, glossary: {airlift: hide}, key_figures: {clay: hide}}"
    shown = [f.diagnostic.message for f in findings(mine(text), "link") if not f.is_error]
    assert shown == [
        "the link to the question `why-blockade` is printed as plain text: class `mine` leaves it out",
        "the link to the key figure `clay` is printed as plain text: class `mine` leaves it out",
        "the link to the term `airlift` is printed as plain text: class `mine` leaves it out",
    ]
    away = mine(
        "sections: {include: [one]}\nchange: {one: {recap: '[next](section:two) and [that](question:two/count)'}}"
    )
    assert [f.diagnostic.message for f in findings(away)] == [
        "the link to the section `two` is printed as plain text: class `mine` leaves it out"
    ] * 2
    assert all(f.diagnostic.severity is Severity.INFO for f in findings(away))


def test_a_hidden_thing_named_by_field_is_an_error_with_both_places() -> None:
    """A visible item that names a hidden one by field is an error that shows who names it and who hides it."""
    (found,) = findings(mine("change: {one: {objectives: {explain-it: hide}}}"))
    assert format_diagnostic(found.diagnostic) == (
        "error: this names the objective `explain-it`, which class `mine` hides\n"
        "  --> content/c/sections/one.yaml:28:65\n"
        "   |\n"
        "28 |   - {id: why-blockade, prompt: Why?, space: 6 lines, objective: explain-it, answer: To win the city.}\n"
        "   |                                                                 ^^^^^^^^^^\n"
        "  note: hidden here\n"
        "  --> content/c/classes/mine.yaml:1:41\n"
        "   |\n"
        " 1 | change: {one: {objectives: {explain-it: hide}}}\n"
        "   |                                         ^^^^\n"
        "  hint: hide what stands here as well, or let it name another"
    )


def test_other_fields_that_name_hidden_things() -> None:
    """A row of an organizer, `about:`, people of an event and cited sources are fields as well; a source can't be plain text."""
    text = """
        change:
          one:
            documents: {decree: hide}
            questions: {who-paid: {about: "document:decree"}}
            recap: See [@cherny2008].
          key_figures: {clay: hide}
          sources: {cherny2008: hide}
    """
    assert [
        (f.diagnostic.message, f.diagnostic.location.line if f.diagnostic.location else 0)
        for f in findings(mine(text))
        if f.is_error
    ] == [
        ("this names the key figure `clay`, which class `mine` hides", 16),
        ("this names the document `decree`, which class `mine` hides", 5),
        ("this names the document `decree`, which class `mine` hides", 26),
        ("this names the source `cherny2008`, which class `mine` hides", 6),
    ]


def test_a_tier_for_a_class_and_for_an_item() -> None:
    """`tier` picks texts for the whole class, or for one item; ids stay."""
    course = mine("tier: adapted").course
    assert course is not None
    assert course.sections[0].value.narrative[2].text == "Planes came all day."
    one = mine("change: {one: {narrative: {planes: {tier: adapted}}}}").course
    assert one is not None
    assert one.sections[0].value.narrative[2].text == "Planes came all day."


def test_an_unknown_tier_of_a_text() -> None:
    """A tier with a wrong name stops its section and names the right one."""
    tree = mine("change: {one: {recap: {standard: A, adaptd: B}}}")
    (found,) = findings(tree)
    assert (found.diagnostic.message, found.diagnostic.hint) == (
        "no tier is called `adaptd`",
        "did you mean `adapted`?",
    )
    assert tree.blocked == {"one"}


def test_unknown_labels_and_themes() -> None:
    """A label or theme that doesn't exist is an error with the nearest; a wrong label stops the class."""
    tree = mine("labels: {qestions: Talk}\nprint: {theme: plan}")
    assert {(f.diagnostic.message, f.diagnostic.hint) for f in findings(tree)} == {
        ("the page has no label `qestions`", "did you mean `questions`?"),
        ("no theme is called `plan`", "did you mean `plain`?"),
    }
    assert tree.blocked == {"one", "two"}


def test_a_section_with_a_reserved_name() -> None:
    """A section can't be called what class files call course-wide things."""
    folder = folder_of()
    named = replace(folder, nodes={**folder.nodes, "sections/glossary.yaml": folder.nodes["sections/two.yaml"]})
    (found,) = [
        f.diagnostic for f in trees_of(named, templates())[0].findings if "can't be called" in f.diagnostic.message
    ]
    assert found.message == "a section can't be called `glossary`: class files mean the course's `glossary.yaml` by it"


def test_print_settings_of_all_levels() -> None:
    """The levels of print settings: built-in, theme, course, section, class, edition, environment, command line."""
    text = "print: {binding: none}"
    folder = folder_of(mine=text)
    outside = (("environment", Print(links="qr")), ("command line", Print(paper="a4")))
    course = trees_of(folder, templates(), ("mine",), outside)[0].course
    assert course is not None
    settings = course.print_settings(
        course.sections[0].value, "fillable", Print(paragraph_numbers=False, watermark="Theme")
    )
    assert settings.paragraph_numbers is False
    assert settings.watermark == "Draft"
    assert (settings.duplex, settings.binding) == (False, "none")
    assert (settings.links, settings.paper, settings.theme) == ("qr", "a4", "plain")
    plain = course.print_settings(course.sections[0].value)
    assert (plain.duplex, plain.binding) == (True, "none")


def themed(text: str) -> TemplateSet:
    """Return the templates with a theme `bold-look` whose `print.yaml` has this text."""
    return TemplateSet((Layer("templates", (("themes/bold-look/print.yaml", text),)), *templates().layers))


def test_a_theme_has_print_settings() -> None:
    """A theme's `print.yaml` counts more than what is built in and less than the course."""
    found, wrong = theme_print(themed("{paragraph_numbers: false, paper: a4}"), "bold-look")
    assert wrong == []
    course = mine("print: {theme: bold-look}").course or trees_of(folder_of(), templates())[0].course
    assert course is not None
    settings = course.print_settings(None, "student", found)
    assert (settings.paragraph_numbers, settings.paper) == (False, "letter")
    assert theme_print(templates(), "plain") == (None, [])
    assert "bold-look" in themes(themed("{}"))


@pytest.mark.parametrize("text", ["{papr: a4}", "{paper: a5}", "{a: 1, a: 2}", "[", "- a"])
def test_a_theme_with_wrong_settings(text: str) -> None:
    """A fault in a theme's settings stands in its file and stops what is printed with it."""
    tree = trees_of(folder_of(mine="print: {theme: bold-look}"), themed(text), ("mine",))[0]
    found = [f.diagnostic for f in tree.findings if f.diagnostic.code == "theme"]
    assert found
    assert all(d.location and d.location.file == "templates/themes/bold-look/print.yaml" for d in found)
    assert tree.blocked == {"one", "two"}


def test_a_theme_from_outside_that_doesnt_exist() -> None:
    """A theme of the environment that doesn't exist stops all."""
    (tree,) = trees_of(folder_of(), templates(), (), (("environment", Print(theme="plian")),))
    found = [f.diagnostic for f in tree.findings if f.diagnostic.code == "theme"]
    assert [(d.message, d.hint) for d in found] == [("no theme is called `plian`", "did you mean `plain`?")]
    assert tree.blocked == {"one", "two"}


def test_a_class_that_spoils_the_course() -> None:
    """A class that takes the course's title away is told so at its own line, and has no tree."""
    tree = mine("change: {course: {title: null}}")
    assert (tree.course, tree.class_name) == (None, "mine")
    (found,) = findings(tree)
    assert found.diagnostic.message == "missing field `title` in course"
    assert found.diagnostic.location is not None
    assert found.diagnostic.location.file == "content/c/classes/mine.yaml"
