"""Styles of elements: values nobody set, values with variables, and rules that many elements match.

In: the package `weasyprint`. Out: its classes of styles with the same values, found on a shorter way.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from types import ModuleType
from typing import Any

from builder.quick.lengths import BORDERS
from builder.quick.replace import replace

MOST_VALUES = 10_000
"""So many values with variables are remembered, ten times as many as the built-in themes have."""
_FROM_PARENT = frozenset(
    {"page", "text_decoration_line", "text_decoration_color", "text_decoration_style", "text_decoration_thickness"}
)
"""What isn't inherited by name, but is the parent's where nothing is said."""
_WIDTHS = {name: name.replace("width", "style") for name in ("outline_width", "column_rule_width", *BORDERS)}
_NOTHING = object()


def quicken(weasyprint: ModuleType) -> None:
    """Replace what looks values up, what parses those with variables, and what gives elements their styles."""
    css = weasyprint.css
    tables = _Tables(css)
    css.ComputedStyle.__missing__ = _computed(tables, css.ComputedStyle.__missing__)
    css.AnonymousStyle.__missing__ = _anonymous(tables, css.AnonymousStyle.__missing__)
    css.Pending.solve = _solve(css.Pending.solve)
    replace(css.StyleFor, type("StyleFor", (_StyleFor, css.StyleFor), {"css": css}))


class _Tables:
    """Which properties are taken from the parent, and the values of the others, where nobody set any."""

    def __init__(self, css: ModuleType) -> None:
        known = css.properties
        self.passed_on = _FROM_PARENT | {name for name in known.INHERITED if not name.startswith("text_decoration_")}
        odd = self.passed_on | known.INITIAL_NOT_COMPUTED | {"position", "float", "display"}
        self.initial = {name: value for name, value in known.INITIAL_VALUES.items() if name not in odd}
        self.physical = css.PHYSICAL_FUNCTIONS
        self.logical = frozenset(
            function(block="ttb", inline=way) for function in self.physical.values() for way in ("ltr", "rtl")
        )


def _computed(tables: _Tables, slow: Any) -> Any:
    initial, passed_on, physical, logical = tables.initial, tables.passed_on, tables.physical, tables.logical

    def missing(self: Any, key: str) -> Any:
        if key in self.cascaded or (key in physical and not logical.isdisjoint(self.cascaded)):
            return slow(self, key)
        value = initial.get(key, _NOTHING)
        if value is _NOTHING:
            if (key in passed_on or key[:2] == "__") and self.parent_style is not None:
                value = self.parent_style[key]
            elif key in _WIDTHS and self[_WIDTHS[key]] in ("none", "hidden"):
                value = 0
            elif key == "position":
                value = self.specified[key] = "static"
            else:
                return slow(self, key)
        self[key] = value
        return value

    return missing


def _anonymous(tables: _Tables, slow: Any) -> Any:
    initial, passed_on = tables.initial, tables.passed_on

    def missing(self: Any, key: str) -> Any:
        value = initial.get(key, _NOTHING)
        if value is _NOTHING:
            if key not in passed_on and key[:2] != "__":
                return slow(self, key)
            value = self.parent_style[key]
        self[key] = value
        return value

    return missing


def _solve(slow: Any) -> Any:
    """A declaration with `var()` is parsed once for each set of values, not once for each element."""
    known: dict[tuple[type, str, str, str], Any] = {}

    def solve(self: Any, tokens: list[Any], wanted_key: str, base_url: str) -> Any:
        # by what it says, not which one it is: those of `style` attributes are others in each document, and would all be kept
        key = (type(self), self.name, wanted_key, "".join(token.serialize() for token in tokens))
        if key in known:
            return known[key]
        value = slow(self, tokens, wanted_key, base_url)
        if _is_plain(value):
            if len(known) >= MOST_VALUES:
                known.clear()
            known[key] = value
        return value

    return solve


def _is_plain(value: Any) -> bool:
    """Tell whether a value can be had by many: nobody can change it."""
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    return isinstance(value, (str, int, float, type(None)))


class _StyleFor:
    """WeasyPrint's `StyleFor`: elements that match the same rules get their style without the rules being merged again, and the
    styles of `::marker`, `::footnote-call` and the like, which every element matches, are made for those that are asked for."""

    css: Any

    def __init__(self, html: Any, sheets: Any, hints: Any, font_config: Any, collector: Any) -> None:
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self._waiting: dict[Any, Any] = {}
        self._html, self._collector = html, collector
        self.initial_page_sizes = {"box": None, "area": None}
        self._sheets = sheets
        self.font_config = font_config
        own = {}
        for specificity, element, declarations, base_url in self.css.find_style_attributes(
            html.etree_element, hints, html.base_url
        ):
            own[element] = tuple(declarations)
            style = self._cascaded_styles.setdefault((element, None), {})
            told = self.css.preprocess_declarations(base_url, declarations)
            self._merge(style, told, "author", inf, specificity)
        self._give_styles(own)
        self._cascaded_styles.clear()

    def _give_styles(self, own: dict[Any, Any]) -> None:
        computed, shared = self._computed_styles, {}  # type: dict[Any, Any], dict[Any, Any]
        for wrapper in self._html.wrapper_element.iter_subtree():
            element = wrapper.etree_element
            parent = wrapper.parent.etree_element if wrapper.parent else None
            matches = list(self._matches(wrapper))
            rules = tuple((sheet, specificity, id(told), layer) for sheet, _, layer, specificity, _, told in matches)
            key = (id(computed[parent, None]) if wrapper.parent else None, own.get(element), rules)
            if key not in shared:
                pseudo = self._merged(element, matches)
                self._compute(element, None, parent)
                shared[key] = computed[element, None], pseudo
            computed[element, None], pseudo = shared[key]
            for kind, cascaded in pseudo.items():
                self._waiting[element, kind] = cascaded
                if "anchor" in cascaded:
                    self(element, kind)

    def _matches(self, wrapper: Any) -> Iterator[tuple[Any, ...]]:
        for sheet, origin, sheet_specificity in self._sheets:
            for specificity, _order, pseudo, (declarations, layer) in sheet.matcher.match(wrapper):
                place = inf if layer is None else sheet.layers.index(layer)
                yield sheet, origin, place, sheet_specificity or specificity, pseudo, declarations

    def _merged(self, element: Any, matches: list[tuple[Any, ...]]) -> dict[str, dict[str, Any]]:
        own = self._cascaded_styles.setdefault((element, None), {})
        found: dict[str, dict[str, Any]] = {}
        for _sheet, origin, layer, specificity, pseudo, declarations in matches:
            style = own if pseudo is None else found.setdefault(pseudo, {})
            self._merge(style, declarations, origin, layer, specificity)
        return found

    def _merge(self, style: dict[str, Any], declarations: Any, origin: str, layer: float, specificity: Any) -> None:
        for name, values, importance in declarations:
            weight = (self.css.declaration_precedence(origin, importance), layer, specificity)
            if name not in style or style[name][1] <= weight:
                style[name] = values, weight

    def _compute(self, element: Any, pseudo: str | None, parent: Any) -> None:
        self.set_computed_styles(  # type: ignore[attr-defined]
            element, pseudo_type=pseudo, root=self._html.etree_element, parent=parent,
            base_url=self._html.base_url, target_collector=self._collector,
        )  # fmt: skip

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
        if pseudo_type and (element, pseudo_type) in self._waiting:
            self._cascaded_styles[element, pseudo_type] = self._waiting.pop((element, pseudo_type))
            self._compute(element, pseudo_type, element)
            del self._cascaded_styles[element, pseudo_type]
        return super().__call__(element, pseudo_type)  # type: ignore[misc]
