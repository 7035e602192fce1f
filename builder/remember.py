"""Remembering what a function made of an object, by which object it is.

In: a function whose first argument is a frozen object (a node, a section's value). Out: the same function, which does its work once for
each object. Separate from `functools.lru_cache`, which hashes what an object says: for a whole section that takes longer than the work.
A class's tree shares what it doesn't change with the plain course, so most of its work is done already.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

Given = TypeVar("Given")
More = ParamSpec("More")
Made = TypeVar("Made")


def by_identity(
    kept: int,
) -> Callable[[Callable[Concatenate[Given, More], Made]], Callable[Concatenate[Given, More], Made]]:
    """Return a decorator that remembers the `kept` latest results; the other arguments are compared by what they say."""

    def decorate(function: Callable[Concatenate[Given, More], Made]) -> Callable[Concatenate[Given, More], Made]:
        results: OrderedDict[tuple[Hashable, ...], tuple[Given, Made]] = OrderedDict()

        def remembered(given: Given, /, *args: More.args, **more: More.kwargs) -> Made:
            key = (id(given), args, *more.items()) if more else (id(given), args)
            found = results.get(key)
            if found is None:
                found = results[key] = (
                    given,
                    function(given, *args, **more),
                )  # holding the object keeps its id its own
                if len(results) > kept:
                    results.popitem(last=False)
            return found[1]

        update_wrapper(remembered, function)
        remembered.cache_clear = results.clear  # type: ignore[attr-defined]
        return remembered

    return decorate
