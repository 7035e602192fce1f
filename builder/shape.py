"""Nodes and a pydantic type -> a frozen value, or every error with its place.

In: a node of `nodes` and a model. Out: the value, or diagnostics in plain words. Separate from the models because they
say what content looks like, and this says it to a person: pydantic's messages are for programmers and know no lines.

All scalars are the text that was typed; numbers and truth values are made here, by pydantic's lax mode.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property, lru_cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from builder.diagnostics import Diagnostic, error, in_file_order, nearest
from builder.model_paths import fields, model_at, noun
from builder.nodes import at, child, key_at, plain
from builder.tree import Node

T = TypeVar("T")
_SHOWN = 60


def shape(node: Node, type_: type[T] | TypeAdapter[T]) -> tuple[T | None, list[Diagnostic]]:
    """Return the value that `node` describes, or None and at least one error, in file order.

    An error stands at the name of an unknown field, at the item that lacks a field, else at the value; where the file
    has a short form (`beria` for `{id: beria}`), at that. A ValueError of a validator may carry `message` and `hint`.
    """
    adapter: TypeAdapter[T] = type_ if isinstance(type_, TypeAdapter) else _adapter(cast(Hashable, type_))
    try:
        return adapter.validate_python(plain(node)), []
    except ValidationError as broken:
        faults = [_Fault(node, adapter._type, details) for details in broken.errors(include_url=False)]
    misspelt = {(*fault.path[:-1], fault.suggestion) for fault in faults if fault.kind == "extra_forbidden"}
    told = [fault for fault in faults if fault.kind != "missing" or fault.path not in misspelt]
    return None, in_file_order(_EXPLAIN.get(fault.kind, _other)(fault) for fault in told)


@lru_cache(maxsize=256)
def _adapter(type_: Any) -> TypeAdapter[Any]:
    if isinstance(type_, type) and issubclass(type_, BaseModel):
        type_.model_rebuild()  # the model keeps its validator, which an adapter would build for itself alone
    return TypeAdapter(type_)


class _Fault:
    """One of pydantic's errors, with what the file and the types say about its path."""

    def __init__(self, node: Node, type_: Any, details: ErrorDetails) -> None:
        self.node = node
        self.type_ = type_
        self.kind = details["type"]
        self.is_key = details["loc"][-1:] == ("[key]",)  # pydantic's mark for the name in a mapping of any names
        self.path = details["loc"][:-1] if self.is_key else details["loc"]
        self.given: Any = details["input"]
        self.context = details.get("ctx", {})
        self.message = details["msg"]

    @cached_property
    def owner(self) -> type[BaseModel] | None:
        """The model whose field the path ends in."""
        return model_at(self.type_, self.path[:-1])

    @property
    def name(self) -> str:
        """The last field name of the path."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")

    @property
    def subject(self) -> str:
        """What the message is about."""
        if not self.path:
            return f"the {noun(model_at(self.type_, ()))}"
        last = self.path[-1]
        if self.is_key:
            return f"the name `{last}`"
        if isinstance(last, str):
            return f"`{last}`"
        return f"item {last + 1} of `{self.name}`" if self.name else f"item {last + 1}"

    @property
    def found(self) -> str:
        """The kind of thing that stands in the file."""
        written = child(self.node, self.path)
        value = self.given if written is None else plain(written)
        return "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else "a text"

    @cached_property
    def suggestion(self) -> str | None:
        """The known field that an unknown one is probably meant to be."""
        return nearest(str(self.path[-1]), fields(self.owner)) if self.owner else None

    @property
    def is_required(self) -> bool:
        """Whether the field must be there."""
        field = fields(self.owner).get(str(self.path[-1])) if self.owner and self.path else None
        return field is None or field.is_required()

    def error(self, message: str, hint: str | None = None) -> Diagnostic:
        """Make a diagnostic at the value."""
        return error(message, (key_at if self.is_key else at)(self.node, self.path), hint)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _shown(value: Any) -> str:
    text = " ".join(str(value).split())
    return f"`{text}`" if len(text) <= _SHOWN else f"`{text[: _SHOWN - 1]}…`"


def _unknown_field(fault: _Fault) -> Diagnostic:
    name, owner = str(fault.path[-1]), noun(fault.owner)
    hint = f"did you mean `{fault.suggestion}`?" if fault.suggestion else None
    if hint is None and fault.owner:
        hint = f"known fields: {_listed(fields(fault.owner))}"
    return error(f"unknown field `{name}` in {owner}", key_at(fault.node, fault.path), hint)


def _missing(fault: _Fault) -> Diagnostic:
    place, last = at(fault.node, fault.path[:-1]), fault.path[-1]
    if isinstance(last, int):
        return error(f"`{fault.name}` has too few items", place, f"item {last + 1} is missing")
    return error(f"missing field `{last}` in {noun(fault.owner)}", place, f"add `{last}: ...`")


def _wants(wanted: str) -> Callable[[_Fault], Diagnostic]:
    """Explain a value of another shape than `wanted`, or none at all."""

    def explain(fault: _Fault) -> Diagnostic:
        if fault.given is None:
            leave = "" if fault.is_required else ", or delete the field"
            hint = _fields_hint(fault) if wanted == "a mapping" else None
            return fault.error(f"{fault.subject} is empty", hint or f"write {wanted}{leave}")
        return fault.error(f"{fault.subject} wants {wanted}, not {fault.found}", _shape_hint(fault, wanted))

    return explain


def _shape_hint(fault: _Fault, wanted: str) -> str | None:
    if wanted == "a list":
        return "begin each item with `- ` on a line of its own"
    if wanted == "a mapping":
        return _fields_hint(fault)
    if wanted == "a text" and fault.found == "a mapping":
        return "if the colon or the braces belong to the text, quote it"
    return "if the brackets belong to the text, quote it" if wanted == "a text" else None


def _fields_hint(fault: _Fault) -> str | None:
    model = model_at(fault.type_, fault.path)
    if model is None:
        return None
    required = [name for name, field in fields(model).items() if field.is_required()]
    return f"write its fields: {_listed(required or fields(model))}"


def _wants_number(wanted: str) -> Callable[[_Fault], Diagnostic]:
    """Explain a text that can't be read as what is `wanted`."""

    def explain(fault: _Fault) -> Diagnostic:
        if isinstance(fault.given, str):
            return fault.error(f"{fault.subject} wants {wanted}, not {_shown(fault.given)}")
        return _wants(wanted)(fault)

    return explain


def _one_of(fault: _Fault, known: list[str]) -> Diagnostic:
    if not isinstance(fault.given, str):
        return _wants("a word")(fault)
    near = nearest(fault.given, known)
    hint = f"did you mean `{near}`?" if near else f"one of {_listed(known)}"
    if isinstance(fault.path[-1], int):
        return fault.error(f"unknown item {_shown(fault.given)} in `{fault.name}`", hint)
    name = fault.name.replace("_", " ")
    return fault.error(f"unknown {name} {_shown(fault.given)} in {noun(fault.owner)}", hint)


def _literal(fault: _Fault) -> Diagnostic:
    return _one_of(fault, re.findall(r"'([^']*)'", str(fault.context["expected"])))


def _pattern(fault: _Fault) -> Diagnostic:
    pattern = str(fault.context["pattern"])
    if choices := re.fullmatch(r"\^\(([\w|-]+)\)\$", pattern):
        return _one_of(fault, choices[1].split("|"))
    return fault.error(f"{_shown(fault.given)} is not what {fault.subject} wants", f"it must match `{pattern}`")


def _bound(words: str, key: str) -> Callable[[_Fault], Diagnostic]:
    def explain(fault: _Fault) -> Diagnostic:
        return fault.error(f"{fault.subject} must be {words} {fault.context[key]}, not {_shown(fault.given)}")

    return explain


def _count(words: str, key: str, unit: str) -> Callable[[_Fault], Diagnostic]:
    def explain(fault: _Fault) -> Diagnostic:
        limit = fault.context[key]
        number = fault.context.get("actual_length", len(fault.given))
        return fault.error(f"{fault.subject} wants {words} {limit} {unit}{'' if limit == 1 else 's'}, not {number}")

    return explain


def _own(fault: _Fault) -> Diagnostic:
    """A ValueError of one of our validators, which knows best what to say."""
    raised = fault.context["error"]
    return fault.error(str(getattr(raised, "message", raised)), getattr(raised, "hint", None))


def _other(fault: _Fault) -> Diagnostic:
    return fault.error(f"{fault.subject}: {fault.message[:1].lower()}{fault.message[1:]}")


_TEXT, _LIST, _MAPPING = _wants("a text"), _wants("a list"), _wants("a mapping")
_INTEGER, _NUMBER = _wants_number("a whole number"), _wants_number("a number")
_BOOLEAN = _wants_number("true or false")
_EXPLAIN: dict[str, Callable[[_Fault], Diagnostic]] = {
    "extra_forbidden": _unknown_field,
    "missing": _missing,
    "string_type": _TEXT,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "int_type": _INTEGER,
    "int_parsing": _INTEGER,
    "int_parsing_size": _INTEGER,
    "int_from_float": _INTEGER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": _BOOLEAN,
    "bool_parsing": _BOOLEAN,
    "literal_error": _literal,
    "string_pattern_mismatch": _pattern,
    "greater_than": _bound("more than", "gt"),
    "greater_than_equal": _bound("at least", "ge"),
    "less_than": _bound("less than", "lt"),
    "less_than_equal": _bound("at most", "le"),
    "too_short": _count("at least", "min_length", "item"),
    "too_long": _count("at most", "max_length", "item"),
    "string_too_short": _count("at least", "min_length", "character"),
    "string_too_long": _count("at most", "max_length", "character"),
    "value_error": _own,
    "assertion_error": _own,
}
"""What to say for each of pydantic's error types (pydantic, "Validation Errors")."""
