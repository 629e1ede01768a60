"""`firstbell.toml`: what it says, and that every mistake in it is named by line and field."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from firstbell.desk import NoDeskError, load_configuration, order_systems
from firstbell.desk.errors import ConfigurationError
from firstbell.desk.loader import parse_configuration
from firstbell.record.roles import Role

EXAMPLE = files("firstbell.desk").joinpath("example.toml").read_text(encoding="utf-8")


def refuse(text: str) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        parse_configuration(text, "firstbell.toml")
    return caught.value


def line_of(text: str, part: str) -> int:
    (number,) = [at for at, line in enumerate(text.splitlines(), 1) if part in line]
    return number


def test_the_example_holds_and_says_what_a_district_needs() -> None:
    configuration = parse_configuration(EXAMPLE, "example")
    assert [host.name for host in configuration.host] == ["dc01", "sis01"]
    assert configuration.person[0].role is Role.DIRECTOR
    assert [[system.name for system in wave] for wave in order_systems(configuration.system)] == [
        ["Identity"],
        ["Student records"],
        ["Payroll"],
    ]
    assert configuration.system[1].checks[0].kind == "sqlite"


@pytest.mark.parametrize(
    ("old", "new", "field", "problem"),
    [
        ("tier = 2", 'tier = "two"', "system[3].tier", "whole number"),
        ("tier = 1", "tier = 12", "system[2].tier", "at most 9"),
        ("without_h = 24 ", "without_h = 0 ", "system[2].without_h", "more than 0"),
        ('role = "counsel"', 'role = "lawyer"', "person[3].role", "'lawyer' is none of director, technician"),
        ('kind = "tcp"', 'kind = "ping"', "system[1].checks[1].kind", "ping"),
        ('state = "MN"', 'state = "Minnesota"', "district.state", "'Minnesota'"),
        ("smtp = ", "smpt = ", "alerts.smpt", "no such field"),
        ("every_h = 4\n", "each_h = 4\n", "host[2].each_h", "no such field"),
    ],
)
def test_a_wrong_value_is_named_by_line_and_field(old: str, new: str, field: str, problem: str) -> None:
    text = EXAMPLE.replace("without_h = 24\n", "without_h = 24 \n").replace(old, new, 1)
    error = refuse(text)
    assert error.field == field
    assert error.line == line_of(text, new.strip())
    assert problem in error.problem
    assert str(error).startswith(f"firstbell.toml, line {error.line}: {field}: ")


@pytest.mark.parametrize(
    ("old", "new", "field", "problem"),
    [
        ('repository = "records"', 'repository = "record"', "host[2].repository", "no repository"),
        (
            'depends_on = ["Identity"]\nwithout',
            'depends_on = ["Ident"]\nwithout',
            "system[3].depends_on",
            "'Ident'",
        ),
        (
            '[[system.parts]]\nhost = "dc01"',
            '[[system.parts]]\nhost = "dc02"',
            "system[1].parts[1].host",
            "'dc02'",
        ),
        (
            'owner = "Server administrator"\nwithout_h = 4 ',
            'owner = "Nobody"\nwithout_h = 4 ',
            "system[1].owner",
            "'Nobody'",
        ),
        ('name = "Payroll"', 'name = "Identity"', "system[3].name", "system 1"),
        ('name = "records"', 'name = "identity"', "repository[2].name", "repository 1"),
    ],
)
def test_a_name_that_is_nobodys_or_twice_there_is_named(old: str, new: str, field: str, problem: str) -> None:
    assert old in EXAMPLE
    error = refuse(EXAMPLE.replace(old, new, 1))
    assert error.field == field
    assert problem in error.problem
    assert error.line


def test_a_circle_is_shown_as_a_way_round() -> None:
    text = EXAMPLE.replace(
        'name = "Identity"\ntier = 0', 'name = "Identity"\ntier = 0\ndepends_on = ["Payroll"]'
    )
    error = refuse(text)
    assert error.problem in {
        "depends on itself in a circle: Identity needs Payroll needs Identity",
        "depends on itself in a circle: Payroll needs Identity needs Payroll",
    }
    assert error.line


def test_what_is_no_toml_is_named_by_line() -> None:
    error = refuse("version = 1\n[district\n")
    assert error.line == 2


def test_a_missing_table_and_a_newer_version_are_named() -> None:
    missing = refuse("version = 1\n")
    assert (missing.field, missing.problem) == ("district", "is missing")
    newer = refuse(EXAMPLE.replace("version = 1", "version = 2"))
    assert (newer.field, newer.line) == ("version", 3)
    assert newer.hint


def test_a_folder_without_one_is_no_desk(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoDeskError, match="is not a desk"):
            load_configuration(folder)
    (tmp_path / "firstbell.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_configuration(tmp_path)


def test_what_a_lower_tier_needs_comes_with_it() -> None:
    text = EXAMPLE.replace("tier = 0\nowner", "tier = 5\nowner")
    waves = order_systems(parse_configuration(text, "x").system)
    assert [[system.name for system in wave] for wave in waves] == [
        ["Identity"],
        ["Student records"],
        ["Payroll"],
    ]
