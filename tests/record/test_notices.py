"""Where a letter can go."""

from __future__ import annotations

import msgspec
import pytest

from firstbell.record.notices import AffectedPerson, PostalAddress, Reachable

WHOLE = PostalAddress("12 Oak St", "", "Duluth", "MN", "55802")


@pytest.mark.parametrize(
    ("change", "mailable"),
    [
        ({}, True),
        ({"postcode": "55802-1234"}, True),
        ({"postcode": "558021234"}, True),
        ({"postcode": "5580"}, False),
        ({"postcode": "55802-12"}, False),
        ({"postcode": ""}, False),
        ({"postcode": "ABCDE"}, False),
        ({"line1": " \t"}, False),
        ({"city": ""}, False),
        ({"state": "Minn."}, False),
        ({"state": ""}, False),
        ({"line2": "Apt 3"}, True),
    ],
)
def test_a_letter_goes_where_street_town_state_and_postcode_are_known(
    change: dict[str, str], mailable: bool
) -> None:
    assert msgspec.structs.replace(WHOLE, **change).is_mailable is mailable


def test_nobody_is_held_for_reachable_without_an_address_nor_barred_without_a_word() -> None:
    person = Reachable("p1", "Kay Lund")
    assert not person.address.is_mailable
    assert person.may_contact
    assert not person.is_protected


def test_a_person_survives_being_written_down() -> None:
    person = AffectedPerson(
        "p1", "Kay Lund", "pupil", ("health",), "possible", True, None, (Reachable("g", "G"),)
    )
    assert msgspec.json.decode(msgspec.json.encode(person), type=AffectedPerson) == person
