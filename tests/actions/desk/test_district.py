"""Who the district is to the law, also where its file says nothing, or cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.actions.desk.district import outline_district
from firstbell.base.errors import UsageError

FILE = """version = 1
[district]
name = "{name}"
state = "{state}"
time_zone = "{zone}"
"""


def write(
    folder: Path, *, name: str = "Oak Hill Schools", state: str = "WI", zone: str = "America/Chicago"
) -> Path:
    (folder / "firstbell.toml").write_text(FILE.format(name=name, state=state, zone=zone))
    return folder


def test_the_desks_file_says_who_the_district_is(tmp_path: Path) -> None:
    told = outline_district(write(tmp_path))
    assert (list(told.names), str(told.zone), told.flaw) == (["Oak Hill Schools"], "America/Chicago", "")
    assert told.status.home == "WI"


def test_without_a_desk_it_is_minnesota_by_this_machines_clock_and_nobody_is_named(tmp_path: Path) -> None:
    told = outline_district(tmp_path / "none")
    assert (list(told.names), told.zone, told.flaw, told.status.home) == ([], None, "", "MN")


def test_the_example_is_nobodys_name(tmp_path: Path) -> None:
    assert list(outline_district(write(tmp_path, name="Lakeside Public Schools")).names) == []


def test_a_file_that_cannot_be_read_is_told_and_nothing_is_taken_from_it(tmp_path: Path) -> None:
    (tmp_path / "firstbell.toml").write_text("version = ")
    told = outline_district(tmp_path)
    assert "firstbell.toml" in told.flaw
    assert (list(told.names), told.zone, told.status.home) == ([], None, "MN")


@pytest.mark.parametrize("home", ["wi", "WI", "tx", "DC"])
def test_another_state_may_be_asked_about_in_either_case(tmp_path: Path, home: str) -> None:
    assert outline_district(write(tmp_path), home=home).status.home == home.upper()


@pytest.mark.parametrize("home", ["US", "ZZ", "Minnesota", "M1", "X", "**"])
def test_what_is_no_state_is_refused_with_how_to_write_one(tmp_path: Path, home: str) -> None:
    with pytest.raises(UsageError, match="there is no state") as refused:
        outline_district(write(tmp_path), home=home)
    assert refused.value.hint.endswith("write it like MN; DC and PR count as states")


@pytest.mark.parametrize(
    ("home", "meant"),
    [
        ("Minnesota", "did you mean MN?"),
        ("wisc", "did you mean WI?"),
        ("Texass", "did you mean TX?"),
        ("ZZ", "did you mean AZ?"),
        ("new", "did you mean NH, NJ, NM or NY?"),
    ],
)
def test_whoever_writes_no_state_is_told_which_may_be_meant(tmp_path: Path, home: str, meant: str) -> None:
    with pytest.raises(UsageError) as refused:
        outline_district(write(tmp_path), home=home)
    assert refused.value.hint.startswith(meant)
