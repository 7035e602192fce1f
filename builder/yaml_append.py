"""A YAML file's text with one more item in one of its lists: comments, blank lines and order stay as they are.

In: the text, the path of the list, the item's lines. Out: the new text. Separate from `new` because it touches no disk, and
because a writer's file must come out of it whole: the result is read again and compared before anyone sees it.
"""

from __future__ import annotations

from collections.abc import Sequence as Path

from builder.nodes import Mapping, Node, Scalar, Sequence, child, plain, read


class AppendError(ValueError):
    """The list can't be lengthened by a program: the file has errors, or the list stands in brackets."""


def append(text: str, path: Path[str | int], item: str) -> str:
    """Return `text` with `item` at the end of the list at `path`; the empty path is the file itself.

    `item` is a word or the lines of a mapping, without dash or indentation. A list that isn't there yet is made when its path is
    a single field. Raises AppendError when the result wouldn't say exactly the same plus the item.
    """
    before, faults = read(text.encode(), "")
    if before is None or faults:
        raise AppendError("the file has errors")
    result = _appended(before, text, path, item)
    after, faults = read(result.encode(), "")
    added, _ = read(f"{item}\n".encode(), "")
    if after is None or added is None or faults or not _is_longer_by(before, after, path, added):
        raise AppendError("the list isn't written as lines that start with a dash")
    return result


def _appended(root: Node, text: str, path: Path[str | int], item: str) -> str:
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    found = child(root, path)
    if isinstance(found, Sequence) and text[found.start] == "[":
        if not found.items:
            raise AppendError("the list is written as empty brackets")
        end = found.items[-1].end
        return f"{text[:end]}, {item}{text[end:]}"
    if isinstance(found, Sequence):
        column = found.location.column - 1
        lines = _block(item, column)
        if _is_airy(found, text):
            lines.insert(0, "")
        line = _line_after(text.splitlines(), found, column)
    elif _can_begin(root, found, path):
        lines = [*([] if found is not None or not path else [f"{path[-1]}:"]), *_block(item, 2 if path else 0)]
        line = found.location.line if found is not None and path else len(text.splitlines())
    else:
        raise AppendError("there is something else in the list's place")
    before = text.splitlines()
    return end_of_line.join([*before[:line], *lines, *before[line:]]) + end_of_line


def _can_begin(root: Node, found: Node | None, path: Path[str | int]) -> bool:
    """Tell whether a list may be begun at a path: nothing stands there, and its holder is the file."""
    empty = found is None or (isinstance(found, Scalar) and found.text is None)
    return empty and (not path or (len(path) == 1 and isinstance(root, Mapping)))


def _block(item: str, column: int) -> list[str]:
    """Return an item's lines behind a dash."""
    first, *rest = item.splitlines()
    indent = " " * column
    return [f"{indent}- {first}", *(f"{indent}  {line}".rstrip() for line in rest)]


def _is_airy(found: Sequence, text: str) -> bool:
    """Tell whether blank lines part the items."""
    return any(
        "\n\n" in text[left.end - 2 : right.start].replace("\r", "")
        for left, right in zip(found.items, found.items[1:], strict=False)
    )


def _line_after(lines: list[str], found: Sequence, column: int) -> int:
    """Return how many lines come before the new item: those of the list, and comments that are set in as it is."""
    end = found.location.line - 1 + found.source.text[found.start : found.end].rstrip().count("\n") + 1
    last = end
    while last < len(lines) and (not lines[last].strip() or lines[last].lstrip().startswith("#")):
        last += 1
        if lines[last - 1].startswith(" " * max(column, 1)):
            end = last
    return end


def _is_longer_by(before: Node, after: Node, path: Path[str | int], added: Node) -> bool:
    """Tell whether `after` says what `before` says with one more item."""
    expected = plain(before)
    if not path:
        return bool(plain(after) == [*(expected or []), plain(added)])
    holder = expected
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = [*(holder[path[-1]] if path[-1] in holder and holder[path[-1]] else []), plain(added)]
    return bool(plain(after) == expected)
