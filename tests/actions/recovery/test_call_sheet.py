"""Whom to call: in the order of the day, with a blank line to write on where nobody wrote a number down."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.actions.recovery.call_sheet import UNKNOWN, Callee, make_call_sheet, render_sheet
from firstbell.desk import Configuration, load_configuration
from firstbell.notify.clocks.rules import load_law

HEAD = """version = 1
[district]
name = "Oak Hill Schools"
state = "{state}"
"""


def load(folder: Path, body: str = "", *, state: str = "MN") -> Configuration:
    (folder / "firstbell.toml").write_text(HEAD.format(state=state) + body)
    return load_configuration(folder)


def make_person(name: str, role: str, **more: str) -> str:
    fields = {"name": name, "role": role, **more}
    return "[[person]]\n" + "".join(f'{key} = "{value}"\n' for key, value in fields.items())


def make_contact(name: str, kind: str, **more: str) -> str:
    return (
        make_person(name, "x", **more)
        .replace("[[person]]", "[[contact]]")
        .replace('role = "x"', f'kind = "{kind}"')
    )


def test_people_come_first_in_the_order_of_their_parts_whatever_order_they_were_written_in(
    tmp_path: Path,
) -> None:
    body = (
        make_person("R", "reviewer")
        + make_person("C", "counsel", reach="555-3")
        + make_person("T", "technician", email="t@x.example")
        + make_person("D", "director", reach="555-1", email="d@x.example")
        + make_person("T2", "technician")
    )
    sheet = make_call_sheet(load(tmp_path, body))
    assert [(one.who, one.reach) for one in sheet[:5]] == [
        ("D", "555-1 or d@x.example"),
        ("T", "t@x.example"),
        ("T2", UNKNOWN),
        ("C", "555-3"),
        ("R", UNKNOWN),
    ]


def test_parts_that_nobody_has_are_on_the_sheet_to_be_filled_in(tmp_path: Path) -> None:
    sheet = make_call_sheet(load(tmp_path, make_person("T", "technician")))
    assert [one.title for one in sheet if one.who == UNKNOWN] == [
        "director: nobody is named",
        "counsel: nobody is named",
        "insurer: nobody is named",
    ]


def test_an_insurer_and_an_office_of_the_fbi_that_were_written_down_are_called_by_their_numbers(
    tmp_path: Path,
) -> None:
    body = make_contact("Acme Mutual", "insurer", reach="555-9", note="policy 12") + make_contact(
        "FBI Minneapolis", "fbi", reach="555-8"
    )
    sheet = {one.part: one for one in make_call_sheet(load(tmp_path, body))}
    assert (sheet["insurer"].who, sheet["insurer"].reach, sheet["insurer"].why) == (
        "Acme Mutual",
        "555-9",
        "policy 12",
    )
    assert (sheet["FBI"].who, sheet["FBI"].reach, sheet["FBI"].why) == (
        "FBI Minneapolis",
        "555-8",
        "report the crime",
    )


@pytest.mark.parametrize("state", sorted(set(load_law()) - {"US"}))
def test_in_every_state_there_is_an_authority_to_call_and_an_office_of_the_fbi(
    tmp_path: Path, state: str
) -> None:
    sheet = make_call_sheet(load(tmp_path, state=state))
    authorities = [one for one in sheet if one.part == "authority"]
    assert authorities
    assert len({one.who for one in authorities}) == len(authorities)
    for one in authorities:
        assert one.who != UNKNOWN or f"in the law of {state}" in one.why
        assert "None" not in one.why
        assert "_" not in one.why
    (fbi,) = [one for one in sheet if one.part == "FBI"]
    assert fbi.who.startswith("FBI field office ")


def test_the_sheet_prints_on_paper_of_eighty_columns_with_room_to_write(tmp_path: Path) -> None:
    sheet = make_call_sheet(load(tmp_path))
    text = render_sheet(sheet, district="Oak Hill", title="what to do", lines=["LAST"])
    assert text.startswith("Oak Hill: what to do\n" + "=" * 72)
    assert text.endswith("LAST\n")
    assert text.count("[ ] ") == len(sheet)
    assert text.count("number: ____") == sum(one.reach == UNKNOWN for one in sheet)
    long = [line for line in text.splitlines() if len(line) > 80]
    # an address is never broken: nobody could type it
    assert all("http" in line for line in long)


def test_a_line_is_told_to_a_program_by_its_fields() -> None:
    assert Callee("Kay", "counsel", "555", "law").describe() == {
        "message_type": "call",
        "who": "Kay",
        "part": "counsel",
        "reach": "555",
        "why": "law",
    }
    assert Callee("Kay", "counsel", "555", "law").title == "Kay (counsel)"
    assert Callee(UNKNOWN, "authority", UNKNOWN, "").title == "state authority: ask counsel"
