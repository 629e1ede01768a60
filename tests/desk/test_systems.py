"""The order in which systems come back, and what of a configuration's names does not hold."""

from __future__ import annotations

import random
import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.desk.configuration import Configuration, District, Host, Part, RepositoryAddress, System
from firstbell.desk.errors import ConfigurationError
from firstbell.desk.loader import parse_configuration
from firstbell.desk.systems import find_flaws, order_systems

PARTS = (Part(host="a", paths=("/srv",)),)


def system(name: str, tier: int = 1, *needs: str, owner: str = "") -> System:
    return System(name=name, tier=tier, parts=PARTS, depends_on=needs, owner=owner)


def configure(*systems: System, time_zone: str = "America/Chicago") -> Configuration:
    return Configuration(
        version=1,
        district=District(name="Hill", time_zone=time_zone),
        repository=(RepositoryAddress(name="r", url="/r"),),
        host=(Host(name="a", repository="r"),),
        system=systems,
    )


def name_waves(*systems: System) -> list[list[str]]:
    return [[one.name for one in wave] for wave in order_systems(systems)]


@pytest.mark.parametrize(
    ("systems", "waves"),
    [
        ([], []),
        ([system("a")], [["a"]]),
        ([system("late", 9), system("soon", 0)], [["soon"], ["late"]]),
        ([system("b", 1), system("a", 1)], [["b", "a"]]),
        # what a lower tier needs takes its tier, through others too
        ([system("b", 0, "a"), system("a", 5, "z"), system("z", 9)], [["z"], ["a"], ["b"]]),
        ([system("x", 3), system("page", 0, "disk"), system("disk", 9)], [["disk"], ["page"], ["x"]]),
        # of a tier, what needs another one of it waits
        ([system("b", 1, "a"), system("a", 1)], [["a"], ["b"]]),
        ([system("d", 2, "b", "c"), system("c", 2, "a"), system("b", 2, "a"), system("a", 2)],
         [["a"], ["c", "b"], ["d"]]),
        # what is not asked for is not waited for
        ([system("b", 1, "elsewhere")], [["b"]]),
    ],
)  # fmt: skip
def test_systems_come_back_in_waves(systems: list[System], waves: list[list[str]]) -> None:
    assert name_waves(*systems) == waves


@st.composite
def districts(draw: st.DrawFn) -> list[System]:
    """Systems without a circle, in any order."""
    names = list(string.ascii_lowercase[: draw(st.integers(0, 12))])
    made = []
    for at, name in enumerate(names):
        needs = draw(st.lists(st.sampled_from(names[:at]), unique=True)) if at else []
        made.append(system(name, draw(st.integers(0, 9)), *needs))
    random.Random(draw(st.integers(0, 99))).shuffle(made)
    return made


@given(districts())
def test_every_system_comes_back_once_and_after_all_that_it_needs(systems: list[System]) -> None:
    waves = order_systems(systems)
    assert sorted(one.name for wave in waves for one in wave) == sorted(one.name for one in systems)
    assert all(waves)
    done: set[str] = set()
    for wave in waves:
        assert all(set(one.depends_on) <= done for one in wave)
        done |= {one.name for one in wave}


@given(districts())
def test_nothing_waits_for_a_later_tier_that_it_does_not_need(systems: list[System]) -> None:
    """Whatever stands in an earlier wave is as urgent as what comes later, or somebody as urgent needs it."""
    needed_by = {one.name: {two.name for two in systems if one.name in two.depends_on} for one in systems}
    tiers = {one.name: one.tier for one in systems}

    def find_urgency(name: str) -> int:
        return min([tiers[name], *(find_urgency(other) for other in needed_by[name])])

    waves = [[find_urgency(one.name) for one in wave] for wave in order_systems(systems)]
    assert all(len(set(wave)) == 1 for wave in waves)
    free = [find_urgency(one.name) for one in systems if not one.depends_on]
    assert not free or waves[0][0] == min(free)


@given(districts(), st.integers(0, 5))
def test_the_order_does_not_hang_on_the_order_of_the_file(systems: list[System], seed: int) -> None:
    other = systems[:]
    random.Random(seed).shuffle(other)
    assert [sorted(wave) for wave in name_waves(*systems)] == [sorted(wave) for wave in name_waves(*other)]


@pytest.mark.parametrize(
    ("systems", "steps", "problem"),
    [
        ([system("a", 1, "a")], ("system", 0, "depends_on"), "depends on itself in a circle: a needs a"),
        ([system("a"), system("a")], ("system", 1, "name"), "'a' is also the name of system 1"),
        ([system("a", 1, "b")], ("system", 0, "depends_on"), "there is no system called 'b'"),
        ([system("a", owner="Kay")], ("system", 0, "owner"), "there is no person called 'Kay'"),
        (
            [System(name="a", tier=1, parts=(Part(host="a"),))],
            ("system", 0, "parts", 0),
            "lists neither paths nor tags",
        ),
        (
            [System(name="a", tier=1, parts=(*PARTS, Part(host="b", tags=("sql",))))],
            ("system", 0, "parts", 1, "host"),
            "there is no host called 'b'",
        ),
    ],
)
def test_what_does_not_hold_is_told_with_its_place(
    systems: list[System], steps: tuple[str | int, ...], problem: str
) -> None:
    flaws = list(find_flaws(configure(*systems)))
    assert [(flaw.steps, flaw.problem) for flaw in flaws] == [(steps, problem)]


def test_where_no_person_is_there_the_hint_says_so() -> None:
    (flaw,) = find_flaws(configure(system("a", owner="Kay")))
    assert flaw.hint == "there is no [[person]] yet"
    (flaw,) = find_flaws(configure(system("a", 1, "B"), system("c"), system("b")))
    assert flaw.hint == "known: a, b, c"


@pytest.mark.parametrize(
    "zone", ["Mars/Phobos", "", "America", "../../etc/passwd", "/etc/localtime", "a\0b", "x" * 300]
)
def test_a_time_zone_that_is_none_is_a_flaw_and_no_crash(zone: str) -> None:
    flaws = list(find_flaws(configure(time_zone=zone)))
    assert [flaw.steps for flaw in flaws] == [("district", "time_zone")]


@given(st.integers(2, 6), st.integers(0, 5))
def test_a_circle_names_everybody_on_it_and_nobody_else(size: int, beside: int) -> None:
    names = [f"s{number}" for number in range(size)]
    round_ = [system(name, 1, names[(at + 1) % size]) for at, name in enumerate(names)]
    others = [system(f"x{number}", 1, *names[:1]) for number in range(beside)]
    (flaw,) = find_flaws(configure(*others, *round_))
    told = flaw.problem.removeprefix("depends on itself in a circle: ").split(" needs ")
    assert told[0] == told[-1]
    assert sorted(told[1:]) == names
    assert all(names[(names.index(one) + 1) % size] == two for one, two in pairwise(told))
    assert flaw.steps == ("system", beside + names.index(told[0]), "depends_on")


@pytest.mark.parametrize("text", ["x = " + "[" * 5000, "x = " + "{a=" * 5000, "[" + "a." * 5000 + "a]"])
def test_a_file_nested_without_end_is_refused_as_any_other(text: str) -> None:
    with pytest.raises(ConfigurationError):
        parse_configuration(text, "firstbell.toml")
