"""A desk from answers: what people wrote in firstbell.toml stays, and what is left for them is told."""

from __future__ import annotations

import copy
import os
import re
import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest

from firstbell.actions.desk.answers import check_answers
from firstbell.actions.desk.setup import list_left, render_units, write_desk
from firstbell.desk import DeskError, load_configuration
from firstbell.desk.errors import ConfigurationError
from tests.actions.desk.test_answers import GOOD
from tests.base.small_files import no_file_beyond


def answer(desk: Path, **changed: Any) -> Any:
    """Good answers about this desk, some tables changed."""
    told = copy.deepcopy(GOOD) | {"desk": {"folder": str(desk)}} | changed
    return check_answers(told, "answers.toml")


def test_a_new_desk_is_for_its_owner_and_says_what_was_answered(tmp_path: Path) -> None:
    desk = tmp_path / "deep" / "desk"
    before = os.umask(0)
    try:
        assert write_desk(answer(desk)) is True
    finally:
        os.umask(before)
    assert stat.S_IMODE(desk.stat().st_mode) == 0o700
    assert stat.S_IMODE((desk / "firstbell.toml").stat().st_mode) == 0o600
    known = load_configuration(desk)
    assert (known.district.name, known.district.state) == ("Oak Hill Schools", "MN")
    assert [person.name for person in known.person] == ["Ada Moe", "Kay Lund"]
    assert known.alerts.recipients == ("ada@oakhill.example",)
    (own,) = known.repository
    assert (own.name, own.url, own.password_file) == (
        "desk",
        "/nowhere/vault-desk",
        "passwords/desk.password",
    )


def test_the_same_answers_again_change_nothing(tmp_path: Path) -> None:
    write_desk(answer(tmp_path))
    before = (tmp_path / "firstbell.toml").read_bytes()
    assert write_desk(answer(tmp_path)) is False
    assert (tmp_path / "firstbell.toml").read_bytes() == before


def test_what_people_wrote_stays_with_its_comments_and_new_answers_go_in_their_place(tmp_path: Path) -> None:
    write_desk(answer(tmp_path))
    path = tmp_path / "firstbell.toml"
    own = '\n# ours\n[[contact]]\nname = "Carrier" # policy 12\nkind = "insurer"\n'
    path.write_text(path.read_text() + own)
    people = copy.deepcopy(GOOD["person"])
    people[0]["reach"] = "555-0199"
    people.append({"name": "Ida Roe", "role": "counsel", "reach": "1"})
    assert write_desk(answer(tmp_path, person=people)) is True
    text = path.read_text()
    assert all(line in text for line in own.strip().splitlines())
    known = load_configuration(tmp_path)
    assert [(one.name, one.reach) for one in known.person] == [
        ("Ada Moe", "555-0199"), ("Kay Lund", ""), ("Ida Roe", "1"),
    ]  # fmt: skip
    assert known.contact[0].name == "Carrier"


def test_a_repository_of_the_desk_that_somebody_moved_stays_where_it_is(tmp_path: Path) -> None:
    write_desk(answer(tmp_path))
    path = tmp_path / "firstbell.toml"
    path.write_text(path.read_text().replace("/nowhere/vault-desk", "/mnt/other"))
    write_desk(answer(tmp_path))
    assert [one.url for one in load_configuration(tmp_path).repository] == ["/mnt/other"]


@pytest.mark.parametrize(
    "name", ['Oak "Hill"', "Oak\\Hill", "Oak = [Hill]", "\u00d6ak H\u00efll", "'", '"""', "#"]
)
def test_a_name_with_marks_of_the_file_is_written_so_that_it_reads_back(tmp_path: Path, name: str) -> None:
    write_desk(answer(tmp_path, district=GOOD["district"] | {"name": name}))
    assert load_configuration(tmp_path).district.name == name


@pytest.mark.parametrize("text", ["version = 1\n", "version = 1\n[district\n", "version = 9\n", "x = 1\n"])
def test_a_file_that_does_not_hold_is_told_and_left(tmp_path: Path, text: str) -> None:
    (tmp_path / "firstbell.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=r"firstbell\.toml"):
        write_desk(answer(tmp_path))
    assert (tmp_path / "firstbell.toml").read_text() == text


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    answers = answer(tmp_path / "deep" / "desk")
    (tmp_path / "deep").write_bytes(b"")  # since the answers were checked
    with pytest.raises(DeskError, match=r"deep/desk: Not a directory"):
        write_desk(answers)


@pytest.mark.parametrize("room", [400, 600])
def test_on_a_full_disk_an_old_file_stays_whole(tmp_path: Path, room: int) -> None:
    write_desk(answer(tmp_path, person=GOOD["person"]))
    before = (tmp_path / "firstbell.toml").read_bytes()
    people = [{"name": f"Somebody {number}", "role": "technician", "reach": "1"} for number in range(40)]
    with no_file_beyond(len(before) + room), pytest.raises(DeskError, match="File too large"):
        write_desk(answer(tmp_path, person=GOOD["person"] + people))
    assert (tmp_path / "firstbell.toml").read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["firstbell.toml"]


def test_units_are_of_the_folders_that_were_answered(tmp_path: Path) -> None:
    vault = {"folder": "/data/school-vault/", "url": "https://vault.oakhill.example:9443/"}
    units = render_units(
        answer(tmp_path / "desk", vault=vault, services={"install": True, "program": "/opt/fb"})
    )
    assert units
    assert [unit.name for unit in units] == sorted(unit.name for unit in units)
    text = "\n".join(unit.text for unit in units)
    assert "/srv/vault" not in text
    assert "/var/lib/firstbell-examiner" not in text
    assert "0.0.0.0:9443" in text
    assert str(tmp_path / "desk") in text
    assert re.search(r"^ExecStart=/opt/fb ", text, re.MULTILINE)
    for unit in units:
        assert unit.is_started is ("[Install]" in unit.text)
        assert len(re.findall(r"^\[Unit\]$", unit.text, re.MULTILINE)) == 1


def test_a_timer_is_never_without_its_service(tmp_path: Path) -> None:
    names = {unit.name for unit in render_units(answer(tmp_path))}
    assert {name for name in names if name.endswith(".timer")}
    assert {name.replace(".timer", ".service") for name in names} <= names


def test_what_is_left_is_told_in_the_order_in_which_to_do_it(tmp_path: Path) -> None:
    write_desk(answer(tmp_path))
    left = list_left(load_configuration(tmp_path))
    assert [line.split(":")[0].split(" (")[0] for line in left] == [
        "add each machine",
        "name the systems of the school in firstbell.toml, tier 0 first",
        "find out how to reach Kay Lund with mail and phones down",
        "name counsel",
        'name the insurer as a [[contact]] of kind "insurer", with the policy\'s number',
        "print the kit and the recovery passphrase, lock them away, and remove the files",
    ]


def test_what_was_done_is_not_told_again(tmp_path: Path) -> None:
    people = [
        {"name": "Ada Moe", "role": "director", "reach": "1"},
        {"name": "Kay Lund", "role": "technician", "reach": "2"},
        {"name": "Ida Roe", "role": "counsel", "reach": "3"},
    ]
    contact = [{"name": "Carrier", "kind": "insurer"}]
    write_desk(answer(tmp_path, person=people, contact=contact))
    known = load_configuration(tmp_path)
    assert len(list_left(known)) == 3
    whole = msgspec.structs.replace(known, host=(object(),), system=(object(),))
    assert list_left(whole) == [
        "print the kit and the recovery passphrase, lock them away, and remove the files"
    ]
