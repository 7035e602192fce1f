"""Print settings from eight levels, built in to command line -> those in force, each with all that it overrode.

In: what each level sets. Out: for each setting the values that were given, the weakest first. One function for both who ask: `build`
wants the last value, `explain` wants them all. No import of the models: `explain` must be quick.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from builder.diagnostics import nearest

LEVELS = ("built-in", "theme", "course", "section", "class", "edition", "environment", "command line")
"""Each level counts more than those before it."""
BUILT_IN = {
    "paper": "letter", "duplex": "true", "binding": "3-hole", "theme": "plain", "links": "none", "paragraph_numbers": "true",
}  # fmt: skip
"""What holds when nobody says anything."""
EDITIONS: Mapping[str, Mapping[str, str]] = {"fillable": {"duplex": "false", "binding": "none"}}
"""What an edition sets: a fillable handout is read on a screen."""
ENVIRONMENT = {
    "STUDYGUIDE_PAPER": "paper", "STUDYGUIDE_DUPLEX": "duplex", "STUDYGUIDE_BINDING": "binding", "STUDYGUIDE_THEME": "theme",
}  # fmt: skip
"""Variables of the environment and the setting that each one makes."""
CHOICES = {
    "paper": ("letter", "a4"), "duplex": ("true", "false"), "binding": ("3-hole", "4-hole", "2-hole", "staple", "none"),
}  # fmt: skip
"""What may be set where no model looks: in the environment and on the command line."""

T = TypeVar("T")


class SettingError(ValueError):
    """A setting from outside the course that no print setting can have; `hint` names the nearest."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def stack(levels: Iterable[tuple[str, Mapping[str, T]]]) -> dict[str, tuple[tuple[str, T], ...]]:
    """Return for each setting the levels that give it and their values, the weakest first; the last one is in force.

    Two entries of the same level keep their order.
    """
    found: dict[str, list[tuple[str, T]]] = {}
    for level, values in sorted(levels, key=lambda given: LEVELS.index(given[0])):
        for name, value in values.items():
            found.setdefault(name, []).append((level, value))
    return {name: tuple(values) for name, values in found.items()}


def from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that variables make, an empty one making none; raise SettingError for a value that can't be."""
    given = {variable: environment.get(variable, "") for variable in ENVIRONMENT}
    return {
        ENVIRONMENT[variable]: _sound(variable, ENVIRONMENT[variable], value)
        for variable, value in given.items()
        if value
    }


def from_command_line(paper: str | None = None) -> dict[str, str]:
    """Return the settings that options make; raise SettingError for a value that can't be."""
    return {"paper": _sound("--paper", "paper", paper)} if paper else {}


def _sound(where: str, name: str, value: str) -> str:
    choices = CHOICES.get(name)
    if choices is not None and value not in choices:
        near = nearest(value, choices)
        raise SettingError(
            f"`{value}` is no {name} ({where})",
            f"did you mean `{near}`?" if near else f"known: {', '.join(f'`{c}`' for c in choices)}",
        )
    return value
