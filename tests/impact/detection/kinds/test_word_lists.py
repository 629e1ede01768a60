"""Lists of words that tell a kind, as people write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from firstbell.impact.detection.headers.codes import find_kinds
from firstbell.impact.detection.kinds.kind import list_kinds
from firstbell.impact.detection.kinds.word_lists import WordLists, load_word_lists, sort_entries
from firstbell.impact.people.folded_text import compose, fold

WORDS = Path("src/firstbell/impact/detection/kinds/words")
SNIPPETS = Path("tests/quality/people/snippets")
# of the kinds that strong words tell of texts by other hands, at least so many rightly
LEAST_RIGHT = 0.93
# telling one of these where the other was meant
ALIKE = {"counselling": "health", "immigration": "government_id"}


@pytest.fixture
def lists() -> WordLists:
    return WordLists(
        sort_entries(
            (
                ("albuterol", "health", "strong"),
                ("rode with medics", "health", "strong"),
                ("medics", "health", "plain"),
                ("car-t", "health", "strong"),
                ("first-aid", "health", "plain"),
                ("crohn's", "health", "strong"),
                ("medicación", "health", "strong"),
            )
        )
    )


def find(lists: WordLists, text: str) -> list[tuple[int, str, str]]:
    return list(lists.find(fold(compose(text))))


@pytest.mark.parametrize(
    ("text", "strengths"),
    [
        ("Gave ALBUTEROL at 9", ["strong"]),
        ("she rode\nwith medics.", ["strong"]),
        ("rode. with medics", ["plain"]),
        ("rode with the medics", ["plain"]),
        ("the cart is empty", []),
        ("CAR-T in May, car t in June", ["strong", "strong"]),
        ("firstaid and first aid and first-aid", ["plain", "plain", "plain"]),
        ("has Crohn's", ["strong"]),
        ("la medicacion, la medicación", ["strong", "strong"]),
        ("albuterols", []),
        ("rode with", []),
    ],
)
def test_an_entry_is_found_as_people_write_it_and_nothing_else_is(
    lists: WordLists, text: str, strengths: list[str]
) -> None:
    assert [strength for _, strength, _ in find(lists, text)] == strengths


def test_where_an_entry_ends_is_told(lists: WordLists) -> None:
    assert [end for end, _, _ in find(lists, "x albuterol, she rode with medics now")] == [11, 33]


def test_every_list_is_of_a_kind_in_order_and_without_what_stands_twice() -> None:
    for path in WORDS.iterdir():
        assert path.stem in list_kinds()
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("# ")
        assert all(line == " ".join(line.lower().split()) and line.strip("? ") for line in lines[1:])
        assert len({line.removeprefix("? ") for line in lines}) == len(lines)
        assert lines[1:] == sorted(lines[1:], key=lambda line: (line.startswith("? "), line))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("home since Monday, pharyngitis", ["health"]),
        ("le dieron Cefalexina por la otitis y una faringitis", ["health", "health"]),
        ("dx: Chorioretinitis; nephrectomy 2019", ["health", "health"]),
        ("started on cloxacillin, off lansoprazole", ["health", "health"]),
        ("a lower cholinemia", ["health"]),
        ("senioritis at the academy, all nostalgia; Jeremia and Euphemia; homophobia; the pandemia", []),
        ("uremia", ["health"]),
        ("the emia, an itis", []),
        ("hepatitis b", ["health"]),
    ],
)
def test_words_that_no_list_has_are_known_by_their_endings(text: str, kinds: list[str]) -> None:
    assert [kind for _, _, kind in find(load_word_lists(), text)] == kinds


def test_endings_are_in_order_and_none_is_within_another() -> None:
    for path in WORDS.with_name("endings").iterdir():
        assert path.stem in list_kinds()
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("# ")
        endings = [line.removeprefix("-") for line in lines[1:] if line.startswith("-")]
        excepted = [line.removeprefix("! ") for line in lines[1:] if line.startswith("! ")]
        assert [f"-{one}" for one in endings] + [f"! {one}" for one in excepted] == lines[1:]
        assert endings == sorted(set(endings))
        assert excepted == sorted(set(excepted))
        assert [one for one in endings if one.endswith(tuple(set(endings) - {one}))] == []
        assert all(one.endswith(tuple(endings)) for one in excepted)


def test_words_of_the_lists_are_seen_in_cells() -> None:
    assert find_kinds("on rifampin, QFT pos") == {"health"}
    assert "discipline" in find_kinds("slurs at little kids")
    assert find_kinds("three boxes of markers") == frozenset()


def test_strong_words_are_right_on_texts_by_other_hands() -> None:
    """Nearly half of these tell nothing, and tempt with the same words."""
    right = wrong = 0
    for path in sorted(SNIPPETS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            snippet = json.loads(line)
            meant = {ALIKE.get(kind, kind) for kind in snippet["kinds"]}
            told = {
                ALIKE.get(kind, kind)
                for _, strength, kind in load_word_lists().find(fold(compose(snippet["text"])))
                if strength == "strong"
            }
            right += len(told & meant)
            wrong += len(told - meant) if not meant else 0
    assert right > 500
    assert right >= LEAST_RIGHT * (right + wrong)
