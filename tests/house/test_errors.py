"""Every error has a code of its own, and every code an exit status."""

from __future__ import annotations

import importlib
import re

import pytest

from firstbell.base.errors import Error
from firstbell.cli.terminal.exits import STATUS_BY_PREFIX, ExitStatus, find_status, status_of
from tests.house.sources import PACKAGE, source_files

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


def load_errors() -> list[type[Error]]:
    """Every subclass of Error in the package."""
    for path in source_files():
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    found: list[type[Error]] = []
    unseen = [Error]
    while unseen:
        found.append(unseen.pop())
        unseen.extend(found[-1].__subclasses__())
    return [error for error in found if error.__module__.startswith("firstbell.")]


ERRORS = load_errors()


def test_there_are_errors_to_look_at() -> None:
    assert len(ERRORS) > 20


def test_no_two_errors_share_a_code() -> None:
    by_code: dict[str, set[str]] = {}
    for error in ERRORS:
        by_code.setdefault(error.code, set()).add(f"{error.__module__}.{error.__qualname__}")
    assert {code: names for code, names in by_code.items() if len(names) > 1} == {}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__qualname__)
def test_a_code_is_dotted_and_its_own(error: type[Error]) -> None:
    assert "code" in vars(error), "it inherits the code of its base"
    assert _CODE.fullmatch(error.code)
    assert error is Error or "." in error.code or error.code in STATUS_BY_PREFIX


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__qualname__)
def test_a_code_has_an_exit_status(error: type[Error]) -> None:
    assert find_status(error.code) is not None, f"{error.code} begins with no prefix of cli/terminal/exits.py"


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("repository.none", ExitStatus.NO_REPOSITORY),
        ("repository.locked", ExitStatus.LOCKED),
        ("repository.locked.by_us", ExitStatus.LOCKED),
        ("repository.wrong_password", ExitStatus.WRONG_PASSWORD),
        ("repository.blob_damaged", ExitStatus.FAILED),
        ("usage.pattern", ExitStatus.USAGE),
        ("usage", ExitStatus.USAGE),
        ("nowhere.known", None),
    ],
)
def test_the_longest_prefix_decides(code: str, status: ExitStatus | None) -> None:
    assert find_status(code) == status


def test_an_error_of_an_unknown_room_is_a_failure() -> None:
    class StrangeError(Error):
        code = "strange.thing"

    assert status_of(StrangeError("x")) is ExitStatus.FAILED
