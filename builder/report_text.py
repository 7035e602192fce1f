"""A Report -> text: tables for a terminal, JSON for a program.

In: a `Report`. Out: text. Separate from `report` because figures don't change with the width of a terminal. The tables are plain columns:
they can be read aloud, sorted and pasted, and need no library.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from builder.report import BLOOM, KINDS, NONE, USES, Report, SectionFigures

NOT_BUILT = "not built"
TITLE = 30
"""Characters of a section's title."""


def as_json(reports: Iterable[Report]) -> str:
    """Return reports as JSON: one list, the same figures under the same names."""
    return json.dumps([_plain(report) for report in reports], indent=1, ensure_ascii=False) + "\n"


def _plain(report: Report) -> dict[str, Any]:
    value = asdict(report)
    value["silenced"] = [
        {"rule": one.diagnostic.code, "message": one.diagnostic.message, "reason": one.reason, "place": str(one.place)}
        for one in report.silenced
    ]
    return {**value, "unused_sources": list(report.unused_sources)}


def as_text(report: Report) -> str:
    """Return the tables of one course."""
    aim = f" (the course aims at {report.reading_grade:g})" if report.reading_grade is not None else ""
    parts = [
        f"{report.title}\n{'=' * len(report.title)}",
        f"Sections{aim}\n{table(SECTION_HEAD, [section_row(one) for one in report.sections] + [total_row(report.sections)])}",
        f"Questions by level\n{_counts(report.sections, BLOOM, 'bloom')}",
        f"Questions by kind\n{_counts(report.sections, KINDS, 'kinds')}",
        f"Questions by use\n{_counts(report.sections, USES, 'uses')}",
        f"Objectives\n{table(('objective', 'questions', 'documents', 'events'), coverage_rows(report.sections))}",
    ]
    if report.standards:
        parts.append(
            f"Standards\n{table(('code', 'objectives'), [(code, ', '.join(at)) for code, at in report.standards.items()])}"
        )
    parts += [_used(report), _silenced(report)]
    return "\n\n".join(parts) + "\n"


SECTION_HEAD = (
    "",
    "section",
    "words",
    "documents",
    "grade",
    "pages",
    "sheets",
    "ink",
    "questions",
    "points",
    "minutes",
)


def section_row(one: SectionFigures) -> tuple[str, ...]:
    """Return the cells of a section's row."""
    return (
        str(one.number), one.title if len(one.title) <= TITLE else one.title[: TITLE - 1].rstrip() + "…", str(one.words),
        str(one.document_words), "-" if one.grade is None else f"{one.grade:.1f}",
        NOT_BUILT if one.pages is None else str(one.pages), "-" if one.sheets is None else str(one.sheets), _percent(one.ink),
        str(one.questions), f"{one.points:g}", "-" if one.minutes is None else str(one.minutes),
    )  # fmt: skip


def total_row(sections: Sequence[SectionFigures]) -> tuple[str, ...]:
    """Return the last row: sums, and the ink of an average page."""
    inked = [(one.ink, one.pages) for one in sections if one.ink is not None and one.pages]
    pages = sum(number for _, number in inked)
    return (
        "", "all", str(sum(one.words for one in sections)), str(sum(one.document_words for one in sections)), "",
        str(sum(one.pages or 0 for one in sections)), str(sum(one.sheets or 0 for one in sections)),
        _percent(sum(ink * number for ink, number in inked) / pages if pages else None),
        str(sum(one.questions for one in sections)), f"{sum(one.points for one in sections):g}",
        str(sum(one.minutes or 0 for one in sections)),
    )  # fmt: skip


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}%"


def columns(sections: Sequence[SectionFigures], order: Sequence[str], counts: str) -> list[str]:
    """Return the names that occur in a count, in their order."""
    return [name for name in (*order, NONE) if any(getattr(one, counts).get(name) for one in sections)]


def count_rows(sections: Sequence[SectionFigures], names: Sequence[str], counts: str) -> list[tuple[str, ...]]:
    """Return a row a section, and one of sums."""
    found: list[Mapping[str, int]] = [getattr(one, counts) for one in sections]
    rows = [(one.id, *(str(count.get(name, 0)) for name in names)) for one, count in zip(sections, found, strict=True)]
    return [*rows, ("all", *(str(sum(count.get(name, 0) for count in found)) for name in names))]


def _counts(sections: Sequence[SectionFigures], order: Sequence[str], counts: str) -> str:
    names = columns(sections, order, counts)
    return table(("section", *names), count_rows(sections, names, counts))


def coverage_rows(sections: Sequence[SectionFigures]) -> list[tuple[str, ...]]:
    """Return a row an objective: what checks it, and on which documents and events."""
    return [
        (
            f"{one.id}/{row.objective}",
            *(", ".join(names) or "-" for names in (row.questions, row.documents, row.events)),
        )
        for one in sections
        for row in one.coverage
    ]


def _used(report: Report) -> str:
    """Return what of the shared files is used how often, and what isn't."""
    lines = []
    for noun, items in (("sources", report.sources), ("terms", report.terms), ("key figures", report.figures)):
        unused = [name for name, places in items.items() if not places]
        often = sorted(
            ((len(places), name) for name, places in items.items() if places), key=lambda one: (-one[0], one[1])
        )
        most = ", ".join(f"{name} ({number})" for number, name in often[:5])
        lines.append(f"{len(items)} {noun}" + (f"; in most sections: {most}" if most else ""))
        lines.append(f"  in no section: {', '.join(unused) or 'none'}")
    return "Shared files\n" + "\n".join(lines)


def _silenced(report: Report) -> str:
    rows = [(one.diagnostic.code, str(one.place), one.reason) for one in report.silenced]
    return "Silenced checks\n" + (table(("rule", "place", "reason"), rows) if rows else "none")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return plain columns; those that hold numbers are set flush right."""
    cells = [tuple(head), *(tuple(row) for row in rows)]
    widths = [max(len(row[index]) for row in cells) for index in range(len(head))]
    right = [bool(rows) and all(_is_number(row[index]) for row in rows) for index in range(len(head))]
    return "\n".join(_line(row, widths, right) for row in cells)


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    set_flush = zip(row, widths, right, strict=True)
    return "  ".join(f"{cell:>{width}}" if flush else f"{cell:<{width}}" for cell, width, flush in set_flush).rstrip()


def _is_number(cell: str) -> bool:
    return cell in ("", "-", NOT_BUILT) or cell.rstrip("%").replace(".", "", 1).isdigit()
