"""What letters say in other languages is all in these languages."""

from __future__ import annotations

import pytest

from firstbell.notify.kinds import load_words
from firstbell.notify.notices.texts import Sender, write_text
from firstbell.notify.statements.draft import load_language
from firstbell.notify.statements.record import make_record
from tests.notify.records import make_fact

SENDER = Sender("612-555-0100", ["1 School Rd"], "Jo Smith", "")


@pytest.mark.parametrize("language", ["es", "so", "hmn"])
def test_a_letter_calls_agencies_and_kinds_in_its_language_as_in_english(language: str) -> None:
    english, words = load_language("en"), load_language(language)
    assert english["agencies"].keys() <= words["agencies"].keys()
    assert [kind for kind, told in load_words().items() if language not in told.letter] == []
    facts = [
        make_fact("encryption_event", {"confirmed": True, "found": "2023-02-18"}),
        make_fact("law_enforcement", {"informed": ["cisa"]}),
    ]

    letter = write_text(make_record(facts, names=["X"]), language, SENDER, reviewed=True)

    assert "CISA" in " ".join(letter.sections["doing"][1])


def test_a_letter_says_what_the_district_gave_in_the_readers_language() -> None:
    facts = [make_fact("encryption_event", {"confirmed": True, "found": "2023-02-18"})]
    spanish = {"contact": "612-555-0100, de 8 a 5", "signer": "Jo Smith, superintendente"}
    sender = Sender(
        "612-555-0100, 8 to 5", ["1 School Rd"], "Jo Smith, chief", "", translations={"es": spanish}
    )
    said = {
        language: str(write_text(make_record(facts, names=["X"]), language, sender, reviewed=True))
        for language in ("en", "es", "so")
    }
    assert "de 8 a 5" in said["es"].partition("translations")[0]
    assert sender.translate("es").signer == "Jo Smith, superintendente"
    for language in ("en", "so"):
        assert "8 to 5" in said[language]
        assert sender.translate(language).contact == "612-555-0100, 8 to 5"


@pytest.mark.parametrize(
    ("contact", "has_words"),
    [
        ("612-555-0100", False),
        ("privacy@lakeside.k12.mn.us", False),
        ("www.lakeside.org/answers or 612-555-0100", True),
        ("https://lakeside.org/answers, 612-555-0100", False),
        ("612-555-0100, weekdays", True),
        ("la oficina: 612-555-0100", True),
        ("", False),
    ],
)
def test_only_a_text_with_words_in_it_needs_a_translation(contact: str, *, has_words: bool) -> None:
    sender = Sender(contact, ["1 School Rd"], "Jo Smith", "", translations={"so": {"contact": "612"}})
    assert sender.list_untranslated("es") == (["contact"] if has_words else [])
    assert sender.list_untranslated("so") == []
