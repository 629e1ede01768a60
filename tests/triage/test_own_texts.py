"""The district's own words, recognised however they are handed in, and what is added to them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstbell.triage.own_texts import OwnTexts, is_in_form_of_release
from firstbell.triage.parser import parse_mail
from firstbell.triage.people import CasePeople, PeopleMatch
from firstbell.triage.triage import Triaged, triage_mail
from tests.triage.measuring import DISTRICT

STATEMENT = (
    "On March 3 an intruder encrypted files on some of our servers and says it will publish what it took."
    " The board decided not to pay. We will write by post to each person whose information was in the files."
    " Credit monitoring is offered by Clearshield at https://enroll.clearshield.example with the code in your"
    " letter. Please do not answer anybody who asks you for money. Questions: 555-867-5309 on weekdays from 8"
    " to 5."
)
OWN = OwnTexts()
OWN.domains |= DISTRICT.domains
OWN.add("the statement of March 9", STATEMENT)
KNOWING = replace(DISTRICT, find_own=OWN.find, partners=frozenset(OWN.domains - DISTRICT.domains))


def triage(text: str, *headers: str, sender: str = "Kim <kim@homenet.example>") -> Triaged:
    lines = [*headers, f"From: {sender}", "To: jo@lakesideschools.org", "Subject: Fwd: statement", "", text]
    return triage_mail(parse_mail("\r\n".join(lines).encode()), KNOWING)


def wrap(text: str, *, mark: str = "", width: int = 44) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > width:
            lines.append(mark + line.strip())
            line = ""
        line += word + " "
    return "\n".join([*lines, mark + line.strip()])


@pytest.mark.parametrize(
    "text",
    [
        STATEMENT,
        wrap(STATEMENT),
        wrap(STATEMENT, mark="> "),
        STATEMENT.upper(),
        STATEMENT.partition(" Credit")[0],
        f"FYI, came today.\n\n---------- Forwarded message ---------\nFrom: x <x@y.example>\n\n{STATEMENT}",
    ],
)
def test_its_words_are_genuine_in_whatever_form(text: str) -> None:
    found = triage(text)
    assert (found.label, found.look) == ("genuine", False), found.reasons
    assert any("the statement of March 9" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    "added",
    [
        " Confirm your account at https://lakeside-verify.example/x today.",
        " More at https://statements-lakeside.example",
        " Write to help@lakeside-desk.example.",
    ],
)
def test_a_link_or_an_address_that_is_added_makes_it_a_lure(added: str) -> None:
    found = triage(STATEMENT + added)
    assert found.label in {"event_phishing", "phishing"}, found.reasons


def test_a_demand_that_is_added_makes_it_a_threat() -> None:
    threat = (
        " We are the ones who took it. Pay us 40 bitcoin by Friday or we publish your children's records."
    )
    assert triage(STATEMENT + threat).label in {"coercion", "extortion"}


def test_another_number_in_its_words_goes_to_a_person() -> None:
    found = triage(STATEMENT.replace("555-867-5309", "555-010-9999"))
    assert found.look
    assert any("adds" in reason for reason in found.reasons)


def test_its_words_from_a_lookalike_go_to_a_person() -> None:
    found = triage(STATEMENT, sender="Lakeside Schools <news@lakesidesch00ls.org>")
    assert found.look or found.label == "event_phishing"


def test_a_question_about_its_words_stays_a_question() -> None:
    asked = (
        f"Is this really from you? My son Leo was in your school until May.\n\n{wrap(STATEMENT, mark='> ')}"
    )
    assert triage(asked).label == "question"


def test_mail_of_those_it_sends_people_to_is_genuine_where_it_is_proven() -> None:
    text = "Your coverage began today and lasts two years. You do not have to do anything."
    proof = (
        "Authentication-Results: mx.lakesideschools.org; dkim=pass header.d=clearshield.example; dmarc=pass"
    )
    proven = triage(text, f"{proof} header.from=clearshield.example", sender="C <n@clearshield.example>")
    assert proven.label == "genuine"
    assert triage(text, sender="C <n@clearshield.example>").label != "genuine"


def test_people_of_the_case_are_counted_and_not_told() -> None:
    people = CasePeople()
    people.add("Amara Delgado Pruitt", "204418", is_child=True)
    people.add("Lorraine Petty", "", is_child=False)
    assert people.match("PRUITT, Amara and Lorraine J. Petty were named.") == PeopleMatch(2, 1)
    assert people.match("student 204418") == PeopleMatch(1, 1)
    assert people.match("Petty cash, Lorraine street") == PeopleMatch()
    assert b"petty" not in b"".join(people.tokens)


def test_a_threat_that_names_a_child_of_the_case_is_extortion_and_comes_first() -> None:
    people = CasePeople()
    people.add("Amara Pruitt", "", is_child=True)
    knowing = replace(DISTRICT, find_people=people.match)
    text = "We took your files. Pay us by Friday or we publish what we have, beginning with Amara Pruitt."
    head = "From: m@onionmail.org\nTo: jo@lakesideschools.org\nSubject: x\n\n"
    found = triage_mail(parse_mail((head + text).encode()), knowing)
    assert (found.label, found.people) == ("extortion", PeopleMatch(1, 1))
    assert not any("Pruitt" in reason for reason in found.reasons)


RELEASE = (
    "FOR IMMEDIATE RELEASE. Lakeside Public Schools: criminals say that they hold files of our students"
    " and will publish them on Friday unless they are paid. The board decided to pay nothing. Tell your"
    " families: do not answer."
)


def test_a_release_that_is_on_no_record_is_held_with_that_reason() -> None:
    assert is_in_form_of_release(RELEASE)
    held = triage(RELEASE)
    assert held.look
    assert "compare it with what went out" in " ".join(held.reasons)


def test_a_threat_without_the_form_of_a_release_is_not_called_one() -> None:
    told = " ".join(
        triage("We hold the files of Lakeside Public Schools. Pay by Friday or they are public.").reasons
    )
    assert "compare it with what went out" not in told
