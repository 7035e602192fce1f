"""`make`'s first step: system libraries, `.venv`, the locked packages, the program itself with its fonts.

In: the system's Python, the lock files. Out: `.venv`, and a stamp in it that says from what it was made, so that the
next `make` goes on in a tenth of a second. `--dev` adds what tests and lint need. Standard library only, and written
so that an old Python can still read it and say what is wrong.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {
    "user": ["requirements-build.lock", "requirements.lock"],
    "dev": ["requirements-build.lock", "requirements-dev.lock"],
}
RECIPES = ["pyproject.toml", "hatch_build.py", "tools/setup.py", "tools/make_fonts.py", "builder/fonts.py"]
NEWER = ["python3.11", "python3.12", "python3.13", "python3.14"]


def main(arguments: list[str]) -> int:
    """Set up what is missing; 0, or 3 with what to type when this machine lacks something."""
    kind = "dev" if "--dev" in arguments else "user"
    if is_current(kind):
        return 0
    doctor = load_doctor()
    if sys.version_info[:2] < doctor.PYTHON:
        restart_with_newer_python(arguments)
    install_system_packages(doctor)
    findings = doctor.machine()
    if doctor.failed(findings):
        print(doctor.report(findings), file=sys.stderr)
        return 3
    for finding in findings:
        if finding.level == "warning":
            print(doctor.report([finding]), file=sys.stderr)
    return install(kind)


def is_current(kind: str) -> bool:
    """Whether `.venv` was made from just these files; what tests need holds what the program needs."""
    fonts = ROOT / "builder" / "_data" / "fonts"
    if not PYTHON.exists() or load_doctor().check_fonts(fonts).level != "ok":
        return False
    return any(read(stamp(each)) == digest(each) for each in ("user", "dev") if each in (kind, "dev"))


def digest(kind: str) -> str:
    """What a set-up is made from: the place, and the bytes of locks and recipes (never their times)."""
    hasher = hashlib.sha256(str(ROOT).encode("utf-8"))
    for name in [*LOCKS[kind], *RECIPES]:
        hasher.update(hashlib.sha256((ROOT / name).read_bytes()).digest())
    return hasher.hexdigest()


def stamp(kind: str) -> Path:
    return VENV / ("studyguide-%s.stamp" % kind)


def read(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


def load_doctor() -> Any:
    """`builder/doctor.py` by its path: the package's folder must not stand before the standard library."""
    if "studyguide_doctor" not in sys.modules:
        spec = importlib.util.spec_from_file_location("studyguide_doctor", str(ROOT / "builder" / "doctor.py"))
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
    return sys.modules["studyguide_doctor"]


def restart_with_newer_python(arguments: list[str]) -> None:
    """Go on in the first Python that is new enough, if there is one beside this."""
    doctor = load_doctor()
    test = "import sys; sys.exit(sys.version_info[:2] < %r)" % (doctor.PYTHON,)
    for found in filter(None, map(shutil.which, NEWER)):
        if subprocess.run([found, "-c", test], capture_output=True).returncode == 0:
            sys.exit(subprocess.run([found, __file__, *arguments]).returncode)


def install_system_packages(doctor: Any) -> None:
    """Bring what the package manager can bring without asking; what it can't is reported by the caller."""
    needs = {finding.need for finding in doctor.machine() if finding.need}
    prefix = rights()
    if not needs or prefix is None:
        return
    for command in doctor.unasked_commands(needs, prefix):
        print("set-up: " + " ".join(command), flush=True)
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        if subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment).returncode:
            return
    importlib.invalidate_caches()


def rights() -> list[str] | None:
    """What to write before a command for the administrator: nothing, `sudo -n`, or None where a password is asked."""
    if getattr(os, "geteuid", lambda: 1)() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def install(kind: str) -> int:
    """`.venv` from the locks, then the program; its build hook makes the fonts."""
    print("set-up: .venv with %s" % " and ".join(LOCKS[kind]), flush=True)
    if not PYTHON.exists() or subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True).returncode:
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-qq", "--no-deps"]
    locked = [word for lock in LOCKS[kind] for word in ("--requirement", str(ROOT / lock))]
    run([*pip, "--require-hashes", *locked])
    run([*pip, "--no-build-isolation", "--editable", str(ROOT)])
    stamp(kind).write_text(digest(kind), "utf-8")
    return 0


def run(command: list[str]) -> None:
    """Run one step; stop with 3 and its name when it fails, since its own words stand above."""
    if subprocess.run(command, stdin=subprocess.DEVNULL, cwd=str(ROOT)).returncode:
        print("set-up stopped at: " + " ".join(command), file=sys.stderr)
        sys.exit(3)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
