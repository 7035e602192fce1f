"""`python -m bench`: measure all figures, print them as they come, and write the table into docs/performance.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from bench.figures import FIGURES, Bench, Figure

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- bench: written by `make bench` -->", "<!-- /bench -->"


def main() -> int:
    """Measure; exit code 1 when `--quick` finds a figure that is clearly missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"only these: {', '.join(FIGURES)}")
    parser.add_argument("--quick", action="store_true", help="one section; fail on what is clearly missed (for CI)")
    parser.add_argument("--full", action="store_true", help="more pairs, and what takes long")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.figures if name not in FIGURES]
    if unknown:
        parser.error(f"no figure is called {', '.join(unknown)}; known: {', '.join(FIGURES)}")
    names = chosen.figures or list(FIGURES)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    with tempfile.TemporaryDirectory(prefix="studyguide-bench-") as folder:
        bench = Bench(Path(folder), chosen.quick, chosen.full)
        found = []
        for name in names:
            for figure in FIGURES[name](bench):
                print(line(figure), flush=True)
                found.append(figure)
    if not chosen.figures and not chosen.quick:
        write(table(found, load))
    missed = [figure for figure in found if figure.is_clearly_missed]
    return 1 if chosen.quick and missed else 0


def number(value: float, unit: str) -> str:
    """Return a number as the table prints it."""
    digits = f"{value:.2f}" if value < 10 else f"{value:.0f}" if value >= 100 else f"{value:.1f}"
    return digits if unit == "x" else f"{digits} {unit}"


def line(figure: Figure) -> str:
    """Return a figure as it is printed."""
    goal = f"  goal {number(figure.goal, figure.unit)}  {figure.verdict}" if figure.goal is not None else ""
    wall = f"  (by the clock {number(figure.wall, 'x')})" if figure.wall is not None else ""
    return f"{figure.what}: {number(figure.value, figure.unit)}{goal}{wall}"


def table(figures: list[Figure], load: float) -> str:
    """Return the table for the document."""
    rows = [
        f"| {figure.what} | {number(figure.value, figure.unit)} | {'' if figure.goal is None else number(figure.goal, figure.unit)} "
        f"| {figure.verdict} | {'' if figure.wall is None else number(figure.wall, 'x')} |"
        for figure in figures
    ]
    machine = f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    busy = (
        f"load {load:.1f} when it began: by the clock only what ran alternately can be compared"
        if load > 1
        else "nothing else at work"
    )
    head = "| figure | measured | goal | | by the clock |\n|---|---|---|---|---|"
    return f"Measured on {machine}, {busy}.\n\n{head}\n" + "\n".join(rows)


def write(text: str) -> None:
    """Put the table into the document."""
    whole = DOCUMENT.read_text("utf-8")
    before, _, rest = whole.partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
