"""restic's pattern language."""

from __future__ import annotations

import pytest

from firstbell.base.patterns import InvalidPatternError, PatternList

MATCHES = [
    # pattern, path, wanted
    ("*.docx", b"/home/a/letter.docx", True),
    ("*.docx", b"/home/a/letter.docx.lock", False),
    ("*.docx", b"/home/a.docx/inside.txt", True),
    ("a*z", b"/home/a/z", False),
    ("home/a", b"/srv/home/a/x", True),
    ("home/a", b"/srv/home/b/a", False),
    ("home/a", b"/srv/home/ab", False),
    ("/home", b"/home/a/x", True),
    ("/home", b"/srv/home", False),
    ("/home/", b"/home/a", True),
    ("//home//a", b"/home/a", True),
    ("/", b"/anything", True),
    ("/*/a", b"/home/a", True),
    ("/*/a", b"/home/x/a", False),
    ("?.txt", b"/x/a.txt", True),
    ("?.txt", b"/x/ab.txt", False),
    ("?.txt", "/x/é.txt".encode(), True),
    ("?.txt", b"/x/\xff.txt", True),
    ("?.txt", b"/x/\xff\xfe.txt", False),
    ("[a-c]1", b"/x/b1", True),
    ("[a-c]1", b"/x/d1", False),
    ("[^a-c]1", b"/x/d1", True),
    ("[^a-c]1", b"/x/b1", False),
    ("[c-a]", b"/x/b", False),
    (r"[\]]", b"/x/]", True),
    (r"\*", b"/x/*", True),
    (r"\*", b"/x/a", False),
    (r"\!a", b"/x/!a", True),
    ("**/x", b"/a/b/x", True),
    ("a/**/x", b"/a/x", True),
    ("a/**/x", b"/a/b/c/x/d", True),
    ("a/**/x", b"/b/x", False),
    ("/a/**", b"/a/b", True),
    ("/a/**", b"/a", True),
    ("/a/**/x", b"/s/a/x", False),
    ("**", b"/a", True),
    ("a**z", b"/abz", True),
    ("a**z", b"/a/z", False),
    ("new\nline", b"/x/new\nline", True),
    ("a.b", b"/axb", False),
]


@pytest.mark.parametrize(("pattern", "path", "wanted"), MATCHES)
def test_a_pattern_matches_as_in_restic(pattern: str, path: bytes, wanted: bool) -> None:
    assert PatternList([pattern]).match(path) is wanted


@pytest.mark.parametrize("pattern", ["[", "[a", "[]a]", "[^]", "[-x]", "[a-]", "a\\", "!", "[a\\"])
def test_a_malformed_pattern_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(InvalidPatternError) as caught:
        PatternList([pattern])
    assert caught.value.pattern == pattern
    assert repr(pattern) in str(caught.value)


def test_case_is_ignored_only_when_asked() -> None:
    assert PatternList(["*.DocX"], ignore_case=True).match("/É/A.dOCx".encode())
    assert PatternList(["É"], ignore_case=True).match("/é".encode())
    assert not PatternList(["*.DocX"]).match(b"/a.docx")


def test_the_last_pattern_that_matches_decides() -> None:
    patterns = PatternList(["*.txt", "!keep.txt", "keep.txt/never"])
    assert patterns.match(b"/a.txt")
    assert not patterns.match(b"/keep.txt")
    assert patterns.match(b"/keep.txt/never")
    assert not PatternList(["!a"]).match(b"/b")


def test_empty_patterns_match_nothing_and_are_false() -> None:
    assert not PatternList(["", ""])
    assert not PatternList([]).match(b"/a")
    assert PatternList(["a"])


def test_a_path_without_a_leading_slash_is_taken_from_the_root() -> None:
    assert PatternList(["/a"]).match(b"a/b")


@pytest.mark.parametrize(
    ("patterns", "path", "wanted"),
    [
        (["/home/*/mail"], b"/home", True),
        (["/home/*/mail"], b"/home/a", True),
        (["/home/*/mail"], b"/home/a/mail/in", True),
        (["/home/*/mail"], b"/home/a/docs", False),
        (["/home/*/mail"], b"/srv", False),
        (["/home/*/mail"], b"/", True),
        (["mail"], b"/srv", True),
        (["/a/**/x"], b"/a/b/c", True),
        (["/a/**/x"], b"/b", False),
        (["/home", "!/home/a"], b"/home/a", False),
        (["/home", "!/home/a"], b"/home/b", True),
        ([], b"/", False),
    ],
)
def test_a_folder_need_not_be_entered_when_nothing_below_can_match(
    patterns: list[str], path: bytes, wanted: bool
) -> None:
    assert PatternList(patterns).child_may_match(path) is wanted


def test_case_may_be_ignored_in_patterns_that_begin_at_the_root_alone() -> None:
    patterns = PatternList(["/c/USERS/*.TXT", "*.DOCX", "!/C/users/keep.txt"], fold_anchored=True)
    assert patterns.match(b"/C/Users/a.txt")
    assert not patterns.match(b"/C/Users/Keep.txt")
    assert not patterns.match(b"/C/Users/a.docx")
    assert patterns.child_may_match(b"/C/Users")
    assert not PatternList(["/c/USERS"], fold_anchored=True).child_may_match(b"/D")
