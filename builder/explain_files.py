"""The few files that can set one value -> `Files` for `explain`.

In: the project's folder, a course and the name of a section. Out: their nodes, read when asked for. Separate from `explain`, which
touches no disk, and from `templates`, which reads all templates and needs Jinja.
"""

from __future__ import annotations

from pathlib import Path

from builder.explain import Files
from builder.load import course_ids, read_some, yaml_names
from builder.nodes import Node, read
from builder.overlay import COURSE_WIDE, class_names
from builder.resources import schemas_dir, templates_dir


def courses_with(project: Path, section: str, class_name: str | None) -> list[str]:
    """Return the courses that have a section and a class of these names."""
    file = COURSE_WIDE.get(section, f"sections/{section}.yaml")
    found = []
    for course in course_ids(project):
        names = yaml_names(project, course)
        if file in names and (class_name is None or class_name in class_names(names)):
            found.append(course)
    return found


def all_sections(project: Path) -> list[str]:
    """Return the names that can stand in a section's place: the sections of all courses, and the names for what is course-wide."""
    files = [
        name for course in course_ids(project) for name in yaml_names(project, course) if name.startswith("sections/")
    ]
    return [*dict.fromkeys(name[len("sections/") : -len(".yaml")] for name in files), *COURSE_WIDE]


def all_classes(project: Path) -> list[str]:
    """Return the names of the classes of all courses."""
    return list(
        dict.fromkeys(name for course in course_ids(project) for name in class_names(yaml_names(project, course)))
    )


def read_files(project: Path, course: str, section: str) -> Files:
    """Read the course's own file, the one asked about, and the class files."""
    wanted = {"course.yaml", COURSE_WIDE.get(section, f"sections/{section}.yaml")}
    folder = read_some(project, course, lambda name: name in wanted or name.startswith("classes/"))
    return Files(
        folder.nodes, frozenset(yaml_names(project, course)), lambda name: (schemas_dir() / f"{name}.schema.json").read_text("utf-8"),
        folder.broken, lambda theme: _first(project, f"themes/{theme}/print.yaml"), lambda language: _labels(project, language),
    )  # fmt: skip


def _layers(project: Path) -> list[tuple[str, Path]]:
    return [("templates", project / "templates"), ("built-in templates", templates_dir())]


def _first(project: Path, path: str) -> Node | None:
    """Return the node of a file of the templates, the project's own before the built-in one."""
    for name, folder in _layers(project):
        if (folder / path).is_file():
            return read((folder / path).read_bytes(), f"{name}/{path}")[0]
    return None


def _labels(project: Path, language: str) -> list[Node]:
    """Return the labels of a language, English before them, as `templates.TemplateSet.labels` lays them over one another."""
    names = dict.fromkeys(["en", language.partition("-")[0], language])
    files = [
        (folder / f"labels/{word}.yaml", f"{name}/labels/{word}.yaml")
        for word in names if "/" not in word for name, folder in reversed(_layers(project))
    ]  # fmt: skip
    found = [read(file.read_bytes(), name)[0] for file, name in files if file.is_file()]
    return [node for node in found if node is not None]
