"""Methods of citeproc-py, put right or made fast.

In: nothing; importing it replaces them. Separate so that a new release of citeproc-py can be compared with it in one
place. Each function says what the release that it was written for (0.11) does instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from citeproc import model
from citeproc.source import VariableError


class Shown(dict):  # type: ignore[type-arg]
    """What one source's text has printed: takes the place of citeproc-py's `repressed`.

    It hides every variable that stood in for a missing author (CSL 1.0.2, `cs:substitute`: such variables are
    suppressed in the rest of the output). citeproc-py hides only those named directly in `<substitute>`, never names.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []
        self.hidden: set[tuple[str, str]] = set()

    def __contains__(self, tag: object) -> bool:
        return True

    def __getitem__(self, tag: str) -> _Variables:
        return _Variables(self, tag)

    def hides(self, tag: str, variable: str) -> bool:
        """Tell whether the variable was printed in an author's place; it is being asked for now."""
        self.asked.append((tag, variable))
        return (tag, variable) in self.hidden


class _Variables:
    def __init__(self, shown: Shown, tag: str) -> None:
        self.shown = shown
        self.tag = tag

    def __contains__(self, variable: str) -> bool:
        return self.shown.hides(self.tag, variable)


def _shown(context: Any) -> Shown:
    layout = context.get_layout()
    if not isinstance(layout.repressed, Shown):
        layout.repressed = Shown()
    shown: Shown = layout.repressed
    return shown


def _substitute(self: Any, item: Any, context: Any = None, **kwargs: Any) -> Any:
    """Print the first child that has something to print, and hide what it printed from the rest."""
    shown = _shown(context)
    for child in self.getchildren():
        start = len(shown.asked)
        if isinstance(child, model.Names) and child.name is None:
            names = self.xpath_search("./parent::cs:names[1]")[0]
            kwargs_of_child = {**kwargs, "names_context": names}
        else:
            kwargs_of_child = kwargs
        try:
            text = child.render(item, context=context, **kwargs_of_child)
        except VariableError:
            continue
        if text:
            shown.hidden.update(shown.asked[start:])
            return text
    return None


_names_process = model.Names.process


def _names(self: Any, item: Any, names_context: Any = None, context: Any = None, **kwargs: Any) -> Any:
    """Print names except those that stood in for the author; citeproc-py prints an editor twice."""
    variables = self.get("variable")
    shown = _shown(context if context is not None else self)
    left = [variable for variable in variables.split() if not shown.hides("names", variable)]
    if not left:
        raise VariableError
    if names_context is None and self.name is None:  # CSL 1.0.2, `cs:substitute`: at any depth, not only directly in it
        names_context = next(iter(self.xpath_search("./ancestor::cs:substitute[1]/parent::cs:names")), None)
    self.set("variable", " ".join(left))
    try:
        return _names_process(self, item, names_context=names_context, context=context, **kwargs)
    finally:
        self.set("variable", variables)


def _date_range(self: Any, dates: Any, show_parts: Any = None, context: Any = None) -> Any:
    """Print a range of dates with what both share once, in the locale's order: "4-7 March 1953", "March 4-7, 1953".

    citeproc-py fails where the date stands outside a group, and prints the shared parts last in every language.
    """
    names = [part.get("name") for part in self.iterchildren() if part.get("name") in show_parts]
    different = _different(dates, names)
    own = context if context is not self else None

    def printed(date: Any, wanted: list[str]) -> list[Any]:
        return [text for name in wanted for text in self.parts(date, [name], own)]

    style_context = context if self.is_locale_date() else self
    first = min((names.index(name) for name in different), default=0)
    last = max((names.index(name) for name in different), default=-1)
    begin = style_context.join(printed(dates.begin, names[first : last + 1]))
    end = "" if dates.end.is_nil() else style_context.join(printed(dates.end, names[first : last + 1]))
    middle = [f"{str(begin).rstrip(' ,')}–{str(end).lstrip(' ,')}"] if different else []
    whole = [*printed(dates.begin, names[:first]), *middle, *printed(dates.begin, names[last + 1 :])]
    return style_context.join(whole) if whole else None


def _different(dates: Any, names: list[str]) -> list[str]:
    """Return the parts that both ends must print: from the largest that differs down to the smallest."""
    if dates.end.is_nil():
        return names
    for index, name in enumerate(("year", "month", "day")):
        if dates.begin.get(name) != dates.end.get(name):
            return [other for other in ("year", "month", "day")[index:] if other in names]
    return []


_part_render = model.Date_Part.render


def _date_part(self: Any, *args: Any, **kwargs: Any) -> Any:
    """Print one part of a date and forget the style's wishes for it.

    citeproc-py writes a style's `form` and affixes into the locale, from where they spoil every later date.
    """
    kept = dict(self.attrib)
    try:
        return _part_render(self, *args, **kwargs)
    finally:
        for name in _added(self.attrib, kept):
            del self.attrib[name]
        self.attrib.update(kept)


def _added(now: Any, before: dict[str, str]) -> Iterator[str]:
    return iter([name for name in now if name not in before])


def _get_macro(self: Any, name: str) -> Any:
    """Return a macro; citeproc-py searches the whole style for it each time, hundreds of times a source."""
    return _macros(self.get_root())[name][0]


def _macros(root: Any) -> dict[str, tuple[Any, bool]]:
    """Return a style's macros by name, each with whether it prints a variable (CSL 1.0.2, `cs:group`)."""
    known: dict[str, tuple[Any, bool]] | None = vars(root).get("known_macros")
    if known is None:
        elements = {element.get("name"): element for element in root.iterchildren(_MACRO)}
        known = root.known_macros = {name: (element, False) for name, element in elements.items()}
        changed = True
        while changed:  # macros call macros that stand before or after them
            changed = False
            for name, element in elements.items():
                if not known[name][1] and element.calls_variable():
                    known[name] = (element, True)
                    changed = True
    return known


_MACRO = "{http://purl.org/net/xbiblio/csl}macro"
_text_calls_variable = model.Text.calls_variable


def _calls_variable(self: Any) -> bool:
    """Tell whether a text prints a variable; citeproc-py follows every macro to its end to find out."""
    macro = self.get("macro")
    return bool(_text_calls_variable(self)) if macro is None else _macros(self.get_root())[macro][1]


_label_process = model.Label.process


def _label(self: Any, item: Any, variable: Any = None, plural: Any = None, context: Any = None, **kwargs: Any) -> Any:
    """Print a label beside its variable only; citeproc-py prints "edition" for a source that has none."""
    own = self.get("variable")
    if variable is None and own not in ("locator", None) and own.replace("-", "_") not in item.reference:
        return None
    return _label_process(self, item, variable=variable, plural=plural, context=context, **kwargs)


_initialize = model.Name.initialize


def _initials(self: Any, given: str, mark: str, context: Any) -> str:
    """Shorten given names to initials, but not where the style says `initialize="false"`, which citeproc-py ignores."""
    places = (self, context.get_layout().getparent(), self.get_root())
    wish = next((place.get("initialize") for place in places if place.get("initialize")), "true")
    return given if wish == "false" else str(_initialize(self, given, mark, context))


# A style doesn't change once it is read, and citeproc-py looks for the same macros, terms and options again for every source.
_searched = lru_cache(maxsize=16_384)(model.CitationStylesElement.xpath_search)


# CSL 1.0.2, `is-numeric`: ranges and lists of numbers are numeric too; citeproc-py takes single ones only.
_NUMERIC = re.compile(r"[A-Z]*\d+[A-Z]*(?:\s*[-‐‑‒–,&]\s*[A-Z]*\d+[A-Z]*)*$", re.IGNORECASE)

model.If.re_numeric = _NUMERIC
model.Label.process = _label
model.Name.initialize = _initials
model.CitationStylesElement.get_macro = _get_macro
model.CitationStylesElement.xpath_search = _searched
model.Text.calls_variable = _calls_variable
model.Substitute.render = _substitute
model.Names.process = _names
model.Date.render_date_range = _date_range
model.Date_Part.render = _date_part
