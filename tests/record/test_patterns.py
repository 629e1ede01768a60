"""Patterns that are typed for snapshots of Windows, of others, and of both at once."""

from __future__ import annotations

import pytest

from firstbell.base.patterns import InvalidPatternError
from firstbell.record.patterns import PathPatterns, compile_patterns

WINDOWS, LINUX = ["C:\\Users"], ["/srv"]


@pytest.mark.parametrize(
    ("pattern", "path", "on_windows", "elsewhere"),
    [
        ("C:\\Users\\*.docx", b"/C/users/A.DOCX", True, False),
        ("c:/users", b"/C/Users/kay/a.txt", True, False),
        # what may begin at any depth has its own case, as restic's has
        ("*.docx", b"/C/Users/a.DOCX", False, False),
        ("*.docx", b"/C/Users/a.docx", True, True),
        ("/c/users", b"/C/Users/a", True, False),
        ("/srv/Staff", b"/srv/staff/a", True, False),
    ],
)
def test_a_pattern_means_what_its_system_means(
    pattern: str, path: bytes, on_windows: bool, elsewhere: bool
) -> None:
    both = PathPatterns([pattern])
    assert both.choose(WINDOWS).match(path) is on_windows
    assert both.choose(LINUX).match(path) is elsewhere
    assert compile_patterns([pattern], WINDOWS).match(path) is on_windows
    assert compile_patterns([pattern], LINUX).match(path) is elsewhere


def test_case_is_ignored_everywhere_where_that_is_asked_for() -> None:
    both = PathPatterns(["*.DOCX"], ignore_case=True)
    assert both.choose(WINDOWS).match(b"/C/a.docx")
    assert both.choose(LINUX).match(b"/srv/a.docx")


def test_a_drive_with_a_backslash_at_its_end_is_left_out_elsewhere_and_refused_where_none_is() -> None:
    both = PathPatterns(["C:\\Users\\", "!C:\\Users\\kay\\", "*.txt"])
    assert both.choose(WINDOWS).match(b"/C/Users/x")
    assert not both.choose(WINDOWS).match(b"/C/Users/kay/x")
    assert both.choose(LINUX).match(b"/srv/a.txt")
    assert not both.choose(LINUX).match(b"/C/Users/x")
    with pytest.raises(InvalidPatternError) as refused:
        PathPatterns(["C:\\Users\\"], of_others_only=True)
    assert "C:\\\\Users\\\\" in str(refused.value)
    assert refused.value.pattern == "C:\\Users\\"


def test_a_pattern_that_is_wrong_on_every_system_is_refused_though_another_has_a_drive() -> None:
    with pytest.raises(InvalidPatternError, match="not closed"):
        PathPatterns(["C:\\Users\\", "a[b"])
    with pytest.raises(InvalidPatternError, match="not closed"):
        PathPatterns(["a[b"])
