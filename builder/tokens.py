"""Design tokens: the named values of the stylesheets, as Python needs them for drawings and answer spaces.

In: stylesheets in the order of the cascade and the classes of `<html>`. Out: the value of every `--name`. Only `:root` and
`:root.CLASS` rules count; a token that is set anywhere else belongs to its component. Separate so that a measure is written once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTOR = r":root(?:\.[\w-]+)*"
_RULE = re.compile(rf"(?P<selectors>{_SELECTOR}(?:\s*,\s*{_SELECTOR})*)\s*\{{(?P<body>[^{{}}]*)\}}")
_TOKEN = re.compile(r"--(?P<name>[\w-]+)\s*:\s*(?P<value>[^;}]+)")
_REFERENCE = re.compile(r"var\(--([\w-]+)\)")
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(mm|pt|cm|in|px)")
_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 720 / 25.4, "in": 72.0, "px": 0.75}


class TokenError(ValueError):
    """A token that a drawing needs is missing, or is no length."""


@dataclass(frozen=True)
class Tokens:
    """The values in force."""

    values: Mapping[str, str]

    @cached_property
    def resolved(self) -> Mapping[str, str]:
        """Every value with the tokens inside it filled in."""
        return {name: self.text(name) for name in self.values}

    def pt(self, name: str) -> float:
        """Return a length in points; raise TokenError."""
        match = _LENGTH.fullmatch(self.text(name).strip())
        if match is None:
            raise TokenError(f"the token `--{name}` should be a length such as `15pt`, not `{self.text(name)}`")
        return float(match[1]) * _POINTS[match[2]]

    def mm(self, name: str) -> float:
        """Return a length in millimetres; raise TokenError."""
        return round(self.pt(name) * 25.4 / 72, 4)

    def text(self, name: str) -> str:
        """Return a value with the tokens inside it filled in; raise TokenError."""
        if name not in self.values:
            raise TokenError(f"no stylesheet sets the token `--{name}`")
        return _REFERENCE.sub(lambda match: self.text(match[1]), self.values[name])


@lru_cache(maxsize=64)
def read_tokens(stylesheets: tuple[str, ...], classes: frozenset[str]) -> Tokens:
    """Return the tokens that hold for a page whose `<html>` has these classes."""
    values: dict[str, str] = {}
    for rank in (0, 1):
        for text in stylesheets:
            values |= dict(_rules(text, classes, with_class=bool(rank)))
    return Tokens(values)


def _rules(text: str, classes: frozenset[str], with_class: bool) -> Iterable[tuple[str, str]]:
    """Yield the tokens of plain `:root` rules, or of those with a class: these are the more specific ones and win."""
    for rule in _RULE.finditer(_COMMENT.sub("", text)):
        for selector in rule["selectors"].split(","):
            names = set(selector.strip().split(".")[1:])
            if bool(names) == with_class and names <= classes:
                yield from ((token["name"], token["value"].strip()) for token in _TOKEN.finditer(rule["body"]))
