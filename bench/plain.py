"""Plain WeasyPrint on finished HTML: what no program around it can avoid.

`plain.py cold VARIANT FOLDER HTML ...` writes the PDFs into FOLDER: a fresh process that imports WeasyPrint and writes the same HTML.
`plain.py warm VARIANT FOLDER HTML ...` does so after a first page that warms everything up, and prints seconds of processor and clock.
Nothing of the builder is used but its fonts, without which the pages would be others.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from builder import fonts


def main(mode: str, variant: str, folder: str, *names: str) -> None:
    """Write a PDF for each HTML file."""
    fonts.pin_fontconfig(Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "studyguide")
    import weasyprint

    if mode == "warm":
        weasyprint.HTML(string="<p>a<b>b</b><i>c</i></p>").write_pdf()
    cpu, wall = time.process_time(), time.perf_counter()
    for number, name in enumerate(names):
        weasyprint.HTML(filename=name).write_pdf(Path(folder) / f"{number}.pdf", pdf_variant=variant)
    print(json.dumps({"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}))


if __name__ == "__main__":
    main(*sys.argv[1:])
