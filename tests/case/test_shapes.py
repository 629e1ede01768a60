"""The shapes of facts' values: the document's table is the code's, and a wrong value is named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from firstbell.case.errors import FactError
from firstbell.case.shapes import SHAPES, Fields, Named, ValueKind, check_value, wants_text
from firstbell.record.facts import FactStatus, Subject

DOCUMENT = Path(__file__).parents[2] / "docs/formats/case.md"
KNOWN, UNKNOWN = FactStatus.KNOWN, FactStatus.UNKNOWN

GOOD: dict[str, list[Any]] = {
    "encryption_event": [
        {"confirmed": True},
        {"confirmed": True, "first_damage": "2023-02-18T02:00:00-06:00", "found": "2023-02-18"},
        {"confirmed": True, "found": None},
    ],
    "way_in": ["a remote desktop that was open to the internet"],
    "first_access": ["2023-02-06", "2023-02-06T03:00:00Z"],
    "exfiltration": [
        {"state": "undetermined"},
        {"state": "none_found", "reviewed_days": 12, "of_days": 12, "published": False},
    ],
    "personal_data_search": [{"coverage_percent": 0}, {"coverage_percent": 99.5}],
    "people_affected": [{"count": 105617}, {"count": 105617, "final": True}],
    "kinds_found": [["ssn", "health"], []],
    "systems_restored": [{"verified": ["phones"], "pending": []}, {"verified": ["phones"]}],
    "files_without_clean_version": [0, 12],
    "ransom": [{"demanded": True, "paid": False}, {"demanded": 1_000_000, "paid": 0}, {"demanded": "$1M"}],
    "forensic_firm": [{"engaged": True}, {"engaged": "2023-02-19"}],
    "legal_counsel": [{"engaged": False}],
    "law_enforcement": [{"informed": ["FBI"], "since": "2023-02-21"}, {"informed": []}],
    "reports": [{"MNIT": {"filed": True}, "IC3": {"filed": "2023-02-21"}}, {}],
    "misuse_search": [{"done": False}],
    "letters_sent": [0, 105617],
    "credit_monitoring": [{"contract": True, "codes_issued": 350}, {"contract": "a bureau"}],
    "password_reset": [{"staff": True, "students": "2023-02-27"}],
    "multi_factor": [{"for": ["staff"], "since": "2023-03-01"}, {"for": "staff"}],
    "coercion_contacts": [{"count": 3, "since": "2023-03-10"}],
    "unaffected_systems": [["payroll"]],
    "hosted_elsewhere": [["learning platform"]],
    "mailing": [{"first": "2026-11-09", "last": "2026-11-12", "undeliverable": 263}],
    "incident": [
        {"determined": "2026-03-05T09:00:00-06:00"},
        {"contractor_told": "2026-03-05", "closed": None},
    ],
    "people_impacted": [{"count": 600}],
    "entity": [{"hipaa": False, "title_iv": True, "pupils": 29_000}],
    "contact": [{"name": "Jo Smith", "phone": "612-555-0100", "email": None}],
    "insurance": [
        {"policy": "CY-12-34567", "carrier": "Lakes Mutual"},
        {"limit": 750_000, "deductible": 25_000, "paid": 0},
    ],
    "indicators": [["203.0.113.7", "evil.example.net"]],
    "measures": [{"taken": ["passwords were reset"]}, {"before": ["nightly backups"]}],
    "losses": [250_000, "not yet counted"],
    "help_wanted": ["a forensic team on site"],
    "call_center": [
        {
            "phone": "612-555-0142",
            "hours": "weekdays 8 to 6",
            "opened": "2026-10-19",
            "languages": ["English"],
        },
        {"opened": False},
    ],
    "response_cost": [{"spent": 184_000}, {"spent": 0, "expected": 1_100_000}],
    "school_closure": [{"closed": ["2026-10-05", "2026-10-06"], "reopened": "2026-10-07"}, {"closed": []}],
    "intruders": [{"name": "Night Lantern"}, {"identified": False, "claimed": "2026-10-30"}],
}

BAD: list[tuple[str, Any, str]] = [
    ("encryption_event", {"confirmed": "yes"}, "encryption_event.confirmed"),
    ("encryption_event", {"confirmed": True, "found": "yesterday"}, "encryption_event.found"),
    ("encryption_event", {}, "encryption_event"),
    ("encryption_event", True, "encryption_event"),
    ("way_in", 3, "way_in"),
    ("way_in", " ", "way_in"),
    ("first_access", "in February", "first_access"),
    ("first_access", 20230206, "first_access"),
    ("exfiltration", {"state": "maybe"}, "exfiltration.state"),
    ("exfiltration", {"state": ["confirmed"]}, "exfiltration.state"),
    ("exfiltration", {"published": True}, "exfiltration.state"),
    (
        "exfiltration",
        {"state": "none_found", "reviewed_days": 13, "of_days": 12},
        "exfiltration.reviewed_days",
    ),
    ("exfiltration", {"state": "none_found", "reviewed_days": -1}, "exfiltration.reviewed_days"),
    ("exfiltration", "none_found", "exfiltration"),
    ("personal_data_search", {"coverage_percent": 101}, "personal_data_search.coverage_percent"),
    ("personal_data_search", {"coverage_percent": True}, "personal_data_search.coverage_percent"),
    ("people_affected", {"count": "105617"}, "people_affected.count"),
    ("people_affected", {"count": 1.5}, "people_affected.count"),
    ("people_affected", {"count": 1, "final": 1}, "people_affected.final"),
    ("people_affected", {"final": True}, "people_affected.count"),
    ("kinds_found", "ssn", "kinds_found"),
    ("kinds_found", ["ssn", 3], "kinds_found"),
    ("systems_restored", {"verified": "phones"}, "systems_restored.verified"),
    ("files_without_clean_version", -1, "files_without_clean_version"),
    ("ransom", {"paid": "no"}, "ransom.paid"),
    ("forensic_firm", {"engaged": "yes"}, "forensic_firm.engaged"),
    ("law_enforcement", {"informed": True}, "law_enforcement.informed"),
    ("reports", {"MNIT": True}, "reports.MNIT"),
    ("reports", {"MNIT": {"filed": "soon"}}, "reports.MNIT.filed"),
    ("reports", ["MNIT"], "reports"),
    ("misuse_search", {"done": 1}, "misuse_search.done"),
    ("letters_sent", "all", "letters_sent"),
    ("school_closure", {"closed": ["Monday"]}, "school_closure.closed"),
    ("response_cost", {"spent": "a lot"}, "response_cost.spent"),
    ("letters_sent", float("inf"), "letters_sent"),
    ("letters_sent", None, "letters_sent"),
    ("credit_monitoring", {"codes_issued": "many"}, "credit_monitoring.codes_issued"),
    ("password_reset", {"staff": "all"}, "password_reset.staff"),
    ("multi_factor", {"for": 3}, "multi_factor.for"),
    ("coercion_contacts", {"since": "2023-03-10"}, "coercion_contacts.count"),
    ("unaffected_systems", {"payroll": True}, "unaffected_systems"),
]


def test_every_subject_has_a_shape_and_an_example() -> None:
    assert set(SHAPES) == set(Subject) == set(GOOD)


@pytest.mark.parametrize(("subject", "value"), [(s, value) for s, values in GOOD.items() for value in values])
def test_a_value_of_the_right_shape_is_taken(subject: str, value: Any) -> None:
    assert list(check_value(subject, KNOWN, value)) == []


@pytest.mark.parametrize(("subject", "value", "place"), BAD)
def test_a_value_of_a_wrong_shape_is_named_by_subject_and_field(subject: str, value: Any, place: str) -> None:
    with pytest.raises(FactError) as told:
        check_value(subject, KNOWN, value)
    assert str(told.value).startswith(f"fact {place}: ")
    assert ".".join(filter(None, (told.value.subject, told.value.field))) == place


@pytest.mark.parametrize("subject", Subject)
def test_of_what_is_unknown_nothing_need_be_said(subject: str) -> None:
    assert list(check_value(subject, UNKNOWN, None)) == []


def test_of_what_is_unknown_what_is_said_must_fit_all_the_same() -> None:
    assert list(check_value("people_affected", UNKNOWN, {"count": None, "final": False})) == []
    with pytest.raises(FactError, match=r"people_affected\.count"):
        check_value("people_affected", UNKNOWN, {"count": "many"})


def test_fields_and_subjects_that_are_not_listed_are_told() -> None:
    assert list(check_value("people_affected", KNOWN, {"count": 3, "about": "x"})) == ["about"]
    assert list(check_value("reports", KNOWN, {"MNIT": {"filed": True, "by": "x"}})) == ["MNIT.by"]
    assert list(check_value("weather", KNOWN, {"any": "thing"})) == []


def test_texts_stay_texts_where_they_look_like_numbers() -> None:
    assert wants_text("way_in")
    assert wants_text("first_access")
    assert not wants_text("letters_sent")
    assert not wants_text("weather")


def test_the_document_shows_the_table() -> None:
    text = DOCUMENT.read_text().partition("| subject | shape")[2].partition("\n\n")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", text, re.MULTILINE))

    assert set(rows) == set(SHAPES)
    for subject, shape in SHAPES.items():
        assert rows[subject] == describe(shape), subject


def describe(shape: ValueKind | Fields | Named) -> str:
    """A shape as the document has it."""
    if isinstance(shape, ValueKind):
        return show_kind(shape.name)
    if isinstance(shape, Named):
        return f"for each report by name: {describe(shape.fields)}"
    groups: dict[str, list[str]] = {}
    for field, kind in shape.all.items():
        star = "*" if field in shape.needed else ""
        groups.setdefault(show_kind(kind.name), []).append(f"`{field}`{star}")
    return "; ".join(f"{', '.join(fields)}: {kind}" for kind, fields in groups.items())


def show_kind(name: str) -> str:
    """The name of a kind with the words that stand in facts set as such."""
    return re.sub(r"\b(undetermined|none_found|confirmed)\b", r"`\1`", name)


@pytest.mark.parametrize(
    ("subject", "value", "hint"),
    [
        (
            Subject.RESPONSE_COST,
            {"spent": "$120,000"},
            "write a number without signs or commas, such as 120000",
        ),
        (Subject.LETTERS_SENT, {"sent": "many"}, "a whole number, such as 1250"),
        (Subject.SCHOOL_CLOSURE, {"reopened": "soon"}, '"2026-11-20"'),
        (Subject.RANSOM, {"paid": "no"}, "true or false, without quotation marks; or a number"),
    ],
)
def test_who_wrote_another_value_is_told_how_to_write_it(subject: Subject, value: Any, hint: str) -> None:
    with pytest.raises(FactError) as raised:
        check_value(subject, FactStatus.KNOWN, value)
    assert hint in str(raised.value.hint)
