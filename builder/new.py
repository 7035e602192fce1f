"""What `studyguide new` writes: a course that builds, or one more section, figure, class, question or template.

In: the project's folder, names, a title. Out: the paths of the files that were written or lengthened. The texts lie in `scaffold/`
as plain YAML. Separate from the command, which prints, and the only writer outside the output folder. Nothing that is there is
overwritten: a file is lengthened by `yaml_append`, which proves that the rest stays as it was.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from builder.diagnostics import nearest
from builder.load import course_ids
from builder.model.base import ID_PATTERN, RESERVED_IDS
from builder.nodes import plain, read
from builder.resources import scaffold_dir, templates_dir
from builder.schema import FILES, schema_text
from builder.yaml_append import AppendError, append

THINGS = ("course", "section", "figure", "class", "question", "template")
RESERVED_SECTIONS = frozenset({"course", "key_figures", "glossary", "images", "sources"})
RESERVED_CLASSES = frozenset({"teacher", "large-print", "fillable", "assessments"})
SCHEMAS = "content/.schemas"


class NewError(Exception):
    """Why nothing was written; `hint` says what to type instead."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def write_course(project: Path, name: str, title: str | None) -> list[str]:
    """Write a course that builds into `content/NAME`, whole or not at all, and the schemas beside it."""
    _check_name("course", name, frozenset(THINGS))
    place = f"content/{name}"
    if os.path.lexists(project / place):
        raise NewError(f"`{place}` is there already", "choose another name, or add to it with `studyguide new section`")
    (project / "content").mkdir(parents=True, exist_ok=True)
    written = _write_schemas(project)
    source = scaffold_dir() / "course"
    names = sorted(path.relative_to(source).as_posix() for path in source.rglob("*.yaml"))
    with tempfile.TemporaryDirectory(prefix=".new-", dir=project / "content") as scratch:
        for file in names:
            target = Path(scratch) / name / file
            target.parent.mkdir(parents=True, exist_ok=True)
            _put(target, _fill((source / file).read_text("utf-8"), title=title or _words(name)))
        shutil.move(Path(scratch) / name, project / place)
    return [*written, *(f"{place}/{file}" for file in names)]


def write_section(project: Path, course: str, name: str, title: str | None) -> list[str]:
    """Write `sections/NAME.yaml` and put the section at the end of the course's list."""
    place = _course(project, course)
    _check_name("section", name, RESERVED_SECTIONS)
    text = _fill(_scaffold("section"), title=title or _words(name))
    listing = f"{place}/course.yaml"
    longer = _lengthened(
        project, listing, _section_list(project, listing), name, f"write `- {name}` under `sections:` yourself"
    )
    made = [*_write_schemas(project), _write_new(project, f"{place}/sections/{name}.yaml", text)]
    _put(project / listing, longer)
    return [*made, listing]


def write_figure(project: Path, course: str, name: str, title: str | None) -> list[str]:
    """Put a person at the end of `key_figures.yaml`."""
    place = _course(project, course)
    _check_name("figure", name)
    file = f"{place}/key_figures.yaml"
    if not (project / file).exists():
        schema = "# yaml-language-server: $schema=../.schemas/key_figures.schema.json\n"
        return [
            _write_new(project, file, schema + _item(_fill(_scaffold("figure"), id=name, title=title or _words(name))))
        ]
    _refuse_twice(project, file, (), name)
    item = _fill(_scaffold("figure"), id=name, title=title or _words(name))
    _put(project / file, _lengthened(project, file, (), item, "write the person into the file yourself"))
    return [file]


def write_class(project: Path, course: str, name: str, title: str | None) -> list[str]:
    """Write `classes/NAME.yaml`, which changes nothing yet."""
    place = _course(project, course)
    _check_name("class", name, RESERVED_CLASSES)
    text = _fill(_scaffold("class"), title=title or _words(name))
    return [*_write_schemas(project), _write_new(project, f"{place}/classes/{name}.yaml", text)]


def write_question(project: Path, course: str, section: str, name: str, kind: str) -> list[str]:
    """Put a question of a kind at the end of a section's questions."""
    place = _course(project, course)
    sections = sorted(path.stem for path in (project / place / "sections").glob("*.yaml"))
    _check_known("section", section, sections)
    _check_name("question", name)
    kinds = question_kinds()
    _check_known("kind of question", kind, tuple(kinds))
    file = f"{place}/sections/{section}.yaml"
    _refuse_twice(project, file, ("questions",), name)
    item = _with_objective(_fill(kinds[kind], id=name), _content(project, file))
    _put(project / file, _lengthened(project, file, ("questions",), item, "write the question into the file yourself"))
    return [file]


def write_template(project: Path, template: str, class_folder: str | None) -> list[str]:
    """Write a template that starts from a built-in one and changes nothing yet, for the project or for one class."""
    known = template_names()
    plain = f"{template.removesuffix('.html')}.html"
    name = next((found for found in (plain, f"components/{plain}", f"sheets/{plain}") if found in known), None)
    if name is None:
        raise NewError(f"no template is called `{template}`", _near_template(template, known))
    from builder.template_reference import starter
    from builder.templates import read_templates

    if class_folder is not None:
        _check_name("class", class_folder)
    text = (templates_dir() / name).read_text("utf-8")
    folder = f"templates/classes/{class_folder}" if class_folder else "templates"
    return [_write_new(project, f"{folder}/{name}", starter(name, text, read_templates(project)))]


def template_names() -> tuple[str, ...]:
    """Return the built-in templates that can be extended."""
    root = templates_dir()
    return tuple(
        sorted(path.relative_to(root).as_posix() for path in root.rglob("*.html") if "classes" not in path.parts)
    )


def _near_template(name: str, known: Collection[str]) -> str:
    """Say which template may be meant, with or without its folder, or else how to see them all."""
    whole = {template: template for template in known}
    short = {template.rpartition("/")[2].removesuffix(".html"): template for template in known}
    near = nearest(name, whole) or nearest(name.rpartition("/")[2].removesuffix(".html"), short)
    return f"did you mean `{whole.get(near) or short[near]}`?" if near else "`studyguide new template --list` names all"


def question_kinds() -> Mapping[str, str]:
    """Return what a new question looks like, by kind."""
    node, _ = read((scaffold_dir() / "questions.yaml").read_bytes(), "questions.yaml")
    return {kind: str(text) for kind, text in plain(node).items()} if node is not None else {}


def _course(project: Path, course: str) -> str:
    _check_known("course", course, course_ids(project))
    return f"content/{course}"


def _check_known(noun: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        near = nearest(name, known)
        listed = ", ".join(f"`{each}`" for each in known)
        raise NewError(
            f"no {noun} is called `{name}`", f"did you mean `{near}`?" if near else f"known: {listed or 'none'}"
        )


def _check_name(noun: str, name: str, reserved: Collection[str] = frozenset()) -> None:
    """Refuse a name that can't be an id; the hint is the nearest one that can."""
    if name in reserved or name in RESERVED_IDS:
        example = f"{name}-1" if noun in ("course", "class") else f"the-{name.replace('_', '-')}"
        raise NewError(
            f"`{name}` can't be the name of a {noun}: the word has a meaning of its own", f"for example `{example}`"
        )
    if not ID_PATTERN.fullmatch(name):
        plain_name = re.sub(r"[^a-z0-9]+", "-", _latin(name).lower()).strip("-")
        usable = f": `{plain_name}`" if ID_PATTERN.fullmatch(plain_name) else ": `ancient-rome`"
        raise NewError(
            f"`{name}` can't be the name of a {noun}", f"use lower-case letters a-z, digits and hyphens{usable}"
        )


def _latin(text: str) -> str:
    """Return a text without its accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _words(name: str) -> str:
    """Return a title made from a name: `Ancient Rome` from `ancient-rome`."""
    return " ".join(word.capitalize() for word in name.split("-"))


def _scaffold(name: str) -> str:
    return (scaffold_dir() / f"{name}.yaml").read_text("utf-8")


def _fill(text: str, **values: str) -> str:
    """Put values in the place of `{id}` and `{title}`, quoted where YAML needs it."""
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", _yaml(value))
    return text


def _yaml(text: str) -> str:
    node, faults = read(f"key: {text}".encode(), "")
    value = plain(node).get("key") if node is not None and not faults else None
    return text if value == text else json.dumps(text, ensure_ascii=False)


def _item(text: str) -> str:
    first, *rest = text.splitlines()
    return "\n".join([f"- {first}", *(f"  {line}" for line in rest)]) + "\n"


def _section_list(project: Path, file: str) -> tuple[str | int, ...]:
    """Return the path of the list that a new section goes to: `sections`, or that of the last part."""
    course = _content(project, file)
    listed = course.get("sections") if isinstance(course, dict) else None
    if isinstance(listed, list) and listed and isinstance(listed[-1], dict):
        return ("sections", len(listed) - 1, "sections")
    return ("sections",)


def _with_objective(question: str, section: Any) -> str:
    """Name the section's first objective in a question, or none where it has none."""
    objectives = section.get("objectives") if isinstance(section, dict) else None
    if objectives and isinstance(objectives[0], dict) and objectives[0].get("id"):
        return _fill(question, objective=str(objectives[0]["id"]))
    return question.replace("objective: {objective}\n", "")


def _content(project: Path, file: str) -> Any:
    node, _ = read((project / file).read_bytes(), file)
    return plain(node) if node is not None else None


def _refuse_twice(project: Path, file: str, path: tuple[str, ...], name: str) -> None:
    items = _content(project, file)
    for step in path:
        items = items.get(step) if isinstance(items, dict) else None
    if any(isinstance(item, dict) and item.get("id") == name for item in items or ()):
        raise NewError(f"`{file}` has an item with the id `{name}` already", "choose another id")


def _lengthened(project: Path, file: str, path: tuple[str | int, ...], item: str, hint: str) -> str:
    try:
        return append((project / file).read_bytes().decode("utf-8-sig"), path, item)
    except (AppendError, UnicodeDecodeError) as problem:
        reason = "it isn't UTF-8" if isinstance(problem, UnicodeDecodeError) else str(problem)
        advice = "see `studyguide check`" if reason != str(problem) or "errors" in reason else hint
        raise NewError(f"`{file}` can't be lengthened: {reason}", advice) from None


def _write_new(project: Path, file: str, text: str) -> str:
    """Write a file that isn't there yet; return its path."""
    path = project / file
    if os.path.lexists(path):
        raise NewError(f"`{file}` is there already", "choose another name")
    path.parent.mkdir(parents=True, exist_ok=True)
    _put(path, text)
    return file


def _write_schemas(project: Path) -> list[str]:
    """Bring the schemas in `content/.schemas` up to date; return those that were written."""
    written = []
    for name in FILES:
        file, text = f"{SCHEMAS}/{name}.schema.json", schema_text(name)
        path = project / file
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            _put(path, text)
            written.append(file)
    return written


def _put(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    handle, scratch = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        os.chmod(scratch, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(scratch, path)
    except BaseException:
        os.unlink(scratch)
        raise
