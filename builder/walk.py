"""Walking content values: every text with its path, every field with its marks.

In: a model value. Out: pairs of path and value, in the order of the fields. Separate because checks, editions and the leak tests
must see the same fields: a new field of any model is walked without being named anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, RootModel

from builder.model.base import Model, Prose, Secret

Path = tuple[str | int, ...]


def _has_mark(hint: Any, mark: type) -> bool:
    """Tell whether an annotation, or what stands inside its tuples and options, carries a mark."""
    if any(isinstance(extra, mark) for extra in getattr(hint, "__metadata__", ())):
        return True
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return False
    origin = get_origin(hint)
    inner = (getattr(hint, "__origin__", None),) if hasattr(hint, "__metadata__") else get_args(hint)
    return any(_has_mark(part, mark) for part in inner if part is not None and part is not origin)


@cache
def marked_fields(model: type[BaseModel], mark: type) -> frozenset[str]:
    """Return the names of a model's fields that carry a mark such as `Prose` or `Secret`."""
    hints = get_type_hints(model, include_extras=True)
    return frozenset(name for name in model.model_fields if _has_mark(hints[name], mark))


@dataclass(frozen=True, slots=True)
class _Field:
    """A field to walk into: its name in Python and in YAML, whether it holds words to read, and whether it may hold models."""

    name: str
    alias: str
    prose: bool
    nested: bool


@cache
def _plan(model: type[BaseModel]) -> tuple[_Field, ...]:
    """Return the fields of a model that hold words or models: looking at the types once keeps the walk off the others."""
    hints = get_type_hints(model, include_extras=True)
    prose = marked_fields(model, Prose)
    fields = (
        _Field(name, info.alias or name, name in prose, _may_hold_model(hints[name]))
        for name, info in model.model_fields.items()
    )
    return tuple(field for field in fields if field.prose or field.nested)


def _may_hold_model(hint: Any) -> bool:
    """Tell whether a value of this type can be, or can hold, a model."""
    if isinstance(hint, type):
        return issubclass(hint, BaseModel) or hint is object
    if hint is Any:
        return True
    inner = (hint.__origin__,) if hasattr(hint, "__metadata__") else get_args(hint)
    return any(_may_hold_model(part) for part in inner)


def models(value: Any, path: Path = ()) -> Iterator[tuple[Path, Model]]:
    """Yield every model inside a value, itself first, with its path as the YAML spells it."""
    if isinstance(value, RootModel):
        yield from models(value.root, path)
    elif isinstance(value, Model):
        yield path, value
        for field in _plan(type(value)):
            if field.nested:
                inner = getattr(value, field.name)
                if inner is not None and inner != ():
                    yield from models(inner, (*path, field.alias))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from models(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from models(item, (*path, key))


def _strings(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, (*path, key))


def texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every text that a reader reads, with its path as the YAML spells it."""
    for place, model in models(value, path):
        for field in _plan(type(model)):
            if field.prose:
                words = getattr(model, field.name)
                if isinstance(words, str):
                    yield (*place, field.alias), words
                elif words:
                    yield from _strings(words, (*place, field.alias))


def transform(value: Any, change: Callable[[Model], Model]) -> Any:
    """Return a value with every model inside it changed, the inner ones first; what doesn't change stays the same object."""
    if isinstance(value, Model):
        updates = {}
        for name in type(value).model_fields:
            before = getattr(value, name)
            after = transform(before, change)
            if after is not before:
                updates[name] = after
        return change(value.model_copy(update=updates) if updates else value)
    if isinstance(value, tuple):
        after = tuple(transform(item, change) for item in value)
        return after if any(new is not old for new, old in zip(after, value, strict=True)) else value
    return value


def without_secrets(model: Model) -> Model:
    """Return a model whose secret fields have their defaults."""
    kind = type(model)
    updates = {
        name: kind.model_fields[name].get_default(call_default_factory=True)
        for name in marked_fields(kind, Secret)
        if getattr(model, name) != kind.model_fields[name].default
    }
    return model.model_copy(update=updates) if updates else model
