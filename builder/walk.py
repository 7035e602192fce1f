"""Walking content values: every text with its path, every field with its marks.

In: a model value. Out: pairs of path and value, in the order of the fields. Separate because checks, editions and the leak tests
must see the same fields: a new field of any model is walked without being named anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

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
    return frozenset(
        name
        for name, info in model.model_fields.items()
        if any(isinstance(extra, mark) for extra in info.metadata) or _has_mark(info.annotation, mark)
    )


class _Plan(NamedTuple):
    """What to look into: fields by their names in Python and in YAML, those that hold words to read and those that may hold models."""

    prose: tuple[tuple[str, str], ...]
    nested: tuple[tuple[str, str], ...]


@cache
def _plan(model: type[BaseModel]) -> _Plan:
    """Return the fields of a model that hold words or models: looking at the types once keeps the walk off the others."""
    prose = marked_fields(model, Prose)
    names = {name: info.alias or name for name, info in model.model_fields.items()}
    nested = (name for name, info in model.model_fields.items() if _may_hold_model(info.annotation))
    return _Plan(
        tuple((name, alias) for name, alias in names.items() if name in prose),
        tuple((name, names[name]) for name in nested),
    )


def _may_hold_model(hint: Any) -> bool:
    """Tell whether a value of this type can be, or can hold, a model."""
    if isinstance(hint, type):
        return issubclass(hint, BaseModel) or hint is object
    if hint is Any:
        return True
    inner = (hint.__origin__,) if hasattr(hint, "__metadata__") else get_args(hint)
    return any(_may_hold_model(part) for part in inner)


def models(value: Any, path: Path = ()) -> list[tuple[Path, Model]]:
    """Return every model inside a value, itself first, with its path as the YAML spells it."""
    found: list[tuple[Path, Model]] = []
    _collect(value, path, found)
    return found


def _collect(value: Any, path: Path, found: list[tuple[Path, Model]]) -> None:
    """Add the models inside a value to `found`: a list, since generators in generators hand each model up through every level."""
    if isinstance(value, Model):
        found.append((path, value))
        fields = vars(value)  # quicker than asking a pydantic model
        for name, alias in _plan(type(value)).nested:
            inner = fields[name]
            if inner is not None and inner != ():
                _collect(inner, (*path, alias), found)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            _collect(item, (*path, index), found)
    elif isinstance(value, dict):
        for key, item in value.items():
            _collect(item, (*path, key), found)
    elif isinstance(value, RootModel):
        _collect(value.root, path, found)


def _strings(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, (*path, key))


def texts(value: Any, path: Path = ()) -> list[tuple[Path, str]]:
    """Return every text that a reader reads, with its path as the YAML spells it."""
    return texts_of(models(value, path))


def texts_of(found: Iterable[tuple[Path, Model]]) -> list[tuple[Path, str]]:
    """Return the texts of models that were found, those inside them left out."""
    read: list[tuple[Path, str]] = []
    for place, model in found:
        fields = vars(model)
        for name, alias in _plan(type(model)).prose:
            words = fields[name]
            if isinstance(words, str):
                read.append(((*place, alias), words))
            elif words:
                read += _strings(words, (*place, alias))
    return read


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
