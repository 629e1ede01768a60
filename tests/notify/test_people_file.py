"""The file of people who must be told: what it holds is taken as it stands, or refused with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from firstbell.notify.errors import TextFileError
from firstbell.notify.notices.people_file import list_people
from firstbell.record.notices import AffectedPerson, Reachable

PERSON: dict[str, Any] = {"person_id": "p1", "name": "Kim Ode", "kinds": ["ssn"]}
GUARDIAN: dict[str, Any] = {"name": "Ann Ode"}


def read(folder: Path, *lines: str | dict[str, Any]) -> list[AffectedPerson]:
    path = folder / "people.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return list(list_people(path))


def reach_of(person: AffectedPerson) -> Reachable:
    assert person.reach is not None
    return person.reach


def test_what_a_line_does_not_tell_is_what_is_usual(tmp_path: Path) -> None:
    (person,) = read(tmp_path, PERSON)

    assert (person.role, person.confidence, person.is_minor, person.guardians) == (
        "other",
        "certain",
        False,
        (),
    )
    reach = reach_of(person)
    assert (reach.key, reach.may_contact, reach.is_protected) == ("p1", True, False)
    assert not reach.address.is_mailable


@pytest.mark.parametrize("where", ["person", "guardian"])
@pytest.mark.parametrize(
    ("flags", "may_contact", "is_protected"),
    [
        ({}, True, False),
        ({"may_contact": None, "protected_address": None}, True, False),
        ({"may_contact": False}, False, False),
        ({"may_contact": True, "protected_address": True}, True, True),
        ({"protected_address": False}, True, False),
    ],
)
def test_who_may_be_reached_and_whose_address_is_protected_is_read_for_each(
    tmp_path: Path, where: str, flags: dict[str, Any], *, may_contact: bool, is_protected: bool
) -> None:
    if where == "person":
        reach = reach_of(read(tmp_path, PERSON | flags)[0])
    else:
        reach = read(tmp_path, PERSON | {"guardians": [GUARDIAN | flags]})[0].guardians[0]

    assert (reach.may_contact, reach.is_protected) == (may_contact, is_protected)


@pytest.mark.parametrize("value", ["false", "no", "true", 0, 1, [], {}])
@pytest.mark.parametrize("name", ["may_contact", "protected_address", "is_minor"])
def test_a_flag_that_is_neither_true_nor_false_is_refused_and_never_guessed(
    tmp_path: Path, name: str, value: object
) -> None:
    with pytest.raises(TextFileError, match=rf"people\.jsonl:2: {name} is neither true nor false"):
        read(tmp_path, PERSON, PERSON | {name: value})


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"person_id": ""}, "person_id"),
        ({"person_id": "p 1"}, "person_id"),
        ({"person_id": "p\u00a01"}, "person_id"),
        ({"person_id": 7}, "person_id"),
        ({"name": "  "}, "it has no name"),
        ({"name": None}, "it has no name"),
        ({"kinds": "ssn"}, "kinds is not a list"),
        ({"guardians": 5}, "guardians is not a list"),
        ({"guardians": {"name": "Ann"}}, "guardians is not a list"),
        ({"guardians": ["Ann"]}, "a guardian is not an object"),
        ({"address": "1 Oak St, Saint Paul"}, "an address is not an object"),
        ({"guardians": [{"name": "Ann", "address": ["1 Oak"]}]}, "an address is not an object"),
        ({"guardians": [{"name": "Ann", "may_contact": "no"}]}, "may_contact is neither"),
    ],
)
def test_a_line_that_does_not_hold_is_refused_with_its_number(
    tmp_path: Path, fields: dict[str, Any], problem: str
) -> None:
    with pytest.raises(TextFileError, match=problem) as caught:
        read(tmp_path, "", PERSON, "", PERSON | fields)

    assert "people.jsonl:4: " in str(caught.value)


@pytest.mark.parametrize(
    "line",
    ["{", "null", "[]", '"x"', "7", "{}" * 2, "[" * 50_000, '{"person_id":"\ud800"}'],
    ids=lambda line: ascii(line)[:20],
)
def test_what_is_no_object_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "people.jsonl"
    path.write_bytes(json.dumps(PERSON).encode() + b"\n" + line.encode("utf-8", "surrogatepass"))

    with pytest.raises(TextFileError, match=r"people\.jsonl:2: "):
        list(list_people(path))


def test_lines_of_other_kinds_are_passed_over_and_the_order_is_kept(tmp_path: Path) -> None:
    lines = [PERSON | {"person_id": f"p{at}", "message_type": "person"} for at in range(3)]

    found = read(tmp_path, {"message_type": "summary", "people": 3}, *lines)

    assert [one.person_id for one in found] == ["p0", "p1", "p2"]


def test_an_address_is_taken_with_its_numbers_and_without_spaces_around(tmp_path: Path) -> None:
    told = {
        "line1": " 1 Ödegård Vägen ",
        "line2": None,
        "city": "Saint Paul",
        "state": "MN",
        "postcode": 55101,
    }

    (person,) = read(tmp_path, PERSON | {"address": told, "email": None, "language": "so"})

    reach = reach_of(person)
    address = reach.address
    assert (address.line1, address.line2, address.postcode) == ("1 Ödegård Vägen", "", "55101")
    assert (reach.email, reach.language) == ("", "so")


def test_two_guardians_have_keys_of_their_own(tmp_path: Path) -> None:
    (person,) = read(tmp_path, PERSON | {"guardians": [GUARDIAN, {"name": "Bo"}]})

    assert [(one.key, one.name) for one in person.guardians] == [("p1/0", "Ann Ode"), ("p1/1", "Bo")]


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TextFileError, match="No such file"):
        list(list_people(tmp_path / "none"))


def test_a_list_of_people_may_call_a_kind_its_own_way(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    kinds = '["Bank-Account", "card", "child protection", "Grades", "foster care"]'
    path.write_text(f'{{"person_id":"p1","name":"Kim","kinds":{kinds}}}')
    (person,) = list_people(path)
    assert person.kinds == ("financial", "safeguarding", "grades", "foster_care")


@pytest.mark.parametrize(
    ("told", "is_minor"),
    [({}, True), ({"is_minor": None}, True), ({"is_minor": True}, True), ({"is_minor": False}, False)],
)
def test_somebody_with_guardians_is_a_minor_unless_the_line_says_otherwise(
    tmp_path: Path, told: dict[str, Any], *, is_minor: bool
) -> None:
    (person,) = read(tmp_path, PERSON | {"guardians": [GUARDIAN]} | told)

    assert person.is_minor is is_minor
