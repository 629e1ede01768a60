"""What is said not to be known: every matter of the record in every form, where open and where known."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pytest

from tests.notify.records import know, weigh_text

_EVENT: dict[str, Any] = {"encryption_event": {"confirmed": True, "found": "2027-02-08T06:00:00-05:00"}}
_UNKNOWN: dict[str, Any] = {"status": "unknown", "value": None}
_BELIEVED: dict[str, Any] = {"status": "believed", "value": "phishing message opened by an employee"}
# matter: how it is asked, a record that leaves it open, and one that knows it
_MATTERS: Mapping[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "people": (
        "how many people this attack has affected",
        {"people_affected": _UNKNOWN},
        {"people_affected": {"count": 4870, "final": True}},
    ),
    "first_access": ("when the intruders first got in", {}, {"first_access": "2027-02-03"}),
    "way_in": (
        "how the intruders got into our network",
        {"way_in": _BELIEVED},
        {"way_in": _BELIEVED["value"]},
    ),
    "theft": (
        "whether any files were copied from our servers",
        {"exfiltration": {"state": "undetermined", "reviewed_days": 9, "of_days": 21}},
        {"exfiltration": {"state": "confirmed", "bytes": 41_000_000_000}},
    ),
    "kinds": (
        "which types of information are involved",
        {},
        {"kinds_found": ["names", "grades"], "personal_data_search": {"coverage_percent": 100}},
    ),
    "clean_files": (
        "how many files have no clean version",
        {"files_without_clean_version": _UNKNOWN},
        {"files_without_clean_version": 212},
    ),
    "who": (
        "who is behind the attack",
        {"intruders": {"identified": False}},
        {"intruders": {"identified": True, "name": "Black Heron"}},
    ),
    "sum": (
        "how much money the attackers want",
        {"ransom": {"demanded": True}},
        {"ransom": {"demanded": True, "amount": 650_000}},
    ),
    "cost": (
        "what the response will cost in the end",
        {"response_cost": {"spent": 310_000}},
        {"response_cost": {"spent": 310_000, "expected": 900_000}},
    ),
    "reopening": (
        "when schools will reopen",
        {"school_closure": {"closed": ["2027-02-08", "2027-02-09"]}},
        {"school_closure": {"closed": ["2027-02-08"], "reopened": "2027-02-10"}},
    ),
    "return": (
        "when the library will be back",
        {"systems_restored": {"verified": ["phones"], "pending": ["library", "bus routing"]}},
        {"systems_restored": {"verified": ["library"], "pending": ["phones"]}},
    ),
}
_FORMS = (
    "We do not know {q}.",
    "We still don't know {q}.",
    "It is not yet known {q}.",
    "{Q} is not known.",
    "{Q} is still unknown.",
    "{Q} is a question we cannot answer today.",
    "{Q} remains an open question.",
    "{Q} has not been established.",
    "Nobody knows {q} at this point.",
    "No one can say {q}.",
    "At this hour we cannot say {q}.",
    "It is too early to say {q}.",
    "It remains unclear {q}.",
    "{Q} is something we do not yet know.",
    "We have yet to learn {q}.",
    "{Q}, we do not know.",
    "We are not able to say {q} with certainty.",
    "It has not been determined {q}.",
    "We know that many of you want an answer, but {q} remains unknown.",
    "You have asked {q}, and we cannot say.",
    "There is no answer yet to the question of {q}.",
    "I cannot tell you tonight {q}.",
    "What we do not know is {q}.",
    "{Q} is among the things we do not yet know.",
    "Investigators have not established {q}.",
    "We cannot tell you {q}, because that is still unknown.",
)


def _fill(form: str, asked: str) -> str:
    return form.format(q=asked, Q=f"{asked[:1].upper()}{asked[1:]}")


@pytest.mark.parametrize("matter", _MATTERS)
def test_what_is_open_may_be_called_not_known_in_any_form_and_what_is_known_in_none(matter: str) -> None:
    asked, left_open, known = _MATTERS[matter]
    for form in _FORMS:
        said = _fill(form, asked)
        assert weigh_text(said, know(_EVENT | left_open)) == "passes", said
        assert weigh_text(said, know(_EVENT | known)) != "passes", said


@pytest.mark.parametrize(
    "form",
    [
        "Neither {a} nor {b} is known.",
        "We know neither {a} nor {b}.",
        "It is not yet known {a} or {b}.",
        "Both {a} and {b} are still unknown.",
        "We do not know {a}, and we do not know {b}.",
        "We cannot say {a}, nor {b}.",
    ],
)
def test_of_several_matters_each_must_be_open(form: str) -> None:
    for one, other in combinations(("people", "first_access", "way_in", "kinds"), 2):
        said = form.format(a=_MATTERS[one][0], b=_MATTERS[other][0])
        assert weigh_text(said, know(_EVENT | _MATTERS[one][1] | _MATTERS[other][1])) == "passes", said
        for half in (_MATTERS[one][2] | _MATTERS[other][1], _MATTERS[one][1] | _MATTERS[other][2]):
            assert weigh_text(said, know(_EVENT | half)) != "passes", said


_THEFT = _MATTERS["theft"]


@pytest.mark.parametrize(
    "said",
    [
        "We can neither confirm nor rule out today that files were copied from our servers.",
        "It has been neither confirmed nor ruled out that data was stolen.",
        "A theft of data can be neither confirmed nor ruled out.",
        "Was data stolen? We can neither confirm it nor rule it out.",
        "Could my bank details have been stolen? We cannot rule that out yet.",
        "Todav\u00eda no podemos confirmar ni descartar que se hayan sacado datos de nuestra red.",
        "\u00bfSe robaron datos? No podemos confirmarlo ni descartarlo.",
        "Si los atacantes copiaron archivos sigue sin saberse.",
        "Because the review of network logs is not finished, we cannot say whether data was stolen.",
        "What data, if any, was taken is not known.",
    ],
)
def test_a_theft_that_is_open_is_neither_confirmed_nor_ruled_out(said: str) -> None:
    assert weigh_text(said, know(_EVENT | _THEFT[1])) == "passes"
    assert weigh_text(said, know(_EVENT | _THEFT[2])) != "passes"


@pytest.mark.parametrize(
    "said",
    [
        "We know you want a number of people affected, and we do not have one to give you.",
        "There is no count yet of how many people are affected.",
        "How many people are affected? We do not know.",
        "No se ha determinado cu\u00e1ntas personas est\u00e1n afectadas.",
        "We cannot say how many people are affected, because none of our files has been searched.",
    ],
)
def test_people_who_were_not_counted_have_no_number(said: str) -> None:
    unsearched: dict[str, Any] = {"personal_data_search": {"coverage_percent": 0}}
    assert weigh_text(said, know(_EVENT | unsearched)) == "passes"
    assert weigh_text(said, know(_EVENT | unsearched | _MATTERS["people"][2])) != "passes"


@pytest.mark.parametrize(
    "said",
    [
        # nothing on the record says that anything was taken, or by whom
        "How much data was stolen is not known.",
        "How a former employee got in is not known.",
        # another claim beside it
        "We do not know how they got in, but we know when.",
        "Only the way in is not known.",
        "It is not true that we do not know how they got in.",
        "How they got in is a question we cannot answer today, but will on Friday.",
        "Was data stolen? We can neither confirm it nor rule it out, but passwords were not.",
        "We do not know when they got in today.",
        "We cannot say how many people are affected, because the FBI asked us to wait.",
        # who is only asked has not answered, and what a district does itself it knows
        "Did you pay the ransom? We can neither confirm nor deny it.",
    ],
)
def test_a_form_that_says_more_is_held(said: str) -> None:
    assert weigh_text(said, know(_EVENT | _THEFT[1])) != "passes"


def test_who_believes_something_has_an_idea_of_it() -> None:
    believed = know(_EVENT | {"way_in": _BELIEVED})
    assert weigh_text("We have no idea how the intruders got in.", know(_EVENT)) == "passes"
    assert weigh_text("Nothing is known about the way in.", know(_EVENT)) == "passes"
    assert weigh_text("We do not know how the intruders got in.", believed) == "passes"


def test_a_count_that_may_grow_has_no_final_number() -> None:
    growing = know(_EVENT | {"people_affected": {"count": 4870, "final": False}})
    assert weigh_text("The final number of people affected is not known.", growing) == "passes"
    assert weigh_text("We have no idea how many people are affected.", growing) != "passes"
