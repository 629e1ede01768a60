"""The district's own names, and Spanish words: found whatever their capitals, and only where they stand."""

from __future__ import annotations

import re

import pytest

from firstbell.notify.statements.language.names import list_named, tell_district
from firstbell.notify.statements.language.patterns import read_table
from firstbell.notify.statements.language.spanish import gloss

NAMES = ("Elm Fork Schools", "Elm Fork", "Ñandú ISD", "C++ Academy")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Elm Fork Schools sent 1,200 letters.", "the district sent 1,200 letters."),
        ("The letters of ELM FORK went out.", "The letters of the district went out."),
        ("At elm fork and at ñandú isd mail works.", "At the district and at the district mail works."),
        ("Helm Forks is another place.", "Helm Forks is another place."),
        ("C++ Academy is back.", "the district is back."),
        ("Nobody is named.", "Nobody is named."),
    ],
)
def test_each_name_is_told_as_the_district_where_it_stands_alone(text: str, told: str) -> None:
    assert tell_district(text, NAMES, r"(?i)(?<!\w){}(?!\w)") == told


def test_a_form_tells_where_a_name_may_stand_and_whether_its_capitals_count() -> None:
    assert tell_district("Elm Fork has mail; Elm Fork has power.", NAMES, r"^{}(?= has )") == (
        "the district has mail; Elm Fork has power."
    )
    assert tell_district("elm fork has mail.", NAMES, r"^{}(?= has )") == "elm fork has mail."


def test_no_name_is_looked_for_whose_letters_a_text_does_not_have() -> None:
    (found,) = list_named("The office of Elm Fork", NAMES, r"\b{}\b")
    assert found.search("Elm Fork")
    assert list(list_named("The office", NAMES, r"\b{}\b")) == []


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        (
            "Los SISTEMAS ya funcionan desde el 5 de OCTUBRE.",
            "the systems now is working again since October 5.",
        ),
        ("UNA CONTRASEÑA ROBADA DE LA VPN", "a stolen password of the VPN"),
        # this capital is two characters long in small letters
        ("İzmir: los sistemas", "İzmir: the systems"),
    ],
)
def test_capitals_make_no_other_word_of_one_in_spanish(sentence: str, text: str) -> None:
    assert gloss(sentence).text == text


def test_every_word_of_the_table_is_glossed_in_small_letters_and_in_capitals() -> None:
    words = [one[0] for one in read_table("language", "spanish.toml")["words"]]
    plain = [word for word in words if re.fullmatch(r"[^\W\d_]+", word)]
    assert len(plain) > 100
    for word in plain:
        assert gloss(word.upper()).text == gloss(word).text
        assert gloss(word).unknown == []
