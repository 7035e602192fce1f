"""What is installed, from what, and what the wheel holds."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from builder import resources
from tools import count_pdfs, setup

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-build.lock", "requirements-dev.lock"]
PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
TABLE = tomllib.loads(PROJECT)


def locked(lock: str) -> dict[str, str]:
    """Name -> version of everything a lock file pins."""
    text = (ROOT / lock).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+) \\$", text, re.MULTILINE))


def test_each_dependency_says_why_it_is_there() -> None:
    """Every line of a requirement in pyproject.toml ends with a reason."""
    extras = TABLE["project"]["optional-dependencies"]
    wanted = [*TABLE["build-system"]["requires"], *TABLE["project"]["dependencies"], *extras["styles"], *extras["dev"]]
    lines = PROJECT.splitlines()
    bare = [each for each in wanted if not any(re.match(rf'\s*"{re.escape(each)}",\s+# \w', line) for line in lines)]
    assert bare == []


def test_dependencies_are_what_the_program_imports() -> None:
    """No import that isn't declared, and nothing installed for a reader of PDFs that only tests need."""
    owners = packages_distributions()
    imported = {name for file in (ROOT / "builder").rglob("*.py") for name in imports(file.read_text("utf-8"))}
    third = {canonicalize_name(owners[name][0]) for name in imported if name in owners} - {"studyguide"}
    declared = {canonicalize_name(Requirement(each).name) for each in TABLE["project"]["dependencies"]}
    assert third - {"pydantic-core", "markupsafe"} == declared  # pydantic and jinja2 bring these two


def imports(source: str) -> Iterator[str]:
    """The top-level modules that a file imports anywhere, in functions too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("requirements.lock", TABLE["project"]["dependencies"]),
        ("requirements-build.lock", TABLE["build-system"]["requires"]),
        ("requirements-dev.lock", TABLE["project"]["dependencies"]),
        ("requirements-dev.lock", TABLE["project"]["optional-dependencies"]["dev"]),
    ],
)
def test_lock_holds_what_the_project_asks_for(lock: str, requirements: list[str]) -> None:
    """Each requirement is pinned to a version that it allows; else `make lock` was forgotten."""
    pins = locked(lock)
    for requirement in map(Requirement, requirements):
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_hashes_and_no_address(lock: str) -> None:
    """Every pin carries a SHA-256, and no index, address or path of a machine is written down."""
    text = (ROOT / lock).read_text("utf-8")
    pins = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert len(pins) == len(locked(lock)) > 10
    assert [pin for pin in pins if "--hash=sha256:" not in pin] == []
    assert re.findall(r"https?:|file:|@ |--index|--find-links|--trusted", text) == []


def test_locks_agree() -> None:
    """They are installed into one environment, so what two of them pin is the same version."""
    user, build, dev = map(locked, LOCKS)
    assert {name: dev.get(name) for name in user} == user
    assert {name: dev[name] for name in build if name in dev} == {name: build[name] for name in build if name in dev}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout that the set-up takes for its own, with a `.venv` made from it."""
    for name in {*setup.RECIPES, *LOCKS, "builder/doctor.py"}:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(resources.fonts_dir(), tmp_path / "builder" / "_data" / "fonts")
    for name, path in {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "PYTHON": tmp_path / ".venv/bin/python"}.items():
        monkeypatch.setattr(setup, name, path)
    monkeypatch.delitem(sys.modules, "studyguide_doctor", raising=False)
    setup.PYTHON.parent.mkdir(parents=True)
    setup.PYTHON.touch()
    setup.stamp("user").write_text(setup.digest("user"), "utf-8")
    return tmp_path


def test_second_setup_does_nothing(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The same locks and recipes: it says nothing and runs nothing."""
    assert setup.main([]) == 0
    assert capfd.readouterr() == ("", "")


def test_tests_need_more_than_the_program(place: Path) -> None:
    """A `.venv` for `make` isn't enough for `make test`; one for tests is enough for `make`."""
    assert not setup.is_current("dev")
    setup.stamp("user").unlink()
    setup.stamp("dev").write_text(setup.digest("dev"), "utf-8")
    assert setup.is_current("user")
    assert setup.is_current("dev")


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml", "builder/fonts.py", "hatch_build.py"])
def test_changed_recipe_means_set_up_again(place: Path, name: str) -> None:
    """Content counts, not times: touching a file changes nothing, a byte in it does."""
    (place / name).touch()
    assert setup.is_current("user")
    with (place / name).open("a", encoding="utf-8") as stream:
        stream.write("#")
    assert not setup.is_current("user")


def test_damaged_font_means_set_up_again(place: Path) -> None:
    """`make` heals what the doctor complains of."""
    (place / "builder/_data/fonts/StudyguideSans-Bold.ttf").write_bytes(b"")
    assert not setup.is_current("user")


def test_setup_stops_with_the_command(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the right to install, the report with its commands goes to stderr and the code is 3."""
    doctor = setup.load_doctor()
    lacking = [doctor.Finding("error", "Pango is missing", "pango")]
    monkeypatch.setattr(doctor, "machine", lambda: lacking)
    monkeypatch.setattr(setup, "rights", lambda: None)
    assert setup.main(["--dev"]) == 3
    assert capsys.readouterr().err == doctor.report(lacking) + "\n"


def test_old_python_hands_over_to_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a system whose python3 is 3.9 the set-up goes on in the first newer Python that really starts."""
    ran: list[list[str]] = []

    def record(command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 1 if command[0] == "/opt/python3.11" else 0)

    monkeypatch.setattr("shutil.which", lambda name: f"/opt/{name}" if name in ("python3.11", "python3.12") else None)
    monkeypatch.setattr("subprocess.run", record)
    with pytest.raises(SystemExit) as stopped:
        setup.restart_with_newer_python(["--dev"])
    assert stopped.value.code == 0
    assert [command[0] for command in ran] == ["/opt/python3.11", "/opt/python3.12", "/opt/python3.12"]
    assert ran[-1][1:] == [setup.__file__, "--dev"]


def test_setup_that_fails_names_the_step(capsys: pytest.CaptureFixture[str]) -> None:
    """A step's own words stand above; the last line says which step it was, and the code is 3."""
    with pytest.raises(SystemExit) as stopped:
        setup.run([sys.executable, "-c", "raise SystemExit(7)"])
    assert stopped.value.code == 3
    assert capsys.readouterr().err == f"set-up stopped at: {sys.executable} -c raise SystemExit(7)\n"


def test_setup_installs_what_it_may(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the right to install, the package manager is run without a question, then pip with hashes only."""
    doctor = setup.load_doctor()
    ran: list[list[str]] = []

    def record(command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    lacking = [doctor.Finding("warning", "slow", "harfbuzz-subset")]
    monkeypatch.setattr(doctor, "machine", lambda: lacking)
    monkeypatch.setattr(doctor, "system", lambda: "debian")
    monkeypatch.setattr(setup, "rights", list)
    monkeypatch.setattr("subprocess.run", record)
    assert setup.main(["--dev"]) == 0
    assert ran[:2] == [
        ["apt-get", "update"],
        ["apt-get", "install", "--yes", "--no-install-recommends", "libharfbuzz-subset0"],
    ]
    packages, program = ran[-2:]
    assert "--require-hashes" in packages
    assert str(place / "requirements-dev.lock") in packages
    assert program[-4:] == ["--no-deps", "--no-build-isolation", "--editable", str(place)]
    assert setup.is_current("dev")


def test_make_help_lists_every_target() -> None:
    """Each target has its line, the default first, and they fit on a terminal."""
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    assert [line.split()[0] for line in shown.splitlines()] == phony[1].split()
    assert max(map(len, shown.splitlines())) <= 110


def test_missing_and_superfluous_pdfs_are_counted(tmp_path: Path) -> None:
    """Sections in parts count through, every edition has its folder, and a stray file is named."""
    course, output = tmp_path / "content" / "c", tmp_path / "output"
    course.mkdir(parents=True)
    course.joinpath("course.yaml").write_text(
        "title: C\neditions: [student, teacher]\nsections: [one, {part: P, sections: [two]}]\n", "utf-8"
    )
    (course / "classes").mkdir()
    (course / "classes" / "blue.yaml").write_text("editions: [student]\nsections: {exclude: [one]}\n", "utf-8")
    (course / "classes" / "navy.yaml").write_text("extends: blue\n", "utf-8")
    packs = [f"c/{folder}course-pack.pdf" for folder in ("", "teacher/", "blue/", "navy/")]
    beside = [
        "c/01-one-cards.pdf",
        "c/teacher/01-one-key.pdf",
        "c/assessments/quiz-A.pdf",
        "c/blue/copies/ann/01-two.pdf",
    ]
    handouts = ["c/01-one.pdf", "c/02-two.pdf", "c/teacher/01-one.pdf", "c/blue/01-two.pdf", "c/navy/01-two.pdf"]
    for name in [*packs, *beside, *handouts, "c/teacher/03-old.pdf", "c/03-old-cards.pdf"]:
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).touch()
    assert count_pdfs.compare(tmp_path / "content", output) == [
        "missing: c/teacher/02-two.pdf",
        "not listed in a course: c/03-old-cards.pdf",
        "not listed in a course: c/teacher/03-old.pdf",
    ]
    (output / "c/03-old-cards.pdf").unlink()
    (output / "c/teacher/03-old.pdf").rename(output / "c/teacher/02-two.pdf")
    assert count_pdfs.compare(tmp_path / "content", output) == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout by way of its source archive, with a class's templates put beside the others."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("builder", "templates", "schemas", "tools"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("_data", "__pycache__"))
    for name in ("pyproject.toml", "hatch_build.py", "LICENSE", "README.md"):
        shutil.copy(ROOT / name, root / name)
    own = root / "templates" / "classes" / "period-9"
    own.mkdir(parents=True)
    (own / "section.html").touch()
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(root / "dist"), "-t"]
    subprocess.run([*command, "sdist"], cwd=root, capture_output=True, check=True)
    archive = next((root / "dist").glob("studyguide-*.tar.gz"))
    subprocess.run(["tar", "-xzf", archive.name], cwd=archive.parent, check=True)
    source = next(path for path in (root / "dist").iterdir() if path.is_dir())
    subprocess.run([*command, "wheel"], cwd=source, capture_output=True, check=True)
    return next((root / "dist").glob("studyguide-*.whl"))


def shipped(folder: str) -> set[str]:
    files = (ROOT / folder).rglob("*")
    names = {file.relative_to(ROOT).as_posix() for file in files if file.is_file()}
    return {f"builder/_data/{name}" for name in names if not name.startswith("templates/classes/")}


@pytest.mark.slow
def test_wheel_holds_program_fonts_templates_and_schemas(wheel: Path) -> None:
    """All that pages are made of is inside, no class's own templates, no tests and no course."""
    names = set(zipfile.ZipFile(wheel).namelist())
    data = {name for name in names if name.startswith("builder/_data/")}
    fonts = {f"builder/_data/fonts/{file.name}" for file in resources.fonts_dir().iterdir()}
    assert data == fonts | shipped("templates") | shipped("schemas")
    assert "builder/_data/templates/styles/tokens.css" in data
    scaffold = {file.relative_to(ROOT).as_posix() for file in (ROOT / "builder" / "scaffold").rglob("*.yaml")}
    assert scaffold <= names
    others = {name for name in names - data - scaffold if not name.endswith(".py")}
    assert {name.rpartition("/")[2] for name in others} == {
        "METADATA",
        "WHEEL",
        "RECORD",
        "entry_points.txt",
        "LICENSE",
    }
    assert {name.split("/")[0] for name in names} == {"builder", f"studyguide-{wheel.name.split('-')[1]}.dist-info"}


@pytest.mark.slow
def test_installed_program_finds_its_own_files(wheel: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere, the program reads the copies in the wheel and sees its fonts whole."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "from builder import doctor, fonts, resources\n"
        "print(resources.templates_dir(), fonts.missing('Ленин'), doctor.check_fonts(resources.fonts_dir()).message)"
    )
    command = [sys.executable, "-c", code]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert shown == f"{tmp_path / 'builder/_data/templates'} [] fonts (15 faces)\n"


@pytest.mark.slow
def test_installed_wheel_starts_a_course_and_builds_it(wheel: Path, tmp_path: Path) -> None:
    """In an environment of its own, `new` and `build` work in an empty folder: what they need lies in the wheel.

    The libraries are those of this environment, so that nothing is fetched; the program itself is the wheel's.
    """
    venv, project = tmp_path / "venv", tmp_path / "project"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True, capture_output=True)
    python = venv / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    asked = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    inside = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=True).stdout.strip()
    (Path(inside) / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", "utf-8")
    project.mkdir()
    command = str(venv / "bin" / "studyguide")
    surroundings = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "STUDYGUIDE_JOB_SECONDS": "300"}
    surroundings.pop("PYTHONPATH", None)
    for words in (["new", "bridge"], ["build"]):
        done = subprocess.run(
            [command, *words], cwd=project, env=surroundings, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in project.iterdir()) == ["content", "output"]
    made = {path.relative_to(project / "output").as_posix() for path in project.rglob("*.pdf")}
    assert {"bridge/course-pack.pdf", "bridge/teacher/course-pack.pdf"} < made


def test_checkout_reads_its_own_folders() -> None:
    """In an editable install templates and schemas are those at the top of the checkout."""
    assert resources.templates_dir() == ROOT / "templates"
    assert resources.schemas_dir() == ROOT / "schemas"
    assert resources.fonts_dir() == ROOT / "builder" / "_data" / "fonts"
