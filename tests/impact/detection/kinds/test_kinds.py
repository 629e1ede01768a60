"""A kind of personal data is one file of how it is seen."""

from __future__ import annotations

import msgspec
import pytest

from firstbell.impact.detection.headers.codes import find_codes
from firstbell.impact.detection.headers.columns import read_header
from firstbell.impact.detection.kinds.kind import DataKind, KindSigns, list_kinds, load_kinds, select_kinds
from firstbell.impact.detection.kinds.titles import find_title_kinds
from firstbell.impact.detection.kinds.vocabulary import list_phrases


def test_results_name_the_kinds_in_the_order_that_they_always_had() -> None:
    assert list_kinds()[: len(DataKind)] == tuple(DataKind)


def test_a_strength_that_is_none_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.toml.decode(b'[phrases]\nstrnog = "x"\n', type=KindSigns)
    with pytest.raises(msgspec.ValidationError):
        msgspec.toml.decode(b"is_flg = true\n", type=KindSigns)


def test_every_kind_is_seen_by_something_of_its_file() -> None:
    """But contact: addresses and telephone numbers are seen by what they look like."""
    spoken = {phrase.kind for phrase in list_phrases()}
    seen = {kind for kind, signs in load_kinds().items() if signs.header or signs.title or signs.codes}
    assert {*list_kinds()} - spoken - seen == {DataKind.CONTACT}


def test_lines_of_headers_and_titles_are_alternatives() -> None:
    assert read_header("Routing Number")[0] == DataKind.FINANCIAL
    assert read_header("Stipend")[0] == DataKind.FINANCIAL
    assert find_title_kinds(["Payroll 2022", "IEP caseload"]) == {"financial", "special_education"}
    assert find_codes(["OSS", "ISS", "OSS"])[0] == {"discipline": 1.0}


def test_what_a_file_says_of_its_kind_is_asked_there() -> None:
    assert {"ssn", "health", "counselling"} <= select_kinds(lambda signs: signs.is_grave)
    assert "demographics" not in select_kinds(lambda signs: signs.is_grave)
