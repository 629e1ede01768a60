"""What is drafted never says more than the record, whatever stands there; what is missing is named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.notify.errors import AudienceError, MissingFactError
from firstbell.notify.kinds import load_words
from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.comparison import compare_texts
from firstbell.notify.statements.draft import (
    AUDIENCES,
    LANGUAGES,
    LINES,
    OFFICIALS,
    draft_statement,
    load_language,
)
from firstbell.notify.statements.judges.verdicts import STOPPING
from firstbell.notify.statements.record import CaseRecord, make_record
from tests.notify.records import make_fact

SYSTEMS = ["internet", "phones", "badge access", "Infinite Campus", "e-mail", "payroll"]
YES_NO = st.booleans()
DAYS = st.integers(1, 12)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "encryption_event": st.fixed_dictionaries(
        {"confirmed": st.just(value=True)}, optional={"found": st.just("2023-02-18")}
    ),
    "first_access": st.just("2023-02-06"),
    "way_in": st.sampled_from(["phishing e-mail", "VPN account"]),
    "exfiltration": st.one_of(
        st.just({"state": "undetermined"}),
        st.fixed_dictionaries(
            {"state": st.just("none_found"), "reviewed_days": DAYS, "of_days": st.just(12)}
        ),
        st.fixed_dictionaries({"state": st.just("confirmed"), "published": YES_NO}),
    ),
    "personal_data_search": st.fixed_dictionaries({"coverage_percent": st.sampled_from([0, 50, 100])}),
    "people_affected": st.fixed_dictionaries(
        {"count": st.sampled_from([1, 350, 105617])}, optional={"final": YES_NO}
    ),
    "kinds_found": st.lists(
        st.sampled_from(["ssn", "health", "contact", "discipline"]), unique=True, min_size=1
    ),
    "systems_restored": st.permutations(SYSTEMS).flatmap(
        lambda names: st.integers(0, 6).map(lambda at: {"verified": names[:at], "pending": names[at:]})
    ),
    "files_without_clean_version": st.sampled_from([0, 12]),
    "ransom": st.fixed_dictionaries({"paid": YES_NO}),
    "forensic_firm": st.fixed_dictionaries({"engaged": YES_NO}),
    "law_enforcement": st.just({"informed": ["FBI", "Minneapolis Police"]}),
    "letters_sent": st.sampled_from([0, 1200]),
    "credit_monitoring": st.fixed_dictionaries({"contract": YES_NO}),
    "password_reset": st.fixed_dictionaries({"staff": YES_NO, "students": YES_NO}),
    "call_center": st.fixed_dictionaries({"opened": YES_NO, "phone": st.just("612-555-0142")}),
    "response_cost": st.sampled_from([{"spent": 184_000}, {"expected": 1_100_000}]),
    "multi_factor": st.sampled_from([{"for": "staff"}, {"for": ["staff", "students"]}]),
}
NEEDED = {"encryption_event"}


@st.composite
def records(draw: st.DrawFn) -> CaseRecord:
    facts = []
    for subject, values in VALUES.items():
        if subject in NEEDED or draw(YES_NO):
            status = "known" if subject in NEEDED else draw(st.sampled_from(["known", "known", "believed"]))
            facts.append(make_fact(subject, draw(values), status))
    return make_record(facts, names=["Minneapolis Public Schools"])


@pytest.mark.long
@settings(max_examples=25, deadline=None)
@given(record=records())
def test_a_draft_of_any_record_passes_the_check_and_says_the_same_to_all(record: CaseRecord) -> None:
    texts = [draft_statement(record, audience=audience, contact="612-555-0100") for audience in AUDIENCES]
    for text in texts:
        for claim in check_statement(text, record):
            assert claim.verdict not in STOPPING, (claim.text, claim.needs)
            assert not claim.waiting, claim.text
    for audience, text in zip(AUDIENCES, texts, strict=True):
        told = compare_texts(texts[0], text)
        # an insurer and law enforcement get more, and nothing else
        assert told == [] if audience not in OFFICIALS else all(one.a is None for one in told)


@pytest.mark.parametrize("kind", sorted(load_words()))
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_draft_that_names_any_kind_of_data_waits_for_nobody(kind: str, language: str) -> None:
    facts = [make_fact("encryption_event", {"confirmed": True}), make_fact("kinds_found", [kind])]
    record = make_record(facts, names=["MPS"])
    text = draft_statement(record, audience="families", contact="612-555-0100", language=language)
    assert [claim.text for claim in check_statement(text, record) if claim.waiting] == []


@pytest.mark.parametrize("reviewed", [11, 12])
def test_a_draft_of_a_review_of_logs_does_not_wait(reviewed: int) -> None:
    found = {"state": "none_found", "reviewed_days": reviewed, "of_days": 12}
    record = make_record(
        [make_fact("encryption_event", {"confirmed": True}), make_fact("exfiltration", found)], names=["MPS"]
    )
    for audience in AUDIENCES:
        for claim in check_statement(
            draft_statement(record, audience=audience, contact="612-555-0100"), record
        ):
            assert claim.verdict not in STOPPING, (claim.text, claim.needs)
            assert not claim.waiting, claim.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_line_and_the_others_than_english_ask_for_a_review(language: str) -> None:
    words, english = load_language(language), load_language("en")
    for table in ("titles", "greetings", "lines", "kinds"):
        assert set(words[table]) == set(english[table])
    assert {line.name for line in LINES} <= set(words["lines"])
    assert len(words["months"]) == 12
    assert bool(words["review"]) is (language != "en")


@pytest.mark.parametrize("audience", ["families", "staff"])
def test_families_and_staff_are_told_not_to_pay_and_how_to_spot_a_scam(audience: str) -> None:
    record = make_record([make_fact("encryption_event", {"confirmed": True})], names=["MPS"])
    text = draft_statement(record, audience=audience, contact="privacy@example.org")
    for words in (
        "Do not pay",
        "in order to press the district or you",
        "never ask for a password",
        "privacy@example.org",
    ):
        assert words in text
    assert "Do not pay" not in draft_statement(record, audience="press", contact="x")


def test_what_a_template_needs_is_named_and_never_left_blank() -> None:
    with pytest.raises(MissingFactError) as caught:
        draft_statement(make_record([]), audience="press")
    assert caught.value.missing == ["organisation.names", "encryption_event", "--contact"]
    record = make_record([make_fact("encryption_event", {"confirmed": True})], names=["MPS"])
    with pytest.raises(AudienceError):
        draft_statement(record, audience="parents", contact="x")
    with pytest.raises(AudienceError):
        draft_statement(record, audience="press", language="fr", contact="x")


def test_an_insurer_and_law_enforcement_get_what_they_work_with_from_the_record() -> None:
    record = make_record(
        [
            make_fact("encryption_event", {"confirmed": True, "found": "2026-02-24T06:10:00-06:00"}),
            make_fact("exfiltration", {"state": "confirmed", "bytes_at_least": 92_700_000_000}),
            make_fact("insurance", {"policy": "CY-12-34567", "carrier": "Lakes Mutual"}),
            make_fact("indicators", ["203.0.113.7", "evil.example.net"]),
            make_fact("law_enforcement", {"informed": ["fbi", "BCA", "Hill County"]}),
        ],
        names=["MPS"],
    )
    told = {name: draft_statement(record, audience=name, contact="612-555-0100") for name in AUDIENCES}
    assert "Policy number: CY-12-34567" in told["insurer"]
    assert not any("CY-12" in text for name, text in told.items() if name != "insurer")
    for name, text in told.items():
        assert ("203.0.113.7" in text) is (name in OFFICIALS), name
        # agencies as one says them
        assert "the FBI, the Bureau of Criminal Apprehension (BCA) and Hill County" in text
        assert [claim.text for claim in check_statement(text, record) if claim.verdict in STOPPING] == []
    assert "At least 92 gigabytes" in told["law-enforcement"]
    # those that are given stand in their place
    given = draft_statement(record, audience="insurer", contact="x", indicators=["198.51.100.4"])
    assert "198.51.100.4" in given
    assert "203.0.113.7" not in given
    spanish = draft_statement(record, audience="families", language="es", contact="612-555-0100")
    assert "el FBI, la BCA y Hill County" in spanish
    assert [claim.text for claim in check_statement(spanish, record) if claim.waiting] == []


@pytest.mark.parametrize(
    ("systems", "said"),
    [
        (["e-mail"], "E-mail has been restored."),
        (["phones"], "Phones have been restored."),
        (["SIS"], "SIS has been restored."),
        (["e-mail", "phones"], "E-mail and phones have been restored."),
    ],
)
def test_one_system_has_been_restored_and_several_have(systems: list[str], said: str) -> None:
    facts = [
        make_fact("encryption_event", {"confirmed": True}),
        make_fact("systems_restored", {"verified": systems}),
    ]
    assert said in draft_statement(make_record(facts, names=["MPS"]), audience="press", contact="x")


def test_nobody_says_that_work_goes_on_for_systems_that_no_backup_holds() -> None:
    restoring = load_language("en")["lines"]["restoring"]

    def draft(**lists: list[str]) -> str:
        facts = {"encryption_event": {"confirmed": True}, "systems_restored": {"verified": [], **lists}}
        record = make_record([make_fact(*one) for one in facts.items()], names=["Minneapolis Public Schools"])
        return draft_statement(record, audience="families", contact="612-555-0100")

    assert restoring in draft(pending=["payroll", "phones"], without_backup=["phones"])
    for lists in (
        {"without_backup": ["payroll", "phones"]},
        {"without_backup": ["payroll"], "nothing_to_restore": ["phones"]},
    ):
        text = draft(pending=["payroll", "phones"], **lists)
        assert restoring not in text
        assert "Payroll and phones have not been restored yet." in text
