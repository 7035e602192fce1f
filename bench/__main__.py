"""`python -m bench`: measure all figures, print them as they come, and write the table into docs/performance.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from bench.figures import FIGURES, QUICK, Bench, Figure
from bench.others import CHROMIUM, OURS, TYPST, Side
from bench.picture import picture, ratios

DOCS = Path(__file__).resolve().parent.parent / "docs"
DOCUMENT, PICTURE = DOCS / "performance.md", DOCS / "images" / "bench.svg"
BEGIN, END = "<!-- {}: written by `make bench` -->", "<!-- /{} -->"


def main() -> int:
    """Measure; exit code 1 when `--quick` finds a regression."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=f"only these: {', '.join(FIGURES)}")
    parser.add_argument("--quick", action="store_true", help="less of it; fail on a regression (for CI)")
    parser.add_argument("--full", action="store_true", help="more pairs, and what takes long")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.figures if name not in FIGURES]
    if unknown:
        parser.error(f"no figure is called {', '.join(unknown)}; known: {', '.join(FIGURES)}")
    names = chosen.figures or list(QUICK if chosen.quick else FIGURES)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    with tempfile.TemporaryDirectory(prefix="studyguide-bench-") as folder:
        bench = Bench(Path(folder), chosen.quick, chosen.full)
        found = []
        for name in names:
            for figure in FIGURES[name](bench):
                print(line(figure), flush=True)
                found.append(figure)
    if bench.sides:
        print(sides_table(bench.sides))
    if not chosen.figures and not chosen.quick:
        write("bench", table(found, load))
        write("others", sides_table(bench.sides))
        if {side.engine for side in bench.sides} == {OURS, CHROMIUM, TYPST}:
            PICTURE.write_text(picture(bench.sides), "utf-8")
    return report(found) if chosen.quick else 0


def report(figures: list[Figure]) -> int:
    """Name the regressions; return the exit code."""
    worse = [figure for figure in figures if figure.is_regression]
    for figure in worse:
        usual = f"  usually {number(figure.usual, figure.unit)}" if figure.usual is not None else ""
        print(f"regression: {line(figure)}{usual}", file=sys.stderr)
    return 1 if worse else 0


def number(value: float | None, unit: str) -> str:
    """Return a number as the table prints it."""
    if value is None:
        return "not installed"
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


def sides_table(sides: list[Side]) -> str:
    """Return what we cost against each of the others, as ratios: above 1 we lose."""
    measured: list[dict[tuple[int, str], float]] = [
        ratios(sides, lambda side: side.cost.wall),
        ratios(sides, lambda side: side.cost.cpu),
        ratios(sides, lambda side: side.cost.peak_mb),
    ]
    rows = [
        f"| {count} | {other} | "
        + " | ".join(number(1 / each[count, other] if (count, other) in each else None, "x") for each in measured)
        + " |"
        for other in (CHROMIUM, TYPST)
        for count in sorted({side.count for side in sides if side.engine == OURS})
    ]
    return "\n".join(["| handouts | ours / | by the clock | processor time | memory |", "|---|---|---|---|---|", *rows])


def write(name: str, text: str) -> None:
    """Put a table into the document, between its marks."""
    begin, end = BEGIN.format(name), END.format(name)
    before, found, rest = DOCUMENT.read_text("utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{DOCUMENT} has no place for the table `{name}`")
    DOCUMENT.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
