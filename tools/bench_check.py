"""How long a check takes, measured against what nobody can do without: starting Python, and reading the YAML.

Out: two figures and their limits; exit code 1 when one is over. Run it with nothing else on the machine: `python -m tools.bench_check`.
The runs of a pair alternate, so that a machine that slows down slows both.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import yaml

ROOT = Path(__file__).resolve().parents[1]
COURSE = "destalinization"
START_LIMIT = 50.0
"""`studyguide check` of a course: at most so many times `python -c pass`."""
READ_LIMIT = 8.0
"""Loading and checking all content in one process: at most so many times `yaml.compose` by libyaml on the same files."""


def alternating(pairs: int, one: Callable[[], None], other: Callable[[], None]) -> float:
    """Return the ratio of the medians of two things' times, run in turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(pairs):
        for run, taken in zip((one, other), times, strict=True):
            start = time.perf_counter()
            run()
            taken.append(time.perf_counter() - start)
    return median(times[0]) / median(times[1])


def command(*words: str) -> Callable[[], None]:
    """Return a run of this Python in a process of its own."""
    return lambda: void(subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, check=False))


def void(_: object) -> None:
    """Take a result that nobody needs."""


def check_all() -> None:
    """Load and check every course, with everything that an earlier run remembered forgotten."""
    import gc

    from builder.inputs import load_trees
    from builder.load import course_ids

    forget()
    gc.collect()
    for course in course_ids(ROOT):
        load_trees(ROOT, course)


def forget() -> None:
    """Clear what modules remember of texts; what is made once a process, such as validators and patterns, stays."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("builder.text.", "builder.reading", "builder.rules.")):
            for value in list(vars(module).values()):
                clear = getattr(value, "cache_clear", None)
                if clear is not None and value.__name__ != "_parser":
                    clear()


def compose_all() -> None:
    """Compose every YAML file of every course with libyaml."""
    for path in sorted((ROOT / "content").rglob("*.yaml")):
        yaml.compose(path.read_bytes(), Loader=yaml.CBaseLoader)


def main() -> int:
    """Print both figures; return 1 when one is over its limit."""
    start = alternating(9, command("-m", "builder", "check", COURSE), command("-c", "pass"))
    check_all()
    read = alternating(5, check_all, compose_all)
    print(f"studyguide check {COURSE}: {start:.1f} times python -c pass (at most {START_LIMIT:g})")
    print(f"load and check all content: {read:.1f} times yaml.compose by libyaml (at most {READ_LIMIT:g})")
    return int(start > START_LIMIT or read > READ_LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
