"""WeasyPrint made quicker: the same bytes with it and without, and nothing is touched in a version that isn't known."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from builder.job import Job
from builder.quick import VERSION, quicken
from builder.typeset import typeset

weasyprint = sys.modules["weasyprint"]

CSS = """
@page { size: 120mm 90mm; margin: calc(5mm + 5mm) 10% 15mm var(--side); @bottom-right { content: counter(page); width: 30% } }
@page wide { size: 160mm 90mm }
:root { --side: 12mm; --size: 10pt; --face: "Studyguide Serif"; --ink: #222 }
html { font: 400 var(--size)/1.4 var(--face); color: var(--ink); hyphens: auto; font-variant-numeric: oldstyle-nums }
.wide { page: wide }
.local { --size: 14pt; font-size: var(--size); margin-inline-start: 4mm; padding-block: 2pt; border-inline-end: 2pt solid }
.unknown { width: var(--nowhere, 30mm); color: var(--nowhere); border: var(--nowhere) }
.half { width: 50%; box-sizing: border-box; padding: 5%; min-height: 4mm; max-width: calc(40% + 1mm) }
.beside { position: absolute; right: 0; top: 0 } .home { position: relative }
.left { float: left; margin-right: 2mm } .block { display: inline-block; border: 1px solid }
.spaced { letter-spacing: 2px; word-spacing: 3px; overflow-wrap: anywhere } .lined { text-decoration: underline; color: #060 }
.even { text-align: justify } .note { float: footnote } .kept { break-inside: avoid } .first::first-letter { font-size: 2em }
.first::first-line { color: #600 } q::before { content: attr(cite) } li::marker { color: #00f }
table { border-collapse: collapse } td { border: 1pt solid; padding: 1mm; margin: 3mm }
"""
WORDS = "The congress heard nothing of it, and everybody knew; hardly anyone complained. " * 4
HTML = f"""<!DOCTYPE html><html lang="en"><head><title>t</title></head><body><h1>Pages</h1>
<p class="even">{WORDS}</p><p class="first">{WORDS}<span class="note">A note, <b>bold</b>.</span></p>
<div class="local" id="a"><p>{WORDS}</p><ul><li>one<li class="lined">two <s>three</s></ul></div>
<div class="home"><span class="beside">beside</span><p class="spaced">{WORDS}</p><p class="beside"><i>more</i> beside</p></div>
<p class="unknown">unknown</p><p class="half">half of it <q cite="Who: ">said</q></p><p><span class="left">left</span>{WORDS}</p>
<div class="wide"><table class="kept"><tr><td>one<td>two<tr><td colspan=2>{WORDS}</table></div>
<p lang="de">Donaudampfschifffahrtsgesellschaft <span class="block">in a box</span> {WORDS}</p><p style="margin: 1em var(--side)">end</p>
</body></html>"""
SLOWLY = """
import sys, builder.quick
builder.quick.quicken = lambda weasyprint: False
from builder.typeset import typeset
from tests.test_quick import JOB
sys.stdout.buffer.write(typeset(JOB).pdf)
"""
JOB = Job("x.pdf", HTML, (("x.css", CSS),))


def test_the_installed_version_is_the_one_whose_code_is_known() -> None:
    """Whoever takes a new version of WeasyPrint holds the functions against its code, or loses a third of the speed."""
    assert weasyprint.__version__ == VERSION
    assert weasyprint.is_quick


def test_another_version_is_left_alone() -> None:
    """A version that isn't known keeps its own functions; none is replaced twice."""
    assert not quicken(SimpleNamespace(__version__="71.0"))  # type: ignore[arg-type]
    assert not quicken(weasyprint)


@pytest.mark.slow
def test_pages_are_the_same_to_the_byte() -> None:
    """A page with everything that is looked up in another way: variables, percentages, named pages, floats, notes, tables, letters."""
    root = Path(__file__).resolve().parent.parent
    slowly = subprocess.run([sys.executable, "-c", SLOWLY], cwd=root, capture_output=True, check=True).stdout
    made = typeset(JOB)
    assert made.errors == ()
    assert made.pages > 4
    assert made.pdf == slowly
