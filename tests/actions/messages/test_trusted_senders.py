"""Whom the desk names as known: what is added, dropped and refused, and what stays in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstbell.actions.messages.district_knowledge import know_district
from firstbell.actions.messages.trusted_senders import drop_senders, list_trusted, trust_senders
from firstbell.base.errors import UsageError
from firstbell.desk.loader import load_configuration
from firstbell.triage.mail import MailAddress

SETTINGS = """version = 1

[district]
name = "Lakeside"   # ours

[mail]
domains = ["lakesideschools.org"]  # from here

[[contact]]
name = "Insurer"
kind = "insurer"
reach = "Claims@NorthPier.example, 555-0100"

[[contact]]
name = "Detective"
kind = "police"
note = "or det.orr@gmail.com at night"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "firstbell.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def test_senders_are_added_once_and_dropped_and_what_people_wrote_stays(desk: Path) -> None:
    assert trust_senders(desk, ["@Provider.Example", "provider.example"]).changed == ("provider.example",)
    assert trust_senders(desk, ["chief@county.example", "provider.example"]).changed == (
        "chief@county.example",
    )
    assert load_configuration(desk).mail.trusted == ("provider.example", "chief@county.example")
    assert drop_senders(desk, ["PROVIDER.example"]).named == ("chief@county.example",)
    text = (desk / "firstbell.toml").read_text(encoding="utf-8")
    assert "# ours" in text
    assert "# from here" in text


def test_contacts_are_known_by_their_domain_and_at_a_mail_house_by_their_address(desk: Path) -> None:
    assert list_trusted(desk).of_contacts == ("northpier.example", "det.orr@gmail.com")
    district = know_district([], [], desk=desk, case=None)
    assert district.knows(MailAddress("", "a.kettle@mail.northpier.example"))
    assert district.knows(MailAddress("", "det.orr@gmail.com"))
    assert not district.knows(MailAddress("", "det.or@gmail.com"))
    assert not district.knows(MailAddress("", ""))


@pytest.mark.parametrize(
    "sender", ["gmail.com", "no domain", "", "a@b@c", "sub.lakesideschools.org", "pages.dev"]
)
def test_what_anybody_has_and_what_is_no_domain_is_refused(desk: Path, sender: str) -> None:
    with pytest.raises(UsageError):
        trust_senders(desk, ["provider.example", sender])
    assert load_configuration(desk).mail.trusted == ()


def test_who_is_not_on_the_list_cannot_be_dropped(desk: Path) -> None:
    with pytest.raises(UsageError):
        drop_senders(desk, ["provider.example"])


def test_a_mail_house_that_somebody_wrote_into_the_file_is_believed_of_nobody(desk: Path) -> None:
    text = SETTINGS.replace("# from here", "x").replace("]  x", ']\ntrusted = ["gmail.com", "b@gmail.com"]')
    (desk / "firstbell.toml").write_text(text, encoding="utf-8")
    district = know_district([], [], desk=desk, case=None)
    assert not district.knows(MailAddress("", "a@gmail.com"))
    assert district.knows(MailAddress("", "b@gmail.com"))


def test_a_file_without_a_table_for_mail_gets_one(tmp_path: Path) -> None:
    bare = SETTINGS.partition("[mail]")[0]
    (tmp_path / "firstbell.toml").write_text(bare, encoding="utf-8")
    assert trust_senders(tmp_path, ["provider.example"]).named == ("provider.example",)
    assert load_configuration(tmp_path).mail.trusted == ("provider.example",)
