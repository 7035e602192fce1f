"""What a class file does to a course, value by value, and what it is told when it is wrong."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

from builder.nodes import Mapping, Scalar, Sequence, at, child, plain
from builder.overlay import Overlaid, class_names, lay_over
from builder.overlay.merge import LISTS_BY_ID
from tests.overlay_course import lay, messages, nodes_of


def section(overlaid: Overlaid, name: str = "one") -> Any:
    assert not overlaid.faults, messages(overlaid)
    return plain(overlaid.nodes[f"sections/{name}.yaml"])


def change(text: str, name: str = "one") -> Any:
    """Return section one after a change of it, written without its first levels."""
    return section(
        lay(f"change:\n  {name}:\n" + "".join(f"    {line}\n" for line in dedent(text).strip().splitlines())), name
    )


def ids(items: list[Any]) -> list[str]:
    return [item if isinstance(item, str) else item.get("id", "") for item in items]


def test_sets_a_field_of_an_item() -> None:
    """A field named under an id replaces that field and leaves the item's others."""
    (first, *_), before = (
        change("questions: {why-blockade: {space: 10 lines}}")["questions"],
        change("title: x")["questions"][0],
    )
    assert first == {**before, "space": "10 lines"}


def test_sets_a_field_of_the_section() -> None:
    """A field of the section is replaced."""
    assert change("central_question: Who closed them?")["central_question"] == "Who closed them?"


def test_null_unsets() -> None:
    """`null` takes a value away, of an item or of the section."""
    found = change("{central_question: null, questions: {why-blockade: {objective: null, hint: null}}}")
    assert "central_question" not in found
    assert "objective" not in found["questions"][0]
    assert "hint" not in found["questions"][0]


def test_hides_and_shows() -> None:
    """`hide` takes an item out of its list; a class that extends brings it back by `show`, in its old place."""
    parent = "change: {one: {questions: {who-paid: hide}}}"
    assert ids(section(lay(parent))["questions"]) == ["why-blockade", "in-parts"]
    shown = section(lay("extends: base\nchange: {one: {questions: {who-paid: show}}}", base=parent))
    assert ids(shown["questions"]) == ["why-blockade", "who-paid", "in-parts"]


def test_shows_a_short_form() -> None:
    """A person named by id alone comes back as it was."""
    child_class = "extends: base\nchange: {one: {key_figures: {clay: show}}}"
    found = section(lay(child_class, base="change: {one: {key_figures: {clay: hide}}}"))
    assert found["key_figures"] == ["clay", {"id": "reuter", "focus": "His speech"}]


def test_showing_what_isnt_hidden_changes_nothing() -> None:
    """`show` for a thing that nobody hides is no fault."""
    assert change("questions: {who-paid: show}") == change("{}")


def test_changes_what_stays_hidden() -> None:
    """A class may change what its parent hides; it stays hidden until somebody shows it, and is changed then."""
    parent = "change: {one: {questions: {who-paid: hide}}}"
    hidden = lay("extends: base\nchange: {one: {questions: {who-paid: {space: 9 lines}}}}", base=parent)
    assert "who-paid" not in ids(section(hidden)["questions"])
    shown = lay(
        "extends: middle\nchange: {one: {questions: {who-paid: show}}}",
        middle="extends: base\nchange: {one: {questions: {who-paid: {space: 9 lines}}}}", base=parent,
    )  # fmt: skip
    assert section(shown)["questions"][1]["space"] == "9 lines"


def test_a_tag_reaches_all_that_carry_it() -> None:
    """`tag:NAME` hides or changes every item with the tag; what is said of one id counts more."""
    found = change('questions: {"tag:advanced": hide, who-paid: show}')
    assert ids(found["questions"]) == ["why-blockade", "who-paid"]
    found = change('questions: {who-paid: {space: 2 lines}, "tag:advanced": {space: 9 lines}}')
    assert [question.get("space") for question in found["questions"]] == ["6 lines", "2 lines", "9 lines"]


def test_adds() -> None:
    """New items stand at the end, or before or after the one they name, in the order written."""
    found = change("""
        questions:
          add:
            - {id: a, prompt: A, after: why-blockade}
            - {id: b, prompt: B, after: why-blockade}
            - {id: c, prompt: C, before: why-blockade}
            - {id: d, prompt: D}
            - {id: e, prompt: E, after: a}
    """)
    assert ids(found["questions"]) == ["c", "why-blockade", "a", "e", "b", "who-paid", "in-parts", "d"]
    assert found["questions"][2] == {"id": "a", "prompt": "A"}


def test_adds_to_a_list_that_the_section_lacks() -> None:
    """`add` makes the list where there is none."""
    assert ids(change("charts: {add: [{id: flights}]}")["charts"]) == ["flights"]
    assert ids(change("lesson: {steps: {add: [{id: end}]}}")["lesson"]["steps"]) == ["begin", "end"]
    assert ids(change("lesson: {steps: {add: [{id: end}]}}", "two")["lesson"]["steps"]) == ["end"]


def test_orders() -> None:
    """`order` puts the items that it names first; the others follow as they stood."""
    assert ids(change("questions: {order: [in-parts, why-blockade]}")["questions"]) == [
        "in-parts",
        "why-blockade",
        "who-paid",
    ]
    found = change("questions: {add: [{id: new, prompt: New}], order: [new]}")
    assert ids(found["questions"])[0] == "new"


def test_reaches_inner_lists() -> None:
    """Parts of a question, positions, pictures, steps of a lesson and misconceptions are reached by id or file name."""
    found = change("""
        questions: {in-parts: {parts: {first: hide, add: [{id: third, prompt: Third}]}}}
        disagreements: {who-began: {positions: {east: {view: Nobody}}}}
        narrative: {planes: {images: {map.png: {caption: A map}}}}
        lesson: {steps: {begin: {minutes: 5}}}
        teacher: {misconceptions: {tanks: hide}}
        timeline: {ends: {key_figures: {clay: hide, add: [reuter]}}}
    """)
    assert ids(found["questions"][2]["parts"]) == ["second", "third"]
    assert [position["view"] for position in found["disagreements"][0]["positions"]] == ["Nobody", "The West"]
    assert found["narrative"][2]["images"] == [{"file": "map.png", "caption": "A map"}]
    assert found["lesson"]["steps"][0]["minutes"] == "5"
    assert found["teacher"]["misconceptions"] == []
    assert found["timeline"][1]["key_figures"] == ["reuter"]


def test_a_list_replaces_a_list() -> None:
    """A list that is written as a list is what the class has, whether its items have ids or not."""
    found = change("{terms: [airlift], documents: {decree: {vocabulary: [{word: road, meaning: way}]}}}")
    assert found["terms"] == ["airlift"]
    assert found["documents"][0]["vocabulary"] == [{"word": "road", "meaning": "way"}]
    assert ids(change("questions: [{id: only, prompt: Only}]")["questions"]) == ["only"]


def test_one_picture_in_full_replaces_the_list() -> None:
    """`images: {file: ..}` is one picture and no change by name."""
    assert change("narrative: {planes: {images: {file: new.png}}}")["narrative"][2]["images"] == {"file": "new.png"}


def test_short_forms_are_read_in_full() -> None:
    """A change of a person named by id alone, of a plain answer or of one plain text in tiers keeps what stood there."""
    found = change("""
        key_figures: {clay: {form: full}}
        questions: {why-blockade: {answer: {look_for: [a city]}, rubric: {id: essay}}}
        central_question: {adapted: Why?}
    """)
    assert found["key_figures"][0] == {"id": "clay", "form": "full"}
    assert found["questions"][0]["answer"] == {"text": "To win the city.", "look_for": ["a city"]}
    assert found["central_question"] == {"standard": "Why did the roads close?", "adapted": "Why?"}


def test_a_plain_text_replaces_all_tiers() -> None:
    """A text without tiers is the same in all of them."""
    assert change("narrative: {planes: {text: Planes.}}")["narrative"][2]["text"] == "Planes."


def test_hides_a_whole_list() -> None:
    """`hide` in place of a list's changes hides all of it, and `show` brings it back."""
    parent = "change: {one: {timeline: hide, lesson: hide}}"
    assert not {"timeline", "lesson"} & section(lay(parent)).keys()
    shown = section(lay("extends: base\nchange: {one: {timeline: show, lesson: {minutes: 9}}}", base=parent))
    assert ids(shown["timeline"]) == ["begins", "ends"]
    assert shown["lesson"]["minutes"] == "9"


def test_a_list_can_be_set_again_after_null() -> None:
    """What a parent unsets a child can set or add to."""
    parent = "change: {one: {questions: null, central_question: null, lesson: null}}"
    found = section(lay(
        "extends: base\nchange: {one: {questions: {add: [{id: new, prompt: New}]}, central_question: Why?, lesson: {minutes: 4}}}",
        base=parent,
    ))  # fmt: skip
    assert (ids(found["questions"]), found["central_question"], found["lesson"]) == (["new"], "Why?", {"minutes": "4"})


def test_what_belongs_to_a_hidden_thing_goes_with_it() -> None:
    """Places kept for a hidden document, and hidden ids in groups, lists of people, terms and lesson steps, go as well."""
    overlaid = lay("""
        change:
          one: {questions: {who-paid: hide}, documents: {decree: hide}, organizers: {compare: hide}}
          key_figures: {clay: hide}
          glossary: {blockade: hide}
    """)
    found = section(overlaid)
    assert ids(found["narrative"]) == ["roads-close", "planes"]
    assert found["question_groups"][0]["questions"] == ["why-blockade"]
    assert ids(found["key_figures"]) == ["reuter"]
    assert found["terms"] == ["airlift"]
    assert found["lesson"]["steps"][0]["uses"] == []
    assert sorted(overlaid.hidden) == [
        ("glossary.yaml", "", "blockade"), ("key_figures.yaml", "", "clay"), ("sections/one.yaml", "documents", "decree"),
        ("sections/one.yaml", "organizers", "compare"), ("sections/one.yaml", "questions", "who-paid"),
    ]  # fmt: skip


def test_changes_what_is_course_wide() -> None:
    """People, terms, sources by id, pictures by file name and the course itself are changed for every section."""
    overlaid = lay("""
        change:
          course: {subtitle: For us, lanes: {add: [{id: west, label: West}]}}
          key_figures: {clay: {biography: A general.}, add: [{id: new, name: New}]}
          glossary: {airlift: {definition: Planes with food.}}
          sources: {cherny2008: hide, harrington2012: {title: Berlin}}
          images: {map.png: {credit: Me}}
    """)
    assert not overlaid.faults
    assert plain(overlaid.nodes["course.yaml"])["subtitle"] == "For us"
    assert plain(overlaid.nodes["key_figures.yaml"])[0]["biography"] == "A general."
    assert ids(plain(overlaid.nodes["key_figures.yaml"])) == ["clay", "reuter", "new"]
    assert plain(overlaid.nodes["glossary.yaml"])[1]["definition"] == "Planes with food."
    assert plain(overlaid.nodes["sources.yaml"]) == {
        "references": [{"id": "harrington2012", "type": "book", "title": "Berlin"}]
    }
    assert plain(overlaid.nodes["images.yaml"])["map.png"] == {"alt": "A map", "credit": "Me"}


def test_sources_may_be_a_list_alone() -> None:
    """A bibliography without `references:` is changed as well."""
    nodes = nodes_of(mine="change: {sources: {a: {title: B}}}")
    listed = child(nodes["sources.yaml"], ("references",))
    assert listed is not None
    overlaid = lay_over({**nodes, "sources.yaml": listed}, "mine")
    assert [fault.diagnostic.message for fault in overlaid.faults] == ["nothing in `sources` has the id `a`"]


def test_values_know_their_place_and_past() -> None:
    """A replaced value stands where the class wrote it and keeps what it replaced, oldest first."""
    overlaid = lay(
        "extends: base\nchange: {one: {questions: {why-blockade: {space: 9 lines}}}}",
        base="change: {one: {questions: {why-blockade: {space: 8 lines}}}}",
    )
    found = child(overlaid.nodes["sections/one.yaml"], ("questions", 0, "space"))
    assert isinstance(found, Scalar)
    assert found.location.file == "content/c/classes/mine.yaml"
    assert [plain(old) for old in found.overrode] == ["6 lines", "8 lines"]
    assert [old.location.file for old in found.overrode] == [
        "content/c/sections/one.yaml",
        "content/c/classes/base.yaml",
    ]


def test_a_missing_field_is_missed_where_the_class_took_it() -> None:
    """An item that lacks what it must have stands at the `null` that took it."""
    overlaid = lay("change:\n  one:\n    questions:\n      why-blockade:\n        prompt: null\n")
    place = at(overlaid.nodes["sections/one.yaml"], ("questions", 0))
    assert (place.file, place.line) == ("content/c/classes/mine.yaml", 5)


def test_inherits_all_but_title_and_note() -> None:
    """A class takes its parents' settings, the nearest first; title and note are its own, a choice of sections is one value."""
    overlaid = lay(
        "extends: middle\nprint: {duplex: false}\nlabels: {terms: Words}\ntier: null",
        middle="extends: base\ntitle: Middle\nnote: Hi\nteacher: M\nsections: {include: [two]}",
        base="title: Base\ntier: adapted\nteacher: B\nprint: {paper: a4}\nlabels: {questions: Talk}\nsections: {exclude: [two]}",
    )
    assert not overlaid.faults
    assert overlaid.info is not None
    assert plain(overlaid.info) == {
        "teacher": "M", "print": {"paper": "a4", "duplex": "false"}, "labels": {"questions": "Talk", "terms": "Words"},
        "sections": {"include": ["two"]}, "extends": "middle",
    }  # fmt: skip


def test_print_settings_reach_course_and_sections() -> None:
    """A class's `print` counts more than the course's and a section's; what it changes in one section counts most."""
    overlaid = lay("print: {paper: a4, watermark: null}\nchange: {one: {print: {paper: letter}}}")
    assert plain(overlaid.nodes["course.yaml"])["print"] == {"paper": "a4"}
    assert section(overlaid)["print"] == {"paper": "letter"}
    assert section(overlaid, "two")["print"] == {"paper": "a4"}


def test_sections_left_out_count_as_hidden() -> None:
    """Links to a section that a class doesn't print are known by the place that leaves it out."""
    for choice in ("{exclude: [two]}", "{include: [one]}"):
        hidden = lay(f"sections: {choice}").hidden
        assert list(hidden) == [("", "sections", "two")]
        assert hidden["", "sections", "two"].file == "content/c/classes/mine.yaml"


def test_class_names() -> None:
    """A course's classes are the files of `classes/`."""
    assert class_names(["classes/b.yaml", "classes/a.yaml", "course.yaml"]) == ("a", "b")


@pytest.mark.parametrize("name", sorted(LISTS_BY_ID - {"lanes"}))
def test_lists_by_id_are_lists(name: str) -> None:
    """Each list that is changed by id takes `add` where it is missing."""
    found = lay(f"change: {{two: {{x: {{{name}: {{add: [{{id: new}}]}}}}}}}}")
    assert section(found, "two")["x"][name] == [{"id": "new"}]


def test_unknown_id() -> None:
    """An id that the list lacks is an error in the class file that names the nearest; it stops that section."""
    overlaid = lay("change:\n  one:\n    questions:\n      why-blokade: hide\n")
    assert [fault.section for fault in overlaid.faults] == ["one"]
    assert messages(overlaid) == [
        "error: nothing in `questions` has the id `why-blokade`\n"
        "  --> content/c/classes/mine.yaml:4:7\n"
        "  |\n"
        "4 |       why-blokade: hide\n"
        "  |       ^^^^^^^^^^^\n"
        "  hint: did you mean `why-blockade`?"
    ]


@pytest.mark.parametrize(
    ("text", "message", "line", "hint"),
    [
        ("questions: {who-pay: {space: 1 line}}", "nothing in `questions` has the id `who-pay`", 3, "did you mean `who-paid`?"),
        ("charts: {x: hide}", "nothing in `charts` has the id `x`", 3, "`charts` has no items with ids"),
        ('questions: {"tag:advnaced": hide}', "nothing in `questions` carries the tag `advnaced`", 3, "did you mean `advanced`?"),
        ('questions: {"tag:zzz": hide}', "nothing in `questions` carries the tag `zzz`", 3, None),
        ("questions: {who-paid: hid}", "`who-paid` wants its fields, `hide` or `show`", 3, "did you mean `hide`?"),
        ("questions: {who-paid: [a]}", "`who-paid` wants its fields, `hide` or `show`", 3,
         "write `hide`, `show`, or the fields that change: `{space: 10 lines}`"),
        ("questions: {who-paid: null}", "`who-paid` wants its fields, `hide` or `show`", 3,
         "write `hide`, `show`, or the fields that change: `{space: 10 lines}`"),
        ("questions: {who-paid: {id: x}}", "a class can't change an id", 3, "hide the item and `add` a new one"),
        ("questions: {add: {id: x}}", "`add` wants a list", 3, "begin each new item with `- ` on a line of its own"),
        ("questions: {add: [{id: x, before: who-pay}]}", "nothing in `questions` has the id `who-pay`", 3, "did you mean `who-paid`?"),
        ("questions: {add: [{id: x, before: [a]}]}", "nothing in `questions` has the id ``", 3, None),
        ("questions: {add: [{id: x, before: who-paid, after: who-paid}]}", "an item goes `before:` or `after:` another, not both", 3, None),
        ("questions: {add: [{id: who-paid}]}", "`who-paid` is in `questions` already", 3,
         "to change it, write `who-paid: {..}` without `add`"),
        ("questions: {who-paid: hide, add: [{id: who-paid}]}", "`who-paid` is in `questions` already", 3,
         "bring it back: `who-paid: show`"),
        ("questions: {order: who-paid}", "`order` wants a list of ids", 3, "`order: [first, second]`"),
        ("questions: {order: [who-pay]}", "nothing in `questions` has the id `who-pay`", 3, "did you mean `who-paid`?"),
        ("questions: {order: [who-paid, who-paid]}", "`who-paid` stands twice in `order`", 3, "delete one of them"),
    ],
)  # fmt: skip
def test_faults(text: str, message: str, line: int, hint: str | None) -> None:
    """Each fault of a change is told in the class file, at its line."""
    (found,) = lay(f"change:\n  one:\n    {text}\n").faults
    assert found.diagnostic.message == message
    assert found.diagnostic.hint == hint
    assert found.section == "one"
    assert found.diagnostic.location is not None
    assert (found.diagnostic.location.file, found.diagnostic.location.line) == ("content/c/classes/mine.yaml", line)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("change: {onne: {title: x}}", "no section is called `onne`", "did you mean `one`?"),
        ("change: {zzzzzz: {title: x}}", "no section is called `zzzzzz`", "sections: `one`, `two`"),
        ("change: [one]", "`change` wants a mapping by section", "`change: {stalins-death: {..}}`"),
        ("change: {key_figures: {cley: hide}}", "nothing in `key_figures` has the id `cley`", "did you mean `clay`?"),
        ("change: {images: {mpa.png: {alt: x}}}", "`images.yaml` has no picture `mpa.png`", "did you mean `map.png`?"),
        ("change: {images: {zzzzzzzz: {alt: x}}}", "`images.yaml` has no picture `zzzzzzzz`", None),
        ("change: {images: {map.png: hide}}", "`map.png` wants its fields",
         "a picture is hidden where it is shown: `narrative: {heirs: {images: {map.png: hide}}}`"),
        ("change: {course: x}", "the change of `course` wants fields", None),
        ("sections: {include: [onne]}", "no section is called `onne`", "did you mean `one`?"),
        ("sections: {exclude: [zzzzzz]}", "no section is called `zzzzzz`", None),
        ("sections: {include: [one], exclude: [two]}", "`sections` takes `include` or `exclude`, not both",
         "an `include` is all that is printed"),
        ("extends: nobody-here", "no class is called `nobody-here`", "classes stand in `classes/`"),
        ("[a, b]", "a class file wants fields, such as `title: Period 3`", None),
    ],
)  # fmt: skip
def test_faults_of_the_whole_class(text: str, message: str, hint: str | None) -> None:
    """A fault that belongs to no section stops the whole class."""
    (found,) = lay(text).faults
    assert (found.diagnostic.message, found.diagnostic.hint, found.section) == (message, hint, None)
    assert found.diagnostic.location is not None
    assert found.diagnostic.location.file == "content/c/classes/mine.yaml"


def test_a_section_isnt_hidden_by_change() -> None:
    """`hide` in a section's place says how a section is left out."""
    (found,) = lay("change: {one: hide}").faults
    assert found.diagnostic.message == "the change of `one` wants fields"
    assert found.diagnostic.hint == "to leave the section out: `sections: {exclude: [one]}`"
    assert found.section == "one"


def test_classes_in_a_circle() -> None:
    """Classes that extend one another are an error that shows the way round."""
    overlaid = lay("extends: a", a="extends: b", b="extends: mine")
    assert overlaid.info is None
    (found,) = overlaid.faults
    assert found.diagnostic.message == "classes extend one another in a circle: `mine` -> `a` -> `b` -> `mine`"
    assert found.diagnostic.hint == "delete one `extends:`"
    (inner,) = lay("extends: a", a="extends: b", b="extends: a").faults
    assert inner.diagnostic.message == "classes extend one another in a circle: `a` -> `b` -> `a`"


def test_unknown_parent_has_a_hint() -> None:
    """An unknown class in `extends` names the nearest."""
    (found,) = lay("extends: bass", base="title: x").faults
    assert (found.diagnostic.message, found.diagnostic.hint) == ("no class is called `bass`", "did you mean `base`?")


@pytest.mark.parametrize("name", ["teacher", "large-print", "fillable", "assessments"])
def test_reserved_names(name: str) -> None:
    """A class can't have the name of an output folder."""
    (found,) = lay_over(nodes_of(**{name.replace("-", "_"): "title: x"}), name).faults
    assert found.diagnostic.message == f"a class can't be called `{name}`: an output folder has that name"
    assert found.diagnostic.hint == "rename the file"


def test_an_empty_file_is_a_class() -> None:
    """A class that changes nothing may be an empty file, or have empty fields."""
    for text in ("~", "change:", "change: {one: }", "extends:"):
        overlaid = lay(text)
        assert not overlaid.faults
        assert {name: overlaid.nodes[name] for name in overlaid.nodes} == nodes_of(mine=text)


def test_broken_files_are_passed_over() -> None:
    """A change of a file that can't be read is no further fault; a broken class file gives no settings."""
    nodes = nodes_of(mine="change: {two: {title: x}, glossary: {a: hide}}", other="extends: gone")
    rest = {name: node for name, node in nodes.items() if name not in ("sections/two.yaml", "glossary.yaml")}
    assert not lay_over(rest, "mine", {"sections/two.yaml", "glossary.yaml"}).faults
    assert lay_over(rest, "other", {"classes/gone.yaml"}).info is None
    (found,) = lay_over(rest, "mine", {"sections/two.yaml"}).faults
    assert found.diagnostic.message == "this course has no `glossary.yaml` to change"


def test_files_of_another_shape_are_left_alone() -> None:
    """A file that isn't what it should be has findings of its own and isn't changed."""
    nodes = nodes_of(
        mine="print: {paper: a4}\nchange: {one: {title: x}, glossary: {a: hide}, sources: {a: hide}, images: {a: hide}}"
    )
    text = nodes["key_figures.yaml"]
    assert isinstance(text, Sequence)
    wrong = {
        **nodes,
        "sections/one.yaml": text,
        "glossary.yaml": nodes["images.yaml"],
        "sources.yaml": nodes["images.yaml"],
    }
    overlaid = lay_over({**wrong, "images.yaml": text}, "mine")
    assert not overlaid.faults
    assert overlaid.nodes["sections/one.yaml"] is text
    scalar = Scalar("x", text.source, 0, 1)
    other = lay_over({**nodes, "sources.yaml": scalar, "course.yaml": scalar}, "mine")
    assert other.nodes["sources.yaml"] is scalar


def test_items_of_another_shape_are_left_alone() -> None:
    """A list whose items aren't mappings, and fields of other kinds, are replaced and never break."""
    found = change("""
        central_question: {a: b}
        timeline: {begins: {date: {x: y}, label: [1]}}
        documents: {decree: {vocabulary: {word: x}}}
    """)
    assert found["central_question"] == {"a": "b"}
    assert found["timeline"][0]["date"] == {"x": "y"}
    assert found["documents"][0]["vocabulary"] == {"word": "x"}
    overlaid = lay("change: {one: {questions: [[a], b]}}")
    assert isinstance(child(overlaid.nodes["sections/one.yaml"], ("questions",)), Sequence)
    again = lay(
        "extends: base\nchange: {one: {questions: {b: {x: y}, add: [[c]]}}}",
        base="change: {one: {questions: [[a], b]}}",
    )
    assert section(again)["questions"] == [["a"], {"id": "b", "x": "y"}, ["c"]]
    assert isinstance(overlaid.nodes["sections/one.yaml"], Mapping)
