"""What letters must and must not say, by the law of their readers and by what was taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pypdf import PdfReader

from firstbell.base.clock import parse_time
from firstbell.notify.clocks.contents import load_contents
from firstbell.notify.clocks.rule import Rule
from firstbell.notify.clocks.rules import AttorneyGeneral, load_rules
from firstbell.notify.clocks.rulings import ClockFinding
from firstbell.notify.clocks.situation import Situation
from firstbell.notify.notices.advice import (
    COVERS,
    ContentError,
    Demand,
    find_demand,
    find_faults,
    find_rules,
    load_blocks,
)
from firstbell.notify.notices.emails import write_email
from firstbell.notify.notices.plan import LETTER, Letter
from firstbell.notify.notices.print_jobs import make_jobs, print_file
from firstbell.notify.notices.sensitive import is_sensitive, list_waiting
from firstbell.notify.notices.texts import (
    Offer,
    Particulars,
    Sender,
    describe_letter,
    describe_text,
    write_text,
)
from firstbell.notify.statements.draft import LANGUAGES
from firstbell.notify.statements.record import CaseRecord, make_record
from firstbell.record.notices import PostalAddress
from tests.notify.records import make_fact

SENDER = Sender("612-555-0100", ["1 School Rd"], "Jo Smith, Superintendent", "", "Ms. Lee, 612-555-0111")


def letter(*kinds: str, state: str = "MN", is_minor: bool = False) -> Letter:
    address = PostalAddress("1 Oak St", "", "Town", state, "55401")
    return Letter(
        "p1-0", "p1", "Kim Lee", "Kim Lee", address, tuple(sorted(kinds)), "en", LETTER, "", is_minor, state
    )


def record(*further: Any) -> CaseRecord:
    facts = [
        make_fact("encryption_event", {"confirmed": True, "found": "2026-02-18"}),
        make_fact("exfiltration", {"state": "confirmed"}),
        make_fact("law_enforcement", {"informed": ["fbi", "bca"]}),
        make_fact("people_affected", {"count": 4321}),
        *further,
    ]
    return make_record(facts, names=["Example Public Schools"])


def rules_of(home: str, entity: str = "school_district", *facts: Any, **ruled: Any) -> Sequence[Rule]:
    """The rules that letters of a body of this state follow, on 1 March 2026 but for what facts tell."""
    now_ns = parse_time("2026-03-01T12:00:00Z")
    return find_rules(Situation(make_record(facts), now_ns, home, entity, None, [], {}, {}, **ruled))


def tell(one: Letter, home: str = "MN", language: str = "en", **given: Any) -> tuple[dict[str, Any], str]:
    """(what the letter has of its own, its text)."""
    text = write_text(record(), language, SENDER, reviewed=True)
    told = describe_letter(text, one, Particulars("CODE", find_demand(one, rules_of(home)), **given))
    data = write_email(
        describe_text(text, "March 1, 2026"), told, to="a@example.org", sender="n@district.org"
    )
    return told, data.decode().replace("=\r\n", "")


def test_massachusetts_is_not_told_the_nature_of_the_breach_nor_a_number() -> None:
    one = letter("ssn", state="MA")
    told, said = tell(one, offer=Offer("Watchers", 18, "June 30, 2026"), monitoring_code="AAA-1")
    for words in ("cyberattack", "encrypt", "taken", "4,321"):
        assert words not in said, words
    for words in ("police report", "security freeze", "18 months", "Watchers", "AAA-1", "June 30, 2026"):
        assert words in said, words
    assert find_faults(one, told, find_demand(one, rules_of("MN"))) == []
    elsewhere = tell(letter("ssn", state="WI"))[1]
    assert "cyberattack" in elsewhere


def test_a_guardian_hears_of_the_childs_number_and_not_of_their_own() -> None:
    offer: dict[str, Any] = {"offer": Offer("Watchers", 24, "2026-06-30"), "monitoring_code": "AAA-1"}
    told, said = tell(letter("ssn", "credentials", "health", is_minor=True), **offer)
    for words in ("the child's Social Security number", "the child's credit", "June 30, 2026", "AAA-1"):
        assert words in said, words
    assert "your Social Security number" not in said
    # the law is met by the words to a guardian as by the others
    one = letter("ssn", state="MA", is_minor=True)
    told, _ = tell(one, **offer)
    assert find_faults(one, told, find_demand(one, rules_of("MN"))) == []
    assert "your Social Security number" in tell(letter("ssn"), **offer)[1]


@pytest.mark.parametrize(
    ("language", "told"), [("es", "30 de junio de 2026"), ("hmn", "2026"), ("so", "2026")]
)
def test_the_last_day_to_enroll_is_in_the_readers_language(language: str, told: str) -> None:
    offer: dict[str, Any] = {"offer": Offer("Watchers", 24, "2026-06-30"), "monitoring_code": "AAA-1"}
    monitoring = tell(letter("ssn"), language=language, **offer)[0]["monitoring"]
    assert told in monitoring
    assert "2026-06-30" not in monitoring


def test_a_kind_that_nobody_knows_brings_all_advice_and_waits_for_a_reviewer() -> None:
    assert is_sensitive(letter("foster_care"))
    assert is_sensitive(letter("child protection"))
    assert not is_sensitive(letter("ssn", "grades"))
    assert {"watch", "irs_pin", "passwords"} <= {*tell(letter("foster_care"))[0]["blocks"]}


@pytest.mark.parametrize(("months", "fault"), [(0, "no monitoring"), (12, "12 months"), (18, "")])
def test_monitoring_is_as_long_as_the_law_asks(months: int, fault: str) -> None:
    one = letter("ssn", state="MA")
    given: dict[str, Any] = (
        {"offer": Offer("Watchers", months, "June 30, 2026"), "monitoring_code": "AAA"} if months else {}
    )
    told, _ = tell(one, **given)
    faults = find_faults(one, told, find_demand(one, rules_of("MN")))
    assert len(faults) == bool(fault)
    assert not fault or (fault in faults[0] and "ma-93h-3-individuals" in faults[0])
    # who lost no number is owed none
    assert find_demand(letter("financial", state="MA"), rules_of("MN")).months == 0


def test_a_letter_that_lacks_a_block_or_says_what_is_forbidden_is_named() -> None:
    one = letter("ssn", state="IL")
    told, _ = tell(one)
    demand = find_demand(one, rules_of("MN"))
    assert find_faults(one, told, demand) == []
    (fault,) = find_faults(one, {**told, "blocks": ["bureaus", "alert_freeze"]}, demand)
    said = "address, toll-free number and web site of the FTC"
    assert f"lack ftc_contact, that is {said} (il-530-10-residents)" in fault
    massachusetts = letter("ssn", state="MA")
    faults = find_faults(massachusetts, {**told, "months": 18}, find_demand(massachusetts, rules_of("MN")))
    assert any("tell nature_of_breach" in fault for fault in faults)
    assert "and 2 more" in str(ContentError(["a", "b", "c", "d", "e"]))


def test_every_letter_that_is_drafted_says_what_the_law_of_its_reader_asks() -> None:
    states = {rule.jurisdiction for rule in load_rules()} - {"US"}
    for state in sorted(states):
        for home in ("MN", state):
            one = letter("ssn", "health", state=state)
            told, _ = tell(one, home, offer=Offer("W", 60, "June 30, 2026"), monitoring_code="A")
            assert find_faults(one, told, find_demand(one, rules_of(home))) == [], (state, home)


def test_every_content_that_a_notice_to_people_needs_has_a_block() -> None:
    covered = set().union(*COVERS.values())
    # of these only a report to an authority, or a letter of another kind, speaks
    others = {
        "timing_and_content", "sample_copy", "authority_form", "names_of_affected", "number_of_residents",
    }  # fmt: skip
    assert {*load_contents()} == covered | others


def test_a_letter_names_the_attorney_general_of_its_readers_state() -> None:
    told, said = tell(letter("ssn", state="MD"))
    assert (
        "Your state's Attorney General can help you, too: 200 Saint Paul Place, Baltimore"
        in told["attorney_general"]
    )
    assert "oag.maryland.gov" in said
    assert "612-555-0100" in said
    told, said = tell(letter("ssn", state="unknown"))
    assert "Attorney General can help you, too." in said
    assert "attorney_general" not in told["blocks"]
    assert told["attorney_general"] == ""
    # only the part that is known is told
    assert AttorneyGeneral("1 Oak St", "unknown", "unknown", "D").contact == "1 Oak St"
    for language in LANGUAGES:
        assert "651-296-3353" in tell(letter("ssn"), language=language)[1], language
    # who gets no advice on credit is not sent there
    assert "Attorney General" not in tell(letter("counselling", is_minor=True))[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_another_office_helps_consumers_the_letter_names_that_one(language: str) -> None:
    told, said = tell(letter("ssn", state="HI"), language=language)
    assert "Office of Consumer Protection, 235 South Beretania" in said
    assert "808-586-2630" in said
    assert "Attorney General" not in said
    assert "consumer_office" in told["blocks"]
    # a law that asks for the Attorney General's address is not met by another's
    asks = Demand(required={"attorney_general_contact": "xx-1"})
    assert "lack attorney_general_contact" in find_faults(letter("ssn", state="HI"), told, asks)[0]


def test_a_report_is_promised_where_a_law_asks_for_one_or_the_sender_names_where_to_get_it() -> None:
    # a body of Minnesota promises it to readers everywhere
    promise = "A report about the facts"
    assert promise in tell(letter("ssn", state="TX"))[1]
    told, said = tell(letter("ssn", state="TX"), "TX")
    assert promise not in said
    assert told["further"] == []
    text = write_text(record(), "en", replace(SENDER, report="the library"), reviewed=True)
    told = describe_letter(text, letter("ssn", state="TX"), "CODE")
    assert told["further"] == ["report"]
    assert "by e-mail: the library" in text.blocks["report"]


def test_who_is_grown_up_is_not_asked_about_a_child() -> None:
    assert "your child is doing" in tell(letter("discipline", is_minor=True))[1]
    grown = tell(letter("discipline"))[1]
    assert "your child" not in grown
    assert "call Ms. Lee" in grown


def test_letters_follow_the_law_of_the_body_that_writes_them() -> None:
    def names(*given: Any, **ruled: Any) -> set[str]:
        return {rule.id for rule in rules_of(*given, **ruled)}

    # Massachusetts, Texas: whoever holds the data; New York's Part 121: educational agencies alone
    assert "ny-121.10-parents" in names("NY")
    assert "ny-121.10-parents" not in names("NY", "hospital")
    assert "ma-93h-3-individuals" in names("NY", "hospital")
    # Minnesota's 13.055 is for government
    assert "mn-13.055-individuals" in names("MN")
    assert "mn-13.055-individuals" not in names("MN", "vendor")
    # a clinic under HIPAA, where the record says that it is one
    hipaa = make_fact("entity", {"hipaa": True})
    assert "us-hipaa-individuals" not in names("MN", "hospital")
    assert "us-hipaa-individuals" in names("MN", "hospital", hipaa)
    # law when the event was found, and not what counsel found not to bind
    old = make_fact("encryption_event", {"found": "2023-03-01"})
    assert "pa-2303-individuals" in names("PA")
    assert "pa-2303-individuals" not in names("PA", "school_district", old)
    unbound = ClockFinding("ab12", "wi-134.98-residents", "not_bound", "counsel read it", "")
    assert "wi-134.98-residents" in names("WI")
    assert "wi-134.98-residents" not in names("WI", findings={"wi-134.98-residents": unbound})


def test_advice_follows_what_was_taken() -> None:
    counselling = tell(letter("counselling", is_minor=True))[1]
    for words in ("credit bureau", "fraud alert", "irs.gov", "Equifax"):
        assert words not in counselling, words
    assert "Ms. Lee, 612-555-0111" in counselling
    numbers = tell(letter("ssn"))[1]
    for words in ("irs.gov/ippin", "1-877-438-4338", "P.O. Box", "fraud alert"):
        assert words in numbers, words
    assert "irs.gov" not in tell(letter("financial"))[1]
    assert "health insurer" in tell(letter("health"))[1]
    assert "file for a child under 16" in tell(letter("ssn", is_minor=True))[1]


def test_sensitive_letters_wait_and_may_go_out_without_the_kinds_named() -> None:
    child = letter("counselling", "contact", is_minor=True)
    assert is_sensitive(child)
    assert not is_sensitive(letter("ssn", "health"))
    assert is_sensitive(msgspec.structs.replace(letter("ssn"), is_protected=True))
    assert list_waiting([child], {}) == ["p1-0"]
    assert list_waiting([child], {"p1-0": "unnamed"}) == []
    assert "counseling" in tell(child)[1]
    unnamed = tell(child, names_kinds=False)[1]
    assert "counseling" not in unnamed
    assert "talk about with you in person" in unnamed


def test_a_letter_is_in_plain_words() -> None:
    said = tell(letter("ssn", "counselling", is_minor=True))[1]
    assert "Dear parent or guardian of Kim Lee:" in said
    assert "the FBI and the Bureau of Criminal Apprehension" in said
    assert "We are sorry" in said
    for words in (
        "Dear reader",
        "information of yours",
        "fbi and bca",
        "encryption event",
        "licence",
        "counselling",
    ):
        assert words not in said, words


def test_spanish_draws_words_together_where_a_line_and_a_name_meet() -> None:
    facts = [
        make_fact("encryption_event", {"confirmed": True, "found": "2026-02-18"}),
        make_fact("law_enforcement", {"informed": ["fbi", "Policía de Minneapolis"]}),
        make_fact("password_reset", {"staff": True, "students": True}),
    ]
    text = write_text(make_record(facts, names=["X"]), "es", SENDER, reviewed=True)
    said = " ".join(text.sections["doing"][1])
    assert "las contraseñas del personal y los estudiantes" in said
    assert "Hemos avisado al FBI y a Policía de Minneapolis." in said


def count_syllables(word: str) -> int:
    """About how many syllables an English word has."""
    found = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le")
    return max(found - silent, 1)


def measure_grade(text: str) -> float:
    """The school grade of Flesch and Kincaid (1975): sentences, words, syllables."""
    sentences = [one for one in re.split(r"[.!?:]\s", text) if re.search(r"[a-z]", one)]
    words = re.findall(r"[A-Za-z]+(?:'[a-z]+)?", text)
    syllables = sum(map(count_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def test_letters_read_at_the_level_of_the_eighth_grade_at_most() -> None:
    assert measure_grade("The cat sat on the mat. It was a nice day. ") < 2
    assert (
        measure_grade("Notwithstanding organizational responsibilities, individuals remain accountable. ")
        > 15
    )
    for kinds in (("ssn",), ("health",), ("counselling",), ("ssn", "financial", "credentials")):
        said = tell(letter(*kinds, is_minor=True))[1].partition("Dear parent")[2]
        # addresses are no sentences
        said = re.sub(
            r"Equifax, P\.O\..*?transunion\.com\.|600 Pennsylvania.*?identitytheft\.gov\.",
            "",
            said,
            flags=re.DOTALL,
        )
        assert measure_grade(said) <= 8.5, (kinds, measure_grade(said))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_block(language: str) -> None:
    english, theirs = load_blocks("en"), load_blocks(language)
    assert {name for name, text in english.items() if isinstance(text, str)} == {
        name for name, text in theirs.items() if isinstance(text, str)
    }
    for name, text in english.items():
        if isinstance(text, str):
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", theirs[name])), name
    told, said = tell(letter("ssn", "counselling", is_minor=True), language=language)
    assert told["blocks"]
    assert "P.O. Box 9554" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_letter_has_two_pages_and_no_lone_signature(language: str, tmp_path: Path) -> None:
    one = letter("ssn", "health", "counselling", "credentials", "financial", state="MA", is_minor=True)
    text = write_text(record(), language, SENDER, reviewed=False)
    demand = find_demand(one, rules_of("MA"))
    given = Particulars("ABCD-EFGH-JKLM", demand, Offer("Watchers", 24, "June 30, 2026"), "WX-1234")
    told = describe_letter(text, one, given)
    ((job, _),) = make_jobs(tmp_path, describe_text(text, "March 1, 2026"), [told], name="x", stamp_s=1)
    print_file(job)
    pages = [page.extract_text() for page in PdfReader(job.path).pages]
    assert len(pages) == 2
    before = pages[1].partition("Jo Smith")[0]
    assert "ABCD-EFGH-JKLM" in before
    assert len(before) > 200


def test_pages_are_counted_by_letter_and_only_the_first_has_no_number(tmp_path: Path) -> None:
    one = letter("ssn", "health", "counselling", "credentials", "financial", state="MA", is_minor=True)
    text = write_text(record(), "en", SENDER, reviewed=True)
    told = describe_letter(text, one, "ABCD-EFGH-JKLM")
    ((job, _),) = make_jobs(tmp_path, describe_text(text, "March 1, 2026"), [told] * 2, name="x", stamp_s=1)
    print_file(job)

    lines = [page.extract_text().split() for page in PdfReader(job.path).pages]

    assert len(lines) == 4
    assert [words[-1] for words in lines[1::2]] == ["2", "2"]
    assert not {"1", "3"} & {words[-1] for words in lines[::2]}


def test_the_code_of_a_letter_stays_on_one_line(tmp_path: Path) -> None:
    # contacts of growing length, so that the line would break at each place of the code
    for length in range(14, 32, 2):
        sender = Sender("9" * length, ["1 School Rd"], "Jo Smith", "")
        text = write_text(record(), "en", sender, reviewed=True)
        told = describe_letter(text, letter("health"), "ABCD-EFGH-JKLM")
        shared = describe_text(text, "March 1, 2026")
        ((job, _),) = make_jobs(tmp_path, shared, [told], name=f"x{length}", stamp_s=1)
        print_file(job)
        said = "\n".join(page.extract_text() for page in PdfReader(job.path).pages)
        assert "ABCD-EFGH-JKLM" in said, length
