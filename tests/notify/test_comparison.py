"""Two audiences' texts side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from firstbell.notify.statements.comparison import ClaimDifference, compare_texts

PRESS = """We have found no evidence that personal information was compromised. All systems have been
restored. No ransom was paid. We have notified the FBI."""
FAMILIES = """Dear families, some personal information may have been accessed. We have not paid a ransom, and
every system has been restored. The FBI has been notified. Please change your passwords. We will keep you
informed."""


def test_what_one_text_says_otherwise_is_named_with_both_sentences() -> None:
    (difference,) = compare_texts(PRESS, FAMILIES)
    assert difference.kind == "personal_data"
    assert difference.a == "We have found no evidence that personal information was compromised."
    assert difference.b is not None
    assert difference.b.endswith("some personal information may have been accessed.")


def test_the_same_in_other_words_is_no_difference() -> None:
    assert (
        compare_texts(
            "We paid no ransom. Phones are still down.", "No ransom was paid; phones remain offline."
        )
        == []
    )
    assert compare_texts(PRESS, PRESS) == []


def test_numbers_dates_and_names_that_differ_are_differences() -> None:
    for a, b, kind in (
        ("105,617 people were affected.", "About 100,000 people were affected.", "people_count"),
        ("We discovered it on February 18.", "We discovered the attack on February 20.", "timing"),
        ("Phones have been restored.", "Email has been restored.", "restoration"),
        ("We notified the FBI.", "We notified the police.", "law_enforcement"),
        ("Data was taken.", "Data may have been taken.", "exfiltration"),
    ):
        assert [one.kind for one in compare_texts(a, b)] == [kind], (a, b)


def test_what_only_one_says_is_a_difference() -> None:
    (difference,) = compare_texts("Data was taken. No ransom was paid.", "No ransom was paid.")
    assert (difference.a, difference.b, difference.kind) == ("Data was taken.", None, "exfiltration")
    (difference,) = compare_texts("No ransom was paid.", "Data was taken. No ransom was paid.")
    assert (difference.a, difference.b) == (None, "Data was taken.")


def test_greetings_advice_and_promises_to_inform_are_none() -> None:
    assert (
        compare_texts("No ransom was paid.", "Dear staff, no ransom was paid. Never share your password.")
        == []
    )
    assert compare_texts("No ransom was paid. We will share updates.", "No ransom was paid.") == []


def test_pairs_of_texts_differ_in_what_a_reader_would_say_they_differ_in() -> None:
    lines = (Path(__file__).parent / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = []
    for pair in map(json.loads, lines):
        for one, other in ((pair["a"], pair["b"]), (pair["b"], pair["a"])):
            found = sorted({difference.kind for difference in compare_texts(one, other)})
            if found != pair["kinds"]:
                wrong.append((one, other, found))
    assert len(lines) == 60
    assert wrong == []


@pytest.mark.parametrize(
    ("told", "refused", "kind"),
    [
        (
            "The intruders may write to you and ask for money.",
            "We will not comment on contacts.",
            "coercion",
        ),
        (
            "Criminals could call you and pretend to be the school.",
            "The district declined to discuss threats.",
            "coercion",
        ),
        (
            "Los delincuentes pueden llamar a su casa.",
            "No haremos comentarios sobre amenazas.",
            "coercion",
        ),
    ],
)
def test_a_warning_beside_a_refusal_to_speak_of_it_is_a_difference(
    told: str, refused: str, kind: str
) -> None:
    assert compare_texts(told, refused) == [ClaimDifference(told, refused, kind)]
    assert compare_texts(refused, told) == [ClaimDifference(refused, told, kind)]


def test_a_claim_beside_a_refusal_is_told_with_it() -> None:
    (difference,) = compare_texts("No ransom was paid.", "We cannot comment on the ransom.")
    assert (difference.a, difference.b) == ("No ransom was paid.", "We cannot comment on the ransom.")


@pytest.mark.parametrize(
    "other",
    [
        "We will not comment on pending litigation.",
        "We will not comment on the ransom.",
        "Thank you for your comments on contacts.",
        "We will call you about contacts on file.",
    ],
)
def test_what_refuses_another_matter_or_nothing_is_no_difference_to_a_warning(other: str) -> None:
    assert compare_texts("The intruders may write to you and ask for money.", other) == []
