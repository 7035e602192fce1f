"""The reference handout, once and in as many versions as are asked for, as a project of ours and as files for Typst.

In: the four files of `bench/reference/`. Out: files in a scratch folder. A version is the same text with the words of each sentence turned
around by some places: the same letters and nearly the same lines, but no engine can reuse what it kept of another version.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

COURSE = "reference"
FOLDER = Path(__file__).resolve().parent / "reference"
WORDS, NOTES, EVENTS, PROFILES, QUESTIONS, PAGES = 1830, 6, 14, 4, 8, 7
"""The measures of the handout; a test counts all but the pages, which every run of the bench counts."""

Values = Any
"""What YAML holds: texts, lists and mappings of them."""
_TEXTS = frozenset({"summary", "text", "focus", "prompt", "definition"})
_PRINTED = _TEXTS | {"title", "central_question", "heading", "label", "name", "role", "term"}
_WORD = re.compile(r"\[[^\]]*\]\([^)]*\)\S*|\*[^*]+\*\S*|\S+")
_LINK = re.compile(r"\[([^\]]*)\]\(term:([^)]*)\)")
_MARKS = re.compile(r"([\\#$*_`<>@\[\]~/])")


def read(name: str) -> Values:
    """Return a file of the reference handout; all scalars are text, as they were typed."""
    return yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)


def words() -> int:
    """Return how many words of the four files are printed, fixed words of the page such as 'Name' left out."""
    files = (read("section"), read("glossary"), read("key_figures"))
    return sum(len(_LINK.sub(r"\1", text).split()) for file in files for text in _texts(file))


def _texts(value: Values, name: str = "") -> list[str]:
    if isinstance(value, dict):
        return [text for key, each in value.items() for text in _texts(each, key)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if name in _PRINTED else []


def version(value: Values, number: int, name: str = "") -> Values:
    """Return values with the words of each paragraph moved around by `number` places; 0 is the text itself."""
    if isinstance(value, dict):
        return {key: version(each, number, key) for key, each in value.items()}
    if isinstance(value, list):
        return [version(each, number) for each in value]
    return "\n\n".join(_turned(part, number) for part in value.split("\n\n")) if name in _TEXTS else value


def _turned(paragraph: str, number: int) -> str:
    found = _WORD.findall(paragraph)
    places = number % len(found)
    return " ".join(found[places:] + found[:places])


def project(scratch: Path, count: int) -> Path:
    """Write a course whose sections are so many versions of the handout."""
    folder = scratch / f"reference-{count}"
    content = folder / "content" / COURSE
    (content / "sections").mkdir(parents=True)
    for name in ("glossary", "key_figures"):
        shutil.copy(FOLDER / f"{name}.yaml", content)
    section, names = read("section"), [f"handout-{number}" for number in range(count)]
    _write(content / "course.yaml", {**read("course"), "sections": names})
    for number, name in enumerate(names):
        _write(content / "sections" / f"{name}.yaml", version(section, number))
    return folder


def _write(file: Path, value: Values) -> None:
    file.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110), "utf-8")


def typst_files(scratch: Path, count: int) -> list[str]:
    """Write so many versions of the handout for Typst; return the names of the files."""
    folder = scratch / f"typst-{count}"
    folder.mkdir()
    shutil.copy(FOLDER / "handout.typ", folder)
    terms = {term["id"]: term["definition"] for term in read("glossary")}
    people = {person["id"]: person for person in read("key_figures")}
    files = [folder / f"handout-{number}.typ" for number in range(count)]
    for number, file in enumerate(files):
        file.write_text(_typst(version(read("section"), number), terms, people), "utf-8")
    return [str(file) for file in files]


def _typst(section: Values, terms: dict[str, str], people: dict[str, Values]) -> str:
    """Return the handout as a Typst file: every part is a call of a function of `handout.typ`."""
    mark = _marker(terms)
    head = " ".join(f"{key}: [{mark(section[key])}]," for key in ("title", "central_question", "summary"))
    lines = ['#import "handout.typ": *', f"#show: handout.with({head.replace('_question', '')})"]
    for passage in section["narrative"]:
        lines.append(f"= {mark(passage['heading'])}")
        lines += [f"#paragraph[{mark(each)}]" for each in passage["text"].strip().split("\n\n")]
    profiles = [_profile(people[use["id"]], mark(use["focus"]), mark) for use in section["key_figures"]]
    events = [_event(number, event, mark) for number, event in enumerate(section["timeline"], 1)]
    lines += [f"#people({' '.join(profiles)})", f"#timeline(({' '.join(events)}))", "= Questions"]
    for question in section["questions"]:
        room, points = question["space"].split()[0], question["points"]
        lines.append(f"#question({room}, {points}, [{question['kind']}])[{mark(question['prompt'])}]")
    return "\n\n".join(lines)


def _marker(terms: dict[str, str]) -> Callable[[str], str]:
    """Return a function that puts Markdown into Typst's markup, terms with their definitions."""

    def plain(text: str) -> str:
        return re.sub(r"\\\*(.+?)\\\*", r"#emph[\1]", _MARKS.sub(r"\\\1", text))

    def mark(text: str) -> str:
        pieces, end = [], 0
        for link in _LINK.finditer(text):
            pieces += [plain(text[end : link.start()]), f"#note[{plain(link[1])}][{plain(terms[link[2]])}]"]
            end = link.end()
        return "".join([*pieces, plain(text[end:])])

    return mark


def _profile(person: Values, focus: str, mark: Callable[[str], str]) -> str:
    years = f"{person['born'][:4]}–{person['died'][:4]}"
    return f"profile([{mark(person['name'])}], [{years}], [{mark(person['role'])}], [{focus}]),"


def _event(number: int, event: Values, mark: Callable[[str], str]) -> str:
    days = [date.fromisoformat(side) for side in event["date"].split("/")]
    words = "–".join(f"{day.day} {day:%b}" for day in days)
    share = (days[0].timetuple().tm_yday - 1) / 365
    lane = {"ussr": 0, "bloc": 1}[event["lane"]]
    text = mark(event.get("text", ""))
    return (
        f"(number: {number}, day: [{words}], share: {share:.4f}, lane: {lane}, label: [{mark(event['label'])}], "
        f"text: [{text}], turning: {'true' if event['importance'] == '3' else 'false'}),"
    )
