"""What is known of the district: told by a person, or learned from where its mail was delivered."""

from __future__ import annotations

from typing import Any

import pytest

from firstbell.triage.district import KnownDistrict, learn_district
from firstbell.triage.mail import NOBODY, MailAddress, MailMessage

OWN = "lakesideschools.org"
DISTRICT = KnownDistrict(
    domains=frozenset({OWN}), names=("Lakeside Public Schools", "LP"), servers=frozenset({"mx.x.example"})
)


def make_mail(*recipients: str, sender: str = "", results: tuple[str, ...] = ()) -> MailMessage:
    fields: dict[str, Any] = {"subject": "", "date": "", "message_id": "", "text": ""}
    return MailMessage(
        sender=MailAddress("", sender) if sender else NOBODY,
        recipients=tuple(MailAddress("", one) for one in recipients),
        results=results,
        **fields,
    )


@pytest.mark.parametrize(
    ("domain", "is_own"),
    [
        (OWN, True),
        ("mail.lakesideschools.org", True),
        ("notlakesideschools.org", False),
        ("lakesideschools.org.evil.example", False),
        ("org", False),
        ("", False),
    ],
)
def test_a_domain_is_own_where_it_is_or_lies_below_one(domain: str, *, is_own: bool) -> None:
    assert DISTRICT.owns(domain) is is_own


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A notice of LAKESIDE\n  public   schools.", "Lakeside Public Schools"),
        ("L\u0430keside Public Schools", "Lakeside Public Schools"),
        ("Lakeside Public Schoolsy", ""),
        ("The LP turned", ""),  # too short to mean it
        ("Lakeside", ""),
        ("", ""),
    ],
)
def test_a_name_is_found_in_any_dress_and_only_whole(text: str, name: str) -> None:
    assert DISTRICT.is_named_in(text) == name


def test_own_servers_are_trusted_beside_those_that_were_told() -> None:
    assert set(DISTRICT.trusted) == {OWN, "mx.x.example"}


def test_where_a_person_told_the_domains_nothing_is_learned() -> None:
    mails = [make_mail("a@mapleschools.org")] * 50

    assert learn_district(DISTRICT, mails) is DISTRICT


def test_where_the_mail_went_to_is_the_district_and_what_came_once_is_not() -> None:
    mails = [*([make_mail(f"a@{OWN}", f"b@mail.{OWN}")] * 9), make_mail("x@mapleschools.org")]

    learned = learn_district(KnownDistrict(), mails)

    assert learned.domains == {OWN}
    assert not learned.told


def test_mail_to_private_addresses_and_firms_tells_nothing() -> None:
    empty = KnownDistrict()

    for mails in ([], [make_mail("a@gmail.com")], [make_mail("a@evil.example")], [make_mail()]):
        assert learn_district(empty, mails) is empty


def test_a_stranger_who_writes_his_own_results_teaches_nothing() -> None:
    claims = (f"mx.evil.example; dmarc=pass header.from={OWN}",)

    assert not learn_district(KnownDistrict(), [make_mail(sender=f"a@{OWN}", results=claims)] * 9).domains
