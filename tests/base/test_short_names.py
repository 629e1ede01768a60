"""Names that are shortened: never two alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.short_names import shorten, shorten_apart


def test_names_that_have_room_stay_and_of_long_ones_the_beginning_and_the_end_are_shown() -> None:
    names = ["fs02", "file-server-of-the-northern-school-01", "file-server-of-the-northern-school-02"]
    assert shorten_apart(names, 30) == {
        "fs02": "fs02",
        names[1]: "file-server-o...ern-school-01",
        names[2]: "file-server-o...ern-school-02",
    }


def test_names_that_differ_only_in_the_middle_show_where() -> None:
    names = [f"northern-district-server-{which}-of-the-building" for which in ("hall", "gym", "office")]
    assert len({shorten(name, 30) for name in names}) == 1
    told = shorten_apart(names, 30)
    for which, name in zip(("hall", "gym", "office"), names, strict=True):
        assert which in told[name]


def test_a_name_that_is_what_another_is_shortened_to_stays_itself() -> None:
    long = "file-server-of-the-northern-school-07"
    told = shorten_apart([long, shorten(long, 30)], 30)
    assert told[shorten(long, 30)] == shorten(long, 30)
    assert told[long] != told[shorten(long, 30)]


@given(st.lists(st.text("ab.(2) ", max_size=60), max_size=12, unique=True), st.integers(20, 34))
def test_no_two_names_look_alike_and_none_is_too_long(names: list[str], most: int) -> None:
    told = shorten_apart(names, most)
    assert sorted(told) == sorted(names)
    assert len(set(told.values())) == len(names)
    assert all(len(label) <= most for label in told.values())


def test_many_names_that_agree_for_long_are_numbered() -> None:
    names = ["a" * 40 + "b" * number + "a" * 40 for number in range(1, 120)]
    told = shorten_apart(names, 30)
    assert len(set(told.values())) == len(names)
    assert max(map(len, told.values())) <= 30
