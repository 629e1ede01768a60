"""Personal values are seen by their shape; what a record is full of - hashes, counts, times - is not one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from firstbell.ledger import EntryDraft, Ledger
from firstbell.ledger.errors import PersonalValueError
from firstbell.ledger.personal import CARD, ITIN, SSN, find_personal, refuse_personal


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("her number is 219-09-9998.", SSN),
        ("219 09 9998", SSN),
        ("219\u201309\u20139998", SSN),
        ("(219-09-9998)", SSN),
        ("219 - 09 - 9998", SSN),
        ("219.09.9998", SSN),
        ("the social security number of the student is 219099998", SSN),
        ("4111\u00a01111\u00a01111\u00a01111", CARD),
        ("SSN: 219099998", SSN),
        ("social security no. 219099998", SSN),
        ("Soc. Sec. #219099998", SSN),
        ("itin 912-70-1234", ITIN),
        ("card 4111 1111 1111 1111 was used", CARD),
        ("4111-1111-1111-1111", CARD),
        ("5555555555554444", CARD),
        ("2223003122003222", CARD),
        ("378282246310005", CARD),
        ("6011111111111117", CARD),
        ("30569309025904", CARD),
        ("3530111333300000", CARD),
    ],
)
def test_a_persons_number_is_told_by_its_kind(text: str, kind: str) -> None:
    assert find_personal(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "105,617 people were told 195 days later",
        "000-12-3456 is none",
        "666-12-3456 is none",
        "900-12-3456 is none",
        "219-00-9998 and 219-09-0000 are none",
        "call 612-668-0000",
        "ZIP 55401-1234, room 219-09-99980",
        "part 1219-09-9998",
        "2023-02-18T12:00:00Z",
        "1676700000120000000 ns",
        "4111 1111 1111 1112 does not add up",
        "4111111111111111111111 is too long",
        "item 219099998",
        "IPv4 10.219.09.9998",
        hashlib.sha256(b"x").hexdigest(),
        "".join(filter(str.isdigit, hashlib.sha256(b"y").hexdigest())) + "abc",
    ],
)
def test_what_a_record_is_full_of_is_no_persons_number(text: str) -> None:
    assert find_personal(text) == ""


@pytest.mark.parametrize(
    "value",
    [
        {"text": "219-09-9998"},
        {"people": [{"note": ["x", "219-09-9998"]}]},
        {"ssn": 219099998},
        {"ssn": "219099998"},
        {"219-09-9998": True},
        ["4111111111111111"],
        {"card": 4111111111111111},
    ],
)
def test_it_is_refused_at_any_depth_and_not_repeated(value: object) -> None:
    with pytest.raises(PersonalValueError, match="the note") as told:
        refuse_personal("the note", value)
    assert "219" not in str(told.value)
    assert "4111" not in str(told.value)
    assert told.value.hint


def test_facts_and_ids_pass() -> None:
    refuse_personal("x", {"count": 105617, "ratio": 0.5, "yes": True, "none": None, "id": "ab" * 32})


@pytest.mark.parametrize("field", ["why", "text", "note", "reason"])
def test_no_ledger_takes_words_with_a_personal_value_and_none_of_the_batch(
    field: str, tmp_path: Path
) -> None:
    ledger = Ledger(tmp_path / "ledger")
    for kind in ("pin.added", "event.closed", "ruling.verdict", "lock.lowering"):
        batch = [
            EntryDraft(kind, {"text": "harmless"}),
            EntryDraft(kind, {field: "found 512-44-9087 in a file"}),
        ]
        with pytest.raises(PersonalValueError, match=f"{field} of an entry of kind {kind}") as told:
            ledger.append_many(batch)
        assert "9087" not in str(told.value)
    assert ledger.read() == []
