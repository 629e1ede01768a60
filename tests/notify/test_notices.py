"""Plans, codes, letters, journals: who is written to, and what a letter may say."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from pypdf import PdfReader

from firstbell.base.zones import load_zone
from firstbell.notify.clocks.counts import CountedGroup
from firstbell.notify.clocks.rules import find_rule
from firstbell.notify.errors import MissingFactError, TextFileError
from firstbell.notify.notices.bounces import list_bounces
from firstbell.notify.notices.codes import clean_code, make_code
from firstbell.notify.notices.emails import write_email
from firstbell.notify.notices.journal import DeliveryJournal, count_states
from firstbell.notify.notices.outputs import write_addresses
from firstbell.notify.notices.people_file import list_people
from firstbell.notify.notices.plan import LETTER, SUBSTITUTE, make_plan, pick_language
from firstbell.notify.notices.reports import (
    PlannedPeople,
    count_planned,
    describe_report,
    fill_report,
    list_reports,
    write_pack,
)
from firstbell.notify.notices.returns import Returned, list_returns
from firstbell.notify.notices.texts import Sender, describe_letter, describe_text, write_text
from firstbell.notify.statements.record import CaseRecord, make_record
from firstbell.record.notices import AffectedPerson, PostalAddress, Reachable
from tests.notify.records import know, make_fact

HOME = PostalAddress("1 Oak St", "", "Minneapolis", "MN", "55401")
AWAY = PostalAddress("9 Elm St", "Apt 2", "Houston", "TX", "77001-1234")
SENDER = Sender("612-555-0100", ["1 School Rd", "Minneapolis, MN 55411"], "Jo Smith, Superintendent", "")


def child(
    *guardians: Reachable, confidence: str = "certain", reach: Reachable | None = None
) -> AffectedPerson:
    return AffectedPerson("p1", "Kim Lee", "student", ("health",), confidence, True, reach, guardians)


def parent(key: str, address: PostalAddress, *, may_contact: bool = True, language: str = "") -> Reachable:
    return Reachable(key, f"Parent {key}", address, f"{key}@example.org", language, may_contact)


def record() -> CaseRecord:
    facts = [
        make_fact("encryption_event", {"confirmed": True, "found": "2023-02-18"}),
        make_fact("exfiltration", {"state": "confirmed"}),
    ]
    return make_record(facts, names=["Minneapolis Public Schools"])


def test_a_child_is_written_to_once_a_household() -> None:
    plan = make_plan([child(parent("a", HOME), parent("b", HOME), parent("c", AWAY, language="Spanish"))])
    assert [(letter.to, letter.address, letter.language) for letter in plan.letters] == [
        ("To the Parent or Guardian of Kim Lee", HOME, "en"),
        ("To the Parent or Guardian of Kim Lee", AWAY, "es"),
    ]
    assert (plan.people, plan.by_state) == (1, {"MN": 1})


def test_a_guardian_who_may_not_be_contacted_gets_no_letter_nor_does_the_childs_own_address() -> None:
    own = Reachable("kid", "Kim Lee", HOME)
    plan = make_plan([child(parent("a", HOME, may_contact=False), parent("b", AWAY), reach=own)])
    assert [letter.address for letter in plan.letters] == [AWAY]
    assert plan.restricted == 1
    alone = make_plan([child(parent("a", HOME, may_contact=False), reach=own)])
    assert [letter.channel for letter in alone.letters] == [SUBSTITUTE]
    assert alone.unreachable == ("p1",)


def test_a_protected_address_is_kept_in_mind_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text(
        '{"person_id":"s1","name":"Ann Hill","kinds":["ssn"],"protected_address":true,'
        '"address":{"line1":"1 Oak","city":"X","state":"MN","postcode":"55401"}}\n'
    )
    (one,) = make_plan(list_people(path)).letters
    assert one.is_protected


def test_without_guardians_the_letter_goes_to_the_childs_address() -> None:
    plan = make_plan([child(reach=Reachable("kid", "Kim Lee", HOME))])
    assert [(letter.to, letter.channel) for letter in plan.letters] == [
        ("To the Parent or Guardian of Kim Lee", LETTER)
    ]


def test_who_is_only_possible_is_not_written_to_and_who_has_no_address_is_named() -> None:
    adult = AffectedPerson("s1", "Ann Hill", "staff", ("ssn",), reach=Reachable("s1", "Ann Hill"))
    plan = make_plan([child(parent("a", HOME), confidence="possible"), adult])
    assert plan.possible == ("p1",)
    assert plan.unreachable == ("s1",)
    assert plan.by_state == {"unknown": 1}
    assert plan.asks_for_substitute
    assert make_plan([adult]) == make_plan([adult])


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ("Spanish", "es"),
        ("es-MX", "es"),
        ("Somali", "so"),
        ("Hmong; Mong", "hmn"),
        ("", "en"),
        ("Karen", "en"),
    ],
)
def test_a_language_of_the_roster_is_one_of_ours_or_english(told: str, language: str) -> None:
    assert pick_language(told) == language


def test_a_code_is_known_again_however_it_is_typed_and_a_slip_is_seen() -> None:
    codes = {make_code(b"key", f"p{number}-0") for number in range(5000)}
    assert len(codes) == 5000
    code = make_code(b"key", "p1-0")
    assert clean_code(f" {code.lower().replace('-', ' ')} ") == code
    assert make_code(b"other", "p1-0") != code
    slips = 0
    for at, character in enumerate(code):
        if character != "-":
            slips += clean_code(code[:at] + ("A" if character != "A" else "B") + code[at + 1 :]) is not None
    assert slips == 0
    assert clean_code("") is None
    assert clean_code("not a code at all") is None


def test_a_letter_tells_kinds_and_never_a_value_and_what_the_law_wants() -> None:
    taken = msgspec.structs.replace(child(parent("a", HOME)), kinds=("ssn",))
    (letter,) = make_plan([taken]).letters
    text = write_text(record(), "en", replace(SENDER, report="612-555-0199"), reviewed=True)
    told = describe_letter(text, letter, "ABCD-EFGH-JKLM")
    data = write_email(
        describe_text(text, "February 24, 2023"), told, to="a@example.org", sender="n@district.org"
    )
    said = data.decode().replace("=\r\n", "")
    for words in (
        "Social Security numbers",
        "report about the facts",
        "612-555-0199",
        "Kim Lee",
        "ABCD-EFGH-JKLM",
        "under 16",
        "Do not pay",
    ):
        assert words in said, words
    assert "Message-ID: <notice.p1-0@district.org>" in said


def test_what_a_letter_lacks_is_named() -> None:
    with pytest.raises(MissingFactError) as caught:
        write_text(make_record([]), "en", Sender("", [], "", ""), reviewed=True)
    wanted = ["organisation.names", "encryption_event.found", "--contact", "--signer", "--return-address"]
    assert caught.value.missing == wanted


def test_words_that_no_speaker_signed_say_so_on_the_letter() -> None:
    for language in ("es", "so", "hmn"):
        assert "speaker's review" in write_text(record(), language, SENDER, reviewed=False).review
        assert write_text(record(), language, SENDER, reviewed=True).review == ""


def test_the_addresses_for_a_mail_house_hold_no_kind_and_no_formula() -> None:
    (letter,) = make_plan(
        [AffectedPerson("s1", "=HYPERLINK(1)", "staff", ("ssn",), reach=Reachable("s", "", AWAY))]
    ).letters
    rows = list(
        csv.DictReader(io.StringIO(write_addresses([("s1-0", "x.pdf", 1, letter)]).decode("utf-8-sig")))
    )
    assert rows[0]["name_line"] == "'=HYPERLINK(1)"
    assert (rows[0]["zip5"], rows[0]["zip4"]) == ("77001", "1234")
    assert "ssn" not in str(rows)


def test_a_journal_survives_a_torn_line(tmp_path: Path) -> None:
    journal = DeliveryJournal(tmp_path / "deep" / "email.journal")
    with journal.opened():
        journal.note("begun", "a-0")
        journal.note("sent", "a-0", "two\nlines")
    with journal.path.open("ab") as stream:
        stream.write(b"sent b-")
    with journal.opened():
        journal.note("sent", "c-0")
    states = journal.load()
    assert states["a-0"] == ("sent", "two lines")
    assert "b-0" not in states
    assert count_states(states)["sent"] >= 2


def test_a_file_of_people_names_the_line_that_does_not_hold(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text(
        '{"message_type":"person","person_id":"p1","name":"Kim","kinds":["ssn"],"is_minor":true,'
        '"guardians":[{"name":"Ann","address":{"line1":"1 Oak","city":"X","state":"MN","postcode":55401}}]}\n'
        '{"message_type":"summary","people":1}\n'
    )
    (person,) = list_people(path)
    assert person.guardians[0].address.postcode == "55401"
    for bad in (
        "{",
        "[]",
        '{"person_id":"a b","name":"x"}',
        '{"person_id":"a"}',
        '{"person_id":"a","name":"x","kinds":3}',
    ):
        path.write_text(f"{bad}\n")
        with pytest.raises(TextFileError, match=":1:"):
            list(list_people(path))


DSN = b"""From: MAILER-DAEMON@example.org
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; example.org

Final-Recipient: rfc822; a@example.org
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

Message-ID: <notice.p1-0@district.org>
Subject: Notice

text
--b--
"""


def test_bounces_are_matched_to_their_letters(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(DSN)
    (tmp_path / "two.eml").write_bytes(b"Subject: holiday\n\nI am away")
    (tmp_path / "three.eml").write_bytes(DSN.replace(b"Action: failed", b"Action: delayed"))
    assert list(list_bounces(tmp_path)) == [("p1-0", "5.1.1")]
    box = tmp_path / "box.mbox"
    box.write_bytes(b"From x Mon Jan  1 00:00:00 2024\n" + DSN)
    assert list(list_bounces(box)) == [("p1-0", "5.1.1")]


def test_a_mail_houses_file_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "returns.csv"
    path.write_text(
        "Letter_ID,Status,Reason,address_line1,city,state,zip5\n"
        "p1-0,Mailed,,,,,\np2-0,COA,moved,2 New St,St Paul,MN,55101\n"
        "p3-0,Vacant,,,,,\np4-0,lost in space,,,,,\n"
    )
    rows = list(list_returns(path))
    told = [row for row in rows if isinstance(row, Returned)]
    assert [row.state for row in told] == ["mailed", "moved", "returned"]
    assert told[1].address == PostalAddress("2 New St", "", "St Paul", "MN", "55101")
    assert [row for row in rows if isinstance(row, str)] == [
        f"{path}, line 5: letter 'p4-0' has the unknown status 'lost in space'"
    ]


def test_reports_name_what_is_missing() -> None:
    facts = know({"ransom": {"demanded": 1000000}, "exfiltration": {"status": "unknown", "value": None}})
    _, fields = fill_report("ic3", facts)
    by_name = {field.name: field for field in fields}
    assert by_name["Ransom demanded"].value == 1000000
    assert by_name["Actor's wallet"].status == "missing"
    assert by_name["Data taken"].status == "unknown"
    for name in list_reports():
        assert len(fill_report(name, facts)[1]) >= 5
        rule = describe_report(name)["rule"]
        assert not rule or find_rule(rule).id == rule


def test_a_report_is_in_words_and_says_why_something_is_unknown() -> None:
    facts = know(
        {
            "encryption_event": {"confirmed": True, "found": "2026-02-18T06:00:00-06:00"},
            "systems_restored": {"pending": ["sis", "payroll"], "verified": []},
            "exfiltration": {"status": "unknown", "value": {"state": None}},
            "kinds_found": ["ssn", "special_education"],
            "people_affected": {"status": "believed", "value": {"count": 12000}},
        }
    )
    shown = {field.name: field.shown for name in list_reports() for field in fill_report(name, facts)[1]}
    assert shown["Type: ransomware"] == "yes"
    assert shown["Systems affected"] == "sis and payroll"
    assert shown["Identified"] == "February 18, 2026, 06:00 (UTC-06:00)"
    assert shown["Kinds of information"] == "Social Security numbers and special education records"
    assert shown["People affected"] == "12,000 (believed)"
    assert shown["Data taken"] == "unknown: the record says that it is not known"
    assert shown["Policy number"] == "unknown: nobody has put it on the record yet"
    # what a person does is nothing that is unknown
    assert shown["Sample copy"].startswith("attach letter-en.docx from the folder of the letters")
    assert shown["Residents of Texas affected"].startswith("unknown: nobody has counted")
    _, fields = fill_report("tx-ag", facts, PlannedPeople({"TX": 1250}, {}))
    assert {field.name: field.shown for field in fields}["Residents of Texas affected"] == "1,250"
    for text in shown.values():
        assert not re.search(r"True|False|None|\[|_", text), text


def test_a_report_takes_the_kinds_of_data_from_the_plan_where_no_fact_tells_them() -> None:
    groups = [
        CountedGroup("TX", 250, frozenset({"ssn"})),
        CountedGroup("TX", 3, frozenset({"health"})),
        CountedGroup("IL", 2, frozenset({"financial"})),
        CountedGroup("OH", 1, None),
    ]
    planned = count_planned(groups)
    assert planned is not None
    assert planned.residents == {"TX": 253, "IL": 2, "OH": 1}

    def show(name: str, facts: CaseRecord) -> str:
        return {field.name: field.shown for field in fill_report(name, facts, planned)[1]}[
            "Kinds of information"
        ]

    assert show("tx-ag", know({})) == "health information and Social Security numbers"
    assert show("il-ag", know({})) == "financial information"
    assert "financial information" in show("hhs", know({}))
    only_ohio = count_planned([CountedGroup("OH", 1, frozenset({"ssn"}))])
    kinds = [field for field in fill_report("il-ag", know({}), only_ohio)[1] if "Kinds" in field.name]
    assert [field.value for field in kinds] == [None]
    assert show("tx-ag", know({"kinds_found": ["grades"]})) == "grades"
    assert count_planned(None) is None


def test_a_report_names_agencies_as_one_says_them() -> None:
    fields = fill_report("police", know({"law_enforcement": {"informed": ["fbi", "Hill County"]}}))[1]
    assert {field.name: field.shown for field in fields}["Other agencies informed"] == (
        "the FBI and Hill County"
    )


def test_a_report_tells_whom_to_ask_and_what_the_intruders_left() -> None:
    facts = know(
        {
            "contact": {"email": "jo@example.org", "name": "Jo Smith", "phone": "612-555-0100"},
            "insurance": {"policy": "CY-12-34567"},
            "indicators": ["203.0.113.7", "evil.example.net", *(f"{number:064x}" for number in range(6))],
            "measures": {
                "taken": ["passwords were reset", "we cut the network, floor by floor"],
                "before": None,
            },
            "ransom": {"demanded": 1000000, "variant": "Medusa", "wallet": "bc1q"},
            "losses": 250000,
        }
    )
    shown = {field.name: field.shown for name in list_reports() for field in fill_report(name, facts)[1]}
    assert shown["Contact"] == shown["Contact, by phone"] == "Jo Smith, 612-555-0100, jo@example.org"
    assert shown["Policy number"] == "CY-12-34567"
    assert shown["Indicators (addresses, hashes, accounts)"].startswith("203.0.113.7; evil.example.net; 0000")
    assert shown["Steps taken"] == "passwords were reset; we cut the network, floor by floor"
    assert shown["Safeguards in place before"].startswith("unknown")
    assert (shown["Variant"], shown["Actor's wallet"], shown["Overall losses"]) == (
        "Medusa",
        "bc1q",
        "250,000",
    )
    # what is told now comes before what the record has
    given = {"contact": "Kay, 612-555-0111", "indicators": ["198.51.100.4"]}
    now = {field.name: field.shown for field in fill_report("ic3", facts, given=given)[1]}
    assert now["Contact"] == "Kay, 612-555-0111"
    assert now["Indicators (addresses, hashes, accounts)"] == "198.51.100.4"


def test_a_report_is_written_to_type_from_and_to_read_by_programs(tmp_path: Path) -> None:
    _, fields = fill_report("tx-ag", know({"ransom": {"demanded": True}}))
    zone = load_zone("America/Chicago")
    made = write_pack(tmp_path, "tx-ag", fields, stamp_s=1_700_000_000, zone=zone)
    assert made == ["tx-ag.json", "tx-ag.pdf"]
    text = PdfReader(tmp_path / "tx-ag.pdf").pages[0].extract_text()
    assert "Residents of Texas affected" in text
    # all of the template is set, none of it printed
    head = text.partition("Field")[0].strip().splitlines()[1:]
    assert [line.partition(": ")[0] for line in head] == ["How to file", "Under"]
    assert "filter" not in text
    assert "on 2023-11-14 16:13:20 -06:00." in text
    # a command is set as one, without the signs of markup
    assert "nobody has counted: firstbell notice plan does" in " ".join(text.split())
    told = json.loads((tmp_path / "tx-ag.json").read_text())
    assert (told["rule"], len(told["fields"])) == ("tx-521.053-attorney-general", len(fields))
