"""WeasyPrint 70 made quicker without another byte in its PDFs: what it works out again and again is worked out once.

In: the package `weasyprint` (nothing here imports it). Out: some of its functions replaced, in the one version whose code these were held
against; any other is left as it is. Separate from `weasyprint_patch`, which mends faults: this may be left out at any time, and the pages
stay the same. What each part gives is written down in `docs/performance.md`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

VERSION = "70.0"
_NOTHING = object()


def quicken(weasyprint: ModuleType) -> bool:
    """Replace the slow functions; return False, and touch nothing, in a version that isn't known."""
    if weasyprint.__version__ != VERSION or hasattr(weasyprint, "is_quick"):
        return False
    _percentages(weasyprint)
    _boxes(weasyprint)
    _styles(weasyprint)
    _variables(weasyprint)
    _matches(weasyprint)
    _pango(weasyprint)
    _widths(weasyprint)
    weasyprint.is_quick = True  # type: ignore[attr-defined]
    return True


def _replace(old: Callable[..., Any], new: Callable[..., Any]) -> None:
    """Put a function in the place of another in every module that has it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint"):
            for key, value in list(vars(module).items()):
                if value is old:
                    setattr(module, key, new)


_ACROSS = ("margin_left", "margin_right", "padding_left", "padding_right", "width", "max_width")
_DOWN = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
_BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")


def _percentages(weasyprint: ModuleType) -> None:
    """Most lengths are pixels by now: they are taken over without a call for each of the fourteen of a box."""
    percent, boxes = weasyprint.layout.percent, weasyprint.formatting_structure.boxes
    dimension, percentage, check_math = weasyprint.css.properties.Dimension, percent.percentage, percent.check_math
    slow, infinite = percent.resolve_percentages, float("inf")

    def length(style: Any, name: str, whole: Any) -> Any:
        value = style[name]
        if value.__class__ is dimension and value.unit == "px":
            return value.value
        return percentage(value, style, whole)

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        if not isinstance(box, boxes.Box):
            slow(box, containing_block)
            return
        if isinstance(containing_block, boxes.Box):
            across, down = containing_block.width, containing_block.height
        else:
            across, down = containing_block
        style, used = box.style, box.__dict__
        for name in _ACROSS:
            used[name] = length(style, name, across)
        least = length(style, "min_width", across)
        used["min_width"] = 0 if least == "auto" else least
        beside = down if isinstance(box, boxes.PageBox) else across
        for name in _DOWN:
            used[name] = length(style, name, beside)
        if down == "auto":
            height = style["height"]
            free = height == "auto" or check_math(height) or height.unit == "%"
            used["height"] = "auto" if free else height.value
        else:
            used["height"] = length(style, "height", down)
        least = length(style, "min_height", 0 if down == "auto" else down)
        used["min_height"] = 0 if least == "auto" else least
        used["max_height"] = length(style, "max_height", infinite if down == "auto" else down)
        collapse = style["border_collapse"] == "collapse"
        for name in _BORDERS:
            if not (collapse and hasattr(box, name)):
                used[name] = style[name]
        if style["box_sizing"] != "content-box":
            percent.adjust_box_sizing(box, "width")
            percent.adjust_box_sizing(box, "height")

    _replace(slow, resolve_percentages)


def _boxes(weasyprint: ModuleType) -> None:
    """The name of a box's first page is looked for on the way to its first child alone, not on the way to both ends at each step."""
    boxes = weasyprint.formatting_structure.boxes
    slow, plain = boxes.Box.is_in_normal_flow, boxes.ParentBox.page_values

    def is_in_normal_flow(self: Any) -> bool:
        style = self.style
        if style["float"] == "none" and style["position"] in ("static", "relative"):
            return True
        return slow(self)  # type: ignore[no-any-return]

    def at_end(box: Any, step: int) -> Any:
        value = box.style["page"]
        while type(box).page_values is page_values:
            box = next(
                (child for child in box.children[::step] if child.is_in_normal_flow() or child.is_floated()), None
            )
            if box is None:
                return value
            value = box.style["page"] or value
        return value

    def page_values(self: Any) -> tuple[Any, Any]:
        return at_end(self, 1), at_end(self, -1)

    assert plain is not page_values
    boxes.Box.is_in_normal_flow = is_in_normal_flow
    boxes.ParentBox.page_values = page_values


_FROM_PARENT = frozenset(
    {"page", "text_decoration_line", "text_decoration_color", "text_decoration_style", "text_decoration_thickness"}
)
"""What isn't inherited by name, but is the parent's where nothing is said."""


def _styles(weasyprint: ModuleType) -> None:
    """Values that nobody set are taken from the parent or from the table of initial ones, and nothing else is tried."""
    css, properties = weasyprint.css, weasyprint.css.properties
    physical = css.PHYSICAL_FUNCTIONS
    passed_on = _FROM_PARENT | {name for name in properties.INHERITED if not name.startswith("text_decoration_")}
    odd = passed_on | properties.INITIAL_NOT_COMPUTED | {"position", "float", "display"}
    initial = {name: value for name, value in properties.INITIAL_VALUES.items() if name not in odd}
    widths = {
        name: name.replace("width", "style")
        for name in ("outline_width", "column_rule_width", *_BORDERS)
    }  # fmt: skip
    logical = frozenset(function(block="ttb", inline=way) for function in physical.values() for way in ("ltr", "rtl"))
    of_element, of_anonymous = css.ComputedStyle.__missing__, css.AnonymousStyle.__missing__

    def computed(self: Any, key: str) -> Any:
        cascaded = self.cascaded
        if key in cascaded or (key in physical and not logical.isdisjoint(cascaded)):
            return of_element(self, key)
        value = initial.get(key, _NOTHING)
        if value is _NOTHING:
            if (key in passed_on or key[:2] == "__") and self.parent_style is not None:
                value = self.parent_style[key]
            elif key in widths and self[widths[key]] in ("none", "hidden"):
                value = 0
            elif key == "position":
                value = self.specified[key] = "static"
            else:
                return of_element(self, key)
        self[key] = value
        return value

    def anonymous(self: Any, key: str) -> Any:
        value = initial.get(key, _NOTHING)
        if value is _NOTHING:
            if key not in passed_on and key[:2] != "__":
                return of_anonymous(self, key)
            value = self.parent_style[key]
        self[key] = value
        return value

    css.ComputedStyle.__missing__ = computed
    css.AnonymousStyle.__missing__ = anonymous


def _variables(weasyprint: ModuleType) -> None:
    """A declaration with `var()` is parsed once for each set of values, not once for each element."""
    pending = weasyprint.css.Pending
    slow = pending.solve
    known: dict[tuple[int, str, str], tuple[Any, Any]] = {}

    def solve(self: Any, tokens: list[Any], wanted_key: str, base_url: str) -> Any:
        key = (id(self), wanted_key, "".join(token.serialize() for token in tokens))
        found = known.get(key)
        if found is not None and found[0] is self:
            return found[1]
        value = slow(self, tokens, wanted_key, base_url)
        if _is_plain(value):
            if len(known) >= KEPT_VALUES:
                known.clear()
            known[key] = (self, value)
        return value

    pending.solve = solve


KEPT_VALUES = 10_000


def _is_plain(value: Any) -> bool:
    """Tell whether a value can be had by many: nobody can change it."""
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    return isinstance(value, (str, int, float, type(None)))


def _matches(weasyprint: ModuleType) -> None:
    """Elements that match the same rules are given their style without merging the rules again; the styles of `::marker`,
    `::footnote-call` and the like, which every element matches, are made for those that ask."""
    css, infinite = weasyprint.css, float("inf")
    plain = css.StyleFor

    def merge(style: dict[str, Any], declarations: Any, origin: str, layer: float, specificity: Any) -> None:
        for name, values, importance in declarations:
            weight = (css.declaration_precedence(origin, importance), layer, specificity)
            old = style.get(name)
            if old is None or old[1] is None or old[1] <= weight:
                style[name] = values, weight

    class StyleFor(plain):  # type: ignore[misc, valid-type]
        def __init__(self, html: Any, sheets: Any, presentational_hints: Any, font_config: Any, target_collector: Any):
            self._cascaded_styles: dict[Any, Any] = {}
            self._computed_styles: dict[Any, Any] = {}
            self._waiting: dict[Any, Any] = {}
            self._known = (html, target_collector)
            self.initial_page_sizes = {"box": None, "area": None}
            self._sheets = sheets
            self.font_config = font_config
            own: dict[Any, tuple[Any, ...]] = {}
            for specificity, element, declarations, base_url in css.find_style_attributes(
                html.etree_element, presentational_hints, html.base_url
            ):
                own[element] = tuple(declarations)
                declared = css.preprocess_declarations(base_url, declarations)
                merge(self._cascaded_styles.setdefault((element, None), {}), declared, "author", infinite, specificity)
            self._give_styles(html, own, target_collector)
            self._cascaded_styles.clear()

        def _give_styles(self, html: Any, own: dict[Any, Any], collector: Any) -> None:
            computed, cache = self._computed_styles, {}
            for wrapper in html.wrapper_element.iter_subtree():
                element = wrapper.etree_element
                parent = wrapper.parent.etree_element if wrapper.parent else None
                matches = list(self._matches(wrapper))
                rules = tuple((sheet, specificity, id(told), layer) for sheet, _, layer, specificity, _, told in matches)
                key = (id(computed[parent, None]) if wrapper.parent else None, own.get(element), rules)
                found = cache.get(key)
                if found is None:
                    pseudo = self._merged(element, matches)
                    self.set_computed_styles(
                        element, root=html.etree_element, parent=parent, base_url=html.base_url, target_collector=collector
                    )
                    found = cache[key] = computed[element, None], pseudo
                computed[element, None], pseudo = found
                for kind, cascaded in pseudo.items():
                    self._waiting[element, kind] = cascaded
                    if "anchor" in cascaded:
                        self(element, kind)

        def _matches(self, wrapper: Any) -> Iterator[tuple[Any, ...]]:
            for sheet, origin, sheet_specificity in self._sheets:
                for specificity, _order, pseudo, (declarations, layer) in sheet.matcher.match(wrapper):
                    place = infinite if layer is None else sheet.layers.index(layer)
                    yield sheet, origin, place, sheet_specificity or specificity, pseudo, declarations

        def _merged(self, element: Any, matches: list[tuple[Any, ...]]) -> dict[str, dict[str, Any]]:
            found: dict[str, dict[str, Any]] = {}
            for _sheet, origin, layer, specificity, pseudo, declarations in matches:
                if pseudo is None:
                    style = self._cascaded_styles.setdefault((element, None), {})
                else:
                    style = found.setdefault(pseudo, {})
                merge(style, declarations, origin, layer, specificity)
            return found

        def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
            cascaded = self._waiting.pop((element, pseudo_type), None) if pseudo_type else None
            if cascaded is not None:
                html, collector = self._known
                self._cascaded_styles[element, pseudo_type] = cascaded
                self.set_computed_styles(
                    element, pseudo_type=pseudo_type, root=html.etree_element, parent=element,
                    base_url=html.base_url, target_collector=collector,
                )  # fmt: skip
                del self._cascaded_styles[element, pseudo_type]
            return super().__call__(element, pseudo_type)

    _replace(plain, StyleFor)


def _pango(weasyprint: ModuleType) -> None:
    """What Pango is told about a style (fonts, features, language) is made once for it, not for each piece of text; and given back:
    WeasyPrint leaves a list of features behind with each piece."""
    lines = weasyprint.text.line_break
    ffi, pango, gobject = lines.ffi, lines.pango, lines.gobject
    slow_setup, slow_text, slow_key, slow_strut = (
        lines.Layout.setup, lines.Layout.set_text, lines._font_style_cache_key, lines.strut,
    )  # fmt: skip

    def features_of(style: Any) -> bytes:
        features = lines.font_features(
            style["font_kerning"], style["font_variant_ligatures"], style["font_variant_position"],
            style["font_variant_caps"], style["font_variant_numeric"], style["font_variant_alternates"],
            style["font_variant_east_asian"], style["font_feature_settings"],
        )  # fmt: skip
        return ",".join(f"{key} {value}" for key, value in features.items()).encode()

    def attributes(features: bytes) -> Any:
        found = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        pango.pango_attr_list_insert(found, pango.pango_attr_font_features_new(features))
        return found

    def told(style: Any) -> tuple[Any, ...]:
        key = (style["direction"], style["font_size"], style["font_kerning"], slow_key(style))
        found = style.font_config.__dict__.setdefault("told", {})
        if key not in found:
            found[key] = telling(style)
        return found[key]  # type: ignore[no-any-return]

    def telling(style: Any) -> tuple[Any, ...]:
        context = ffi.gc(
            pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
        )
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, lines.PANGO_DIRECTION[style["direction"]])
        language = style["lang"]
        if style["font_language_override"] != "normal":
            named = style["font_language_override"]
            language = lines.LST_TO_ISO.get(named.lower(), named)
        if language:
            pointer, _ = lines.unicode_to_char_p(language)
            language = pango.pango_language_from_string(pointer)
            pango.pango_context_set_language(context, language)
        else:
            language = pango.pango_language_get_default()
        features = features_of(style)
        return context, lines.get_font_description(style), language, features, attributes(features) if features else None

    def setup(self: Any, style: Any) -> None:
        if style["text_decoration_line"] != "none":
            slow_setup(self, style)
            self.features = b""
            return
        kept = style.__dict__.get("told")
        if kept is None:
            kept = style.told = told(style)
        context, description, self.language, self.features, shared = kept
        self.style = style
        self.first_line_direction = 0
        self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(self.layout, False)
        pango.pango_layout_set_font_description(self.layout, description)
        self.ascent = self.underline_position = self.strikethrough_position = None
        if shared is not None:
            pango.pango_layout_set_attributes(self.layout, shared)

    def set_text(self: Any, text: str, justify: bool = False) -> None:
        style = self.style
        if self.features and (
            justify or style["word_spacing"] or style["letter_spacing"] != "normal" or style["overflow_wrap"] != "normal"
        ):
            pango.pango_layout_set_attributes(self.layout, attributes(self.features))  # it will be added to
            self.features = b""
        slow_text(self, text, justify)

    def key_of(style: Any, include_size: bool = False) -> str:
        name = "sized_key" if include_size else "key"
        found = style.__dict__.get(name)
        if found is None:
            found = style.__dict__[name] = slow_key(style, include_size)
        return found  # type: ignore[no-any-return]

    lines.Layout.setup = setup
    lines.Layout.set_text = set_text
    _replace(slow_key, key_of)

    def strut(style: Any) -> Any:
        found = style.__dict__.get("strut")
        if found is None:
            found = style.strut = slow_strut(style)
        return found

    _replace(slow_strut, strut)


def _widths(weasyprint: ModuleType) -> None:
    """A box whose text fits on one line is as wide as that line: its longest word needn't be looked for."""
    preferred = weasyprint.layout.preferred

    def shrink_to_fit(context: Any, box: Any, available: float) -> Any:
        most = preferred.max_content_width(context, box, outer=False)
        if most <= available:
            return most
        return min(max(preferred.min_content_width(context, box, outer=False), available), most)

    _replace(preferred.shrink_to_fit, shrink_to_fit)
