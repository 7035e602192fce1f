"""A path of names and indices -> the model that stands there, and the words for it.

In: a type and a path such as `("timeline", 0, "lable")`. Out: the model class, its noun ("timeline event"), its field
names. Separate from `shape` because it looks at types only, never at a value. A path may lead nowhere, where
the file has a short form that a validator expands.
"""

from __future__ import annotations

import re
import types
from collections.abc import Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

Path = Sequence[str | int]


def model_at(type_: Any, path: Path) -> type[BaseModel] | None:
    """Return the model of the mapping at `path`, or None where there is none."""
    here = [type_]
    for step in path:
        here = [following for known in here for option in _options(known) for following in _step(option, step)]
    models = [option for known in here for option in _options(known) if _is_model(option)]
    return models[0] if models else None


def fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return the fields of a model by the names that files use, its own before those that it inherits."""
    names = sorted(model.model_fields, key=lambda name: name not in model.__annotations__)
    return {model.model_fields[name].alias or name: model.model_fields[name] for name in names}


def noun(model: type[BaseModel] | None) -> str:
    """Return what messages call a thing of this kind: the model's title, else its class name in words."""
    if model is None:
        return "content"
    return str(model.model_config.get("title") or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower())


def _options(type_: Any) -> list[Any]:
    """Return the types that a value may have where this one is asked for, without None."""
    if get_origin(type_) is Annotated:
        return _options(get_args(type_)[0])
    if get_origin(type_) in (Union, types.UnionType):
        return [option for part in get_args(type_) for option in _options(part)]
    if isinstance(type_, type) and issubclass(type_, RootModel):
        return _options(type_.model_fields["root"].annotation)
    return [type_]


def _is_model(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, BaseModel)


def _step(type_: Any, step: str | int) -> list[Any]:
    if _is_model(type_):
        known = fields(type_)
        return [known[step].annotation] if step in known else []
    arguments = [argument for argument in get_args(type_) if argument is not Ellipsis]
    if isinstance(step, int):
        return arguments[min(step, len(arguments) - 1) :][:1]
    return arguments[1:2]
