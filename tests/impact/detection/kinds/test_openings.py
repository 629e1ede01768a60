"""Of many patterns few are asked: what is found is what asking all of them finds."""

from __future__ import annotations

import re

import pytest

from firstbell.impact.detection.headers.columns import _ANY_ROLE, _ROLES
from firstbell.impact.detection.kinds.openings import OpenedPatterns
from firstbell.impact.detection.kinds.titles import _HEADS, _SAID, _TITLED

_WHOLE = (
    "home address", "address", "cell", "student id", "id", "apellidos", "nombre del estudiante", "escuela",
    "first name", "last name and initial", "mi", "full legal name", "child 2", "kids", "grade", "position",
    "general notes", "notes", "date of birth", "ssn", "routing number", "shelf", "", "colour of the bus", "7",
)  # fmt: skip
_TITLES = (
    b"iep caseload", b"oss 2026", b"bus conduct slips", b"vision screening", b"fuel log", b"payroll audit",
    b"mv set asides", b"c ssrs", b"w 4s", b"f r status",
    b"the green folder", b"free and reduced lunch", b"i 9 copies", b"", b"504", b"menu",
)  # fmt: skip


@pytest.mark.parametrize("words", _WHOLE)
def test_the_role_is_the_first_of_all_that_fit(words: str) -> None:
    fitting = [at for at, (pattern, _, _) in enumerate(_ROLES) if re.fullmatch(pattern, words)]
    assert _ANY_ROLE.find_whole(words) == (fitting[0] if fitting else None)


@pytest.mark.parametrize("title", _TITLES)
def test_a_title_says_what_all_patterns_say(title: bytes) -> None:
    patterns = [pattern for _, pattern in (*_TITLED, *_HEADS)]
    assert _SAID.list_found(title) == [at for at, one in enumerate(patterns) if re.search(one, title)]


def test_these_titles_and_headers_say_something() -> None:
    assert sum(_ANY_ROLE.find_whole(words) is not None for words in _WHOLE) > len(_WHOLE) / 2
    assert sum(bool(_SAID.list_found(title)) for title in _TITLES) > len(_TITLES) / 3


@pytest.mark.parametrize("pattern", [r"(?:a|b)?cd", r"\w+ed", r"a{3,}", r"[^x]yz", r"(?=p)p?q", r"x*y", r""])
def test_what_a_pattern_begins_with_is_derived_from_it(pattern: str) -> None:
    opened = OpenedPatterns([pattern])
    for words in ("acd", "cd", "b", "used", "aaaa", "aa", "ayz", "xyz", "pq", "q", "xxy", "y", ""):
        assert (opened.find_whole(words) is not None) is (re.fullmatch(pattern, words) is not None)
