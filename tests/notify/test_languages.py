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
