"""What people write as a value, and what is kept of it."""

from __future__ import annotations

import pytest

from firstbell.case.errors import FactError
from firstbell.case.given_values import settle_value


@pytest.mark.parametrize(
    ("subject", "given", "settled"),
    [
        ("encryption_event", "yes", {"confirmed": True}),
        ("encryption_event", "2026-11-27", {"found": "2026-11-27"}),
        (
            "encryption_event",
            {"confirmed": "yes", "found": "2026-11-27"},
            {"confirmed": True, "found": "2026-11-27"},
        ),
        ("ransom", {"paid": "no"}, {"paid": False}),
        ("ransom", {"demanded": "Yes"}, {"demanded": True}),
        ("reports", {"MNIT": {"filed": "yes"}}, {"MNIT": {"filed": True}}),
        ("reports", {"MNIT": "2026-11-28"}, {"MNIT": {"filed": "2026-11-28"}}),
        ("people_affected", 12, {"count": 12}),
        ("way_in", "yes", "yes"),
        ("exfiltration", "confirmed", {"state": "confirmed"}),
        ("exfiltration", "perhaps", "perhaps"),
        ("what nobody lists", "yes", "yes"),
        ("ransom", "paid", {"paid": True}),
        ("ransom", "Not paid", {"paid": False}),
        ("ransom", "paid: no", {"paid": False}),
        ("ransom", "paid 9000", {"paid": 9000}),
        ("ransom", "amount=2.5", {"amount": 2.5}),
        ("ransom", "demanded: by a note on every desk", {"demanded": "by a note on every desk"}),
        ("ransom", "paid-at: 2026-11-28", {"paid_at": "2026-11-28"}),
        ("exfiltration", "not published", {"published": False}),
        ("legal_counsel", "engaged", {"engaged": True}),
        ("credit_monitoring", "contract with Acme", {"contract": "contract with Acme"}),
        ("way_in", "paid: no", "paid: no"),
        ("encryption_event", "confirmed", {"confirmed": True}),
        ("encryption_event", None, None),
    ],
)
def test_yes_and_no_and_a_value_alone_are_understood(subject: str, given: object, settled: object) -> None:
    assert settle_value(subject, given) == settled


@pytest.mark.parametrize(
    ("subject", "value", "told", "hint"),
    [
        ("ransom", 5000, "demanded, paid, amount", "'demanded: 5000'"),
        ("ransom", "no", "demanded, paid", "'demanded: no'"),
        ("ransom", "the Night Owls", "demanded, amount, variant, wallet", "say which"),
        ("entity", "yes", "hipaa, title_iv", "'hipaa: yes'"),
        ("incident", "2026-11-28", "identified, believed", "say which"),
        ("measures", ["new passwords"], "taken, before", "its fields are"),
        ("ransom", "paid: plenty", "it is 'plenty', not yes or no or amount", "paid (yes or no or amount)"),
        ("ransom", "paid 5,000", "it is '5,000'", "'paid: ...'"),
        ("ransom", "variant", "a text is missing", "'variant: ...'"),
        ("incident", "closed", "a time is missing", "'closed: ...'"),
    ],
)
def test_what_could_be_of_several_fields_is_asked_and_what_is_no_value_is_refused(
    subject: str, value: object, told: str, hint: str
) -> None:
    with pytest.raises(FactError) as raised:
        settle_value(subject, value)
    assert told in str(raised.value)
    assert hint in str(raised.value.hint)
