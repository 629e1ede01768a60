"""Whose keys sign a ledger: who may make, rotate and revoke them, place by place."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.ledger.actors import Actor, make_fingerprint
from firstbell.ledger.roles import COUNSEL, DIRECTOR, FORENSIC, MAIN, PRIVILEGED, REVIEWER, TECHNICIAN
from firstbell.ledger.roster import MADE, REVOKED, ROTATED, ActorRoster, describe_public, read_change

ADA = Actor("a" * 16, "Ada", DIRECTOR)
BO = Actor("b" * 16, "Bo", TECHNICIAN)
CY = Actor("c" * 16, "Cy", DIRECTOR)
KEYS = [bytes([number]) * 32 for number in range(9)]
Body = Mapping[str, Any]


def revoke(actor: Actor, public: bytes) -> dict[str, Any]:
    described = describe_public(REVOKED, actor, public)
    return {name: described[name] for name in ("action", "actor", "fingerprint")}


def make_roster(*changes: Body, track: str = MAIN) -> ActorRoster:
    """A roster after these changes, each of which its founder may make."""
    roster = ActorRoster(track)
    for body in changes:
        assert roster.find_problem(ADA.id, body) == ""
        roster.apply(body)
    return roster


FOUNDED = describe_public(MADE, ADA, KEYS[0])
WITH_BO = (FOUNDED, describe_public(MADE, BO, KEYS[1]))


@pytest.mark.parametrize(
    ("track", "role", "is_founder"),
    [
        (MAIN, DIRECTOR, True),
        (MAIN, COUNSEL, False),
        (PRIVILEGED, COUNSEL, True),
        (PRIVILEGED, DIRECTOR, False),
    ],
)
def test_a_ledger_begins_with_the_key_of_its_founder(track: str, role: str, *, is_founder: bool) -> None:
    actor = Actor("d" * 16, "Di", role)
    problem = ActorRoster(track).find_problem(actor.id, describe_public(MADE, actor, KEYS[0]))

    assert (problem == "") is is_founder
    assert is_founder or "the key of its founder" in problem


def test_nobody_founds_a_ledger_for_another_or_by_a_rotation() -> None:
    assert "founder" in ActorRoster().find_problem(BO.id, FOUNDED)
    assert "founder" in ActorRoster().find_problem(ADA.id, describe_public(ROTATED, ADA, KEYS[0]))


@pytest.mark.parametrize(
    ("by", "body", "problem"),
    [
        (BO, describe_public(MADE, CY, KEYS[2]), "a technician may not add actors"),
        (CY, describe_public(MADE, CY, KEYS[2]), "a stranger may not add actors"),
        (ADA, describe_public(MADE, BO, KEYS[2]), "the actor has a key already"),
        (ADA, describe_public(MADE, Actor("d" * 16, "Di", "king"), KEYS[2]), "no role called 'king'"),
        (ADA, describe_public(MADE, CY, KEYS[1]), "this key is on the ledger already"),
        (ADA, describe_public("lent", BO, KEYS[2]), "there is no action 'lent' on keys"),
        (BO, describe_public(ROTATED, ADA, KEYS[2]), "a technician may rotate no other's key"),
        (ADA, describe_public(ROTATED, CY, KEYS[2]), "does not know the actor so"),
        (ADA, describe_public(ROTATED, Actor(BO.id, "Bob", BO.role), KEYS[2]), "does not know the actor so"),
        (
            BO,
            describe_public(ROTATED, Actor(BO.id, BO.name, DIRECTOR), KEYS[2]),
            "does not know the actor so",
        ),
        (BO, revoke(ADA, KEYS[0]), "a technician may revoke no other's key"),
        (ADA, revoke(ADA, KEYS[0]), "nobody would be left who may add keys"),
        (ADA, revoke(BO, KEYS[0]), "does not know this key of this actor"),
        (ADA, revoke(BO, KEYS[5]), "does not know this key of this actor"),
    ],
)
def test_what_an_actor_may_not_do_with_keys_is_refused_with_the_reason(
    by: Actor, body: Body, problem: str
) -> None:
    roster = make_roster(*WITH_BO)

    assert problem in roster.find_problem(by.id, body)


def test_everybody_may_rotate_and_revoke_the_own_key_and_a_director_anybodys() -> None:
    for by in (BO, ADA):
        assert make_roster(*WITH_BO).find_problem(by.id, describe_public(ROTATED, BO, KEYS[2])) == ""
        assert make_roster(*WITH_BO).find_problem(by.id, revoke(BO, KEYS[1])) == ""


def test_a_key_signs_until_another_takes_its_place() -> None:
    roster = make_roster(*WITH_BO)
    old, new = make_fingerprint(KEYS[1]), make_fingerprint(KEYS[2])

    roster.apply(describe_public(ROTATED, BO, KEYS[2]))

    assert roster.list_valid(BO.id) == {new}
    assert (roster.mistrust_key(BO.id, old), roster.mistrust_key(BO.id, new)) == ("is retired", "")
    assert roster.mistrust_key(ADA.id, new) == "is not known to the ledger"
    assert roster.find_problem(ADA.id, describe_public(ROTATED, BO, KEYS[1])) == (
        "this key is on the ledger already"
    )


def test_a_key_is_revoked_once_also_a_retired_one() -> None:
    roster = make_roster(*WITH_BO, describe_public(ROTATED, BO, KEYS[2]))
    for public in KEYS[1:3]:
        body = revoke(BO, public)
        assert roster.find_problem(ADA.id, body) == ""
        roster.apply(body)
        assert roster.find_problem(ADA.id, body) == "the key is revoked already"

    assert roster.list_valid(BO.id) == frozenset()
    assert roster.mistrust_key(BO.id, make_fingerprint(KEYS[2])) == "is revoked"


def test_a_founder_may_go_where_another_founder_stays() -> None:
    roster = make_roster(FOUNDED, describe_public(MADE, CY, KEYS[2]))

    assert roster.find_problem(ADA.id, revoke(ADA, KEYS[0])) == ""
    roster.apply(revoke(ADA, KEYS[0]))
    assert roster.find_problem(CY.id, revoke(CY, KEYS[2])) == "nobody would be left who may add keys"


ACTORS = [ADA, BO, CY, Actor("e" * 16, "Em", REVIEWER), Actor("f" * 16, "Fu", FORENSIC)]


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(ACTORS), st.sampled_from([MADE, ROTATED, REVOKED]), st.sampled_from(ACTORS),
            st.sampled_from(KEYS),
        ),
        max_size=25,
    )
)  # fmt: skip
def test_whatever_is_tried_somebody_is_left_who_may_add_keys_and_nobody_has_two_that_sign(
    tried: list[tuple[Actor, str, Actor, bytes]],
) -> None:
    roster = make_roster(FOUNDED)
    for by, action, actor, public in tried:
        body = revoke(actor, public) if action == REVOKED else describe_public(action, actor, public)
        if roster.list_valid(by.id) and not roster.find_problem(by.id, body):
            roster.apply(body)

    assert [one for one in (ADA, CY) if roster.list_valid(one.id)]
    for actor in ACTORS:
        assert len(roster.list_valid(actor.id)) <= 1
    assert [read_change(body) for body in roster.log].count(None) == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"public": base64.b64encode(KEYS[3]).decode()},
        {"public": base64.b64encode(b"short").decode(), "fingerprint": make_fingerprint(b"short")},
        {"public": "", "fingerprint": make_fingerprint(b"")},
        {"fingerprint": "ab" * 32},
    ],
)
def test_a_key_that_is_not_what_its_fingerprint_says_is_refused(changed: dict[str, str]) -> None:
    body = {**describe_public(MADE, CY, KEYS[2]), **changed}

    assert "its fingerprint is not that of its key" in make_roster(FOUNDED).find_problem(ADA.id, body)


@pytest.mark.parametrize(
    "changed",
    [
        {"actor": "Ada"},
        {"actor": {"id": "a", "name": "Ada"}},
        {"actor": {"id": "a", "name": "Ada", "role": DIRECTOR, "more": ""}},
        {"actor": {"id": 7, "name": "Ada", "role": DIRECTOR}},
        {"action": None},
        {"fingerprint": 7},
        {"public": "no base64!"},
        {"public": "ümlaut"},
        {"public": None},
        {"why": ["x"]},
    ],
)
def test_what_is_no_change_of_keys_changes_none_and_ends_nothing(changed: dict[str, Any]) -> None:
    body = {**FOUNDED, **changed}

    assert read_change(body) is None
    assert ActorRoster().find_problem(ADA.id, body) == "its body is no change of keys"


def test_an_actor_adds_what_the_role_may_and_a_stranger_nothing() -> None:
    roster = make_roster(*WITH_BO)

    assert roster.mistrust_kind(BO.id, "receipt.made") == ""
    assert roster.mistrust_kind(BO.id, "ruling") == "a technician may not add 'ruling'"
    assert roster.mistrust_kind(CY.id, "note") == f"the ledger has no actor {CY.id}"
