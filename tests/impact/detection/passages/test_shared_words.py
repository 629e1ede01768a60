"""A word that says two kinds is of the one that its paragraph is about."""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

CASES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # signs of maltreatment, in a report of it
    ("a.txt", "Report to child protection: Ada Olson came with bruises, her uncle hit her.",
     {"ada": {"safeguarding"}}),
    ("b.txt", "Ben Roe, CPS report made today. Bruising again, will not say how.", {"ben": {"safeguarding"}}),
    # an injury that somebody treats
    ("c.txt", "Ada Olson seen by the nurse for a bruised knee, ice pack given.", {"ada": {"health"}}),
    ("d.txt", "Mandated report for Cam Vang. The nurse cleaned the cuts and put ice on the bruises.",
     {"cam": {"health", "safeguarding"}}),
    ("e.txt", "Mandated report for Cam Vang, who came with bruises and has asthma.",
     {"cam": {"health", "safeguarding"}}),
    # what is told to a counselor, and what is told to a nurse
    ("f.txt", "Counseling session with Ada Olson. She spoke about anxiety and trouble sleeping.",
     {"ada": {"counselling"}}),
    ("g.txt", "Health office: Ben Roe has migraines and trouble sleeping.", {"ben": {"health"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_a_word_of_two_kinds_is_of_the_one_that_its_paragraph_tells(
    lexicon: Lexicon, name: str, text: str, wanted: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == wanted
