"""The words of each kind: what tells it, and near sentences, headers and titles that do not."""

from __future__ import annotations

import re

import pytest

from firstbell.impact.detection.headers.codes import find_codes, find_kinds
from firstbell.impact.detection.headers.columns import read_header
from firstbell.impact.detection.kinds.kind import DataKind, load_kinds
from firstbell.impact.detection.kinds.titles import find_head_kinds
from firstbell.impact.detection.kinds.vocabulary import list_phrases
from firstbell.impact.people.folded_text import compose, fold
from tests.impact.detection.kinds.counselling import COUNSELLING
from tests.impact.detection.kinds.credentials import CREDENTIALS
from tests.impact.detection.kinds.demographics import DEMOGRAPHICS
from tests.impact.detection.kinds.discipline import DISCIPLINE
from tests.impact.detection.kinds.dob import DOB
from tests.impact.detection.kinds.economic import ECONOMIC
from tests.impact.detection.kinds.examples import KindExamples, list_lines
from tests.impact.detection.kinds.financial import FINANCIAL
from tests.impact.detection.kinds.government_id import GOVERNMENT_ID
from tests.impact.detection.kinds.health import HEALTH
from tests.impact.detection.kinds.immigration import IMMIGRATION
from tests.impact.detection.kinds.safeguarding import SAFEGUARDING
from tests.impact.detection.kinds.special_education import SPECIAL_EDUCATION
from tests.impact.detection.kinds.ssn import SSN

EVERY = (
    COUNSELLING,
    CREDENTIALS,
    DEMOGRAPHICS,
    DISCIPLINE,
    DOB,
    ECONOMIC,
    FINANCIAL,
    GOVERNMENT_ID,
    HEALTH,
    IMMIGRATION,
    SAFEGUARDING,
    SPECIAL_EDUCATION,
    SSN,
)
each_kind = pytest.mark.parametrize("examples", EVERY, ids=[one.kind for one in EVERY])


@each_kind
def test_a_sentence_tells_the_kind(examples: KindExamples) -> None:
    assert [one for one in list_lines(examples.said) if examples.kind not in find_kinds(one)] == []


@each_kind
def test_a_near_sentence_does_not_tell_it(examples: KindExamples) -> None:
    assert [one for one in list_lines(examples.unsaid) if examples.kind in find_kinds(one)] == []


@each_kind
def test_a_header_tells_what_its_column_holds(examples: KindExamples) -> None:
    assert [one for one in list_lines(examples.headers) if read_header(one)[0] != examples.kind] == []


@each_kind
def test_a_near_header_does_not_tell_it(examples: KindExamples) -> None:
    assert [one for one in list_lines(examples.other_headers) if read_header(one)[0] == examples.kind] == []


@each_kind
def test_a_title_tells_what_a_list_is_about(examples: KindExamples) -> None:
    assert [one for one in list_lines(examples.titles) if examples.kind not in find_head_kinds([one])] == []


@each_kind
def test_a_near_title_does_not_tell_it(examples: KindExamples) -> None:
    assert [one for one in list_lines(examples.other_titles) if examples.kind in find_head_kinds([one])] == []


@each_kind
def test_a_code_in_cells_says_the_kind(examples: KindExamples) -> None:
    assert [one for one in list_lines(examples.codes) if examples.kind not in find_codes([one])[0]] == []


@each_kind
def test_every_line_of_phrases_has_an_example(examples: KindExamples) -> None:
    """A line of words that nothing shows to be right is not added."""
    said = fold(compose("\n".join(list_lines(examples.said))))
    lines = [
        one for one in list_phrases() if one.kind == examples.kind and one.strength in ("strong", "plain")
    ]
    assert [one.pattern for one in lines if not re.search(one.pattern, said, re.DOTALL)] == []


def test_every_kind_with_words_has_examples() -> None:
    signs = {kind: load_kinds()[kind] for kind in DataKind}
    assert {one.kind for one in EVERY} == {kind for kind, one in signs.items() if one.phrases or one.header}
