"""Typst alone: `by_typst.py FOLDER FILE ...` writes a PDF into FOLDER for each file, all in this process, with our fonts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import typst

FONTS = Path(__file__).resolve().parent.parent / "builder" / "_data" / "fonts"
STANDARD: Final = "a-2a"
"""Tagged, as our PDFs are."""


def main(folder: str, *names: str) -> None:
    """Write a PDF for each file; one compiler, so that fonts and the template are read once."""
    compiler = typst.Compiler(root=str(Path(names[0]).parent), font_paths=[str(FONTS)], ignore_system_fonts=True)
    for name in names:
        compiler.compile(input=name, output=str(Path(folder) / f"{Path(name).stem}.pdf"), pdf_standards=STANDARD)


if __name__ == "__main__":
    main(*sys.argv[1:])
