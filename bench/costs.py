"""Commands -> what they cost, and how many times as much as another command.

In: command lines. Out: `Cost` and `Ratio`. Machines are noisy and differ: two commands run alternately, each pair gives a ratio, and the
median of the ratios counts. Processor time tells what the work costs even where others use the machine; wall-clock time stands beside it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Command = Sequence[str]
PASS: Command = (sys.executable, "-c", "pass")
_COST_OF = Path(__file__).with_name("cost_of.py")


@dataclass(frozen=True)
class Cost:
    """Seconds of processors and of the clock; peak memory in MB, of the largest process where nothing else is said."""

    cpu: float
    wall: float
    peak_mb: float = 0.0


@dataclass(frozen=True)
class Ratio:
    """How many times as much one thing costs as another: medians over the pairs."""

    cpu: float
    wall: float
    pairs: int
    peak_mb: float = 0.0


class CommandError(Exception):
    """A command that was to be measured failed."""


def environment(home: Path) -> dict[str, str]:
    """Return the variables that commands run with: `home` for their caches, and this checkout's builder.

    Python keeps its compiled modules, whatever this machine says: without them a command would pay for compiling ours, not the libraries'.
    """
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "XDG_CACHE_HOME": str(home),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
    }


def cost(command: Command, folder: Path, home: Path, codes: tuple[int, ...] = (0,), memory: bool = False) -> Cost:
    """Run a command in a folder and return its cost; `home` is for its caches. CommandError unless it ends with one of `codes`.

    With `memory` the peak is that of all its processes together, and times mean less.
    """
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        line = [sys.executable, str(_COST_OF), *(["--memory"] if memory else []), report.name, *command]
        done = subprocess.run(line, cwd=folder, env=environment(home), capture_output=True, text=True)
        if done.returncode not in codes:
            raise CommandError(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr[-2000:]}")
        return Cost(**json.loads(Path(report.name).read_text("utf-8")))


def compared(ours: Callable[[], Cost], other: Callable[[], Cost], pairs: int) -> Ratio:
    """Measure two things alternately so many times."""
    found = [(ours(), other()) for _ in range(pairs)]
    return Ratio(
        median(mine.cpu / base.cpu for mine, base in found),
        median(mine.wall / base.wall for mine, base in found),
        pairs,
        max(mine.peak_mb for mine, _ in found),
    )
