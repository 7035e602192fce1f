"""What all tests share: the comparison with golden files, and the switch that rewrites them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run: a failure is one that can be looked at again. `--hypothesis-profile default` looks further.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="session", autouse=True)
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tell where the processes of a run share what one of them has printed: above the folder that each has for itself."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        os.environ["TEST_RUN_FOLDER"] = str(tmp_path_factory.getbasetemp().parent)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave properties out of the measuring of coverage, which makes them take three times as long: their examples repeat each other.

    What nothing but a random example reaches isn't tested on purpose.
    """
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.unmeasured)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Let a test marked `unmeasured` run free; the `no_cover` of pytest-cov doesn't in the processes of pytest-xdist."""
    if item.get_closest_marker("unmeasured") is None:
        return (yield)
    measure = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(measure)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that rewrites golden files."""
    parser.addoption("--update-golden", action="store_true", help="write what the code gives now into tests/golden")


@pytest.fixture
def check_golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file, whole; under --update-golden write the file instead."""

    def check(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.is_file(), f"{path} is missing; pytest --update-golden writes it"
        assert text == path.read_bytes().decode("utf-8")

    return check


@pytest.fixture
def golden() -> Path:
    """The folder of golden files."""
    return GOLDEN
