"""What the doctor finds, and the commands it gives."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from builder import doctor, resources
from builder.doctor import Finding

ABSENT = doctor.Library("Pango", ("libnowhere-1.0.so.0",))


def test_this_machine_is_sound(tmp_path: Path) -> None:
    """Where the tests run there is all that a build needs: the good findings are listed as well."""
    findings = doctor.diagnose(tmp_path)
    assert not doctor.failed(findings)
    assert [finding.message for finding in findings if finding.level == "ok"][1:8] == [
        "Python's venv",
        *(library.title for library in doctor.LIBRARIES),
    ]
    assert findings[-2].message == "fonts (15 faces)"


def test_old_python_is_named_with_what_is_needed() -> None:
    """Python 3.9 is refused, 3.11 and 3.12 are not."""
    assert doctor.check_python((3, 9)) == Finding(
        "error", "Python 3.9 is too old: studyguide needs 3.11 or newer", "python"
    )
    assert doctor.check_python((3, 11)) == Finding("ok", "Python 3.11")
    assert doctor.check_python((3, 12)).level == "ok"


def test_missing_ensurepip_is_missing_venv(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Debian venv can be imported but makes no pip until python3-venv is there."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "ensurepip" else object())
    finding = doctor.check_venv()
    assert finding == Finding("error", "Python's venv is missing, which `make` sets up its environment with", "venv")


def test_missing_library_says_what_follows() -> None:
    """Pages can't be made without Pango; without HarfBuzz-Subset they are only slow, so that is a warning."""
    assert doctor.check_library(ABSENT) == Finding(
        "error", "Pango (libnowhere-1.0.so.0) is missing: WeasyPrint can't make pages without it", "pango"
    )
    subset = doctor.LIBRARIES[-1]
    slow = doctor.Library("HarfBuzz-Subset", ("libno.so.0",), subset.need, subset.level, subset.consequence)
    assert doctor.check_library(slow) == Finding(
        "warning",
        "HarfBuzz-Subset (libno.so.0) is missing: pages take 3.6 times as long without it",
        "harfbuzz-subset",
    )
    assert not doctor.failed([doctor.check_library(slow)])


def test_library_found_only_by_the_systems_search_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """On macOS the search finds what Homebrew installed under a path that the loader doesn't try."""
    asked: list[str] = []

    def search(name: str) -> str:
        asked.append(name)
        return "libc.so.6"

    monkeypatch.setattr("ctypes.util.find_library", search)
    assert doctor.check_library(ABSENT) == Finding("ok", "Pango")
    assert asked == ["nowhere-1.0"]


INSTRUCTIONS = """\
To install what is missing:
  Debian, Ubuntu   sudo apt-get install python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
  Fedora           sudo dnf install python3 pango harfbuzz
  Arch             sudo pacman -S --needed python pango harfbuzz
  Alpine           sudo apk add python3 pango so:libharfbuzz-subset.so.0
  macOS            brew install python@3.11 pango harfbuzz
  Windows (MSYS2)  pacman -S --needed mingw-w64-ucrt-x86_64-python mingw-w64-ucrt-x86_64-pango \
mingw-w64-ucrt-x86_64-harfbuzz"""


def test_instructions_for_everything() -> None:
    """Each system has one command to copy; Debian's names are those WeasyPrint needs there."""
    needs = ["harfbuzz-subset", "venv", "pango", "pangoft2"]
    assert doctor.instructions(needs, "debian") == INSTRUCTIONS


def test_instructions_begin_with_this_system() -> None:
    """A person reads one line: the first is their own system's, and it names only what is missing."""
    lines = doctor.instructions(["pango"], "macos").splitlines()
    assert lines[1:3] == [
        "  macOS            brew install pango",
        "  Debian, Ubuntu   sudo apt-get install libpango-1.0-0",
    ]


def test_report_lists_findings_then_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings with their level, what to type in this folder, then the install commands."""
    monkeypatch.setattr(doctor, "instructions", lambda needs: f"install {sorted(needs)}")
    findings = [
        Finding("ok", "Python 3.11"),
        Finding("warning", "slow", "harfbuzz-subset"),
        Finding("error", "no fonts", fix="make setup"),
    ]
    assert doctor.report(findings) == (
        "ok:      Python 3.11\nwarning: slow\nerror:   no fonts\n  fix: make setup\n\ninstall ['harfbuzz-subset']"
    )
    assert doctor.report(findings[:1]) == "ok:      Python 3.11"
    assert doctor.failed(findings)


@pytest.mark.parametrize(
    ("release", "platform", "wanted"),
    [
        ("ID=debian\n", "linux", "debian"),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', "linux", "debian"),
        ("NAME=Ubuntu\nID=ubuntu\nID_LIKE=debian\n", "linux", "debian"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "linux", "fedora"),
        ("ID=manjaro\nID_LIKE=arch\n", "linux", "arch"),
        ("ID=alpine\n", "linux", "alpine"),
        ("ID=nixos\n", "linux", None),
        (None, "linux", None),
        (None, "darwin", "macos"),
        (None, "win32", "windows"),
    ],
)
def test_system_is_known_by_its_own_words(
    release: str | None, platform: str, wanted: str | None, tmp_path: Path
) -> None:
    """Systems that descend from a known one take its command; an unknown one gets the whole list."""
    file = tmp_path / "os-release"
    if release is not None:
        file.write_text(release, "utf-8")
    assert doctor.system(file, platform) == wanted


def test_commands_that_ask_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the set-up runs by itself on Debian: lists first, and no question."""
    monkeypatch.setattr(doctor, "system", lambda: "debian")
    assert doctor.unasked_commands(["venv", "pango"], ["sudo", "-n"]) == [
        ["sudo", "-n", "apt-get", "update"],
        ["sudo", "-n", "apt-get", "install", "--yes", "--no-install-recommends", "python3-venv", "libpango-1.0-0"],
    ]


@pytest.mark.parametrize("system", ["macos", "windows", None])
def test_nothing_is_installed_unasked_elsewhere(system: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's Homebrew or MSYS2 is theirs to change."""
    monkeypatch.setattr(doctor, "system", lambda: system)
    assert doctor.unasked_commands(["pango"], []) == []


def test_damaged_and_missing_fonts_are_named(tmp_path: Path) -> None:
    """One byte too many in a font, or a font gone, and its name is in the finding."""
    folder = tmp_path / "fonts"
    shutil.copytree(resources.fonts_dir(), folder)
    assert doctor.check_fonts(folder) == Finding("ok", "fonts (15 faces)")
    with (folder / "StudyguideSans-Bold.ttf").open("ab") as stream:
        stream.write(b"\0")
    (folder / "StudyguideSerif-Italic.ttf").unlink()
    assert doctor.check_fonts(folder) == Finding(
        "error",
        f"damaged or missing in {folder}: StudyguideSans-Bold.ttf, StudyguideSerif-Italic.ttf",
        fix="make setup",
    )


def test_fonts_never_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a checkout `make setup` makes them; an installed program without them was installed badly."""
    message = f"the fonts are missing: there is no {tmp_path / 'faces.json'}"
    assert doctor.check_fonts(tmp_path) == Finding("error", message, fix="make setup")
    monkeypatch.setattr(doctor, "_CHECKOUT", tmp_path)
    again = "pip install --force-reinstall --no-deps studyguide"
    assert doctor.check_fonts(tmp_path) == Finding("error", message, fix=again)


def test_disk_that_refuses_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without write permission is an error that names it and the reason."""

    def refuse(**_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    assert doctor.check_disk(tmp_path) == Finding(
        "error", f"{tmp_path} can't be written: Permission denied", fix=f"chmod u+w {tmp_path}"
    )


def test_disk_that_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under 100 MB free a build may stop halfway, so it is said before."""
    monkeypatch.setattr("shutil.disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 12_345_678))
    assert doctor.check_disk(tmp_path) == Finding("error", f"the disk is almost full: 12 MB left under {tmp_path}")


def test_output_folder_is_looked_at_first(tmp_path: Path) -> None:
    """PDFs go into output/; where there is none yet, the folder around it counts."""
    assert doctor.check_disk(tmp_path / "not" / "yet").message == f"{tmp_path} can be written"
    (tmp_path / "output").mkdir()
    assert doctor.check_disk(tmp_path).message == f"{tmp_path / 'output'} can be written"


def test_doctor_needs_nothing_installed() -> None:
    """The set-up loads the file alone, in a Python without site-packages and without our package on its path."""
    code = (
        "import importlib.util, sys; spec = importlib.util.spec_from_file_location('doctor', sys.argv[1]);"
        "doctor = importlib.util.module_from_spec(spec); sys.modules['doctor'] = doctor;"
        "spec.loader.exec_module(doctor); print(len(doctor.machine()))"
    )
    command = [sys.executable, "-I", "-S", "-c", code, doctor.__file__]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "8\n"


def test_every_need_has_a_package_on_every_system() -> None:
    """A new library can't be added for Debian alone."""
    needs = {"python", "venv", *(library.need for library in doctor.LIBRARIES)}
    assert {key: set(system.packages) for key, system in doctor.SYSTEMS.items()} == dict.fromkeys(doctor.SYSTEMS, needs)


def test_shipped_fonts_are_listed_whole() -> None:
    """`faces.json` lists each font file that lies beside it."""
    listed = json.loads((resources.fonts_dir() / "faces.json").read_text("utf-8"))["files"]
    assert sorted(listed) == sorted(file.name for file in resources.fonts_dir().glob("*.ttf"))
