"""What this machine lacks, and the exact command that brings it.

In: the machine (Python, libraries, the fonts' folder, the disk). Out: findings, the good ones too. Standard library
only and importable alone: the set-up script runs it with the system's Python before anything is installed, so that
`make` and `studyguide doctor` give the same advice.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
import hashlib
import importlib.util
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

PYTHON = (3, 11)
FREE_MEGABYTES = 100  # a course with all its editions takes a tenth of it

Level = Literal["ok", "warning", "error"]

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `need` is what a system's package manager calls it through `SYSTEMS`, if it can help."""

    level: Level
    message: str
    need: str = ""
    fix: str = ""


@dataclass(frozen=True)
class Library:
    """A shared library under the names WeasyPrint tries (its text/ffi.py), and what we say when it is missing."""

    title: str
    names: tuple[str, ...]
    need: str = "pango"
    level: Level = "error"
    consequence: str = "WeasyPrint can't make pages without it"


LIBRARIES = (
    Library("GLib", ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll")),
    Library("Pango", ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll")),
    Library("PangoFT2", ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"), "pangoft2"),
    Library("HarfBuzz", ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll")),
    Library("fontconfig", ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")),
    Library(
        "HarfBuzz-Subset",
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
        "harfbuzz-subset",
        "warning",
        "pages take 3.6 times as long without it",
    ),
)


@dataclass(frozen=True)
class System:
    """A family of systems: its name for people, its install command, and its package for each need."""

    name: str
    install: str
    packages: dict[str, str]
    unasked: str = ""  # what makes the command ask nothing, so that the set-up may run it
    refresh: str = ""

    def command(self, needs: Iterable[str], unasked: bool = False) -> str:
        """The command that installs these needs, each package once, in the table's order."""
        wanted = set(needs)
        packages = dict.fromkeys(package for need, package in self.packages.items() if need in wanted)
        return " ".join([self.install, *([self.unasked] if unasked and self.unasked else []), *packages])


SYSTEMS: dict[str, System] = {
    "debian": System(
        "Debian, Ubuntu",
        "apt-get install",
        {
            "python": "python3.11 python3.11-venv",
            "venv": "python3-venv",
            "pango": "libpango-1.0-0",
            "pangoft2": "libpangoft2-1.0-0",
            "harfbuzz-subset": "libharfbuzz-subset0",
        },
        unasked="--yes --no-install-recommends",
        refresh="apt-get update",
    ),
    "fedora": System(
        "Fedora",
        "dnf install",
        {"python": "python3", "venv": "python3", "pango": "pango", "pangoft2": "pango", "harfbuzz-subset": "harfbuzz"},
        unasked="--assumeyes",
    ),
    "arch": System(
        "Arch",
        "pacman -S --needed",
        {"python": "python", "venv": "python", "pango": "pango", "pangoft2": "pango", "harfbuzz-subset": "harfbuzz"},
        unasked="--noconfirm",
    ),
    "alpine": System(
        "Alpine",
        "apk add",
        {
            "python": "python3",
            "venv": "python3",
            "pango": "pango",
            "pangoft2": "pango",
            "harfbuzz-subset": "so:libharfbuzz-subset.so.0",
        },
    ),
    "macos": System(
        "macOS",
        "brew install",
        {
            "python": "python@3.11",
            "venv": "python@3.11",
            "pango": "pango",
            "pangoft2": "pango",
            "harfbuzz-subset": "harfbuzz",
        },
    ),
    "windows": System(
        "Windows (MSYS2)",
        "pacman -S --needed",
        {
            "python": "mingw-w64-ucrt-x86_64-python",
            "venv": "mingw-w64-ucrt-x86_64-python",
            "pango": "mingw-w64-ucrt-x86_64-pango",
            "pangoft2": "mingw-w64-ucrt-x86_64-pango",
            "harfbuzz-subset": "mingw-w64-ucrt-x86_64-harfbuzz",
        },
    ),
}

_ROOTED = ("debian", "fedora", "arch", "alpine")  # where the command needs the administrator


def diagnose(folder: Path, fonts: Path | None = None) -> list[Finding]:
    """Everything that a build in `folder` needs; exit code 3 when one of the findings is an error."""
    return [*machine(), check_fonts(fonts or _PACKAGE / "_data" / "fonts"), check_disk(folder)]


def machine() -> list[Finding]:
    """What must be there before anything can be installed: Python with venv, and WeasyPrint's libraries."""
    return [check_python(sys.version_info[:2]), check_venv(), *map(check_library, LIBRARIES)]


def check_python(version: tuple[int, ...]) -> Finding:
    """Python 3.11 or newer."""
    spoken, wanted = ".".join(map(str, version)), ".".join(map(str, PYTHON))
    if version < PYTHON:
        return Finding("error", f"Python {spoken} is too old: studyguide needs {wanted} or newer", "python")
    return Finding("ok", f"Python {spoken}")


def check_venv() -> Finding:
    """Debian and Ubuntu keep ensurepip, without which venv makes no pip, in a package of its own."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        return Finding("error", "Python's venv is missing, which `make` sets up its environment with", "venv")
    return Finding("ok", "Python's venv")


def check_library(library: Library) -> Finding:
    """Whether the loader finds the library, by one of its file names or by the system's own search."""
    if any(map(_loads, library.names)) or _searched(library.names[0]):
        return Finding("ok", library.title)
    message = f"{library.title} ({library.names[0]}) is missing: {library.consequence}"
    return Finding(library.level, message, library.need)


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _searched(name: str) -> bool:
    """As cffi does for a bare name: on macOS this finds what Homebrew installed."""
    found = ctypes.util.find_library(name.removeprefix("lib").partition(".so")[0])
    return found is not None and _loads(found)


def check_fonts(folder: Path) -> Finding:
    """Every font of `faces.json` is there, byte for byte as it was made."""
    again = "make setup" if (_CHECKOUT / "Makefile").is_file() else "pip install --force-reinstall --no-deps studyguide"
    index = folder / "faces.json"
    if not index.is_file():
        return Finding("error", f"the fonts are missing: there is no {index}", fix=again)
    hashes: dict[str, str] = json.loads(index.read_text("utf-8"))["files"]
    damaged = [name for name, wanted in hashes.items() if _digest(folder / name) != wanted]
    if damaged:
        return Finding("error", f"damaged or missing in {folder}: {', '.join(damaged)}", fix=again)
    return Finding("ok", f"fonts ({len(hashes)} faces)")


def _digest(file: Path) -> str | None:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None


def check_disk(folder: Path) -> Finding:
    """PDFs and the manifest go under `output/`: a file can be made there, and there is room."""
    target = next(path for path in (folder / "output", folder, *folder.resolve().parents) if path.is_dir())
    try:
        with tempfile.TemporaryFile(dir=target):
            free = shutil.disk_usage(target).free // 1_000_000
    except OSError as problem:
        return Finding("error", f"{target} can't be written: {problem.strerror}", fix=f"chmod u+w {target}")
    if free < FREE_MEGABYTES:
        return Finding("error", f"the disk is almost full: {free} MB left under {target}")
    return Finding("ok", f"{target} can be written")


def failed(findings: Iterable[Finding]) -> bool:
    """Whether a build can't work here."""
    return any(finding.level == "error" for finding in findings)


def report(findings: Iterable[Finding]) -> str:
    """All findings, one a line, then what to type: on this system first, on the others after it."""
    found = list(findings)
    lines = [f"{finding.level + ':':<9}{finding.message}" for finding in found]
    fixes = dict.fromkeys(finding.fix for finding in found if finding.fix)
    lines += [f"  fix: {fix}" for fix in fixes]
    needs = {finding.need for finding in found if finding.need}
    return "\n".join([*lines, *(["", instructions(needs)] if needs else [])])


def instructions(needs: Iterable[str], here: str | None = None) -> str:
    """The install command for each system, the one we are on marked; for a person to copy."""
    wanted, current = list(needs), here or system()
    order = sorted(SYSTEMS, key=lambda key: key != current)
    width = max(len(entry.name) for entry in SYSTEMS.values())
    lines = [f"  {SYSTEMS[key].name:<{width}}  {_as_typed(key, wanted)}" for key in order]
    return "\n".join(["To install what is missing:", *lines])


def _as_typed(key: str, needs: list[str]) -> str:
    command = SYSTEMS[key].command(needs)
    return f"sudo {command}" if key in _ROOTED else command


@functools.cache
def system(release: Path = Path("/etc/os-release"), platform: str = sys.platform) -> str | None:
    """The key in `SYSTEMS` of this machine: by sys.platform, then by ID and ID_LIKE of os-release; None if unknown."""
    if platform == "darwin":
        return "macos"
    if platform == "win32":
        return "windows"
    if not release.is_file():
        return None
    fields = dict(line.split("=", 1) for line in release.read_text("utf-8").splitlines() if "=" in line)
    words = f"{fields.get('ID', '')} {fields.get('ID_LIKE', '')}".replace('"', "").split()
    kin = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora"}
    known = (kin.get(word, word) for word in words)
    return next((key for key in known if key in _ROOTED), None)


def unasked_commands(needs: Iterable[str], prefix: list[str]) -> list[list[str]]:
    """The commands that install these needs here without a question; none where that isn't ours to do.

    `prefix` is [] for the administrator, ["sudo", "-n"] where sudo asks for no password.
    """
    key = system()
    if key not in _ROOTED:
        return []
    entry = SYSTEMS[key]
    commands = [*([entry.refresh] if entry.refresh else []), entry.command(needs, unasked=True)]
    return [[*prefix, *command.split()] for command in commands]
