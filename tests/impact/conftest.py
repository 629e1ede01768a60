"""The roster that most tests of documents are read with."""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE
from tests.impact.lent_patterns import lent_patterns

__all__ = ["lent_patterns"]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The people of `PEOPLE`, ready to be looked up; a module with a roster of its own has its own."""
    return Lexicon(PEOPLE)
