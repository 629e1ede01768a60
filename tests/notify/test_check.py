"""Sentences of statements against records: kinds and verdicts, hedges, compounds, what is no claim."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.judges.verdicts import ClaimVerdict
from firstbell.notify.statements.language.claims import ClaimReading, read_sentence
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.sentences import split_sentences
from tests.notify.records import know

SENTENCES = [
    json.loads(line)
    for line in (Path(__file__).parent / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
]
KINDS = {
    "ransom", "restoration", "exfiltration", "personal_data", "misuse", "people_count", "law_enforcement",
    "investigation", "backups", "cause", "timing", "protection", "notification", "promise",
}  # fmt: skip


def judge(text: str, facts: dict[str, Any], *decisions: str) -> list[tuple[str | None, str]]:
    return [(claim.kind, claim.verdict.value) for claim in check_statement(text, know(facts, *decisions))]


@pytest.mark.long
def test_every_sentence_of_the_collection_is_read_and_judged_as_a_person_would() -> None:
    wrong = []
    for one in SENTENCES:
        found = [list(pair) for pair in judge(one["text"], one["facts"])]
        if found != one["expect"]:
            wrong.append((one["text"], one["facts"], found))
    assert len(SENTENCES) > 800
    assert wrong == []


def test_the_collection_has_every_kind_with_every_verdict_that_stops_or_passes() -> None:
    seen = {(kind, verdict) for one in SENTENCES for kind, verdict in one["expect"]}
    assert {kind for kind, _ in seen} >= KINDS
    for kind in KINDS - {"promise"}:
        assert {(kind, "supported"), (kind, "unsupported"), (kind, "contradicted")} <= seen, kind


def test_a_claim_names_what_supports_it_and_what_it_lacks() -> None:
    facts = {"exfiltration": {"state": "none_found", "reviewed_days": 12, "of_days": 12}}
    text = "We have no evidence that personal information was compromised."

    (claim,) = check_statement(text, know(facts))
    assert claim.verdict is ClaimVerdict.UNSUPPORTED
    assert [need.partition(":")[0] for need in claim.needs] == ["personal_data_search"]

    facts["personal_data_search"] = {"coverage_percent": 100}
    (claim,) = check_statement(text, know(facts))
    assert claim.verdict is ClaimVerdict.SUPPORTED
    assert set(claim.entries) == {"exfiltration", "personal_data_search"}
    assert claim.needs == ()

    (claim,) = check_statement(text, know({"exfiltration": {"state": "confirmed"}}))
    assert claim.verdict is ClaimVerdict.CONTRADICTED
    assert claim.entries == ("exfiltration",)


def test_a_hedge_of_time_does_not_weaken_an_absolute() -> None:
    facts = {"exfiltration": {"status": "unknown", "value": {"state": "undetermined"}}}
    for lead in ("At this time, ", "To date, ", "Currently, ", "As of today, ", ""):
        text = f"{lead}we have no evidence that personal information was compromised."
        assert judge(text, facts) == [("personal_data", "unsupported")], text


def read_claims(text: str) -> list[ClaimReading]:
    """Every claim of a text in order."""
    return [reading for sentence in split_sentences(text) for reading in read_sentence(sentence)]


def test_a_claim_is_the_clause_as_written() -> None:
    text = "We have not paid a ransom, and all systems have been restored; the FBI was notified on Feb. 19."
    claims = read_claims(text)
    assert [claim.text for claim in claims] == [
        "We have not paid a ransom",
        "all systems have been restored",
        "the FBI was notified on Feb. 19.",
    ]
    assert all(claim.text in text for claim in claims)


def test_a_decision_on_the_record_bears_a_promise_out() -> None:
    text = "The district will not pay a ransom."
    assert judge(text, {}) == [("ransom", "unsupported")]
    assert judge(text, {}, "The district will not pay any ransom.") == [("ransom", "supported")]
    assert judge(text, {}, "The district will pay the ransom.") == [("ransom", "unsupported")]


def test_lists_headings_and_wrapped_lines_are_read_as_they_are_meant() -> None:
    text = """NOTICE TO FAMILIES

Dear families,

What happened
On February 18, 2023, we discovered an encryption event that
affected our systems.

- No ransom was paid
- Phones remain offline
* Please change your passwords

Do you have questions? Call us.
"""
    assert [claim.kind for claim in read_claims(text)] == ["timing", "ransom", "restoration"]


def test_a_headline_that_begins_with_a_number_stands_alone_and_a_wrapped_line_does_not() -> None:
    lines = [
        "On February 18, 2023, we discovered that files were encrypted, and we wrote of it.",
        "District pays no ransom",
        "2,150 letters sent to families",
        "Classes go on",
    ]
    assert split_sentences("\n".join(lines)) == lines
    assert split_sentences("The district has sent\n2,150 letters to families.") == [
        "The district has sent 2,150 letters to families."
    ]


@pytest.mark.parametrize(
    "text", ["", "   \n\n", "...", "\u201c\u201d", "???", "a" * 5000, "- \n- \n", "1. 2. 3."]
)
def test_texts_that_say_nothing_claim_nothing(text: str) -> None:
    assert [claim for claim in read_claims(text) if claim.proposition] == []


def test_a_long_text_is_read_in_no_time() -> None:
    text = "We have found no evidence that data was taken, and no ransom was paid. " * 400
    assert len(read_claims(text)) == 800


def test_the_language_of_a_sentence_is_noticed() -> None:
    for text, language in (
        ("We have no evidence that personal information was compromised.", Language.ENGLISH),
        ("Phones restored.", Language.ENGLISH),
        ("No tenemos pruebas de que la informaci\u00f3n personal haya sido comprometida.", Language.SPANISH),
        ("Nadie se llev\u00f3 expedientes de sus hijos.", Language.SPANISH),
        ("Ma hayno wax caddayn ah oo muujinaya in xogta shakhsiyeed la xaday.", Language.OTHER),
        ("Es wurden keine Daten gestohlen.", Language.OTHER),
        ("Nenhum dado pessoal foi afetado.", Language.OTHER),
        ("Khong co du lieu nao bi danh cap.", Language.OTHER),
    ):
        assert find_language(text) is language, text


PENDING = {"systems_restored": {"verified": ["email"], "pending": ["phones"]}}
INFORMED = {"law_enforcement": {"informed": ["FBI"], "since": "2026-10-18"}}
SPANISH = [
    ("Ning\u00fan dato personal fue afectado.", {"people_affected": {"count": 12}}, "contradicted"),
    ("No hemos pagado ning\u00fan rescate.", {"ransom": {"paid": False}}, "supported"),
    ("No hemos pagado ning\u00fan rescate.", {"ransom": {"paid": 5000}}, "contradicted"),
    (
        "Todav\u00eda no sabemos si se robaron datos.",
        {"exfiltration": {"state": "confirmed"}},
        "contradicted",
    ),
    ("Todav\u00eda no sabemos si se robaron datos.", {}, "supported"),
    ("Todos los sistemas est\u00e1n restablecidos.", PENDING, "contradicted"),
    ("1.284 archivos no se pudieron recuperar.", {"files_without_clean_version": 1284}, "supported"),
    ("El FBI fue notificado el 18 de octubre.", INFORMED, "supported"),
    ("El FBI fue notificado el 20 de octubre.", INFORMED, "contradicted"),
]


@pytest.mark.parametrize(("text", "facts", "verdict"), SPANISH)
def test_spanish_is_judged_as_english_is(text: str, facts: dict[str, Any], verdict: str) -> None:
    (claim,) = check_statement(text, know(facts))
    assert (claim.verdict.value, claim.waiting) == (verdict, False)
    assert claim.text == text


def test_spanish_with_a_word_that_has_no_gloss_waits_where_it_would_be_supported() -> None:
    (claim,) = check_statement(
        "No hemos pagado ning\u00fan rescate exorbitante.", know({"ransom": {"paid": False}})
    )
    assert claim.waiting
    assert "exorbitante" in claim.needs[0]


def test_a_sentence_in_another_language_always_waits_for_a_speaker() -> None:
    (claim,) = check_statement(
        "Es wurden keine Daten gestohlen.", know({"exfiltration": {"state": "confirmed"}})
    )
    assert claim.waiting
    assert "speaker" in claim.needs[0]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("At least 40 GB of data was taken.", "supported"),
        ("The intruder took more than 40 gigabytes of data.", "supported"),
        ("At least 41 GB of data was stolen.", "supported"),
        ("At least 100 GB of data was taken.", "unsupported"),
        ("41 GB of data was taken.", "unsupported"),
        ("143 GB of data was stolen.", "unsupported"),
        ("About 20 GB of data was taken.", "contradicted"),
        ("20 GB of data was taken.", "contradicted"),
        ("No more than 20 GB of data was taken.", "contradicted"),
        ("Up to 50 GB of data was taken.", "unsupported"),
        ("Only 20 GB of data was taken.", "contradicted"),
        ("Data was taken.", "supported"),
    ],
)
def test_what_is_known_to_have_left_at_least_supports_no_more_and_refutes_less(
    text: str, verdict: str
) -> None:
    known = {"state": "confirmed", "bytes_at_least": 41_000_000_000}
    assert judge(text, {"exfiltration": known}) == [("exfiltration", verdict)]


def test_a_whole_amount_on_the_record_goes_before_the_least() -> None:
    known = {"state": "confirmed", "bytes_at_least": 41_000_000_000, "bytes": 143_000_000_000}
    assert judge("143 GB of data was stolen.", {"exfiltration": known}) == [("exfiltration", "supported")]
    assert judge("At least 200 GB of data was stolen.", {"exfiltration": known}) == [
        ("exfiltration", "contradicted")
    ]


def test_a_sentence_longer_than_any_that_a_district_wrote_waits_whole() -> None:
    text = "The data " * 50_000 + "is safe."
    (claim,) = check_statement(text, know({}))
    assert claim.waiting
    assert claim.text == text
    assert "more than 5,000 characters" in claim.needs[0]
