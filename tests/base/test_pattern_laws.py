"""Laws of patterns that hold for every pattern and path: what may be passed over, what order does, case."""

from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.patterns import InvalidPatternError, PatternList

# few letters, so that patterns and paths meet often
NAME = st.text("abA.\u00e4\udce9", min_size=1, max_size=3)
PIECE = st.one_of(NAME, st.sampled_from(["*", "**", "?", "a*", "[ab]", "[^a]", "\\*", "*.a", "[a-b]?"]))
PATH = st.lists(NAME, min_size=1, max_size=4).map(lambda names: os.fsencode("/" + "/".join(names)))


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """A pattern, anchored or not, taken back or not."""
    body = "/".join(draw(st.lists(PIECE, min_size=1, max_size=3)))
    return draw(st.sampled_from(["", "!"])) + draw(st.sampled_from(["", "/"])) + body


LISTS = st.lists(patterns(), min_size=1, max_size=4)


def list_above(path: bytes) -> list[bytes]:
    """The folders above a path, the root first."""
    names = path.split(b"/")[1:]
    return [b"/" + b"/".join(names[:end]) for end in range(len(names))]


@given(LISTS, PATH)
def test_no_folder_is_passed_over_that_holds_a_path_that_matches(typed: list[str], path: bytes) -> None:
    found = PatternList(typed)
    if found.match(path):
        assert all(found.child_may_match(folder) for folder in list_above(path))


@given(patterns(), PATH, NAME)
def test_what_lies_below_a_match_matches_too(pattern: str, path: bytes, name: str) -> None:
    found = PatternList([pattern.removeprefix("!")])
    if found.match(path):
        assert found.match(path + b"/" + os.fsencode(name))


@given(LISTS, patterns(), PATH)
def test_the_last_pattern_that_fits_has_the_last_word(typed: list[str], last: str, path: bytes) -> None:
    fits = PatternList([last.removeprefix("!")]).match(path)
    before, after = PatternList(typed).match(path), PatternList([*typed, last]).match(path)
    assert after == (not last.startswith("!") if fits else before)


@given(LISTS, PATH)
def test_nothing_that_is_written_in_one_case_matches_less_where_case_is_ignored(
    typed: list[str], path: bytes
) -> None:
    plain = [one.removeprefix("!") for one in typed if "[^" not in one]
    if PatternList(plain).match(path):
        assert PatternList(plain, ignore_case=True).match(path)


@given(NAME.filter(lambda name: name not in (".", "..")), PATH)
def test_a_name_whose_every_letter_is_taken_literally_matches_itself_alone(name: str, path: bytes) -> None:
    found = PatternList(["/" + "".join(f"\\{letter}" for letter in name)])
    assert found.match(path) == (path.split(b"/")[1] == os.fsencode(name))


@given(st.text("ab*?[]\\^-/!", max_size=8))
def test_whatever_is_typed_is_a_pattern_or_is_refused_by_name(typed: str) -> None:
    try:
        found = PatternList([typed])
    except InvalidPatternError as error:
        told = (error.pattern, error.hint)
    else:
        assert bool(found) is bool(typed)
        assert isinstance(found.match(b"/a/b"), bool)
        return
    assert told == (typed, "write a literal character as \\[ or \\*")
