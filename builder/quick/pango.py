"""What Pango is told about a style (fonts, features, language): made once for it, not for each piece of text.

In: the package `weasyprint`. Out: its `Layout` that shares what is told, and gives back what it had from Pango: WeasyPrint leaves a list of
features behind with each piece of text.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from builder.quick.replace import replace


def quicken(weasyprint: ModuleType) -> None:
    """Replace what prepares a piece of text, and what finds the height of a line."""
    lines = weasyprint.text.line_break
    desk = _Desk(lines)

    def setup(self: Any, style: Any) -> None:
        desk.setup(self, style)

    def set_text(self: Any, text: str, justify: bool = False) -> None:
        desk.set_text(self, text, justify)

    replace(lines._font_style_cache_key, _key_of(lines._font_style_cache_key))
    replace(lines.strut, _strut(lines.strut))
    lines.Layout.setup = setup
    lines.Layout.set_text = set_text


class _Desk:
    """WeasyPrint's module of lines, and its functions before they were replaced."""

    def __init__(self, lines: ModuleType) -> None:
        self.lines, self.ffi, self.pango, self.gobject = lines, lines.ffi, lines.pango, lines.gobject
        self.slow_setup, self.slow_text, self.slow_key = (
            lines.Layout.setup, lines.Layout.set_text, lines._font_style_cache_key,
        )  # fmt: skip

    def setup(self, layout: Any, style: Any) -> None:
        """Prepare a piece of text."""
        if style["text_decoration_line"] != "none":
            self.slow_setup(layout, style)
            layout.features = b""
            return
        told = style.__dict__.get("told")
        if told is None:
            told = style.told = self._told(style)
        context, description, layout.language, layout.features, shared = told
        layout.style = style
        layout.first_line_direction = 0
        layout.layout = self.ffi.gc(self.pango.pango_layout_new(context), self.gobject.g_object_unref)
        self.pango.pango_layout_set_auto_dir(layout.layout, False)
        self.pango.pango_layout_set_font_description(layout.layout, description)
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        if shared is not None:
            self.pango.pango_layout_set_attributes(layout.layout, shared)

    def set_text(self, layout: Any, text: str, justify: bool) -> None:
        """Give it its text; a piece whose spaces are set has attributes of its own, since they are added to."""
        style = layout.style
        if layout.features and (
            justify
            or style["word_spacing"]
            or style["letter_spacing"] != "normal"
            or style["overflow_wrap"] != "normal"
        ):
            self.pango.pango_layout_set_attributes(
                layout.layout, self.ffi.NULL
            )  # else Pango keeps the list, which equals the new one
            self.pango.pango_layout_set_attributes(layout.layout, self._attributes(layout.features))
            layout.features = b""
        self.slow_text(layout, text, justify)

    def _told(self, style: Any) -> tuple[Any, ...]:
        """Return what Pango is told: styles of the same type, as most are, share it from one document to the next."""
        key = (style["direction"], style["font_size"], style["font_kerning"], self.slow_key(style))
        known: dict[Any, tuple[Any, ...]] = style.font_config.__dict__.setdefault("told", {})
        if key not in known:
            features = self._features(style)
            context, language = self._context(style)
            description = self.lines.get_font_description(style)
            known[key] = context, description, language, features, self._attributes(features) if features else None
        return known[key]

    def _context(self, style: Any) -> tuple[Any, Any]:
        pango, lines = self.pango, self.lines
        new = pango.pango_font_map_create_context(style.font_config.font_map)
        context = self.ffi.gc(new, self.gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, lines.PANGO_DIRECTION[style["direction"]])
        named = style["font_language_override"]
        language = style["lang"] if named == "normal" else lines.LST_TO_ISO.get(named.lower(), named)
        if not language:
            return context, pango.pango_language_get_default()
        pointer, _ = lines.unicode_to_char_p(language)
        found = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, found)
        return context, found

    def _features(self, style: Any) -> bytes:
        features = self.lines.font_features(
            style["font_kerning"], style["font_variant_ligatures"], style["font_variant_position"],
            style["font_variant_caps"], style["font_variant_numeric"], style["font_variant_alternates"],
            style["font_variant_east_asian"], style["font_feature_settings"],
        )  # fmt: skip
        return ",".join(f"{key} {value}" for key, value in features.items()).encode()

    def _attributes(self, features: bytes) -> Any:
        found = self.ffi.gc(self.pango.pango_attr_list_new(), self.pango.pango_attr_list_unref)
        self.pango.pango_attr_list_insert(found, self.pango.pango_attr_font_features_new(features))
        return found


def _key_of(slow: Any) -> Any:
    def key_of(style: Any, include_size: bool = False) -> Any:
        name = "sized_key" if include_size else "key"
        found = style.__dict__.get(name)
        if found is None:
            found = style.__dict__[name] = slow(style, include_size)
        return found

    return key_of


def _strut(slow: Any) -> Any:
    def strut(style: Any) -> Any:
        found = style.__dict__.get("strut")
        if found is None:
            found = style.strut = slow(style)
        return found

    return strut
