"""Where the `studyguide` command begins: a build with nothing to do ends here, before the command line is even imported."""

from __future__ import annotations

import atexit
import gc
import sys
from pathlib import Path

SELDOM = 500_000
"""So many more objects there must be before Python looks for garbage: a course and its pages' HTML live until a command's end."""


def main() -> None:
    """Answer a build that changes nothing at once; hand everything else to the command line."""
    words = sys.argv[1:]
    if words[:1] == ["build"] and not {"-h", "--help"} & set(words):
        told = _nothing_to_do(words)
        if told is not None:
            sys.stderr.write(str(told["findings"]))
            sys.stdout.write(str(told["summary"]))
            raise SystemExit(int(str(told["exit"])))
    from builder.cli import main as command

    gc.set_threshold(SELDOM, 10, 10)
    atexit.register(gc.freeze)  # else Python looks through all that is left on its way out
    command()


def _nothing_to_do(words: list[str]) -> dict[str, object] | None:
    from builder.fresh import unchanged

    project = Path.cwd()
    verify = "--verify" in words
    return unchanged(project, project / _output(words), [word for word in words if word != "--verify"], verify)


def _output(words: list[str]) -> str:
    """Return the output folder that the words name."""
    for index, word in enumerate(words):
        if word.startswith("--output="):
            return word.partition("=")[2]
        if word == "--output" and index + 1 < len(words):
            return words[index + 1]
    return "output"
