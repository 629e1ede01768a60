"""People of the case in a message: by names next to each other, and by numbers; never kept in the clear."""

from __future__ import annotations

import pytest

from firstbell.triage.people import NO_PEOPLE, CasePeople, PeopleMatch


def make_people() -> CasePeople:
    people = CasePeople()
    people.add("Zofia Halvorsen", "200017", is_child=True)
    people.add("Omar J. Quispe-Dahl", "1004", is_child=False)
    people.add("Prince", "", is_child=False)
    return people


@pytest.mark.parametrize(
    ("text", "people", "children"),
    [
        ("We have the file of Zofia Halvorsen.", 1, 1),
        ("HALVORSEN, ZOFIA", 1, 1),
        ("zofia m. halvorsen", 1, 1),
        ("Z\u043efi\u0430 H\u0430lv\u043ersen", 1, 1),
        ("Zo\u200bfia Halvorsen", 1, 1),
        ("student 200017 and 200018", 1, 1),
        ("Zofia Halvorsen, no. 200017, and again Zofia Halvorsen", 1, 1),
        ("Omar Dahl and Zofia Halvorsen", 2, 1),
        ("Zofia and Mrs. Halvorsen", 0, 0),
        ("Zofia Dahl", 0, 0),
        ("Zofia", 0, 0),
        ("Prince", 0, 0),
        ("1200017", 0, 0),
        ("room 1004", 0, 0),
        ("", 0, 0),
    ],
)
def test_a_person_is_found_by_a_whole_name_or_a_number(text: str, people: int, children: int) -> None:
    assert make_people().match(text) == PeopleMatch(people, children)


def test_two_people_of_one_name_are_one_and_the_first_stands() -> None:
    people = CasePeople()
    people.add("Ada Vang", "", is_child=True)
    people.add("Ada Vang", "", is_child=False)

    assert people.match("Ada Vang") == PeopleMatch(1, 1)


def test_where_nobody_is_known_nobody_is_found() -> None:
    assert CasePeople().match("Zofia Halvorsen 200017") is NO_PEOPLE


def test_no_name_and_no_number_stands_in_what_is_kept() -> None:
    people = make_people()
    kept = b"".join(people.tokens)

    for secret in (b"zofia", b"Zofia", b"halvorsen", b"200017"):
        assert secret not in kept
    assert "zofia" not in repr(people).lower()
    assert set(make_people().tokens).isdisjoint(people.tokens)
