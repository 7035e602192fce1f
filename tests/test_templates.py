"""Templates: where they are looked up, what is wrong in them, what they may not do."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import Environment, TemplateError, meta, nodes

from builder.diagnostics import format_diagnostic
from builder.render import render
from builder.template_faults import blocks, template_faults
from builder.template_reference import SHEETS, VALUES, references
from builder.templates import BUILT_IN, Layer, TemplateSet, environment, explain, read_templates
from tests.component_page import section_page, templates
from tools.templates_page import PAGE, page

BASE = {
    "section.html": "{% block opening %}{% include 'components/title.html' %}{% endblock %}",
    "components/title.html": "{% block heading %}<h1>{{ title }}</h1>{% endblock %}{% block deck %}{% endblock %}",
    "components/list.html": "{% for item in items %}{% block item scoped %}<li>{{ item }}</li>{% endblock %}{% endfor %}",
}


def layers(own: dict[str, str] | None = None, class_files: dict[str, str] | None = None) -> TemplateSet:
    """A project's templates over a built-in set, and a class `p3`."""
    found = [Layer(BUILT_IN, tuple(BASE.items()))]
    if own is not None:
        found.insert(0, Layer("templates", tuple(own.items())))
    made = TemplateSet(tuple(found), (("p3", Layer("templates/classes/p3", tuple((class_files or {}).items()))),))
    return made.for_class("p3") if class_files is not None else made


def printed(found: TemplateSet, name: str = "section.html", **values: object) -> str:
    """What a template prints."""
    return environment(found).get_template(name).render(values)


def faults(found: TemplateSet) -> list[str]:
    """What is wrong, as the command prints it."""
    return [format_diagnostic(fault) for fault in template_faults(found)]


def test_the_first_layer_that_has_a_file_wins() -> None:
    """Built in, then the project's, then the class's: each stands in for the one below."""
    own = {"components/title.html": "project"}
    assert printed(layers(), title="A") == "<h1>A</h1>"
    assert printed(layers(own)) == "project"
    assert printed(layers(own, {"components/title.html": "class"})) == "class"
    assert printed(layers(own).for_class("p4")) == "project"


def test_compiled_templates_are_kept_and_damaged_ones_compiled_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a cache can't be written; a template whose text has changed is never taken from it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    one, other = ({"components/title.html": text} for text in ("one {{ title }}", "other {{ title }}"))
    assert fresh(layers(one)) == "one A"
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) == 2
    with monkeypatch.context() as patch:
        patch.setattr(Environment, "_generate", None)  # nothing is compiled
        assert fresh(layers(one)) == "one A"
    assert fresh(layers(other)) == "other A"
    for path in kept:
        path.write_bytes(path.read_bytes()[:-40])
    assert fresh(layers(other)) == "other A"
    for path in kept:
        path.write_bytes(path.read_bytes()[:18])
    assert fresh(layers(other)) == "other A"
    monkeypatch.setenv("XDG_CACHE_HOME", str(kept[0]))
    assert fresh(layers(other)) == "other A"


def fresh(found: TemplateSet) -> str:
    """What a program begun anew prints."""
    environment.cache_clear()
    return printed(found, title="A")


def test_a_class_changes_one_block_and_keeps_the_others() -> None:
    """`base/` is the original even where the project has a file of that name, and `super()` what it prints."""
    text = '{% extends "base/components/title.html" %}{% block heading %}{{ super() }}!{% endblock %}'
    found = layers({"components/title.html": "project"}, {"components/title.html": text})
    assert faults(found) == []
    assert printed(found, title="A") == "<h1>A</h1>!"


def test_a_block_in_a_loop_is_overridden_once_for_each_item() -> None:
    """The values of the loop are seen in it."""
    text = '{% extends "base/components/list.html" %}{% block item %}{{ item }}-{% endblock %}'
    assert printed(layers({"components/list.html": text}), "components/list.html", items=[1, 2]) == "1-2-"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "components/title.html",
            '{% extends "base/components/title.html" %}\n{% block haeding %}{% endblock %}\n',
            "error: `base/components/title.html` has no block `haeding`\n"
            "  --> templates/components/title.html:2:1\n  |\n2 | {% block haeding %}{% endblock %}\n"
            "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  hint: did you mean `heading`?",
        ),
        (
            "section.html",
            '{% extends "base/section.html" %}\n{% block deck %}{% endblock %}\n',
            "error: `base/section.html` has no block `deck`\n"
            "  --> templates/section.html:2:1\n  |\n2 | {% block deck %}{% endblock %}\n  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
            "  hint: the block `deck` is in `components/title.html`: write a file of that name beside this one, and override it there",
        ),
        (
            "components/title.html",
            '{% extends "base/components/title.html" %}\n{% block heading %}{% endblock %}\n\n<p>Lost</p>\n',
            "error: text outside blocks isn't printed\n"
            "  --> templates/components/title.html:4:1\n  |\n4 | <p>Lost</p>\n  | ^^^^^^^^^^^\n  hint: move it into a block",
        ),
        (
            "components/title.html",
            '{% extends "base/components/title.html" %}\n{% if title %}{% block heading %}{% endblock %}{% endif %}\n',
            "error: what stands outside blocks isn't printed\n"
            "  --> templates/components/title.html:2:1\n  |\n2 | {% if title %}{% block heading %}{% endblock %}{% endif %}\n"
            "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  hint: move it into a block",
        ),
        (
            "components/title.html",
            '{% extends "components/title.html" %}\n',
            "error: the template extends itself\n"
            '  --> templates/components/title.html:1:1\n  |\n1 | {% extends "components/title.html" %}\n'
            "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
            '  hint: write `{% extends "base/components/title.html" %}`: `base/` means the original',
        ),
        (
            "components/title.html",
            '{% extends "base/components/tilte.html" %}\n',
            "error: no template is called `base/components/tilte.html`\n"
            '  --> templates/components/title.html:1:1\n  |\n1 | {% extends "base/components/tilte.html" %}\n'
            "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  hint: did you mean `base/components/title.html`?",
        ),
        (
            "components/title.html",
            "{% extends title %}\n",
            "error: `extends` wants the name of a template in quotes\n"
            "  --> templates/components/title.html:1:1\n  |\n1 | {% extends title %}\n  | ^^^^^^^^^^^^^^^^^^^\n"
            '  hint: write `{% extends "base/components/title.html" %}`',
        ),
        (
            "section.html",
            "{% if page %}\n{% include 'components/tilte.html' %}{% endif %}\n",
            "error: no template is called `components/tilte.html`\n"
            "  --> templates/section.html:2:1\n  |\n2 | {% include 'components/tilte.html' %}{% endif %}\n"
            "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  hint: did you mean `components/title.html`?",
        ),
        (
            "section.html",
            "{% blok a %}\n",
            "error: the template can't be read: Encountered unknown tag 'blok'.\n"
            "  --> templates/section.html:1:1\n  |\n1 | {% blok a %}\n  | ^^^^^^^^^^^^\n  hint: did you mean `block`?",
        ),
        (
            "section.html",
            "{{ page | lenght }}\n",
            "error: the template can't be read: No filter named 'lenght'.\n"
            "  --> templates/section.html:1:1\n  |\n1 | {{ page | lenght }}\n  | ^^^^^^^^^^^^^^^^^^^\n  hint: did you mean `length`?",
        ),
        (
            "section.html",
            "{% if page is deifned %}{% endif %}\n",
            "error: the template can't be read: No test named 'deifned'.\n"
            "  --> templates/section.html:1:1\n  |\n1 | {% if page is deifned %}{% endif %}\n"
            "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  hint: did you mean `defined`?",
        ),
        (
            "themes/mine/components/title.html",
            "x\n",
            "error: a theme holds no templates\n"
            "  --> templates/themes/mine/components/title.html:1:1\n  |\n1 | x\n  | ^\n"
            "  hint: a theme holds `tokens.css`, `theme.css`, `print.yaml`; templates stand in `templates/components/`",
        ),
    ],
)
def test_what_jinja_passes_over_is_an_error_with_its_place(path: str, text: str, expected: str) -> None:
    """Each fault names the file, the line and the nearest right name."""
    assert faults(layers({path: text})) == [expected]


def test_a_block_that_exists_nowhere_gets_the_list_of_those_that_do() -> None:
    """Where nothing is near."""
    text = '{% extends "base/components/title.html" %}{% block zzzzzzzz %}{% endblock %}'
    (fault,) = template_faults(layers({"components/title.html": text}))
    assert fault.hint == "its blocks: `heading`, `deck`"
    bare = layers(
        {
            "components/bare.html": "x",
            "components/own.html": '{% extends "components/bare.html" %}{% block a %}{% endblock %}',
        }
    )
    assert [fault.hint for fault in template_faults(bare)] == ["it has no blocks"]


def test_blocks_inside_blocks_of_ones_own_are_allowed() -> None:
    """A file may add places for others to change, and stand on a file that extends another."""
    own = {
        "components/title.html": '{% extends "base/components/title.html" %}'
        "{% block heading %}{% block inner %}{% endblock %}{% endblock %}",
        "components/more.html": '{% extends "components/title.html" %}{% block inner %}{% endblock %}{% block deck %}{% endblock %}',
    }
    assert faults(layers(own)) == []
    assert set(blocks("components/more.html", layers(own))) == {"heading", "deck", "inner"}


def test_a_section_with_a_faulty_template_is_not_printed() -> None:
    """Rather than printed without what the template's author meant."""
    found = read_templates(Path(__file__).parent / "no-project")
    faulty = TemplateSet(
        (Layer("templates", (("components/title.html", '{% extends "components/title.html" %}'),)), *found.layers)
    )
    _, handout = section_page("narrative: [{text: Hello}]")
    job, problems = render(handout, faulty, "c/01-one.pdf", ())
    assert job is None
    assert [problem.message for problem in problems] == ["the template extends itself"]


def failure(text: str, **values: object) -> str:
    """How a template's failure is explained."""
    found = layers({"section.html": text})
    with pytest.raises((TemplateError, TypeError, AttributeError, OverflowError, RecursionError)) as caught:
        printed(found, "section.html", **values)
    return format_diagnostic(explain(caught.value, found, ["title", "question", "heading"]))


def test_a_misspelt_value_is_an_error_with_its_place() -> None:
    """Of the values that there are the nearest is named."""
    assert failure("\n{{ tilte }}") == (
        "error: the template uses an unknown name: 'tilte' is undefined\n"
        "  --> templates/section.html:2:1\n  |\n2 | {{ tilte }}\n  | ^^^^^^^^^^^\n  hint: did you mean `title`?"
    )
    assert "hint: did you mean `heading`?" in failure("{{ labels['haeding'] }}", labels={})


@pytest.mark.parametrize(
    "trick",
    [
        "{{ title.upper() }}",
        "{{ title.format(1) }}",
        "{{ '{0.__class__}'.format(title) }}",
        "{{ title.__class__ }}",
        "{{ title['__class__'] }}",
        "{{ thing._secret }}",
        "{{ thing.open('x') }}",
        "{{ title | attr('__class__') }}",
        "{{ [title] | map(attribute='__class__') | join }}",
        "{{ [title] | map('upper') | map(attribute='__class__') | first }}",
        "{{ self.__init__ }}",
        "{{ range(1000000000) | list }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 2 ** 1000000 }}",
        "{{ [1] * 100 }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ cycler }}",
        "{{ lipsum() }}",
        "{% set title.x = 1 %}",
    ],
)
def test_a_template_can_not_reach_beyond_its_values(trick: str) -> None:
    """No method, no attribute with an underscore, nothing that fills the memory; it ends in an error, not on the page."""
    found = layers({"section.html": trick})
    thing = SimpleNamespace(_secret="s", open=open)
    with pytest.raises((TemplateError, TypeError, AttributeError, OverflowError)):
        printed(found, title="T", thing=thing)


def test_what_templates_need_is_allowed() -> None:
    """Macros, loops with their helpers, ranges, namespaces, arithmetic with numbers."""
    text = (
        "{% macro a(x) %}<{{ x * 2 }}>{% endmacro %}{% set n = namespace(sum=0) %}"
        "{% for i in range(3) %}{% set n.sum = n.sum + i %}{{ loop.cycle('a', 'b') }}{% endfor %}{{ a(n.sum) }}{{ caller is defined }}"
    )
    assert printed(layers({"section.html": text})) == "aba<6>False"


def test_no_file_outside_the_templates_is_read(tmp_path: Path) -> None:
    """Neither by a path that leads out nor by a link in the folder."""
    (tmp_path / "secret.html").write_text("secret")
    folder = tmp_path / "project/templates"
    folder.mkdir(parents=True)
    (folder / "link.html").symlink_to(tmp_path / "secret.html")
    (folder / "own.html").write_text("{% include '../../secret.html' %}")
    found = read_templates(tmp_path / "project")
    assert found.find("link.html") is None
    with pytest.raises(TemplateError):
        printed(found, "own.html")


def test_a_projects_classes_are_read_by_folder(tmp_path: Path) -> None:
    """Each folder of `templates/classes/` is a layer that counts only for its class."""
    for path, text in {
        "classes/p3/components/title.html": "p3",
        "components/title.html": "all",
        "styles/custom.css": "a{}",
    }.items():
        file = tmp_path / "templates" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    found = read_templates(tmp_path)
    assert [name for name, _ in found.classes] == ["p3"]
    assert found.find("components/title.html") == ("all", "templates/components/title.html")
    assert found.for_class("p3").find("components/title.html") == ("p3", "templates/classes/p3/components/title.html")
    assert found.find("classes/p3/components/title.html") is None


def test_stylesheets_come_in_the_order_of_the_cascade() -> None:
    """Tokens, the theme's tokens, components, the theme, the edition, then what the project and the class add."""
    own = {"styles/custom.css": "b", "themes/mine/tokens.css": "t"}
    found = layers(own, {"styles/custom.css": "c"})
    base = {
        "styles/tokens.css": "1",
        "styles/components/a.css": "2",
        "styles/editions/teacher.css": "3",
        "themes/mine/theme.css": "4",
    }
    found = TemplateSet((*found.layers, Layer("base", tuple(base.items()))))
    assert "".join(text for _, text in found.stylesheets("teacher", "mine")) == "1t243bc"


def test_the_guide_lists_every_block_and_value() -> None:
    """The tables of the guide are those that the templates give: `python -m tools.templates_page` writes them."""
    text = PAGE.read_text("utf-8")
    assert text == page(text)


def test_the_guide_lists_every_template() -> None:
    """Those of sheets, the course pack and the report, too."""
    text = PAGE.read_text("utf-8")
    found = templates().layers[-1].files
    for path in (path for path, _ in found if path.endswith(".html")):
        assert f"| `{path}` | " in text
        assert path.startswith("sheets/") == (path in SHEETS or path == "sheets/sheet.html")


def test_every_value_of_a_template_is_explained() -> None:
    """No built-in template uses a name that the reference doesn't know and that no template sets."""
    found = templates()
    trees = {told.path: environment(found).parse(found.layers[-1].get(told.path) or "") for told in references(found)}
    own = {macro.name for tree in trees.values() for macro in tree.find_all(nodes.Macro)} | {
        "range",
        "namespace",
        "loop",
        "timeline_id",
    }
    made: list[nodes.Assign | nodes.For] = []
    for tree in trees.values():
        made += [*tree.find_all(nodes.Assign), *tree.find_all(nodes.For)]
    own |= {one.target.name for one in made if isinstance(one.target, nodes.Name)}
    for path, tree in trees.items():
        assert meta.find_undeclared_variables(tree) - own - set(VALUES) == set(), path


def test_a_templates_opening_comment_names_its_blocks() -> None:
    """Whoever opens the file sees what can be changed."""
    found = templates()
    for told in references(found):
        if told.path != "section.html":
            comment = (found.layers[-1].get(told.path) or "").split("#}")[0]
            assert [block for block in told.blocks if block not in comment] == [], told.path


def test_the_built_in_templates_have_no_faults() -> None:
    """They stand under the rules that they set."""
    assert template_faults(templates()) == ()
