"""Who somebody is, what they did and what its code means, from three tables."""

from __future__ import annotations

from firstbell.documents.joined_tables import join_tables

PERSON = [["pid", "name"], ["1", "Ada"], ["2", "Ben"]]
EVENT = [["eid", "pid", "code"], ["7", "2", "b"], ["8", "1", "a"], ["9", "2", "a"]]
CODE = [["code", "label"], ["a", "fighting"], ["b", "vaping"]]


def test_a_row_gets_what_its_keys_stand_for() -> None:
    joined = dict(join_tables({"person": PERSON, "event": EVENT, "code": CODE}))
    assert joined["event"][1] == ["7", "2", "b", "Ben", "vaping"]
    assert joined["code"] == CODE


def test_numbers_that_only_happen_to_be_keys_join_nothing() -> None:
    rooms = [["id", "room"], ["1", "gym"], ["2", "hall"]]
    scores = [["points", "test"], ["1", "math"], ["2", "art"]]
    assert dict(join_tables({"rooms": rooms, "scores": scores}))["scores"] == scores
