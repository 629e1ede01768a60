"""Paths of Windows: how they are typed, told and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.record.paths import (
    fold_inside,
    fold_name,
    fold_path,
    has_drive,
    is_of_windows,
    is_windows_path,
    place_root,
    read_inside,
    read_inside_pattern,
)

NAMES = st.text(
    st.characters(blacklist_characters="\\/\0", blacklist_categories=["Cs"]), min_size=1, max_size=6
)
TYPED = st.lists(NAMES, max_size=4)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("C:\\Users", True),
        ("c:/Users", True),
        ("D:", True),
        ("\\\\server\\share", True),
        ("/C/Users", False),
        ("C:Users", False),  # the working folder of a drive: no place that a backup names
        ("CC:\\Users", False),
        ("1:\\Users", False),
        ("/srv/C:\\odd", False),
        ("\\server", False),
        ("", False),
    ],
)
def test_a_path_of_windows_begins_with_a_drive_or_a_share(path: str, expected: bool) -> None:
    assert is_windows_path(path) is expected
    assert is_of_windows(["/srv", path]) is expected


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        (b"C:\\Users\\kay", b"/C/Users/kay"),
        (b"c:/Users\\kay\\", b"/C/Users/kay"),
        (b"C:", b"/C"),
        (b"C:\\", b"/C"),
        (b"C:\\caf\xe9", b"/C/caf\xe9"),
        (b"/C/Users", b"/C/Users"),
        (b"C:Users", b"C:Users"),
        # a name with a backslash is a name on other systems
        (b"/srv/a\\b", b"/srv/a\\b"),
        (b"", b""),
    ],
)
def test_what_is_typed_with_a_drive_is_read_as_the_snapshot_has_it(typed: bytes, inside: bytes) -> None:
    assert read_inside(typed) == inside
    assert has_drive(typed) is (typed != inside)


@given(st.sampled_from("cCzZ"), TYPED)
def test_slashes_case_of_the_drive_and_an_end_change_nothing(drive: str, names: list[str]) -> None:
    ways = [
        mark.join([f"{letter}:", *names]) + end
        for letter in (drive.lower(), drive.upper())
        for mark in "/\\"
        for end in ("", mark)
    ]
    expected = "/".join(["", drive.upper(), *names]).encode()
    assert {read_inside(one.encode()) for one in ways} == {expected}
    assert {fold_inside(one) for one in [*ways, expected.decode()]} == {fold_name(expected)}


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        ("C:\\Users\\*.docx", "/C/Users/*.docx"),
        ("!c:\\Users\\kay", "!/C/Users/kay"),
        ("C:/Users/a\\[1\\].txt", "/C/Users/a\\[1\\].txt"),
        ("C:/Users\\kay", "/C/Users/kay"),
        ("C:\\Users\\[ab]*", "/C/Users/[ab]*"),
        ("*.docx", "*.docx"),
        ("!*.docx", "!*.docx"),
        ("Users\\kay", "Users\\kay"),
        ("\udce9:\\x", "\udce9:\\x"),
        ("!", "!"),
    ],
)
def test_a_pattern_with_a_drive_keeps_what_it_takes_literally(typed: str, inside: str) -> None:
    assert read_inside_pattern(typed) == inside


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (b"Kay.TXT", b"kay.txt", True),
        ("Käthe".encode(), "KÄTHE".encode(), True),
        ("straße".encode(), b"STRASSE", False),  # one character stays one
        # the table of NTFS makes no letter of ASCII of one that is none
        ("\u0131.txt".encode(), b"I.txt", False),
        ("mi\u017fs".encode(), b"MISS", False),
        # what is not UTF-8 is compared byte by byte beside its letters
        (b"caf\xe9\xffx", b"CAF\xe9\xffX", True),
        (b"caf\xe9", b"caf\xc9", False),
    ],
)
def test_names_are_compared_as_windows_compares_them(one: bytes, other: bytes, same: bool) -> None:
    assert (fold_name(one) == fold_name(other)) is same


@given(st.binary(max_size=20))
def test_folding_twice_is_folding_once_and_loses_no_byte(name: bytes) -> None:
    folded = fold_name(name)
    assert fold_name(folded) == folded
    assert folded.decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape") == folded


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("C:\\Users", "c:/USERS/", True),
        ("\\\\Server\\Share", "\\\\server\\share\\", True),
        ("/srv/Staff", "/srv/staff", False),
        ("/srv/staff", "/srv/staff/", False),
        ("C:\\caf\udce9", "c:\\CAF\udce9", True),
    ],
)
def test_paths_of_snapshots_are_compared_by_their_systems_rule(one: str, other: str, same: bool) -> None:
    assert (fold_path(one) == fold_path(other)) is same


def spell_in(*there: bytes) -> dict[bytes, bytes]:
    """The paths of a tree and all folders above them."""
    found: set[bytes] = set()
    for path in there:
        names = path.split(b"/")[1:]
        found |= {b"/" + b"/".join(names[:end]) for end in range(1, len(names) + 1)}
    return {path: path for path in found}


@pytest.mark.parametrize(
    ("root", "tree", "begins"),
    [
        (b"/srv/staff", (b"/srv/staff/a.txt",), b"/srv/staff"),
        # `restic backup staff`, given in /srv
        (b"/srv/staff", (b"/staff/a.txt",), b"/staff"),
        # `restic backup .`, given in /srv/staff
        (b"/srv/staff", (b"/a.txt",), b""),
        # a file of the name of the last folder is the nearest thing to it
        (b"/srv/staff", (b"/srv/other",), b"/srv/staff"),
        (b"/", (b"/a.txt",), b""),
        (b"//srv//staff/", (b"/srv/staff/a.txt",), b"/srv/staff"),
    ],
)
def test_a_tree_begins_where_the_path_that_was_given_began(
    root: bytes, tree: tuple[bytes, ...], begins: bytes
) -> None:
    assert place_root(root, spell_in(*tree).get) == begins
