"""Names that Windows cannot hold: each gets one it can, no two the same, and what may stay stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.runs.windows_names import map_windows_names

SUPERSCRIPTS = ("com\u00b9", "LPT\u00b2", "lpt\u00b3.log")


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        (b"report: May.txt", b"report%3A May.txt"),
        (b'a<b>c"d|e?f*g\\h', b"a%3Cb%3Ec%22d%7Ce%3Ff%2Ag%5Ch"),
        (b"tab\there", b"tab%09here"),
        (b"ends.", b"ends%2E"),
        (b"ends ", b"ends%20"),
        (b"ends. .", b"ends. %2E"),
        (b"con", b"_con"),
        (b"NUL.txt", b"_NUL.txt"),
        (b"lpt9.tar.gz", b"_lpt9.tar.gz"),
        (b"CONIN$", b"_CONIN$"),
        # spaces before a dot do not make another name of a device
        (b"aux .txt", b"_aux .txt"),
        (b"prn ", b"_prn%20"),
        *((name.encode(), b"_" + name.encode()) for name in SUPERSCRIPTS),
    ],
)
def test_a_name_that_cannot_be_is_written_so_that_it_can(name: bytes, becomes: bytes) -> None:
    assert map_windows_names([name]) == {name: becomes}


@pytest.mark.parametrize(
    "name",
    [b"a.txt", b".profile", b"conquest", b"com", b"com10", b"nullify.txt", b"100%", b"caf\xe9", "ä".encode()],
)
def test_a_name_that_can_be_stays(name: bytes) -> None:
    assert map_windows_names([name]) == {}


def test_names_that_differ_in_case_only_get_numbers_and_the_first_stays() -> None:
    changes = map_windows_names([b"Plan.txt", b"plan.txt", b"PLAN.TXT", b".env", b".ENV"])
    assert changes == {
        b"Plan.txt": b"Plan (2).txt",
        b"plan.txt": b"plan (3).txt",
        b".env": b".env (2)",
    }


def test_a_name_that_may_stay_is_not_taken_from_it_by_one_that_changes() -> None:
    changes = map_windows_names([b"a:b", b"a%3Ab", b"a (2)", b"A"])
    assert b"a%3Ab" not in changes
    assert b"a (2)" not in changes
    assert changes[b"a:b"] == b"a%3Ab (2)"


def fold(name: bytes) -> bytes:
    return name.decode("utf-8", "surrogateescape").casefold().encode("utf-8", "surrogateescape")


FOLDER = st.lists(
    st.one_of(
        st.binary(min_size=1, max_size=8).filter(lambda name: b"/" not in name and b"\0" not in name),
        st.text("aA.:% 2()con\u00e4\u00c4", min_size=1, max_size=6).map(str.encode),
    ),
    unique=True,
    max_size=8,
)


@given(FOLDER)
def test_whatever_a_folder_holds_windows_can_hold_afterwards(names: list[bytes]) -> None:
    changes = map_windows_names(names)
    after = [changes.get(name, name) for name in names]
    assert len({fold(name) for name in after}) == len(names)
    # what was changed needs no change
    assert map_windows_names(after) == {}
    assert all(old != new for old, new in changes.items())
    # in whatever order a folder is listed, the same becomes of it
    assert map_windows_names(reversed(names)) == changes
