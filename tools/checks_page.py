"""Write `docs/guide/checks.md`, the guide to the checks of content.

In: the table of rules with their docstrings, and their golden messages. Out: the page. Separate from the program because only whoever
changes a rule needs it: `python -m tools.checks_page`; a test fails when the page isn't current.
"""

from __future__ import annotations

import inspect
from pathlib import Path

from builder.check import RULES, Rule

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "guide" / "checks.md"
MESSAGES = ROOT / "tests" / "golden" / "checks"
INTRODUCTION = """\
<!-- Made by tools/checks_page.py from the rules' docstrings: change those. -->

# Checks

`studyguide check` reads a course as an editor would and says what is wrong in it; `studyguide build` says the same before it prints.
An *error* stops the section that it stands in. A *warning* stops nothing; under `--strict` it counts as an error.

A warning that is right in general and wrong in one place is silenced there, with the code of its rule and a reason:

```yaml
  # studyguide: allow period the crowd's memory is part of the story
  - {id: memorial, date: 2001, label: A memorial is opened}
```

The comment stands on the line that the warning is about, or above it. For a place inside a longer text it stands on the line where the
text's field starts, or above that. A comment that silences nothing is an *info*, so that none outlives its reason; one without a reason
doesn't count. `studyguide report` lists what is silenced. Errors can't be silenced.

"""


def page() -> str:
    """Return the text of the page."""
    rows = [f"| [`{code}`](#{code}) | {severity(code)} | {summary(rule)} |" for code, rule in RULES.items()]
    table = "\n".join(["| code | | what holds |", "|---|---|---|", *rows])
    return INTRODUCTION + table + "\n" + "".join(_section(code, rule) for code, rule in RULES.items())


def summary(rule: Rule) -> str:
    """Return the first paragraph of a rule's docstring: what holds in a sound course."""
    return _paragraphs(rule)[0]


def severity(code: str) -> str:
    """Return how grave the rule's example is."""
    return example(code).split(":")[0]


def example(code: str) -> str:
    """Return the finding of the rule in its golden message."""
    findings = (MESSAGES / code / "message.txt").read_text(encoding="utf-8").strip().split("\n\n")
    return next(finding for finding in findings if finding.endswith(f"  rule: {code}") or finding.startswith("error:"))


def _paragraphs(rule: Rule) -> list[str]:
    return [" ".join(part.split()) for part in (inspect.getdoc(rule) or "").split("\n\n")]


def _section(code: str, rule: Rule) -> str:
    return "\n".join([f"\n## {code}\n", "\n\n".join(_paragraphs(rule)), "", "```text", example(code), "```", ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
